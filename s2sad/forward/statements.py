"""Statements: each becomes the statements that compute its pair.

The value's arithmetic stays the user's, in the user's order.  A store's
tangent is computed before the store, which may overwrite what it reads.
"""


import gast

from s2sad.analysis.subscriptkinds import is_slice
from s2sad.facts import callrecords as C
from s2sad.facts import kinds as K
from s2sad.facts.alternatives import may_be_text
from s2sad.facts.iterators import is_pairs
from s2sad.facts.numberkinds import field
from s2sad.facts.reached import is_active
from s2sad.forward import attributestores
from s2sad.forward.attributestores import emit_call, store_item
from s2sad.forward.blocks import WRITERS, body_of, write_block
from s2sad.forward.callee import with_known_callee
from s2sad.forward.classes import write_class
from s2sad.forward.displays import collected, of_items, element
from s2sad.forward.exceptions import pair_call, write_caught, write_raise
from s2sad.forward.expressions import pair, value
from s2sad.forward.functions import write_def
from s2sad.forward.inplace import write_aug_assign
from s2sad.forward.iterators import pair_tree, yield_from_tree, yield_tree
from s2sad.forward.lifetimes import after_leaving
from s2sad.forward.loops import write_for, write_while
from s2sad.forward.methods import operation_pair
from s2sad.forward.operands import tangent_or_zero
from s2sad.forward.pair import RESULT, Pair, hole
from s2sad.forward.returned import holds_functions, leaves, without_mirrors
from s2sad.forward.special import changes_memory, check_nested, is_idle, is_special, mark_pure
from s2sad.forward.step import change, field_name, kept
from s2sad.forward.stuck import comes_back, raising
from s2sad.forward.subscripts import container_and_index
from s2sad.forward.targets import (
    assign_name,
    check_store,
    mirror_target,
    refuse_inner_iterator,
    target_active,
    target_tree,
)
from s2sad.forward.unpackings import takes_constants, unpack_constants
from s2sad.frontend.build import (
    assign,
    call,
    constant,
    expression,
    has_effects,
    is_atom,
    name,
    pure_call,
    names_in,
    returns,
    subscript,
    tuple_,
)
from s2sad.frontend.trees import walk
from s2sad.later import later
from s2sad.records import replace

# -- assignment

def _assign(w, node):
    write_assign(w, node.targets, node.value, node)


def is_rebound_by(w, targets, tree):
    """Does evaluating the targets perhaps give other values to names in what was evaluated before?"""
    return tree is not None and bool(names_in(tree) & w.unsteady) and any(
        not isinstance(t, gast.Name) and has_effects(mark_pure(w, t)) for t in targets)


def _ann_assign(w, node):
    if node.value is not None:
        write_assign(w, [node.target], node.value, node)


def is_part_of_list(w, target):
    """Is this `xs[a:b]`, to which a list assigns all items of what it is given?"""
    if not isinstance(target, gast.Subscript):
        return False
    form = w.kind(target.value).form
    return form == "list" and is_slice(target.slice, w.facts.kind) or form == "any" and isinstance(target.slice, gast.Slice)


