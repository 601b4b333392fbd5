"""Calls that change what they do not return: inner functions and generators that rebind or write, wherever they are called."""

import functools
import math

import numpy as np

from tests.reference import case

A3 = np.array([0.7, -1.2, 2.5])
LOG = []
logged = dict(setup=LOG.clear, observe=lambda: list(LOG))


def noted(v):
    LOG.append(len(LOG))
    return v


def square(v):
    return v * v


def power(a, b=2):
    return a ** b


def held(x):
    LOG.append("held")
    return functools.partial(power, x)


class Scale:
    def __init__(self, s):
        self.s = s

    def of(self, v):
        LOG.append("of")
        return v * self.s


# ---------------------------------------------------------------- what is called is an expression

@case(1.3, **logged)
def a_known_function_from_a_call(x):
    return noted(square)(x) + noted(math.sin)(x)


@case(1.3, **logged)
def a_partial_called_at_once(x):
    return held(x)() + held(x)(b=3) + functools.partial(square, x)()


@case(1.3, **logged)
def a_function_out_of_a_display(x):
    return [LOG.append(7), square][1](x) + noted({"a": square})["a"](x) + (square if not LOG.append(3) else square)(x)


@case(1.3, **logged)
def a_class_or_method_from_a_call(x):
    return noted(Scale(x)).of(x) + noted(Scale)(x).of(2.0)


@case(1.3)
def functions_taken_out_of_a_list(x):
    fs = [square, square, square]
    return fs.pop()(x) + fs.pop(0)(x) + len(fs)


@case(1.3)
def functions_taken_from_an_iterator(x):
    fs = iter([square, square])
    return next(fs)(x) + next(fs)(x) + len(list(fs))


@case(1.3, **logged)
def an_inner_function_that_picks(x):
    def pick(i):
        LOG.append(i)
        return square
    return pick(1)(x) * pick(2)(x)


# ---------------------------------------------------------------- augmented assignments of what was read before

@case(1.3)
def a_number_that_the_right_side_rebinds(x):
    y = x

    def f():
        nonlocal y
        y = y * 2
        return y
    y += f()
    return y


@case(A3.copy())
def an_array_that_the_right_side_rebinds(a):
    b = a * 1.0

    def f():
        nonlocal b
        b = b + a
        return b
    c = b
    b += f()
    b[1:] += f()[:-1]
    return b, c


@case(A3.copy())
def an_array_that_a_walrus_rebinds(a):
    b = a * 1
    c = b
    b += (b := a * 2) * 3
    return b, c


@case(1.3)
def a_count_that_the_right_side_rebinds(x):
    n, y = 1, x

    def f():
        nonlocal n, y
        n += 1
        y = y * x
        return n
    n += f() * f()
    n -= max(f(), f(), key=lambda v: -v)
    return n, y


@case(1.3)
def a_list_that_the_right_side_rebinds(x):
    n, y = [1, 2, 3], x

    def f():
        nonlocal n, y
        n = [5, 6, 7]
        y = y * y
        return 2
    n[f() - 1] += f() * f()
    return n, y


class Walker:
    def __init__(self, s):
        self.s, self.a = s, [s]

    def step(self, v):
        self.s = self.s * v
        self.a = [*self.a, v]
        return self.s + 1


@case(1.3)
def an_attribute_that_the_right_side_changes(x):
    o = Walker(x)
    o.s += o.step(x)
    o.s *= o.step(2.0)
    o.a += [o.step(x)]
    return o.s, o.a


@case(1.3)
def an_object_that_the_right_side_rebinds(x):
    o = Walker(x)
    p = o

    def f():
        nonlocal o
        o = Walker(2 * x)
        return o.s
    o.s += f()
    return o.s, p.s


# ---------------------------------------------------------------- values of nothing active, with effects

def twice(k, m=0):
    return 2 * k + m


@case(1.3)
def effects_in_arguments(x):
    n, y = 1, x

    def f():
        nonlocal n, y
        n += 1
        y = y * x
        return n
    a = twice(f()), twice(f(), m=f()), len([f(), f()]), str(f()), divmod(f(), 3)
    b = sorted([f(), f()], reverse=f() > 2), list(range(f())), max(f(), f(), key=lambda v: -v)
    return y, n, a, b


