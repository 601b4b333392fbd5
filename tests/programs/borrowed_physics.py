"""Simulations as people write them: bodies, fields, particles, lattices, signals, finite elements."""

import cmath
import math
from collections import namedtuple
from dataclasses import dataclass, field

import numpy as np

from tests.reference import case

G = 6.674e-3


# ------------------------------------------------------------------------- bodies

class Vector:
    def __init__(self, x=0.0, y=0.0, z=0.0):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, other):
        if isinstance(other, Vector):
            return self.x * other.x + self.y * other.y + self.z * other.z
        return Vector(self.x * other, self.y * other, self.z * other)

    __rmul__ = __mul__

    def __truediv__(self, s):
        return self * (1 / s)

    def __neg__(self):
        return Vector(-self.x, -self.y, -self.z)

    def __abs__(self):
        return math.sqrt(self * self)

    def __iter__(self):
        return iter((self.x, self.y, self.z))

    def __repr__(self):
        return f"Vector({self.x}, {self.y}, {self.z})"

    def cross(self, o):
        return Vector(self.y * o.z - self.z * o.y, self.z * o.x - self.x * o.z, self.x * o.y - self.y * o.x)

    @property
    def norm(self):
        return (self.x ** 2 + self.y ** 2 + self.z ** 2) ** 0.5

    def normalized(self):
        return self / self.norm


class Body:
    def __init__(self, name, mass, position, velocity):
        self.name = name
        self.mass = mass
        self.position = position
        self.velocity = velocity
        self.force = Vector()

    def kinetic_energy(self):
        return 0.5 * self.mass * (self.velocity * self.velocity)

    def attraction(self, other):
        d = other.position - self.position
        r = abs(d)
        return d * (G * self.mass * other.mass / r ** 3)


class SolarSystem:
    def __init__(self, dt):
        self.dt = dt
        self.bodies = []
        self.time = 0.0

    def add(self, body):
        self.bodies.append(body)

    def update_forces(self):
        for body in self.bodies:
            body.force = Vector()
            for other in self.bodies:
                if other is body:
                    continue
                body.force = body.force + body.attraction(other)

    def step(self):
        self.update_forces()
        for b in self.bodies:
            b.velocity += b.force * (self.dt / b.mass)
            b.position += b.velocity * self.dt
        self.time += self.dt

    def run(self, steps):
        for _ in range(steps):
            self.step()

    def energy(self):
        total = sum(b.kinetic_energy() for b in self.bodies)
        for i, a in enumerate(self.bodies):
            for b in self.bodies[i + 1:]:
                total -= G * a.mass * b.mass / abs(a.position - b.position)
        return total


@case(5.0, 0.02, wrt=(0, 1))
def solar_system(mass, dt):
    system = SolarSystem(dt)
    system.add(Body("sun", 1000.0 * mass, Vector(), Vector()))
    system.add(Body("earth", 1.0, Vector(1.0, 0.2), Vector(0, 5.5, 0.1)))
    system.add(Body("mars", 0.5, Vector(-1.5), Vector(y=-4.0)))
    system.run(4)
    return system.energy(), tuple(system.bodies[1].position), system.time


@case(0.3, 0.7, wrt=(0, 1))
def vector_algebra(a, b):
    u, v = Vector(a, b, 1.0), Vector(1.0, a * b)
    w = 2.0 * u.cross(v) - v / 3
    x, y, z = -w.normalized()
    return x * y + z, abs(w), [c for c in w]


def accelerations(pos, mass, softening=0.1):
    x, y, z = pos[:, 0:1], pos[:, 1:2], pos[:, 2:3]
    dx, dy, dz = x.T - x, y.T - y, z.T - z
    inv_r3 = dx ** 2 + dy ** 2 + dz ** 2 + softening ** 2
    inv_r3[inv_r3 > 0] = inv_r3[inv_r3 > 0] ** (-1.5)
    ax, ay, az = (dx * inv_r3) @ mass, (dy * inv_r3) @ mass, (dz * inv_r3) @ mass
    return np.hstack((ax, ay, az))


def energies(pos, vel, mass):
    KE = 0.5 * np.sum(np.sum(mass * vel ** 2))
    x = pos[:, 0:1]
    y = pos[:, 1:2]
    z = pos[:, 2:3]
    inv_r = np.sqrt((x.T - x) ** 2 + (y.T - y) ** 2 + (z.T - z) ** 2)
    inv_r[inv_r > 0] = 1.0 / inv_r[inv_r > 0]
    PE = np.sum(np.sum(np.triu(-(mass * mass.T) * inv_r, 1)))
    return KE, PE


