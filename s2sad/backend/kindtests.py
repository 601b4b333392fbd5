"""Expressions that say whether a container or object is of the kind of another.

For `{"w": 1.5, "b": [2.0, 3.0]}`, passed as `p`, the conditions read

    type(p) is dict, tuple(p) == ("w", "b"), type(p["w"]) is float,
    type(p["b"]) is list, set(map(type, p["b"])) == {float}

They may refuse what has the same kind (`runtime.keys.kind_key`), and then the version is looked up; they never
accept what has another. Where objects are involved it counts, too, which parts are the same ones: such a
value is looked at this way only if none is met twice.
"""

import types

import numpy as np

from s2sad.backend.conditions import PREFIX as _P
from s2sad.backend.conditions import bind, leaf_test
from s2sad.runtime.containers import is_container
from s2sad.runtime.keys import is_record, kind_key
from s2sad.runtime.objects import built_on, is_object, is_read_otherwise, slots

_MOST = 60  # what needs more conditions is looked up
_MOST_PLACES = 8  # so many items of a list that holds various kinds are looked at one by one
_PLAIN = {type(None), bool, int, float, complex, str}


class NoTest(Exception):
    """There are no such conditions, or too many."""


class Tests:
    """Conditions for values, which are added one by one.

    things: the objects that the expressions name; parts: texts that say which mutable parts the values have;
    apart: the conditions for each array to have its memory for itself.
    """

    def __init__(self, things):
        self.things = things
        self.conditions = []
        self.parts = []
        self.apart = []

    def add(self, text, value):
        """The conditions for what `text` reads to be of the kind of `value`. Raises `NoTest` where there are none."""
        inner = Tests(self.things)
        inner.describe(text, value, ())
        if holds_objects(value):
            inner.conditions += distinct(inner.parts, self.things)
        if len(inner.conditions) > _MOST:
            raise NoTest
        self.conditions += inner.conditions
        self.parts += inner.parts
        self.apart += inner.apart

    def bind(self, letter, thing):
        return bind(self.things, letter, thing)

    def called(self, function, text):
        return f"{self.bind('t', function)}({text})"

    def describe(self, text, value, around):
        """See `add`; around: the containers that hold it."""
        kind = type(value)
        if len(self.conditions) > _MOST or any(value is outer for outer in around):
            raise NoTest
        if kind in (list, tuple, dict) or is_named_tuple(kind):
            self.conditions.append(f"{_P}type({text}) is {self.bind('t', kind)}")
            self.describe_items(text, value, (*around, value))
            return
        if is_object(value):
            self.describe_object(text, value, around)
            return
        test = leaf_test(text, value, self.things)
        if test is None:
            raise NoTest
        self.conditions.append(test)
        if kind is np.ndarray:
            self.parts.append(self.called(id, text))
            self.apart.append(f"{text}.base is None")

    def describe_items(self, text, value, around):
        kind = type(value)
        table = kind is dict and not is_record(value)  # its keys do not count, but for not being names
        if table:
            self.conditions.append(f"not {self.called(is_record, text)}")
        elif kind is dict:
            self.conditions.append(f"{self.called(tuple, text)} == {self.bind('o', tuple(value))}")
        if kind in (list, dict):
            self.parts.append(self.called(id, text))
        items = list(value.values()) if kind is dict else value
        kinds = tuple(map(type, items))
        all_of = f"{text}.values()" if kind is dict else text
        types_ = self.called(map, f"{_P}type, {all_of}")
        if (kind is list or table) and len(set(kinds)) <= 1 and _PLAIN.issuperset(kinds):
            self.conditions.append(f"{self.called(set, types_)} == {self.bind('o', frozenset(kinds))}")
        elif not table and len(items) > 1 and _PLAIN.issuperset(kinds):
            self.conditions.append(f"{self.called(tuple, types_)} == {self.bind('o', kinds)}")
        elif (kind is list or table) and len(items) > 1 and len({kind_key(item) for item in items}) == 1:
            self.describe_alike(text, all_of, items[0], around)
        elif table:
            raise NoTest
        elif kind is dict:
            for key, item in value.items():
                place = repr(key) if type(key) in (str, int, bool) else self.bind("o", key)
                self.describe(f"{text}[{place}]", item, around)
        else:
            if len(items) > _MOST_PLACES:
                raise NoTest
            self.conditions.append(f"{self.called(len, text)} == {len(items)}")
            for i, item in enumerate(items):
                self.describe(f"{text}[{i}]", item, around)

    def describe_alike(self, text, items, item, around):
        """The conditions for a list or dict whose items, read by a text, are all of one kind: one function looks at each."""
        inner = Tests(self.things)
        inner.describe("item", item, around)
        self.conditions += [f"{self.called(len, text)} > 1", self.for_each(items, inner.conditions)]
        if inner.apart:
            self.apart += [self.for_each(items, inner.apart)] * 2
        if inner.parts:
            self.parts.append(f"*[one for item in {items} for one in ({', '.join(inner.parts)},)]")

    def for_each(self, text, conditions):
        each = self.bind("each", function_of("item", " and ".join(conditions), self.things))
        return self.called(all, self.called(map, f"{each}, {text}"))

    def describe_object(self, text, value, around):
        """The conditions for an instance of a class written in Python, of which all that it holds is looked at.

        One inside another of its own class may share what is known of it with that one.
        """
        cls, own = type(value), getattr(value, "__dict__", None)
        places = slots(cls)
        fields = set(getattr(cls, "__dataclass_fields__", ()))
        if built_on(cls) is not None or isinstance(value, BaseException) or any(type(outer) is cls for outer in around) \
                or own is not None and not has_plain_dict(cls) or fields - set(own or ()) - {name for name, _ in places}:
            raise NoTest
        around = (*around, value)
        self.conditions.append(f"{_P}type({text}) is {self.bind('t', cls)}")
        self.parts.append(self.called(id, text))
        if own is not None:
            held, kinds = f"{text}.__dict__", tuple(map(type, own.values()))
            self.conditions.append(f"{self.called(tuple, held)} == {self.bind('o', tuple(own))}")
            if len(kinds) > 1 and _PLAIN.issuperset(kinds):
                types_ = self.called(map, f"{_P}type, {held}.values()")
                self.conditions.append(f"{self.called(tuple, types_)} == {self.bind('o', kinds)}")
            else:
                for name, item in own.items():
                    self.describe(f"{held}[{name!r}]", item, around)
        for _, slot in places:
            try:
                item = slot.__get__(value)
            except AttributeError:
                raise NoTest from None  # nothing was assigned to it
            self.describe(f"{self.bind('slot', slot)}.__get__({text})", item, around)


