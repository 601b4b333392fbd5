"""Numerical methods as textbooks, exercises and kernels have them: linear algebra, splines, finance, signals, counting."""

import functools
import itertools
import math
from collections import defaultdict, deque

import numpy as np

from tests.reference import case

RNG = np.random.default_rng(11)
SPD = np.array([[4.0, 1.0, 0.5], [1.0, 3.0, 0.2], [0.5, 0.2, 2.0]])
SERIES = np.array([1.0, 1.2, 0.9, 1.5, 1.4, 1.8, 1.7, 2.1])


# ----------------------------------------------------------------- linear algebra by hand

@case(SPD, np.array([1.0, 2.0, 3.0]), wrt=(0, 1))
def gauss_elimination(A, b):
    A, b = A.copy(), b.copy()
    n = len(b)
    for k in range(n):
        p = np.argmax(np.abs(A[k:, k])) + k
        if A[p, k] == 0:
            raise ValueError("singular")
        if p != k:
            A[[k, p]] = A[[p, k]]
            b[k], b[p] = b[p], b[k]
        for i in range(k + 1, n):
            f = A[i, k] / A[k, k]
            A[i, k:] -= f * A[k, k:]
            b[i] -= f * b[k]
    x = np.zeros(n)
    for i in range(n - 1, -1, -1):
        x[i] = (b[i] - A[i, i + 1:] @ x[i + 1:]) / A[i, i]
    return x


@case([[4.0, 1.0], [1.0, 3.0]], [1.0, 2.0], wrt=(0, 1))
def gauss_jordan_in_lists(A, b):
    n = len(A)
    M = [row[:] + [rhs] for row, rhs in zip(A, b)]
    for i in range(n):
        pivot = M[i][i]
        M[i] = [v / pivot for v in M[i]]
        for j in range(n):
            if i != j:
                factor = M[j][i]
                M[j] = [vj - factor * vi for vj, vi in zip(M[j], M[i])]
    return [row[-1] for row in M]


@case(SPD)
def lu_crout(A):
    n = A.shape[0]
    L, U = np.zeros((n, n)), np.eye(n)
    for j in range(n):
        for i in range(j, n):
            L[i, j] = A[i, j] - sum(L[i, k] * U[k, j] for k in range(j))
        for i in range(j + 1, n):
            U[j, i] = (A[j, i] - sum(L[j, k] * U[k, i] for k in range(j))) / L[j, j]
    return L, U, np.prod(np.diag(L))


@case(SPD)
def cholesky_banachiewicz(A):
    n = len(A)
    L = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for k in range(i + 1):
            tmp = sum(L[i][j] * L[k][j] for j in range(k))
            if i == k:
                L[i][k] = math.sqrt(A[i][i] - tmp)
            else:
                L[i][k] = 1.0 / L[k][k] * (A[i][k] - tmp)
    return np.array(L)


@case(SPD + 0.1 * np.arange(9).reshape(3, 3))
def gram_schmidt(A):
    Q = np.zeros_like(A)
    R = np.zeros((3, 3))
    for j in range(A.shape[1]):
        v = A[:, j].copy()
        for i in range(j):
            R[i, j] = Q[:, i] @ A[:, j]
            v -= R[i, j] * Q[:, i]
        R[j, j] = np.linalg.norm(v)
        Q[:, j] = v / R[j, j]
    return Q, R


@case(SPD)
def householder(A):
    R = A.copy()
    Q = np.identity(len(A))
    for k in range(len(A) - 1):
        x = R[k:, k]
        e = np.zeros_like(x)
        e[0] = np.copysign(np.linalg.norm(x), -A[0, 0])
        u = x + e
        v = u / np.linalg.norm(u)
        Hk = np.identity(len(A))
        Hk[k:, k:] -= 2.0 * np.outer(v, v)
        R = Hk @ R
        Q = Q @ Hk.T
    return np.triu(R), Q


@case(SPD, np.array([1.0, 2.0, 3.0]), wrt=(0, 1))
def conjugate_gradients(A, b):
    x = np.zeros_like(b)
    r = b - A @ x
    p = r.copy()
    rs = r @ r
    for i in range(len(b)):
        Ap = A @ p
        alpha = rs / (p @ Ap)
        x = x + alpha * p
        r = r - alpha * Ap
        new = r @ r
        if np.sqrt(new) < 1e-13:
            break
        p = r + (new / rs) * p
        rs = new
    return x


@case(SPD)
def power_iteration(A):
    v = np.ones(A.shape[0])
    old = 0.0
    for _ in range(200):
        w = A @ v
        lam = np.linalg.norm(w)
        if np.max(np.abs(w / lam - v)) + abs(lam - old) < 1e-15:
            break
        v = w / lam
        old = lam
    return lam, v


@case(SPD)
def jacobi_rotations(A):
    A = A.copy()
    V = np.eye(3)
    for _ in range(6):
        for p, q in itertools.combinations(range(3), 2):
            if abs(A[p, q]) < 1e-10:
                continue
            theta = (A[q, q] - A[p, p]) / (2 * A[p, q])
            t = math.copysign(1.0, theta) / (abs(theta) + math.sqrt(theta ** 2 + 1))
            c = 1 / math.sqrt(t * t + 1)
            s = t * c
            J = np.eye(3)
            J[p, p] = J[q, q] = c
            J[p, q], J[q, p] = s, -s
            A = J.T @ A @ J
            V = V @ J
    return np.sort(A.diagonal())


