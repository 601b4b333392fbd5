"""Rules of s2sad's own helpers, so that generated code can be differentiated again; and of `stop_gradient`."""

from s2sad.custom import stop_gradient
from s2sad.rules.registry import RULES, Rule, formula, stands_for, zero
from s2sad.runtime import iterators, mirrors, places, seeds, subscripts

formula(seeds.seed, "p, dp, name=None", dp="zeros(result) if ddp is None else ddp", p=None, view_of="dp", result="p")
formula(mirrors.like, "dv, v", dv="like(ddv, v)", v=None, view_of="dv", result="v")
formula(mirrors.aligned, "dv, v", dv="aligned(ddv, v)", v=None, view_of="dv", result="v")
formula(mirrors.fresh, "dv", dv="fresh(ddv)", result="dv")
formula(mirrors.stored, "dv, a, v=None, field=None", dv="stored(ddv, a, v, field)", a=None, v=None, view_of="dv", result="dv")
formula(mirrors.tuple_like, "v, items", items="tuple_like(v, ditems)", v=None, result="v")
zero(mirrors.zeros)
zero(mirrors.lasting_zeros)
zero(places.places_of, places.steps_of)
zero(subscripts.subscripts_of)

RULES[stop_gradient] = Rule("stop_gradient", "x", "zero", result="x")


@stands_for(iterators.ItemTangents)
def item_tangents(mirror):
    return [(mirrors.zeros(key), tangent) for key, tangent in mirror.items()]
