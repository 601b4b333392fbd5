"""Functions that take functions: integrators, root finders, optimisers, layers, parsers, events, interpreters."""

import collections
import functools
import heapq
import math
import operator

import numpy as np

from tests.reference import case

A3 = np.array([0.7, -1.2, 2.5])


# ---------------------------------------------------------------- integrals


def trapezoid(f, a, b, n=20):
    h = (b - a) / n
    return h * (0.5 * f(a) + sum((f(a + i * h) for i in range(1, n))) + 0.5 * f(b))


@case(1.5)
def quad_trap(k):
    return trapezoid(lambda t: math.exp(-k * t * t), 0.0, k)


def simpson(f, a, b, n):
    xs = np.linspace(a, b, 2 * n + 1)
    ys = np.array([f(v) for v in xs])
    return (b - a) / (6 * n) * (ys[0] + ys[-1] + 4 * ys[1::2].sum() + 2 * ys[2:-1:2].sum())


@case(1.5)
def quad_simpson(k):
    return simpson(lambda t: np.sin(k * t) * t, 0.0, 2.0, 6)


@case(1.5)
def quad_vectorized(k):
    def gauss(f, a, b):
        x, w = np.polynomial.legendre.leggauss(5)
        return 0.5 * (b - a) * np.sum(w * f(0.5 * (b - a) * x + 0.5 * (a + b)))
    return gauss(lambda t: np.cos(k * t), 0.0, k)


@case(0.8)
def adaptive_simpson(k):
    def rec(f, a, b, fa, fm, fb, whole, depth):
        m = (a + b) / 2
        lm = f((a + m) / 2)
        rm = f((m + b) / 2)
        left = (m - a) / 6 * (fa + 4 * lm + fm)
        right = (b - m) / 6 * (fm + 4 * rm + fb)
        if depth == 0 or abs(left + right - whole) < 0.001:
            return left + right
        return rec(f, a, m, fa, lm, fm, left, depth - 1) + rec(f, m, b, fm, rm, fb, right, depth - 1)
    f = lambda t: math.exp(k * t)
    fa, fm, fb = (f(0.0), f(0.5), f(1.0))
    return rec(f, 0.0, 1.0, fa, fm, fb, (fa + 4 * fm + fb) / 6, 4)


@case(1.5)
def double_integral(k):
    return trapezoid(lambda x: trapezoid(lambda y: x * y * k + y * y, 0.0, x, 6), 0.0, k, 6)


# ---------------------------------------------------------------- differential equations


def rk4(f, y, t, h, *args):
    k1 = f(t, y, *args)
    k2 = f(t + h / 2, y + h / 2 * k1, *args)
    k3 = f(t + h / 2, y + h / 2 * k2, *args)
    k4 = f(t + h, y + h * k3, *args)
    return y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


@case(1.5)
def ode_scalar(k):
    y = 1.0
    for i in range(10):
        y = rk4(lambda t, y: -k * y + math.sin(t), y, 0.1 * i, 0.1)
    return y


@case(1.5)
def ode_args(k):
    y = np.array([1.0, 0.0])
    for i in range(10):
        y = rk4(lambda t, y, w: np.array([y[1], -w * w * y[0]]), y, 0.1 * i, 0.1, k)
    return y


def odeint(f, y0, ts, args=(), step=rk4):
    ys = [y0]
    for a, b in zip(ts[:-1], ts[1:]):
        ys.append(step(f, ys[-1], a, b - a, *args))
    return np.array(ys)


def euler(f, y, t, h, *args):
    return y + h * f(t, y, *args)


@case(1.5)
def ode_steppers(k):
    ts = np.linspace(0, 1, 5)
    slow = odeint(lambda t, y, c: -c * y * k, 1.0, ts, args=(2.0,), step=euler)[-1]
    return odeint(lambda t, y: -k * y, 1.0, ts)[-1] + slow


