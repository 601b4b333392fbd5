"""Slices as values: what stands in brackets, written as it is handed to a method."""

import gast


def has_slices(index):
    """Is this an index that can be written in brackets alone?"""
    return isinstance(index, gast.Slice) or isinstance(index, gast.Tuple) and any(map(has_slices, index.elts))


def with_slices(index):
    """An index as an expression: `1:n` is `slice(1, n)`, `:, k` is `(slice(None, None), k)`."""
    if isinstance(index, gast.Tuple) and has_slices(index):
        return gast.copy_location(gast.Tuple(elts=[with_slices(e) for e in index.elts], ctx=gast.Load()), index)
    if not isinstance(index, gast.Slice):
        return index
    bounds = [index.lower, index.upper, *([index.step] if index.step is not None else [])]
    bounds = [gast.copy_location(gast.Constant(value=None, kind=None), index) if b is None else b for b in bounds]
    made = gast.Call(func=gast.copy_location(gast.Constant(value=slice, kind=None), index), args=bounds, keywords=[])
    return gast.copy_location(made, index)
