"""The mirrors of functions with some of their parameters given: `partial(f, x)`, and scipy.stats' `norm(mu, sigma)`."""

import sys


class FrozenTangents:
    """The mirror of a distribution with parameters: their tangents, by the names that it has for the parameters."""

    __slots__ = ("args", "kwds")

    def __init__(self, *args, **kwds):
        self.args, self.kwds = args, kwds


class ShapesOf(tuple):
    """The mirror of a function that is called with several shapes of arguments, as `functools.partial` can hold it.

    >>> import functools
    >>> functools.partial(ShapesOf((max, min)), 1.0).func[1] is min
    True
    """

    __slots__ = ()

    def __call__(self, *args, **kwds):
        raise TypeError("one of the functions held is called")


def is_frozen(value):
    """Is this a distribution of one variable with its parameters given, that scipy.stats made?"""
    kind = type(value)
    return kind.__module__ == "scipy.stats._distn_infrastructure" \
        and kind.__name__ in ("rv_continuous_frozen", "rv_discrete_frozen")


def distribution_of(frozen):
    """The distribution of scipy.stats that has these parameters, or None; `frozen.dist` is a copy of it."""
    copy = frozen.dist
    original = getattr(sys.modules["scipy.stats"], copy.name, None)
    same = type(original) is type(copy) and original._updated_ctor_param() == copy._updated_ctor_param()
    return original if same else None
