"""Polynomials of NumPy: objects, those with active coefficients among them, and the functions of numpy.polynomial."""

import numpy as np
from numpy.polynomial import Chebyshev, Legendre, Polynomial, chebyshev, hermite, hermite_e, laguerre, legendre, polynomial

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


# Objects whose coefficients are active.

@case(C, order=2)
@case(C.astype(np.float32))
def active_series(c):
    p, q = Polynomial(c), Polynomial([1.0, 2.0])
    p.coef[0] *= 2.0
    return (p * q + p)(0.3), (p - 1.0)(c[0]), (2 * p).coef, (p ** 2)(0.3), (-p).coef, (p // q).coef, (p % q).coef, \
        p.deriv()(c), p.integ(1, k=[c[1]])(0.5), p.copy().trim().coef, p.degree() * c


@case(C)
def active_domain(c):
    p = Chebyshev(c, domain=[-c[2], c[2]])
    return p(0.5), p.cutdeg(1).coef, p.truncate(2).coef, p.linspace(5), Polynomial.fromroots(c).coef, Legendre(c)(c), \
        Polynomial.identity()(c), Chebyshev.basis(2)(c)


@case(C)
def roots_of_an_object(c):
    return Polynomial([-6.0 * c[0], 11.0, -6.0 * c[0], 1.5]).roots()


@case(C, order=2)
def active_poly1d(c):
    p, q = np.poly1d(c), np.poly1d([1.0, c[0]])
    p[0] = c[1] * 2.0
    return (p + q)(0.3), (p - q).c, (p * q)(c[2]), (p * 2.0).coeffs, (3 * p)(0.2), (-p).coeffs, p.order, (p ** 2)(0.4), \
        (p + 1.0)(c[1]), p.deriv().c, p.integ(2)(c[0]), np.poly1d(c, True).c


@case(C)
def constant_and_active_ones(c):
    p = np.poly1d(c)
    return (P * Polynomial(c)).coef, (Polynomial(c) + P)(c[0]), (p * OLD).c, (OLD - p).c, (OLD * c[0]).c, p[1]


@case(1.5)
def product_of_tangents_with_leading_zeros(x):
    p, q = np.array([1.0, 2.0, x]), np.array([1.0, x * x])
    return np.polymul(q, p), np.polymul(p, p), np.polydiv(p, q)


@case(np.array([0.3, 1.0, -2.0, 3.0, 4.5]), np.array([0.0, 1.0, 2.0, 3.0, 4.5]), wrt=("y", "x"))
@case(np.array([0.3, 1.0, -2.0, 3.0, 4.5]), np.array([0.0, 1.0, 2.0, 3.0, 4.5]), wrt="y", order=2)
def fits(y, x):
    return polynomial.polyfit(x, y, 2), chebyshev.chebfit(x * 0.5, y, 2, w=x + 1), hermite_e.hermefit(x, y, [0, 2]), \
        laguerre.lagfit(x, np.stack([y, y * x], 1), 1), Polynomial.fit(x, y, 2)(0.7), Chebyshev.fit(x, y, 2, domain=[0, 5]).coef, \
        np.polyfit(x, y, 2)
