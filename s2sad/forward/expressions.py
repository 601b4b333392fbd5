"""Expressions: each becomes the pair of its value and its tangent."""

import gast
import numpy as np

from s2sad.analysis import callrecords as C
from s2sad.analysis import kinds as K
from s2sad.analysis.effects import writes_active
from s2sad.analysis.facts import describe
from s2sad.analysis.expressionkinds import SHAPE_OF
from s2sad.analysis.iterators import is_pairs, may_be_pairs
from s2sad.analysis.kinds import is_active, regions
from s2sad.analysis.mappings import touches_default
from s2sad.forward import calls
from s2sad.forward.arithmetic import binary_pair, born_inactive, full_operands, unary_pair
from s2sad.forward.callee import spelled
from s2sad.forward.classes import makes_classes
from s2sad.frontend.build import (
    assign,
    attribute,
    binary,
    call,
    constant,
    expression,
    has_effects,
    is_atom,
    is_plain,
    item,
    name,
    pure_call,
    subscript,
    tuple_,
)
from s2sad.forward.comprehensions import collect_items, comprehension_pair, comprehension_value, refuse_set
from s2sad.forward.iterators import (
    holds_pairs_itself,
    refuse_unsure,
    unzipped,
    values_of,
    yield_from_pair,
    yield_pair,
)
from s2sad.forward.exceptions import carries, linked_pair, matters, raises
from s2sad.forward.functioncalls import known_pair
from s2sad.forward.functioneffects import writes
from s2sad.forward.functions import lambda_pair
from s2sad.forward.helpercalls import runs_writing_functions
from s2sad.forward.objects import attribute_pair, class_named, operation_pair
from s2sad.forward.literals import number_from
from s2sad.forward.pair import Pair
from s2sad.forward.partials import partial_attribute
from s2sad.forward.stuck import comes_back, raising
from s2sad.frontend.trees import walk
from s2sad.lowering.comprehension_names import COMPREHENSIONS
from s2sad.rules.registry import attribute_rule
from s2sad.simplify.algebra import multiply


def pair(w, node):
    """The pair of an expression."""
    if node in w.context.unpacked:
        node = first_item(w, node)
    result = new_pair(w, node)
    if K.may_wrap(w.kind(node)):
        result.value.wraps = True
    return result


def new_pair(w, node):
    if not w.is_active(node):
        return Pair(value(w, node))
    if may_be_pairs(w.kind(node)) and not (
            w.kind(node).form == "iterable" and isinstance(node, (gast.Name, gast.IfExp))):
        refuse_unsure(w, node)
    kind = w.kind(node)
    if kind.form == "const" and kind.functions is not None:
        return known_pair(w, node, kind)
    how = w.facts.call.get(node)
    if how is not None and not isinstance(node, gast.Call):
        result = operation_pair(w, node, how)
        if result is not None:
            return result
    write = _PAIRS.get(type(node))
    if isinstance(node, gast.Set):
        refuse_set(w, node)
    if write is None:
        w.refuse(node, f"{describe(node)} that depends on what is differentiated is not supported yet.",
                 "Write it as a loop.")
    return write(w, node)


def value(w, node):
    """The value alone, as the user wrote it wherever that is enough."""
    if node in w.context.unpacked:
        node = first_item(w, node)
    if hasattr(node, "descriptor"):
        base, attr = node.descriptor
        return subscript(pure_call(w.builtin("vars"), class_named(w, base)), constant(attr))
    if not is_special(w, node):
        return mark_pure(w, node)
    if not comes_back(w, node):
        return raising(w, node)
    if touches_default(w.facts.kind, node):
        return default_item(w, node).value
    if may_be_pairs(w.kind(node)):
        refuse_unsure(w, node)
    if is_pairs(w.kind(node)):
        return values_of(w, node)
    if is_identity(node):
        return gast.copy_location(gast.Compare(left=node.left, ops=node.ops, comparators=node.comparators), node)
    if isinstance(node, COMPREHENSIONS) and not w.is_active(node):
        return comprehension_value(w, node)
    how = w.facts.call.get(node)
    if w.is_active(node) or isinstance(node, _WRITTEN) or isinstance(how, C.OPERATIONS):
        write = _PAIRS.get(type(node))
        if isinstance(how, C.OPERATIONS) or write is not None:
            result = operation_pair(w, node, how) if isinstance(how, C.OPERATIONS) else write(w, node)
            if result.both is not None:
                return w.split(result).value
            return result.value
    return rebuild(w, node)


