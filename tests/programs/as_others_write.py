"""Programs in the manner of what others publish: models of classes, solvers that talk to generators, careful conversions."""

import functools

import numpy as np

from tests.reference import case

A3 = np.array([0.7, -1.2, 2.5])


# ---------------------------------------------------------------- methods that objects hold


class Kernel:
    """Which of its methods is called is chosen by name, once, and kept in an attribute."""

    def __init__(self, name, gamma=1.0):
        self.gamma = gamma
        self.function = self.find(name)
        if self.function == self.bell and self.gamma < 0:
            raise ValueError("gamma must not be negative")

    def line(self, u, v):
        return np.inner(u, v) + self.gamma

    def bell(self, u, v):
        return np.exp(-self.gamma * np.sum((u - v) ** 2))

    def find(self, name):
        return {"line": self.line, "bell": self.bell}[name]

    def __call__(self, u, v):
        return self.function(u, v)


class Gram:
    def __init__(self, points, kernel):
        self.points = points
        self.kernel = kernel
        self.table = np.zeros((len(points), len(points)))
        for i, u in enumerate(points):
            for j, v in enumerate(points):
                self.table[i, j] = self.kernel(u, v)


@case(0.4, "line")
@case(0.4, "bell", order=2)
def kernels_chosen_by_name(x, name):
    return Gram(np.array([[0.1, 0.7], [0.4, -0.3]]) * x, Kernel(name, gamma=x)).table


class Layer:
    activation = None

    def __init__(self, weight, activation=None):
        self.weight = weight
        if activation is not None:
            self.activation = self.bent if activation == "bent" else self.squared

    def bent(self, v):
        return np.tanh(v * self.weight)

    def squared(self, v):
        return v * v / self.weight

    def __call__(self, v):
        v = v * self.weight
        if self.activation is not None:
            v = self.activation(v)
        return v


@case(0.7)
@case(0.7, order=2)
def class_says_none_and_objects_may_hold_a_method(x):
    return [layer(x) for layer in (Layer(x), Layer(x * x, "bent"), Layer(2.0, "squared"))]


class Stepper:
    def __init__(self, rate, slope):
        self.rate = rate
        self.slope = slope

    def step(self, v):
        return v - self.rate * self.slope(v)


class Trainer:
    def __init__(self, stepper, step=None):
        self.step = step or stepper.step
        self.later = functools.partial(self.scaled, 0.5)

    def scaled(self, by, v):
        return by * self.step(v)

    def run(self, v):
        for _ in range(3):
            v = self.step(v)
        return v


@case(0.3, order=2)
def methods_of_others_and_partials_held(x):
    plain = Trainer(Stepper(x, lambda v: v * v))
    own = Trainer(Stepper(x, np.sin), lambda v: v * x)
    return plain.run(1.5), own.run(x), plain.later(x)


class Switched:
    """One method of it stands in for the other for a while."""

    def __init__(self, x):
        self.x = x
        self.call = self.first

    def first(self, v):
        self.call = self.second
        return v * self.x

    def second(self, v):
        return v + self.x ** 2


@case(0.7, order=2)
def method_that_replaces_itself(x):
    s = Switched(x)
    return [s.call(x) for _ in range(3)]


# ---------------------------------------------------------------- generators that are sent None or a value


class Search:
    """Candidates come from a generator that is told whether the last one helped."""

    def __init__(self, x):
        self.x = x
        self.candidates = self.propose()

    def propose(self):
        width = self.x
        while width > 0.05:
            helped = yield width * self.x
            if helped is None:
                width = width / 2
            else:
                width = width / 3 + helped / 10

    def run(self):
        said, found = None, []
        while True:
            try:
                candidate = self.candidates.send(said)
            except StopIteration:
                return found
            found.append(candidate)
            said = candidate * self.x if candidate > 0.3 else None


@case(0.9)
@case(0.9, order=2)
def generator_told_none_or_a_value(x):
    return Search(x).run()


def accumulated(x):
    total = 0.0
    while True:
        change = yield total
        if change is None:
            continue
        if change is False:
            return total * x
        total = total + change[0] * x + change[1]


def told(generator, first=None):
    results = [generator.send(first)]
    for i in range(4):
        results.append(generator.send((results[-1] + i, i) if i % 2 else None))
    try:
        generator.send(False)
    except StopIteration as stop:
        results.append(stop.value)
    return results


@case(0.9)
@case(0.9, order=2)
def generator_started_by_what_a_variable_holds(x):
    return told(accumulated(x))


# ---------------------------------------------------------------- dtypes that are computed


class Filter:
    def __init__(self, taps, dtype=None):
        taps = np.asarray(taps)
        self.dtype = np.dtype(dtype) if dtype is not None else np.result_type(taps, float)
        self.taps = taps.astype(self.dtype, copy=False) / taps[0]

    def push(self, v):
        dtype = np.promote_types(self.dtype, v.dtype)
        if dtype != self.dtype:
            self.taps = self.taps.astype(dtype, copy=False)
        return np.convolve(self.taps, np.asarray(v, dtype=dtype))


@case(A3)
@case(A3, kwargs={"dtype": np.float64}, order=2)
def dtypes_of_what_comes(x, dtype=None):
    return Filter(x, dtype).push(x[::-1] * 2), Filter(x[:2], dtype).push(np.array([1.0, 2.0]))


@case(A3)
@case(A3 + 0.5j)
def type_chosen_by_what_is_complex(x):
    y = np.asarray(x * x)
    y = y.astype(complex if np.iscomplexobj(y) else float, copy=False)
    return y * 2 if np.isrealobj(y) else y * 3


# ---------------------------------------------------------------- integers made of real numbers


@case(1.3, order=2)
@case(np.array([0.4, 1.3, 2.6, 1.1]))
def counted_in_bins(x):
    points = np.array([0.3, 1.2, 2.7, 1.9]) * x
    bins = points.astype(int)
    inside = np.zeros(6)
    np.add.at(inside, bins, points - bins)
    return np.bincount(bins, minlength=6) * x.sum() if np.ndim(x) else inside, inside


@case(A3)
def conversions_that_copy(x):
    y = x * 2.0
    same = y.astype(float)
    same[0] = 5.0
    kept = y.astype(float, copy=False)
    kept[1] = x[0] * x[2]
    return y, same, kept
