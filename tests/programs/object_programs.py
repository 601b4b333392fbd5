"""Numerical programs of classes: networks, particles, filters, matrices, solvers, trees, visitors."""

import abc
import enum
import functools
import itertools
import math
import operator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tests.reference import case


class Module:
    def __init__(self):
        self._params = {}
        self.training = True

    def register(self, name, value):
        self._params[name] = value
        setattr(self, name, value)

    def parameters(self):
        return list(self._params.values())

    def __call__(self, *args, **kw):
        return self.forward(*args, **kw)

    def forward(self, x):
        raise NotImplementedError


class Linear(Module):
    def __init__(self, n_in, n_out, scale):
        super().__init__()
        rng = np.random.default_rng(n_in * 10 + n_out)
        self.W = rng.standard_normal((n_out, n_in)) * scale
        self.b = np.zeros(n_out)

    def forward(self, x):
        return self.W @ x + self.b


class Tanh(Module):
    def forward(self, x):
        return np.tanh(x)


class ReLU(Module):
    def forward(self, x):
        return np.maximum(x, 0.0)


class Sequential(Module):
    def __init__(self, *layers):
        super().__init__()
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def __len__(self):
        return len(self.layers)

    def __getitem__(self, i):
        return self.layers[i]


@case(1.3)
@case(1.3, order=2)
def numeric_mlp(x):
    net = Sequential(Linear(2, 3, x), Tanh(), Linear(3, 1, 0.5))
    return net(np.array([0.3, -0.2]))[0] + len(net)


@case(1.3)
@case(1.3, order=2)
def numeric_mlp2(x):
    net = Sequential(Linear(2, 3, 1.0), ReLU(), Linear(3, 2, x), Tanh())
    return (net(np.array([x, -0.2])) ** 2).sum() + net[0].W[0, 0] * x


class SGD:
    def __init__(self, params, lr=0.1, momentum=0.9):
        self.params = params
        self.lr = lr
        self.momentum = momentum
        self.v = [np.zeros_like(p) for p in params]

    def step(self, grads):
        for i, (p, g) in enumerate(zip(self.params, grads)):
            self.v[i] = self.momentum * self.v[i] - self.lr * g
            p += self.v[i]


@case(1.3)
@case(1.3, order=2)
def numeric_sgd(x):
    w = np.array([x, 2 * x])
    opt = SGD([w], lr=0.1 * x)
    for _ in range(4):
        opt.step([2 * w])
    return (w ** 2).sum()


class Adam:
    def __init__(self, n, lr, b1=0.9, b2=0.999, eps=1e-08):
        self.m = np.zeros(n)
        self.s = np.zeros(n)
        self.t = 0
        self.lr, self.b1, self.b2, self.eps = (lr, b1, b2, eps)

    def update(self, w, g):
        self.t += 1
        self.m = self.b1 * self.m + (1 - self.b1) * g
        self.s = self.b2 * self.s + (1 - self.b2) * g * g
        mh = self.m / (1 - self.b1 ** self.t)
        sh = self.s / (1 - self.b2 ** self.t)
        return w - self.lr * mh / (np.sqrt(sh) + self.eps)


@case(1.3)
@case(1.3, order=2)
def numeric_adam(x):
    opt = Adam(2, 0.1)
    w = np.array([x, -x])
    for _ in range(3):
        w = opt.update(w, 2 * w * x)
    return w.sum() + (w ** 2).sum()


@dataclass
class Particle:
    pos: np.ndarray
    vel: np.ndarray
    mass: float = 1.0

    def kinetic(self):
        return 0.5 * self.mass * float(self.vel @ self.vel) if False else 0.5 * self.mass * (self.vel @ self.vel)

    def kick(self, f, dt):
        self.vel += f / self.mass * dt

    def drift(self, dt):
        self.pos += self.vel * dt


