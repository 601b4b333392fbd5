"""numpy.polynomial, whose functions and classes are read as they are: what of them has to be written otherwise.

The operators leave out the `NotImplemented` that theirs return where they fail. An np.poly1d that does not depend on
what is differentiated can be called.
"""

from numpy.polynomial import polyutils
from numpy.polynomial._polybase import ABCPolyBase

from s2sad.rules.originals import np
from s2sad.rules.registry import ONLY, joint, refuse, stands_for
from s2sad.runtime.orthogonal import called


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


def real_if_imag_zero(w, t):
    """What NumPy makes of roots since 2.5: real ones where the series is real and none has an imaginary part."""
    return w.real if t.dtype.kind != "c" and np.all(w.imag == 0.0) else w


if hasattr(getattr(np.linalg, "_linalg", None), "_to_real_if_imag_zero"):
    stands_for(np.linalg._linalg._to_real_if_imag_zero)(real_if_imag_zero)


for basis, short in (("polynomial", "poly"), ("chebyshev", "cheb"), ("legendre", "leg"), ("hermite", "herm"),
                     ("hermite_e", "herme"), ("laguerre", "lag")):
    home = f"np.polynomial.{basis}.{short}"
    function = getattr(getattr(np.polynomial, basis), f"{short}fit")
    joint(function, "x, y, deg, rcond=None, full=False, w=None",
          f"series_fit_tangent({home}vander, {home}val, {home}der, result, x, dx, y, dy, deg, w, dw)", "x", "y", "w",
          result="unknown")
    ONLY[function] = {"full": (False,)}


@stands_for(ABCPolyBase.fit.__func__)
def fit(cls, x, y, deg, domain=None, rcond=None, *, w=None, window=None, symbol="x"):
    """With `full`, it would return something of another structure."""
    if domain is None:
        domain = polyutils.getdomain(x)
        if domain[0] == domain[1]:
            domain[0] -= 1
            domain[1] += 1
    elif isinstance(domain, list) and len(domain) == 0:
        domain = cls.domain
    if window is None:
        window = cls.window
    coef = cls._fit(polyutils.mapdomain(x, domain, window), y, deg, w=w, rcond=rcond)
    return cls(coef, domain=domain, window=window, symbol=symbol)


for method in (ABCPolyBase.convert, ABCPolyBase.cast.__func__):
    refuse(method, "it composes a series with one that does not depend on what is differentiated",
           "polynomial.poly2cheb, chebyshev.cheb2poly and the like, or evaluate the series as it is")


def of_same_kind(p, coef):
    """A series with other coefficients."""
    return p.__class__(coef, p.domain, p.window, p.symbol)


@stands_for(ABCPolyBase.__add__)
def added(self, other):
    return of_same_kind(self, self._add(self.coef, self._get_coefficients(other)))


@stands_for(ABCPolyBase.__sub__)
def subtracted(self, other):
    return of_same_kind(self, self._sub(self.coef, self._get_coefficients(other)))


@stands_for(ABCPolyBase.__mul__)
def multiplied(self, other):
    return of_same_kind(self, self._mul(self.coef, self._get_coefficients(other)))


@stands_for(ABCPolyBase.__radd__)
def added_to(self, other):
    return of_same_kind(self, self._add(other, self.coef))


@stands_for(ABCPolyBase.__rsub__)
def subtracted_from(self, other):
    return of_same_kind(self, self._sub(other, self.coef))


@stands_for(ABCPolyBase.__rmul__)
def multiplied_to(self, other):
    return of_same_kind(self, self._mul(other, self.coef))


@stands_for(ABCPolyBase.__divmod__)
def divided(self, other):
    quotient, remainder = self._div(self.coef, self._get_coefficients(other))
    return of_same_kind(self, quotient), of_same_kind(self, remainder)


@stands_for(ABCPolyBase.__floordiv__)
def quotient_of(self, other):
    quotient, _ = self._div(self.coef, self._get_coefficients(other))
    return of_same_kind(self, quotient)


@stands_for(ABCPolyBase.__mod__)
def remainder_of(self, other):
    _, remainder = self._div(self.coef, self._get_coefficients(other))
    return of_same_kind(self, remainder)


def coefficients(p):
    """Those of an np.poly1d, or of what one can be made of."""
    return p.coeffs if isinstance(p, np.poly1d) else np.poly1d(p).coeffs


@stands_for(np.poly1d.__add__, np.poly1d.__radd__)
def poly1d_sum(self, other):
    return np.poly1d(np.polyadd(self.coeffs, coefficients(other)))


@stands_for(np.poly1d.__sub__)
def poly1d_difference(self, other):
    return np.poly1d(np.polysub(self.coeffs, coefficients(other)))


@stands_for(np.poly1d.__rsub__)
def poly1d_difference_from(self, other):
    return np.poly1d(np.polysub(coefficients(other), self.coeffs))


@stands_for(np.poly1d.__mul__)
def poly1d_product(self, other):
    if isinstance(other, np.poly1d) or not np.isscalar(other):
        return np.poly1d(np.polymul(self.coeffs, coefficients(other)))
    return np.poly1d(self.coeffs * other)


@stands_for(np.poly1d.__rmul__)
def poly1d_product_with(self, other):
    if isinstance(other, np.poly1d) or not np.isscalar(other):
        return np.poly1d(np.polymul(self.coeffs, coefficients(other)))
    return np.poly1d(other * self.coeffs)


@stands_for(np.poly1d.__pow__)
def poly1d_power(self, val):
    if not np.isscalar(val) or int(val) != val or val < 0:
        raise ValueError("Power to non-negative integers only.")
    result = np.array([1])
    for _ in range(val):
        result = np.polymul(self.coeffs, result)
    return np.poly1d(result)


def value_of_poly1d(p, val):
    """The call of an np.poly1d of numbers."""
    return np.polyval(p.coeffs, val)


def value_of_orthogonal(p, val):
    """The call of an orthogonal polynomial of scipy.special."""
    return called(p, val)


def value_of_series(p, arg):
    """The call of an object of numpy.polynomial."""
    return p._val(polyutils.mapdomain(arg, p.domain, p.window), np.copy(p.coef))
