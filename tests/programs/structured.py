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


NESTED = [("p", float), ("t", [("u", float), ("v", float), ("n", int)]), ("m", int), ("s", "U4")]


@case(C, order=2)
def fields_of_texts_and_of_fields(c):
    r = np.zeros(3, dtype=NESTED)
    r["p"][r["s"] == ""] = c[0]
    r[0] = (c[0], (c[1], c[2], 3), 2, "abc")
    r[1] = (c[1], (c[1], c[2], c[0] * 5), c[0], "q")
    r["t"][2] = (c[1], c[2], 3)
    r["t"]["u"][0] *= c[0]
    taken = r[r["s"] == "q"]
    taken["p"] *= 3
    return (r["p"].sum(), r["t"]["u"] * c, r["t"]["v"] * c, r["t"]["n"] * c, r["m"] * c, taken["p"] * c,
            {str(s): p for s, p in zip(r["s"], r["p"])})


@case(C, order=2)
def elements_are_stored_into_others(c):
    r = np.zeros(3, dtype=NESTED)
    r[0] = (c[0], (c[1], c[2], 3), 2, "abc")
    r[1] = r[0]
    q = np.zeros(3, dtype=[("p", int), ("t", [("u", float), ("v", int), ("n", float)]), ("m", float), ("s", "U2")])
    q[0] = r[0]
    q[1:] = r[1:]
    return r["p"] * c, q["p"] * c, q["t"]["u"] * c, q["t"]["v"] * c


@case(C)
def all_fields_at_once(c):
    r = np.zeros(3, dtype=[("p", float), ("q", float, (2,)), ("n", int)])
    r[:] = c
    before = r.copy()
    r[1] = c[0]
    r[1:] = r[:-1]
    s = r.copy()
    s[:] = [(v, (v, v * v), v * 5) for v in c]
    s[0] = (c[0], c[1:], 2)
    return [(a["p"] * c, a["q"] * c[:2], a["n"] * c) for a in (before, r, s)]


@case(C, order=2)
def several_fields_at_once(c):
    r = np.zeros(3, dtype=[("p", float), ("q", float, (2,)), ("n", int)])
    s = np.zeros(3, dtype=[("a", float), ("b", float, (2,)), ("c", float)])
    s["a"] = s["c"] = c
    s["b"][:] = c[0]
    r[["q", "p"]] = s[["b", "a"]]
    part = r[["p", "q"]]
    part["p"] *= r["p"][::-1]
    r[["n"]] = s[["c"]]
    return r["p"] * c, r["q"] * c[:2], r["n"] * c, part["p"] * c


@case(C, order=2)
def fields_by_names_from_variables(c):
    r = np.zeros(3, dtype=[("a", float), ("b", int), ("s", "U2")])
    for name in ("a", "b"):
        r[name] = c
    name, names = "a", ["a", "b"]
    r[name] *= c
    r[name][1] += c[0]
    r[names[0]] -= 1
    r[1][name] *= c[2]
    r["s"] = "q"
    return r["a"] * c, r["b"] * c


@case(C, order=2)
def layouts_of_fields(c):
    r = np.zeros(3, dtype=[("p", float), ("q", float, (2,))])
    r["p"] = c
    r["q"][:, 0] = c
    return np.sin(r["p"]), r["q"].ravel() * c[0], r["p"].reshape(1, 3)
