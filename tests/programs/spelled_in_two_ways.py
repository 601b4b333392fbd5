"""What the corpus becomes when two spellings are put together: functions that are made or chosen where they are called."""

import functools
import statistics

from tests.reference import case


def chosen(function, log):
    log.append(function.__name__)
    return function


# -- what is iterated, by a function that is evaluated before it is called

@case(1.3, order=2)
def loops_over_what_a_chosen_function_gives(x):
    log, s = [], 0.0
    for a, b in chosen(zip, log)([x, 2.0], [x, x]):
        s += a * b
    for i, v in chosen(enumerate, log)([x, x * x], start=1):
        s = s * x + i * v
    for v in chosen(reversed, log)([x, x * x]):
        s = s * x + v
    return s, log


@case(1.3, order=2)
def comprehensions_over_what_a_chosen_function_gives(x):
    log = []
    products = [a * b for a, b in chosen(zip, log)([x, 2.0], [x, x])]
    inner = [a * c for a in products for _, c in chosen(zip, log)([1, 2], [x, x * x])]
    keyed = {i: v for i, v in chosen(enumerate, log)([x, x * x])}
    return products, inner, keyed, sum(i * v for i, v in chosen(enumerate, log)([x, x])), dict(chosen(zip, log)("ab", [x, x * x])), log


@case(1.3, order=2)
def items_of_partials(x):
    pairs = [a * b for a, b in functools.partial(zip, [x, 1.0])([x * x, 2.0])]
    counted = [i * v for i, v in functools.partial(enumerate, (v * v for v in [x, 1.0]))(start=1)]
    keyed = dict(functools.partial(zip, "ab")([x, x * x]))
    return pairs, counted, keyed, statistics.fmean([x, 2.0], weights=functools.partial(iter, [x, 1.0])())


def scaled_sum(scale):
    total = 0.0
    while True:
        total += (yield total * scale)


@case(1.3, order=2)
def partials_that_send(x):
    g = scaled_sum(x)
    functools.partial(next, g)()
    send = functools.partial(g.send, x)
    return functools.partial(g.send, x * x)(), send(), send()
