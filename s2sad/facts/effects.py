"""What running a function changes, beyond what it returns."""

import gast

from s2sad.facts import callrecords as C
from s2sad.facts.callrecords import ApplyCall, all_arguments, helpers
from s2sad.facts.classfacts import are_defined
from s2sad.facts.kinds import has_fields
from s2sad.facts.reached import is_active, regions
from s2sad.frontend.scopes import scope_of
from s2sad.frontend.trees import walk

# Methods of containers and arrays that change nothing.
READING_METHODS = {"__getitem__", "__iter__", "__reversed__", "__add__", "__mul__", "__rmul__", "get", "items", "keys",
                   "values", "index", "count", "copy"}


def touched(context):
    """The memory that running a context may write into: what its parameters reach, and what it, or what it calls, captures."""
    found = list(context.roots)
    for inner, name, owner in captures(context):
        if name in owner.cells:
            found += regions(owner.cells[name])
    return found


def captures(context, rebound=False):
    """(function, name, owner) of the variables around it that a context uses, or what it calls; rebound: that it gives values."""
    seen, inner = inside(context)
    for function in (context, *inner):
        scope = scope_of(function.node) if function.parent is not None else None
        for name in () if scope is None else scope.rebound if rebound else scope.free:
            owner = function.parent.owner(name)
            if owner is not None and owner is not context and (owner not in seen or owner in context.lineage):
                yield function, name, owner


def writes_active(context):
    """Does running a context write into active memory, or give an active variable around it another value?"""
    return any(r.find().active and r.find().written for r in touched(context)) or rebinds_any(context) or applies(context)


def writes(context):
    """Does running a context write into any memory that was there before, or give an active variable another value?"""
    return any(r.find().written for r in touched(context)) or rebinds_any(context) or applies(context)


def rebinds_any(context):
    """Does running a context give an active variable around it another value, itself or in what it calls?"""
    return any(name in owner.facts.active_names for _, name, owner in captures(context, rebound=True))


def changes(context):
    """Does running a context, for its values alone, leave something active as it should not be in the mirrors?

    What it stores into attributes that hold nothing active, as where calls are counted, is no such change.
    """
    return writes_active(context) and (rebinds_any(context) or any(map(changes_itself, reached(context))))


def changes_itself(context):
    """Is there a store into what is active in a context, but for attributes that hold nothing active?"""
    kinds, calls = context.facts.kind, context.facts.call
    if is_reading(context.function):
        return False
    for node in walk(context.tree):
        if isinstance(node, gast.Attribute) and not isinstance(node.ctx, gast.Load) and node.value in kinds:
            owner = kinds[node.value]
            if is_active(owner) and not (has_fields(owner) and not is_active((owner.region.find().fields or {}).get(node.attr))):
                return True
        elif isinstance(node, gast.Subscript) and not isinstance(node.ctx, gast.Load) and is_active(kinds.get(node.value)):
            return True
        elif isinstance(node, gast.AugAssign) and isinstance(node.target, gast.Name) \
                and is_active(context.facts.item_kinds.get(node)) and context.facts.item_kinds[node].form != "number":
            return True
        elif isinstance(calls.get(node), C.Refused) and not only_reads(context, node):
            return True
        elif isinstance(node, gast.Call) and changes_by_call(kinds, calls.get(node), node):
            return True
    return False


def changes_by_call(kinds, how, node):
    """Does a call that is not of a function of the user's change what is active?"""
    if isinstance(how, C.AlternativesCall):
        return any(changes_by_call(kinds, made, case) for _, case, made in how.cases)
    if isinstance(how, C.MethodCall):
        return how.name not in READING_METHODS and isinstance(node.func, gast.Attribute) and is_active(kinds.get(node.func.value))
    if isinstance(how, C.RuleCall):
        return how.out is not None and is_active(kinds.get(how.out)) or how.rule is not None and how.rule.form == "writes"
    if isinstance(how, (C.SetAttribute, C.FunctionCall, ApplyCall)):
        return any(is_active(kinds.get(n)) for n in all_arguments(node)) or isinstance(how, C.FunctionCall)
    return False