@case(np.array([1.0, 2.0, 3.0, 4.0]), np.array([-1.0, -0.5, -0.2]), np.array([0.1, 0.2, 0.3, 0.4]), wrt=(0, 1, 2))
def thomas(b, a, d):
    nf = len(d)
    ac, bc, cc, dc = map(np.array, (a, b, a * 0.5, d))
    for it in range(1, nf):
        mc = ac[it - 1] / bc[it - 1]
        bc[it] = bc[it] - mc * cc[it - 1]
        dc[it] = dc[it] - mc * dc[it - 1]
    xc = bc
    xc[-1] = dc[-1] / bc[-1]
    for il in range(nf - 2, -1, -1):
        xc[il] = (dc[il] - cc[il] * xc[il + 1]) / bc[il]
    return xc


@case(np.array([10.0, 20.0, 30.0, 40.0]), np.array([1.0, -1.0, 2.0]), wrt=(0, 1))
def sparse_matvec(data, x):
    indptr, indices = [0, 1, 3, 4], [0, 0, 2, 1]
    y = np.empty(3)
    for i in range(3):
        total = 0.0
        for k in range(indptr[i], indptr[i + 1]):
            total += data[k] * x[indices[k]]
        y[i] = total
    return y


class SparseMatrix:
    def __init__(self, shape):
        self.shape = shape
        self.data = defaultdict(float)

    def __setitem__(self, key, value):
        self.data[key] = value

    def __getitem__(self, key):
        return self.data[key]

    def __matmul__(self, x):
        y = np.zeros(self.shape[0])
        for (i, j), v in self.data.items():
            y[i] += v * x[j]
        return y


@case(2.0, np.array([1.0, 0.5, -1.0]), wrt=(0, 1), may_refuse=True)
def dictionary_of_keys(a, x):
    A = SparseMatrix((3, 3))
    for i in range(3):
        A[i, i] = a
        if i > 0:
            A[i, i - 1] = -1.0 / a
    A[0, 2] += 0.5 * a
    return A @ x


def determinant(m):
    if len(m) == 1:
        return m[0][0]
    total = 0
    for column in range(len(m)):
        minor = [row[:column] + row[column + 1:] for row in m[1:]]
        total += (-1) ** column * m[0][column] * determinant(minor)
    return total


@case(0.5, 2.0, wrt=(0, 1))
def determinant_by_minors(a, b):
    return determinant([[a, 1.0, b], [2.0, a * b, 0.5], [b, 0.25, 1.5]])


# ----------------------------------------------------------------------- polynomials, splines

class Polynomial:
    def __init__(self, *coefficients):
        self.coefficients = list(coefficients)

    def __call__(self, x):
        res = 0
        for coeff in self.coefficients:
            res = res * x + coeff
        return res

    def degree(self):
        return len(self.coefficients) - 1

    def __add__(self, other):
        c1 = self.coefficients[::-1]
        c2 = other.coefficients[::-1]
        res = [sum(t) for t in itertools.zip_longest(c1, c2, fillvalue=0)]
        return Polynomial(*res[::-1])

    def __mul__(self, other):
        out = [0.0] * (self.degree() + other.degree() + 1)
        for i, a in enumerate(self.coefficients):
            for j, b in enumerate(other.coefficients):
                out[i + j] += a * b
        return Polynomial(*out)

    def derivative(self):
        exponent = len(self.coefficients) - 1
        derived = []
        for i in range(len(self.coefficients) - 1):
            derived.append(self.coefficients[i] * exponent)
            exponent -= 1
        return Polynomial(*derived)


@case(1.5, -0.3, wrt=(0, 1))
def polynomials(a, x):
    p = Polynomial(a, 2.0, -1.0)
    q = Polynomial(1.0, a)
    return (p * q)(x), (p + q)(x), p.derivative()(x)


