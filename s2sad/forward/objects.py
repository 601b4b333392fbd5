"""Objects and their mirrors: attributes, methods by class, new instances.

    self.x = x * x      →   self.x = x * x
                            dself.x = 2 * x * dx
"""

import gast

from s2sad.analysis.exceptions import LINKS, is_exception
from s2sad.analysis.objects import is_sure, lookup
from s2sad.facts import callrecords as C
from s2sad.facts import kinds as K
from s2sad.facts.classfacts import record_of
from s2sad.facts.classkinds import classes_of
from s2sad.facts.effects import contexts_called
from s2sad.facts.reached import is_active
from s2sad.forward import displays, expressions, special
from s2sad.forward.classes import class_name, is_named
from s2sad.forward.exceptions import exception_pair, linked_pair
from s2sad.forward.helpercalls import helper_pair, is_mirrored
from s2sad.forward.operands import flatten, inactive_call, tangent_or_zero
from s2sad.forward.pair import Pair, hole
from s2sad.forward.step import change
from s2sad.frontend.build import (
    assign,
    attribute,
    constant,
    expression,
    has_effects,
    is_atom,
    is_plain,
    name,
    names_in,
    pure_call,
    subscript,
    tuple_,
)
from s2sad.frontend.constructors import SOURCES
from s2sad.frontend.names import MISSING, Place
from s2sad.frontend.trees import walk
from s2sad.records import replace
from s2sad.runtime.objects import built_on


def operation_pair(w, node, how):
    """The pair of what is a call of the user's own method, whatever it looks like."""
    if isinstance(how, C.HelperCall):
        return helper_pair(w, node, how)
    if isinstance(how, C.DispatchCall):
        return dispatch_pair(w, node, how)
    if isinstance(how, C.CachedProperty):
        return cached_pair(w, node, how)
    if isinstance(how, C.Refused):
        w.refuse(node, how.reason, how.advice)
    return None


# -- attributes

def attribute_pair(w, node):
    """`obj.x`, `dobj.x`."""
    if is_exception(w.kind(node.value)) and node.attr in LINKS:
        return linked_pair(w, node)
    (owner,) = w.operands([node.value])
    tree = attribute(owner.value, node.attr)
    tree.field = isinstance(owner.value, gast.Name)
    if owner.tangent is None:
        return Pair(tree, w.zero(w.kind(node), hole()))
    return Pair(tree, mirror_attribute(w, node, owner.tangent))


def mirror_attribute(w, node, mirror):
    """`dobj.x`; where `x` may be the class's own, which the mirror has as it is, only if `dobj` holds it."""
    kind = w.kind(node.value)
    if K.has_fields(kind):
        for cls in classes_of(kind):
            found = lookup(cls, node.attr)
            if found is not MISSING and not hasattr(type(found), "__get__") \
                    and not is_sure(w.program, kind, cls, node.attr):
                held = pure_call(w.builtin("vars"), mirror)
                return pure_call(attribute(held, "get"), constant(node.attr), w.zero(w.kind(node), hole()))
    return attribute(mirror, node.attr)


def store_attribute(w, target, result, kind):
    """`obj.x = e` on the object and on its mirror."""
    how = w.facts.call.get(target)
    result = w.split(result)
    if isinstance(how, C.HelperCall):
        return call_setter(w, target, how, result, kind)
    if not is_atom(result.value) and changes(w, target.value):
        result = w.named(result)
    mark = len(w.out)
    (owner,) = w.operands([target.value])
    if len(w.out) > mark and not is_atom(result.value):
        result.value = w.hoist(result.value, mark)
    if has_effects(owner.value):
        owner.value = w.hoist(owner.value)

    def place(tree):
        return gast.Attribute(value=tree, attr=target.attr, ctx=gast.Store())
    if owner.tangent is None:
        w.emit(assign(place(owner.value), result.value)).writes = True
        return
    result = Pair(result.value, w.complete(result, kind))
    store_both(w, place(owner.value), place(owner.tangent), result, attribute(owner.value, target.attr))