_WRITTEN = (gast.NamedExpr, gast.Lambda, gast.Call, gast.Yield, gast.YieldFrom)


def is_identity(node):
    """Is this `x is None`, or the like of names, which need not be taken apart?"""
    return isinstance(node, gast.Compare) and all(isinstance(op, (gast.Is, gast.IsNot)) for op in node.ops) \
        and all(isinstance(n, (gast.Name, gast.Constant)) for n in (node.left, *node.comparators))


def first_item(w, node):
    """The first item of `*xs` in `g(*xs)`, after a check that `g` takes as many as there are.

    If it does not, Python raises what it would have raised.
    """
    unpacked = w.context.unpacked[node]
    if unpacked.named is not None:
        _named_expression(w, unpacked.named)
    if unpacked.failing is not None:
        w.emit(gast.If(test=mark_pure(w, unpacked.failing), body=[gast.Expr(value=unpacked.call)], orelse=[]))
    return without(w, node, unpacked.named)


def without(w, tree, named):
    """A copy of a tree that reads a name where one was assigned to, if there is such an assignment."""
    if isinstance(tree, list):
        return [without(w, t, named) for t in tree]
    if not isinstance(tree, gast.expr):
        return tree
    new = name(named.target.id) if tree is named else type(tree)(
        **{f: without(w, v, named) for f, v in gast.iter_fields(tree)})
    for facts in (w.facts.kind, w.facts.call, w.facts.truth):
        if tree in facts:
            facts[new] = facts[tree]
    return gast.copy_location(new, tree)


def mark_pure(w, node):
    """Note on the user's own calls whether they only compute."""
    if w.context.rewritten:
        node = as_written(w, node)
    for inner in walk(node):
        if isinstance(inner, gast.Call) and not hasattr(inner, "pure"):
            how = w.facts.call.get(inner)
            pure = isinstance(how, C.RuleCall) and how.out is None and how.function not in (print,)
            pure |= getattr(w.facts.kind.get(inner), "form", None) == "super"
            pure |= isinstance(how, C.BuiltinCall) and how.name not in ("next", "iter", "map", "filter")
            inner.pure = pure and not any(isinstance(n, gast.Name) and w.kind(n).form in ("iter", "iterable")
                                          for n in C.all_arguments(inner))  # it would run what gives the items
            if pure and isinstance(how, C.RuleCall):
                inner.known_number = number_from(how.function, inner)
        elif isinstance(w.facts.call.get(inner), C.OPERATIONS):
            inner.effects = True
    return node


def as_written(w, node):
    """The tree with what the user wrote in place of calls that stand for it.

        sum(by_next(c.__iter__()))  →  sum(c)
    """
    if hasattr(node, "as_written"):
        if isinstance(node.func, gast.Constant) and node.func.value is list:
            node.func = w.builtin("list")  # an operand, which may be read twice
        else:
            node = node.as_written
    for inner in walk(node):
        for field, part in gast.iter_fields(inner):
            if isinstance(part, list):
                part[:] = [getattr(p, "as_written", p) for p in part]
            elif hasattr(part, "as_written"):
                setattr(inner, field, part.as_written)
            elif isinstance(part, gast.Constant):
                setattr(inner, field, spelled(w, part))
    return node


