"""Kinds: what the compiler knows of a value before the program runs.

A kind says what sort of value an expression has (number, array of so many
dimensions, list, ...), whether it is *active* (depends on what is
differentiated) and, for a mutable value, the *region* of memory it lives in.
Two values that may share memory share a region; a region is active as soon as
anything active is written into it, and its values then need a mirror (see `regions`).

>>> array("d", 1)
array(d, 1)
>>> tuple_of([number(int), PLAIN])
tuple(int, plain)
"""

from s2sad.facts.regions import FunctionSet, Region
from s2sad.records import Record, replace


class Kind(Record):
    """What is known of one value.

    form: "number", "array", "flat" (what `array.flat` is), "numeric" (either), "list", "tuple", "dict", "set",
        "view" (`d.items()`), "iter" (what `next` may be called on), "iterable" (an iterator or a container),
        "const" (a known object), "classes" (one of several), "plain" (no derivative: a string, a slice),
        "object" (an instance), "function" (one of several, or one made here), "partial", "method" (see `partials`),
        "derivative" (see `innerderivatives`), "any".
    type: a number's Python type, or "real"/"number" where several are possible;
        an array's dtype character; an object's class; that of a list if it is no plain one, EITHER if it may be a
        tuple; None where unknown.
    ndim: an array's number of dimensions; None where unknown.
    elements: a tuple's kinds, one by one; or a dict's, by constant key.
    value: a const's object; the classes of "classes"; a method's name, or several; of "plain", the texts that it may be, a frozenset.
    functions: the `FunctionSet` of a function, or of what may be one.
    active: for what is immutable; a mutable value's region says it.
    optional: the value may be None instead.
    lasting: of an array; it may be one that outlives the call, or a view of one.
    known: of a number or text, `(value,)` where it is known and may count (see `known`).
    among: of "any", what it is one of, if that is known: see `alternatives`.
    """

    form: str
    type: object = None
    ndim: int | None = None
    region: Region | None = None
    elements: object = None
    value: object = None
    active: bool = False
    optional: bool = False
    functions: FunctionSet | None = None
    lasting: bool = False
    known: tuple | None = None
    among: frozenset | None = None

    def __init__(self, form, type=None, ndim=None, region=None, elements=None, value=None, active=False,
                 optional=False, functions=None, lasting=False, known=None, among=None):
        # As `Record` does it, but kinds are made by the thousand.
        self.form = form
        self.type = type
        self.ndim = ndim
        self.region = region
        self.elements = elements
        self.value = value
        self.active = active
        self.optional = optional
        self.functions = functions
        self.lasting = lasting
        self.known = known
        self.among = among

    def __repr__(self):
        if self.form == "number":
            return self.type if isinstance(self.type, str) else getattr(self.type, "__name__", "number")
        if self.form == "array":
            shape = "" if self.ndim is None else f", {self.ndim}"
            return f"array({self.type}{shape})"
        if self.form == "tuple" and self.elements is not None:
            return f"tuple{self.elements}"
        return self.form


def number(type=float, active=False):
    return Kind("number", type=type, active=active)


def array(dtype=None, ndim=None, region=None, active=False):
    return Kind("array", type=dtype, ndim=ndim, region=region or Region(active=active), active=False)


def const(value):
    return Kind("const", value=value)


PLAIN = Kind("plain")
SLICE = Kind("plain", type="slice")
RANGE = Kind("plain", type="range")
EXCEPTION = Kind("plain", type="exception")
# What `type` says of a value that is one of these.
LIST_OR_TUPLE = Kind("plain", type="class of a list or tuple")
NONE = const(None)


def any_kind(region=None, active=False):
    return Kind("any", region=region or Region(active=active))


def tuple_of(elements):
    return Kind("tuple", elements=tuple(elements))


def sequence(form, region):
    return Kind(form, region=region)


def present(kind):
    """The same kind without None."""
    return replace(kind, optional=False) if kind.optional else kind


def is_numeric(kind):
    return kind.form in ("number", "array", "numeric")


def is_mutable(kind):
    """May a value of this kind be written into?"""
    return kind.form in ("array", "numeric", "flat", "list", "dict", "object", "any") or (
        kind.form == "tuple" and (kind.elements is None or any(map(is_mutable, kind.elements))))


def same(a, b):
    """Are these the same kind, of the same memory?"""
    if a is b:
        return True
    if (a.form, a.type, a.ndim, a.active, a.optional, a.lasting) != (b.form, b.type, b.ndim, b.active, b.optional, b.lasting) \
            or a.value is not b.value or a.known != b.known or a.among != b.among or a.functions is not b.functions or (a.region is None) != (b.region is None) \
            or a.region is not None and a.region.find() is not b.region.find():
        return False
    mine, theirs = a.elements, b.elements
    if mine is theirs:
        return True
    if mine.__class__ is not tuple or theirs.__class__ is not tuple or len(mine) != len(theirs):
        return False
    return all(map(same, mine, theirs))


# The `type` of what is a list or a tuple.
EITHER = (list, tuple)


def is_range(kind):
    """Is this surely a `range`?"""
    return kind.form == RANGE.form and kind.type == RANGE.type


def is_plain_sequence(kind):
    """Is this a list or a tuple, and of no class derived from one?"""
    return kind.form == "list" and kind.type in (None, EITHER) or kind.form == "tuple" and kind.type is None


def is_known(kind):
    """Is this one object that is known, and never None instead?"""
    return kind is not None and kind.form == "const" and not kind.optional


def has_fields(kind):
    """Is this an object whose attributes are known?"""
    return kind.form == "object" and kind.region is not None and kind.region.find().fields is not None