def changes(w, node):
    return special.changes_memory(w, node)


def store_both(w, place, mirror_place, result, read):
    """Value and tangent into their places: nothing is stored where computing the value raises."""
    value, tangent = result.value, result.tangent
    if is_atom(value) and is_atom(tangent) and not result.has_hole:
        w.emit(assign(tuple_([place, mirror_place], True), tuple_([value, tangent]))).writes = True
        return
    if not reads_memory(tangent):
        # What the tangent reads is not changed by storing the value.
        result.fill(value if is_atom(value) else read)
        w.emit(assign(place, value)).writes = True
        w.emit(assign(mirror_place, result.tangent)).writes = True
        return
    if result.has_hole:
        result.value = value = w.hoist(value)
        result.fill(value)
    change(w, [assign(mirror_place, result.tangent)], assign(place, value))


def reads_memory(tree):
    """Does this read attributes or elements, or hand objects to functions that may?"""
    return any(isinstance(n, (gast.Subscript, gast.Starred)) or isinstance(n, gast.Attribute)
               and not (isinstance(n.value, gast.Name) and n.value.id in ("np", "math"))
               or isinstance(n, gast.Call) and not getattr(n, "pure", False) for n in walk(tree))


def call_setter(w, target, how, result, kind):
    """`obj.x = e` where `x` is a property: its setter's derivative is called."""
    if not is_mirrored(w, how.context):
        result = w.settled(result)
        (obj,) = w.operands([target.value])
        w.emit(assign(gast.Attribute(value=obj.value, attr=target.attr, ctx=gast.Store()), result.value)).writes = True
        return
    result = w.named(Pair(result.value, w.complete(result, kind) if is_active(kind) else None))
    stand_in = w.context.receivers["value", target]
    made = helper_pair(w, target, how, {id(stand_in): result})
    tree = made.both if made.both is not None else made.value
    w.emit(expression(tree.value if isinstance(tree, gast.Subscript) else tree)).writes = True


def aug_attribute(w, node):
    """`obj.x += e` on the object and on its mirror."""
    from s2sad.forward.inplace import in_place, read_first, rebound_by
    target = node.target
    how = w.facts.call.get(node)
    if isinstance(how, (C.HelperCall, C.DispatchCall)) or isinstance(w.facts.call.get(target), C.HelperCall):
        return aug_by_methods(w, node, how)
    (owner,) = w.operands([target.value])
    if has_effects(owner.value):
        owner.value = w.hoist(owner.value)
    reads_first = changes(w, node.value)
    if reads_first and not isinstance(target.value, gast.Name) or names_in(owner.value) & rebound_by(w, node.value):
        owner.value = w.hoist(owner.value, force=True)
        owner.tangent = owner.tangent and w.hoist(owner.tangent, force=True)
    old = w.facts.item_kinds[node]

    def place(tree):
        return lambda store: gast.Attribute(value=tree, attr=target.attr, ctx=gast.Store() if store else gast.Load())
    item = Pair(place(owner.value)(False))
    if owner.tangent is not None:
        read = gast.copy_location(gast.Attribute(value=target.value, attr=target.attr, ctx=gast.Load()), target)
        w.facts.kind[read] = old
        mirror = mirror_attribute(w, read, owner.tangent)
        if not isinstance(mirror, gast.Attribute):
            mirror = Pair(None, mirror)
            mirror.fill(place(owner.value)(False))
            w.emit(assign(place(owner.tangent)(True), mirror.tangent)).writes = True
        item.tangent = place(owner.tangent)(False)
    if reads_first:
        v, dv = read_first(w, node, old, item.value, item.tangent)
        mirrors = [assign(place(owner.tangent)(True), dv)] if owner.tangent is not None else []
        change(w, mirrors, assign(place(owner.value)(True), v))
        return
    in_place(w, node, old, item, place(owner.value), place(owner.tangent))


