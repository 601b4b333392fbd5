"""Random numbers are constants, drawn once and in order, also where the generator is made inside."""

import random

import numpy as np

from tests.reference import case


@case(0.5)
def drawn_arrays_become_active(q):
    rng = np.random.default_rng(3)
    x = rng.standard_normal(8)
    for _ in range(2):
        x = x + q * rng.standard_normal(8)
    y = rng.uniform(0, 1, (2, 3))
    y *= q
    z = rng.normal()
    z += q * rng.exponential(2.0)
    return x, y, z


@case(0.5)
def old_generator(q):
    rng = np.random.RandomState(3)
    x, y, z = rng.randn(8), rng.rand(2, 3), rng.rand()
    k, p = rng.randint(0, 5, size=3), rng.permutation(4)
    c, one = rng.choice([1.0, 2.0], 3), rng.choice(5)
    rng.shuffle(k)
    x[k[0]] = q * q
    y *= q
    z += q * rng.uniform()
    return x, y, z, k, p, c * q, one


@case(0.5)
def generator_of_the_module(q):
    np.random.seed(3)
    x = np.random.randn(3)
    x *= q
    a = np.random.normal(0, 1, (2, 2))
    for _ in range(2):
        a = a @ a * q + np.random.rand(2, 2)
    return x, a, np.random.random() * q


@case(0.5, np.random.default_rng(4))
def generator_given(q, rng):
    x = rng.standard_normal((2, 3))
    s = 0.0
    for _ in range(3):
        s += q * rng.normal()
        x = x * q + rng.uniform(0, 1, 3)
    return x, s * rng.exponential(2.0, size=2)


class Noisy:
    def __init__(self, width, seed):
        self.rng = np.random.default_rng(seed)
        self.width = width
        self.log = []

    def step(self):
        z = self.rng.standard_normal(4)
        z *= self.width
        self.log.append(z.sum())
        return z


@case(0.5)
def generator_kept_in_an_object(width):
    noisy = Noisy(width, 1)
    return noisy.step() + noisy.step(), noisy.log


@case(np.ones(3))
def drawn_indices(x):
    rng = np.random.default_rng(1)
    i, j = rng.integers(0, 3, size=(2,)), rng.integers(3)
    return x[i], x[j], x[rng.permutation(3)], rng.permuted(np.arange(3.0)) * x, x[rng.random(3) > 0.5]


@case(0.5, 0.1, wrt=(0, 1))
def particle_filter(q, r):
    rng = np.random.default_rng(3)
    n = 8
    x, w, likelihood = rng.standard_normal(n), np.ones(n) / n, 0.0
    for y in (0.3, -0.2, 0.5):
        x = 0.9 * x + np.sqrt(q) * rng.standard_normal(n)
        log_p = -0.5 * (y - x) ** 2 / r - 0.5 * np.log(2 * np.pi * r)
        top = log_p.max()
        p = np.exp(log_p - top)
        likelihood += top + np.log((w * p).sum())
        w = w * p
        w /= w.sum()
        if 1 / (w ** 2).sum() < n / 2:
            chosen = np.searchsorted(np.cumsum(w), (np.arange(n) + 0.5) / n)
            x, w = x[np.minimum(chosen, n - 1)], np.full(n, 1.0 / n)
    return likelihood, x, (w * x).sum()


@case(0.3, order=2)
def parameters_of_draws(x):
    rng = np.random.default_rng(3)
    return (rng.normal(x, 1.0 + x, size=3), rng.uniform(0.0, x, 2), rng.normal(x), rng.laplace(0.1, x, (2, 2)),
            rng.exponential(x), rng.lognormal(x, 0.3, 2), rng.gumbel(x, x), rng.logistic(x, 2.0, 3), rng.rayleigh(x))


@case(0.3, order=2)
def scale_and_mean_beside_constants(x):
    rng, old = np.random.default_rng(3), np.random.RandomState(3)
    return (rng.gamma([1.0, 3.0], x, size=(3, 2)), rng.gamma(2.0, scale=x * x), old.gamma(2.5, x, 4),
            rng.multivariate_normal([x, x * x], [[1.0, 0.3], [0.3, 2.0]], 3),
            rng.multivariate_normal(np.array([x, 1.0]), cov=np.eye(2), method="cholesky"), old.multivariate_normal((x, x), np.eye(2)))


@case(0.3, order=2)
def lists_of_parameters(x):
    rng = np.random.default_rng(3)
    return (rng.normal([x, x * x], 1.0), rng.laplace((x, 1.0)), rng.logistic([x, 1.0], 0.5), rng.gumbel([x, 1.0]),
            rng.uniform([x, x * x], [10.0, 20 * x]), rng.exponential([x, x * x]), rng.normal(1.0, [x, x * x], (3, 2)))


@case(0.7, order=2)
def shapes_of_draws(x):
    rng = np.random.RandomState(3)
    return rng.weibull(x, 3), rng.pareto(x + 1.0, size=2), rng.power(x, 4)


@case(np.array([0.3, 1.2, 0.7]), wrt=0, order=2)
def arrays_of_parameters(x):
    rng = np.random.default_rng(3)
    z = rng.normal(x, 0.5) + rng.normal(0.0, x, (2, 3))
    z *= rng.uniform(x, 2.0)
    return z, rng.lognormal(x, x)


@case(0.3)
def draws_of_the_module_by_parameters(x):
    np.random.seed(4)
    return np.random.normal(x, 2.0), np.random.uniform(x, x + 1, size=3), np.random.exponential(scale=x)


