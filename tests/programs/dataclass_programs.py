"""Dataclasses, namedtuples and enumerations."""

import collections
import dataclasses
import enum
import math
import typing
from dataclasses import dataclass, field, fields, is_dataclass, replace

import numpy as np

from tests.reference import case


@dataclass
class Point:
    x: float
    y: float = 2.0

    def norm(self):
        return math.hypot(self.x, self.y)

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)


@case(1.5)
def dataclass_made(x):
    p = Point(x, x * x)
    return p.norm() * p.x


@case(1.5)
def dataclass_default(x):
    p = Point(x)
    p.y *= x
    return p, Point(y=x, x=3.0)


@case(Point(1.0, 2.0))
@case(Point(1.0, 2.0), Point(3, 4.0), wrt=("p", "q"))
@case(Point(np.array([1.0, 2.0]), np.array([0.5, 3.0])))
def dataclass_argument(p, q=None):
    if q is None:
        return p.x * p.y
    return p + q


@case(1.5)
def dataclass_replaced(x):
    p = Point(x, 2.0)
    q = dataclasses.replace(p, y=x * x)
    return q, p.y + q.y


@case(1.5)
def dataclass_as_dict(x):
    p = Point(x, x * x)
    return dataclasses.asdict(p), dataclasses.astuple(p)


@case(1.5)
def dataclass_equality(x):
    return x * 2 if Point(x, 1.0) == Point(x, 1.0) else x * 3


@case(1.5)
def dataclass_copied_fields(x):
    p = Point(x, 1.0)
    q = p
    q.x += 1
    return p.x * q.x


@dataclass(frozen=True)
class Rate:
    base: float
    spread: float = 0.01

    @property
    def total(self):
        return self.base + self.spread

    def shifted(self, by):
        return dataclasses.replace(self, base=self.base + by)


@case(0.05)
def frozen_dataclass(r):
    return Rate(r).shifted(r * r).total


@case(Rate(0.05))
def frozen_argument(rate):
    return rate.total * rate.base, rate.shifted(rate.spread)


@case(0.05)
def frozen_written(r):
    rate = Rate(r)
    try:
        rate.base = 2.0
    except dataclasses.FrozenInstanceError as e:
        return rate.total, str(e)
    return r


@dataclass(slots=True)
class Slotted:
    a: float
    b: list = field(default_factory=list)


@case(1.5)
def slots_dataclass(x):
    s = Slotted(x)
    s.b.append(x * x)
    s.b.append(s.a)
    return s, sum(s.b)


@case(1.5)
def default_factory_not_shared(x):
    s, t = Slotted(x), Slotted(1.0, [x])
    s.b.append(x)
    return len(s.b), len(t.b), t.b[0] * x


@dataclass(frozen=True, slots=True)
class FrozenSlots:
    a: float
    b: float = 1.0


@case(1.5)
def frozen_slots(x):
    return FrozenSlots(x).a * FrozenSlots(b=x, a=2.0).b


@dataclass(kw_only=True)
class Settings:
    steps: int = 3
    rate: float
    name: str = "settings"


@case(0.1)
def keyword_only_dataclass(rate):
    s = Settings(rate=rate, steps=4)
    x = 1.0
    for _ in range(s.steps):
        x += x * s.rate
    return x, s.name


@case(Settings(rate=0.1))
def keyword_only_argument(s):
    return (1 + s.rate) ** s.steps


@dataclass
class Normalised:
    x: float
    y: float
    length: float = field(init=False)
    scale: dataclasses.InitVar[float] = 1.0

    def __post_init__(self, scale):
        self.length = math.hypot(self.x, self.y)
        self.x *= scale / self.length
        self.y *= scale / self.length


@case(1.5)
def post_init(x):
    n = Normalised(x, 2.0)
    m = Normalised(x, x * x, scale=x)
    return n, m.x + m.length


