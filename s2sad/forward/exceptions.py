"""Exceptions that carry active values: made with their mirrors, which they take to where they are caught.

    raise Stop(x * 2)       →   raise with_mirror(Stop(x * 2), Stop(2 * dx))

    except Stop as e:       →   except Stop as e:
        return e.value              de = mirror_of(e)
                                    return e.value, de.value
"""

import gast

from s2sad.analysis.exceptions import LINKS, is_exception
from s2sad.facts import callrecords as C
from s2sad.facts.classkinds import classes_of
from s2sad.forward import displays, expressions
from s2sad.forward.iterators import yields_pairs
from s2sad.forward.operands import tangent_or_zero
from s2sad.forward.pair import Pair
from s2sad.frontend.build import assign, attribute, call, constant, expression, name, pure_call, tuple_


def exception_pair(w, node, how):
    """`Stop(x)` → `Stop(x), Stop(dx)`, for a class whose exceptions hold their arguments."""
    items = node.args[how.first:]
    before = [expressions.value(w, n) for n in node.args[:how.first]]
    need = {i for i, n in enumerate(items) if w.zero_reads(n)}
    pairs = w.operands(items, need, pair=displays.element)
    tangents = [tangent_or_zero(w, p, n) for p, n in zip(pairs, items)]
    return Pair(pure_call(node.func, *before, *(p.value for p in pairs)), pure_call(node.func, *before, *tangents))


def init_pair(w, node, how):
    """`super().__init__(x)` → the same, and `dself.args = (dx,)`."""
    need = {i for i, n in enumerate(how.items) if w.zero_reads(n)}
    subject, *pairs = w.operands([how.subject, *how.items], {0, *(i + 1 for i in need)}, pair=displays.element)
    given = {id(n): p.value for n, p in zip([how.subject, *how.items], [subject, *pairs])}
    tree = gast.Call(func=node.func, args=[given.get(id(a), a) for a in node.args], keywords=[])
    tangents = [tangent_or_zero(w, p, n) for p, n in zip(pairs, how.items)]
    w.emit(expression(tree)).writes = True
    place = gast.Attribute(value=subject.tangent, attr="args", ctx=gast.Store())
    w.emit(assign(place, tuple_(tangents))).writes = True
    return Pair(constant(None))


def write_raise(w, node):
    parts = [n for n in (node.exc, node.cause) if n is not None]
    trees = [p.value for p in w.operands(parts, pair=lambda w, n: Pair(raised_tree(w, n)))]
    w.emit(gast.Raise(exc=trees[0] if trees else None, cause=trees[1] if node.cause is not None else None))


def raised_tree(w, node):
    """What is raised, with its mirror in it if that is asked for, and not one of zeros."""
    if not carries(w, node):
        return expressions.value(w, node)
    made = expressions.pair(w, node)
    if made.both is None and (made.tangent is None or is_zeros(w, made)):
        return made.value
    return pair_call(w, "with_mirror", made.both if made.both is not None else tuple_(whole(w, made, node)), *level(w))


def is_zeros(w, made):
    """Is the tangent the zeros that are read off the value, as `mirror_of` does by itself?"""
    tree = made.tangent
    return isinstance(tree, gast.Call) and w.is_helper(tree.func, "zeros") and made.has_hole


def whole(w, made, node):
    made = w.settled(Pair(made.value, w.complete(made, w.kind(node))), w.kind(node))
    return made.value, made.tangent


def pair_call(w, helper, both, *more):
    """The call of a helper with a value and its tangent, given as the tree of a pair."""
    arguments = both.elts if isinstance(both, gast.Tuple) else [gast.Starred(value=both, ctx=gast.Load())]
    return call(w.runtime(helper), *arguments, *more)


def carries(w, node):
    """Is this an exception whose mirror somebody asks for, and not one of zeros?"""
    if isinstance(w.facts.call.get(node), C.ExceptionCall) and not any(map(w.is_active, node.args)):
        return False
    return w.program.reads_exceptions and is_exception(w.kind(node)) and w.is_active(node)


