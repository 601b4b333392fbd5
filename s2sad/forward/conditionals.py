"""Conditional expressions, `and`, `or`, and chains of comparisons whose parts take statements."""

import gast

from s2sad.facts.reached import is_active
from s2sad.forward import expressions
from s2sad.forward.pair import Pair
from s2sad.forward.special import is_idle
from s2sad.forward.stuck import comes_back, raising
from s2sad.frontend.build import assign, expression, name, tuple_


def conditional(w, node):
    """`a if c else b`, `a and b`, `a or b`: one of several pairs."""
    if isinstance(node, gast.BoolOp):
        return _bool_op(w, node)
    wanted, w.wanted = w.wanted, None
    truth = w.facts.truth.get(node.test)
    if truth is not None:
        if not is_idle(w, node.test):
            w.emit(expression(expressions.value(w, node.test)))
        return expressions.pair(w, node.body if truth else node.orelse)
    test = expressions.value(w, node.test)
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
    result = expressions.pair(w, node)
    if not is_active(kind):
        return result
    if result.both is not None:
        return result
    own = w.kind(node)
    tangent = w.complete(result, own)
    return w.settled(Pair(result.value, tangent), own)


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
        return expressions.pair(w, operands[0])
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


def comparison_chain(w, node):
    """`a < b < g(c)`, where `g(c)` takes statements, which run only if `a < b`.

        t = a < b
        if t:
            t2, dt2 = dg(c, dc)
            t = b < t2
    """
    def plain(w, operand):
        return Pair(expressions.value(w, operand))

    def kept(tree):
        return w.hoist(tree, force=isinstance(tree, gast.Name) and tree.id not in w.generated)

    def link(op, operand, last):
        new = expressions.value(w, operand)
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