@case(np.array([[0.1, 0.0, 0.3], [1.0, 0.2, -0.4], [-0.5, 0.9, 0.0]]), np.array([[1.0], [2.0], [0.5]]), wrt=(0, 1))
def leapfrog_with_arrays(pos, mass):
    pos = pos.copy()
    vel = np.zeros_like(pos)
    vel -= np.mean(mass * vel, 0) / np.mean(mass)
    acc = accelerations(pos, mass)
    KE = np.zeros(4)
    PE = np.zeros(4)
    KE[0], PE[0] = energies(pos, vel, mass)
    for i in range(3):
        vel += acc * 0.05 / 2.0
        pos += vel * 0.05
        acc = accelerations(pos, mass)
        vel += acc * 0.05 / 2.0
        KE[i + 1], PE[i + 1] = energies(pos, vel, mass)
    return KE + PE, pos


@dataclass
class Particle:
    position: np.ndarray
    velocity: np.ndarray
    mass: float = 1.0
    history: list = field(default_factory=list)

    def kick(self, force, dt):
        self.velocity = self.velocity + force / self.mass * dt

    def drift(self, dt):
        self.history.append(self.position.copy())
        self.position += self.velocity * dt


@case(np.array([1.0, 0.0]), 0.4, wrt=(0, 1))
def particle_on_springs(start, k):
    particles = [Particle(start * (i + 1), np.zeros(2), mass=1.0 + i) for i in range(3)]
    for _ in range(3):
        forces = [np.zeros(2) for _ in particles]
        for i in range(len(particles) - 1):
            stretch = particles[i + 1].position - particles[i].position
            forces[i] += k * stretch
            forces[i + 1] -= k * stretch
        for p, f in zip(particles, forces):
            p.kick(f, 0.1)
            p.drift(0.1)
    return np.array([p.position for p in particles]), np.array(particles[0].history)


@case(1.1, 0.8, wrt=(0, 1))
def double_pendulum(theta1, theta2):
    def derivs(state, t, m1=1.0, m2=1.5, l1=1.0, l2=0.7, g=9.81):
        dydx = np.zeros_like(state)
        dydx[0] = state[1]
        delta = state[2] - state[0]
        den1 = (m1 + m2) * l1 - m2 * l1 * math.cos(delta) * math.cos(delta)
        dydx[1] = (m2 * l1 * state[1] * state[1] * math.sin(delta) * math.cos(delta)
                   + m2 * g * math.sin(state[2]) * math.cos(delta)
                   + m2 * l2 * state[3] * state[3] * math.sin(delta) - (m1 + m2) * g * math.sin(state[0])) / den1
        dydx[2] = state[3]
        den2 = (l2 / l1) * den1
        dydx[3] = (-m2 * l2 * state[3] * state[3] * math.sin(delta) * math.cos(delta)
                   + (m1 + m2) * g * math.sin(state[0]) * math.cos(delta)
                   - (m1 + m2) * l1 * state[1] * state[1] * math.sin(delta) - (m1 + m2) * g * math.sin(state[2])) / den2
        return dydx

    y = np.array([theta1, 0.0, theta2, 0.0])
    t = np.linspace(0, 0.1, 6)
    path = np.empty((len(t), 4))
    path[0] = y
    for i in range(1, len(t)):
        h = t[i] - t[i - 1]
        k1 = derivs(y, t[i - 1])
        k2 = derivs(y + 0.5 * h * k1, t[i - 1] + 0.5 * h)
        k3 = derivs(y + 0.5 * h * k2, t[i - 1] + 0.5 * h)
        k4 = derivs(y + h * k3, t[i])
        y = y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        path[i] = y
    return path


class Integrator:
    """The base of several, each with its own step."""

    def __init__(self, f, dt):
        self.f = f
        self.dt = dt

    def step(self, t, u):
        raise NotImplementedError

    def solve(self, u0, T):
        u = np.asarray(u0, dtype=float)
        t, history = 0.0, [u]
        while t < T - 1e-12:
            u = self.step(t, u)
            t += self.dt
            history.append(u)
        return np.array(history)


class ForwardEuler(Integrator):
    def step(self, t, u):
        return u + self.dt * self.f(u, t)