class World:
    def __init__(self, g):
        self.g = g
        self.ps = []

    def add(self, p):
        self.ps.append(p)
        return self

    def forces(self):
        fs = []
        for i, a in enumerate(self.ps):
            f = np.zeros(2)
            for j, b in enumerate(self.ps):
                if i == j:
                    continue
                d = b.pos - a.pos
                r = np.sqrt(d @ d + 0.01)
                f += self.g * a.mass * b.mass * d / r ** 3
            fs.append(f)
        return fs

    def step(self, dt):
        for p, f in zip(self.ps, self.forces()):
            p.kick(f, dt)
        for p in self.ps:
            p.drift(dt)

    @property
    def energy(self):
        return sum((p.kinetic() for p in self.ps))


@case(1.3)
@case(1.3, order=2)
def numeric_world(x):
    w = World(1.0).add(Particle(np.array([0.0, 0.0]), np.array([0.0, x]))).add(Particle(np.array([1.0, x]), np.zeros(2), x))
    for _ in range(5):
        w.step(0.05)
    return w.energy


class Kalman:
    def __init__(self, F, H, Q, R, x0, P0):
        self.F, self.H, self.Q, self.R = (F, H, Q, R)
        self.x, self.P = (x0, P0)

    def predict(self):
        self.x = self.F @ self.x
        self.P = self.F @ self.P @ self.F.T + self.Q

    def update(self, z):
        y = z - self.H @ self.x
        S = self.H @ self.P @ self.H.T + self.R
        K = self.P @ self.H.T @ np.linalg.inv(S)
        self.x = self.x + K @ y
        self.P = (np.eye(len(self.x)) - K @ self.H) @ self.P
        return float(y[0]) if False else y[0]


@case(1.3)
@case(1.3, order=2)
def numeric_kalman(x):
    k = Kalman(np.array([[1.0, 0.1], [0.0, 1.0]]), np.array([[1.0, 0.0]]), 0.01 * np.eye(2), np.array([[x]]), np.zeros(2), np.eye(2))
    tot = 0.0
    for z in [0.1, 0.3, 0.2]:
        k.predict()
        tot += k.update(np.array([z * x])) ** 2
    return tot + k.x[0]


class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]

    @classmethod
    def identity(cls, n):
        return cls([[1.0 if i == j else 0.0 for j in range(n)] for i in range(n)])

    @property
    def shape(self):
        return (len(self.rows), len(self.rows[0]))

    @property
    def T(self):
        return Matrix(zip(*self.rows))

    def __getitem__(self, ij):
        i, j = ij
        return self.rows[i][j]

    def __setitem__(self, ij, v):
        i, j = ij
        self.rows[i][j] = v

    def __matmul__(self, o):
        n, m = self.shape
        _, k = o.shape
        return Matrix([[sum((self[i, l] * o[l, j] for l in range(m))) for j in range(k)] for i in range(n)])

    def __add__(self, o):
        return Matrix([[a + b for a, b in zip(r, s)] for r, s in zip(self.rows, o.rows)])

    def __mul__(self, k):
        return Matrix([[a * k for a in r] for r in self.rows])
    __rmul__ = __mul__

    def __pow__(self, n):
        r = Matrix.identity(self.shape[0])
        for _ in range(n):
            r = r @ self
        return r

    def trace(self):
        return sum((self[i, i] for i in range(self.shape[0])))

    def det(self):
        if self.shape == (1, 1):
            return self[0, 0]
        t = 0.0
        for j in range(self.shape[1]):
            minor = Matrix([[v for c, v in enumerate(r) if c != j] for r in self.rows[1:]])
            t += (-1) ** j * self[0, j] * minor.det()
        return t


@case(1.3)
@case(1.3, order=2)
def numeric_matrix(x):
    m = Matrix([[x, 1.0], [2.0, x * x]])
    m[0, 1] = m[0, 1] * x
    return ((2.0 * m + Matrix.identity(2)) ** 3).trace() + m.T[0, 1] + m.det()


