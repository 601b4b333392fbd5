"""The memory of arrays: which of them share it, and mirrors that share theirs likewise."""

import numpy as np

FLOAT = np.dtype(float)


def mirror_dtype(v):
    """The dtype of the array v's mirror; None where v holds no numbers."""
    return mirror_of_dtype(v.dtype)


def mirror_of_dtype(dtype):
    """Floating-point numbers for integers, and fields of the same names; those of no numbers stay as they are.

    >>> mirror_of_dtype(np.dtype([("n", int), ("x", np.float32), ("s", "U3")]))
    dtype([('n', '<f8'), ('x', '<f4'), ('s', '<U3')])
    """
    if dtype.names:
        parts = {name: _part_of_mirror(dtype[name]) for name in dtype.names}
        if all(part is None for part, _ in parts.values()):
            return None
        return np.dtype([(name, *((part, shape) if part is not None else (dtype[name],)))
                         for name, (part, shape) in parts.items()])
    kind = dtype.kind
    return dtype if kind in "fcO" else FLOAT if kind in "iub" else None


def _part_of_mirror(dtype):
    return (mirror_of_dtype(dtype), ()) if dtype.subdtype is None else (mirror_of_dtype(dtype.base), dtype.shape)


def bounds(v):
    """(low, high): the range of addresses that the array v covers."""
    low = high = v.__array_interface__["data"][0]
    if v.size == 0:
        return low, low
    for n, s in zip(v.shape, v.strides):
        if s < 0:
            low += s * (n - 1)
        else:
            high += s * (n - 1)
    return low, high + v.itemsize


def clusters(arrays):
    """The arrays in groups: those in different groups share no memory.

    The arrays are distinct objects. Grouped by address ranges, so that one group may hold arrays, such as
    x[::2] and x[1::2], that interleave without sharing.
    """
    if len(arrays) == 1:
        return [arrays]
    if all(v.flags.owndata for v in arrays):
        return [[v] for v in arrays]
    spans = sorted(((*bounds(v), i) for i, v in enumerate(arrays)))
    groups, end = [], None
    for low, high, i in spans:
        if low == high:  # empty: it shares nothing
            groups.append([arrays[i]])
            continue
        if end is None or low >= end:
            current = []
            groups.append(current)
            end = high
        current.append(arrays[i])
        end = max(end, high)
    return groups


def may_overlap(v):
    """Whether two elements of the array v may share memory (broadcasts, windows)."""
    flags = v.flags
    if flags.c_contiguous or flags.f_contiguous or v.size == 0:
        return False
    reach = v.itemsize
    for stride, n in sorted((abs(s), n) for s, n in zip(v.strides, v.shape) if n > 1):
        if stride < reach:
            return True
        reach += stride * (n - 1)
    return False


def owner_of(a):
    """The array whose memory an array's is."""
    while isinstance(a.base, np.ndarray):
        a = a.base
    return a


def same_layout(a, b):
    """Whether a and b, of one shape, lie in memory in the same order and spacing."""
    if a.size == 0:
        return True
    i, j = a.itemsize, b.itemsize
    return all(s * j == t * i for n, s, t in zip(a.shape, a.strides, b.strides) if n > 1)


def shares(a, b):
    """Whether arrays a and b share an element; True where that is too hard to tell."""
    try:
        return np.shares_memory(a, b, max_work=1_000_000)
    except np.exceptions.TooHardError:
        return True


def twins(arrays, int_dtype=FLOAT):
    """Zero arrays that share memory with each other exactly as the arrays do.

    Each has its array's shape, strides and dtype; those of integers and
    booleans have int_dtype, and strides in proportion. None for arrays that
    hold no numbers. ValueError where one piece of memory is read both as
    integers and as something else: it has no mirror.
    """
    mirrors = {}
    for key, unit in _by_unit(arrays).items():
        # One buffer for each cluster: what lies between them may be terabytes.
        for group in clusters(unit):
            dtypes = [int_dtype if key else mirror_dtype(v) for v in group]
            for v, m in zip(group, _twins_of_unit(group, dtypes)):
                mirrors[id(v)] = m
    return [mirrors.get(id(v)) for v in arrays]


def _by_unit(arrays):
    """Arrays by the width of their integers; floats, all byte for byte, under 0."""
    groups = {}
    for v in arrays:
        if mirror_dtype(v) is not None:
            unit = 0 if v.dtype.kind in "fcO" else v.itemsize
            groups.setdefault(unit, []).append(v)
    if len(groups) > 1:
        split = list(groups.items())
        for n, (_, group) in enumerate(split):
            for _, other in split[:n]:
                if any(shares(a, b) for a in group for b in other):
                    raise ValueError("the same memory is read both as integers and as "
                                     "another type, which leaves it without a tangent")
    return groups


def _twins_of_unit(arrays, dtypes):
    low = min(bounds(v)[0] for v in arrays)
    high = max(bounds(v)[1] for v in arrays)
    starts = [v.__array_interface__["data"][0] - low for v in arrays]
    widths = [(v.itemsize, d.itemsize) for v, d in zip(arrays, dtypes)]
    lengths = [s for v in arrays for s in v.strides] + starts + [high - low]
    new, old = widths[0][1], widths[0][0]
    if any(a != b for a, b in widths):
        if any(n % old for n in lengths):
            old = 1  # fields of a wider record: spaced out, the proportions stay
    else:
        new = old = 1  # byte for byte
    pad = low % 16 if new == old else 0  # keeps the alignment of wider items
    size = (high - low) * new // old + pad
    if any(d.kind == "O" for d in dtypes):
        buffer = np.zeros(-(-size // 8) + 1, object)
        pad = 0
    else:
        buffer = np.zeros(size, np.uint8)
    return [np.ndarray(v.shape, d, buffer, start * new // old + pad,
                       [s * new // old for s in v.strides])
            if v.size else np.zeros(v.shape, d)
            for v, d, start in zip(arrays, dtypes, starts)]
