"""Functions as values: inner functions, lambdas, closures, functions passed, returned and stored."""

import functools
import math
import operator

import numpy as np

from tests.reference import case

A3 = np.array([0.7, -1.2, 2.5])
M22 = np.array([[1.0, 2.0], [0.5, -1.0]])


# ---------------------------------------------------------------- made inside

@case(1.5)
@case(A3)
def inner_captures(x):
    def g(y):
        return x * y
    return g(x) + g(2.0)


@case(1.5)
def inner_uses_nothing_active(x):
    def square(v):
        return v * v
    return square(x) + square(3)


@case(1.5)
@case(A3)
def lambda_in_variable(x):
    act = lambda v: v * x + 1
    return act(act(x))


@case(1.5)
def called_at_once(x):
    return (lambda a, b=2.0: a * b * x)(x)


@case(2.0)
@case(-2.0)
def defined_in_branches(x):
    if x > 0:
        def h(v):
            return v * x
    else:
        def h(v):
            return v + x
    return h(h(x))


@case(1.5)
def inner_of_inner(x):
    def a(y):
        z = x * y

        def b(w):
            return w * z + x
        return b(y) + b(2.0)
    return a(x)


@case(1.5)
def inner_recursion(x):
    def power(n):
        return x if n == 0 else n * x * power(n - 1)
    return power(4)


@case(1.5)
def mutual_recursion_inside(x):
    def even(n):
        return x if n == 0 else odd(n - 1) * x

    def odd(n):
        return 1.0 if n == 0 else even(n - 1) + x
    return even(5)


@case(1.5)
def captured_later(x):
    def g():
        return k * x
    k = x * x
    return g()


@case(1.5)
def captured_changes(x):
    def g():
        return k * 2
    k = x
    a = g()
    k = x * x * a
    return a + g()


@case(1.5, 3)
def nonlocal_accumulates(x, n):
    total = 0.0

    def add(v):
        nonlocal total
        total += v * x
    for i in range(n):
        add(x + i)
    return total


@case(1.5)
def nonlocal_replaced(x):
    state = x

    def step():
        nonlocal state
        old = state
        state = state * state + x
        return old
    a = step()
    b = step()
    return a + b * state


@case(1.5)
def nonlocal_between_operands(x):
    t = x

    def bump():
        nonlocal t
        t = t * 2
        return t
    return t * bump() + t


@case(1.5)
def nonlocal_counter_is_no_number_of_interest(x):
    calls = 0

    def f(v):
        nonlocal calls
        calls += 1
        return v * v
    y = f(f(x))
    return y, calls


@case(1.5)
def appends_to_captured_list(x):
    log = []

    def note(v):
        log.append(v * x)
        return v
    y = note(x) + note(2.0)
    return y, log


@case(A3)
def writes_captured_array(u):
    v = np.zeros(3)

    def put(i, value):
        v[i] = value
        v[0] += value * u[1]
    for i in range(3):
        put(i, u[i] ** 2)
    return v


@case(A3)
def writes_its_argument(u):
    def scale(a):
        a *= u[0]
    w = u * 1.0
    scale(w)
    scale(w[1:])
    return w


@case([1.0, 2.0, 3.0])
def state_in_dict(xs):
    state = {"n": 0, "s": 0.0}

    def visit(v):
        state["n"] += 1
        state["s"] += v * v
    for v in xs:
        visit(v)
    return state["s"] / state["n"]


@case(1.5)
def defaults_bind_early(x):
    fs = []
    for i in range(3):
        fs.append(lambda v, i=i: v ** i * x)
    total = 0.0
    for f in fs:
        total = total + f(x)
    return total


@case(1.5)
def active_default(x):
    def f(v, scale=x * x):
        return v * scale
    x = x + 1
    return f(x) + f(2.0)


@case(1.5)
def default_given_and_left_out(x):
    def f(a, b=2.0, c=x):
        return a * b + c
    return f(x) + f(x, 3.0) + f(x, c=5.0) * f(1.0, x, x)


