"""Derivatives taken inside a function that is differentiated itself."""

import math

import numpy as np

from s2sad import differentiate, jvp
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
