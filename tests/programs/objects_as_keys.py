"""Dicts whose keys are objects that depend on what is differentiated."""

import heapq
from collections import Counter, OrderedDict, defaultdict, deque
from dataclasses import dataclass
from functools import reduce

import numpy as np

from tests.reference import case


class Node:
    def __init__(self, name, weight):
        self.name, self.weight, self.out = name, weight, []


@dataclass(eq=False)
class Leaf:
    w: float


class Heavier(Leaf):
    pass


class Slotted:
    __slots__ = ("v",)

    def __init__(self, v):
        self.v = v


@case(2.0)
def gone_through(x):
    a, b = Leaf(x), Leaf(x * x)
    factors = {a: x, b: 2.0}
    total = 0.0
    for leaf, factor in factors.items():
        total += leaf.w * factor
    for leaf in factors:
        total *= leaf.w
    return total + sum(leaf.w * v for leaf, v in factors.items()) + sum(leaf.w for leaf in reversed(factors))


@case(2.0)
def distances(x):
    a, b, c = Node("a", x), Node("b", x * x), Node("c", 1.0)
    a.out, b.out = [b, c], [c]
    dist, queue = {a: 0.0}, deque([a])
    while queue:
        u = queue.popleft()
        for v in u.out:
            if v not in dist:
                dist[v] = dist[u] + v.weight
                queue.append(v)
    return dist[b] * dist[c]


@case(2.0)
def shortest_path(x):
    a, b, c = (Node(n, 0.0) for n in "abc")
    a.weight = x
    edges = {a: [(b, x), (c, 4 * x)], b: [(c, x + 1.0)], c: []}
    dist, heap, count, done = {a: 0.0}, [(0.0, 0, a)], 1, set()
    while heap:
        far, _, u = heapq.heappop(heap)
        if u in done:
            continue
        done.add(u)
        for v, length in edges[u]:
            if v not in dist or far + length < dist[v]:
                dist[v] = far + length
                heapq.heappush(heap, (far + length, count, v))
                count += 1
    return dist[c] * a.weight


@case(2.0)
def active_only_later(x):
    a, b = Leaf(1.0), Leaf(2.0)
    d = {a: 1.0, b: x}
    for leaf in d:
        leaf.w = leaf.w * d[leaf]
    del d[a]
    for leaf in d:
        leaf.w *= x
    return a.w + b.w * len(d)


@case(2.0)
def stored_in_every_way(x):
    a, b = Leaf(x), Leaf(2.0)
    d = {}
    d.update({a: x, b: 1.0})
    d[b] += x
    d[a] *= d[b]
    d |= {b: x + d[b]}
    d.update([(a, d[a] * x)])
    d.setdefault(a, 100.0)
    e, c, m = dict(d), d.copy(), {**d, b: x**3}
    e[a] = 3.0
    c.pop(b)
    return sum(k.w * v for held in (e, c, m, d | e, dict(d.items()), dict(zip([a, b], [x, 2.0]))) for k, v in held.items())


@case(2.0)
def looked_up(x):
    a, b = Leaf(x), Leaf(x * x)
    d = {}
    try:
        d[a]
    except KeyError:
        d[a] = x * x
    d.setdefault(b, x)
    return d.pop(a) * d.pop(b, 1.0) + d.get(a, x) + len(d)


@case(2.0)
def of_collections(x):
    a, b = Leaf(x), Leaf(x * x)
    sums, times, order = defaultdict(float), Counter(), OrderedDict()
    for leaf in (a, b, a):
        sums[leaf] += leaf.w
        times[leaf] += 1
        order[leaf] = x * leaf.w
    order.move_to_end(a)
    last, value = order.popitem()
    lists = defaultdict(list)
    lists[b]
    lists[a].append(x)
    lists[a].append(b.w)
    return (sum(k.w * v for k, v in sums.items()) + sum(k.w * n for k, n in times.items()) + last.w * value
            + next(iter(order)).w + sum(k.w * len(vs) for k, vs in lists.items()) + lists[a][1])


@case(1.7)
def comprehended_and_sorted(x):
    a, b = Leaf(x), Leaf(2.0 * x)
    squares = {leaf: leaf.w**2 for leaf in (a, b)}
    above = {k: v for k, v in squares.items() if v > 3}
    names = {v: k for k, v in {"a": a, "b": b}.items()}
    order = sorted(squares, key=lambda k: -k.w)
    best = max(squares, key=lambda k: squares[k])
    pairs = sorted(squares.items(), key=lambda kv: -kv[1])
    return (best.w + order[1].w * squares[order[0]] + sum(k.w for k in above) + pairs[0][0].w * pairs[1][1]
            + sum(len(names[k]) * k.w for k in (a, b)))