def is_special(w, node):
    """Does evaluating this have effects that have to be mirrored?"""
    for inner in walk(node):
        if isinstance(inner, gast.NamedExpr) and inner.target.id in w.facts.active_names:
            return True
        how = w.facts.call.get(inner)
        if isinstance(how, C.Refused):
            w.refuse(inner, how.reason, how.advice)
        if isinstance(inner, (gast.Yield, gast.YieldFrom)) or holds_pairs_itself(w, inner):
            return True
        if isinstance(how, tuple) and how[0] == "nested":
            check_nested(w, inner, how[1])
        if any(writes_active(helper.context) for helper in C.helpers(how)) or makes_classes(w, how) \
                or any(runs_writing_functions(w, helper) for helper in C.helpers(how)) or raises(w, how):
            return True
        if inner in w.facts.never and inner not in w.facts.kind and matters(w, w.facts.never[inner]):
            return True
        if isinstance(how, C.MethodCall) and how.name == "throw" and any(carries(w, a) for a in inner.args):
            return True
        if isinstance(how, C.ExceptionInit) and w.is_active(how.subject):
            return True
        if isinstance(how, C.SetAttribute) and w.is_active(how.subject):
            return True
        if isinstance(how, C.CachedProperty) and w.is_active(inner.value) or touches_default(w.facts.kind, inner):
            return True
        if isinstance(how, C.FunctionCall) and how.functions.find().active and writes(how.functions):
            return True
        if isinstance(how, C.ApplyCall) and any(w.is_active(n) for n in C.all_arguments(inner)):
            return True
        if isinstance(how, C.MethodCall) and how.name not in ("get", "items", "keys", "values", "index", "count",
                                                              "copy") \
                and isinstance(inner, gast.Call) and w.is_active(
                    inner.func.value):
            return True
        if isinstance(how, C.RuleCall) and how.out is not None and w.is_active(how.out):
            return True
    return False


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
        if any(helper.context.home is not None and writes_active(helper.context) for helper in C.helpers(how)):
            return True
        if any(writes_active(helper.context) and touches(n for b in helper.bound.values() for n in C.nodes_of(b))
               or runs_writing_functions(w, helper) for helper in C.helpers(how)):
            return True
        if isinstance(how, C.SetAttribute) and touches([how.subject]):
            return True
        if isinstance(how, C.MethodCall) and how.name not in _READING_METHODS \
                and touches([inner.func.value]):
            return True
        if isinstance(how, C.RuleCall) and how.out is not None or isinstance(how, C.ApplyCall):
            return True
        if isinstance(how, C.FunctionCall) and writes(how.functions):
            return True
    return False


_READING_METHODS = {"get", "items", "keys", "values", "index", "count", "copy"}


def check_nested(w, node, names):
    """Nested functions and comprehensions are copied as they are; nothing active may be in them."""
    for user_name in sorted(names & w.facts.active_names):
        w.refuse(node, f"{describe(node)} that uses `{user_name}`, which depends on what is differentiated, "
                 "is not supported yet.", "Write it as a loop, or as a function of its own at module level.")


def rebuild(w, node):
    """The same expression with its parts rewritten, in the order of evaluation."""
    if isinstance(node, (gast.BoolOp, gast.IfExp)):
        return w.split(conditional(w, node)).value
    if isinstance(node, gast.JoinedStr):
        return rebuild_text(w, node)
    if isinstance(node, gast.Compare) and any(is_special(w, operand) for operand in node.comparators[1:]):
        return comparison_chain(w, node)
    fields = []
    for field, part in gast.iter_fields(node):
        if isinstance(part, (gast.expr, gast.Slice)):
            fields.append((field, None, part))
        elif isinstance(part, list):
            for i, item in enumerate(part):
                if isinstance(item, gast.keyword):
                    fields.append((field, (i, "keyword"), item.value))
                elif isinstance(item, (gast.expr, gast.Slice)):
                    fields.append((field, i, item))
    if isinstance(node, gast.Dict):
        fields = [(f, i, n) for i, pair_ in enumerate(zip(node.keys, node.values))
                  for f, n in zip(("keys", "values"), pair_) if n is not None]
    pairs = w.operands([part for _, _, part in fields], pair=lambda w, n: Pair(value(w, n)))
    new = type(node)(**{f: (list(v) if isinstance(v, list) else v) for f, v in gast.iter_fields(node)})
    for (field, place, _), part in zip(fields, pairs):
        if place is None:
            setattr(new, field, part.value)
        elif isinstance(place, tuple):
            old = getattr(node, field)[place[0]]
            getattr(new, field)[place[0]] = gast.keyword(arg=old.arg, value=part.value)
        else:
            getattr(new, field)[place] = part.value
    return gast.copy_location(new, node)


