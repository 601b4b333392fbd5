"""Dicts, lists and tuples in each other, gone through by functions that ask of each what it is."""

import copy
from collections import namedtuple

import numpy as np

from tests.reference import case

Pair = namedtuple("Pair", "first second")


def squares(t):
    if isinstance(t, dict):
        return sum(squares(v) for v in t.values())
    if isinstance(t, (list, tuple)):
        return sum(squares(u) for u in t)
    return t * t


@case(0.7)
def summed_by_isinstance(x):
    return squares([x, {"u": x * x, "v": [x, 2.0]}, (x, (x * 3,))])


def squares_by_match(t):
    match t:
        case dict():
            return sum(squares_by_match(v) for v in t.values())
        case [*items]:
            return sum(squares_by_match(u) for u in items)
        case _:
            return t * t


@case(0.7)
def summed_by_match(x):
    return squares_by_match([x, {"u": x * x, "v": [x, 2.0]}, (x, (x * 3,))])


@case(0.7)
def mapped_by_type(x):
    def mapped(t):
        if type(t) is list:
            return [mapped(u) for u in t]
        if type(t) is dict:
            return {k: mapped(v) for k, v in t.items()}
        return t**2
    tree = mapped([x, {"a": x, "b": [x, x * x]}])
    return tree[0] + tree[1]["a"] * tree[1]["b"][1], tree


def mapped_with(f, t):
    if isinstance(t, dict):
        return {k: mapped_with(f, v) for k, v in t.items()}
    if isinstance(t, list):
        return [mapped_with(f, v) for v in t]
    if isinstance(t, tuple):
        return tuple(mapped_with(f, v) for v in t)
    return f(t)


@case(0.7)
def mapped_by_an_active_function(x):
    return mapped_with(lambda v: v * v + x, {"w": [x, 2.0], "b": (x * x, {"z": 3 * x})})


@case(0.7)
def changed_in_place(x):
    tree = {"a": {"b": x}, "c": [x, {"d": x}]}

    def squared(t):
        if isinstance(t, dict):
            for k in list(t.keys()):
                v = t[k]
                if isinstance(v, (dict, list)):
                    squared(v)
                else:
                    t[k] = v * v
        elif isinstance(t, list):
            for i in range(len(t)):
                if isinstance(t[i], dict):
                    squared(t[i])
                else:
                    t[i] = t[i] + 1
    squared(tree)
    return tree["a"]["b"] * tree["c"][0] + tree["c"][1]["d"], tree


@case(0.7)
def one_list_in_several_places(x):
    inner = [x]
    for u in [x, {"a": inner, "b": inner}, inner]:
        if isinstance(u, dict):
            for v in u.values():
                v.append(x * x)
        elif isinstance(u, list):
            u[0] = u[0] * 3
    return sum(inner) + inner[0]


@case(0.7)
def copied_before_it_changes(x):
    tree = {"a": {"b": x}, "c": [x, {"d": x}]}
    kept = copy.deepcopy(tree)
    doubled = mapped_with(lambda v: v * x, kept)
    tree["a"]["b"] = 0.0
    return doubled["a"]["b"] + doubled["c"][1]["d"] * kept["a"]["b"], tree


def merged(into, other):
    for k, v in other.items():
        if isinstance(v, dict):
            merged(into.setdefault(k, {}), v)
        else:
            into[k] = into.get(k, 0.0) + v
    return into


@case(0.7)
def merged_dicts(x):
    tree = merged({"p": {"q": x}, "r": 1.0}, {"p": {"q": x * x, "s": x}, "t": 2 * x})
    return tree["p"]["q"] * tree["t"] + tree["p"]["s"] * tree["r"], tree


@case(0.7)
def flattened_names(x):
    def flat(d, before=""):
        found = {}
        for k, v in d.items():
            if isinstance(v, dict):
                found.update(flat(v, before + k + "."))
            else:
                found[before + k] = v
        return found
    return flat({"p": {"q": x, "u": {"v": x * x}}, "r": 1.0})