def aug_by_methods(w, node, how):
    """`obj.x += e`, `obj[i] += e` where reading, adding or storing is up to a method."""
    from s2sad.forward.arithmetic import binop
    from s2sad.forward.statements import store
    target = node.target
    parts = [target.value, *([target.slice] if isinstance(target, gast.Subscript) else [])]
    if not all(is_plain_read(getattr(p, "as_written", p)) for p in parts) or changes(w, node.value):
        w.refuse(node, "The object or the index of this augmented assignment is more than a name.",
                 "Give them names first.")
    read = w.context.receivers.get((node, "target"))
    old = w.facts.item_kinds[node]
    if isinstance(how, (C.HelperCall, C.DispatchCall)):
        result = w.split(operation_pair(w, node, how))
        kind = w.kind(node)
    else:
        if old.form != "number":
            spelled = "obj[i]" if isinstance(target, gast.Subscript) else "obj.x"
            w.refuse(node, f"What this augmented assignment does to what reading `{spelled}` gives is not known.",
                     f"Write it as an assignment, {spelled} = {spelled} + e.")
        sum_ = gast.copy_location(gast.BinOp(left=read, op=node.op, right=node.value), node)
        kind = w.facts.kind[sum_] = w.kind(node)
        result = w.split(binop(w, sum_, node.op, read, node.value) if w.is_active(sum_) else expressions.pair(w, sum_))
    store(w, target, result, kind, None)


def is_plain_read(node):
    return all(isinstance(n, (gast.Name, gast.Constant, gast.Attribute, gast.expr_context, gast.UnaryOp, gast.BinOp,
                              gast.Tuple, gast.operator, gast.unaryop)) for n in walk(node))


def store_item(w, target, how, result, kind):
    """`obj[i] = e` where the class says what that does."""
    result = w.split(result)
    if isinstance(how, C.Refused):
        w.refuse(target, how.reason, how.advice)
    if not any(is_mirrored(w, helper.context) for helper in C.helpers(how)):
        result = w.settled(result)
        result.value = w.hoist(result.value)
        parts = w.operands([target.value, target.slice], pair=lambda w, n: _value_alone(w, n))
        w.emit(assign(subscript(parts[0].value, parts[1].value, True), result.value)).writes = True
        return
    result = w.named(Pair(result.value, w.complete(result, kind) if is_active(kind) else None))
    known = {id(w.context.receivers["value", target]): result}
    emit_call(w, helper_pair(w, target, how, known) if isinstance(how, C.HelperCall)
              else dispatch_pair(w, target, how, known))


def emit_call(w, made):
    """A call as a statement, whatever it gives."""
    tree = made.both if made.both is not None else made.value
    tree = tree.value if isinstance(tree, gast.Subscript) else tree
    if not is_atom(tree):
        w.emit(expression(tree)).writes = True


def _value_alone(w, node):
    return Pair(expressions.value(w, node))


# -- methods of one of several classes

def dispatch_pair(w, node, how, known=None):
    """The method's derivative for the class that the object turns out to be of.

    known: the pairs of arguments that were evaluated before, by the ids of their nodes.
    """
    known = known or {}
    if not any(is_mirrored(w, case.context) for _, _, case in how.cases):
        tree = special.mark_pure(w, node)
        return Pair(tree, w.zero(w.kind(node), hole()))
    stand_ins = {id(s) for _, s, _ in how.cases}
    nodes = [how.receiver]
    for _, _, case in how.cases:
        nodes += [n for _, n in flatten(case.bound)[0] if id(n) not in stand_ins and not is_class_of(n, stand_ins)
                  and all(n is not m for m in nodes)]
    pairs = w.operands(nodes, set(range(len(nodes))),
                       pair=lambda w, n: replace(known[id(n)]) if id(n) in known else displays.element(w, n))
    given = {}
    for n, p in zip(nodes, pairs):
        if p.tangent is not None and not is_plain(p.tangent):
            p.tangent = w.hoist(p.tangent)
        given[id(n)] = p
    for _, s, _ in how.cases:
        given[id(s)] = given[id(how.receiver)]
    arms = []
    for cls, stand_in, case in how.cases:
        made = []
        statements = w.block(lambda: made.append(one_case(w, node, case, given)))
        arms.append((cls, statements, made[0]))
    return choose(w, node, given[id(how.receiver)].value, arms, {cls: case.context for cls, _, case in how.cases})