def write_assign(w, targets, value_node, node):
    if len(targets) == 1 and isinstance(targets[0], (gast.Tuple, gast.List)) \
            and isinstance(value_node, (gast.Tuple, gast.List)) and simple_unpack(targets[0], value_node):
        return parallel_assign(w, targets[0], value_node)
    active = any(target_active(w, t) for t in targets)
    if active and len(targets) == 1 and isinstance(targets[0], (gast.Tuple, gast.List)) \
            and isinstance(value_node, (gast.Tuple, gast.List)) and len(targets[0].elts) == len(value_node.elts) \
            and not any(isinstance(e, gast.Starred) for e in (*targets[0].elts, *value_node.elts)) \
            and any(isinstance(t, gast.Attribute) for t in targets[0].elts):
        return parallel_store(w, targets[0], value_node)
    if not active:
        tree = value(w, value_node)
        if is_rebound_by(w, targets, tree):
            tree = w.hoist(tree, force=True)
        trees = [target_tree(w, t) for t in targets]
        w.emit(assign(trees, tree))
        return
    if len(targets) == 1 and isinstance(targets[0], (gast.Tuple, gast.List)) \
            and isinstance(value_node, (gast.Tuple, gast.List)) and same_length(targets[0], value_node) \
            and all(isinstance(t, (gast.Name, gast.Attribute, gast.Subscript)) for t in targets[0].elts):
        return store_each(w, targets[0], value_node)
    if isinstance(value_node, (gast.IfExp, gast.ListComp, gast.DictComp)) and len(targets) == 1 and isinstance(targets[0], gast.Name):
        w.wanted = (targets[0].id, w.tangent_name(targets[0].id))
    unpacked = any(isinstance(t, (gast.Tuple, gast.List)) or is_part_of_list(w, t) for t in targets)
    if isinstance(value_node, gast.Lambda) and len(targets) == 1 and isinstance(targets[0], gast.Name):
        w.wanted = (targets[0].id, w.tangent_name(targets[0].id))
        result = pair(w, value_node)
        if result.tangent is not None and result.tangent.id == w.tangent_name(targets[0].id):
            w.emit(assign(name(targets[0].id, True), result.value)).plain_function = targets[0].id
            w.plain_functions.add(targets[0].id)
            return
    else:
        items = unpacked and is_pairs(w.kind(value_node)) or w.kind(value_node).form in ("iter", "iterable", "dict", "set", "const", "plain", "classes") \
            and any(is_part_of_list(w, t) for t in targets)
        if items and not all(isinstance(t, (gast.Tuple, gast.List)) or is_part_of_list(w, t) for t in targets):
            w.refuse(node, "An iterator over values that depend on what is differentiated is both unpacked and kept.",
                     "Give it a name first, and unpack that.")
        result = collected(w, value_node) if items else pair(w, value_node)
        if len(targets) == 1 and w.kind(value_node).form in ("dict", "any") and (
                isinstance(targets[0], (gast.Tuple, gast.List)) or is_part_of_list(w, targets[0])):
            result = of_items(w, value_node, w.split(result))
    w.wanted = None
    if is_rebound_by(w, targets, result.value) or is_rebound_by(w, targets, result.tangent):
        result = w.named(Pair(result.value, w.complete(result, w.kind(value_node)) if result.active else None))
        result.value = w.hoist(result.value, force=True)
        w.hoist_tangent(result, force=True)
    kind = w.kind(value_node)
    if unpacked and result.tangent is None and result.both is None and any(takes_constants(kind, t) for t in targets):
        tree = result.value if len(targets) == 1 else w.hoist(result.value)
        for target in targets:
            if isinstance(target, (gast.Tuple, gast.List)):
                unpack_constants(w, target, tree, unpack_one)
            else:
                unpack_one(w, target, tree, w.zero(kind, tree), kind)
        return
    if len(targets) == 1 and isinstance(targets[0], gast.Name):
        if isinstance(result.value, gast.Name) and result.value.id == targets[0].id \
                and isinstance(value_node, (gast.IfExp, gast.ListComp, gast.DictComp)):
            return  # assigned there already
        assign_name(w, targets[0], result, kind)
        return
    if len(targets) == 1 and isinstance(targets[0], (gast.Subscript, gast.Attribute)):
        store(w, targets[0], result, kind, value_node)
        return
    of_names = all(isinstance(n, (gast.Name, gast.Tuple, gast.List, gast.Starred)) for n in walk(targets[0])) \
        and not takes_texts_apart(w, targets[0])
    if result.both is not None and len(targets) == 1 and of_names:
        mirror = mirror_target(w, targets[0])
        w.emit(assign(tuple_([target_tree(w, targets[0]), mirror], True), result.both))
        return
    result = w.split(result)
    if kind.form == "tuple" and len(targets) == 1:
        kind = replace(kind, type=None)  # it is taken apart at once
    tangent = w.complete(result, kind)
    result = w.named(Pair(result.value, tangent)) if not is_atom(result.value) else w.settled(
        Pair(result.value, tangent))
    tangent = result.tangent
    several = len(targets) > 1
    if several and not is_atom(tangent):
        tangent = w.hoist(tangent)
    if several or not of_names:
        for target in targets:
            unpack_one(w, target, result.value, tangent, kind)
        return
    mirror = mirror_target(w, targets[0])
    plain = target_tree(w, targets[0])
    clash = names_in(tangent) & names_in(plain)
    if clash:
        w.emit(assign(mirror, tangent))
        w.emit(assign(plain, result.value))
    else:
        w.emit(assign(plain, result.value))
        w.emit(assign(mirror, tangent))


