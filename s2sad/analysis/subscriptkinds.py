"""The kinds of subscripts, and of the items that iteration gives."""

import types

import gast
import numpy as np

from s2sad.analysis import members, objects, storage
from s2sad.analysis.alternativecalls import can_be_told_apart, of_objects_or_others
from s2sad.analysis.alternatives import is_one_of_several, join_of, may_be_indexed, may_be_iterated, used
from s2sad.analysis.asked import INDEX, KEYS, ask
from s2sad.analysis.dictkeys import GIVEN, checked_key, note_key
from s2sad.analysis.helperkinds import helper_kind
from s2sad.analysis.mappings import is_default_dict
from s2sad.analysis.truth import is_users
from s2sad.analysis.values import INDEX_EXPRESSIONS, JOINS
from s2sad.facts import kinds as K
from s2sad.facts import contents
from s2sad.facts.calls import literal
from s2sad.facts.classkinds import array_class
from s2sad.facts.contents import element, item_of_texts
from s2sad.facts.facts import Unreachable
from s2sad.facts.iterators import is_empty
from s2sad.facts.keys import known_keys
from s2sad.facts.joining import everything
from s2sad.facts.kinds import Kind, const, number
from s2sad.facts.numberkinds import field
from s2sad.facts.reached import is_active
from s2sad.facts.regions import GIVEN_KEYS, OF_KEYS, Region
from s2sad.facts.sample import result_of
from s2sad.facts.known import value_of
from s2sad.facts.texts import TEXT, TEXT_OF_ACTIVE, is_text, is_text_of_active, text, texts_of
from s2sad.frontend.names import MISSING, Place, lookup
from s2sad.records import replace
from s2sad.rules.iteration import item_or_missing


