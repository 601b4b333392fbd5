"""What object each free name of a function means, looked up where Python would."""

import builtins
import types

from s2sad.records import Record
from s2sad.runtime.hooks import FOR_ATTRIBUTES
from s2sad.runtime.objects import slots

MISSING = object()


class Place(Record):
    """Where a name is looked up: `space` is a namespace dict, a closure cell or an object.

    kind "own": the attribute that an object itself holds, the object being at the place `space`, or a class itself.
    kind "attribute" of a place: what `getattr` gives there.
    kind "item": what the mapping `space` holds under the key `name`.
    kind "subclass": is the class `name` derived from the class `space`, or registered as one that is?
    kind "default": the default of the parameter `name` of the function `space`.
    kind "same": is the object at the place `name` that at the place `space`?
    """

    kind: str  # "cell", "global", "attribute", "own", "item", "subclass", "default", "same"
    space: object
    name: str

    @property
    def _key(self):
        return self.kind, self.space if isinstance(self.space, Place) else id(self.space), self.name

    def __hash__(self):
        return hash(self._key)

    def __eq__(self, other):
        return isinstance(other, Place) and self._key == other._key

    def owner(self):
        """The object of which this is an attribute."""
        return self.space.read() if isinstance(self.space, Place) else self.space

    def read(self):
        """The object that is there now, or MISSING."""
        if self.kind == "same":
            return self.space.read() is self.name.read()
        if self.kind == "cell":
            try:
                return self.space.cell_contents
            except ValueError:
                return MISSING
        space = self.owner()
        if self.kind == "own":
            return MISSING if space is MISSING else own_attribute(space, self.name)
        if self.kind == "attribute":
            return getattr(space, self.name, MISSING)
        if self.kind == "subclass":
            return issubclass(self.name, space)
        if self.kind == "default":
            return default_of(space, self.name)
        value = space.get(self.name, MISSING)
        if value is MISSING and self.kind == "global":
            value = vars(builtins).get(self.name, MISSING)
        return value


def own_attribute(obj, name):
    """What an object itself, not its class, holds under a name; MISSING if nothing."""
    own = getattr(obj, "__dict__", None)
    if own is not None and name in own:
        return own[name]
    slot = dict(slots(type(obj))).get(name)
    try:
        return MISSING if slot is None else slot.__get__(obj)
    except AttributeError:
        return MISSING


def default_of(function, name):
    """The object that is a parameter's default now; MISSING if it has none."""
    if function.__kwdefaults__ and name in function.__kwdefaults__:
        return function.__kwdefaults__[name]
    code, defaults = function.__code__, function.__defaults__ or ()
    names = code.co_varnames[:code.co_argcount]
    return dict(zip(names[len(names) - len(defaults):], defaults)).get(name, MISSING)


def kept_default(function, name):
    """Where a keyword-only parameter's default is kept, since another may be put there; None for other parameters.

    The tuple that holds those of the others never changes.
    """
    kept = function.__kwdefaults__
    return Place("item", kept, name) if kept and name in kept else None


def place_of(function: types.FunctionType, name: str) -> Place:
    """Where `function` finds the free name `name`: its closure, or its module."""
    code = function.__code__
    if name in code.co_freevars:
        return Place("cell", function.__closure__[code.co_freevars.index(name)], name)
    return Place("global", function.__globals__, name)


def local_names(code: types.CodeType) -> frozenset:
    """The names that are local to the function of this code object."""
    return frozenset(code.co_varnames) | frozenset(code.co_cellvars)


def lookup(cls, name):
    """What a class has under a name, itself or from a base; MISSING if nothing."""
    for base in cls.__mro__:
        if name in vars(base):
            found = vars(base)[name]
            return FOR_ATTRIBUTES.get((name, id(found)), found) if name in ("__getattr__", "__setattr__") else found
    return MISSING