@case(1.5)
def stars_and_keywords(x):
    def g(a, b=2.0, *rest, c=x, **kw):
        s = a * b * c
        for r in rest:
            s = s + r * x
        for k in kw:
            s = s + kw[k]
        return s
    return g(x) + g(x, 3.0, x, 1.0) + g(1.0, c=5.0, q=x)


@case(1.5)
def keyword_only(x):
    def g(*, k, m=1.0):
        return k * m * x
    return g(k=x) + g(m=x, k=2.0)


@case(2.0, [1.0, 2.0])
def number_and_array_argument(x, v):
    def double(a):
        return a * x

    w = np.array(v)
    return double(x) + double(w).sum()


@case(1.5)
def returns_nothing(x):
    def g(v):
        pass
    return x * 2 if g(x) is None else x


@case(1.5)
def several_results(x):
    def both(a):
        return a * x, a + x
    p, q = both(x)
    r, _ = both(p)
    return p * q + r


@case(1.5)
@case(-1.5)
def early_return_inside(x):
    def clip(v):
        if v > 0:
            return v
        return 0.1 * v * x
    return clip(x) + clip(x - 1)


@case(0.3)
def loop_inside(x):
    def series(v):
        total, term = 0.0, 1.0
        for n in range(1, 8):
            total += term
            term = term * v / n
        return total
    return series(x) * series(2 * x)


@case(1.5)
def raises_inside(x):
    def check(v):
        if v > 2:
            raise ValueError("too large")
        return v * v
    try:
        return check(x * 2)
    except ValueError:
        return check(x) * 3


@case(1.5)
def name_reused(x):
    def f(v):
        return v * x
    y = f(x)
    f = y * y
    return f


@case(1.5)
def shadowing_parameter(x):
    def f(x):
        return x * x
    return f(x + 1) * x


@case(1.5)
def shadowed_tangent_names(x):
    dx = x * 2

    def f(dx):
        dy = dx * x
        return dy
    return f(dx) + dx


@case(1.5)
def deleted_and_redefined(x):
    def f(v):
        return v * x
    a = f(x)
    del f

    def f(v):
        return v + x
    return a * f(x)


@case(1.5)
def walrus_and_lambda(x):
    return (f := lambda v: v * x)(x) + f(3.0)


@case(1.5)
def conditional_lambda(x):
    f = (lambda v: v * x) if x > 1 else (lambda v: v - x)
    return f(x) * f(2.0)


@case(1.5)
def docstring_inside(x):
    def f(v):
        """Scaled."""
        return v * x
    return f(x)


# ---------------------------------------------------------------- passed

def apply(f, x):
    return f(x)


def twice(f, x):
    return f(f(x))


def newton(f, df, x, n):
    for _ in range(n):
        x = x - f(x) / df(x)
    return x


def square(v):
    return v * v


def rk4(f, y, h, n):
    t = 0.0
    for _ in range(n):
        k1 = f(t, y)
        k2 = f(t + h / 2, y + h / 2 * k1)
        k3 = f(t + h / 2, y + h / 2 * k2)
        k4 = f(t + h, y + h * k3)
        y = y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        t = t + h
    return y


@case(2.0)
def passes_lambdas(a):
    return newton(lambda x: x * x - a, lambda x: 2 * x, 1.0, 6)


@case(1.5)
def passes_builtin_and_own(x):
    return apply(math.sin, x) + apply(square, x) + twice(square, x) + apply(np.exp, x)


@case(1.5)
def passes_two_lambdas_to_one_helper(x):
    return apply(lambda v: v * x, x) + apply(lambda v: v + x * x, 2.0)


@case(np.array([1.0, 0.5]))
def ode_with_closure(p):
    def pendulum(t, y):
        return np.array([y[1], -p[0] * np.sin(y[0]) - p[1] * y[1]])
    return rk4(pendulum, np.array([0.3, 0.0]), 0.1, 5)


@case(0.7)
def ode_scalar_closure(k):
    return rk4(lambda t, y: -k * y * (1 + t), 1.0, 0.1, 6)


