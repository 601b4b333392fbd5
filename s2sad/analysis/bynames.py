"""Builtins that reach attributes by their names, and what handles objects field by field."""

import collections
import copy
import dataclasses
import fractions
import functools
import inspect
import sys
import types

import gast

from s2sad.analysis import attributestores, objects, storage, storageinstances
from s2sad.analysis.alternatives import is_one_of_several, one_by_one
from s2sad.analysis.dictkeys import checked_keys, checked_kind, note_key
from s2sad.analysis.dtypes import COMPUTED
from s2sad.analysis.exceptions import exc_info_kind, mirror_of_kind, with_mirror_kind
from s2sad.analysis.instances import replace_kind
from s2sad.analysis.namedcalls import names_meant
from s2sad.analysis.operators import special_call
from s2sad.analysis.jacobianshapes import assembled_by_each_kind, assembled_kind, constant_by_each_kind, constant_kind, unit_seeds_kind
from s2sad.analysis.sets import set_tangents_kind
from s2sad.analysis.summaries import COPIED
from s2sad.analysis.truth import is_users
from s2sad.analysis.zerokinds import item_tangents_kind, seed_kind, zeros_kind
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import FromKeysCall, GetAttribute, GetNamed, MirroredCall, PlainCall, RuleCall, opaque
from s2sad.facts.classfacts import record_of
from s2sad.facts.classkinds import classes_of
from s2sad.facts.contents import element, item
from s2sad.facts.facts import Unreachable
from s2sad.facts.iterators import items_of
from s2sad.facts.joining import join
from s2sad.facts.kinds import EITHER, Kind
from s2sad.facts.reached import is_active, regions, within
from s2sad.facts.regions import sorted_fields
from s2sad.facts.texts import beginning_of, holds_text, texts_of
from s2sad.frontend.trees import walk
from s2sad.records import replace
from s2sad.runtime import exceptions, settangents
from s2sad.runtime.dictkeys import constant_key, constant_keys
from s2sad.runtime.iterators import ItemTangents
from s2sad.runtime.jacobiantrees import assembled, assembled_by_each, constant_by_each, constant_jacobian, unit_seeds
from s2sad.runtime.mirrors import zeros
from s2sad.runtime.objects import is_copied_plainly
from s2sad.runtime.seeds import seed


def getattr_kind(run, node, positional, keywords):
    """`getattr(obj, "name")`, with or without a default."""
    owner = run.facts.kind[positional[0]] if positional else K.PLAIN
    texts = names_meant(run, owner, run.facts.kind[positional[1]]) if len(positional) in (2, 3) else None
    if owner.form == "function" and texts is not None and texts <= {"__doc__", "__name__", "__qualname__", "__module__"}:
        run.facts.call[node] = PlainCall()
        return replace(K.PLAIN, optional=True)
    of_module = texts is not None and len(texts) == 1 and isinstance(owner.value, (types.ModuleType, type)) \
        and hasattr(owner.value, *texts)
    if texts is None or not objects.is_instance(owner) and not K.is_numeric(owner) and owner.form not in ("list", "dict") \
            and not of_module:
        if texts is None and objects.is_instance(owner):
            return opaque(run, node, None, "it is not known before the program runs which attribute is read here",
                          "Write its name out, or choose among names that are written out.", uncertain=True)
        return None
    default = positional[2] if len(positional) == 3 and not of_module else None
    if len(texts) > 1 or beginning_of(run.facts.kind[positional[1]]) is not None:
        return one_of_several(run, node, replace(owner, optional=False), positional, sorted(texts), default)
    (name,) = texts
    if not is_read_only(run, positional[1]):
        return opaque(run, node, None, "the name of the attribute that is read here is computed", "Compute it into a variable first.")
    read = run.context.receivers.setdefault((node, "attribute", name), gast.copy_location(
        gast.Attribute(value=positional[0], attr=name, ctx=gast.Load()), node))
    kind = run.reachable(read)
    if kind is None and default is None:
        raise Unreachable
    run.facts.call[node] = GetAttribute(read if kind is not None else None, default, run.facts.call.get(read))
    return kind if default is None else join(kind, run.facts.kind[default])


