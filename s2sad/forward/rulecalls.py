"""Calls of functions with rules: their tangents are inlined."""

import math

import gast
import numpy as np

from s2sad.facts import callrecords as C
from s2sad.facts import kinds as K
from s2sad.facts.calls import default_of
from s2sad.facts.contents import element, holds_numbers
from s2sad.facts.iterators import TAKES_ALL, is_pairs, may_be_pairs
from s2sad.facts.numberkinds import could_wrap, field, may_wrap
from s2sad.facts.reached import goes_by_layout
from s2sad.forward import displays, expressions, special
from s2sad.forward.callee import spelled
from s2sad.forward.logarithms import split_pair, splits
from s2sad.forward.operands import flatten, is_square, tangent_or_zero, unflatten
from s2sad.forward.outs import held_mirror, into_out, out_nodes, store_tangent, store_tangents
from s2sad.forward.pair import RESULT, Pair, hole
from s2sad.forward.picks import picked
from s2sad.frontend.build import (
    attribute, binary, call, constant, expression, is_atom, name, names_in, parse, pure_call, subscript,
    substitute, tangent_of, tuple_)
from s2sad.frontend.convert import to_gast
from s2sad.frontend.scopes import parameter_names
from s2sad.frontend.trees import Rewriter, walk
from s2sad.later import later
from s2sad.records import replace
from s2sad.rules import originals
from s2sad.rules.registry import MODULES, Cases
from s2sad.simplify.algebra import add, is_negated, multiply, tidy, without_factor

name_at_home = later("forward.userrules.name_at_home")


