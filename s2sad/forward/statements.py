"""Statements: each becomes the statements that compute its pair.

The value's arithmetic stays the user's, in the user's order.  A store's
tangent is computed before the store, which may overwrite what it reads.
"""

import gast

from s2sad.analysis import callees as C
from s2sad.analysis import kinds as K
from s2sad.analysis.kinds import is_active, regions
from s2sad.forward.build import (assign, attribute, binary, constant, expression, has_effects, is_atom, name, names_in, pure_call, returns, subscript, substitute, tuple_)
from s2sad.forward.calls import tangent_or_zero
from s2sad.forward.expressions import (_element, _container_or_index, binop, check_nested,
                                       hoist_index, is_special, mark_pure, pair, value)
from s2sad.forward.pair import RESULT, Pair, hole
from s2sad.simplify.algebra import divide, multiply


def write_block(w, statements):
    for statement in statements:
        if statement not in w.facts.entered:
            return
        w.node = statement
        if statement in w.facts.stuck:
            # Evaluating it raises: as it stands it raises what the user's own does.
            w.emit(statement)
            return
        _WRITERS[type(statement)](w, statement)


def body_of(w, statements):
    """A nested block's statements; `pass` where none are left."""
    return w.block(write_block, w, statements) or [gast.Pass()]


# -- assignment

def _assign(w, node):
    write_assign(w, node.targets, node.value, node)


def _ann_assign(w, node):
    if node.value is not None:
        write_assign(w, [node.target], node.value, node)


def write_assign(w, targets, value_node, node):
    if len(targets) == 1 and isinstance(targets[0], (gast.Tuple, gast.List)) \
            and isinstance(value_node, (gast.Tuple, gast.List)) and simple_unpack(targets[0], value_node):
        return parallel_assign(w, targets[0], value_node)
    active = any(target_active(w, t) for t in targets)
    if not active:
        tree = value(w, value_node)
        trees = [target_tree(w, t) for t in targets]
        w.emit(assign(trees, tree))
        return
    if isinstance(value_node, gast.IfExp) and len(targets) == 1 and isinstance(targets[0], gast.Name):
        w.wanted = (targets[0].id, w.tangent_name(targets[0].id))
    result = pair(w, value_node)
    w.wanted = None
    kind = w.kind(value_node)
    if len(targets) == 1 and isinstance(targets[0], gast.Name):
        if isinstance(result.value, gast.Name) and result.value.id == targets[0].id \
                and isinstance(value_node, gast.IfExp):
            return  # assigned in the branches
        assign_name(w, targets[0], result, kind)
        return
    if len(targets) == 1 and isinstance(targets[0], (gast.Subscript, gast.Attribute)):
        store(w, targets[0], result, kind, value_node)
        return
    if result.both is not None and len(targets) == 1:
        mirror = mirror_target(w, targets[0])
        w.emit(assign(tuple_([target_tree(w, targets[0]), mirror], True), result.both))
        return
    result = w.split(result)
    tangent = w.complete(result, kind)
    result = w.named(Pair(result.value, tangent)) if not is_atom(result.value) else w.settled(
        Pair(result.value, tangent))
    tangent = result.tangent
    several = len(targets) > 1
    if several and not is_atom(tangent):
        tangent = w.hoist(tangent)
    if several or not all(isinstance(n, (gast.Name, gast.Tuple, gast.List, gast.Starred, gast.expr_context))
                          for n in gast.walk(targets[0])):
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
        w.emit(assign(pattern(""), value_tree))
        w.emit(assign(pattern("d"), tangent))
        for element, n in zip(target.elts, names):
            inner = element.value if isinstance(element, gast.Starred) else element
            unpack_one(w, inner, name(n), name("d" + n), w.facts.kind.get(inner) or K.any_kind(active=True))


def target_active(w, target):
    if isinstance(target, gast.Name):
        if w.is_active(target) and target.id not in w.context.locals:
            refuse_outer(w, target)
        return target.id in w.facts.active_names and target.id in w.context.locals
    if isinstance(target, (gast.Tuple, gast.List)):
        return any(target_active(w, t) for t in target.elts)
    if isinstance(target, gast.Starred):
        return target_active(w, target.value)
    return w.is_active(target.value) or w.is_active(target)


def refuse_outer(w, node):
    w.refuse(node, f"`{node.id}` outlives the call, and has nowhere to keep a derivative.",
             "Return the value instead of assigning it to a global or an enclosing function's variable.")