class CubicSpline:
    def __init__(self, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        n = len(x)
        h = np.diff(self.x)
        A = np.zeros((n, n))
        rhs = np.zeros(n)
        A[0, 0] = A[-1, -1] = 1.0
        for i in range(1, n - 1):
            A[i, i - 1:i + 2] = h[i - 1], 2 * (h[i - 1] + h[i]), h[i]
            rhs[i] = 6 * ((self.y[i + 1] - self.y[i]) / h[i] - (self.y[i] - self.y[i - 1]) / h[i - 1])
        self.M = np.linalg.solve(A, rhs)
        self.h = h

    def __call__(self, t):
        i = min(max(np.searchsorted(self.x, t) - 1, 0), len(self.x) - 2)
        h, a, b = self.h[i], self.x[i + 1] - t, t - self.x[i]
        return (self.M[i] * a ** 3 / (6 * h) + self.M[i + 1] * b ** 3 / (6 * h)
                + (self.y[i] / h - self.M[i] * h / 6) * a + (self.y[i + 1] / h - self.M[i + 1] * h / 6) * b)


@case([0.0, 1.0, 2.5, 3.0], [1.0, 2.0, 0.5, 1.0], 1.7, wrt=(0, 1, 2))
def cubic_spline(x, y, t):
    s = CubicSpline(x, y)
    return s(t), [s(u) for u in (0.2, 2.7)]


@case(np.array([[0.0, 0.0], [1.0, 2.0], [3.0, 1.0], [4.0, 0.0]]), 0.3, wrt=(0, 1))
def de_casteljau(points, t):
    beta = [p for p in points]
    n = len(beta)
    for j in range(1, n):
        for k in range(n - j):
            beta[k] = beta[k] * (1 - t) + beta[k + 1] * t
    return beta[0]


def basis(i, k, t, knots):
    if k == 0:
        return 1.0 if knots[i] <= t < knots[i + 1] else 0.0
    left = right = 0.0
    if knots[i + k] != knots[i]:
        left = (t - knots[i]) / (knots[i + k] - knots[i]) * basis(i, k - 1, t, knots)
    if knots[i + k + 1] != knots[i + 1]:
        right = (knots[i + k + 1] - t) / (knots[i + k + 1] - knots[i + 1]) * basis(i + 1, k - 1, t, knots)
    return left + right


@case(1.3, np.array([0.2, 1.0, -0.5, 0.7]), wrt=(0, 1))
def b_spline(t, control):
    knots = [0, 0, 0, 1, 2, 2, 2]
    return sum(c * basis(i, 2, t, knots) for i, c in enumerate(control))


@case(np.array([0.3, 0.9]), np.array([[1.0, 2.0, 0.5], [0.0, 1.0, 3.0], [2.0, 2.0, 1.0]]), wrt=(0, 1))
def bilinear(at, grid):
    x, y = at
    i, j = int(np.floor(x)), int(np.floor(y))
    fx, fy = x - i, y - j
    top = (1 - fy) * grid[i, j] + fy * grid[i, j + 1]
    bottom = (1 - fy) * grid[i + 1, j] + fy * grid[i + 1, j + 1]
    return (1 - fx) * top + fx * bottom


# ------------------------------------------------------------------------- roots, minima, integrals

def bisect(f, lo, hi, tol=1e-13, args=()):
    flo = f(lo, *args)
    while hi - lo > tol:
        mid = 0.5 * (lo + hi)
        fmid = f(mid, *args)
        if np.sign(fmid) == np.sign(flo):
            lo, flo = mid, fmid
        else:
            hi = mid
    return lo - f(lo, *args) * (hi - lo) / (f(hi, *args) - flo + 1e-300)


def newton(f, df, x0, tol=1e-14, maxiter=50, *args, **kwargs):
    x = x0
    for iteration in range(maxiter):
        step = f(x, *args, **kwargs) / df(x, *args, **kwargs)
        x = x - step
        if abs(step) < tol:
            return x, iteration
    raise RuntimeError("no convergence")


@case(2.0, 0.5, wrt=(0, 1))
def newton_with_functions(a, k):
    root, _ = newton(lambda x, k: x ** 3 - a * k, lambda x, k: 3 * x ** 2, 1.0, 1e-14, 60, k=k)
    return root


@case(3.0)
def secant_and_fixed_point(a):
    def g(x):
        return 0.5 * (x + a / x)

    x, y = 1.0, g(1.0)
    while abs(x - y) > 1e-13:
        x, y = y, g(y)
    return y


@case(0.7, 1.1, wrt=(0, 1))
def newton_for_systems(a, b):
    def F(v):
        x, y = v
        return np.array([x ** 2 + y ** 2 - a - 2, x - b * y])

    def J(v):
        x, y = v
        return np.array([[2 * x, 2 * y], [1.0, -b]])

    v = np.array([1.0, 1.0])
    for _ in range(20):
        delta = np.linalg.solve(J(v), -F(v))
        v += delta
        if np.linalg.norm(delta) < 1e-14:
            break
    return v


@case(0.5, 2.0, wrt=(0, 1))
def gradient_descent_with_line_search(a, b):
    f = lambda x: (x[0] - a) ** 2 + b * (x[1] + 0.5 * x[0]) ** 2
    grad = lambda x: np.array([2 * (x[0] - a) + b * (x[1] + 0.5 * x[0]), 2 * b * (x[1] + 0.5 * x[0])])
    x = np.array([1.5, -1.0])
    for _ in range(6):
        g = grad(x)
        t = 0.5
        while f(x - t * g) > f(x) - 0.3 * t * g @ g:
            t *= 0.5
        x = x - t * g
    return x, f(x)


@case(np.array([0.3, 1.2]))
def bfgs_steps(x0):
    def f(x):
        return (1 - x[0]) ** 2 + 2 * (x[1] - x[0] ** 2) ** 2

    def grad(x):
        return np.array([-2 * (1 - x[0]) - 8 * x[0] * (x[1] - x[0] ** 2), 4 * (x[1] - x[0] ** 2)])

    x, H = x0, np.eye(2)
    g = grad(x)
    for _ in range(3):
        p = -H.dot(g)
        new = x + 0.2 * p
        s, y = new - x, grad(new) - g
        rho = 1.0 / y.dot(s)
        A = np.eye(2) - rho * s[:, np.newaxis] * y[np.newaxis, :]
        H = A.dot(H).dot(A.T) + rho * np.outer(s, s)
        x, g = new, g + y
    return x, f(x)


@case(np.array([1.0, 0.3]))
def gauss_newton(p):
    t = np.linspace(0, 1, 6)
    y = 1.3 * np.exp(-0.7 * t)
    for _ in range(2):
        model = p[0] * np.exp(-p[1] * t)
        J = np.column_stack([np.exp(-p[1] * t), -p[0] * t * np.exp(-p[1] * t)])
        step, *_ = np.linalg.lstsq(J, y - model, rcond=None)
        p = p + 0.5 * step
    return p


def trapezoid(f, a, b, n=20, *args):
    h = (b - a) / n
    s = 0.5 * (f(a, *args) + f(b, *args))
    for i in range(1, n):
        s += f(a + i * h, *args)
    return h * s


def monte_carlo(f, a, b, n, seed=0):
    rng = np.random.default_rng(seed)
    u = rng.random(n)
    return (b - a) * np.mean(f(a + (b - a) * u))


@case(0.2, 1.3, wrt=(0, 1))
def integrals(a, k):
    simple = trapezoid(lambda x, k: math.exp(-k * x * x), 0.0, a, 10, k)
    twice = trapezoid(lambda y: trapezoid(lambda x: math.sin(k * x * y), 0, a, 6), 0, 1, 6)
    nodes, weights = np.polynomial.legendre.leggauss(5)
    gauss = 0.5 * a * np.sum(weights * np.cos(k * 0.5 * a * (nodes + 1)))
    return simple, twice, gauss, monte_carlo(lambda x: np.sqrt(x + k), 0, a, 20)


@case(1.2)
def memoised_recurrence(x):
    @functools.lru_cache(maxsize=None)
    def hermite(n):
        if n == 0:
            return 1.0
        if n == 1:
            return 2 * x
        return 2 * x * hermite(n - 1) - 2 * (n - 1) * hermite(n - 2)

    return [hermite(n) for n in range(6)]


@case(0.4)
def memoised_by_dict(x):
    cache = {}

    def legendre(n):
        if n in cache:
            return cache[n]
        if n < 2:
            value = x if n else 1.0
        else:
            value = ((2 * n - 1) * x * legendre(n - 1) - (n - 1) * legendre(n - 2)) / n
        cache[n] = value
        return value

    return legendre(5), len(cache)


# ------------------------------------------------------------------------------------- finance

def N(x):
    return 0.5 * (1 + math.erf(x / math.sqrt(2)))


class Option:
    def __init__(self, S, K, T, r, sigma, kind="call"):
        self.S, self.K, self.T, self.r, self.sigma = S, K, T, r, sigma
        self.kind = kind

    @property
    def d1(self):
        return (math.log(self.S / self.K) + (self.r + 0.5 * self.sigma ** 2) * self.T) / (self.sigma * math.sqrt(self.T))

    @property
    def d2(self):
        return self.d1 - self.sigma * math.sqrt(self.T)

    def price(self):
        sign = 1 if self.kind == "call" else -1
        return sign * (self.S * N(sign * self.d1) - self.K * math.exp(-self.r * self.T) * N(sign * self.d2))


@case(100.0, 0.2, 0.03, wrt=(0, 1, 2))
def portfolio(S, sigma, r):
    book = [(2, Option(S, 105, 1.0, r, sigma)), (-1, Option(S, 95, 0.5, r, sigma * 1.1, kind="put"))]
    return sum(quantity * option.price() for quantity, option in book)


@case(100.0, 0.25, wrt=(0, 1))
def american_put(S0, sigma, K=100.0, r=0.05, T=1.0, N=8):
    dt = T / N
    u = np.exp(sigma * np.sqrt(dt))
    d = 1 / u
    q = (np.exp(r * dt) - d) / (u - d)
    disc = np.exp(-r * dt)
    S = S0 * d ** (np.arange(N, -1, -1)) * u ** (np.arange(0, N + 1, 1))
    C = np.maximum(0, K - S)
    for i in np.arange(N - 1, -1, -1):
        S = S0 * d ** (np.arange(i, -1, -1)) * u ** (np.arange(0, i + 1, 1))
        C[:i + 1] = disc * (q * C[1:i + 2] + (1 - q) * C[0:i + 1])
        C = C[:-1]
        C = np.maximum(C, K - S)
    return C[0]


@case(100.0, 0.3, wrt=(0, 1))
def asian_by_monte_carlo(S0, sigma):
    np.random.seed(42)
    steps, paths, r, T = 4, 16, 0.02, 1.0
    dt = T / steps
    Z = np.random.standard_normal((steps, paths))
    S = np.zeros((steps + 1, paths))
    S[0] = S0
    for t in range(1, steps + 1):
        S[t] = S[t - 1] * np.exp((r - 0.5 * sigma ** 2) * dt + sigma * math.sqrt(dt) * Z[t - 1])
    payoff = np.maximum(S[1:].mean(axis=0) - 100.0, 0)
    return math.exp(-r * T) * payoff.mean(), payoff.std() / np.sqrt(paths)


@case(0.2, 0.05, wrt=(0, 1))
def black_scholes_pde(sigma, r):
    M, steps, Smax, K, T = 10, 4, 200.0, 100.0, 0.5
    dt = T / steps
    i_values = np.arange(M + 1)
    grid = np.zeros((M + 1, steps + 1))
    boundary = np.linspace(0, Smax, M + 1)
    grid[:, -1] = np.maximum(K - boundary, 0)
    grid[0, :-1] = (K - boundary[0]) * np.exp(-r * dt * (steps - np.arange(steps)))
    a = 0.5 * (r * dt * i_values - sigma ** 2 * dt * i_values ** 2)
    b = 1 + (sigma ** 2 * dt * i_values ** 2 + r * dt)
    c = -0.5 * (r * dt * i_values + sigma ** 2 * dt * i_values ** 2)
    coeffs = np.diag(a[2:M], -1) + np.diag(b[1:M]) + np.diag(c[1:M - 1], 1)
    for j in reversed(range(steps)):
        aux = np.zeros(M - 1)
        aux[0] = np.dot(-a[1], grid[0, j])
        grid[1:M, j] = np.linalg.solve(coeffs, grid[1:M, j + 1] + aux)
    return np.interp(95.0, boundary, grid[:, 0])


@case(np.array([0.02, 0.025, 0.03]), 100.0, wrt=(0, 1))
def bond_and_duration(rates, face):
    times = range(1, len(rates) + 1)
    flows = [0.05 * face] * (len(rates) - 1) + [1.05 * face]
    price = sum(cf / (1 + r) ** t for cf, r, t in zip(flows, rates, times))
    duration = sum(t * cf / (1 + r) ** t for t, cf, r in zip(times, flows, rates)) / price
    return {"price": price, "duration": duration}


@case(np.array([0.08, 0.12, 0.1]), wrt=0)
def markowitz(mu):
    inverse = np.linalg.inv(SPD)
    ones = np.ones(3)
    A, B, C = ones @ inverse @ ones, ones @ inverse @ mu, mu @ inverse @ mu
    lam, gam = np.linalg.solve(np.array([[A, B], [B, C]]), np.array([1.0, 0.11]))
    w = inverse @ (lam * ones + gam * mu)
    return w, np.sqrt(w @ SPD @ w)


# ------------------------------------------------------------------------- series, filters, HMM

class KalmanFilter:
    def __init__(self, F=None, B=None, H=None, Q=None, R=None, P=None, x0=None):
        if F is None or H is None:
            raise ValueError("Set proper system dynamics.")
        self.n = F.shape[1]
        self.m = H.shape[1]
        self.F = F
        self.H = H
        self.B = 0 if B is None else B
        self.Q = np.eye(self.n) if Q is None else Q
        self.R = np.eye(self.n) if R is None else R
        self.P = np.eye(self.n) if P is None else P
        self.x = np.zeros((self.n, 1)) if x0 is None else x0

    def predict(self, u=0):
        self.x = np.dot(self.F, self.x) + np.dot(self.B, u)
        self.P = np.dot(np.dot(self.F, self.P), self.F.T) + self.Q
        return self.x

    def update(self, z):
        y = z - np.dot(self.H, self.x)
        S = self.R + np.dot(self.H, np.dot(self.P, self.H.T))
        K = np.dot(np.dot(self.P, self.H.T), np.linalg.inv(S))
        self.x = self.x + np.dot(K, y)
        I = np.eye(self.n)
        self.P = np.dot(np.dot(I - np.dot(K, self.H), self.P), (I - np.dot(K, self.H)).T) + np.dot(np.dot(K, self.R), K.T)


@case(0.1, 0.5, wrt=(0, 1))
def kalman(q, r):
    dt = 1.0 / 60
    F = np.array([[1, dt, 0], [0, 1, dt], [0, 0, 1]])
    H = np.array([1, 0, 0]).reshape(1, 3)
    Q = q * np.array([[0.05, 0.05, 0.0], [0.05, 0.05, 0.0], [0.0, 0.0, 0.0]])
    R = np.array([r]).reshape(1, 1)
    kf = KalmanFilter(F=F, H=H, Q=Q, R=R)
    predictions = []
    for z in SERIES[:4]:
        predictions.append(np.dot(H, kf.predict())[0])
        kf.update(z)
    return np.array(predictions).ravel(), kf.x, kf.P


@case(np.array([[0.7, 0.3], [0.4, 0.6]]), np.array([[0.5, 0.4, 0.1], [0.1, 0.3, 0.6]]), wrt=(0, 1))
def forward_backward(A, B):
    observations = [0, 1, 2, 1]
    pi = np.array([0.6, 0.4])
    T = len(observations)
    alpha = np.zeros((T, 2))
    beta = np.ones((T, 2))
    alpha[0] = pi * B[:, observations[0]]
    for t in range(1, T):
        for j in range(2):
            alpha[t, j] = alpha[t - 1].dot(A[:, j]) * B[j, observations[t]]
    for t in range(T - 2, -1, -1):
        for i in range(2):
            beta[t, i] = (beta[t + 1] * B[:, observations[t + 1]]).dot(A[i, :])
    gamma = alpha * beta / np.sum(alpha * beta, axis=1, keepdims=True)
    return np.log(alpha[-1].sum()), gamma


@case(0.7, 0.4, wrt=(0, 1))
def viterbi_in_dicts(stay, rain):
    states = ("Rainy", "Sunny")
    start = {"Rainy": 0.6, "Sunny": 0.4}
    trans = {"Rainy": {"Rainy": stay, "Sunny": 1 - stay}, "Sunny": {"Rainy": rain, "Sunny": 1 - rain}}
    emit = {"Rainy": {"walk": 0.1, "shop": 0.4, "clean": 0.5}, "Sunny": {"walk": 0.6, "shop": 0.3, "clean": 0.1}}
    V = [{}]
    path = {}
    for y in states:
        V[0][y] = start[y] * emit[y]["walk"]
        path[y] = [y]
    for t, obs in enumerate(("shop", "clean"), 1):
        V.append({})
        newpath = {}
        for y in states:
            prob, state = max((V[t - 1][y0] * trans[y0][y] * emit[y][obs], y0) for y0 in states)
            V[t][y] = prob
            newpath[y] = path[state] + [y]
        path = newpath
    prob, state = max((V[-1][y], y) for y in states)
    return prob, path[state]


@case(SERIES, 0.3, wrt=(0, 1))
def exponential_smoothing(series, alpha):
    result = [series[0]]
    for n in range(1, len(series)):
        result.append(alpha * series[n] + (1 - alpha) * result[n - 1])
    return result


@case(SERIES, 0.3, 0.1, wrt=(0, 1, 2))
def holt_winters(series, alpha, beta):
    level, trend = series[0], series[1] - series[0]
    forecast = []
    for value in series[1:]:
        last_level = level
        level = alpha * value + (1 - alpha) * (level + trend)
        trend = beta * (level - last_level) + (1 - beta) * trend
        forecast.append(level + trend)
    return np.mean((np.array(forecast[:-1]) - series[2:]) ** 2)


@case(np.array([0.1, 0.3, 0.5]))
def garch(params):
    omega, a, b = params
    r = np.diff(np.log(SERIES))
    s2 = np.empty(len(r))
    s2[0] = r.var()
    for t in range(1, len(r)):
        s2[t] = omega + a * r[t - 1] ** 2 + b * s2[t - 1]
    return 0.5 * np.sum(np.log(2 * np.pi) + np.log(s2) + r ** 2 / s2)


@case(SERIES)
def moving_averages(x):
    window = deque(maxlen=3)
    out = []
    for v in x:
        window.append(v)
        out.append(sum(window) / len(window))
    kernel = np.ones(3) / 3
    return out, np.convolve(x, kernel, mode="valid"), np.cumsum(np.insert(x, 0, 0))[3:]


class PID:
    def __init__(self, kp, ki=0.0, kd=0.0, limits=(None, None)):
        self.kp, self.ki, self.kd = kp, ki, kd
        self.limits = limits
        self.integral = 0
        self.previous = None

    def __call__(self, error, dt):
        self.integral += error * dt
        derivative = 0 if self.previous is None else (error - self.previous) / dt
        self.previous = error
        u = self.kp * error + self.ki * self.integral + self.kd * derivative
        lo, hi = self.limits
        if lo is not None and u < lo:
            u = lo
        if hi is not None and u > hi:
            u = hi
        return u


@case(1.2, 0.3, 0.05, wrt=(0, 1, 2))
def controlled_plant(kp, ki, kd):
    pid = PID(kp, ki, kd, limits=(-5.0, 1.0))
    y, cost = 0.0, 0.0
    for _ in range(8):
        e = 1.0 - y
        u = pid(e, 0.1)
        y += (u - 0.5 * y) * 0.1
        cost += e * e
    return cost, y


@case(np.array([0.2, 1.0, 0.4, 0.9]), np.array([0.3, 0.8, 0.5]), wrt=(0, 1))
def soft_dynamic_time_warping(x, y):
    n, m, gamma = len(x), len(y), 0.5
    R = np.full((n + 1, m + 1), np.inf)
    R[0, 0] = 0
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            r = -np.array([R[i - 1, j - 1], R[i - 1, j], R[i, j - 1]]) / gamma
            rmax = r.max()
            softmin = -gamma * (np.log(np.sum(np.exp(r - rmax))) + rmax)
            R[i, j] = (x[i - 1] - y[j - 1]) ** 2 + softmin
    return R[n, m]


@case(1.0, -0.6, -0.8, wrt=(0, 1, 2))
def needleman_wunsch(match, mismatch, gap):
    a, b = "GATTACA", "GCATGC"
    F = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) + 1):
        F[i][0] = gap * i
    for j in range(len(b) + 1):
        F[0][j] = gap * j
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            s = match if a[i - 1] == b[j - 1] else mismatch
            F[i][j] = max(F[i - 1][j - 1] + s, F[i - 1][j] + gap, F[i][j - 1] + gap)
    return F[-1][-1]


