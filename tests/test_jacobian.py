"""`jacobian`: every partial derivative, structure in structure."""

from dataclasses import dataclass

import numpy as np
import pytest
from scipy import linalg, special, stats

from s2sad import DifferentiationError, jacobian, jvp

X = np.array([1.0, 2.0, 3.0])


def test_numbers():
    assert jacobian(lambda x: x**3)(2.0) == 12.0
    assert jacobian(lambda x: x**3)(2) == 12.0
    assert jacobian(lambda x, n=2: x**n)(3.0, n=3) == 27.0
    assert jacobian(np.sin)(0.0) == 1.0


@pytest.mark.parametrize("f, expected", [
    (lambda x: x * x, np.diag(2 * X)), (lambda x: (x * x).sum(), 2 * X),
    (lambda x: np.outer(x, x), np.einsum("i,jk->ijk", X, np.eye(3)) + np.einsum("j,ik->ijk", X, np.eye(3))),
    (lambda x: 5.0, np.zeros(3)), (lambda x: np.ones(2), np.zeros((2, 3)))])
def test_the_output_s_shape_comes_first(f, expected):
    np.testing.assert_allclose(jacobian(f)(X), expected)
    assert jacobian(f)(X).shape == expected.shape


def test_a_matrix():
    a = np.arange(6.0).reshape(2, 3)
    j = jacobian(lambda a: a @ X)(a)
    np.testing.assert_array_equal(j, np.einsum("ij,k->ijk", np.eye(2), X))


@dataclass
class Model:
    gain: float
    weights: np.ndarray


def test_structures_in_structures():
    def f(p, x):
        return {"y": p["gain"] * x, "parts": [p["weights"].sum(), "name"]}
    p = {"gain": 2.0, "weights": np.ones(2), "name": None}
    j = jacobian(f, wrt=("p", "x"))(p, 3.0)
    assert j["y"][0]["gain"] == 3.0 and j["y"][1] == 2.0 and j["y"][0]["name"] is None
    np.testing.assert_array_equal(j["y"][0]["weights"], np.zeros(2))
    np.testing.assert_array_equal(j["parts"][0][0]["weights"], np.ones(2))
    assert j["parts"][1] == ({"gain": None, "weights": None, "name": None}, None)
    assert jacobian(f, wrt=("x",))(p, 3.0)["y"] == (2.0,)
    assert jacobian(f, wrt="x")(p, 3.0)["y"] == 2.0


def test_precision_is_kept_and_integers_are_real_numbers():
    j = jacobian(lambda x: x * x)(X.astype(np.float32))
    assert j.dtype == np.float32
    j = jacobian(lambda x: x * x)(np.array([1, 2]))
    np.testing.assert_array_equal(j, [[2.0, 0.0], [0.0, 4.0]])
    assert j.dtype == float
    assert type(jacobian(lambda x: (x, 3))(1.0)[1]) is float


def test_arguments_are_not_written_to():
    def f(x):
        x *= 2.0
        return x[0] * x[1]
    x = X.copy()
    np.testing.assert_array_equal(jacobian(f)(x), [8.0, 4.0, 0.0])
    np.testing.assert_array_equal(x, X)


def test_empty_inputs():
    assert jacobian(lambda x: x * 2)(np.zeros((0, 3))).shape == (0, 3, 0, 3)
    assert jacobian(lambda x: x.sum())(np.zeros((0, 3))).shape == (0, 3)
    assert jacobian(lambda x: 3.0 * len(x))([]) == []


def test_complex_numbers():
    np.testing.assert_array_equal(jacobian(lambda x: 1j * x)(X), 1j * np.eye(3))
    with pytest.raises(TypeError, match=r"z\[0\] is complex"):
        jacobian(lambda z: z[0])([1j])


def test_errors():
    with pytest.raises(TypeError, match="missing"):
        jacobian(lambda x, y: x)(1.0)
    with pytest.raises(ValueError, match="no parameter 'q'"):
        jacobian(lambda x: x, wrt="q")
    with pytest.raises(DifferentiationError):
        jacobian(lambda x: eval("x"))


def test_a_jacobian_of_a_list_inside():
    f = jacobian(lambda x: [x * x])

    def g(x):
        return f(x)
    assert jacobian(g)(1.0) == [2.0]


def test_the_jacobian_of_a_jacobian():
    def f(x):
        return (np.sin(x) * x[0]**2).sum()
    hessian = jacobian(jacobian(f))
    one, step = jacobian(f), 1e-6
    by_differences = [(one(X + step * e) - one(X - step * e)) / (2 * step) for e in np.eye(3)]
    np.testing.assert_allclose(hessian(X), np.stack(by_differences, -1), rtol=1e-7, atol=1e-8)
    assert jacobian(hessian)(X).shape == (3, 3, 3)
    assert jacobian(jacobian(lambda x: x**3))(2.0) == 12.0


def test_a_jacobian_by_other_arguments():
    def f(a, b=3.0):
        return {"s": a * b**2, "v": [a**3, "text"]}
    assert jacobian(jacobian(f, wrt="a"), wrt="b")(2.0) == {"s": 6.0, "v": [0.0, None]}
    assert jacobian(jacobian(f, wrt=("a", "b")), wrt="a")(2.0, 3.0) == {"s": (0.0, 6.0), "v": [(12.0, 0.0), (None, None)]}
    with pytest.raises(ValueError, match="no parameter 'da'"):
        jacobian(jacobian(f), wrt="da")


U, Y = np.array([0.3, 0.6]), np.array([1.5, 2.5])


@pytest.mark.parametrize("function, wrt, args, options", [
    (special.erfinv, 0, (U,), {}), (special.beta, (0, 1), (U, Y), {}), (special.jn, 1, (2, U), {}),
    (special.logsumexp, 0, (np.outer(U, Y),), {"axis": 1}), (special.logsumexp, (0, 2), (U, 0, Y), {}),
    (stats.norm.pdf, (0, 1, 2), (U, U * Y, Y), {}), (stats.norm.logpdf, (0, 2), (U, U * Y, Y), {}),
    (stats.dirichlet.logpdf, 1, (U / 0.9, Y), {}), (linalg.sqrtm, 0, (np.outer(U, U) + np.diag(Y),), {}),
    (np.var, 0, (np.outer(U, Y), 0), {}), (np.multiply, (0, 1), (U, Y), {}), (np.sum, 0, (np.outer(U, Y),), {"axis": 0}),
])
def test_the_jacobian_of_a_library_function_is_differentiated(function, wrt, args, options):
    """By each of its parameters, which are named as its rule names them; a helper that may refuse only computes."""
    jac, h = jacobian(function, wrt), 1e-6
    names = [n for n in (wrt if isinstance(wrt, tuple) else (wrt,)) if isinstance(n, int)]
    along = [np.cos(np.arange(a.size) + i).reshape(a.shape) if i in (names or [0]) else None for i, a in enumerate(map(np.asarray, args))]
    v, dv = jvp(jac, args, tuple(along), **options)

    def at(step):
        return jac(*(a if d is None else a + step * d for a, d in zip(args, along)), **options)
    expected = jac(*args, **options)
    for a, da, b, low, high in zip(*(r if isinstance(r, tuple) else (r,) for r in (v, dv, expected, at(-h), at(h)))):
        assert np.array_equal(a, b)
        np.testing.assert_allclose(da, (high - low) / (2 * h), rtol=1e-6, atol=1e-6)