def write_caught(w, handler):
    """What a handler begins with: the mirror of what it has caught."""
    if handler.name is None or handler.name not in w.facts.kind:
        return
    returned = may_be_returned(w, handler)  # and has to be taken apart
    active = handler.name.id in w.facts.active_names
    mirror = (call if returned else pure_call)(w.runtime("mirror_of"), name(handler.name.id), *level(w)) \
        if w.program.reads_exceptions or returned else constant(None)
    if active:
        w.emit(assign(name(w.tangent_name(handler.name.id), True), mirror))
    elif returned:
        w.emit(expression(mirror))


def may_be_returned(w, handler):
    """May what is caught bring a `Returned`, from a generator whose derivative gives pairs?"""
    kind = w.kind(handler.name)
    return w.program.reads_stop and is_exception(kind) and StopIteration in classes_of(kind) and any(
        c.is_generator and c.exchange and "result" in c.exchange and yields_pairs(c) for c in w.program.contexts.values())


def level(w):
    """The place of the mirror in an exception, where another derivative has its own there."""
    taken = w.program.mirror_levels()
    return [constant(taken + 1)] if taken else []


def raises(w, how):
    """May this call be left by an exception whose mirror is asked for?"""
    if not w.program.reads_exceptions:
        return False
    if isinstance(how, C.AlternativesCall):
        return any(raises(w, case) for _, _, case in how.cases)
    if isinstance(how, C.FunctionCall):
        return any(c.raises for m in how.functions.find().members.values() for c in m.contexts.values())
    return any(helper.context.raises for helper in C.helpers(how))


def mirror_pair(w, node, how):
    """`mirror_of(e)`, `with_mirror(e, de)` in a derivative: the same on the mirrors."""
    nodes = [n for n in node.args if not isinstance(n, gast.Constant)]
    levels = [n for n in node.args if isinstance(n, gast.Constant)]
    need = {i for i, n in enumerate(nodes) if not isinstance(n, gast.Starred)}
    pairs = w.operands(nodes, need, pair=lambda w, n: starred_pair(w, n) if isinstance(n, gast.Starred)
                       else displays.element(w, n))
    tangents = [tangent_or_zero(w, p, n) for p, n in zip(pairs, nodes)]
    return Pair(call(node.func, *(p.value for p in pairs), *levels), call(node.func, *tangents, *levels))


def starred_pair(w, node):
    """`*pair`, which is one of a value and a tangent, each of them a pair."""
    pair = w.named(expressions.pair(w, node.value), w.kind(node.value))
    return Pair(*(gast.Starred(value=tree, ctx=gast.Load()) for tree in (pair.value, pair.tangent)))


def linked_pair(w, node):
    """`e.__cause__`: an exception carries its own mirror; `e.args` of one that holds nothing active: zeros."""
    tree = w.hoist(attribute(expressions.value(w, node.value), node.attr))
    return Pair(tree, pure_call(w.runtime("mirror_of"), tree, *level(w)) if node.attr in LINKS
                else pure_call(w.runtime("zeros"), tree))


def itself_pair(w, node, how):
    """`e.with_traceback(t)`, which returns `e`."""
    owner, *rest = w.operands([node.func.value, *node.args], {0})
    return Pair(call(attribute(owner.value, node.func.attr), *(r.value for r in rest)), owner.tangent)


# -- calls that do not return

def matters(w, how):
    """Does a call that does not return change or raise what is active?"""
    from s2sad.forward.functioneffects import writes
    from s2sad.forward.helpercalls import runs_writing_functions
    return raises(w, how) or any(runs_writing_functions(w, helper) or any(
        r.find().active and r.find().written for r in helper.context.roots) for helper in C.helpers(how)) \
        or any(isinstance(part, C.FunctionCall) and part.functions.find().active and writes(part.functions) for part in C.parts(how))