@case(np.array([2.0, 3.0, 4.0]), 0.5, wrt=(0, 1))
def knapsack_softly(values, t):
    weights = [1, 2, 3]
    best = [0.0] * 6
    for v, w in zip(values, weights):
        for c in range(5, w - 1, -1):
            take, leave = best[c - w] + v, best[c]
            best[c] = t * math.log(math.exp(take / t) + math.exp(leave / t))
    return best


@case({"a": {"b": 1.0, "c": 4.0}, "b": {"c": 2.5, "d": 6.0}, "c": {"d": 1.5}, "d": {}})
def dijkstra(graph):
    import heapq
    distance = {node: float("inf") for node in graph}
    distance["a"] = 0.0
    done = set()
    while len(done) < len(graph):
        node = min((n for n in graph if n not in done), key=lambda n: distance[n])
        done.add(node)
        for other, weight in graph[node].items():
            if distance[node] + weight < distance[other]:
                distance[other] = distance[node] + weight
    return distance


@case(np.array([[0.0, 3.0, 8.0], [2.0, 0.0, 1.5], [1.0, 4.0, 0.0]]))
def floyd_warshall(path):
    path = path.copy()
    for k in range(path.shape[0]):
        path[:] = np.minimum(path[:], np.add.outer(path[:, k], path[k, :]))
    return path


