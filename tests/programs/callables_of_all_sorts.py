"""Lists and tables in which functions, objects that can be called, numbers and texts stand beside each other."""

import functools
import math
import operator

import numpy as np

from tests.reference import case


class Dense:
    def __init__(self, w, b=0.0):
        self.w, self.b = w, b

    def __call__(self, x):
        return self.w * x + self.b


class Counting:
    def __init__(self, k):
        self.k, self.calls, self.last = k, 0, 0.0

    def __call__(self, x, shift=0.0):
        self.calls += 1
        self.last = self.last + x
        return x * self.k + shift


class Linear:
    def __init__(self, w):
        self.w = w

    def forward(self, x):
        return self.w @ x


class Rectified:
    def forward(self, x):
        return np.maximum(x, 0)


class Sequential:
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x) if hasattr(layer, "forward") else layer(x)
        return x

    def __call__(self, x):
        return self.forward(x)


@case(0.7, order=2)
def layers(x):
    y = x
    for layer in [Dense(x, 0.5), math.tanh, lambda v: v * 2, Dense(1.5, 0.1)]:
        y = layer(y)
    return y


@case(np.array([0.3, -0.2]))
def layers_with_a_method_or_none(x):
    return Sequential(Linear(np.outer(x, x)), Rectified(), np.tanh, lambda v: v * 2)(x).sum()


@case(np.array([[0.3, -0.2], [1.0, 2.0]]))
def asked_whether_callable(x):
    y = np.ones(2)
    for layer in [Linear(x), np.tanh, Rectified()]:
        if callable(layer):
            y = layer(y)
        else:
            y = layer.forward(y)
    return y


def composed_of(*functions):
    def run(v):
        for f in functions:
            v = f(v)
        return v
    return run


@case(0.7, order=2)
def composed(x):
    return composed_of(Dense(x), math.sin, lambda v: v + x, Dense(3.0))(x)


@case(0.7)
def reduced(x):
    return functools.reduce(lambda v, f: f(v), [Dense(x), math.exp, lambda v: v / 2], x)


class Net:
    def __init__(self, x):
        self.steps = [("dense", Dense(x, 1.0)), ("act", math.tanh), ("out", self.scale)]
        self.x = x

    def scale(self, v):
        return v * self.x

    def run(self, v):
        for _, step in self.steps:
            v = step(v)
        return v


@case(0.7, order=2)
def bound_method_among_them(x):
    return Net(x).run(x)


@case(0.7)
def what_the_call_changes(x):
    counting = Counting(x)
    for f in (counting, math.sin, counting):
        f(x)
    f = [counting, math.sin][0]
    return f(x) + counting.last * counting.calls


@case(0.7)
def several_classes_and_a_function(x):
    found = []
    for f in (Dense(x, x), Counting(2.0), lambda v: v * x * x):
        found.append(f(x + 1.0))
    return found[0] + 2 * found[1] + 3 * found[2]


@case(0.7)
def held_by_an_object(x):
    class Unit:
        def __init__(self, act):
            self.act = act

        def out(self, v):
            return self.act(v) + v
    return sum(Unit(f).out(x) for f in (math.sin, Dense(x), lambda v: v * v))


@case(0.7)
def number_or_function(x):
    names = {"twice": lambda a: 2 * a, "x": x, "one": 1.0, "square": lambda a: a * a}
    total = 0.0
    for value in names.values():
        if callable(value):
            total += value(x)
        else:
            total += value
    return total


@case(0.7)
def environment_of_an_interpreter(x):
    names = {"+": lambda a, b: a + b, "*": lambda a, b: a * b, "square": lambda a: a * a, "x": x, "pi": math.pi}

    def value(e):
        if isinstance(e, str):
            return names[e]
        if isinstance(e, (int, float)):
            return e
        return value(e[0])(*[value(part) for part in e[1:]])
    return value(["+", ["*", "x", "pi"], ["square", ["+", "x", 1]]])


def evaluated(e, names):
    if isinstance(e, str):
        return names[e]
    if not isinstance(e, list):
        return e
    if e[0] == "if":
        _, test, yes, no = e
        return evaluated(yes if evaluated(test, names) else no, names)
    function = evaluated(e[0], names)
    arguments = [evaluated(a, names) for a in e[1:]]
    return function(*arguments)


@case(0.7)
def interpreter(x):
    names = {"+": operator.add, "*": operator.mul, "<": operator.lt, "sin": math.sin, "x": x}
    return evaluated(["if", ["<", "x", 1.0], ["+", ["*", "x", "x"], ["sin", "x"]], "x"], names)


@case(0.7)
def called_with_unpacked_arguments(x):
    total = 0.0
    for f in [Dense(x), lambda v: v + x, math.sin]:
        arguments = [x] if total < 100 else [x, x]
        total += f(*arguments)
    return total


@case(np.array([0.3, 0.5]))
def arrays_that_are_the_same(x):
    functions = [Dense(x), lambda v: v, np.copy]
    a = np.ones(2) * x[0]
    out = [f(a) for f in functions]
    out[1][0] = 5.0
    return out[0].sum() + out[1].sum() * a.sum() + out[2].sum()


@case(0.7)
def by_keyword(x):
    functions = {"a": Counting(x), "b": lambda x, shift=1.0: x + shift}
    return sum(f(x=x * i, shift=x) for i, f in enumerate(functions.values()))


@case(0.7, order=2)
def what_cannot_be_called(x):
    total = 0.0
    for f in [Dense(x), 3.0, lambda v: v]:
        try:
            total += f(x)
        except TypeError:
            total += x * 10
    return total


@case(0.7, order=2)
def rebound_after(x):
    functions = [Dense(x), lambda v: v * k]
    k = x * x
    total = functions[1](2.0) + functions[0](1.0)
    k = 3 * x
    return total + functions[1](x)