def is_read_only(run, node):
    """Does evaluating this only read names, attributes and elements, or put texts together?"""
    return all(isinstance(n, _READING) and n not in run.facts.call or is_of_texts(run, n) for n in walk(node))


_READING = (gast.Constant, gast.Name, gast.Attribute, gast.Subscript, gast.Slice, gast.UnaryOp, gast.USub, gast.expr_context, gast.Add, gast.Mod)
_TEXT_METHODS = ("lower", "upper", "strip", "title", "capitalize", "format", "removeprefix", "removesuffix", "replace")


def is_of_texts(run, node):
    """Is this `a + b`, `f"{a}"` or `a.lower()` of texts that are known, or `type(obj)`?"""
    kinds = run.facts.kind
    if isinstance(node, gast.Call):
        if isinstance(node.func, gast.Attribute) and node.func.attr in _TEXT_METHODS:
            return texts_of(kinds.get(node)) is not None
        return K.is_known(kinds.get(node.func)) and kinds[node.func].value is type and len(node.args) == 1
    if isinstance(node, (gast.BinOp, gast.JoinedStr)):
        return texts_of(kinds.get(node)) is not None
    return isinstance(node, gast.FormattedValue) and texts_of(kinds.get(node.value)) is not None


def one_of_several(run, node, owner, positional, names, default):
    """`getattr(obj, name)` for one of several names of what the object itself holds."""
    if owner.form == "tuple" and owner.type is not None and set(names) <= set(owner.type._fields):
        run.facts.call[node] = GetNamed(positional[0], positional[1])
        return run.item_of(owner)
    if not K.has_fields(owner):
        return None
    result = None
    for name in names:
        for cls in classes_of(owner):
            run.program.guard_names(cls)
            found = objects.lookup(cls, name)
            kind = objects.field_kind(run, owner, cls, name)
            if isinstance(found, types.FunctionType) and kind is None:
                result = join(result, objects.class_value(run, node, cls, name, found, owner, positional[0]))
                continue
            if found is not objects.MISSING and not isinstance(found, types.MemberDescriptorType) \
                    and (hasattr(type(found), "__get__") or not objects.is_sure(run.program, owner, cls, name)) \
                    or found is objects.MISSING and objects.lookup(cls, "__getattr__") is not objects.MISSING:
                return opaque(run, node, owner, "what is read here depends on the name, and for some names it is not "
                              "what the object itself holds", "Write the attributes out.")
            result = join(result, kind)
    if default is not None:
        result = join(result, run.facts.kind[default])
    if result is None:
        raise Unreachable
    run.facts.call[node] = GetNamed(positional[0], positional[1], default)
    return result


def setattr_kind(run, node, positional, keywords):
    owner = run.facts.kind[positional[0]] if len(positional) == 3 else K.PLAIN
    if not objects.is_instance(owner):
        return None
    return attributestores.setattr_kind(run, node, positional[0], positional[1:], True)


def own_setattr_kind(run, node, positional, keywords):
    owner = run.facts.kind[positional[0]] if len(positional) == 3 else K.PLAIN
    return attributestores.setattr_kind(run, node, positional[0], positional[1:]) if objects.is_instance(owner) else None


def new_kind(run, node, positional, keywords):
    return objects.new_kind(run, node, positional)


def vars_kind(run, node, positional, keywords):
    owner = run.facts.kind[positional[0]] if len(positional) == 1 else K.PLAIN
    if owner.form == "const" and isinstance(owner.value, type):
        run.facts.call[node] = PlainCall()
        return Kind("plain", type="namespace", value=(owner.value,))
    if not K.has_fields(owner):
        return None
    run.facts.call[node] = MirroredCall()
    return objects.namespace_kind(run, node, owner)


def slice_kind(run, node, positional, keywords):
    if any(is_active(run.facts.kind[p]) for p in positional):
        return opaque(run, node, None, "a slice has no mirror that could carry a derivative", "Pass its ends by themselves, or as a tuple.")
    run.facts.call[node] = PlainCall()
    return K.SLICE


