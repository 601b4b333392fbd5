"""Attributes that a class gives from elsewhere: of a dict's items, of an object that it stands for, of a module."""

import math

import numpy as np

from tests.reference import case


class Options(dict):
    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__


class Settings(dict):
    __getattr__ = dict.get
    __setattr__ = dict.__setitem__


@case(0.5)
def items_as_attributes(x):
    d = Options(a=x, b=3.0)
    d.c = d.a * d.b
    d["e"] = d.c
    d.a += 1.0
    return d.c * d["a"] + d.e, dict(d)


@case(0.5)
def items_or_none(x):
    d = Settings()
    d.rate = x
    d.w = np.array([x, 2.0])
    r = d.rate * d.w.sum()
    if d.momentum is None:
        d.momentum = x * x
    return r + d.momentum + sum(np.sum(v) for v in d.values())


class Vector:
    def __init__(self, a, b):
        self.a, self.b = a, b

    def product(self, k=1.0):
        return self.a * self.b * k

    def shift(self, v):
        self.a += v
        return self


class Proxy:
    def __init__(self, target):
        self._target = target

    def __getattr__(self, name):
        return getattr(self._target, name)


@case(0.5)
def methods_of_another(x):
    p = Proxy(Vector(x, x * 3))
    p.shift(x * x)
    return p.product() + p.a + p.product(k=x)


@case(0.5)
def methods_of_another_of_another(x):
    p = Proxy(Proxy(Vector(x, x * 3)))
    return p.product() + p.a + p.shift(x).product(2.0)


class Counted:
    def __init__(self, target):
        self.target = target
        self.count = 0

    def __getattr__(self, name):
        method = getattr(self.target, name)

        def call(*args):
            self.count += 1
            return method(*args)
        return call


@case(0.5)
def methods_that_are_counted(x):
    p = Counted(Vector(x, x * 3))
    return p.product() + p.product(x) * p.count


class Functions:
    def __getattr__(self, name):
        return getattr(math, name)


@case(0.5)
def functions_of_a_module(x):
    f = Functions()
    return f.sin(x) * f.exp(x)


class Fluent:
    def __init__(self, v):
        self.v = v

    def __getattr__(self, name):
        if name.startswith("add"):
            return lambda k: Fluent(self.v + k)
        if name.startswith("mul"):
            return lambda k: Fluent(self.v * k)
        raise AttributeError(name)


@case(0.5)
def methods_by_the_beginnings_of_their_names(x):
    return Fluent(x).add(2.0).mul(x).v