def is_class_of(node, stand_ins):
    return isinstance(node, gast.Attribute) and id(node.value) in stand_ins


def one_case(w, node, case, given):
    if is_mirrored(w, case.context):
        made = helper_pair(w, node, case, given)
        return Pair(both=made.both) if made.both is not None else Pair(made.value, w.zero(w.kind(node), hole()))
    return Pair(rebuilt(node, given), w.zero(w.kind(node), hole()))


def rebuilt(node, given):
    """The user's operation with its operands replaced by what was read before."""
    def replaced(part):
        if isinstance(part, list):
            return [replaced(p) for p in part]
        if id(part) in given:
            return given[id(part)].value
        if isinstance(part, (gast.Attribute, gast.keyword, gast.Starred)):
            return type(part)(**{f: replaced(v) for f, v in gast.iter_fields(part)})
        return part
    return gast.copy_location(type(node)(**{f: replaced(v) for f, v in gast.iter_fields(node)}), node)


def classes_pair(w, node, how):
    """`cls(x)` → `A_dx(x, dx) if cls is A else B_dx(x, dx)`."""
    cases = how.cases
    if not w.is_active(node) and not any(isinstance(made, C.HelperCall) and is_mirrored(w, made.context)
                                         for _, _, made in cases):
        return inactive_call(w, node)
    if len({getattr(made, "first", None) for _, _, made in cases}) == 1 and isinstance(cases[0][2], C.ExceptionCall):
        return exception_pair(w, node, cases[0][2])
    arguments = C.all_arguments(node)
    subject, *pairs = w.operands([how.subject, *arguments], set(range(len(arguments) + 1)), pair=displays.element)
    given = {}
    for n, p in zip(arguments, pairs):
        if p.tangent is not None and not is_plain(p.tangent):
            p.tangent = w.hoist(p.tangent)
        given[id(n)] = p
    arms = []
    for cls, case, made in cases:
        stand_in = case.func.value if isinstance(case.func, gast.Attribute) else case.func
        given[id(stand_in)] = subject
        written = []
        statements = w.block(lambda: written.append(w.named(case_pair(w, node, case, made, given))
                                                    if isinstance(made, C.NewCall)
                                                    else case_pair(w, node, case, made, given)))
        arms.append((cls, statements, written[0]))
    contexts = {cls: made.context for cls, _, made in cases if isinstance(made, C.HelperCall)}
    return choose(w, node, subject.value, arms, contexts, subject.value)


def named_calls_pair(w, node, how):
    """`getattr(obj, name)(x)` → `A_f_dx(obj, x, dobj, dx) if name == "f" else A_g_dx(obj, x, dobj, dx)`."""
    arguments = C.all_arguments(node)
    subject, asked, *pairs = w.operands([how.subject, how.name, *arguments], set(range(len(arguments) + 2)), pair=displays.element)
    given = {id(how.subject): subject}
    for n, p in zip(arguments, pairs):
        if p.tangent is not None and not is_plain(p.tangent):
            p.tangent = w.hoist(p.tangent)
        given[id(n)] = p
    arms = []
    for text, case, made in how.cases:
        written = []
        statements = w.block(lambda: written.append(case_pair(w, node, case, made, given)))
        arms.append((text, statements, written[0]))

    def test(text):
        return gast.Compare(left=asked.value, ops=[gast.Eq()], comparators=[constant(text)])
    return choose_by(w, node, arms, test)


