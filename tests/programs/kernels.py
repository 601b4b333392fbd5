"""Scalar numerical kernels, as people write them."""

import math
from math import erf, exp, log, pi, sqrt

import numpy as np

from tests.reference import case


@case(2.0)
@case(9.7)
def newton_sqrt(a):
    x = a
    while abs(x * x - a) > 1e-12 * a:
        x = 0.5 * (x + a / x)
    return x


@case(0.3, 2.0, wrt=(0, 1))
def newton_kepler(e, M):
    E = M
    for _ in range(30):
        step = (E - e * math.sin(E) - M) / (1 - e * math.cos(E))
        E -= step
        if abs(step) < 1e-14:
            break
    return E


@case(0.0, 2.0, 8, wrt=(0, 1), steps=(1e-4, 1e-5, 1e-6))
def bisection(lo, hi, n):
    for _ in range(n):
        mid = (lo + hi) / 2
        if mid * mid * mid - 2 == 0:
            break
        if (lo ** 3 - 2) * (mid ** 3 - 2) < 0:
            hi = mid
        else:
            lo = mid
    return mid


@case(5.0)
def secant(c):
    x0, x1 = 1.0, 2.0
    for _ in range(50):
        f0, f1 = x0 ** 3 - c, x1 ** 3 - c
        if f1 == f0 or abs(x1 - x0) < 1e-13:
            break
        x0, x1 = x1, x1 - f1 * (x1 - x0) / (f1 - f0)
    return x1


@case([1.0, -3.0, 2.0, 0.5], 1.3, wrt=(0, 1))
@case(np.array([1.0, -3.0, 2.0, 0.5]), 1.3, wrt=(0, 1))
@case((1.0, -3.0, 2.0), np.array([0.3, 1.1]), wrt=(0, 1))
def horner(coefficients, x):
    y = 0.0
    for c in coefficients:
        y = y * x + c
    return y


@case([0.5, -1.0, 0.25, 2.0], 0.3, wrt=(0, 1))
def clenshaw(c, x):
    b1 = b2 = 0.0
    for ck in reversed(c[1:]):
        b1, b2 = ck + 2 * x * b1 - b2, b1
    return c[0] + x * b1 - b2


@case(0.3, 7)
def chebyshev_recurrence(x, n):
    a, b = 1.0, x
    for k in range(2, n + 1):
        a, b = b, 2 * x * b - a
    return b


@case(0.3, 5)
def legendre(x, n):
    if n == 0:
        return 1.0
    p0, p1 = 1.0, x
    for k in range(1, n):
        p0, p1 = p1, ((2 * k + 1) * x * p1 - k * p0) / (k + 1)
    return p1


@case(1.0, -3.5, 2.0, wrt=(0, 1, 2))
@case(0.0, 2.0, 1.0, wrt=(1, 2))
@case(1.0, 1.0, 5.0, wrt=(0, 1, 2))
def quadratic(a, b, c):
    if a == 0:
        return -c / b, None
    d = b * b - 4 * a * c
    if d < 0:
        re, im = -b / (2 * a), sqrt(-d) / (2 * a)
        return complex(re, im), complex(re, -im)
    s = sqrt(d)
    q = -0.5 * (b + s if b > 0 else b - s)
    return q / a, c / q


@case(1.0, -6.0, 4.0, 5.0, wrt=(1, 2, 3))
def cubic_by_trigonometry(a, b, c, d):
    p = (3 * a * c - b * b) / (3 * a * a)
    q = (2 * b ** 3 - 9 * a * b * c + 27 * a * a * d) / (27 * a ** 3)
    r = 2 * sqrt(-p / 3)
    t = math.acos(3 * q / (p * r)) / 3
    roots = []
    for k in range(3):
        roots.append(r * math.cos(t - 2 * pi * k / 3) - b / (3 * a))
    return roots


@case(0.7, 20)
def simpson(a, n):
    h = (a + 1.0) / n
    s = math.exp(-1.0) + math.exp(-a * a)
    for i in range(1, n):
        x = -1.0 + i * h
        s += (4 if i % 2 else 2) * math.exp(-x * x)
    return s * h / 3


def integrand(x, p):
    return x ** p / (1 + x * x)


