"""Comprehensions: two, of values and of tangents, where that is as good as a loop; else a loop.

    ys = [x * x for x in xs]           →  ys = [x * x for x in xs]
                                          dys = [2 * x * dx for x, dx in zip(xs, dxs)]

    ys = [g(x) for x in xs if x > 0]   →  ys, dys = [], []
                                          for x, dx in zip(xs, dxs):
                                              if x > 0:
                                                  t, dt = g_dx(x, dx)
                                                  ys.append(t)
                                                  dys.append(dt)
"""

from collections import Counter

import gast

from s2sad.facts import callrecords as C
from s2sad.forward import displays, expressions, lifetimes, special
from s2sad.forward import setcalls
from s2sad.forward.dictkeys import key_of_mirror, key_pair
from s2sad.forward.pair import Pair
from s2sad.frontend.build import (
    assign,
    attribute,
    call,
    constant,
    expression,
    has_effects,
    is_atom,
    is_plain,
    name,
    names_in,
    pure_call,
    subscript,
    tangent_of,
    tuple_,
)
from s2sad.frontend.trees import walk
from s2sad.lowering.comprehension_names import COMPREHENSIONS, bound_names
from s2sad.simplify.usersnames import share_names


def comprehension_pair(w, node):
    """The pair of a comprehension; a generator expression becomes one of pairs."""
    if isinstance(node, gast.GeneratorExp):
        from s2sad.forward.iterators import iterator_pair
        return iterator_pair(w, node)
    if isinstance(node, gast.SetComp):
        return setcalls.set_comprehension(w, node)
    return collect_items(w, node)


def collect_items(w, node):
    """The pair of a list or dict comprehension, or of the list of all that a generator expression gives."""
    wanted, w.wanted = w.wanted, None
    pair = two_comprehensions(w, node)
    return written_out(w, node, wanted) if pair is None else pair


# -- as comprehensions

class _NeedsStatements(Exception):
    pass


def without_statements(w, write):
    """What `write` returns, if it emits no statement."""
    result, before, w.in_place = [], w.in_place, True
    try:
        if w.block(lambda: result.append(write())):
            raise _NeedsStatements
    finally:
        w.in_place = before
    return result[0]


def two_comprehensions(w, node):
    """One comprehension of the values and one of the tangents; None where a loop is better."""
    if special.is_special(w, node):
        return None
    mark = len(w.out)
    try:
        headers = [without_statements(w, lambda g=g: header(w, g)) for g in node.generators[1:]]
        elements, tangents = element_trees(w, node)
        conditions = [[without_statements(w, lambda c=c: condition(w, c)) for c in g.ifs] for g in node.generators]
        twice = [*elements, *tangents, *(c for cs in conditions for c in cs)]
        if any(map(has_effects, twice)) or shares_work(elements, tangents) \
                or any(isinstance(n, gast.Call) for cs in conditions for c in cs for n in walk(c)):
            return None
        if not all(repeatable(w, g.iter) for g in node.generators[1:]):
            return None
        first = first_header(w, node.generators[0])
        if first is None or names_in(elements) & own_tangents(w, node):
            del w.out[mark:]
            return None
    except _NeedsStatements:
        del w.out[mark:]
        return None
    values = [gast.comprehension(target=g.target, iter=first[2] if i == 0 else g.iter, ifs=conditions[i], is_async=0)
              for i, g in enumerate(node.generators)]
    mirrors = []
    read = names_in(tangents) | names_in([c for cs in conditions for c in cs])
    for i, (targets, iterables) in enumerate([first[:2], *headers]):
        inner = read | names_in([part for _, parts in headers[i:] for part in parts])
        target, iterable = fewest(w, targets, iterables, inner)
        mirrors.append(gast.comprehension(target=target, iter=iterable, ifs=list(conditions[i]), is_async=0))
    return Pair(made(node, elements, values), made(node, tangents, mirrors))


def own_tangents(w, node):
    """The names of the tangents of a comprehension's own variables."""
    return {w.tangents[n] for n in bound_names(node) if n in w.tangents}


def made(node, elements, generators):
    """A comprehension like the user's."""
    if isinstance(node, gast.DictComp):
        return gast.DictComp(key=elements[0], value=elements[1], generators=generators)
    return gast.ListComp(elt=elements[0], generators=generators)


def element_trees(w, node):
    """([key and] value, [key and] tangent) of an element, without statements."""
    if stuck_part(w, node) is not None:
        raise _NeedsStatements
    if isinstance(node, gast.DictComp):
        key = without_statements(w, lambda: key_pair(w, w.kind(node), node.key))
        done = without_statements(w, lambda: complete_element(w, node.value))
        place = without_statements(w, lambda: key_of_mirror(w, w.kind(node), node.key, key))
        if has_effects(key.value) or any(isinstance(n, gast.Call) for n in walk(key.value)):
            raise _NeedsStatements
        return [key.value, done.value], [place, done.tangent]
    done = without_statements(w, lambda: complete_element(w, node.elt))
    return [done.value], [done.tangent]


