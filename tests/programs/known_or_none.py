"""What is one known object or None: a class, a member of an enumeration, a function, a module, a default factory."""

import collections
import dataclasses
import enum
import math

import numpy as np

from tests.reference import case


class Holder:
    def __init__(self, v):
        self.v = v


class Color(enum.Enum):
    RED = 1
    BLUE = 2


@dataclasses.dataclass
class Operation:
    f: object
    df: object = None


@case(0.8)
def functions_or_none(x):
    v = x
    for o in [Operation(math.sin, math.cos), Operation(lambda v: v * v)]:
        v = o.f(v)
        if o.df is not None:
            v = v + o.df(x)
    for f in [math.sin, None]:
        if f is not None:
            v = v + f(x)
        if not f:
            v = v * x
        v = v + (f or math.exp)(x)
        if f is math.sin or f == math.cos:
            v = v * x
    return v


@case(0.8)
def classes_or_none(x):
    v = x
    for c in [Holder, None]:
        if c is Holder:
            v = v * x
        if c == Holder:
            v = v * 3 * x
        if c:
            v = v + c(x).v
    return v


@case(0.8)
def members_or_none(x):
    v = x
    for c in [Color.RED, Color.BLUE, None]:
        v = v + (c.value * x if c is not None else 0)
        match c:
            case Color.RED:
                v = v * x
            case None:
                v = v + x
            case _:
                v = v * 2
    for c in [Color.RED, None]:
        if c is Color.RED:
            v = v * x
        if isinstance(c, Color):
            v = v + x * x
        match c:
            case Color.RED:
                v = v * x
            case None:
                v = v + x
    return v


@case(0.8)
def modules_or_none(x):
    v = x
    for m in [math, None]:
        v = v + (m.sin(x) if m is not None else x * x)
        if hasattr(m, "sin"):
            v = v * x
    return v


@case(0.8)
def options_or_none(x):
    v, a = x, np.array([x, 2 * x])
    for dtype in [int, None]:
        b = np.zeros(2, dtype=dtype)
        b[0] = x * 3
        v = v + b.sum()
    for index in [Ellipsis, None]:
        v = v + a[index].sum() * a[index].ndim
    for factory in [float, None]:
        d = collections.defaultdict(factory)
        d["a"] = x
        try:
            v = v + d["b"] * x + 1
        except KeyError:
            v = v * x
        v = v + d["a"]
    return v
