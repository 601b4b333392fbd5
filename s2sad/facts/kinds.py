"""Kinds: what the compiler knows of a value before the program runs.

A kind says what sort of value an expression has (number, array of so many
dimensions, list, ...), whether it is *active* (depends on what is
differentiated) and, for a mutable value, the *region* of memory it lives in.
Two values that may share memory share a region; a region is active as soon as
anything active is written into it, and its values then need a mirror.

>>> join(number(int), number(float))
real
>>> join(array("d", 1), array("d", 2))
array(d)
>>> join(array("d", 1), number(float, active=True)).active
True
"""

import enum
from collections import deque
from decimal import Decimal
from fractions import Fraction

import numpy as np

from s2sad.classflags import is_made_by_class
from s2sad.facts.known import without_value
from s2sad.records import Record, replace


class Region:
    """A piece of memory, or several that may be one; a union-find node.

    active: something that depends on `wrt` may be stored here.
    written: the program writes into it after it was made.
    shrinks: keys of a dict may be taken away.
    escapes: it is returned, stored or handed on, so others may write into it.
    origin: "fresh" (made here), "param", "foreign" (made by code that is not known)
        or "outer" (outlives the call).
    content: the join of what a container holds.
    fields: the kinds of an object's attributes by name, each the join of all that is stored there, or of
        what is stored into a dict under texts; None for what has none.
    place: where a module's object is found; its attributes are looked up there. SEVERAL for objects
        found in more than one way: anything may be in their attributes.
    mixed: arrays that outlive the call are here only because they may meet others under one name or in one
        container; what is written is checked when the program runs, since their mirrors are read-only.
    opaque: more may be put into it than is seen here: it need not be empty if `content` is None.
    pinned: a function made here may use it whenever it is called: it is the same one for
        whoever calls that function, and is never copied from one function's view to another's.
    lazy: of an iterator; one over active values gives pairs of values and tangents.
    derived: a list or dict in it may be of a class derived from Python's.
    objects: objects with attributes may be among values in it that have no known kind.
    makers: the contexts of the generator functions that may have made such an iterator.
    """

    __slots__ = ("parent", "active", "written", "escapes", "origin", "content", "relaid", "kept", "lazy", "fields",
                 "place", "opaque", "pinned", "mixed", "makers", "shrinks", "derived",
                 "objects")

    merges = 0  # how often two kept regions were made one

    def __init__(self, origin="fresh", active=False, kept=False):
        self.parent = None
        self.kept = kept  # there is one such region for its place in the program, not one each time
        self.active = active
        self.written = False
        self.shrinks = False
        self.derived = False
        self.objects = False
        self.pinned = False
        self.escapes = False
        self.lazy = False
        self.opaque = True
        self.mixed = False
        self.relaid = False  # a reshape or ravel of it may be a view, by memory layout
        self.origin = origin
        self.content = None
        self.fields = None
        self.place = None
        self.makers = frozenset()

    def find(self):
        root = self
        while root.parent is not None:
            root = root.parent
        return root


class FunctionSet:
    """The functions that a value may be; a union-find node.

    members: key → `functions.Member`.
    shapes: how they are called: `callshapes.Shape` → the pass in which that was seen last.
    active: calling them may give or change what is active, so that each has a mirror:
        the function that computes its pair.
    attributes: the names under which what is not active is stored in them.
    """

    __slots__ = ("parent", "members", "shapes", "active", "attributes")

    def __init__(self, members=()):
        self.parent = None
        self.members = dict(members)
        self.shapes = {}
        self.active = False
        self.attributes = set()

    def find(self):
        root = self
        while root.parent is not None:
            root = root.parent
        return root


def unify_functions(a, b):
    """Let two sets of functions be one."""
    a, b = a.find(), b.find()
    if a is not b:
        Region.merges += 1
        b.parent = a
        a.members.update(b.members)
        for shape, seen in b.shapes.items():
            a.shapes[shape] = max(seen, a.shapes.get(shape, 0))
        a.active |= b.active
        a.attributes |= b.attributes
    return a

SEVERAL = "several places"

