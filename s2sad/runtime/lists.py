"""Lists in step with their mirrors."""


def sorted_pair(xs, dxs, reverse=False):
    """`sorted(xs)` and the tangents in the same order; equal values keep their order."""
    xs, dxs = list(xs), list(dxs)
    order = sorted(range(len(xs)), key=lambda i: xs[i], reverse=reverse)
    return [xs[i] for i in order], [dxs[i] for i in order]


def sort_pair(xs, dxs, reverse=False):
    """`xs.sort()`, and the same moves in its mirror."""
    values, tangents = sorted_pair(xs, dxs, reverse)
    xs[:] = values
    dxs[:] = tangents


def remove_pair(xs, dxs, value):
    """`xs.remove(value)`, and the same place of its mirror removed."""
    place = xs.index(value)
    del xs[place], dxs[place]
