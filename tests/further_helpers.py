"""What programs of the further grammar call, after what is in `hostile_helpers`."""

import dataclasses  # noqa: F401
import functools
import heapq  # noqa: F401
from dataclasses import dataclass, replace

from s2sad import differentiate, jvp  # noqa: F401


def chosen(f):
    print(end="chosen ")
    return f


def passed_on(f, *args, **kwargs):
    return f(*args, **kwargs)


class Base:
    def __init__(self, v=0.5):
        self.v = v
        self.log = []
        self.act_with = None

    @property
    def half(self):
        return self.v * 0.5

    @half.setter
    def half(self, value):
        self.v = value * 2 + 0.1

    @functools.cached_property
    def grown(self):
        return self.v * 1.5

    def act(self, x):
        self.log.append(x)
        if self.act_with is not None:
            return self.act_with(x)
        return self.v * x + 0.25

    def twice_act(self, x):
        return self.act(self.act(x)) * 0.5

    def named(self, x, *rest, k=0.5, **more):
        return x * k + sum(rest) + self.v

    def __call__(self, x):
        return self.act(x) - self.v

    def __getitem__(self, i):
        return self.v * i

    def __enter__(self):
        self.v += 0.5
        return self.v

    def __exit__(self, *error):
        self.v *= 0.75
        return False


class Left(Base):
    def act(self, x):
        return super().act(x) * 0.9 + self.v


class Right(Base):
    def act(self, x):
        return super().act(x * 1.1) - 0.2


class Both(Left, Right):
    def __init__(self, v):
        super().__init__(v * 0.5)
        self.w = v

    def act(self, x):
        return super().act(x) + self.w

    def named(self, *args, **kwargs):
        return super().named(*args, **kwargs) * self.w


class Dynamic(Base):
    def __init__(self, v):
        super().__init__(v)
        self.more = {"gain": v * 0.5}

    def __getattr__(self, name):
        if name.startswith("_") or name == "more":
            raise AttributeError(name)
        return self.more.get(name, 0.5)

    def act(self, x):
        return self.gain * x + self.nothing

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value * 1.0 if name == "v" else value)


class Slotted:
    __slots__ = ("v", "log", "act_with", "extra")

    def __init__(self, v):
        self.v, self.log = v, []

    def act(self, x):
        self.log.append(self.v)
        return x * self.v - sum(self.log) * 0.1

    twice_act = __call__ = act

    @property
    def half(self):
        return self.v * 0.5

    @half.setter
    def half(self, value):
        self.v = value

    def __enter__(self):
        return self.v

    def __exit__(self, *error):
        self.v -= 0.5


class Counter_(Base):
    made = 0

    def __init__(self, v):
        self.calls = 0
        Base.__init__(self, v=v)

    def act(self, x):
        self.calls += 1
        return self.v * x * self.calls

    @classmethod
    def of(cls, v):
        return cls(v * 0.5)

    @staticmethod
    def plain(x):
        return x * 2


@dataclass(frozen=True)
class Pose:
    x: float
    y: float = 0.5

    def moved(self, d):
        return replace(self, x=self.x + d, y=self.y * d)

    def norm(self):
        return self.x * self.x + self.y


def clamp(v, lo=-0.7, *, hi=0.9):
    if v < lo:
        return lo * 1.0
    elif v > hi:
        return hi * v
    return v * v


def forwarded(f, *args, **kwargs):
    return f(*args, **kwargs) * 0.5


def only_named(*, a, b=0.5):
    return a * b - a


def positional(a, b, /):
    return a - b * a


def nested_partial(k):
    return functools.partial(functools.partial(first, k), k=k)


def composed(f, g):
    return lambda v: f(g(v)) * 0.5


def early(vs, limit):
    for i, v in enumerate(vs):
        if v > limit:
            return v * i
    else:
        return limit
    return 0.0


def last_of(v, n):
    last = None
    while True:
        n -= 1
        if n < 0:
            break
        last = v if last is None else last * v
    return 0.5 if last is None else last


def finally_wins(v, n):
    out = [v]
    for i in range(n):
        try:
            if i == 1:
                return out[0] * i
            out[0] *= v
        finally:
            out[0] += 0.5
            if i > 2:
                return out[0]
    return out[0] - v


def memo_sum(n, v, memo):
    if n in memo:
        return memo[n]
    memo[n] = v if n <= 0 else memo_sum(n - 1, v, memo) * 0.5 + memo_sum(n - 2, v, memo)
    return memo[n]


def tree_sum(t):
    if isinstance(t, (list, tuple)):
        return sum(map(tree_sum, t)) * 0.5
    return t


def slope(f, v):
    return differentiate(f)(v)[1]


def chained(v, vs):
    yield v
    got = yield from scaled_items(vs, v)
    yield got


def scaled_items(vs, k):
    n = 0
    for v in vs:
        n += 1
        yield v * k
    return k * n


def total_of(items):
    total = 0
    while True:
        try:
            total += next(items)
        except StopIteration:
            return total


def talk(v):
    total = v
    try:
        while True:
            got = yield total
            total = total * 0.5 + (got if got is not None else v)
    finally:
        total = 0.0
