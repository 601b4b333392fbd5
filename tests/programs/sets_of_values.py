"""Sets of values that depend on what is differentiated."""

import math

from tests.reference import case


@case(1.5)
def displays(x):
    s = {x, 2 * x, x}
    return max(s) * len(s) + sum(s)


@case(1.5)
def grown(x):
    s = set()
    s.add(x)
    s.add(x * x)
    s.add(x)
    t = s
    t.update([x**3, 3.0])
    return sum(s) * len(s) + min(t)


@case(2.0, expected=24.0, seeds={"x": 1.0})
def equal_elements_keep_the_first(x):
    s = {x * x}
    s.add(2.0 * x)
    t = {2.0 * x, x * x}
    return sum(s) + 10.0 * sum(t)


@case(1.5)
def comprehended(x):
    s = {x * k for k in range(3)}
    r = 1.0
    for v in s:
        r += v * v
    s.discard(x)
    s.remove(2 * x)
    return r + sum(s)


@case(1.5)
def from_iterables(x):
    s = set(v * x for v in (1.0, 2.0))
    t = set(map(lambda v: v * x, (3.0,)))
    u = frozenset(s)
    w = s.copy()
    w.add(7.0)
    w.update(u, )
    return sum(list(s)) + sum(t) + sorted(u)[1] * math.fsum(w) + (x if s else 0.0)


@case(1.5)
def seen_before(x):
    out, seen = [], set()
    for v in [x, x * x, x]:
        if v not in seen:
            seen.add(v)
            out.append(v)
    return sum(out) * len(seen)


@case(1.5)
def handed_on(x):
    def largest(s):
        s.add(x**3)
        return max(s)
    s = {x}
    d = {"s": s}
    return largest(s) * sum(d["s"])


@case(1.5)
@case(0.5)
def active_on_one_way(x):
    s = set([1.0, 2.0])
    if x > 1:
        s.add(x)
    return sum(s) + s.pop() * 0.0


@case(1.5)
def taken_apart(x):
    s = {x, x * x}
    a, b = s
    c, d = sorted(s)
    s.clear()
    s.add(2 * x)
    return a * b + c * d**2 + s.pop()


@case(1.5)
def tuples_as_elements(x):
    return sum(a * b for a, b in {(x, 1.0), (x * x, 2.0)})


@case(1.5)
def functions_as_elements(x):
    g = lambda v: v * x
    s = {g, lambda v: v * x * x}
    s.add(g)
    return sum(f(x) for f in s)


@case(1.5)
def made_by_a_function_inside(x):
    def empty():
        return set()
    s, t = empty(), (lambda: set())()
    s.add(x)
    t.update([x * x, 2.0])
    return sum(list(s)) + max(list(t))


@case(2.5)
def operators(x):
    s, t = {x, 2 * x, 0.3 * x * x}, {2 * x, 5.5}
    u = s | t
    u.add(7 * x)
    u.discard(5.5)
    return sum(u) + sum(s & t)**2 + len(s - t) * x + sum(s ^ t) + max(s - t) + sum(t | {1.0}) + sum({1.0} | s)


class Node:
    def __init__(self, w):
        self.w, self.next = w, []


@case(1.5)
def operators_of_objects(x):
    a, b, c = Node(x), Node(x * x), Node(3.0)
    nodes, done = {a, b, c}, {b}
    total = 0.0
    for n in nodes - done:
        total += n.w**2
    for n in nodes & done:
        total *= n.w
    front = {a} | done
    return total + sum(n.w for n in front) + (x if a in front - done else 0.0)


@case(1.5)
@case(1.5, order=2)
def objects_seen(x):
    a, b = Node(x), Node(x * x)
    a.next, b.next = [b], [a, b]
    todo, seen, total = [a], {a}, 0.0
    while todo:
        n = todo.pop()
        total += n.w**2
        for m in n.next:
            if m not in seen:
                seen.add(m)
                todo.append(m)
    for n in seen:
        total += n.w * x
    return total * len(seen)
