"""Every rule of shape.py and methods.py against finite differences."""

import re

import numpy as np
import pytest

import s2sad.rules.library  # noqa: F401  (registers the rules)
from s2sad.rules import methods, shape
from s2sad.rules.registry import METHODS, RULES

from tests import rulecheck

np_unstack = getattr(np, "unstack", None)
np_astype = getattr(np, "astype", None)
window = np.lib.stride_tricks.sliding_window_view


def a(*shape, dtype=float, shift=0.0):
    """An irregular array; complex where asked."""
    n = int(np.prod(shape))
    values = np.sin(1.3 * np.arange(n) ** 1.1 + 0.7 + shift) * 2
    if np.issubdtype(dtype, np.complexfloating):
        values = values + 1j * np.cos(2.1 * np.arange(n) + shift)
    return values.reshape(shape).astype(dtype)


V, W, M, N, T, C = a(4), a(4, shift=1), a(2, 3), a(2, 3, shift=2), a(2, 3, 4), a(2, 3, dtype=complex)
F, E, O = a(2, 3, dtype=np.float32), a(0, 3), a(1, 3)

SINGLE = {"rtol": 1e-2, "atol": 1e-3}  # a double made single

# Function or method name, arguments, keywords, options of `check`.
SAMPLES = [
    (np.reshape, (M, (3, 2))), (np.reshape, (M, -1), {"order": "F"}), (np.reshape, (C, (6,))),
    (np.reshape, (F, (3, -1))), (np.reshape, (E, (3, 0))), (np.reshape, (1.5, (1, 1))),
    (np.ravel, (M,)), (np.ravel, (M.T, "F")), (np.ravel, (E,)),
    (np.transpose, (T,)), (np.transpose, (T, (1, 0, 2))), (np.swapaxes, (T, 0, -1)),
    (np.moveaxis, (T, 0, -1)), (np.moveaxis, (T, (0, 1), (-1, -2))), (np.rollaxis, (T, 2)),
    (np.squeeze, (O,)), (np.squeeze, (O, 0)), (np.squeeze, (a(1, 1),)),
    (np.expand_dims, (M, 0)), (np.expand_dims, (M, (0, -1))),
    (np.atleast_1d, (1.5,)), (np.atleast_1d, (1.5, M)), (np.atleast_2d, (V,)), (np.atleast_3d, (M, V)),
    (np.broadcast_to, (V, (3, 4))), (np.broadcast_to, (2.0, (2, 2))), (np.broadcast_arrays, (O, M, 2.0)),
    (window, (V, 2)), (window, (M, (2, 2))), (np.resize, (M, (4, 4))), (np.resize, (V, 2)),
    (np.flip, (M,)), (np.flip, (M, -1)), (np.flip, (T, (0, 2))), (np.fliplr, (M,)), (np.flipud, (M,)),
    (np.rot90, (M,)), (np.rot90, (T, 3, (1, 2))), (np.roll, (M, 2)), (np.roll, (M, (1, 2), (0, 1))),
    (np.repeat, (M, 2)), (np.repeat, (M, [1, 2, 0], 1)), (np.tile, (M, 2)), (np.tile, (V, (2, 1, 2))),
    (np.sort, (V,)), (np.sort, (M, 0)), (np.sort, (M, None)), (np.sort, (C,)), (np.sort, (F,)),
    (np.sort, (E,)), (np.sort, ([2.0, 1.0],)), (np.sort_complex, (C,)), (np.sort_complex, (V,)),
    (np.partition, (a(7), 3)), (np.partition, (a(3, 5), 1, 0)), (np.partition, (M, 2, None)),
    (np.partition, (np.arange(300) * 37.0 % 300, 100)),
    (np.concatenate, ([M, N],)), (np.concatenate, ((M, C), 1)), (np.concatenate, ([M, V], None)),
    (np.concatenate, ([F, F],)), (np.concatenate, ([E, M],)), (np.concatenate, ([M, N],), {"dtype": complex}),
    (np.stack, ([M, N],)), (np.stack, ([M, N], -1)), (np.stack, ([1.0, 2.0],)),
    (np.hstack, ([V, W, 1.0],)), (np.vstack, ([V, W],)), (np.dstack, ([V, W],)), (np.column_stack, ([V, W],)),
    (np.block, ([[M, N], [N, M]],)), (np.block, ([V, 1.0],)),
    (np.append, (V, 2.0)), (np.append, (M, N, 0)), (np.append, (V, C)),
    (np.insert, (V, 1, 2.0)), (np.insert, (V, 1, np.array([2.0, 3.0, 4.0]))), (np.insert, (V, 1, [2.0, 3.0])), (np.insert, (M, 1, [[2.0], [3.0]], 0)), (np.insert, (M, [0, 2], a(2, 2), 1)), (np.insert, (F, 1, 2.0)), (np.insert, (C, 1, 2j)), (np.insert, (C, 1, 2.0, 0)),
    (np.delete, (V, 1)), (np.delete, (M, [0, 2], 1)), (np.delete, (V, slice(1, 3))),
    (np.pad, (V, 2)), (np.pad, (M, ((1, 0), (2, 1)), "constant"), {"constant_values": 3.0}),
    (np.pad, (M, 1, "edge")), (np.pad, (M, 1, "wrap")), (np.pad, (M, 1, "reflect")),
    (np.pad, (M, 1, "symmetric")), (np.pad, (V, 2, "reflect"), {"reflect_type": "odd"}),
    (np.pad, (V, 2, "linear_ramp"), {"end_values": 5.0}), (np.pad, (M, 1, "mean")),
    (np.pad, (V, 2, "mean"), {"stat_length": 2}), (np.pad, (F, 1)),
    (np.split, (V, 2)), (np.split, (M, [1], -1)), (np.array_split, (V, 3)), (np.hsplit, (M, 3)),
    (np.vsplit, (M, 2)), (np.dsplit, (T, [1, 3])),
    (np.take, (V, [0, 2, 2])), (np.take, (M, 1, 1)), (np.take, (V, [-5, 6], None, None, "wrap")),
    (np.take, (M, [[0, 1], [2, 0]], -1)), (np.take_along_axis, (M, np.array([[0], [2]]), 1)),
    (np.compress, ([True, False, True], M, 1)), (np.compress, ([True, False, True], M)),
    (np.extract, (M > 0, M)), (np.choose, ([0, 1, 1, 0], [V, W])), (np.choose, ([0, 3], [V[:2], 1.0]), {"mode": "clip"}),
    (np.select, ([V > 1, V > 0], [V, W])), (np.select, ([V > 1, V > 0], [V, 2 * V], 1.5)),
    (np.diag, (V,)), (np.diag, (M, 1)), (np.diag, (V, -1)), (np.diagonal, (M,)), (np.diagonal, (T, 1, 2, 1)),
    (np.diagflat, (M, 1)), (np.tril, (M,)), (np.tril, (T, -1)), (np.triu, (M, 1)), (np.triu, (C,)),
    # Zeros at the ends stay zeros.
    (np.trim_zeros, (np.array([0, 0, 1.5, 0, 2, 0]),), {}, {"tangents": {"filt": np.array([0, 0, 3., 4, 5, 0])}}),
    (np.trim_zeros, (np.array([0, 1.5, 0]), "f"), {}, {"tangents": {"filt": np.array([0, 3.0, 4])}}),
    (np.trim_zeros, (np.array([0, 1.5, 0]), "b"), {}, {"tangents": {"filt": np.array([2, 3.0, 0])}}),
    (np.trim_zeros, ([0.0, 1.5, 0.0],), {}, {"tangents": {"filt": [0.0, 3.0, 0.0]}}),
    (np.trim_zeros, (np.zeros(3),), {}, {"tangents": {"filt": np.zeros(3)}}),
    (np.array, ([1.0, 2.0],)), (np.array, ([M, N],)), (np.array, (M,), {"dtype": np.float32}, SINGLE),
    (np.array, (M,), {"ndmin": 3}), (np.array, ([[1.0, 2.0], [3.0, 4j]],)), (np.array, (2.0,)),
    (np.asarray, (M,)), (np.asarray, (M, complex)), (np.asarray, ([1.0, 2.0],)), (np.asanyarray, (M,)),
    (np.asarray_chkfinite, (M,)), (np.ascontiguousarray, (M.T,)), (np.asfortranarray, (M,)),
    (np.require, (M, None, ["F"])), (np.copy, (M,)), (np.copy, (1.5,)),
    (np.meshgrid, (V, a(3))), (np.meshgrid, (V, a(3)), {"indexing": "ij", "sparse": True}), (np.meshgrid, (V,)), (np.ix_, (V, a(2))), (np.ix_, (V,)),
    (np.full, (3, 2.0)), (np.full, ((2, 4), V)), (np.full, (2, np.float32(2))), (np.full, (2, 1 + 2j)),
    (np.full, (2, 1.5, complex)), (np.full_like, (M, 2.0)), (np.full_like, (M, a(3))), (np.full_like, (F, 2.0)),
    (np.full_like, (np.arange(3), 2.25), {}, {"wrt": ["fill_value"]}), (np.full_like, (M, 2.0), {"dtype": complex}),
    (np.full_like, (M, 2.0), {"shape": (4,)}), (np.full_like, (M, 2.0, complex, "K", True, 3)),
    (np.arange, (0.25, 2.0)), (np.arange, (0.25, 2.0, 0.5)), (np.arange, (2.5,)),
    (np.linspace, (0.5, 2.0, 5)), (np.linspace, (0.5, V, 3)), (np.linspace, (V, W, 3), {"axis": -1, "endpoint": False}),
    (np.linspace, (1.0, 2.0, 4, True, True)), (np.linspace, (1.0, 2j, 4)), (np.linspace, (1.0, 2.0, 1)),
    (np.logspace, (0.5, 2.0, 4)), (np.logspace, (0.5, V, 3), {"base": 2.0}), (np.logspace, (V, W, 3, False), {"axis": -1}),
    (np.geomspace, (0.5, 8.0, 4)), (np.geomspace, (0.5, abs(V), 3)), (np.geomspace, (1 + 1j, 3.0 - 2j, 4)),
    (np.geomspace, (abs(V), abs(W), 3, False), {"axis": -1}), (np.geomspace, (-2.0, -8.0, 3)),
    ("reshape", (M, 3, 2)), ("reshape", (M, (3, 2)), {"order": "F"}), ("reshape", (M, -1)),
    ("ravel", (M,)), ("ravel", (M, "F")), ("flatten", (M,)), ("flatten", (M, "F")),
    ("transpose", (T,)), ("transpose", (T, 1, 2, 0)), ("transpose", (T, (1, 2, 0))), ("swapaxes", (T, 0, 1)),
    ("squeeze", (O,)), ("squeeze", (O, 0)), ("repeat", (M, 2, 1)), ("take", (M, [0, 2], 1)),
    ("compress", (M, [True, False, True], 1)), ("choose", (np.array([0, 1, 1, 0]), [V, W])),
    ("diagonal", (T, 0, 1, 2)), ("trace", (M,)), ("trace", (T, 1)), ("dot", (M, a(3))), ("dot", (M, a(3, 2))),
    ("copy", (M,)), ("astype", (M, np.float32), {}, SINGLE), ("astype", (F, float)), ("astype", (M, complex)),
    ("view", (M,)), ("item", (a(1),)), ("item", (M, 4)), ("item", (M, 1, 0)), ("tolist", (M,)),
]
if np_astype:
    SAMPLES += [(np_astype, (M, np.float32), {}, SINGLE), (np_astype, (M, float), {"copy": False}), (np.matrix_transpose, (T,))]
