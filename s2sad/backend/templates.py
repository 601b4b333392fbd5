"""Versions for functions made anew: compiled once, and put together again for each function.

A derivative of `f(g, x)` for `g = lambda t: k * t` is made for the code of `g`, and rests on the cell of its
`k`.  The next `lambda t: k * t` from the same line has another cell.  So what was made is kept with the parts of
`g` (see `runtime.keys.Parts`) taken out, and gets those of the next one: its functions have the same code over
other cells, its guards look at other places.  Nothing of `g` itself is kept.
"""

import threading
import types

from s2sad.backend.guards import holds
from s2sad.frontend.names import Place
from s2sad.records import Record, Same, Value, replace
from s2sad.rules.user import depend

MOST_ALIKE = 8  # how many templates are kept for functions of the same code that differ otherwise
MOST = 256  # ... and for how many combinations of arguments


class Part(Value):
    """Stands for what is at a position among a call's parts."""

    index: int


_NOW = object()  # in a guard: what is at its place when the version is put together


class Own(Value):
    """Stands for the cell of a generated function, of which each version has its own."""

    index: int


class Function(Record):
    """A generated function without its cells; `original` is what it is the derivative of."""

    code: types.CodeType
    globals: dict
    name: str
    module: str
    defaults: tuple | None
    keywords: dict | None
    cells: tuple
    original: object


class Template:
    """A version with the parts of functions made anew taken out."""

    def __init__(self, version, parts):
        """Raises `Unfit` where they cannot be."""
        self.parts = parts  # only while it is made
        generated = version.generated
        functions, own = version.linked
        self.own = {id(cell): i for i, cell in enumerate(own)}
        self.functions = [self.without(f, piece.function) for f, piece in zip(functions, generated.pieces)]
        self.fixed, self.guards = {}, []
        for place, (how, expected) in generated.guards.items():
            there, value = self.place(place), self.value(expected)
            if place.kind == "item" and type(there.space) is Part:
                value = _NOW  # a default, whose kind the key tells
            if there is place and value is expected:
                self.fixed[place] = how, expected
            else:
                self.guards.append((there, how, value))
        self.generated = replace(generated, guards=None, pieces=[
            replace(p, function=None, injected={}) for p in generated.pieces])
        self.wrt = version.wrt
        del self.parts, self.own

    def without(self, function, original):
        cells = tuple(self.cell(c) for c in function.__closure__ or ())
        namespace = function.__globals__
        if "__name__" not in namespace and any(id(v) in self.parts.places for v in namespace.values()):
            raise Unfit
        return Function(function.__code__, namespace, function.__name__, function.__module__, function.__defaults__,
                        function.__kwdefaults__, cells, self.value(original))

    def cell(self, cell):
        if id(cell) in self.own:
            return Own(self.own[id(cell)])
        if id(cell) in self.parts.places:
            return Part(self.parts.places[id(cell)])
        if reaches(cell, self.parts.places, set()):
            raise Unfit
        return cell

    def value(self, thing):
        """An object, or what holds objects in a guard, with what stands for parts."""
        if id(thing) in self.parts.places:
            return Part(self.parts.places[id(thing)])
        if type(thing) is tuple:
            items = tuple(map(self.value, thing))
            return thing if all(a is b for a, b in zip(items, thing)) else items
        if type(thing) is Same:
            held = self.value(thing.held)
            return thing if held is thing.held else Same(held)
        return thing

    def place(self, place):
        space, name = (self.place(p) if isinstance(p, Place) else self.value(p) for p in (place.space, place.name))
        return place if space is place.space and name is place.name else Place(place.kind, space, name)

    # -- and back

    def version(self, objects):
        """The version for other parts of the same shape; None if what it rests on is otherwise."""
        guards = dict(self.fixed)
        for there, how, value in self.guards:
            at = filled_place(there, objects)
            guards[at] = how, at.read() if value is _NOW else filled(value, objects)
        if not holds(guards):
            return None
        own = [types.CellType() for _ in self.functions]
        linked = []
        for function, cell in zip(self.functions, own):
            made = self.made(function, objects, own)
            cell.cell_contents = made
            linked.append(made)
        from s2sad.derivative import Version
        result = Version(replace(self.generated, guards=guards), self.wrt, None, None)
        result.linked = linked, own
        return result

    def made(self, function, objects, own):
        cells = tuple([own[c.index] if type(c) is Own else objects[c.index] if type(c) is Part else c
                       for c in function.cells])
        defaults, keywords = function.defaults, function.keywords
        if type(function.original) is Part:
            original = objects[function.original.index]
            given = original.__defaults__ or ()
            defaults = given + (defaults or ())[len(given):] or None
            keywords = {**(keywords or {}), **(original.__kwdefaults__ or {})} or None
        result = types.FunctionType(function.code, function.globals, function.name, defaults, cells)
        result.__kwdefaults__ = keywords
        result.__module__ = function.module
        return result


class Unfit(Exception):
    """A version that holds parts of a function where they cannot be exchanged."""


class Templates:
    """Templates by the keys of the arguments, those used last at the end.

    unsettled: keys for which only the arguments of a call will tell whether there is a derivative.
    """

    def __init__(self):
        self.known = {}
        self.unsettled = set()
        self.lock = threading.Lock()  # held while the order changes: threads may call at once

    def forget(self):
        """A rule has changed."""
        with self.lock:
            self.known.clear()
            self.unsettled.clear()

    def version(self, key, parts):
        """A version put together for these parts; None if there is no template that fits."""
        known = self.known.get(key, [])
        for template in tuple(known):
            version = template.version(parts.objects)
            if version is not None:
                with self.lock:
                    if self.known.get(key) is known:  # and not forgotten by now
                        known[:] = [template, *(t for t in known if t is not template)]
                        self.known[key] = self.known.pop(key)
                return version
        return None

    def add(self, key, version, parts):
        try:
            template = Template(version, parts)
        except Unfit:
            return
        with self.lock:
            known = self.known.setdefault(key, [])
            known.insert(0, template)
            del known[MOST_ALIKE:]
            while len(self.known) > MOST:
                del self.known[next(iter(self.known))]
        if len(self.unsettled) > MOST:
            self.unsettled.clear()


MADE_ANEW = Templates()  # for derivatives of functions made anew
depend(MADE_ANEW)


def reaches(thing, ids, seen):
    """Does a function, or what is in a cell, keep one of these objects in its cells or defaults?"""
    if id(thing) in ids:
        return True
    if id(thing) in seen:
        return False
    seen.add(id(thing))
    if type(thing) is types.CellType:
        try:
            return reaches(thing.cell_contents, ids, seen)
        except ValueError:  # it is empty
            return False
    if type(thing) is not types.FunctionType:
        return False
    own = () if "__name__" in thing.__globals__ else thing.__globals__.values()
    return any(reaches(t, ids, seen) for t in (*(thing.__closure__ or ()), *(thing.__defaults__ or ()),
                                               *(thing.__kwdefaults__ or {}).values(), *own))


def filled(thing, objects):
    if type(thing) is Part:
        return objects[thing.index]
    if type(thing) is tuple:
        return tuple([filled(t, objects) for t in thing])
    return Same(filled(thing.held, objects)) if type(thing) is Same else thing


def filled_place(place, objects):
    space, name = (filled_place(p, objects) if isinstance(p, Place) else filled(p, objects) for p in (place.space, place.name))
    return place if space is place.space and name is place.name else Place(place.kind, space, name)