class Heun(Integrator):
    def step(self, t, u):
        k1 = self.f(u, t)
        k2 = self.f(u + self.dt * k1, t + self.dt)
        return u + self.dt / 2 * (k1 + k2)


@case(1.0, 0.1, wrt=(0, 1), may_refuse=True)
def integrators_by_class(r, cap):
    def logistic(u, t):
        return r * u * (1 - u / (cap * 10))

    results = {}
    for cls in (ForwardEuler, Heun):
        results[cls.__name__] = cls(logistic, 0.25).solve([0.1], 1.0)[-1, 0]
    return results


@case(2.0, 0.3, wrt=(0, 1))
def integrator_heun(r, u0):
    return Heun(lambda u, t: -r * u + np.sin(t), 0.1).solve([u0, 2 * u0], 0.5)


def rkf45(f, t, x, h, *args):
    k1 = h * f(t, x, *args)
    k2 = h * f(t + h / 4, x + k1 / 4, *args)
    k3 = h * f(t + 3 * h / 8, x + 3 / 32 * k1 + 9 / 32 * k2, *args)
    k4 = h * f(t + 12 * h / 13, x + 1932 / 2197 * k1 - 7200 / 2197 * k2 + 7296 / 2197 * k3, *args)
    k5 = h * f(t + h, x + 439 / 216 * k1 - 8 * k2 + 3680 / 513 * k3 - 845 / 4104 * k4, *args)
    k6 = h * f(t + h / 2, x - 8 / 27 * k1 + 2 * k2 - 3544 / 2565 * k3 + 1859 / 4104 * k4 - 11 / 40 * k5, *args)
    fourth = x + 25 / 216 * k1 + 1408 / 2565 * k3 + 2197 / 4104 * k4 - k5 / 5
    fifth = x + 16 / 135 * k1 + 6656 / 12825 * k3 + 28561 / 56430 * k4 - 9 / 50 * k5 + 2 / 55 * k6
    return fifth, abs(fifth - fourth)


@case(1.0, 0.7, wrt=(0, 1), steps=(1e-4, 1e-5, 1e-6))
def adaptive_runge_kutta(x, rate):
    t, h, t_end = 0.0, 0.1, 1.0
    ts, xs = [t], [x]
    while t < t_end:
        if t + h > t_end:
            h = t_end - t
        new, error = rkf45(lambda t, x, k: -k * x + math.cos(t), t, x, h, rate)
        if error < 1e-7:
            t += h
            x = new
            ts.append(t)
            xs.append(x)
        h = h / 2 if error > 1e-7 else h
    return xs[-1], len(ts) > 3


# -------------------------------------------------------------------- partial differential

@case(0.1, wrt=0)
def heat_explicit_two_d(alpha):
    nx = ny = 8
    u = np.zeros((nx, ny))
    u[2:5, 3:6] = 100.0
    dx = 1 / (nx - 1)
    dt = dx ** 2 / 4
    for n in range(5):
        un = u.copy()
        u[1:-1, 1:-1] = (un[1:-1, 1:-1] + alpha * dt / dx ** 2 *
                         (un[1:-1, 2:] - 2 * un[1:-1, 1:-1] + un[1:-1, 0:-2]
                          + un[2:, 1:-1] - 2 * un[1:-1, 1:-1] + un[0:-2, 1:-1]))
        u[0, :] = 1
        u[-1, :] = u[-2, :]
        u[:, 0] = u[:, 1]
        u[:, -1] = 1
    return u


@case(0.05, 0.1, wrt=(0, 1))
def burgers(nu, dt):
    nx = 20
    dx = 2 * np.pi / (nx - 1)
    x = np.linspace(0, 2 * np.pi, nx)
    u = np.exp(-(x - 3) ** 2) + 1
    for n in range(3):
        un = u.copy()
        for i in range(1, nx - 1):
            u[i] = un[i] - un[i] * dt / dx * (un[i] - un[i - 1]) + nu * dt / dx ** 2 * (un[i + 1] - 2 * un[i] + un[i - 1])
        u[0] = un[0] - un[0] * dt / dx * (un[0] - un[-2]) + nu * dt / dx ** 2 * (un[1] - 2 * un[0] + un[-2])
        u[-1] = u[0]
    return u


