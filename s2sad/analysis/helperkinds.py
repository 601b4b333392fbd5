"""The kinds of what the user's own functions return: they are interpreted in turn."""

import itertools
import sys
from fractions import Fraction

import gast

from s2sad.analysis.asked import EQUALITY, ask
from s2sad.analysis.unpacking import write_out
from s2sad.analysis.userrules import bound_kind, user_rule_kind
from s2sad.errors import DifferentiationError
from s2sad.facts import kinds as K
from s2sad.facts import numberkinds
from s2sad.facts.callrecords import HelperCall, PlainCall, all_arguments, opaque
from s2sad.facts.calls import CannotBind, bind
from s2sad.facts.facts import TooLong, Unreachable
from s2sad.facts.iterators import iterator
from s2sad.facts.joining import ITERATED
from s2sad.facts.kinds import number
from s2sad.facts.numberkinds import EXACT
from s2sad.facts.reached import is_active, regions
from s2sad.frontend.scopes import parameter_names
from s2sad.rules.iteration import chain, chain_of
from s2sad.rules.registry import stand_in


# How many statements are looked at for a call that nothing active is passed to: of the standard library, of others.
MOST_STEPS = 300
MOST_OF_OTHERS = 3000
AS_IT_IS = ("this function leads to too much code to be looked at",
            "Call it with what does not depend on what is differentiated.")


def is_standard(function):
    """Is this a function of Python's own library?"""
    return (function.__module__ or "").partition(".")[0] in sys.stdlib_module_names


def helper_kind(run, node, function, positional, keywords, rest, receiver=None):
    """The kind of calling a Python function that has source."""
    ruled = user_rule_kind(run, node, function, positional, keywords, rest, receiver)
    if ruled is not None:
        return ruled
    program = run.program
    try:
        arguments = program.signature_of(function)
        if rest is not None:
            positional, rest = write_out(run, node, arguments, positional, keywords, rest, function)
        bound = bind(arguments, positional, keywords, rest)
    except CannotBind as problem:
        return opaque(run, node, None, f"the call has {problem}",
                      "Write the arguments out one by one, as in g(x[0], x[1]).", foreign=False, receiver=receiver, uncertain=True)
    except DifferentiationError as problem:
        return opaque(run, node, None, problem.reason, problem.advice, receiver=receiver)
    parameters = {}
    for name in parameter_names(arguments):
        if name in bound:
            parameters[name] = bound_kind(run, node, bound[name], arguments, name)
        else:
            parameters[name] = program.kind_of_default(function, name)
    active = any(map(is_active, parameters.values()))
    limit = program.limit
    if not active and function.__code__ in program.too_long:
        return opaque(run, node, None, *AS_IT_IS, receiver=receiver)
    at = program.at
    if not active:
        program.limit = min(limit, program.steps + (MOST_STEPS if is_standard(function) else MOST_OF_OTHERS))
    try:
        program.guard_function(function)
        context = program.context_for(function, parameters, run.context, node)
        context.callers.add((run.context, node))
        if not context.in_try and (run.context.in_try or run.handlers):
            context.in_try = program.changed = True
        try:
            result = program.enter(context)
        except Unreachable:  # it never returns, as far as is known yet
            run.facts.never[node] = HelperCall(context, bound, receiver)
            program.apply_summary(run, node, context, parameters, None)
            raise
        finally:
            program.at = at
            if context.raises:
                program.note_raising(run.context)
    except DifferentiationError as problem:
        if active:
            raise
        # Left as it is: nothing in it depends on what is differentiated.
        return opaque(run, node, None, problem.reason, problem.advice, receiver=receiver)
    except TooLong:
        if active or program.steps > limit:
            raise
        program.at = at
        program.too_long.add(function.__code__)
        program.changed = True
        return opaque(run, node, None, *AS_IT_IS, receiver=receiver)
    finally:
        program.limit = limit
    run.facts.call[node] = HelperCall(context, bound, receiver)
    return program.apply_summary(run, node, context, parameters, result)