_RANK = {"fresh": 0, "param": 1, "foreign": 2, "outer": 3}


def unify(a, b, joined=False):
    """Make two regions one; true when that changed anything.

    joined: a value is of one or of the other, so that what is written into it need not reach both.
    """
    a, b = a.find(), b.find()
    if a is b:
        return False
    lasting = [r.origin in ("outer", "foreign") and not r.mixed for r in (a, b)]
    a.mixed = b.mixed = joined and not all(lasting) if any(lasting) else a.mixed or b.mixed
    if _RANK[b.origin] > _RANK[a.origin]:
        a, b = b, a
    if a.kept and b.kept:
        Region.merges += 1
    a.kept |= b.kept
    b.parent = a
    a.active |= b.active
    a.written |= b.written
    a.shrinks |= b.shrinks
    a.derived |= b.derived
    a.objects |= b.objects
    a.pinned |= b.pinned
    a.escapes |= b.escapes
    a.relaid |= b.relaid
    a.lazy |= b.lazy
    a.makers |= b.makers
    several = a.fields is not None and b.fields is not None and a.place != b.place
    if a.fields is None:
        a.place = b.place
    a.opaque |= b.opaque
    content, b.content = b.content, None
    fields, b.fields = b.fields, None
    if content is not None:
        add_content(a, content)
    if fields is not None:
        if a.find().fields is None:
            a.find().fields = {}
        for name, kind in fields.items():
            add_field(a, name, kind)
    if several:
        a = a.find()
        a.place = SEVERAL
        for kind in list(a.fields.values()):
            for region in regions(kind):
                unify(a, region)
    return True


def add_content(region, kind):
    """Join a kind to what a region holds; joining may itself unify the region with others."""
    kind = without_value(kind)
    while True:
        old = region.find().content
        kind = kind if old is None else join(old, kind)
        if region.find().content is old:
            region.find().content = kind
            return


def add_field(region, name, kind):
    """Join a kind to what an attribute of the objects in a region holds."""
    if region.find().place is SEVERAL:
        for other in regions(kind):
            unify(region, other)
    kind = without_value(kind)
    while True:
        old = region.find().fields.get(name)
        kind = kind if old is None else join(old, kind)
        if region.find().fields.get(name) is old:
            region.find().fields[name] = kind
            return


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
    functions: the `FunctionSet` of a function.
    active: for what is immutable; a mutable value's region says it.
    optional: the value may be None instead.
    lasting: of an array; it may be one that outlives the call, or a view of one.
    known: of a number or text, `(value,)` where it is known and may count (see `known`).
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

    def __init__(self, form, type=None, ndim=None, region=None, elements=None, value=None, active=False,
                 optional=False, functions=None, lasting=False, known=None):
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
TEXT = Kind("plain", type="str")
SLICE = Kind("plain", type="slice")
# A text that spells out an active value: no number may be read from it again.
TEXT_OF_ACTIVE = Kind("plain", type="text of active")
EXCEPTION = Kind("plain", type="exception")
NONE = const(None)


MAX_TEXTS = 16


def text(*known):
    """The kind of a text that is one of these."""
    return Kind("plain", value=frozenset(known)) if len(known) <= MAX_TEXTS else PLAIN


def texts_of(kind):
    """The texts that a value may be; None where they are not known."""
    return kind.value if kind is not None and kind.form == "plain" and isinstance(kind.value, frozenset) \
        and kind.type is None and not kind.optional else None


def is_text(kind):
    """Is this surely a text, of which no number is read again?"""
    return kind.form == "plain" and (kind.type == "str" or kind.type is None and isinstance(kind.value, frozenset))


def is_text_of_active(kind):
    return kind.form == "plain" and kind.type == TEXT_OF_ACTIVE.type


def any_kind(region=None, active=False):
    return Kind("any", region=region or Region(active=active))


def tuple_of(elements):
    return Kind("tuple", elements=tuple(elements))


def sequence(form, region):
    return Kind(form, region=region)


