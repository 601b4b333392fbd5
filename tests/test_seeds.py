"""Seeds: checked, made into mirrors, aliased as the arguments are."""

import functools
import math
from collections import OrderedDict, namedtuple
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from s2sad import differentiate
from s2sad.runtime.jointmirrors import mirror_arrays, write_back
from s2sad.runtime.keys import kind_key
from s2sad.runtime.memory import same_layout
from s2sad.runtime.numberseeds import NONE, ZERO
from s2sad.runtime.seeds import seed
from tests.test_mirrors import assert_same_aliasing, families

as_strided = np.lib.stride_tricks.as_strided
Point = namedtuple("Point", "x y")


@dataclass
class Net:
    w: np.ndarray
    b: float = 0.0


@dataclass(frozen=True)
class Rate:
    r: float
    name: str = "rate"


def same(a, b):
    """Equal in structure, types and numbers."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and bool((a == b).all())
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, (Net, Rate)):
        return same(vars(a), vars(b))
    return a == b


# ------------------------------------------------------------- default seeds

@pytest.mark.parametrize("p, expected", [
    (2.5, 1.0), (3, 1.0), (True, 1.0), (2j, 1 + 0j), (Fraction(1, 3), 1), (Decimal(2), 1),
    (np.float32(2), np.float32(1)), (np.float64(2), np.float64(1)), (np.int64(2), np.float64(1)),
    (np.complex64(2), np.complex64(1)), ("text", None), (None, None), (len, None), (np, None),
    (np.zeros(3), np.ones(3)), (np.zeros((2, 0), "f4"), np.ones((2, 0), "f4")),
    (np.zeros((), "c8"), np.ones((), "c8")), (np.arange(3), np.ones(3)),
    (np.array([True]), np.ones(1)), (np.zeros(2, ">f8"), np.ones(2, ">f8")),
    (np.array([Fraction(1, 2)]), np.array([1], object)), (np.array("s"), None),
    ([1.0, [2, "s"]], [1.0, [1.0, None]]), ((1.0, 2j), (1.0, 1 + 0j)), ([], []), ((), ()),
    ({"w": np.zeros(2), "n": None}, {"w": np.ones(2), "n": None}),
    (Point(1.0, 2.0), Point(1.0, 1.0)), (Rate(3.0), Rate(1.0, None)),
    (Net(np.zeros(2)), Net(np.ones(2), 1.0)), (OrderedDict(a=2.0), OrderedDict(a=1.0)),
    ([2.0, 3.0], [1.0, 1.0]), ([2.0, 3], [1.0, 1.0]), ([True, np.float32(2)], [1.0, np.float32(1)]), ([], []),
])
def test_default_is_ones(p, expected):
    assert same(seed(p, None, exact=True), expected)


def test_default_has_the_layout_of_the_argument():
    for p in (np.zeros((3, 2)).T, np.zeros((4, 6))[::2, ::-3], np.arange(12).reshape(3, 4).T[1:]):
        got = seed(p, None)
        assert same_layout(got, p) and (got == 1).all() and got.flags.writeable


def test_an_instance_without_a_mirror_is_refused():
    class Thing:
        def __del__(self):
            pass

    thing = Thing()
    with pytest.raises(TypeError, match="thing .*Thing.* no derivative"):
        seed(thing, None, "thing")
    with pytest.raises(TypeError, match="dthing"):
        seed(thing, 1.0, "thing")
    assert seed([thing], None) == [None]


# --------------------------------------------------------------- given seeds

@pytest.mark.parametrize("p, dp, expected", [
    (2.0, 3.0, 3.0), (2.0, 3, 3.0), (2.0, True, 1.0), (2.0, np.float64(3), 3.0),
    (2.0, np.float32(3), 3.0), (2.0, Fraction(1, 2), 0.5), (2.0, np.array(3.0), 3.0),
    (2.0, np.int8(3), 3.0), (2, 1, 1), (2, 1.5, 1.5), (2, np.int64(3), 3), (2, np.float32(3), 3.0),
    (2, Fraction(1, 2), Fraction(1, 2)), (True, 1, 1),
    (2j, 3, 3 + 0j), (2j, 3j, 3j), (2j, np.complex64(1j), 1j),
    (np.float32(2), 3.0, np.float32(3)), (np.float32(2), np.float64(3), np.float32(3)),
    (np.float64(2), 3.0, np.float64(3)), (np.float64(2), np.float32(3), np.float64(3)),
    (np.complex64(2), 1.0, np.complex64(1)), (np.complex64(2), Fraction(1, 2), np.complex64(.5)),
    (np.float32(2), Fraction(1, 2), np.float32(.5)),
    (np.int64(2), 1, np.float64(1)), (np.int64(2), np.float32(1), np.float64(1)),
    (np.int64(2), np.int64(1), np.float64(1)), (np.bool_(True), 2.0, np.float64(2)),
    (Fraction(1, 2), 1, 1), (Fraction(1, 2), Fraction(1, 3), Fraction(1, 3)),
    (Fraction(1, 2), 0.5, 0.5), (Decimal(1), Decimal(2), Decimal(2)), (Decimal(1), 2, 2),
    ("text", None, None), (None, None, None), ([1.0, None], [2.0, None], [2.0, None]),
    ([1.0, 2.0], [1, 0], [1.0, 0.0]), ((1.0, 2), (1, 0), (1.0, 0)),
    (Point(1.0, 2), Point(1, 2), Point(1.0, 2)), (Rate(1.0), Rate(2, None), Rate(2.0, None)),
    ({"a": 1.0, "b": 2.0}, {"b": 4, "a": 3}, {"a": 3.0, "b": 4.0}),
    (OrderedDict(a=1.0), {"a": 2.0}, OrderedDict(a=2.0)),
    (Net(np.zeros(2), 1.0), Net(np.ones(2), 2), Net(np.ones(2), 2.0)),
])
def test_given_seeds_of_numbers_and_containers(p, dp, expected):
    assert same(seed(p, dp, exact=True), expected)
    assert same(seed(p, dp, "p", exact=True), expected)


@pytest.mark.parametrize("p, dp, expected", [
    (2, 1, 1.0), (True, Fraction(1, 2), 0.5), (Fraction(1, 3), None, 1.0), (Fraction(1, 3), 2, 2.0), ([2, 3.0], [1, 2], [1.0, 2.0]),
    ((2, [Fraction(1)]), (1, [1]), (1.0, [1.0])), ({"n": 2}, {"n": True}, {"n": 1.0}), (Point(1, 2.0), Point(1, 2), Point(1.0, 2.0)),
    (Decimal(1), 2, 2), ([Fraction(1, 3)], None, [1.0]),
])
def test_among_real_numbers_seeds_are_real(p, dp, expected):
    assert same(seed(p, dp), expected)
    assert same(mirror_arrays([p], [dp])[0], expected)


@pytest.mark.parametrize("p, dp, dtype", [
    (np.zeros(3), np.ones(3, "f4"), "f8"), (np.zeros(3, "f4"), np.ones(3), "f4"),
    (np.zeros(3), np.ones(3, int), "f8"), (np.zeros(3), np.ones(3, bool), "f8"),
    (np.zeros(3, complex), np.ones(3), "c16"), (np.zeros(3, "c8"), np.ones(3, complex), "c8"),
    (np.zeros(3, int), np.ones(3, int), "f8"), (np.zeros(3, int), np.ones(3, "f4"), "f8"),
    (np.zeros(3, ">f8"), np.ones(3), ">f8"), (np.zeros(3, bool), np.ones(3), "f8"),
    (np.zeros(()), 1.0, "f8"), (np.zeros((), "f4"), np.float64(1), "f4"),
    (np.zeros(3, object), np.ones(3), "O"),
])
def test_given_seeds_of_arrays(p, dp, dtype):
    got = seed(p, dp)
    assert got.dtype == np.dtype(dtype) and got.shape == p.shape and (got == 1).all()


def test_a_fitting_seed_array_is_the_mirror():
    for p in (np.zeros((2, 3)), np.zeros((3, 2)).T, np.zeros((2, 3), int), np.zeros((0, 3)),
              np.zeros(()), np.zeros((1, 3))[::2], np.zeros(6, "c8")[::2]):
        dtype = p.dtype if p.dtype.kind in "fc" else float
        dp = np.ones_like(p, dtype)
        if not same_layout(dp, p):
            dp = np.ones(6, "c8")[::2]
        assert seed(p, dp) is dp
    big = np.ones((4, 4))
    p = np.zeros((3, 4))
    dp = big[:3]
    assert seed(p, dp) is dp


def test_containers_of_fitting_seeds_are_the_mirror():
    params = {"w": np.zeros((2, 3)), "layers": [(np.zeros(2), 1.0), (np.zeros(2), 2.0)]}
    dparams = {"w": np.ones((2, 3)), "layers": [(np.ones(2), 1.0), (np.ones(2), 2.0)]}
    assert seed(params, dparams) is dparams
    net, dnet = Net(np.zeros(2), 1.0), Net(np.ones(2), 1.0)
    assert seed(net, dnet) is dnet
    got = seed(params, {**dparams, "w": np.ones((2, 3), "f4")})
    assert got["layers"] is dparams["layers"] and got["w"].dtype == float


def read_only(a):
    a.flags.writeable = False
    return a


@pytest.mark.parametrize("dp", [
    read_only(np.ones((2, 3))), np.ones((3, 2)).T, np.broadcast_to(1.0, (2, 3)),
    as_strided(np.ones(3), (2, 3), (0, 8)), np.ones((2, 6))[:, ::2], np.ones((2, 3), "f4"),
    np.ones((2, 3), ">f8"), np.ones((2, 3)).view(np.matrix),
])
@pytest.mark.filterwarnings("ignore:the matrix subclass")
def test_an_unfit_seed_is_copied(dp):
    p = np.zeros((2, 3))
    got = seed(p, dp)
    assert type(got) is np.ndarray and got.dtype == float and same_layout(got, p)
    got[0, 0] = 5
    assert (got[1:] == 1).all()


def test_a_seed_in_the_memory_of_the_argument_is_copied():
    x = np.arange(4.0)
    for p, dp in [(x, x), (x, x[:]), (x[:2], x[2:]), (x[:2], x[1:3]), ([x], [x])]:
        got, before = seed(p, dp), np.array(p)
        (got[0] if isinstance(p, list) else got)[...] = 9
        assert np.array_equal(p, before) or not np.shares_memory(p, dp)
    numbers = [1.0, 2.0]
    assert seed(numbers, numbers) is not numbers


def test_aliasing_inside_one_argument():
    a = np.zeros(4)
    row = [1.0]
    p = [a, a, a[1:], row, row]
    da = np.ones(4)
    got = seed(p, [da, da, da[1:], [2.0], [2.0]])
    got[0][1] = 7
    assert got[1] is got[0] and got[2][0] == 7 and got[3] is got[4]
    one = [3.0]
    got = seed([[1.0], [2.0]], [one, one])
    assert got == [[3.0], [3.0]] and got[0] is not got[1]
    got = seed([np.zeros(2), np.zeros(2)], [da[:2], da[:2]])
    assert not np.shares_memory(*got)


def test_cycles():
    p = [1.0]
    p.append(p)
    got = seed(p, None)
    assert got[0] == 1.0 and got[1] is got
    dp = [5]
    dp.append(dp)
    got = seed(p, dp)
    assert got[0] == 5.0 and got[1] is got
    dp = [5.0]
    dp.append(dp)
    got = seed(p, dp)
    assert got[0] == 5.0 and got[1] is got


# ------------------------------------------------------------------ refusals

@pytest.mark.parametrize("p, dp, error, words", [
    (2.0, "a", TypeError, ["dp", "number", "str"]),
    (2.0, [1.0], TypeError, ["dp", "number", "list"]),
    (2.0, np.ones(1), TypeError, ["dp", "number"]),
    (2.0, 1j, TypeError, ["complex", "real"]), (2, 1j, TypeError, ["complex"]),
    (np.float32(2), np.complex64(1), TypeError, ["complex"]),
    (2.0, 10 ** 400, ValueError, ["dp", "large"]),
    (Decimal(1), 0.5, TypeError, ["dp", "float", "Decimal"]),
    (Fraction(1), Decimal(1), TypeError, ["dp", "Decimal"]),
    (2.0, np.timedelta64(1), TypeError, ["dp"]),
    ("text", 1.0, TypeError, ["dp", "str", "no derivative"]),
    (np.zeros(3), [1.0, 2.0, 3.0], TypeError, ["dp", "array", "list", "np.array"]),
    (np.zeros(3), 1.0, TypeError, ["dp", "array", "float"]),
    (np.zeros(3), np.float64(1), TypeError, ["dp", "array"]),
    (np.zeros(3), np.ones(()), ValueError, ["shape ()", "(3,)"]),
    (np.zeros(3), np.ones(1), ValueError, ["shape (1,)", "(3,)"]),
    (np.zeros(3), np.ones((1, 3)), ValueError, ["dp", "(1, 3)", "(3,)"]),
    (np.zeros(3), np.ones(3, complex), TypeError, ["complex", "real"]),
    (np.zeros(3), np.array(["a"] * 3), TypeError, ["dtype"]),
    (np.zeros(3), np.ones(3, object), TypeError, ["object"]),
    (np.zeros(3), np.ma.ones(3), TypeError, ["MaskedArray"]),
    (np.zeros(3), np.ones(3, "m8[s]"), TypeError, ["dtype"]),
    (np.array(["a"]), np.ones(1), TypeError, ["no derivative"]),
    ([1.0], (1.0,), TypeError, ["dp", "list", "tuple"]),
    ((1.0,), [1.0], TypeError, ["dp", "tuple", "list"]),
    ([1.0], 1.0, TypeError, ["dp", "list", "float"]),
    ([1.0], [1.0, 2.0], ValueError, ["dp", "length 2", "length 1"]),
    ({"a": 1.0}, {"b": 1.0}, ValueError, ["dp lacks 'a'", "p has"]),
    ({"a": 1.0}, {"a": 1.0, "b": 1.0}, ValueError, ["dp has 'b'", "p lacks"]),
    ({"a": 1.0}, [1.0], TypeError, ["dict"]),
    ([1.0, 2.0], [1.0, None], TypeError, ["dp[1]", "p[1]"]),
    ({"w": np.zeros((2, 3))}, {"w": np.ones(3)}, ValueError,
     ["seed dp['w'] has shape (3,), but p['w'] has shape (2, 3)"]),
    ([{"k": (1.0, [2.0])}], [{"k": (1.0, [1j])}], TypeError, ["dp[0]['k'][1][0]"]),
    (Net(np.zeros(2)), Net(np.zeros(3)), ValueError, ["dp.w", "p.w"]),
    (Net(np.zeros(2)), Rate(1.0), TypeError, ["Net", "Rate"]),
    (Point(1.0, 2.0), (1.0, 2.0), TypeError, ["Point"]),
    ({(1, 2): 1.0}, {(1, 2): "s"}, TypeError, ["dp[(1, 2)]"]),
])
def test_refusals_name_the_argument_and_the_path(p, dp, error, words):
    with pytest.raises(error) as caught:
        seed(p, dp, "p")
    for word in words:
        assert word in str(caught.value)
    with pytest.raises(error, match="p"):
        mirror_arrays([p], [dp], ["p"])


def test_the_names_are_those_of_the_caller():
    def f_du(u, steps, *, du=None):
        du = seed(u, du)
        return u, du

    with pytest.raises(ValueError, match=r"seed du has shape \(2,\), but u has shape \(3,\)"):
        f_du(np.zeros(3), 2, du=np.zeros(2))

    def g_dx(x, dx, *, dx_=None):
        dx_ = seed(x, dx_)

    with pytest.raises(TypeError, match="seed dx_ must be a number, as x is"):
        g_dx(1.0, 2.0, dx_="a")
    with pytest.raises(TypeError, match="its seed must be a number, as the argument is"):
        seed(1.0, "a")
    with pytest.raises(TypeError, match=r"its seed at \[0\] must be a number"):
        seed([1.0], ["a"])


def test_nothing_is_changed_by_a_refusal():
    p, dp = [np.zeros(2), 1.0], [np.ones(2), "s"]
    with pytest.raises(TypeError):
        seed(p, dp)
    assert dp[0].tolist() == [1, 1] and dp[1] == "s"


# --------------------------------------------------------------- mirror_arrays

@given(families())
@settings(max_examples=300, deadline=None)
def test_mirrors_of_arguments_share_memory_as_they_do(values):
    assert_same_aliasing(values, mirror_arrays(values, [ZERO] * len(values)))
    assert_same_aliasing(values, mirror_arrays([values], [None])[0])


def address(v, place):
    return v.__array_interface__["data"][0] + sum(i * s for i, s in zip(place, v.strides))


def tangents_of(values):
    """Seeds that fit together: the tangent of an element is a function of its address."""
    seeds = []
    for v in values:
        s = np.empty(v.shape, v.dtype if v.dtype.kind in "fcO" else float)
        for place in np.ndindex(v.shape):
            s[place] = address(v, place) % 251
        seeds.append(s)
    return seeds


@given(families(), st.data())
@settings(max_examples=300, deadline=None)
def test_seeds_that_fit_together_are_accepted_and_written_back(values, data):
    values = [v for v in values if v.dtype.kind != "b"]
    seeds = tangents_of(values)
    given_seeds = [s if data.draw(st.booleans()) else ZERO for s in seeds]
    mirrors = mirror_arrays(values, given_seeds)
    for m, s in zip(mirrors, given_seeds):
        if s is not ZERO:
            assert m.shape == s.shape and (m == s).all()
    assert_same_aliasing(values, mirrors)
    for n, m in enumerate(mirrors):
        m[...] = n
    write_back(mirrors)
    for m, s in zip(mirrors, given_seeds):
        if s is not ZERO:
            assert (m == s).all()


@given(families(), st.data())
@settings(max_examples=300, deadline=None)
def test_a_contradiction_is_found(values, data):
    values = [v for v in values if v.size and v.dtype.kind != "b"]
    if not values:
        return
    seeds = tangents_of(values)
    n = data.draw(st.integers(0, len(values) - 1))
    place = data.draw(st.sampled_from(list(np.ndindex(values[n].shape))))
    seeds[n][place] += 1
    holders = sum(address(v, other) == address(values[n], place)
                  for v in values for other in np.ndindex(v.shape))
    if holders > 1:
        with pytest.raises(ValueError, match="share memory"):
            mirror_arrays(values, seeds)
    else:
        mirror_arrays(values, seeds)


def test_the_callers_seed_is_the_mirror_where_it_fits():
    u, k, du, dk = np.zeros((3, 4)), np.zeros(3), np.ones((3, 4)), np.ones(3)
    mirrors = mirror_arrays([u, 2.0, k, "s"], [du, 3, dk, NONE])
    assert mirrors[0] is du and mirrors[1] == 3.0 and mirrors[2] is dk and mirrors[3] is None
    assert not mirrors.arrays
    same_twice = mirror_arrays([u, u], [du, du])
    assert same_twice[0] is same_twice[1] is du
    same_twice = mirror_arrays([u, u], [ZERO, du])
    assert same_twice[0] is same_twice[1] is du
    viewed = mirror_arrays([u, u[:]], [du, ZERO])
    assert viewed[0] is du and viewed[1] is not du and viewed[1].base is du


def test_one_seed_for_two_arguments_is_not_shared():
    x, y, s = np.zeros(3), np.zeros(3), np.ones(3)
    dx, dy = mirrors = mirror_arrays([x, y], [s, s])
    assert not np.shares_memory(dx, dy)
    dx[0] = 5
    write_back(mirrors)
    assert s.tolist() == [5, 1, 1]  # y was left alone, so dx's change is the one to tell


def test_a_seed_that_is_an_argument():
    x, y = np.arange(3.0), np.zeros(3)
    dx, dy = mirrors = mirror_arrays([x, y], [x, y])
    dx[0] = 5
    assert x[0] == 0 and dx.tolist() == [5, 1, 2]
    write_back(mirrors)
    assert x.tolist() == [0, 1, 2]
    dy, none = mirror_arrays([y, [x]], [x, NONE])
    assert dy is not x and none is None


def test_contradictions_name_both_arguments():
    a = np.zeros(4)
    with pytest.raises(ValueError, match=r"seed du and seed dw\['k'\] contradict .* u and w\['k'\]"):
        mirror_arrays([a, {"k": a[1:]}], [np.ones(4), {"k": np.zeros(3)}], ["u", "w"])
    with pytest.raises(ValueError, match="seed du and seed dv contradict"):
        mirror_arrays([a, a], [np.ones(4), np.zeros(4)], ["u", "v"])
    with pytest.raises(ValueError, match="seed du gives different tangents"):
        mirror_arrays([as_strided(a, (3, 2), (8, 8))], [np.arange(6.0).reshape(3, 2)], ["u"])
    row = [1.0]
    with pytest.raises(ValueError, match=r"seed du\[0\] and seed dv\[0\] contradict"):
        mirror_arrays([row, row], [[1.0], [2.0]], ["u", "v"])


def test_tuples_and_numbers_are_not_memory():
    pair, rate = (1.0, 2.0), Rate(1.0)
    assert list(mirror_arrays([pair, pair], [(1.0, 0.0), (0.0, 1.0)])) == [(1.0, 0.0), (0.0, 1.0)]
    assert mirror_arrays([rate, rate], [Rate(1.0, None), Rate(2.0, None)])[1].r == 2.0


def test_interleaved_views_do_not_contradict():
    a = np.zeros(6)
    mirrors = mirror_arrays([a[::2], a[1::2]], [np.ones(3), np.zeros(3)])
    assert [m.tolist() for m in mirrors] == [[1, 1, 1], [0, 0, 0]]


def test_zero_gives_way_to_a_seed_for_the_same_memory():
    a, row = np.zeros(4), [1.0, (2.0, [3.0])]
    da, db, drow, zrow = mirror_arrays(
        [a[1:], a, row, row], [np.ones(3), ZERO, ZERO, [5.0, (6.0, [7.0])]])
    assert db.tolist() == [0, 1, 1, 1] and np.shares_memory(da, db)
    assert drow is zrow and drow == [5.0, (6.0, [7.0])]


def test_nan_seeds_agree_with_themselves():
    a, s = np.zeros(3), np.array([1.0, math.nan, 2.0])
    mirrors = mirror_arrays([a, a, [math.nan]], [s, s.copy(), [math.nan]])
    assert mirrors[0] is s and math.isnan(mirrors[2][0])


def test_a_list_under_two_names_has_one_mirror():
    shared = [1.0, np.zeros(2)]
    one, two = mirror_arrays([shared, {"s": shared}], [None, ZERO])
    assert two["s"] is one and one[0] == 1.0 and one[1].tolist() == [1, 1]
    net = Net(np.zeros(2))
    one, two = mirror_arrays([net, [net]], [ZERO, None])
    assert two[0] is one and one.b == 1.0 and one.w.tolist() == [1, 1]


@pytest.mark.parametrize("make", [
    lambda: np.ones((3, 2)).T, lambda: np.ones((2, 3), "f4"), lambda: np.ones((2, 6))[:, ::2],
    lambda: np.ones((2, 3), ">f8"), lambda: np.ones((2, 3)),
])
def test_write_back_into_arrays(make):
    p, s = np.zeros((2, 3)), make()
    mirrors = mirror_arrays([p, [p]], [s, ZERO])
    mirrors[1][0][0, 1] = 7
    write_back(mirrors)
    assert s[0, 1] == 7 and s.sum() == 12


def test_write_back_gives_the_shape_that_the_function_has_assigned():
    p, s = np.zeros((2, 3)), np.ones((2, 6))[:, ::2]
    mirrors = mirror_arrays([p], [s])
    mirrors[0].shape = (6,)
    mirrors[0][1] = 7
    write_back(mirrors)
    assert s.tolist() == [1, 7, 1, 1, 1, 1]
    mirrors = mirror_arrays([p], [np.ones((3, 2)).T], ["u"])
    mirrors[0].shape = (6,)
    with pytest.raises(TypeError, match="cannot have the shape"):
        write_back(mirrors)


def test_write_back_leaves_read_only_seeds_alone():
    p = np.zeros((2, 3))
    for s in (read_only(np.ones((2, 3))), np.broadcast_to(np.ones(3), (2, 3)),
              as_strided(np.ones(3), (2, 3), (0, 8))):
        mirrors = mirror_arrays([p], [s])
        mirrors[0][0, 0] = 7
        write_back(mirrors)
        assert (s == 1).all()


def test_write_back_never_truncates():
    p, s = np.zeros(3), np.array([1, 0, 0])
    mirrors = mirror_arrays([p], [s], ["u"])
    write_back(mirrors)
    mirrors[0][0] = 0.5
    with pytest.raises(TypeError, match="seed du has dtype int64"):
        write_back(mirrors)
    assert s.tolist() == [1, 0, 0]


def test_write_back_leaves_an_unchanged_seed_alone():
    s = np.array([0.1, 0.2])  # not to be rounded to float32 by a read
    mirrors = mirror_arrays([np.zeros(2, "f4")], [s])
    write_back(mirrors)
    assert s.tolist() == [0.1, 0.2]


def test_write_back_into_containers():
    p = {"n": [1.0, 2.0], "a": np.zeros(2, "f4"), "t": (1.0, [3.0])}
    row, inner, a = [1, 2], [4], np.ones(2)
    dp = {"n": row, "a": a, "t": (1, inner)}
    mirrors = mirror_arrays([p], [dp])
    m = mirrors[0]
    m["n"].append(5.0)
    m["a"][0] = 3
    m["t"][1][0] = 8.0
    m["new"] = m["n"]
    write_back(mirrors)
    assert dp["n"] is row is dp["new"] and row == [1.0, 2.0, 5.0]
    assert dp["a"] is a and a.tolist() == [3, 1] and inner == [8.0] and dp["t"][1] is inner


def test_write_back_follows_swapped_items():
    a, b = np.zeros(2, "f4"), np.zeros(2, "f4")
    da, db = np.ones(2), np.full(2, 2.0)
    dp = [da, db]
    mirrors = mirror_arrays([[a, b]], [dp])
    m = mirrors[0]
    m[0], m[1] = m[1], m[0]
    m[0][0] = 7
    write_back(mirrors)
    assert dp[0] is db and dp[1] is da and db.tolist() == [7, 2] and da.tolist() == [1, 1]


def test_a_seed_given_twice_is_the_mirror_of_neither():
    s, net = [1.0, 1.0], Net(np.ones(2))
    mirrors = mirror_arrays([[2.0, 3.0], [4.0, 5.0], {"a": Net(np.zeros(2)), "b": Net(np.zeros(2))}], [s, s, {"a": net, "b": net}])
    mirrors[0][0] = 7.0
    mirrors[1].append(8.0)
    mirrors[2]["a"].w[0] = 9.0
    write_back(mirrors)
    assert mirrors[0] == [7.0, 1.0] and mirrors[1] == [1.0, 1.0, 8.0] and mirrors[2]["b"].w.tolist() == [1.0, 1.0]
    assert s == [1.0, 1.0, 8.0]  # what the last of them became


def test_write_back_into_a_dataclass():
    p, dp = Net(np.zeros(2), 1.0), Net(np.ones(2), 1)
    mirrors = mirror_arrays([p], [dp])
    assert mirrors[0] is not dp and mirrors[0].w is dp.w
    mirrors[0].b = 4.0
    write_back(mirrors)
    assert dp.b == 4.0


def test_many_arrays_in_reasonable_time():
    p = [np.zeros(3) for _ in range(2000)] + list(np.zeros((500, 2)))
    dp = [np.ones(3, "f4") for _ in range(2000)] + list(np.ones((500, 2)))
    mirrors = mirror_arrays([p], [dp])
    assert len(mirrors[0]) == 2500
    write_back(mirrors)


# -------------------------------------------------------------------- kind_key

class Sub(np.ndarray):
    pass


def helper(x):
    return x


@pytest.mark.parametrize("value, key", [
    (1.0, float), (1, int), (True, bool), (1j, complex), (np.float32(1), np.float32),
    (np.int64(1), np.int64), (Fraction(1), Fraction), (Decimal(1), Decimal),
    (None, type(None)), ("s", str), (b"s", bytes), (slice(1), slice), (..., type(...)),
    (np.zeros((2, 3)), ("array", "d", 2)), (np.zeros(2, ">f8"), ("array", ">f8", 1)),
    (np.zeros(2, "f4"), ("array", "f", 1)), (np.zeros((), object), ("array", "O", 0)),
    (np.zeros(2).view(Sub), ("subclass", Sub)),
    ([], ("list", ())), ([1.0, 2.0], ("list", (float,))), ([1, 2.0, 3], ("list", (int, float))),
    ([np.zeros(2), 1.0, np.ones(2)], ("list", (("array", "d", 1), float))),
    ((1.0, [2]), ("tuple", (float, ("list", (int,))))),
    (Point(1.0, 2.0), ("namedtuple", Point, (float, float))), (OrderedDict(a=1), ("ordered", ("dict", (("a", int),)))),
    ({"a": 1.0, 2: None}, ("dict", (("a", float), (2, type(None))))),
    ({(1, "b"): 1.0}, ("dict", (((1, "b"), float),))), ({}, ("dict", ())),
    ({1.5: 1.0, "a": 2}, ("dict", None, (float, int))),
    (dict.fromkeys(range(1000), 1.0), ("dict", None, (float,))),
    (range(3), ("instance", range)),
    (helper, ("const", helper)), (math.sin, ("const", math.sin)), (len, ("const", len)),
    (np, ("const", np)), (np.sin, ("const", np.sin)), (float, ("const", float)),
    (functools.partial(helper, 1.0), ("partial", ("const", helper), (float,), ())),
    ({1.0}, ("instance", set)),
])
def test_kind_key(value, key):
    got = kind_key(value)
    assert got == key
    hash(got)


class Node:
    def __init__(self, value, *below):
        self.value, self.below = value, list(below)


def test_kind_key_of_objects():
    assert kind_key(Net(np.zeros(2))) == kind_key(Net(np.ones(5)))
    assert kind_key(Net(np.zeros(2))) != kind_key(Net(np.zeros((2, 2)))) != kind_key(Net(None))
    assert kind_key(Node(1.0)) != kind_key(Node(1))
    leaf = Node(1.0)
    assert kind_key((leaf, leaf)) != kind_key((Node(1.0), Node(1.0)))


def test_kind_key_of_trees_does_not_grow_with_them():
    small = Node(1.0, Node(2.0))
    large = Node(1.0, Node(2.0, Node(3.0), Node(4.0, Node(5.0))), Node(6.0))
    assert kind_key(small) == kind_key(large)
    ring = Node(1.0)
    ring.below.append(ring)
    assert kind_key(ring) == kind_key(large)


def test_kind_key_of_methods():
    class Model:
        def run(self):
            pass

    assert kind_key(Model().run) == kind_key(Model().run) == ("method", Model.run, kind_key(Model()))
    rng = np.random.default_rng(0)
    assert kind_key(rng.normal) == kind_key(rng.normal)  # a new object at each look-up
    assert kind_key([].append) == ("instance", type([].append))


def test_kind_key_of_cycles():
    loop = [1.0]
    loop.append((loop, {"k": loop}))
    key = kind_key(loop)
    hash(key)
    twin = [2.0]
    twin.append((twin, {"k": twin}))
    assert kind_key(twin) == key


def test_kind_key_tells_shared_from_nested():
    row = [1.0]
    assert kind_key([row, row]) == ("list", (("list", (float,)),))


class Holding:
    """An object that holds methods of its own, of another object, and a partial."""

    def __init__(self, weight, inner=None):
        self.weight = weight
        self.apply = self.squared
        self.inner = inner
        self.again = functools.partial(self.scaled, 2.0)
        self.table = {"inner": inner.apply if inner is not None else None}

    def squared(self, v):
        return v * self.weight ** 2

    def scaled(self, by, v):
        return by * self.apply(v) * self.weight


def called(model, v):
    return model.apply(v), model.again(v), model.inner.apply(v) * model.table["inner"](v)


def test_objects_that_hold_methods_of_their_own():
    model = Holding(3.0, Holding(5.0))
    assert called(model, 2.0) == (18.0, 108.0, 2500.0)
    seeds = Holding(1.0, Holding(0.0)), Holding(0.0, Holding(1.0)), Holding(0.0, Holding(0.0))
    for seed in seeds:
        seed.again = functools.partial(seed.scaled, 0.0)
        seed.inner.again = functools.partial(seed.inner.scaled, 0.0)
    d = differentiate(called, wrt="model")
    assert d(model, 2.0, dmodel=seeds[0]) == ((18.0, 108.0, 2500.0), (12.0, 108.0, 0.0))
    assert d(model, 2.0, dmodel=seeds[1])[1] == (0.0, 0.0, 2000.0)
    seeds[2].again = functools.partial(seeds[2].scaled, 1.0)
    assert d(model, 2.0, dmodel=seeds[2])[1] == (0.0, 54.0, 0.0)
    assert differentiate(called, wrt="v")(model, 2.0)[1] == (9.0, 54.0, 2500.0)
    seeds[0].apply = 1.0
    with pytest.raises(TypeError, match="seed dmodel.apply must be the like of model.apply, or None, not float"):
        d(model, 2.0, dmodel=seeds[0])


def test_objects_changed_before_they_are_called_by_what_they_hold():
    def changed(model, v):
        model.weight = model.weight * v
        return model.apply(v)

    assert differentiate(changed, wrt="v")(Holding(3.0), 2.0) == (72.0, 108.0)
    assert differentiate(changed, wrt="model")(Holding(3.0), 2.0) == (72.0, 48.0)


def test_none_is_no_seed_where_there_are_several():
    """For one parameter None means ones; among several it would be taken for ones, or for a constant."""
    df = differentiate(lambda x, y: (x, y), wrt=("x", "y"))
    for y in (2.0, 2, 1j, np.ones(3), np.array(2.0), [1.0], (), {}, Rate(1.0), Fraction(1, 2)):
        for _ in range(4):  # also where calls go the fast way
            df(1.0, y, dx=1.0, dy=differentiate(lambda y: y)(y)[1])
            with pytest.raises(TypeError, match="seed dy is None, but y carries a derivative"):
                df(1.0, y, dx=1.0, dy=None)
    assert df(1.0, "text", dx=1.0, dy=None)[1] == (1.0, None) == df(1.0, None, dx=1.0, dy=None)[1]