def parts_of(node):
    return [node.key, node.value] if isinstance(node, gast.DictComp) else [node.elt]


def stuck_part(w, node):
    """The number of the part of an element that always raises, or is never come to; None where none does."""
    from s2sad.forward.stuck import comes_back
    return next((i for i, part in enumerate(parts_of(node)) if not comes_back(w, part)), None)


def complete_element(w, node):
    """An element's pair, a zero tangent written out."""
    result = displays.element(w, node)
    if result.tangent is None:
        kind = w.kind(node)
        if not is_atom(result.value) and w.zero_reads(node):
            result = w.named(result)
        result.tangent = w.zero(kind, result.value)
        result = w.settled(result)
    return result


def condition(w, node):
    return expressions.value(w, node)


def shares_work(values, tangents):
    """Is there something in both that deserves a name?  What costs less than a name, and comes once in each, does not."""
    def parts(trees):
        found, cheap, nodes = set(), Counter(), [n for tree in trees for n in walk(tree)]
        indices = {id(n) for s in nodes if isinstance(s, gast.Subscript) and is_plain(s.slice) for n in walk(s.slice)}
        for n in nodes:
            if id(n) in indices:
                continue
            if getattr(n, "cheap", False):
                cheap[gast.dump(n)] += 1
            elif isinstance(n, (gast.BinOp, gast.Call, gast.IfExp, *COMPREHENSIONS)) and not is_range(n):
                found.add(gast.dump(n))
        return found | {text for text, count in cheap.items() if count > 1}, cheap.keys()
    (mine, cheap), (theirs, also_cheap) = parts(values), parts(tangents)
    return bool(mine & (theirs | also_cheap) or cheap & theirs)


def is_range(tree):
    """Is this `range(n)`, `len(xs)` or `range(len(xs))`?"""
    return isinstance(tree, gast.Call) and isinstance(tree.func, gast.Name) and tree.func.id in ("range", "len") \
        and not tree.keywords and all(is_plain(a) or is_range(a) for a in tree.args)


_REPEATABLE = ("list", "tuple", "array", "dict", "view")


def repeatable(w, node):
    """May this be iterated twice, and is it cheap to write twice?"""
    how = w.facts.call.get(node)
    if isinstance(how, C.BuiltinCall) and how.name in ("range", "zip", "enumerate", "reversed"):
        if has_effects(special.mark_pure(w, node.func)):
            return False
        arguments = [*node.args, *(k.value for k in node.keywords)]
        if how.name == "range":
            return all(is_plain(a) or is_length(w, a) for a in arguments)
        return all(repeatable(w, a) or w.kind(a).form == "number" and is_plain(a) for a in arguments)
    if isinstance(how, C.MethodCall) and how.form == "dict" and how.name in ("items", "values", "keys"):
        return repeatable(w, node.func.value)
    if isinstance(node, (gast.Name, gast.Attribute)):
        return w.kind(node).form in _REPEATABLE and not w.kind(node).optional
    if isinstance(node, gast.Subscript):
        return w.kind(node).form in _REPEATABLE and is_plain(node.slice) and (
            isinstance(node.value, gast.Name) or repeatable(w, node.value))
    return isinstance(node, (gast.Tuple, gast.List)) and all(
        isinstance(e, (gast.Name, gast.Constant)) for e in node.elts)


def is_length(w, node):
    return isinstance(node, gast.Call) and w.kind(node.func).form == "const" and w.kind(node.func).value is len \
        and isinstance(node.args[0], (gast.Name, gast.Subscript)) and is_plain_or_subscript(node.args[0])


def is_plain_or_subscript(node):
    return isinstance(node, gast.Name) or isinstance(node, gast.Subscript) and is_plain(node.slice) \
        and is_plain_or_subscript(node.value)


def header(w, generator):
    """(targets, iterables) that run in step: the values', then the tangents'."""
    from s2sad.forward.loops import paired
    return paired(w, generator.target, generator.iter)


def first_header(w, generator):
    """The same of the first `for`, and what the values' own comprehension runs over."""
    from s2sad.facts.iterators import is_pairs
    targets, iterables = header(w, generator)
    if repeatable(w, generator.iter):
        return targets, iterables, generator.iter
    kind = w.kind(generator.iter)
    if kind.form in _REPEATABLE and not kind.optional and 1 <= len(iterables) <= 2 and not is_pairs(kind):
        iterables = [w.hoist(i) for i in iterables]
        return targets, iterables, iterables[0]
    return None


