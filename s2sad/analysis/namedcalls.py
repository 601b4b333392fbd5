"""Calls of methods whose names only the run will know: `getattr(self, "on_" + state)()`, or one of several bound methods.

They are looked at for each name that may be meant, and the derivative chooses by the name.
"""

import functools
import itertools
import types

import gast
import numpy as np

from s2sad.analysis.classvalues import named
from s2sad.analysis.functions import takes
from s2sad.analysis.objects import field_kind, lookup
from s2sad.analysis.rewrites import replace_call
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import NamedCalls, PlainCall, Refused, opaque
from s2sad.facts.calls import CannotBind
from s2sad.facts.classkinds import classes_of
from s2sad.facts.facts import Unreachable
from s2sad.facts.joining import join
from s2sad.facts.reached import is_active
from s2sad.facts.texts import MAX_TEXTS, beginning_of, holds_text, starting_with, text, texts_of
from s2sad.frontend.names import MISSING
from s2sad.frontend.wrappers import defined


def joined_texts(*kinds):
    """The kind of the text that these make one after the other; None where they are not all known."""
    known = [texts_of(k) for k in kinds]
    if known and (known[0] is not None and len(known[0]) == 1 or beginning_of(kinds[0])) and None in known \
            and not any(map(holds_text, kinds)) and not any(map(is_active, kinds)):
        return starting_with(beginning_of(kinds[0]) or "".join(known[0]))
    if None in known or not known:
        return None
    count = 1
    for texts in known:
        count *= len(texts)
    return text(*map("".join, itertools.product(*known))) if count <= MAX_TEXTS else None


def formatted_texts(run, pattern, kinds, fill):
    """The kind of `"visit_%s" % name` or `"visit_{}".format(name)`, where all these texts are known; None where they are not."""
    known = [texts_of(k) for k in (run.facts.kind[pattern], *kinds)]
    if isinstance(pattern, gast.Constant) and isinstance(pattern.value, str):
        known[0] = {pattern.value}
    if None in known:
        return None
    found = set()
    for first, *rest in itertools.islice(itertools.product(*known), MAX_TEXTS + 1):
        try:
            found.add(fill(first, rest))
        except (TypeError, ValueError, LookupError, AttributeError):  # which Python raises
            return None
    return text(*found)


def by_getattr(run, node):
    """The kind of `getattr(obj, name)(...)` for several names of methods; None where this is none."""
    from s2sad.analysis.argumentnodes import argument_nodes
    func, given, named_ = getattr(node, "by_name", (node.func, node.args, node.keywords))
    if not isinstance(func, gast.Call) or len(func.args) != 2 or func.keywords or not isinstance(func.func, gast.Name):
        return None
    callee = run.kind(func.func)
    if callee.form != "const" or callee.value is not getattr:
        return None
    subject, asked = func.args
    owner = run.kind(subject)
    texts = names_meant(run, owner, run.kind(asked))
    if texts and K.is_numeric(owner) and all(callable(getattr(np.ndarray, n, None)) for n in texts):
        if owner.form != "array" or owner.optional:
            argument_nodes(run, node)
            return opaque(run, node, owner, "it is not known whether this is an array, of which the method is called",
                          "Use np.asarray of it.", foreign=False, uncertain=True)
        write_choice(run, node, (func, given, named_), tuple(sorted(texts)))
        return None
    if texts is None or not K.has_fields(owner) or all(
            lookup(c, n) is MISSING and lookup(c, "__getattr__") is MISSING for c in classes_of(owner) for n in texts):
        return None
    return each_name(run, node, subject, asked, sorted(texts), owner, beginning_of(run.facts.kind[asked]) is not None)


def write_choice(run, node, written, names):
    """`getattr(x, name)(...)` for an array becomes the call of a function that asks for the name."""
    func, given, keywords = written
    if any(isinstance(a, gast.Starred) for a in given) or any(k.arg is None for k in keywords):
        return
    function = chosen_by_name(names, len(given), tuple(k.arg for k in keywords))
    if not hasattr(node, "by_name"):
        node.by_name = written
        replace_call(run, node, function, [*func.args, *given], keywords)
    node.func.value = function  # more names may be known by now


@functools.lru_cache(maxsize=512)
def chosen_by_name(names, count, keywords):
    """def method(x, name, axis): if name == "max": return x.max(axis=axis); return x.sum(axis=axis)"""
    held = [f"k{i}_" for i in range(count)]
    passed = ", ".join([*held, *(f"{k}={k}" for k in keywords)])
    first, asked = (next(n for n in (name, f"{name}_", f"{name}__") if n not in keywords) for name in ("x", "name"))
    lines = [f"    if {asked} == {name!r}:\n        return {first}.{name}({passed})\n" for name in names[:-1]]
    return defined(f"def method({', '.join([first, asked, *held, *keywords])}):\n{''.join(lines)}    return {first}.{names[-1]}({passed})\n",
                   "method")


