"""Derivatives of functions that are made on the way, with what is differentiated among their variables."""

import functools
import math

import numpy as np

from s2sad import differentiate, jacobian, jvp
from tests.reference import case

A3 = np.array([0.7, -1.2, 2.5])


@case(1.5)
@case(1.5, order=2)
def slope_of_a_lambda(x):
    return differentiate(lambda y: x * y**3)(x)[1]


@case(1.5)
def slope_at_a_constant(x):
    return differentiate(lambda y: x * y**3)(2.0)[1] + differentiate(lambda y: x * y**3)(2)[1]


@case(1.5)
def value_and_slope(x):
    v, dv = differentiate(lambda y: x * math.sin(y))(x * x)
    return v * dv


@case(1.5)
def by_position_and_name(x):
    f = lambda a, b: a * b * b * x
    return differentiate(f, wrt=1)(2.0, x)[1] + differentiate(f, wrt="b")(x, 2.0)[1] + differentiate(f)(x, x)[1]


@case(1.5)
def active_seeds(x):
    return differentiate(lambda y: x * y * y)(x, dy=x * x)[1] + differentiate(lambda y: x * y * y)(2.0, dy=x)[1]


@case(1.5)
def decorated(x):
    @differentiate
    def f(y):
        return x * y * y
    return f(x)[1]


@case(1.5)
def nothing_active_in_it(x):
    return x * differentiate(lambda y: y**3)(2.0)[1]


@case(1.5)
def never_called(x):
    d = differentiate(lambda y: x * y)
    return x


# ---------------------------------------------------------------- perturbations

@case(1.5)
def perturbation_of_the_outer_variable(x):
    return x * differentiate(lambda y: x + y)(1.0)[1]


@case(1.5)
def perturbations_of_three_levels(x):
    return differentiate(lambda y: x * differentiate(lambda z: z * y)(2.0)[1])(3.0)[1]


@case(1.5)
@case(1.5, order=2)
def same_point_on_all_levels(x):
    return differentiate(lambda y: y * differentiate(lambda z: z * z * y * x)(y)[1])(x)[1]


@case(1.5)
def third_derivative_by_nesting(x):
    f = lambda y: x * y**4
    first = lambda y: differentiate(f)(y)[1]
    second = lambda y: differentiate(first)(y)[1]
    return differentiate(second)(x)[1] + second(x) + first(2.0)


@case(1.5)
def captured_variable_changes(x):
    k = x
    d = differentiate(lambda y: k * y * y)
    a = d(2.0)[1]
    k = x * x
    return a + d(2.0)[1]


# ---------------------------------------------------------------- handed on

def newton(f, x):
    df = differentiate(f)
    for _ in range(6):
        v, dv = df(x)
        x = x - v / dv
    return x


@case(2.0)
@case(2.0, order=2)
def root_by_a_helper(a):
    return newton(lambda y: y * y * y - a, 1.0)


@case(2.0)
def roots_of_two_functions(a):
    return newton(lambda y: y * y * y - a, 1.0) + newton(lambda y: y * y - a * a, 3.0)


def no_parameter(y):
    return y * y - 2.0


@case(2.0)
def root_of_a_known_function(a):
    return newton(no_parameter, a) * a


@case(1.5)
def passed_as_an_argument(x):
    def apply(g, v):
        return g(v)[1]
    return apply(differentiate(lambda y: x * y * y), x) + apply(differentiate(lambda y: y * y), x)


@case(1.5)
def kept_in_a_list(x):
    return sum(d(x)[1] for d in [differentiate(lambda y: x * y * y), differentiate(lambda y: y * x)])


@case(1.5)
def returned_by_a_function(x):
    def make(k):
        return differentiate(lambda y: k * y * y)
    return make(x)(2.0)[1] * make(3.0)(x)[1]


@case(1.5)
@case(0.5)
def one_of_two(x):
    f = (lambda y: x * y * y) if x > 1 else (lambda y: y)
    return differentiate(f)(x)[1]


