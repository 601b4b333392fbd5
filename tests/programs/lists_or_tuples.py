"""Lists on some ways through the program, and tuples on others."""

import numpy as np

from tests.reference import case

X3 = [0.7, -1.2, 2.5]


def total(xs=()):
    s = 0.0
    for x in xs:
        s += x * x
    return s


@case(X3)
def list_or_tuple(xs):
    ys = [xs[0], xs[1]] if xs[0] > 5 else (xs[0] * 2, xs[2])
    return total(ys) + len(ys) + total()


@case(X3)
def concatenated(xs):
    if xs[0] > 0:
        a, b = [xs[0]], [xs[1]]
    else:
        a, b = (xs[0],), (xs[1],)
    c = a + b
    c = c * 2
    d = c[1:]
    return sum(d) * d[0], type(c) is list, isinstance(c, tuple)


@case(X3)
def augmented(xs):
    if xs[0] > 5:
        a = [xs[0]]
    else:
        a = (xs[0],)
    b = a
    a += type(a)([xs[1]])
    return len(a), len(b), a[-1] * a[0]


@case(X3)
def augmented_list(xs):
    a = (xs[0],)
    if xs[0] > 0:
        a = [xs[0]]
    b = a
    a += [xs[1]]
    return len(a), len(b), a[-1] * a[0]


@case(X3)
def unpacked(xs):
    a = (xs[0], xs[1]) if xs[1] > 0 else [xs[1], xs[2]]
    p, q = a
    return p * q + max(a) * min(a) + np.array(a).sum()


def accumulate(x, history=()):
    history = history + (x,) if isinstance(history, tuple) else history + [x]
    return sum(history) * history[0]


@case(2.0)
def default_tuple(x):
    return accumulate(x) + accumulate(x * x, [x]) + accumulate(x, (x, 1.0))


class Node:
    def __init__(self, v, children=()):
        self.v, self.children = v, children

    def add(self, c):
        self.children = [*self.children, c]

    def total(self):
        return self.v * self.v + sum(c.total() for c in self.children)

    def depth(self):
        return 1 + max((c.depth() for c in self.children), default=0)


@case(2.0)
def tree(x):
    n = Node(x, [Node(x * x), Node(3.0)])
    n.children[0].add(Node(x * 4))
    return n.total() * n.depth()


@case(2.0)
def returned_either(x):
    def f(n):
        return (x, x * n) if n > 1 else [x * n]
    return f(1), f(2)


@case(X3)
def as_index(xs):
    a = np.array([xs, xs]) * 2
    i = (0, 1)
    if xs[0] > 10:
        i = [0, 1]
    return a[i] * xs[0]


@case(X3)
def sorted_either(xs):
    a = tuple(xs) if xs[0] > 0 else list(xs)
    return sorted(a)[0] * a.index(xs[1]), [y * y for y in a], dict(enumerate(a))


@case(X3)
def match_either(xs):
    a = tuple(xs) if xs[0] > 0 else list(xs)
    match a:
        case list():
            return xs[0]
        case (p, *q):
            return p * sum(q)


@case(X3)
def item_stored(xs):
    a = (xs[0], xs[1])
    if xs[0] > 0:
        a = list(a)
    a[0] = a[1] * a[1]
    a.append(xs[2])
    return sum(a)