def takes_texts_apart(w, target):
    """Is there, inside of a target, one for the items of what may be a text, and has no mirror then?"""
    inner = [n for n in walk(target) if n is not target and isinstance(n, (gast.Tuple, gast.List))]
    return any(may_be_text(w.facts.kind[n]) for n in inner if n in w.facts.kind)


def unpack_one(w, target, value_tree, tangent, kind):
    if isinstance(target, gast.Name):
        assign_name(w, target, Pair(value_tree, tangent), kind)
    elif isinstance(target, (gast.Subscript, gast.Attribute)):
        store(w, target, Pair(value_tree, tangent), kind, None)
    else:
        # Elements that are not names are stored one by one, from names.
        names = [w.temporary() for _ in target.elts]
        starred = [isinstance(e, gast.Starred) for e in target.elts]

        def pattern(prefix):
            return tuple_([gast.Starred(value=name(prefix + n, True), ctx=gast.Store()) if s else
                           name(prefix + n, True) for n, s in zip(names, starred)], True)
        if kind.form in ("dict", "any"):
            tangent = pure_call(w.runtime("tangents_of_items"), value_tree, tangent)
        w.emit(assign(pattern(""), value_tree))
        w.emit(assign(pattern("d"), tangent))
        for part, n in zip(target.elts, names):
            inner = part.value if isinstance(part, gast.Starred) else part
            its = w.facts.kind.get(inner) or K.any_kind(active=True)
            if is_part_of_list(w, inner) and its.form not in ("list", "tuple", "array", "flat"):
                store_items(w, inner, name(n), its)
            else:
                unpack_part(w, inner, name(n), name("d" + n), its)


def unpack_part(w, target, value_tree, tangent, kind):
    """Assign to a target one of several values: an iterator among them has not been gone through."""
    if kind.form not in ("iter", "iterable") or not isinstance(target, (gast.Tuple, gast.List)):
        return unpack_one(w, target, value_tree, tangent, kind)
    if not takes_constants(kind, target):
        refuse_inner_iterator(w, target)
    unpack_constants(w, target, value_tree, unpack_one)


def store_items(w, target, value_tree, kind):
    """`(xs[1:], y) = pair` where a part of a list takes the items of an iterator, of values and tangents."""
    if kind.form != "iter":
        w.refuse(target, "A part of a list gets the items of what is no list, among other targets.",
                 "Give it a name first, and assign list(...) of it.")
    items = w.named(Pair(both=call(w.runtime("unzip"), value_tree))) if is_pairs(kind) \
        else w.named(Pair(call(w.builtin("list"), value_tree)))
    unpack_one(w, target, items.value, items.tangent or pure_call(w.runtime("zeros"), items.value), K.any_kind(active=True))


def simple_unpack(target, value_node):
    return same_length(target, value_node) and all(isinstance(t, gast.Name) for t in target.elts)