class Poly:
    def __init__(self, *cs):
        self.cs = tuple(cs)

    def __call__(self, t):
        return functools.reduce(lambda acc, c: acc * t + c, reversed(self.cs), 0.0)

    def deriv(self):
        return Poly(*(i * c for i, c in enumerate(self.cs) if i))

    def __mul__(self, o):
        if not isinstance(o, Poly):
            return Poly(*(c * o for c in self.cs))
        out = [0.0] * (len(self.cs) + len(o.cs) - 1)
        for i, a in enumerate(self.cs):
            for j, b in enumerate(o.cs):
                out[i + j] += a * b
        return Poly(*out)
    __rmul__ = __mul__

    def __add__(self, o):
        return Poly(*(a + b for a, b in itertools.zip_longest(self.cs, o.cs, fillvalue=0.0)))

    def __sub__(self, o):
        return self + -1 * o

    def __eq__(self, o):
        return self.cs == o.cs

    def __iter__(self):
        return iter(self.cs)


@case(1.3)
@case(1.3, order=2)
def numeric_poly(x):
    p = Poly(1.0, x, 2.0)
    q = Poly(x, 3.0)
    r = p * q + 2 * p - q
    return r(x) + r.deriv()(2.0) + sum(r)


class Dual:
    __slots__ = ('re', 'eps')

    def __init__(self, re, eps=0.0):
        self.re = re
        self.eps = eps

    @staticmethod
    def lift(v):
        return v if isinstance(v, Dual) else Dual(v)

    def __add__(self, o):
        o = Dual.lift(o)
        return Dual(self.re + o.re, self.eps + o.eps)
    __radd__ = __add__

    def __neg__(self):
        return Dual(-self.re, -self.eps)

    def __sub__(self, o):
        return self + -Dual.lift(o)

    def __rsub__(self, o):
        return Dual.lift(o) - self

    def __mul__(self, o):
        o = Dual.lift(o)
        return Dual(self.re * o.re, self.re * o.eps + self.eps * o.re)
    __rmul__ = __mul__

    def __truediv__(self, o):
        o = Dual.lift(o)
        return Dual(self.re / o.re, (self.eps * o.re - self.re * o.eps) / o.re ** 2)

    def __rtruediv__(self, o):
        return Dual.lift(o) / self

    def __pow__(self, n):
        return Dual(self.re ** n, n * self.re ** (n - 1) * self.eps)

    def sin(self):
        return Dual(math.sin(self.re), math.cos(self.re) * self.eps)

    def __lt__(self, o):
        return self.re < Dual.lift(o).re


@case(1.3)
@case(1.3, order=2)
def numeric_dual(x):
    d = Dual(x, 1.0)
    y = (3 * d ** 2 + 1.0 / d - d.sin()) * d - 2.0
    return y.eps + y.re if y < 100.0 else y.re


class State(enum.Enum):
    IDLE = 0
    HEAT = 1
    COOL = 2


class Thermostat:
    def __init__(self, t, target):
        self.t = t
        self.target = target
        self.state = State.IDLE
        self.energy = 0.0

    def transition(self):
        if self.t < self.target - 0.5:
            self.state = State.HEAT
        elif self.t > self.target + 0.5:
            self.state = State.COOL
        else:
            self.state = State.IDLE

    def step(self, dt):
        self.transition()
        handler = {State.IDLE: self.idle, State.HEAT: self.heat, State.COOL: self.cool}[self.state]
        handler(dt)

    def idle(self, dt):
        self.t -= 0.1 * self.t * dt

    def heat(self, dt):
        self.t += 2.0 * dt
        self.energy += 2.0 * dt * self.t

    def cool(self, dt):
        self.t -= 1.0 * dt * self.t
        self.energy += 1.0 * dt


