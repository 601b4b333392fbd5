"""Kinds and regions that become one: a value that is of one kind or of another.

>>> from s2sad.facts.kinds import array, number
>>> join(number(int), number(float))
real
>>> join(array("d", 1), array("d", 2))
array(d)
>>> join(array("d", 1), number(float, active=True)).active
True
"""

from functools import reduce

from s2sad.facts.alternatives import MAX_ALTERNATIVES, alternatives, is_function, may_be_text
from s2sad.facts.classkinds import (
    classes_meant, holds_exceptions, is_one_member, is_own_class, join_classes, place_of_class)
from s2sad.facts.kinds import (
    EITHER, EXCEPTION, NONE, PLAIN, RANGE, SLICE, Kind, any_kind, has_fields, is_numeric, is_plain_sequence)
from s2sad.facts.known import without_value
from s2sad.facts.numberkinds import is_double, field, join_types
from s2sad.facts.reached import holds_derived, holds_objects, is_active, regions
from s2sad.facts.regions import SEVERAL, FunctionSet, Region
from s2sad.facts.texts import TEXT, TEXT_OF_ACTIVE, is_text, is_text_of_active, text
from s2sad.records import replace


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
    a.altered |= b.altered
    a.shrinks |= b.shrinks
    a.derived |= b.derived
    a.objects |= b.objects
    a.texts |= b.texts
    a.by_names |= b.by_names
    a.pinned |= b.pinned
    a.escapes |= b.escapes
    a.relaid |= b.relaid
    a.lazy |= b.lazy
    a.makers |= b.makers
    several = a.place is not None and b.place is not None and a.place != b.place
    a.place = a.place or b.place
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


# What is being joined to what regions hold: (region, name of the attribute or None, kinds that are still to come).
_JOINING = []


def add_content(region, kind):
    """Join a kind to what a region holds; joining may itself unify the region with others."""
    add(region, None, kind)


def add_field(region, name, kind):
    """Join a kind to what an attribute of the objects in a region holds."""
    if region.find().place is SEVERAL:
        for other in regions(kind):
            unify(region, other)
    add(region, name, kind)


def add(region, name, kind):
    """The two join to what is there, one kind after the other where a container holds itself."""
    for other, its_name, waiting in _JOINING:
        if its_name == name and other.find() is region.find() and held(region, name) is not None:
            waiting.append(kind)
            return
    waiting = [kind]
    _JOINING.append((region, name, waiting))
    try:
        while waiting:
            kind = without_value(waiting.pop())
            while True:
                old = held(region, name)
                kind = kind if old is None else join(old, kind)
                if held(region, name) is old:
                    break
            root = region.find()
            if name is None:
                root.content = kind
            else:
                root.fields[name] = kind
    finally:
        _JOINING.pop()


def held(region, name):
    root = region.find()
    return root.content if name is None else root.fields.get(name)


ITERATED = {"list", "tuple", "set", "view", "iter", "iterable"}


def join(a, b):
    """The least kind that covers both; unifies the regions of the two."""
    if a is b or b is None:
        return a
    if a is None:
        return b
    if "stale" in (a.form, b.form):
        return a if a.form == "stale" else b
    if a.form == "const" and b.form == "const" and a.value is b.value:
        return a if a.optional else b
    if is_one_member(a) and is_one_member(b) and type(a.value) is type(b.value):
        return Kind("object", type=type(a.value), region=Region(), optional=a.optional or b.optional)
    for one, other in ((a, b), (b, a)):
        if is_one_member(one) and other.form == "object" and other.type is type(one.value) and not has_fields(other):
            return replace(other, optional=True) if one.optional and not other.optional else other
        if one.form == "const" and other.form == "object" and other.value == () and type(one.value) is other.type:  # an interpolant
            return replace(other, optional=True) if one.optional and not other.optional else other
    if a is NONE or (a.form == "const" and a.value is None):
        return replace(b, optional=True)
    if b.form == "const" and b.value is None:
        return replace(a, optional=True)
    optional = a.optional or b.optional
    if is_function(a) and is_function(b):
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
            return Kind("object", type=join_classes(a.type, b.type), region=region, optional=optional,
                        value=a.value if a.value == b.value else None)
        if a.form == "plain":
            if isinstance(a.value, frozenset) and isinstance(b.value, frozenset) and a.type == b.type:
                both = text(*a.value, *b.value)
                return replace(both, optional=optional, type=a.type if both.value else None,
                               known=a.known if a.known == b.known else None)
            if is_text_of_active(a) or is_text_of_active(b):
                return replace(TEXT_OF_ACTIVE, optional=optional)
            same = a.type == b.type and a.type in (SLICE.type, RANGE.type)
            return replace(TEXT if is_text(a) and is_text(b) else a if same else PLAIN, optional=optional,
                           known=a.known if a.known == b.known else None)
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
            type_ = "d" if "real" in (field(a), field(b)) and is_double(a) and is_double(b) else None
        return Kind("numeric", type=type_, region=region, active=active, optional=optional,
                    lasting=a.lasting or b.lasting)
    if a.form in ("const", "classes") and b.form in ("const", "classes") and all(map(is_own_class, (a, b))):
        several = {*classes_meant(a), *classes_meant(b)}
        return Kind("classes", value=tuple(sorted(several, key=place_of_class)), optional=optional)
    for one, other in ((a, b), (b, a)):
        if one.form == "plain" and one.type == EXCEPTION.type and holds_exceptions(other):
            return replace(other, optional=optional)  # it has a mirror as soon as it is asked for
    if a.form in ("plain", "const") and b.form in ("plain", "const") and not any(
            test(k) for k in (a, b) for test in ACTIVE_ELSEWHERE):
        return replace(PLAIN, optional=optional) if not callable(a.value) and not callable(b.value) \
            else any_kind()
    return either(a, b)


