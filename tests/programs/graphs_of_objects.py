"""Objects that hold others in tuples, lists and dicts, walked by functions that call themselves."""

import math

from tests.reference import case


class Variable:
    def __init__(self, value, parents=()):
        self.value, self.parents, self.grad = value, parents, 0.0

    def __add__(self, other):
        return Variable(self.value + other.value, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        return Variable(self.value * other.value, ((self, other.value), (other, self.value)))

    def tanh(self):
        t = math.tanh(self.value)
        return Variable(t, ((self, 1 - t * t),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, weight in node.parents:
                parent.grad += weight * node.grad


@case([0.5, -1.2, 0.3], order=2)
def tape_of_pairs(w):
    a, b, c = [Variable(v) for v in w]
    h = (a * b + c).tanh()
    out = h * h + a * h + c
    out.backward()
    return out.value, [a.grad, b.grad, c.grad]


class Branch:
    def __init__(self, weight, kids=None):
        self.weight, self.kids, self.total = weight, kids or {}, 0.0

    def add_up(self):
        walked = []

        def walk(node):
            for kid in node.kids.values():
                walk(kid)
            walked.append(node)

        walk(self)
        for node in walked:
            node.total = node.weight + 0.5 * sum(k.total for k in node.kids.values())
        return self.total


@case([0.5, -1.2], order=2)
def tree_of_dicts(p):
    x, y = p
    leaf = Branch(x)
    inner = Branch(y, {"left": leaf, "right": Branch(x * y)})
    root = Branch(1.0, {"inner": inner, "other": leaf})
    return root.add_up(), inner.total, leaf.total


class Gate:
    def __init__(self, f, *inputs):
        self.f, self.inputs, self.value = f, inputs, None

    def settle(self):
        def go(gate):
            if gate.value is None:
                for one in gate.inputs:
                    go(one)
                gate.value = gate.f([one.value for one in gate.inputs])

        go(self)
        return self.value


@case([0.5, -1.2], order=2)
def gates(p):
    x, y = p
    a = Gate(lambda values: x * y)
    b = Gate(lambda values: math.sin(values[0]) + y, a)
    return Gate(lambda values: values[0] * values[1] + values[2], a, b, Gate(lambda values: x)).settle()