def target_tree(w, target):
    """The target with the expressions in it rewritten."""
    if isinstance(target, gast.Subscript):
        parts = w.operands([target.value, target.slice], pair=lambda w, n: Pair(value(w, n)))
        return gast.Subscript(value=parts[0].value, slice=parts[1].value, ctx=gast.Store())
    return target


def mirror_target(w, target):
    """The names of the tangents that mirror a target of names."""
    if isinstance(target, gast.Name):
        if target.id in w.facts.active_names:
            return name(w.tangent_name(target.id), True)
        return name(w.unused_target(), True)
    if isinstance(target, gast.Starred):
        return gast.Starred(value=mirror_target(w, target.value), ctx=gast.Store())
    return tuple_([mirror_target(w, t) for t in target.elts], True)


def assign_name(w, target, result, kind):
    """`v = e` → `v, dv = e, de`, in one line or two."""
    v = target.id
    if v not in w.facts.active_names or v not in w.context.locals:
        if w.is_active(target):
            refuse_outer(w, target)
        result = w.split(result)
        w.emit(assign(name(v, True), result.value))
        return
    dv = w.tangent_name(v)
    if result.both is not None:
        w.emit(assign(tuple_([name(v, True), name(dv, True)], True), result.both)).writes = \
            getattr(result.both, "writes", False)
        return
    tangent = w.complete(result, kind)
    result = Pair(result.value, tangent)
    reads_old = v in names_in(tangent)
    if reads_old and result.has_hole:
        result = w.named(result)
    if reads_old or is_atom(result.value) and is_atom(result.tangent):
        both = assign(tuple_([name(v, True), name(dv, True)], True), tuple_([result.value, result.tangent]))
        w.emit(both)
        return
    result.fill(name(v))
    w.emit(assign(name(v, True), result.value))
    w.emit(assign(name(dv, True), result.tangent)).mirror = True


def simple_unpack(target, value_node):
    return len(target.elts) == len(value_node.elts) \
        and not any(isinstance(e, gast.Starred) for e in (*target.elts, *value_node.elts)) \
        and all(isinstance(t, gast.Name) for t in target.elts)


def parallel_assign(w, target, value_node):
    """`a, b = b, a + b`: all right-hand sides before any assignment."""
    if not any(target_active(w, t) for t in target.elts):
        w.emit(assign(target_tree(w, target), value(w, value_node)))
        return
    wanted = [t.id in w.facts.active_names and t.id in w.context.locals for t in target.elts]
    for t in target.elts:
        target_active(w, t)
    need = {i for i, (e, want) in enumerate(zip(value_node.elts, wanted))
            if want and not w.is_active(e) and w.kind(e).form != "number"}
    pairs = w.operands(value_node.elts, need, pair=_element)
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


def store(w, target, result, kind, value_node):
    """`u[i] = e` → `du[i] = de; u[i] = e`."""
    if isinstance(target, gast.Attribute):
        return store_attribute(w, target, result, kind)
    container_kind = w.kind(target.value)
    result = w.split(result)
    check_store(w, target, container_kind)
    check_key(w, target, container_kind)
    mark = len(w.out)
    container, index = w.operands([target.value, target.slice], pair=_container_or_index)
    if len(w.out) > mark and not is_atom(result.value):
        result.value = w.hoist(result.value, mark)
    index.value = hoist_index(w, index.value)
    if container.tangent is None:
        w.emit(assign(subscript(container.value, index.value, True), result.value)).writes = True
        return
    truncated = container_kind.form == "array" and K.field(container_kind) in ("int", "bool") \
        and K.field(kind) not in ("int", "bool")
    numeric = container_kind.form in ("array", "numeric")
    if truncated or result.tangent is None and numeric:
        tangent = constant(0.0)
    elif numeric:
        tangent = result.tangent
    else:
        tangent = w.complete(result, kind)
    stored = Pair(result.value, tangent)
    if stored.has_hole:
        stored = w.named(stored)
    if has_effects(stored.value):
        stored.value = w.hoist(stored.value)
    if has_effects(container.value) and not is_atom(container.value):
        container.value = w.hoist(container.value)
    w.emit(assign(subscript(container.tangent, index.value, True), stored.tangent)).writes = True
    w.emit(assign(subscript(container.value, index.value, True), stored.value)).writes = True


