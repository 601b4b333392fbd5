"""Defaults that a defaultdict makes, whatever makes them, and Counters as multisets."""

import functools
import math
from collections import Counter, defaultdict, deque, namedtuple
from dataclasses import dataclass

import numpy as np

from tests.reference import case


@dataclass
class Total:
    sum: float = 0.0
    product: float = 1.0


Moments = namedtuple("Moments", "mean spread")
Tree = lambda: defaultdict(Tree)  # noqa: E731


@case(1.3)
def sums_and_products_in_lists(x):
    d = defaultdict(lambda: [0.0, 0.0])
    for k, v in (("a", x), ("b", x * x), ("a", 2.0)):
        d[k][0] += v
        d[k][1] += v * v
    return [s[0] * s[1] for s in d.values()]


@case(1.3)
def objects_by_default(x):
    d = defaultdict(Total)
    for k, v in (("a", x), ("b", x * x), ("a", 2.0)):
        d[k].product *= v
        d[k].sum += v
    return sum(p.sum * p.product for p in d.values())


@case(1.3)
def objects_of_active_values_by_default(x):
    d = defaultdict(lambda: Total(2.0, x))
    for k, v in (("a", x), ("b", x * x), ("a", 2.0)):
        d[k].product *= v
        d[k].sum += v
    return sum(p.sum * p.product for p in d.values())


@case(1.3)
def tuples_by_default(x):
    d = defaultdict(lambda: (0.0, 1.0))
    for k, v in (("a", x), ("b", x * x), ("a", 2.0)):
        s, p = d[k]
        d[k] = (s + v, p * v)
    return [s * p for s, p in d.values()]


@case(1.3)
def deques_by_default(x):
    d = defaultdict(deque)
    for k, v in (("a", x), ("b", x * x), ("a", 2.0)):
        d[k].appendleft(v)
    return {k: list(v) for k, v in d.items()}


@case(1.3)
def a_partial_makes_the_default(x):
    d = defaultdict(functools.partial(np.zeros, 2))
    d["a"] += x
    d["b"][1] = x * x
    return d["a"] * d["b"]


@case(1.3)
def a_function_makes_the_default(x):
    def make():
        return np.ones(3) * x
    d = defaultdict(make)
    d["a"] *= x
    d["b"][1] = 2
    return d["a"] * d["b"]


@case(1.3)
def shortest_paths_from_infinity(x):
    dist = defaultdict(lambda: math.inf)
    dist[0] = 0.0
    for u, v, w in ((0,1,x),(1,2,x),(0,2,3.0)):
        dist[v] = min(dist[v], dist[u] + w)
    return dist[2]


def table():
    return defaultdict(lambda: [0.0, 1.0])


class Accumulators:
    def __init__(self, n):
        self.n = n
        self.held = defaultdict(lambda: np.zeros(self.n))

    def add(self, key, value):
        self.held[key] += value
        self.held[key][0] *= value


@case(1.3)
def trees_of_themselves(x):
    def tree():
        return defaultdict(tree)
    t = tree()
    t["a"]["b"]["c"] = x
    t["a"]["q"] = x * x
    return t["a"]["b"]["c"] * t["a"]["q"]


@case(1.3)
def trees_of_a_global_lambda(x):
    t = Tree()
    t["a"]["b"]["c"] = x
    t["a"]["b"]["d"] = x * x
    return t["a"]["b"]["c"] * t["a"]["b"]["d"]


@case(1.3)
def a_table_that_a_helper_makes(x):
    d = table()
    for k, v in (("a", x), ("b", x * x), ("a", 2.0)):
        d[k][0] += v
        d[k][1] *= v
    return [a * b for a, b in d.values()]


@case(1.3)
def arrays_by_default_of_an_object(x):
    a = Accumulators(3)
    a.add("u", x)
    a.add("v", x * x)
    a.add("u", 2.0)
    return a.held["u"] * a.held["v"], a.held["w"]


@case(1.3)
def nested_defaults(x):
    d = defaultdict(lambda: defaultdict(float))
    for i, j, w in ((0, 1, x), (1, 2, x * x), (0, 1, 3 * x)):
        d[i][j] += w
    return sum(w * (i + j) for i, row in d.items() for j, w in row.items())


@case(1.3)
def nested_defaults_that_are_active(x):
    d = defaultdict(lambda: defaultdict(lambda: x))
    d[1][2] *= x
    return d[1][2] + d[3][4]


@case(1.3)
def partials_of_defaultdict(x):
    d = defaultdict(functools.partial(defaultdict, float))
    d[1][2] += x
    d[1][3] += x * x
    return [dict(v) for v in d.values()]


@case(1.3)
def one_list_by_default(x):
    shared = [x]
    d = defaultdict(lambda: shared)
    d["a"].append(x * x)
    d["b"][0] *= 2
    return shared, len(d)


