"""`match` statements, with every sort of pattern."""

import enum
import math
from collections import namedtuple
from dataclasses import dataclass, field

import numpy as np

from tests.reference import case


@dataclass
class Circle:
    r: float


@dataclass
class Rectangle:
    width: float
    height: float = 1.0


class Polygon:
    __match_args__ = ("points",)

    def __init__(self, points, name="polygon"):
        self.points = points
        self.name = name

    @property
    def count(self):
        return len(self.points)


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


P = namedtuple("P", "x y")


@case(2.0, 0)
@case(2.0, 1)
@case(2.0, 7)
def literals(x, n):
    match n:
        case 0:
            return x
        case 1 | 2:
            return x * x
        case _:
            return x ** 3


@case(2.0, "sin")
@case(2.0, "square")
@case(2.0, "none")
def texts(x, name):
    match name:
        case "sin":
            y = math.sin(x)
        case "square" | "power":
            y = x * x
        case other:
            y = x * len(other)
    return y


@case(2.0)
def capture_of_a_number(x):
    match x * x:
        case 0.0:
            return 0.0
        case y:
            return y * x


@case(2.0, None)
@case(2.0, True)
@case(2.0, 3.0)
def singletons(x, flag):
    match flag:
        case None:
            return x
        case True | False:
            return x * 2
        case float():
            return x * flag
    return 0.0


@case(2.0)
@case(-2.0)
def guards(x):
    match x:
        case y if y > 0:
            return y * y
        case y:
            return -y * 3


@case(2.0)
def guard_and_rebinding(x):
    y = 1.0
    match (x, 5.0):
        case (a, b) if b < 0:
            y = a
        case (b, a):
            y = a * b
    return y


@case(2.0)
def pairs(x):
    match (x, x * x):
        case (a, b):
            return a * b


@case(2.0)
def nested_tuples(x):
    match ((x, 1.0), [x * x, 3.0, x]):
        case ((a, b), [c, *rest]):
            return a * b + c * rest[0] + rest[-1], rest
    return 0.0


@case([1.0, 2.0, 3.0])
@case([1.0, 2.0])
@case([1.0])
@case([])
def lists_of_every_length(xs):
    match xs:
        case []:
            return 0.0
        case [a]:
            return a * a
        case [a, b]:
            return a * b
        case [a, *middle, b]:
            return a + sum(middle) * b


@case([1.0, 2.0, 3.0, 4.0])
def star_patterns(xs):
    match xs:
        case [*_, last]:
            total = last * last
    match xs:
        case [first, *_]:
            total += first
    match xs:
        case [first, second, *others]:
            return total * first * second, others


def recursive_sum(xs):
    match xs:
        case []:
            return 0.0
        case [first, *others]:
            return first * first + recursive_sum(others)


@case([1.0, 2.0, 3.0])
def recursion_over_a_list(xs):
    return recursive_sum(xs)


@case({"kind": "scale", "by": 2.0})
@case({"kind": "shift", "by": 2.0, "twice": 3.0})
@case({"kind": "none"})
def mappings(d):
    match d:
        case {"kind": "scale", "by": k}:
            return k * 3
        case {"kind": "shift", "by": k, **others}:
            return k + others["twice"] if "twice" in others else k, others
        case {"kind": kind}:
            return float(len(kind))
    return 0.0


@case(2.0)
def mapping_made_here(x):
    match {"a": x, "b": [x * x, 1.0]}:
        case {"b": [first, _], "a": a}:
            return a * first
    return 0.0


@case(2.0)
def classes_by_position(x):
    match Rectangle(x, x * x):
        case Circle(r):
            return r
        case Rectangle(w, h):
            return w * h
    return 0.0


@case(2.0, Circle(3.0))
@case(2.0, Rectangle(3.0, 4.0))
@case(2.0, Circle(3.0), wrt="shape")
@case(2.0, Rectangle(3.0, 4.0), wrt=("x", "shape"))
def classes_by_keyword(x, shape):
    match shape:
        case Circle(r=radius):
            return math.pi * radius ** 2 * x
        case Rectangle(width=w, height=h):
            return w * h * x
    return x


@case(2.0)
def classes_in_a_list(x):
    total = 0.0
    for shape in [Circle(x), Rectangle(x, 3.0), Rectangle(2.0)]:
        match shape:
            case Circle(r=r):
                total += r * r
            case Rectangle(width=w, height=1.0):
                total += w
            case Rectangle() as rectangle:
                total += rectangle.width * rectangle.height * x
    return total


@case(2.0)
def or_pattern_same_place(x):
    match (x, 1.0):
        case (a, 0.0) | (a, 1.0):
            return a * a
    return 0.0


@case(2.0, may_refuse=True)
def or_pattern_different_places(x):
    match (x, 1.0):
        case (0.0, a) | (a, 1.0):
            return a * a
    return 0.0


@case(2.0, may_refuse=True)  # a list of unlike items
def as_patterns(x):
    match [x, (x * x, 2.0)]:
        case [a, (b, _) as pair]:
            return a * b * pair[1] + pair[0]
    return 0.0


@case(2.0)
def as_pattern_in_a_tuple(x):
    match x, (x * x, 2.0):
        case a, (b, _) as pair:
            return a * b * pair[1] + pair[0]
    return 0.0


