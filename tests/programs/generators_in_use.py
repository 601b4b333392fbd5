"""Generators and iterators in ordinary use: solvers, filters, trees, schedulers, pipelines."""

import collections
import functools
import heapq
import itertools

import numpy as np

from tests.reference import case

X3 = [0.7, -1.2, 2.5]
X4 = [0.7, -1.2, 2.5, 0.3]
A3 = np.array(X3)


def euler(f, y, h):
    while True:
        yield y
        y = y + h * f(y)


@case(1.0, 0.1, wrt=(0, 1))
def ode_generator(y0, h):
    return list(itertools.islice(euler(lambda y: -y * y, y0, h), 5))


@case(A3, 0.1, wrt=(0, 1))
def ode_array_generator(y0, h):
    last = None
    for y in itertools.islice(euler(lambda y: np.sin(y), y0, h), 6):
        last = y
    return last


@case(X4)
def rolling(xs):
    def windows(it, n):
        w = collections.deque(maxlen=n)
        for x in it:
            w.append(x)
            if len(w) == n:
                yield tuple(w)
    return [a * b * c for a, b, c in windows(xs, 3)]


@case(X4)
def ema_filter(xs):
    def ema(it, a=0.3):
        it = iter(it)
        y = next(it)
        yield y
        for x in it:
            y = a * x + (1 - a) * y
            yield y
    return list(ema(ema(xs)))


@case(X4)
def primes_like(xs):
    def sieve(items):
        items = list(items)
        while items:
            p, *items = items
            yield p
            items = [x for x in items if abs(x - p) > 0.5]
    return list(sieve(xs))


class Tree:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right

    def __iter__(self):
        if self.left is not None:
            yield from self.left
        yield self.value
        if self.right is not None:
            yield from self.right


@case(X4)
def tree_zip(xs):
    t = Tree(xs[0], Tree(xs[1]), Tree(xs[2]))
    u = Tree(xs[3], None, Tree(xs[0]))
    return [a * b for a, b in zip(t, u)]


class Countdown:
    def __init__(self, x, n):
        self.x, self.n = x, n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        self.x = self.x * 1.5
        return self.x


@case(2.0)
def countdown(x):
    c = Countdown(x, 4)
    a = next(c)
    return a + sum(c), c.x


@case(2.0)
def countdown_loop(x):
    return [v * w for v, w in zip(Countdown(x, 3), itertools.count(1))]


@case(X4)
def producer_consumer(xs):
    buffer = []
    def produce():
        for x in xs:
            buffer.append(x * 2)
            yield
    def consume():
        while True:
            if buffer:
                out.append(buffer.pop(0) ** 2)
            yield
    out = []
    c = consume()
    for _ in produce():
        next(c)
    return out


@case(X4)
def scheduler(xs):
    log = []
    def task(x, n):
        for i in range(n):
            log.append(x * (i + 1))
            yield
    tasks = collections.deque(task(x, i) for i, x in enumerate(xs))
    while tasks:
        t = tasks.popleft()
        try:
            next(t)
        except StopIteration:
            continue
        tasks.append(t)
    return log


@case(X4)
def priority(xs):
    h = [(abs(x), i) for i, x in enumerate(xs)]
    heapq.heapify(h)
    total = 0.0
    while h:
        k, i = heapq.heappop(h)
        total = total * 0.5 + k * xs[i]
    return total


@case(X4)
def lazily_shared(xs):
    it = (x * x for x in xs)
    a = next(it)
    xs[2] = 10.0
    b = list(it)
    return a, b


@case(X4)
def late_binding(xs):
    k = xs[0]
    g = (x * k for x in xs)
    k = xs[1]
    return list(g)


@case(X4)
def nested_generators(xs):
    def outer():
        def inner(k):
            for x in xs:
                yield x * k
        for k in xs[:2]:
            yield sum(inner(k))
    return list(outer())


@case(X4)
def generator_recursion_perms(xs):
    def perms(items):
        if len(items) <= 1:
            yield items
        for i in range(len(items)):
            for rest in perms(items[:i] + items[i + 1:]):
                yield [items[i]] + rest
    return sum(p[0] * p[1] for p in perms(xs[:3]))


@case([[1.0, 2.0], [3.0, [4.0]]])
def flatten(nested):
    def flat(x):
        if isinstance(x, list):
            for y in x:
                yield from flat(y)
        else:
            yield x * x
    return list(flat(nested))


@case(X4)
def accumulate_pairs(xs):
    return [b - a for a, b in itertools.pairwise(itertools.accumulate(xs))]


@case(X4)
def run_length(xs):
    return [(k, sum(g)) for k, g in itertools.groupby(xs, key=lambda x: x > 0)]


@case(X4)
def cart(xs):
    return max(a * b - c for a, b, c in itertools.product(xs, repeat=3)), len(list(itertools.combinations(xs, 2)))


@case(X4)
def moving(xs):
    return [sum(xs[i:i + 2]) / 2 for i in range(len(xs) - 1)], [max(w) for w in zip(xs, xs[1:], xs[2:])]


@case(X4)
def zip_dict(xs):
    d = dict(zip("abcd", xs))
    inverse = sorted(d, key=d.get)
    return [d[k] * i for i, k in enumerate(inverse)], max(d, key=d.get), min(d.items(), key=lambda kv: kv[1])[1]


@case(X4)
def any_all_gen(xs):
    return xs[0] if all(x > -5 for x in xs) else 0.0, xs[1] if any(map(lambda x: x > 2, xs)) else 0.0


@case(X4)
def islice_steps(xs):
    return list(itertools.islice(xs, 1, None, 2)), list(itertools.islice((x * x for x in xs), 2)), sum(itertools.islice(itertools.cycle(xs), 7))


@case(X4)
def polynomial_horner(xs):
    return functools.reduce(lambda acc, c: acc * xs[0] + c, xs[1:], 0.0)


@case(X4)
def compose(xs):
    fs = [lambda v: v * xs[0], lambda v: v + xs[1], lambda v: v * v]
    h = functools.reduce(lambda f, g: lambda v: g(f(v)), fs)
    return h(xs[2])


@case(X4)
def send_none_default(xs):
    def gen():
        k = 1.0
        for x in xs:
            k = (yield x * k) or k
    g = gen()
    out = [next(g)]
    out.append(g.send(xs[0]))
    out.append(next(g))
    return out


@case(X4)
def two_way_pipeline(xs):
    def stage(f, nxt=None):
        while True:
            x = yield
            y = f(x)
            if nxt is None:
                out.append(y)
            else:
                nxt.send(y)
    out = []
    last = stage(lambda v: v * v)
    next(last)
    first = stage(lambda v: v + xs[0], last)
    next(first)
    for x in xs:
        first.send(x)
    return out


@case(X4)
def close_in_middle(xs):
    done = []
    def g():
        total = 0.0
        try:
            for x in xs:
                total += x
                yield total
        except GeneratorExit:
            done.append(total)
    it = g()
    next(it)
    next(it)
    it.close()
    return done


@case(2.0, order=2)
def newton_generator_twice(a):
    def newton():
        x = a
        while True:
            x = 0.5 * (x + a / x)
            yield x
    return next(itertools.islice(newton(), 4, None))


@case(X3, order=2)
def delegated_twice(xs):
    def inner(k):
        total = 0.0
        for x in xs:
            total += x * k
            yield total
        return total * total
    def outer():
        r = yield from inner(xs[0])
        yield r
    return list(outer())