def comparison_chain(w, node):
    """`a < b < g(c)`, where `g(c)` takes statements, which run only if `a < b`.

        t = a < b
        if t:
            t2, dt2 = dg(c, dc)
            t = b < t2
    """
    def plain(w, operand):
        return Pair(value(w, operand))

    def kept(tree):
        return w.hoist(tree, force=isinstance(tree, gast.Name) and tree.id not in w.generated)

    def link(op, operand, last):
        new = value(w, operand)
        new = new if last else kept(new)
        w.emit(assign(name(test, True), gast.Compare(left=right, ops=[op], comparators=[new])))
        return new
    left, right = (operand.value for operand in w.operands([node.left, node.comparators[0]], pair=plain))
    right, test = kept(right), w.temporary()
    w.emit(assign(name(test, True), gast.Compare(left=left, ops=node.ops[:1], comparators=[right])))
    body = w.out
    for op, operand in zip(node.ops[1:], node.comparators[1:]):
        made = []
        statements = w.block(lambda: made.append(link(op, operand, operand is node.comparators[-1])))
        body.append(gast.If(test=name(test), body=statements, orelse=[]))
        body, right = statements, made[0]
    return name(test)


def rebuild_text(w, node):
    """An f-string; what is formatted before a later part's statements run becomes a text of its own."""
    def piece(w, part):
        if not isinstance(part, gast.FormattedValue):
            return Pair(part)
        nodes = [part.value] if part.format_spec is None else [part.value, part.format_spec]
        parts = w.operands(nodes, pair=lambda w, n: Pair(rebuild_text(w, n) if n is part.format_spec else value(w, n)))
        spec = parts[1].value if len(parts) > 1 else None
        return Pair(gast.JoinedStr(values=[gast.FormattedValue(value=parts[0].value, conversion=part.conversion,
                                                               format_spec=spec)]))
    values = []
    for made in w.operands(node.values, pair=piece):
        if isinstance(made.value, gast.JoinedStr):
            values += made.value.values
        elif isinstance(made.value, gast.Constant):
            values.append(made.value)
        else:
            values.append(gast.FormattedValue(value=made.value, conversion=-1, format_spec=None))
    return gast.copy_location(gast.JoinedStr(values=values), node)


# -- names, constants

def _name(w, node):
    if is_pairs(w.kind(node)) and node.id in w.context.locals:
        return Pair(node, constant(None))
    if node.id not in w.context.locals and node.id not in w.tangents:
        region = w.kind(node).region.find() if w.kind(node).region is not None else None
        if not any(r.written for r in regions(w.kind(node))):
            # It shares a container with what is active, but nothing active is ever written into it.
            return Pair(node, pure_call(w.runtime("zeros"), node))
        if w.kind(node).form == "array" and region.mixed:
            # What is written is written into others that meet it; if into this after all, Python raises.
            return Pair(node, pure_call(w.runtime("lasting_zeros"), node))
        w.refuse(node, f"A value that depends on what is differentiated is kept in `{node.id}`, which outlives the "
                 "call.", "Pass it as an argument, or make it inside the function.")
    return Pair(node, name(w.tangent_name(node.id)))


def _constant(w, node):
    return Pair(node, w.zero(w.kind(node), node))


# -- conditions

def _compare(w, node):
    """What a comparison gives is new and has no derivative, though active values may be kept beside it."""
    return Pair(rebuild(w, node))


def conditional(w, node):
    """`a if c else b`, `a and b`, `a or b`: one of several pairs."""
    if isinstance(node, gast.BoolOp):
        return _bool_op(w, node)
    wanted, w.wanted = w.wanted, None
    truth = w.facts.truth.get(node.test)
    if truth is not None:
        return pair(w, node.body if truth else node.orelse)
    test = value(w, node.test)
    kind = w.kind(node)
    branches = []
    for branch in (node.body, node.orelse):
        if not comes_back(w, branch):
            branches.append((w.block(lambda: w.emit(expression(raising(w, branch)))), None))
            continue
        result = []
        statements = w.block(lambda: result.append(_complete_branch(w, branch, kind)))
        branches.append((statements, result[0]))
    if not branches[0][0] and not branches[1][0]:
        if not w.is_active(node):
            return Pair(gast.IfExp(test=test, body=branches[0][1].value, orelse=branches[1][1].value))
        trees = [_both(p) for _, p in branches]
        return Pair(both=gast.IfExp(test=test, body=trees[0], orelse=trees[1]))
    w.wanted = wanted
    return _branch(w, test, branches, w.is_active(node))


