"""Jacobians of, and by, lists, tuples, dicts and objects, taken inside of what is differentiated."""

import collections
from dataclasses import dataclass

import numpy as np

from s2sad import jacobian, jvp
from tests.reference import case

Pair = collections.namedtuple("Pair", "a b")
LAYER = np.array([[0.3, 0.1], [0.2, -0.4]])


@dataclass
class Spring:
    stiffness: float
    lengths: object


def energy(p):
    return p[0]**2 * p[1] + np.sin(p[1])


def of_a_tree(p):
    return np.sum(p["w"] @ p["w"]) * p["b"][0] + p["b"][1]**3


def of_a_spring(s):
    return s.stiffness**2 * np.sum(s.lengths)


def report(x):
    return {"square": x * x, "parts": [x**3, np.array([x, x * x])], "name": "report", "nothing": None}


def products(p):
    return [p[0] * p[1], (p[1]**2, "text")]


def squares_by_key(p):
    return {k: v * v for k, v in p.items()}


def both(p, q):
    return p[0] * q["k"]**2 + p[1] * q["k"]


def loss(layers, x):
    for w, b in layers:
        x = np.tanh(x @ w + b)
    return np.sum(x**2)


def without_numbers(p, y):
    return y * y


def kept_pairs(x):
    return dict([("a", x)], b=x)


GRADIENT = jacobian(energy)
CURVATURE = jacobian(jacobian(of_a_tree))


@case(0.7)
@case(0.7, order=2)
@case(0.7, order=3)
def by_a_list(x):
    return sum([slope**2 for slope in jacobian(energy)([x, x * x])])


@case(0.7)
@case(0.7, order=2)
def by_tuples(x):
    g, named = jacobian(energy)((x, 2 * x)), jacobian(energy)(Pair(x, x * x))
    return g[0] * g[1] + named.a * named.b


@case(0.7)
@case(0.7, order=2)
def by_a_tree_of_arrays(x):
    g = jacobian(of_a_tree)({"w": np.array([[x, 1.0], [2.0, x]]), "b": [x, 2 * x]})
    return np.sum(g["w"]**2) + sum(g["b"])


@case(0.7)
@case(0.7, order=2)
def by_an_object(x):
    g = jacobian(of_a_spring)(Spring(x, np.array([x, x * x])))
    return g.stiffness * np.sum(g.lengths)


@case(0.7)
@case(0.7, order=2)
def by_collections(x):
    g, d = jacobian(energy)(collections.deque([x, x * x])), jacobian(squares_by_key)(collections.OrderedDict(a=x, b=x * x))
    return g[0] * g[1] + d["a"]["a"] * d["b"]["b"] + d["a"]["b"]


@case(0.7)
@case(0.7, order=2)
def of_a_dict_and_of_a_list(x):
    j, of_products = jacobian(report)(x), jacobian(products)([x, x * x])
    return j["square"] + np.sum(j["parts"][1]) * j["parts"][0] + of_products[0][0] * of_products[1][0][1], \
        j["name"], of_products[1][1]


@case(np.array([0.7, 1.2]))
def of_a_list_by_an_array(x):
    j = jacobian(products)(x)
    return j[0] @ j[1][0], j[1][1]


@case(0.7)
@case(0.7, order=2)
def by_a_dict_and_by_several(x):
    by_p, by_q = jacobian(both, wrt=("p", "q"))([x, x * x], {"k": x})
    (alone,) = jacobian(both, wrt=("q",))([x, x * x], {"k": x})
    return by_p[0] * by_q["k"] + jacobian(both, "q")([x, x * x], {"k": x})["k"] * alone["k"]


@case(0.7)
@case(0.7, order=2)
def descends(x):
    layers = [(LAYER * x, np.array([x, 0.1])), (LAYER.T, np.array([0.2, x]))]
    for _ in range(3):
        slopes = jacobian(loss)(layers, LAYER)
        layers = [(w - 0.1 * dw, b - 0.1 * db) for (w, b), (dw, db) in zip(layers, slopes)]
    return loss(layers, LAYER)


@case(0.7)
@case(0.7, order=2)
def second_derivatives_by_containers(x):
    h = jacobian(jacobian(energy))([x, x * x])
    t = CURVATURE({"w": np.array([[x, 1.0], [2.0, x]]), "b": [x, 2 * x]})
    return h[0][0] * h[0][1] + GRADIENT([x, x * x])[0] + np.sum(t["w"]["w"]) + t["b"][0]["b"][1] + np.sum(t["w"]["b"][0])


@case(0.7)
@case(0.7, order=2)
def of_mixed_lists(x):
    g = jacobian(lambda p: p[0][0] * p[1]**2 * x)([[x], 2.0 * x, 1.5])
    h = jacobian(energy)([x, 3])
    k = jacobian(lambda p: np.sum(p[0] * p[1]))([np.array([x, x * x]), np.array([1.0, 2.0], np.float32)])
    return g[1] + g[0][0] + h[0] + h[1] * x + np.sum(k[0]) * x + np.sum(k[1])


@case(0.7)
@case(0.7, order=2)
def of_functions_made_here(x):
    g = jacobian(lambda p: p.a**2 * p.b * x)(Pair(x, x * x))
    d = jacobian(lambda p: p["a"]**2 * p["b"] * x)({"a": x, "b": x * x})
    total = g.a * g.b + sum(d.values())
    for key, slope in d.items():
        total += slope**2 + len(key)
    l = jacobian(lambda p: [p[0]**3, x * p[1]])([x, x])
    return total + l[0][0] + l[1][1] + jacobian(lambda p: p[0]**2 * x, (0,))([x, x])[0][1]


