"""Where kinds, shapes and exceptions meet: each program was wrong, or refused, once."""

import builtins
import math

import numpy as np

from s2sad import differentiate
from tests.programs import elsewhere
from tests.reference import case

A = np.array([0.7, -1.2, 0.3, 2.0])


# -- an integer or integer array that is differentiated, in a list

@case(3)
@case(np.array([3, 1]))
def integers_in_a_list(x):
    return sum([x, x]), np.array([x, x * 2]), np.stack([x, x])


@case(np.array([3, 1]))
def integer_arrays_joined(x):
    return np.concatenate([x, x]), np.hstack((x, [1, 2])), np.vstack([x, x])


@case(3)
def integer_beside_an_integer(x):
    return np.array([x, 2])


# -- `out` left at None

@case(A, None)
def out_left_out(x, o):
    return np.sin(x, out=o), x.sum(out=o)


@case(A)
def out_at_its_default(x, o=None):
    return np.multiply(x, 2.0, out=o), np.cumsum(x, out=o)


# -- arrays without dimensions

@case(np.array(0.5))
def no_dimensions_in_place(x):
    y = x + 1.0
    x *= 2
    return y


@case(np.array(0.5))
def no_dimensions_to_a_power(x):
    return x ** 1, x ** 0, x ** 2, +x, -x


@case(np.array(0.5))
def no_dimensions_kept(x):
    y = x
    y += 1
    z = +y
    y *= 3
    w = np.add(x, 0.0)
    x[...] = 2
    return y, z, w, x[()], x


# -- integer arrays that cut off what is stored

@case(2.5, expected=(np.array([2.0, 1, 1]), np.array([[0.0, 5], [2, 3]]), np.zeros(3), np.zeros((2, 2))))
def stored_into_integers(x):
    a = np.full(3, 1)
    a[0] = x
    b = np.arange(4).reshape(2, 2)
    b[0, 1] = x * 2
    c = np.zeros(3, dtype="i4")
    c[:] = x
    d = np.ones_like(b)
    d[0] = x
    return a * x, b * x, c, d


# -- starred arguments of unknown length

@case([0.3, 0.4])
@case(np.array([0.3, 0.4]))
def starred_into_rest(x):
    return math.hypot(*x), max(0.5, *x), min(*x, 0.35), math.hypot(1.0, *x)


def product(a, b):
    return a * b


def keyword_too(a, b=2.0, *rest, c=3.0):
    return a * b * c + sum(rest)


@case([0.3, 0.4])
@case(np.array([0.3, 0.4]))
def starred_into_parameters(x):
    return product(x[0], *x[1:]), product(*x), keyword_too(x[0], x[1], *x, c=x[0]), product(*x[:2]), three(*[x[0]], *x)


@case([0.3, 0.4, 0.5])
def starred_too_many(x):
    return product(*x)


# -- integers summed as integers

@case(np.array([[1, 2], [3, 4]]), expected=(4.0, np.array([2.0, 2]), 4.0, np.arange(1.0, 5), np.ones((2, 2))))
def integers_summed(x):
    return np.sum(x, dtype=int), np.sum(x, axis=0, dtype=int), x.sum(dtype=int), np.cumsum(x, dtype=int), x.astype(int)


def three(a, b, c):
    return a * b - c


@case(0.3, [0.4, 2.0])
@case(0.3, (0.4, 2.0))
@case(0.3, np.array([0.4, 2.0]), wrt=(0, 1))
@case(np.array([0.3, 1.0]), np.array([0.4, 2.0]), wrt=1)
def starred_after_others(x, p):
    q = [p[0], p[1]]
    return three(x, *p), three(x, *q), three(*p, c=x), np.hypot(*p), three(x, *(p[::-1]))


# -- module data copied

K = [1.0, 2.0, 3.0, 4.0]
W = np.array(K)


@case(A)
def module_data_copied(x):
    a = np.array(K)
    a += x
    b = np.array(W)
    b[0] = x[0]
    c = np.asarray(K)
    c *= x
    return a, b, c, np.array(x) * 2


# -- loops with one target

@case(A, [0.5, 1.5])
@case(A, [0.5, 1.5], wrt=(0, 1))
def one_target(x, xs):
    total, held = 0.0, []
    for p in zip(x, xs):
        total += p[0] * p[1]
        held.append(p)
    for p in enumerate(x):
        total += p[0] * p[1]
        held.append(p)
    for i, p in enumerate(zip(xs, x)):
        total += i * p[0] * p[1]
    for a, *b in zip(xs, x, xs):
        total += a * b[0] * b[1]
    for p in zip(xs, enumerate(x)):
        i, v = p[1]
        total += i * v * p[0]
    return total, held


