"""The kinds of what methods of lists and dicts, and builtins over containers, return."""

import collections
import copy
import math

import gast
import numpy as np

from s2sad.analysis.asked import ORDER, ask
from s2sad.analysis.dictkeys import checked_argument, note_key, note_keys, take_keys
from s2sad.analysis.helperkinds import helper_kind, stand_in_kind
from s2sad.analysis.mappings import CHANGED_METHODS, copied_type
from s2sad.analysis.objects import is_computed_with, is_mixed
from s2sad.analysis.operators import is_overloaded, special_call
from s2sad.facts import kinds as K
from s2sad.facts import contents
from s2sad.facts.callrecords import BuiltinCall, MethodCall, PlainCall, opaque
from s2sad.facts.calls import literal
from s2sad.facts.classkinds import classes_of
from s2sad.facts.contents import element
from s2sad.facts.facts import Unreachable
from s2sad.facts.iterators import is_empty, items_of, iterator
from s2sad.facts.keys import mirrored_keys
from s2sad.facts.joining import ITERATED, join
from s2sad.facts.kinds import Kind, number
from s2sad.facts.reached import is_active, regions
from s2sad.facts.regions import sorted_fields
from s2sad.records import replace
from s2sad.rules.iteration import (
    by_index_backwards, iter_until, next_or, product_from_number, product_of_objects, sort, sort_emptied,
    sum_from_number, sum_of_objects)
from s2sad.rules.registry import STANDS_FOR
from s2sad.runtime.objects import is_copied_plainly

CONTAINERS = {copy.copy, copy.deepcopy, collections.deque, np.ndenumerate, range, enumerate, zip, reversed, list, tuple,
              dict, set, frozenset, sorted, iter, next}
LIST_METHODS = {"append", "extend", "insert", "pop", "remove", "clear", "index", "count", "copy", "reverse", "sort"}
DEQUE_METHODS = (LIST_METHODS - {"sort"}) | {"appendleft", "extendleft", "popleft", "rotate"}
DICT_METHODS = {"get", "items", "keys", "values", "pop", "setdefault", "update", "copy", "clear", "popitem"}

ONLY_DICTS_HAVE = DICT_METHODS - {"pop", "update", "copy", "clear"}


# Methods that nothing but a list has, among what may hold active values and have no kind.
LOOSE_METHODS = {"append": 1, "extend": 1, "insert": 2, "pop": None, "reverse": 0, "clear": 0}


def loose_method(run, node, owner, name, positional, keywords, rest):
    """The kind of a method of what may be a list, of which the run is asked; None where nothing active is near."""
    kinds = [run.facts.kind[p] for p in positional]
    if keywords or rest is not None or len(positional) != (
            min(len(positional), 1) if name == "pop" else LOOSE_METHODS[name]) \
            or owner.region.find().origin not in ("fresh", "param") and not any(map(is_active, [owner, *kinds])) \
            or owner.region.find().fields is not None \
            or any(map(is_active, kinds[:-1])) or name == "pop" and any(k.form != "number" for k in kinds):
        return None
    run.facts.call[node] = MethodCall("any", name)
    region = owner.region
    if any(map(is_active, kinds)):
        run.program.check_outlives(region)
    run.program.set(region, written=True, shrinks=name in ("pop", "clear"))
    for kind in kinds:
        for other in regions(kind):
            run.program.unify(region, other)
    item = items_of(run, kinds[-1], node) if name == "extend" else kinds[-1] if name in ("append", "insert") else None
    if item is not None:  # what is changed may have another name
        run.program.store(region.find(), item)
    if any(map(is_active, kinds)):
        run.program.set(region.find(), active=True)
    return K.any_kind(region.find(), is_active(owner)) if name == "pop" else K.NONE


def list_method(run, node, owner, name, positional, keywords):
    run.facts.call[node] = MethodCall("list", name)
    kinds = [run.facts.kind[p] for p in positional]
    region = owner.region.find()
    if name not in ("index", "count", "copy"):
        run.program.set(region, written=True)
    if name in ("append", "appendleft", "insert", "extend", "extendleft") and kinds and is_active(kinds[-1]):
        run.program.check_outlives(region)
    if name in ("append", "appendleft", "insert") and kinds:
        run.program.store(region, kinds[-1])
    if name in ("extend", "extendleft") and kinds:
        item = items_of(run, kinds[0], node)
        if item is not None:
            run.program.store(region, item)
    if name in ("pop", "popleft"):
        return run.item_of(owner)
    if name == "copy":
        copied = run.context.site(node, "value")
        run.program.store(copied, element(owner))
        return Kind("list", region=copied.find(), type=owner.type)
    if name in ("index", "count"):
        return number(int)
    if name == "sort" and (is_active(owner) and any(k != "reverse" for k, _ in keywords)
                           or any(is_active(run.facts.kind[v]) for _, v in keywords)):
        read = any(owner.region.find() in regions(run.facts.kind[v]) for _, v in keywords)
        return helper_kind(run, node, sort_emptied if read else sort, [node.func.value, *positional], keywords, None, node.func.value)
    return K.NONE