class SubscriptKinds:
    """Subscripts of containers, arrays and objects; a part of `expressionkinds.ExpressionKinds`."""

    def of_Subscript(self, node):
        container = self.kind(node.value)
        index = self.kind(node.slice)
        if not K.has_fields(container):
            ask(self, node, [index], KEYS if container.form == "dict" else INDEX)
        container = used(self, node.value, replace(container, optional=False), lambda one: may_be_indexed(one, index))
        return self.item_kind(node, container)

    def item_kind(self, node, container):
        """The kind of `container[i]` where the container is of this kind."""
        if can_be_told_apart(container):
            return of_objects_or_others(self, node, [node.value], [container], self.item_kind)
        objects.check_known(self, node, container)
        if storage.is_built_in(container, "__getitem__", "__missing__"):
            node.value = storage.as_items(self, node.value)
            container = self.facts.kind[node.value]
        if is_one_of_several(container):
            return join_of(container, lambda one: self.item_of_subscript(node, one))
        return self.item_of_subscript(node, container)

    def item_of_subscript(self, node, container):
        """The kind of a subscript of something of this kind."""
        if is_default_dict(container):
            self.program.set(container.region, written=True)  # a default may be stored
            node.slice = checked_key(self, container.region, node.slice)
            note_key(self, node.slice, container.region, self.facts.kind[node.slice])
        if storage.is_built_in(container, "__getitem__"):
            return helper_kind(self, node, item_or_missing, [node.value, node.slice], [], None)
        if K.has_fields(container):
            return objects.item_kind(self, node, container, "__getitem__", [])
        if K.is_numeric(container):
            return self.index_array(node, container)
        if container.form == "flat":
            return self.index_flat(node, container)
        if members.is_enumeration(container):
            return members.member_kind(self, node, container.value)
        if K.is_known(container) and isinstance(container.value, type):
            found = self.class_in_brackets(node, container.value)
            if found is not None:
                return found
        if container.form == "const" and isinstance(container.value, INDEX_EXPRESSIONS):
            return self.index_expression(node, container.value)
        if container.form == "tuple" and container.elements is not None:
            return self.index_tuple(node, container)
        if container.form in ("list", "tuple"):
            if is_slice(node.slice, self.facts.kind):
                region = self.context.site(node, "slice")
                self.program.store(region, element(container))
                return Kind(container.form, region=region.find(), type=container.type if container.form == "list" else None)
            return self.item_of(container)
        if is_active(self.facts.kind[node.slice]) and container.form in ("dict", "any"):
            self.program.foreign_exceptions.add(KeyError)  # it carries its key
        if container.form == "dict":
            try:
                found = contents.item(container, literal(node.slice))
            except (ValueError, TypeError):
                found = item_of_texts(container, texts_of(self.facts.kind[node.slice]))
            return self.item_of(container) if found is None else found
        if array_class(container) is not None:
            return container
        if container.form == "object" and container.type is types.MappingProxyType and is_active(container):
            raise self.context.refusal(node, "A MappingProxyType in an argument has no place for what depends on what is "
                                       "differentiated.", "Pass the dict itself.")
        looked_up = container.form == "any" and not is_active(container)
        if is_active(self.facts.kind[node.slice]) and container.form in ("plain", "const", "object", "any") and not looked_up:
            raise self.context.refusal(node, "What is indexed here is not known to be an array, list, tuple or dict, "
                                       "and the index depends on what is differentiated.",
                                       "Say what it is, for example with np.asarray(...)." if container.form != "const"
                                       else "Use np.concatenate, np.stack or np.column_stack instead of np.r_ and np.c_.",
                                       uncertain=container.form == "any")
        if container.type == "namespace" and len(texts_of(self.facts.kind[node.slice]) or ()) == 1:
            (name,), (cls,) = texts_of(self.facts.kind[node.slice]), container.value
            return self.program.kind_at(Place("own", cls, name), self.context)
        part = part_of_texts(container, node.slice)
        if part is not None:
            return part
        if container.form in ("plain", "const"):
            return TEXT if is_text(container) else container if is_text_of_active(container) else K.any_kind()
        return K.any_kind(container.region, is_active(container)) if container.region is not None else K.PLAIN

    def index_tuple(self, node, container):
        try:
            return container.elements[self.known_index(node.slice)]
        except (ValueError, TypeError):
            pass
        except IndexError:
            raise Unreachable
        if is_slice(node.slice, self.facts.kind):
            try:
                if not isinstance(node.slice, gast.Slice):
                    raise ValueError
                bounds = [None if p is None else self.known_index(p)
                          for p in (node.slice.lower, node.slice.upper, node.slice.step)]
                return K.tuple_of(container.elements[slice(*bounds)])
            except ValueError:
                pass
            region = self.context.site(node, "slice")
            self.program.store(region, element(container))
            return K.sequence("tuple", region.find())
        if not container.elements:
            raise Unreachable
        return element(container)

    def known_index(self, node):
        """The number that is written here, or known to be here; raises ValueError otherwise."""
        known = value_of(node, self.facts.kind) if self.program.by_values else None
        return literal(node) if known is None else known[0]

    def index_array(self, node, container):
        spec = index_spec(node.slice, self.facts.kind)
        active = is_active(container)
        kind = None
        if spec is not None:
            kind = result_of(_take, [container, *spec], {})
        if kind is None:
            return Kind("numeric", type=container.type if container.form == "array" else None,
                        region=container.region or Region(), active=active)
        copied = spec is not None and any(isinstance(s, Kind) and s.form == "array" for s in spec)
        return self.place(node, kind, active, view=None if copied else container)

    def index_flat(self, node, container):
        """`a.flat[i]`: a number or a copy."""
        spec = index_spec(node.slice, self.facts.kind)
        flat = Kind("array", type=container.type, ndim=1, region=container.region)
        kind = result_of(_take, [flat, *spec], {}) if spec is not None else None
        return self.place(node, kind or Kind("numeric", region=Region()), is_active(container))

    def index_expression(self, node, maker):
        """`np.r_[x, 1.0]`, which joins what is in its brackets; `np.mgrid[0:3]`."""
        items = node.slice.elts if isinstance(node.slice, gast.Tuple) else [node.slice]
        slices = [item for item in items if isinstance(item, gast.Slice)]
        ranges = [self.ends_of_range(item) for item in slices]
        kinds = [self.facts.kind[item] for item in items]
        moved = [end for ends in ranges for end in ends]
        active = any(map(is_active, [*kinds, *moved]))
        if not isinstance(maker, JOINS):
            if not active:
                return K.any_kind()
            for item in slices:
                self.counted(item)
        known = all(end.form == "number" and end.type in (int, float, np.float64) for end in moved)
        kind = result_of(_index_expression, [const(maker), *(sliced(i, k) for i, k in zip(items, kinds))], {}) \
            if known else None
        return self.place(node, kind or Kind("numeric", region=Region()), active)

    def ends_of_range(self, item):
        """The kinds of the ends of `a:b:5j`, if one of them is active: the numbers between them move with both."""
        ends = [self.facts.kind[part] for part in (item.lower, item.upper) if part is not None]
        step = self.facts.kind[item.step] if item.step is not None else K.NONE
        if not is_active(step) and not any(map(is_active, ends)):
            return []
        self.counted(item)
        return ends

    def counted(self, item):
        """Refuse a range that does not say how many points it has."""
        step = self.facts.kind[item.step] if item.step is not None else K.NONE
        if is_active(step) or field(step) != "complex":
            raise self.context.refusal(item, "A range in brackets whose ends, or those of one beside it, depend on what is "
                                       "differentiated must have a number of points, as a:b:5j has.",
                                       "Use np.arange or np.linspace.")

    @staticmethod
    def item_of(kind):
        """What a container holds; of what is empty as far as is known yet, nothing."""
        if is_empty(kind):
            raise Unreachable  # what takes something out of it raises
        return element(kind)

    def class_in_brackets(self, node, cls):
        """The kind of `Stack[float]`; None where that is not known."""
        found = lookup(cls, "__class_getitem__")
        if isinstance(found, classmethod) and isinstance(found.__func__, types.FunctionType) and is_users(cls) \
                and (found.__func__.__module__ or "").partition(".")[0] != "typing":
            self.program.guard_names(cls)
            objects.guard(self, cls, "__class_getitem__")
            return helper_kind(self, node, found.__func__, [node.value, objects.index_node(self, node)], [], None)
        if found is MISSING or is_active(self.facts.kind[node.slice]):
            return None
        # Which types they are does not matter: one such class stands for all.
        return K.const(self.context.receivers.setdefault((cls, "in brackets"), types.GenericAlias(cls, ())))

    def iterate(self, kind, node):
        """The kind of the items that iterating a value of this kind gives."""
        kind = replace(kind, optional=False)
        if is_one_of_several(kind):
            return join_of(kind, lambda one: self.iterate(one, node) if may_be_iterated(one) else None)
        if kind.form == "flat":
            kind = Kind("array", type=kind.type, ndim=1, region=kind.region)
        if kind.form == "array" or kind.form == "numeric":
            active = is_active(kind)
            item = result_of(_take, [kind, "index"], {}) if kind.ndim != 0 else None
            if item is None:
                return Kind("numeric", type=kind.type, region=kind.region, active=active)
            return self.place(node, item, active, view=kind, tag="item")
        if kind.form == "dict":
            return self.keys_of(kind)
        if kind.form in ("iter", "iterable"):
            self.program.set(kind.region, written=True)  # what is taken from it is no longer there
        if members.is_enumeration(kind):
            return members.member_kind(self, node, kind.value)
        if kind.form in ("list", "tuple", "iter", "iterable", "view", "set"):
            return element(kind)
        if kind.form == "plain":
            if texts_of(kind):
                return text(*set("".join(kind.value)))
            return TEXT if is_text(kind) else kind if is_text_of_active(kind) else everything(kind)
        if kind.form == "number":
            return K.any_kind()  # Python raises TypeError
        return K.any_kind(kind.region, is_active(kind)) if kind.region is not None else everything(kind)

    def keys_of(self, kind):
        root = kind.region.find()
        if known_keys(kind) is not None:
            return known_keys(kind)
        if GIVEN_KEYS in (root.fields or ()) and is_active(kind):
            raise self.context.refusal(self.program.at[1], *GIVEN)
        if self.program.text_keys and (not kind.elements or root.content is not None):
            return TEXT_OF_ACTIVE
        types = {type(k) for k in kind.elements or {}} | ({str} if (root.fields or {}).keys() - OF_KEYS else set())
        if types == {str} and root.content is None and root.place is None and (kind.elements is not None or not root.opaque):
            return text(*(kind.elements or ()), *((root.fields or {}).keys() - OF_KEYS))
        if len(types) == 1 and next(iter(types)) in (int, float) and root.content is None:
            return number(next(iter(types)))
        return K.PLAIN if types == {str} else K.any_kind()