@case({"a": 2.0, "b": np.array([1.0, 2.0])})
def one_target_over_items(d):
    total, held = 0.0, {}
    for p in d.items():
        total = total + p[1] * 2
        held[p[0]] = p
    for i, p in enumerate(d.items()):
        total = total + p[1] * i
    for k, v in zip(d, d.values()):
        total = total + v * len(k)
    return total, held


@case([0.5, 1.5])
def zip_that_is_strict(xs):
    total = 0.0
    for a, b in zip(xs, xs[::-1], strict=True):
        total += a * a * b
    for a, b in zip(xs, [1.0], strict=True):
        total += a * b
    return total


@case(0.5, 1.5, wrt=(0, 1))
def dicts_from_pairs(x, y):
    a = dict(zip("ab", [x, y]))
    b = dict([("a", x * y), ("c", 3.0)])
    c = dict(zip([1, 2], (x, 2.0)))
    d = dict(zip(range(2), [x, y]), )
    a["b"] *= x
    return a, b, c, d, a["a"] * b["a"]


# -- operations in place

@case(0.5)
def powers_in_a_mixed_dict(x):
    d = {"a": np.array([1.0, 2.0]), "b": x}
    d["a"] *= x
    d["b"] **= 3
    alias = d["a"]
    d["a"] **= 2
    d["a"] %= 0.3
    return d, alias


@case(np.array([1 + 2j, 0.5 - 1j]))
def parts_of_complex_arrays(z):
    z.real *= 2
    z.imag += z.real * 0.5
    z.real **= 2
    return z * z


def scaled(a):
    a *= 2
    return a.sum()


@case(A)
@case([0.7, -1.2, 0.3])
def item_while_the_rest_changes(x):
    if isinstance(x, list):
        x[0] += scaled_list(x)
        x[1] *= scaled_list(x)
    else:
        x[0] += scaled(x)
        x[1] *= scaled(x)
        x[1:3] -= scaled(x)
        x[x > 0] **= scaled(x) * 0 + 2
    return x


def scaled_list(x):
    x[0] *= 3
    x[1] *= x[0]
    return x[0] * x[1]


# -- exceptions half-way

@case(1.5)
def item_of_a_tuple_extended(x):
    t = ([x], 2)
    try:
        t[0] += [x * 2]
    except TypeError:
        pass
    return t


@case(A)
def stores_that_raise(x):
    y = x * 2
    n = np.array([1, 2, 3, 4])
    try:
        y[:2] = x.sum() * np.ones(3)
    except ValueError:
        pass
    try:
        n *= x
    except TypeError:
        pass
    try:
        y += np.ones((3, 1)) * x[0]
    except ValueError:
        pass
    y.flags.writeable = False
    try:
        y[0] = 3.0
    except ValueError:
        pass
    try:
        y *= x
    except ValueError:
        pass
    try:
        y[0] *= x[1]
    except ValueError:
        pass
    return y, n * x


def store(a, v):
    a[0] = v


@case(A)
def store_in_a_helper_that_raises(x):
    y = x * 2
    y.flags.writeable = False
    try:
        store(y, x[1])
    except ValueError:
        pass
    return y


@case(np.array([3, 1, 2]), expected=(np.array([0.0, 2.0, 0.0]),))
def items_of_integers(x):
    a = x * 1
    a[0] += 2.5
    a[1] *= 2
    a[2] /= 2
    return (a,)


# -- a derivative that is called inside

def square(x):
    return x * x


square_and_slope = differentiate(square)


@case(A)
@case(1.5)
@case(np.ones((2, 3)))
def derivative_of_arrays_inside(x):
    for _ in range(3):
        v, slope = square_and_slope(x)
        x = x - 0.1 * slope * v
    return x


@case(np.float64(2.0), 0, expected=(np.inf, np.nan))
@case(np.complex128(2.0), 2)
def numpy_numbers_divided_by_zero(x, n):
    return x / n, (x - x) / n


# -- builtins and NumPy's own functions replaced

def replacing(owner, name, function):
    return lambda: setattr(owner, name, function)


def times_three(x, n):
    return x * 3 * n


PUT_BACK = [replacing(*place, getattr(*place)) for place in ((builtins, "pow"), (np, "power"), (math, "pow"))]


@case(1.5, rebinds=(replacing(builtins, "pow", times_three), replacing(np, "power", times_three),
                    replacing(math, "pow", times_three), lambda: [put() for put in PUT_BACK]),
      restore=lambda: [put() for put in PUT_BACK])
def functions_of_libraries_replaced(x):
    return pow(x, 2), np.power(x, 3), math.pow(x, 4)


class Doubling:
    calls = 0

    def __mul__(self, other):
        Doubling.calls += 1
        return other + other


@case(1.5, Doubling(), may_refuse=True, observe=lambda: Doubling.calls, setup=lambda: setattr(Doubling, "calls", 0))
def operator_of_an_object(x, thing):
    return thing * x


