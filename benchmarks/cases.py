"""The user's functions, and beside each the derivative as one would write it by hand.

A hand-written derivative has the style of its function: loops stay loops, the
value's arithmetic is untouched, tangents are carried along in pairs.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from benchmarks.objects import clipped, clipped_by_hand, orbit, orbit_by_hand, spring, spring_by_hand

INV_SQRT_2PI = 1 / math.sqrt(2 * math.pi)


@dataclass
class Case:
    """One comparison: `call` is a call of `f`, which is each contender in turn."""

    name: str
    function: object
    by_hand: object
    call: str
    names: dict = field(default_factory=dict)
    wrt: object = 0


# -------------------------------------------------------------- the lecture's loop

def lecture(x, n):
    v = x
    for i in range(n):
        v = v * (v + 4)
    return v


def lecture_by_hand(x, n, *, dx=1.0):
    v, dv = x, dx
    for i in range(n):
        t = v + 4
        v, dv = v * t, dv * t + v * dv
    return v, dv


# ------------------------------------------------------------ Newton's square root

def newton(a):
    x = a
    while abs(x * x - a) > 1e-12 * a:
        x = 0.5 * (x + a / x)
    return x


def newton_by_hand(a, *, da=1.0):
    x, dx = a, da
    while abs(x * x - a) > 1e-12 * a:
        q = a / x
        x, dx = 0.5 * (x + q), 0.5 * (dx + (da - q * dx) / x)
    return x, dx


# ------------------------------------------------------------------- Black-Scholes

def normal_cdf(x):
    return 0.5 * (1 + math.erf(x / math.sqrt(2)))


def normal_cdf_by_hand(x, dx):
    return 0.5 * (1 + math.erf(x / math.sqrt(2))), INV_SQRT_2PI * math.exp(-0.5 * x * x) * dx


def black_scholes(S, K, T, r, sigma):
    d1 = (math.log(S / K) + (r + sigma ** 2 / 2) * T) / (sigma * math.sqrt(T))
    d2 = d1 - sigma * math.sqrt(T)
    return S * normal_cdf(d1) - K * math.exp(-r * T) * normal_cdf(d2)


def black_scholes_by_hand(S, K, T, r, sigma, *, dS, dK, dT, dr, dsigma):
    root = math.sqrt(T)
    drift = r + sigma ** 2 / 2
    spread = sigma * root
    dspread = dsigma * root + 0.5 * sigma / root * dT
    d1 = (math.log(S / K) + drift * T) / spread
    dd1 = (dS / S - dK / K + (dr + sigma * dsigma) * T + drift * dT - d1 * dspread) / spread
    d2 = d1 - spread
    dd2 = dd1 - dspread
    n1, dn1 = normal_cdf_by_hand(d1, dd1)
    n2, dn2 = normal_cdf_by_hand(d2, dd2)
    discount = math.exp(-r * T)
    strike = K * discount
    return (S * n1 - strike * n2,
            dS * n1 + S * dn1 - discount * (dK - K * (dr * T + r * dT)) * n2 - strike * dn2)


def vega_by_hand(S, K, T, r, sigma, *, dsigma=1.0):
    root = math.sqrt(T)
    spread = sigma * root
    d1 = (math.log(S / K) + (r + sigma ** 2 / 2) * T) / spread
    dspread = dsigma * root
    dd1 = (sigma * dsigma * T - d1 * dspread) / spread
    d2 = d1 - spread
    n1, dn1 = normal_cdf_by_hand(d1, dd1)
    n2, dn2 = normal_cdf_by_hand(d2, dd1 - dspread)
    strike = K * math.exp(-r * T)
    return S * n1 - strike * n2, S * dn1 - strike * dn2


# ---------------------------------------------------------------------- RK4 Lorenz

def lorenz(x, y, z, rho):
    return 10.0 * (y - x), x * (rho - z) - y, x * y - 8 / 3 * z


def rk4(rho, steps, h):
    x, y, z = 1.0, 1.0, 1.0
    for _ in range(steps):
        a1, b1, c1 = lorenz(x, y, z, rho)
        a2, b2, c2 = lorenz(x + h / 2 * a1, y + h / 2 * b1, z + h / 2 * c1, rho)
        a3, b3, c3 = lorenz(x + h / 2 * a2, y + h / 2 * b2, z + h / 2 * c2, rho)
        a4, b4, c4 = lorenz(x + h * a3, y + h * b3, z + h * c3, rho)
        x += h / 6 * (a1 + 2 * a2 + 2 * a3 + a4)
        y += h / 6 * (b1 + 2 * b2 + 2 * b3 + b4)
        z += h / 6 * (c1 + 2 * c2 + 2 * c3 + c4)
    return x, y, z


def lorenz_by_hand(x, y, z, rho, dx, dy, dz, drho):
    r = rho - z
    return (10.0 * (y - x), x * r - y, x * y - 8 / 3 * z,
            10.0 * (dy - dx), dx * r + x * (drho - dz) - dy, dx * y + x * dy - 8 / 3 * dz)


def rk4_by_hand(rho, steps, h, *, drho=1.0):
    x, y, z, dx, dy, dz = 1.0, 1.0, 1.0, 0.0, 0.0, 0.0
    half, sixth = h / 2, h / 6
    for _ in range(steps):
        a1, b1, c1, da1, db1, dc1 = lorenz_by_hand(x, y, z, rho, dx, dy, dz, drho)
        a2, b2, c2, da2, db2, dc2 = lorenz_by_hand(
            x + half * a1, y + half * b1, z + half * c1, rho,
            dx + half * da1, dy + half * db1, dz + half * dc1, drho)
        a3, b3, c3, da3, db3, dc3 = lorenz_by_hand(
            x + half * a2, y + half * b2, z + half * c2, rho,
            dx + half * da2, dy + half * db2, dz + half * dc2, drho)
        a4, b4, c4, da4, db4, dc4 = lorenz_by_hand(
            x + h * a3, y + h * b3, z + h * c3, rho,
            dx + h * da3, dy + h * db3, dz + h * dc3, drho)
        x += sixth * (a1 + 2 * a2 + 2 * a3 + a4)
        y += sixth * (b1 + 2 * b2 + 2 * b3 + b4)
        z += sixth * (c1 + 2 * c2 + 2 * c3 + c4)
        dx += sixth * (da1 + 2 * da2 + 2 * da3 + da4)
        dy += sixth * (db1 + 2 * db2 + 2 * db3 + db4)
        dz += sixth * (dc1 + 2 * dc2 + 2 * dc3 + dc4)
    return (x, y, z), (dx, dy, dz)


# ----------------------------------------------------------------------- recursion

def legendre(x, n):
    if n == 0:
        return 1.0
    if n == 1:
        return x
    return ((2 * n - 1) * x * legendre(x, n - 1) - (n - 1) * legendre(x, n - 2)) / n


def legendre_by_hand(x, n, dx=1.0):
    if n == 0:
        return 1.0, 0.0
    if n == 1:
        return x, dx
    k = 2 * n - 1
    p, dp = legendre_by_hand(x, n - 1, dx)
    q, dq = legendre_by_hand(x, n - 2, dx)
    kx = k * x
    return (kx * p - (n - 1) * q) / n, (k * dx * p + kx * dp - (n - 1) * dq) / n


# ------------------------------------------------------------ a heat stencil in place

def heat(u, steps, k):
    for _ in range(steps):
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
    return u.sum()


def heat_by_hand(u, steps, k, *, du):
    for _ in range(steps):
        du[1:-1] += k * (du[2:] - 2 * du[1:-1] + du[:-2])
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
    return u.sum(), du.sum()


def heat_conductivity_by_hand(u, steps, k, *, dk):
    du = np.zeros_like(u)
    for _ in range(steps):
        curvature = u[2:] - 2 * u[1:-1] + u[:-2]
        du[1:-1] += k * (du[2:] - 2 * du[1:-1] + du[:-2]) + dk * curvature
        u[1:-1] += k * curvature
    return u.sum(), du.sum()


# ---------------------------------------------------- Gaussian-mixture log-likelihood

def mixture(x, w, mu, sigma):
    z = (x[:, None, :] - mu) / sigma
    logp = np.log(w) - np.log(sigma).sum(axis=1) - 0.5 * (z ** 2).sum(axis=2)
    m = logp.max(axis=1)
    return (m + np.log(np.exp(logp - m[:, None]).sum(axis=1))).sum()


def mixture_by_hand(x, w, mu, sigma, *, dw, dmu, dsigma):
    z = (x[:, None, :] - mu) / sigma
    dz = -(dmu + z * dsigma) / sigma
    logp = np.log(w) - np.log(sigma).sum(axis=1) - 0.5 * (z ** 2).sum(axis=2)
    dlogp = dw / w - (dsigma / sigma).sum(axis=1) - (z * dz).sum(axis=2)
    m = logp.max(axis=1)
    dm = np.take_along_axis(dlogp, logp.argmax(axis=1)[:, None], axis=1)[:, 0]
    e = np.exp(logp - m[:, None])
    s = e.sum(axis=1)
    return ((m + np.log(s)).sum(),
            (dm + (e * (dlogp - dm[:, None])).sum(axis=1) / s).sum())


# ----------------------------------------------------------------- an MLP forward pass

def mlp(x, W1, b1, W2, b2, W3, b3):
    h1 = np.tanh(x @ W1 + b1)
    h2 = np.tanh(h1 @ W2 + b2)
    return h2 @ W3 + b3


def mlp_by_hand(x, W1, b1, W2, b2, W3, b3, *, dW1, db1, dW2, db2, dW3, db3):
    h1 = np.tanh(x @ W1 + b1)
    dh1 = (1 - h1 ** 2) * (x @ dW1 + db1)
    h2 = np.tanh(h1 @ W2 + b2)
    dh2 = (1 - h2 ** 2) * (dh1 @ W2 + h1 @ dW2 + db2)
    return h2 @ W3 + b3, dh2 @ W3 + h2 @ dW3 + db3


# ------------------------------------------------------------------------ the table

def _cases():
    rng = np.random.default_rng(7)
    normal = rng.standard_normal
    option = "100.0, 95.0, 0.5, 0.03, 0.2"
    u = normal(1000)
    mixed = {"x": normal((500, 2)), "w": np.array([0.2, 0.5, 0.3]), "mu": normal((3, 2)),
             "sigma": 0.5 + rng.random((3, 2))}
    mixed |= {"d" + n: normal(mixed[n].shape) for n in ("w", "mu", "sigma")}
    sizes = {"W1": (16, 64), "b1": (64,), "W2": (64, 64), "b2": (64,), "W3": (64, 4), "b3": (4,)}
    net = {"x": normal((32, 16))}
    net |= {n: normal(s) / 8 for n, s in sizes.items()}
    net |= {"d" + n: normal(s) for n, s in sizes.items()}

    def keywords(names):
        return ", ".join(f"d{n}=d{n}" for n in names)

    return [
        Case("lecture n=3", lecture, lecture_by_hand, "f(-0.7, 3)"),
        Case("lecture n=100", lecture, lecture_by_hand, "f(-0.7, 100)"),
        Case("lecture n=10000", lecture, lecture_by_hand, "f(-0.7, 10000)"),
        Case("newton", newton, newton_by_hand, "f(9.7)"),
        Case("black_scholes", black_scholes, black_scholes_by_hand,
             f"f({option}, dS=1.0, dK=0.5, dT=0.25, dr=2.0, dsigma=1.5)", {}, ("S", "K", "T", "r", "sigma")),
        Case("black_scholes vega", black_scholes, vega_by_hand, f"f({option})", {}, "sigma"),
        Case("rk4_lorenz", rk4, rk4_by_hand, "f(28.0, 100, 0.01)"),
        Case("recursion", legendre, legendre_by_hand, "f(0.3, 10)"),
        Case("heat", heat, heat_by_hand, "f(u.copy(), 50, 0.2, du=du.copy())", {"u": u, "du": normal(1000)}),
        Case("heat conductivity", heat, heat_conductivity_by_hand, "f(u.copy(), 50, 0.2, dk=1.0)",
             {"u": u}, "k"),
        Case("gaussian_mixture", mixture, mixture_by_hand,
             f"f(x, w, mu, sigma, {keywords(['w', 'mu', 'sigma'])})", mixed, ("w", "mu", "sigma")),
        Case("vectors, a class", orbit, orbit_by_hand, "f(1.5, 30)"),
        Case("states, a dataclass", spring, spring_by_hand, "f(1.5, 30)"),
        Case("clipped layers", clipped, clipped_by_hand, "f(x, W, b, dx=dx)",
             {"x": normal(32), "W": normal((32, 32)) / 8, "b": normal(32), "dx": normal(32)}),
        Case("mlp", mlp, mlp_by_hand, f"f(x, {', '.join(sizes)}, {keywords(sizes)})", net, tuple(sizes)),
    ]


CASES = _cases()
