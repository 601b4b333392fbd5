"""What the programs of `hostile_programs` call: this text is the beginning of each."""

import collections
import contextlib
import functools
import itertools
import math
from dataclasses import dataclass, field

import numpy as np

gain = 0.7


class Stop(Exception):
    pass


class Carry(Exception):
    pass


class Node:
    def __init__(self, v, kids=()):
        self.v = v
        self.w = v * 0.5
        self.kids = list(kids)

    def bump(self, k):
        self.v = self.v * 0.5 + k
        return self.w

    def swap(self):
        self.v, self.w = self.w, self.v
        return self

    @property
    def both(self):
        return self.v * self.w

    def total(self):
        return self.v + sum(kid.total() for kid in self.kids)

    def __add__(self, other):
        return Node(self.v + (other.v if isinstance(other, Node) else other), [self])

    def __getitem__(self, i):
        return self.v if i else self.w

    def __setitem__(self, i, u):
        if i:
            self.v = u
        else:
            self.w = u

    def __iter__(self):
        yield self.v
        yield self.w


class Vec:
    def __init__(self, a):
        self.a = a
        self.hits = 0

    def __iadd__(self, other):
        self.a += other
        self.hits += 1
        return self

    def __call__(self, i):
        self.hits += 1
        return self.a[i % len(self.a)]

    @property
    def top(self):
        return self.a[0]

    @top.setter
    def top(self, v):
        self.a[0] = v * 0.5

    def __enter__(self):
        self.a[-1] += 1.0
        return self.a

    def __exit__(self, *error):
        self.a[-1] *= 0.5
        return False

    def __len__(self):
        return len(self.a)


@dataclass
class Spring:
    k: float
    rest: float = 0.25
    pulls: list = field(default_factory=list)

    def force(self, u):
        self.pulls.append(u)
        return -self.k * (u - self.rest)

    def __mul__(self, s):
        return Spring(self.k * s, self.rest, self.pulls)


def put(c, i, v):
    old = c[i]
    c[i] = v
    return old


def grow(c, v):
    c.append(v)
    return len(c)


def risky(v, limit):
    if v > limit:
        raise Stop
    return v * 0.5 + limit


def carry(v, limit):
    if v > limit:
        raise Carry(v * limit, limit)
    return v - limit


def half(v):
    v *= 0.5
    return v


def first(*vs, k=0.5, **more):
    s = k
    for i, v in enumerate(vs):
        s = s + v * (i + 1)
    for name in more:
        s = s - more[name]
    return math.sin(s)


def pairs(vs):
    last = None
    for v in vs:
        if last is not None:
            yield last, v
        last = v


def running(vs, k):
    s = 0.0
    for v in vs:
        s = s * k + v
        yield s


def averages(s):
    while True:
        v = yield s
        s = s * 0.5 if v is None else (s + v) * 0.5


def pick(n, v, w):
    if n % 3 == 0:
        return v
    if n % 3 == 1:
        return v * w
    return math.cos(w)


def apply(f, *vs):
    return f(*vs)


def scale(c, k=0.5, *, by=None):
    by = k if by is None else by
    for i in range(len(c)):
        c[i] *= by
    return c


def adder(k):
    total = k

    def add(v, w=0.25):
        nonlocal total
        total = total * 0.5 + v * w
        return total
    return add


def counted(f):
    @functools.wraps(f)
    def wrapped(*args, **kwargs):
        wrapped.calls += 1
        return f(*args, **kwargs) * wrapped.calls
    wrapped.calls = 0
    return wrapped


def best_of(vs):
    best = where = None
    for i, v in enumerate(vs):
        if best is None or v > best:
            best, where = v, i
    return best, where


def depth_first(tree):
    if isinstance(tree, tuple):
        return sum(depth_first(t) for t in tree) * 0.5
    return tree


def asked(u, v):
    return u.go(v) * 0.5 + u.top


def asked_each(us, v):
    return sum([asked(u, v) for u in us], v)


Point = collections.namedtuple("Point", "x y")
ops = {"twice": lambda v: 2 * v, 0: math.sin, 1: lambda v: v * gain}


def norm2(p):
    x, y = p
    return x * x + p.y * y


def take(items, v):
    for item in items:
        if item > v:
            return item * v
    return v


def zip_of(vs, ws):
    for v, w in zip(vs, ws):
        yield v * w


@functools.lru_cache(maxsize=None)
def cached(n, by=0.5):
    return by if n < 2 else cached(n - 1, by) + by * n


def scaled_by(v, k=1.0):
    return v * k


def weighted(d, e):
    total = 0.0
    for key in d:
        total = total + d[key] * e.get(key, 0.5)
    return total


@contextlib.contextmanager
def lent(c, v):
    kept = c[0]
    c[0] = v
    try:
        yield v * kept
    finally:
        c[0] = c[0] + kept
