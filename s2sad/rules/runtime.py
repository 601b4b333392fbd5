"""Rules of s2sad's own helpers, so that generated code can be differentiated again; and of `stop_gradient`."""

from s2sad.custom import stop_gradient
from s2sad.rules.registry import RULES, Rule, elementwise, formula, stands_for, zero
from s2sad.runtime import dictkeys, draws, iterators, jacobiantrees, lists, mirrors, orthogonal, places, seeds, subscripts, tangents
from s2sad.runtime.containers import tuple_like
from s2sad.runtime.fitting import aligned, aligned_each, fresh, like, stored

formula(seeds.seed, "p, dp, name=None, exact=False", dp="zeros(result) if ddp is None else ddp", p=None, view_of="dp", result="mirror")
formula(like, "dv, v", dv="like(ddv, v)", v=None, view_of="dv", result="v")
formula(aligned, "dv, v", dv="aligned(ddv, v)", v=None, view_of="dv", result="v")
formula(aligned_each, "dvs, vs", dvs="aligned_each(ddvs, vs)", vs=None, view_of="dvs", result="vs")
formula(fresh, "dv", dv="fresh(ddv)", result="dv")
formula(stored, "dv, a, v=None, field=None", dv="stored(ddv, a, v, field)", a=None, v=None, view_of="dv", result="dv")
elementwise(tangents.nan_unless_zero, "v", v="nan_unless_zero(dv)")
formula(tuple_like, "v, items", items="tuple_like(v, ditems)", v=None, result="v")
formula(jacobiantrees.assembled, "columns, x", columns="assembled(dcolumns, x)", x=None)
formula(orthogonal.called, "p, val", val="np.polyval(np.polyder(p.coeffs), val) * dval", p=None, result="unknown")
formula(jacobiantrees.assembled_by_each, "columns, arguments", columns="assembled_by_each(dcolumns, arguments)", arguments=None)
formula(dictkeys.key_tangent, "key, tangent", key=None, tangent="dtangent", result="tangent")
formula(lists.unless_repeated, "a, db", a="unless_repeated(da, db)", db="unless_repeated(a, ddb)", result="unknown")
zero(mirrors.zeros)
zero(jacobiantrees.holds_numbers, jacobiantrees.unit_seeds, jacobiantrees.constant_jacobian, jacobiantrees.constant_by_each)
zero(mirrors.lasting_zeros)
zero(mirrors.is_mirrored)
zero(places.places_of, places.steps_of, places.layout_of)
zero(subscripts.subscripts_of, subscripts.table)

for _draw, _signature, _terms in (
        (draws.shifted, "drawn, loc, scale, unit", {"loc": "dloc", "scale": "unit * dscale"}),
        (draws.between, "drawn, low, high, unit", {"low": "(1 - unit) * dlow", "high": "unit * dhigh"}),
        (draws.scaled, "drawn, scale, unit", {"scale": "unit * dscale"}),
        (draws.lognormal_of, "drawn, mean, sigma, unit", {"mean": "result * dmean", "sigma": "result * unit * dsigma"}),
        (draws.triangular_of, "drawn, left, mode, right", {
            # (mode == left) is added where what is divided by it is 0, too
            "left": "np.where(result <= mode, 1 - (result - left) / 2 * (1 / (right - left) + 1 / (mode - left + (mode == left))), "
                    "(right - result) / 2 / (right - left)) * dleft",
            "mode": "np.where(result <= mode, (result - left) / (mode - left + (mode == left)), "
                    "(right - result) / (right - mode + (right == mode))) / 2 * dmode",
            "right": "np.where(result <= mode, (result - left) / 2 / (right - left), "
                     "1 - (right - result) / 2 * (1 / (right - left) + 1 / (right - mode + (right == mode)))) * dright"}),
        (draws.root_of, "drawn, a", {"a": "-result * np.log(result) / a * da"}),
        (draws.pareto_of, "drawn, a", {"a": "-(1 + result) * np.log1p(result) / a * da"})):
    elementwise(_draw, _signature, result="drawn", **_terms)

RULES[stop_gradient] = Rule("stop_gradient", "x", "zero", result="x")


@stands_for(iterators.ItemTangents)
def item_tangents(mirror):
    return [(mirrors.zeros(key), tangent) for key, tangent in mirror.items()]
