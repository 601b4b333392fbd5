"""Rules for NumPy functions that reduce, accumulate or difference along axes.

At ties `max` and `min` share evenly and quantiles take the first, as in JAX.
"""

from s2sad.rules.originals import np
from s2sad.rules.registry import (
    RULES,
    formula,
    joint,
    joint_rule,
    linear,
    method,
    multilinear,
    rule_of,
    zero,
)

# Sums and means

SUM = "a, axis=None, dtype=None, out=None, keepdims=False, initial=0, where=True"
MEAN = "a, axis=None, dtype=None, out=None, keepdims=False, *, where=True"
PLAIN = "a, axis=None, out=None, keepdims=False"
NAN_SUM = "a, axis=None, dtype=None, out=None, keepdims=False, initial=0, where=True"
CUMULATIVE = "a, axis=None, dtype=None, out=None"

linear(np.sum, SUM, "a", "initial")
linear(np.mean, MEAN, "a")
AVERAGE = "a, axis=None, weights=None, returned=False, *, keepdims=False"
formula(np.average, AVERAGE, a="np.average(da, ...)",
        weights="average_weights_tangent(weights, dweights, result, ...)",
        given={"returned": joint_rule(np.average, AVERAGE, "average_tangent(result, a, da, weights, dweights, axis, "
                                      "returned, keepdims)", "a", "weights")})
THERE = "np.logical_and(where, ~np.isnan(a))"
formula(np.nansum, NAN_SUM, a="np.sum(np.where(np.isnan(a), 0, da), ..., initial=0)",
        initial="like(dinitial, result)")
formula(np.nanmean, MEAN, a="np.mean(da, ..., where=~np.isnan(a))",
        given={"where": rule_of(np.nanmean, MEAN, a=f"np.mean(da, ..., where={THERE})")})

# Spread

VAR = "a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None"

for function, there in ((np.var, ""), (np.nanvar, ", where=~np.isnan(a)")):
    given = f", where={THERE}" if there else ""
    formula(function, VAR, a=f"var_tangent(a, da, ...{there})", given={
        "mean": joint_rule(function, VAR, f"var_about_tangent(a, da, mean, dmean, ...{given})", "a", "mean"),
        "where": rule_of(function, VAR, a=f"var_tangent(a, da, ...{given})")})
for function, there in ((np.std, ""), (np.nanstd, ", where=~np.isnan(a)")):
    given = f", where={THERE}" if there else ""
    formula(function, VAR, a=f"std_tangent(a, da, result, ...{there})", given={
        "mean": joint_rule(function, VAR, f"std_about_tangent(a, da, mean, dmean, result, ...{given})", "a", "mean"),
        "where": rule_of(function, VAR, a=f"std_tangent(a, da, result, ...{given})")})
formula(np.ptp, PLAIN, a="ptp_tangent(a, da, ...)")

# Products

formula(np.prod, SUM.replace("initial=0", "initial=1"), a="prod_tangent(a, da, result, ...)",
        initial="np.prod(...) * dinitial")
formula(np.nanprod, NAN_SUM.replace("initial=0", "initial=1"),
        a="prod_tangent(np.where(np.isnan(a), 1, a), np.where(np.isnan(a), 0, da), result, ...)",
        initial="np.nanprod(...) * dinitial")

# Order statistics

EXTREMUM = "a, axis=None, out=None, keepdims=False, initial=None, where=True"
QUANTILE = ("a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False, *, "
            "weights=None")

for function in (np.max, np.min, np.nanmax, np.nanmin, np.amax, np.amin):
    if function not in RULES:
        formula(function, EXTREMUM, a="extremum_tangent(a, da, result, ...)",
                initial="initial_tangent(initial, dinitial, result, ...)")
for function in (np.median, np.nanmedian):
    formula(function, "a, axis=None, out=None, overwrite_input=False, keepdims=False",
            a="quantile_tangent(a, da, result, 0.5, axis=axis)")
for function, kind, nan in ((np.quantile, "quantile", False), (np.percentile, "percentile", False),
                            (np.nanquantile, "quantile", True), (np.nanpercentile, "percentile", True)):
    formula(function, QUANTILE,
            a=f"{kind}_tangent(a, da, result, q, axis, method, {nan}, weights)",
            q=f"{kind}_order_tangent(q, dq, result, a, axis, method, {nan})")
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
    formula(np.cumulative_prod, "x, /, *, axis=None, dtype=None, out=None, include_initial=False",
            x="cumulative_prod_tangent(x, dx, ...)")
linear(np.bincount, "x, weights=None, minlength=0", "weights", result="unknown")

# Differences and integrals

linear(np.diff, "a, n=1, axis=-1, prepend=None, append=None", "a", "prepend", "append", view_of="a")
linear(np.ediff1d, "ary, to_end=None, to_begin=None", "ary", "to_end", "to_begin")
joint(np.gradient, "f, *varargs, axis=None, edge_order=1",
      "gradient_tangent(result, f, df, varargs, dvarargs, axis, edge_order)", "f", "varargs")
for name in ("trapezoid", "trapz"):
    if hasattr(np, name):
        # in the step `dx` too, which has a meaning only without `x`
        multilinear(getattr(np, name), "y, x=None, dx=1.0, axis=-1", "y", "x", "dx", unless={"dx": "x"})

# Methods

for name in ("sum", "mean", "var", "std", "prod", "max", "min", "cumsum", "cumprod"):
    method(name, getattr(np, name), RULES[getattr(np, name)].signature)
for name in ("argmax", "argmin", "all", "any"):
    method(name, getattr(np, name), RULES[getattr(np, name)].signature)