@case(1.5, may_refuse=True)
def attribute_set_during_the_call(x):
    y = elsewhere.gained(x)
    setattr(elsewhere, "gained", square)
    y += elsewhere.gained(x)
    setattr(elsewhere, "gained", GAINED)
    return y


GAINED = elsewhere.gained


@case(A)
def own_factor_where_an_exception_may_be_caught(x):
    y = x[::-1]
    try:
        x *= x
        y[1:] = np.maximum(x, 0.1)[:-1]
        y /= y
        x[:2] /= x[1:3]
        x[1] *= x[1]
    finally:
        x += 1
    return x


@case(0.5)
def number_from_a_choice(x):
    return np.where(x > 0.1, x, 2 * x) * 1.0, [np.where(x > 0.1, x, 2 * x) + 0.0]


@case(A)
def read_only_array_sorted(x):
    y = np.diag(np.diag(x))
    y.sort()
    return y


# -- dicts

@case(2.0, {"a": 1.0, "b": 2.5}, wrt=(0, 1))
def keys_sorted(x, d):
    e = d.copy()
    e["c"] = x
    total = 0.0
    for k in sorted(e):
        total += e[k] * len(k)
    return total, sorted(d)


@case(2.0)
def dicts_updated(x):
    d = {"a": 1.0}
    d.update([("b", x), ("c", x * x)])
    d.update(zip("de", [x, 2.0]))
    d.update(dict(f=x), g=x * 3)
    d |= {"h": x}
    e = d | {"i": x * x}
    return d, e


@case(2.0)
def dicts_updated_by_what_is_active(x):
    d, e, f, g, h = {"a": 1.0}, {"a": 1.0}, {"a": 1.0}, {}, {"a": 1.0}
    d.update(b=x)
    e.update({"a": x})
    f.update([("q", 3.0), ("a", x)])
    g |= {"z": x}
    h.update([("k", 2.0)])
    h["a"] = x
    i = {}
    i.update(d, a=4.0)
    return d, e, f, g, h, i


def set_item(container, key, value):
    container[key] = value


@case({"a": 0.7, "b": -1.2})
def constant_stored_into_a_copy(d):
    e = d.copy()
    set_item(e, "a", 2.0)
    return e, d


# -- lists of views, lists made of arrays

@case(A)
def lists_of_views(x):
    p, q = np.meshgrid(x, x[:2])
    parts = np.split(x * 1.0, 2)
    parts[0] *= 2
    parts[1] = x[:2]
    grids = np.meshgrid(x, x[:2])
    grids[0][0] *= x
    return p * q, parts, grids


@case(A)
@case(np.outer(A, A))
def lists_made_of_arrays(x):
    made = x.tolist()
    made.append(x[0] * 2)
    made[0] = made[1]
    return made


# -- dicts of mixed kinds, filled later

@case(A)
def powers_of_truth_values(x):
    y = x ** (x > 0)
    x **= x > 0.5
    return x, y, np.power(x, x > 1)


@case(2.0)
def dict_filled_with_anything(x):
    d = {"a": [x]}
    d["n"] = 3.0
    d["a"].append(x * 2)
    d["v"] = np.ones(2) * x
    d["v"][0] = d["n"]
    d["s"] = "text"
    d["v"] *= d["a"][1]
    return d


@case(2.0)
def empty_dict_filled(x):
    d = {}
    d["a"] = x
    d["l"] = [x]
    d["v"] = np.array([x, 1.0])
    d["l"].append(d["a"] * 2)
    d["v"] += d["a"]
    d["t"] = (x, "s")
    return d, d["a"] ** 2, d["v"].sum(), d["t"][0] * 2


@case(2.0, {"w": np.ones(2), "lr": 0.1, "hist": []}, wrt=(0, 1))
def dict_of_states(x, s):
    for i in range(3):
        g = 2 * s["w"] * x
        s["w"] -= s["lr"] * g
        s["hist"].append(s["w"].sum())
        s["lr"] *= 0.9
        s["step"] = i
    s["last"] = s["w"].copy()
    return s, s["last"] * 2, s["hist"][-1] + s["step"]


@case(2.0, {"a": 1.0, "b": 3.0}, wrt=(0, 1))
def key_deleted(x, d):
    del d["a"]
    d.pop("b")
    y = d.get("a")
    z = d.get("b", x)
    return (x if y is None else y), z


@case(A)
def loop_variable_becomes_active(x):
    total = 0.0
    for i, v in enumerate(x):
        i -= v
        total += i * i
    for n, v in zip([1, 2], x):
        n *= v
        total += n
    for k, v in {1.0: x[0], 2.0: x[1]}.items():
        k += v
        total += k * k
    return total


@case([0.5, 2.0])
def number_from_a_choice_of_unknown_kind(xs):
    return np.where(len(xs) > 1, sum(xs), -0.9) * 1.0