def build_up_b(b, rho, dt, u, v, dx, dy):
    b[1:-1, 1:-1] = (rho * (1 / dt * ((u[1:-1, 2:] - u[1:-1, 0:-2]) / (2 * dx) + (v[2:, 1:-1] - v[0:-2, 1:-1]) / (2 * dy))
                            - ((u[1:-1, 2:] - u[1:-1, 0:-2]) / (2 * dx)) ** 2
                            - 2 * ((u[2:, 1:-1] - u[0:-2, 1:-1]) / (2 * dy) * (v[1:-1, 2:] - v[1:-1, 0:-2]) / (2 * dx))
                            - ((v[2:, 1:-1] - v[0:-2, 1:-1]) / (2 * dy)) ** 2))


def pressure_poisson(nit, p, dx, dy, b):
    pn = np.empty_like(p)
    pn = p.copy()
    for q in range(nit):
        pn = p.copy()
        p[1:-1, 1:-1] = (((pn[1:-1, 2:] + pn[1:-1, 0:-2]) * dy ** 2 + (pn[2:, 1:-1] + pn[0:-2, 1:-1]) * dx ** 2)
                         / (2 * (dx ** 2 + dy ** 2))
                         - dx ** 2 * dy ** 2 / (2 * (dx ** 2 + dy ** 2)) * b[1:-1, 1:-1])
        p[:, -1] = p[:, -2]
        p[0, :] = p[1, :]
        p[:, 0] = p[:, 1]
        p[-1, :] = 0


def cavity_flow(nt, nit, u, v, dt, dx, dy, p, rho, nu):
    un = np.empty_like(u)
    vn = np.empty_like(v)
    b = np.zeros_like(p)
    for n in range(nt):
        un = u.copy()
        vn = v.copy()
        build_up_b(b, rho, dt, u, v, dx, dy)
        pressure_poisson(nit, p, dx, dy, b)
        u[1:-1, 1:-1] = (un[1:-1, 1:-1] - un[1:-1, 1:-1] * dt / dx * (un[1:-1, 1:-1] - un[1:-1, 0:-2])
                         - vn[1:-1, 1:-1] * dt / dy * (un[1:-1, 1:-1] - un[0:-2, 1:-1])
                         - dt / (2 * rho * dx) * (p[1:-1, 2:] - p[1:-1, 0:-2])
                         + nu * (dt / dx ** 2 * (un[1:-1, 2:] - 2 * un[1:-1, 1:-1] + un[1:-1, 0:-2])))
        v[1:-1, 1:-1] = vn[1:-1, 1:-1] - dt / (2 * rho * dy) * (p[2:, 1:-1] - p[0:-2, 1:-1])
        u[0, :] = 0
        u[:, 0] = 0
        u[:, -1] = 0
        u[-1, :] = 1
        v[0, :] = 0
        v[-1, :] = 0
        v[:, 0] = 0
        v[:, -1] = 0


@case(1.0, 0.1, wrt=(0, 1))
def cavity(rho, nu):
    u, v, p = np.zeros((6, 6)), np.zeros((6, 6)), np.zeros((6, 6))
    cavity_flow(3, 2, u, v, 0.01, 0.4, 0.4, p, rho, nu)
    return u, v, p


@case(0.8)
def wave_by_leapfrog(c):
    nx, nt, dx, dt = 16, 6, 1 / 15, 0.03
    x = np.linspace(0, 1, nx)
    u = np.zeros((nt, nx))
    u[0] = np.exp(-100 * (x - 0.5) ** 2)
    u[1] = u[0]
    for n in range(1, nt - 1):
        for i in range(1, nx - 1):
            u[n + 1, i] = 2 * u[n, i] - u[n - 1, i] + (c * dt / dx) ** 2 * (u[n, i + 1] - 2 * u[n, i] + u[n, i - 1])
    return u[-1]


@case(0.35, 0.1, wrt=(0, 1))
def crank_nicolson(D, v):
    n = 8
    sigma, rho = D * 0.4, v * 0.2
    A = np.diagflat([-(sigma + rho)] * (n - 1), -1) + np.diagflat([1 + sigma + rho] + [1 + 2 * sigma] * (n - 2)
                                                                    + [1 + sigma - rho]) \
        + np.diagflat([-(sigma - rho)] * (n - 1), 1)
    B = np.diagflat([sigma + rho] * (n - 1), -1) + np.diagflat([1 - sigma - rho] + [1 - 2 * sigma] * (n - 2)
                                                                 + [1 - sigma + rho]) \
        + np.diagflat([(sigma - rho) for i in range(n - 1)], 1)
    U = np.array([0.1 for i in range(0, 4)] + [2.0 for i in range(4, n)])
    record = []
    record.append(U)
    for ti in range(1, 4):
        U = np.linalg.solve(A, B.dot(U) + 0.01 * U ** 2)
        record.append(U)
    return np.array(record)