@case(2.0)
def listed(x):
    a, b = Leaf(x), Leaf(x * x)
    d = dict.fromkeys([a, b], x)
    keys, values = list(d), list(d.values())
    (k1, v1), (k2, v2) = d.items()
    first, *rest = d
    return (keys[0].w * values[1] + list(d.keys())[1].w + sum(i * k.w for i, k in enumerate(d)) + k1.w * v2
            + first.w * rest[0].w + list(zip(d, d.values()))[1][0].w + reduce(lambda s, kv: s + kv[0].w * kv[1], d.items(), v1))


@case(2.0)
def pairs_of_objects(x):
    a, b = Leaf(x), Leaf(x * x)
    edges = {(a, b): x, (b, a): 2.0}
    total = 0.0
    for (u, v), length in edges.items():
        total += u.w**2 * v.w * length
    return total + edges[b, a] * edges[a, b]


@case(2.0)
def none_among_them(x):
    a, b = Leaf(x), Leaf(2.0 * x)
    parent = {a: None, b: a}
    d = {a: x, None: 1.0}
    product, leaf = 1.0, b
    while leaf is not None:
        product *= leaf.w
        leaf = parent[leaf]
    return product + d[None] * d[a] + sum(1.0 if k is None else k.w for k in d)


@case(2.0)
def dicts_of_dicts(x):
    a, b = Leaf(x), Heavier(x * x)
    outer = {a: {b: x}, b: {a: x * x}}
    return sum(u.w * v.w * w * (2.0 if isinstance(u, Heavier) else 1.0) for u, row in outer.items() for v, w in row.items())


class Held:
    def __init__(self):
        self.entries = {}

    def put(self, key, value):
        self.entries[key] = value
        return self

    def total(self):
        return sum(k.w * v for k, v in self.entries.items())


@case(2.0)
def in_an_attribute(x):
    return Held().put(Leaf(x), x).put(Leaf(2.0), x * x).total()


@case(2.0)
def remembered(x):
    seen = {}

    def value(leaf):
        if leaf in seen:
            return seen[leaf]
        seen[leaf] = leaf.w * x
        return seen[leaf]

    a, b = Leaf(x), Leaf(x * x)
    total = value(a) + value(b) + value(a)
    for leaf in list(seen):
        leaf.w = seen.pop(leaf)
    return total * a.w * b.w + len(seen)


@case(2.0)
def yielded(x):
    def walk(d):
        for k in d:
            yield k, d[k]

    a, b = Slotted(x), Slotted(x * x)
    d = {a: x, b: 2.0}
    a.v *= x
    return sum(k.v * v for k, v in walk(d))


class Variable:
    def __init__(self, value, parents=()):
        self.value, self.parents = value, list(parents)

    def __add__(self, other):
        return Variable(self.value + other.value, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        return Variable(self.value * other.value, ((self, other.value), (other, self.value)))


@case(2.0)
def gradients_of_a_graph(x):
    a, b = Variable(x), Variable(x * x)
    out = a * b + a * a
    order, seen = [], set()

    def visit(v):
        if v not in seen:
            seen.add(v)
            for parent, _ in v.parents:
                visit(parent)
            order.append(v)

    visit(out)
    grads = {out: 1.0}
    for v in reversed(order):
        for parent, weight in v.parents:
            grads[parent] = grads.get(parent, 0.0) + weight * grads[v]
    return grads[a] + grads[b] * out.value


@case(np.array([1.0, 2.0]))
def arrays_under_objects(x):
    a, b = Leaf(x), Leaf(x * x)
    d = {a: x.copy(), b: x * 2}
    d[a][0] *= 3
    for leaf, v in d.items():
        v *= leaf.w
    u = d[a]
    u[1] += x[0]
    return d[a] * b.w + d[b]


@case(2.0)
def keys_of_a_class_made_inside(x):
    class Point:
        def __init__(self, v):
            self.v = v

    p, q = Point(x), Point(3.0)
    d = {p: x * x, q: x}
    return sum(k.v * v for k, v in d.items())


@case(2.0)
def constants_beside_numbers(x):
    d = {Leaf(1.0): x, 3: x * x}
    total = x
    for k in d:
        if isinstance(k, int):
            total *= k
        else:
            total += k.w * d[k]
    return total