def check_store(w, target, kind):
    if not is_active(kind):
        return
    for region in regions(kind):
        if region.origin in ("outer", "foreign") and region.active:
            w.refuse(target, "This writes a value that depends on what is differentiated into an object "
                     "that outlives the call.", "Pass the object as an argument, or make it inside the function.")
    if kind.form == "object":
        w.refuse(target, "Objects that carry a derivative are not supported yet.",
                 "Use arrays, lists, tuples or dicts instead.")


def check_key(w, target, kind):
    if kind.form in ("dict", "any") and not isinstance(target.slice, gast.Slice) and w.is_active(target.slice):
        w.refuse(target.slice, "A dict key that depends on what is differentiated loses its derivative.",
                 "Keep the value beside the key, as a dict's value.")


def store_attribute(w, target, result, kind):
    owner = w.kind(target.value)
    if not K.is_numeric(owner):
        if result.active:
            w.refuse(target, "Objects that carry a derivative are not supported yet.",
                     "Keep the value in a variable, array, list or dict instead.")
        w.emit(assign(gast.Attribute(value=value(w, target.value), attr=target.attr, ctx=gast.Store()), result.value))
        return
    (array,) = w.operands([target.value], {0})
    result = w.split(result)
    if target.attr in ("real", "imag") and array.tangent is not None:
        tangent = w.settled(result).tangent if result.tangent is not None else constant(0.0)
        w.emit(assign(gast.Attribute(value=array.tangent, attr=target.attr, ctx=gast.Store()), tangent)).writes = True
    elif target.attr in ("shape",) and array.tangent is not None:
        result.value = w.hoist(result.value)
        w.emit(assign(gast.Attribute(value=array.tangent, attr="shape", ctx=gast.Store()), result.value)).writes = True
    elif array.tangent is not None:
        w.refuse(target, f"Assignment to the array attribute `{target.attr}` is not supported.",
                 "Use a function that returns a new array.")
    w.emit(assign(gast.Attribute(value=array.value, attr=target.attr, ctx=gast.Store()), result.value)).writes = True


# -- augmented assignment

def _aug_assign(w, node):
    target = node.target
    if isinstance(target, gast.Name):
        if not target_active(w, target):
            w.emit(gast.AugAssign(target=target, op=node.op, value=value(w, node.value)))
            return
        return aug_name(w, node)
    if isinstance(target, gast.Attribute):
        if w.is_active(node.value) or w.is_active(target):
            w.refuse(node, "Objects that carry a derivative are not supported yet.",
                     "Keep the value in a variable, array, list or dict instead.")
        w.emit(gast.AugAssign(target=target, op=node.op, value=value(w, node.value)))
        return
    if not (w.is_active(target.value) or w.is_active(node.value)):
        w.emit(gast.AugAssign(target=target_tree(w, target), op=node.op, value=value(w, node.value)))
        return
    aug_item(w, node)


def aug_name(w, node):
    target = node.target
    old = w.facts.item_kinds[node]
    load = load_of(w, target, old)
    if old.form == "number" and not (isinstance(node.op, (gast.Add, gast.Sub)) and w.kind(target).form == "number"):
        result = binop(w, load_node(w, node, load, old), node.op, load, node.value)
        assign_name(w, target, result, w.kind(target))
        return
    v, dv = name(target.id), name(w.tangent_name(target.id))
    in_place(w, node, old, Pair(v, dv if is_active(old) else w.zero(old, v)), lambda store: name(
        target.id, True), lambda store: name(dv.id, True))


def load_of(w, target, kind):
    """The target read as an expression."""
    load = gast.copy_location(name(target.id), target)
    w.facts.kind[load] = kind
    return load


def load_node(w, node, load, kind):
    """A stand-in node for the result of the augmented operation."""
    result = gast.copy_location(binary(load, node.op, node.value), node)
    w.facts.kind[result] = w.kind(node.target)
    return result


def aug_item(w, node):
    """`u[i] *= e`: the same on the mirror, before the value is overwritten."""
    target = node.target
    container_kind = w.kind(target.value)
    check_store(w, target, container_kind)
    container, index = w.operands([target.value, target.slice], pair=_container_or_index)
    index.value = hoist_index(w, index.value)
    if not is_atom(container.value) and has_effects(container.value):
        container.value = w.hoist(container.value)
    kind = element_kind(w, node, container_kind)

    def place(tree):
        return lambda store: subscript(tree, index.value, store)
    item = Pair(place(container.value)(False),
                place(container.tangent)(False) if container.tangent is not None else None)
    in_place(w, node, kind, item, place(container.value), place(container.tangent),
             part_of_array=K.is_numeric(container_kind))