def is_active(kind):
    """Does a value of this kind have a tangent that may be other than zero?"""
    if kind is None or kind.active or kind.region is kind.functions is kind.elements is None:
        return kind is not None and kind.active
    return reaches_active(kind, set())


def reaches_active(kind, seen):
    """The same; seen: ids of regions that reach nothing active, to which this adds what it looks at."""
    if kind is None:
        return False
    if kind.active or kind.functions is not None and kind.functions.find().active:
        return True
    if kind.region is not None:
        region = kind.region.find()
        if region.active:
            return True
        if id(region) in seen:
            return False
        seen.add(id(region))
        if region.content is not None and reaches_active(region.content, seen):
            return True
        if region.fields and any(reaches_active(k, seen) for k in region.fields.values()):
            return True
    if kind.form in ("tuple", "partial", "method", "derivative") and kind.elements is not None:
        return any(reaches_active(e, seen) for e in kind.elements)
    if kind.form == "dict" and kind.elements:
        return any(reaches_active(e, seen) for e in kind.elements.values())
    return False


def all_active(kind):
    """The same kind with all its numbers differentiated; its memory, which nothing else may hold, is marked."""
    for region in regions(kind):
        region.active = True
        region.content = with_active_numbers(region.content)
        if region.fields is not None:
            region.fields = {n: with_active_numbers(k) for n, k in region.fields.items()}
    return with_active_numbers(kind)


def with_active_numbers(kind):
    """The same kind, the numbers in it, but for those in its regions, differentiated."""
    if kind is not None and kind.form in ("number", "numeric"):
        return replace(kind, active=True)
    if kind is None:
        return None
    if kind.form == "tuple" and kind.elements is not None:
        return replace(kind, elements=tuple(map(with_active_numbers, kind.elements)))
    if kind.form == "dict" and kind.elements is not None:
        return replace(kind, elements={k: with_active_numbers(v) for k, v in kind.elements.items()})
    return kind


# Types of numbers that are computed with exactly.
EXACT = (int, bool, Fraction)


def holds_exact(kind, seen=None):
    """Are there whole numbers or fractions in a container of this kind?"""
    seen = set() if seen is None else seen
    parts = list((kind.elements.values() if isinstance(kind.elements, dict) else kind.elements) or ())
    if kind.region is not None and id(kind.region.find()) not in seen:
        seen.add(id(kind.region.find()))
        parts += [kind.region.find().content, *(k for _, k in sorted_fields(kind.region.find()))]
    return any(part.type in EXACT if part.form == "number" else holds_exact(part, seen) for part in parts if part is not None)


def holds_active_functions(kind):
    """Is this, or does it hold, a function that has a mirror?"""
    return any(functions.active for functions in function_sets(kind))


def function_sets(kind, seen=()):
    """The sets of functions that a value of this kind is, or holds."""
    if kind is None or kind.region is not None and id(kind.region.find()) in seen:
        return
    if kind.functions is not None:
        yield kind.functions.find()
    parts = list((kind.elements.values() if isinstance(kind.elements, dict) else kind.elements) or ())
    if kind.region is not None:
        seen = (*seen, id(kind.region.find()))
        parts += [kind.region.find().content, *(kind.region.find().fields or {}).values()]
    for part in parts:
        yield from function_sets(part, seen)


def regions(kind, seen=None, captured=True):
    """All regions that a value of this kind reaches, with those that functions in it use or have as defaults."""
    seen = set() if seen is None else seen
    found = []
    if kind is None:
        return found
    if kind.region is not None:
        root = kind.region.find()
        if id(root) not in seen:
            seen.add(id(root))
            found.append(root)
            found += regions(root.content, seen, captured)
            for _, field_kind in sorted_fields(root):
                found += regions(field_kind, seen, captured)
    if kind.elements:
        values = kind.elements.values() if isinstance(kind.elements, dict) else kind.elements
        for element in values:
            found += regions(element, seen, captured)
    if captured and kind.functions is not None and id(kind.functions.find()) not in seen:
        seen.add(id(kind.functions.find()))
        for member in kind.functions.find().members.values():
            for used in member.held():
                found += regions(used, seen)
    return found