def dict_method(run, node, owner, name, positional, keywords):
    if is_active(owner) and name in CHANGED_METHODS.get(owner.type, ()) and any(
            run.facts.kind[p].form != "dict" for p in positional):
        return opaque(run, node, owner, f"`{name}` of a {owner.type.__name__} of values that depend on what is "
                      "differentiated is not supported", "Assign to its keys one by one.", foreign=False)
    run.facts.call[node] = MethodCall("dict", name)
    kinds = [run.facts.kind[p] for p in positional]
    region = owner.region.find()
    if name in ("setdefault", "pop", "update", "subtract", "clear", "popitem", "move_to_end"):
        run.program.set(region, written=True, shrinks=name in ("pop", "clear", "popitem"))
    if name in ("setdefault", "update", "subtract") and any(map(is_active, [*kinds, *(run.facts.kind[v] for _, v in keywords)])):
        run.program.check_outlives(region)
    if name == "setdefault" and kinds:
        note_key(run, node, region, run.facts.kind[checked_argument(run, node, positional[0], region)])
    if name == "update" and owner.type is None and kinds and kinds[0].form not in ("dict", "any"):
        note_keys(run, node, region, kinds[0])
    if name in ("get", "pop", "setdefault"):
        try:
            key = literal(positional[0])
            found = contents.item(owner, key)
            sure = key in (owner.elements or {}) and not region.written  # it may have been deleted
        except (ValueError, TypeError, IndexError):
            key = found = None
            sure = False
        result = found if found is not None else None if is_empty(owner) else element(owner)
        if name == "setdefault" and len(kinds) > 1:
            run.program.store_item(region, key, kinds[1])
        if len(kinds) > 1:
            result = join(result, kinds[1])
        elif name == "get" and not sure:
            result = K.NONE if result is None else replace(result, optional=True)
        if result is None:
            raise Unreachable
        return result
    if name == "values":
        return iterator(run, node, element(owner), "view")
    if name == "keys":
        return iterator(run, node, run.keys_of(owner), "view")
    if name == "items":
        return iterator(run, node, K.tuple_of([run.keys_of(owner), element(owner)]), "view")
    if name == "copy":
        copied = run.context.site(node, "value")
        if owner.elements is None:
            take_keys(run, node, copied, owner)
            run.program.store(copied, element(owner))
        else:
            run.program.pour(copied, owner)
        if is_active(owner):
            run.program.set(copied.find(), active=True)
        return Kind("dict", type=copied_type(owner.type), region=copied.find(), elements=owner.elements)
    if name == "total":
        held = element(owner)
        return join(held, number(int)) if held.form == "number" else K.any_kind(active=is_active(owner))
    if name in ("update", "subtract"):
        update_kind(run, node, region, [replace(k, optional=False) for k in kinds], keywords)
        return K.NONE
    return K.NONE if name in ("clear", "move_to_end") else K.tuple_of([run.keys_of(owner), run.item_of(owner)])


def update_kind(run, node, region, kinds, keywords):
    """A dict in `region` is given the items of another, or of what one can be made of."""
    run.program.set(region, written=True)
    added = dict_kind(run, node, kinds, keywords)
    take_keys(run, node, region, added)
    if is_active(added):
        run.program.check_outlives(region)
    for key, kind in (added.elements or {}).items():
        run.program.store_item(region, key, kind)
    run.program.pour(region, added)