@case(0.055, 0.062, wrt=(0, 1))
def gray_scott(F, k):
    def laplacian(Z):
        return (np.roll(Z, 1, 0) + np.roll(Z, -1, 0) + np.roll(Z, 1, 1) + np.roll(Z, -1, 1) - 4 * Z)

    U = np.ones((6, 6))
    V = np.zeros((6, 6))
    U[2:4, 2:4] = 0.50
    V[2:4, 2:4] = 0.25
    u, v = U[1:-1, 1:-1], V[1:-1, 1:-1]
    for _ in range(3):
        Lu, Lv = laplacian(U)[1:-1, 1:-1], laplacian(V)[1:-1, 1:-1]
        uvv = u * v * v
        u += 0.16 * Lu - uvv + F * (1 - u)
        v += 0.08 * Lv + uvv - (F + k) * v
    return U, V


@case(1.0, 2.0, wrt=(0, 1))
def jacobi_until_converged(left, right):
    phi = np.zeros(6)
    phi[0], phi[-1] = left, right
    delta = 1.0
    count = 0
    while delta > 1e-14 and count < 400:
        new = phi.copy()
        new[1:-1] = 0.5 * (phi[2:] + phi[:-2])
        delta = np.max(np.abs(phi - new))
        phi, new = new, phi
        count += 1
    return phi