def sorted_fields(root):
    """The fields of a region in an order that does not depend on when they were found."""
    return sorted(root.fields.items()) if root.fields else ()


def present(kind):
    """The same kind without None."""
    return replace(kind, optional=False) if kind.optional else kind


def is_numeric(kind):
    return kind.form in ("number", "array", "numeric")


def is_mutable(kind):
    """May a value of this kind be written into?"""
    return kind.form in ("array", "numeric", "flat", "list", "dict", "object", "any") or (
        kind.form == "tuple" and (kind.elements is None or any(map(is_mutable, kind.elements))))


_PYTHON_REAL = (bool, int, float)


def may_wrap(kind):
    """Is this NumPy's integers or booleans, whose arithmetic is modular: of 200 as uint8 the double is 144?"""
    return field(kind) in ("int", "bool") and (kind.form != "number" or issubclass(kind.type, np.generic))


def field(kind):
    """"bool", "int", "real", "complex", or None where it is not known."""
    type_ = kind.type
    if kind.form in ("array", "numeric", "flat"):
        if type_ is None:
            return None
        return _DTYPE_FIELD.get(np.dtype(type_).kind)
    if kind.form != "number" or type_ is None:
        return None
    if type_ == "real":
        return "real"
    if type_ == "number":
        return None
    if type_ is Fraction or type_ is Decimal:
        return "real"
    if type_ is bool or type_ is np.bool_:
        return "bool"
    if isinstance(type_, type):
        if issubclass(type_, (int, np.integer)):
            return "int"
        if issubclass(type_, (complex, np.complexfloating)):
            return "complex"
        if issubclass(type_, (float, np.floating)):
            return "real"
    return None


_DTYPE_FIELD = {"b": "bool", "i": "int", "u": "int", "f": "real", "c": "complex"}


def join_types(a, b):
    """The type of a number that is of one type or the other."""
    if a == b:
        return a
    return "real" if {a, b} <= _DOUBLES else "number"


ITERATED = {"list", "tuple", "set", "view", "iter", "iterable"}

# What joins to "real": all are computed in double precision.
_DOUBLES = {bool, int, float, np.float64, "real"}


def same(a, b):
    """Are these the same kind, of the same memory?"""
    if a is b:
        return True
    if (a.form, a.type, a.ndim, a.active, a.optional, a.lasting) != (b.form, b.type, b.ndim, b.active, b.optional, b.lasting) \
            or a.value is not b.value or a.known != b.known or a.functions is not b.functions or (a.region is None) != (b.region is None) \
            or a.region is not None and a.region.find() is not b.region.find():
        return False
    mine, theirs = a.elements, b.elements
    if mine is theirs:
        return True
    if mine.__class__ is not tuple or theirs.__class__ is not tuple or len(mine) != len(theirs):
        return False
    return all(map(same, mine, theirs))