def odeint(f, y, h, n, *args):
    for _ in range(n):
        y = y + h * f(y, *args)
    return y


@case(0.7)
def extra_arguments(k):
    def rhs(y, a, b):
        return -k * y * a + b
    return odeint(rhs, 1.0, 0.1, 5, 2.0, k)


@case(1.5)
def passed_by_keyword(x):
    def h(g, v):
        return g(v) * x
    return h(v=x, g=lambda a: a * a)


@case(0.4)
def bisection(c):
    def f(v):
        return v ** 3 + v - c
    lo, hi = 0.0, 1.0
    for _ in range(30):
        mid = (lo + hi) / 2
        if f(mid) > 0:
            hi = mid
        else:
            lo = mid
    slope = (f(lo + 1e-3) - f(lo - 1e-3)) / 2e-3
    return lo - f(lo) / slope


def integrate(f, a, b, n):
    h = (b - a) / n
    total = 0.5 * (f(a) + f(b))
    for i in range(1, n):
        total += f(a + i * h)
    return total * h


@case(1.5)
def trapezoid(x):
    return integrate(lambda t: math.exp(-x * t * t), 0.0, x, 20)


@case(1.5)
def nested_integral(x):
    return integrate(lambda s: integrate(lambda t: s * t * x, 0.0, s, 4), 0.0, 1.0, 4)


@case(square, 1.5, wrt="x")
@case(math.cos, 1.5, wrt="x")
@case(np.tanh, A3, wrt="x")
def function_argument(f, x):
    return f(x) * 2 + f(f(x))


@case(1.5, None)
@case(1.5, square)
def optional_callback(x, callback):
    y = x * x
    if callback is not None:
        y = callback(y)
    return y


# ---------------------------------------------------------------- returned

def make_scale(k):
    def scale(v):
        return k * v
    return scale


def compose(f, g):
    return lambda v: f(g(v))


def curry(a):
    return lambda b: lambda c: a * b + c


@case(1.5)
def factory(x):
    s = make_scale(x)
    t = make_scale(2.0)
    return s(x) + t(3.0) * t(x)


@case(1.5)
def composed(x):
    h = compose(math.sin, lambda t: t * t * x)
    return h(x) + compose(square, square)(x)


@case(1.5)
def curried(x):
    return curry(x)(2.0)(x) + curry(1.0)(x)(3.0)


@case(1.5)
def factory_in_loop(x):
    y = x
    for i in range(3):
        y = make_scale(x + i)(y)
    return y


def counter(start):
    value = start

    def step(by):
        nonlocal value
        value = value + by
        return value
    return step


@case(1.5)
def closures_have_their_own_state(x):
    a, b = counter(x), counter(2 * x)
    a(x)
    b(1.0)
    return a(x * x) * b(x)


def pair_of_functions(x):
    total = x

    def get():
        return total

    def put(v):
        nonlocal total
        total = v
    return get, put


@case(1.5)
def shared_state(x):
    get, put = pair_of_functions(x)
    put(get() * x)
    return get() + x


# ---------------------------------------------------------------- stored

@case(1.5)
def list_of_functions(x):
    fs = [math.sin, square, lambda v: v * x]
    y = x
    for f in fs:
        y = f(y)
    return y


@case(1.5)
def dict_of_functions(x):
    table = {"s": square, "d": lambda v: 2 * v * x}
    return table["s"](x) + table["d"](x)


@case(1.5, "s")
@case(1.5, "d")
def chosen_by_name(x, name):
    table = {"s": square, "d": lambda v: 2 * v * x}
    return table[name](x)


ACTIVATIONS = {"square": square, "tanh": np.tanh, "sin": math.sin}


@case(1.5, "square")
@case(1.5, "tanh")
@case(1.5, "sin")
def chosen_among_known(x, name):
    act = ACTIVATIONS[name]
    return act(x) * x