def element_kind(w, node, container_kind):
    """The kind of `u[i]` in `u[i] op= e`."""
    if K.is_numeric(container_kind):
        return container_kind
    return w.facts.item_kinds[node]


def in_place(w, node, kind, item, place, mirror_place, part_of_array=False):
    """`u op= e` on the value and its mirror.

    item: the pair of trees that read `u`; place, mirror_place: make its target trees.
    part_of_array: `u` is an element or slice of an array, so that assigning to it
    writes into it (in a list or dict it would put another object in its place).
    """
    op, active = node.op, w.is_active(node.value)
    linear = isinstance(op, (gast.Add, gast.Sub))
    sequence = kind.form in ("list", "tuple", "any") and isinstance(op, gast.Add) and not K.is_numeric(
        w.kind(node.value))
    truncated = kind.form == "array" and K.field(kind) in ("int", "bool") \
        and K.field(w.kind(node.value)) not in ("int", "bool")
    need = {0} if not linear or sequence and not active else set()
    (right,) = w.operands([node.value], need, pair=_element if sequence else None)
    if has_effects(right.value):
        right.value = w.hoist(right.value)

    def both(mirror_statements):
        for statement in mirror_statements:
            w.emit(statement).writes = True
        w.emit(gast.AugAssign(target=place(True), op=op, value=right.value)).writes = True

    def aug(op_, tree):
        return gast.AugAssign(target=mirror_place(True), op=op_, value=tree)
    if item.tangent is None:
        w.emit(gast.AugAssign(target=place(True), op=op, value=right.value))
        return
    if truncated or not isinstance(op, (gast.Add, gast.Sub, gast.Mult, gast.Div, gast.Mod, gast.Pow, gast.MatMult)):
        if isinstance(op, (gast.Add, gast.Sub)):
            return both([])
        return both([gast.AugAssign(target=mirror_place(True), op=gast.Mult(), value=constant(0))])
    if sequence:
        return both([aug(op, tangent_or_zero(w, right, node.value))])
    if linear:
        grows = kind.form in ("numeric", "any") and w.kind(node.value).form != "number" or \
            kind.form == "number" and w.kind(node.value).form != "number"
        if grows:
            both([aug(op, right.tangent)] if right.tangent is not None else [])
            if isinstance(place(True), gast.Name):
                w.emit(assign(mirror_place(True), pure_call(w.runtime("like"), mirror_place(False), place(False))))
            return
        return both([aug(op, right.tangent)] if right.tangent is not None else [])
    target = mirror_place(True)
    if isinstance(op, (gast.Mult, gast.Div)):
        if not active:
            return both([aug(op, right.value)])
        # What the product reads may be the very memory that is written: compute it before.
        slope = item.value if isinstance(op, gast.Mult) else divide(item.value, right.value)
        change = multiply(slope, right.tangent)
        sign = gast.Add() if isinstance(op, gast.Mult) else gast.Sub()
        if isinstance(op, gast.Mult) and part_of_array:
            return both([assign(target, binary(multiply(mirror_place(False), right.value), gast.Add(), change))])
        change = w.hoist(change)
        if isinstance(op, gast.Mult):
            return both([aug(op, right.value), aug(sign, change)])
        return both([aug(op, right.value), aug(sign, divide(change, right.value))])
    # The rest: the tangent of `u op e`, stored into the mirror.
    result = general(w, node, op, item, right, kind)
    if result.has_hole:
        result = w.named(result)
    if not part_of_array and kind.form == "array":
        target = subscript(mirror_place(False), constant(Ellipsis), True)
    elif not part_of_array and kind.form != "number":
        w.refuse(node, "It is not known before the program runs whether this changes an array in place.",
                 "Write the operation out, as in u[...] = u ** 2 for an array.")
    w.emit(assign(target, result.tangent)).writes = True
    w.emit(gast.AugAssign(target=place(True), op=op, value=right.value)).writes = True