def case_pair(w, node, case, how, given):
    """What a call makes of one of the classes."""
    if isinstance(how, C.HelperCall) and is_mirrored(w, how.context):
        made = helper_pair(w, case, how, given)
        return Pair(both=made.both) if made.both is not None else Pair(made.value, w.zero(w.kind(node), hole()))
    if isinstance(how, C.NewCall):
        return new_pair(w, case, how, given)
    if isinstance(how, C.DispatchCall):
        made = w.split(dispatch_pair(w, case, how, given))
        return Pair(made.value, made.tangent if made.tangent is not None else w.zero(w.kind(node), hole()))
    if not isinstance(how, (C.HelperCall, C.PlainCall)):
        w.refuse(node, "This calls one of several classes, and what it does with one of them is not known.",
                 "Choose between the calls with `if`.")
    return Pair(rebuilt(case, given), w.zero(w.kind(node), hole()))


def own_mirror(w, cls, classes, contexts):
    """The name of a derivative that this class has, and none of the others."""
    context = contexts.get(cls)
    if context is None or context.home is None or any(context.home.cls in c.__mro__ for c in classes if c is not cls):
        return None
    return w.context_names[context]


def choose(w, node, receiver, arms, contexts, kind_of=None):
    """`a if type(obj) is A else b`, or the same in statements.

    contexts: class → what is called for it. kind_of: what is one of the classes, by default the type of the receiver.
    """
    kind_of = pure_call(w.builtin("type"), receiver) if kind_of is None else kind_of
    classes = [cls for cls, _, _ in arms]

    def test(cls):
        if record_of(cls) is None or is_named(w, record_of(cls)):
            return gast.Compare(left=kind_of, ops=[gast.Is()], comparators=[class_named(w, cls)])
        if len({c.__name__ for c in classes}) < len(classes):
            mirror = own_mirror(w, cls, classes, contexts)
            if mirror is not None:
                return pure_call(w.builtin("hasattr"), receiver, constant(mirror))
            class_named(w, cls)  # which refuses
        return gast.Compare(left=attribute(kind_of, "__name__"), ops=[gast.Eq()], comparators=[constant(cls.__name__)])
    return choose_by(w, node, arms, test)


def choose_by(w, node, arms, test):
    """The first of several pairs for which a test holds, else the last: an expression, or statements."""
    active = w.is_active(node)
    if not any(statements for _, statements, _ in arms) and all(p.both is not None for _, _, p in arms):
        tree = arms[-1][2].both
        for cls, _, p in reversed(arms[:-1]):
            tree = gast.IfExp(test=test(cls), body=p.both, orelse=tree)
        tree.writes = any(getattr(p.both, "writes", False) for _, _, p in arms)
        return Pair(both=tree) if active else Pair(subscript(tree, constant(0)))
    temporary = w.temporary()
    targets = tuple_([name(temporary, True), name("d" + temporary, True)], True)
    chain = None
    for cls, statements, p in reversed(arms):
        if p.both is not None:
            body = [*statements, assign(targets, p.both)]
        else:
            p.fill(name(temporary))
            body = [*statements, assign(name(temporary, True), p.value), assign(name("d" + temporary, True), p.tangent)]
        if chain is None:
            chain = body
        else:
            chain = [gast.If(test=test(cls), body=body, orelse=chain)]
    for statement in chain:
        w.emit(statement).writes = True
    return Pair(name(temporary), name("d" + temporary) if active else None)


# -- other ways to attributes

def cached_pair(w, node, how):
    """A cached property is computed once for an object and kept in it, and so is its tangent."""
    (owner,) = w.operands([node.value], {0})
    test = gast.Compare(left=constant(how.name), ops=[gast.NotIn()],
                        comparators=[pure_call(w.builtin("vars"), owner.value)])
    given = {id(node.value): owner}

    def compute():
        made = w.split(helper_pair(w, node, how.call, given)) if is_mirrored(w, how.call.context) \
            else Pair(attribute(owner.value, how.name), w.zero(w.kind(node), hole()))
        if made.tangent is None:
            made.tangent = w.zero(w.kind(node), hole())
        store_both(w, subscript(pure_call(w.builtin("vars"), owner.value), constant(how.name), True),
                   subscript(pure_call(w.builtin("vars"), owner.tangent), constant(how.name), True), made,
                   attribute(owner.value, how.name))
    if owner.tangent is None:
        return Pair(attribute(owner.value, how.name))
    w.emit(gast.If(test=test, body=w.block(compute), orelse=[])).writes = True
    return Pair(attribute(owner.value, how.name), attribute(owner.tangent, how.name))