@case(0.3)
def stock_price(sigma):
    rng, s = np.random.default_rng(1), 1.0
    for _ in range(5):
        s = s * np.exp(rng.normal((0.05 - sigma * sigma / 2) * 0.1, sigma * 0.3))
    return s


@case(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), 0.3, wrt=1, order=2)
def shuffled_arrays(x, q):
    rng, old = np.random.default_rng(3), np.random.RandomState(3)
    z, flat = np.outer(x, [1.0, 2.0, q]), x * q
    rng.shuffle(z)
    rng.shuffle(z, axis=1)
    old.shuffle(flat)
    old.shuffle(x)
    return z, flat, rng.random(), old.rand()


@case(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), 0.3, wrt=(0, 1))
def shuffled_samples(x, q):
    np.random.seed(2)
    w, samples, later = 0.0, [(i, v, v * q) for i, v in enumerate(x)], [0, 1, 2]
    for _ in range(2):
        np.random.shuffle(samples)
        for i, a, b in samples:
            w -= 0.1 * (w * a - b) * a + 0.01 * i
    np.random.shuffle(later)
    later.append(q)
    np.random.shuffle(later)
    return w, samples, later, np.random.rand()


@case(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), 0.3, wrt=1, order=2)
@case(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), 0.3)
def drawn_items(x, q):
    rng, rows = np.random.default_rng(8), np.outer(x, [1.0, q, q * q])
    np.random.seed(0)
    return (rng.permutation(rows), rng.permutation(rows, axis=1), rng.choice(rows), rng.choice(rows, 2, axis=1, replace=False),
            rng.choice([q, 2.0, q * q], 4, p=[0.2, 0.3, 0.5], shuffle=False), np.random.permutation([q, 1.0, q * q]),
            np.random.choice(x), np.random.choice(x * q, (2, 2), replace=False), np.random.choice([q, 3.0]), np.random.rand())


# A generator of Python's own, made inside, that draws among objects.


class Trader:
    def __init__(self, wealth):
        self.wealth = wealth

    def pays(self, other):
        paid = 0.1 * min(self.wealth, other.wealth)
        self.wealth -= paid
        other.wealth += paid


@case([1.0, 2.5, 0.5, 3.0], order=2)
def traders_that_meet(wealth):
    drawn = random.Random(5)
    traders = [Trader(w) for w in wealth]
    for _ in range(4):
        first, second = drawn.sample(traders, 2)
        first.pays(second)
        drawn.choice(traders).wealth *= 1.0 + 0.1 * drawn.random()
        drawn.choices(traders, weights=[1, 2, 3, 4], k=3)[-1].wealth += drawn.uniform(-0.1, 0.1)
    drawn.shuffle(traders)
    for one in drawn.sample(traders, k=drawn.randint(2, 3)):
        one.wealth **= 2
    return [t.wealth for t in traders]


class Walk:
    def __init__(self, seed, step):
        self.drawn, self.step, self.x = random.Random(seed), step, 0.0

    def go(self, n):
        for _ in range(n):
            self.x += self.step * self.drawn.gauss(0.0, 1.0) + self.drawn.normalvariate(self.step, 0.1 * self.step)
            self.x += self.drawn.uniform(0.0, self.step) * self.drawn.choice((-1, 1))
        return self.x


@case(0.7, order=2)
def walks_with_generators_of_their_own(step):
    first, second = Walk(1, step), Walk(2, step**2)
    found = [first.go(3), second.go(2), first.go(1)]
    first.drawn.seed(3)
    state = second.drawn.getstate()
    found.append(second.go(1) - first.go(1))
    second.drawn.setstate(state)
    return found, second.go(1)


@case(np.array([0.7, 1.2]), order=2)
def as_many_draws_as_a_record_says(x):
    scale, n = [x[0] * x[1], 2]
    drawn, old = np.random.default_rng(3), np.random.RandomState(4)
    np.random.seed(5)
    return (drawn.random(n) * scale, drawn.normal(scale, 1.0, n), drawn.normal(size=n), drawn.choice(x, size=n), drawn.integers(0, 2, n) * scale,
            np.random.rand(n, 2) * scale, np.random.uniform(0, scale, (n,)), np.random.normal(0, 1, n), old.randn(n) * scale)


@case(np.array([0.7, 1.2]), order=2)
def seeded_by_what_a_record_says(x):
    records = [[x[0], 1], [x[1], 2]]
    records[0] = [x[0] * x[1], records[1][1]]
    scale, n = records[0]
    np.random.seed(n)
    random.seed(n)
    return (np.random.default_rng(n).normal() * scale, np.random.RandomState(n).rand() * scale, random.Random(n).random() * scale,
            np.random.rand() * scale, random.random() * scale, np.random.default_rng(seed=[n, 1]).random() * scale)


@case(np.arange(12.0).reshape(3, 4) * 0.3 + 0.2, order=2)
def rows_permuted_each_by_itself(x):
    drawn = np.random.default_rng(3)
    return drawn.permuted(x), drawn.permuted(x * x, axis=0), drawn.permuted(x, axis=1)[0], drawn.permuted(list(x[0])), drawn.random() * x[0]


@case(0.7)
@case(0.7, order=2)
@case(np.array([0.7, 0.9]))
def triangular(x):
    rng = np.random.default_rng(1)
    np.random.seed(3)
    return (rng.triangular(x - 1, 0.3, 2.0), rng.triangular(0.0, 0.0 * x, x), rng.triangular(-x, 0.1, x * x), np.random.triangular(0.0, x, x),
            rng.random())