def _names(kind):
    """The names of a bound method that may be one of several."""
    return kind.value if isinstance(kind.value, tuple) else (kind.value,)


def _join_regions(a, b):
    if a.region is not None and b.region is not None and not any(shares_nothing(k, (a, b)) for k in (a, b)):
        unify(a.region, b.region, a.form == b.form == "array")
    region = a.region or b.region
    return region.find() if region is not None else None


# What else makes that nothing may be done with a value of which nothing is known (see `localclasses`).
ACTIVE_ELSEWHERE = []


def everything(*kinds, captured=True):
    """A value of which nothing is known, that may share memory with all of these; captured: and with what functions use."""
    region = Region()
    active = False
    for kind in kinds:
        active |= kind.active
        if not shares_nothing(kind, kinds):
            for other in regions(kind, captured=captured):
                unify(region, other)
        active |= is_active(kind) or any(test(kind) for test in ACTIVE_ELSEWHERE)
    root = region.find()
    root.active |= active
    root.derived |= any(map(holds_derived, kinds))
    root.objects |= any(map(holds_objects, kinds))
    root.texts |= any(map(may_be_constant, kinds))
    return Kind("any", region=root, active=active, optional=True)


def may_be_constant(kind):
    """May this be a text, or another value that has no tangent?"""
    return kind.form == "plain" or may_be_text(kind)


def shares_nothing(kind, kinds):
    """Is this a number or text, whichever, that does not depend on what is differentiated, where another of the kinds does?

    It is no memory, and stays what it is: `st.append(code[1])` with active numbers in `st`, and a name or number in the code.
    """
    return kind.form == "any" and kind.among is not None and all(form in ("number", "plain") for form, _, _ in kind.among) \
        and not is_active(kind) and any(map(is_active, kinds))


def either(*kinds):
    """What is of one of these kinds, which have little in common."""
    if any(kind.form in ("method", "partial") for kind in kinds):
        FunctionSet.met += 1
    among = list(map(alternatives, kinds))
    if None in among:
        return everything(*kinds)
    kind = everything(*kinds, captured=False)
    for one in kinds:
        if one.form in ("dict", "tuple"):
            _store_parts(kind.region, one)
    together = frozenset().union(*among)
    if len(together) > MAX_ALTERNATIVES:
        return replace(kind, region=kind.region.find(), optional=any(k.optional for k in kinds))
    sets = [k.functions for k in kinds if k.functions is not None]
    return replace(kind, region=kind.region.find(), optional=any(k.optional for k in kinds), among=together,
                   functions=reduce(unify_functions, sets) if sets else None)


_stored = set()  # of (region, tuple or dict) whose parts are being stored just now


def _store_parts(region, kind):
    """A value of which nothing is known, in `region`, holds what a tuple or dict of this kind does."""
    now = id(region.find()), id(kind)
    if now in _stored:
        return  # the region holds this very tuple: joining a part of it to that asks for the same again
    _stored.add(now)
    try:
        for part in (kind.elements.values() if isinstance(kind.elements, dict) else kind.elements) or ():
            store(region, part)
    finally:
        _stored.discard(now)


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
