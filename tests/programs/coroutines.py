"""Generators that are sent values, are thrown exceptions, and return something in the end."""

from itertools import islice, takewhile

import numpy as np

from tests.reference import case

X3 = [0.7, -1.2, 2.5]
A3 = np.array(X3)


class Stop(Exception):
    def __init__(self, value):
        self.value = value


def averager():
    total, count, average = 0.0, 0, None
    while True:
        x = yield average
        total += x
        count += 1
        average = total / count


def scaled_average(scale):
    total, count = 0.0, 0
    while True:
        x = yield total * scale
        if x is None:
            return total, count
        total = total + x
        count += 1


def summing(xs):
    total = 0.0
    for x in xs:
        total += x
        yield total
    return total * total


def squares(xs):
    for x in xs:
        yield x * x


def only_returns(x):
    yield 1
    yield 2
    return x * x


def delegating(xs):
    first = yield from summing(xs)
    second = yield from summing([x * 2 for x in xs])
    yield first * second


def returns_through(xs):
    r = yield from summing(xs)
    return r * 3


def leaves(tree):
    if isinstance(tree, list):
        total = 0.0
        for part in tree:
            total += yield from leaves(part)
        return total
    yield tree
    return tree * tree


def robust(xs):
    for x in xs:
        try:
            yield x * 2
        except Stop as e:
            yield e.value * x


@case(X3, order=2)
@case([1.5])
def running_averages(xs):
    average = averager()
    next(average)
    return [average.send(x) for x in xs]


@case(X3, 0.5, wrt=(0, 1))
def sent_in_a_loop(xs, scale):
    g = scaled_average(scale)
    next(g)
    out = []
    for x in xs:
        out.append(g.send(x))
    try:
        g.send(None)
    except StopIteration as stop:
        total, count = stop.value
        out.append(total * count)
    return out


@case(X3, order=2)
def result_of_yield_from(xs):
    return list(delegating(xs))


@case(X3)
def result_through_two(xs):
    g = returns_through(xs)
    total = 0.0
    while True:
        try:
            total += next(g)
        except StopIteration as e:
            return total, e.value


@case(1.5)
def only_the_result_is_active(x):
    g = only_returns(x)
    n = next(g) + next(g)
    try:
        next(g)
    except StopIteration as e:
        return e.value * n


@case([1.0, [2.0, [3.0, 0.5]], []])
def sums_of_a_tree(tree):
    g = leaves(tree)
    seen = []
    try:
        while True:
            seen.append(next(g))
    except StopIteration as e:
        return seen, e.value


@case(X3, 2.0, wrt=(0, 1))
def thrown_into(xs, y):
    g = robust(xs)
    a = next(g)
    b = g.throw(Stop(y * y))
    c = next(g)
    g.close()
    return a, b, c


def printer(log):
    while True:
        x = yield
        log.append(x * x)


@case(X3)
def sink(xs):
    log = []
    p = printer(log)
    p.send(None)
    for x in xs:
        p.send(x)
    p.close()
    return log


def multiplied(target, factor):
    while True:
        x = yield
        target.send(x * factor)


@case(X3, 3.0, wrt=(0, 1))
def pipeline(xs, factor):
    log = []
    end = printer(log)
    next(end)
    start = multiplied(end, factor)
    next(start)
    for x in xs:
        start.send(x)
    return sum(log)


def smoothed(alpha):
    value = yield
    while True:
        x = yield value
        value = alpha * x + (1 - alpha) * value


@case(A3, 0.3, wrt=(0, 1))
def exponential_smoothing(a, alpha):
    s = smoothed(alpha)
    next(s)
    s.send(a[0])
    out = np.zeros(len(a))
    for i, x in enumerate(a):
        out[i] = s.send(x)
    return out


def outer_sends(xs):
    yield from scaled_average(xs[0])


@case(X3)
def sent_through(xs):
    g = outer_sends(xs)
    next(g)
    return g.send(xs[1]) + g.send(xs[2]) * 2


def arrays(a):
    while True:
        factor = yield a * 2
        if factor is not None:
            a = a * factor


@case(A3, 3.0, wrt=(0, 1))
def generator_of_arrays(a, k):
    g = arrays(a)
    first = next(g)
    second = g.send(k)
    third = next(g)
    return first + second * third


class Node:
    def __init__(self, value, children=()):
        self.value = value
        self.children = children

    def walk(self):
        yield self.value * 2
        for child in self.children:
            yield from child.walk()

    def total(self):
        t = self.value
        for child in self.children:
            t += yield from child.total()
        return t
        yield


@case(1.5)
def generator_methods(x):
    tree = Node(x, [Node(x * x), Node(3.0, [Node(x * 2)])])
    return sum(tree.walk())


@case(1.5)
def result_of_a_generator_method(x):
    tree = Node(x, [Node(x * x), Node(3.0, [Node(x * 2)])])
    try:
        next(tree.total())
    except StopIteration as e:
        return e.value


