"""The version of a derivative before any call: for the kinds that the function's body suggests."""

from s2sad.analysis.values import kind_of
from s2sad.backend.cached import remembered
from s2sad.backend.dispatch import version_seeds
from s2sad.backend.templates import MADE_ANEW
from s2sad.errors import DifferentiationError
from s2sad.facts.kindkeys import kinds_key
from s2sad.facts.kinds import Kind, any_kind, tuple_of
from s2sad.facts.known import with_value
from s2sad.facts.regions import Region
from s2sad.frontend.derived import derivative_of
from s2sad.frontend.ownsignature import own_signature
from s2sad.frontend.suggest import alternatives, guesses, kinds_below, kinds_for
from s2sad.frontend.wrappers import with_rule

# Without the kinds of real arguments much is looked at that no call may ever run: so many statements for each
# suggestion, and as many in all before a further one is tried.
MOST_STEPS = 3000


def complete_kinds(function, parameters):
    """Kinds of all parameters, in order; defaults where there is no argument."""
    result = {}
    for name, parameter in own_signature(function).parameters.items():
        if name in parameters:
            result[name] = parameters[name]
        elif parameter.kind is parameter.VAR_POSITIONAL:
            result[name] = tuple_of(())
        elif parameter.kind is parameter.VAR_KEYWORD:
            result[name] = Kind("dict", region=Region(), elements={})
        elif parameter.default is not parameter.empty:
            result[name] = with_value(kind_of(parameter.default, origin="outer"), parameter.default)
        else:
            result[name] = any_kind()
    return result


def first_version(derivative):
    """The version for the kinds that the body suggests, which also shows what is refused."""
    parts, made = derivative._own_parts()
    place = (made, derivative._wrt, "first")
    known = MADE_ANEW.version(place, parts) if made is not None else None
    if known is not None or place in MADE_ANEW.unsettled:
        return known
    refusal, steps = None, 0
    below = derivative_of(derivative._target.function)
    if below is not None and below._shown is None:
        return None  # what is differentiated is not written yet
    inner, own, choices = suggested(derivative)
    for kinds in choices:
        try:
            key = kinds_key(kinds)  # before the analysis adds what it finds
            derivative._first = derivative._generate(inner, kinds, derivative._wrt, key, most=MOST_STEPS, guessed=True)
            if made is not None:
                MADE_ANEW.add(place, derivative._first, parts)
            return derivative._first
        except DifferentiationError as error:
            # No argument is of a kind of which nothing is known.
            error.uncertain |= below is not None and any(kind.form == "any" for kind in kinds.values())
            refusal, steps = refusal or error, steps + error.steps
            if error.too_large or refusal.uncertain and steps > MOST_STEPS:
                break
    if refusal.uncertain:
        if made is not None:
            MADE_ANEW.unsettled.add(place)
        return None  # only the kinds of real arguments will tell
    raise refusal


def suggested(derivative):
    """What is differentiated before the first call: the function, its names in `wrt`, and kinds, the likeliest first."""
    function = derivative._target.function
    below = derivative_of(function)
    inner = with_rule(function) if below is None else below._shown.function
    spelled = derivative._spelled(inner)
    own = tuple(spelled[n] for n in derivative._wrt)
    return inner, own, kinds_to_try(derivative, inner, own, below)


def kinds_to_try(derivative, inner, own, below):
    """See `suggested`; a derivative, `below`, is differentiated for what it was made for."""
    shown = None if below is None else below._shown
    if shown is not None and shown.request is not None:
        _, asked, names = shown.request
        yield kinds_below(inner, own, asked, dict(zip(names, version_seeds(shown, names).values())), derivative._target)
        if shown is not below._first:
            return
    for choice in alternatives(remembered(inner, own, lambda: guesses(inner))):
        yield kinds_for(inner, own, choice, derivative._target)
