"""Kinds of values: numbers of every type, precisions, 0-d, empty and n-d arrays, containers."""

import collections
import math
from fractions import Fraction

import numpy as np

from tests.reference import case

F32 = np.array([0.5, 1.5, -2.0], dtype=np.float32)
A3 = np.array([0.7, -1.2, 2.5])


@case(3)
@case(2.5)
@case(2.5 + 1j)
@case(np.float64(2.5))
@case(np.float32(2.5))
@case(np.complex128(2.5 + 1j))
@case(np.int64(3))
@case(True)
@case(np.array(2.5))
@case(np.array([2.5, 1.0]))
@case(np.array([[2.5, 1.0]], dtype=np.float32))
@case(np.array([1, 2, 3]))
@case(np.array([1 + 1j, 2.0]))
@case(np.zeros((0, 3)))
@case(np.zeros(0))
@case(np.ones((2, 1, 2, 1)))
@case(np.array([1.5, 2.0], dtype=np.float16), tol=1e-2)
@case(np.array([1.5, 2.0], dtype=np.complex64))
def polynomial(x):
    return 3 * x * x - x / 2 + 1


@case(F32, tol=2e-3, steps=(1e-1, 3e-2, 1e-2))
@case(np.float32(0.7), tol=2e-3, steps=(1e-1, 3e-2, 1e-2))
def float32_stays(x):
    y = np.exp(x) * 2 + x ** 2
    z = y.sum() / 3
    w = np.zeros(3, dtype=np.float32)
    w[1] = z
    return y, z, w, np.sqrt(y).mean()


@case(F32, np.array([1.0, 2.0, 3.0]), wrt=(0, 1), tol=2e-3, steps=(1e-1, 3e-2, 1e-2))
@case(F32, A3, wrt=0)
@case(F32, A3, wrt=1, tol=2e-3, steps=(1e-1, 3e-2, 1e-2))
def float32_meets_float64(a, b):
    return a * b, a + 1.0, a * np.float32(2), (a * np.float64(2.0)), a.astype(np.float64) * 2, b.astype(np.float32)


@case(F32)
def float32_in_place(x):
    x *= 2.5
    x[0] = x[1] * 3.0
    x += np.array([1.0, 2.0, 3.0])
    return x.sum()


@case(F32)
def float32_through_list(x):
    return np.array([x[0], x[1] * 2]), np.stack([x, x]), np.concatenate([x, np.ones(1)]), float(x[2])


@case(np.array([1, 2, 3]), wrt=0)
@case(np.array([1.5, 2.0, 3.0]), wrt=0)
def integer_array_argument(n):
    return n * 2.5, n.sum(), n ** 2, n / 2


@case(np.array([1, 2, 3]), 1.5, wrt="x")
def integer_array_constant(n, x):
    return n * x, x ** n, n + x, n.sum() * x


@case(np.array([True, False, True]), A3, wrt="x")
def boolean_array(m, x):
    return x[m], m * x, np.where(m, x, -x), (m & (x > 0)).sum(), x * m.any()


@case(2.1, np.array([1, 2, 3]))
def integer_results(x, n):
    i = np.argmax(x * n)
    return i, n, n > 1, int(x), x > 1, np.floor(x * 1.3), np.arange(3), np.int64(4)


@case(2.7)
@case(np.array([2.7, -1.3]))
def round_functions(x):
    return np.floor(x), np.ceil(x), np.round(x, 1), np.sign(x), np.trunc(x), np.rint(x), x // 1, np.floor(x) * x


@case(1.2 + 0.5j)
def complex_number(z):
    return z * z, z.real, z.imag, z.conjugate(), abs(z), z * 1j, z ** 2, 1 / z, -z, z - 1


@case(1.2)
def complex_from_real(x):
    z = complex(0, x) * x + 1
    w = (x + 2j) ** 3
    return z, w, z.real, abs(w), z * w.conjugate()


@case(1.2)
@case(np.array([1.2, 0.3]))
def complex_exponential(x):
    z = np.exp(1j * x)
    return z, z.real ** 2 + z.imag, np.abs(1 + z), np.angle(z * 1j), (z * np.conj(z)).real


@case(np.array([1 + 2j, 0.5 - 1j]))
def complex_array(z):
    return (z.sum(), z * z.conj(), np.abs(z), z.real, np.imag(z), np.vdot(z, z), np.dot(z, z),
            np.sqrt(z), np.log(z), np.linalg.norm(z), z.mean())


@case(np.array([1 + 2j, 0.5 - 1j]))
def complex_in_place(z):
    z *= 1j
    z[0] = z[1] * z[0].real
    z += 1
    return z


