"""The helpers that generated code calls: zeros, like, aligned, fresh, pairs."""

import enum
import types
from collections import OrderedDict, defaultdict, namedtuple
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from s2sad.runtime.fitting import aligned, fresh, like
from s2sad.runtime.memory import clusters, may_overlap, same_layout, twins
from s2sad.runtime.mirrors import pairs, zeros

as_strided = np.lib.stride_tricks.as_strided


# ------------------------------------------------------- views of shared bases

@st.composite
def view_of(draw, base):
    """A random view of a one-dimensional base."""
    v = base
    if draw(st.booleans()):
        v = v[draw(st.integers(0, 5)):]
    n = v.size - v.size % 6
    v = v[:n].reshape(draw(st.sampled_from([(n,), (-1, 2), (2, -1), (-1, 3), (3, -1, 2)]))) \
        if n else v
    for _ in range(draw(st.integers(0, 3))):
        v = draw(st.sampled_from([step for step in STEPS if _works(step, v)]))(v)
    return v


STEPS = [
    lambda v: v.T,
    lambda v: v[::-1],
    lambda v: v[::2],
    lambda v: v[1:],
    lambda v: v[..., ::-2],
    lambda v: v[..., :1],
    lambda v: v[None],
    lambda v: v[:0],
    lambda v: v[..., 0, ...] if v.ndim > 1 and v.shape[0] else v,
    lambda v: v.swapaxes(0, -1) if v.ndim else v,
    lambda v: as_strided(v, (max(v.shape[0] - 1, 0), 2) + v.shape[1:],
                         (v.strides[0],) + v.strides) if v.ndim and v.shape[0] > 1 else v,
    lambda v: as_strided(v, (2,) + v.shape, (0,) + v.strides),
]


def _works(step, v):
    try:
        result = step(v)
        # A stride of an empty array may be anything; views of it are not of this world.
        return isinstance(result, np.ndarray) and sum(map(abs, result.strides)) < 10_000
    except (IndexError, ValueError):
        return False


@st.composite
def families(draw):
    """Arrays of one to three bases, some of them views of one another."""
    dtype = draw(st.sampled_from(["f8", "f4", "c16", ">f8", "i4", "i8", "?", "O", "f2"]))
    views = []
    for _ in range(draw(st.integers(1, 3))):
        base = np.zeros(draw(st.integers(0, 20)), dtype)
        views += [draw(view_of(base)) for _ in range(draw(st.integers(1, 3)))]
    return draw(st.permutations(views))


def assert_same_aliasing(values, mirrors):
    """Each write through a value is seen in all values; through mirrors likewise."""
    for v in values:
        v[...] = 0
    for m in mirrors:
        m[...] = 0
    for v, m in zip(values, mirrors):
        assert v.shape == m.shape and same_layout(v, m)
        for place in list(np.ndindex(v.shape))[:6]:
            v[place] = m[place] = 1
            for other, twin in zip(values, mirrors):
                assert np.array_equal(other.astype(complex), twin.astype(complex))
            v[place] = m[place] = 0


@given(families())
@settings(max_examples=300, deadline=None)
def test_twins_share_memory_as_the_values_do(values):
    mirrors = twins(values)
    for v, m in zip(values, mirrors):
        assert m.dtype == (v.dtype if v.dtype.kind in "fcO" else float)
        assert m.flags.writeable and not np.any(m)
    assert_same_aliasing(values, mirrors)


@given(families())
@settings(max_examples=200, deadline=None)
def test_zeros_of_a_list_share_memory_as_its_arrays_do(values):
    assert_same_aliasing(values, zeros(list(values)))


@given(families())
@settings(max_examples=200, deadline=None)
def test_views_and_copies_of_twins_are_decided_as_for_the_value(values):
    for v in values:
        for m in twins([v]) + [zeros(v)]:
            for change in (lambda a: a.reshape(-1), np.ravel, lambda a: a.ravel("K"),
                           lambda a: a.ravel("F"), np.ascontiguousarray, np.asfortranarray):
                assert np.shares_memory(change(m), m) == np.shares_memory(change(v), v)


@given(families())
@settings(max_examples=200, deadline=None)
def test_clusters_hold_apart_what_shares_nothing(values):
    values = list({id(v): v for v in values}.values())
    groups = clusters(values)
    assert sorted(id(v) for g in groups for v in g) == sorted(map(id, values))
    for i, g in enumerate(groups):
        for h in groups[:i]:
            assert not any(np.shares_memory(a, b) for a in g for b in h)


@given(families())
@settings(max_examples=200, deadline=None)
def test_overlap_is_never_missed(values):
    for v in values:
        addresses = [sum(i * s for i, s in zip(place, v.strides)) for place in np.ndindex(v.shape)]
        if len(set(addresses)) < len(addresses):
            assert may_overlap(v)


def test_real_and_imaginary_parts_of_one_array():
    z = np.zeros(4, complex)
    values = [z, z.real, z.imag[::2]]
    assert_same_aliasing(values, twins(values))


