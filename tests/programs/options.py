"""Options that choose between ways of computing, some of which cannot be differentiated.

The branches that the options given here, or the defaults, do not take are of no consequence.
"""

import math

import numpy as np

from tests.reference import case


def as_text(x):
    return float(f"{x:.3f}")


def square(x, exact=False):
    if exact:
        return as_text(x)
    return x * x


@case(1.5)
def option_left_out(x):
    return square(x) + square(x, False)


@case(1.5, may_refuse=True)
def option_from_a_value(x):
    return square(x, x > 9)


@case(1.5)
@case(1.5, kwargs={"method": "sine"})
@case(1.5, kwargs={"method": "sine of it", "order": 1})
@case(1.5, "sine of it", -1)
def default_and_given(x, method=None, order=0):
    if method is None:
        method = "square"
    if method == "square":
        y = x * x
    elif method in ("sine", "sine of it"):
        y = math.sin(x)
    else:
        y = as_text(x)
    if order > 0:
        y = y * x
    elif order != 0 and not order == -1:
        y = as_text(y)
    return y


def newton(f, x0, fprime=None, args=(), kwargs={}, rounds=25, low=None):
    x = 1.0 * x0
    together = fprime == True  # noqa: E712
    i = 0
    while i < rounds:
        if together:
            y, slope = f(x, *args, **kwargs)
        else:
            y = f(x, *args, **kwargs)
            slope = fprime(x, *args, **kwargs)
        x = x - y / slope
        if low is not None and x < low:
            x = low
        i += 1
    return x


def cube_and_slope(x, a, kept):
    kept[0] = x * x
    return x**3 - a, 3 * kept[0]


@case(2.5)
def solver_that_gets_both(a):
    kept = [0.0]
    root = newton(cube_and_slope, 1.0, fprime=True, args=(a, kept), low=0.1)
    return root, kept[0]


def cube(x, a):
    return x**3 - a


def slope_of_cube(x, a):
    return 3 * x * x


@case(2.5)
def solver_that_gets_two(a):
    return newton(cube, 1.0, slope_of_cube, (a,)) * newton(cube, 1.5, fprime=slope_of_cube, kwargs={"a": a})


# Each of these would take the wrong branch if a value were held for known that has become another.

@case(1.5, may_refuse=True)
def counted_up(x):
    n = 0
    for _ in range(2):
        if n == 0:
            y = x * x
        elif n > 5:
            y = as_text(x)
        else:
            y = x * x * x
        n += 1
    return y


def counts(x, n=0):
    def more():
        nonlocal n
        n += 1
    more()
    if n == 0:
        return as_text(x)
    return n * x


@case(1.5, may_refuse=True)
def counted_by_a_closure(x):
    return counts(x)


@case(1.5, may_refuse=True)
def kept_in_a_list(x):
    flags = [True]
    flags[0] = False
    ways = {"exact": True}
    ways["exact"] &= False
    y = as_text(x) if flags[0] or ways["exact"] else x * x
    return y + square(x, exact=flags[0])


class Settings:
    exact = True

    def __init__(self):
        self.exact = True
        self.level = 0


@case(1.5, may_refuse=True)
def kept_in_an_object(x):
    s = Settings()
    setattr(s, "exact", False)
    s.level += 2
    y = as_text(x) if s.exact else x * s.level
    return y + square(x, s.exact)


@case(1.5, may_refuse=True)
def changed_in_a_try(x):
    exact = True
    try:
        exact = False
        y = [x][3]
        exact = True
    except IndexError:
        y = x
    return as_text(y) if exact else y * y


@case(1.5, may_refuse=True)
def signs_and_sizes(x):
    low, high = -1, abs(-1)
    y = as_text(x) if high < 0 else x * high
    z = as_text(x) if low > 0 or not low else x * low
    t = as_text(x) if min(low, 3) == 3 or max(3, low) == low else x
    return y + 2 * z + t * t


@case(1.5, may_refuse=True)
def sent_to_a_generator(x):
    def ways(way="text"):
        while True:
            way = yield as_text(x) if way == "text" else x * x
    g = ways("square")
    return next(g) + g.send("square")


def by_depth(x, depth=3, last=False):
    if last:
        return as_text(x)
    if depth == 0:
        return x * x
    return by_depth(x * 1.1, depth - 1) + depth


@case(1.5)
def in_recursion(x):
    return by_depth(x)


@case(np.array([0.5, 1.5]))
def walrus_in_a_test(x):
    if (n := 2) == 2 and (way := "sum") != "text":
        x = x * n
    else:
        x = as_text(x)
    return x.sum() if way == "sum" and n > 1 else square(x, True)


def either_way(x, exact=False, low=None):
    y = exact and as_text(x) or x * x
    if low is not None and as_text(x) < low or exact is True and as_text(x) > 0:
        y = as_text(low)
    return y * 3 if not exact or as_text(x) > 2 else as_text(x)


@case(1.5)
@case(1.5, False, None)
def operands_that_are_not_reached(x, exact=False, low=None):
    return either_way(x, exact) + either_way(x) + (low is None or as_text(x)) + (not exact and x * x)


class Turn:
    """Made of four numbers, of an axis and an angle, or of another one."""

    def __init__(self, *args, **kwargs):
        s = len(args)
        if s == 0:
            if kwargs:
                if "axis" in kwargs:
                    x, y, z = self.numbers(kwargs["axis"], 3)
                    half = kwargs.get("angle", 0.0) / 2
                    self.q = [math.cos(half)] + [math.sin(half) * v for v in (x, y, z)]
                elif "matrix" not in kwargs:
                    raise ValueError("unknown")
                else:
                    self.q = [float(str(v)) for v in kwargs["matrix"]]
            else:
                self.q = [1.0, 0.0, 0.0, 0.0]
        elif s == 1:
            if isinstance(args[0], Turn):
                self.q = list(args[0].q)
            else:
                self.q = self.numbers(args[0], 4)
        else:
            self.q = self.numbers(args, 4)

    @staticmethod
    def numbers(items, n):
        found = [float(e) for e in items]
        if len(found) != n:
            raise ValueError(n)
        return found


@case(0.6)
def made_in_many_ways(x):
    a = Turn(axis=[0.0, 0.6, 0.8], angle=x)
    b = Turn(Turn(x, 2.0, x * x, 1.0))
    return a.q, b.q, Turn().q, Turn([x, 1.0, 2.0, 3.0]).q


@case(1.5, may_refuse=True)
def keys_that_come_and_go(x):
    options = {"exact": True}
    other = {"y": 1.0}
    del options["exact"]
    other.update(exact=x)
    more = dict(other)
    more |= {"deep": 1}
    y = as_text(x) if "exact" in options or "exact" not in other else x * x
    return y * (2.0 if "deep" in more and "y" in more else as_text(x))


def with_options(x, *args, **kwargs):
    kwargs.setdefault("way", "square")
    args += (3.0,)
    if "way" not in kwargs or len(args) == 0:
        return as_text(x)
    return x * x * args[-1]


@case(1.5, may_refuse=True)
def options_added(x):
    return with_options(x)