@case(np.int64(2))
@case(np.array(1.5))
def zero_dimensional(x):
    y = x * 2
    z = np.array(3.0)
    z[()] = y
    w = x[()]
    x += 1.0
    return y, z, w, x, np.sin(x), x.item(), x.reshape(1), x.sum(), float(x)


@case(np.array([1.5, 2.0]))
def scalars_from_arrays(x):
    a = x[0]
    b = x.sum()
    c = np.float64(3.0) * a
    d = x.max() + 1
    return a, b, c, d, float(a), a.item(), type(a) is np.float64, isinstance(b, float)


@case(np.zeros((0,)))
@case(np.zeros((0, 2)))
def empty_arrays(x):
    return x.sum(), x * 2, np.exp(x), x.T, np.concatenate([x, x]), len(x), x.sum(axis=0), np.sum(x, axis=-1)


@case(np.arange(24.0).reshape(2, 3, 4) / 10)
def many_dimensions(x):
    return (x[0], x[..., 1], x[:, 1:, ::2], x[1, 2, 3], x[:, None, 1], x.T.shape, x.reshape(6, 4)[2:4, -1],
            x[::-1, :, ::-2], x[[1, 0, 1]], x[:, [0, 2], [1, 3]], x[x > 1.55])


@case(np.ones((3, 1)), np.arange(1.0, 5.0), wrt=(0, 1))
@case(np.ones((3, 1)), np.arange(1.0, 5.0), wrt=0)
@case(np.ones((3, 1)), np.arange(1.0, 5.0), wrt=1)
@case(2.0, np.arange(1.0, 5.0), wrt=0)
@case(2.0, np.arange(6.0).reshape(2, 3), wrt=0)
@case(np.array(2.0), np.arange(1.0, 5.0), wrt=0)
@case(2.0, F32, wrt=0)
@case(F32, 2.0, wrt=0)
def broadcasting(a, b):
    return a + b, a - b, a * b, b / (a + 1), np.add(a, b), np.maximum(a, b + 0.3), b + a, np.where(b > 1.5, a, b)


@case([1.0, [2.0, (3.0, {"a": 4.0})]])
def nested_containers(t):
    a, (b, (c, d)) = t
    return a * b * c * d["a"], [t[1], {"again": t}]


@case({"w": [np.ones(2), np.array([0.5, 2.0])], "b": (1.0, None), "name": "net", "n": 3})
def dictionary_of_everything(p):
    y = p["w"][0] * p["w"][1] * p["n"]
    if p["b"][1] is None and p["name"] == "net":
        y = y + p["b"][0]
    return {"y": y, "p": p, "n": p["n"]}


@case([])
@case([2.0])
@case(())
@case([np.ones(2), np.ones((2, 2))])
def list_of_any_length(xs):
    s = 0.0
    for x in xs:
        s = s + x * x
    return s, len(xs)


Point = collections.namedtuple("Point", "x y")


@case(Point(1.0, 2.0), may_refuse=True)
def named_tuple(p):
    return Point(p.x * p.y, p.x), p


@case([1, 2.0, 3])
def mixed_list(xs):
    return xs[0] * xs[1] + xs[2]


@case(2)
def integer_stays_integer(n):
    return n * n + 1, n % 5, [n] * 2


@case(1.5)
def bool_arithmetic(x):
    flag = x > 1
    return flag * x, True + x, x * False, not flag, -flag


@case(1.5)
def none_and_strings(x):
    label = "large" if x > 1 else "small"
    nothing = None
    return x, label, nothing, label.upper(), (nothing, x * x), b"bytes", {1, 2}, slice(1, 2), ...


@case(np.array([1.5, 0.5]))
def object_kinds(x):
    return isinstance(x, np.ndarray), x.shape, x.dtype, x.ndim, len(x), x.size, x.shape[0] * x, str(x.dtype)


@case(1.5)
def number_or_array_by_flag(x):
    out = []
    for as_array in (False, True):
        y = np.array([x, 2 * x]) if as_array else x
        y = y * 3 + 1
        out.append(y)
    return out


@case(1.5)
def kind_changes_in_loop(x):
    y = x
    for i in range(3):
        y = y + np.ones(2) * i
    return y


@case(1.5)
def kind_widens_in_loop(x):
    s = 0
    for i in range(3):
        s = s + x * 1j ** i
    t = 0
    for i in range(3):
        t += np.array([x, i])
    return s, t


