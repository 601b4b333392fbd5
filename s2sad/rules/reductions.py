"""Rules for NumPy functions that reduce, accumulate or difference along axes.

At ties `max` and `min` share evenly and quantiles take the first, as in JAX.
"""

import numpy as np

from s2sad.rules.registry import (
    RULES,
    formula,
    linear,
    method,
    multilinear,
    refuse,
    zero,
)

# Sums and means

SUM = "a, axis=None, dtype=None, out=None, keepdims=False, initial=0, where=True"
MEAN = "a, axis=None, dtype=None, out=None, keepdims=False, *, where=True"
PLAIN = "a, axis=None, out=None, keepdims=False"
NAN_SUM = "a, axis=None, dtype=None, out=None, keepdims=False"
CUMULATIVE = "a, axis=None, dtype=None, out=None"

linear(np.sum, SUM, "a", "initial")
linear(np.mean, MEAN, "a")
formula(np.average, "a, axis=None, weights=None, *, keepdims=False", a="np.average(da, ...)",
        weights="average_weights_tangent(weights, dweights, result, ...)")
formula(np.nansum, NAN_SUM, a="np.sum(np.where(np.isnan(a), 0, da), ...)")
formula(np.nanmean, NAN_SUM, a="np.mean(da, ..., where=~np.isnan(a))")

# Spread

VAR = ("a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, "
       "correction=None")
NAN_VAR = "a, axis=None, dtype=None, out=None, ddof=0, keepdims=False"

formula(np.var, VAR, a="var_tangent(a, da, ...)")
formula(np.std, VAR, a="std_tangent(a, da, result, ...)")
formula(np.nanvar, NAN_VAR, a="var_tangent(a, da, ..., where=~np.isnan(a))")
formula(np.nanstd, NAN_VAR, a="std_tangent(a, da, result, ..., where=~np.isnan(a))")
formula(np.ptp, PLAIN, a="ptp_tangent(a, da, ...)")

# Products

formula(np.prod, SUM.replace("initial=0", "initial=1"), a="prod_tangent(a, da, result, ...)",
        initial="np.prod(...) * dinitial")
formula(np.nanprod, NAN_SUM, a="prod_tangent(np.where(np.isnan(a), 1, a), "
        "np.where(np.isnan(a), 0, da), result, ...)")

# Order statistics

EXTREMUM = "a, axis=None, out=None, keepdims=False, initial=None, where=True"
QUANTILE = "a, q, axis=None, out=None, *, keepdims=False"

for function in (np.max, np.min, np.nanmax, np.nanmin, np.amax, np.amin):
    if function not in RULES:
        formula(function, EXTREMUM, a="extremum_tangent(a, da, result, ...)",
                initial="initial_tangent(initial, dinitial, result, ...)")
for function in (np.median, np.nanmedian):
    formula(function, "a, axis=None, out=None, *, keepdims=False",
            a="quantile_tangent(a, da, result, 0.5, ...)")
formula(np.quantile, QUANTILE, a="quantile_tangent(a, da, result, ...)",
        q="quantile_order_tangent(q, dq, result, ...)")
formula(np.percentile, QUANTILE, a="percentile_tangent(a, da, result, ...)",
        q="percentile_order_tangent(q, dq, result, ...)")
formula(np.nanquantile, QUANTILE, a="quantile_tangent(a, da, result, ..., nan=True)",
        q="quantile_order_tangent(q, dq, result, ..., nan=True)")
formula(np.nanpercentile, QUANTILE, a="percentile_tangent(a, da, result, ..., nan=True)",
        q="percentile_order_tangent(q, dq, result, ..., nan=True)")
zero(np.argmax, np.argmin, np.nanargmax, np.nanargmin, signature="a, axis=None, out=None, *, keepdims=False")
zero(np.all, np.any, signature="a, axis=None, out=None, keepdims=False, *, where=True")
zero(np.count_nonzero)

# Running sums and products

linear(np.cumsum, CUMULATIVE, "a")
formula(np.nancumsum, CUMULATIVE, a="np.cumsum(np.where(np.isnan(a), 0, da), ...)")
formula(np.cumprod, CUMULATIVE, a="cumprod_tangent(a, da, ...)")
formula(np.nancumprod, CUMULATIVE, a="cumprod_tangent(np.where(np.isnan(a), 1, a), "
        "np.where(np.isnan(a), 0, da), ...)")
if hasattr(np, "cumulative_sum"):  # NumPy 2.1
    linear(np.cumulative_sum, "x, /, *, axis=None, dtype=None, out=None, include_initial=False",
           "x")
    formula(np.cumulative_prod, "x, /, *, axis=None, dtype=None, out=None",
            x="cumprod_tangent(x, dx, ...)")
linear(np.bincount, "x, weights=None, minlength=0", "weights", result="unknown")

# Differences and integrals

linear(np.diff, "a, n=1, axis=-1, prepend=None, append=None", "a", "prepend", "append")
linear(np.ediff1d, "ary, to_end=None, to_begin=None", "ary", "to_end", "to_begin")
linear(np.gradient, "f, *varargs, axis=None, edge_order=1", "f")
for name in ("trapezoid", "trapz"):
    if hasattr(np, name):
        multilinear(getattr(np, name), "y, x=None, dx=1.0, axis=-1", "y", "x")

# Methods

for name in ("sum", "mean", "var", "std", "prod", "max", "min", "ptp", "cumsum", "cumprod"):
    if hasattr(np.ndarray, name):
        method(name, getattr(np, name), RULES[getattr(np, name)].signature)
for name in ("argmax", "argmin", "all", "any"):
    method(name, getattr(np, name), RULES[getattr(np, name)].signature)

# Left out

for function in (np.histogram, np.histogram2d, np.histogramdd):
    refuse(function, "its counts jump as values move between bins",
           "np.bincount with weights, or a smooth estimate")