def is_named_tuple(kind):
    return issubclass(kind, tuple) and hasattr(kind, "_fields") and not is_read_otherwise(kind)


def has_plain_dict(cls):
    """Is `__dict__` of an instance where its attributes are?"""
    found = next((vars(base)["__dict__"] for base in cls.__mro__ if "__dict__" in vars(base)), None)
    return isinstance(found, (types.GetSetDescriptorType, types.MemberDescriptorType))


def holds_objects(value):
    """Is there an object in a value?"""
    stack, met = [value], set()
    while stack:
        v = stack.pop()
        if type(v) in (list, tuple, dict) or is_named_tuple(type(v)):
            if id(v) not in met:
                met.add(id(v))
                items = v.values() if type(v) is dict else v
                if not _PLAIN.issuperset(map(type, items)):
                    stack.extend(items)
        elif is_container(v):
            return True
    return False


def distinct(parts, things):
    """The condition that no two of the parts with these identities are the same one."""
    if not parts or len(parts) == 1 and not parts[0].startswith("*"):
        return []
    size = bind(things, "t", len)
    return [f"{size}({bind(things, 't', set)}({_P}ids := ({', '.join(parts)},))) == {size}({_P}ids)"]


def function_of(name, expression, things):
    """`lambda name: expression`, whose objects are in its namespace."""
    text = f"def each({name}): return {expression}"
    namespace = {n: thing for n, thing in things.items() if n in text}
    exec(compile(text, "<s2sad condition>", "exec"), namespace)
    return namespace["each"]
