"""Members of enumerations: `for p in Planet`, `Planet["EARTH"].mass`, of which only the run may know which one it is."""

import enum
import functools
import types

from s2sad.analysis.helperkinds import helper_kind
from s2sad.facts.classkinds import is_plain_enumeration
from s2sad.facts.joining import join
from s2sad.facts.kinds import Kind
from s2sad.facts.texts import text
from s2sad.frontend.names import MISSING, lookup

# How many members are looked at one by one.
_MOST = 64


def is_enumeration(kind):
    """Is this the class of an enumeration, of members that are nothing but that: no numbers or texts?"""
    return kind.form == "const" and isinstance(kind.value, type) and is_plain_enumeration(kind.value)


def is_member(kind):
    """Is this a member of an enumeration, whichever it is?"""
    return kind.form == "object" and isinstance(kind.type, type) and is_plain_enumeration(kind.type)


def member_kind(run, node, cls):
    """The kind of a member of this enumeration."""
    return Kind("object", type=cls, region=run.context.site(node, "member"))


def attribute_kind(run, node, owner):
    """The kind of `member.value`, or of another attribute: that of one of the members; None where that is not known."""
    cls, name = owner.type, node.attr
    found = lookup(cls, name)
    if name in ("name", "_name_"):
        return text(*cls.__members__)
    if isinstance(found, property) and type(found) is property and isinstance(found.fget, types.FunctionType):
        run.program.guard_names(cls)
        run.program.guard_attribute(cls, name)
        return helper_kind(run, node, found.fget, [node.value], [], None, node.value)
    if len(cls.__members__) > _MOST or issubclass(cls, enum.Flag) or found is not MISSING and name not in ("value", "_value_"):
        return None
    members = list(cls)
    if not members or not all(hasattr(m, name) for m in members):
        return None
    kinds = [run.program.kind_of_attribute(m, name) for m in members]
    return None if any(k.form not in ("number", "plain", "tuple") for k in kinds) else functools.reduce(join, kinds)
