"""Trees in which objects of the user's own classes stand beside dicts, lists, arrays and numbers."""

import collections
import dataclasses
import math

import numpy as np

from tests.reference import case


class Leaf:
    def __init__(self, value):
        self.value = value


class Node:
    def __init__(self, op, left, right):
        self.op, self.left, self.right = op, left, right


@dataclasses.dataclass
class Linear:
    w: object
    b: object


@dataclasses.dataclass
class Net:
    layers: list
    scale: float


def evaluated(t, env):
    if isinstance(t, dict):
        return {k: evaluated(v, env) for k, v in t.items()}
    if isinstance(t, list):
        return [evaluated(v, env) for v in t]
    if isinstance(t, Node):
        a, b = evaluated(t.left, env), evaluated(t.right, env)
        return a + b if t.op == "+" else a * b
    if isinstance(t, Leaf):
        return t.value
    if isinstance(t, str):
        return env[t]
    return t


@case(1.3)
def expressions_in_containers(x):
    t = {"a": Node("+", Leaf(x), Node("*", "y", 3.0)), "b": [Leaf(x * x), {"c": Node("*", "y", "y")}]}
    r = evaluated(t, {"y": x * 2})
    return r["a"] + r["b"][0] + r["b"][1]["c"]


def mapped(f, *trees):
    t = trees[0]
    if isinstance(t, dict):
        return {k: mapped(f, *[s[k] for s in trees]) for k in t}
    if isinstance(t, (list, tuple)):
        return type(t)(mapped(f, *[s[i] for s in trees]) for i in range(len(t)))
    if isinstance(t, Linear):
        return Linear(mapped(f, *[s.w for s in trees]), mapped(f, *[s.b for s in trees]))
    if isinstance(t, Net):
        return Net(mapped(f, *[s.layers for s in trees]), mapped(f, *[s.scale for s in trees]))
    return f(*trees)


@case(0.4)
def parameters_mapped(x):
    p = Net([Linear(np.eye(2) * x, np.zeros(2)), Linear(np.ones((2, 2)), np.ones(2) * x)], x * 2)
    g = mapped(lambda w: 2 * w, p)
    q = mapped(lambda w, d: w - 0.1 * d, p, g)
    h = np.array([1.0, 2.0])
    for layer in q.layers:
        h = np.tanh(layer.w @ h + layer.b)
    return h.sum() * q.scale


def flattened(t):
    if isinstance(t, dict):
        return [leaf for k in sorted(t) for leaf in flattened(t[k])]
    if isinstance(t, Linear):
        return flattened(t.w) + flattened(t.b)
    if isinstance(t, (list, tuple)):
        out = []
        for s in t:
            out.extend(flattened(s))
        return out
    return [t]


@case(0.4)
def parameters_flattened(x):
    p = {"encoder": Linear(np.eye(2) * x, np.zeros(2)), "decoder": [Linear(np.ones(3), x), (x, 2.0)]}
    return sum(np.sum(leaf * leaf) for leaf in flattened(p))


@case(0.5)
def flattened_and_put_together(x):
    def flatten(t):
        if isinstance(t, dict):
            parts = [flatten(t[k]) for k in sorted(t)]
            return [leaf for leaves, _ in parts for leaf in leaves], ("dict", sorted(t), [s for _, s in parts])
        if isinstance(t, list):
            parts = [flatten(v) for v in t]
            return [leaf for leaves, _ in parts for leaf in leaves], ("list", None, [s for _, s in parts])
        if isinstance(t, Linear):
            (w, ws), (b, bs) = flatten(t.w), flatten(t.b)
            return w + b, ("linear", None, [ws, bs])
        return [t], ("leaf", None, [])

    def build(shape, leaves):
        kind, keys, parts = shape
        if kind == "leaf":
            return next(leaves)
        if kind == "dict":
            return {k: build(p, leaves) for k, p in zip(keys, parts)}
        if kind == "list":
            return [build(p, leaves) for p in parts]
        return Linear(build(parts[0], leaves), build(parts[1], leaves))

    leaves, shape = flatten({"a": [x, 2 * x], "b": Linear(x * x, 3.0)})
    u = build(shape, iter([leaf * 2 + 1 for leaf in leaves]))
    return u["a"][0] * u["a"][1] + u["b"].w * u["b"].b


