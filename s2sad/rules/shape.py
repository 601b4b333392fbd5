"""Rules for functions that make, reshape, join, split, select or sort arrays."""

import warnings

from s2sad.rules.originals import np
from s2sad.rules.registry import BY_LAYOUT, ONLY, Cases, formula, joint_rule, linear, refuse, zero

# An `order` of "A" or "K" goes by the memory layout, which a tangent need not share.
ONLY[np.reshape] = ONLY[np.ravel] = {"order": ("C", "F")}
# These write into their argument otherwise.
ONLY[np.nan_to_num] = {"copy": (True,)}
for function in (np.median, np.nanmedian, np.quantile, np.percentile, np.nanquantile, np.nanpercentile):
    ONLY[function] = {"overwrite_input": (False,)}

BY_LAYOUT[np.lib.stride_tricks.as_strided] = "x"

# New shape, same elements

linear(np.reshape, "a, shape, order='C', *, copy=None", "a", view_of="a", result="unknown")
linear(np.ravel, "a, order='C'", "a", view_of="a")
linear(np.transpose, "a, axes=None", "a", view_of="a")
linear(np.swapaxes, "a, axis1, axis2", "a", view_of="a")
linear(np.moveaxis, "a, source, destination", "a", view_of="a")
linear(np.rollaxis, "a, axis, start=0", "a", view_of="a")
linear(np.squeeze, "a, axis=None", "a", view_of="a", result="unknown")
linear(np.expand_dims, "a, axis", "a", view_of="a")
linear(np.atleast_1d, "*arys", "arys", view_of="arys")
linear(np.atleast_2d, "*arys", "arys", view_of="arys")
linear(np.atleast_3d, "*arys", "arys", view_of="arys")
linear(np.broadcast_to, "array, shape, subok=False", "array", view_of="array", result="unknown")
linear(np.broadcast_arrays, "*args", "args", view_of="args")
linear(np.lib.stride_tricks.sliding_window_view, "x, window_shape, axis=None, *, subok=False, writeable=False", "x", view_of="x",
       result="unknown")
linear(np.lib.stride_tricks.as_strided, "x, shape=None, strides=None, subok=False, writeable=True", "x", view_of="x",
       result="unknown")
linear(np.resize, "a, new_shape", "a", result="unknown")

# New order, same elements

linear(np.flip, "m, axis=None", "m", view_of="m")
linear(np.fliplr, "m", "m", view_of="m")
linear(np.flipud, "m", "m", view_of="m")
linear(np.rot90, "m, k=1, axes=(0, 1)", "m", view_of="m")
linear(np.roll, "a, shift, axis=None", "a")
linear(np.repeat, "a, repeats, axis=None", "a")
linear(np.tile, "A, reps", "A", result="unknown")

# Equal elements keep their order, as in JAX. np.take_along_axis takes no list.
SORTED = "np.take_along_axis(da, np.argsort(a, axis, 'stable'), axis)"
formula(np.sort, "a, axis=-1, kind=None, *, stable=None",
        a=Cases(SORTED.replace("da,", "np.asarray(da),"), array=SORTED, complex=SORTED))
formula(np.sort_complex, "a",
        a="like(np.take_along_axis(np.asarray(da), np.argsort(a, -1, 'stable'), -1), result)")
formula(np.partition, "a, kth, axis=-1, kind='introselect'",
        a="partition_tangent(a, da, result, axis)")

# Joining

linear(np.concatenate, "arrays, axis=0, out=None, *, dtype=None, casting='same_kind'", "arrays")
linear(np.stack, "arrays, axis=0, out=None, *, dtype=None, casting='same_kind'", "arrays")
linear(np.hstack, "tup, *, dtype=None, casting='same_kind'", "tup")
linear(np.vstack, "tup, *, dtype=None, casting='same_kind'", "tup")
linear(np.dstack, "tup", "tup")
if hasattr(np, "row_stack"):
    with warnings.catch_warnings():  # deprecated by NumPy 2
        warnings.simplefilter("ignore")
        if np.row_stack is not np.vstack:
            linear(np.row_stack, "tup, *, dtype=None, casting='same_kind'", "tup")
linear(np.column_stack, "tup", "tup")
linear(np.block, "arrays", "arrays")
linear(np.append, "arr, values, axis=None", "arr", "values")
# What is inserted is converted to the type of the array.
formula(np.insert, "arr, obj, values, axis=None",
        arr="np.insert(darr, obj, np.zeros(np.shape(values)), axis)",
        values="insert_tangent(values, dvalues, result, ...)")
linear(np.delete, "arr, obj, axis=None", "arr")
formula(np.pad, "array, pad_width, mode='constant', *, constant_values=0, end_values=0, "
                "stat_length=None, reflect_type='even'",
        array="pad_tangent(array, darray, ...)",
        constant_values="pad_ends_tangent(array, pad_width, mode, dconstant_values, None)",
        end_values="pad_ends_tangent(array, pad_width, mode, None, dend_values)")

# Splitting

linear(np.split, "ary, indices_or_sections, axis=0", "ary", view_of="ary")
linear(np.array_split, "ary, indices_or_sections, axis=0", "ary", view_of="ary")
linear(np.hsplit, "ary, indices_or_sections", "ary", view_of="ary")
linear(np.vsplit, "ary, indices_or_sections", "ary", view_of="ary")
linear(np.dsplit, "ary, indices_or_sections", "ary", view_of="ary")

# Selecting