@dataclass(frozen=True)
class FrozenPost:
    x: float
    square: float = field(init=False, default=0.0)

    def __post_init__(self):
        object.__setattr__(self, "square", self.x * self.x)


@case(1.5)
def frozen_post_init(x):
    return FrozenPost(x).square * 2, FrozenPost(x)


@dataclass
class Parent:
    a: float
    b: float = 1.0


@dataclass
class Child(Parent):
    c: float = 2.0

    def total(self):
        return self.a * self.b + self.c


@case(1.5)
def dataclass_inheritance(x):
    return Child(x, c=x * x).total() * Child(2.0, x).total()


@dataclass
class Layer:
    w: np.ndarray
    b: np.ndarray

    def __call__(self, x):
        return np.tanh(self.w @ x + self.b)


@dataclass
class Net:
    layers: list
    scale: float = 1.0

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x * self.scale


W = np.array([[0.1, 0.4], [-0.3, 0.2]])


@case(Net([Layer(W, np.zeros(2)), Layer(W.T, np.ones(2))]), np.array([0.5, 1.0]))
def dataclass_network(net, x):
    return net(x).sum()


@case(Net([Layer(W, np.zeros(2))]), 0.1)
def gradient_step(net, rate):
    for layer in net.layers:
        layer.w -= rate * layer.w * layer.w
        layer.b = layer.b - rate * layer.w[0]
    return net


@dataclass
class Tree:
    value: float
    children: list = field(default_factory=list)

    def total(self):
        result = self.value ** 2
        for child in self.children:
            result += child.total() * 0.5
        return result


@case(Tree(1.0, [Tree(2.0), Tree(3.0, [Tree(4.0)])]))
def dataclass_tree(tree):
    return tree.total()


@case(1.5)
def dataclass_tree_built(x):
    t = Tree(x)
    for i in range(3):
        t.children.append(Tree(x * i, [Tree(2.0 * x)]))
    return t.total()


@dataclass(order=True)
class Item:
    weight: float
    name: str = "item"


@case(1.5)
def ordered_dataclass(x):
    a, b = Item(x), Item(x * x, "other")
    return (a if a < b else b).weight * 2, max(1, 2)


@dataclass
class WithClassVariable:
    x: float
    k: typing.ClassVar[float] = 3.0

    def scaled(self):
        return self.x * self.k


@case(1.5)
def class_variable(x):
    return WithClassVariable(x).scaled()


@dataclass
class OwnInit:
    x: float

    def __init__(self, y):
        self.x = y * 2


@case(1.5)
def dataclass_with_own_init(x):
    return OwnInit(x).x ** 2


@case(1.5)
def fields_of_a_dataclass(x):
    total = 0.0
    for f in dataclasses.fields(Point):
        total += len(f.name) * x
    return total


P = collections.namedtuple("P", "x y")
Q = collections.namedtuple("Q", ["a", "b"], defaults=[2.0])


@case(1.5)
def namedtuple_made(x):
    p = P(x, y=x * x)
    return p.x * p.y + p[0], p, len(p)


@case(1.5)
def namedtuple_default(x):
    return Q(x), Q(a=1.0, b=x).b


@case(P(1.0, 2.0))
@case(P(np.array([1.0, 2.0]), 2.0))
def namedtuple_argument(p):
    x, y = p
    return x * p.y + y


@case(1.5)
def namedtuple_replaced(x):
    p = P(x, 2.0)._replace(y=x * x)
    return p, p._asdict(), P._make([x, 1.0]).x if False else p.y


@case(1.5)
def namedtuple_in_a_list(x):
    points = [P(x, 1.0), P(2.0, x * x)]
    total = 0.0
    for p in points:
        total += p.x * p.y
    return total, points[1].y


class State(typing.NamedTuple):
    position: float
    velocity: float
    time: float = 0.0

    def step(self, dt):
        return State(self.position + self.velocity * dt, self.velocity - self.position * dt, self.time + dt)

    @property
    def energy(self):
        return 0.5 * (self.position ** 2 + self.velocity ** 2)