@case(2.0)
def custom_match_args(x):
    match Polygon([x, x * x, 3.0], "triangle"):
        case Polygon([a, b, c], name="square"):
            return a
        case Polygon([a, *others], name=n):
            return a * others[0], n
    return 0.0


@case(2.0)
def property_in_a_pattern(x):
    match Polygon([x, x * x]):
        case Polygon(count=2, points=[a, b]):
            return a * b
    return x


@case(2.0, Colour.RED)
@case(2.0, Colour.BLUE)
def enumerations(x, colour):
    match colour:
        case Colour.RED:
            return x * x
        case Colour.BLUE:
            return x * 3
    return x


@case(P(1.0, 2.0))
def namedtuples(p):
    match p:
        case P(x=0.0):
            return 0.0
        case P(x, y):
            return x * y
    return 1.0


@case(2.0, 1)
@case(2.0, 1.5)
@case(2.0, "a")
@case(2.0, [1.0])
@case(2.0, (1.0, 2.0))
@case(2.0, {"a": 1.0})
@case(2.0, np.array([1.0, 2.0]))
def builtin_classes(x, v):
    match v:
        case bool() | int():
            return x * v
        case float(f):
            return x * f * 2
        case str():
            return x * 3
        case list() | tuple():
            return x * v[0]
        case dict(d):
            return x * d["a"]
        case _:
            return x * v[1]


@dataclass
class Num:
    value: float


@dataclass
class Add:
    left: object
    right: object


@dataclass
class Mul:
    left: object
    right: object


@dataclass
class Var:
    name: str


def evaluate(node, env):
    match node:
        case Num(value=v):
            return v
        case Var(name=n):
            return env[n]
        case Add(left=a, right=b):
            return evaluate(a, env) + evaluate(b, env)
        case Mul(left=a, right=b):
            return evaluate(a, env) * evaluate(b, env)
    raise TypeError("not an expression")


@case(2.0)
def expression_evaluated(x):
    return evaluate(Add(Mul(Var("x"), Var("x")), Mul(Num(3.0), Var("x"))), {"x": x})


@case(Add(Num(2.0), Mul(Num(3.0), Num(4.0))))
def expression_argument(tree):
    return evaluate(tree, {})


@case(2.0)
def no_case_matches(x):
    y = x
    match x:
        case "text":
            y = 0.0
        case [a, b]:
            y = a
    return y * x


@case(2.0)
def break_and_continue(x):
    total = 0.0
    for i in range(10):
        match i:
            case 0:
                continue
            case 1 | 2 | 3:
                total += x * i
            case 5:
                break
            case n if n % 2 == 0:
                total *= x
    return total


@case(2.0)
def match_in_a_loop_with_state(x):
    state, y = "start", x
    trace = []
    while True:
        match state, len(trace):
            case "start", _:
                state = "work"
            case "work", 3:
                state = "end"
            case "work", _:
                y = y * x + 1
            case "end", n:
                return y, n
        trace.append(state)


@case([("scale", 2.0), ("shift", 3.0), ("reset",)])
def commands(program):
    y = 1.0
    for command in program:
        match command:
            case ("scale", k):
                y *= k
            case ("shift", k):
                y += k * y
            case ("reset",):
                y = y * 0.5
    return y


@dataclass
class Holder:
    items: list = field(default_factory=list)


@case(2.0)
def captured_list_written_to(x):
    h = Holder([x, 1.0])
    match h:
        case Holder(items=items):
            items[1] = x * x
            items.append(x)
    return h.items[1] * h.items[2]


@case(2.0)
def captured_object_written_to(x):
    shapes = [Circle(1.0), Circle(2.0)]
    match shapes:
        case [first, second]:
            first.r = x
            second.r *= x
    return shapes[0].r + shapes[1].r


@case(2.0)
def name_active_in_one_case_only(x):
    total = 0.0
    for v in [0, 1]:
        match v:
            case 0:
                y = x * x
            case y:
                y = y * 2.0
        total += y * x
    return total


@case(2.0)
def names_that_look_like_tangents(x):
    match (x, 3.0):
        case (dx, dy):
            return dx * dy


# -- what is left over of what is not active, and gets what is

@case(1.5)
def rest_that_grows(x):
    match [0.4, 1]:
        case [v, *rest]:
            rest.append(x * v)
    match {"a": 1.0, "b": 2.0}:
        case {"a": v, **more}:
            more["c"] = x * v
    match (0.4, 1.0):
        case (v, *others):
            others[0] = x * x
    return sum(rest), more, others


def by_alternatives(v):
    match v:
        case [a, (b, *c)] | (a, {"b": b, "c": c}):
            return a * b + sum(c)
        case {"r": r} | {"radius": r}:
            r *= 2
            return r * r
        case [float(q), None] | [None, float(q)] | [q, "one"]:
            return 3 * q
    return v


@case(0.7, order=2)
def alternatives_that_take_names_from_different_places(x):
    return [by_alternatives(v) for v in ([x, (x, 1, x)], (x, {"b": 2, "c": [x]}), {"radius": x}, {"r": x * x}, [None, x],
                                         [x, None], [x, "one"], x)]