def adaptive(a, b, p, fa, fm, fb, whole, tol, depth):
    m = (a + b) / 2
    lm, rm = (a + m) / 2, (m + b) / 2
    flm, frm = integrand(lm, p), integrand(rm, p)
    left = (m - a) / 6 * (fa + 4 * flm + fm)
    right = (b - m) / 6 * (fm + 4 * frm + fb)
    if depth <= 0 or abs(left + right - whole) < 15 * tol:
        return left + right + (left + right - whole) / 15
    return (adaptive(a, m, p, fa, flm, fm, left, tol / 2, depth - 1)
            + adaptive(m, b, p, fm, frm, fb, right, tol / 2, depth - 1))


@case(0.2, 3.0, 1.7, wrt=(0, 1, 2), steps=(1e-4, 1e-5, 1e-6))
def adaptive_simpson(a, b, p):
    fa, fm, fb = integrand(a, p), integrand((a + b) / 2, p), integrand(b, p)
    whole = (b - a) / 6 * (fa + 4 * fm + fb)
    return adaptive(a, b, p, fa, fm, fb, whole, 1e-6, 12)


@case(2.0, 5)
def romberg(b, levels):
    R = []
    h = b
    R.append([h * (1 + exp(-b)) / 2])
    for i in range(1, levels):
        h /= 2
        total = 0.0
        for k in range(1, 2 ** i, 2):
            total += exp(-k * h)
        row = [R[i - 1][0] / 2 + h * total]
        for j in range(1, i + 1):
            row.append(row[j - 1] + (row[j - 1] - R[i - 1][j - 1]) / (4 ** j - 1))
        R.append(row)
    return R[-1][-1]


@case(1.0, 2.0, wrt=(0, 1))
def gauss_legendre(a, b):
    nodes = (-0.7745966692414834, 0.0, 0.7745966692414834)
    weights = (5 / 9, 8 / 9, 5 / 9)
    c, h = (a + b) / 2, (b - a) / 2
    s = 0.0
    for x, w in zip(nodes, weights):
        s += w * math.sin(c + h * x) ** 2
    return h * s


def normal_cdf(x):
    return 0.5 * (1 + erf(x / sqrt(2)))


@case(100.0, 95.0, 0.5, 0.03, 0.2, wrt=(0, 1, 2, 3, 4))
def black_scholes(S, K, T, r, sigma):
    d1 = (log(S / K) + (r + sigma ** 2 / 2) * T) / (sigma * sqrt(T))
    d2 = d1 - sigma * sqrt(T)
    call = S * normal_cdf(d1) - K * exp(-r * T) * normal_cdf(d2)
    put = call - S + K * exp(-r * T)
    return call, put


@case(4.0, 100.0, 95.0, 0.5, 0.03, wrt="price")
def implied_volatility(price, S, K, T, r):
    price = price + 6.0
    sigma = 0.3
    for _ in range(40):
        d1 = (log(S / K) + (r + sigma ** 2 / 2) * T) / (sigma * sqrt(T))
        value = S * normal_cdf(d1) - K * exp(-r * T) * normal_cdf(d1 - sigma * sqrt(T))
        vega = S * sqrt(T) * exp(-d1 * d1 / 2) / sqrt(2 * pi)
        change = (value - price) / vega
        sigma -= change
        if abs(change) < 1e-14:
            break
    return sigma


@case(100.3, 0.2, 25, wrt=(0, 1), steps=(1e-4, 1e-5, 1e-6))
def binomial_tree(S, sigma, n):
    K, r, T = 100.0, 0.05, 1.0
    dt = T / n
    u = exp(sigma * sqrt(dt))
    d = 1 / u
    p = (exp(r * dt) - d) / (u - d)
    values = []
    for j in range(n + 1):
        values.append(max(K - S * u ** j * d ** (n - j), 0.0))
    for i in range(n - 1, -1, -1):
        for j in range(i + 1):
            hold = exp(-r * dt) * (p * values[j + 1] + (1 - p) * values[j])
            values[j] = max(hold, K - S * u ** j * d ** (i - j))
    return values[0]


def pendulum(t, y, g):
    return y[1], -g * math.sin(y[0]) - 0.1 * y[1] + 0.01 * t


@case(0.5, 0.0, 9.81, wrt=(0, 1, 2))
def rk4_pendulum(theta, omega, g):
    t, h = 0.0, 0.05
    y = (theta, omega)
    for _ in range(20):
        k1 = pendulum(t, y, g)
        k2 = pendulum(t + h / 2, (y[0] + h / 2 * k1[0], y[1] + h / 2 * k1[1]), g)
        k3 = pendulum(t + h / 2, (y[0] + h / 2 * k2[0], y[1] + h / 2 * k2[1]), g)
        k4 = pendulum(t + h, (y[0] + h * k3[0], y[1] + h * k3[1]), g)
        y = (y[0] + h / 6 * (k1[0] + 2 * k2[0] + 2 * k3[0] + k4[0]),
             y[1] + h / 6 * (k1[1] + 2 * k2[1] + 2 * k3[1] + k4[1]))
        t += h
    return y


