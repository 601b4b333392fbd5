"""Every rule of the modules python, elementwise and reductions, on the samples below."""

import cmath
import copy
import itertools
import math
import operator
import runpy
from fractions import Fraction

import numpy as np
import pytest

from s2sad import differentiate
from s2sad.errors import DifferentiationError
from s2sad.rules import elementwise, python, reductions
from s2sad.rules.registry import METHODS, REFUSED, RULES
from s2sad.runtime.special import bessel_i, digamma, polygamma, sinc_derivative
from s2sad.runtime.tangents import power_base, power_exponent
from tests.rulecheck import bind, check, combine, evaluate
from tests.spellings import is_spelled

NUMPY = np.lib.NumpyVersion(np.__version__)

# The inputs that every elementwise function of NumPy is tried on


def spread(low, high, shape, seed=0):
    """Irregular numbers between two bounds."""
    n = math.prod(shape)
    return low + (high - low) * ((np.arange(1, n + 1) * 0.618034 + seed * 0.37) % 1).reshape(shape)


def unary(low, high, whole=None, holomorphic=False):
    """Samples of one argument: of every type and shape; `whole`: integers in the domain."""
    middle = low + 0.37 * (high - low)
    samples = [(middle,), (np.float64(middle),), (np.array(middle),), (spread(low, high, (4,)),),
               (spread(low, high, (2, 3)),), (np.ones((0, 2)),), (np.float32(middle),),
               (spread(low, high, (3,)).astype("f4"),)]
    if whole:
        samples += [(whole[0],), (np.array(whole),)]
    if holomorphic:
        z = np.array([0.3 + 0.4j, -0.7 + 1.2j, 0.2 - 0.9j])
        samples += [(0.3 + 0.4j,), (z,), (z.astype("c8"),)]
    return samples


def binary(low, high, low2=None, high2=None, whole=None, holomorphic=False, weak=True):
    """Samples of two arguments: each type and shape, and what broadcasts.

    `weak`: a Python number's tangent is as weak as the number beside single precision.
    """
    low2, high2 = (low, high) if low2 is None else (low2, high2)
    a, b = low + 0.37 * (high - low), low2 + 0.71 * (high2 - low2)
    rows, row = spread(low, high, (2, 3)), spread(low2, high2, (3,), 1)
    column = spread(low, high, (2, 1))
    samples = [(a, b), (np.float64(a), b), (np.array(a), np.array(b)), (rows, row), (column, row),
               (row * 0 + a, b), (a, row), (np.ones((0, 2)), b), (np.ones((0, 1)), np.ones(4)),
               (rows.astype("f4"), row.astype("f4")),
               ((rows.astype("f4"), b), {} if weak else {"wrt": ["x1"]})]
    if whole:
        samples += [whole, (np.array([whole[0], whole[1]]), row[:2]),
            (rows[:, :2], np.array(whole))]
    if holomorphic:
        samples += [(0.3 + 0.4j, 1.2 - 0.7j), (np.array([0.3 + 0.4j, 2 - 1j]), np.array([1.5,
            0.7]))]
    return samples


def numbers(*values):
    """Samples of one Python number."""
    return [(x,) for x in (*values, np.asarray(values[0])[()])]


def K(*args, **kwargs):
    """A sample with keywords; `wrt=` chooses the active parameters."""
    return args, kwargs


V = spread(0.5, 2.5, (5,))
M = spread(-2, 2, (3, 4))
T = spread(-2, 2, (2, 3, 4))
Z = np.array([[0.3 + 0.4j, -0.7 + 1.2j], [0.2 - 0.9j, 1.1 + 0.1j]])
I = np.array([[3, -1, 4], [1, -5, 9]])
F = M.astype("f4")
N = np.where(M > 1.2, np.nan, M)
O = np.array([[0.0, 2.0, 3.0], [0.0, 0.0, 5.0], [1.5, -2.0, 0.5]])  # zeros to divide by
AXES = [K(M), K(M, 0), K(M, axis=-1), K(M, axis=1, keepdims=True), K(T, axis=(0, -1)),
        K(T, (2, 1), keepdims=True), K(M, keepdims=True), K(V), K(V, axis=0), K(F), K(F, axis=0),
        K(np.ones((1, 4)) * V[:4], axis=0), K(I), K(I, axis=1), K(np.array(2.5)), K(M.T, axis=0),
        K(T, axis=())]
SUMS = [*AXES, K(2.5), K(np.ones((0, 3)), axis=0), K(np.ones((3, 0)), axis=1), K(np.ones(0))]
WHERE = [K(M, where=M > -1.5), K(M, axis=0, where=M[0] > -1.9), K(F, axis=1, where=F > -1.9)]
NAN_AXES = [*AXES, K(N), K(N, axis=0), K(N, 1, keepdims=True), K(N.astype("f4"), axis=0)]
QUANTILES = [K(M, 0.3), K(M, 0.3, 0), K(M, [0.1, 0.9], axis=1), K(F, 0.3, axis=0, wrt=["a"]),
             K(T, np.array([[0.2, 0.45], [0.8, 0.77]]), axis=(0, 2), keepdims=True), K(V, 0.61),
             K(I, 0.37, axis=1), K(M, 0.5, keepdims=True), K(F, np.float64(0.3), wrt=["a"])]
HUNDREDS = [K(*(s[0][0], np.multiply(s[0][1], 100), *s[0][2:]), **s[1]) for s in QUANTILES]

