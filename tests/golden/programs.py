"""Programs whose generated derivatives are pinned, as people write them.

`ENTRIES` says which parameters each is differentiated with respect to and for
what arguments: the kinds of the arguments decide what is generated.
"""

import functools
import itertools
import math
from dataclasses import dataclass

import numpy as np

from s2sad import differentiate

ENTRIES = {}


def golden(*arguments, wrt=0, order=1, name=None, seeds=None):
    """Pin the derivative of a function for the kinds of these arguments."""
    def add(function):
        ENTRIES[name or function.__name__] = (function, arguments, wrt, order, seeds)
        return function
    return add


def derivative(name):
    """The derivative of an entry, after one call with its arguments."""
    function, arguments, wrt, order, seeds = ENTRIES[name]
    df = function
    for _ in range(order):
        df = differentiate(df, wrt)
    arguments = [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]
    if seeds is None:
        seeds = {} if len(df.seeds) == 1 else \
            {s: np.ones_like(a) if isinstance(a, np.ndarray) else 1.0
             for s, a in zip(df.seeds.values(), arguments)}
    df(*arguments, **seeds)
    return df


# --------------------------------------------------------------------- scalars

@golden(2.0)
@golden(2.0, order=2, name="lecture_second")
def lecture(x):
    v = x
    for i in range(3):
        v = v * (v + 4)
    return v


@golden(2.0)
def closed_form(x):
    return x * (x + 4) * (x * (x + 4) + 4)


@golden(9.7)
def newton_sqrt(a, tolerance=1e-12):
    x = a
    while abs(x * x - a) > tolerance * a:
        x = 0.5 * (x + a / x)
    return x


def normal_cdf(x):
    return 0.5 * (1 + math.erf(x / math.sqrt(2)))


@golden(100.0, 95.0, 0.5, 0.03, 0.2, wrt="sigma", name="black_scholes_vega")
@golden(100.0, 95.0, 0.5, 0.03, 0.2, wrt=("S", "K", "T", "r", "sigma"))
def black_scholes(S, K, T, r, sigma):
    """The price of a European call.

    Black and Scholes (1973), equation 13.
    """
    d1 = (math.log(S / K) + (r + sigma ** 2 / 2) * T) / (sigma * math.sqrt(T))
    d2 = d1 - sigma * math.sqrt(T)
    return S * normal_cdf(d1) - K * math.exp(-r * T) * normal_cdf(d2)


@golden(0.3, 7)
def fibonacci_like(x, n):
    a, b = x, 1 - x
    for _ in range(n):
        a, b = b, a + b
    return a


