"""The text of `np.einsum` that lists of axes stand for."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"  # as NumPy numbers them


def subscripts_of(terms, result=None):
    """The subscripts of operands with these lists of axes, and of the result.

    >>> subscripts_of([[0, 1], [..., 1]], [0])
    'AB,...B->A'
    """
    text = ",".join(letters(axes) for axes in terms)
    return text if result is None else f"{text}->{letters(result)}"


def letters(axes):
    """The letters of a list of axes."""
    return "".join("..." if axis is Ellipsis else LETTERS[axis] for axis in axes)
