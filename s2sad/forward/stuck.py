"""What is never got past, since it always raises: it raises what the user's own does, after the same changes.

    try:                        try:
        y = fail(xs.pop())        t = xs.pop()
                             →    dt = dxs.pop()
                                  fail_dv(t, dt)
                                  raise AssertionError(...)

The analysis has no kind for an expression that does not come back, nor for those around it.
"""

import gast

from s2sad.analysis.truth import lacks
from s2sad.facts import callrecords as C
from s2sad.facts import kinds as K
from s2sad.forward import callee, expressions, special
from s2sad.forward.pair import Pair
from s2sad.forward.step import guarded
from s2sad.frontend.build import assign, call, constant, expression, is_atom, is_plain, name, tuple_
from s2sad.frontend.scopes import scope_of
from s2sad.frontend.trees import walk

_HEADS = {gast.Expr: "value", gast.Return: "value", gast.Assign: "value", gast.AnnAssign: "value",
          gast.If: "test", gast.While: "test", gast.For: "iter", gast.Raise: "exc", gast.Assert: "test",
          gast.Match: "subject"}


def write_stuck(w, statement):
    """A statement that is never got past.  Should it be all the same, nothing after it was looked at: an error."""
    if w.context.rewritten and not special.is_special(w, statement):
        statement = special.as_written(w, statement)
    head = getattr(statement, _HEADS.get(type(statement), ""), None)
    first = [] if head is None else [head]
    if isinstance(statement, gast.AugAssign) and _read(w, statement.target) is not None:
        first = [_read(w, statement.target), statement.value]
    elif isinstance(statement, gast.Assign) and isinstance(statement.targets[0], gast.Subscript):
        first += [statement.targets[0].value, statement.targets[0].slice]
    stuck = next((i for i, part in enumerate(first) if not comes_back(w, part)), None)
    if stuck is None and stores_before(w, statement):
        refuse(w, statement)
    if stuck is None or not special.is_special(w, statement):
        if special.is_special(w, statement):
            refuse(w, statement)
        w.emit(as_expression(statement))
    else:
        tree = one_after_the_other(w, first[:stuck + 1])
        if not is_atom(tree):
            w.emit(expression(tree)).writes = True
    w.emit(gast.Raise(exc=call(w.builtin("AssertionError"), constant("this was taken never to be reached")),
                      cause=None))
    for unbound in unbound_names(w, statement):
        w.emit(assign(name(unbound, True), constant(None)))  # what would bind it is left out: it stays a local variable


def unbound_names(w, statement):
    """The function's own variables that a statement reads, and that have got no value when it comes to them."""
    own = scope_of(w.context.tree).locals - w.context.params.keys()
    return sorted({n.id for n in walk(statement) if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Load)
                   and n.id in own and n not in w.facts.kind})


def stores_before(w, statement):
    """Has this changed something when it comes to the target that raises: `a, b.missing.c = x, y`, or `with m as b.missing.c`?"""
    if isinstance(statement, gast.With):
        targets = [i.optional_vars for i in statement.items if i.optional_vars is not None]
    else:
        targets = getattr(statement, "targets", [getattr(statement, "target", None)])
    places = [n for t in targets for n in places_in(t)]
    inner = [part for t in targets if isinstance(t, (gast.Tuple, gast.List)) for part in t.elts if hasattr(part, "elts")]
    if inner and guarded(w) and any(isinstance(n, gast.Name) and n.id in w.facts.active_names for n in places):
        return True  # the names before one that is not unpacked have got their values
    return any(isinstance(n, (gast.Attribute, gast.Subscript)) and not comes_back(w, n.value)
               for n in places[not isinstance(statement, gast.With):])


def places_in(target):
    """The names, attributes and items that a target assigns to, in order."""
    if isinstance(target, gast.Starred):
        return places_in(target.value)
    if isinstance(target, (gast.Tuple, gast.List)):
        return [n for e in target.elts for n in places_in(e)]
    return [target]


def as_expression(statement):
    """A statement without its blocks, of which none is entered; and without a `return`, which would be of no pair."""
    head = _HEADS.get(type(statement)) if hasattr(statement, "body") or isinstance(statement, gast.Return) else None
    return statement if head is None else expression(getattr(statement, head))


