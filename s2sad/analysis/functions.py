"""Functions as values: `def` and `lambda` inside a function, and what may be one of several functions.

Functions that may meet under one name form a `FunctionSet`.  Each member made
here has one context, whose parameters join the kinds of all calls: its mirror
is one function, which can be stored, passed and returned like the value; or a
context for each shape of its calls, where these differ (see `callshapes`).  A
known function that stands alone is called as by its name, with its own context
for each combination of kinds.
"""

import inspect
import types

import gast
import numpy as np

from s2sad.analysis.arities import varied_call
from s2sad.analysis.helperkinds import bound_kind
from s2sad.analysis.unpacking import by_parameters, missing, with_mapping, write_out
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import FunctionCall, Refused, opaque
from s2sad.facts.calls import CannotBind, UnknownKeys, bind
from s2sad.facts.callshapes import note, split
from s2sad.facts.classfacts import is_active_capture, is_active_class
from s2sad.facts.facts import Unreachable
from s2sad.facts.joining import join
from s2sad.facts.kinds import Kind
from s2sad.facts.reached import is_active, within
from s2sad.facts.regions import FunctionSet
from s2sad.frontend.scopes import parameter_names, scope_of
from s2sad.frontend.trees import walk
from s2sad.lowering.comprehension_names import COMPREHENSIONS, bound_names
from s2sad.records import Record
from s2sad.rules.registry import library_rule


class Member(Record):
    """One function of a set: made by `node` in the context `parent`, or the known `function`.

    defaults: parameter → the kind of its default, for one made here.
    contexts: how it is called, over all calls of a shape; of any shape (None) if it is not split by shapes.
    wrappers: a known function with positional parameters alone, by what it is passed.
    tree: the function's own tree as it was before the first call was looked at.
    """

    node: object = None
    parent: object = None
    function: object = None
    defaults: dict = dict
    contexts: dict = dict
    wrappers: dict = dict
    tree: object = None

    def captured(self):
        """The kinds of the variables of enclosing functions that it uses."""
        if self.parent is None:
            return []
        kinds = []
        for name in scope_of(self.node).free:
            owner = self.parent.owner(name)
            if owner is not None and name in owner.cells:
                kinds.append(owner.cells[name])
        return kinds

    def held(self):
        """The kinds of all that it carries with it: these variables, and its defaults."""
        return [*self.captured(), *self.defaults.values()]


def known(function):
    """The (key, member) of a function that is there before the program runs."""
    return ("known", id(function)), Member(function=function)


def make(run, node):
    """The kind of a `lambda`, or of what a `def` binds."""
    refuse_late_binding(run, node)
    key = (node, "function")
    context = run.context
    if key not in context.sites:
        context.sites[key] = FunctionSet([(key, Member(node, context))])
    functions = context.sites[key].find()
    member = functions.members[key]
    for name, default in defaults_of(node.args):
        kind = run.kind(default)
        old = member.defaults.get(name)
        member.defaults[name] = kind if old is None else join(old, kind)
    if any(map(is_active_capture, member.held())):
        run.program.activate_functions(functions)
    return Kind("function", functions=functions)


def refuse_late_binding(run, node):
    """Each run of a comprehension has variables of its own; where it runs again, they must not be one."""
    root = list(run.context.lineage)[-1]
    late = sorted(scope_of(node).free & root.renamed.keys())
    if not late or is_key(run, node):
        return
    for context, inner in [(run.context, node), *((c.parent, c.node) for c in run.context.lineage if c.parent is not None)]:
        if any(n is inner for loop in walk(context.tree) if isinstance(loop, (gast.For, gast.While)) for n in walk(loop)):
            raise run.context.refusal(node, f"This function uses `{root.renamed[late[0]]}`, of a comprehension that runs "
                                      "more than once.", "Bind it early, as in `lambda v, k=k: ...`.")
        if any(isinstance(n, COMPREHENSIONS) and bound_names(n).issuperset(late) for n in walk(context.tree)):
            return  # each call of this function has variables of its own


def is_key(run, node):
    """Is this function written as the `key` by which items are compared, so that it is called at once and not kept?"""
    calls = [n for n in walk(run.context.tree) if isinstance(n, gast.Call) and any(k.value is node for k in n.keywords)]
    called = [run.facts.kind[c.func] for c in calls if c.func in run.facts.kind]
    return any(kind.form == "const" and any(kind.value is f for f in (max, min, sorted)) for kind in called)