def general(w, node, op, item, right, kind):
    """The pair of `u op e` for an operation with no in-place form of its own."""
    left_node = gast.copy_location(name("·left"), node)
    right_node = gast.copy_location(name("·right"), node)
    both_node = gast.copy_location(binary(left_node, op, right_node), node)
    w.facts.kind[left_node] = kind
    w.facts.kind[right_node] = w.kind(node.value)
    w.facts.kind[both_node] = kind
    w.tangents["·left"], w.tangents["·right"] = "·dleft", "·dright"
    literal = isinstance(right.value, gast.Constant) or constant_like(right.value)
    if literal:
        both_node.right = right_node = node.value
    result = binop(w, both_node, op, left_node, right_node)
    mapping = {"·left": item.value, "·dleft": item.tangent, "·right": right.value}
    if right.tangent is not None:
        mapping["·dright"] = right.tangent
    return Pair(substitute(result.value, mapping), substitute(result.tangent, mapping))


def constant_like(tree):
    return isinstance(tree, gast.UnaryOp) and isinstance(tree.operand, gast.Constant)


# -- the rest

def _expr(w, node):
    tree = node.value
    if isinstance(tree, gast.Constant):
        w.emit(expression(tree))
        return
    how = w.facts.call.get(tree)
    if is_special(w, tree):
        if isinstance(tree, gast.Call) and isinstance(how, (C.HelperCall, C.MethodCall, C.RuleCall)):
            result = pair(w, tree) if w.is_active(tree) or not isinstance(how, C.HelperCall) else None
            if result is None:
                from s2sad.forward.calls import helper_pair
                result = helper_pair(w, tree, how)
                result = Pair(result.value.value if isinstance(result.value, gast.Subscript) else result.value,
                              both=result.both)
            if not (isinstance(how, C.HelperCall)):
                pass
            final = result.both if result.both is not None else result.value
            if not is_atom(final):
                w.emit(expression(final)).writes = True
            return
        final = value(w, tree)
        if not is_atom(final):
            w.emit(expression(final))
        return
    w.emit(expression(mark_pure(w, tree)))


def _return(w, node):
    if isinstance(node.value, gast.IfExp) and w.facts.truth.get(node.value.test) is None:
        return return_either(w, node)
    write_return(w, node)


def return_either(w, node):
    """`return a if c else b`, with a statement for each branch if one of them needs it."""
    test = value(w, node.value.test)
    arms = []
    for branch in (node.value.body, node.value.orelse):
        if branch not in w.facts.kind:
            arms.append([returns(branch)])  # it never comes back
            continue
        arms.append(w.block(write_return, w, gast.copy_location(gast.Return(value=branch), branch)))
    if all(len(a) == 1 for a in arms):
        w.emit(returns(gast.IfExp(test=test, body=arms[0][0].value, orelse=arms[1][0].value)))
    else:
        w.emit(gast.If(test=test, body=arms[0], orelse=[]))
        for statement in arms[1]:
            w.out.append(statement)


def write_return(w, node):
    if node.value is None:
        w.emit(returns(tuple_([constant(None), constant(None)])))
        return
    if not w.is_active(node.value):
        tree = value(w, node.value)
        kind = w.kind(node.value)
        tangent = w.zero(kind, tree if is_atom(tree) or isinstance(tree, gast.Tuple) else hole())
        if has_hole_inside(tangent, tree):
            tree = w.hoist(tree)
            tangent = w.zero(kind, tree)
        w.emit(returns(tuple_([tree, tangent])))
        return
    result = pair(w, node.value)
    if result.both is not None:
        w.emit(returns(result.both))
        return
    kind = w.kind(node.value)
    done = w.settled(Pair(result.value, w.complete(result, kind)))
    w.emit(returns(tuple_([done.value, done.tangent])))


def has_hole_inside(tangent, tree):
    return RESULT in names_in(tangent) or isinstance(tree, gast.Tuple) and any(
        isinstance(n, gast.Call) and any(not is_atom(a) for a in n.args) for n in gast.walk(tangent))


def _if(w, node):
    truth = w.facts.truth.get(node.test)
    if truth is not None and not is_special(w, node.test):
        write_block(w, node.body if truth else node.orelse)
        if not (node.body if truth else node.orelse):
            w.emit(gast.Pass())
        return
    test = value(w, node.test)
    body = body_of(w, node.body)
    orelse = w.block(write_block, w, node.orelse)
    w.node = node
    w.emit(gast.If(test=test, body=body, orelse=orelse))