@case(1.3)
def defaults_of_variables_that_change(x):
    k = 1.0
    d = defaultdict(lambda: k * x)
    a = d["a"]
    k = x
    b = d["b"]
    x = 3 * x
    return a, b, d["c"], d["a"]


@case(1.3)
def arrays_that_are_changed_at_once(x):
    d = defaultdict(lambda: np.full((2, 2), x))
    d["a"][0] += 1
    d["b"] @= np.ones((2, 2))
    return d["a"] @ d["b"]


@case(1.3)
def minus_one_by_default(x):
    d = defaultdict(lambda: -1)
    d["a"] = x
    return d["a"] * d["b"]


@case(1.3)
def none_by_default(x):
    d = defaultdict(lambda: None)
    d["a"] = x
    return x * 2 if d["b"] is None else d["b"], d["a"] * 3


@case(1.3)
def started_with_pairs(x):
    d = defaultdict(float, [("a", x), ("b", 2.0)])
    d["a"] *= x
    d["c"] += x
    return d["a"] + d["b"] * d["c"]


@case(1.3)
def started_with_keywords_and_a_constant(x):
    d = defaultdict(lambda: 1.0, a=x)
    d["a"] *= x
    d["c"] *= x
    return d["a"] * d["c"]


@case(1.3)
def methods_with_lists_by_default(x):
    d = defaultdict(lambda: [1.0])
    d["a"].append(x)
    e = d.copy()
    e["b"].append(x * x)
    g = d.get("q", [x])
    return dict(d), dict(e), g, d.pop("a"), "z" in d, d.setdefault("y", [x * x])


@case(1.3)
def running_means(x):
    d = defaultdict(lambda: (0.0, 0))
    for i, v in enumerate([x, x * x, 2 * x]):
        s, n = d[i % 2]
        d[i % 2] = (s + v, n + 1)
    return {k: s / n for k, (s, n) in sorted(d.items())}


@case(1.3)
def tuples_of_what_changes(x):
    d = defaultdict(lambda: (x, {"n": 0.0}))
    d["a"][1]["n"] += x
    d["b"][1]["n"] = 3 * x
    return d["a"][0] * d["a"][1]["n"] + d["b"][1]["n"]


@case(1.3)
def named_tuples_by_default(x):
    d = defaultdict(lambda: Moments(0.0, 1.0))
    for k, v in (("a", x), ("b", x * x), ("a", 2.0)):
        d[k] = d[k]._replace(mean=d[k].mean + v, spread=d[k].spread * v)
    return [p.mean * p.spread for p in d.values()]


@case(1.3)
def functions_by_default(x):
    d = defaultdict(lambda: (lambda v: v), {"sq": lambda v: v * v})
    return d["sq"](x) + d["other"](x)


@case(1.3)
def made_in_a_loop(x):
    out = []
    for n in (1, 2):
        d = defaultdict(lambda: [x] * n)
        d["a"][0] += 1
        out.append(sum(d["a"]) + sum(d["b"]))
    return out


def two_counts(x):
    w = Counter()
    w["a"] += x
    w["b"] += x * x - 1
    w["c"] = -0.5
    u = Counter()
    u["a"] = 1.0
    u["c"] += x
    u["d"] -= x
    return w, u


@case(1.3)
def what_is_positive(x):
    w, u = two_counts(x)
    return dict(+w), dict(+u)


@case(1.3)
def what_is_negative(x):
    w, u = two_counts(x)
    return dict(-w), dict(-u)


@case(1.3)
def sum_of_counts(x):
    w, u = two_counts(x)
    return dict(w + u)


@case(1.3)
def difference_of_counts(x):
    w, u = two_counts(x)
    return dict(w - u)


@case(1.3)
def union_of_counts(x):
    w, u = two_counts(x)
    return dict(w|u)


@case(1.3)
def intersection_of_counts(x):
    w, u = two_counts(x)
    return dict(w&u)


@case(1.3)
def sum_in_place(x):
    w, u = two_counts(x)
    w += u
    return dict(w)


@case(1.3)
def difference_in_place(x):
    w, u = two_counts(x)
    w -= u
    return dict(w)


@case(1.3)
def union_in_place(x):
    w, u = two_counts(x)
    w |= u
    return dict(w)


@case(1.3)
def intersection_in_place(x):
    w, u = two_counts(x)
    w &= u
    return dict(w)


@case(1.3)
def copies_of_counts(x):
    w, u = two_counts(x)
    v = w.copy()
    v["a"] *= 2
    v.update(u)
    return dict(v), dict(w), v.total()


@case(1.3)
def most_common_counts(x):
    w = Counter({"a": x, "b": x * x})
    v = Counter(a=x)
    z = Counter(w)
    z["a"] = 3 * x
    return w["a"] * v["a"], z, w.most_common(), max(w, key=w.get), sum(w.values())