@case(10.0, 28.0, 8 / 3, wrt=(0, 1, 2))
def lorenz_euler(sigma, rho, beta):
    x = y = z = 1.0
    dt = 0.01
    for _ in range(50):
        dx = sigma * (y - x)
        dy = x * (rho - z) - y
        dz = x * y - beta * z
        x, y, z = x + dt * dx, y + dt * dy, z + dt * dz
    return x, y, z


@case(1.0, 0.0, 4.0, wrt=(0, 1, 2))
def verlet_spring(x, v, k):
    dt = 0.05
    a = -k * x
    for _ in range(40):
        x += v * dt + 0.5 * a * dt * dt
        new = -k * x - 0.1 * x ** 3
        v += 0.5 * (a + new) * dt
        a = new
    return x, v, 0.5 * v * v + 0.5 * k * x * x


@case(1.0, 0.4, 0.1, 0.3, wrt=(0, 1, 2, 3))
def lotka_volterra(a, b, c, d):
    prey, predator = 2.0, 1.0
    for _ in range(30):
        prey, predator = (prey + 0.05 * (a * prey - b * prey * predator),
                          predator + 0.05 * (c * prey * predator - d * predator))
    return {"prey": prey, "predator": predator}


@case(0.3, 0.1, wrt=(0, 1))
def sir_model(beta, gamma):
    S, I, R = 0.99, 0.01, 0.0
    peak = I
    for day in range(60):
        new = beta * S * I
        gone = gamma * I
        S, I, R = S - new, I + new - gone, R + gone
        if I > peak:
            peak = I
    return peak, R


@case(3.2)
@case(3.5)
def logistic_map(r):
    x = 0.4
    for _ in range(25):
        x = r * x * (1 - x)
    return x


@case(0.2 + 0.3j)
@case(-1.0 + 0.4j)
def mandelbrot(c):
    z = 0j
    for n in range(12):
        z = z * z + c
        if abs(z) > 2:
            break
    return z, n


@case(1.0 + 0.5j)
def newton_complex(z):
    for _ in range(8):
        z = z - (z ** 3 - 1) / (3 * z ** 2)
    return z, z.real, z.imag, abs(z)


@case(0.7)
def exponential_series(x):
    term = total = 1.0
    n = 0
    while abs(term) > 1e-17:
        n += 1
        term = term * x / n
        total += term
    return total


@case(0.7)
def bessel_series(x):
    s, term = 0.0, 1.0
    for k in range(20):
        s += term
        term *= -(x / 2) ** 2 / ((k + 1) * (k + 1))
    return s


@case(3.4)
def gamma_lanczos(x):
    g = [676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
         12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7]
    x = x - 1
    a = 0.99999999999980993
    t = x + 7.5
    for i in range(len(g)):
        a += g[i] / (x + i + 1)
    return sqrt(2 * pi) * t ** (x + 0.5) * exp(-t) * a


@case(2.5, 3.5, wrt=(0, 1))
def agm(a, b):
    while abs(a - b) > 1e-14:
        a, b = (a + b) / 2, sqrt(a * b)
    return a


@case(0.4)
def continued_fraction(x):
    f = 0.0
    for k in range(20, 0, -1):
        f = k * x * x / (2 * k + 1 + f)
    return x / (1 + f)


@case(2.0, 10)
@case(2.0, 13)
@case(3, 5)
def power_by_squaring(x, n):
    result = 1
    while n:
        if n & 1:
            result = result * x
        x = x * x
        n >>= 1
    return result


@case(1.3, 0.2, wrt=(0, 1))
def golden_section(a, b):
    phi = (math.sqrt(5) - 1) / 2
    lo, hi = 0.0, 3.0
    for _ in range(6):
        c, d = hi - phi * (hi - lo), lo + phi * (hi - lo)
        if (c - a) ** 2 + b * c < (d - a) ** 2 + b * d:
            hi = d
        else:
            lo = c
    return (lo + hi) / 2 * a + b