@case(1.3)
def effects_in_subscripts(x):
    n, y = 1, x

    def f():
        nonlocal n, y
        n += 1
        y = y * x
        return n
    xs = [1, 2, 3][f() % 2:]
    del xs[f() - f()]
    return y, n, xs


@case(A3.copy())
def effects_in_options(a):
    b, c = a * 1.0, np.ones(3)

    def f():
        b[:] = b * a
        return 1
    c.sort(axis=-f())
    c[f():] *= f()
    return b, c


@case(1.3)
def effects_of_functions_that_call_others(x):
    y = x

    def f():
        nonlocal y
        y = y * x
        return 1

    def g(k):
        f()
        return k
    a = sorted([3, 1, 2], key=lambda v: v * f()), max([1, 2], key=g), list(zip([g(1), g(2)], [f()]))
    xs = [3, 1, 2]
    xs.sort(key=lambda v: v * f())
    b = sum(map(g, [1, f()])) + len(list(filter(g, [0, 1])))
    return y, a, b, xs


@case(1.3)
def effects_of_functions_in_containers(x):
    y = x

    def f():
        nonlocal y
        y = y * x
        return 1

    def run(d):
        return d["one"]() + d["more"][0]()
    d = {"one": f, "more": [f]}
    run(d)
    return y, run(d) + 1


@case(1.3, **logged)
def effects_in_defaults_of_what_is_never_called(x):
    y = x

    def f():
        nonlocal y
        y = y * x
        return 1

    def g(k=f()):
        return 5

    def never(k=noted(f())):
        return k * y
    h = lambda k=f(): 6
    return y, g(), h()


@case([1.3, 2.0])
def effects_that_stop_early(xs):
    y = xs[0]

    def f(v):
        nonlocal y
        y = y * v
        return 2
    return any(f(v) > 1 for v in xs), all(f(v) > 5 for v in xs), y


# ---------------------------------------------------------------- generators that rebind

@case(1.3)
def generators_that_rebind(x):
    y = x

    def g():
        nonlocal y
        for i in range(3):
            y = y * x
            yield i
    it = g()
    next(it)
    q, *r = g()
    return y, 2 in g(), y, max(g()), sorted(g()), y, list(it), y, [y, *g(), y]


@case(1.3)
def generators_of_generators_that_rebind(x):
    y = x

    def g():
        nonlocal y
        for i in range(3):
            y = y * x
            yield i
    h = (v + 1 for v in g() if v)
    m = map(lambda v: (v, y), g())
    a = y, next(h), y, next(m)
    return a, y, list(h), list(m), y


# ---------------------------------------------------------------- between two reads of the same thing

@case(1.3)
def effects_in_conditions_and_comprehensions(x):
    y = x

    def f():
        nonlocal y
        y = y * x
        return y > 5

    n = 0
    while not f():
        n += 1
    while True:
        n += 1
        if f() or n > 9:
            break
    m = [f() for _ in range(2)] if f() else f()
    for i in range(3 if f() else 2):
        n += i
    assert f()
    if not f() and f():
        n = 100
    return y, n, m, "a" if f() else "b", [i for i in range(3) if f()], {i: f() for i in range(2)}, f() + f()


@case(A3.copy())
def effects_on_an_array_between_its_reads(a):
    b = a * 1.0

    def put(i, v):
        b[i] = v
        return i

    c = b[put(0, a[1])] + b[put(1, b[0] * 2)]
    b[put(2, 3.0 * a[0])] *= put(1, b[2]) + 1
    d = b.sum() + put(0, a[2]) * b.sum()
    e = [b[0], put(0, 2 * a[1]), b[0]]
    f = np.dot(b, b) * put(0, a[0]) + np.dot(b, b) * (put(1, a[0]) + 1)
    g = b[::-1][put(1, a[2] * 5)]
    h = (b + put(1, a[1])) * b
    b = b + put(0, a[0] * 100)
    return b, c, d, e, f, g, h


@case(1.3)
def effects_on_a_list_between_its_reads(x):
    xs = [x]

    def push(v):
        xs.append(v)
        return len(xs)

    a = xs[0] * push(x) + sum(xs)
    b = [*xs, push(2 * x), *xs]
    c = sum(xs) * push(x * x) + sum(xs)
    d = xs[push(3 * x) - 2] + xs[-1]
    e = (xs[-1], push(7 * x), xs[-1])
    xs[push(x) - 1] += push(4 * x)
    f = max(xs) + push(100.0 * x) + max(xs)
    g = {"a": xs[-1], "b": push(5 * x), "c": xs[-1]}
    return a, b, c, d, e, f, g, xs