def defaults_of(arguments):
    """The (parameter, node) pairs of the defaults in a signature."""
    names = [getattr(a, "arg", None) or a.id for a in (*arguments.posonlyargs, *arguments.args)]
    pairs = list(zip(names[len(names) - len(arguments.defaults):], arguments.defaults))
    return pairs + [(getattr(a, "arg", None) or a.id, d)
                    for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults) if d is not None]


def call_functions(run, node, callee, arguments):
    """The kind of calling a value that is one of several functions, or was made here."""
    from s2sad.analysis.functioncalls import function_kind
    functions = callee.functions.find()
    members = list(functions.members.values())
    if len(members) == 1 and members[0].parent is None:
        return function_kind(run, node, members[0].function, arguments)
    varied = varied_call(run, node, functions)
    if varied is not None:
        return varied
    arguments = by_parameters(run, node, arguments, callee)
    if isinstance(arguments, UnknownKeys) and all(m.parent is None for m in members) and not run.program.guessed:
        from s2sad.analysis.callees import call_unknown
        return call_unknown(run, node, callee, with_mapping(arguments), f"the call has {arguments}")
    if isinstance(arguments, CannotBind):
        return opaque(run, node, callee, f"the call has {arguments}", ONE_BY_ONE, foreign=False, uncertain=True)
    if all(m.parent is None for m in members):
        return call_known(run, node, members, arguments)
    positional, keywords, rest = arguments
    if rest is not None:
        try:
            positional, rest = write_out(run, node, common_signature(members, positional, keywords), positional,
                                         keywords, rest)
        except CannotBind as problem:
            return opaque(run, node, callee, f"the call has {problem}", ONE_BY_ONE, uncertain=True)
        arguments = positional, keywords, rest
    shape = note(run, node, functions, arguments)
    result, bounds = None, {}
    for member in members:
        kind = call_member(run, node, functions, member, arguments, bounds, shape)
        if kind is not None:
            if is_active(kind):
                run.program.activate_functions(functions)
            result = kind if result is None else join(result, kind)
    if any(is_active(run.facts.kind[n]) for n in (*positional, *(v for _, v in keywords), *([rest] if rest else []))):
        run.program.activate_functions(functions)
    run.facts.call[node] = FunctionCall(functions, positional, keywords, rest, bounds, shape)
    if run.program.reads_exceptions and any(c.raises for m in members for c in m.contexts.values()):
        run.program.activate_functions(functions)
    if result is None:
        run.facts.never[node] = run.facts.call[node]
        raise Unreachable
    return result


def common_signature(members, positional, keywords):
    """The signature of functions that take equally many arguments, where `*xs` of unknown length is passed."""
    signatures = [m.node.args for m in members if m.parent is not None]
    if len(signatures) < len(members) or len({(len(missing(s, positional, keywords)), s.vararg is None)
                                              for s in signatures}) > 1:
        raise CannotBind("a starred argument of unknown length, and may be of one of several functions")
    if len(signatures) > 1 and any(s.defaults for s in signatures):
        raise CannotBind("a starred argument of unknown length, and may be of one of several functions")
    return signatures[0]


def call_known(run, node, members, arguments):
    """A call of one of several known functions, chosen while the program runs.

    Where it passes functions that have mirrors, these are known here alone, and so is what functions and objects that it
    gives are: the derivative chooses between the calls.
    """
    from s2sad.analysis.classvalues import call_each
    from s2sad.analysis.functioncalls import function_kind
    from s2sad.facts.callrecords import ApplyCall
    positional, keywords, rest = arguments
    passed = [run.facts.kind[n] for n in (*positional, *(v for _, v in keywords))]
    written = rest is None and all(
        type(m.function) is types.FunctionType and m.function not in run.program.local_functions for m in members)
    if written and any(k.functions is not None or k.form in ("method", "partial") for k in passed if is_active(k)):
        return call_each(run, node, tuple(m.function for m in members), arguments)
    result, refused = None, None
    positional, keywords, rest = arguments
    for member in members:
        if rest is None and not takes(run.program, member.function, len(positional), [k for k, _ in keywords]):
            continue  # Python raises a TypeError
        try:
            kind = function_kind(run, node, member.function, arguments)
        except Unreachable:
            continue
        how = run.facts.call.get(node)
        refused = refused or (how if isinstance(how, Refused) else None)
        result = kind if result is None else join(result, kind)
    if any(m.function in run.program.local_functions for m in members):
        used = [run.facts.kind[n] for n in (*positional, *(v for _, v in keywords), *([rest] if rest else []))]
        if is_active(result) or any(is_active(k) or is_active_class(k) for k in used):
            refused = Refused("This calls one of several methods of classes that are defined inside a function.",
                              "Choose between the calls with `if`.")
    run.facts.call[node] = refused or ApplyCall(positional, keywords, rest)
    if result is None:
        raise Unreachable
    if written and refused is None and is_beyond_numbers(result):
        return call_each(run, node, tuple(m.function for m in members), arguments)
    return result