@case(1.37)
@case(1.37, order=2)
def numeric_thermo(x):
    th = Thermostat(x, 3.0)
    for _ in range(10):
        th.step(0.2)
    return th.t + th.energy





class Machine:
    def __init__(self, v):
        self.v = v
        self.state = 'start'

    def run(self):
        while self.state != 'done':
            getattr(self, 'on_' + self.state)()
        return self.v

    def on_start(self):
        self.v *= 2
        self.state = 'mid'

    def on_mid(self):
        self.v = self.v ** 2
        self.state = 'done'


@case(1.3)
@case(1.3, order=2)
def numeric_machine(x):
    return Machine(x).run()


class Machine2:
    def __init__(self, v):
        self.v = v
        self.state = 'start'

    def run(self):
        while self.state != 'done':
            if self.state == 'start':
                self.on_start()
            elif self.state == 'mid':
                self.on_mid()
        return self.v

    def on_start(self):
        self.v *= 2
        self.state = 'mid'

    def on_mid(self):
        self.v = self.v ** 2
        self.state = 'done'


@case(1.3)
@case(1.3, order=2)
def numeric_machine2(x):
    return Machine2(x).run()


class Solver(abc.ABC):
    def __init__(self, f, dt):
        self.f = f
        self.dt = dt

    @abc.abstractmethod
    def step(self, t, y):
        ...

    def solve(self, y, n):
        t = 0.0
        out = [y]
        for _ in range(n):
            y = self.step(t, y)
            t += self.dt
            out.append(y)
        return out


class Euler(Solver):
    def step(self, t, y):
        return y + self.dt * self.f(t, y)


class RK4(Solver):
    def step(self, t, y):
        h, f = (self.dt, self.f)
        k1 = f(t, y)
        k2 = f(t + h / 2, y + h / 2 * k1)
        k3 = f(t + h / 2, y + h / 2 * k2)
        k4 = f(t + h, y + h * k3)
        return y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


class Heun(Euler):
    def step(self, t, y):
        p = super().step(t, y)
        return y + self.dt / 2 * (self.f(t, y) + self.f(t + self.dt, p))


class Logistic:
    def __init__(self, r, k):
        self.r = r
        self.k = k

    def __call__(self, t, y):
        return self.r * y * (1 - y / self.k)


@case(1.3)
@case(1.3, order=2)
def numeric_ode(x):
    f = Logistic(x, 2.0)
    return sum((S(f, 0.1).solve(0.3, 5)[-1] for S in (Euler, RK4, Heun)))


@case(1.3)
@case(1.3, order=2)
def numeric_ode_np(x):
    def rhs(t, y):
        return np.array([y[1], -x * y[0]])
    return RK4(rhs, 0.1).solve(np.array([1.0, 0.0]), 5)[-1].sum()


@case(1.3)
def numeric_ode_lambda(x):
    solvers = {'e': Euler(lambda t, y: -x * y, 0.1), 'r': RK4(lambda t, y: x * y * t, 0.2)}
    return sum((s.solve(1.0, 3)[-1] for s in solvers.values()))


class Node:
    pass


class Num(Node):
    def __init__(self, v):
        self.v = v

    def accept(self, vis):
        return vis.num(self)


class Var(Node):
    def __init__(self, name):
        self.name = name

    def accept(self, vis):
        return vis.var(self)


class Bin(Node):
    def __init__(self, op, l, r):
        self.op, self.l, self.r = (op, l, r)

    def accept(self, vis):
        return vis.bin(self)


class Eval:
    def __init__(self, env):
        self.env = env

    def num(self, n):
        return n.v

    def var(self, n):
        return self.env[n.name]

    def bin(self, n):
        a, b = (n.l.accept(self), n.r.accept(self))
        if n.op == '+':
            return a + b
        if n.op == '*':
            return a * b
        return a - b


class Depth:
    def num(self, n):
        return 1

    def var(self, n):
        return 1

    def bin(self, n):
        return 1 + max(n.l.accept(self), n.r.accept(self))