if np_unstack:
    SAMPLES += [(np_unstack, (M,)), (np_unstack, (T,), {"axis": -1})]


def rule_of(fn):
    return METHODS[fn] if isinstance(fn, str) else RULES[fn]


def name_of(sample):
    return rule_of(sample[0]).name


@pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
def test_against_differences(sample):
    fn, args, kwargs, options = sample + ({}, {})[len(sample) - 2:]
    rulecheck.check(rule_of(fn), args, kwargs, **options)


def test_every_rule_has_a_sample():
    sampled = {rule_of(sample[0]).name for sample in SAMPLES}
    spelled = {"np.lib.stride_tricks.as_strided", "np.row_stack"}  # see test_linalg_spellings.py
    assert not registered_in(shape) - sampled - spelled
    assert not {f"ndarray.{name}" for name in registered_in(methods, r'"(\w+)"')
                if METHODS[name].form != "zero" and not name.startswith("__")} - sampled


def registered_in(module, what=r"([\w.]+)"):
    """What the lines of a rule module register, zero rules aside."""
    lines = open(module.__file__).read()
    found = re.findall(rf"^ *(?:linear|multilinear|formula|method|own)\({what},", lines, re.M)
    known = {rule.name for rule in RULES.values()}  # some functions are NumPy 2's
    return {name for name in found if name in known or not name.startswith("np.")}