@case(1.5)
def ode_tableau(k):
    A = [[], [0.5], [0.0, 0.5], [0.0, 0.0, 1.0]]
    b = [1 / 6, 1 / 3, 1 / 3, 1 / 6]
    f = lambda y: -k * y * y
    y = 1.0
    for _ in range(5):
        ks = []
        for row in A:
            ks.append(f(y + 0.1 * sum(a * q for a, q in zip(row, ks))))
        y = y + 0.1 * sum(c * q for c, q in zip(b, ks))
    return y


class Pendulum:

    def __init__(self, l):
        self.l = l

    def rhs(self, t, y):
        return np.array([y[1], -9.81 / self.l * np.sin(y[0])])


@case(1.5)
def ode_method(l):
    p = Pendulum(l)
    y = np.array([0.3, 0.0])
    for i in range(5):
        y = rk4(p.rhs, y, 0.0, 0.05)
    return y


@case(1.5)
def leapfrog(k):
    force = lambda q: -k * q
    q, p = (1.0, 0.0)
    for _ in range(10):
        p = p + 0.05 * force(q)
        q = q + 0.1 * p
        p = p + 0.05 * force(q)
    return (q, p)


# ---------------------------------------------------------------- roots


def bisect(f, a, b, n=30):
    fa = f(a)
    for _ in range(n):
        m = (a + b) / 2
        fm = f(m)
        if fa * fm <= 0:
            b = m
        else:
            a, fa = (m, fm)
    return (a + b) / 2


@case(2.0)
def root_then_newton(a):
    f = lambda x: x * x - a
    x = bisect(f, 0.0, a)
    for _ in range(3):
        x = x - f(x) / (2 * x)
    return x


def secant(f, x0, x1, n=8):
    f0, f1 = (f(x0), f(x1))
    for _ in range(n):
        if f1 == f0:
            break
        x0, x1 = (x1, x1 - f1 * (x1 - x0) / (f1 - f0))
        f0, f1 = (f1, f(x1))
    return x1


@case(2.0, tol=1e-05)
def root_secant(a):
    return secant(lambda x: x ** 3 - a, 1.0, 2.0)


def newton(f, df, x, tol=1e-12, maxiter=20):
    for _ in range(maxiter):
        d = f(x) / df(x)
        x = x - d
        if abs(d) < tol:
            break
    return x


@case(2.0)
def root_newton_df(a):
    return newton(lambda x: x * x - a, lambda x: 2 * x, 1.0)


def fixed_point(g, x, n=30):
    for _ in range(n):
        new = g(x)
        if abs(new - x) < 1e-14:
            break
        x = new
    return x


@case(0.7)
def fixpoint(a):
    return fixed_point(lambda x: math.cos(a * x), 0.5)


@case(np.array([0.5, 0.2]))
def fixpoint_vec(a):
    g = lambda x: 0.3 * np.tanh(a * x[::-1]) + a
    x = np.zeros(2)
    for _ in range(20):
        x = g(x)
    return x


# ---------------------------------------------------------------- optimisers


def gd(loss_grad, w, lr, n, callback=None):
    hist = []
    for i in range(n):
        l, g = loss_grad(w)
        w = w - lr * g
        hist.append(l)
        if callback is not None:
            callback(i, w)
    return (w, hist)


@case(0.1)
def opt_gd(lr):
    return gd(lambda w: ((w - 2) ** 2, 2 * (w - 2)), 0.0, lr, 5)


@case(0.1)
def opt_callback(lr):
    seen = []
    w, _ = gd(lambda w: ((w - 2) ** 2, 2 * (w - 2)), 0.0, lr, 5, lambda i, w: seen.append(w * i))
    return w + sum(seen)


@case(0.1)
def opt_momentum(lr):
    def make(lr, beta):
        v = 0.0

        def step(w, g):
            nonlocal v
            v = beta * v + g
            return w - lr * v
        return step
    step = make(lr, 0.9)
    w = 5.0
    for _ in range(6):
        w = step(w, 2 * (w - 1))
    return w