SAMPLES = {
    # arithmetic
    np.add: binary(-2, 2, whole=(3, 2), holomorphic=True),
    np.subtract: binary(-2, 2, whole=(3, 2), holomorphic=True),
    np.multiply: binary(-2, 2, whole=(3, 2), holomorphic=True),
    np.divide: binary(-2, 2, 0.5, 2, whole=(3, 2), holomorphic=True),
    np.negative: unary(-2, 2, (3, -2), True),
    np.positive: unary(-2, 2, (3, -2), True),
    np.reciprocal: unary(0.5, 2, None, True),
    np.square: unary(-2, 2, (3, -2), True),
    np.power: [*binary(0.5, 2, -2, 2, whole=(3, 2), holomorphic=True),
               K(M, 3, wrt=["x1"]), K(M, 2.0, wrt=["x1"]), K(M, 0, wrt=["x1"]),
               K(M, -1, wrt=["x1"]), K(F, 2, wrt=["x1"]), K(I, 3, wrt=["x1"]),
               K(M, np.array([0, 1, 2, 3]), wrt=["x1"]),
               K(np.array([0.0, 0.0, 0.0]), np.array([0.0, 1.0, 2.0]), wrt=["x1"]),
               K(I, np.array([0, 1, 2]), wrt=["x1"]), K(Z, 2), K(Z, 0, wrt=["x1"]),
               K(np.array([0.0, 1.0]), 2.5, wrt=["x2"]), K(1.5, F, wrt=["x2"])],
    np.float_power: [*binary(0.5, 2, -2, 2, whole=(3, 2), holomorphic=True), K(M, 3, wrt=["x1"]),
                     K(M, 0, wrt=["x1"]), K(I, -1, wrt=["x1"]), K(0.0, 0.0, wrt=["x1"])],
    np.remainder: [*binary(-3, 3, 1.1, 1.3), K(-7.3, 2.0), K(7.3, -2.0)],
    np.fmod: [*binary(-3, 3, 1.1, 1.3), K(-7.3, 2.0), K(7.3, -2.0)],
    np.divmod: [*binary(-3, 3, 1.1, 1.3), K(-7.3, 2.0)],
    # exponentials and logarithms
    np.exp: unary(-2, 2, (1, -2), True),
    np.exp2: unary(-2, 2, (1, -2), True),
    np.expm1: unary(-2, 2, (1, -2), True),
    np.log: unary(0.5, 3, (1, 2), True),
    np.log2: unary(0.5, 3, (1, 2), True),
    np.log10: unary(0.5, 3, (1, 2), True),
    np.log1p: unary(-0.5, 3, (1, 2), True),
    np.sqrt: unary(0.5, 3, (1, 2), True),
    np.cbrt: unary(0.5, 3, (1, -2)),
    np.logaddexp: [*binary(-2, 2, whole=(1, 2)), K(800.0, 799.0)],
    np.logaddexp2: [*binary(-2, 2, whole=(1, 2)), K(2000.0, 1999.0)],
    np.emath.sqrt: [*unary(0.5, 3, None, True), K(-2.0), K(np.array([-1.0, 2.0]))],
    np.emath.log: [*unary(0.5, 3, None, True), K(-2.0)],
    np.emath.log2: [*unary(0.5, 3, None, True), K(-2.0)],
    np.emath.log10: [*unary(0.5, 3, None, True), K(-2.0)],
    # trigonometric and hyperbolic functions
    np.sin: unary(-2, 2, (1, -2), True),
    np.cos: unary(-2, 2, (1, -2), True),
    np.tan: unary(-1, 1, (1, -1), True),
    np.arcsin: unary(-0.9, 0.9, None, True),
    np.arccos: unary(-0.9, 0.9, None, True),
    np.arctan: unary(-2, 2, (1, -2), True),
    np.arctan2: [*binary(0.3, 2, -2, 2, whole=(1, 2)), K(-1.0, -2.0), K(1e-3, -1.0)],
    np.hypot: [*binary(-2, 2, whole=(3, 4)), K(3.0, 0.0, wrt=["x1"])],
    np.sinh: unary(-2, 2, (1, -2), True),
    np.cosh: unary(-2, 2, (1, -2), True),
    np.tanh: unary(-2, 2, (1, -2), True),
    np.arcsinh: unary(-2, 2, (1, -2), True),
    np.arccosh: [*unary(1.3, 3, (2, 3), True), K(np.array([-3 + 4j, -0.5 - 0.3j]))],
    np.arctanh: unary(-0.8, 0.8, None, True),
    np.deg2rad: unary(-2, 2, (1, -2)),
    np.rad2deg: unary(-2, 2, (1, -2)),
    np.radians: unary(-2, 2, (1, -2)),
    np.degrees: unary(-2, 2, (1, -2)),
    np.sinc: [*unary(-2, 2, (1, -2)), K(0.0), K(1e-5), K(np.array([0.0, 0.63, 0.64, 5.3]))],
    sinc_derivative: [K(n, x, wrt=["x"]) for n in range(5) for x in (0.0, 0.3, -1.1, M, F)],
    np.i0: [*unary(-3, 3, (1, -2)), K(0.0), K(30.5), K(np.array([24.0, 26.0]))],
    bessel_i: [K(n, x, wrt=["x"]) for n in range(4) for x in (0.0, 0.3, -1.1, 30.0, M, F)],
    # magnitude and sign
    np.absolute: [*unary(-2, 2, (3, -2)), K(0.3 + 0.4j), K(Z), K(Z.astype("c8"))],
    np.fabs: unary(-2, 2, (3, -2)),
    np.sign: [*unary(-2, 2, (3, -2)), K(0.3 + 0.4j), K(Z), K(Z.astype("c8"))],
    np.copysign: [*binary(-2, 2, whole=(3, -2)), K(-1.0, 2.0), K(-1.0, -2.0)],
    np.heaviside: [*binary(-2, 2, weak=False), K(0.0, 0.5, wrt=["x2"]),
                   K(np.array([0.0, 1.0]), 0.5, wrt=["x2"]),
                   K(np.array([0.0, -1.0], "f4"), np.ones(2, "f4"), wrt=["x2"])],
    np.nextafter: binary(-2, 0, 1, 2),
    # complex numbers
    np.conjugate: unary(-2, 2, (3, -2), True),
    np.real: unary(-2, 2, None, True),
    np.imag: unary(-2, 2, None, True),
    np.angle: [*unary(0.5, 2, None, True), K(Z, deg=True), K(0.3 + 0.4j, deg=True)],
    np.real_if_close: [K(M), K(Z), K(1.5), K(0.3 + 1j), K(M + 0j, wrt=["a"], tangents={"a": M * 1e-16j + M})],
    # selection
    np.maximum: binary(-2, 0.3, -0.7, 2, whole=(3, 2), weak=False),
    np.minimum: binary(-2, 0.3, -0.7, 2, whole=(3, 2), weak=False),
    np.fmax: [*binary(-2, 0.3, -0.7, 2, whole=(3, 2), weak=False), K(np.nan, 1.0, wrt=["x2"])],
    np.fmin: [*binary(-2, 0.3, -0.7, 2, whole=(3, 2), weak=False), K(1.0, np.nan, wrt=["x1"])],
    np.clip: [K(0.3, 0.0, 1.0), K(-0.3, 0.0, 1.0), K(1.3, 0.0, 1.0), K(M, -1.0, 1.0),
              K(M, None, 0.3), K(M, -1.1, None), K(F, -1, 1, wrt=["a"]),
              K(M, M[0] - 0.5, M[1] + 0.5), K(np.float32(0.5), 0, 1, wrt=["a"]), K(I, 0.5, 3.5),
              K(np.ones((0, 2)), 0.0, 2.0),
              K(M, np.array([[[1.5]], [[-1.5]]]), 0.7)] + ([
              K(M, min=-1.0, max=1.0), K(M, min=-1.0), K(M, max=0.3)]
              if NUMPY >= "2.1.0" else []),
    np.where: [K(M > 0, M, 2 * M), K(True, 2.0, 3.0), K(M > 0, F, 2 * F), K(M[0] > 0, M, 1.5)],
    np.nan_to_num: [K(M), K(2.5), K(np.array(2.5)), K(F), K(Z), K(0.3 + 1j), K(M, nan=1.0)],
    np.unwrap: [K(5 * V), K(M, axis=0), K(5 * M, discont=4.0, axis=-1), K(5 * M, period=2.0)],
    np.interp: [K(x, *knots, **more) for x in (0.3, -3.0, 7.0, np.array([0.2, 1.7, -9.0, 4.1]), I)
                for knots in ([np.array([-1.3, 0.5, 1.1, 3.7]), np.array([2.0, -1.0, 0.5, 4.0])],)
                for more in ({}, {"left": -3.0}, {"left": 2.5, "right": 1.0})] + [
               K(0.3, np.array([1.0]), np.array([2.0]), wrt=["x", "fp"]),
               K(0.3, np.array([0.0, 1.0]), np.array([1 + 2j, 3j])),
               K(0.3, [0.0, 1.0], [2.0, 3.0])],
    # parts of floating-point numbers
    np.modf: unary(-1.9, 1.9),
    np.frexp: [K(2.7), K(V), K(np.float32(2.7)), K(np.ones(0))],
    np.ldexp: [K(2.7, 3, wrt=["x1"]), K(V, np.array(2), wrt=["x1"]),
               K(V.astype("f4"), 2, wrt=["x1"])],
    # conversions
    np.float64: [K(2.5), K(M), K(np.float32(2.5)), K(F)],
    np.longdouble: [K(2.5), K(M)],
    np.complex128: [K(2.5), K(M), K(0.3 + 1j), K(Z)],
    np.clongdouble: [K(2.5), K(Z)],
    np.float32: [], np.float16: [], np.complex64: [],  # too coarse for differences: see below
    # sums and means
    np.sum: [*SUMS, *WHERE, K(Z), K(Z, axis=0), K(M, initial=3.0), K(M, 0, initial=2.0),
             K(F, dtype="f8"), K(M, axis=0, dtype=np.float64)],
    np.mean: [*AXES, *WHERE, K(Z), K(Z, axis=0), K(F, dtype="f8"), K(2.5)],
    np.average: [*AXES[:10], K(V, weights=V[::-1]), K(M, 0, np.array([1.0, 2.0, 0.5])),
                 K(M, axis=1, weights=np.array([1.0, 2.0, 0.5, 1.0]), keepdims=True),
                 K(M, axis=-1, weights=M + 3), K(M, weights=M + 3),
                 K(T, axis=1, weights=np.array([1.0, 2.0, 0.5])), K(T, axis=(0, 2), weights=T + 3),
                 K(Z, axis=0, weights=np.array([1.0, 2.0]))],
    np.nansum: [*NAN_AXES, K(np.ones(0))],
    np.nanmean: NAN_AXES,
    # spread
    np.var: [*AXES[:-1], *WHERE, K(M, ddof=1), K(M, 0, ddof=1, keepdims=True), K(Z), K(Z, axis=0),
             K(M, axis=1, ddof=1, where=M > -1.5), K(F, ddof=1), K(F, dtype="f8"),
             K(T, axis=(0, 2), ddof=2), K(M, correction=1)],
    np.std: [*AXES[:11], *AXES[12:14], K(M, axis=0, where=M > -1.5), K(M, ddof=1), K(Z),
             K(M, 0, ddof=1, keepdims=True), K(Z, axis=0), K(2.5), K(M[:1], axis=0)],
    np.nanvar: [*NAN_AXES[:-5], K(N), K(N, axis=0), K(N, axis=1, ddof=1, keepdims=True)],
    np.nanstd: [*NAN_AXES[:11], K(N), K(N, axis=0), K(N, axis=1, ddof=1, keepdims=True)],
    np.ptp: [*AXES[:14], K(M.T, axis=0)],
    # products
    np.prod: [*SUMS, *WHERE, K(O), K(O, axis=0), K(O, 1, keepdims=True), K(Z),
              K(M, initial=3.0), K(F, axis=0, initial=np.float32(3.0)), K(O, axis=(1, 0)), K(I.astype("i1")), K(F, dtype="f8")],
    np.nanprod: [*NAN_AXES, K(O, axis=0)],
    # order statistics
    np.max: [*AXES, *[K(*a, **k, initial=-9.0, wrt=["a"]) for a, k in WHERE],
             K(M, initial=9.0), K(M, initial=-9.0), K(M, axis=0, initial=1.0),
             K(F, axis=0, initial=np.float32(1.0)), K(M, axis=1, initial=1.0, where=M > 0),
             K(np.ones((0, 2)), axis=0, initial=0.0, wrt=["a"])],
    np.min: [*AXES, *[K(*a, **k, initial=9.0, wrt=["a"]) for a, k in WHERE],
             K(M, initial=-9.0)],
    np.amax: AXES, np.amin: AXES,
    np.nanmax: NAN_AXES, np.nanmin: NAN_AXES,
    np.median: [*AXES[:-1], K(M[:, :3]), K(M[:, :3], axis=1)],
    np.nanmedian: [*NAN_AXES[:16], K(N), K(N, axis=0), K(N, axis=1, keepdims=True)],
    np.quantile: QUANTILES, np.percentile: HUNDREDS,
    np.nanquantile: [*QUANTILES[:4], *QUANTILES[5:], K(N, 0.3), K(N, [0.3, 0.55], axis=0),
                     K(T, [0.3, 0.44], axis=(0, 2))],
    np.nanpercentile: [*HUNDREDS[:4], *HUNDREDS[5:], K(N, 30), K(N, [30, 55.0], axis=0)],
    # running sums and products
    np.cumsum: [K(M), K(M, 0), K(M, axis=-1), K(F), K(I), K(2.5), K(np.ones(0)), K(Z)],
    np.nancumsum: [K(N), K(N, axis=0), K(M), K(N.astype("f4"))],
    np.cumprod: [K(M), K(M, 0), K(T, axis=-2), K(F, axis=1), K(I), K(I.astype("i1"), 0), K(2.5),
                 K(np.ones(0)), K(Z), K(O), K(O, axis=0), K(O, axis=1),
                 K(np.ones((2, 0)), axis=1), K(F, dtype="f8")],
    np.nancumprod: [K(N), K(N, axis=0), K(M), K(N.astype("f4"))],
    np.bincount: [K(np.array([0, 2, 2, 0, 1]), V, wrt=["weights"])],
    # differences and integrals
    np.diff: [K(V), K(M), K(M, 2), K(M, axis=0), K(V, prepend=0.5),
              K(V, append=V[:2], prepend=V[0]), K(F), K(I), K(np.ones(1)), K(V, n=0)],
    np.ediff1d: [K(V), K(M), K(V, V[:2], V[:1]), K(V, to_end=3.0), K(V.astype("f4"))],
    np.gradient: [K(V), K(M), K(M, 0.5, wrt=["f"]), K(M, 0.5, 2.0, wrt=["f"]),
                  K(M, axis=0, edge_order=2), K(V, np.cumsum(V), wrt=["f"]), K(M, axis=(0, 1))],
    # builtins
    copy.copy: [K(M), K(2.5), K(F), K([1.0, M])],
    copy.deepcopy: [K(M), K(2.5), K((F, [1.0, M]))],
    abs: [*unary(-2, 2, (3, -2)), K(0.3 + 0.4j), K(Z), K(Fraction(-1, 2))],
    pow: [K(2.5, 3), K(2.5, 3.5), K(M, 2, wrt=["base"]), K(-2.5, 3, wrt=["base"]), K(-2.5, 0.5),
          K(1j + 2, 0.5 + 1j), K(7, 3)],
    divmod: [K(-7.3, 2.0), K(7, 3.0), K(M, 1.3)],
    max: [K(1.0, 3.0, 2.0), K([1.0, 3.0, 2.0]), K(2.5, 1), K(V), K((2.0,)),
          K([1.5, 2.0], default=3.0, wrt=["args"])],
    min: [K(1.0, 3.0, 2.0), K([1.0, 3.0, 2.0]), K(2.5, 1), K(V),
          K([1.5, 2.0], default=3.0, wrt=["args"])],
    sum: [K([1.0, 2.0, 3.5]), K([1.0, 2.0], 0.5), K([M, M + 1]), K(V), K([]),
          K((1.0, 2.0), start=0.5)],
    float: [K(2.5), K(3), K(np.float64(2.5)), K(np.array(2.5))],
    complex: [K(2.5), K(2.5, 1.5), K(2.5 + 1j), K(real=1.0, imag=2.0)],
    # math
    math.sqrt: numbers(2.5, 3), math.cbrt: numbers(2.5, -3), math.exp: numbers(0.5, -2),
    math.exp2: numbers(0.5, -2), math.expm1: numbers(0.5, -2), math.log2: numbers(2.5, 3),
    math.log: [*numbers(2.5, 3), K(2.5, 3.5), K(2.5, 0.5)], math.log10: numbers(2.5, 3),
    math.log1p: numbers(2.5, -0.5),
    math.pow: [K(2.5, 3.5), K(2, 3), K(-2.5, 3.0, wrt=["x"]), K(0.5, -3.0)],
    math.sin: numbers(2.5, -1), math.cos: numbers(2.5, -1), math.tan: numbers(1.1, -1),
    math.asin: numbers(0.5, -0.3), math.acos: numbers(0.5, -0.3), math.atan: numbers(2.5, -1),
    math.atan2: [K(1.0, 2.0), K(-1.0, -2.0), K(1.0, -2.0), K(3, 4)], math.sinh: numbers(2.5, -1),
    math.cosh: numbers(2.5, -1), math.tanh: numbers(0.5, -1), math.asinh: numbers(2.5, -1),
    math.acosh: numbers(2.5, 3), math.atanh: numbers(0.5, -0.3), math.degrees: numbers(2.5, -1),
    math.radians: numbers(2.5, -1), math.gamma: numbers(2.5, 3, -1.5, 0.1, 20.5, -20.5),
    math.lgamma: numbers(2.5, 3, -1.5, 0.1, 1e5, -25.3), math.erf: numbers(0.5, -2),
    math.erfc: numbers(0.5, -2),
    digamma: numbers(2.5, 3, -1.5, 0.1, 1e3, -25.3),
    polygamma: [K(n, x, wrt=["x"]) for n in range(4) for x in (2.5, 3, -1.5, 0.3, 100.0, -25.3)],
    math.hypot: [K(1.0, 2.0), K(1.0, -2.0, 3.0), K(-2.5), K(3, 4)],
    math.dist: [K((1.0, 2.0), (3.0, 5.0)), K([1.0], [3.5]), K(V, V[::-1])],
    math.fsum: [K([1.0, 2.0, 3.5]), K(V)],
    math.prod: [K([1.5, 2.0, 3.5]), K([0.0, 2.0, 0.5]), K((1.5, 2), start=2.5)],
    math.fabs: numbers(2.5, -1), math.copysign: [K(1.0, -2.0), K(-1.0, -2.0), K(-1.0, 3.0)],
    math.fmod: [K(7.3, 2.0), K(-7.3, 2.0), K(7.3, -2)], math.remainder: [K(7.3, 2.0), K(-6.7, 2.0)],
    math.nextafter: [K(1.5, 2.0), K(1.5, -2.0)], math.modf: numbers(2.5, -1.3),
    math.frexp: numbers(2.5, -1.3), math.ldexp: [K(2.5, 3, wrt=["x"]), K(2.5, -3, wrt=["x"])],
    # cmath
    cmath.sqrt: numbers(2.5 + 1j, -1.0 + 2j, 2.5), cmath.exp: numbers(2.5 + 1j, 0.5),
    cmath.log: [*numbers(2.5 + 1j, -0.5 + 0.1j), K(2.5 + 1j, 3.0 + 1j), K(2.5 + 1j, 2.0)],
    cmath.log10: numbers(2.5 + 1j, 0.5), cmath.sin: numbers(2.5 + 1j, 0.5),
    cmath.cos: numbers(2.5 + 1j, 0.5), cmath.tan: numbers(0.5 + 1j, 0.5),
    cmath.asin: numbers(0.5 + 1j), cmath.acos: numbers(0.5 + 1j), cmath.atan: numbers(0.5 + 0.3j),
    cmath.asinh: numbers(0.5 + 1j), cmath.acosh: numbers(1.5 + 1j), cmath.atanh: numbers(0.5 + 0.3j),
    cmath.sinh: numbers(2.5 + 1j, 0.5), cmath.cosh: numbers(2.5 + 1j, 0.5),
    cmath.tanh: numbers(0.5 + 1j, 0.5), cmath.phase: numbers(2.5 + 1j, -1 - 2j, 0.5),
    cmath.polar: numbers(2.5 + 1j, -1 - 2j, 0.5), cmath.rect: [K(2.5, 0.7), K(-1.5, 4)],
    # operator
    operator.add: [K(2.5, 3), K(M, M[0]), K([1.0, 2.0], [3.0])],
    operator.sub: [K(2.5, 3), K(M, M[0])], operator.neg: [K(2.5), K(M)],
    operator.mul: [K(2.5, 3), K(M, M[0]), K([1.0, 2.0], 3, wrt=["a"])],
    operator.pos: [K(2.5), K(M)], operator.truediv: [K(2.5, 3), K(M, V[:4])],
    operator.matmul: [K(M, V[:4]), K(M.T, M)], operator.mod: [K(7.3, 2.0), K(M, 1.3)],
    operator.pow: [K(2.5, 3.5), K(M, 2, wrt=["a"])], operator.abs: [K(-2.5), K(M), K(Z)],
    operator.getitem: [K(M, 1, wrt=["a"]), K([1.0, 2.0], 1, wrt=["a"])],
}
if hasattr(np, "cumulative_sum"):
    SAMPLES[np.cumulative_sum] = [K(V), K(M, axis=0), K(M, axis=1, include_initial=True)]
    SAMPLES[np.cumulative_prod] = [K(V), K(M, axis=0), K(O, axis=1)]