def join(a, b):
    """The least kind that covers both; unifies the regions of the two."""
    if a is b or b is None:
        return a
    if a is None:
        return b
    if "stale" in (a.form, b.form):
        return a if a.form == "stale" else b
    if a.form == "const" and b.form == "const" and a.value is b.value:
        return a
    if is_one_member(a) and is_one_member(b) and type(a.value) is type(b.value):
        return Kind("object", type=type(a.value), region=Region(), optional=a.optional or b.optional)
    for one, other in ((a, b), (b, a)):
        if is_one_member(one) and other.form == "object" and other.type is type(one.value) and not has_fields(other):
            return replace(other, optional=True) if one.optional and not other.optional else other
    if a is NONE or (a.form == "const" and a.value is None):
        return replace(b, optional=True)
    if b.form == "const" and b.value is None:
        return replace(a, optional=True)
    optional = a.optional or b.optional
    if a.functions is not None and b.functions is not None:
        return Kind("function", functions=unify_functions(a.functions, b.functions), optional=optional)
    active = a.active or b.active
    objects = has_fields(a) and has_fields(b)
    region = _join_regions(a, b)
    if a.form == b.form:
        if a.form == "number":
            return Kind("number", type=join_types(a.type, b.type), active=active, optional=optional,
                        known=a.known if a.type is b.type and a.known == b.known else None)
        if a.form in ("array", "numeric"):
            return Kind(a.form, type=a.type if a.type == b.type else None,
                        ndim=a.ndim if a.ndim == b.ndim else None, region=region,
                        active=active, optional=optional, lasting=a.lasting or b.lasting)
        if a.form == "tuple" and a.elements is not None and b.elements is not None \
                and len(a.elements) == len(b.elements):
            return Kind("tuple", elements=tuple(map(join, a.elements, b.elements)), optional=optional,
                        type=a.type if a.type is b.type else None)
        if a.form == "tuple":
            region = region or Region()
            for kind in (a, b):
                for part in kind.elements or ():
                    store(region, part)
            return Kind("tuple", region=region.find(), optional=optional)
        if a.form == "derivative" and a.value == b.value:
            return Kind(a.form, value=a.value, elements=tuple(map(join, a.elements, b.elements)), optional=optional)
        if a.form == "method" and a.value != b.value and has_fields(a.elements[0]) and has_fields(b.elements[0]):
            both = {*_names(a), *_names(b)}
            return Kind("method", value=tuple(sorted(both)), elements=tuple(map(join, a.elements, b.elements)),
                        optional=optional)
        if a.form in ("partial", "method") and a.value == b.value and (
                a.form == "partial" and a.value is not None
                or len(a.elements[-1].elements or ()) == len(b.elements[-1].elements or ())):
            return Kind(a.form, value=a.value, elements=tuple(map(join, a.elements, b.elements)), optional=optional)
        if a.form == "dict" and a.type is b.type:
            same = a.elements is not None and b.elements is not None and a.elements.keys() == b.elements.keys()
            elements = {k: join(v, b.elements[k]) for k, v in a.elements.items()} if same else None
            if not same:
                for kind in (a, b):
                    for element in (kind.elements or {}).values():
                        store(region, element)
            return Kind("dict", type=a.type, region=region, elements=elements, optional=optional)
        if a.form in ("list", "iter", "iterable", "set", "view") and a.type is b.type:
            return Kind(a.form, region=region, optional=optional, type=a.type)
        if a.form == "object" and (a.type is b.type or objects):
            return Kind("object", type=join_classes(a.type, b.type), region=region, optional=optional)
        if a.form == "plain":
            if isinstance(a.value, frozenset) and isinstance(b.value, frozenset) and a.type == b.type:
                both = text(*a.value, *b.value)
                return replace(both, optional=optional, type=a.type if both.value else None,
                               known=a.known if a.known == b.known else None)
            if is_text_of_active(a) or is_text_of_active(b):
                return replace(TEXT_OF_ACTIVE, optional=optional)
            return replace(TEXT if is_text(a) and is_text(b) else SLICE if a.type == b.type == "slice" else PLAIN,
                           optional=optional, known=a.known if a.known == b.known else None)
    if is_plain_sequence(a) and is_plain_sequence(b):
        region = region or Region()
        for kind in (a, b):
            for part in kind.elements or ():
                store(region, part)
        return Kind("list", region=region.find(), optional=optional, type=EITHER)
    if {a.form, b.form} <= ITERATED and {a.form, b.form} & {"iter", "iterable"}:
        for kind in (a, b):
            for part in kind.elements or ():
                store(region, part)
        return Kind("iterable", region=region.find(), optional=optional)
    if is_numeric(a) and is_numeric(b):
        region = region or Region()
        type_ = a.type if a.form != "number" and a.type == b.type else None
        if type_ is None and {field(a), field(b)} <= {"real", "int", "bool"}:
            type_ = "d" if "real" in (field(a), field(b)) and _double(a) and _double(b) else None
        return Kind("numeric", type=type_, region=region, active=active, optional=optional,
                    lasting=a.lasting or b.lasting)
    if a.form in ("const", "classes") and b.form in ("const", "classes") and all(map(is_own_class, (a, b))):
        several = {*_classes(a), *_classes(b)}
        return Kind("classes", value=tuple(sorted(several, key=_place_of_class)), optional=optional)
    for one, other in ((a, b), (b, a)):
        if one.form == "plain" and one.type == EXCEPTION.type and holds_exceptions(other):
            return replace(other, optional=optional)  # it has a mirror as soon as it is asked for
    if a.form in ("plain", "const") and b.form in ("plain", "const") and not any(
            test(k) for k in (a, b) for test in ACTIVE_ELSEWHERE):
        return replace(PLAIN, optional=optional) if not callable(a.value) and not callable(b.value) \
            else any_kind()
    return everything(a, b)


