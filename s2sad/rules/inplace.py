"""Rules for functions and methods that write into an array.

What they do to the array they do to its tangent, before.
"""

from s2sad.rules.originals import np
from s2sad.rules.registry import METHODS, Rule, writes
from s2sad.rules.shape import SORTED

writes(np.copyto, "dst, src, casting='same_kind', where=True", "dst", "src",
       mirror="np.copyto(ddst, dsrc, casting=casting, where=where)")
writes(np.put, "a, ind, v, mode='raise'", "a", "v", mirror="np.put(da, ind, dv, mode=mode)")
writes(np.place, "arr, mask, vals", "arr", "vals", mirror="np.place(darr, mask, dvals)")
writes(np.putmask, "a, mask, values", "a", "values", mirror="np.putmask(da, mask, dvalues)")
writes(np.put_along_axis, "arr, indices, values, axis=-1", "arr", "values",
       mirror="np.put_along_axis(darr, indices, dvalues, axis)")
writes(np.fill_diagonal, "a, val, wrap=False", "a", "val",
       mirror="np.fill_diagonal(da, dval, wrap=wrap)")


def method(name, signature, *linear, **terms):
    """A method that writes into its array `a`."""
    METHODS[name] = Rule(f"ndarray.{name}", signature, "writes", terms, linear, target="a")


method("fill", "a, value", "value", mirror="da.fill(dvalue)")
method("put", "a, indices, values, mode='raise'", "values", mirror="np.put(da, indices, dvalues, mode=mode)")
method("sort", "a, axis=-1, kind=None, *, stable=None", content=SORTED)
method("partition", "a, kth, axis=-1, kind='introselect'",
       content="partition_tangent(a, da, np.partition(a, kth, axis), axis)")
