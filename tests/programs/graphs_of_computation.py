"""Derivatives taken by programs themselves: graphs of operations, gone through backwards."""

import math

from tests.reference import case


class Node:
    def __init__(self, data, parents=()):
        self.data, self.parents, self.grad = data, parents, 0.0
        self.back = lambda: None

    def __add__(self, other):
        out = Node(self.data + other.data, (self, other))

        def back():
            self.grad += out.grad
            other.grad += out.grad
        out.back = back
        return out

    def __mul__(self, other):
        out = Node(self.data * other.data, (self, other))

        def back():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out.back = back
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Node(t, (self,))

        def back():
            self.grad += (1 - t * t) * out.grad
        out.back = back
        return out

    def backward(self):
        order = []

        def visit(node):
            if node not in order:
                for parent in node.parents:
                    visit(parent)
                order.append(node)
        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            node.back()


@case(1.3)
def closures_on_nodes(x):
    a, b = Node(x), Node(2.0)
    c = a * a + b * a
    d = (c * a).tanh() + c
    d.backward()
    return d.data, a.grad, b.grad


class Weighted:
    def __init__(self, data, local=()):
        self.data, self.local, self.grad = data, local, 0

    def __add__(self, other):
        return Weighted(self.data + other.data, ((self, lambda g: g), (other, lambda g: g)))

    def __mul__(self, other):
        return Weighted(self.data * other.data, ((self, lambda g: g * other.data), (other, lambda g: g * self.data)))

    def exp(self):
        r = math.exp(self.data)
        return Weighted(r, ((self, lambda g: g * r),))

    def backward(self, g=1.0):
        self.grad += g
        for parent, f in self.local:
            parent.backward(f(g))


@case(0.7)
def functions_in_tuples(x):
    a, b = Weighted(x), Weighted(x * 2)
    y = (a + b) + (a + (a * b + b).exp())
    y.backward()
    return y.data, a.grad, b.grad


class WithFactors:
    """A node that knows its parents and the derivatives by them, side by side in tuples."""

    def __init__(self, value, parents=()):
        self.value, self.parents = value, parents

    def __mul__(self, other):
        return WithFactors(self.value * other.value, ((self, other.value), (other, self.value)))

    def __add__(self, other):
        return WithFactors(self.value + other.value, ((self, 1.0), (other, 1.0)))


@case(1.5)
@case(1.5, order=2)
def factors_beside_parents(x):
    a, b = WithFactors(x), WithFactors(x * x)
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
        for parent, factor in v.parents:
            grads[parent] = grads.get(parent, 0.0) + factor * grads[v]
    return grads[a] + grads[b] * out.value
