"""`max` and `min`. Of two numbers: a condition says whose tangent it is, half of each in a tie.

    max(x, 0.0)         →   0.0 if x < 0.0 else dx / 2 if x == 0.0 else dx
    max(x, y)           →   dy if x < y else (dx + dy) / 2 if x == y else dx
    max(xs)             →   picked_tangent(xs, dxs, t)
"""

import gast

from s2sad.facts import callrecords as C
from s2sad.facts.numberkinds import is_double
from s2sad.records import replace
from s2sad.rules.registry import Rule


def _rules(name, order):
    """The rule by which of the two are active; a number that is none is not picked, but for the first."""
    first = f"0.0 if a {order} b else da / 2 if a == b else da"
    second = f"db if a {order} b else db / 2 if a == b else 0.0"
    both = f"db if a {order} b else (da + db) / 2 if a == b else da"
    return {("a",): Rule(name, "a, b", "terms", {"a": first}), ("b",): Rule(name, "a, b", "terms", {"b": second}),
            ("a", "b"): Rule(name, "a, b", "terms", {"*": both}, ("a", "b"))}


_RULES = {max: _rules("max", "<"), min: _rules("min", ">")}
_OF_ITEMS = {f: Rule(f.__name__, "values", "terms", {"values": "picked_tangent(values, dvalues, result)"})
             for f in (max, min)}


def picked(w, how):
    """The call with the rule for two numbers in double precision, if it is of two, or for the items of a list."""
    if how.function not in (max, min) or list(how.bound) != ["args"]:
        return how
    nodes = list(C.nodes_of(how.bound["args"]))
    alone = isinstance(how.bound["args"], list) and len(nodes) == 1 and not isinstance(how.bound["args"][0], tuple)
    if alone and not isinstance(nodes[0], gast.Starred) and w.kind(nodes[0]).form in ("list", "iter"):
        return replace(how, rule=_OF_ITEMS[how.function], bound={"values": nodes[0]}, active=["values"])
    if len(nodes) != 2 or any(isinstance(n, gast.Starred) or w.kind(n).form != "number" or not is_double(w.kind(n))
                              for n in nodes):
        return how
    active = [p for p, n in zip("ab", nodes) if w.is_active(n)]
    return replace(how, rule=_RULES[how.function][tuple(active)], bound=dict(zip("ab", nodes)), active=active)
