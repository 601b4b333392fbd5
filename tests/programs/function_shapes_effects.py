"""Functions called in several shapes that write, yield, raise, rebind or keep what they are given."""

import math

import numpy as np

from tests.reference import case

A3 = np.array([0.7, -1.2, 2.5])


@case(A3)
def shapes_inplace(x):
    def add(u, v=None, *rest):
        if v is not None:
            u += v
        for r in rest:
            u *= r
        return u
    a = x.copy()
    b = np.ones(3)
    add(a)
    add(a, x)
    add(b, a, 2.0)
    add(b, x, x, 3.0)
    return a.sum() + b.sum()


@case(A3)
def shapes_alias(x):
    def pick(u, f=None):
        return u if f is None else f(u)
    a = x * 2
    p = pick(a)
    q = pick(a, lambda u: u[1:])
    q *= x[0]
    p[0] = x[1]
    return a


@case(A3)
def wrapper_inplace(x):
    def logged(f):

        def w(*a, **k):
            r = f(*a, **k)
            return r
        return w

    @logged
    def scale(u, k):
        u *= k
        return u

    @logged
    def shift(u, *, by):
        u += by
    a = x.copy()
    scale(a, x[0])
    shift(a, by=x)
    scale(u=a, k=2.0)
    return a


@case(1.5)
def list_args_mutated(x):
    def push(l, *vs, **kw):
        for v in vs:
            l.append(v)
        for k in kw:
            l.append(kw[k])
        return l
    l = [x]
    push(l, x * x)
    push(l, x, 2.0, k=x * 3)
    push(l)
    return l


@case(1.5)
def kwargs_dict_mutated(x):
    def f(**kw):
        kw["z"] = kw.get("a", 1.0) * x
        return kw
    d = {"a": x}
    e = f(**d)
    g = f()
    h = f(b=x)
    return (d, e, g, h)


@case(1.5)
def args_tuple_kept(x):
    keep = []

    def f(*a):
        keep.append(a)
        return len(a)
    f(x)
    f(x, 2.0 * x)
    f()
    return keep


@case(1.5)
def nonlocal_in_shapes(x):
    t = x

    def bump(a, b=None):
        nonlocal t
        t = t * a if b is None else t + a * b
        return t
    r = bump(x) + bump(x, 2.0) * bump(2.0)
    return (r, t)


@case(1.5)
def mixed_known(x):
    def ap(f, *a):
        return f(*a)
    return ap(math.sin, x) + ap(math.hypot, x, 2.0) + ap(lambda: x) + ap(max, x, 1.0, 2.0) \
        + ap(lambda a, b: a * b * x, x, 2.0)


@case(1.5)
def gen_shapes(x):
    def g(*a):
        for v in a:
            yield (v * x)
    return sum(g(x)) + sum(g(x, 2.0)) + sum(g())


@case(1.5)
def default_pair_shapes(x):
    def g(a, k=x * x, *r):
        return a * k + sum(r)
    return g(x) + g(x, 2.0) + g(x, 2.0, x)


@case(1.5)
def func_or_num_capture(x):
    def h(v, w):
        return (v(w) if callable(v) else v) * x
    return h(x, 1.0) + h(lambda q: q * x, x) + h(math.sin, x) + h(2, x)


@case(A3)
def out_kw(x):
    def op(f, *a, **k):
        return f(*a, **k)
    o = np.zeros(3)
    op(np.multiply, x, 2.0, out=o)
    return op(np.sum, x) + op(np.dot, x, x) + o


@case(1.5)
def optional_none(x):
    def g(a, b=None):
        return a if b is None else a * b
    return g(x) + g(x, None) + g(x, x)


@case(1.5)
def lambda_in_loop_shapes(x):
    s = 0.0
    for n in range(3):
        f = lambda *a, n=n: sum(a) * n * x
        s += f(x) + f(x, 1.0)
    return s


@case(1.5, order=2)
def second_order_shapes(x):
    def val(v):
        return v() if callable(v) else v * x
    return val(x) * val(lambda: x * x)


@case(1.5)
def exceptions_shapes(x):
    def safe(f, *a):
        try:
            return f(*a)
        except (ValueError, ZeroDivisionError):
            return x
    return safe(math.sqrt, x) + safe(lambda a, b: a / b, x, 0.0) + safe(lambda: x * x)