@case(0.1)
def opt_adam(lr):
    def adam(lr, b1=0.9, b2=0.99, eps=1e-08):
        state = {"m": 0.0, "v": 0.0, "t": 0}

        def step(w, g):
            state["t"] += 1
            state["m"] = b1 * state["m"] + (1 - b1) * g
            state["v"] = b2 * state["v"] + (1 - b2) * g * g
            mh = state["m"] / (1 - b1 ** state["t"])
            vh = state["v"] / (1 - b2 ** state["t"])
            return w - lr * mh / (math.sqrt(vh) + eps)
        return step
    opt = adam(lr)
    w = 3.0
    for _ in range(4):
        w = opt(w, 2 * w * lr)
    return w


@case(0.1)
def opt_schedule(lr):
    sched = {"const": lambda t: lr, "decay": lambda t: lr / (1 + t), "cos": lambda t: lr * (1 + math.cos(t)) / 2}
    w = 1.0
    for name in sched:
        for t in range(3):
            w = w - sched[name](t) * 2 * w
    return w


@case(0.5)
def golden(k):
    f = lambda x: (x - k) ** 2 + k
    a, b = (0.0, 2.0)
    r = (math.sqrt(5) - 1) / 2
    for _ in range(5):
        c, d = (b - r * (b - a), a + r * (b - a))
        if f(c) < f(d):
            b = d
        else:
            a = c
    return f((a + b) / 2)


# ---------------------------------------------------------------- layers


def dense(W, b, act):
    return lambda h: act(W @ h + b)


@case(np.array([[0.3, -0.2], [0.1, 0.4]]))
def mlp(W):
    net = [dense(W, np.ones(2), np.tanh), dense(W.T, np.zeros(2), lambda z: np.maximum(z, 0.1 * z)), lambda h: h.sum()]
    h = np.array([1.0, -1.0])
    for l in net:
        h = l(h)
    return h


@case(np.array([0.3, -0.2, 0.5]))
def sequential(w):
    def sequential(*layers):

        def f(x):
            for l in layers:
                x = l(x)
            return x
        return f

    def residual(f):
        return lambda x: x + f(x)
    model = sequential(residual(lambda x: np.tanh(w * x)), residual(residual(lambda x: w * x)), np.sum)
    return model(np.ones(3))


@case(0.4)
def rnn(w):
    def cell(act):

        def step(h, x):
            return act(w * h + x)
        return step
    h = functools.reduce(cell(math.tanh), [0.1, 0.2, 0.3], 0.0)
    return h


@case(A3)
def attention(q):
    softmax = lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum()
    score = lambda a, b: a * b
    keys = [np.array([1.0, 2.0, 0.5]), np.array([0.1, -1.0, 0.3])]
    w = softmax(np.array([score(q, k).sum() for k in keys]))
    return sum(wi * k for wi, k in zip(w, keys))


# ---------------------------------------------------------------- parsers


@case(1.5)
def parser(x):
    def char(c):

        def p(s, i):
            return (c, i + 1) if i < len(s) and s[i] == c else None
        return p

    def number(s, i):
        if i < len(s) and (s[i] == "x" or s[i].isdigit()):
            return (x if s[i] == "x" else float(s[i]), i + 1)
        return None

    def chain(item, ops):
        def p(s, i):
            r = item(s, i)
            if r is None:
                return None
            v, i = r
            while i < len(s) and s[i] in ops:
                f = ops[s[i]]
                r = item(s, i + 1)
                if r is None:
                    return None
                w, i = r
                v = f(v, w)
            return (v, i)
        return p
    term = chain(number, {"*": lambda a, b: a * b, "/": lambda a, b: a / b})
    expr = chain(term, {"+": lambda a, b: a + b, "-": lambda a, b: a - b})
    return expr("x*x+3*x-2/x", 0)[0]


@case(1.5)
def recursive_descent(x):
    toks = list("(x+2)*x")
    pos = 0

    def peek():
        return toks[pos] if pos < len(toks) else None

    def take():
        nonlocal pos
        t = toks[pos]
        pos += 1
        return t

    def atom():
        t = take()
        if t == "(":
            v = expr()
            take()
            return v
        return x if t == "x" else float(t)

    def term():
        v = atom()
        while peek() == "*":
            take()
            v = v * atom()
        return v

    def expr():
        v = term()
        while peek() == "+":
            take()
            v = v + term()
        return v
    return expr()


