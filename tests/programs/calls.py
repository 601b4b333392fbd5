"""Calls: helpers here and elsewhere, every way to pass arguments, recursion, closures."""

import functools
import inspect
import math
import math as m
from math import sin as sine

import numpy as np
import numpy

from tests.programs import elsewhere
from tests.programs.elsewhere import norm2, scaled as rescaled
from tests.reference import case

A3 = np.array([0.7, -1.2, 2.5])
RATE = 0.3
POWERS = (1, 2, 3)
OFFSETS = {"low": -1.0, "high": 2.0}


def square(x):
    return x * x


def affine(x, a=2.0, b=1.0):
    return a * x + b


def total(*xs):
    s = 0.0
    for x in xs:
        s += x
    return s


def options(x, **kw):
    y = x
    if "scale" in kw:
        y = y * kw["scale"]
    for name, value in kw.items():
        y = y + len(name) * value
    return y


def everything(a, b=2.0, *rest, c, d=4.0, **others):
    s = a * b + c / d
    for r in rest:
        s = s * r
    for k in others:
        s = s - others[k]
    return s


def posonly(a, b, /, c, *, d=1.0):
    return a * b + c * d


def two_results(x):
    return x * x, x + 1


def nothing(x):
    y = x * 2


def passes_through(x):
    return x


def ignores(x):
    return 3.0


@case(1.5)
@case(A3)
def positional(x):
    return square(x) + affine(x, 3.0)


@case(1.5)
def keywords(x):
    return affine(b=x, x=x * 2) + affine(x, b=5.0) * affine(a=x, x=1.0)


@case(1.5)
def defaults(x):
    return affine(x) + affine(1.0, x)


@case(1.5)
def variadic(x):
    xs = [x, x * x]
    return total() + total(x) + total(x, 2.0, x * 3) + total(*xs, 1.0, *(x, x))


@case(1.5)
def keyword_variadic(x):
    kw = {"scale": x, "ab": 2.0}
    return options(x) + options(x, **kw) + options(2.0, scale=3.0, **{"z": x})


@case(1.5)
def every_parameter_kind(x):
    rest = (x, 3.0)
    return (everything(x, c=1.0), everything(1.0, x, *rest, c=x, d=2.0, e=x, f=1.0),
            everything(2.0, c=x, **{"g": x * x}))


@case(1.5)
def positional_only(x):
    return posonly(x, 2.0, x) + posonly(1.0, x, c=x, d=x)


@case(1.5)
def multiple_results(x):
    a, b = two_results(x)
    p = two_results(b)
    return a * b, p[0], p


@case(1.5)
def helper_without_result(x):
    r = nothing(x)
    return x, r


@case(1.5)
def helper_constant(x):
    return ignores(x) * x + passes_through(3.0) * passes_through(x)


@case(1.5)
def nested_calls(x):
    return square(square(affine(square(x), square(x)) / 10))


@case(1.5)
def same_helper_active_and_not(x):
    c = square(3.0)
    return square(x) * c + square(c)


@case(1.5)
def other_module(x):
    return elsewhere.scaled(x) + elsewhere.scaled(x, x, shift=x) + elsewhere.gained(x)


@case(A3)
def other_module_by_name(v):
    return norm2(v) * rescaled(v[0], shift=1.0) + elsewhere.weighted(v)


@case(1.5)
def other_module_constants(x):
    return x * elsewhere.GAIN + elsewhere.TABLE["offset"][1] * x + elsewhere.Constants.rate


@case(1.5)
def helper_writes_into_array(x):
    a = np.zeros(3)
    elsewhere.fill(a, x)
    return a * x


@case(1.5)
def helper_mutates_list(x):
    out = []
    push(out, x)
    push(out, x * x)
    return out, out[0] * out[1]


def push(box, value):
    box.append(value)
    box[0] += 1.0


@case(5, 1.1, wrt="x")
@case(4, 1.1, wrt="x")
def mutual_elsewhere(n, x):
    return elsewhere.even(n, x)


@case(6, wrt=0, value=720, expected=1044.0)
def factorial_of_int(n):
    return 1 if n < 2 else n * factorial_of_int(n - 1)


@case(5, 1.2, wrt="x")
def recursion(n, x):
    if n == 0:
        return 1.0
    return x * recursion(n - 1, x) + n


