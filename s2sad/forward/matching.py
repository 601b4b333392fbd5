"""`match` statements stay as they are; what a case captures has its tangent read first.

    match shape:                      match shape:
        case Circle(r):        →          case Circle(r):
            return r * r                      dr = dshape.r
                                              return r * r, 2 * r * dr
"""

import gast

from s2sad.facts.reached import is_active
from s2sad.forward.blocks import body_of
from s2sad.forward.expressions import pair, value
from s2sad.forward.pair import Pair
from s2sad.forward.special import is_special
from s2sad.frontend.build import assign, attribute, constant, is_atom, name, pure_call, subscript
from s2sad.frontend.trees import walk


def write_match(w, node):
    """A `match` statement and the tangents of what its cases capture."""
    truths = w.facts.truth.get(node, {})
    cases = [case for case in node.cases if truths.get(case, False) is not False]
    captures = {case: [c for c in w.facts.call.get(case) or [] if c.name in w.facts.active_names] for case in cases}
    if not w.is_active(node.subject):
        subject, mirror = value(w, node.subject), None
    else:
        source = w.named(pair(w, node.subject))
        subject, mirror = source.value, source.tangent
        if mirror is not None and not is_atom(mirror) and any(map(is_needed, sum(captures.values(), []))):
            mirror = w.hoist(mirror)
    if any(not is_active(c.kind) for cs in captures.values() for c in cs) and not is_atom(subject):
        subject = w.hoist(subject)
    written = []
    for case in node.cases:
        if case not in captures:
            # It never matches, but it is looked at: an attribute of the pattern may have effects.
            written.append(gast.match_case(pattern=case.pattern, guard=None, body=[gast.Pass()]))
            continue
        if case.guard is not None and is_special(w, case.guard):
            named = next((n for n in walk(case.guard) if isinstance(n, gast.NamedExpr) and n.target.id in w.facts.active_names), None)
            if named is not None:
                w.refuse(named, f"This guard gives `{named.target.id}` a value that depends on what is differentiated.",
                         "Compute it before the `match` statement, or once more in the case's body.")
            w.refuse(case.guard, "This guard changes values that depend on what is differentiated.",
                     "Test the condition in the case's body.")

        def body():
            for capture in captures[case]:
                # What is left over of a subject that is not active is new, and may get what is.
                tangent = mirrored(w, mirror, capture, case) if is_active(capture.kind) and mirror is not None \
                    else w.zero(capture.kind, name(capture.name))
                made = Pair(name(capture.name), tangent)
                made.fill(made.value)
                w.emit(assign(name(w.tangent_name(capture.name), True), made.tangent))
            for statement in body_of(w, case.body):
                w.out.append(statement)
        statements = w.block(body)
        guard = None if case.guard is None else value(w, case.guard)
        written.append(gast.match_case(pattern=case.pattern, guard=guard, body=statements))
    w.node = node
    w.emit(gast.Match(subject=subject, cases=written))


def is_needed(capture):
    return is_active(capture.kind)


def mirrored(w, mirror, capture, case):
    """The tangent of what a case captured: what is at the same place of the subject's mirror."""
    from s2sad.forward.attributes import mirror_attribute
    if capture.steps is None:
        w.refuse(case.pattern, f"The alternatives of this pattern take `{capture.name}` from different places.",
                 "Write a case for each alternative.")
    tree = mirror
    for step in capture.steps:
        if step[0] == "attribute":
            tree = mirror_attribute(w, step[1], tree)
        elif step[0] == "item":
            tree = subscript(tree, index(step[1]))
        elif step[0] == "key":
            tree = subscript(tree, step[1])
        elif step[0] in ("items", "items of any"):
            kind, start, stop = step
            if kind != "items":  # it may be a deque, which has no slices
                tree = pure_call(w.builtin("list"), tree)
            part = gast.Slice(lower=constant(start) if start else None, upper=None if stop is None else index(stop),
                              step=None)
            tree = pure_call(w.builtin("list"), subscript(tree, part))
        else:
            tree = without(w, tree, step[1])
    return tree


def index(i):
    return constant(i) if i >= 0 else gast.UnaryOp(op=gast.USub(), operand=constant(-i))


def without(w, tree, keys):
    """A dict without some of its keys."""
    key, part = w.temporary(), w.temporary()
    names = gast.Tuple(elts=[name(key, True), name(part, True)], ctx=gast.Store())
    test = gast.Compare(left=name(key), ops=[gast.NotIn()], comparators=[gast.Tuple(elts=list(keys), ctx=gast.Load())])
    return gast.DictComp(key=name(key), value=name(part), generators=[gast.comprehension(
        target=names, iter=pure_call(attribute(tree, "items")), ifs=[test], is_async=0)])