# ---------------------------------------------------------------- events


@case(1.5)
def events(x):
    handlers = {}

    def on(name, f):
        handlers.setdefault(name, []).append(f)
    state = {"v": x, "n": 0}

    def grow(a):
        state["v"] = state["v"] * a

    def count(a):
        state["n"] += 1
    on("tick", grow)
    on("tick", count)
    on("tock", lambda a: grow(a + x))
    for name, a in [("tick", 2.0), ("tock", 1.0), ("tick", x)]:
        for h in handlers[name]:
            h(a)
    return state["v"] * state["n"]


@case(1.5)
def queue_of_thunks(x):
    q = collections.deque()
    out = []
    q.append(lambda: out.append(x))
    q.append(lambda: q.append(lambda: out.append(x * x)))
    while q:
        q.popleft()()
    return sum(out)


@case(1.5)
def priority_events(x):
    h = []
    total = 0.0

    def add(t, f):
        heapq.heappush(h, (t, len(h), f))
    add(2, lambda v: v * x)
    add(1, lambda v: v + x)
    add(3, math.sin)
    v = x
    while h:
        v = heapq.heappop(h)[2](v)
    return v


@case(1.5)
def observer(x):
    class Subject:

        def __init__(self):
            self.obs = []

        def attach(self, f):
            self.obs.append(f)

        def emit(self, v):
            return sum(f(v) for f in self.obs)
    s = Subject()
    s.attach(lambda v: v * x)
    s.attach(math.sin)
    return s.emit(x)


# ---------------------------------------------------------------- recursion and others


@case(1.5)
def dict_recursion(x):
    t = {}
    t["even"] = lambda n: x if n == 0 else t["odd"](n - 1) * x
    t["odd"] = lambda n: 1.0 if n == 0 else t["even"](n - 1) + x
    return t["even"](6)


@case(1.5)
def interpreter(x):
    env = {"x": x}
    rules = {"add": lambda a, b: ev(a) + ev(b), "mul": lambda a, b: ev(a) * ev(b), "sin": lambda a: math.sin(ev(a))}

    def ev(e):
        if isinstance(e, str):
            return env[e]
        if isinstance(e, float):
            return e
        op, *args = e
        return rules[op](*args)
    return ev(("add", ("mul", "x", "x"), ("sin", ("mul", 2.0, "x"))))


@case(1.5)
def state_machine(x):
    def a(v):
        return (b, v * x) if v < 10 else (None, v)

    def b(v):
        return (a, v + x)
    s, v = (a, x)
    while s is not None:
        s, v = s(v)
    return v


@case(1.5)
def memo_fib_closure(x):
    @functools.lru_cache(None)
    def fib(n):
        return x if n < 2 else fib(n - 1) + fib(n - 2) * x
    return fib(8)


@case(1.5)
def counter_gen(x):
    def counter():
        n = 0.0

        def inc(by=x):
            nonlocal n
            n += by
            return n
        return inc
    a, b = (counter(), counter())
    return a() + a(2.0) + b(x * x) * a()


@case(1.5)
def pipeline_partial(x):
    steps = [functools.partial(operator.mul, x), functools.partial(pow, 2.0), functools.partial(lambda k, v: v - k, x)]
    v = x
    for s in steps:
        v = s(v)
    return v


@case(1.5)
def poly_closures(x):
    basis = [lambda t, k=k: t ** k for k in range(4)]
    return sum((c * b(x) for c, b in zip([1.0, x, 2.0, -1.0], basis)))


@case(A3)
def vector_field(x):
    fields = [lambda p: p[1] * p[2], lambda p: p[0] ** 2, lambda p: np.sin(p[0])]
    return np.array([f(x) for f in fields])


@case(1.5)
def numeric_derivative(x):
    d = lambda f, h=0.001: lambda v: (f(v + h) - f(v - h)) / (2 * h)
    return d(d(lambda v: v ** 4 * x))(x)