@case(X3)
def advanced_in_turn(xs):
    gens = [summing(xs), summing([x * x for x in xs])]
    total = 0.0
    for _ in range(2):
        for g in gens:
            total = total * 0.5 + next(g)
    return total


@case(X3)
def inner_generator_with_send(xs):
    def accumulate():
        total = 0.0
        while True:
            x = yield total
            total += x * xs[0]
    g = accumulate()
    next(g)
    g.send(xs[1])
    return g.send(xs[2])


@case(X3)
def dicts_and_tuples(xs):
    def states():
        x, v = xs[0], xs[1]
        while True:
            yield {"x": x, "v": v}, np.array([x, v])
            x, v = x + 0.1 * v, v - 0.1 * x
    total = 0.0
    for d, a in islice(states(), 4):
        total += d["x"] * d["v"] + a.sum()
    return total


def fringe(tree):
    return [x for x in leaves(tree)]


@case([1.0, [2.0, 0.5]])
def list_of_generator_with_result(tree):
    return fringe(tree)


def inactive_counter():
    n = 0
    while True:
        step = yield n
        n += step or 1


@case(2.0)
def counts_beside(x):
    c = inactive_counter()
    n = next(c) + c.send(3) + next(c)
    return x ** n


# -- generators in containers and objects, in turn, in expressions

@case(X3)


def method_send_bound(xs):
    def avg():
        t = 0.0
        while True:
            x = yield t
            t = 0.5 * (t + x)
    g = avg()
    next(g)
    send = g.send
    return [send(x) for x in xs]


def passed(g, v):
    return g.send(v) * 2


@case(X3)


def helper_sends(xs):
    def avg():
        t = 0.0
        while True:
            x = yield t
            t = 0.5 * (t + x)
    g = avg()
    next(g)
    return passed(g, xs[0]) + passed(g, xs[1])


class Filter:
    def __init__(self, a):
        self.a = a
        self.gen = self.run()
        next(self.gen)

    def run(self):
        y = 0.0
        while True:
            x = yield y
            y = self.a * y + (1 - self.a) * x

    def __call__(self, x):
        return self.gen.send(x)


@case(X3, 0.3, wrt=(0, 1))


def generator_in_object(xs, a):
    f = Filter(a)
    return [f(x) for x in xs]


@case(X3)


def gens_in_dict(xs):
    d = {"a": squares(xs), "b": squares([x * 2 for x in xs])}
    return next(d["a"]) + next(d["b"]) * next(d["a"])


@case(X3)


def gens_in_tuple(xs):
    a, b = squares(xs), squares([x * 2 for x in xs])
    return sum(x * y for x, y in zip(a, b))


@case(X3)


def round_robin(xs):
    gens = [squares(xs), squares(xs[:1]), squares(xs[1:])]
    out = []
    while gens:
        g = gens.pop(0)
        try:
            out.append(next(g))
            gens.append(g)
        except StopIteration:
            pass
    return out


@case(X3)


def round_robin_default(xs):
    gens = [squares(xs), squares(xs[:1])]
    out = []
    for _ in range(4):
        for g in gens:
            v = next(g, None)
            if v is not None:
                out.append(v)
    return out


@case(X3)


def next_default_number(xs):
    g = squares(xs[:1])
    return next(g, 0.0) + next(g, xs[1]) + next(g, 5.0)


@case(X3)


def two_sends_kinds(xs):
    def acc():
        out = []
        while True:
            cmd = yield out
            if isinstance(cmd, str):
                return out
            out.append(cmd * 2)
    g = acc()
    next(g)
    for x in xs:
        r = g.send(x)
    return r


@case(X3)


def finally_in_generator(xs):
    log = []
    def g():
        try:
            for x in xs:
                yield x * x
        finally:
            log.append(xs[0] * 3)
    it = g()
    a = next(it)
    it.close()
    return a, log


@case(X3)


def generator_exit(xs):
    log = []
    def g():
        try:
            while True:
                yield xs[0]
        except GeneratorExit:
            log.append(xs[1])
            raise
    it = g()
    next(it)
    it.close()
    return log


@case(X3)


def yield_in_expression(xs):
    def g():
        y = (yield xs[0]) * 2 + (yield xs[1]) * xs[2]
        yield y
    it = g()
    a = next(it)
    b = it.send(a * a)
    return it.send(b * 3)


@case(X3)


def generator_lambda(xs):
    f = lambda v: (x * v for x in xs)
    return sum(f(xs[0])) + max(f(xs[1]))


@case(X3)


def gen_of_gens(xs):
    def rows():
        for x in xs:
            yield (x * y for y in xs)
    return [sum(r) for r in rows()]


@case(X3)


def chained_gens(xs):
    def evens(it):
        for i, x in enumerate(it):
            if i % 2 == 0:
                yield x
    return sum(evens(squares(evens(xs))))


@case(4.0)


