"""Gradients as other tools spell them, written with `differentiate` and `jvp`, and nested in one another.

What is constant, and by which argument is differentiated, is often known only from a variable of the function around.
"""

import bisect
import functools
import re

import numpy as np

from s2sad import differentiate, jacobian, jvp
from tests.reference import case

A = np.array([[1.0, 0.2, -0.3], [0.5, 2.0, 0.1], [0.3, -0.2, 1.5]])
X = np.array([0.3, -0.7, 1.2])


def by_choice(f, argnum=0):
    def g(*args):
        return jvp(f, args, tuple(1.0 if i == argnum else None for i in range(len(args))))[1]
    return g


def by_choice_among_arguments(f, argnum=0):
    def g(*args):
        return jvp(f, args, tuple(1.0 if i == argnum else None for i, a in enumerate(args)))[1]
    return g


def by_slices(f, argnum=0):
    def g(*args, **options):
        return jvp(lambda x: f(*args[:argnum], x, *args[argnum + 1:], **options), (args[argnum],), (1.0,))[1]
    return g


def by_repetition(f, argnum=0):
    def g(*args):
        return jvp(f, args, (None,) * argnum + (1.0,) + (None,) * (len(args) - argnum - 1))[1]
    return g


def by_a_list(f, argnum=0):
    def g(*args):
        along = [None] * len(args)
        along[argnum] = np.ones_like(args[argnum]) if np.ndim(args[argnum]) else 1.0
        return jvp(f, args, tuple(along))[1]
    return g


def by_a_list_that_is_made(f, argnum=0):
    def g(*args):
        along = [1.0 if i == argnum else None for i in range(len(args))]
        return jvp(f, args, along)[1]
    return g


def by_stars(f):
    def g(x, *rest):
        return jvp(f, (x, *rest), (1.0, *[None for _ in rest]))[1]
    return g


def by_substitution(f, argnum=0):
    @functools.wraps(f)
    def g(*args, **options):
        def unary(x):
            passed = list(args)
            passed[argnum] = x
            return f(*passed, **options)
        return differentiate(unary)(args[argnum])[1]
    return g


def by_option(f, argnum=0):
    def g(*args, **options):
        return differentiate(f, argnum)(*args, **options)[1]
    return g


def by_jacobian(f, argnum=0):
    def g(*args):
        return jacobian(f, wrt=argnum)(*args)
    return g


def along_units(f, argnum=0):
    def g(*args, **options):
        x = args[argnum]
        out = np.zeros_like(x)
        for i in range(x.size):
            e = np.zeros_like(x)
            e.flat[i] = 1.0
            out.flat[i] = jvp(f, args, tuple(e if k == argnum else None for k in range(len(args))), **options)[1]
        return out
    return g


def quartic(x):
    return x**4


def of_two(x, y):
    return x**2 * y**3


def energy(x):
    return np.sum(np.sin(A @ x)**2) + x[0]**3


second_by_choice = by_choice(by_choice(quartic))
third_by_choice = by_choice(by_choice(by_choice(quartic)))
mixed_by_choice = by_choice(by_choice(of_two, 1), 0)
mixed_among_arguments = by_choice_among_arguments(by_choice_among_arguments(of_two, 1), 0)
second_by_slices = by_slices(by_slices(quartic))
mixed_by_slices = by_slices(by_slices(of_two, 1), 0)
mixed_by_repetition = by_repetition(by_repetition(of_two, 1), 1)
second_by_stars = by_stars(by_stars(of_two))
mixed_by_substitution = by_substitution(by_substitution(of_two, 1), 0)
mixed_by_option = by_option(by_option(of_two, 1), 0)
slope_by_a_list = by_a_list(of_two, 1)
slope_by_a_list_that_is_made = by_a_list_that_is_made(of_two, 1)
gradient_along_units = along_units(energy)


@case(0.7)
def chosen(x):
    return second_by_choice(x) + third_by_choice(x)


@case(0.7)
def mixed(x):
    return mixed_by_choice(x, 2 * x) + mixed_among_arguments(x, x) + mixed_by_repetition(x, 2.0)


@case(0.7)
def sliced(x):
    return second_by_slices(x) + mixed_by_slices(x, x * x)


@case(0.7)
def starred(x):
    return second_by_stars(x, 3.0)


@case(0.7)
def substituted(x):
    return mixed_by_substitution(x, x + 1.0) + mixed_by_option(x, x + 1.0)


@case(0.7)
@case(X)
def by_lists(x):
    return slope_by_a_list(x, 2 * x)


@case(0.7)
def by_lists_that_are_made(x):
    return slope_by_a_list_that_is_made(x, 2 * x)


@case(X)
def gradient(x):
    return gradient_along_units(x)


@case(0.7)
def of_what_is_made_inside(x):
    return by_choice(lambda y: x * y**3)(x) + by_slices(lambda y: x * y**3)(x) + by_repetition(lambda y: x * y**3)(x)


@case(0.7)
def options_of_what_is_made_inside(x):
    return by_option(lambda y: x * y**3)(x) + by_substitution(lambda y: x * y**3)(x)


@case(0.7)
def jacobian_of_what_is_made_inside(x):
    return by_jacobian(lambda y: x * y**3)(x) + by_jacobian(lambda a, b: a * b * b * x, 1)(2.0, x)


def counting():
    n = 0

    def count():
        nonlocal n
        n += 1

    def f(x):
        count()
        if n == 0:
            return float(f"{x:.3f}")
        return n * x * by_choice(quartic)(x)
    return f


@case(0.7, may_refuse=True)
def counted_outside(x):
    return counting()(x)


def with_a_key():
    wave = np.sin

    def other():
        nonlocal wave
        wave = np.cos

    def f(x):
        [2, 1].sort(key=lambda v: (other(), v)[1])
        return wave(x)
    return f


@case(0.7, may_refuse=True)
def changed_by_a_key(x):
    return with_a_key()(x)


@case(0.7, may_refuse=True)
def changed_by_a_key_inside(x):
    wave, calls = np.sin, 0

    def other():
        nonlocal wave
        wave = np.cos

    def counted(v):
        nonlocal calls
        calls += 1
        return -v
    [2, 1].sort(key=lambda v: (other(), v)[1])
    first = sorted([1, 2, 3], key=counted)[0]
    return wave(x) * calls * first


@case(0.7, may_refuse=True)
def changed_by_a_key_of_bisect(x):
    y = x

    def key(v):
        nonlocal y
        y = x * x
        return v
    at = bisect.bisect([1, 2], 1, key=key)
    return y * at


@case(0.7, may_refuse=True)
def changed_while_text_is_replaced(x):
    y = 2.0

    def other(match):
        nonlocal y
        y = 3.0
        return "b"
    return x * x * y * len(re.sub("a", other, "a"))