@case(1.5)
def church_pairs(x):
    pair = lambda a, b: lambda s: s(a, b)
    fst = lambda p: p(lambda a, b: a)
    snd = lambda p: p(lambda a, b: b)
    p = pair(x, x * x)
    return fst(p) * snd(p)


@case(1.5)
def continuation(x):
    def fact(n, k):
        return k(x) if n == 0 else fact(n - 1, lambda r: k(r * n * x))
    return fact(4, lambda r: r)


@case(1.5)
def bind_monad(x):
    def bind(m, f):
        return None if m is None else f(m)
    safe_div = lambda a: lambda b: None if b == 0 else a / b
    return bind(bind(x, safe_div(2.0)), lambda v: v * x)


@case(1.5)
def scan(x):
    def scan(f, init, xs):
        out = []
        c = init
        for v in xs:
            c, y = f(c, v)
            out.append(y)
        return (c, out)
    c, ys = scan(lambda c, v: (c * v + x, c * x), x, [1.0, 2.0, x])
    return c + sum(ys)


@case(1.5)
def while_loop(x):
    def while_loop(cond, body, s):
        while cond(s):
            s = body(s)
        return s
    return while_loop(lambda s: s[0] < 5, lambda s: (s[0] + 1, s[1] * x), (0, x))[1]


@case(1.5)
def cond_fn(x):
    def cond(p, t, f, *a):
        return t(*a) if p else f(*a)
    return cond(x > 1, lambda a: a * x, lambda a: a, x) + cond(x > 2, lambda a, b: a, lambda a, b: b * x, 1.0, x)


@case(A3)
def vmap_like(x):
    vmap = lambda f: lambda xs: np.stack([f(v) for v in xs])
    return vmap(lambda v: v * v * x[0])(x)


@case(1.5)
def map_reduce(x):
    words = [("a", x), ("b", 2.0), ("a", x * x)]
    m = lambda kv: (kv[0], kv[1] * x)
    r = lambda a, b: a + b
    groups = {}
    for k, v in map(m, words):
        groups[k] = r(groups[k], v) if k in groups else v
    return groups


@case(1.5)
def retry(x):
    def retry(f, n):
        for i in range(n):
            try:
                return f(i)
            except ValueError:
                continue
        return x

    def flaky(i):
        if i < 2:
            raise ValueError
        return x * i
    return retry(flaky, 5) + retry(flaky, 1)


@case(1.5)
def timer_decorator(x):
    log = {}

    def timed(f):
        @functools.wraps(f)
        def w(*a, **k):
            log[f.__name__] = log.get(f.__name__, 0) + 1
            return f(*a, **k)
        return w

    @timed
    def f(a):
        return a * x

    @timed
    def g(a, b=1.0):
        return f(a) + f(b) * x
    return (g(x) + g(x, b=x), log)


@case(1.5)
def singleton_lambda_default_arg(x):
    fs = {}
    for n in ("a", "b"):
        fs[n] = lambda v, n=n: v * x if n == "a" else v + x
    return fs["a"](x) + fs["b"](x)


@case(1.5)
def late_binding(x):
    fs = []
    for k in range(3):
        fs.append(lambda v: v * k * x)
    return sum(f(1.0) for f in fs)


class Traced:
    """A number that remembers how to hand its slope on; what it is added to may be a number that is not one yet."""

    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self.parents = list(parents)
        self.hand_on = lambda: None

    def __mul__(self, other):
        other = other if isinstance(other, Traced) else Traced(other)
        out = Traced(self.data * other.data, (self, other))

        def hand_on():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out.hand_on = hand_on
        return out

    def __add__(self, other):
        other = other if isinstance(other, Traced) else Traced(other)
        out = Traced(self.data + other.data, (self, other))

        def hand_on():
            self.grad += out.grad
            other.grad += out.grad
        out.hand_on = hand_on
        return out

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if v not in seen:
                seen.add(v)
                for p in v.parents:
                    visit(p)
                order.append(v)
        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v.hand_on()