@golden(1.7, 5)
def power(x, n):
    if n == 0:
        return 1.0
    half = power(x, n // 2)
    if n % 2:
        return x * half * half
    return half * half


def cosine(x, depth):
    return 1.0 if depth == 0 else cosine(x / 2, depth - 1) ** 2 - sine(x / 2, depth - 1) ** 2


@golden(0.9, 5)
def sine(x, depth):
    return x if depth == 0 else 2 * sine(x / 2, depth - 1) * cosine(x / 2, depth - 1)


@golden(1.5, -0.5, 2.0, wrt=("x", "y", "z"))
def smooth_step(x, y, z):
    low = x if x < y else y
    if z > 1:
        high = max(x, z)
    elif z > 0:
        high = z
    else:
        high = 0.0
    return (high - low) / (1 + abs(y))


@golden(5.0)
def secant(c, limit=50):
    x0, x1 = 1.0, 2.0
    for _ in range(limit):
        f0, f1 = x0 ** 3 - c, x1 ** 3 - c
        if abs(x1 - x0) < 1e-13:
            break
        x0, x1 = x1, x1 - f1 * (x1 - x0) / (f1 - f0)
    else:
        raise ArithmeticError("no convergence")
    return x1


@golden(0.5)
def series(x):
    total, k = 0.0, 0
    while True:
        k += 1
        if k % 3 == 0:
            continue
        term = x ** k / k
        if term < 1e-10:
            break
        total += term
    return total


@golden(3.0)
def largest_divisor(x):
    for i in range(5):
        for j in range(5):
            if i * j > x:
                return x ** i / (1 + j)
    return x


@golden(0.7)
def walrus(x):
    if (y := x * math.sin(x)) > 0.1:
        return y ** 2
    return -y


@golden(2.0, 3.0, wrt=("x", "dx"))
def clashing_names(x, dx):
    v, dv = x * dx, x + dx
    t = v * (dv + v)
    return t / dv


def damped(x, *, rate=0.1, phase=0.0):
    return math.exp(-rate * x) * math.cos(x + phase)


@golden(1.2, 0.4, wrt=("x", "rate"))
def helper_with_keywords(x, rate):
    return damped(x, rate=rate) + damped(2 * x, phase=1.0)


@golden(2.0)
def recovery(x):
    try:
        y = math.log(x - 3)
    except ValueError:
        y = math.log(3 - x) if x < 3 else x * x
    return y * x


@golden(0.5 + 0.25j)
def mandelbrot_orbit(c, n=4):
    z = 0j
    for _ in range(n):
        z = z * z + c
    return (z * np.conj(z)).real


@golden(0.3)
def nested_results(x):
    s, c = math.sin(x), math.cos(x)
    return (s, c), {"norm": s * s + c * c, "count": 2}


# ------------------------------------------------------------------ containers

@golden(1.5, 4)
def powers(x, n):
    terms = [1.0]
    for k in range(n):
        terms.append(terms[-1] * x / (k + 1))
    return sum(terms)


@golden({"k": 2.0, "m": 1.0, "c": 0.1}, 0.01)
def oscillator(p, h):
    x, v = 1.0, 0.0
    for _ in range(10):
        a = -(p["k"] * x + p["c"] * v) / p["m"]
        v += h * a
        x += h * v
    return x


@golden([1.0, -3.0, 2.0], [0.5, 0.25, 0.125], wrt="weights", seeds={"dweights": [1.0, 1.0, 1.0]})
def weighted(weights, values):
    total = 0.0
    for i, (w, x) in enumerate(zip(weights, values)):
        total += w ** i * x
    return total


def lorenz(state, sigma, rho, beta):
    x, y, z = state
    return sigma * (y - x), x * (rho - z) - y, x * y - beta * z


@golden(28.0)
def rk4_lorenz(rho, steps=20, h=0.01):
    sigma, beta = 10.0, 8 / 3
    x, y, z = 1.0, 1.0, 1.0
    for _ in range(steps):
        a1, b1, c1 = lorenz((x, y, z), sigma, rho, beta)
        a2, b2, c2 = lorenz((x + h / 2 * a1, y + h / 2 * b1, z + h / 2 * c1), sigma, rho, beta)
        a3, b3, c3 = lorenz((x + h / 2 * a2, y + h / 2 * b2, z + h / 2 * c2), sigma, rho, beta)
        a4, b4, c4 = lorenz((x + h * a3, y + h * b3, z + h * c3), sigma, rho, beta)
        x += h / 6 * (a1 + 2 * a2 + 2 * a3 + a4)
        y += h / 6 * (b1 + 2 * b2 + 2 * b3 + b4)
        z += h / 6 * (c1 + 2 * c2 + 2 * c3 + c4)
    return x, y, z


# ---------------------------------------------------------------------- arrays

LINE = np.linspace(0.0, 1.0, 6)
GRID = np.arange(12.0).reshape(3, 4) / 7
SQUARE = np.array([[4.0, 1.0, 0.5], [1.0, 3.0, 0.25], [0.5, 0.25, 2.0]])


@golden(LINE ** 2, 4, 0.1)
def heat(u, steps, k):
    for _ in range(steps):
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
    return u.sum()


@golden(0.1, LINE ** 2, 4, wrt="k")
def heat_conductivity(k, u0, steps):
    u = u0.copy()
    for _ in range(steps):
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
    return u


@golden(LINE - 0.5)
def rectify(x):
    y = x ** 2
    y[x < 0] = 0.0
    y[-1] = 2 * x[0]
    return y


@golden(LINE, LINE[::-1].copy(), wrt="a")
def into_buffer(a, b):
    out = np.empty_like(a)
    np.multiply(a, b, out=out)
    np.add(out, a, out=out)
    return np.sqrt(out + 1).mean()


@golden(LINE - 0.3)
def huber(r):
    a = np.abs(r)
    quadratic = 0.5 * r ** 2
    return np.where(a < 0.25, quadratic, 0.25 * (a - 0.125)).sum() + np.clip(r, 0, 0.5).sum()


@golden(GRID - 0.5, np.ones((4, 5)) / 3, np.zeros(5), np.ones((5, 2)) / 2, np.zeros(2),
        wrt=("W1", "b1", "W2", "b2"),
        seeds={"dW1": np.ones((4, 5)), "db1": np.ones(5), "dW2": np.ones((5, 2)), "db2": np.ones(2)})
def mlp(x, W1, b1, W2, b2):
    h = np.tanh(x @ W1 + b1)
    return (h @ W2 + b2).sum()


@golden(GRID)
def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@golden(LINE, np.array([0.5, 0.5]), np.array([0.2, 0.9]), np.array([0.1, 0.3]),
        wrt=("w", "mu", "sigma"), seeds={"dw": np.ones(2), "dmu": np.ones(2), "dsigma": np.ones(2)})
def mixture(x, w, mu, sigma):
    """The log-likelihood of a mixture of normal distributions."""
    z = (x[:, None] - mu) / sigma
    logp = np.log(w) - np.log(sigma) - 0.5 * z ** 2 - 0.5 * math.log(2 * math.pi)
    m = logp.max(axis=1)
    return np.sum(m + np.log(np.sum(np.exp(logp - m[:, None]), axis=1)))


@golden(SQUARE, LINE[:3].copy(), wrt=("A", "b"))
def energy(A, b):
    return np.einsum("i,ij,j->", b, A, b) + np.trace(A @ A)


@golden(SQUARE, LINE[:3].copy(), wrt=("A", "b"))
def solved(A, b):
    x = np.linalg.solve(A, b)
    return x @ b + np.linalg.norm(x)


@golden(LINE)
def rolling(x):
    y = np.zeros(4)
    for i in range(4):
        y[i] = x[i:i + 3].mean() - x[i]
    return np.cumsum(y)


@golden(GRID)
def stacked(a):
    top, bottom = a[0], a[1:]
    both = np.concatenate([bottom, np.stack([top, top * 2])])
    return both.T.reshape(-1)[::2]


@golden(GRID, np.array([0.5, 1.0, 2.0, 4.0]), wrt="w")
def rows(a, w):
    total = 0.0
    for row in a:
        total = total + np.dot(row, w) ** 2
    return total


# --------------------------------------------- comprehensions, iterators, containers

def logistic(x):
    return 1 / (1 + math.exp(-x))


@golden([0.5, -1.0, 2.0])
def element_by_element(xs):
    ys = [x * x for x in xs]
    positive = [math.sqrt(y) for y in ys if y > 0]
    return ys, positive, [logistic(x) for x in xs]


@golden([0.5, 1.0], [2.0, 3.0], wrt=("ws", "xs"), seeds={"dws": [1.0, 1.0], "dxs": [0.0, 0.0]})
def weighted_sum(ws, xs):
    return sum(w * x for w, x in zip(ws, xs)) / sum(ws)


@golden([[1.0, 2.0], [3.0, 4.0]], [[0.5, 1.0], [2.0, -1.0]], wrt="a")
def matrix_product(a, b):
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]


