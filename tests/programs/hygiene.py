"""Names that users choose, and that generated code might want."""

import math

import numpy as np

from tests.reference import case

A3 = np.array([0.7, -1.2, 2.5])


@case(1.5)
def locals_like_tangents(x):
    dx = 3.0
    v = x * dx
    dv = v + dx
    ddx = dv * x
    return ddx, dv, dx


@case(1.5, 2.0)
@case(1.5, 2.0, wrt=1)
@case(1.5, 2.0, wrt=(0, 1))
def parameter_named_as_seed(x, dx):
    return x * dx + dx ** 2


@case(1.5, 2.0, 3.0, wrt=(0, 1, 2))
@case(1.5, 2.0, 3.0)
@case(1.5, 2.0, 3.0, wrt=("dx_", "x"))
def parameters_with_underscores(x, dx, dx_):
    d = dx * dx_
    return x * d + dx_ / dx


@case(1.5)
def temporaries(x):
    t = x * x
    t1 = t + x
    t_ = t1 * t
    _t = t_ / 2
    _ = _t + t
    __ = _ * x
    return (x + t) * (x + t) * (t1 * t_) + __


@case(1.5)
def single_letters(d):
    dd = d * d
    ddd = dd * d
    return ddd + dd


@case(1.5)
def result_names(x):
    result = x * 2
    dresult = result * x
    ret = dresult + 1
    value = ret * result
    tangent = value
    primal = tangent * x
    out, dout = primal, 1.0
    return out * dout


@case(1.5)
def shadowed_numpy(x):
    np = 3.0
    return x ** np + math.sin(x) * np


@case(1.5)
def shadowed_math(x):
    math = x * 2
    return math * math + np.cos(x)


@case(1.5)
def shadowed_builtins(x):
    sum = x * 2
    max = sum + 1
    abs = max * x
    len = 3
    list = [abs, sum]
    tuple = (x,)
    float = 2.0
    isinstance = zip = x
    return list[0] * len + tuple[0] * float + isinstance * zip


@case(1.5, 3)
def shadowed_range(x, range):
    for i in [0, 1, 2]:
        x = x * range
    return x


@case([1.0, 2.0], 3.0, wrt=(0, 1))
def parameters_named_as_builtins(list, sum):
    print = 0.0
    for zip in list:
        print += zip * sum
    return print


def sum(xs):            # noqa: the module's own sum
    s = 1.0
    for x in xs:
        s = s * x
    return s


def max(a, b):
    return a + b


@case([1.0, 2.0, 4.0])
def module_shadows_builtins(xs):
    return sum(xs) + max(xs[0], xs[1])


@case(1.5)
def λ_unicode(x):
    λ = x * 2
    Δx = λ + 1
    naïve = Δx * λ
    变量 = naïve + x
    return 变量 * Δx


@case(1.5, 0.5, wrt=(0, 1))
@case(1.5, 0.5)
def greek_parameters(α, β):
    Δα = 0.1
    return α ** β * Δα + math.sin(β)


@case(1.5)
def dunder_like(x):
    __x = x * 2
    _x_ = __x + 1
    __dx__ = _x_ * x
    return __dx__ * __x


@case(1.5)
def names_of_runtime(x):
    seed = x * 2
    zeros_like = seed + 1
    s2sad = zeros_like * x
    runtime = s2sad
    mirror, ones, zero = runtime, 2.0, 0.0
    return mirror * ones + zero * seed


@case(1.5)
def keyword_ish_names(x):
    match = x * 2
    case_ = match + 1
    type = case_ * x
    self, cls = type, 2.0
    return self * cls


@case(1.5)
def function_named_like_a_local(x):
    function_named = x * 2
    return function_named * helper(x)


def helper(x):
    dx = x * 3
    x_dx = dx * x
    helper_dx = x_dx + 1
    return helper_dx


def helper_dx(x):
    return x * 1000.0


@case(1.5)
def helper_with_the_derivatives_name(x):
    return helper(x) + helper_dx(x)


def f(x):
    return x * x


def df(x):
    return x * 7


def f_dx(x):
    return x * 11


