"""Functions that NumPy calls: np.vectorize objects of the module, np.piecewise with constants among its functions."""

import functools
import operator

import numpy as np

from tests.reference import case

V = np.array([0.5, -1.5, 2.0])
M = np.array([[0.5, -1.5, 2.0], [1.0, 0.3, -0.7]])


def double(v):
    return 2.0 * v


squared = np.vectorize(lambda v: v * v)
rescaled = np.vectorize(double)


@np.vectorize
def positive_cube(v):
    return v**3 if v > 0 else 0.0


@np.vectorize(otypes=[float], excluded={"weights"})
def weighted(v, weights):
    return sum(w * v**k for k, w in enumerate(weights))


@np.vectorize(signature="(n),(n)->(),(n)", otypes="dd")
def dot_and_product(a, b):
    return a @ b, a * b


@case(V, order=2)
@case(M)
@case(1.5)
@case(np.float64(1.5))
@case(V.astype(np.float32))
def vectorized_at_module_level(x):
    return squared(x) + positive_cube(x)


@case(M, [1.0, 0.5, -2.0], wrt=("x", "weights"))
@case(1.5, [1.0, 0.5, -2.0], order=2)
def vectorized_but_for_an_argument(x, weights):
    return weighted(x, weights=weights)


@case(M, V, wrt=("a", "b"))
@case(M, np.stack([M, 2 * M]), wrt=("b", "a"))
def vectorized_over_vectors(a, b):
    return dot_and_product(a, b)


def with_pyfunc(f):
    def change():
        rescaled.pyfunc = f
    return change


@case(V, rebinds=(with_pyfunc(lambda v: v * v), with_pyfunc(np.sin)), restore=with_pyfunc(double))
def vectorized_function_replaced(x):
    return rescaled(x)


@case(V, order=2)
def vectorized_closure(x):
    @np.vectorize
    def scaled(v):
        return v * x[0]
    return scaled(x) + scaled(np.arange(3.0))


@case(V)
def the_order_of_calls(x):
    seen = []
    table = np.vectorize(lambda v, w: seen.append(v) or v * w)(np.outer(x, x).T, x)
    return table, seen


@case(V, squared, order=2)
@case(V, positive_cube)
def vectorized_as_argument(x, f):
    return f(x) * 2.0


def twice_piecewise(v):
    return np.piecewise(v, [v < 1.0], [lambda u: u * u, 1.0])


@case(V, order=2)
@case(0.5)
@case(np.float64(-0.5))
@case(np.array(0.5))
def piecewise_of_piecewise(x):
    return np.piecewise(x, [x < 0, x > 1], [twice_piecewise, 3, lambda v: v * v])


@case(V)
def piecewise_with_active_constants(x):
    return np.piecewise(x, [x < 0, x > 1], [x[0], lambda v, k: v * k, 2.5], k=x[1]) if x[0] < 0 else \
        np.piecewise(x, [x < 0, x > 1], [x[0], x[2] * x[1], lambda v: v * x[0]])


@case(V, order=2)
@case([0.5, 2.0])
def array_from_a_generator(x):
    items = iter(x)
    first = np.fromiter((v * v for v in items), float, count=1)
    return first, np.fromiter(items, dtype=np.float64)


# What nothing active goes through stays as it is written, also in a function inside.

@case(2.0, order=2)
def constant_calls_inside(x):
    table = lambda: np.piecewise(np.arange(4.0), [np.arange(4) < 2], [np.sqrt, 2.0])  # noqa: E731

    def axes_sum():
        axes = list(range(2))
        return np.einsum(np.ones((2, 3)), axes) + np.fromiter(range(3), float).sum()
    return x * table() * axes_sum() * squared(2.0)


# A callable object is told from another of its class.

@case([2.0, 3.0], operator.itemgetter(0))
@case([2.0, 3.0], operator.itemgetter(1))
@case([2.0, 3.0], functools.lru_cache(lambda v: 1.0))
def callable_argument(x, get):
    return get(tuple(x)) ** 2
