"""Patterns that take apart what is known only when the program runs: trees of tuples, lists, dicts and objects."""

from collections import deque
from dataclasses import dataclass

from tests.reference import case


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


def evaluate(e):
    match e:
        case Num(value=v):
            return v
        case Add(left=l, right=r):
            return evaluate(l) + evaluate(r)
        case Mul(l, r):
            return evaluate(l) * evaluate(r)


@case(2.0)
def objects_tree(x):
    return evaluate(Add(Mul(Num(x), Num(3.0)), Mul(Num(x), Num(x))))


def ev(e):
    match e:
        case ("add", a, b):
            return ev(a) + ev(b)
        case ("mul", a, b):
            return ev(a) * ev(b)
        case ("sum", *parts):
            t = 0.0
            for p in parts:
                t = t + ev(p)
            return t
        case ("neg", [a]):
            return -ev(a)
        case float(v) | int(v):
            return v


@case(2.0)
def tuples_tree(x):
    return ev(("add", ("mul", x, x), ("mul", 3.0, x)))


@case(2.0)
def tuples_sum(x):
    return ev(("sum", x, ("neg", [x]), ("mul", x, 2), 4.0))


@case(("add", ("mul", 2.0, 3.0), 1.5))
def tree_argument(e):
    return ev(e)


def lookup(e, env):
    match e:
        case str():
            return env[e]
        case [op, a, b]:
            a, b = lookup(a, env), lookup(b, env)
            return a * b if op == "*" else a - b
        case _:
            return e


@case({"x": 2.0, "y": 3.0})
def with_env(env):
    return lookup(["*", ["-", "x", "y"], ["*", "x", 4.0]], env)


def fold(e):
    match e:
        case {"op": op, "args": [a, *more], **rest}:
            t = fold(a)
            for m in more:
                t = t * fold(m) if op == "*" else t + fold(m)
            return t * rest.get("scale", 1.0)
        case x:
            return x


@case(2.0)
def json_like(x):
    return fold({"op": "*", "args": [x, {"op": "+", "args": [x, 3.0, x], "scale": x}]})


@case(2.0)
def mixed_list(x):
    out = []
    for v in [x, [x, 2.0], (x, [x * x, 3.0]), None, "a", [], [x, x * 2, x * 3]]:
        match v:
            case None:
                out.append(0.0)
            case "a" | "b":
                out.append(x * 5)
            case []:
                out.append(1.0)
            case [a, [b, _]]:
                out.append(a * b)
            case [a, *more] if len(more) > 1:
                out.append(a * sum(more))
            case [a, b]:
                out.append(a + b)
            case float() as f:
                out.append(f * f)
    return out


@case(2.0)
def deque_rest(x):
    total = 0.0
    for v in [deque([x, x * x, 3.0]), [x, 1.0], (x,), "no"]:
        match v:
            case [a, *r]:
                total += a * sum(r)
    return total


@case(2.0)
def num_or_list(x):
    def total(v):
        match v:
            case int() | float():
                return v * v
            case [*items]:
                return sum(map(total, items))
    return total([x, [x * 2, [3.0]], 4])
