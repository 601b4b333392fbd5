"""NumPy's functions that write their result where they are told to.

    np.multiply(x, y, out=z)   →   dz[...] = dx * y + x * dy
                                   np.multiply(x, y, out=z)
"""

import gast

from s2sad.facts import callrecords as C
from s2sad.facts.reached import is_active
from s2sad.forward.pair import RESULT, Pair
from s2sad.forward.step import guarded
from s2sad.frontend.build import assign, call, constant, expression, is_atom, names_in, pure_call, subscript, tuple_
from s2sad.frontend.trees import Rewriter


def out_nodes(w, node, how, out):
    """The arguments that stand for `out`, and their pairs."""
    if isinstance(how.out, gast.Tuple):
        for trees in filter(None, (out.value, out.tangent)):
            trees.elts[:] = map(w.hoist, trees.elts)
    if how.out_may_be_none:
        out.value = w.hoist(pure_call(w.runtime("given"), out.value))
    found = {id(how.out): out}
    for n in C.passed(w, node):
        if n is not how.out and C.is_out(n, how):
            if isinstance(n, gast.Tuple):
                found[id(n)] = Pair(tuple_([out.value]))
            else:
                found[id(n)] = Pair(out.value.elts[how.out.elts.index(n)])
    return found


def into_out(w, node, how, result, out, where, values):
    """`np.f(x, out=o)`: the tangent is stored into `o`'s mirror."""
    kind = w.kind(how.out)
    if not is_active(kind):
        w.emit(expression(result.value))
        return Pair(out.value)
    mirror = held_mirror(w, how, out)
    if result.has_hole:
        result.tangent = _ReadBefore(w, values, how).visit(result.tangent)
        w.emit(expression(result.value)).writes = True
        result.fill(out.value)
        store_tangents(w, how, mirror, result.tangent, where)
    elif guarded(w):
        w.hoist_tangent(result)
        w.emit(expression(result.value)).writes = True
        store_tangents(w, how, mirror, result.tangent, where)
    else:
        store_tangents(w, how, mirror, result.tangent, where)
        w.emit(expression(result.value)).writes = True
    return Pair(out.value, mirror)


def held_mirror(w, how, out):
    """The mirror of `out`, which is written into and read: one that is computed on the spot gets a name."""
    return out.tangent if is_atom(out.tangent) or isinstance(how.out, gast.Tuple) else w.hoist(out.tangent)


class _ReadBefore(Rewriter):
    """What a tangent reads besides the result, got before the call that may write over it.

    `np.divide(x * y, z, out=x)`: `(dx * y + x * dy) / z - x * dz / z` → `t - x * dz / t2`.
    """

    def __init__(self, w, values, how):
        self.w = w
        numbers = {v.id for p, entry in values.items() if not isinstance(entry, list) and isinstance(entry, gast.Name)
                   for v in [entry] if all(w.kind(n).form == "number" for n in C.nodes_of(how.bound[p]))}
        self.lasting = numbers | w.of_numbers | set(w.tangents.values()) | {RESULT} | set(w.injected) \
            | {w.module("np").id} | {n for n in w.generated if n.startswith("d")}

    def visit(self, node):
        if not isinstance(node, gast.expr) or RESULT in names_in(node) \
                or isinstance(node, (gast.Slice, gast.Starred, gast.Tuple, gast.List)):
            return super().visit(node)
        if names_in(node) <= self.lasting:
            return node
        fresh = isinstance(node, (gast.BinOp, gast.UnaryOp))
        return self.w.hoist(node if fresh else pure_call(self.w.member("np", "copy"), node))

    def visit_Call(self, node):
        node.args = [self.visit(a) for a in node.args]
        for keyword in node.keywords:
            keyword.value = self.visit(keyword.value)
        return node


def store_tangents(w, how, mirror, tangent, where):
    """Into the mirror of `out`, or into those of several, which are computed before any is written."""
    if not isinstance(how.out, gast.Tuple):
        return store_tangent(w, mirror, tangent, where)
    tangent = w.hoist(tangent)
    for i, part in enumerate(how.out.elts):
        if w.is_active(part):
            store_tangent(w, mirror.elts[i], subscript(tangent, constant(i)), where)


def store_tangent(w, mirror, tangent, where):
    if where is None:
        w.emit(assign(subscript(mirror, constant(Ellipsis), store=True), tangent)).writes = True
    else:
        w.emit(expression(call(w.member("np", "copyto"), mirror, tangent, where=where))).writes = True