@case(1.5)
def typed_namedtuple(x):
    s = State(x, 0.5)
    for _ in range(4):
        s = s.step(0.1)
    return s, s.energy


@case(State(1.0, 2.0))
def typed_namedtuple_argument(s):
    return s.step(0.1).energy


def walked(state, n):
    return state if n == 0 else walked(state.step(0.2), n - 1)


@case(1.5)
def namedtuple_through_recursion(x):
    return walked(State(x, x * x), 3).position


class Colour(enum.Enum):
    RED = 1.0
    BLUE = 2.5

    def weight(self):
        return self.value * 2


class Scheme(enum.IntEnum):
    EULER = 1
    MIDPOINT = 2


@case(1.5, Colour.RED)
@case(1.5, Colour.BLUE)
def enumeration(x, colour):
    if colour is Colour.RED:
        return x * x
    elif colour == Colour.BLUE:
        return x * 3
    return x


@case(1.5)
def enumeration_values(x):
    return x * Colour.BLUE.value, Colour.RED.name, Colour["BLUE"] is Colour.BLUE


@case(1.5, Scheme.EULER)
@case(1.5, Scheme.MIDPOINT)
def integer_enumeration(x, scheme):
    if scheme == Scheme.EULER:
        return x * x
    return x ** 3


@case(1.5)
def enumeration_method(x):
    return x * Colour.RED.weight()


@case(1.5, {Colour.RED: 2.0})
def enumeration_as_key(x, table):
    return x * table[Colour.RED]


@dataclass
class Body:
    mass: float
    position: P
    kind: Colour = Colour.RED


@case(Body(2.0, P(1.0, 3.0)))
def nested_records(body):
    body.position = P(body.position.x * body.mass, body.position.y)
    return body.position.x + body.position.y, body


@case([Body(2.0, P(1.0, 3.0)), Body(1.0, P(0.5, 0.25), Colour.BLUE)])
def list_of_records(bodies):
    x = y = m = 0.0
    for b in bodies:
        x += b.mass * b.position.x
        y += b.mass * b.position.y
        m += b.mass
    return x / m, y / m


@dataclass
class Weights:
    a: float
    b: float = 2.0
    name: str = "w"


@dataclass
class Block:
    w: np.ndarray
    weights: Weights
    tags: list = field(default_factory=list)


def scaled_part(t, k):
    if is_dataclass(t):
        return replace(t, **{f.name: scaled_part(getattr(t, f.name), k) for f in fields(t)})
    if isinstance(t, list):
        return [scaled_part(u, k) for u in t]
    return t * k if isinstance(t, (float, np.ndarray)) else t


@case(0.3)
@case(0.7, order=2)
def replaced_by_dicts_of_unknown_keys(x):
    w, changes = Weights(x), {}
    for k in ("a", "b"):
        changes[k] = x * 3
    layer = scaled_part(Block(np.array([x, 1.0]), Weights(x), [1.0, x]), x)
    try:
        replace(w, **{k: x for k in ("a", "c")})
    except TypeError:
        changes["b"] = x * x
    return replace(w, **changes), replace(w, **{f.name: getattr(w, f.name) for f in fields(w)}), layer.w, layer.weights.a, layer.tags


def total_of(t):
    if is_dataclass(t):
        return sum(total_of(getattr(t, f.name)) for f in fields(t))
    if isinstance(t, dict):
        return sum(total_of(v) for v in t.values())
    if isinstance(t, (list, tuple)):
        return sum(map(total_of, t))
    return t.sum() if isinstance(t, np.ndarray) else t if isinstance(t, float) else 0.0


@case(0.3)
@case(0.7, order=2)
def dataclasses_in_trees(x):
    return total_of({"q": Block(np.array([x, 1.0]), Weights(x)), "l": [x, (2.0, x)]})