def _while(w, node):
    if not is_special(w, node.test):
        w.emit(gast.While(test=mark_pure(w, node.test), body=body_of(w, node.body),
                          orelse=w.block(write_block, w, node.orelse)))
        return

    def loop():
        test = value(w, node.test)
        stop = [*w.block(write_block, w, node.orelse), gast.Break()]
        if any(isinstance(n, (gast.Break, gast.Continue)) for s in node.orelse for n in gast.walk(s)):
            w.refuse(node, "This loop's `else` leaves an outer loop, and its condition changes active values.",
                     "Move the condition's changes into the loop's body.")
        w.emit(gast.If(test=gast.UnaryOp(op=gast.Not(), operand=test), body=stop, orelse=[]))
        write_block(w, node.body)
    body = w.block(loop)
    w.node = node
    w.emit(gast.While(test=constant(True), body=body, orelse=[]))


def _for(w, node):
    target, iterated, prologue = loop_header(w, node.target, node.iter)

    def body():
        for statement in prologue:
            w.emit(statement)
        write_block(w, node.body)
    statements = w.block(body) or [gast.Pass()]
    orelse = w.block(write_block, w, node.orelse)
    w.node = node
    w.emit(gast.For(target=target, iter=iterated, body=statements, orelse=orelse, type_comment=None))


def loop_header(w, target, iterated):
    """The target and iterable of a loop over pairs, and what its body begins with.

    for a in xs:  →  for a, da in zip(xs, dxs):
    """
    if not is_active(K.element(w.kind(iterated)) if w.kind(iterated).form in ("iter",) else w.kind(iterated)) \
            and not w.is_active(iterated):
        prologue = []
        for inner in gast.walk(target):
            if isinstance(inner, gast.Name) and inner.id in w.facts.active_names and inner.id in w.context.locals:
                zero = assign(name(w.tangent_name(inner.id), True), w.zero(w.kind(inner), name(inner.id)))
                zero.generated = True
                prologue.append(zero)
        if not all(isinstance(n, (gast.Name, gast.Tuple, gast.List, gast.Starred, gast.expr_context))
                   for n in gast.walk(target)) and any(
                       target_active(w, t) for t in gast.walk(target) if isinstance(t, gast.Subscript)):
            w.refuse(target, "A loop variable that is an element of an active array is not supported.",
                     "Loop over a name and assign the element in the body.")
        return target, value(w, iterated), prologue
    targets, iterables = paired(w, target, iterated)
    if len(iterables) == 1:
        return targets[0], iterables[0], []
    zip_ = w.builtin("zip")
    return tuple_(targets, True), pure_call(zip_, *iterables), []


def paired(w, target, iterated):
    """Targets and iterables that run in step: the values', then the tangents'."""
    how = w.facts.call.get(iterated)
    if not w.is_active(iterated) and not is_active(K.element(w.kind(iterated))):
        return [target], [value(w, iterated)]
    if isinstance(how, C.BuiltinCall) and not any(isinstance(a, gast.Starred) for a in iterated.args):
        if how.name == "enumerate" and isinstance(target, (gast.Tuple, gast.List)) and len(target.elts) == 2:
            targets, iterables = paired(w, target.elts[1], iterated.args[0])
            inner = pure_call(w.builtin("zip"), *iterables) if len(iterables) > 1 else iterables[0]
            rest = [value(w, a) for a in iterated.args[1:]]
            whole = gast.Call(func=iterated.func, args=[inner, *rest],
                              keywords=[gast.keyword(arg=k.arg, value=value(w, k.value)) for k in iterated.keywords])
            whole.pure = True
            item = tuple_(targets, True) if len(targets) > 1 else targets[0]
            return [tuple_([target.elts[0], item], True)], [whole]
        if how.name == "zip" and isinstance(target, (gast.Tuple, gast.List)) and not iterated.keywords \
                and len(target.elts) == len(iterated.args) \
                and not any(isinstance(t, gast.Starred) for t in target.elts):
            targets, iterables = [], []
            for t, i in zip(target.elts, iterated.args):
                more_targets, more = paired(w, t, i)
                targets += more_targets
                iterables += more
            return targets, iterables
        if how.name == "reversed" and len(iterated.args) == 1:
            targets, iterables = paired(w, target, iterated.args[0])
            if len(iterables) > 1:
                reverse = w.builtin("reversed")
                return targets, [pure_call(reverse, i) for i in iterables]
        if how.name not in ("list", "tuple"):
            w.refuse(iterated, f"A loop over this `{how.name}` of active values is not supported yet.",
                     "Loop with one target for each of its items, or by index.")
    if isinstance(how, C.MethodCall) and how.form == "dict" and how.name in ("items", "values"):
        (owner,) = w.operands([iterated.func.value], {0})
        values = pure_call(attribute(owner.value, how.name))
        mirrors = pure_call(attribute(owner.tangent, "values"))
        if how.name == "values":
            return [target, loop_mirror(w, target)], [values, mirrors]
        if isinstance(target, (gast.Tuple, gast.List)) and len(target.elts) == 2:
            return [target, loop_mirror(w, target.elts[1])], [values, mirrors]
        w.refuse(iterated, "A loop over `.items()` needs two loop variables here.",
                 "Write `for key, value in ...items():`.")
    kind = w.kind(iterated)
    if kind.form == "iter":
        w.refuse(iterated, "A loop over this iterator of active values is not supported yet.",
                 "Loop over a list, a tuple or an array.")
    if kind.form == "dict":
        # Keys carry no derivative.
        return [target], [value(w, iterated)]
    if kind.form == "any":
        (source,) = w.operands([iterated], {0})
        pairs = pure_call(w.runtime("pairs"), source.value, source.tangent)
        return [tuple_([target, loop_mirror(w, target)], True)], [pairs]
    source = w.full(w.settled(pair(w, iterated)), kind)
    return [target, loop_mirror(w, target)], [source.value, source.tangent]


