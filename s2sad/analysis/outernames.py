"""What names mean outside the functions of a program, and the guards that notice when they mean something else."""

import abc
import enum
import types

import numpy as np

from s2sad.analysis.draws import is_series
from s2sad.analysis.guarding import guard_for, is_names
from s2sad.analysis.truth import is_users
from s2sad.analysis.values import kind_of
from s2sad.classflags import BY_CLASS, MAKING, is_made_by_class
from s2sad.facts import kinds as K
from s2sad.facts.classfacts import record_of
from s2sad.facts.joining import join, unify
from s2sad.facts.kindkeys import signature
from s2sad.facts.kinds import Kind
from s2sad.facts.known import with_value
from s2sad.facts.reached import function_sets, regions
from s2sad.facts.regions import Region
from s2sad.facts.texts import text
from s2sad.frontend.classes import Held
from s2sad.frontend.constructors import OWN_CELLS, SOURCES
from s2sad.frontend.names import MISSING, Place, default_of, kept_default, place_of
from s2sad.rules.generics import is_alias
from s2sad.rules.registry import library_rule
from s2sad.rules.user import rule_of
from s2sad.runtime.objects import is_object

# What of an object of numpy.polynomial is looked at.
_PARTS_OF_SERIES = ("coef", "coeffs", "domain", "window", "_val")