@case(1.5)
def raises(x):
    def f(y):
        if y > 1:
            raise ValueError("too large")
        return x * y
    try:
        return differentiate(f)(x)[1]
    except ValueError:
        return x * 7


# ---------------------------------------------------------------- along a direction, and by several

@case(A3)
def hessian_vector_product(x):
    slope = lambda y: jvp(lambda z: np.sum(z**3 * x), (y,), (np.ones(3),))[1]
    return jvp(slope, (x,), (np.array([1.0, 0.0, 2.0]),))[1]


@case(1.5)
def active_direction(x):
    return jvp(lambda y: x * y * y, (2.0,), (x,))[1] + jvp(lambda a, b: a * b * x, (x, 2.0), (None, x))[1]


@case(A3)
def slope_of_arrays(x):
    v, dv = differentiate(lambda y: np.tanh(y) * x)(x)
    return v + dv


@case(1.5)
def slope_of_a_tuple(x):
    v, dv = differentiate(lambda y: (y * x, [y * y]))(x)
    return dv[0] * dv[1][0] + v[0]


@case(A3)
def jacobian_inside(x):
    return jacobian(lambda y: np.array([y[0] * x[1], y[1] * y[2], np.sin(y[0]) * x[2]]))(x) @ x


@case(A3)
def newton_for_a_system(p):
    def f(y):
        return np.array([y[0]**2 + y[1] - p[0] - 5.0, y[0] - y[1]**3 + p[1]])
    y = np.array([1.5, 1.0])
    for _ in range(5):
        y = y - np.linalg.solve(jacobian(f)(y), f(y))
    return y


# ---------------------------------------------------------------- what it is good for

@case(0.1)
def learning_rate_of_an_unrolled_descent(rate):
    w = 1.0
    for _ in range(5):
        _, slope = differentiate(lambda w: (w - 3.0)**2 * rate)(w)
        w = w - rate * slope
    return w


@case(0.3)
def weight_of_a_penalty(penalty):
    def loss(w):
        return (w - 2.0)**2 + penalty * w * w
    dloss = differentiate(loss)
    w = 0.0
    for _ in range(20):
        w = w - 0.1 * dloss(w)[1]
    return w


@case(1.5)
def implicit_layer(x):
    y = 0.5
    g = lambda v: v - math.cos(v * x)
    for _ in range(8):
        r, dr = differentiate(g)(y)
        y = y - r / dr
    return y


@case(A3)
def gauss_newton_step(theta):
    t = np.array([0.0, 1.0, 2.0, 3.0])
    residual = lambda p: p[0] * np.exp(p[1] * t / 4) - (theta[0] + theta[1] * t)
    p = np.array([1.0, 0.1])
    for _ in range(3):
        j, r = jacobian(residual)(p), residual(p)
        p = p - np.linalg.solve(j.T @ j + 0.1 * np.eye(2), j.T @ r)
    return p


@case(1.5, order=2)
def of_a_partial(x):
    return differentiate(functools.partial(lambda a, b: a * b * b, x))(2.0)[1]


# ---------------------------------------------------------------- kinds and corners

@case(np.array(1.5))
@case(1.5 + 0.5j)
@case(np.array([1.5, -2.0]))
@case(np.zeros(0))
def points_of_all_kinds(x):
    return differentiate(lambda y: x * y * y)(x)[1]


@case(A3)
def the_argument_itself_is_returned(x):
    v, dv = differentiate(lambda y: y)(x)
    return v * 2 + dv


@case(A3)
def a_view_is_captured(x):
    t = x[1:]
    return differentiate(lambda y: np.sum(t * y**2))(x[:2])[1]


@case(A3)
def what_is_captured_is_written_to(x):
    a = x.copy()
    d = differentiate(lambda y: a * y * y)
    r = d(2.0)[1]
    a[0] = x[1] * 3
    return r + d(2.0)[1]


@case(A3)
def writes_into_its_own_array(x):
    def f(y):
        z = y.copy()
        z *= x
        z[0] += 1.0
        out = [z.sum()]
        out.append(out[0] * 2)
        return sum(out)
    return differentiate(f)(x)[1]