def _complete_branch(w, node, kind):
    if not comes_back(w, node):
        tree = raising(w, node)
        return Pair(both=tree) if is_active(kind) else Pair(tree)
    result = pair(w, node)
    if not is_active(kind):
        return result
    if result.both is not None:
        return result
    own = w.kind(node)
    tangent = w.complete(result, own)
    return w.settled(Pair(result.value, tangent))


def _both(p):
    return p.both if p.both is not None else tuple_([p.value, p.tangent])


def _branch(w, test, branches, active):
    temporary = w.temporary()
    if w.wanted is not None and active:
        v, dv = w.wanted
        targets = tuple_([name(v, True), name(dv, True)], True)
        arms = [[*statements, *([] if p is None else [assign(targets, _both(p))])] for statements, p in branches]
        w.emit(gast.If(test=test, body=arms[0], orelse=arms[1]))
        return Pair(name(v), name(dv))
    targets = tuple_([name(temporary, True), name("d" + temporary, True)], True) if active else name(temporary, True)
    arms = []
    for statements, p in branches:
        arms.append([*statements, *([] if p is None else [assign(targets, _both(p) if active else p.value)])])
    w.emit(gast.If(test=test, body=arms[0], orelse=arms[1]))
    return Pair(name(temporary), name("d" + temporary) if active else None)


def deciding(w, node):
    """The operands of `a or b or ...` that it may come out as."""
    stop = isinstance(node.op, gast.Or)
    found = []
    for operand in node.values:
        truth = w.facts.truth.get(operand)
        if truth is None or truth is stop or operand is node.values[-1]:
            found.append(operand)
        if truth is stop:
            break
    return found


def _bool_op(w, node):
    """`a or b` is `a if a else b`, with `a` evaluated once; names whose truth is known decide nothing."""
    kind = w.kind(node)
    operands = deciding(w, node)
    if len(operands) == 1:
        return pair(w, operands[0])
    active = is_active(kind)
    temporary = w.temporary()
    targets = tuple_([name(temporary, True), name("d" + temporary, True)], True) if active else name(temporary, True)
    first = _complete_branch(w, operands[0], kind)
    w.emit(assign(targets, _both(first) if active else first.value))
    depth = []
    for operand in operands[1:]:
        test = name(temporary)
        if isinstance(node.op, gast.Or):
            test = gast.UnaryOp(op=gast.Not(), operand=test)
        result = []
        statements = w.block(lambda: result.append(_complete_branch(w, operand, kind)))
        arm = gast.If(test=test, body=[*statements, assign(targets, _both(result[0]) if active else result[0].value)],
                      orelse=[])
        (depth[-1].body.append(arm) if depth else w.emit(arm))
        depth.append(arm)
    return Pair(name(temporary), name("d" + temporary) if active else None)


def _named_expression(w, node):
    from s2sad.forward.statements import write_assign
    write_assign(w, [node.target], node.value, node)
    target = node.target.id
    return Pair(name(target), name(w.tangent_name(target)) if w.is_active(node) else None)


# -- containers

def _display(w, node):
    """Tuples and lists."""
    active = [w.is_active(e) or isinstance(e, gast.Starred) for e in node.elts]
    need = {i for i, (a, e) in enumerate(zip(active, node.elts))
            if not a and not K.is_numeric(w.kind(e)) or not a and w.kind(e).form != "number"}
    elements = w.operands(node.elts, need, pair=element)
    make = type(node)
    values = make(elts=[e.value for e in elements], ctx=gast.Load())
    mirrors = make(elts=[e.tangent if e.tangent is not None else w.zero(w.kind(n), e.value)
                         for e, n in zip(elements, node.elts)], ctx=gast.Load())
    return Pair(values, mirrors)