@case(1.5)
def all_likely_names_taken(x):
    return f(x) * df(x) + f_dx(x)


dx = 2.0
dv = 5.0
t = 0.5


@case(1.5)
def globals_like_tangents(x):
    v = x * dx
    w = v * dv + t
    return w * dx


@case(1.5)
def global_then_helper(x):
    return reads_global(x) * dx


def reads_global(x):
    y = x * dv
    return y + dx


@case(1.5)
def loop_variable_named_d(x):
    s = 0.0
    for dx in range(3):
        for di in (1.0, 2.0):
            s += x ** dx * di
    return s


@case(A3)
def loop_over_dx(x):
    s = 0.0
    for dx in x:
        ds = dx * dx
        s += ds
    return s


@case(1.5)
def exception_name(x):
    e = x * 2
    try:
        raise ValueError("dx")
    except ValueError as dx:
        y = e * x
        s = str(dx)
    return y, s


def make_closure():
    dx, t, np = 3.0, 2.0, 4.0

    def g(x):
        return x ** 2 * dx + x * t * np
    return g


case(1.5, name="closure_names")(make_closure())


@case(1.5, kwargs={"dy": 2.0})
def keyword_arguments_named_as_seeds(x, **kw):
    s = x
    for k in kw:
        s = s * kw[k]
    return s


@case(1.5)
def import_inside_shadows(x):
    import numpy as math
    return math.sin(x) * x


@case(1.5)
def attribute_names(x):
    d = {"dx": x, "x": x * 2}
    return d["dx"] * d["x"]


@case(0.5)
def very_long_name_of_a_function_that_goes_on_and_on(a_very_long_parameter_name_that_goes_on_and_on_too):
    another_very_long_name_that_goes_on_and_on = a_very_long_parameter_name_that_goes_on_and_on_too ** 2
    return another_very_long_name_that_goes_on_and_on * a_very_long_parameter_name_that_goes_on_and_on_too


@case(0.7)
@case(0.7, order=2)
@case(A3, wrt="el")
def tangents_that_would_be_words_of_python(el, ef=2.0):
    def rise(el, ef=ef):
        return el ** 2 * ef

    total = 0.0
    for ef in [rise(el), rise(el=2.0 * el, ef=el)]:
        total = total + ef * el
    return total, sum([el * ef for el, ef in zip([total, el], [el, total])]), {ef: el * 2.0 for ef, el in [("a", el)]}


class Elevation:
    def __init__(self, el):
        self.el = el

    def ef(self, el):
        return self.el * el


@case(0.7, 1.2, wrt=("el", "x"))
def attributes_whose_tangents_would_be_words_of_python(el, x):
    towers = [Elevation(el), Elevation(x * el)]
    return [el.ef(x) for el in towers], sum(el.el for el in towers)


@case([3.0, 1.0, 2.5], order=2)
def comprehension_variables_named_like_tangents(w):
    def tree(d=1):
        yield d, 5, d * w[0]
        yield 2 * d, 6, d * w[1]
    dx = [x for _, _, x in tree()]
    d = sum(v for dw in w for v in (dw, dw * dw))
    return sorted((i, d) for i, d, _ in tree(3)), [dx * x for x, dx in zip(w, dx)], d, [d_ * d for d_, d in zip(w, w[1:])]


@case(1.5, order=2)
def attribute_named_like_a_tangent(x):
    def d(v):
        d.x = v * d.x
        return v * v
    d.x = 1.0
    _x = d(x) + d(2 * x)
    return _x * d.x


def twice_called(method):
    def both(self, raw):
        return method(self, raw) + method(self, 2 * raw)
    return both


@case(1.5, order=2)
def method_named_like_a_tangent(x):
    class Pen:
        def __init__(self, raw):
            self.raw = raw

        @twice_called
        def draw(self, raw):
            return self.raw * raw
    raw = x * x
    return Pen(x).draw(raw), raw


@case({"p": -0.1, "r": np.array([0.3, -0.9])}, np.array([1.0, 2.0, 3.0]))
def an_underscore_that_is_only_changed(d, a):
    v, _, _ = a
    for k, u in d.items():
        _ -= 0.5
    return v, d