@case(np.array([[0.1, 0.2], [0.3, -0.4]]), A3[:2], wrt=0)
def layers_with_activations(w, v):
    layers = [(w, np.tanh), (w * 2, lambda z: np.maximum(z, 0.1)), (w, np.sin)]
    for weights, act in layers:
        v = act(weights @ v)
    return v.sum()


@case(1.5, 2)
@case(1.5, 0)
def operator_table(x, i):
    op = (operator.add, operator.mul, operator.sub)[i]
    return op(x, 3.0) * op(2.0, x)


@case(1.5)
def function_in_tuple(x):
    f, g = (lambda v: v * x), square
    p = (f, g, 2.0)
    return p[0](p[1](x)) * p[2]


@case(1.5, True)
@case(1.5, False)
def known_or_lambda(x, flag):
    act = math.sin if flag else (lambda v: v * x)
    return act(x) + act(2.0)


@case(1.5)
def chain_of_wrappers(x):
    def add_x(f):
        return lambda v: f(v) + x
    return add_x(add_x(square))(x)


@case(1.5)
def memo_by_hand(x):
    memo = {}

    def fib(n):
        if n in memo:
            return memo[n]
        memo[n] = x if n < 2 else fib(n - 1) * x + fib(n - 2)
        return memo[n]
    return fib(6)


@case(3.0, order=3)
def higher_order(x):
    def f(v):
        return v * v * x
    return f(f(x))


@case(1.5, order=2)
def higher_order_newton(a):
    return newton(lambda x: x * x - a, lambda x: 2 * x, 1.2, 3)


case(2.0, name="closure_given")(make_scale(3.0))
case(2.0, name="lambda_given")(lambda v: v ** 3)


@case(2.0)
def inner_function_of_a_starred_list(x):
    g = lambda v: v * v
    values = [x]
    return g(*values)


@case(2.0)
def inner_function_of_collected_arguments(x):
    g = lambda v, u: v * u

    def h(*args):
        return g(*[a for a in args])
    return h(x, 3.0)


# ---------------------------------------------------------------- operator's getters

SECOND = operator.itemgetter(1)


class Sized:
    def __init__(self, size):
        self.size = size

    def scaled(self, k):
        return self.size * k


@case(1.5)
def getters(x):
    p = (x, x * x, 2.0)
    both = operator.itemgetter(0, 1)(p)
    s = Sized(x)
    return SECOND(p) + both[0] * both[1] + operator.attrgetter("size")(s) + operator.methodcaller("scaled", 3)(s)


@case([3.0, 1.0, 2.0])
def sorted_by_getter(xs):
    pairs = sorted([(x, -x * x) for x in xs], key=operator.itemgetter(1))
    return pairs[0][0] * pairs[1][1]


# ---------------------------------------------------------------- what a helper makes comes back to it

def repeated(f, n):
    for _ in range(n):
        f = (lambda h: lambda x: h(h(x)))(f)
    return f


@case(0.8)
def composed_with_itself_by_a_helper(x):
    return repeated(lambda y: y**2 * x, 2)(x)


def weighted(f, n):
    return f if n == 0 else weighted(lambda x: f(x) * x, n - 1)


@case(0.8)
def composed_by_recursion(x):
    return weighted(lambda y: y + x, 3)(x)


def added_or_not(f, n):
    return f if n == 0 else multiplied_or_not(lambda x: f(x) + x, n - 1)


def multiplied_or_not(f, n):
    return f if n == 0 else added_or_not(lambda x: f(x) * x, n - 1)


@case(0.8)
def composed_by_two_that_call_each_other(x):
    return added_or_not(lambda y: y * x, 4)(x)


def handed_on(n, x, k):
    return k(x) if n == 0 else handed_on(n - 1, x * x, lambda r: k(r * x))


@case(0.8)
def continuations(x):
    return handed_on(3, x, lambda r: r + x)


def longer(fs, n):
    return fs if n == 0 else longer(fs + [lambda x: fs[-1](x) * x], n - 1)


@case(0.8)
def functions_of_a_growing_list(x):
    return longer([lambda y: y * x], 3)[-1](x)
