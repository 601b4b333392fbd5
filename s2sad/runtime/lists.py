"""Lists in step with their mirrors."""

from collections import deque

from s2sad.errors import DifferentiationError


def sorted_pair(xs, dxs, reverse=False):
    """`sorted(xs)` and the tangents in the same order; equal values keep their order."""
    xs, dxs = list(xs), list(dxs)
    order = sorted(range(len(xs)), key=xs.__getitem__, reverse=reverse)
    return list(map(xs.__getitem__, order)), list(map(dxs.__getitem__, order))


def sort_pair(xs, dxs, reverse=False):
    """`xs.sort()`, and the same moves in its mirror."""
    values, tangents = sorted_pair(xs, dxs, reverse)
    xs[:] = values
    dxs[:] = tangents


def remove_pair(xs, dxs, value):
    """`xs.remove(value)`, and the same place of its mirror removed."""
    try:
        place = xs.index(value)
    except ValueError:
        if type(xs).index is not list.index:
            raise
        raise ValueError("list.remove(x): x not in list") from None  # what `remove` says
    del xs[place], dxs[place]


# Methods of what only the run shows to be a list.

def check_list(xs, dxs):
    """Refuse to change what is no list that has a mirror."""
    if type(xs) not in (list, deque) or type(dxs) is not type(xs):
        raise DifferentiationError(f"a {type(xs).__name__} is changed here by a method of lists; keep what is no list in "
                                   "variables or attributes of its own")


def append_to(xs, dxs, x, dx):
    """`xs.append(x)`."""
    check_list(xs, dxs)
    xs.append(x)
    dxs.append(dx)


def extend_by(xs, dxs, ys, dys):
    """`xs.extend(ys)`."""
    check_list(xs, dxs)
    xs.extend(ys)
    dxs.extend(dys)


def insert_into(xs, dxs, i, x, dx):
    """`xs.insert(i, x)`."""
    check_list(xs, dxs)
    xs.insert(i, x)
    dxs.insert(i, dx)


def pop_from(xs, dxs, *place):
    """`xs.pop()`, `xs.pop(i)`, and the same of its mirror."""
    check_list(xs, dxs)
    return xs.pop(*place), dxs.pop(*place)


def reverse_list(xs, dxs):
    """`xs.reverse()`."""
    check_list(xs, dxs)
    xs.reverse()
    dxs.reverse()


def clear_list(xs, dxs):
    """`xs.clear()`."""
    check_list(xs, dxs)
    xs.clear()
    dxs.clear()


def with_text(mirror, text):
    """The mirror after `value += text`, of a text, that has none, or of a list that takes in its characters."""
    if mirror is not None:
        mirror += [None] * len(text)
    return mirror


def product_or_repeated(a, b, da, db, result):
    """Of `a * b`, which repeats a list, tuple or text where one of the two is one.

    >>> product_or_repeated([2.0], 2, [0.25], 0, [2.0, 2.0]), product_or_repeated(2.0, 3, 0.25, 0, 6.0), product_or_repeated("a", 2, None, 0, "aa")
    ([0.25, 0.25], 0.75, None)
    """
    if isinstance(result, str):
        return None
    if isinstance(result, (list, tuple)):
        return da * b if isinstance(a, (list, tuple)) else a * db
    return da * b + a * db


def unless_repeated(a, db):
    """What is added to the tangent of `a *= b` for that of b: nothing where this repeats a list or tuple.

    >>> unless_repeated(3.0, 0.5), unless_repeated([1.0], 0.0)
    (1.5, [])
    """
    return type(a)() if isinstance(a, (list, tuple)) else a * db