for name in ("trapezoid", "trapz"):
    if hasattr(np, name):
        SAMPLES[getattr(np, name)] = [
            K(V), K(M), K(V, np.cumsum(V)), K(M, V[:4]), K(M, M, axis=0), K(I),
            K(M, dx=0.5, axis=0), K(V.astype("f4"))]
if hasattr(math, "sumprod"):
    SAMPLES[math.sumprod] = [K([1.0, 2.0], [3.0, 0.5])]
if hasattr(math, "fma"):
    SAMPLES[math.fma] = [K(1.5, 2.0, 3.0)]


def registered_by(module):
    """The functions that a module gives a rule that is not zero: it is run again to see."""
    before = dict(RULES)
    RULES.clear()
    try:
        runpy.run_path(module.__file__)
        return [fn for fn, rule in RULES.items() if rule.form != "zero"]
    finally:
        RULES.clear()
        RULES.update(before)


@pytest.mark.parametrize("module", [elementwise, python, reductions])
def test_every_rule_has_a_sample(module):
    missing = [RULES[fn].name for fn in registered_by(module) if fn not in SAMPLES and not is_spelled(RULES[fn].name)]
    assert not missing


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("fn", SAMPLES, ids=lambda fn: RULES[fn].name)
def test_against_differences(fn):
    for sample in SAMPLES[fn]:
        args, kwargs = sample if len(sample) == 2 and isinstance(sample[1], dict) else (sample, {})
        kwargs = dict(kwargs)
        options = {name: kwargs.pop(name) for name in ("wrt", "tangents") if name in kwargs}
        check(RULES[fn], args, kwargs, **options)