def same_length(target, value_node):
    return len(target.elts) == len(value_node.elts) \
        and not any(isinstance(e, gast.Starred) for e in (*target.elts, *value_node.elts))


def store_each(w, target, value_node):
    """`a[i], b.x = b.x, a[i]`: all right-hand sides are read before anything is stored."""
    nodes = value_node.elts
    pairs = w.operands(nodes, set(range(len(nodes))), pair=stored_by(w, target, nodes))
    for pair_ in pairs:
        pair_.value = hoisted(w, target, pair_.value)
        if pair_.tangent is not None:
            pair_.tangent = hoisted(w, target, pair_.tangent)
    for part, pair_, node in zip(target.elts, pairs, nodes):
        unpack_one(w, part, pair_.value, tangent_or_zero(w, pair_, node), w.kind(node))


def stored_by(w, target, nodes):
    """How to write each value for its target: a part of a list takes the items."""
    as_items = {id(n) for t, n in zip(target.elts, nodes) if is_part_of_list(w, t)}
    return lambda w, n: w.split(collected(w, n)) if id(n) in as_items else element(w, n)


def hoisted(w, target, tree):
    """A value under a name that no target gives another value: neither by its name nor by a function that it calls."""
    stored = {n.id for n in walk(target) if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Store)}
    stored |= {w.tangents.get(n) for n in stored}
    return w.hoist(tree, force=not names_in(tree).isdisjoint(stored) or is_rebound_by(w, target.elts, tree))


def parallel_assign(w, target, value_node):
    """`a, b = b, a + b`: all right-hand sides before any assignment."""
    if not any(target_active(w, t) for t in target.elts):
        w.emit(assign(target_tree(w, target), value(w, value_node)))
        return
    wanted = [t.id in w.facts.active_names and t.id in w.context.locals for t in target.elts]
    for t in target.elts:
        target_active(w, t)
    need = {i for i, (e, want) in enumerate(zip(value_node.elts, wanted))
            if want and w.zero_reads(e)}
    pairs = w.operands(value_node.elts, need, pair=element)
    tangents = [tangent_or_zero(w, p, e) for p, e, want in zip(pairs, value_node.elts, wanted) if want]
    stored = {t.id for t in target.elts}
    mirrors = [name(w.tangent_name(t.id), True) for t, want in zip(target.elts, wanted) if want]
    if not any(stored & names_in(t) for t in (*tangents, *(p.value for p in pairs))) and len(tangents) > 1 \
            and not all(map(is_atom, tangents)):
        w.emit(assign(tuple_(target.elts, True), tuple_([p.value for p in pairs])))
        w.emit(assign(tuple_(mirrors, True), tuple_(tangents))).mirror = True
        return
    targets = [*target.elts, *(name(w.tangent_name(t.id), True) for t, want in zip(target.elts, wanted) if want)]
    w.emit(assign(tuple_(targets, True), tuple_([*(p.value for p in pairs), *tangents])))


def parallel_store(w, target, value_node):
    """`self.a, self.b = e, f`: both values, under names, before either is stored."""
    pairs = w.operands(value_node.elts, set(range(len(value_node.elts))), pair=stored_by(w, target, value_node.elts))
    for operand, e in zip(pairs, value_node.elts):
        operand.value = hoisted(w, target, operand.value)
        if operand.tangent is None:
            operand.tangent = w.zero(w.kind(e), operand.value)
        operand.tangent = hoisted(w, target, operand.tangent)
    for t, operand, e in zip(target.elts, pairs, value_node.elts):
        unpack_part(w, t, operand.value, operand.tangent, w.kind(e))