def stand_in_kind(run, node, function, positional, keywords, rest):
    """The kind of calling what has no source: that of the Python function that does the same."""
    own = stand_in(function)
    if own is None:
        return opaque(run, node, None, f"`{function.__name__}` of active values is not supported here",
                      "Write a `for` loop instead.")
    if run.context.function is own:
        # What C's function makes in its own stand-in are tuples of places.
        run.facts.call[node] = PlainCall()
        region = run.context.site(node, "places")
        run.program.store(region, number(int))
        return iterator(run, node, K.sequence("tuple", region))
    if function is itertools.groupby and positional:
        ask(run, node, [run.facts.kind[positional[0]]], EQUALITY, twice=True)  # more often than C does
    if own is chain and rest is None and not all(run.facts.kind[p].form in ITERATED for p in positional):
        own = chain_of(len(positional))  # what they are has no kind in common
    kind = helper_kind(run, node, own, positional, keywords, rest)
    if not any(is_active(run.facts.kind[a]) for a in all_arguments(node)) and not is_active(kind) \
            and kind.form != "function":
        run.facts.call[node] = PlainCall()
    return kind


def is_seed_of(run, node, by, exact):
    """Is this a number that can be the tangent of one of this kind as it is?  Constants are made so.

    exact: are whole numbers and fractions among the tangents?
    """
    kind, field = run.facts.kind[node], numberkinds.field(by)
    if kind.form != "number" or field is None or exact and by.type in EXACT:
        return kind.form == "number"
    if isinstance(by.type, type) and by.type not in (float, complex, *EXACT):
        return True  # the generated function looks at it
    field = "complex" if field == "complex" else "real"
    if isinstance(node, gast.Constant) and type(node.value) in (int, float):
        node.value = (float if field == "real" else complex)(node.value)
        kind = run.facts.kind[node] = number(type(node.value))
    return numberkinds.field(kind) == field and kind.type is not Fraction


def are_apart(derivative, kinds, named):
    """Do arguments and seeds share no memory, and can each seed be written into for its argument?"""
    met = set()
    for kind in (*kinds, *named.values()):
        own = {r.find() for r in regions(kind)}
        if own & met:
            return False
        met |= own
    passed = derivative.kinds_passed(kinds, named)
    pairs = [(passed.get(n), named[s]) for n, s in derivative.seeds.items() if s in named]
    return all(seed.form == by.form and seed.type == by.type for by, seed in pairs if by is not None and K.is_mutable(by))


def check_made_here(run, node, kind):
    """Refuse to differentiate by an object of which only those attributes are known that are asked for."""
    if any(r.place is not None for r in regions(kind)):
        raise run.context.refusal(node, "What is differentiated by here is an object at the level of the module, or holds one.",
                                  "Pass an object that is made in the function, or a parameter of it.")


def derivative_kind(run, node, derivative, arguments):
    """A call of what `differentiate` returned: its generated code is differentiated in turn."""
    positional, keywords, rest = arguments
    if rest is not None:
        return opaque(run, node, None, "a starred argument of unknown length")
    kinds = [run.facts.kind[p] for p in positional]
    named = {k: run.facts.kind[v] for k, v in keywords}
    derivative = derivative.free()
    if derivative is not None and any(map(is_active, [*kinds, *named.values()])):
        for name in derivative.seeds:
            check_made_here(run, node, derivative.kinds_passed(kinds, named).get(name))
        given = derivative.kinds_passed(kinds, named)
        for keyword in derivative.seeds_differentiated_by():
            if given.get(keyword, K.NONE) == K.NONE:
                return opaque(run, node, None, f"the derivative by the seed {keyword} is taken inside here, and that seed is left out",
                              f"Pass {keyword}.", foreign=False)
    function = derivative and derivative.function_for_kinds(kinds, named)
    if function is None:
        return opaque(run, node, None, "the derivative of a partial or bound method is taken inside here",
                      "Take that of a lambda that calls it.", foreign=False)
    passed = derivative.kinds_passed(kinds, named)
    for parameter, keyword in derivative.seeds.items():
        by, given = passed.get(parameter), next((v for k, v in keywords if k == keyword), None)
        if given is not None and by is not None and by.form == "number" and not is_seed_of(run, given, by, derivative._asked.exact):
            return opaque(run, node, None, f"the seed {keyword} of a number is an array or of another precision here, or is "
                          "not known to be a number", "Pass a number of the argument's own type, as in float(s).",
                          foreign=False, uncertain=run.facts.kind[given].form != "array")
    if derivative.writes() and not are_apart(derivative, kinds, named):
        return opaque(run, node, None, "the derivative that is taken here writes into its arguments, and these or their seeds "
                      "share memory, or have seeds of another precision", "Pass copies.", foreign=False,
                      uncertain=run.program.guessed)
    run.context.inner_derivatives[node] = derivative
    run.program.adopt_guards(derivative)
    return helper_kind(run, node, function, positional, keywords, rest)