def set_attribute_pair(w, node, how):
    """`setattr(obj, "x", e)`: the same on the mirror."""
    if how.target is not None:
        store_attribute(w, how.target, expressions.pair(w, how.value), w.kind(how.value))
        return Pair(constant(None))
    subject, item = w.operands([how.subject, how.value], {0} if w.is_active(how.value) else {0, 1}, pair=displays.element)

    def told(owner, stored):
        values = {id(how.subject): owner, id(how.value): stored}
        told = [values.get(id(a), a) for a in node.args]
        if how.subject not in node.args:  # super().__setattr__("x", e)
            return gast.Call(func=attribute(name("object"), "__setattr__"), args=[owner, *told], keywords=[])
        return gast.Call(func=node.func, args=told, keywords=[])
    if subject.tangent is None:
        w.emit(expression(told(subject.value, item.value))).writes = True
        return Pair(constant(None))
    tangent = tangent_or_zero(w, item, how.value)
    if reads_memory(tangent):  # perhaps the very attribute
        item.value = item.value if is_atom(item.value) else w.hoist(item.value)
        tangent = w.hoist(tangent)
    w.emit(expression(told(subject.value, item.value))).writes = True
    mirrored = told(subject.tangent, tangent)
    w.emit(expression(mirrored)).writes = True
    return Pair(constant(None))


def get_attribute_pair(w, node, how):
    """`getattr(obj, "x")` is `obj.x`; with a default the mirror has the attribute where the object has."""
    if how.default is None or how.node is None:
        return expressions.pair(w, how.node if how.node is not None else how.default)
    if K.is_numeric(w.kind(how.node.value)):
        return expressions.pair(w, how.node)
    called = w.facts.call.get(how.node)
    if isinstance(called, (C.HelperCall, C.DispatchCall)):
        if may_raise(helper.context for helper in C.helpers(called)):
            w.refuse(node, f"Reading `{how.node.attr}` here runs code that may raise an AttributeError, and then the "
                     "default is meant.", "Read it in a `try` statement.")
        read = displays.element(w, how.node)
        return Pair(read.value, read.tangent if read.tangent is not None else w.zero(w.kind(node), hole()))
    if all(lookup(c, how.node.attr) is not MISSING for c in classes_of(w.kind(how.node.value))) \
            and not has_effects(special.mark_pure(w, how.default)):
        read = displays.element(w, how.node)  # its class has it, and the default is never asked for
        return Pair(read.value, read.tangent if read.tangent is not None else w.zero(w.kind(node), hole()))
    owner, default = w.operands([how.node.value, how.default], {0, 1}, pair=displays.element)
    spelled = constant(how.node.attr)
    tree = pure_call(node.func, owner.value, spelled, default.value)
    fallback = tangent_or_zero(w, default, how.default)
    if owner.tangent is None:
        return Pair(tree, of_default_or_zero(w, how.node, owner.value, spelled, fallback))
    if any(lookup(c, how.node.attr) is not MISSING and not hasattr(type(lookup(c, how.node.attr)), "__get__")
           for c in classes_of(w.kind(how.node.value))):
        w.refuse(node, f"`{how.node.attr}` may be an attribute of the object or of its class.",
                 "Read it as an attribute, without a default.")
    return Pair(tree, pure_call(node.func, owner.tangent, spelled, fallback))