def rule_pair(w, node, how):
    from s2sad.forward.arithmetic import is_existing, keeps_precision, of_number
    if not how.active and how.out is None:
        return Pair(rebuild_call(w, node), w.zero(w.kind(node), hole()))
    how = picked(w, how)
    rule = how.rule
    if not how.active:
        return zero_into_out(w, node, how)
    if splits(w, node, how):
        return split_pair(w, node)
    if rule.form == "multilinear" and rule.terms and any(isinstance(b, tuple) for b in how.bound.values()):
        rule = replace(rule, form="terms")
        how = replace(how, rule=rule)
    flat, places = flatten(how.bound)
    needed = {id(n) for p, n in flat if how.by_layout or how.may_cut or p in needed_parameters(w, how)} - only_active(w, how, flat)
    full = not (rule.elementwise)
    pairs = w.operands([n for _, n in flat] + [n for n in (how.out, how.where) if n is not None],
                       {i for i, (_, n) in enumerate(flat) if id(n) in needed}
                       | {len(flat) + (isinstance(how.out, gast.Tuple)), len(flat) + 1},
                       pair=lambda w, n: operand(w, n, full, how))
    for (parameter, _), operand_pair in zip(flat, pairs):
        if rule.form == "terms" and parameter in how.active and operand_pair.tangent is not None \
                and not is_atom(operand_pair.tangent) and mentions(w, how, parameter) > 1:
            w.hoist_tangent(operand_pair)
    if how.by_layout:
        for operand_pair in pairs[:len(flat)]:
            if operand_pair.tangent is not None:
                operand_pair.tangent = pure_call(w.runtime("aligned"), operand_pair.tangent, operand_pair.value)
    values = unflatten(how.bound, places, [p.value for p in pairs[:len(flat)]])
    tangents = unflatten(how.bound, places, [p for p in pairs[:len(flat)]])
    out = pairs[len(flat)] if how.out is not None else None
    where = pairs[-1].value if how.where is not None else None
    by_node = {id(n): p for (_, n), p in zip(flat, pairs)}
    if out is not None:
        by_node |= out_nodes(w, node, how, out)
    if how.where is not None:
        by_node[id(how.where)] = pairs[-1]
    tree = call_tree(w, node, how, by_node)
    tangent, covered = None, set()
    if "dtype" in how.bound and how.field_asked in ("int", "bool"):
        # The value is cast to integers, its tangent must not be.
        values["dtype"] = w.builtin("float")
    if rule.form == "terms":
        for parameter in ["*"] if "*" in rule.terms else influencing(w, node, how):
            term = instantiate(w, node, how, parameter, values, tangents, rule.template(parameter))
            several = tangent is not None and w.kind(node).form == "tuple"
            tangent = pure_call(w.runtime("parts_added"), tangent, term) if several else add(tangent, term)
        covered = covered_by_terms(w, how, tangents)
    elif rule.form == "linear":
        factor = pull_factor(how, tangents)
        tangent = same_call(w, node, how, by_node, {id(n) for p, n in flat if p in how.active}, flat)
        if factor is not None:
            tangent = multiply(factor, tangent)
        covered = set(how.bound) - (set(rule.linear) - set(how.active))
        covered -= {p for p in how.active if any(not q.full for q in _pairs(tangents[p]))}
    else:
        of = active_nodes(w, how, flat)
        if how.function in _SYMMETRIC and is_square(w, node, [by_node[id(n)] for n in of]):
            of, tangent = of[1:], constant(2)
        for n in of:
            term = same_call(w, node, how, by_node, {id(n)}, flat)
            tangent = add(tangent, term) if len(of) > 1 or tangent is None else multiply(tangent, term)
    shared = None
    if rule.view_of is None or w.kind(node).form == "number":
        tangent = of_number(w, node, Pair(tree, tangent), [n for _, n in flat]).tangent
    if rule.view_of is None and (is_existing(tangent) or is_unchanged(tangent, pairs[:len(flat)])
                                 or rule.home is not None and not isinstance(tangent, (gast.BinOp, gast.UnaryOp))):
        shared = K.tuple_of(w.kind(n) for p, n in flat if p in how.active)
    # A user's formula may be of either sort: its operands are complete, and what it gives is completed.
    is_full = not rule.elementwise and rule.home is None or RESULT in names_in(tangent) or w.kind(node).form == "number" \
        or all(p in covered or all(w.kind(n).form == "number" and not widens(w, rule, n, flat) for n in C.nodes_of(b))
               for p, b in how.bound.items())
    if w.kind(node).form == "number" and field(w.kind(node)) == "complex":
        is_full = is_full and all(field(w.kind(n)) == "complex" or not w.is_active(n) for _, n in flat)
    if how.receiver is not None and rule.home is None and w.kind(node).form == "number" and w.kind(how.receiver).form != "array" \
            and node.func.attr not in ("item", "tolist"):
        # A method of a 0-d array may return a 0-d array where that of a number returns a number.
        tangent = subscript(tangent, tuple_([]))
    if isinstance(node, gast.Call) and "dtype" in C.keywords_of(w, node) and rule.form == "terms" \
            or rule.form == "multilinear" and len(active_nodes(w, how, flat)) > 1 and w.kind(node).form == "numeric":
        is_full = False
    if rule.elementwise or rule.name.startswith("math."):
        is_full = is_full and keeps_precision(w, w.kind(node), [n for _, n in flat])
    if rule.elementwise and rule.result == "unknown" \
            or rule.form == "linear" and may_widen(w, [n for _, n in flat]):
        is_full = False
    if rule.elementwise and rule.name.startswith("scipy.") and K.is_numeric(w.kind(node)) \
            and any(w.kind(n).type in _SINGLE for n in (node, *(n for _, n in flat))):
        is_full = False  # which precision SciPy computes in is its own choice at each call
    if how.may_cut:
        (parameter,) = how.active
        tangent, is_full = pure_call(w.runtime("cast"), values[parameter], tangents[parameter].tangent, hole()), False
    if out is None and w.kind(node).form == "tuple" and any(map(goes_by_layout, w.kind(node).elements or ())):
        tangent = pure_call(w.runtime("aligned_each"), tangent, hole())
    result = Pair(tree, tangent, full=is_full, shared=shared)
    if out is not None:
        return into_out(w, node, how, result, out, where, values)
    if where is not None:
        # The other elements are not computed at all.
        result.tangent = pure_call(w.member("np", "where"), where, result.tangent, constant(0))
        result.full = False
    return result


def is_unchanged(tangent, operands):
    """Is the tangent that of an operand, as in `np.multiply(np.flip(x), 1)`, or what that negates?"""
    signed = (p.tangent.operand if is_negated(p.tangent) else p.tangent for p in operands if p.tangent is not None)
    return any(tangent is t or gast.dump(tangent) == gast.dump(t) for t in signed if type(t) is type(tangent))