@case(1.3)
@case(1.3, order=2)
def numeric_visitor(x):
    t = Bin('+', Bin('*', Var('x'), Var('x')), Bin('-', Num(3.0), Var('y')))
    return t.accept(Eval({'x': x, 'y': x * x * x})) * t.accept(Depth())


class Visitor:
    def visit(self, node):
        return getattr(self, 'visit_' + type(node).__name__)(node)

    def visit_Num(self, n):
        return n.v

    def visit_Var(self, n):
        return self.val

    def visit_Bin(self, n):
        return self.visit(n.l) + self.visit(n.r) if n.op == '+' else self.visit(n.l) * self.visit(n.r)


@case(1.3)
@case(1.3, order=2)
def numeric_visitor2(x):
    v = Visitor()
    v.val = x
    return v.visit(Bin('*', Var('x'), Bin('+', Num(x), Var('x'))))


class LNode:
    __slots__ = ('val', 'next')

    def __init__(self, val, next=None):
        self.val = val
        self.next = next


class LinkedList:
    def __init__(self, items=()):
        self.head = None
        self.size = 0
        for i in items:
            self.push(i)

    def push(self, v):
        self.head = LNode(v, self.head)
        self.size += 1

    def pop(self):
        n = self.head
        self.head = n.next
        self.size -= 1
        return n.val

    def __iter__(self):
        n = self.head
        while n is not None:
            yield n.val
            n = n.next

    def __len__(self):
        return self.size

    def reverse(self):
        prev, cur = (None, self.head)
        while cur:
            cur.next, prev, cur = (prev, cur, cur.next)
        self.head = prev

    def map(self, f):
        return LinkedList((f(v) for v in self))


@case(1.3)
@case(1.3, order=2)
def numeric_linked(x):
    l = LinkedList([x, 2.0, x * x])
    l.reverse()
    a = l.pop()
    m = l.map(lambda v: v * x)
    return a * 10 + sum((v * (i + 1) for i, v in enumerate(m))) + len(m)


@dataclass(frozen=True)
class Quat:
    w: float
    x: float
    y: float
    z: float

    def __mul__(self, o):
        if isinstance(o, Quat):
            return Quat(self.w * o.w - self.x * o.x - self.y * o.y - self.z * o.z, self.w * o.x + self.x * o.w + self.y * o.z - self.z * o.y, self.w * o.y - self.x * o.z + self.y * o.w + self.z * o.x, self.w * o.z + self.x * o.y - self.y * o.x + self.z * o.w)
        return Quat(self.w * o, self.x * o, self.y * o, self.z * o)

    def conj(self):
        return Quat(self.w, -self.x, -self.y, -self.z)

    def __abs__(self):
        return math.sqrt(self.w ** 2 + self.x ** 2 + self.y ** 2 + self.z ** 2)

    def unit(self):
        return self * (1 / abs(self))

    def rotate(self, v):
        q = self.unit()
        r = q * Quat(0.0, *v) * q.conj()
        return (r.x, r.y, r.z)

    @classmethod
    def axis_angle(cls, axis, a):
        s = math.sin(a / 2)
        return cls(math.cos(a / 2), *(s * c for c in axis))


@case(1.3)
@case(1.3, order=2)
def numeric_quat(x):
    q = Quat.axis_angle((0.0, 0.6, 0.8), x) * Quat(1.0, x, 0.2, 0.1)
    a, b, c = q.rotate((1.0, x, 2.0))
    return a + 2 * b - c * x


class BST:
    def __init__(self):
        self.root = None

    def insert(self, k, v):
        self.root = self._ins(self.root, k, v)

    def _ins(self, n, k, v):
        if n is None:
            return TNode(k, v)
        if k < n.k:
            n.l = self._ins(n.l, k, v)
        else:
            n.r = self._ins(n.r, k, v)
        return n

    def fold(self, f, z):
        def go(n, acc):
            if n is None:
                return acc
            return go(n.r, f(go(n.l, acc), n.v))
        return go(self.root, z)


