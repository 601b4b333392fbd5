"""Calls of the user's methods, and of one of several classes, whatever they look like in the text.

    shape.area()        →   A_area_dself(shape, dshape) if type(shape) is A else B_area_dself(shape, dshape)
"""

import gast

from s2sad.facts import callrecords as C
from s2sad.facts.classfacts import record_of
from s2sad.forward import displays, expressions, special
from s2sad.forward.attributes import cached_pair
from s2sad.forward.classes import is_named
from s2sad.forward.exceptions import exception_pair
from s2sad.forward.helpercalls import helper_pair, is_mirrored
from s2sad.forward.instances import class_named, new_pair
from s2sad.forward.operands import flatten, inactive_call
from s2sad.forward.pair import Pair, hole
from s2sad.frontend.build import assign, attribute, call, constant, expression, is_plain, name, pure_call, tuple_, value_of
from s2sad.later import later
from s2sad.records import replace

alternatives_pair = later("forward.alternativecalls.alternatives_pair")


def operation_pair(w, node, how):
    """The pair of what is a call of the user's own method, whatever it looks like."""
    if isinstance(how, C.HelperCall):
        return helper_pair(w, node, how)
    if isinstance(how, C.DispatchCall):
        return dispatch_pair(w, node, how)
    if isinstance(how, C.AlternativesCall):
        return alternatives_pair(w, node, how)
    if isinstance(how, C.CachedProperty):
        return cached_pair(w, node, how) if how.kept else own_or_class_pair(w, node, how)
    if isinstance(how, C.Refused):
        w.refuse(node, how.reason, how.advice)
    return None


def own_or_class_pair(w, node, how):
    """What the object itself holds under a name or, where it holds none, what its class's descriptor gives.

        m.heavy   →   t, dt = m.heavy, dm.heavy
                      (after `if "heavy" in vars(m):`, with the call of the descriptor's derivative after `else:`)
    """
    (owner,) = w.operands([node.value], {0})
    if not is_mirrored(w, how.call.context) and not w.is_active(node):
        return Pair(attribute(owner.value, how.name))
    if owner.tangent is not None and not is_plain(owner.tangent):
        w.hoist_tangent(owner)
    zero = w.zero(w.kind(node), hole())
    held = Pair(attribute(owner.value, how.name), zero if owner.tangent is None else attribute(owner.tangent, how.name))
    made = []
    statements = w.block(lambda: made.append(one_case(w, node, how.call, {id(node.value): owner})))
    return choose_by(w, node, [(True, [], held), (None, statements, made[0])], lambda _: gast.Compare(
        left=constant(how.name), ops=[gast.In()], comparators=[pure_call(w.builtin("vars"), owner.value)]))


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
            w.hoist_tangent(p)
        given[id(n)] = p
    for _, s, _ in how.cases:
        given[id(s)] = given[id(how.receiver)]
    arms = []
    for cls, stand_in, case in how.cases:
        made = []
        statements = w.block(lambda: made.append(one_case(w, node, case, given)))
        arms.append((cls, statements, made[0]))
    if how.raises:
        arms.append(raising_arm(w, node, given))
    return choose(w, node, given[id(how.receiver)].value, arms, {cls: case.context for cls, _, case in how.cases})


def is_class_of(node, stand_ins):
    return isinstance(node, gast.Attribute) and id(node.value) in stand_ins


def one_case(w, node, case, given):
    if is_mirrored(w, case.context):
        made = helper_pair(w, node, case, given)
        return Pair(both=made.both) if made.both is not None else Pair(made.value, w.zero(w.kind(node), hole()))
    return Pair(rebuilt(node, given), w.zero(w.kind(node), hole()))


def raising_arm(w, node, given):
    """What is left: the user's own call, which raises."""
    return None, [], Pair(rebuilt(node, given), w.zero(w.kind(node), hole()))