def container_kind(run, node, function, positional, keywords, rest=None):
    """The kind of calling a builtin that makes a container or an iterator."""
    run.facts.call[node] = BuiltinCall(function.__name__)
    if rest is not None and function is not zip:
        return opaque(run, node, None, f"`{function.__name__}` of a starred argument of unknown length")
    kinds = [replace(run.facts.kind[p], optional=False) for p in positional]
    if function is copy.deepcopy and kinds and is_active(kinds[0]) and asks_for_copies(kinds[0]):
        return opaque(run, node, None, "the class of an object that is copied here, with what holds it, says itself how that is done",
                      "Copy the objects one by one.", foreign=False, uncertain=run.program.guessed)
    if function in (copy.copy, copy.deepcopy) and kinds and kinds[0].form in COPIED:
        return replace(copied_kind(run, node, function, kinds[0]), optional=run.facts.kind[positional[0]].optional)
    if function is range:
        return iterator(run, node, number(int), "view")
    if function is enumerate and kinds:
        item = items_of(run, kinds[0], positional[0])
        return iterator(run, node, None if item is None else K.tuple_of([number(int), item]))
    if function is np.ndenumerate and kinds and K.is_numeric(kinds[0]):
        flat = Kind("array", type=kinds[0].type, ndim=1, region=kinds[0].region)
        place = K.tuple_of([number(int)] * kinds[0].ndim) if kinds[0].ndim else K.PLAIN
        return iterator(run, node, K.tuple_of([place, run.iterate(flat, positional[0])]))
    if function is zip:
        return iterator(run, node, zipped(run, node, kinds, positional, rest))
    if function is iter and len(kinds) == 1 and (kinds[0].form == "iter" or K.has_fields(kinds[0])):
        return kinds[0]
    if function is iter and len(kinds) == 2:
        made = helper_kind(run, node, iter_until, positional, [], None)
        if not any(map(is_active, [made, *kinds])):
            run.facts.call[node] = PlainCall()
        return made
    if function is reversed and len(kinds) == 1 and K.has_fields(kinds[0]):
        return reversed_kind(run, node, positional)
    if function in (reversed, iter) and len(kinds) == 1:
        return iterator(run, node, items_of(run, kinds[0], positional[0]))
    if function in (list, tuple, set, frozenset):
        if kinds and kinds[0].form == "tuple" and kinds[0].elements is not None and function is tuple:
            return kinds[0]
        if not kinds and function is tuple:
            return K.tuple_of(())
        item = items_of(run, kinds[0], positional[0]) if kinds else None
        return iterator(run, node, item, "set" if function is frozenset else function.__name__)
    if function is collections.deque:
        item = items_of(run, kinds[0], positional[0]) if kinds else None
        return replace(iterator(run, node, item, "list"), type=function)
    if function is dict:
        return dict_kind(run, node, kinds, keywords)
    if function is sorted and kinds:
        if kinds[0].form == "dict" and not keywords and mirrored_keys(kinds[0]) is None:  # its keys carry no derivative
            run.facts.call[node] = PlainCall()
            return iterator(run, node, run.keys_of(kinds[0]), "list")
        own = run.context.function is STANDS_FOR[sorted]
        if own:  # it sorts places, by the keys of the items there
            ask(run, node, [run.env["keys"]], ORDER)
        if not own and any(k == "key" and is_active(run.facts.kind[v]) for k, v in keywords) or is_active(kinds[0]) and (
                any(k != "reverse" for k, _ in keywords) or kinds[0].form not in ("list", "tuple", "array")):
            return stand_in_kind(run, node, function, positional, keywords, rest)
        if not is_active(kinds[0]):
            run.facts.call[node] = PlainCall()
        return iterator(run, node, items_of(run, kinds[0], positional[0]), "list")
    if function is next and kinds:
        return next_kind(run, node, kinds, positional)
    if function in (copy.copy, copy.deepcopy):
        return opaque(run, node, None, "what copying this makes is not known: its class says so itself, or is not known",
                      "Make the copy by calling its class.", uncertain=run.program.guessed)
    return opaque(run, node, None, f"`{function.__name__}` of active values is not supported yet",
                  "Write a `for` loop instead.")


def reversed_kind(run, node, positional):
    """The kind of `reversed(obj)`."""
    made = special_call(run, node, positional[0], "__reversed__", [])
    return helper_kind(run, node, by_index_backwards, positional, [], None) if made is None else made


def asks_for_copies(kind, seen=None):
    """Is there an object in a value whose class has a say in copying it?"""
    seen = set() if seen is None else seen
    if kind is None:
        return False
    if kind.form == "object" and kind.type is not None and not all(map(is_copied_plainly, classes_of(kind))):
        return True
    if kind.region is not None and (id(kind.region.find()), kind.form) in seen:
        return False
    parts = list((kind.elements.values() if isinstance(kind.elements, dict) else kind.elements) or ())
    if kind.region is not None:
        root = kind.region.find()
        if kind.form == "any" and root.fields is not None:
            return True
        seen.add((id(root), kind.form))
        parts += [root.content, *(k for _, k in sorted_fields(root))]
    return any(asks_for_copies(p, seen) for p in parts)


COPIED = ("number", "array", "numeric", "list", "tuple", "dict")


def copied_kind(run, node, function, kind):
    if function is copy.deepcopy:
        return run.program.translate(run, node, kind, {})
    if kind.form in ("array", "numeric"):
        return run.place(node, kind, is_active(kind))
    if kind.form in ("list", "dict"):
        region = run.context.site(node, "copy")
        if kind.form == "dict":
            run.program.pour(region, kind)
        elif kind.region.find().content is not None:
            run.program.store(region, kind.region.find().content)
        if is_active(kind):
            run.program.set(region.find(), active=True)
        return replace(kind, region=region.find())
    return kind