@case(1.4, 0.1, wrt=(0, 1))
def shock_tube(gamma, dt):
    n = 10
    rho = np.where(np.arange(n) < n // 2, 1.0, 0.125)
    mom = np.zeros(n)
    E = np.where(np.arange(n) < n // 2, 1.0, 0.1) / (gamma - 1)
    for _ in range(3):
        vel = mom / rho
        p = (gamma - 1) * (E - 0.5 * rho * vel ** 2)
        c = np.sqrt(gamma * p / rho)
        smax = np.max(np.abs(vel) + c)
        q = np.array([rho, mom, E])
        f = np.array([mom, mom * vel + p, (E + p) * vel])
        flux = 0.5 * (f[:, :-1] + f[:, 1:]) - 0.5 * smax * (q[:, 1:] - q[:, :-1])
        q[:, 1:-1] -= dt * (flux[:, 1:] - flux[:, :-1])
        rho, mom, E = q
    return rho, E


# ------------------------------------------------------------------------ particles, lattices

@case(0.3, 1.2, wrt=(0, 1))
def ising_mean_field(J, beta):
    spins = np.array([[1, -1, 1, 1], [1, 1, -1, 1], [-1, 1, 1, -1], [1, 1, 1, -1]])
    E = 0.0
    N = len(spins)
    for i in range(N):
        for j in range(N):
            S = spins[i, j]
            nb = spins[(i + 1) % N, j] + spins[i, (j + 1) % N] + spins[(i - 1) % N, j] + spins[i, (j - 1) % N]
            E += -J * nb * S
    m = 0.5
    for _ in range(50):
        m = math.tanh(beta * (4 * J * m + 0.1))
    return E / 4.0, m, np.exp(-beta * E / 4)


def metropolis(spins, beta, rng):
    """Sweeps over the lattice; what is returned beside it is the likelihood of what was decided."""
    log_p = 0.0
    n = spins.shape[0]
    for _ in range(n * n):
        i, j = rng.integers(0, n, size=2)
        dE = 2 * spins[i, j] * (spins[(i + 1) % n, j] + spins[i - 1, j] + spins[i, (j + 1) % n] + spins[i, j - 1])
        accept = min(1.0, math.exp(-beta * dE))
        if rng.random() < accept:
            spins[i, j] *= -1
            log_p += math.log(accept)
    return log_p, spins


@case(0.2)
def metropolis_likelihood(beta):
    spins = np.ones((3, 3), dtype=int)
    log_p, spins = metropolis(spins, beta, np.random.default_rng(7))
    return log_p, spins.sum()


@case(np.array([0.11, 0.37, 0.52, 0.81]), np.array([1.0, -0.5, 0.3, 0.2]), wrt=(0, 1))
def particle_in_cell(x, v):
    x, v = x.copy(), v.copy()
    ng, L, dt = 8, 1.0, 0.01
    dx = L / ng
    for _ in range(2):
        j = np.floor(x / dx).astype(int)
        jp1 = j + 1
        weight_j = (jp1 * dx - x) / dx
        weight_jp1 = (x - j * dx) / dx
        jp1 = np.mod(jp1, ng)
        n = np.bincount(j, weights=weight_j, minlength=ng)
        n += np.bincount(jp1, weights=weight_jp1, minlength=ng)
        n *= L / len(x) / dx
        lap = -2 * np.eye(ng) + np.eye(ng, k=1) + np.eye(ng, k=-1)
        phi = np.linalg.solve(lap / dx ** 2, n - 1)
        E_grid = -(np.roll(phi, -1) - np.roll(phi, 1)) / (2 * dx)
        E = weight_j * E_grid[j] + weight_jp1 * E_grid[jp1]
        v += -E * dt
        x += v * dt
        x = np.mod(x, L)
    return x, v


@case(np.array([[0.0, 0.0], [1.1, 0.1], [0.4, 1.0], [1.6, 1.3]]))
def lennard_jones(positions):
    n = len(positions)
    forces = np.zeros((n, 2))
    energy = 0.0
    for i in range(n):
        for j in range(i + 1, n):
            r = positions[i] - positions[j]
            r -= 5.0 * np.round(r / 5.0)
            r2 = r @ r
            if r2 > 6.25:
                continue
            inv6 = (1.0 / r2) ** 3
            energy += 4 * (inv6 * inv6 - inv6)
            f = 24 * (2 * inv6 * inv6 - inv6) / r2 * r
            forces[i] += f
            forces[j] -= f
    return energy, forces


class CellList:
    """Neighbours found by cells kept in a dict."""

    def __init__(self, positions, size):
        self.positions = positions
        self.size = size
        self.cells = {}
        for i, (x, y) in enumerate(positions):
            self.cells.setdefault((int(x // size), int(y // size)), []).append(i)

    def pairs(self):
        for (cx, cy), members in self.cells.items():
            for dx in (-1, 0, 1):
                for dy in (-1, 0, 1):
                    for j in self.cells.get((cx + dx, cy + dy), ()):
                        for i in members:
                            if i < j:
                                yield i, j


@case(np.array([[0.2, 0.1], [0.9, 0.4], [1.4, 1.2], [0.3, 1.8]]))
def energy_by_cells(positions):
    cells = CellList(positions, 1.0)
    return sum(np.exp(-np.sum((positions[i] - positions[j]) ** 2)) for i, j in cells.pairs())


# ------------------------------------------------------------------------- structures

Element = namedtuple("Element", "i j E A")


@case(200.0, np.array([0.0, 1.0, 1.7]), wrt=(0, 1))
def truss(E, x):
    elements = [Element(0, 1, E, 0.01), Element(1, 2, 0.5 * E, 0.02)]
    K = np.zeros((3, 3))
    for e in elements:
        L = x[e.j] - x[e.i]
        k = e.E * e.A / L
        K[e.i, e.i] += k
        K[e.j, e.j] += k
        K[e.i, e.j] -= k
        K[e.j, e.i] -= k
    F = np.array([0.0, 0.0, 1.0])
    free = [1, 2]
    u = np.zeros(3)
    u[free] = np.linalg.solve(K[np.ix_(free, free)], F[free])
    return u, K @ u


@case(np.array([1.0, 2.0, 0.5]), np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.4, 0.6]]), wrt=(0, 1))
def finite_elements(conductivity, nodes):
    triangles = np.array([[0, 1, 4], [1, 2, 4], [2, 3, 4], [3, 0, 4]])
    n = len(nodes)
    K = np.zeros((n, n))
    b = np.zeros(n)
    for e, tri in enumerate(triangles):
        P = nodes[tri]
        D = np.array([[-1.0, 1.0, 0.0], [-1.0, 0.0, 1.0]])
        J = D @ P
        area = abs(np.linalg.det(J)) / 2
        B = np.linalg.solve(J, D)
        Ke = conductivity[e % 3] * area * B.T @ B
        np.add.at(K, (tri[:, None], tri[None, :]), Ke)
        np.add.at(b, tri, area / 3)
    boundary, inner = np.arange(4), np.array([4])
    u = np.zeros(n)
    u[inner] = np.linalg.solve(K[np.ix_(inner, inner)], b[inner] - K[np.ix_(inner, boundary)] @ u[boundary])
    return u, K


@case(210.0, 0.3, wrt=(0, 1))
def plane_stress_quad(E, nu):
    C = E / (1 - nu ** 2) * np.array([[1, nu, 0], [nu, 1, 0], [0, 0, (1 - nu) / 2]])
    coords = np.array([[0, 0], [1, 0], [1.2, 1], [0, 1.0]])
    K = np.zeros((8, 8))
    q4 = [[x / math.sqrt(3.0), y / math.sqrt(3.0)] for y in [-1.0, 1.0] for x in [-1.0, 1.0]]
    B = np.zeros((3, 8))
    for q in q4:
        xi, eta = tuple(q)
        dN = 0.25 * np.array([[-(1 - eta), 1 - eta, 1 + eta, -(1 + eta)], [-(1 - xi), -(1 + xi), 1 + xi, 1 - xi]])
        J = np.dot(dN, coords).T
        dN = np.dot(np.linalg.inv(J.T), dN)
        B[0, 0::2] = dN[0, :]
        B[1, 1::2] = dN[1, :]
        B[2, 0::2] = dN[1, :]
        B[2, 1::2] = dN[0, :]
        K += np.dot(np.dot(B.T, C), B) * np.linalg.det(J)
    return K


# ---------------------------------------------------------------------- rotations, optics

class Quaternion:
    def __init__(self, w, x, y, z):
        self.q = np.array([w, x, y, z])

    @classmethod
    def from_axis_angle(cls, axis, angle):
        axis = np.asarray(axis) / np.linalg.norm(axis)
        s = np.sin(angle / 2)
        return cls(np.cos(angle / 2), *(s * axis))

    @property
    def conjugate(self):
        w, x, y, z = self.q
        return Quaternion(w, -x, -y, -z)

    def __mul__(self, other):
        w1, x1, y1, z1 = self.q
        w2, x2, y2, z2 = other.q
        return Quaternion(w1 * w2 - x1 * x2 - y1 * y2 - z1 * z2, w1 * x2 + x1 * w2 + y1 * z2 - z1 * y2,
                          w1 * y2 - x1 * z2 + y1 * w2 + z1 * x2, w1 * z2 + x1 * y2 - y1 * x2 + z1 * w2)

    def rotate(self, v):
        return (self * Quaternion(0.0, *v) * self.conjugate).q[1:]

    def to_matrix(self):
        w, x, y, z = self.q / np.sqrt(np.dot(self.q, self.q))
        return np.array([[1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
                         [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
                         [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)]])


@case(0.7, np.array([0.2, 1.0, -0.3]), wrt=(0, 1))
def quaternions(angle, axis):
    q = Quaternion.from_axis_angle(axis, angle)
    p = q * Quaternion.from_axis_angle([0, 0, 1.0], 2 * angle)
    return p.rotate([1.0, 2.0, 3.0]), p.to_matrix() @ np.array([1.0, 2.0, 3.0])


def rotation(axis, theta):
    return {
        "x": lambda c, s: np.array([[1, 0, 0], [0, c, -s], [0, s, c]]),
        "y": lambda c, s: np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]),
        "z": lambda c, s: np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]),
    }[axis](np.cos(theta), np.sin(theta))


