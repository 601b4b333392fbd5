"""`collections.defaultdict`: its mirror makes the tangents of the defaults by itself.

    d = defaultdict(lambda: [x])    →   d = defaultdict(lambda: [x])
                                        dd = defaultdict(lambda: [dx])
"""

import gast

from s2sad.analysis.purity import harmless
from s2sad.facts import callrecords as C
from s2sad.forward import displays, expressions
from s2sad.forward.containers import items_of_dict
from s2sad.forward.operands import tangent_or_zero
from s2sad.forward.pair import Pair
from s2sad.frontend.build import constant, name, pure_call, subscript
from s2sad.frontend.trees import copy_tree


def default_dict_pair(w, node, how):
    """`defaultdict(float)` → the same; `defaultdict(lambda: [x])` → `defaultdict(lambda: [dx])` for the mirror."""
    nodes = [*node.args[1:], *(k.value for k in node.keywords)]
    factory, *pairs = w.operands([*node.args[:1], *nodes], set(range(1, len(nodes) + 1)),
                                 pair=lambda w, n: Pair(expressions.value(w, n)) if n is node.args[0] else items_of_dict(w, n)
                                 if n in node.args else displays.element(w, n))
    mirror = w.builtin(how.mirror.__name__) if isinstance(how.mirror, type) else tangent_default(w, node, how.mirror.call) \
        if isinstance(how.mirror, C.Made) else copy_tree(factory.value)
    kept = len(node.args) - 1

    def made(factory, trees):
        result = pure_call(node.func, factory, *trees[:kept])
        result.keywords = [gast.keyword(arg=k.arg, value=t) for k, t in zip(node.keywords, trees[kept:])]
        return result
    return Pair(made(factory.value, [p.value for p in pairs]),
                made(mirror, [tangent_or_zero(w, p, n) for p, n in zip(pairs, nodes)]))


def tangent_default(w, node, made):
    """What makes the tangent of a default: `lambda: [x]` → `lambda: [dx]`; with statements, a function before."""
    if not harmless(w.context, made, w.facts.call[made], set()):
        refuse_default(w, node)
    found = []

    def write():
        pair = expressions.pair(w, made)
        if pair.both is None:
            pair = Pair(body_of_lambda(pair.value), pair.tangent, full=pair.full, shared=pair.shared)
            found.append(w.settled(Pair(pair.value, w.complete(pair, w.kind(made)))).tangent)
        else:
            found.append(subscript(pair.both, constant(1)))
    statements = w.block(write)
    if len(statements) == 1 and is_pair_of_lambda(statements[0], found[0]):
        return gast.Lambda(args=nothing(), body=statements[0].body[0].value.elts[1])
    functions = [s for s in statements if isinstance(s, gast.FunctionDef)]
    if len(functions) == len(statements):
        w.out += functions
        return made_by(found[0])
    function = w.unused("default")
    w.emit(gast.FunctionDef(name=function, args=nothing(), body=[*statements, gast.Return(value=found[0])], decorator_list=[],
                            returns=None, type_comment=None, type_params=[]))
    return name(function)


def made_by(tree):
    """`deque()` → `deque`; any other tree → `lambda: tree`."""
    if isinstance(tree, gast.Call) and isinstance(tree.func, gast.Name) and not tree.args and not tree.keywords:
        return tree.func
    return gast.Lambda(args=nothing(), body=tree)


def body_of_lambda(tree):
    """`(lambda: [0.0])()` → `[0.0]`."""
    return tree.func.body if isinstance(tree, gast.Call) and isinstance(tree.func, gast.Lambda) else tree


def is_pair_of_lambda(statement, read):
    """Is this `def f(): return v, dv`, of which `read` is `f()[1]`?"""
    return isinstance(statement, gast.FunctionDef) and isinstance(statement.body[0], gast.Return) \
        and isinstance(statement.body[0].value, gast.Tuple) and isinstance(read, gast.Subscript) \
        and isinstance(read.value, gast.Call) and read.value.func.id == statement.name and not read.value.args


def refuse_default(w, node):
    w.refuse(node, "What a defaultdict holds by default is not only computed: making it has an effect, which would come twice.",
             "Ask whether the key is there, and store the default yourself.")


def nothing():
    """No parameters."""
    return gast.arguments(args=[], posonlyargs=[], vararg=None, kwonlyargs=[], kw_defaults=[], kwarg=None, defaults=[])