def _take(value, *spec):
    index = tuple({"index": 0, "slice": slice(None)}.get(s, s) if isinstance(s, str) else s for s in spec)
    return value[index if len(index) != 1 else index[0]]


def part_of_texts(kind, index):
    """The kind of a part that is written out, `name[3:]`, of a text that is known; None of what is not."""
    known = texts_of(kind)
    if known is None:
        return None
    try:
        bounds = [None if p is None else literal(p) for p in (index.lower, index.upper, index.step)] \
            if isinstance(index, gast.Slice) else literal(index)
        return text(*{t[slice(*bounds) if isinstance(bounds, list) else bounds] for t in known})
    except (ValueError, TypeError, IndexError):
        return None


def is_slice(node, kinds):
    """Does this, in the brackets of a list or tuple, take a part of it?  What is neither a number nor unknown is a slice."""
    return isinstance(node, gast.Slice) or node in kinds and kinds[node].form == "plain"


def index_spec(node, kinds):
    """A subscript's index as a list of sample parts, or None where it is not known.

    "index" an integer, "slice" a slice, None and Ellipsis themselves, and the
    kind of an index array.
    """
    parts = node.elts if isinstance(node, gast.Tuple) else [node]
    spec = []
    for part in parts:
        kind = kinds.get(part)
        if isinstance(part, gast.Slice):
            spec.append("slice")
        elif kind is None:
            return None
        elif kind.form == "number" and field(kind) in ("int", "real"):
            spec.append("index")
        elif K.is_known(kind) and (kind.value is None or kind.value is Ellipsis):
            spec.append(kind.value)
        elif kind.form == "array" and kind.ndim is not None and field(kind) in ("int", "bool"):
            spec.append(kind)
        elif kind.form == "list" and kind.type is None and field(element(kind)) == "int" and element(kind).form == "number":
            spec.append(K.array("l", 1))
        elif kind.form == "tuple" and kind.elements is not None and len(parts) == 1 \
                and all(e.form == "number" and field(e) == "int" for e in kind.elements):
            spec += ["index"] * len(kind.elements)
        else:
            return None
    return spec


def _index_expression(maker, *items):
    return maker[items]


def sliced(node, kind):
    """The argument that stands for a slice or an entry in brackets, as a sample needs it."""
    if isinstance(node, gast.Slice):
        if isinstance(node.step, gast.Constant) and isinstance(node.step.value, complex):
            return const(slice(0.0, 1.0, 2j))
        try:
            return const(slice(*(None if p is None else literal(p) for p in (node.lower, node.upper, node.step))))
        except ValueError:
            return const(slice(0, 2))
    if isinstance(node, gast.Constant) and isinstance(node.value, str):
        return node.value
    return kind