def zipped(run, node, kinds, positional, rest):
    """The kind of a tuple that `zip` gives; None where it gives none."""
    items = [items_of(run, k, p) for k, p in zip(kinds, positional)]
    unpacked = run.facts.kind[rest] if rest is not None else None
    if unpacked is not None and unpacked.form == "tuple" and unpacked.elements is not None:
        items += [items_of(run, k, rest) for k in unpacked.elements]
        rest = None
    if None in items:
        return None
    if rest is None:
        return K.tuple_of(items)
    inner = items_of(run, run.facts.kind[rest], rest)
    if inner is None:  # nothing is unpacked, as far as is known yet
        return K.tuple_of(items) if items else None
    inner = items_of(run, inner, rest)
    if inner is None and not items:
        return None
    region = run.context.site(node, "zipped")
    for item in (*items, *([inner] if inner is not None else [])):
        run.program.store(region, item)
    return K.sequence("tuple", region.find())


def dict_kind(run, node, kinds, keywords):
    region = run.context.site(node, "items")
    elements = {}
    if kinds:
        if kinds[0].form == "dict" and kinds[0].elements is not None:
            elements |= kinds[0].elements
            take_keys(run, node, region, kinds[0])
            run.program.pour(region, kinds[0])
        elif kinds[0].form == "dict":
            elements = None
            take_keys(run, node, region, kinds[0])
            run.program.store(region, element(kinds[0]))
        else:
            elements = None
            note_keys(run, node, region, kinds[0])
            item = entry_of(run, kinds[0], node)
            if item is not None:
                run.program.store(region, item)
    for name, value in keywords:
        if elements is None:
            run.program.store(region, run.facts.kind[value])
        else:
            elements[name] = run.facts.kind[value]
    if any(is_active(e) for e in (elements or {}).values()):
        run.program.set(region.find(), active=True)
    return Kind("dict", region=region.find(), elements=elements)


def entry_of(run, kind, node):
    """The kind of the values among the (key, value) items of an iterable; None where there are none."""
    item = items_of(run, kind, node)
    if item is None or item.form != "tuple" or item.elements is None:
        return item if item is None else element(item)
    return item.elements[-1]


# What adds, multiplies or compares objects as their classes say.
OF_OBJECTS = {sum, min, max, math.prod}


def object_kind(run, node, function, positional, keywords, rest):
    """The kind of `sum`, `min`, `max` or `math.prod` of objects, whose classes say what adding and comparing them does.

    None where there are no objects among what is added or compared.
    """
    if function not in OF_OBJECTS or rest is not None:
        return None
    named = {k: run.facts.kind[v] for k, v in keywords}
    kinds = [run.facts.kind[p] for p in positional] + [named[k] for k in named if k in ("start", "default")]
    items = [element(k) for k in kinds if k.form in ITERATED and not is_empty(k)]
    mixed = any(map(holds_operands, kinds + items))
    if not mixed and not any(map(is_overloaded, kinds + items)):
        return None
    if function in (sum, math.prod):
        start = named.get("start", kinds[1] if len(kinds) > 1 else number(int))
        of_numbers, of_objects = _REDUCED[function]
        stand_in = of_numbers if start.form == "number" and not mixed else of_objects
        if mixed and len(positional) == 1 and not keywords:
            positional = [*positional, start_node(run, node, 0 if function is sum else 1)]
    else:
        stand_in = STANDS_FOR[function]
    return helper_kind(run, node, stand_in, positional, keywords, rest)


def holds_operands(kind):
    """Is this an object that can be added or compared, or something else?"""
    return is_mixed(kind) and any(form == "object" and is_computed_with(cls) for form, cls, _ in kind.among or ())


def start_node(run, node, value):
    """What `sum` starts with where it is not told."""
    start = run.context.receivers.setdefault((node, "start"), gast.copy_location(gast.Constant(value=value, kind=None), node))
    run.kind(start)
    return start


_REDUCED = {sum: (sum_from_number, sum_of_objects), math.prod: (product_from_number, product_of_objects)}


def next_kind(run, node, kinds, positional):
    if K.has_fields(kinds[0]):
        run.facts.call.pop(node)
        if len(kinds) > 1:
            return helper_kind(run, node, next_or, positional, [], None)
        result = special_call(run, node, positional[0], "__next__", [])
        if result is None:
            raise Unreachable
        return result
    if not any(map(is_active, kinds)):
        run.facts.call[node] = PlainCall()
    elif kinds[0].form != "iter":
        return opaque(run, node, None, "it is not known before the program runs what `next` is called on",
                      "Make the iterator with iter(...) in this function.", uncertain=True)
    item = items_of(run, kinds[0], node)
    if len(kinds) > 1:
        item = join(item, kinds[1])
    if item is None and not is_statement(run, node):
        raise Unreachable
    return K.NONE if item is None else item


def is_statement(run, node):
    """Is what this gives of no use?"""
    statement = run.program.at[1]
    return isinstance(statement, gast.Expr) and statement.value is node
