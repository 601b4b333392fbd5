"""Polynomials of NumPy: objects that are constants, and the functions of numpy.polynomial."""

import numpy as np
from numpy.polynomial import Chebyshev, Legendre, Polynomial, chebyshev, hermite, legendre, polynomial

from tests.reference import case

X = np.array([0.3, -0.7, 1.4])
C = np.array([1.0, -0.5, 2.0, 0.25])
P = Polynomial([1.0, 2.0, 3.0])
CHEBYSHEV = Chebyshev([1.0, 0.5, 2.0], domain=[0, 2])
OLD = np.poly1d([1.0, 2.0, 3.0])


def with_coefficients(c):
    def change():
        P.coef = np.array(c)
    return change


@case(X, order=2, rebinds=(with_coefficients([5.0, 6.0]), with_coefficients([1.0])), restore=with_coefficients([1.0, 2.0, 3.0]))
@case(0.4, order=2)
def objects_of_the_module(x):
    return P(x) + CHEBYSHEV(x) * OLD(x)


@case(X)
@case(0.4)
def objects_made_inside(x):
    p, q = np.poly1d([1.0, 2.0, 3.0]), Polynomial([1, 2, 3])
    return p(x) * q(x) + p.deriv()(x) + q.deriv()(x) + P(2.0) * x


@case(X, P)
@case(0.4, OLD)
@case(0.4, Legendre([1.0, 2.0]))
def object_as_argument(x, p):
    return p(x) * p(2 * x)


@case(X, C, wrt=("x", "c"))
@case(0.4, C, wrt="c", order=2)
def values_of_series(x, c):
    return (polynomial.polyval(x, c) + chebyshev.chebval(x, c) + legendre.legval(x, c), hermite.hermval(x, c),
            polynomial.polyval(x, polynomial.polyder(c)) + polynomial.polyval(x, polynomial.polyint(c)))


@case(C, np.array([2.0, 0.0, 1.0]), wrt=("a", "b"))
@case(C, np.array([2.0, -1.0]), wrt="a", order=2)
def arithmetic_of_series(a, b):
    return (polynomial.polyadd(a, b), polynomial.polysub(a, b), polynomial.polymul(a, b), polynomial.polydiv(a, b),
            polynomial.polypow(b, 3), polynomial.polymulx(a), polynomial.polyfromroots(a), polynomial.polyvander(a, 2))


@case(np.array([-6.0, 11.0, -6.5, 1.5]), order=2)
def roots_of_a_series(c):
    return polynomial.polyroots(c)


# What comes out of a decomposition can be written to.

@case(np.array([[4.0, 1.0, 0.5], [1.0, 3.0, -0.2], [0.5, -0.2, 1.0]]), order=2)
def written_eigenvalues(a):
    w = np.linalg.eigvalsh(a)
    w *= 2.0
    u = np.linalg.eigvals(a)
    u.sort()
    s = np.linalg.svd(a, compute_uv=False)
    s[0] = 1.0
    return w, u, s
