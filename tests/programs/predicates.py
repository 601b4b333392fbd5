"""Conditions that a helper of one line decides: `if is_leaf(t)`."""

import numpy as np

from tests.reference import case


def is_sequence(t):
    """Is it a list or a tuple?"""
    return isinstance(t, (tuple, list))


is_leaf = lambda t: isinstance(t, (float, np.ndarray))


def is_missing(t):
    return t is None


def is_not_gone_through(t):
    return is_missing(t) or not is_sequence(t)


def total(x, y):
    if is_sequence(x):
        return type(x)([total(a, b) for a, b in zip(x, y)])
    if isinstance(x, dict):
        return {k: total(x[k], y[k]) for k in x}
    return x + y


def inner(x, y):
    if is_sequence(x):
        return sum([inner(a, b) for a, b in zip(x, y)], 0.0)
    if isinstance(x, dict):
        return sum([inner(x[k], y[k]) for k in x], 0.0)
    return np.dot(np.ravel(x), np.ravel(y))


@case(0.7)
@case(0.7, order=2)
def trees_added_and_multiplied(x):
    p, q = [x, np.ones(2) * x], {"a": x, "b": [x * x, (x,)]}
    return inner(total(p, p), p) + inner(total(q, q), q)


@case([0.7, np.array([1.2, 0.3])])
@case({"a": 0.7, "b": [1.2, (0.3,)]})
@case(0.7)
def a_tree_that_is_given(p):
    return inner(total(p, p), p)


def doubled(t):
    if is_not_gone_through(t):
        return 2 * t if not is_missing(t) else 0.0
    return sum([doubled(v) for v in t])


@case(0.7)
@case(0.7, order=2)
def predicates_of_predicates(x):
    return doubled([x, [x * x, x], None])


@case(0.7)
@case(0.7, order=2)
def a_stack_of_leaves(x):
    waiting, out = [x, [x, 2.0]], 0.0
    while waiting:
        v = waiting.pop()
        if is_leaf(v):
            out += v**2
        else:
            waiting.extend(v)
    return out


asked = []


def noted(t):
    asked.append(type(t).__name__)
    return isinstance(t, float)


def failing(t):
    return isinstance(t, float) and 1 / 0 > 1


@case(0.7, setup=asked.clear, observe=lambda: list(asked))
def is_called_for_what_it_does(x):
    return x * 2 if noted(x) else x * 3


@case(0.7)
def fails_in_its_second_part(x):
    try:
        return x * 2 if failing(x) else x * 3
    except ZeroDivisionError:
        return x * x


kind_of_leaf = is_leaf


def ask_for_sequences():
    global kind_of_leaf
    kind_of_leaf = lambda t: not isinstance(t, float)


def ask_for_leaves():
    global kind_of_leaf
    kind_of_leaf = is_leaf


@case(0.7, rebinds=(ask_for_sequences,), restore=ask_for_leaves)
def means_something_else_later(x):
    return x * 2 if kind_of_leaf(x) else x * x