def is_beyond_numbers(kind):
    """Is this, or does it hold, a function or an object, with which nothing can be done without knowing its kind?"""
    return any(k.functions is not None or k.form in ("partial", "method") or K.has_fields(k) for k in within(kind))


def takes(program, function, count, keywords=()):
    """Can a known function be called with so many arguments by position, and these by name, as far as its signature is known?"""
    rule = library_rule(function)
    if rule is None and not isinstance(function, types.FunctionType):
        return True
    signature = rule.parameters if rule is not None else program.signature_of(function)
    if rule is not None:  # it may leave parameters out; of a ufunc it does
        if not has_keywords(function, keywords):
            return False
        keywords = [k for k in keywords if k in parameter_names(signature)]
        count = min(count, function.nin) if isinstance(function, np.ufunc) and count <= function.nargs else count
    try:
        bind(signature, [None] * count, [(k, None) for k in keywords])
    except CannotBind:
        return False
    return True


def has_keywords(function, keywords):
    """May these names be passed to a library's function, as far as it says?"""
    try:
        parameters = inspect.signature(function).parameters.values() if keywords else ()
    except (TypeError, ValueError):
        return True
    named = {p.name for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)}
    return named.issuperset(k for k in keywords if k is not None) or any(p.kind is p.VAR_KEYWORD for p in parameters)


_METADATA = {"__name__", "__qualname__", "__doc__", "__module__"}


def function_attribute(run, node, owner):
    """The kind of an attribute of a function value: its metadata, or what was stored there."""
    functions = owner.functions.find()
    run.facts.call.pop(node, None)
    if functions.active and node.attr not in _METADATA | functions.attributes:
        run.facts.call[node] = Refused(f"The attribute `{node.attr}` of a function may hold what depends on what is "
                                       "differentiated.", "Keep it under a name of its own.")
    return K.any_kind()


ONE_BY_ONE = "Pass the arguments one by one."


def call_member(run, node, functions, member, arguments, bounds, shape):
    """The kind of calling one member; None where it does not come back, as far as is known."""
    program = run.program
    positional, keywords, rest = arguments
    if member.parent is None:
        if member.function in program.local_functions:
            raise run.context.refusal(node, "This calls one of several functions, of which one is a method of a class "
                                      "that is defined inside a function.", "Choose between the calls with `if`.")
        if rest is not None:
            raise run.context.refusal(node, "This calls one of several functions, not all made here, with starred "
                                      "arguments of unknown number.", ONE_BY_ONE)
        if not takes(program, member.function, shape.count, shape.keywords):
            return None
        wrapper = program.known_member(member, shape)
        signature = program.signature_of(wrapper)
        positional, keywords = [*positional, *(v for _, v in keywords)], []
    else:
        wrapper, signature = None, member.node.args
    try:
        bound = bind(signature, positional, keywords, rest)
    except CannotBind as problem:
        if rest is not None:
            raise run.context.refusal(node, f"The call has {problem}.", ONE_BY_ONE,
                                      uncertain=True) from None
        return None
    bounds[member] = bound
    kinds = {}
    for name in parameter_names(signature):
        if name in bound:
            kinds[name] = bound_kind(run, node, bound[name], signature, name)
        elif name in member.defaults:
            kinds[name] = member.defaults[name]
        else:
            kinds[name] = program.kind_of_missing(signature, name)
    at = program.at
    key = shape if split(functions, program) else None
    context = program.member_context(member, key, wrapper, kinds, run.context, node)
    try:
        result = program.enter(context)
    except Unreachable:  # what it changes before it raises counts all the same
        result = None
    finally:
        program.at = at
        if context.raises:
            program.note_raising(run.context)
    return program.apply_member(run, node, context, kinds, result)