def reached(*contexts, asked=True):
    """Contexts and all that they may come to; asked: also where Python calls methods by itself."""
    seen, rest = set(), list(contexts)
    while rest:
        inner = rest.pop()
        if inner not in seen:
            seen.add(inner)
            rest += contexts_called(inner, asked)
    return seen


def only_asked(root):
    """The contexts that run for their values alone, since Python calls them by itself (see `analysis.asked`)."""
    asked = [h.context for c in reached(root) for a in c.facts.asked.values() for h in helpers(a.how)]
    return reached(*asked) - reached(root, asked=False)


def only_reads(context, node):
    """Can a call that has no derivative change nothing that is active but what the context itself makes?"""
    if is_reading(context.function) or is_reading(getattr(context.facts.kind.get(getattr(node, "func", None)), "value", None)):
        return True
    before = touched(context)
    return not any(r.active and r in before for n in all_arguments(node) for r in regions(context.facts.kind.get(n)))


def is_reading(function):
    """Is this of a module of Python's that makes texts of values?"""
    return (getattr(function, "__module__", None) or "").lstrip("_").partition(".")[0] in _READING_MODULES


_READING_MODULES = {"json", "pprint", "textwrap", "reprlib", "hashlib", "pickle", "string", "re", "zlib", "struct"}


def methods_reached(context):
    """The methods of classes defined inside functions, and inner functions, that running a context may come to."""
    return inside(context)[1]


def inside(context):
    """All contexts that running one may come to, and those of them that capture variables.

    Only where classes are defined inside functions, to which their methods bring what they capture; what function values
    do is told by `forward.functioneffects`.
    """
    if not are_defined():
        return (), ()
    if context.settled and context.reached is None:
        note_reached(context)
    if context.reached is not None:
        return context.reached
    seen = reached(context)
    found = seen, [c for c in seen if c.parent is not None and c is not context]
    if context.settled:
        context.reached = found
    return found


def note_reached(context):
    """Note what a context and all below it reach, each function looked at once; nothing where one comes back to itself."""
    below, done, stack = {}, {}, [context]
    while stack:
        inner = stack[-1]
        if inner in below:
            done[stack.pop()] = None
            continue
        below[inner] = list(contexts_called(inner))
        if any(c in below and c not in done for c in below[inner]):
            return
        stack += [c for c in below[inner] if c not in below and c.reached is None]
    for inner in done:
        seen = {inner}.union(*[c.reached[0] for c in below[inner]])
        inner.reached = seen, [c for c in seen if c.parent is not None and c is not inner]


def contexts_called(context, asked=True):
    """The contexts of the user's functions that a context calls; asked: also those that Python calls by itself."""
    for how in context.facts.call.values():
        yield from (h.context for h in helpers(how))
        functions = getattr(how, "functions", None)  # those of the cases of a call are calls in the facts, too
        for member in functions.find().members.values() if functions is not None else ():
            yield from member.contexts.values()
    for call in context.facts.asked.values() if asked else ():
        yield from (h.context for h in helpers(call.how))


def applies(context):
    """Are active values given to functions that only the run will know, which may do anything with them?"""
    if context.applies is not None:
        return context.applies
    seen = set()
    found = applies_inside(context, seen)
    if context.settled:
        for known in [context] if found else seen:  # where it is not, it is not in any function that was looked at
            known.applies = found
    return found


def applies_inside(context, seen):
    """The same; seen: the functions that were looked at, to which this adds."""
    if context.applies is not None:
        return context.applies
    if context in seen:
        return False
    seen.add(context)
    for node, how in context.facts.call.items():
        if isinstance(how, ApplyCall) and any(is_active(context.facts.kind.get(n)) for n in all_arguments(node)):
            return True
    return any(applies_inside(c, seen) for c in contexts_called(context))