@golden(0.2)
def markov_chain(p, steps=10):
    states = [1.0, 0.0, 0.0]
    moves = [[1 - p, p, 0.0], [0.0, 1 - p, p], [p, 0.0, 1 - p]]
    for _ in range(steps):
        states = [sum(states[i] * moves[i][j] for i in range(3)) for j in range(3)]
    return states


@golden(np.linspace(0.0, 1.0, 6), 0.1)
def burgers(u, viscosity, dt=0.01, dx=0.2):
    un = u.copy()
    u[1:-1] = un[1:-1] - un[1:-1] * dt / dx * (un[1:-1] - un[:-2]) + viscosity * dt / dx ** 2 * (un[2:] - 2 * un[1:-1] + un[:-2])
    return u


@golden([0.5, 1.0, 2.0], 3.0, wrt="x")
def horner(coefficients, x):
    def step(value, c):
        return value * x + c
    return functools.reduce(step, reversed(coefficients))


def newton_steps(a):
    x = a
    while True:
        x = 0.5 * (x + a / x)
        yield x


@golden(9.7)
def newton_by_generator(a, tolerance=1e-12):
    for x in newton_steps(a):
        if abs(x * x - a) < tolerance * a:
            return x


@golden([0.5, -1.0, 2.0])
def by_key(xs):
    groups = {}
    for x in sorted(xs, key=abs):
        groups.setdefault("big" if abs(x) > 1 else "small", []).append(x * x)
    return {name: sum(group) for name, group in groups.items()}