@case(1.3)
def slopes_handed_on(x):
    a, b = Traced(x), Traced(2.0)
    c = a * b + a * 3
    d = c * c + b * x + 1.5
    d.backward()
    return d.data, a.grad, b.grad


@case(1.3)
def captured_after_it_became_an_object(x):
    def shifted(v):
        v = [v, 2.0]

        def total():
            return v[0] * v[1]
        return total
    return shifted(x)() * shifted(x * x)()


@case(1.3)
def captured_in_a_loop_that_comes_back(x):
    functions = []
    v = x
    for k in range(3):
        v = v * x if k else v
        functions.append(lambda k=k: v * k)
    return sum(f() for f in functions)


@case(1.3)
def captured_before_and_after(x):
    v = 2

    def read():
        return v * x
    first = read()
    v = x * x
    return first + read()


# ---------------------------------------------------------------- one of several, called with a starred argument


@case(0.7)
def starred_for_one_of_several(x):
    ops = {"pow": lambda s, u, n: u**n * len(s), "by": lambda s, u: u * x, "add": lambda s, u, v, w: u + v * w}
    total = 0.0
    for k, args in [("pow", (x, 3)), ("by", (2.0,)), ("add", (1.0, x, 3))]:
        total += ops[k](k, *args)
    return total


@case(0.7)
def starred_for_functions_with_parameters_named_like_tangents(x):
    def f(a, da):
        return a * da * x

    def g(a):
        return a * x
    total = 0.0
    for h, args in [(f, (2.0, 3.0)), (g, (1.0,))]:
        total += h(*args)
    return total


@case(0.7)
def stack_machine(x):
    stack = []
    ops = {"push": lambda v: stack.append(v), "mul": lambda: stack.append(stack.pop() * stack.pop()),
           "add": lambda i, c: stack.append(stack[i] + c * x)}
    for op, *args in [("push", 2.0), ("push", 3.0), ("add", 0, 4), ("mul",)]:
        ops[op](*args)
    return sum(stack)


# ------------------------------------------- functions that only the call tells


def square_less_line(v):
    return v * v * v - 2.0 * v


@case(1.5, 2.5, square_less_line)
@case(1.5, 2.5, square_less_line, wrt="b")
@case(A3, 3.0, square_less_line, wrt="a")
def summed_in_place(a, b, f):
    """One end is constant when the other is not, and what `f` gives there may be an array or a number."""
    total = f(a) + f(b) + f(2.0)
    for i in range(1, 4):
        total += 2 * f(a + i * (b - a) / 4)
    return total


@case(1.5, lambda v: 2.0 * v)
def stored_into_what_a_function_gives(x, f):
    values = f(np.ones(3))
    values[1] = x * x
    values += x
    return values


def squared_and_scaled(v, w=2.0):
    return v * v * w


@case([1.5, 0.3, 2.0], 1.2, wrt=("xs", "k"))
@case([1.5, 0.3, 2.0], 1.2, wrt="k", order=2)
def items_mapped_at_once(xs, k):
    def shifted(v):
        return v + k * xs[0]
    low, middle, high = map(squared_and_scaled, xs, [1.0, k, 3.0])
    nested = sum(map(lambda x: x * sum(map(lambda y: y * x * k, xs)), xs))
    return low * middle - high, nested, max(map(shifted, xs)), sorted(map(lambda x: -x, xs)), tuple(map(math.sin, xs)), \
        list(map(lambda item: [item * i for i in range(2)], xs))


@case(1.5, "1 2 3")
def items_mapped_that_are_not_active(x, text):
    numbers = list(map(lambda t: float(t), text.split()))
    a, b, _ = map(int, text.split())

    def weight():
        return sum(map(lambda v: v * v, numbers))
    return x * sum(map(squared_and_scaled, numbers)) * a + b * weight()


@case([1.5, 0.3])
def a_map_of_ones_own(xs):
    def map(f, items):
        return [f(f(i)) for i in items]
    return sum(map(lambda x: x * x, xs))