@case(np.array([0.1, -0.4, 0.8]))
def robot_arm(angles):
    T = np.eye(4)
    for axis, angle, length in zip("zyx", angles, (1.0, 0.5, 0.25)):
        step = np.eye(4)
        step[:3, :3] = rotation(axis, angle)
        step[0, 3] = length
        T = T @ step
    return T[:3, 3], T @ np.array([0, 0, 0, 1])


@case(1.5, 0.2, wrt=(0, 1))
def thin_films(n, thickness):
    M = np.eye(2, dtype=complex)
    for index, d in [(n, thickness), (2.3, 0.11), (n ** 2, thickness / 2)]:
        delta = 2 * np.pi * index * d / 0.55
        M = M @ np.array([[np.cos(delta), 1j * np.sin(delta) / index], [1j * index * np.sin(delta), np.cos(delta)]])
    (a, b), (c, d) = M
    r = (a + b * 1.52 - c - d * 1.52) / (a + b * 1.52 + c + d * 1.52)
    return abs(r) ** 2, cmath.phase(r)


@case(100.0, 1e-3, 2e-4, wrt=(0, 1, 2), steps=(1e-5, 1e-6, 1e-7))
def impedance(R, L, C):
    response = []
    for f in (50, 200.0, 1e3):
        w = 2j * math.pi * f
        Z = R + w * L + 1 / (w * C)
        response.append((abs(Z), cmath.phase(1 / Z)))
    return response


