"""Functions and objects that a cached property gives, and structures that `dataclasses` takes apart."""

from dataclasses import asdict, astuple, dataclass, field
from functools import cached_property

from tests.reference import case


class Scale:
    def __init__(self, k):
        self.k = k

    def __call__(self, v):
        return v * self.k


class Model:
    def __init__(self, k):
        self.k = k

    @cached_property
    def function(self):
        k = self.k
        return lambda v: v * k

    @cached_property
    def layer(self):
        return Scale(self.k)

    @cached_property
    def table(self):
        return {"a": self.k, "f": lambda v: v * self.k}


@case(0.7)
def function_called(x):
    m = Model(x)
    first = m.function(x)
    m.k = 3.0
    return first + m.function(2.0) * x


@case(0.7)
def object_called(x):
    m = Model(x)
    return m.layer(x) + m.table["f"](2.0) + m.layer(m.table["a"])


@dataclass
class Part:
    a: float
    named: dict = field(default_factory=dict)
    listed: list = field(default_factory=list)


@dataclass
class Whole:
    name: str
    part: object
    pair: tuple = ()
    more: dict = field(default_factory=dict)


@case(0.7)
def dicts_in_a_dataclass(x):
    p = Part(x, {"u": x * x, "v": 1.0}, [x, 2.0])
    q = asdict(p)
    a, named, listed = astuple(p)
    q["named"]["u"] *= 3.0
    return q["a"] * q["named"]["u"] + q["listed"][0] + a * named["u"] + listed[0] + p.named["u"]


@case(0.7)
def dataclasses_in_one_another(x):
    more = {}
    for k in "ab":
        more[k] = x * len(more) + x
    q = Whole("q", Part(x, {"u": [x, 1.0]}), (x, (2.0, x * x)), more)
    r = asdict(q)
    more["a"] = 0.0
    r["more"]["b"] *= 2
    return r["part"]["named"]["u"][0] * r["pair"][1][1] + r["more"]["a"] + r["more"]["b"] + more["b"], r["part"]


@case(0.7)
def filled_after(x):
    r = asdict(Part(x))
    r["named"]["k"] = x
    r["listed"].append(x * x)
    return r["named"]["k"] * r["a"] + r["listed"][0]
