"""Containers and objects of constants that functions made inside fill with active values, and dicts matched after they were changed."""

from collections import OrderedDict, defaultdict, deque
from operator import itemgetter

from tests.reference import case


class Box:
    pass


@case(0.7, order=2)
def dicts_and_objects_passed_to_inner_functions(x):
    named, box, plain = {"v": 1.5, "w": 2.5}, Box(), [1.5, 2.5]
    box.v = 1.5

    def put(d, s):
        d["v"] = d["v"] * s

    def keep(o, s):
        o.v = o.v * s
        return o

    def first(values, s):
        values[0] = s
    put(named, x)
    same = keep(box, x)
    first(plain, x)
    return named["v"], named["w"], box.v, getattr(box, "v"), same.v, vars(box)["v"], plain


@case(0.7, order=2)
def parts_of_what_is_passed(x):
    tree, box = {"a": {"v": 1.5}, "b": [1.0, 2.0]}, Box()
    box.inner, box.values = Box(), [1.0]
    box.inner.v = 1.5

    def put(d, s):
        d["a"]["v"] = s
        d["b"][0] = s * s

    def keep(o, s):
        o.inner.v = s
        o.values.append(s)
        o.new = s * s
    put(tree, x)
    keep(box, x)
    return tree["a"]["v"], tree["b"], box.inner.v, box.values[1], box.new


@case(0.7, order=2)
def functions_that_put_values_in(x):
    def put(d, key, value):
        d[key] = value

    def twice(f, o):
        f(o)
        f(o)
    made, several, box = {}, [{"v": 1.0}, {"v": 2.0}], Box()
    for i in range(3):
        put(made, i, x * i)
    put(made, "n", x)
    for d in several:
        put(d, "v", 1.0)
    put(several[1], "v", x)
    box.v = 1.5
    twice(lambda o: setattr(o, "v", o.v * x), box)
    filled = {"v": 1.5}
    for f in (lambda d, s: d.update(v=s), lambda d, s: d.setdefault("w", s * s)):
        f(filled, x)
    return made[1], made["n"], [d["v"] for d in several], box.v, filled["v"], filled["w"]


def matched(d):
    match d:
        case {"v": 7.0, **rest}:
            return 2.0 * rest["w"]
        case {"v": p, "w": q}:
            return p + 3.0 * q
        case {"v": p}:
            return p


@case(0.7, order=2)
def dicts_matched_after_a_change(x):
    stored, made, popped, cleared = {"v": 1.5, "w": 2.5}, {}, {"v": 1.5, "w": 2.5}, {"v": 1.5}
    stored["v"] = x
    made["v"] = x * x
    made["w"] = x
    popped["w"] = popped.pop("v") * x
    cleared.clear()
    cleared["v"] = x
    sevens = {"v": 1.0, "w": x}
    sevens["v"] = 7.0
    match stored:
        case {"v": p, **rest}:
            kept = p * rest["w"]
    return [matched(d) for d in (stored, made, popped, cleared, sevens)], kept


@case(0.7, order=2)
def dicts_united_in_place(x):
    ordered, usual, counted = OrderedDict(v=1.5, w=2.5), {"v": 1.5}, defaultdict(float, v=1.5)
    ordered |= {"v": x}
    usual |= [("v", x), ("q", x * x)]
    counted |= {"v": x, "q": x * x}
    return itemgetter("v", "w")(ordered), usual["v"], usual["q"], counted["v"] + counted["q"] + counted["z"]


@case(0.7, order=2)
def deques_matched(x):
    match deque([x, 2.0]):
        case [p, q]:
            return p * p * q