# The `type` of what is a list or a tuple.
EITHER = (list, tuple)


def is_plain_sequence(kind):
    """Is this a list or a tuple, and of no class derived from one?"""
    return kind.form == "list" and kind.type in (None, EITHER) or kind.form == "tuple" and kind.type is None


def _names(kind):
    """The names of a bound method that may be one of several."""
    return kind.value if isinstance(kind.value, tuple) else (kind.value,)


def is_known(kind):
    """Is this one object that is known, and never None instead?"""
    return kind is not None and kind.form == "const" and not kind.optional


def is_one_member(kind):
    """Is this a member of an enumeration that is known?"""
    return kind.form == "const" and is_plain_enumeration(type(kind.value))


def is_plain_enumeration(cls):
    """Is this the class of an enumeration whose members are neither numbers nor texts?"""
    return issubclass(cls, enum.Enum) and cls._member_type_ is object


def is_own_class(kind):
    """Is this a class, or one of several, written in Python, or of exceptions?"""
    if kind.form == "classes" or isinstance(kind.value, type) and issubclass(kind.value, BaseException):
        return True
    return isinstance(kind.value, type) and is_made_by_class(kind.value) \
        and (kind.value.__module__ or "").partition(".")[0] not in ("numpy", "scipy", "builtins")


def _classes(kind):
    return kind.value if kind.form == "classes" else (kind.value,)


def _place_of_class(cls):
    return cls.__module__, cls.__qualname__, id(cls)


def holds_exceptions(kind):
    """Is this an exception object?"""
    return kind.form == "object" and kind.type is not None and any(
        isinstance(c, type) and issubclass(c, BaseException) for c in classes_of(kind))


def array_class(kind):
    """The class, derived from NumPy's arrays, of a value, with a meaning of its own for operators; None for others."""
    if kind is None or kind.form != "object" or not isinstance(kind.type, type):
        return None
    return kind.type if issubclass(kind.type, np.ndarray) and kind.type is not np.ndarray else None


def of_array_class(kinds, region):
    """What is made of values of which one is of such a class; None if none is."""
    cls = next((c for c in map(array_class, kinds) if c is not None), None)
    return None if cls is None else Kind("object", type=cls, region=region)


def has_fields(kind):
    """Is this an object whose attributes are known?"""
    return kind.form == "object" and kind.region is not None and kind.region.find().fields is not None


def classes_of(kind):
    """The classes that an object may be of."""
    return kind.type if isinstance(kind.type, tuple) else (kind.type,)


def join_classes(a, b):
    """A class, or a tuple of several in a fixed order."""
    if a is b:
        return a
    both = {*(a if isinstance(a, tuple) else (a,)), *(b if isinstance(b, tuple) else (b,))}
    return tuple(sorted(both, key=_place_of_class)) if len(both) > 1 else both.pop()


def _double(kind):
    """Is the kind's value computed in double precision (or a weak Python number)?"""
    if kind.form == "number":
        return kind.type in (float, int, bool, "real", np.float64)
    return kind.type == "d"


def _join_regions(a, b):
    if a.region is not None and b.region is not None:
        unify(a.region, b.region, a.form == b.form == "array")
    region = a.region or b.region
    return region.find() if region is not None else None


# What else makes that nothing may be done with a value of which nothing is known (see `localclasses`).
ACTIVE_ELSEWHERE = []