@golden([0.5, -1.0, 2.0], [1.0, 2.0, 3.0], wrt="xs")
def pairwise_energy(xs, masses):
    bodies = zip(xs, masses)
    return sum(m * n / abs(x - y) for (x, m), (y, n) in itertools.combinations(bodies, 2))


@golden({"weights": [SQUARE, SQUARE.T.copy()], "biases": [LINE[:3].copy(), LINE[:3].copy()]}, LINE[:3].copy())
def layers(parameters, x):
    for w, b in zip(parameters["weights"], parameters["biases"]):
        x = np.tanh(w @ x + b)
    penalty = sum((w ** 2).sum() for w in parameters["weights"])
    return x.sum() + 0.1 * penalty


def newton(f, slope, x, steps):
    for _ in range(steps):
        x = x - f(x) / slope(x)
    return x


@golden(2.0)
def square_root_of(a):
    return newton(lambda x: x * x - a, lambda x: 2 * x, 1.0, 6)


@golden(0.7, 10)
def decay(rate, steps):
    def slope(t, y):
        return -rate * y * (1 + t)
    y, h = 1.0, 1 / steps
    for i in range(steps):
        k1 = slope(i * h, y)
        k2 = slope((i + 1) * h, y + h * k1)
        y = y + h / 2 * (k1 + k2)
    return y


@golden(1.5)
def running_total(x):
    total = 0.0

    def add(amount, scale=1.0):
        nonlocal total
        total += amount * scale
        return total
    add(x)
    add(x * x, scale=2.0)
    return add(1.0, x)


def compose(outer, inner):
    return lambda v: outer(inner(v))


@golden(0.5)
def composed(x):
    return compose(math.sin, lambda v: v * v * x)(x)


def scaled_power(base, exponent, scale=1.0):
    return scale * base ** exponent


@golden(1.5)
def half_applied(x):
    cube = functools.partial(scaled_power, exponent=3, scale=x)
    return cube(x) + cube(2.0)
# --------------------------------------------------------------------- objects

class Account:
    def __init__(self, balance, rate):
        self.balance = balance
        self.rate = rate
        self.years = 0

    def grow(self, deposit):
        self.balance += self.balance * self.rate + deposit
        self.years += 1


@golden(0.03, wrt="rate")
def savings(rate):
    account = Account(100.0, rate)
    while account.balance < 200:
        account.grow(10.0)
    return account.balance / account.years


class Vec:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)

    def __mul__(self, k):
        return Vec(self.x * k, self.y * k)

    @property
    def norm(self):
        return math.hypot(self.x, self.y)


@golden(1.5)
def overloaded_operators(x):
    v = Vec(x, 1.0)
    w = v + v * x
    return w.norm


@dataclass
class Particle:
    position: float
    velocity: float = 0.0


@golden(1.5)
def particle_in_a_well(x):
    p = Particle(x)
    for _ in range(10):
        p.velocity -= p.position * 0.1
        p.position += p.velocity * 0.1
    return p


