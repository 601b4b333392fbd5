"""Distributions of SciPy with their parameters given, as objects."""

import numpy as np
import pytest

stats = pytest.importorskip("scipy.stats")

from tests.reference import case  # noqa: E402

NORMAL, GAMMA = stats.norm(0.2, 1.3), stats.gamma(2.0, scale=0.7)
X = np.array([0.3, 0.7, 1.4])


def with_normal(frozen):
    def change():
        global NORMAL
        NORMAL = frozen
    return change


@case(0.4, order=2, rebinds=(with_normal(stats.norm(1.0)), with_normal(stats.logistic(0.3, scale=2.0))),
      restore=with_normal(stats.norm(0.2, 1.3)))
@case(X)
def of_the_module(x):
    return NORMAL.pdf(x) * GAMMA.logpdf(x=x) + NORMAL.sf(x)


@case(X, NORMAL, wrt="x")
@case(0.4, GAMMA, wrt="x")
@case(0.4, stats.expon(0.1), wrt="x")
def as_argument(x, d):
    return d.cdf(x) * d.mean() + x


@case(0.4, order=2)
@case(X)
def of_active_parameters(x):
    d = stats.norm(x, scale=np.exp(x))
    e = stats.gamma(2.0)
    return d.logpdf(0.3) + d.ppf(0.4) + e.pdf(x) + d.std() * e.var(), d.args, d.kwds


@case(0.4, order=2)
def of_an_expression(x):
    return stats.norm(x, 2.0).cdf(0.3) + stats.norm(x * x, 2.0).pdf(x) + stats.expon(scale=x).sf(1.2)


@case(0.4)
def in_a_list(x):
    mixture = [(0.3, stats.norm(x, 1.0)), (0.7, stats.norm(2 * x, 0.5))]
    return sum(weight * d.pdf(0.1) for weight, d in mixture), shared(mixture[0][1], x)


def shared(d, x):
    return d.logpdf(x) + d.entropy()


@case(0.4)
@case(-0.4)
def one_of_two(x):
    d = stats.norm(x, 1.0) if x > 0 else stats.norm(2 * x, 1.5)
    return d.pdf(0.1)


@case(0.4)
def drawn_from_a_constant(x):
    d = stats.norm(1.0, 2.0)
    return x * d.rvs(3, random_state=1) + d.interval(0.5)[0] * x


@case(np.array([0.3, 1.0]), np.array([[2.0, 0.3], [0.3, 1.5]]), wrt=("m", "c"))
def of_vectors(m, c):
    return stats.multivariate_normal.logpdf(np.array([[0.1, 0.2], [1.0, -0.3]]), m, c) \
        + stats.multivariate_normal.entropy(m, c) + stats.dirichlet.logpdf(np.array([0.4, 0.6]), m + 1)


def logged(f):
    def inner(*args, **kw):
        return f(*args, **kw)
    return inner


@logged
def below(x, d):
    return d.cdf(x) * d.mean()


@case(0.75, stats.norm(1.0, 2.0))
def argument_of_a_decorated_function(x, d):
    return below(x, d)


@case(np.array([0.6, -0.4]), order=2)
def vectors_in_a_plane(v):
    basis = np.array([[1.0, 0.5], [0.0, 1.0], [1.0, -1.0]])
    cov = basis @ np.diag(np.exp(v)) @ basis.T  # of rank two
    x = basis @ v
    return stats.multivariate_normal.logpdf(x, np.zeros(3), cov, allow_singular=True) \
        + stats.multivariate_normal.pdf(x * v[0], x, cov, allow_singular=True) \
        + stats.multivariate_normal.logpdf(x, x * 2, np.eye(3), allow_singular=True)
