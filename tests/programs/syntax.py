"""Rare and common syntax: matching, walrus, loops with `else`, final blocks, arguments of all sorts, formatting."""

import cmath
import math
from dataclasses import dataclass

import numpy as np

from tests.reference import case

X3 = [0.7, -1.2, 2.5]
X4 = [0.7, -1.2, 2.5, 0.3]
A3 = np.array(X3)


@dataclass
class Pt:
    x: float
    y: float


@case((2.0, 3.0))
def match_tuple(p):
    match p:
        case (0.0, _):
            return 0.0
        case (a, b) if a < b:
            return a * b
        case _:
            return p[0]


@case({"op": "mul", "args": [2.0, 3.0]})
@case({"op": "neg", "args": [2.0]})
def match_ops(e):
    match e:
        case {"op": "mul", "args": [a, b]}:
            return a * b
        case {"op": "neg", "args": [a]}:
            return -a


@case(2.0)
def match_expr(x):
    def ev(e):
        match e:
            case ("add", a, b):
                return ev(a) + ev(b)
            case ("mul", a, b):
                return ev(a) * ev(b)
            case ("var",):
                return x
            case float(v) | int(v):
                return v
    return ev(("add", ("mul", ("var",), ("var",)), ("mul", 3.0, ("var",))))


@case(2.0)
def match_class_positional(x):
    match Pt(x, x * 3):
        case Pt(a, b):
            return a * b


@case(2.0)
def match_value(x):
    n = 2
    match n:
        case 1: return x
        case 2: return x * x
        case _: return 0.0


@case(X4)
def walrus_condition(xs):
    return [y * 2 for x in xs if (y := x * x) > 0.2], sum(z for x in xs if (z := x + 1) > 0)


@case(X4)
def walrus_while(xs):
    it = iter(xs)
    total = 0.0
    while (x := next(it, None)) is not None:
        total += x * x
    return total


@case(2.0)
def walrus_nested(x):
    if (y := x * x) > 1 and (z := y * x) > 2:
        return y * z
    return (w := x + 1) * w


@case(0.5)
@case(1.5)
@case(3.5)
def chained_cond(x):
    y = x if x < 1 else x * x if x < 2 else x ** 3 if x < 3 else -x
    return y if 0 < y <= 100 < 1000 else 2 * y


@case(X4)
def while_else(xs):
    i = 0
    total = 0.0
    while i < len(xs):
        if xs[i] > 100:
            break
        total += xs[i]
        i += 1
    else:
        total *= total
    return total


@case(X4)
def for_else(xs):
    for x in xs:
        if x < 0:
            r = x * 3
            break
    else:
        r = xs[0]
    for x in xs:
        if x > 100:
            break
    else:
        r = r * x
    return r


@case(X4)
def nested_break(xs):
    total = 0.0
    for i, a in enumerate(xs):
        for b in xs[i:]:
            try:
                if b < 0:
                    continue
                if a * b > 5:
                    break
                total += a * b
            finally:
                total += 0.5 * a
        else:
            total *= 1.1
            continue
        break
    return total


@case(X4)
def finally_return(xs):
    def f(x):
        try:
            if x > 0:
                return x * 2
            return x * 3
        finally:
            log.append(x * x)
    log = []
    return [f(x) for x in xs], log


@case(2.0)
def finally_overrides(x):
    def f(y):
        try:
            return y
        finally:
            return y * x
    return f(x * 2)


@case(2.0)
def finally_mutates(x):
    def f():
        a = [x]
        try:
            return a
        finally:
            a[0] = a[0] * x
    return f()[0]


COUNT = 0


SCALE = 3.0


@case(2.0)
def global_read(x):
    global COUNT
    COUNT = 0
    COUNT += 1
    return x * SCALE * COUNT


@case(2.0)
def nonlocals(x):
    total = x
    n = 0
    def add(y):
        nonlocal total, n
        total = total * y
        n += 1
        def deeper():
            nonlocal total
            total += y
        deeper()
    add(x)
    add(3.0)
    return total * n


@case(2.0)
def asserts(x):
    assert x > 0, f"x = {x}"
    assert isinstance(x, float), x
    return x * x


@case(2.0)
def formatting(x):
    s = f"{x:.3f} {x!r:>10} {x * x:{6}.{2}e} {'a' if x > 1 else 'b'}"
    print(s, "%5.2f" % x, "{:.1f} {y}".format(x, y=x), round(x, 2), sep="|")
    return x * 2, s


@case(2.567)
def rounding(x):
    return round(x, 2) * x + round(x), divmod(x, 1.0)[1], x // 1, math.floor(x), int(x) * x, x % 0.7, math.trunc(x), abs(-x)


@case(2.567, 0.8, wrt=(0, 1))
def div_mod(x, y):
    q, r = divmod(x, y)
    return q, r, x % y * x


@case(1.3)
def as_index(x):
    t = [1.0, 2.0, 3.0]
    return t[int(x)] * x, t[round(x)], x.is_integer()


@case(1.3)
def from_hex(x):
    return x * float.fromhex("0x1.8p+1") + float("2.5") * x + int("7") * x, x.hex() != ""


@case(1.0 + 2j)
def complex_methods(z):
    return z.conjugate() * z, z.real * z.imag, abs(z), complex(z.imag, z.real), z ** 2, -z


