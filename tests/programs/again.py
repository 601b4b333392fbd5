"""Programs that are differentiated several times: what a derivative's text is made of is read like the user's own."""

import contextlib
import functools
import math
from dataclasses import dataclass

import numpy as np

from tests.reference import case


class Scaled:
    """A context manager that changes what it holds, and swallows one sort of exception."""

    def __init__(self, value):
        self.value = value

    def __enter__(self):
        self.value *= 2
        return self

    def __exit__(self, kind, error, traceback):
        if kind is not None:
            self.value *= 3
        else:
            self.value += 1
        return kind is KeyError


@case(1.5, order=3)
def manager(x):
    with Scaled(x) as s:
        y = s.value * x
    return y * s.value


@case(1.5, order=2)
def manager_that_swallows(x):
    s = Scaled(x * x)
    with s:
        {}["missing"]
    return s.value * x


@case(1.5, order=2)
def manager_left_early(x):
    def inner(v):
        with Scaled(v) as s:
            for i in range(3):
                if i == 1:
                    return s.value * v, s
        return None
    value, s = inner(x)
    return value * s.value


@case(1.5, order=2)
def manager_that_lets_through(x):
    s = Scaled(x)
    try:
        with s as t:
            y = t.value * x
            raise ValueError
    except ValueError:
        y = y * s.value
    return y


@case(1.5, order=2)
def two_managers(x):
    with Scaled(x) as a, Scaled(x * x) as b:
        y = a.value * b.value
    return y * a.value + b.value


@contextlib.contextmanager
def doubled(x):
    yield x * x * 2


@case(1.5, order=2)
def manager_by_generator(x):
    with doubled(x) as y:
        return y * x


class Spring:
    def __init__(self, k):
        self.k = k

    def energy(self, x):
        return self.k * x**4 / self.total()

    def total(self):
        return self.k + 1


SPRING = Spring(3.0)
case(1.5, order=3, name="bound_method")(SPRING.energy)


def stretched(k, x, power=2.0):
    return k * x**power


HALFWAY = functools.partial(stretched, 4.0, power=5)
HALFWAY.__module__ = __name__
case(1.5, order=3, name="partial")(HALFWAY)


@dataclass
class Body:
    mass: float
    place: tuple
    name: str = "body"


@case([Body(2.0, (1.0, 3.0)), Body(1.0, (0.5, 0.25))], order=2)
def centre(bodies):
    return sum(b.mass * b.place[0]**2 for b in bodies) / sum(b.mass for b in bodies)


@case(Body(2.0, (1.0, 3.0)), order=2)
def moved(body):
    body.place = (body.place[0] * body.mass, body.place[1]**2)
    return body.place[0] * body.place[1], body


@case([[1.0, 2.0], [3.0]], order=2)
def nested_lists_written(rows):
    rows[0].append(rows[1][0]**2)
    rows.append(rows[0])
    rows[2][0] = rows[0][1]**3
    return rows


@case({"x": 1.5, "notes": ["a"], "inner": {"m": [1]}}, order=2)
def nested_dict_written(d):
    d["notes"].append("b")
    d["inner"]["m"].append(3)
    d["inner"]["z"] = []
    d["inner"]["z"].append(2.0)
    d["y"] = d["x"]**3


@case(np.array([1.0, 2.0, 3.0]), order=3)
def dict_of_keys_and_values(xs):
    d = dict(zip("abc", xs * xs))
    d.update(zip(["a", "d"], [xs[0], 2.0]))
    return d["a"] * d["b"] * d["c"] + d["d"], d


@case(1.5, order=2)
def dict_of_generated_items(x):
    d = dict((k, v * x) for k, v in {"a": x, "b": 2.0}.items())
    d.update((k + "2", v * x) for k, v in list(d.items()))
    return d["a"] * d["b"], d


def powers(x):
    while True:
        yield x
        x = x * x


def counting(x):
    n = 0
    while True:
        n += 1
        yield n * x


@case(1.5, order=2)
def zipped_generators(x):
    total = 0.0
    for i, (a, b) in zip(range(3), zip(powers(x), counting(x * x))):
        total += a * b * i
    return total