def element(w, node):
    """An element of a display: its tangent goes into a container, so it must be complete."""
    if isinstance(node, gast.Starred):
        inner = collected(w, node.value)
        if inner.tangent is None and w.kind(node.value).form in ("iter", "iterable", "any"):  # taken once
            inner.value = call(w.builtin("list"), inner.value)
            inner = w.named(inner)
            inner.tangent = pure_call(w.runtime("zeros"), inner.value)
        inner = w.named(inner)
        tangent = inner.tangent if inner.tangent is not None else w.zero(w.kind(node.value), inner.value)
        return Pair(gast.Starred(value=inner.value, ctx=gast.Load()), gast.Starred(value=tangent, ctx=gast.Load()))
    if not w.is_active(node):
        return Pair(value(w, node))
    result = w.split(pair(w, node))
    return w.settled(Pair(result.value, w.complete(result, w.kind(node))))


def collected(w, node):
    """The pair of what all items are taken of here: of an iterator, two lists."""
    if not is_pairs(w.kind(node)) and not may_be_pairs(w.kind(node)):
        return element(w, node)
    return collect_items(w, node) if isinstance(node, gast.GeneratorExp) else unzipped(w, node)


def _dict(w, node):
    for key in node.keys:
        if key is not None and w.is_active(key):
            w.refuse(key, "A dict key that depends on what is differentiated loses its derivative.",
                     "Keep the value beside the key, as a dict's value.",
                 uncertain=True)
    nodes = [n for pair_ in zip(node.keys, node.values) for n in pair_ if n is not None]
    need = {i for i, n in enumerate(nodes)
            if n in node.keys or not w.is_active(n) and w.kind(n).form != "number"}
    done = dict(zip(map(id, nodes), w.operands(nodes, need, pair=element)))
    keys = [None if k is None else done[id(k)].value for k in node.keys]
    values = [done[id(v)] for v in node.values]
    mirrors = [v.tangent if v.tangent is not None else w.zero(w.kind(n), v.value)
               for v, n in zip(values, node.values)]
    return Pair(gast.Dict(keys=keys, values=[v.value for v in values]), gast.Dict(keys=list(keys), values=mirrors))


def _subscript(w, node):
    if w.kind(node.value).form == "const":
        return joined(w, node)
    if touches_default(w.facts.kind, node):
        return default_item(w, node)
    container, index = container_and_index(w, node)
    tree = subscript(container.value, index.value)
    if container.tangent is None:
        return born_inactive(w, node, tree)
    return Pair(tree, item(container.tangent, index.value))


def default_item(w, node):
    """`d[key]` → `t, dt = d[key], dd[key]`, which may store the default in both."""
    container, index = w.operands([node.value, node.slice], {0}, pair=_container_or_index)
    key = index.value if is_atom(index.value) else w.hoist(index.value)
    temporary = w.temporary()
    mirror = "d" + temporary
    both = [subscript(tree, key) for tree in (container.value, container.tangent)]
    both[0].effects = both[1].effects = True
    w.emit(assign(tuple_([name(temporary, True), name(mirror, True)], True), tuple_(both))).writes = True
    return Pair(name(temporary), name(mirror) if w.is_active(node) else None)


def joined(w, node):
    """`np.r_[x, 1.0]` → `np.r_[dx, 0.0]`"""
    several = isinstance(node.slice, gast.Tuple)
    items = node.slice.elts if several else [node.slice]
    parts = w.operands(items, {i for i, n in enumerate(items) if K.is_numeric(w.kind(n)) and not w.is_active(n)},
                       pair=_container_or_index)
    tangents = []
    for part, item in zip(parts, items):
        if part.tangent is not None:
            tangents.append(part.tangent)
        elif isinstance(item, gast.Slice):
            tangents.append(multiply(constant(0), subscript(node.value, part.value)))
        else:
            tangents.append(part.value if w.kind(item).form == "plain" else w.zero(w.kind(item), part.value))

    def rebuilt(trees):
        return subscript(node.value, tuple_(trees) if several else trees[0])
    return Pair(rebuilt([part.value for part in parts]), rebuilt(tangents))


def _container_or_index(w, node):
    if isinstance(node, gast.Slice) or not w.is_active(node):
        return Pair(value(w, node))
    return w.full(w.settled(pair(w, node)), w.kind(node))