def loop_mirror(w, target):
    for inner in gast.walk(target):
        if isinstance(inner, (gast.Subscript, gast.Attribute)):
            w.refuse(target, "A loop variable that is an element or attribute is not supported here.",
                     "Loop over a name and assign it in the body.")
    return mirror_target(w, target)


def _assert(w, node):
    message = node.msg
    test = value(w, node.test)
    w.emit(gast.Assert(test=test, msg=message if message is None else value(w, message)))


def _raise(w, node):
    w.emit(gast.Raise(exc=None if node.exc is None else value(w, node.exc),
                      cause=None if node.cause is None else value(w, node.cause)))


def _delete(w, node):
    for target in node.targets:
        if isinstance(target, gast.Subscript) and w.is_active(target.value):
            check_store(w, target, w.kind(target.value))
            container, index = w.operands([target.value, target.slice], {0, 1} if not isinstance(
                target.slice, gast.Slice) else {0}, pair=_container_or_index)
            w.emit(gast.Delete(targets=[subscript(container.tangent, index.value)])).writes = True
            w.emit(gast.Delete(targets=[subscript(container.value, index.value)])).writes = True
        else:
            w.emit(gast.Delete(targets=[target]))


def _with(w, node):
    items = [gast.withitem(context_expr=value(w, i.context_expr), optional_vars=i.optional_vars) for i in node.items]
    for item in node.items:
        if w.is_active(item.context_expr):
            w.refuse(item.context_expr, "A context manager that holds active values is not supported yet.",
                     "Use the values directly.")
    w.emit(gast.With(items=items, body=body_of(w, node.body), type_comment=None))


def _try(w, node):
    handlers = []
    body = body_of(w, node.body)
    for handler in node.handlers:
        handlers.append(gast.ExceptHandler(type=handler.type, name=handler.name, body=body_of(w, handler.body)))
    orelse = w.block(write_block, w, node.orelse)
    final = w.block(write_block, w, node.finalbody)
    w.node = node
    w.emit(gast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=final))


def _copy(w, node):
    w.emit(node)


def _nested(w, node):
    check_nested(w, node, w.facts.call[node][1])
    w.emit(node)


_WRITERS = {
    gast.Assign: _assign, gast.AnnAssign: _ann_assign, gast.AugAssign: _aug_assign, gast.Expr: _expr,
    gast.Return: _return, gast.If: _if, gast.While: _while, gast.For: _for, gast.Assert: _assert,
    gast.Raise: _raise, gast.Delete: _delete, gast.With: _with, gast.Try: _try, gast.Pass: _copy,
    gast.Break: _copy, gast.Continue: _copy, gast.Global: _copy, gast.Nonlocal: _copy, gast.Import: _copy,
    gast.ImportFrom: _copy, gast.FunctionDef: _nested, gast.ClassDef: _nested,
}