def replacing(run, node, positional, keywords):
    return replace_kind(run, node, positional, keywords)


def fields_kind(run, node, positional, keywords):
    """`dataclasses.fields(obj)`: of each the name is known."""
    owner = run.facts.kind[positional[0]] if len(positional) == 1 and not keywords else K.PLAIN
    cls = owner.value if owner.form == "const" else owner.type if K.has_fields(owner) else None
    if not isinstance(cls, type) or not dataclasses.is_dataclass(cls):
        return None
    run.facts.call[node] = PlainCall()
    run.program.guard_names(cls)
    return K.tuple_of(Kind("plain", type="field", value=frozenset([f.name])) for f in dataclasses.fields(cls))


def signature_kind(run, node, positional, keywords):
    """`inspect.signature(obj.method)`, of a function or of a class: the names of its parameters are known."""
    asked = run.facts.kind[positional[0]] if len(positional) == 1 and not keywords else K.PLAIN
    if asked.form == "method" and isinstance(asked.value, str) and K.has_fields(asked.elements[0]) \
            and isinstance(asked.elements[0].type, type):
        cls = asked.elements[0].type
        run.program.guard_names(cls)
        objects.guard(run, cls, asked.value)
        function, given = objects.lookup(cls, asked.value), 1
    elif K.is_known(asked) and isinstance(asked.value, (types.FunctionType, type)):
        function, given = asked.value, 0
    else:
        return None
    if isinstance(function, type) and is_users(function):
        run.program.guard_names(function)
        objects.guard(run, function, "__init__")
    if isinstance(function, type) and record_of(function) is not None or function in run.program.local_functions:
        return None
    try:
        names = list(inspect.signature(function).parameters)[given:]
    except (TypeError, ValueError):
        return None
    run.facts.call[node] = PlainCall()
    return Kind("plain", type="signature", value=tuple(names))


def parameters_of(run, node, owner):
    """`signature.parameters`: a mapping from names to what has these names."""
    region = run.context.closed_site(node, "parameters")
    return Kind("dict", region=region.find(), elements={
        n: Kind("plain", type="field", value=frozenset([n])) for n in owner.value})


def asdict_kind(run, node, positional, keywords):
    """`dataclasses.asdict(obj)` and `astuple`: the structure of the object in dicts or tuples."""
    owner = run.facts.kind[positional[0]] if len(positional) == 1 and not keywords else K.PLAIN
    if not K.has_fields(owner) or isinstance(owner.type, tuple) or not dataclasses.is_dataclass(owner.type):
        return None
    objects.looked_through(run, within(owner))
    as_dict = run.facts.kind[node.func].value is dataclasses.asdict
    kind = copied(run, node, owner, as_dict, (), set())
    if kind is None:
        return None
    run.facts.call[node] = MirroredCall() if is_active(owner) else PlainCall()
    return kind


def copied(run, node, kind, as_dict, path, around):
    """The kind that `asdict` gives for a value of this kind; None where that is not known."""
    if K.has_fields(kind) and not isinstance(kind.type, tuple) and dataclasses.is_dataclass(kind.type):
        if kind.region.find() in around:
            return None
        around = {*around, kind.region.find()}
        fields = kind.region.find().fields
        parts = {f.name: copied(run, node, fields[f.name], as_dict, (*path, f.name), around)
                 for f in dataclasses.fields(kind.type) if f.name in fields}
        if None in parts.values() or len(parts) < len(dataclasses.fields(kind.type)):
            return None
        if not as_dict:
            return K.tuple_of(parts.values())
        region = run.context.site(node, path)
        if any(map(is_active, parts.values())):
            run.program.set(region, active=True)
        return Kind("dict", region=region.find(), elements=parts)
    if kind.form in ("number", "plain") or kind.form == "const" and kind.value is None:
        return kind
    if kind.form == "array":
        return run.place(node, kind, is_active(kind), tag=path)
    if kind.form == "list" and kind.region.find().content is None and not kind.region.find().opaque:
        return K.sequence("list", run.context.closed_site(node, path))
    if kind.form == "list":
        inner = copied(run, node, element(kind), as_dict, (*path, "item"), around)
        if inner is None:
            return None
        region = run.context.site(node, path)
        run.program.store(region, inner)
        return K.sequence("list", region.find())
    if kind.form == "tuple" and kind.type is None and kind.elements is not None:
        parts = [copied(run, node, part, as_dict, (*path, i), around) for i, part in enumerate(kind.elements)]
        return None if None in parts else K.tuple_of(parts)
    if kind.form == "dict" and kind.type is None:
        return copied_dict(run, node, kind, as_dict, path, around)
    return None