@case(1.3)
def effects_on_a_dict_between_its_reads(x):
    s = {"v": x}

    def upd(k):
        s["v"] = s["v"] * k
        return k

    a = s["v"] + upd(2) * s["v"]
    s["v"] += upd(3)
    s[("w", "v")[upd(4) - 4]] = s["v"] * upd(1)
    b = [s["v"] for _ in range(upd(2))] + [s["v"]] * upd(2)
    c = s["v"] if upd(2) > 1 and s["v"] > 0 else 0.0
    d = s.get("v") * upd(2) + s.pop("v") * 1.0
    return a, b, c, d, s


@case(1.3)
def effects_in_texts(x):
    y, xs = x, [1]

    def f(k=1):
        nonlocal y
        y = y * x
        xs.append(k)
        return k
    return f"{xs}-{f(2)!r:>{f(4)}}|{xs} {f(1) + f(2)}{f'{f(3)}'}", y, xs, f"{len(xs)}{{}}" + f"{f(5):3d}"


# ---------------------------------------------------------------- special methods

class Counted:
    """Nearly all that it is asked changes it."""

    def __init__(self, v):
        self.v = v

    @property
    def next(self):
        self.v = self.v + 1
        return self.v

    def __add__(self, o):
        self.v = self.v * 2
        return self.v + o

    def __getitem__(self, i):
        self.v = self.v * 1.5
        return self.v + i

    def __contains__(self, x):
        self.v = self.v * 1.3
        return True

    def __lt__(self, o):
        self.v = self.v * 1.4
        return True

    def __call__(self, i):
        self.v = self.v * i
        return i

    def __iter__(self):
        self.v = self.v * 1.7
        yield 1
        self.v = self.v * 1.8
        yield 2


class Asked(Counted):
    def __bool__(self):
        self.v = self.v * 1.2
        return True


@case(1.3)
def effects_of_special_methods(x):
    n = Counted(x)
    a = n.v + (n + 1.0) + n.v, n.v + n[1] * n.v, n.v + (2 in n) * n.v, n.v + (n < 3) * n.v, n.v + n(2) * n.v
    n.v += n.next
    n.v *= n(2)
    return a, (n.v, n(3), n.v), {"a": n.v, "b": n(2), "c": n.v}, math.hypot(n.v, n(2)) + n.v


@case(1.3)
def effects_of_iterating_an_object(x):
    n = Counted(x)
    a = [n.v, *n, n.v], [n.v, sum(n), n.v, list(n), n.v]
    p, q = n
    c = n.v
    for i in n:
        c = c + n.v * i
    return a, c, p, q, [n.v * i for i in n], n.v


@case(1.3, may_refuse=True)
def effects_of_asking_for_truth(x):
    n = Asked(x)
    y = n.v if n else 0.0
    while n and n.v < 50:
        y = y + n.v
    return y, not n, n.v, bool(n), n.v


# ---------------------------------------------------------------- where it is stored is found after the value

@case(1.3)
def effects_of_finding_the_place(x):
    y, n = x, 1

    def f(k=0):
        nonlocal y, n
        y = y * x
        n += 1
        return k
    xs, ns = [0.0] * 4, [0] * 4
    xs[f(2)] = xs[f(3)] = y
    ns[f(2)] = ns[f(3)] = n
    xs[f(0)], xs[f(1)] = y, n * y
    (xs[f(0)], *r), ns[f(1)] = (y, f(1), y), f(2)
    for xs[f(1)] in (y, 2 * y):
        ns[f(0)] += f(1)
    return xs, ns, r, y


class Cell:
    pass


@case(1.3)
def effects_of_finding_the_object(x):
    o, y = Cell(), x
    o.p = o.q = x

    def f():
        nonlocal y, o
        y = y * x
        o = Cell()
        o.p = o.q = y
        return o
    f().p = y
    a = o.p
    f().p = f().q = y
    b = o.p, o.q
    f().p, o.q = y, y
    return a, b, o.p, o.q, y