def store(w, target, result, kind, value_node):
    """`u[i] = e` → `du[i] = de; u[i] = e`."""
    if isinstance(target, gast.Attribute) and K.has_fields(w.kind(target.value)):
        return attributestores.store_attribute(w, target, result, kind)
    if isinstance(target, gast.Attribute):
        return store_attribute(w, target, result, kind)
    container_kind = w.kind(target.value)
    if K.has_fields(container_kind):
        return store_item(w, target, w.facts.call.get(target), result, kind)
    result = w.split(result)
    check_store(w, target, container_kind)
    if changes_memory(w, target.value) or changes_memory(w, target.slice):
        # The right-hand side is read before the target is looked at.
        result = w.settled(result)
        result.value = w.hoist(result.value, force=True)
        w.hoist_tangent(result, force=True)
    mark = len(w.out)
    container, index, place = container_and_index(w, target)
    new = w.out[mark:]
    if has_effects(new) and result.tangent is not None and w.reads_what_is_written(result.tangent):
        w.hoist_tangent(result, mark)
        mark += 1
    if not is_atom(result.value) and (has_effects(new) or new and has_effects(result.value)):
        result.value = w.hoist(result.value, mark)
    if container.tangent is None:
        w.emit(assign(subscript(container.value, index.value, True), result.value)).writes = True
        return
    numeric = container_kind.form in ("array", "numeric")
    if result.tangent is None:
        tangent = constant(0.0) if numeric or container_kind.form == "flat" else w.complete(result, kind)
    else:
        tangent = kept(w, result.tangent if numeric else w.complete(result, kind), container_kind, container.value,
                       kind, result.value if is_atom(result.value) else hole(), field_name(w, target, index.value))
    stored = Pair(result.value, tangent)
    if stored.has_hole:
        stored = w.named(stored)
    if has_effects(stored.value):
        stored.value = w.hoist(stored.value)
    change(w, [assign(subscript(container.tangent, place, True), stored.tangent)],
           assign(subscript(container.value, index.value, True), stored.value))


def store_attribute(w, target, result, kind):
    owner = w.kind(target.value)
    if not K.is_numeric(owner):
        if result.active and is_active(kind):
            w.refuse(target, "It is not known before the program runs what object this writes into.",
                     "Make the object inside the function, or pass it as an argument of its own.")
        w.emit(assign(gast.Attribute(value=value(w, target.value), attr=target.attr, ctx=gast.Store()), result.value))
        return
    (array,) = w.operands([target.value], {0})
    result = w.split(result)
    if target.attr in ("real", "imag", "flat") and array.tangent is not None:
        tangent = constant(0.0)
        if result.tangent is not None and not (field(owner) in ("int", "bool") and field(kind) not in ("int", "bool")):
            # `flat` repeats what it is given, where others broadcast it.
            completed = w.settled(Pair(result.value, w.complete(result, kind)) if target.attr == "flat" else result)
            result.value, tangent = completed.value, completed.tangent
        w.emit(assign(gast.Attribute(value=array.tangent, attr=target.attr, ctx=gast.Store()), tangent)).writes = True
    elif target.attr in ("shape",) and array.tangent is not None:
        result.value = w.hoist(result.value)
        w.emit(assign(gast.Attribute(value=array.tangent, attr="shape", ctx=gast.Store()), result.value)).writes = True
    elif array.tangent is not None:
        w.refuse(target, f"Assignment to the array attribute `{target.attr}` is not supported.",
                 "Use a function that returns a new array.", uncertain=w.program.guessed)
    w.emit(assign(gast.Attribute(value=array.value, attr=target.attr, ctx=gast.Store()), result.value)).writes = True


# -- the rest

