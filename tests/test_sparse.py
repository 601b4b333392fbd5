"""Products of arrays with constant sparse matrices."""

import numpy as np
import pytest

sparse = pytest.importorskip("scipy.sparse")
import scipy.sparse.linalg  # noqa: E402

from s2sad import DifferentiationError, differentiate  # noqa: E402

A = sparse.csr_matrix(np.array([[1.0, 2, 0], [0, 0, 3]]))
B = sparse.csr_array(A)
S = sparse.csc_matrix(np.array([[4.0, 1, 0], [0, 3, 1], [1, 0, 5]]))
X = np.array([0.7, -1.2, 2.5])

PRODUCTS = [
    lambda x: A @ (x * x), lambda x: B @ (x * x), lambda x: A.dot(x * x), lambda x: B.T.dot((x * x)[:2]),
    lambda x: (x * x)[:2] @ A, lambda x: A * (x * x), lambda x: (x[:2] * x[0]) * A, lambda x: A.T @ (A @ x) * x,
    lambda x: A.tocsc().T.dot(x[:2] * x[0]), lambda x: A @ np.outer(x, x), lambda x: (2 * A + A) @ x * x[0],
    lambda x: (A.T @ A) @ x * x, lambda x: sparse.diags([1.0, 2.0, 3.0]) @ x * x, lambda x: (A * 2.0) @ x - (A + A) * x,
    lambda x: A.toarray() * x + A.sum() * x * x, lambda x: sparse.csr_matrix(np.ones((2, 3))) @ (x * x),
    lambda x: np.sum(A @ x) * A.diagonal() * x[0], lambda x: A.multiply(2) @ (x * x), lambda x: A @ x.reshape(3, 1) * x[0],
    lambda x: sparse.linalg.spsolve(S, x * x), lambda x: scipy.sparse.linalg.spsolve_triangular(sparse.tril(S).tocsr(), x * x),
    lambda x: -A * (x * x), lambda x: A.multiply(2) * (x * x), lambda x: A[:1] * (x * x), lambda x: A.maximum(1) * (x * x),
    lambda x: (np.asarray(A.todense()) @ (x * x).reshape(3, 1)) * x[0], lambda x: abs(A) * (x * x) * x[0],
    lambda x: (A > 1.5) @ x * x[0] + (A != A.multiply(2)).nnz * x[:2], lambda x: x * x if (S != S.T).nnz else 2 * x,
    lambda x: (S > S.toarray().T)[0, 1] * x + (A == B).sum() * x * x, lambda x, M=A: M @ (x * x), lambda x: -A * x * 2 @ (x[:2] * x[0]),
]


def stepping(x):
    u = x * x
    for _ in range(3):
        u += 0.1 * (A.T @ (A @ u))
        u[:2] = A @ u
    return u


@pytest.mark.parametrize("f", [*PRODUCTS, stepping])
def test_products(f):
    def slope(g):
        steps = [(np.asarray(g(X + h)) - np.asarray(g(X - h))) / (2 * h) for h in (1e-3, 5e-4)]
        return (4 * steps[1] - steps[0]) / 3

    df = differentiate(f)
    value, tangent = df(X)
    np.testing.assert_array_equal(value, f(X))
    np.testing.assert_allclose(tangent, slope(f), rtol=1e-8, atol=1e-10)
    (_, again), (_, second) = differentiate(df)(X)
    np.testing.assert_array_equal(again, tangent)
    np.testing.assert_allclose(second, slope(lambda x: df(x)[1]), rtol=1e-7, atol=1e-9)


def test_matrix_as_an_argument():
    def f(M, x):
        return M @ x

    for matrix in (A, B, A.tocoo(), A.toarray()):
        value, tangent = differentiate(f, wrt="x")(matrix, X, dx=X)
        np.testing.assert_array_equal(value, tangent)
    with pytest.raises(TypeError, match="M"):
        differentiate(f)(A, X)


def test_the_tangent_is_written_as_the_product():
    def f(x):
        return A.dot(x)

    assert "return A.dot(x), A.dot(dx)" in differentiate(f).source


def stored(x):
    m = sparse.lil_matrix(A)
    m[0, 0] = x[0]
    return m @ x


REFUSED = [lambda x: sparse.diags(x) @ x, lambda x: A.multiply(x), lambda x: x[0] * A, lambda x: (x[0] * A) @ x,
           lambda x: B * x, lambda x: sparse.csr_matrix(np.outer(x, x)), lambda x: A + np.outer(x[:2], x),
           lambda x: sparse.linalg.spsolve(x[0] * S, X), lambda x: np.exp(A.sum(axis=1) * x[0]), lambda x: A.todense() * x[0], stored]


@pytest.mark.parametrize("f", REFUSED)
def test_what_depends_on_x_is_refused(f):
    with pytest.raises(DifferentiationError) as caught:
        differentiate(f)(X)
    assert caught.value.filename == __file__ and "internal" not in str(caught.value)
