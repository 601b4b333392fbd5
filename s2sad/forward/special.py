"""What evaluating an expression does besides giving a value: effects that the mirror must have too."""

import gast

from s2sad.analysis.expressionkinds import asks_for_shape
from s2sad.analysis.mappings import looks_up, may_store_default, touches_default
from s2sad.analysis.predicates import TESTS, question
from s2sad.facts import callrecords as C
from s2sad.facts.effects import READING_METHODS, methods_reached, writes_active
from s2sad.facts.facts import describe
from s2sad.facts.iterators import is_pairs
from s2sad.facts.reached import regions
from s2sad.forward import callee, classes, exceptions, functioneffects, helpercalls, iterators
from s2sad.forward.acting import acts, parts_of
from s2sad.forward.literals import number_from
from s2sad.frontend.trees import walk


def mark_pure(w, node):
    """Note on the user's own calls whether they only compute."""
    if w.context.rewritten:
        node = as_written(w, node)
    for inner in walk(node):
        if isinstance(inner, gast.Call) and not hasattr(inner, "pure"):
            how = w.facts.call.get(inner)
            pure = isinstance(how, C.RuleCall) and how.out is None and how.function not in (print,)
            pure |= getattr(w.facts.kind.get(inner), "form", None) == "super" or question(how) is not None
            pure |= isinstance(how, C.BuiltinCall) and how.name not in ("next", "iter", "map", "filter")
            inner.pure = pure and not acts(w, inner) and not takes_items(w, C.all_arguments(inner))
            if pure and isinstance(how, C.RuleCall):
                inner.known_number = number_from(how.function, inner)
        elif isinstance(w.facts.call.get(inner), C.OPERATIONS) or may_store_default(w.facts.kind, inner) \
                or isinstance(inner, _ASKING) and (acts(w, inner) or takes_items(w, parts_of(inner))):
            inner.effects = True
    return node


def takes_items(w, parts):
    """Might taking the items of one of these run a generator?  Of a call its own kind of call says so."""
    return any(not isinstance(n, gast.Call) and may_be_iterator(w.facts.kind.get(n)) for n in parts)


def may_be_iterator(kind):
    return kind is not None and (kind.form in ("iter", "iterable") or kind.form == "any" and any(r.lazy for r in regions(kind)))


# Where Python calls methods of what is in it.
_ASKING = (gast.BinOp, gast.UnaryOp, gast.BoolOp, gast.Compare, gast.IfExp, gast.Subscript, gast.FormattedValue, gast.ListComp,
           gast.SetComp, gast.DictComp, gast.GeneratorExp, gast.Dict, gast.Set, gast.Starred)


def as_written(w, node):
    """The tree with what the user wrote in place of calls that stand for it.

        sum(by_next(c.__iter__()))  →  sum(c)

    The tree itself stays as it is: its derivative may yet be asked for.
    """
    return rewritten(w, node) if any(map(stands_for_other, walk(node))) else node


def stands_for_other(node):
    return hasattr(node, "as_written") or isinstance(node, gast.Constant) and callable(node.value)


def rewritten(w, node):
    if isinstance(node, list):
        new = [rewritten(w, part) for part in node]
        return node if all(a is b for a, b in zip(new, node)) else new
    if not isinstance(node, gast.AST):
        return node
    if hasattr(node, "as_written"):
        if isinstance(node, gast.Call) and isinstance(node.func, gast.Constant) and node.func.value is list:
            node.func, node.is_list = w.builtin("list"), True  # an operand, which may be read twice
        elif not hasattr(node, "is_list"):
            node = node.as_written
    if isinstance(node, gast.Constant):
        return callee.spelled(w, node)
    fields = {field: rewritten(w, part) for field, part in gast.iter_fields(node)}
    if all(fields[field] is part for field, part in gast.iter_fields(node)):
        return node
    new = gast.copy_location(type(node)(**fields), node)
    for facts in (w.facts.kind, w.facts.call, w.facts.truth):
        if node in facts:
            facts[new] = facts[node]
    return new


def is_idle(w, node):
    """Can a test whose outcome is known be left out: does evaluating it do nothing else?"""
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.Not):
        return is_idle(w, node.operand)
    if isinstance(node, gast.BoolOp):
        stop = isinstance(node.op, gast.Or)
        for operand in node.values:
            if not is_idle(w, operand):
                return False
            if w.facts.truth.get(operand) is stop:
                break  # the others are not evaluated
        return True
    for inner in walk(mark_pure(w, node)):
        if isinstance(inner, (gast.NamedExpr, gast.Await, gast.Yield, gast.YieldFrom)) or getattr(inner, "effects", False):
            return False
        if isinstance(inner, gast.Call) and not inner.pure and getattr(w.facts.kind.get(inner.func), "value", None) not in TESTS:
            return False
    return not is_special(w, node)