def may_widen(w, nodes):
    """Are these arrays of less than double precision, and of integers, of which the zero mirror is in double precision?"""
    from s2sad.forward.arithmetic import is_narrow
    parts = [w.kind(part) for n in nodes for part in items_written(n)]
    return any(map(is_narrow, parts)) and any(k.form in ("array", "numeric") and field(k) in ("int", "bool") for k in parts)


def items_written(node):
    """The nodes of what is written out in lists and tuples."""
    if not isinstance(node, (gast.List, gast.Tuple)):
        return [node]
    return [part for n in node.elts if not isinstance(n, gast.Starred) for part in items_written(n)]


def widens(w, rule, node, flat):
    """Does an operand that the tangent does not mention make a complex value of real ones?"""
    return rule.form == "terms" and field(w.kind(node)) in ("complex", None) \
        and not any(w.is_active(n) and field(w.kind(n)) == "complex" for _, n in flat)


_SINGLE = (np.float32, np.complex64, "f", "F", "number", None)  # or not known


def operand(w, node, full, how):
    """An argument's pair; a display's elements are completed by their own."""
    if is_pairs(w.kind(node)) or may_be_pairs(w.kind(node)):
        return taken(w, node, how)
    if w.kind(node).form in ("dict", "any") and any(isinstance(b, tuple) and node is b[-1] for b in how.bound.values() if b):
        return displays.collected(w, node)  # max(*d)
    result = w.settled(expressions.pair(w, node))
    if goes_through(how, node):
        if w.kind(node).form == "any" and result.active:
            return displays.of_items(w, node, result)
        if result.tangent is None and displays.listed_first(w.kind(node)):
            result.value = call(w.builtin("list"), result.value)  # the tangent may need the items, too
    # A flat iterator, too, can be gone through only once.
    if how.rule.form == "terms" and (how.rule.name.startswith(("np.", "scipy.", "ndarray."))
                                     or w.kind(node).form == "flat") and holds_numbers(w.kind(node)) \
            and any(node is n for p in (how.bound if how.rule.elementwise else how.active)
                    for n in C.nodes_of(how.bound[p])):
        # Formulas reckon with arrays: `2 * x` of a list would repeat it.
        asarray = w.member("np", "asarray")
        return Pair(pure_call(asarray, result.value),
                    None if result.tangent is None else pure_call(asarray, result.tangent))
    return w.full(result, w.kind(node)) if full else result


def goes_through(how, node):
    """Is this the argument whose items a function of Python's goes through, once?"""
    if how.function in (max, min):
        return [node] == list(how.bound.get("args", ()))
    parameters = () if how.rule.home is not None else \
        ("data", "weights") if how.rule.name.startswith("statistics.") else _ITERABLES.get(how.function, ())
    return any(node is how.bound.get(parameter) for parameter in parameters)


_ITERABLES = {sum: ("iterable",), math.fsum: ("seq",), math.prod: ("iterable",), math.dist: ("p", "q"),
              getattr(math, "sumprod", None): ("p", "q")}


def taken(w, node, how):
    """An iterator of which a function takes all items."""
    if not any(how.function is f for f in TAKES_ALL) and not how.rule.name.startswith("statistics."):
        w.refuse(node, f"{how.rule.name} of an iterator over active values is not supported.",
                 "Make a list of its items first, list(...).")
    result = displays.collected(w, node)
    if how.rule.form == "linear" and isinstance(node, gast.GeneratorExp) and isinstance(result.value, gast.ListComp):
        # Written once each, they may stay what the user wrote.
        return Pair(*(gast.GeneratorExp(elt=c.elt, generators=c.generators) for c in (result.value, result.tangent)))
    return result


def _pairs(entry):
    if isinstance(entry, list):
        return [e[1] if isinstance(e, tuple) else e for e in entry]
    return [entry]