# ---------------------------------------------------------------------- exercises and kernels

@case(RNG.normal(size=(6, 6)))
def convolve_image(image):
    kernel = np.array([[1, 2, 1], [0, 0, 0], [-1, -2, -1]]) / 8
    out = np.zeros((4, 4))
    for i in range(4):
        for j in range(4):
            out[i, j] = (image[i:i + 3, j:j + 3] * kernel).sum()
    windows = np.lib.stride_tricks.sliding_window_view(image, (3, 3))
    return out, np.einsum("ijkl,kl->ij", windows, kernel)


@case(RNG.random((4, 4)), 0.8, wrt=(0, 1))
def bilateral(image, sigma):
    out = np.zeros_like(image)
    H, W = image.shape
    for i, j in np.ndindex(H, W):
        num = den = 0.0
        for di, dj in itertools.product((-1, 0, 1), repeat=2):
            a, b = i + di, j + dj
            if 0 <= a < H and 0 <= b < W:
                w = math.exp(-(di * di + dj * dj) / 2) * math.exp(-(image[a, b] - image[i, j]) ** 2 / (2 * sigma ** 2))
                num += w * image[a, b]
                den += w
        out[i, j] = num / den
    return out


@case(RNG.random((5, 4)), wrt=0)
def correlation_kernel(data):
    data = data.copy()
    M, N = 4, 5
    mean = np.mean(data, axis=0)
    stddev = np.std(data, axis=0)
    stddev[stddev <= 0.1] = 1.0
    data -= mean
    data /= np.sqrt(float(N)) * stddev
    corr = np.eye(M, dtype=data.dtype)
    for i in range(M - 1):
        corr[i + 1:M, i] = corr[i, i + 1:M] = data[:, i] @ data[:, i + 1:M]
    return corr


