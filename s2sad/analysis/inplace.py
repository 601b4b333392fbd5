"""Augmented assignments: what they read, compute and write into.

    xs += [x]           the list is what it was, and holds x
    total += x          the name has another value
"""

from collections import Counter

import gast

from s2sad.analysis import iteration, objects, storage
from s2sad.analysis.alternativecalls import can_be_told_apart
from s2sad.analysis.alternatives import IN_PLACE, has_operator, is_one_of_several, parts
from s2sad.analysis.arithmetic import operation_kind
from s2sad.analysis.containers import update_kind
from s2sad.analysis.targets import assign, bind_name, holds_derivative, read_target
from s2sad.facts import kinds as K
from s2sad.facts.alternatives import may_be_text
from s2sad.facts.callrecords import OPERATIONS
from s2sad.facts.contents import element, gives_array
from s2sad.facts.iterators import items_of
from s2sad.facts.joining import ITERATED, join
from s2sad.facts.known import without_value
from s2sad.facts.reached import is_active
from s2sad.frontend.slices import with_slices
from s2sad.frontend.trees import blocks, walk
from s2sad.records import replace


def aug_assign(run, node, env):
    """`target op= value`; returns the environment afterwards, as all statements do."""
    target = node.target
    run.facts.call.pop(target, None)
    old = run.kind(target)
    by_method = isinstance(run.facts.call.get(target), OPERATIONS)
    if by_method or has_methods(old):
        env = name_parts(run, node, env)
        if by_method and not isinstance(target, gast.Name) and old.form not in ("number", "object", "any"):
            return in_three_steps(run, node, env)
        run.facts.call.pop(target, None)
        old = run.kind(target)
    if is_as_assigned(run, node, old):
        return as_assignment(run, node, env)
    run.facts.item_kinds[node] = old
    if isinstance(run.facts.call.get(target), OPERATIONS) or isinstance(target, gast.Attribute):
        read_target(run, node, old)
    if isinstance(target, gast.Subscript):
        run.facts.call.pop(target, None)  # of the reading
    value = run.kind(node.value)
    if storage.base_of(value) is float and storage.is_built_in(value, *storage.ARITHMETIC) and not K.has_fields(old):
        node.value = storage.as_items(run, node.value)
        value = run.facts.kind[node.value]
    if old.form == "set" and (is_active(old) or is_active(value)):
        raise run.context.refusal(node, "An operator changes a set of values that depend on what is differentiated.",
                                  "Use `update`, `add` and `discard`.")
    whole, held = old, storage.changed_in_place(run, old, node.op)
    if storage.base_of(old) is float and isinstance(target, gast.Name) and storage.is_built_in(old, *storage.ARITHMETIC):
        held = storage.stored(run, old)
    if held is not None:
        old = run.facts.item_kinds[node] = held
        if storage.base_of(value) is not None:
            node.value = storage.as_items(run, node.value, True)
            value = run.facts.kind[node.value]
    if old.form == "list" and isinstance(node.op, gast.Add) and K.has_fields(value) \
            and (storage.base_of(value) is not None
                 or any(objects.has_method(value, name) for name in ("__iter__", "__getitem__"))) \
            and not objects.has_method(value, "__radd__"):
        node.value = iteration.iterable(run, node.value)
        value = run.facts.kind[node.value]
    if old.form == "dict" and isinstance(node.op, gast.BitOr) and not objects.has_method(value, "__ror__"):
        node.value = iteration.entries(run, node.value) if value.form != "dict" else node.value
        value = run.facts.kind[node.value]
    if old.form == "list" and isinstance(node.op, gast.Add) and (value.form in ITERATED or value.form == "dict"):
        kind = run.facts.kind[node] = old
        item = items_of(run, value, node)
        if item is not None:
            run.program.store(old.region, item)
    elif old.form == "dict" and isinstance(node.op, gast.BitOr) and not issubclass(old.type or dict, Counter):
        kind = run.facts.kind[node] = replace(old, optional=False)
        update_kind(run, node, old.region, [replace(value, optional=False)], [])
    else:
        kind = run.facts.kind[node] = without_value(operation_kind(run, node, node.op, old, value))
    overloaded = isinstance(run.facts.call.get(node), OPERATIONS)
    in_place = not overloaded and old.form in ("array", "numeric", "list", "any", "object", "dict") \
        and not gives_array(old, value, node.op)
    if isinstance(target, gast.Name):
        if in_place:
            if old.form == "array" and kind.form == "array":
                kind = replace(kind, type=old.type, ndim=old.ndim)
            write(run, old, kind)
            if old.form in ("array", "list", "dict", "object"):
                kind = replace(whole)
            else:
                kind = replace(join(old, kind), optional=False)
        bind_name(run, target.id, kind, target)
    else:
        if in_place:
            write(run, old, kind)
        assign(run, target, whole if old.form in ("array", "list", "dict") and (in_place or overloaded) else kind)
    return env


def has_methods(kind):
    """May what an operator does to this be up to a class?"""
    return K.has_fields(kind) or kind.form == "any"