def select(w, how, template):
    """The template for these kinds."""
    if not isinstance(template, Cases):
        return template
    kinds = [w.kind(n) for b in how.bound.values() for n in C.nodes_of(b)
             if w.kind(n).form in ("number", "array", "numeric", "any", "list", "tuple")]
    leaves = [element(k) if k.form == "list" else k for k in kinds]
    fields = {field(k) for k in leaves}
    if "complex" in fields and template.complex:
        return template.complex
    if None in fields or "complex" in fields:
        return template.otherwise
    if all(k.form == "number" for k in kinds) and template.number:
        return template.number
    if all(k.form in ("number", "array") for k in kinds) and any(k.form == "array" and k.ndim for k in kinds) \
            and template.array:
        return template.array
    if template.scalar and all(isinstance(k.type, type) and issubclass(k.type, np.generic) for k in kinds):
        return template.scalar
    return template.otherwise


_SYMMETRIC = (np.dot, np.inner, np.vdot, np.ndarray.dot)


def active_nodes(w, how, flat):
    """The arguments that have a tangent, of those by which the function is differentiated."""
    return [n for p, n in flat if p in how.active and w.is_active(n)]


def only_active(w, how, flat):
    """The only argument with a tangent, whose value a multilinear function's tangent does not mention."""
    found = active_nodes(w, how, flat)
    return {id(n) for n in found} if how.rule.form == "multilinear" and len(found) == 1 else set()


def needed_parameters(w, how):
    """The parameters whose values the tangent mentions, which therefore must have names."""
    rule = how.rule
    if rule.form == "linear":
        mentioned = set(how.bound) - set(how.active)
        return mentioned
    if rule.form == "multilinear":
        return set(how.bound)
    needed = set()
    for parameter in how.active:
        tree = parse(select(w, how, rule.template(parameter)))
        mentioned = names_in(tree)
        needed |= mentioned & set(how.bound)
        if any(isinstance(n, gast.Constant) and n.value is Ellipsis for n in walk(tree)):
            needed |= set(how.bound) - {parameter}
    return needed


def pull_factor(how, tangents):
    """Take the literal factor out of a linear function's argument: `(2 * x * dx).sum()` → `2 * (x * dx).sum()`."""
    if how.rule.elementwise or len(how.active) != 1 or isinstance(tangents[how.active[0]], list):
        return None
    pair = tangents[how.active[0]]
    rest, factor = without_factor(pair.tangent)
    if factor is not None:
        pair.tangent = rest
    return factor


def mentions(w, how, parameter):
    """How often a parameter's term mentions its tangent."""
    left_out = {p: default_tree(how.rule.parameters, p) for p in parameter_names(how.rule.parameters)
                if p not in how.bound}
    tree = tidy(substitute(parse(select(w, how, how.rule.template(parameter))), left_out))
    return sum(isinstance(n, gast.Name) and n.id == tangent_of(parameter) for n in walk(tree))


def influencing(w, node, how):
    """The active parameters, but for those that have no influence on a number beside others that have."""
    if w.kind(node).form != "number":
        return how.active
    kept = [p for p in how.active if select(w, how, how.rule.template(p)) != f"0 * {tangent_of(p)}"]
    return kept or how.active[:1]


def covered_by_terms(w, how, tangents):
    """The parameters whose shape the sum of terms surely has."""
    covered = set()
    for parameter in how.active:
        mentioned = names_in(parse(select(w, how, how.rule.template(parameter))))
        covered |= mentioned
        if all(q.full for q in _pairs(tangents[parameter])):
            covered.add(parameter)
    return covered