@case(1.3)
def make_complex(x):
    z = complex(x, x * x)
    w = x + 2j * x
    return z * w, (z * w).real, abs(z), cmath.exp(z), z == w


@case(1.3)
def deletes(x):
    y = x * x
    z = y
    del y
    y = z * x
    a = [x, y]
    b = a
    del a
    return b[1] * y


def star(a, /, b, *c, d=2.0, **e):
    return a * b + sum(c) * d + sum(e.values())


@case(2.0)
def star_args(x):
    return star(x, x), star(x, 1.0, x, x), star(x, b=3.0, d=x), star(x, x, x, z=x * x, d=1.0), star(*[x, x * 2], **{"d": x, "q": x})


@case(2.0)
def star_through(x):
    def outer(*args, **kw):
        return star(*args, **kw) * 2
    return outer(x, x, x, d=x, k=x)


def posonly(a, b=2.0, /, c=3.0, *, d, e=5.0):
    return a * b * c + d * e


@case(2.0)
def pos_kw(x):
    return posonly(x, d=x), posonly(x, x, d=1.0), posonly(x, x, x, d=x, e=x), posonly(1.0, c=x, d=2.0)


def mutable_default(x, acc=[]):
    acc = acc + [x]
    return sum(acc) * len(acc)


@case(2.0)
def default_list_read(x):
    return mutable_default(x) + mutable_default(x * x)


def none_default(x, acc=None):
    acc = [] if acc is None else acc
    acc.append(x)
    return acc


@case(2.0)
def default_none(x):
    a = none_default(x)
    none_default(x * x, a)
    return sum(a)


@case(2.0)
def lambda_defaults(x):
    fs = [lambda y, k=k, s=x: y * k * s for k in range(3)]
    return sum(f(x) for f in fs)


@case(2.0)
def unpack_dict_items(x):
    (k, v), = {"a": x}.items()
    return v * v, k


@case(X3)
def swap_multi(xs):
    i = 0
    i, xs[i] = 1, xs[2] * 2
    xs[0], xs[1], xs[2] = xs[1], xs[2], xs[0]
    return xs, i


@case(2.0)
def aug_ops(x):
    y = x
    y += 1; y -= x * 0.5; y *= x; y /= 3; y **= 2; y %= 7.0; y //= 0.1
    z = x
    z **= x
    return y, z


@case(2.0)
def bool_ops(x):
    a = x and x * 2
    b = 0.0 or x * 3
    c = None or x
    d = x > 100 and x or -x
    return a, b, c, d, not x, (x > 1) * x, (x > 1) + x, True * x


@case(2.0)
def comparisons(x):
    return x * (1 < x < 3), x if 1 < x < 5 else 0.0, x in [1.0, 5.0], x is None


@case(A3)
def ellipsis_slices(a):
    return a[..., 0] * a[::-1][1:], a[-1:], a[None, :], a[[0, 0, 2]], a[a > 0] * 2


@case(2.0)
def tern_call(x):
    f = (math.sin if x > 0 else math.cos)
    return f(x) * (abs if x < 0 else math.sqrt)(x)


@case(2.0)
def annotated(x):
    y: float = x * x
    z: "list[float]" = [y]
    w: int
    return z[0] * y


@case(2.0)
def empty_loops(x):
    for _ in []:
        x = x * 100
    while False:
        x = 0.0
    for i in range(0):
        pass
    return x


@case(2.0)
def try_else_loop(x):
    total = 0.0
    for s in ["1", "a", "2.5", ""]:
        try:
            v = float(s)
        except ValueError:
            total += x
        else:
            total += v * x
        finally:
            total *= 1.5
    return total


@case(2.0)
def try_name_scope(x):
    try:
        y = x * x
        z = 1 / 0
    except (ZeroDivisionError, ValueError) as e:
        w = str(e)
        y = y * 2
    return y, w


@case(2.0)
def with_nested(x):
    import contextlib
    with contextlib.nullcontext(x * 2) as a, contextlib.nullcontext(a * x) as b:
        c = a * b
    return c


@case(2.0)
def exec_stack(x):
    with __import__("contextlib").ExitStack() as s:
        s.callback(lambda: None)
        y = x * x
    return y


@case(2.0)
def string_switch(x):
    r = 0.0
    for op in "+-*/":
        r = {"+": r + x, "-": r - 1, "*": r * x, "/": r / 2}[op]
    return r


@case(X4)
def sum_of_conditions(xs):
    return sum(x > 0 for x in xs) * xs[0], sum(1 for x in xs if x > 0) * xs[1], sum([x for x in xs if x > 0])


@case(2.0)
def recursion_defaults(x):
    def power(b, n, acc=1.0):
        return acc if n == 0 else power(b, n - 1, acc * b)
    return power(x, 5)


@case(2.0)
def float_class_methods(x):
    return float(x) * x.real + x.imag + x.conjugate(), float.__mul__(2.0, 3.0) * x


@case(3, 2.0, wrt=1)
def int_methods(n, x):
    return x * n.bit_length() + (n << 2) * x + (n & 1) * x - (~n) * x, x ** n, n ** 2 * x, pow(x, n), pow(n, 2, 5) * x