class TNode:
    def __init__(self, k, v):
        self.k, self.v = (k, v)
        self.l = self.r = None


@case(1.3)
@case(1.3, order=2)
def numeric_bst(x):
    t = BST()
    for i, k in enumerate([3, 1, 2, 5]):
        t.insert(k, x ** i)
    return t.fold(lambda a, b: a * 0.5 + b, 1.0)


class Tape:
    def __init__(self):
        self.ops = []


class TVar:
    def __init__(self, tape, value):
        self.tape = tape
        self.value = value
        self.grad = 0.0

    def __mul__(self, o):
        out = TVar(self.tape, self.value * o.value)

        def back():
            self.grad += out.grad * o.value
            o.grad += out.grad * self.value
        self.tape.ops.append(back)
        return out

    def __add__(self, o):
        out = TVar(self.tape, self.value + o.value)

        def back():
            self.grad += out.grad
            o.grad += out.grad
        self.tape.ops.append(back)
        return out


class Account:
    rate = 0.05

    def __init__(self, bal):
        self.bal = bal
        self.hist = []

    def __enter__(self):
        self.hist.append(self.bal)
        return self

    def __exit__(self, *exc):
        self.hist.append(self.bal)
        return False

    def grow(self, n):
        for _ in range(n):
            self.bal *= 1 + self.rate
        return self


@case(1.3)
def numeric_account(x):
    a = Account(x)
    with a as b:
        b.grow(2)
    return sum(a.hist)


class Grid:
    def __init__(self, n, f):
        self.u = np.array([f(i / (n - 1)) for i in range(n)])

    def lap(self):
        out = np.zeros_like(self.u)
        out[1:-1] = self.u[2:] - 2 * self.u[1:-1] + self.u[:-2]
        return out

    def step(self, k):
        self.u = self.u + k * self.lap()
        return self


@case(1.3)
@case(1.3, order=2)
def numeric_grid(x):
    g = Grid(6, lambda s: x * s * (1 - s))
    for _ in range(3):
        g.step(0.2 * x)
    return (g.u ** 2).sum()


class EMA:
    def __init__(self, a):
        self.a = a
        self.v = None

    def __call__(self, y):
        self.v = y if self.v is None else self.a * y + (1 - self.a) * self.v
        return self.v


@case(1.3)
@case(1.3, order=2)
def numeric_ema(x):
    e = EMA(x / 2)
    return sum((e(y) for y in [1.0, x, 2.0]))


class Event:
    def __init__(self):
        self.handlers = []

    def subscribe(self, h):
        self.handlers.append(h)

    def fire(self, v):
        return [h(v) for h in self.handlers]


class Amp:
    def __init__(self, k):
        self.k = k

    def on(self, v):
        return self.k * v


class Interp:
    def __init__(self, xs, ys):
        self.xs, self.ys = (xs, ys)

    def __call__(self, t):
        for (a, fa), (b, fb) in zip(zip(self.xs, self.ys), zip(self.xs[1:], self.ys[1:])):
            if a <= t <= b:
                return fa + (fb - fa) * (t - a) / (b - a)
        raise ValueError('outside')


@case(1.3)
@case(1.3, order=2)
def numeric_interp(x):
    f = Interp([0.0, 1.0, 2.0], [x, x * x, 3.0])
    return f(x) + f(0.5)


class Body(NamedTuple):
    m: float
    v: float

    def momentum(self):
        return self.m * self.v

    @property
    def energy(self):
        return 0.5 * self.m * self.v ** 2


@case(1.3)
@case(1.3, order=2)
def numeric_body(x):
    bs = [Body(x, 2.0), Body(1.0, x)]
    bs[0] = bs[0]._replace(v=bs[1].momentum())
    return sum((b.momentum() for b in bs)) + max(bs, key=lambda b: b.energy).m