@case(np.array([1.0, 0.5, -0.3, 0.2, 0.9, -1.0, 0.1, 0.4]))
def fft_by_recursion(signal):
    def fft(x):
        n = len(x)
        if n == 1:
            return x
        even, odd = fft(x[::2]), fft(x[1::2])
        factor = np.exp(-2j * np.pi * np.arange(n) / n)
        return np.concatenate([even + factor[:n // 2] * odd, even + factor[n // 2:] * odd])

    return np.abs(fft(signal.astype(complex))) ** 2


@case(np.array([1.0, 0.5, -0.3, 0.2]))
def fft_in_lists(signal):
    def fft(x):
        n = len(x)
        if n <= 1:
            return x
        even = fft(x[0::2])
        odd = fft(x[1::2])
        T = [cmath.exp(-2j * cmath.pi * k / n) * odd[k] for k in range(n // 2)]
        return [even[k] + T[k] for k in range(n // 2)] + [even[k] - T[k] for k in range(n // 2)]

    return [abs(v) ** 2 for v in fft(list(signal))]


@case(0.3, np.linspace(-1, 1, 16), wrt=(0, 1))
def split_step_schroedinger(g, psi):
    x = np.linspace(-4, 4, 16)
    k = 2 * np.pi * np.fft.fftfreq(16, d=0.5)
    psi = psi * np.exp(-x ** 2 / 2) + 0j
    psi /= np.sqrt(np.sum(np.abs(psi) ** 2) * 0.5)
    for _ in range(3):
        V = 0.5 * x ** 2 + g * np.abs(psi) ** 2
        psi *= np.exp(-0.5j * V * 0.05)
        psi = np.fft.ifft(np.exp(-0.5j * k ** 2 * 0.05) * np.fft.fft(psi))
        psi *= np.exp(-0.5j * V * 0.05)
    return np.abs(psi) ** 2, np.vdot(psi, x * psi).real


@case(0.2, 0.6, wrt=(0, 1))
def qubits(theta, phi):
    X = np.array([[0, 1], [1, 0]])
    Z = np.diag([1, -1])
    state = np.zeros(4, dtype=complex)
    state[0] = 1
    ry = np.array([[math.cos(theta / 2), -math.sin(theta / 2)], [math.sin(theta / 2), math.cos(theta / 2)]])
    rz = np.diag([np.exp(-0.5j * phi), np.exp(0.5j * phi)])
    cnot = np.eye(4)[[0, 1, 3, 2]]
    state = cnot @ np.kron(rz @ ry, ry) @ state
    return np.real(state.conj() @ np.kron(Z, X) @ state), np.abs(state) ** 2


class Sphere:
    def __init__(self, center, r):
        self.center = np.array(center)
        self.r = r

    def hit(self, origin, direction):
        oc = origin - self.center
        b = 2 * np.dot(oc, direction)
        c = np.dot(oc, oc) - self.r ** 2
        disc = b ** 2 - 4 * c
        if disc < 0:
            return None
        t = (-b - np.sqrt(disc)) / 2
        return t if t > 0 else None


@case(1.3, 0.5, wrt=(0, 1))
def rays_through_spheres(radius, z):
    spheres = [Sphere([0.0, 0.0, 5.0 + z], radius), Sphere([4.0, 0.0, 9.0], 1.0), Sphere([0.1, 0.2, 12.0], radius * 2)]
    light = np.array([1.0, 1.0, -1.0]) / np.sqrt(3)
    image = np.zeros((2, 3))
    for i, y in enumerate(np.linspace(-0.1, 0.1, 2)):
        for j, x in enumerate(np.linspace(-0.3, 0.6, 3)):
            d = np.array([x, y, 1.0])
            d /= np.linalg.norm(d)
            nearest, found = np.inf, None
            for s in spheres:
                t = s.hit(np.zeros(3), d)
                if t is not None and t < nearest:
                    nearest, found = t, s
            if found is not None:
                normal = (nearest * d - found.center) / found.r
                image[i, j] = max(normal @ light, 0.0) + 0.1
    return image
