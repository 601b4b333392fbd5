"""Bound methods and partials where functions of other sorts may be as well: callbacks, strategies, tables of layers."""

import functools
import math

import numpy as np

from tests.reference import case


class Schedule:
    def __init__(self, kind, a):
        self.a = a
        if kind == "exp":
            self.rule = self._exp
        elif kind == "inverse":
            self.rule = lambda t: self.a / (1 + t)
        else:
            self.rule = {"constant": self._constant, "linear": self._linear}[kind]

    def _exp(self, t):
        return self.a * math.exp(-t)

    def _constant(self, t):
        return self.a

    def _linear(self, t):
        return self.a * t


@case(0.8)
def rules_of_schedules(x):
    return sum(Schedule(k, x).rule(x * 2) for k in ("exp", "inverse", "constant", "linear"))


class Emitter:
    def __init__(self):
        self.handlers = {}

    def on(self, name, f):
        self.handlers.setdefault(name, []).append(f)

    def emit(self, name, *args):
        for f in self.handlers.get(name, []):
            f(*args)


class Account:
    def __init__(self, emitter):
        self.total = 0.0
        emitter.on("deposit", self.add)
        emitter.on("tax", lambda rate: self.scale(1 - rate))

    def add(self, v):
        self.total += v

    def scale(self, k):
        self.total *= k


@case(2.0)
def observers(x):
    emitter = Emitter()
    a, b = Account(emitter), Account(emitter)
    emitter.emit("deposit", x * x)
    emitter.emit("tax", x / 10)
    emitter.emit("deposit", 1.0)
    return a.total * b.total


class Kernel:
    phi = None

    def __init__(self):
        self.phi = self.make()

    def value(self, r):
        return self.phi(r)


class Gauss(Kernel):
    def __init__(self, s):
        self.s = s
        super().__init__()

    def make(self):
        return lambda r: math.exp(-self.s * r * r)


class Inverse(Kernel):
    def __init__(self, s):
        self.s = s
        super().__init__()

    def make(self):
        return functools.partial(self.power, 2.0)

    def power(self, p, r):
        return 1 / (r ** p + self.s)


@case(0.8)
def kernels_made_by_subclasses(x):
    return sum(k.value(x + 1) for k in [Gauss(x), Inverse(x * 2)])


class Network:
    def __init__(self, x):
        self.layers = [self.dense, np.tanh, self.dense, lambda h: h * x]
        self.w = np.full((2, 2), x)

    def dense(self, h):
        return self.w @ h

    def __call__(self, h):
        for layer in self.layers:
            h = layer(h)
        return h


@case(0.8)
def layers_in_a_list(x):
    return Network(x)(np.array([1.0, x])).sum()


class Pipeline:
    def __init__(self, *steps):
        self.steps = list(steps)

    def add(self, f, *args, **options):
        self.steps.append(functools.partial(f, *args, **options))
        return self

    def __call__(self, x):
        return functools.reduce(lambda v, f: f(v), self.steps, x)


@case(0.6)
def steps_of_a_pipeline(x):
    def scale(k, v):
        return k * v

    def power(v, p=2):
        return v ** p
    return Pipeline(np.sin, math.exp).add(scale, x).add(power, p=3)(x)


@case(0.6)
def owners_that_change(x):
    steps = []
    for k in range(3):
        owner = Schedule("linear", x * k)
        steps.append(owner._linear)
        steps.append(functools.partial(pow, x + k))
        steps.append(lambda t, k=k: t * k)
    return sum(f(x * 2) for f in steps)


class Solver:
    def __init__(self, name, f):
        self.f = f
        self.step = getattr(self, "step_" + name)

    def step_euler(self, y, h):
        return y + h * self.f(y)

    def step_midpoint(self, y, h):
        return y + h * self.f(y + h / 2 * self.f(y))


@case(0.8)
def methods_by_their_names(x):
    return sum(Solver(name, lambda y: -x * y).step(1.0, 0.1 * x) for name in ("euler", "midpoint"))


class Machine:
    def __init__(self):
        self.stack = []

    def op_add(self):
        self.stack.append(self.stack.pop() + self.stack.pop())

    def op_mul(self):
        self.stack.append(self.stack.pop() * self.stack.pop())

    def op_dup(self):
        self.stack.append(self.stack[-1])

    def run(self, program):
        for p in program:
            if isinstance(p, str):
                getattr(self, f"op_{p}")()
            else:
                self.stack.append(p)
        return self.stack[-1]


@case(0.5)
def operations_by_their_names(x):
    return Machine().run([x, "dup", "mul", 3.0, "add", x, "mul"])


@case(0.5)
def what_is_held_stays_what_it_was(x):
    s = Schedule("exp", x)
    other = Schedule("inverse", x)
    return s.rule == s._exp, s.rule != other._exp, [r.rule(x) for r in (s, other)]


@case(0.5)
def a_name_without_a_method(x):
    machine = Machine()
    try:
        machine.run([x, "dup", "div", "mul"])
    except AttributeError as error:
        return x * sum(machine.stack), str(error)