def instantiate(w, node, how, parameter, values, tangents, template):
    """One term of the tangent, as a tree."""
    tree = parse(select(w, how, template))
    for inner in walk(tree):
        if isinstance(inner, gast.Constant) and type(inner.value) is float:
            inner.coefficient = True
    signature = how.rule.parameters
    used = names_in(tree)
    mapping = {RESULT_NAME: hole()}
    parameters = parameter_names(signature)
    for p in parameters:
        if p in values:
            entry = values[p]
            mapping[p] = tuple_(starred_rest(how.bound[p], [e[1] if isinstance(e, tuple) else e for e in entry])) \
                if isinstance(entry, list) else entry
        else:
            mapping[p] = default_tree(signature, p)
        if p in tangents:
            entry = tangents[p]
            if isinstance(entry, list):
                mapping[tangent_of(p)] = tuple_(starred_rest(how.bound[p], [
                    tangent_or_zero(w, e, n) for e, n in zip(_pairs(entry), C.nodes_of(how.bound[p]))]))
            elif entry.tangent is not None:
                mapping[tangent_of(p)] = entry.tangent
        if parameter == "*" and p in how.rule.linear and p not in how.active:
            mapping[tangent_of(p)] = constant(None)
    for p in reckoned_with(tree) & set(values):
        nodes = [] if isinstance(values[p], list) else C.nodes_of(how.bound[p])
        if any(may_wrap(w.kind(n)) or could_wrap(w.kind(n)) and not w.is_active(n) for n in nodes):
            unknown = any(w.kind(n).form == "any" for n in nodes)
            mapping[p] = w.hoist(made_real(w, mapping[p], w.kind(node), unknown))
    others = [p for p in parameters if p in values and p != parameter and not isinstance(values[p], list)]
    tree = _Expand(others).visit(tree)
    tree, free = resolve_free(w, how.rule, tree, used - set(mapping))
    mapping |= free
    if parameter != "*" and tangent_of(parameter) not in used:
        raise AssertionError(f"the rule for {how.rule.name} does not mention {tangent_of(parameter)}")
    tree = substitute(tree, mapping)
    for inner in walk(tree):
        if isinstance(inner, gast.Call):
            inner.pure = True
    return tidy(_splice(tree))


def made_real(w, integers, result, unknown=False):
    """NumPy's integers as real numbers, in the precision of what a function makes of them.

    unknown: they may be a list, too.
    """
    single = _REAL_OF.get(result.type)
    if single is None and unknown:
        return pure_call(w.member("np", "multiply"), integers, constant(1.0))
    return binary(integers, gast.Mult(), constant(1.0)) if single is None \
        else pure_call(w.member("np", single), integers)


_REAL_OF = {np.float16: "float16", np.float32: "float32", np.complex64: "float32",
            "e": "float16", "f": "float32", "F": "float32"}


def reckoned_with(tree):
    """The names that are operands in a formula."""
    operands = [(n.left, n.right) if isinstance(n, gast.BinOp) else (n.operand,) for n in walk(tree)
                if isinstance(n, (gast.BinOp, gast.UnaryOp))]
    return {n.id for some in operands for n in some if isinstance(n, gast.Name)}


def resolve_free(w, rule, tree, names):
    """What the names that are no parameters stand for in a template: members of modules, helpers, builtins.

    Returns the template, with one name in the place of `np.linalg.inv`, and what the names stand for.
    """
    mapping = {}
    if rule.home is None and not names.isdisjoint(MODULES):
        tree = _Members(w, names & MODULES.keys(), mapping).visit(tree)
    for free in sorted(names):
        if rule.home is not None:
            mapping[free] = name_at_home(w, rule, free)
        elif free in MODULES:
            continue
        elif hasattr(originals.builtins, free):
            mapping[free] = w.inject(free, ("builtin", free))
        else:
            mapping[free] = w.runtime(free)
    return tree, mapping


class _Members(Rewriter):
    """`np.linalg.inv` → a name that stands for it."""

    def __init__(self, w, modules, mapping):
        self.w, self.modules, self.mapping = w, modules, mapping

    def visit_Attribute(self, node):
        root, path = node, []
        while isinstance(root, gast.Attribute):
            root, path = root.value, [root.attr, *path]
        if not isinstance(root, gast.Name) or root.id not in self.modules:
            return self.generic_visit(node)
        standing_for = ".".join([root.id, *path])
        self.mapping[standing_for] = self.w.member(root.id, *path)
        return name(standing_for)


def starred_rest(bound, trees):
    """The trees of what a starred parameter is bound to, the last one starred where it stands for many."""
    return [*trees[:-1], gast.Starred(value=trees[-1], ctx=gast.Load())] if isinstance(bound, tuple) else trees


RESULT_NAME = "result"


def default_tree(signature, parameter):
    """A parameter's default in a rule's signature, as a tree; () for a starred one."""
    default = default_of(signature, parameter)
    return to_gast(default) if default is not None else tuple_([])


class _Expand(Rewriter):
    """`f(x, ...)` → `f(x, axis=0)`: the user's other arguments, by keyword."""

    def __init__(self, others):
        self.others = others

    def visit_Call(self, node):
        self.generic_visit(node)
        if node.args and isinstance(node.args[-1], gast.Constant) and node.args[-1].value is Ellipsis:
            given = {n.id for a in node.args for n in walk(a) if isinstance(n, gast.Name)}
            given |= {k.arg for k in node.keywords}
            node.args.pop()
            node.keywords += [gast.keyword(arg=p, value=name(p)) for p in self.others if p not in given]
        return node