def both_mapped(f, a, b):
    if isinstance(a, dict):
        return {k: both_mapped(f, a[k], b[k]) for k in a}
    if isinstance(a, list):
        return [both_mapped(f, u, v) for u, v in zip(a, b)]
    return f(a, b)


@case(np.array([1.0, 2.0]))
def step_along_a_gradient(x):
    weights = {"W": [x, 2 * x], "b": {"c": x * x}}
    slopes = {"W": [np.ones(2), x], "b": {"c": np.full(2, 3.0)}}
    return both_mapped(lambda w, g: w - 0.1 * g * w, weights, slopes)


@case(0.7)
def named_pairs_among_others(x):
    total = 0.0
    for s in [Pair(x, 2.0), x, "skip", None, [x]]:
        match s:
            case Pair(first=u, second=w):
                total += u * w
            case None | str():
                continue
            case [q]:
                total += q
            case float(v):
                total += v * v
    return total


class Fixed(dict):
    def values(self):
        return [7.0]


@case(0.7, may_refuse=True)
def dict_of_a_class_that_answers_otherwise(x):
    return squares([Fixed(a=2.0), [x]])


@case(0.7)
def by_keys_in_turn(x):
    tree = {"a": x, "opts": {"n": 3, "scale": x * x}, "list": [1.0, x]}

    def found(path):
        at = tree
        for k in path.split("."):
            at = at[int(k)] if k.isdigit() else at[k]
        return at
    return found("opts.scale") * found("list.1") + found("a") * found("opts.n")


def at_paths(t, path=()):
    if isinstance(t, dict):
        for k, v in t.items():
            yield from at_paths(v, (*path, k))
    elif isinstance(t, (list, tuple)):
        for i, v in enumerate(t):
            yield from at_paths(v, path + (i,))
    else:
        yield path, t


@case({"a": 2.0, "b": {"c": 3.0, "d": [1.5, (2.5, 0.5)]}}, order=2)
def with_a_path_that_grows(t):
    return {".".join(map(str, path)): v * v * len(path) for path, v in at_paths(t)}


def chosen(n, x, numbers=()):
    if n == 0:
        return [sum(number * x for number in numbers)]
    return chosen(n - 1, x, numbers) + chosen(n - 1, x * x, numbers + (n,))


@case(0.7, order=2)
def with_a_tuple_that_grows(x):
    return chosen(4, x)


def powers(n, x, found=()):
    if n == 0:
        return found
    return powers(n - 1, x, (*found, x ** n))


@case(0.7, order=2)
def with_a_tuple_of_results_that_grows(x):
    def summed(k, stack):
        return sum(stack) if k > 5 else summed(k + 1, stack + (k * x,))

    class Walk:
        def down(self, n, trail=(), *, tags=()):
            return sum(trail) * len(tags) if n == 0 else self.down(n - 1, trail=trail + (x * n,), tags=("t", *tags))

    return powers(3, x), sum(powers(6, x)), powers(5, x)[-1], summed(0, ()), Walk().down(5)


def routes(graph, here, goal, path, cost):
    if here == goal:
        return [(cost, path)]
    return [route for there, w in graph[here] if there not in path
            for route in routes(graph, there, goal, (*path, there), cost + w)]


@case(0.7)
def routes_through_a_graph(x):
    graph = {"a": [("b", x), ("c", 2.0)], "b": [("c", x * x), ("d", 1.0)], "c": [("d", x), ("b", 0.1)], "d": []}
    found = routes(graph, "a", "d", ("a",), 0.0)
    return min(found), sorted(found)[-1], len(found)


@case([np.asfortranarray(np.arange(6.0).reshape(2, 3)), {"w": np.ones((3, 2)).T.copy("K")}])
def arrays_that_lie_by_columns(p):
    flat = p[0].ravel(order="K")
    flat[1] *= p[1]["w"][0, 0]
    return p[0], p[1]["w"].reshape(-1)