class Observer:
    total = 0.0

    def notify(self, v):
        self.total += v


@case(1.3)
@case(1.3, order=2)
def numeric_shadow_class_attr(x):
    o = Observer()
    o.notify(x)
    o.notify(x * x)
    return o.total + Observer.total


class Temp:
    def __init__(self, c):
        self.c = c

    @property
    def f(self):
        return self.c * 9 / 5 + 32

    @f.setter
    def f(self, v):
        self.c = (v - 32) * 5 / 9


@case(1.3)
@case(1.3, order=2)
def numeric_temp(x):
    t = Temp(x)
    t.f += x
    t.f *= 2
    return t.c


class Vec:
    def __init__(self, *c):
        self.c = list(c)

    def __len__(self):
        return len(self.c)

    def __getitem__(self, i):
        return Vec(*self.c[i]) if isinstance(i, slice) else self.c[i]

    def __iter__(self):
        return iter(self.c)

    def __add__(self, o):
        return Vec(*map(operator.add, self, o))

    def __matmul__(self, o):
        return sum((a * b for a, b in zip(self, o)))

    def __rmul__(self, k):
        return Vec(*(k * a for a in self))

    def __eq__(self, o):
        return all((a == b for a, b in zip(self, o)))

    def __bool__(self):
        return any(self.c)

    def __neg__(self):
        return -1 * self

    def __contains__(self, v):
        return v in self.c

    def norm(self):
        return (self @ self) ** 0.5


@case(1.3)
@case(1.3, order=2)
def numeric_vec(x):
    v = Vec(x, 2.0, 3.0)
    w = 2 * v + -v
    a, *rest = w
    return v @ w / w.norm() + w[1:].norm() + a * sum(rest) if v and w == v and (2.0 in v) else 0.0


class Tuple3:
    def __init__(self, *c):
        self.c = list(c)

    def __iter__(self):
        return iter(self.c)

    def __matmul__(self, other):
        return sum(a * b for a, b in zip(self, other))

    def __eq__(self, other):
        return all(a == b for a, b in zip(self, other))

    def __bool__(self):
        return any(self.c)


@case(1.3)
@case(1.3, order=2)
def numeric_conditions_on_objects(x):
    v = Tuple3(x, 2.0, 3.0)
    return v @ v if v and v == v and not (v and v is None) else 0.0


class Substance:
    """Its class has the defaults, of which each instance has a copy."""

    given = {"T": 0.0, "P": 0.0, "h": None}

    def __init__(self, **given):
        self.given = Substance.given.copy()
        self(**given)

    def __call__(self, **given):
        self.given.update(given)
        if self.given["T"] and self.given["P"]:
            self.density = self.given["P"] / self.given["T"]
        elif self.given["h"] is not None:
            self.density = self.given["h"] * 2


class AtTemperature(Substance):
    def __init__(self, T, P):
        Substance.__init__(self, T=T, P=P)


class AtEnthalpy(Substance):
    def __init__(self, h):
        """From its enthalpy."""
        super().__init__(h=h)


@case(300.0, 1.5, wrt=("T", "P"))
def defaults_of_the_class_copied(T, P):
    steam, other = AtTemperature(T, P), AtEnthalpy(P)
    first = steam.density, other.density
    steam(T=2 * T)
    other(h=P * P)
    return first, steam.density * other.density, Substance(h=T).density, Substance.given


class Asked:
    kept = {"v": 1.0}

    def __init__(self):
        self.kept = self.copied()

    def copied(self):
        return dict(self.kept)


class Changed(Asked):
    def __init__(self, v):
        Asked.__init__(self)
        self.kept["v"] = v


@case(1.5, may_refuse=True)
def class_asked_before_the_object_has_its_own(v):
    return Changed(v).kept["v"] * v, Asked.kept