def names_meant(run, owner, kind):
    """The names of attributes of an object that a text may be; None where they are not known."""
    beginning = beginning_of(kind)
    if beginning is None or not K.has_fields(owner):
        return texts_of(kind)
    names = set(owner.region.find().fields)
    for cls in classes_of(owner):
        run.program.guard_names(cls)
        if lookup(cls, "__getattr__") is not MISSING:
            return None
        names |= set(dir(cls))
    meant = frozenset(n for n in names if n.startswith(beginning) and n.isidentifier())
    return meant if 0 < len(meant) <= MAX_TEXTS else None


def of_bound_methods(run, node, callee):
    """The kind of calling one of several bound methods of an object."""
    from s2sad.analysis.argumentnodes import argument_nodes
    func = node.func = named(run, node.func)
    if hasattr(node, "called"):  # it was taken for one of them
        node.called = func
    held = func.target.id if isinstance(func, gast.NamedExpr) else func.id
    parts = run.context.receivers.get((node, "bound"))
    if parts is None:
        again = gast.copy_location(gast.Name(id=held, ctx=gast.Load(), annotation=None, type_comment=None), func)
        parts = run.context.receivers[node, "bound"] = [gast.copy_location(
            gast.Attribute(value=v, attr=a, ctx=gast.Load()), func) for v, a in ((func, "__self__"), (again, "__name__"))]
        parts[0].taken_apart = True
    subject, asked = parts
    owner = run.kind(subject)
    run.facts.kind[asked.value] = callee
    run.facts.kind[asked] = K.PLAIN
    if any(getattr(lookup(c, n), "__name__", None) != n for c in classes_of(owner) for n in callee.value):
        argument_nodes(run, node)
        return opaque(run, node, callee, "one of several methods is called here, which is not known by its name")
    return each_name(run, node, subject, asked, callee.value, owner)


def each_name(run, node, subject, asked, names, owner, others=False):
    """The kind of the call of a method with one of these names; others: the name may be another, that no method has."""
    from s2sad.analysis.argumentnodes import argument_nodes
    from s2sad.analysis.callees import call_kind
    arguments = argument_nodes(run, node)
    if isinstance(arguments, CannotBind):
        return opaque(run, node, owner, "what is called here depends on a name, and so does how many arguments it gets",
                      "Pass the arguments one by one.")
    positional, keywords, rest = arguments
    result, cases, refused, raises = None, [], None, False
    for name in names:
        if not all(may_have(run, owner, c, name) for c in classes_of(owner)):
            others = True  # asking for it raises
            continue
        case = run.context.receivers.setdefault((node, "named", name), gast.copy_location(gast.Call(
            func=gast.copy_location(gast.Attribute(value=subject, attr=name, ctx=gast.Load()), node),
            args=[], keywords=[]), node))
        case.args, case.keywords = positional, [gast.keyword(arg=k, value=v) for k, v in keywords]
        if rest is not None:
            case.args = [*positional, gast.copy_location(gast.Starred(value=rest, ctx=gast.Load()), rest)]
            run.facts.kind[case.args[-1]] = run.facts.kind[rest]
            run.context.expanded.pop(case, None)
        elif not any(takes_these(run, lookup(c, name), len(positional), keywords) for c in classes_of(owner)):
            raises = True
            continue
        try:
            kind = run.facts.kind[case] = call_kind(run, case)
        except Unreachable:
            raises = True
            continue
        how = run.facts.call.get(case)
        refused = refused or (how if isinstance(how, Refused) else None)
        cases.append((name, case, how))
        result = join(result, kind)
    if not cases:
        raise Unreachable
    plain = all(isinstance(run.facts.call.get(case), PlainCall) for _, case, _ in cases) and not is_active(result)
    run.facts.call[node] = refused or (PlainCall() if plain else NamedCalls(subject, asked, cases, others, raises))
    return result


def takes_these(run, method, count, keywords):
    """May a method be called with these arguments, as far as is known?"""
    return not isinstance(method, types.FunctionType) or takes(run.program, method, 1 + count, [k for k, _ in keywords])


def may_have(run, owner, cls, name):
    """May an object of this class have something under a name?"""
    run.program.guard_names(cls)
    return lookup(cls, name) is not MISSING or lookup(cls, "__getattr__") is not MISSING \
        or field_kind(run, owner, cls, name) is not None