@case(0.8, 2.0, wrt=(0, 1))
def polar(r, theta):
    x, y = r * math.cos(theta), r * math.sin(theta)
    return math.hypot(x, y), math.atan2(y, x), x, y


@case(48.1, 11.6, 52.5, 13.4, wrt=(0, 1, 2, 3))
def haversine(lat1, lon1, lat2, lon2):
    p1, p2 = math.radians(lat1), math.radians(lat2)
    dphi, dlam = p2 - p1, math.radians(lon2 - lon1)
    a = math.sin(dphi / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(dlam / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(a))


@case(500.0, 0.12, 24, wrt=(0, 1))
def loan_payment(amount, rate, months):
    q = (1 + rate / 12) ** months
    return amount * (rate / 12) * q / (q - 1)


@case(0.1)
def internal_rate_of_return(r):
    flows = [-100.0, 30.0, 40.0, 50.0]
    total = 0.0
    for t, flow in enumerate(flows):
        total += flow / (1 + r) ** t
    return total


@case([1.0, 2.0, 4.0], [3.0, 5.0, 2.0], 2.5, wrt=(0, 1, 2))
def lagrange(xs, ys, x):
    s = 0.0
    for i in range(len(xs)):
        w = ys[i]
        for j in range(len(xs)):
            if j != i:
                w *= (x - xs[j]) / (xs[i] - xs[j])
        s += w
    return s


@case([1.0, 2.0, 4.0, 5.5], [3.0, 5.0, 2.0, 1.0], 2.5, wrt=(0, 1, 2))
def divided_differences(xs, ys, x):
    c = list(ys)
    n = len(xs)
    for j in range(1, n):
        for i in range(n - 1, j - 1, -1):
            c[i] = (c[i] - c[i - 1]) / (xs[i] - xs[i - j])
    y = c[-1]
    for i in range(n - 2, -1, -1):
        y = y * (x - xs[i]) + c[i]
    return y


@case([0.0, 1.0, 2.0], [1.0, 3.0, 2.0], 1.4, wrt=(1, 2))
@case([0.0, 1.0, 2.0], [1.0, 3.0, 2.0], 5.0, wrt=(1, 2))
def interpolate(xs, ys, x):
    if x <= xs[0]:
        return ys[0]
    for i in range(1, len(xs)):
        if x <= xs[i]:
            w = (x - xs[i - 1]) / (xs[i] - xs[i - 1])
            return ys[i - 1] * (1 - w) + ys[i] * w
    return ys[-1]


@case(1.0, 2.0, 3.0, wrt=(0, 1, 2))
def triangle_area(a, b, c):
    c = c - 0.7
    s = (a + b + c) / 2
    return math.sqrt(s * (s - a) * (s - b) * (s - c))


@case([1.0, 2.0, 3.5, 0.5])
def welford(xs):
    mean, m2, n = 0.0, 0.0, 0
    for x in xs:
        n += 1
        delta = x - mean
        mean += delta / n
        m2 += delta * (x - mean)
    return mean, m2 / (n - 1)


@case([0.1] * 6)
def kahan(xs):
    s = c = 0.0
    for x in xs:
        y = x - c
        t = s + y
        c = (t - s) - y
        s = t
    return s


@case([1.2, 0.7, -0.3], 0.9, 0.1, wrt=(0, 1, 2))
def kalman_scalar(zs, r, q):
    x, p = 0.0, 1.0
    for z in zs:
        p = p + q * q
        k = p / (p + r * r)
        x = x + k * (z - x)
        p = (1 - k) * p
    return x, p


@case(0.3, 0.6, [0, 1, 1, 0], wrt=(0, 1))
def hmm_two_states(p, q, observed):
    a, b = 0.5, 0.5
    loglik = 0.0
    for o in observed:
        ea, eb = (0.9, 0.2) if o == 0 else (0.1, 0.8)
        a, b = (a * (1 - p) + b * q) * ea, (a * p + b * (1 - q)) * eb
        c = a + b
        a, b = a / c, b / c
        loglik += math.log(c)
    return loglik


@case(2.0)
def nested_newton(a):
    y = 1.0
    for _ in range(6):
        x = 1.0
        for _ in range(8):
            x = 0.5 * (x + (a + y) / x)
        y = 0.5 * (y + x)
    return y


@case(5, 1.1, wrt="x")
def tower(n, x):
    y = x
    for _ in range(n):
        y = x ** (y / 2)
    return y


@case(0.3, 1.2, wrt=(0, 1))
def all_of_math_a(x, y):
    return (math.sin(x), math.cos(x), math.tan(x), math.asin(x), math.acos(x), math.atan(x),
            math.sinh(x), math.cosh(x), math.tanh(x), math.asinh(x), math.acosh(y), math.atanh(x),
            math.exp(x), math.expm1(x), math.log(y), math.log2(y), math.log10(y), math.log1p(x),
            math.sqrt(y), math.cbrt(y), math.erf(x), math.erfc(x), math.gamma(y), math.lgamma(y + 2))


@case(0.3, 1.3, wrt=(0, 1))
def all_of_math_b(x, y):
    return (math.atan2(x, y), math.hypot(x, y), math.hypot(x, y, x * y), math.pow(y, x), math.fabs(-x),
            math.fmod(y, x), math.copysign(x, -y), math.degrees(x), math.radians(y), math.log(y, 3.0),
            math.dist([x, y], [1.0, 2.0]), math.fsum([x, y, x]), math.prod([x, y, 3]),
            math.ldexp(x, 3), math.exp2(x))


@case(0.4)
def distances_of_each_to_each(x):
    """Each from itself, too: that one is 0 whatever x is."""
    points = [(math.cos(k * x), math.sin(k * x)) for k in range(3)]
    return sum(math.dist(p, q) for p in points for q in points)


@case(2.7)
def scaled_by_powers_of_two(x):
    """The exponents are integers that only jump."""
    m, e = math.frexp(x)
    return math.ldexp(m * m, e - 1), math.ldexp(1.0, e), [math.ldexp(x, k) for k in (-2, e)]


@case(2.7)
def all_of_math_c(x):
    m, e = math.frexp(x)
    f, i = math.modf(x)
    return (math.floor(x) * x, math.ceil(x), math.trunc(x), m, e, f, i, math.isfinite(x), math.isnan(x),
            math.pi * x, math.e, math.inf, math.comb(5, 2) * x, math.factorial(3), math.gcd(4, 6),
            math.remainder(x, 2.0), math.isclose(x, 2.5))


import cmath


@case(0.3 + 0.4j)
def some_of_cmath(z):
    return cmath.exp(z), cmath.sin(z), cmath.sqrt(z), cmath.log(z), cmath.cos(z) * z, abs(z), z.conjugate()


@case(np.array([0.31, 1.22, 1.73]), np.array([0.5, 1.1, -0.4]), wrt=("x", "v"))
def particles_in_cells(x, v):
    """Where a particle is decides by whole numbers which of the tables' items move it on."""
    n, length = 6, 2.0
    width = length / n
    wave = 2 * np.pi * np.fft.fftfreq(n, width)
    wave[0] = 1.0
    window = np.loadtxt(["0.5", "1.0", "1.5", "1.0", "0.5", "0.2"])
    steps = np.arange(n, dtype="f8")
    for _ in range(2):
        x = (x + 0.02 * v * window[(x / width).astype(int) % n]) % length
        i = (x / width).astype(int)
        f = x / width - i
        density = np.zeros(n)
        np.add.at(density, i % n, 1 - f)
        np.add.at(density, (i + 1) % n, f)
        spectrum = np.fft.fft(density) / wave**2
        spectrum[0] = 0.0
        field = np.fft.ifft(-1j * wave * spectrum).real
        v = v - 0.02 * ((1 - f) * field[i % n] + f * field[(i + 1) % n]) * steps[i % n]
    return x, v


@case(np.array([0.31, 1.22]), order=2)
def items_found_at_counts_in_records(x):
    """What the table is only the run knows: what is found there is a constant."""
    records = [[x[0], 2], [x[1], 1]]
    records[0] = [x[0] * x[1], records[0][1]]
    table = np.loadtxt(["0.5", "1.0", "1.5"])
    total = 0.0
    for v, k in records:
        total += v * table[k] + v**2 * table[[k, 0]].sum() + (v if table[k] > 1 else 0.0)
    return total, np.arange(x[0], 5.0, dtype=float), np.arange(0.0, 2.0, x[0], "f8")


@case(np.array([1.31, 2.22]), order=2)
def cut_off_or_whole_already(x):
    """Which of the two only the run knows, where a factor comes from a file."""
    scaled = x * np.loadtxt(["2.0", "3.0"])
    cell = np.asarray(scaled, dtype=int)
    return scaled - cell, (scaled[0] * x[1]).astype(int) * x, np.array(scaled * x, int), cell / 2
