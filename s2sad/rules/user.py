"""The rules that users attach to functions: object -> rule, by identity.

A rule of the user's wins over everything else that is known of its function.
Derivatives that were made before a rule is attached or replaced are made anew,
and what is kept on disk is used under the same rules alone.
"""

import sys
import types
import weakref

from s2sad.records import Record

_rules = {}  # id of a function -> (a reference to it, its rule)
_asked_for = set()  # ids of the functions whose rule some derivative asked for
_dependents = weakref.WeakSet()  # what has `forget`: the derivatives that may rest on rules
_revived = False  # has a derivative come from the disk, so that it is not known what it asked for?


class PairRule(Record):
    """A Python function that computes value and tangent together.

    parameters: the `ast.arguments` of the function that has the rule;
    tangents: parameter -> the keyword of its tangent; optional: the parameters
    whose tangent is left out where the argument is not active.
    """

    name: str
    parameters: object
    function: types.FunctionType
    tangents: dict
    optional: frozenset


class Refusal(Record):
    """The function is not differentiable, for the user's own reason."""

    name: str
    reason: str


def rule_of(function):
    """The user's rule for a function, or None."""
    _asked_for.add(id(function))
    return _lookup(function)


def has_rule(function):
    """Has a function a rule of the user's now?"""
    return bool(_rules) and _lookup(function) is not None


def _lookup(function):
    reference, rule = _rules.get(id(function), (None, None))
    return rule if reference is not None and reference() is function else None


def attach(function, rule):
    """Let `function` have this rule from now on; None takes its rule away."""
    key = id(function)
    if rule is None:
        _rules.pop(key, None)
    else:
        _rules[key] = (_reference(function, key), rule)
    if _revived or key in _asked_for:
        for dependent in list(_dependents):
            dependent.forget()


def _reference(function, key):
    def gone(reference, _rules=_rules):
        if _rules.get(key, (None,))[0] is reference:
            del _rules[key]
    try:
        return weakref.ref(function, gone)
    except TypeError:  # a builtin: it stays
        return lambda: function


def depend(dependent):
    """`dependent.forget()` is called when a rule changes that a derivative may rest on."""
    _dependents.add(dependent)


def revived():
    """A derivative came from the disk, made in another process."""
    global _revived
    _revived = True


def state():
    """All rules, in words that hold in any process; None where there are no such words."""
    from s2sad.backend import store
    described = []
    for reference, rule in list(_rules.values()):
        name = _place_of(reference())
        if name is None:
            return None
        if isinstance(rule, PairRule):
            where = _place_of(rule.function)
            if where is None:
                return None
            text = [where, store.code_digest(rule.function.__code__), sorted(rule.tangents.items()),
                    sorted(rule.optional)]
        elif isinstance(rule, Refusal):
            text = [rule.reason]
        else:
            text = [rule.form, rule.signature, sorted(rule.terms.items()), rule.home and rule.home.get("__name__")]
        described.append(repr((name, type(rule).__name__, text)))
    return "\n".join(sorted(described))


def _place_of(function):
    """Where any process finds this very object: "module:name"; None if nowhere."""
    module = getattr(function, "__module__", None)
    name = getattr(function, "__qualname__", None) or getattr(function, "__name__", None)
    if not module and hasattr(function, "nin"):
        module = "numpy"  # ufuncs do not say
    found = sys.modules.get(module) if isinstance(module, str) and isinstance(name, str) else None
    for part in name.split(".") if found is not None else ():
        found = getattr(found, part, None)
    return f"{module}:{name}" if found is function and function is not None else None