def _expr(w, node):
    tree = node.value
    if isinstance(tree, gast.Constant):
        w.emit(expression(tree))
        return
    if isinstance(tree, (gast.Yield, gast.YieldFrom)):
        w.emit(expression((yield_tree if isinstance(tree, gast.Yield) else yield_from_tree)(w, tree)))
        return
    how = w.facts.call.get(tree)
    if is_special(w, tree):
        if isinstance(tree, gast.Call) and (advances(how) or isinstance(
                how, (C.HelperCall, C.MethodCall, C.RuleCall, C.FunctionCall, C.ApplyCall, C.DispatchCall, C.AlternativesCall,
                      C.SetAttribute))):
            result = pair(w, tree) if w.is_active(tree) or not isinstance(how, C.HelperCall) else None
            if result is None:
                from s2sad.forward.helpercalls import helper_pair
                result = helper_pair(w, with_known_callee(w, tree, how), how)
                result = Pair(result.value.value if isinstance(result.value, gast.Subscript) else result.value,
                              both=result.both)
            final = result.both if result.both is not None else result.value
            if (isinstance(how, C.FunctionCall) or advances(how)) and isinstance(final, gast.Subscript):
                final = final.value
            if not is_atom(final):
                w.emit(expression(final)).writes = True
            return
        final = value(w, tree)
        if not is_atom(final):
            w.emit(expression(final))
        return
    w.emit(expression(mark_pure(w, tree)))


def advances(how):
    """Does this call take an item out of an iterator?"""
    return isinstance(how, C.BuiltinCall) and how.name == "next" or isinstance(how, C.MethodCall) and how.form == "iter"


def _return(w, node):
    if w.context.is_generator:
        return return_from_generator(w, node)
    if isinstance(node.value, gast.IfExp) and w.facts.truth.get(node.value.test) is None:
        return return_either(w, node)
    write_return(w, node)


def return_from_generator(w, node):
    if not w.yields_pairs or "result" not in w.context.exchange:
        w.emit(returns(node.value if node.value is None else value(w, node.value)))
        return
    tree = tuple_([constant(None), constant(None)]) if node.value is None else pair_tree(w, node.value)
    w.emit(returns(pair_call(w, "Returned", tree) if w.program.reads_stop else tree))


def return_either(w, node):
    """`return a if c else b`, with a statement for each branch if one of them needs it."""
    test = value(w, node.value.test)
    arms = []
    for branch in (node.value.body, node.value.orelse):
        if not comes_back(w, branch):
            arms.append(w.block(lambda: w.emit(returns(raising(w, branch)))))
            continue
        arms.append(w.block(write_return, w, gast.copy_location(gast.Return(value=branch), branch)))
    if all(len(a) == 1 and isinstance(a[0], gast.Return) for a in arms):
        w.emit(returns(gast.IfExp(test=test, body=arms[0][0].value, orelse=arms[1][0].value)))
    else:
        w.emit(gast.If(test=test, body=arms[0], orelse=[]))
        for statement in arms[1]:
            w.out.append(statement)


def write_return(w, node):
    if node.value is None:
        w.emit(returns(tuple_([constant(None), constant(None)])))
        return
    kind = w.kind(node.value)
    handed_out = w.entry and (holds_functions(kind) or any(holds_functions(w.kind(n)) for n in leaves(node.value)))
    if not w.is_active(node.value):
        tree = value(w, node.value)
        tangent = w.zero_of(kind, tree)
        if handed_out:
            tangent = without_mirrors(w, node.value, kind, tangent)
        if has_hole_inside(tangent, tree):
            tree = w.hoist(tree)
            tangent = w.zero(kind, tree)
        w.emit(returns(tuple_([tree, tangent])))
        return
    result = pair(w, node.value)
    if result.both is not None and not handed_out:
        w.emit(returns(result.both))
        return
    done = w.settled(result if result.both is not None else Pair(result.value, w.complete(result, kind)))
    w.emit(returns(tuple_([done.value, without_mirrors(w, node.value, kind, done.tangent) if handed_out
                           else done.tangent])))


def has_hole_inside(tangent, tree):
    return RESULT in names_in(tangent) or isinstance(tree, gast.Tuple) and any(
        isinstance(n, gast.Call) and any(not is_atom(a) for a in n.args) for n in walk(tangent))


