"""Derivatives taken inside a function that is differentiated itself."""

import math

import numpy as np

from s2sad import differentiate, jacobian, jvp
from tests.reference import case

A3 = np.array([0.7, -1.2, 2.5])


def g(y):
    return math.sin(y) * y ** 2


def h(u, k):
    return np.sum(u ** 3) * k


DG = differentiate(g)


@case(1.5)
def made_inside(x):
    v, dv = differentiate(g)(x * x)
    return v + dv * x


@case(1.5)
def made_outside(x):
    return DG(x)[1] * x


@case(1.5)
def with_a_seed(x):
    return differentiate(g)(x, dx=x)[1] if False else DG(x, dy=x)[1]


@case(1.5)
def second_inside(x):
    return differentiate(differentiate(g))(x)[1][1]


@case(A3, 2.0, wrt=(0, 1))
def directional(u, k):
    return jvp(h, (u, k), (u * k, None))[1] + jvp(h, (u, k), (np.ones(3), k))[1]


@case(A3)
def directional_of_names(u):
    primals = (u, 2.0)
    v, dv = jvp(h, primals, (np.ones(3), None))
    return v * dv


def newton(x, n):
    for _ in range(n):
        v, dv = DG(x)
        x = x - (v - 1.0) / dv
    return x


@case(1.2, 3)
def newton_with_derivative(x, n):
    return newton(x, n)


@case(1.5)
def perturbations_are_not_confused(x):
    return x * jvp(lambda_free, (1.0, x), (1.0, None))[1]


def lambda_free(y, x):
    return x + y


# ---------------------------------------------------------------- Jacobians of known functions

def system(y, p):
    return np.array([y[0]**2 + y[1] - p[0] - 5.0, y[0] - y[1]**3 + p[1]])


def cubes(u):
    return np.sum(np.sin(u) * u**2) * u[0]


def line(a, b=2.0):
    return np.array([a * b, b**3])


SYSTEM_BY_Y = jacobian(system)
HESSIAN = jacobian(jacobian(cubes))


@case(np.array([0.3, 0.7]), order=2)
def newton_with_a_jacobian(p):
    y = np.array([1.5, 1.0])
    for _ in range(4):
        y = y - np.linalg.solve(jacobian(system)(y, p), system(y, p))
    return y


@case(np.array([0.3, 0.7]))
def jacobian_made_outside(p):
    y = p + 1.0
    return SYSTEM_BY_Y(y, p=p) @ y + HESSIAN(p) @ jacobian(cubes)(y)


@case(np.array([0.3, 0.7]))
def jacobian_by_several(p):
    by_y, by_p = jacobian(system, wrt=("y", "p"))(p * 2, p)
    return by_y @ p + by_p @ p


@case(0.7, order=2)
@case(np.float64(0.7))
def jacobians_by_numbers(x):
    return jacobian(math.sin)(x) * jacobian(line, wrt=1)(2.0, x) + jacobian(line)(x) @ np.array([x, 1.0])


@case(np.array([[0.3, 0.7], [1.0, 2.0]]))
@case(np.array([[0.3, 0.7], [1.0, 2.0]], dtype=np.float32))
def jacobian_by_a_matrix(A):
    return np.sum(jacobian(np.linalg.inv)(A) * A), jacobian(np.trace)(A)


@case(np.array([0.3, 0.7]))
def jacobian_by_nothing(x):
    return jacobian(np.sum)(x[:0]), jacobian(np.sin)(x[:0])


@case(np.array([0.3, 0.7]))
def derivative_of_a_jacobian(x):
    return jvp(jacobian(cubes), (x,), (x * x,))[1]


@case(np.array([0.3, 0.7]))
def jacobian_of_a_derivative(x):
    return jacobian(lambda w: differentiate(cubes)(w)[1])(x)


def doubles(u):
    u *= 2
    return np.sum(u**3)


@case(np.array([0.3, 0.7]), may_refuse=True)
def jacobian_of_what_writes(x):
    return jacobian(doubles)(x * 1.0) @ x


def first_and_sum(u):
    return [u[0], np.sum(u)]


@case(np.array([0.3, 0.7]), may_refuse=True)
def jacobian_of_a_list(x):
    return jacobian(first_and_sum)(x)[1] @ x


# ---------------------------------------------------------------- seeds that could be written into

def in_place(y):
    z = y
    y += z
    y *= z
    return y * z


@case(1.5, may_refuse=True)
def a_seed_that_is_an_array(x):
    s = np.array(2.0)
    return jvp(in_place, (x,), (s,))[1] + s * x


@case(1.5)
def a_seed_that_is_an_array_for_what_is_made_here(x):
    s = np.array(2.0)
    return jvp(lambda y: in_place(y) * x, (2.0,), (s,))[1] + differentiate(lambda y: in_place(y))(x, dy=s)[1] + s * x


def scaled(u):
    u *= u[0]
    return u.sum()


def both_written(a, b):
    a *= 2
    b += a
    return (a * b).sum()


@case(A3, may_refuse=True)
def a_seed_that_is_the_argument(u):
    v = u * 1.0
    return jvp(scaled, (v,), (v,))[1] + v.sum()


@case(A3, may_refuse=True)
def one_argument_for_two(u):
    v = u * 1.0
    return differentiate(both_written, wrt=("a", "b"))(v, v, da=u * 1.0, db=u * 1.0)[1]


@case(A3, may_refuse=True)
def one_seed_for_two(u):
    s = u * 1.0
    return differentiate(both_written, wrt=("a", "b"))(u * 1.0, u * 2.0, da=s, db=s)[1]


@case(A3, may_refuse=True)
def a_seed_of_another_precision(u):
    s = np.ones(3, dtype=np.float32)
    return jvp(both_written, (u * 1.0, u * 2.0), (s, None))[1] + s.sum() * u[0]


@case(A3)
def seeds_apart(u):
    v, s = u * 1.0, np.ones(3)
    return differentiate(both_written, wrt=("a", "b"))(v, u * 2.0, da=s, db=u * 1.0)[1] + s.sum() * u[0] + v.sum()


def through_an_array(x):
    a = np.array([x, x])
    a[1] = x * 0.5
    return a.sum()


THROUGH = differentiate(through_an_array)


@case(2.0)
@case(2.0 + 1.0j)
def whole_numbers_as_seeds(x):
    return THROUGH(x, dx=1)[1] * x + jvp(through_an_array, (x,), (1,))[1]


@case(2.0)
def whole_numbers_as_seeds_of_what_is_made_here(x):
    return differentiate(lambda y: through_an_array(y) * x)(2.0, dy=1)[1] + jvp(lambda y: x * y, (2.0,), (1,))[1]


# -- whole seeds of whole numbers, where real numbers are stored: 3.0 for 3 would give the same

def stored(x):
    a = np.array([x + 0.5, x - 0.5])
    a[0] = x * 0.25
    a *= 0.5
    return a


slopes_of_stored = differentiate(stored)


@case(3)
@case(3.0)
def whole_seed_inside(x):
    return jvp(stored, (x,), (1,)), slopes_of_stored(x, dx=2), slopes_of_stored(3, dx=1)[1] * x


@case(0.5)
def whole_seed_of_what_is_made_on_the_way(x):
    return jvp(lambda y: stored(y) * x, (3,), (1,)), jvp(lambda ys: stored(ys[0]) * x, ([3],), ([2],))