@case(0.3, np.array([1.0, 0.5, 0.25, 0.1]), wrt=(0, 1))
def durbin(scale, r):
    r = r * scale
    y = np.empty_like(r)
    alpha = -r[0]
    beta = 1
    y[0] = -r[0]
    for k in range(1, r.shape[0]):
        beta *= 1.0 - alpha * alpha
        alpha = -(r[k] + np.dot(np.flip(r[:k]), y[:k])) / beta
        y[:k] += alpha * np.flip(y[:k])
        y[k] = alpha
    return y


@case(RNG.random((4, 4)) + 4 * np.eye(4))
def lu_in_place(A):
    N = A.shape[0]
    for i in range(N):
        for j in range(i):
            A[i, j] -= A[i, :j] @ A[:j, j]
            A[i, j] /= A[j, j]
        for j in range(i, N):
            A[i, j] -= A[i, :i] @ A[:i, j]


@case(1.5, 0.5, RNG.random((3, 4)), RNG.random((4, 3)), wrt=(0, 1, 2, 3))
def gemm_and_friends(alpha, beta, A, B):
    C = np.ones((3, 3))
    C *= beta
    for i in range(3):
        for k in range(4):
            C[i, :i + 1] += alpha * A[i, k] * B[k, :i + 1]
    tmp = np.reshape(np.reshape(A, (3, 1, 4)) @ (B @ A).T @ B[:, :1], (3, 1))
    return C, tmp