def may_raise(contexts):
    """Is there a `raise` in one of these functions, or in one that they call?"""
    todo, seen = list(contexts), set()
    while todo:
        context = todo.pop()
        if context in seen:
            continue
        seen.add(context)
        if any(isinstance(n, gast.Raise) for n in walk(context.tree)):
            return True
        todo += contexts_called(context)
    return False


def of_default_or_zero(w, read, owner, name, *fallback):
    """The tangent of `getattr(obj, "x", e)` where obj has no mirror: `0.0 if hasattr(obj, "x") else de`."""
    zero = w.zero(w.kind(read), hole())
    if not fallback:
        return zero
    test = pure_call(w.builtin("hasattr"), owner, name)
    return gast.IfExp(test=test, body=zero, orelse=fallback[0])


def get_named_pair(w, node, how):
    """`getattr(obj, name)`, `getattr(dobj, name)`."""
    nodes = [how.subject, how.name, *([how.default] if how.default is not None else [])]
    owner, asked, *rest = w.operands(nodes, {0, 1, 2}, pair=displays.element)
    tree = pure_call(node.func, owner.value, asked.value, *(p.value for p in rest))
    fallback = [tangent_or_zero(w, p, how.default) for p in rest]
    if owner.tangent is None:
        return Pair(tree, of_default_or_zero(w, node, owner.value, asked.value, *fallback))
    return Pair(tree, pure_call(node.func, owner.tangent, asked.value, *fallback))


def mirrored_pair(w, node):
    """`vars(obj)`, `asdict(obj)`: the same of the mirror."""
    (subject,) = w.operands(node.args, pair=displays.element)
    tree = pure_call(node.func, subject.value)
    if subject.tangent is None:
        return Pair(tree, w.zero(w.kind(node), hole()))
    return Pair(tree, pure_call(node.func, subject.tangent))


def class_named(w, cls):
    """A class, under its own name where the function finds it by that."""
    if record_of(cls) is not None:
        return class_name(w, w.node, record_of(cls))
    function = w.context.function
    if cls.__name__ not in w.context.locals and cls.__name__ not in function.__code__.co_freevars \
            and function.__globals__.get(cls.__name__) is cls:
        w.program.guards[Place("global", function.__globals__, cls.__name__)] = ("is", cls)
        return name(cls.__name__)
    return w.inject(cls.__name__, ("object", cls))


# -- instances of classes derived from built-in containers

def items_pair(w, node, how):
    """An instance where it is taken for the list or tuple that it is; copied if its class says what reading it does."""
    (subject,) = w.operands(node.args, pair=displays.element)
    if how.copy is None and w.kind(node).form == "number" and subject.tangent is not None:
        return Pair(subject.value, pure_call(w.builtin("float"), subject.tangent))
    if how.copy is None:
        return subject
    copy = w.builtin(how.copy)
    return Pair(pure_call(copy, subject.value), None if subject.tangent is None else pure_call(copy, subject.tangent))


def super_pair(w, node, how):
    """`super()` → `super()`, `super(__class__, dself)`."""
    (subject,) = w.operands([how.subject], {0}, pair=displays.element)
    start = node.args[0] if node.args else name("__class__")
    if isinstance(start, gast.Constant):
        start = class_named(w, start.value)
    if isinstance(node.func, gast.Constant):
        node = pure_call(w.builtin("super"), start, subject.value)
    special.mark_pure(w, node)
    return Pair(node, None if subject.tangent is None else pure_call(w.builtin("super"), start, subject.tangent))


def zero_of_super(w, kind):
    """The zero mirror of `super()`, `super(C, zeros(self))`."""
    start, subject, made = kind.value
    if not isinstance(subject, gast.Name):
        w.refuse(made, "What this `super` is of has no name.", "Give it one.")
    return pure_call(w.builtin("super"), class_named(w, start), w.zero(w.kind(subject), subject))


# -- new instances

