"""numpy.polynomial, whose functions are read as they are: what of them has to be written otherwise.

An object of its classes, or an np.poly1d, that does not depend on what is differentiated can be called.
"""

import numpy as np
from numpy.polynomial import polyutils

from s2sad.rules.registry import stands_for


@stands_for(polyutils.as_series)
def as_series(alist, trim=True):
    arrays = [np.atleast_1d(np.asarray(a)) for a in alist]
    for a in arrays:
        if a.size == 0:
            raise ValueError("Coefficient array is empty")
        if a.ndim != 1:
            raise ValueError("Coefficient array is not 1-d")
    if trim:
        arrays = [polyutils.trimseq(a) for a in arrays]
    zero = -0.0  # of the type that all have in common: what it is added to stays as it is
    for a in arrays:
        zero = zero - np.zeros_like(a[:1])[0]
    return [a + zero for a in arrays]


def value_of_poly1d(p, val):
    """The call of an np.poly1d of numbers."""
    return np.polyval(p.coeffs, val)


def value_of_series(p, arg):
    """The call of an object of numpy.polynomial."""
    return p._val(polyutils.mapdomain(arg, p.domain, p.window), np.copy(p.coef))
