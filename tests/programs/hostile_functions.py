"""Functions as values, written by somebody who wants them to come out wrong."""

import functools
import math

import numpy as np

from tests.reference import case

A3 = np.array([0.7, -1.2, 2.5])


def maybe(*args, **options):
    return case(*args, may_refuse=True, **options)


# ---------------------------------------------------------------- decorators

def doubled(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        return 2 * f(*args, **kwargs)
    return wrapper


def scaled_by(k):
    def decorate(f):
        def wrapper(x):
            return k * f(x)
        return wrapper
    return decorate


@doubled
def decorated_helper(x, y=2.0):
    return x * y


@scaled_by(3.0)
def scaled_helper(x):
    return math.sin(x)


@functools.lru_cache(maxsize=None)
def cached_fib(n):
    return n if n < 2 else cached_fib(n - 1) + cached_fib(n - 2)


@functools.lru_cache
def cached_square(x):
    return x * x


@case(1.5)
def calls_decorated(x):
    return decorated_helper(x) + decorated_helper(2.0, y=x) + scaled_helper(x)


@case(1.5)
def calls_cached(x):
    return cached_square(x) * cached_fib(10) + cached_square(2.0)


@case(1.5)
def decorates_inside(x):
    @doubled
    def f(v):
        return v * x
    return f(x) + f(2.0)


@case(1.5)
def decorates_inside_two_shapes(x):
    @doubled
    def f(v):
        return v * x
    return f(x) + f(v=2.0)


@case(1.5)
def decorates_with_argument_inside(x):
    @scaled_by(x)
    def f(v):
        return v * x
    return f(x)


@case(1.5)
def cached_inside(x):
    @functools.lru_cache(maxsize=None)
    def fib(n):
        return x if n < 2 else fib(n - 1) * x + fib(n - 2)
    return fib(8)


# ---------------------------------------------------------------- partial

def power(a, b, c=1.0):
    return a ** b * c


TRIPLE = functools.partial(power, c=3.0)
SQUARED = functools.partial(power, b=2)


@case(1.5)
def partial_constants(x):
    return TRIPLE(x, 2) + SQUARED(x) + SQUARED(2.0, c=x)


@case(1.5)
def partial_inside(x):
    f = functools.partial(power, x)
    g = functools.partial(power, c=x)
    return f(2) + f(3, c=x) + g(x, 2)


def apply_twice(f, x):
    return f(f(x))


@case(1.5)
def partial_passed(x):
    return apply_twice(functools.partial(power, b=2, c=x), x)


@maybe(1.5)
def reduces(x):
    return functools.reduce(lambda a, b: a * b + x, [x, 2.0, 3.0], 1.0)


@maybe(1.5)
def maps(x):
    return sum(map(lambda v: v * x, [1.0, x, 3.0])) + list(map(math.sin, [x, 2.0]))[0]


@maybe(1.5)
def sorts_with_key(x):
    return sorted([x, -3.0, 2 * x], key=lambda v: -v)[1] * max([x, -4.0], key=abs)


# ---------------------------------------------------------------- scopes

@case(1.5)
def three_levels_of_nonlocal(x):
    a = x

    def one():
        b = a * x

        def two():
            nonlocal a, b
            a = a + b
            b = b * a

            def three():
                nonlocal a
                a = a * x
            three()
        two()
        return b
    return one() * a


@case(1.5)
def inner_name_equals_outer_temporary(x):
    def t(t2):
        t3 = t2 * x * t2 * x
        return t3 * t3
    t4 = t(x) * t(x)
    return t4


@case(1.5)
def parameter_named_like_tangent(x):
    def f(dx, ddx):
        return dx * ddx + x
    return f(x, x * x)


@case(1.5)
def lambda_argument_shadows(x):
    f = lambda x: lambda y: x * y
    return f(x * x)(x)


@case(1.5)
def inner_global_name_math(x):
    def math_(v):
        math = v * 2
        return math
    return math_(x) * math.sin(x)


@case(1.5)
def loop_variable_captured_late(x):
    fs = []
    for i in range(3):
        fs.append(lambda v: v * i * x)
    return fs[0](x) + fs[1](1.0)


@case(1.5)
def comprehension_of_lambdas(x):
    fs = [lambda v, k=k: v * k * x for k in range(3)]
    return fs[1](x) + fs[2](2.0)


@maybe(1.5)
def comprehension_of_late_lambdas(x):
    fs = [lambda v: v * k * x for k in range(3)]
    return fs[0](x) + fs[2](2.0)


@case(1.5)
def comprehension_inside_inner(x):
    def f(n):
        return sum([x * i for i in range(n)]) + sum(x ** i for i in range(n))
    return f(3) * f(2)


@case(1.5)
def generator_inside(x):
    def gen(n):
        v = x
        for _ in range(n):
            yield v
            v = v * x
    return sum(gen(3)) + list(gen(2))[1]


@case(1.5)
def captured_loop_state(x):
    out = 0.0
    for i in range(3):
        scale = x * i

        def f(v):
            return v * scale
        out += f(x)
    return out


@case(1.5)
def rebinding_after_capture(x):
    y = x
    f = lambda: y * 2
    y = y * y
    return f()


@case(1.5)
def inactive_then_active(x):
    k = 2.0
    f = lambda v: v * k
    a = f(3.0)
    k = x
    return a * f(3.0)


@case(1.5)
def function_overwritten_by_number(x):
    f = lambda v: v * x
    f = f(2.0)
    return f * x


# ---------------------------------------------------------------- effects and order

LOG = []


def noted(v):
    LOG.append(len(LOG))
    return v


def clear():
    LOG.clear()


@case(1.5, setup=clear, observe=lambda: list(LOG))
def order_of_evaluation(x):
    def f(a, b=noted(2.0)):
        return a * b
    return f(noted(x)) + f(noted(x * 2), noted(3.0)) * f(noted(1.0))


@case(1.5, setup=clear, observe=lambda: list(LOG))
def defaults_evaluated_once(x):
    fs = []
    for i in range(2):
        def f(v, k=noted(x * i)):
            return v * k
        fs.append(f)
    return fs[0](x) + fs[1](x)


@case(1.5)
def exception_from_inside(x):
    def f(v):
        if v > 1:
            raise KeyError("v")
        return v
    try:
        f(x)
    except KeyError as e:
        return x * len(e.args)
    return x


@case(A3)
def writes_through_closure_and_alias(u):
    w = u * 2
    v = w[1:]

    def bump(i):
        v[i] += w[0] * u[i]
    bump(0)
    bump(1)
    w[0] = 0.0
    bump(1)
    return w, v


@case(A3)
def returned_captured_array(u):
    w = u * 2

    def get():
        return w
    a = get()
    a[0] = u[1] * 3
    return w


@case([1.0, 2.0])
def returned_captured_list(xs):
    acc = []

    def get():
        return acc
    get().append(xs[0] * 2)
    acc.append(xs[1])
    return sum(get())


def give_back(f):
    return f()


@case([1.0, 2.0])
def captured_list_through_helper(xs):
    acc = []

    def get():
        return acc
    got = give_back(get)
    got.append(xs[0] * xs[1])
    return acc


@case(1.5)
def mutates_argument_list(x):
    def push(items, v):
        items.append(v * x)
        return items
    a = [x]
    b = push(a, 2.0)
    b.append(x * x)
    return a, b


@case(A3)
def same_array_twice(u):
    def f(a, b):
        a[0] = b[1] * 2
        return b[0] * a[1]
    w = u + 0.0
    return f(w, w), w


@case(1.5)
def identity_of_functions(x):
    f = lambda v: v * x
    g = f
    return f(x) if f is g else x


@case(1.5)
def callable_test(x):
    def run(f):
        return f(x) if callable(f) else f * x
    return run(lambda v: v * v) + run(3.0)


@case(1.5)
def none_or_function(x):
    def run(v, f=None):
        if f is None:
            return v
        return f(v) * x
    return run(x) + run(x, math.sin) + run(x, lambda v: v * v)


@case(1.5)
def y_combinator(x):
    fact = (lambda f: lambda n: x if n == 0 else n * f(f)(n - 1))
    return fact(fact)(4)


@maybe(1.5)
def church_numerals(x):
    two = lambda f: lambda v: f(f(v))
    return two(two)(lambda v: v * x)(1.0)


@maybe(1.5)
def trampolined(x):
    def step(n, acc):
        if n == 0:
            return acc
        return lambda: step(n - 1, acc * x)
    r = step(3, x)
    while callable(r):
        r = r()
    return r


@case(1.5)
def dispatch_loop(x):
    ops = {"add": lambda a, b: a + b, "mul": lambda a, b: a * b}
    stack = []
    for token in ["x", "x", "mul", "x", "add", "x", "mul"]:
        if token in ops:
            b, a = stack.pop(), stack.pop()
            stack.append(ops[token](a, b))
        else:
            stack.append(x)
    return stack[0]


@case(np.array([0.5, 1.5]))
def gradient_descent_with_callbacks(p):
    history = []

    def f(q):
        return (q[0] - 1) ** 2 * p[0] + (q[1] + 2) ** 2 * p[1]

    def grad(q):
        return np.array([2 * (q[0] - 1) * p[0], 2 * (q[1] + 2) * p[1]])

    def minimise(fun, jac, q, callback):
        for _ in range(5):
            q = q - 0.1 * jac(q)
            callback(fun(q))
        return q
    best = minimise(f, grad, np.zeros(2), history.append)
    return best, history


@case(1.5, order=3)
def nested_orders(x):
    def f(v):
        def g(w):
            return w * v * x
        return g(v) + g(x)
    return f(x * x)


# ---------------------------------------------------------------- known only at run time

class Plain:
    """Holds functions in a way that no kind shows."""

    def __init__(self, **held):
        self.held = held


HOLDER = Plain(f=lambda v: v * v, g=math.sin, h=np.tanh, p=functools.partial(power, b=3))


@case(1.5, "f")
@case(1.5, "g")
@case(1.5, "p")
@case(A3, "h")
def out_of_an_unknown_object(x, name):
    f = HOLDER.held[name]
    y = f(x)
    return y * x + f(y) * 2


@case(A3)
def unknown_function_writes(x):
    def run(f, v):
        f(v)
        return v * v
    y = x * 2.0
    return run(WRITERS["a"], y) + y


def fill_first(v):
    v[0] = v[1] * v[2]


def halve(v):
    v *= 0.5


WRITERS = {"a": fill_first, "b": halve}


@case(A3, "a")
@case(A3, "b")
def one_of_several_writers(x, name):
    y = x * 2.0
    z = y[:]
    WRITERS[name](y)
    return y * z


def variadic(k):
    def run(*args, **more):
        total = k
        for a in args:
            total = total * a
        for name in more:
            total = total + more[name]
        return total
    return run


@case(1.5, order=3)
def variadic_closure_from_a_factory(x):
    args = [x, 2.0]
    dargs = variadic(x)(x, args[0], m=x) + variadic(2.0)(x)
    return dargs * variadic(x)()


# ---------------------------------------------------------------- the same object inside and outside

def list_and_getter():
    acc = []

    def get():
        return acc
    return acc, get


@case(1.5)
def filled_outside_read_inside(x):
    acc, get = list_and_getter()
    acc.append(x * x)
    return get()[0] * x


def getter_of(items):
    return lambda: items


@case(1.5)
def argument_filled_after_capture(x):
    items = []
    get = getter_of(items)
    items.append(x * x)
    return get()[0] + x


@case(1.5)
def filled_inside_read_outside(x):
    acc, get = list_and_getter()
    get().append(x * 3)
    return acc[0] * x


def array_and_setter(n):
    work = np.zeros(n)

    def put(i, v):
        work[i] = v
    return work, put


@case(1.5)
def array_written_by_its_closure(x):
    work, put = array_and_setter(3)
    view = work[1:]
    put(1, x * x)
    put(2, x)
    return view[0] * work[2]


def two_closures(start):
    state = {"v": start}

    def get():
        return state["v"]

    def put(v):
        state["v"] = v
    return get, put


@case(1.5)
def two_closures_over_one_dict(x):
    get, put = two_closures(1.0)
    a = get()
    put(x * x)
    b = get()
    put(b * x)
    return a + b * get()


def call_with(f, items):
    items.append(f())
    return items


@case(1.5)
def captured_and_passed(x):
    items = [x]

    def last():
        return items[-1] * x
    call_with(last, items)
    call_with(last, items)
    return items


@case(A3)
def captured_array_and_argument_alias(u):
    w = u * 1.0

    def shift(v):
        v[0] = w[1] * 2
        w[2] = v[0] * w[0]
        return v
    r = shift(w)
    r[1] = u[0]
    return w, r


class Keeper:
    def __init__(self):
        self.kept = []

    def keep(self, v):
        self.kept.append(v)


@case(1.5)
def method_value_changes_its_owner(x):
    k = Keeper()
    note = k.keep
    note(x * x)
    k.keep(x)
    return k.kept[0] * k.kept[1]