def maker_of(w, cls):
    """`object.__new__`, or that of the container class from which a class is derived."""
    base = built_on(cls) or object
    if base is object or base.__module__ == "builtins" and w.context.function.__code__ in SOURCES:
        return attribute(name(base.__name__), "__new__")
    return attribute(w.builtin(base.__name__) if base.__module__ == "builtins" else class_named(w, base), "__new__")


def maker_is_class(w, node, how):
    """Is the class itself called, and not its `__new__`?"""
    callee = w.facts.kind.get(node.func)
    return callee is not None and callee.form == "const" and callee.value is how.cls


def new_pair(w, node, how, given=None):
    """`Point(x, y)` → `Point(x, y), Point(dx, dy)`, for a class that only keeps its arguments.

    given: the pairs of arguments that were evaluated before, by the ids of their nodes.
    """
    given = given or {}
    if how.how == "blank" and (isinstance(node.func, gast.Constant) or getattr(node.func, "attr", None) == "__new__") \
            and len(node.args) == 1 and is_plain_read(node.args[0]):
        made = pure_call(maker_of(w, how.cls), node.args[0])
        return Pair(made, made)
    if how.how == "items":
        held = w.operands(list(how.bound.values()), {0}, pair=displays.element)
        kept = [tangent_or_zero(w, p, n) for p, n in zip(held, how.bound.values())]
        maker, of = maker_of(w, how.cls), node.args[0]
        if maker_is_class(w, node, how):
            function = node.func if is_plain_read(node.func) else class_named(w, how.cls)
            return Pair(pure_call(function, *(p.value for p in held)), pure_call(function, *kept))
        return Pair(pure_call(maker, of, *(p.value for p in held)), pure_call(maker, of, *kept))
    callee = w.facts.kind.get(getattr(node, "func", None))
    if how.how == "blank" and is_plain_read(node.func) and all(map(is_plain_read, node.args)):
        special.mark_pure(w, node).pure = True
        return Pair(node, node)
    named = callee is not None and callee.form == "const" and callee.value is how.cls and is_plain_read(node.func)
    function = node.func if named else class_named(w, how.cls)
    if how.how == "blank":
        return Pair(expressions.value(w, node), pure_call(maker_of(w, how.cls), function))
    nodes = sorted(how.bound.values(), key=lambda n: (getattr(n, "lineno", 0), getattr(n, "col_offset", 0)))
    need = {i for i, n in enumerate(nodes) if w.zero_reads(n)}
    done = dict(zip(map(id, nodes), w.operands(nodes, need, pair=lambda w, n: replace(given[id(n)]) if id(n) in given
                                               else displays.element(w, n))))
    if nodes != list(how.bound.values()) and any(has_effects(p.value) for p in done.values()):
        for p in done.values():
            p.value = w.hoist(p.value)
    positional = {id(a) for a in node.args} if named else set()
    args, mirror_args, keywords, mirror_keywords = [], [], [], []
    for parameter, argument in how.bound.items():
        p = done[id(argument)]
        tangent = tangent_or_zero(w, p, argument)
        if id(argument) in positional:
            args.append(p.value)
            mirror_args.append(tangent)
        else:
            keywords.append(gast.keyword(arg=parameter, value=p.value))
            mirror_keywords.append(gast.keyword(arg=parameter, value=tangent))
    for parameter in how.left:
        mirror_keywords.append(gast.keyword(arg=parameter, value=zero_of_default(w, how.cls, parameter)))
    value = gast.Call(func=function, args=args, keywords=keywords)
    mirror = gast.Call(func=function, args=mirror_args, keywords=mirror_keywords)
    value.pure = mirror.pure = True
    return Pair(value, mirror)


def zero_of_default(w, cls, parameter):
    """The tangent of a field that keeps its default."""
    fields = getattr(cls, "__dataclass_fields__", {})
    default = fields[parameter].default if parameter in fields else cls._field_defaults[parameter]
    kind = w.program.kind_of_constant(default)
    if kind.form in ("number", "const", "plain"):
        return w.zero(kind, constant(None))
    return pure_call(w.runtime("zeros"), attribute(class_named(w, cls), parameter))