def _if(w, node):
    truth = w.facts.truth.get(node.test)
    if truth is not None and is_idle(w, node.test):
        write_block(w, node.body if truth else node.orelse)
        return
    test = value(w, node.test)
    body = body_of(w, node.body)
    orelse = w.block(write_block, w, node.orelse)
    w.node = node
    w.emit(gast.If(test=test, body=body, orelse=orelse))


def _assert(w, node):
    """The message is evaluated only where the test fails, with the statements that it takes."""
    test = value(w, node.test)
    messages = []
    statements = [] if node.msg is None else w.block(lambda: messages.append(value(w, node.msg)))
    failing = gast.Assert(test=constant(False) if statements else test, msg=messages[0] if messages else None)
    if statements:
        failing = gast.If(test=gast.UnaryOp(op=gast.Not(), operand=test), body=[*statements, failing], orelse=[])
    w.emit(failing)


def _delete(w, node):
    for target in node.targets:
        if isinstance(target, gast.Attribute) and w.is_active(target.value) and K.has_fields(w.kind(target.value)):
            (owner,) = w.operands([target.value], {0})
            w.emit(gast.Delete(targets=[gast.Attribute(value=tree, attr=target.attr, ctx=gast.Del())
                                        for tree in (owner.value, owner.tangent)])).writes = True
        elif isinstance(w.facts.call.get(target), C.OPERATIONS + (C.Refused,)) and w.is_active(target.value):
            emit_call(w, operation_pair(w, target, w.facts.call[target]))
        elif isinstance(target, gast.Subscript) and w.is_active(target.value):
            check_store(w, target, w.kind(target.value))
            container, index, place = container_and_index(w, target)
            w.emit(gast.Delete(targets=[subscript(container.tangent, place)])).writes = True
            w.emit(gast.Delete(targets=[subscript(container.value, index.value)])).writes = True
        else:
            target = target_tree(w, target)
            target.ctx = gast.Del()
            w.emit(gast.Delete(targets=[target]))


def _try(w, node):
    handlers = []
    w.guarded += 1
    body = body_of(w, node.body)
    for handler in node.handlers:
        inside = after_leaving(body) + w.block(write_caught, w, handler) + body_of(w, handler.body)
        handlers.append(gast.ExceptHandler(type=handler.type, name=handler.name, body=inside))
    orelse = w.block(write_block, w, node.orelse)
    w.guarded -= 1
    final = w.block(write_block, w, node.finalbody)
    w.node = node
    w.emit(gast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=final))


def _copy(w, node):
    w.emit(node)


def _import(w, node):
    """What is imported has zero tangents, where its name has tangents elsewhere."""
    w.emit(node)
    for alias in node.names:
        bound = alias.asname or alias.name.partition(".")[0]
        if bound in w.facts.active_names and bound in w.context.locals:
            w.emit(assign(name(w.tangent_name(bound), True), w.zero(K.any_kind(), name(bound)))).generated = True


def _nonlocal(w, node):
    active = [w.tangent_name(n) for n in node.names if n in w.facts.active_names]
    w.emit(gast.Nonlocal(names=[*node.names, *active]))


def _nested(w, node):
    how = w.facts.call[node]
    if how[0] == "class":
        write_class(w, node)
        return
    check_nested(w, node, how[1])
    w.emit(node)


WRITERS.update({
    gast.Assign: _assign, gast.AnnAssign: _ann_assign, gast.AugAssign: write_aug_assign, gast.Expr: _expr,
    gast.Return: _return, gast.If: _if, gast.While: write_while, gast.For: write_for, gast.Assert: _assert,
    gast.Raise: write_raise, gast.Match: later("forward.matching.write_match"), gast.Delete: _delete,
    gast.With: later("forward.managers.write_with"), gast.Try: _try, gast.Pass: _copy,
    gast.Break: _copy, gast.Continue: _copy, gast.Global: _copy, gast.Nonlocal: _nonlocal, gast.Import: _import,
    gast.ImportFrom: _import, gast.FunctionDef: write_def, gast.ClassDef: _nested,
})
