"""Variables with tangents that get constants by other statements than assignments, and what the program puts in globals."""

import contextlib

import numpy as np

from tests.reference import case

TABLE = {"scale": 3.0, "name": "three", "row": np.array([1.0, 2.0]), "pair": (1.0, 2.0), "list": [1.0], "dict": {5.0: 6.0}}
SCALE = 2.0


class Pair:
    """Gives what it holds, with nothing active in it."""

    def __init__(self, held):
        self.held = held

    def __enter__(self):
        return self.held

    def __exit__(self, *error):
        return False


@case(1.3, order=2)
def given_by_a_context_manager(x):
    y = z = x
    with Pair((0.7, 2.0)) as (y, z):
        c = y * x + z
    y = z = w = x
    with Pair([0.5, 3.0, 4.0]) as (y, *z), contextlib.nullcontext(2.0) as w:
        c += y * x + z[1] * w
    return c, y, z, w


@case(1.3, order=2)
def imported(x):
    h, c = x, 0.0

    def bind():
        nonlocal h
        from math import pi as h

    def read():
        return h * x
    c += read()
    bind()
    c += read() + h * x
    for i in range(3):
        if i == 1:
            from math import e as y
        else:
            y = x * i
        c += x * y if i < 2 else 0.0
    return c, h, y


@case(1.3)
def global_that_is_given_other_things(x):
    global SCALE
    SCALE = 2.0
    c = x * SCALE
    SCALE = [3.0]
    SCALE.append(4.0)
    c += SCALE[1] * x + len(SCALE)
    SCALE = np.ones((2, 2))
    c += SCALE.shape[0] * x + SCALE.T.sum() * x
    SCALE = 2.0
    return c


def key(name):
    return "".join([name])


@case(1.3, order=2)
@case(np.array([1.3, 2.0]))
def changed_before_it_is_active(x):
    c = TABLE[key("scale")] * 1.0
    c += TABLE[key("scale")] * 2.0
    d = TABLE[key("row")] * 1.0
    d -= TABLE[key("scale")]
    d *= TABLE[key("row")]
    return c + x, d + x, c * x


@case(1.3, order=2)
def unknown_things_added_in_place(x):
    a, b, pair = TABLE[key("scale")], TABLE[key("name")], TABLE[key("pair")]
    a += TABLE[key("scale")]
    b += TABLE[key("name")]
    pair += TABLE[key("pair")]
    row, items = TABLE[key("row")] + 0.0, TABLE[key("list")][:]
    row += TABLE[key("row")]
    items += TABLE[key("dict")]
    items += iter([7.0])
    items += TABLE[key("pair")]
    return a * x, len(b) * x, sum(pair) * x, row * x, sum(items) * x