def everything(*kinds):
    """A value of which nothing is known, that may share memory with all of these."""
    region = Region()
    active = False
    for kind in kinds:
        active |= kind.active
        for other in regions(kind):
            unify(region, other)
        active |= is_active(kind) or any(test(kind) for test in ACTIVE_ELSEWHERE)
    root = region.find()
    root.active |= active
    root.derived |= any(map(holds_derived, kinds))
    root.objects |= any(map(holds_objects, kinds))
    return Kind("any", region=root, active=active, optional=True)


def within(kind, seen=None):
    """This kind, and those of all that it is known to hold."""
    seen = set() if seen is None else seen
    if kind is None:
        return
    yield kind
    parts = list((kind.elements.values() if isinstance(kind.elements, dict) else kind.elements) or ())
    if kind.region is not None and id(kind.region.find()) not in seen:
        root = kind.region.find()
        seen.add(id(root))
        parts += [root.content, *(root.fields or {}).values()]
    for part in parts:
        yield from within(part, seen)


def holds_derived(kind):
    """Is this, or may it hold, a list or dict of a class derived from Python's?"""
    return any(k.region is not None and k.region.find().derived
               or k.form in ("list", "dict") and k.type not in (None, EITHER, deque)
               or k.form == "object" and any(c is None or issubclass(c, (list, dict)) for c in classes_of(k))
               for k in within(kind))


def holds_objects(kind):
    """Is this, or may it hold, an object with attributes?"""
    return any(k.region is not None and k.region.find().objects or has_fields(k) for k in within(kind))


def store(region, kind):
    """A container in `region` holds a value of this kind from now on."""
    add_content(region, kind)
    if is_active(kind):
        region.find().active = True


def store_field(region, name, kind):
    """Objects in `region` have an attribute of this kind from now on."""
    add_field(region, name, kind)
    if is_active(kind):
        region.find().active = True


def gives_array(left, right):
    """Does an operator make an array of these, a list or tuple and an array, and change neither?"""
    return is_numeric(right) and right.form != "number" and left.form in ("list", "tuple")


def holds_numbers(kind):
    """Is this a list or tuple of numbers, or of such lists?"""
    if kind.form == "flat":
        return True
    if kind.form not in ("list", "tuple"):
        return False
    inner = element(kind)
    return inner.form == "number" or holds_numbers(inner)


def element(kind):
    """The kind of what indexing or iterating a container gives."""
    if kind.form == "tuple" and kind.elements is not None:
        result = None
        for part in kind.elements:
            result = part if result is None else join(result, part)
        return result or any_kind()
    if kind.region is not None:
        content = kind.region.find().content
        parts = list(kind.elements.values()) if kind.form == "dict" and kind.elements else []
        if not has_fields(kind):
            parts += [k for _, k in sorted_fields(kind.region.find())]
        for part in parts:
            content = part if content is None else join(content, part)
        if content is not None:
            return content
    return Kind("any", region=kind.region or Region())


def item(kind, key):
    """The kind of what a dict holds under a key that is written out; None where nothing is known of it.

    What is stored later under a text is kept among the fields of the dict's region.
    """
    root = kind.region.find()
    found = (kind.elements or {}).get(key)
    if isinstance(key, str) and root.fields:
        found = join(found, root.fields.get(key))
    return None if found is None else join(found, kind.region.find().content)


def item_of_texts(kind, texts):
    """The same for a key that is one of some texts."""
    result = None
    for key in sorted(texts or ()):
        found = item(kind, key)
        if found is None:
            return None
        result = join(result, found)
    return result


def text_of(kinds):
    """The kind of a text made of values of these kinds."""
    return TEXT_OF_ACTIVE if any(is_active(k) or holds_text(k) for k in kinds) else PLAIN


def holds_text(kind, depth=0):
    """Is this, or does it hold, a text that spells out an active value?"""
    if kind is None or depth > 4:
        return False
    if kind.form in ("list", "tuple", "iter", "view", "set", "dict", "object"):
        parts = list((kind.elements.values() if isinstance(kind.elements, dict) else kind.elements) or ())
        if kind.region is not None:
            parts += [kind.region.find().content, *(kind.region.find().fields or {}).values()]
        return any(holds_text(p, depth + 1) for p in parts)
    return is_text_of_active(kind)