@case(1.5)
def starts_as_constant_int(x):
    s = 0
    p = 1
    for i in range(4):
        s += x ** i
        p *= x
    return s, p


@case(np.array([2.0, 1.0]), 3)
@case([2.0, 1.0], 3)
@case(2.0, 3)
@case((2.0,), 2)
def repetition_or_product(x, n):
    return x * n, n * x


@case(np.array([2.0, 1.0]), np.array([2.0, 1.0]), wrt=(0, 1))
@case([2.0, 1.0], [5.0], wrt=(0, 1))
@case((2.0, 1.0), (5.0,), wrt=(0, 1))
@case(2.0, 3.0, wrt=(0, 1))
def concatenation_or_sum(x, y):
    z = x + y
    z += x
    return z


@case([2.0, 1.0], np.array([3.0, 4.0]), wrt=(0, 1))
def list_meets_array(xs, a):
    b = a + xs
    c = xs * a
    d = a * 2
    d += xs
    return b, c, d, np.array(xs) * 2, np.sum(xs), np.dot(xs, a)


@case(2.0, 0.5, wrt=(0, 1))
def list_of_numbers_to_array(x, y):
    a = np.array([[x, y, 0.0], [1, x * y, -x]])
    b = np.asarray((x, y))
    c = np.array([b, [x, 1.0]])
    d = np.array(x)
    return a, b, c, d, np.array([a[0], a[1]]), np.array([1, 2, 3])


@case(np.float64(2.0), np.float32(0.5), wrt=(0, 1), tol=2e-3, steps=(1e-1, 3e-2, 1e-2))
def numpy_scalars(a, b):
    return a * b, a * 2, b * 2, b + 1.0, a ** b, b ** 2, a / 3, np.sqrt(b), np.float32(a), np.float64(b), float(a), b * np.float32(3)


@case(2.0, tol=2e-3, steps=(1e-1, 3e-2, 1e-2))
def numpy_scalar_types_from_float(x):
    return np.float64(x), np.float32(x) * 2, np.sin(x), np.multiply(x, 3), np.asarray(x), np.add(x, 1).item()


@case(Fraction(1, 2), seeds={'x': Fraction(1)}, value=Fraction(3, 4), expected=Fraction(2), exact=True)
def fraction_square(x):
    return x * x + x


@case(Fraction(3, 7), seeds={"x": Fraction(1)}, value=Fraction(58, 21), expected=Fraction(-40, 9), exact=True)
def fraction_quotient(x):
    return (x * x + 1) / x


@case(1e308)
@case(float("inf"))
@case(float("nan"))
def infinities(x):
    return x * 10, x - x, -x


@case(np.array([np.nan, np.inf, 1.0]))
def nan_in_array(x):
    return x * 2, np.nan_to_num(x) * 1.0, np.isnan(x), np.nansum(x[:1])


@case(-0.0, expected=(1.0, -1.0, 1.0, 0.0))
@case(0.0, expected=(1.0, -1.0, 1.0, 0.0))
def signed_zero(x):
    return x * 1, -x, x + 0.0, math.copysign(1.0, x)


@case(2.0)
def large_integers(x):
    n = 10 ** 30
    return x * n, n // 7, (n % 11) * x


@case(np.arange(12.0).reshape(3, 4)[::2, 1:])
@case(np.asfortranarray(np.arange(6.0).reshape(2, 3)))
@case(np.arange(6.0).reshape(2, 3)[::-1].T)
def layouts(a):
    return a * 2, a.ravel() * a.reshape(-1), a.T @ a, a.copy(), a.sum(axis=0), np.exp(a / 10).flags.c_contiguous


@case(np.arange(6.0).reshape(2, 3))
def result_views_of_argument(a):
    return a[0], a.T, a, a.reshape(-1), a[1:, 1:]


@case([np.ones(2)], np.arange(2.0), wrt=(0, 1))
def result_holds_arguments(xs, y):
    xs.append(y)
    return xs, xs[0], (y,)


@case(2.5, may_refuse=True)
def numeric_protocol(x):
    return x.__add__(1.0), x.is_integer(), x.real, x.imag, x.conjugate()


def _thirds(k):
    return Fraction(k, 3)


@case(Fraction(1, 2), seeds={"x": Fraction(1)}, value=Fraction(25, 72), expected=Fraction(17, 18), exact=True)
def fractions_made_inside(x):
    """What `Fraction` makes of constants is as exact as one that is given."""
    return x * x * Fraction(1, 2) + _thirds(1) * x * Fraction("7/6") + Fraction(0.5) * x * 0 + sum([Fraction(k, 18) * x for k in range(2)])