class OuterNames:
    """A part of `program.Program`."""

    def kind_at(self, place, context):
        """The kind of what is found at a place now, guarded."""
        if place in self.constants:
            return self.constants[place]
        value = place.read()
        if isinstance(value, Held):
            return value.kind
        if value is MISSING:
            self.guards[place] = ("missing", None)
            kind = K.any_kind()
        elif is_names(value, place):
            kind = K.tuple_of(map(text, value)) if type(value) is tuple else text(value)
            self.guards[place] = ("is", value)
        elif self.by_values and place.kind == "cell" and type(value) in (bool, int, str):
            kind = with_value(self.kind_of_constant(value), value)
            self.guards[place] = ("is", value)
        elif is_object(value) and rule_of(value) is not None:
            kind = K.const(value)
            self.guards[place] = ("is", value)
        elif (known := self.found.get(id(value))) is not None and known[0].read() is value:
            kind = known[1]  # under another name
            self.guards[Place("same", known[0], place)] = ("is", True)
        elif is_object(value):
            # Its attributes are looked up, and guarded, when they are asked for.
            kind = Kind("object", type=type(value), region=Region("outer"))
            kind.region.fields, kind.region.place = {}, place
            self.guards[place] = ("type", type(value))
        else:
            kind = self.kind_of_constant(value)
            guard = guard_for(value, kind)
            if not any(place.space is cell for cell in OWN_CELLS):
                self.guards[place] = guard
            if guard[0] == "type":
                kind = Kind(kind.form if kind.form in ("list", "dict", "object") else "any", type=kind.type,
                            region=Region("outer"))
                if kind.form in ("list", "dict"):
                    kind = K.any_kind(Region("outer"))
        if kind.form in ("object", "list", "dict", "array", "any") and kind.region is not None and value is not MISSING:
            self.found.setdefault(id(value), (place, kind))
        self.constants[place] = kind
        for target, given in self.given.items():
            if is_read_from(place, target):
                self.widen(place, given)
        return self.constants[place]

    def kind_of_constant(self, value):
        return value.kind if isinstance(value, Held) else kind_of(value, origin="outer")

    def kind_of_attribute(self, owner, name):
        """The kind of an attribute of a known object."""
        if isinstance(owner, types.ModuleType):
            package = owner.__name__.partition(".")[0]
            if package in ("numpy", "math", "scipy", "cmath", "operator", "random", "builtins"):
                value = getattr(owner, name, MISSING)
                if value is MISSING or not callable(value):
                    return K.any_kind() if value is MISSING else self.kind_of_constant(value)
            return self.kind_at(Place("attribute", owner, name), None)
        if isinstance(owner, type) and not is_made_by_class(owner):
            return self.kind_of_constant(getattr(owner, name)) if hasattr(owner, name) else K.any_kind()
        if name == "__name__" and (isinstance(owner, type) or isinstance(owner, types.FunctionType)
                                   and owner not in self.local_functions):
            self.guards[Place("attribute", owner, name)] = ("is", owner.__name__)
            return text(owner.__name__)
        if isinstance(owner, type):
            value = getattr(owner, name, MISSING)
            if isinstance(value, types.MethodType) and value.__self__ is owner:
                # A class method: a new object each time that it is looked up.
                self.guard_attribute(Place("attribute", owner, name), "__func__")
                return K.const(self.class_methods.setdefault((owner, name, value.__func__), value))
            return self.kind_at(Place("attribute", owner, name), None)
        if isinstance(owner, np.vectorize) and name == "pyfunc" or name in _PARTS_OF_SERIES and is_series(type(owner)):
            return self.kind_at(Place("attribute", owner, name), None)
        if isinstance(owner, np.ufunc) and hasattr(owner, name):
            return self.kind_of_constant(getattr(owner, name))  # a ufunc's methods cannot be replaced
        method = getattr(owner, name, None) if type(owner).__module__.startswith("scipy.") else None
        if isinstance(method, types.MethodType) and library_rule(method) is not None:
            return K.const(method)  # stats.norm.cdf
        if isinstance(owner, types.MethodType) and name == "__self__" and isinstance(owner.__self__, type):
            return K.const(owner.__self__)
        if is_alias(owner) and name == "__origin__":
            return K.const(owner.__origin__)
        if isinstance(owner, enum.Enum):
            value = getattr(owner, name, MISSING)
            if value is not MISSING and not isinstance(value, types.MethodType):
                return self.kind_of_constant(value)
        return K.any_kind(Region("outer"))

    def note_rebound(self, target, kind):
        """The program itself puts a value of this kind there."""
        self.given[target] = join(self.given.get(target, kind), kind)
        for place in list(self.constants):
            if is_read_from(place, target):
                self.widen(place, kind)

    def widen(self, place, kind):
        """What is read at a place may be of this kind, too."""
        known = self.constants[place]
        if known.form == "const" and known.value is None and kind.form != "const" and not any(function_sets(kind)):
            self.filled.add(place)  # as a table that is made at its first use
        elif known.form == "const":
            return
        if place in self.filled:
            for region in regions(kind):
                unify(region, Region("outer"))
        joined = join(known, kind)
        if signature(joined) != signature(known):
            self.constants[place] = joined
            self.changed = True

    def means(self, function, name, *wanted):
        """Does a name in a function mean one of these outside it: any Python function, where none is given? Guarded."""
        place = place_of(function, name)
        value = place.read()
        found = any(value is one for one in wanted) if wanted else type(value) is types.FunctionType
        if found:
            self.guards.setdefault(place, ("is", value))
        return found

    def lasting_guards(self):
        """The guards, without those of classes that only the analysis knows."""
        return {place: guard for place, guard in self.guards.items() if not self.is_local(place.space)}

    def is_local(self, space):
        while isinstance(space, Place):
            space = space.space
        if isinstance(space, types.FunctionType):
            return space in self.local_functions
        if isinstance(space, types.MethodType):
            return self.is_local(space.__self__)
        return record_of(space) is not None

    def guard_function(self, function):
        """A function's own code and defaults may be replaced too."""
        from s2sad.backend.compiler import TREES
        if function in self.local_functions:
            return
        if function.__code__ not in TREES and function.__code__ not in SOURCES:
            for name in ("__code__", "__defaults__", "__kwdefaults__"):
                if name == "__code__" or getattr(function, name) is not None:
                    self.guard_attribute(function, name)

    def guard_names(self, cls):
        """Notice when a class, or one of its bases, gets or loses an attribute."""
        if cls in self.named:
            return
        self.named.add(cls)
        for base in cls.__mro__:
            if base.__flags__ & MAKING == BY_CLASS:  # it may be changed
                self.guards.setdefault(Place("attribute", base, "__dict__"), ("names", frozenset(vars(base))))

    def guard_derived(self, cls, base):
        """Notice when a class is registered as one that is derived from an abstract one of the user's."""
        if isinstance(base, abc.ABCMeta) and record_of(cls) is None and (is_users(base) or is_users(cls)):
            self.guards[Place("subclass", base, cls)] = ("is", issubclass(cls, base))

    def guard_attribute(self, owner, name):
        place = Place("attribute", owner, name)
        self.guards[place] = ("is", place.read())

    def kind_of_default(self, function, name):
        """The kind of a parameter's default."""
        arguments = self.signature_of(function)
        if arguments.vararg is not None and parameter_name(arguments.vararg) == name:
            return K.tuple_of(())
        if arguments.kwarg is not None and parameter_name(arguments.kwarg) == name:
            return Kind("dict", region=Region(), elements={})
        here = Place("default", function, name)
        if here in self.constants:
            return self.constants[here]
        value = default_value(function, arguments, name)
        place = kept_default(function, name)
        if place is not None and function not in self.local_functions:
            self.guards[place] = ("is", value)
        kind = self.kind_of_constant(value)
        if not isinstance(value, Held) and default_of(function, name) is value and regions(kind, captured=False):
            return self.kind_at(here, None)  # what it holds may be changed
        return with_value(kind, value) if self.by_values else kind

    def adopt_guards(self, derivative):
        self.guards.update(derivative.current_guards())


def is_read_from(place, target):
    """Does reading at a place give what is put at the target, which for a class may be one it is derived from?"""
    if place == target:
        return True
    cls, base = place.space, target.space
    if place.name == target.name and "global" in (place.kind, target.kind):
        return names_of(cls) is names_of(base)  # `module.name` of another module, a global of its own
    if place.name != target.name or not isinstance(base, type) or not isinstance(cls, type) or not issubclass(cls, base):
        return False
    return next(c for c in cls.__mro__ if c is base or place.name in vars(c)) is base


def names_of(space):
    """The names of a module."""
    return vars(space) if isinstance(space, types.ModuleType) else space


def parameter_name(argument):
    return getattr(argument, "arg", None) or argument.id


def default_value(function, arguments, name):
    """The object that is a parameter's default now; MISSING if it has none."""
    if function.__kwdefaults__ and name in function.__kwdefaults__:
        return function.__kwdefaults__[name]
    names = [parameter_name(a) for a in (*arguments.posonlyargs, *arguments.args)]
    defaults = function.__defaults__ or ()
    return dict(zip(names[len(names) - len(defaults):], defaults)).get(name, MISSING)