def name_parts(run, node, env):
    """The object and the index of a target that methods read and store, evaluated once, under names.

        f[1:] *= k          →   index = slice(1, None)
        body.grid[i()] += x     grid, index = body.grid, i()        grid[index] += x
    """
    target = node.target
    parts = [field for field in ("value", "slice") if not is_read_again(getattr(target, field, None))]
    block = next((b for b in blocks(run.context.tree) if any(s is node for s in b)), None) if parts else None
    if block is None:
        return env
    run.context.receivers.pop((node, "target"), None)
    run.context.note_rewritten()
    for field in ("value", "slice") if "slice" in parts and not isinstance(target.value, gast.Name) else parts:
        part = getattr(target, field)
        wanted = "index" if field == "slice" else part.attr if isinstance(part, gast.Attribute) else "owner"
        names = [gast.Name(id=run.context.new_name(wanted), ctx=gast.Store(), annotation=None, type_comment=None)]
        names.append(gast.Name(id=names[0].id, ctx=gast.Load(), annotation=None, type_comment=None))
        made = gast.Assign(targets=[names[0]], value=with_slices(part), type_comment=None)
        for tree in (*names, made):
            gast.copy_location(tree, target)
        setattr(target, field, names[1])
        block.insert(next(i for i, s in enumerate(block) if s is node), made)
        env = run.statement(made, env)
    run.env = env
    return env


def in_three_steps(run, node, env):
    """What methods read, changed in place and stored by methods.

        f[index] *= k   →   item = f[index]        item *= k        f[index] = item
    """
    target = node.target
    block = next((b for b in blocks(run.context.tree) if any(s is node for s in b)), None)
    if block is None:
        return env
    run.context.receivers.pop((node, "target"), None)
    run.context.note_rewritten()
    held = run.context.new_name("item")

    def item(ctx):
        return gast.Name(id=held, ctx=ctx, annotation=None, type_comment=None)
    read = type(target)(**dict(gast.iter_fields(target)) | {"ctx": gast.Load()})
    steps = [gast.Assign(targets=[item(gast.Store())], value=read, type_comment=None),
             gast.AugAssign(target=item(gast.Store()), op=node.op, value=node.value),
             gast.Assign(targets=[target], value=item(gast.Load()), type_comment=None)]
    for step in steps:
        gast.copy_location(step, node)
        for part in (*getattr(step, "targets", ()), getattr(step, "target", None), step.value):
            if isinstance(part, gast.Name) and part.id == held:
                gast.copy_location(part, target)
    gast.copy_location(read, target)
    i = next(i for i, s in enumerate(block) if s is node)
    block[i:i + 1] = steps
    for step in steps:
        env = env and run.statement(step, env)
    return env


def is_as_assigned(run, node, old):
    """Is `a += b` an assignment of `a + b`, where one of the two is an object or something else, or `a` may be a text?"""
    before = dict(run.env)
    operands = old, run.kind(node.value)
    run.env.clear()
    run.env.update(before)  # it is evaluated once more, and may assign to what it reads
    of_text = is_one_of_several(old) and may_be_text(old)
    return (of_text or can_be_told_apart(*operands)) and all(kind.form in ("number", "plain", "tuple") or kind.form == "object" and not has_operator(kind, IN_PLACE[type(node.op)])
               for _, kind in parts(K.present(old)))


def as_assignment(run, node, env):
    """`a += b`  →  `a = a + b`"""
    env = name_parts(run, node, env)
    block = next((b for b in blocks(run.context.tree) if any(s is node for s in b)), None)
    if block is None:
        return env
    target = node.target
    run.context.note_rewritten()
    read = gast.copy_location(type(target)(**dict(gast.iter_fields(target)) | {"ctx": gast.Load()}), target)
    made = gast.Assign(targets=[target], value=gast.BinOp(left=read, op=node.op, right=node.value), type_comment=None)
    for tree in (made.value, made):
        gast.copy_location(tree, node)
    block[next(i for i, s in enumerate(block) if s is node)] = made
    return run.statement(made, env)


def is_read_again(part):
    """Is this made of names, constants and attributes alone, and of arithmetic on them?"""
    return part is None or all(isinstance(n, _READ_AGAIN) for n in walk(part))


_READ_AGAIN = (gast.Name, gast.Constant, gast.Attribute, gast.expr_context, gast.UnaryOp, gast.BinOp, gast.Tuple,
               gast.operator, gast.unaryop)


def write(run, old, new):
    """An in-place operation gives `old`'s memory the content of `new`."""
    for region in ([old.region.find()] if old.region is not None else []):
        run.program.set(region, written=True)
        if is_active(new) and holds_derivative(old, new):
            run.program.activate(region, old)
        if old.form in ("list", "any", "object"):
            run.program.store(region, element(new) if new.form in ("list", "tuple", "array") else new)
        if old.form == new.form == "dict":
            for key, kind in (new.elements or {}).items():
                run.program.store_item(region, key, kind)
            run.program.pour(region, new)
