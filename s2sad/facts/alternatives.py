"""What a value without a known kind is one of, as far as that is known: `Kind.among`."""

from s2sad.facts.classkinds import classes_of, holds_exceptions
from s2sad.facts.kinds import EITHER, has_fields
from s2sad.facts.texts import is_text

FUNCTION = ("function", None, None)

# Of more than this, nothing is kept.
MAX_ALTERNATIVES = 24


def is_function(kind):
    """Is this a function, of a set that others may join?"""
    return kind.functions is not None and kind.form in ("function", "const")


def alternatives(kind):
    """What a value of this kind may be, as (form, type, ndim), but for None; None where that is not known.

    >>> from s2sad.facts.kinds import number, tuple_of
    >>> alternatives(tuple_of([number()]))
    frozenset({('tuple', None, None)})
    """
    if kind.form == "any":
        return kind.among
    if kind.form == "view":
        return frozenset({("view", None, None)})
    if kind.form in ("number", "numeric", "list", "tuple", "dict"):
        return frozenset({("list", None, None), ("tuple", None, None)} if kind.type is EITHER else {(kind.form, kind.type, None)})
    if kind.form == "array":
        return frozenset({("array", kind.type, kind.ndim)})
    if is_text(kind):
        return frozenset({("plain", "str", None)})
    if is_function(kind):
        return frozenset({FUNCTION})
    if has_fields(kind) and None not in classes_of(kind) and not holds_exceptions(kind):
        return frozenset(("object", c, None) for c in classes_of(kind))
    return None


def may_be_text(kind):
    """Is this of no known kind, and may it be a text, as far as is known?"""
    return kind.form == "any" and (kind.region.find().texts if kind.among is None else may_be_one_of(kind, "plain"))


def may_be_repeated(kind):
    """Is this of no known kind, and may it be what `*` repeats, as well as a number?"""
    if kind.form != "any" or kind.among is None:
        return may_be_text(kind)
    return may_be_one_of(kind, "list", "tuple") and may_be_one_of(kind, "number", "array", "numeric")


def may_be_one_of(kind, *forms):
    """May what is one of several things be of one of these forms?"""
    return any(form in forms for form, _, _ in kind.among)