def _read(w, target):
    """What `u[i] += e` reads first, as an expression of known kind; None where that is more than a name or item."""
    if not isinstance(target, gast.Name) and not (isinstance(target, gast.Subscript)
                                                     and isinstance(target.value, gast.Name) and is_plain(target.slice)):
        return None
    read = gast.copy_location(type(target)(**{**dict(gast.iter_fields(target)), "ctx": gast.Load()}), target)
    w.facts.kind[read] = K.NONE if isinstance(target, gast.Name) else K.PLAIN
    return read


def comes_back(w, node):
    return node in w.facts.kind or isinstance(node, gast.Constant)


def refuse(w, node):
    w.refuse(node, "This always raises an exception, after it changed what depends on what is differentiated.",
             "Make the change in a statement of its own, before the exception.", uncertain=True)


def raising(w, node):
    """A tree that raises what an expression raises; statements for what is evaluated before are emitted."""
    how = w.facts.never.get(node)
    if how is not None and not (isinstance(how, C.FunctionCall) and not how.bounds):  # else the arguments do not fit
        return raising_call(w, node, how)
    if isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and comes_back(w, node.func.value) \
            and lacks(w.kind(node.func.value), node.func.attr):
        node = node.func  # before its arguments are evaluated
    if isinstance(node, (gast.BoolOp, gast.Compare, gast.NamedExpr, gast.IfExp)):
        return _RAISING[type(node)](w, node)
    if not special.is_special(w, node):
        return special.mark_pure(w, node)
    parts = evaluated_parts(w, node)
    if parts is None:
        refuse(w, node)
    stuck = next((i for i, part in enumerate(parts) if not comes_back(w, part)), None)
    if stuck is None:
        return expressions.rebuild(w, node)
    return one_after_the_other(w, parts[:stuck + 1])


def one_after_the_other(w, nodes):
    """The tree that evaluates expressions, of which the last one raises."""
    pairs = w.operands(nodes, pair=lambda w, n: Pair(expressions.value(w, n) if comes_back(w, n) else raising(w, n)))
    trees = [p.value for p in pairs if not is_atom(p.value) or p is pairs[-1]]
    return trees[0] if len(trees) == 1 else tuple_(trees)


def raising_call(w, node, how):
    """A call of the user's own function that always raises: that of its derivative."""
    from s2sad.forward.functioncalls import function_call_pair
    w.facts.kind[node] = K.NONE
    called = callee.with_known_callee(w, node, how)
    result = function_call_pair(w, called, how) if isinstance(how, C.FunctionCall) else expressions.operation_pair(w, called, how)
    del w.facts.kind[node]
    tree = result.both if result.both is not None else result.value
    return tree.value if isinstance(tree, gast.Subscript) else tree


def evaluated_parts(w, node):
    """The expressions that are evaluated first, in order; None where that is not certain."""
    if isinstance(node, gast.Call):
        first = node.func.value if isinstance(node.func, gast.Attribute) and not comes_back(w, node.func) else node.func
        parts = [] if isinstance(first, gast.Name) else [first]
        return [*parts, *(a.value if isinstance(a, gast.Starred) else a for a in node.args),
                *(k.value for k in node.keywords)]
    if isinstance(node, gast.Dict):
        return [n for both in zip(node.keys, node.values) for n in both if n is not None]
    if isinstance(node, (gast.List, gast.Tuple, gast.Set)):
        return [e.value if isinstance(e, gast.Starred) else e for e in node.elts]
    if isinstance(node, gast.Subscript) and isinstance(node.slice, gast.Slice):
        return None
    if isinstance(node, gast.Yield):
        return [node.value]
    return C.operands_of(node) or None


def _either(w, node):
    """`a if c else b`, of which neither comes back."""
    if not comes_back(w, node.test):
        return raising(w, node.test)
    test = expressions.value(w, node.test)
    body = w.block(lambda: w.emit(expression(raising(w, node.body))))
    w.emit(gast.If(test=test, body=body, orelse=[]))
    return raising(w, node.orelse)


def _first(w, node):
    """`a or b`: what decides is the first operand that does not come back."""
    if not comes_back(w, node.values[0]):
        return raising(w, node.values[0])
    if special.is_special(w, node):
        refuse(w, node)
    return special.mark_pure(w, node)


_RAISING = {
    gast.BoolOp: _first,
    gast.IfExp: _either,
    gast.NamedExpr: lambda w, node: raising(w, node.value),
    gast.Compare: lambda w, node: one_after_the_other(
        w, [node.left, *([node.comparators[0]] if comes_back(w, node.left) else [])]),
}