@case(1.5, order=2)
def one_of_several_functions_of_starred_arguments(x):
    ops = {"s": lambda a: a * a, "p": lambda a, b: a * b * x}
    total = 0.0
    for key in ("s", "p", "s"):
        args = [x * x, 3.0][:2 if key == "p" else 1]
        total += ops[key](*args)
        if key == "s":
            total += ops[key](total)
    return total


class Stepper:
    def __init__(self, f, step):
        self.f, self.step = f, step


class Euler(Stepper):
    def advance(self, y):
        return y + self.step * self.f(y)


class Midpoint(Stepper):
    def advance(self, y):
        return y + self.step * self.f(y + self.step / 2 * self.f(y))


@case(1.3, order=2)
def steppers_of_two_classes(x):
    steppers = {"e": Euler(lambda y: -x * y, 0.1), "m": Midpoint(lambda y: x * y * y, 0.2)}
    return sum(s.advance(s.advance(1.0)) for s in steppers.values())


@case(1.5, order=3)
def functions_kept_by_a_local_class(x):
    class Subject:
        def __init__(self):
            self.observers = []

        def attach(self, f):
            self.observers.append(f)

        def emit(self, v):
            return sum(f(v) for f in self.observers)
    s = Subject()
    s.attach(lambda v: v * x)
    s.attach(lambda v: v**3)
    return s.emit(x)


class Smoothed:
    """Holds a generator that values are sent to."""

    def __init__(self, share):
        self.share = share
        self.run = self.running()
        next(self.run)

    def running(self):
        y = 0.0
        while True:
            x = yield y
            y = self.share * y + (1 - self.share) * x * x

    def __call__(self, x):
        return self.run.send(x)


def made(share):
    return Smoothed(share)


def running(share):
    y = 0.0
    while True:
        x = yield y
        y = share * y + (1 - share) * x * x


def started(share):
    run = running(share)
    next(run)
    return run


def started_in_a_dict(share):
    run = running(share)
    next(run)
    return {"run": run, "share": share}


@case([1.0, 2.0, 0.5], 0.3, order=2)
def object_with_a_generator_made_elsewhere(xs, share):
    f = made(share)
    return [f(x) for x in xs]


@case([1.0, 2.0, 0.5], 0.3, order=2)
def generator_started_elsewhere(xs, share):
    run = started(share)
    return [run.send(x) for x in xs]


@case([1.0, 2.0, 0.5], 0.3, order=2)
def dict_with_a_generator_started_elsewhere(xs, share):
    held = started_in_a_dict(share)
    return [held["run"].send(x) for x in xs]


def summed(xs):
    s = 0.0
    for x in xs:
        s += x
        yield s * s
    return [s, s**3, 1.0]


@case([1.0, 2.0], order=3)
def what_a_generator_returns(xs):
    items = summed(xs)
    while True:
        try:
            last = next(items)
        except StopIteration as stop:
            return last * stop.value[1], stop.value


@case([1.0, 2.0], order=2)
def length_of_what_a_generator_returns(xs):
    items = summed(xs)
    while True:
        try:
            last = next(items)
        except StopIteration as stop:
            return last * len(stop.value)


def scaled_sum(scale):
    total, count = 0.0, 0
    while True:
        x = yield total * scale
        if x is None:
            return total, count
        total, count = total + x, count + 1


@case([1.0, 2.0], 0.5, wrt=1, order=2)
def what_a_generator_returns_is_constant(xs, scale):
    sums = scaled_sum(scale)
    next(sums)
    out = [sums.send(x)**2 for x in xs]
    try:
        sums.send(None)
    except StopIteration as stop:
        total, count = stop.value
        out.append(total * count)
    return out


@case(0.7, order=2)
def function_looked_up_for_what_is_kept(x):
    def walked(e):
        if isinstance(e, tuple):
            op, *parts = e
            values = [walked(part) for part in parts]
            return {"add": sum, "mul": math.prod}[op](values)
        return x if e == "x" else e
    return walked(("add", ("mul", "x", "x"), 2.0, ("mul", 3.0, "x")))


class Found(Exception):
    def __init__(self, value):
        self.value = value


@case(1.5, order=3)
def raised_and_caught(x):
    try:
        if x > 1:
            raise Found(x * x)
    except Found as found:
        return found.value * x
    return x


@case(1.5, [], order=2)
def appended_to_an_argument(x, log):
    log.append(x)
    y = x**3
    log.append(y)
    log.append((y, "note"))
    return log[1] * log[0]
