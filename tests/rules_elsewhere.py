"""A module of functions with rules, whose names mean other things in the modules that use them."""

import numpy

import s2sad

SCALE = 2.0


def slope(x):
    return SCALE * x


@s2sad.rule(x="slope(x) * dx")
def parabola(x):
    return SCALE * x * x / 2


@s2sad.rule(x="numpy.cos(x) * dx")
def sine(x):
    return numpy.sin(x)


def product(a, b):
    return a * b


@s2sad.rule_for(product)
def product_rule(a, b, *, da=None, db=None):
    if da is None:
        return a * b, a * db
    if db is None:
        return a * b, da * b
    return a * b, da * b + a * db