def is_special(w, node):
    """Does evaluating this have effects that have to be mirrored?"""
    known = w.special.get(node)
    if known is None:
        known = w.special[node] = any(is_special_itself(w, inner) for inner in walk(node))
    return known


def is_special_itself(w, node):
    """The same of what a node does beside its parts."""
    if isinstance(node, gast.NamedExpr) and node.target.id in w.facts.active_names:
        return True
    how = w.facts.call.get(node)
    if isinstance(how, C.AlternativesCall) and any(is_special_itself(w, case) for _, case, _ in how.cases):
        return True
    if isinstance(how, C.ConstantKeyCall):
        return True
    if isinstance(how, C.Refused):
        w.refuse(node, how.reason, how.advice)
    if isinstance(node, (gast.Yield, gast.YieldFrom)) or iterators.holds_pairs_itself(w, node):
        return True
    if node in w.facts.never and node not in w.facts.kind and exceptions.matters(w, w.facts.never[node]):
        return True
    if how is None:
        return touches_default(w.facts.kind, node) or looks_up(w.facts.kind, node) or asks_for_shape(w.facts.kind, node)
    if isinstance(how, (C.GetAttribute, C.StandIn)) and how.node is not None:
        return is_special_itself(w, how.node)
    if isinstance(how, tuple) and how[0] == "nested":
        check_nested(w, node, how[1])
    if any(writes_active(helper.context) or helpercalls.runs_writing_functions(w, helper) for helper in C.helpers(how)) \
            or classes.makes_classes(w, how) or exceptions.raises(w, how):
        return True
    if isinstance(how, C.MethodCall) and how.name == "throw" and any(exceptions.carries(w, a) for a in node.args):
        return True
    if isinstance(how, (C.ExceptionInit, C.SetAttribute)) and w.is_active(how.subject):
        return True
    if isinstance(how, C.CachedProperty) and w.is_active(node.value) or touches_default(w.facts.kind, node):
        return True
    if isinstance(how, C.FunctionCall) and how.functions.find().active and functioneffects.writes(how.functions):
        return True
    if isinstance(how, C.ApplyCall) and any(w.is_active(n) for n in C.all_arguments(node)):
        return True
    if isinstance(how, C.MethodCall) and how.name not in READING_METHODS and isinstance(node, gast.Call) \
            and w.is_active(node.func.value):
        return True
    return isinstance(how, C.RuleCall) and how.out is not None and w.is_active(how.out)


def changes_memory(w, node, memory=None):
    """Does evaluating this rebind a name, or write into active memory (or into that of a kind)?"""
    own = None if memory is None else regions(memory)

    def touches(nodes):
        found = [r for n in nodes for r in regions(w.kind(n))]
        return any(r.written and r.active and (own is None or r in own) for r in found)
    for inner in walk(node):
        how = w.facts.call.get(inner)
        if isinstance(inner, gast.NamedExpr) or is_pairs(w.facts.kind.get(inner)):
            return True  # the items of an iterator may be computed now
        if any(helper.context.home is not None and writes_active(helper.context)
               or any(map(writes_active, methods_reached(helper.context))) for helper in C.helpers(how)):
            return True
        if any(writes_active(helper.context) and touches(n for b in helper.bound.values() for n in C.nodes_of(b))
               or helpercalls.runs_writing_functions(w, helper) for helper in C.helpers(how)):
            return True
        if isinstance(how, C.SetAttribute) and touches([how.subject]):
            return True
        if isinstance(how, C.MethodCall) and how.name not in READING_METHODS \
                and touches([inner.func.value]):
            return True
        for part in C.parts(how):
            if isinstance(part, C.RuleCall) and part.out is not None or isinstance(part, C.ApplyCall):
                return True
            if isinstance(part, C.FunctionCall) and functioneffects.writes(part.functions):
                return True
    return False


def check_nested(w, node, names):
    """Nested functions and comprehensions are copied as they are; nothing active may be in them."""
    for user_name in sorted(names & w.facts.active_names):
        w.refuse(node, f"{describe(node)} that uses `{user_name}`, which depends on what is differentiated, "
                 "is not supported yet.", "Define it at the level of the module, and pass what it uses as arguments."
                 if isinstance(node, gast.ClassDef) else "Write it as a loop, or as a function of its own at module level.")