class Net:
    def __init__(self, w):
        self.w = w

    def loss(self, x):
        return np.sum((self.w * x - 1.0)**2)


@case(A3)
def object_made_before(w):
    n = Net(w)
    return differentiate(lambda x: n.loss(x))(np.ones(3))[1]


@case(A3)
def object_made_inside(w):
    return differentiate(lambda x: Net(w * x).loss(x))(np.ones(3))[1]


@case(1.5)
def two_seeds(x):
    return differentiate(lambda a, b: a * b * x, wrt=(0, 1))(x, 2.0, da=1.0, db=x)[1]


@case(1.5)
def a_list_as_the_point(x):
    return differentiate(lambda p: p[0] * p[1] * x)([x, 2.0])[1]


@case(1.5)
def derivative_operator(x):
    def slope(f):
        return lambda y: differentiate(f)(y)[1]
    return slope(slope(lambda y: y**4 * x))(x)


@case(1.5)
def taylor_coefficients(x):
    terms, g = [], lambda y: math.exp(y * x)
    for n in range(3):
        terms.append(g(0.5) / math.factorial(n))
        g = (lambda h: lambda y: differentiate(h)(y)[1])(g)
    return sum(terms)


@case(A3)
def hessian_of_two_jacobians(x):
    g = lambda y: jacobian(lambda z: np.sum(z**3 * x))(y)
    return jacobian(g)(x) @ np.ones(3)


@case(1.5)
def known_and_made_here(x):
    return sum(differentiate(f)(x)[1] for f in (math.sin, lambda y: x * y * y))


def derivative_of_order(f, n):
    for _ in range(n):
        f = (lambda h: lambda x: differentiate(h)(x)[1])(f)
    return f


@case(0.8)
def order_in_a_loop_of_a_helper(x):
    return derivative_of_order(lambda y: y**5 * x, 3)(x)


# ---------------------------------------------------------------- what holds arguments

class Spring:
    def __init__(self, k):
        self.k = k

    def energy(self, q):
        return 0.5 * self.k * q * q + q**4

    def force(self, q):
        return -differentiate(self.energy)(q)[1]

    def __call__(self, q):
        return self.energy(q)


SPRING = Spring(2.0)
SLOPE = differentiate(SPRING.energy)


@case(1.3, order=2)
def force_of_an_energy(k):
    return Spring(k).force(0.7)


@case(0.7, order=2)
def force_of_a_constant(q):
    return Spring(2.0).force(q) + SLOPE(q)[1] * differentiate(SPRING.energy)(q)[1] + jvp(SPRING.energy, (q,), (q,))[1]


@case(0.7)
def of_an_object_that_is_called(q):
    return differentiate(Spring(q))(q)[1] + differentiate(SPRING)(q)[1]


@case(0.7)
def by_parameters_of_partials(x):
    def f(a, b, c=2.0):
        return a * b * c + a**3
    return differentiate(functools.partial(f, b=x))(x)[1] * differentiate(functools.partial(f, x), wrt="b")(2.0)[1]


@case(0.7)
def derivative_of_a_derivative_made_here(x):
    return differentiate(differentiate(lambda y: x * y**3))(x)[1][1]


class Layer:
    def __init__(self, w, b):
        self.w, self.b = w, b

    def predict(self, x):
        return np.tanh(self.w @ x + self.b)

    def sensitivity(self, x, v):
        return jacobian(self.predict)(x) @ jvp(self.predict, (x,), (v,))[1]


@case(np.array([[0.3, 0.7], [1.0, 0.2]]))
def sensitivity_of_a_layer(w):
    return Layer(w, 0.1).sensitivity(np.array([1.0, 2.0]), w[0])


def quiet(x):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(x) * x


@case(0.7)
def of_what_silences_warnings(x):
    return jacobian(quiet)(np.array([x, x * x])), differentiate(lambda t: quiet(t) * x)(x)[1]