@case(RNG.random((5, 5)), 3)
def seidel(A, steps):
    N = A.shape[0]
    for t in range(0, steps - 1):
        for i in range(1, N - 1):
            A[i, 1:-1] += (A[i - 1, :-2] + A[i - 1, 1:-1] + A[i - 1, 2:] + A[i, 2:]
                           + A[i + 1, :-2] + A[i + 1, 1:-1] + A[i + 1, 2:])
            for j in range(1, N - 1):
                A[i, j] += A[i, j - 1]
                A[i, j] /= 9.0


@case(np.array([0.5, 1.5, -0.7]), np.array([[1.0, 0.2], [0.3, -1.0], [0.8, 0.9]]), wrt=(0, 1))
def hundred_exercises(x, P):
    centred = P - P.mean(axis=1, keepdims=True)
    distances = np.sqrt((P[:, np.newaxis, :] - 2 * P) ** 2 @ np.ones(2))
    Z = np.zeros(10)
    np.add.at(Z, [1, 3, 3], x)
    nearest = x.flat[np.abs(x - 0.4).argmin()]
    cauchy = 1.0 / (x[:, None] - np.array([2.0, 3.0]))
    polar = np.sqrt(P[:, 0] ** 2 + P[:, 1] ** 2), np.arctan2(P[:, 1], P[:, 0])
    block = np.add.reduceat(np.arange(6.0) * x[0], np.arange(0, 6, 2))
    swapped = P.copy()
    swapped[[0, 1]] = swapped[[1, 0]]
    return centred, distances, Z, nearest, np.linalg.det(cauchy[:2]), polar, block, swapped