# Functions of which the tangent is zero: a small step changes nothing.

ZEROS = [
    (np.zeros_like, M), (np.ones_like, M), (np.shape, M), (np.ndim, M), (np.size, M), (np.argsort, M),
    (np.nonzero, M), (np.flatnonzero, M), (np.argwhere, M), (np.iscomplexobj, M), (np.isrealobj, M),
    (np.isscalar, 2.0), (np.isfortran, M), (np.result_type, M), (np.diag_indices_from, a(2, 2)),
    (np.tril_indices_from, M), (np.triu_indices_from, M), (np.common_type, M), (np.iterable, M),
    (lambda x: np.argpartition(x, 1), V), (lambda x: np.lexsort((x,)), V), (lambda x: np.searchsorted(x, 0.4), np.sort(V)),
    (lambda x: np.digitize(x, [0.0, 1.0]), V), (lambda x: np.ix_(x > 0), V), (lambda x: np.isin(x, [7.0]), V),
]


@pytest.mark.parametrize("fn, x", ZEROS)
def test_zero(fn, x):
    assert str(fn(x)) == str(fn(x + 1e-9))
    if fn in RULES:
        assert RULES[fn].form == "zero"


# Conventions and corners

@pytest.mark.parametrize("value, tangent", [(2.5, 0), (2, 0.5)])
def test_what_is_put_among_integers_is_rounded(value, tangent):
    n = np.array([1, 2])
    inserted = rulecheck.evaluate(RULES[np.insert], (n, 1, value), {}, {"values": 0.5})[1]
    assert inserted.tolist() == [0, tangent, 0]
    filled = rulecheck.evaluate(RULES[np.full_like], (n, value), {}, {"fill_value": 0.5})[1]
    assert filled.tolist() == [tangent, tangent]


def test_sort_keeps_equal_elements_in_order_as_jax_does():
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    x, dx = np.array([2.0, 1.0, 2.0, 1.0]), np.array([1.0, 2.0, 3.0, 4.0])
    expected = jax.jvp(jax.numpy.sort, (x,), (dx,))[1]
    np.testing.assert_array_equal(rulecheck.evaluate(RULES[np.sort], (x,), {}, {"a": dx})[1], expected)