def copied_dict(run, node, kind, as_dict, path, around):
    """The kind of a copy of a dict, whose keys are copied, too."""
    root = kind.region.find()
    parts = {k: copied(run, node, item(kind, k), as_dict, (*path, k), around)
             for k in {**(kind.elements or {}), **(root.fields or {})}}
    content = None if root.content is None else copied(run, node, root.content, as_dict, (*path, "item"), around)
    if None in parts.values() or root.content is not None and content is None:
        return None
    region = run.context.site(node, path)
    if content is not None:
        run.program.store(region, content)
    if any(map(is_active, parts.values())):
        run.program.set(region, active=True)
    return Kind("dict", region=region.find(), elements=parts)


def copies_plainly(kind, seen):
    """Is everything that a value of this kind reaches copied attribute by attribute, item by item?"""
    if kind is None:
        return True
    if kind.form == "object" and (not K.has_fields(kind) or not all(map(is_copied_plainly, classes_of(kind)))):
        return False
    if is_one_of_several(kind):
        return all(copies_plainly(one, seen) for one in one_by_one(kind).values())
    if kind.form not in ("object", "number", "array", "numeric", "list", "tuple", "dict", "plain", "const"):
        return False
    parts = list((kind.elements.values() if isinstance(kind.elements, dict) else kind.elements) or ())
    if kind.region is not None and id(kind.region.find()) not in seen:
        root = kind.region.find()
        seen.add(id(root))
        parts += [root.content, *(k for _, k in sorted_fields(root))]
    return all(copies_plainly(p, seen) for p in parts)


def copy_kind(run, node, positional, keywords):
    """`copy.copy(obj)`: another object that holds the same."""
    owner = run.facts.kind[positional[0]] if len(positional) == 1 and not keywords else K.PLAIN
    if objects.has_method(owner, "__copy__") and not owner.optional:
        return special_call(run, node, positional[0], "__copy__", [])
    if is_one_of_several(owner) and copies_plainly(owner, set()) and objects.looked_through(run, [owner]):
        run.facts.call[node] = MirroredCall()
        return owner  # as if it were the same
    if not K.has_fields(owner) or not all(map(is_copied_plainly, classes_of(owner))) or not objects.looked_through(run, [owner]):
        return None
    result = objects.fresh(run, node, owner.type)
    for name, kind in sorted_fields(owner.region.find()):
        run.program.store_field(result.region, name, kind)
    run.facts.call[node] = MirroredCall()
    return result


def deepcopy_kind(run, node, positional, keywords):
    """`copy.deepcopy(obj)`: other objects all the way down."""
    kind = run.facts.kind[positional[0]] if len(positional) == 1 and not keywords else K.PLAIN
    if objects.has_method(kind, "__deepcopy__") and not kind.optional:
        memo = run.context.receivers.setdefault((node, "memo"), gast.copy_location(gast.Dict(keys=[], values=[]), node))
        run.kind(memo)
        return special_call(run, node, positional[0], "__deepcopy__", [memo])
    if len(positional) == 2 and is_active(run.facts.kind[positional[0]]) and not run.facts.kind[positional[0]].form == "number":
        return opaque(run, node, None, "what was copied before is found in the second argument, and its tangents are not",
                      "Leave the second argument out.", foreign=False)
    if not (kind.form in ("object", "list", "dict", "tuple", "array") or is_one_of_several(kind)) \
            or not objects.looked_through(run, within(kind)) or not copies_plainly(kind, set()) \
            or any(r.origin == "foreign" for r in regions(kind)):
        return None
    run.facts.call[node] = MirroredCall()
    return run.program.translate(run, node, kind, {COPIED: None})