@case(1.1)
def ordered_dicts_and_leaves(x):
    def walk(t):
        if isinstance(t, Leaf):
            return t.value
        if isinstance(t, collections.OrderedDict):
            return sum(walk(v) for v in t.values())
        if isinstance(t, list):
            return math.prod(walk(v) for v in t)
        return t
    return walk(collections.OrderedDict(a=Leaf(x), b=[x, collections.OrderedDict(c=Leaf(2.0), d=x * x)]))


@case(np.array([0.3, 0.5]))
def one_step_of_descent(p):
    def step(t):
        if isinstance(t, dict):
            return {k: step(v) for k, v in t.items()}
        if isinstance(t, Linear):
            return Linear(step(t.w), step(t.b))
        return t - 0.1 * np.sin(t)
    q = step({"layer": {"w": p, "b": 0.1}, "head": Linear(p * 2, p[0])})
    return q["layer"]["w"] @ q["head"].w + q["head"].b * q["layer"]["b"]


def rescaled(t, k):
    if isinstance(t, (list, tuple)):
        return type(t)(rescaled(v, k) for v in t)
    if isinstance(t, dict):
        return type(t)((n, rescaled(v, k)) for n, v in t.items())
    return t * k


@case(0.8)
def containers_made_by_their_own_type(x):
    r = rescaled({"a": [x, (1.0, x)], "b": collections.OrderedDict(c=x)}, x)
    return r["a"][0] + r["a"][1][1] + r["b"]["c"], type(r["b"]).__name__, type(r["a"][1]).__name__


def total(t):
    if type(t) in (list, tuple):
        return sum(map(total, t))
    if type(t) is dict:
        return sum(total(v) for v in t.values())
    if t is None:
        return 0.0
    if hasattr(t, "value"):
        return total(t.value)
    if isinstance(t, np.ndarray) or isinstance(t, np.generic):
        return (t * t).sum()
    return 3.0 * t


@case(1.7)
def told_apart_in_other_ways(x):
    return total([x, None, (Leaf(np.array([x, 2.0])), {"k": Leaf(Leaf([x * x, None]))}), np.float64(2.0) * x])


def by_pattern(t):
    match t:
        case Leaf(value=v):
            return by_pattern(v)
        case Node():
            return by_pattern(t.left) * by_pattern(t.right)
        case list():
            return sum(by_pattern(v) for v in t)
        case {"k": v}:
            return 2.0 * by_pattern(v)
        case _:
            return t


@case(1.7)
def told_apart_by_patterns(x):
    return by_pattern([Leaf(x), Node("*", Leaf(x), [x, 1.0]), {"k": Node("*", x, Leaf(2.0))}, 3.0])


@case(1.2)
def written_into(x):
    def halve(t):
        if isinstance(t, Leaf):
            t.value = t.value / 2
        elif isinstance(t, dict):
            for k in t:
                if isinstance(t[k], float):
                    t[k] = t[k] / 2
                else:
                    halve(t[k])
        elif isinstance(t, list):
            for v in t:
                halve(v)
    leaf = Leaf(x)
    t = {"a": leaf, "b": x * x, "c": [Leaf(2 * x), {"d": x}]}
    halve(t)
    halve([leaf])
    return leaf.value * t["b"] + t["c"][0].value * t["c"][1]["d"]


def read_by_keys(t):
    s = 0.0
    for k in t:
        if isinstance(t[k], dict):
            s += read_by_keys(t[k])
        elif isinstance(t[k], (list, tuple)):
            s += sum(t[k])
        elif isinstance(t[k], Leaf):
            s += t[k].value
        else:
            s += t[k] ** 2
    return s


@case(1.1)
def items_told_apart(x):
    return read_by_keys({"a": x, "b": {"c": 2 * x, "l": [x, 1.0], "leaf": Leaf(x * 3)}, "d": (x * x,)})