@case(0.7)
@case(0.7, order=2)
def of_several_made_here(x):
    by_p, by_q = jacobian(lambda p, q: p[0] * q["k"]**2 * x, (0, 1))([x, x], {"k": x})
    (single,) = jacobian(lambda y: y**2 * x, (0,))(x)
    return by_p[0] * by_q["k"] + single


@case(0.7)
@case(0.7, order=2)
def by_what_holds_no_numbers(x):
    empty = jacobian(without_numbers)([], x), jacobian(without_numbers)([np.zeros(0)], x)[0]
    return x + len(empty[0]) + len(empty[1]), jacobian(without_numbers, 1)([np.zeros(0)], x)


@case(0.7)
@case(0.7, order=2)
def written_to_afterwards(x):
    j = jacobian(energy)([x, x * x])
    j[0] = x * j[1]
    j.append(x)
    return sum(j)


@case(0.7)
@case(0.7, order=2)
def of_an_iterator_that_it_makes(x):
    return jacobian(kept_pairs)(x * x)["a"] * x + jacobian(kept_pairs)(x)["b"]


@case(0.7)
@case(0.7, order=2)
def along_containers(x):
    """Seeds that are containers, of constants and of what is differentiated."""
    p = {"w": np.array([[x, 1.0], [2.0, x]]), "b": [x, 2 * x]}
    along = jvp(of_a_tree, (p,), ({"w": np.eye(2) * x, "b": [0.0, x]},))[1]
    for unit in ([1.0, 0.0], [0.0, x]):
        along += jvp(energy, ([x, x * x],), (unit,))[1]
    return along + jvp(GRADIENT, ([x, x * x],), ([1.0, x],))[1][0]


def writes_into_its_argument(p):
    p[0] = 2.0 * p[1]
    return p[0] * p[1]


@case(0.7, may_refuse=True)
def of_what_writes(x):
    return jacobian(writes_into_its_argument)([x, x])[1]


def listed(p, q):
    return [p[0] * q["k"]**2, (p[1] * q["k"], "text")]


def constants(p, q, y):
    return [y * y, 2.0]


@case(0.7)
@case(0.7, order=2)
def of_lists_by_several(x):
    j, h = jacobian(listed, ("p", "q"))([x, x * x], {"k": x}), jacobian(jacobian(both, (0, 1)), (0, 1))([x, x * x], {"k": x})
    none, one = jacobian(constants, (0, 1))([], {}, x), jacobian(constants, (0, 2))([], {}, x)
    made_here = jacobian(lambda p, q: [p[0] * q * x, q], (0, 1))([x], x)
    return (j[0][0][0] * j[0][1]["k"] + j[1][0][0][1] * j[1][0][1]["k"] + h[0][1][1]["k"] * h[1]["k"][1]["k"] + one[0][1] * x
            + made_here[0][0][0] * made_here[0][1], j[1][1], len(none[0]), len(none[1][0]))


@case(0.7)
@case(0.7, order=2)
def of_a_ufunc_by_several(x):
    j = jacobian(np.arctan2, (0, 1))
    return jvp(j, (x, x * x), (1.0, x))[1][0] + jvp(jacobian(np.sin), (x,), (x,))[1]


def same_type(x, y):
    return type(x)([a + b for a, b in zip(x, y)])


@case(0.7)
def of_what_asks_for_a_type(x):
    return jacobian(lambda p: jacobian(same_type)(p, [x, p[0]**2])[0][0])([x, x])[0] + jacobian(same_type)([x], [x])[0][0] * x


def gradient_of(f, wrt=0):
    """A helper as users write it: the option is made on the way."""
    return jacobian(f, tuple(wrt) if isinstance(wrt, list) else wrt)


@case(0.7)
@case(0.7, order=2)
def by_options_made_on_the_way(x):
    def product(p):
        return p[0] * p[1]
    made_here = gradient_of(product)((x, x))
    return gradient_of(energy)([x, x * x])[0] + gradient_of(both, [1])([x, x * x], {"k": x})[0]["k"] + made_here[1]


@case(0.7)
@case(np.array([0.7, 1.2]))
@case(np.array([[0.7, 1.2]]))
def by_what_has_this_rank(x):
    if np.ndim(x) == 0:
        return jvp(energy, ([x, x * x],), ([x, 1.0],))[1]
    if x.ndim == 1:
        return np.sum(np.stack([jvp(np.sin, (x,), (e,))[1] for e in np.eye(x.size)]) @ x)
    return jacobian(np.sum)(x)[0] @ x[0]


def power(x, n=2, k=1.0):
    return x**n * k


def power_of_first(p, n=2, *, k=1.0, m=0.0):
    return p[0]**n * k + m * p[0]


@case(0.7)
@case(0.7, order=2)
def options_behind_those_that_keep_their_defaults(x):
    by_both = jacobian(power, ("x", "k"))(x, k=x)
    return (jacobian(power)(x, k=3.0), np.sum(jacobian(power)(np.array([x, x * x]), k=3)), by_both[1], jacobian(power, "k")(k=x, x=x),
            jacobian(jacobian(power))(x, k=x), jacobian(power_of_first)([x], m=x)[0], jacobian(np.var)(np.array([x, 1.0]), ddof=1))
