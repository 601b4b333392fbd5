"""Derivatives taken inside by containers, starred parameters and their seeds: which of the two depends on x, argument or
seed, and which part of it."""

import numpy as np

from s2sad import differentiate, jvp
from tests.reference import case


def by_position(*a):
    return a[0]**2 * (a[1]**3 if len(a) > 1 else 1.0)


def by_name(x, **k):
    return x**2 * k["y"]**3 + sum(k.values())


def both_ways(x, *a, s=1.0, **k):
    return x * a[0]**2 * s * k.get("z", 3.0)**2


class Spring:
    def __init__(self, k, length):
        self.k = k
        self.length = length


class Node:
    def __init__(self, value, after=None):
        self.value = value
        self.after = after


def product(node):
    t = 1.0
    while node is not None:
        t *= node.value**2
        node = node.after
    return t


def nested(p):
    return p["a"]["c"]**2 * p["b"][0]


def in_several(p):
    return {"u": p["a"] * p["b"], "v": [p["a"]**2]}


def changing(p):
    p["a"] *= 2.0
    p["l"].append(p["a"]**2)
    return sum(p["l"])


dby_position = differentiate(by_position)
dby_position_twice = differentiate(dby_position)
dby_name = differentiate(by_name)
dby_names = differentiate(by_name, "k")
dboth_ways = differentiate(both_ways, "a")
dboth_ways_and_named = differentiate(both_ways, ("x", "k"))
ditems = differentiate(lambda p: p["a"]**2 * p["b"])
dlist = differentiate(lambda p: p[0]**2 * p[1])
dnested = differentiate(nested)
dspring = differentiate(lambda s: s.k**2 * s.length)
dspring_twice = differentiate(dspring)
dsprings = differentiate(lambda springs: sum(s.k**2 * s.length for s in springs))
dproduct = differentiate(product)
dseveral = differentiate(in_several)
dchanging = differentiate(changing)
dtuple = differentiate(lambda t: t[0].sum() * t[1]["z"]**2)
dcubes = differentiate(lambda a: (a**3).sum())
PAIR = [2.0, 3.0]


@case(1.3)
def starred(x):
    return dby_position(x)[1] + dby_position(x, 2 * x)[1] + dby_position(*(x, x * x))[1]


@case(1.3)
def seeds_of_starred(x):
    return dby_position(x, 2 * x, da=(x, 1.0))[1] + dby_position(2.0, 3.0, da=(x, x * x))[1]


@case(1.3)
def starred_twice(x):
    return dby_position_twice(x, x * 2, da=(1.0, x), da_=(x, 2.0))[1][1]


@case(1.3)
def by_what_is_left_over(x):
    return dboth_ways(x, x, x)[1] + dboth_ways(2.0, x, s=x, z=x)[1] + dboth_ways(x, 3.0, s=x, z=x, da=(x,))[1]


@case(1.3)
def named(x):
    return dby_name(x, y=2.0)[1] + dby_name(2.0, y=x, dx=x)[1] + dby_names(2.0, y=x)[1]


@case(1.3)
def seeds_of_named(x):
    return dby_names(x, y=3.0, z=x, dk={"y": x, "z": 1.0})[1] \
        + dboth_ways_and_named(x, 3.0, s=x, z=x, dx=1.0, dk={"z": x})[1]


@case(1.3)
def in_turn(x):
    def slope(f):
        df = differentiate(f)
        return lambda *a: df(*a)[1]
    return x * slope(slope(slope(lambda y: y**4)))(2.0)


def slope_of(f):
    df = differentiate(f)
    return lambda *a: df(*a)[1]


third_slope = slope_of(slope_of(slope_of(lambda y: y**5)))


@case(1.3)
def third(x):
    return third_slope(x)


@case(1.3)
def one_item_active(x):
    return ditems({"a": x, "b": 2.0})[1] + dlist([x, 3.0])[1] + dnested({"a": {"c": x}, "b": [3.0]})[1] \
        + dspring(Spring(x, 3.0))[1]


@case(1.3)
def only_the_seed_active(x):
    return ditems({"a": 2.0, "b": 3.0}, dp={"a": x, "b": x * x})[1] + dlist([2.0, 3.0], dp=[x, x * x])[1] \
        + dnested({"a": {"c": 2.0}, "b": [3.0]}, dp={"a": {"c": x}, "b": [x * x]})[1]


@case(1.3)
def seeds_that_are_objects(x):
    return dspring(Spring(2.0, x), ds=Spring(x, x * x))[1] \
        + dsprings([Spring(2.0, 3.0), Spring(1.0, 2.0)], dsprings=[Spring(x, 1.0), Spring(0.0, x)])[1]


@case(1.3)
def seeds_that_are_linked(x):
    return dproduct(Node(2.0, Node(3.0)), dnode=Node(x, Node(x * x)))[1]


@case(1.3)
def twice_along_objects(x):
    return dspring_twice(Spring(2.0, 3.0), ds=Spring(x, x * x), ds_=Spring(x, 1.0))[1][1]


@case(1.3)
def containers_returned(x):
    r = dseveral({"a": 2.0, "b": 3.0}, dp={"a": x, "b": x * x})[1]
    return r["u"] * r["v"][0]


@case(1.3)
def seeds_made_by_loops(x):
    s = {k: x * i for i, k in enumerate("ab")}
    t = {"a": x}
    t["b"] = x * x
    return dseveral({"a": 2.0, "b": 3.0}, dp=s)[1]["u"] + dseveral({"a": 2.0, "b": 3.0}, dp=t)[1]["u"] \
        + dlist(PAIR, dp=[x * i for i in range(2)])[1]


@case(1.3)
def written_into(x):
    return dchanging({"a": 2.0, "l": [1.0]}, dp={"a": x, "l": [x * x]})[1]


@case(1.3)
def arrays_in_tuples(x):
    return dtuple((np.arange(3.0), {"z": 2.0, "n": "name"}), dt=(np.ones(3) * x, {"z": x, "n": None}))[1]


@case(1.3)
def integers_along_real_seeds(x):
    return dcubes(np.array([1, 2, 3]), da=np.array([x, x * x, 1.0]))[1]


@case(1.3)
def made_on_the_way(x):
    return jvp(lambda p: p["a"]**2 * p["b"] * x, ({"a": 2.0, "b": 3.0},), ({"a": x, "b": x * x},))[1] \
        + jvp(lambda p: p[0]**2 * p[1] * x, (PAIR,), ([x, x * x],))[1] \
        + jvp(lambda p: p[0]**2 * p[1] * x, ((2.0, 3.0),), ((x, x * x),))[1] \
        + jvp(lambda s: s.k**2 * s.length * x, (Spring(2.0, 3.0),), (Spring(x, x * x),))[1]


@case(1.3)
def made_on_the_way_of_parts(x):
    v, dv = jvp(lambda p: (p[0] * p[1], p[0] * x), ((2.0, x),), ((x, 1.0),))
    return dv[0] * dv[1] + v[0] + jvp(lambda p: p["a"]["c"]**2 * p["b"][0] * x, ({"a": {"c": x}, "b": [3.0]},),
                                      ({"a": {"c": 1.0}, "b": [x]},))[1]


@case(1.3)
def lists_made_on_the_way(x):
    d = differentiate(lambda p: [q * x for q in p])
    e = jvp(lambda p: {k: v**2 * x for k, v in p.items()}, ({"a": 2.0, "b": 3.0},), ({"a": x, "b": 1.0},))[1]
    return sum(d([2.0, 3.0], dp=[x, x * x])[1]) + e["a"] + e["b"]
