"""Seeds of numbers: the tangents that a caller hands in for them, or leaves out."""

import types
from decimal import Decimal
from fractions import Fraction
from numbers import Number

import numpy as np

from s2sad.runtime.mirrors import ZERO_OF, zeros
from s2sad.runtime.paths import type_name


class Start:
    """A tangent that the caller did not give."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


ZERO = Start("ZERO")  # the mirror starts at zero
NONE = Start("NONE")  # no mirror is needed
ONES = Start("ONES")  # the seed was left out

# The default seed of a number, by its exact type: 1.0 and 1+0j in the number's
# precision; fractions and decimals have an exact 1. NumPy's scalars have one of NumPy's, as they have methods and items.
ONE_OF = {kind: np.float64(1) if issubclass(kind, (np.integer, np.bool_)) else type(zero)(1)
          for kind, zero in ZERO_OF.items()}

# Values that plainly are no numbers: their tangent is None and need not be asked for.
SILENT = (str, bytes, bytearray, type(None), type(Ellipsis), slice, range, type, np.dtype,
          types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.MethodType,
          np.ufunc, set, frozenset)

_COMPLEX = (complex, np.complexfloating)


def ones_of(p):
    """The default seed of a number (see ONE_OF); None of anything else."""
    one = ONE_OF.get(type(p))
    if one is None and isinstance(p, Number):  # of a subclass: IntEnum, say
        zero = zeros(p)
        one = None if zero is None else type(zero)(1)
    return one


def leaf_mirror(p, dp, place, exact=False):
    """The tangent of a leaf that is no array; exact: a whole number or fraction stays one. TypeError for one that dp cannot be."""
    if dp is ZERO:
        return zeros(p)
    zero = zeros(p)
    moves = zero is None or isinstance(zero, Number)  # which no range does, and no table of numbers that may be called
    if not moves and (dp is ONES or dp is None):
        return zero
    if dp is ONES:
        return 1.0 if isinstance(p, Fraction) and not exact else ones_of(p)
    if zero is None or not moves:
        if dp is None:
            return None
        raise TypeError(f"{place.seed} is given as {type_name(dp)}, but {place.value}, "
                        f"of type {type_name(p)}, carries no derivative; give None there")
    if isinstance(dp, np.ndarray) and dp.ndim == 0:
        dp = dp[()]
    if not isinstance(dp, (Number, np.bool_)) or isinstance(dp, np.timedelta64):
        raise TypeError(f"{place.seed} must be a number, as {place.value} is, not {type_name(dp)}")
    if isinstance(dp, _COMPLEX) and not isinstance(zero, _COMPLEX):
        raise TypeError(f"{place.seed} is complex, but {place.value} is real")
    try:
        return _as_tangent(p, zero, dp, exact)
    except OverflowError:
        raise ValueError(f"{place.seed} is too large for {place.value}") from None
    except TypeError:
        raise TypeError(f"{place.seed} is of type {type_name(dp)}, which does not combine "
                        f"with {place.value}, of type {type_name(p)}") from None


def _as_tangent(p, zero, dp, exact):
    """The number dp in the field of p, whose zero tangent is zero."""
    if isinstance(zero, np.generic) or isinstance(zero, complex):
        kind = type(zero)
    elif isinstance(p, (np.integer, np.bool_)):
        return dp if isinstance(dp, (np.float64, np.longdouble)) else np.float64(dp)
    elif isinstance(p, float):
        kind = float
    elif isinstance(p, Decimal):
        if not isinstance(dp, (int, Decimal, np.integer)):
            raise TypeError
        return dp if isinstance(dp, Decimal) else int(dp)
    else:  # int, bool, Fraction and other exact numbers
        if isinstance(dp, Decimal):
            raise TypeError
        kind = float if not exact else int if isinstance(dp, (int, np.integer, np.bool_)) else \
            float if isinstance(dp, np.floating) else type(dp)
    return dp if type(dp) is kind else kind(dp)