@case(8, 1.2, wrt="x")
def double_recursion(n, x):
    if n < 2:
        return x
    return double_recursion(n - 1, x) + x * double_recursion(n - 2, x) / 3


def is_even(n, x):
    if n == 0:
        return x
    return is_odd(n - 1, x * 1.5)


def is_odd(n, x):
    if n == 0:
        return -x
    return is_even(n - 1, x + 0.5)


@case(5, 1.2, wrt="x")
def mutual_recursion(n, x):
    return is_even(n, x)


@case([1.0, [2.0, [3.0, 4.0], 5.0]])
def recursion_over_nested_list(t):
    if isinstance(t, list):
        s = 0.0
        for e in t:
            s += 2 * recursion_over_nested_list(e)
        return s
    return t * t


@case(3, 2, 1.3, wrt="x")
def ackermann_like(m, n, x):
    if m == 0:
        return x * (n + 1)
    if n == 0:
        return ackermann_like(m - 1, 1, x)
    return ackermann_like(m - 1, n - 1, x) / 2 + x


def fft(re, im):
    n = len(re)
    if n == 1:
        return [re[0]], [im[0]]
    er, ei = fft(re[::2], im[::2])
    orr, oi = fft(re[1::2], im[1::2])
    outr, outi = [0.0] * n, [0.0] * n
    for k in range(n // 2):
        c, s = math.cos(-2 * math.pi * k / n), math.sin(-2 * math.pi * k / n)
        tr, ti = c * orr[k] - s * oi[k], s * orr[k] + c * oi[k]
        outr[k], outi[k] = er[k] + tr, ei[k] + ti
        outr[k + n // 2], outi[k + n // 2] = er[k] - tr, ei[k] - ti
    return outr, outi


@case([1.0, 2.0, -1.0, 0.5, 3.0, 0.0, -2.0, 1.0])
def fft_by_recursion(xs):
    re, im = fft(xs, [0.0] * len(xs))
    power = []
    for a, b in zip(re, im):
        power.append(a * a + b * b)
    return power


@case(np.array([1.0, 2.0, -1.0, 0.5]))
def fft_complex_arrays(x):
    if x.shape[0] == 1:
        return x + 0j
    n = x.shape[0]
    e, o = fft_complex_arrays(x[::2]), fft_complex_arrays(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([e + w * o, e - w * o])


@case(0.7)
def imported_names(x):
    return m.cos(x) + sine(x) * math.exp(x) + numpy.tanh(x) + np.linalg.norm(np.array([x, 1.0]))


@case(0.7)
def module_constants(x):
    s = x * RATE
    for p in POWERS:
        s += x ** p
    return s + OFFSETS["low"] * x + A3[2] * x


@case(0.7)
def local_import(x):
    import math as mm
    from math import cos
    return mm.sin(x) * cos(x)


@case(0.7)
def local_alias_of_function(x):
    f = math.sin
    g = square
    return f(x) + g(x) * f(1.0)


@case(0.7, may_refuse=True)
def function_chosen_at_run_time(x):
    if x > 0:
        f = math.sin
    else:
        f = math.cos
    return f(x) * 2


@case(0.7, may_refuse=True)
def nested_function(x):
    def inner(y):
        return y * y + 1
    return inner(x) * inner(2.0)


@case(0.7, may_refuse=True)
def nested_function_captures(x):
    k = x * 2

    def inner(y):
        return y * k
    return inner(x) + inner(3.0)


def make_scaler(factor, table):
    def scaler(x):
        return x * factor + table[0]
    return scaler


case(1.5, name="closure")(make_scaler(3.0, [1.0, 2.0]))
case(1.5, name="closure_array")(make_scaler(A3, [2.0]))


def make_recursive():
    def go(x, n):
        return x if n == 0 else go(x * x / 2, n - 1)
    return go


case(1.5, 3, name="closure_recursive")(make_recursive())


def make_two(k):
    def f(x):
        return g(x) * k

    def g(x):
        return x * x + k
    return f


case(1.5, name="closure_calls_sibling")(make_two(2.0))


def twice(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        return 2 * f(*args, **kwargs)
    return wrapper


@case(1.5)
@twice
def behind_wraps(x, k=3.0):
    return x * x * k


def showing_its_signature(f):
    def wrapper(*args, **kwargs):
        return 2 * f(*args, **kwargs)
    wrapper.__signature__ = inspect.signature(f)
    return wrapper


@case(1.5, name="behind_a_signature")
@case(1.5, name="behind_a_signature", kwargs={"k": 2.0})
@case(1.5, 2.0, name="behind_a_signature", wrt=1)
@case(1.5, name="behind_a_signature", order=2)
@showing_its_signature
def behind_a_signature(x, k=3.0):
    return x * x * k


def doubling_the_first(f):
    def wrapper(a, *rest):
        return f(2 * a, *rest)
    wrapper.__signature__ = inspect.signature(f)
    return wrapper


@case(1.5, 0.5, name="behind_other_names")
@case(1.5, 0.5, name="behind_other_names", wrt=1)
@doubling_the_first
def behind_other_names(x, y):
    return x * y * y


@twice
def decorated_helper(x, k=1.0):
    return x * x + k


@case(1.5)
def calls_decorated_helper(x):
    return decorated_helper(x) + decorated_helper(x, k=x)


class Model:
    """Methods of an instance that holds constants only."""

    gain = 3.0

    def __init__(self, w):
        self.w = w

    def predict(self, x):
        return self.w * x + self.gain

    def chained(self, x):
        return self.predict(self.predict(x))

    @staticmethod
    def cube(x):
        return x ** 3


MODEL = Model(2.0)
case(1.5, name="method")(MODEL.predict)
case(1.5, name="method_calls_method")(MODEL.chained)
case(1.5, name="staticmethod")(Model.cube)


@case(1.5)
def calls_method(x):
    return MODEL.predict(x) + Model.cube(x) * MODEL.w


@case(1.5)
def default_is_evaluated_once(x, box=[1.0]):
    return x * box[0] + len(box)


@case(1.5)
@case(1.5, 2.0)
@case(1.5, kwargs={"k": 4.0})
@case(kwargs={"x": 1.5, "k": 4.0})
@case(1.5, 2.0, wrt=("x", "k"))
@case(1.5, kwargs={"k": 4.0}, wrt="k")
@case(1.5, 4.0, wrt=1)
def with_default(x, k=3.0):
    return x ** k


@case(1.5, kwargs={"k": 4.0}, wrt=("x", "k"))
@case(1.5, kwargs={"k": 4.0})
def with_keyword_only(x, *, k, n=2):
    return x ** n * k


@case(1.5, 2.0, 3.0)
def with_star_args(x, *rest):
    s = x
    for r in rest:
        s = s * r + x
    return s


@case(1.5, kwargs={"a": 2.0, "b": 5.0})
def with_star_kwargs(x, **kw):
    s = x
    for k in sorted(kw):
        s = s * kw[k] + x
    return s, kw


@case(1.5, 2.0)
def with_positional_only(x, y, /):
    return x * y


@case(1.5)
def argument_evaluation_order(x):
    log = []
    r = affine(note(log, x), b=note(log, 2.0), a=note(log, x * x))
    return r, log


def note(log, v):
    log.append(v)
    return v


@case(1.5)
def eval_order_of_assignment(x):
    log = []
    a = [0.0, 0.0]
    a[index(log, 0)] = note(log, x)
    a[index(log, 1)] += note(log, x * 2)
    return a, log


def index(log, i):
    log.append(-i)
    return i


@case(1.5)
def short_circuit(x):
    log = []
    a = note(log, x) > 5 and note(log, 10.0) > 0
    b = note(log, x * 2) > 0 or note(log, 11.0) > 0
    c = 0 < note(log, x) < note(log, 1.0) < note(log, 12.0)
    d = note(log, x * x) if a else note(log, x + 1)
    return log, d


@case(1.5)
def helper_raises(x):
    try:
        return guarded(x - 2)
    except ValueError as e:
        return x * 3, str(e)


def guarded(x):
    if x < 0:
        raise ValueError("negative")
    return math.sqrt(x)


@case(1.5)
def pipeline(x):
    y = affine(x, *[2.0], **{"b": x})
    z = functools.reduce(max, [1, 2, 3]) * y
    return z


@case(0.5)
def three_deep(x):
    return deep1(x, 2)


def deep1(x, n):
    return deep2(x * x, n + 1) + x


def deep2(x, n):
    y, z = deep3(x), deep3(n * x)
    return y * z


def deep3(x):
    return math.sin(x) * elsewhere.gained(x)


@case((1.0, 2.0), {"k": 3.0}, wrt=(0, 1))
def unpacked_arguments(t, d):
    return affine(*t) * with_default(2.0, **d)