class Dense:
    def __init__(self, w, b):
        self.w, self.b = w, b

    def __call__(self, x):
        return np.tanh(self.w @ x + self.b)


class Scaled:
    def __init__(self, k):
        self.k = k

    def __call__(self, x):
        return self.k * x


@golden([Dense(np.eye(2), np.zeros(2)), Scaled(2.0)], np.ones(2), wrt="layers")
def network_of_objects(layers, x):
    for layer in layers:
        x = layer(x)
    return (x * x).sum()


class Node:
    def __init__(self, value, children=()):
        self.value = value
        self.children = list(children)


@golden(Node(1.0, [Node(2.0), Node(3.0)]))
def sum_over_a_tree(node):
    total = node.value ** 2
    for child in node.children:
        total += sum_over_a_tree(child)
    return total


@dataclass
class Circle:
    r: float


@dataclass
class Rectangle:
    width: float
    height: float


@golden(1.5)
def matched_shapes(x):
    area = 0.0
    for shape in (Circle(x), Rectangle(x, 2.0)):
        match shape:
            case Circle(r):
                area += math.pi * r * r
            case Rectangle(width=w, height=h) if w < h:
                area += w * h
    return area


class Damped:
    def __init__(self, owner, factor):
        self.owner, self.factor = owner, factor

    def __enter__(self):
        self.owner.rate *= self.factor
        return self.owner

    def __exit__(self, *exception):
        self.owner.rate /= self.factor


@golden(0.05)
def own_context_manager(rate):
    account = Account(1.0, rate)
    with Damped(account, 0.5) as damped:
        damped.grow(0.0)
    account.grow(0.0)
    return account.balance


class Stack:
    def __init__(self):
        self.items, self.deepest = [], 0

    def push(self, item):
        self.items.append(item)
        self.deepest = max(self.deepest, len(self.items))

    def pop(self):
        return self.items.pop()


@golden(2.0, ["x", "3", "x", "*", "+"])
def stack_machine(x, tokens):
    stack = Stack()
    for token in tokens:
        if token in ("+", "*"):
            b, a = stack.pop(), stack.pop()
            stack.push(a + b if token == "+" else a * b)
        else:
            stack.push(x if token == "x" else float(token))
    return stack.pop()


# ------------------------------------------------------------------ little things

@golden(np.array([0.2, 0.3, 0.5]))
def entropy(weights):
    p = weights / weights.sum()
    return -(p * np.log(p)).sum()


@golden(1.3)
def inverse_powers(r):
    return 4 * (r ** -12 - r ** -6) - 0.5 * r ** 2


@golden({"x": 1.5}, ["x", "2", "-", "x"])
def last_difference(env, tokens):
    stack = []
    for token in tokens:
        if token == "-":
            b = stack.pop()
            a = stack.pop()
            stack.append(a - b)
        elif token in env:
            stack.append(env[token])
        else:
            stack.append(float(token))
    return stack.pop() * stack.pop()


@golden([3.0, -1.0, 2.0])
def by_size(xs):
    largest, *rest = sorted(xs, key=lambda x: -abs(x))
    return largest, rest


@golden(np.array([0.5, 1.0, 2.0]))
def read_several_times(x):
    waves = np.sin(x) * np.cos(x) + np.cos(x) ** 2
    return waves.sum() * x[0] * x[1] - (1 - x[1:]).sum() * x[0] * x[0]


@golden([1.0, 2.0, 4.0])
def variance(xs):
    mean = sum(xs) / len(xs)
    return sum((x - mean) ** 2 for x in xs) / (len(xs) - 1)


@golden(np.array([[0.0, 1.0], [2.0, 0.5]]))
def distances(points):
    d = points[:, None, :] - points[None, :, :]
    return np.sqrt((d ** 2).sum(axis=-1) + 0.1)


@golden([1.0, 0.5], order=2)
def twice_by_items(p):
    return p[0] ** 2 * p[1] + math.sin(p[1]) * p[0]