def container_and_index(w, node):
    """The pairs of `u` and `i` in `u[i]`, both to be written for the value and for the mirror."""
    def part(w, operand):
        pair_ = _container_or_index(w, operand)
        if operand is node.slice:
            pair_.value = hoist_index(w, pair_.value)
        return pair_
    container, index = w.operands([node.value, node.slice], pair=part)
    if not is_atom(container.value) and has_effects(container.value):
        container.value = w.hoist(container.value)
    return container, index


def hoist_index(w, index):
    """Name the parts of an index that are more than arithmetic on names."""
    if is_plain(index):
        return index
    if has_effects(index) and isinstance(index, (gast.Tuple, gast.Slice)):
        # What is read before something has its effect is read into a name before it.
        if isinstance(index, gast.Slice):
            return w.hoist(index, force=True)
        return gast.Tuple(elts=[e if isinstance(e, gast.Constant) else w.hoist(e, force=True) for e in index.elts],
                          ctx=gast.Load())
    if isinstance(index, gast.Tuple):
        return gast.Tuple(elts=[hoist_index(w, e) for e in index.elts], ctx=gast.Load())
    if isinstance(index, gast.Slice):
        return gast.Slice(*[p if p is None else hoist_index(w, p) for p in (index.lower, index.upper, index.step)])
    if isinstance(index, gast.BinOp) and not has_effects(index):
        return binary(hoist_index(w, index.left), index.op, hoist_index(w, index.right))
    return w.hoist(index)


def _attribute(w, node):
    kind = w.kind(node.value)
    if kind.form in ("partial", "method") or w.kind(node).form == "method":
        return partial_attribute(w, node)
    if K.has_fields(kind):
        return attribute_pair(w, node)
    if kind.form == "plain" and kind.type == K.EXCEPTION.type:
        return linked_pair(w, node)
    if kind.form == "tuple" and kind.type is not None:
        (owner,) = w.operands([node.value])
        if node.attr in kind.type._fields:
            return Pair(attribute(owner.value, node.attr),
                        subscript(owner.tangent, constant(kind.type._fields.index(node.attr))))
        return Pair(attribute(owner.value, node.attr), attribute(owner.tangent, node.attr))
    if not K.is_numeric(kind) and not (kind.form == "any" and attribute_rule(node.attr) == "linear"):
        w.refuse(node, f"It is not known before the program runs what `.{node.attr}` of this value is.",
                 "Pass numbers, arrays, containers, or objects of plain classes of your own.",
                 uncertain=kind.form == "any")
    if K.is_numeric(kind) and node.attr in SHAPE_OF:
        return born_inactive(w, node, rebuild(w, node))
    if attribute_rule(node.attr) != "linear" and node.attr != "flat":
        w.refuse(node, f"There is no derivative rule for the array attribute `{node.attr}`.",
                 "Use a function or method that has one.", uncertain=not hasattr(np.ndarray, node.attr))
    (owner,) = full_operands(w, [node.value])
    tree = attribute(owner.value, node.attr)
    if owner.tangent is None:
        return born_inactive(w, node, tree)
    tangent = owner.tangent
    if kind.form != "array" and node.attr not in ("real", "imag"):
        tangent = pure_call(attribute(w.module("np"), "asarray"), tangent)
    return Pair(tree, attribute(tangent, node.attr))


def _starred(w, node):
    return element(w, node)


_PAIRS = {
    gast.Name: _name, gast.Constant: _constant, gast.BinOp: binary_pair, gast.UnaryOp: unary_pair,
    gast.IfExp: conditional, gast.BoolOp: conditional, gast.NamedExpr: _named_expression,
    gast.Tuple: _display, gast.List: _display, gast.Dict: _dict, gast.Subscript: _subscript,
    gast.Attribute: _attribute, gast.Call: calls.call_pair, gast.Starred: _starred, gast.Lambda: lambda_pair,
    gast.ListComp: comprehension_pair, gast.SetComp: comprehension_pair, gast.DictComp: comprehension_pair,
    gast.GeneratorExp: comprehension_pair, gast.Yield: yield_pair, gast.YieldFrom: yield_from_pair,
    gast.Compare: _compare,
}