def test_interleaved_fields_of_a_record_array():
    r = np.zeros(3, [("x", "f4"), ("n", "i2"), ("y", "f8")])
    values = [r["x"], r["n"], r["y"][::-1]]
    assert_same_aliasing(values, twins(values))


def test_memory_read_as_integers_and_as_floats_is_refused():
    a = np.zeros(3)
    with pytest.raises(ValueError, match="integers"):
        twins([a, a.view("i8")])


def test_arrays_over_one_foreign_buffer():
    raw = bytearray(64)
    values = [np.frombuffer(raw, "f8"), np.frombuffer(raw, "f8", offset=16)]
    assert_same_aliasing(values, twins(values))
    assert_same_aliasing(values, zeros(values))


# --------------------------------------------------------------------- zeros

class Colour(enum.IntEnum):
    RED = 1


@pytest.mark.parametrize("value, zero", [
    (1.5, 0.0), (3, 0.0), (True, 0.0), (2j, 0j), (Fraction(1, 2), 0), (Decimal("1.5"), 0),
    (np.float32(2), np.float32(0)), (np.float64(2), np.float64(0)), (np.float16(2), np.float16(0)),
    (np.complex64(2), np.complex64(0)), (np.int32(2), 0.0), (np.bool_(True), 0.0),
    (np.longdouble(2), np.longdouble(0)), (Colour.RED, 0.0),
])
def test_zeros_of_numbers(value, zero):
    assert zeros(value) == zero and type(zeros(value)) is type(zero)


@pytest.mark.parametrize("value", [
    None, "text", b"raw", len, np, int, object(), {1.0}, np.array("text"),
    np.timedelta64(3), np.array(["2020"], "M8[Y]"), lambda x: x, ..., slice(1),
])
def test_no_number_has_no_mirror(value):
    assert zeros(value) is None


@pytest.mark.parametrize("dtype, expected", [
    ("f4", "f4"), (">f8", ">f8"), ("c8", "c8"), ("i4", "f8"), ("?", "f8"), ("u1", "f8"), ("O", "O"),
])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (4, 5)])
def test_zeros_of_arrays(dtype, expected, shape):
    m = zeros(np.ones(shape, dtype))
    assert type(m) is np.ndarray and m.dtype == np.dtype(expected) and m.shape == shape
    assert not m.any()


@pytest.mark.filterwarnings("ignore:the matrix subclass")
def test_zeros_of_subclasses_are_plain_arrays():
    assert type(zeros(np.matrix([[1.0]]))) is np.ndarray


Point = namedtuple("Point", "x y")


@dataclass
class Net:
    w: np.ndarray
    name: str = "net"
    depth: int = field(default=2, init=False)


@dataclass(frozen=True)
class Rate:
    r: float


@dataclass(slots=True)
class Slots:
    a: float
    b: list


@dataclass(frozen=True, slots=True)
class FrozenSlots:
    a: float


def test_zeros_of_containers():
    assert zeros([1.0, (2, [3j]), {"a": Fraction(1), 5: "s"}]) == \
        [0.0, (0.0, [0j]), {"a": 0, 5: None}]
    point = zeros(Point(1.0, [2.0]))
    assert type(point) is Point and point == Point(0.0, [0.0])
    assert zeros([]) == [] and zeros(()) == () and zeros({}) == {}
    ordered = zeros(OrderedDict(a=1.0, b=2.0))
    assert type(ordered) is OrderedDict and list(ordered.items()) == [("a", 0.0), ("b", 0.0)]
    table = zeros(defaultdict(float, a=1.0))
    assert table["a"] == 0.0 and table["new"] == 0.0


def test_zeros_of_dataclasses():
    net = Net(np.ones(3))
    net.extra = 4.0
    m = zeros(net)
    assert type(m) is Net and not m.w.any() and (m.name, m.depth, m.extra) == (None, 0.0, 0.0)
    assert net.w.all() and net.extra == 4.0
    assert zeros(Rate(2.0)) == Rate(0.0)
    assert zeros(Slots(1.0, [2.0])) == Slots(0.0, [0.0])
    assert zeros(FrozenSlots(1.0)) == FrozenSlots(0.0)
    assert zeros(Rate) is None


def test_one_object_has_one_mirror():
    inner, a = [1.0, "s"], np.ones(4)
    m = zeros([inner, (inner, a), {"k": a}, a[1:]])
    assert m[0] is m[1][0] and m[1][1] is m[2]["k"]
    m[3][0] = 7
    assert m[2]["k"].tolist() == [0, 7, 0, 0]


def test_cycles():
    loop = [1.0, "s"]
    loop.append((loop, {"again": loop}))
    m = zeros(loop)
    assert m[:2] == [0.0, None] and m[2][0] is m and m[2][1]["again"] is m


# ---------------------------------------------------------------------- like

def test_like_returns_the_tangent_itself_where_it_is_whole():
    v, dv = np.ones((2, 3)), np.ones((2, 3))
    assert like(dv, v) is dv
    assert like(dv.T.copy().T, v).flags.f_contiguous
    assert like(np.float32(2), np.float32(1)) == 2
    n = np.arange(6).reshape(2, 3)
    assert like(dv, n) is dv
    half = dv.astype("f4")
    assert like(half, n) is half