def rebuilt(node, given):
    """The user's operation with its operands replaced by what was read before."""
    def replaced(part):
        if isinstance(part, list):
            return [replaced(p) for p in part]
        if id(part) in given:
            return given[id(part)].value
        if isinstance(part, (gast.Attribute, gast.keyword, gast.Starred, gast.Call)):
            return type(part)(**{f: replaced(v) for f, v in gast.iter_fields(part)})
        return part
    return gast.copy_location(type(node)(**{f: replaced(v) for f, v in gast.iter_fields(node)}), node)


def held(w, arguments, pairs):
    """The pairs of arguments by the ids of their nodes, for each arm of a choice: what is more than a plain tangent has a name."""
    for p in pairs:
        if p.tangent is not None and not is_plain(p.tangent):
            w.hoist_tangent(p)
    return {id(n): p for n, p in zip(arguments, pairs)}


def classes_pair(w, node, how):
    """`cls(x)` → `A_dx(x, dx) if cls is A else B_dx(x, dx)`."""
    cases = how.cases
    if not w.is_active(node) and not any(isinstance(made, C.HelperCall) and is_mirrored(w, made.context)
                                         for _, _, made in cases):
        return inactive_call(w, node)
    if len({getattr(made, "first", None) for _, _, made in cases}) == 1 and isinstance(cases[0][2], C.ExceptionCall):
        return exception_pair(w, node, cases[0][2])
    arguments = C.all_arguments(node)
    if isinstance(how.subject, gast.NamedExpr):
        target = how.subject.target.id
        (found,) = w.operands([how.subject.value], pair=lambda w, n: Pair(expressions.value(w, n)))
        w.emit(assign(name(target, True), found.value))
        subject, pairs = Pair(name(target)), w.operands(arguments, set(range(len(arguments))), pair=displays.element)
    else:
        subject, *pairs = w.operands([how.subject, *arguments], set(range(len(arguments) + 1)), pair=displays.element)
    given = {}
    given |= held(w, arguments, pairs)
    arms = []
    for cls, case, made in cases:
        stand_in = case.func.value if isinstance(case.func, gast.Attribute) else case.func
        given[id(stand_in)] = subject
        written = []
        statements = w.block(lambda: written.append(w.named(case_pair(w, node, case, made, given))
                                                    if isinstance(made, C.NewCall)
                                                    else case_pair(w, node, case, made, given)))
        arms.append((cls, statements, written[0]))
    if how.raises:
        given[id(how.subject)] = subject
        arms.append(raising_arm(w, node, given))
    contexts = {cls: made.context for cls, _, made in cases if isinstance(made, C.HelperCall)}
    return choose(w, node, subject.value, arms, contexts, subject.value)


def named_calls_pair(w, node, how):
    """`getattr(obj, name)(x)` → `A_f_dx(obj, x, dobj, dx) if name == "f" else A_g_dx(obj, x, dobj, dx)`."""
    # What `*xs` gives is read in each arm: it may be written out in another way there.
    arguments = C.all_arguments(node) if not any(isinstance(a, gast.Starred) for a in node.args) else []
    subject, asked, *pairs = w.operands([how.subject, how.name, *arguments], set(range(len(arguments) + 2)), pair=displays.element)
    given = {id(how.subject): subject}
    if how.others:
        w.emit(expression(call(w.builtin("getattr"), subject.value, asked.value))).writes = True  # raises an AttributeError
    given |= held(w, arguments, pairs)
    arms = []
    for text, case, made in how.cases:
        written = []
        statements = w.block(lambda: written.append(case_pair(w, node, case, made, given)))
        arms.append((text, statements, written[0]))
    if how.raises:
        given[id(node.func)] = Pair(pure_call(w.builtin("getattr"), subject.value, asked.value))
        arms.append(raising_arm(w, node, given))

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
        w.refuse(node, "This calls one of several classes or functions, and what it does with one of them is not known.",
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
    classes = [cls for cls, _, _ in arms if cls is not None]

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
        return Pair(both=tree) if active else Pair(value_of(tree))
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