class Fork:
    def __init__(self, left, right):
        self.left, self.right = left, right

    def total(self):
        a = self.left.total() if isinstance(self.left, Fork) else self.left
        if isinstance(self.right, Fork):
            b = self.right.total()
        elif isinstance(self.right, Leaf):
            b = self.right.value * 2
        else:
            b = self.right
        return a + b * a


@case(1.1)
def attributes_told_apart(x):
    return Fork(Fork(x, Leaf(x * x)), Fork(Fork(2.0, x), 3.0)).total()


class Cell:
    def __init__(self, held):
        self.held = held

    def turned(self):
        if isinstance(self.held, list):
            self.held = sum(self.held)
            return self.held * 2
        if isinstance(self.held, Leaf) and self.held.value > 0:
            before = self.held
            self.flip()
            return self.held + before.value
        return self.held * 3

    def flip(self):
        self.held = self.held.value * 5


@case(1.1)
def attributes_that_change_after_the_test(x):
    cells = [Cell(x), Cell([x, x * x]), Cell(Leaf(x * 2))]
    return sum(c.turned() for c in cells) + sum(c.held for c in cells)


@case(1.1)
def items_that_change_after_the_test(x):
    t = {"a": Leaf(x), "b": Leaf(2 * x), "c": x}
    s = 0.0
    for k in list(t):
        if isinstance(t[k], Leaf):
            for i in range(2):
                s = s + (t[k].value if i == 0 else t[k])
                t[k] = x * 7
    return s


@case(1.1)
def names_that_change_after_the_test(x):
    t = {"a": Leaf(x), "b": x}
    s = 0.0
    if isinstance(t["a"], Leaf):
        s = s + t["a"].value
        if x > 0:
            t = {"a": x * 4}
        s = s + (t["a"] if x > 0 else 0.0)
    return s


class Double(Leaf):
    def doubled(self):
        return self.value * 2


def of_many_types(t):
    if isinstance(t, bool):
        return 1.0
    if isinstance(t, float):
        return t * t
    if isinstance(t, int):
        return 3.0 * t
    if isinstance(t, np.ndarray):
        return (t * t).sum()
    if type(t) is Leaf:
        return t.value
    if isinstance(t, Leaf):
        return t.doubled()
    if isinstance(t, str):
        return len(t) * 1.0
    if t is None:
        return 0.0
    return sum(of_many_types(v) for v in (t.values() if isinstance(t, dict) else t))


@case(1.3)
def many_types(x):
    return of_many_types([x, 2, True, np.float64(x), np.array([x, 1.0]), Leaf(x), Double(x), "abc", None,
                          {"a": x, "b": (x, Double(2 * x))}])


@case(1.3)
def shared_parts_changed(x):
    def double(t):
        if isinstance(t, list):
            for i in range(len(t)):
                if isinstance(t[i], Leaf):
                    t[i].value = t[i].value * 2
                else:
                    t[i] = t[i] * 2
        elif isinstance(t, dict):
            for v in t.values():
                double(v)
        else:
            double(t.value)
    shared = [x, Leaf(x)]
    t = {"a": shared, "b": shared, "c": Leaf(shared)}
    double(t)
    return t["a"][0] * t["b"][1].value + t["c"].value[0]


TABLE = [Leaf(1.0), 2.0, [Leaf(3.0), {"k": Leaf(4.0)}]]


@case(1.3)
def a_tree_of_the_module(x):
    def walk(t):
        if isinstance(t, (list, tuple)):
            return sum(map(walk, t))
        if isinstance(t, dict):
            return sum(walk(v) for v in t.values())
        return t.value if isinstance(t, Leaf) else t
    return walk(TABLE) * x * x


@case(1.3)
def what_raises_for_some(x):
    s = x
    for v in [x, Leaf(x), {"a": x}, [x], "ab"]:
        try:
            s = s + v["a"]
        except (TypeError, KeyError):
            s = s * 2
        try:
            s = s + v.value
        except AttributeError:
            s = s * 3
        try:
            s = s - (-v)
        except TypeError:
            s = s * 5
        try:
            s = s + v * 2.0
        except TypeError:
            s = s * 7
    return s