def fewest(w, targets, iterables, read):
    """The target and iterable of the tangents' comprehension: only what it reads, and what else may end it first."""
    lengths = [getattr(i, "as_long_as", iterables) for i in iterables]
    is_read = [bool(stored(t) & read) for t in targets]
    kept = [(targets[i], iterables[i]) for i, length in enumerate(lengths) if is_read[i] or not any(
        lengths[j] is length and (is_read[j] or j < i) for j in range(len(lengths)))]
    if len(kept) == 1:
        return kept[0]
    keyed = of_items(targets, iterables, read)
    if keyed is not None:
        return keyed
    return tuple_([t for t, _ in kept], True), pure_call(w.builtin("zip"), *(i for _, i in kept))


def of_items(targets, iterables, read):
    """`for (k, v), dv in zip(d.items(), dd.values())` where `v` is not read: `for k, dv in dd.items()`."""
    values, mirrors = iterables if len(iterables) == 2 else (None, None)
    if not (_calls(values, "items") and _calls(mirrors, "values") and isinstance(targets[0], gast.Tuple)) \
            or getattr(values, "as_long_as", None) is not getattr(mirrors, "as_long_as", None) \
            or stored(targets[0].elts[1]) & read:
        return None
    return tuple_([targets[0].elts[0], targets[1]], True), pure_call(attribute(mirrors.func.value, "items"))


def _calls(tree, method):
    return isinstance(tree, gast.Call) and isinstance(tree.func, gast.Attribute) and tree.func.attr == method


def stored(target):
    return {n.id for n in walk(target) if isinstance(n, gast.Name)}


# -- as a loop

def written_out(w, node, wanted=None):
    """The statements of a loop that collects values and tangents; the pair of what they collect."""
    active = w.is_active(node)
    if wanted is None or not active or wanted[0] in names_in(node) or may_be_seen(w, wanted[0]):
        v = w.temporary()
        wanted = (v, "d" + v)
    v, dv = wanted
    empty = gast.Dict(keys=[], values=[]) if isinstance(node, gast.DictComp) else \
        gast.List(elts=[], ctx=gast.Load())
    if isinstance(node, gast.SetComp):
        empty = pure_call(w.builtin("set"))
    if active:
        other = type(empty)(**{f: list(x) if isinstance(x, list) else x for f, x in gast.iter_fields(empty)})
        w.emit(assign(tuple_([name(v, True), name(dv, True)], True), tuple_([empty, other])))
    else:
        w.emit(assign(name(v, True), empty))
    loops(w, node.generators, lambda: collect(w, node, v, dv if active else None))
    return Pair(name(v), name(dv) if active else None)


def may_be_seen(w, variable):
    """May a variable be read by others while the statement that assigns to it runs, or after that failed?"""
    context = w.context
    return bool(w.guarded) or variable in context.read_later or variable in context.cells or any(
        variable in n.names for n in walk(context.tree) if isinstance(n, (gast.Nonlocal, gast.Global)))


def loops(w, generators, write):
    """Nested `for` and `if` statements around what `write` emits."""
    from s2sad.forward.loops import loop_header
    first, *others = generators
    target, iterated, prologue = loop_header(w, first.target, first.iter)

    def body():
        for statement in prologue:
            w.emit(statement)
        conditions(list(first.ifs))

    def conditions(rest):
        if rest:
            test = expressions.value(w, rest[0])
            inner = w.block(lambda: conditions(rest[1:]))
            w.emit(gast.If(test=test, body=inner, orelse=[]))
        elif others:
            loops(w, others, write)
        else:
            write()
    statements = w.block(body)
    w.emit(gast.For(target=target, iter=iterated, body=statements, orelse=[], type_comment=None)).collects = True
    lifetimes.note_variables(w, first.target)


def collect(w, node, v, dv):
    """What the innermost loop does with an element."""
    stuck = stuck_part(w, node)
    if stuck is not None:
        from s2sad.forward.stuck import one_after_the_other
        w.emit(expression(one_after_the_other(w, parts_of(node)[:stuck + 1]))).writes = True
        return
    if isinstance(node, gast.DictComp):
        key, done = w.operands([node.key, node.value], {0}, pair=lambda w, n: key_pair(w, w.kind(node), n) if n is node.key
                               else complete_element(w, n) if dv else Pair(expressions.value(w, n)))
        w.emit(assign(subscript(name(v), key.value, True), done.value)).writes = True
        if dv:
            place = key_of_mirror(w, w.kind(node), node.key, key)
            w.emit(assign(subscript(name(dv), place, True), done.tangent)).writes = True
        return
    done = complete_element(w, node.elt) if dv else Pair(expressions.value(w, node.elt))
    method = "add" if isinstance(node, gast.SetComp) else "append"
    w.emit(expression(call(attribute(name(v), method), done.value))).writes = True
    if dv:
        w.emit(expression(call(attribute(name(dv), method), done.tangent))).writes = True


