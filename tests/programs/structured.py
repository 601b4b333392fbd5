"""Arrays whose elements have named fields."""

import numpy as np

from tests.reference import case

PARTICLE = np.dtype([("x", float), ("v", float, (2,)), ("n", int), ("m", float)])
FIELDS = [("x", float), ("n", np.int32)]
C = np.array([1.53, -0.74, 2.08])


@case(C, order=2)
@case(C.astype(np.float32))
def fields_are_written(c):
    s = np.zeros(3, dtype=PARTICLE)
    s["x"] = c
    s["v"][:, 0] = c * c
    s["v"][1] = c[:2]
    s["m"][0] = c[0]
    s["n"] = c * 10
    x = s["x"]
    x *= c[1]
    return s["x"].sum() + s["m"][0] * s["n"][0], s["v"] * c[0], s["n"] * 1.0


@case(C, order=2)
def elements_are_written(c):
    s = np.zeros(3, dtype=FIELDS)
    s[0]["x"] = c[0]
    s[0]["n"] = c[1] * 10
    s[1] = (c[1], c[2])
    s["x"][2] += c[2] ** 2
    total = 0.0
    for r in s:
        total += r["x"] ** 2 * r["n"]
    first = s[0]
    first["x"] *= c[1]
    first["n"] += c[0]
    s[1]["n"] *= c[0] * 4
    s["n"][2] += c[2] * 4
    return total, s["x"] * 2, s["n"] * c[0], first["n"] * c[1]


@case(C, np.zeros(3, dtype=FIELDS))
def an_argument_is_written(c, s):
    s["x"] = c * c
    s["n"] = [1, 2, 3]
    return (s["x"] * s["n"]).sum()


@case(C, np.array([(1.0, 2), (3.0, 4), (5.0, 6)], dtype=FIELDS))
def fields_of_constants(c, s):
    return (s["x"] * c).sum() + c[s["n"][0]] * s[1]["x"]


@case(C)
def copies_and_views(c):
    s = np.zeros(3, dtype=[("x", float), ("y", float)])
    t = s
    s["x"][:] = c
    u = s.copy()
    t["x"][0] *= 2.0
    part = u[1:]
    part["y"] = c[1:] * c[0]
    return u["y"].sum(), s["x"].sum(), u["x"].sum(), s[::-1]["x"] * c


@case(C)
def of_a_dtype_only_known_later(c):
    a = np.zeros(3, dtype=kind_of_number(0))
    a[:] = c
    b = np.ones_like(a, dtype=kind_of_number(1))
    b[1] = c[1]
    return a * 2.0, b * c


def kind_of_number(i):
    return [np.dtype(float), np.dtype(int)][i]