@case(np.array([3.0, 1.0, 2.0]), np.array([0.3, 0.2, 0.5]), wrt=(0, 1))
def weighted_statistics(x, w):
    mean = np.average(x, weights=w)
    variance = np.average((x - mean) ** 2, weights=w)
    order = np.argsort(x)
    cumulative = np.cumsum(w[order])
    gini = 1 - 2 * np.trapezoid(np.cumsum(np.sort(x)) / x.sum(), dx=1 / 3) if hasattr(np, "trapezoid") else 0.0
    geometric = np.exp(np.log(x).mean())
    return mean, np.sqrt(variance), np.interp(0.6, cumulative, x[order]), gini, geometric


@case(1.2, 3.4, wrt=(0, 1))
def generators_and_pipelines(a, b):
    def source():
        x = a
        while True:
            yield x
            x = x * 0.5 + b

    def squares(xs):
        for x in xs:
            yield x ** 2

    def take(n, xs):
        return [x for _, x in zip(range(n), xs)]

    pipeline = squares(source())
    first = take(3, pipeline)
    return sum(first), functools.reduce(lambda p, q: p * q, first), max(first)


@case([1.0, 4.0, 2.5], {"scale": 2.0, "shift": 0.3}, wrt=(0, 1), may_refuse=True)
def nested_configuration(xs, config):
    scale, shift = config["scale"], config.get("shift", 0.0)
    stages = {"scale": lambda v: v * scale, "shift": lambda v: v + shift, "log": math.log1p}
    results = defaultdict(list)
    for x in xs:
        for label in ("scale", "shift", "log"):
            x = stages[label](x)
            results[label].append(x)
    return {label: sum(v) / len(v) for label, v in results.items()}


@case(0.9, 3, wrt=0)
def towers_by_closures(x, n):
    def compose(*fs):
        def composed(v):
            for f in reversed(fs):
                v = f(v)
            return v
        return composed

    def power(k):
        return lambda v: v ** k

    return compose(math.sin, power(2), *[lambda v, i=i: v + i * x for i in range(n)])(x)


@case(0.5)
def accumulators(x):
    total, product, history = 0, 1, []
    try:
        for k in itertools.count(1):
            term = x ** k / math.factorial(k)
            if term < 1e-12:
                raise StopIteration
            total += term
            product *= 1 + term
            history.append((k, term))
    except StopIteration:
        pass
    finally:
        total += 1
    ks, terms = zip(*history)
    return total, product, terms[-1], ks[-1]


@case(RNG.normal(size=(2, 3)), RNG.normal(size=(3, 3)), wrt=(0, 1))
def einsum_with_lists_of_axes(a, b):
    return (np.einsum(a, [0, 1], b, [1, 2], [2, 0]), np.einsum(a, [0, 1], b, [1, 2]), np.einsum(b, (0, 0)),
            np.einsum(a, [..., 1], b, [1, 2], [..., 2]))


@case(0.5)
def dict_of_items_and_keywords(x):
    return dict([("a", x), ("c", 2.0)], b=x * x, d=1)


def nested_pairs(n, x):
    return None if n == 0 else (x, nested_pairs(n - 1, x * 2), nested_pairs(n - 1, x + 1))


def total_of_pairs(t):
    return 0 if t is None else t[0] + total_of_pairs(t[1]) + total_of_pairs(t[2])


@case(0.5)
def tree_of_tuples(x):
    return total_of_pairs(nested_pairs(3, x))


START = np.ones((2, 2))
START_VALUES = START.copy()


@case(0.5)
def module_array_replaced_in_a_loop(w):
    x = START
    for _ in range(2):
        y = x * w
        y[0] = 2.0
        x = y.reshape(4).reshape(2, 2)
    return x + START


def restore_start():
    START[...] = START_VALUES


@case(0.5, may_refuse=True, setup=restore_start)
def module_array_written_to(w):
    x = START.copy() if w > 9 else START
    for _ in range(2):
        x[0] = x[0] * w
        x = x * 2
    return x + START


@case(0.7)
def function_or_default(x):
    def apply(f=None, g=None):
        return (f or (lambda v: v * v))(x) + (g or math.sin)(x)

    return apply(), apply(math.cos), apply(g=lambda v: 3 * v)


@case(1.5)
def drawn_by_the_old_generator(x):
    rng = np.random.RandomState(3)
    state = rng.randn(3)
    return state.dot(np.array([x, x * x, 1.0])), rng.rand() * x


@case(0.1)
def arrays_of_flat_and_of_nested_lists(x):
    dt = 1.0 / 60
    flat = np.array([1, dt, 0])
    nested = np.array([[1, dt, 0], [0, 1, dt]])
    columns = nested.shape[1]
    return columns * x * flat, nested[1] * x