def type_kind(run, node, positional, keywords):
    """`type(obj)`: the class, where it is known."""
    if len(positional) == 3:
        return opaque(run, node, None, "this makes a class of which nothing is known before the program runs",
                      "Write a class statement.", foreign=False)
    owner = run.facts.kind[positional[0]] if len(positional) == 1 else K.PLAIN
    if isinstance(node.args[0], gast.Name) and not owner.optional and owner.form in ("list", "tuple", "dict") \
            and (owner.type in (None, EITHER) or owner.form == "dict" and owner.type is collections.OrderedDict):
        run.facts.call[node] = RuleCall(None, None, {}, [])
        return K.LIST_OR_TUPLE if owner.type is EITHER else K.const(owner.type or _CONTAINERS[owner.form])
    if not objects.is_instance(owner) or owner.optional:
        return None
    run.facts.call[node] = RuleCall(None, None, {}, [])
    if any(issubclass(c, BaseException) for c in classes_of(owner)):
        return K.any_kind()  # what is caught may be of a class that is not known
    return functools.reduce(join, map(K.const, classes_of(owner)))


_CONTAINERS = {"list": list, "tuple": tuple, "dict": dict}


def fromkeys_kind(run, node, positional, keywords):
    """`dict.fromkeys(keys, value)`: the value is the same object under all keys."""
    if not positional or keywords:
        return None
    kinds = run.facts.kind
    key = items_of(run, kinds[positional[0]], node)
    region = run.context.closed_site(node, "items")
    if key is not None:
        note_key(run, node, region, checked_keys(run, node, positional[0], key), single=False)
    run.program.store(region, kinds[positional[1]] if len(positional) > 1 else K.NONE)
    run.facts.call[node] = FromKeysCall()
    return Kind("dict", region=region.find())


def fraction_kind(run, node, positional, keywords):
    """`Fraction(1, 2)` of constants: a number that is computed with exactly."""
    kinds = [run.facts.kind[a] for a in (*positional, *(v for _, v in keywords))]
    if any(is_active(k) or holds_text(k) for k in kinds) or any(isinstance(a, gast.Starred) for a in positional) \
            or any(k.form not in ("number", "plain") and not (k.form == "const" and type(k.value) in (int, str)) for k in kinds):
        return None
    run.facts.call[node] = PlainCall()
    return K.number(fractions.Fraction)


BY_NAME = {
    **COMPUTED, fractions.Fraction: fraction_kind,
    slice: slice_kind,
    storage.same_as: storage.same_as_kind, list.__new__: storageinstances.new_kind, tuple.__new__: storageinstances.new_kind,
    dict.__new__: storageinstances.new_kind, float.__new__: storageinstances.new_kind, collections.deque.__new__: storageinstances.new_kind,
    assembled: assembled_kind, unit_seeds: unit_seeds_kind, constant_jacobian: constant_kind,
    assembled_by_each: assembled_by_each_kind, constant_by_each: constant_by_each_kind,
    **dict.fromkeys((settangents.first_tangents, settangents.add_tangents, settangents.zero_tangents, settangents.tangents_among), set_tangents_kind),
    zeros: zeros_kind, seed: seed_kind, ItemTangents: item_tangents_kind, exceptions.with_mirror: with_mirror_kind, exceptions.mirror_of: mirror_of_kind,
    sys.exc_info: exc_info_kind, **({sys.exception: exc_info_kind} if hasattr(sys, "exception") else {}),
    constant_key: checked_kind, constant_keys: checked_kind,
    getattr: getattr_kind, setattr: setattr_kind, object.__setattr__: own_setattr_kind, object.__new__: new_kind, BaseException.__new__: new_kind,
    copy.copy: copy_kind, copy.deepcopy: deepcopy_kind, vars: vars_kind, type: type_kind,
    dict.fromkeys: fromkeys_kind, dataclasses.replace: replacing, dataclasses.asdict: asdict_kind,
    dataclasses.astuple: asdict_kind, dataclasses.fields: fields_kind, inspect.signature: signature_kind,
}
