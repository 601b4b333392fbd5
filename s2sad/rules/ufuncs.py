"""Rules for the methods of ufuncs: `np.add.reduce(x)`, `np.maximum.at(a, indices, b)`.

At ties they follow the functions that do the same: `np.maximum.reduce` as `np.max`,
`np.maximum.accumulate` as `np.maximum` of each entry and what came before.
"""

from s2sad.rules import elementwise  # noqa: F401  (its rules are used)
from s2sad.rules.originals import np
from s2sad.rules.registry import RULES, Cases, formula, linear, multilinear, refuse, rename, writes, zero

REDUCE = "array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=True"
ACCUMULATE = "array, axis=0, dtype=None, out=None"
REDUCEAT = "array, indices, axis=0, dtype=None, out=None"
OUTER = "A, B, /, out=None"

# One after the other

for ufunc in (np.add, np.subtract):
    linear(ufunc.reduce, REDUCE, "array", "initial")
    linear(ufunc.accumulate, ACCUMULATE, "array")
    linear(ufunc.reduceat, REDUCEAT, "array")
    linear(ufunc.outer, OUTER, "A", "B")
formula(np.multiply.reduce, REDUCE, array="prod_tangent(array, darray, result, ..., axis=axis)",
        initial="np.multiply.reduce(...) * dinitial")
formula(np.multiply.accumulate, ACCUMULATE, array="cumprod_tangent(array, darray, ..., axis=axis)")
formula(np.multiply.reduceat, REDUCEAT.replace(", dtype=None", ", *"),
        array="product_segments_tangent(array, darray, indices, axis)")
multilinear(np.multiply.outer, OUTER, "A", "B")
formula(np.divide.reduce, "array, axis=0, *, out=None, keepdims=False",
        array="quotient_tangent(array, darray, result, axis)")

# The largest and the smallest

for ufunc in (np.maximum, np.minimum, np.fmax, np.fmin):
    formula(ufunc.reduce, REDUCE, array="extremum_tangent(array, darray, result, ..., axis=axis)",
            initial="initial_tangent(initial, dinitial, result, array, ..., axis=axis)")
for ufunc in (np.maximum, np.minimum):
    formula(ufunc.accumulate, ACCUMULATE, array="running_extremum_tangent(array, darray, result, axis)")
    formula(ufunc.reduceat, REDUCEAT, array="extremum_segments_tangent(array, darray, indices, result, axis)")

# Norms and logarithms of sums

formula(np.hypot.reduce, REDUCE, array="hypot_reduced_tangent(array, darray, result, ..., axis=axis)")
formula(np.logaddexp.reduce, REDUCE,
        array="logaddexp_reduced_tangent(array, darray, result, np.exp, ..., axis=axis)")
formula(np.logaddexp2.reduce, REDUCE,
        array="logaddexp_reduced_tangent(array, darray, result, np.exp2, ..., axis=axis)")
formula(np.logaddexp.accumulate, ACCUMULATE,
        array="running_logaddexp_tangent(array, darray, result, np.exp, axis)")
formula(np.logaddexp2.accumulate, ACCUMULATE,
        array="running_logaddexp_tangent(array, darray, result, np.exp2, axis)")

# All pairs: the rule of the ufunc, for A with an axis more for each of B's

for ufunc in (np.divide, np.power, np.float_power, np.arctan2, np.hypot, np.maximum, np.minimum, np.fmax, np.fmin,
              np.logaddexp, np.logaddexp2):
    pairs = {"x1": "outer_left(A, B)", "dx1": "outer_left(dA, B)", "x2": "np.asarray(B)", "dx2": "np.asarray(dB)"}
    terms = {parameter: rename(term.otherwise if isinstance(term, Cases) else term, pairs)
             for parameter, term in RULES[ufunc].terms.items()}
    formula(ufunc.outer, OUTER, A=terms["x1"], B=terms["x2"])

# At some elements, in place

writes(np.add.at, "a, indices, b, /", "a", "b", mirror="np.add.at(da, indices, db)")
writes(np.subtract.at, "a, indices, b, /", "a", "b", mirror="np.subtract.at(da, indices, db)")
writes(np.negative.at, "a, indices, /", "a", mirror="np.negative.at(da, indices)")
writes(np.multiply.at, "a, indices, b, /", "a", "b", content="multiplied_at_tangent(a, da, indices, b, db)")
writes(np.divide.at, "a, indices, b, /", "a", "b", content="divided_at_tangent(a, da, indices, b, db)")
writes(np.maximum.at, "a, indices, b, /", "a", "b", content="extremum_at_tangent(a, da, indices, b, db, 1)")
writes(np.minimum.at, "a, indices, b, /", "a", "b", content="extremum_at_tangent(a, da, indices, b, db, -1)")

# Truth values and integers, and what is left out

METHODS = ("reduce", "accumulate", "reduceat", "outer")
for ufunc in {u for u in vars(np).values() if isinstance(u, np.ufunc)}:
    plain = ufunc in RULES and RULES[ufunc].form == "zero" and not any(kinds.endswith("d") for kinds in ufunc.types)
    for name in METHODS:
        method = getattr(ufunc, name)
        if method not in RULES and ufunc.nin == 2 and ufunc.nout == 1:
            if plain or name == "outer" and ufunc is np.floor_divide:
                zero(method)  # but not where of a single number that number itself is returned
            elif name == "outer":
                refuse(method, "its rule is that of whole arrays",
                       "give the first array an axis more for each of the second, and broadcast")
            else:
                refuse(method, "its terms follow one from the other", "write the loop")
    if ufunc.at not in RULES:
        refuse(ufunc.at, "it may change an element several times", "write the loop")