@pytest.mark.parametrize("dv", [2.0, 2, np.float64(2), np.float32(2), Fraction(2), np.array(2.0),
                                np.full(3, 2.0), np.full((1, 1), 2), np.full((2, 3), 2, "f4")])
@pytest.mark.parametrize("v", [np.ones((2, 3)), np.ones((2, 3), "f4"), np.ones((2, 3), complex),
                               np.ones((3, 2)).T, np.ones((2, 3), int)])
def test_like_fills_the_shape(dv, v):
    if isinstance(dv, Fraction):
        dv = float(dv)
    got = like(dv, v)
    assert got.shape == v.shape and (got == 2).all() and got.flags.writeable
    if v.dtype.kind != "i":
        assert got.dtype == v.dtype
    else:
        assert got.dtype.kind == "f"
    assert not np.shares_memory(got, v)


def test_like_materialises_a_broadcast():
    v, dv = np.ones((2, 3)), np.broadcast_to(np.ones(3), (2, 3))
    got = like(dv, v)
    got[0, 0] = 5
    assert got[1, 0] == 1


def test_like_of_numbers():
    assert type(like(1.0, 2j)) is complex
    assert type(like(1.0, np.complex64(2))) is np.complex64
    assert type(like(1.0, np.float32(2))) is np.float32
    cell = np.zeros(3)[1:2].reshape(())
    got = like(cell, np.float64(1))
    assert type(got) is np.float64
    assert type(like(cell, 1.0)) is np.float64
    assert like(Fraction(1, 2), 3) == Fraction(1, 2)


@pytest.mark.parametrize("dv, v, error", [
    (np.ones(4), np.ones(3), ValueError), (np.ones((2, 3)), np.ones(3), ValueError),
    (np.ones(3), 1.0, ValueError), (1j, np.ones(3), TypeError),
    (np.ones(3, complex), np.ones(3), TypeError), (1j, np.float32(1), TypeError),
])
def test_like_refuses(dv, v, error):
    with pytest.raises(error):
        like(dv, v)


# ------------------------------------------------------------------- aligned

@given(families())
@settings(max_examples=200, deadline=None)
def test_aligned_has_the_layout_of_the_value(values):
    for v in values:
        dv = np.ones(v.shape)
        for tangent in (dv, dv.T.copy().T, 1.0, np.ones(v.shape[-1:])):
            if v.dtype.kind == "O":
                tangent = np.asarray(tangent, object)
            got = aligned(tangent, v)
            assert same_layout(got, v) and got.shape == v.shape and (got == 1).all()


def test_aligned_copies_only_if_it_must():
    v, dv = np.ones((2, 3)), np.ones((2, 3))
    assert aligned(dv, v) is dv
    n = np.ones((2, 3), "i4")
    assert aligned(dv, n) is dv
    got = aligned(dv, np.ones((3, 2)).T)
    assert got is not dv and got.strides == (8, 16)
    got = aligned(np.ones(3), np.ones(6)[::2])
    assert got.strides == (16,)


def test_aligned_refuses_what_shared_elements_cannot_hold():
    v = np.broadcast_to(np.ones(1), (3,))
    assert aligned(np.full(3, 2.0), v).strides == (0,)
    with pytest.raises(ValueError, match="share"):
        aligned(np.arange(3.0), v)


# ------------------------------------------------------------- fresh, pairs

def test_fresh():
    a = np.ones((3, 2)).T
    got = fresh(a)
    assert got is not a and got.strides == a.strides and not np.shares_memory(got, a)
    assert fresh(1.5) == 1.5 and fresh(None) is None
    inner = [a]
    for container in ([inner], {"k": inner}, OrderedDict(k=inner)):
        copied = fresh(container)
        assert copied == container and copied is not container and type(copied) is type(container)
    assert fresh([inner])[0] is inner


def test_pairs():
    assert list(pairs([1, 2], (3, 4))) == [(1, 3), (2, 4)]
    rows = list(pairs(np.eye(2), np.ones((2, 2))))
    assert rows[1][0].tolist() == [0, 1] and rows[1][1].tolist() == [1, 1]
    assert list(pairs({"a": 1.0, 2: 3.0}, {"a": 0.0, 2: 1.0})) == [("a", None), (2, 0.0)]
    assert list(pairs("ab", None)) == [("a", None), ("b", None)]
    assert list(pairs(range(2), None)) == [(0, 0.0), (1, 0.0)]
    assert isinstance(pairs({}, {}), (types.GeneratorType, zip))


def test_pairs_sees_what_is_appended_meanwhile():
    v, dv, met = [1.0], [2.0], []
    for x, dx in pairs(v, dv):
        met.append((x, dx))
        if len(v) < 3:
            v.append(x + 1)
            dv.append(dx)
    assert met == [(1.0, 2.0), (2.0, 2.0), (3.0, 2.0)]


def test_pairs_refuses_another_length():
    with pytest.raises(ValueError):
        list(pairs([1, 2], [3]))


def test_pairs_of_a_number_fails_as_iteration_does():
    with pytest.raises(TypeError):
        pairs(1.0, 2.0)