def is_asked_of_each(w, node):
    """Is this `any` or `all` of a generator expression that assigns to variables of the function?"""
    if w.kind(node.func).form != "const" or w.kind(node.func).value not in (any, all):
        return False
    items = node.args[0] if len(node.args) == 1 else None
    return isinstance(items, gast.GeneratorExp) and len(items.generators) == 1 and special.is_special(w, items) and any(
        isinstance(n, gast.NamedExpr) and n.target.id not in w.context.new_names for n in walk(items))


def asked_of_each(w, node):
    """`any((found := x) > 2 for x in xs)` as a loop that ends where it is decided; the name of what it comes out as."""
    items, until = node.args[0], w.kind(node.func).value is any
    result = w.temporary()
    w.emit(assign(name(result, True), constant(not until)))

    def ask():
        test = expressions.value(w, items.elt)
        decided = [assign(name(result, True), constant(until)), gast.Break()]
        w.emit(gast.If(test=test if until else gast.UnaryOp(op=gast.Not(), operand=test), body=decided, orelse=[]))
    loops(w, items.generators, ask)
    return name(result)


# -- generator expressions that live on

def generator_pairs(w, node):
    """An iterator over pairs: a generator expression, or a generator function defined on the spot."""
    from s2sad.forward.iterators import pair_tree
    return generator(w, node, lambda: pair_tree(w, node.elt))


def generator(w, node, item):
    """The generator expression with `item()` for its items, or the call of a generator function."""
    mark = len(w.out)
    try:
        first = pairs_header(w, node.generators[0])
        headers = [first, *(without_statements(w, lambda g=g: pairs_header(w, g)) for g in node.generators[1:])]
        element = without_statements(w, item)
        conditions = [[without_statements(w, lambda c=c: condition(w, c)) for c in g.ifs] for g in node.generators]
    except _NeedsStatements:
        del w.out[mark:]
        return defined_generator(w, node, item)
    return gast.GeneratorExp(elt=element, generators=[
        gast.comprehension(target=target, iter=iterable, ifs=cs, is_async=0)
        for (target, iterable), cs in zip(headers, conditions)])


def comprehension_value(w, node):
    """The value of a comprehension of nothing active, which changes active values or takes them from pairs."""
    if isinstance(node, gast.GeneratorExp) and node not in w.facts.taken:
        return generator(w, node, lambda: expressions.value(w, node.elt))
    return written_out(w, node).value


def pairs_header(w, generator):
    from s2sad.forward.loops import loop_header
    target, iterated, prologue = loop_header(w, generator.target, generator.iter)
    if prologue:
        raise _NeedsStatements
    return target, iterated


def defined_generator(w, node, item):
    """A generator function for what a generator expression cannot say; the call that makes its iterator."""
    if any(isinstance(n, gast.NamedExpr) and n.target.id not in w.context.new_names for n in walk(node)):
        w.refuse(node, "A generator expression that assigns to a variable is not supported here.",
                 "Write it as a loop.")
    function, parameter = w.unused("generate"), w.unused("source")
    *before, outermost = w.block(lambda: loops(w, node.generators, lambda: w.emit(
        expression(gast.Yield(value=item())))))
    w.out += before
    iterated, outermost.iter = outermost.iter, name(parameter)
    arguments = gast.arguments(args=[gast.Name(id=parameter, ctx=gast.Param(), annotation=None, type_comment=None)],
                               posonlyargs=[], vararg=None, kwonlyargs=[], kw_defaults=[], kwarg=None, defaults=[])
    w.emit(gast.FunctionDef(name=function, args=arguments, body=[outermost], decorator_list=[], returns=None,
                            type_comment=None, type_params=[]))
    result = call(name(function), iterated)
    result.writes = True
    return result


# -- the user's own names

def restore_names(w, definition):
    """Give the variables of comprehensions their own names back, where they stayed such or nothing else is meant by these."""
    renamed = {now: own for now, own in w.context.renamed.items() if now != own}
    for node in walk(definition) if renamed else ():
        if not isinstance(node, COMPREHENSIONS):
            continue
        bound = bound_names(node)
        for now, own in renamed.items():
            for new, old in ((now, own), ("d" + now, tangent_of(own))):
                if new in bound and old not in names_in(node):
                    for inner in walk(node):
                        if isinstance(inner, gast.Name) and inner.id == new:
                            inner.id = old
    for now, own in renamed.items() if w.lasting is None else ():
        tangents = [(w.tangents[now], w.tangents[own])] if now in w.tangents and own in w.tangents else []
        share_names(definition, [(now, own), *tangents])