def _splice(tree):
    """`f(*(a, b))` → `f(a, b)`."""
    for node in walk(tree):
        if isinstance(node, gast.Call):
            args = []
            for a in node.args:
                if isinstance(a, gast.Starred) and isinstance(a.value, gast.Tuple):
                    args += a.value.elts
                else:
                    args.append(a)
            node.args = args
    return tree


def call_tree(w, node, how, by_node):
    """The user's call with its arguments replaced by their value trees."""
    return _same_call(w, node, how, lambda n: by_node[id(n)].value if id(n) in by_node else n, False)


def same_call(w, node, how, by_node, active, flat):
    """The user's call on the tangents of some arguments (their ids), as a linear function's tangent."""
    parameter_of = {id(n): p for p, n in flat}

    def replaced(n):
        if how.field_asked in ("int", "bool") and parameter_of.get(id(n)) == "dtype":
            return w.builtin("float")
        entry = by_node.get(id(n))
        if entry is None:
            return n
        p = parameter_of.get(id(n))
        if id(n) in active:
            return tangent_or_zero(w, entry, n)
        if how.rule.form == "linear" and p in how.rule.linear and entry.tangent is None:
            if goes_through(how, n) and displays.listed_first(w.kind(n)):  # a list by now, see `operand`
                return pure_call(w.runtime("zeros"), entry.value)
            if not how.rule.elementwise or field(w.kind(n)) is None:
                return w.zero(w.kind(n), entry.value)
            return constant(0j if field(w.kind(n)) == "complex" else 0.0)
        return entry.value
    return _same_call(w, node, how, replaced, True)


def _same_call(w, node, how, replaced, tangent):
    drop = [n for n in C.passed(w, node) if C.is_out(n, how) or n is how.where] if tangent else []
    drop = set(map(id, drop))
    args = []
    expanded = w.context.expanded.get(node)
    positional, keywords, rest = expanded if expanded else (node.args, [(k.arg, k.value) for k in node.keywords], None)
    args = [replaced(a) for a in positional if id(a) not in drop]
    if rest is not None:
        args.append(gast.Starred(value=replaced(rest), ctx=gast.Load()))
    named = [gast.keyword(arg=k, value=replaced(v)) for k, v in keywords if id(v) not in drop]
    function = spelled(w, node.func)
    if how.receiver is not None:
        receiver = replaced(how.receiver)
        kind = w.kind(how.receiver)
        if tangent and K.is_numeric(kind) and kind.form != "array" and receiver is not how.receiver:
            # The tangent of a NumPy number may be a Python float, which has no such method.
            receiver = pure_call(w.member("np", "asarray"), receiver)
        function = attribute(receiver, node.func.attr)
    result = gast.Call(func=function, args=args, keywords=named)
    result.pure = how.out is None
    return gast.copy_location(result, node) if not tangent else result


def rebuild_call(w, node):
    return expressions.rebuild(w, node) if special.is_special(w, node) else special.mark_pure(w, node)


def zero_into_out(w, node, how):
    arguments = [n for n in C.passed(w, node, how.receiver) if not C.is_out(n, how)]
    held = {i for i, n in enumerate(arguments) if n is how.where}  # it is read before and after `out` is written into
    pairs = w.operands([*arguments, how.out], {*held, len(arguments)})
    by_node = {id(n): p for n, p in zip([*arguments, how.out], pairs)}
    out = pairs[-1]
    tree = call_tree(w, node, how, by_node | out_nodes(w, node, how, out))
    if out.tangent is None:
        return Pair(tree)
    mirror = held_mirror(w, how, out)
    w.emit(expression(tree)).writes = True
    where = by_node[id(how.where)].value if how.where is not None else None
    if isinstance(how.out, gast.Tuple):
        store_tangents(w, how, mirror, tuple_([constant(0.0)] * len(how.out.elts)), where)
    else:
        store_tangent(w, mirror, constant(0.0), where)
    return Pair(out.value, mirror)