linear(np.take, "a, indices, axis=None, out=None, mode='raise'", "a")
linear(np.take_along_axis, "arr, indices, axis=-1", "arr")
linear(np.compress, "condition, a, axis=None, out=None", "a")
linear(np.extract, "condition, arr", "arr")
linear(np.choose, "a, choices, out=None, mode='raise'", "choices")
linear(np.select, "condlist, choicelist, default=0", "choicelist", "default")
linear(np.diag, "v, k=0", "v", view_of="v")
linear(np.diagonal, "a, offset=0, axis1=0, axis2=1", "a", view_of="a")
linear(np.diagflat, "v, k=0", "v")
linear(np.tril, "m, k=0", "m")
linear(np.triu, "m, k=0", "m")
formula(np.trim_zeros, "filt, trim='fb', axis=None", view_of="filt",
        filt="trim_zeros_tangent(filt, dfilt, ...)")

# Copying, converting

linear(np.array, "object, dtype=None, *, copy=True, order='K', subok=False, ndmin=0", "object",
       view_of="object")
linear(np.asarray, "a, dtype=None, order=None, *, copy=None", "a", view_of="a")
linear(np.asanyarray, "a, dtype=None, order=None, *, copy=None", "a", view_of="a")
linear(np.asarray_chkfinite, "a, dtype=None, order=None", "a", view_of="a")
linear(np.ascontiguousarray, "a, dtype=None", "a", view_of="a")
linear(np.asfortranarray, "a, dtype=None", "a", view_of="a")
linear(np.require, "a, dtype=None, requirements=None", "a", view_of="a")
linear(np.copy, "a, order='K', subok=False", "a")
linear(np.meshgrid, "*xi, copy=True, sparse=False, indexing='xy'", "xi", view_of="xi")

# Filling

linear(np.full, "shape, fill_value, dtype=None, order='C'", "fill_value", result="unknown")
# What is filled in is converted to the type of `a`, of which nothing else is used.
formula(np.full_like, "a, fill_value, dtype=None, order='K', subok=True, shape=None",
        a="np.zeros_like(da, np.result_type(result), shape=np.shape(result))",
        fill_value="cast(fill_value, np.full(np.shape(result), dfill_value), result)")
# start + [0, 1, 2, ...] * step; `stop` only sets the length.
formula(np.arange, "start, stop=None, step=1, dtype=None, *, device=None",
        start="arange_tangent(dstart, result, stop)",
        stop="like(np.full(len(result), 0 * dstop), result)",
        step="like(dstep * np.arange(len(result)), result)")
linear(np.linspace, "start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0",
       "start", "stop")
LINE = "np.linspace({}, {}, num, endpoint, axis=axis)"
LOGSPACE = "start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0"
formula(np.logspace, LOGSPACE,
        start=f"like(math.log(base) * result * {LINE.format('dstart', 'np.zeros_like(stop)')}, result)",
        stop=f"like(math.log(base) * result * {LINE.format('np.zeros_like(start)', 'dstop')}, result)",
        base="logspace_tangent(result, start, None, stop, None, num, endpoint, base, dbase, axis)",
        given={"base": joint_rule(np.logspace, LOGSPACE, "logspace_tangent(result, start, dstart, stop, dstop, num, "
                                  "endpoint, base, dbase, axis)", "start", "stop", "base")})
formula(np.geomspace, "start, stop, num=50, endpoint=True, dtype=None, axis=0",
        start=f"like(result * {LINE.format('dstart / start', 'np.zeros_like(stop)')}, result)",
        stop=f"like(result * {LINE.format('np.zeros_like(start)', 'dstop / stop')}, result)")

if hasattr(np, "astype"):  # NumPy 2
    linear(np.matrix_transpose, "x", "x", view_of="x")
    linear(np.astype, "x, dtype, *, copy=True", "x", view_of="x")
if hasattr(np, "unstack"):  # NumPy 2.1
    linear(np.unstack, "x, *, axis=0", "x", view_of="x", result="unknown")

# Constants, integers, truth values, types

zero(np.zeros, np.ones, np.empty, np.zeros_like, np.ones_like, np.empty_like)
zero(np.eye, np.identity, np.tri, np.indices)
zero(np.hanning, np.hamming, np.blackman, np.bartlett)
zero(np.shape, np.ndim, np.size, np.broadcast_shapes, np.einsum_path)
zero(np.argsort, np.argpartition, np.lexsort, np.searchsorted, np.digitize)
zero(np.nonzero, np.flatnonzero, np.argwhere)
zero(np.unravel_index, np.ravel_multi_index, np.mask_indices)
zero(np.diag_indices, np.diag_indices_from)
zero(np.tril_indices, np.tril_indices_from, np.triu_indices, np.triu_indices_from)
zero(np.isscalar, np.isfortran, np.iscomplexobj, np.isrealobj, np.iterable)
zero(np.may_share_memory, np.shares_memory)
zero(np.result_type, np.promote_types, np.can_cast, np.min_scalar_type, np.common_type,
     np.mintypecode, np.typename, np.issubdtype)
zero(np.array2string, np.array_repr, np.array_str)

# Refused

linear(np.ix_, "*args", "args", view_of="args", result="unknown")
refuse(np.nested_iters, "it goes by the memory layout, which a tangent need not share", "loop over np.ndindex(a.shape)")
refuse(np.nditer, "in chunks, by buffers, or with operands that it makes itself it is not supported",
       "loop item by item: np.nditer(a), np.nditer([a, b], flags=['multi_index']), or np.ndindex(a.shape)")
for fn in (np.matrix, np.asmatrix):
    refuse(fn, "np.matrix changes the meaning of `*`", "use np.asarray and `@`")
refuse(np.bmat, "np.matrix changes the meaning of `*`", "use np.block and `@`")