METHOD_SAMPLES = {
    "conj": [K(Z)], "conjugate": [K(M)], "clip": [K(M, -1.0, 1.0), K(M, min=-1.0), K(M, max=0.3)],
    "sum": AXES[:9], "mean": AXES[:9], "var": [K(M, 0, ddof=1)], "std": [K(M, 0, ddof=1)],
    "prod": [K(O, 0), K(M)], "max": [K(M, 0), K(M)], "min": [K(M, axis=1, keepdims=True)],
    "cumsum": [K(M, 0), K(M)], "cumprod": [K(O, 0), K(M)],
}


@pytest.mark.parametrize("name", [n for n in METHOD_SAMPLES if n in METHODS])
def test_methods(name):
    for args, kwargs in METHOD_SAMPLES[name]:
        check(METHODS[name], args, kwargs)


# Kinks: what JAX says

KINKS = [
    ("maximum", (1.0, 1.0)), ("maximum", (math.inf, math.inf)), ("minimum", (1.0, 1.0)),
    ("fmax", (1.0, 1.0)), ("fmin", (1.0, 1.0)), ("fmax", (1.0, math.nan)),
    ("fmax", (math.nan, 1.0)),
    ("abs", (0j,)), ("hypot", (0.0, 0.0)), ("hypot", (0.0, 2.0)), ("arctan2", (0.0, 0.0)),
    ("sqrt", (0.0,)), ("cbrt", (0.0,)), ("sinc", (0.0,)), ("i0", (0.0,)), ("square", (0.0,)),
    ("angle", (-1.0,)), ("copysign", (0.0, -1.0)), ("heaviside", (0.0, 0.5)),
    ("heaviside", (1.0, 0.5)),
    ("power", (0.0, 1.0)), ("power", (0.0, 2.0)), ("power", (0.0, 0.5)), ("power", (0.0, -1.0)),
    ("power", (-2.0, 3.0)), ("power", (-2.0, 0.5)), ("power", (-0.0, -2.0)),
    ("float_power", (0.0, 2.0)), ("remainder", (3.0, 1.5)), ("remainder", (-3.2, 1.5)),
    ("fmod", (3.0, 1.5)), ("fmod", (-3.2, 1.5)), ("arccos", (1.0,)), ("arcsin", (-1.0,)),
    ("arccosh", (1.0,)), ("arctanh", (1.0,)), ("reciprocal", (0.0,)), ("log", (0.0,)),
    ("log1p", (-1.0,)),
    ("clip", (1.0, 1.0, 2.0)), ("clip", (2.0, 1.0, 2.0)), ("clip", (1.0, 1.0, 1.0)),
    ("clip", (1.0, 2.0, 0.0)),
    ("nan_to_num", (math.nan,)), ("nan_to_num", (math.inf,)), ("logaddexp", (0.0, -math.inf)),
    ("sign", (0.0,)), ("divide", (1.0, 0.0)), ("tanh", (100.0,)), ("exp", (-800.0,)),
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name, point", KINKS, ids=str)
def test_kinks_of_ufuncs_as_in_jax(name, point):
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    rule = RULES[getattr(np, name)]
    for i, parameter in enumerate(bind(rule, point, {})):
        def partial(x):
            return getattr(jax.numpy, name)(*point[:i], x, *point[i + 1:])
        one = jax.numpy.ones((), type(point[i]))
        expected = jax.jvp(partial, (jax.numpy.asarray(point[i]),), (one,))[1]
        for kind in (np.float64, np.array, lambda x: np.array([x])):
            args = [kind(x) if not isinstance(x, complex) else x for x in point]
            for case in (None, "otherwise"):
                tangent = evaluate(rule, args, {}, {parameter: kind(1.0)}, case)[1]
                np.testing.assert_allclose(tangent, np.broadcast_to(expected, np.shape(tangent)))


@pytest.mark.parametrize("fn", [np.heaviside, np.fmax, np.fmin, np.maximum, np.minimum,
                                lambda x, y: np.clip(x, y, 5), lambda x, y: np.clip(x, 0, y)])
def test_single_precision_beside_python_numbers(fn):
    df = differentiate(fn, wrt=(0, 1))
    for x in (0.4, 2.4, 0.0):
        v, dv = df(np.float32(x), 1.3, **dict(zip(df.seeds.values(), (np.float32(2), 3.0))))
        assert v.dtype == np.float32 and np.result_type(dv, np.float32) == np.float32


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("fn, x", [(np.log, 0.0), (np.log2, 0.0), (np.log10, 0.0), (np.log1p, -1.0),
                                   (np.arctanh, 1.0), (np.log, 0), (np.log, 0j),
                                   (np.emath.log, 0.0), (np.emath.log2, 0.0), (np.emath.log10, 0.0)])
def test_poles_of_python_numbers_do_not_raise(fn, x):
    """As NumPy's functions do not, where dx / x would."""
    assert not np.isfinite(differentiate(fn)(x)[1])
    assert np.isinf(differentiate(np.divide)(1.0, 0.0)[1])


def test_abs_at_zero():
    """The slope to the right, as JAX has it."""
    for fn in (abs, np.abs, np.fabs, math.fabs, operator.abs):
        (parameter,) = RULES[fn].terms
        for case in (None, "otherwise"):
            assert evaluate(RULES[fn], (0.0,), {}, {parameter: 1.0}, case)[1] == 1


REDUCTION_KINKS = [
    ("max", [2.0, 2.0, 2.0, 1.0], {}), ("min", [2.0, 1.0, 1.0], {}), ("ptp", [2.0, 2.0, 1.0], {}),
    ("max", [2.0, 2.0, 1.0], {"initial": 2.0}), ("min", [2.0, 2.0], {"initial": 2.0}),
    ("max", [[2.0, 2.0], [1.0, 0.0]], {"axis": 1}), ("nanmax", [2.0, 2.0, math.nan], {}),
    ("median", [2.0, 2.0, 2.0, 1.0], {}), ("nanmedian", [2.0, 2.0, math.nan], {}),
    ("prod", [0.0, 2.0, 3.0], {}), ("prod", [0.0, 0.0, 3.0], {}),
    ("cumprod", [2.0, 0.0, 3.0, 0.0], {}),
    ("std", [1.0, 1.0], {}), ("var", [1.0, 1.0], {}),
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name, values, options", REDUCTION_KINKS, ids=str)
def test_kinks_of_reductions_as_in_jax(name, values, options):
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    values = np.array(values)
    jacobian = np.asarray(jax.jacfwd(lambda a: getattr(jax.numpy, name)(a, **options))(values))
    for index in np.ndindex(values.shape):
        seed = np.zeros(values.shape)
        seed[index] = 1
        tangent = evaluate(RULES[getattr(np, name)], (values,), options, {"a": seed})[1]
        np.testing.assert_allclose(tangent, jacobian[(..., *index)])


def test_interp_at_knots_and_quantile_order_as_in_jax():
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    x, xp, fp = np.array([-1.0, 0, 1, 1.5, 2, 3]), np.array([0.0, 1, 2]), np.array([0.0, 1, 5])
    expected = jax.jvp(lambda x: jax.numpy.interp(x, xp, fp), (x,), (np.ones(6),))[1]
    tangent = evaluate(RULES[np.interp], (x, xp, fp), {}, {"x": np.ones(6)})[1]
    np.testing.assert_allclose(tangent, expected)
    for q in (0.0, 0.25, 0.5, 0.75, 1.0):
        expected = jax.jvp(lambda q: jax.numpy.quantile(np.array([1.0, 2, 4]), q), (q,), (1.0,))[1]
        tangent = evaluate(RULES[np.quantile], (np.array([4.0, 1, 2]), q), {}, {"q": 1.0})[1]
        np.testing.assert_allclose(tangent, expected)


# Python numbers: where the value does not raise, the tangent does not

EXTREME = (0.0, -0.0, 1.0, -1.0, 0.5, -2.0, 3.0, 5e-324, -1e-300, 1e-162, 1e162, -1e300, 1.7e308,
           710.4, 170.5, -200.5, -745.0, math.inf, -math.inf, math.nan, 0, 1, -1, 2, -3,
           Fraction(1, 3), Fraction(0))
PYTHON = [fn for fn, rule in RULES.items() if rule.form == "terms" and not isinstance(fn, np.ufunc)
          and getattr(fn, "__module__", "") in ("math", "builtins", "_operator")]


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("fn", PYTHON, ids=lambda fn: RULES[fn].name)
def test_never_raises_where_the_value_does_not(fn):
    rule, tried = RULES[fn], 0
    for count in (1, 2, 3):
        for point in itertools.product(EXTREME if count < 3 else EXTREME[:6], repeat=count):
            for args in (point, (list(point),)):
                try:
                    fn(*args)
                    given = bind(rule, args, {})
                except (TypeError, ValueError, OverflowError, ZeroDivisionError):
                    continue
                for parameter in rule.terms:
                    if parameter in given and rule.terms[parameter] is not None:
                        ones = combine(lambda v: 1.0, given[parameter])
                        evaluate(rule, args, {}, {parameter: ones})
                        tried += 1
    assert tried or fn in (math.dist,)


def test_powers_stay_exact():
    half = Fraction(1, 2)
    assert power_base(3, 2) == 6 and type(power_base(3, 2)) is int
    assert power_base(half, 3) == Fraction(3, 4) and power_base(half, -1) == -4
    assert power_base(0, 0) == power_base(0.0, 2) == 0 and power_base(0.0, 1) == 1
    assert power_base(10**200, 3) == 3 * 10**400
    assert power_base(1e-154, -2) == -math.inf and power_base(-0.5, 3.0) == 0.75
    assert power_exponent(0.0, 2.0, 0.0) == 0 and math.isnan(power_exponent(-2.0, 3.0, -8.0))
    assert abs(power_exponent(-2.0, 0.5, (-2.0)**0.5) - (-2.0)**0.5 * cmath.log(-2.0)) < 1e-15


def test_fractions_stay_exact():
    third = Fraction(1, 3)
    for fn, args, tangents, expected in [
            (abs, (-third,), {"x": third}, -third), (divmod, (7 * third, 2), {"x": (third, 0)},
            (0, third)),
            (max, (third, 2), {"args": (third, 0)}, 0),
            (max, (third, third), {"args": (third, 0)}, third / 2),
            (pow, (third, 2), {"base": Fraction(1)}, 2 * third), (math.prod, ([third, 2],),
            {"iterable": [1, 0]}, 2)]:
        assert evaluate(RULES[fn], args, {}, tangents)[1] == expected


def test_conversions_keep_precision():
    for kind in (np.float16, np.float32, np.complex64):
        value, tangent = evaluate(RULES[kind], (M,), {}, {"x": M})
        assert tangent.dtype == value.dtype and np.array_equal(tangent, kind(M))


def test_nanquantile_does_not_follow_numpy_into_a_mix_up():
    with pytest.raises(DifferentiationError, match="NumPy mixes up"):
        evaluate(RULES[np.nanquantile], (T, [[0.2, 0.3]], (0, 2)), {}, {"a": T})


def test_special_functions_to_full_precision():
    assert abs(digamma(1.0) + 0.5772156649015329) < 1e-15
    assert abs(polygamma(1, 0.5) - math.pi**2 / 2) < 1e-14 and polygamma(0, 5e-324) == -math.inf
    assert abs(polygamma(2, 1.0) + 2.4041138063191886) < 1e-14
    assert math.isnan(digamma(-3.0)) and digamma(math.inf) == math.inf and polygamma(2,
    math.inf) == 0
    assert abs(bessel_i(1, 2.0) - 1.5906368546373291) < 1e-14
    assert abs(bessel_i(1, 30.0) / 768532038938.957 - 1) < 1e-14
    assert abs(sinc_derivative(2, 0.0) + math.pi**2 / 3) < 1e-15
    assert abs(sinc_derivative(1, 1e-8) / (-math.pi**2 * 1e-8 / 3) - 1) < 1e-15


def test_power_base_has_the_right_slope():
    """It is differentiated in turn for second derivatives: its pieces must fit."""
    for x, n, expected in [(0.0, 2, 2), (-0.4, 3.0, -2.4), (0.4, -1.5, 3.75 * 0.4**-3.5), (0.9, 1,
        0)]:
        slope = (power_base(x + 1e-5, n) - power_base(x - 1e-5, n)) / 2e-5
        assert abs(slope - expected) < 1e-6


# Second derivatives: the compiler reads the helpers

A = np.array([[0.3, -1.2, 2.1], [1.5, 0.7, -0.4]])


def spreads(x):
    return np.std(x, axis=1) + np.var(x, ddof=1, where=x > -1) + np.nanstd(x) + np.ptp(x**2)


def products(x):
    return np.prod(x, axis=(0, 1), keepdims=True) + np.nanprod(x) + np.cumprod(x, axis=1)


def orders(x):
    return (np.max(x, axis=0)**2 + np.max(x * x, axis=0, initial=0.5) + np.nanmin(x**3)
            + np.median(x**3, axis=0) + np.percentile(x * x, 30, axis=0, keepdims=True))


def averages(x):
    return np.average(x, weights=np.exp(x), axis=1) + np.nanmean(x**3) + np.nansum(x**2)


def selections(x):
    return (np.clip(x, x * x - 1, x + 0.1)**2 + np.maximum(x, x**2)**2 + np.nan_to_num(x**3)
            + np.interp(x, np.array([-2.0, 0.0, 3.0]), np.array([1.0, 0.0, 4.0]))**2)


def specials(x):
    return (np.sinc(x) + np.i0(x) + np.arctan2(x, x * x + 1) + np.hypot(x, 2 * x + 1)
            + np.logaddexp(x, x**2) + np.power(np.abs(x) + 0.5, x))


def complexes(x):
    return np.abs(np.exp(1j * x) * x) + np.angle(x + 1j * x**2) + np.real(np.sign(x + 1j * x**2))


def remainders(x):
    return np.mod(x**3, 0.7) * x + np.fmod(x**3, 0.7) + np.divmod(x**3, 0.7)[1] + np.modf(x**3)[0]


def special_numbers(x):
    return math.gamma(x) + math.lgamma(x * x) + math.erf(x) + math.hypot(x, x * x, 1.0) \
        + math.dist((x, 1.0), (2.0, x * x)) + math.atan2(x, x * x) + math.log(3.0, x)


def plain_numbers(x):
    return max(x, x * x, 0.5) + min([x, x**3]) + math.prod([x, x * x, 2.0]) + sum([x, x**2]) \
        + math.pow(x, x) + pow(x, 3) + divmod(x**3, 0.7)[1] + abs(complex(x, x * x))


@pytest.mark.parametrize("f, x", [
    *((f, A) for f in (spreads, products, orders, averages, selections, specials, complexes,
                       remainders)), (special_numbers, 1.3), (plain_numbers, 1.3)])
def test_second_derivatives(f, x):
    first = differentiate(f)
    (_, slope), (_, curvature) = differentiate(first)(x)
    np.testing.assert_allclose(slope, (f(x + 1e-6) - f(x - 1e-6)) / 2e-6, rtol=1e-6, atol=1e-6)
    expected = (first(x + 1e-6)[1] - first(x - 1e-6)[1]) / 2e-6
    np.testing.assert_allclose(curvature, expected, rtol=1e-6, atol=1e-6)


def power_operator(x, n):
    return x**n


def power_function(x, n):
    return np.power(x, n)


def float_power(x, n):
    return np.float_power(x, n)


@pytest.mark.parametrize("f", [power_operator, power_function, float_power])
@pytest.mark.parametrize("x, n", [(2.0, 0.0), (np.array([2.0, 0.5, 3.0]), np.array([0.0, 0.0, 2.0])),
                                  (np.float32([2.0, 0.5]), np.float32([0.0, 1.0])), (2 + 1j, 0.0)])
def test_second_derivatives_of_powers_at_exponent_zero(f, x, n):
    both = differentiate(differentiate(f, ("x", "n")), ("x", "n"))
    once, none = np.ones_like(x)[()], np.zeros_like(x)[()]
    for dx, dn in ((once, none), (none, once)):
        second, = (both(x, n, dx=dx, dn=np.real(dn), dx_=once - dx, dn_=np.real(once - dn))[1][1],)
        np.testing.assert_allclose(second, x**(n - 1) * (1 + n * np.log(x)), rtol=1e-6)  # d/dn of n x^(n - 1)
        assert np.asarray(second).dtype == np.asarray(f(x, n)).dtype


@pytest.mark.parametrize("f", [power_operator, float_power])
def test_second_derivative_of_powers_of_whole_numbers_at_exponent_zero(f):
    both = differentiate(differentiate(f, ("x", "n")), ("x", "n"))
    assert both(2, 0, dx=1.0, dn=0.0, dx_=0.0, dn_=1.0)[1][1] == 0.5


def test_powers_at_base_and_exponent_zero():
    for f in (power_operator, power_function, float_power):
        for x in (0.0, np.array([0.0, math.inf, 1e-310]), np.float16([0.0, 6e-8])):
            assert not np.any(differentiate(f)(x, 0.0)[1])


def test_what_is_refused_says_why():
    for fn in (np.matrix, eval):
        why, instead = REFUSED[fn]
        assert why and instead
    assert not set(REFUSED) & set(RULES)