def newton_takewhile(a):
    def newton():
        x = a
        while True:
            x = 0.5 * (x + a / x)
            yield x
    last = a
    for x in takewhile(lambda x: abs(x * x - a) > 1e-10, newton()):
        last = x
    return last


@case(4.0)


def first_converged(a):
    def newton():
        x = a
        while True:
            x = 0.5 * (x + a / x)
            yield x
    return next(x for x in newton() if abs(x * x - a) < 1e-12)


def fib(a, b):
    while True:
        yield a
        a, b = b, a + b


@case(1.0, 2.0, wrt=(0, 1))


def fibonacci(a, b):
    return list(islice(fib(a, b), 3, 8, 2))


@case(1.0)


def exception_out_of_generator(x):
    def g():
        yield x
        raise ValueError(x * 3)
    it = g()
    total = 0.0
    try:
        for v in it:
            total += v
    except ValueError as e:
        total += e.args[0]
    return total


@case(X3)


def return_in_for(xs):
    def g():
        for x in xs:
            if x < 0:
                return x * 5
            yield x
        return 0.0
    def h():
        r = yield from g()
        yield r
    return list(h())


@case(X3)


def yield_from_list(xs):
    def h():
        r = yield from xs
        assert r is None
        yield from (x * 2 for x in xs)
        yield from [xs[0]] * 2
    return list(h())


@case(X3)


def tuple_result(xs):
    def stats():
        n, s = 0, 0.0
        for x in xs:
            s += x
            n += 1
            yield s / n
        return n, s
    def run():
        n, s = yield from stats()
        yield n * s
    return list(run())


@case(X3)


def dict_result(xs):
    def stats():
        yield xs[0]
        return {"s": xs[0] * 2, "a": np.array(xs)}
    def run():
        d = yield from stats()
        d["a"] *= d["s"]
        yield d["a"].sum()
    return list(run())


@case(X3)


def close_returns(xs):
    g = squares(xs)
    next(g)
    r = g.close()
    return xs[0] if r is None else xs[1]


@case(X3)


def throw_unhandled(xs):
    g = squares(xs)
    next(g)
    try:
        g.throw(ValueError(xs[1] * 2))
    except ValueError as e:
        return e.args[0]


@case(X3)


def throw_class(xs):
    def g():
        try:
            yield xs[0]
        except KeyError:
            yield xs[1]
    it = g()
    next(it)
    return it.throw(KeyError)


@case(X3)


def unpack_generator(xs):
    a, b, c = squares(xs)
    first, *rest = squares(xs)
    return a * b * c + first * sum(rest)


@case(X3)


def star_generator(xs):
    def f(a, b, c):
        return a * b + c
    return f(*squares(xs)) + max(*squares(xs))


@case(X3)


def genexp_state(xs):
    total = 0.0
    return [total := total + x for x in squares(xs)][-1] * total


@case(X3)


def membership(xs):
    return xs[0] if 4.0 in squares([2.0]) else xs[1]


@case(X3)


def any_all(xs):
    return xs[0] * any(x > 1 for x in squares(xs)) + xs[1] * all(x > 0 for x in squares(xs))


@case(X3)


def join_formats(xs):
    return ", ".join(f"{x:.2f}" for x in squares(xs)), xs[0]


@case(X3)


def enumerate_gen(xs):
    return [i * x for i, x in enumerate(squares(xs), start=1)]


@case(X3)


def zip_gen_strict(xs):
    return [a * b for a, b in zip(squares(xs), xs, strict=True)]


@case(X3)


def map_gen(xs):
    return list(map(lambda a, b: a * b, squares(xs), xs))


@case(X3)


@case(X3)


def array_of_list_gen(xs):
    return np.array(list(squares(xs))).sum()


@case(X3)


def sorted_gen(xs):
    return sorted(squares(xs), reverse=True)[0] * sorted(squares(xs), key=lambda v: -v)[1]


@case(X3)


def dict_from_gen(xs):
    d = dict((i, x) for i, x in enumerate(squares(xs)))
    return d[0] * d[2]


@case(X3)


def min_by_key_gen(xs):
    return min(squares(xs), key=lambda v: abs(v - 1)) + max(squares(xs), default=0.0)


@case(X3)


def zip_star_gens(xs):
    gens = [squares(xs), squares([2 * x for x in xs])]
    return [a * b for a, b in zip(*gens)]


@case(X3)


def zip_first_and_star(xs):
    gens = [squares(xs), squares([2 * x for x in xs])]
    return [a * b * c for a, b, c in zip(xs, *gens)]


@case(X3)


def zip_star_lists_and_gen(xs):
    rows = [xs, [1.0, 2.0, 3.0]]
    return [a * b * c for a, b, c in zip(squares(xs), *rows)]


@case(X3)


def map_three(xs):
    return list(map(lambda a, b, c: a * b + c, squares(xs), xs, [1.0, 2.0, 3.0]))
