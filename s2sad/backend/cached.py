"""Generated text, kept on disk between runs.

An entry is found by what is known before anything is analysed: the function's
code, the kinds of its arguments, the options, and the versions of s2sad,
Python, NumPy and SciPy.  What else it depends on (what globals, cells and helpers
were) stands in the entry, and is compared with what they are now; if anything
differs the entry is not used.  An entry holds text alone: nothing in it is run
but the functions it defines.
"""

import functools
import os
import sys
import types

import numpy as np

from s2sad.backend import store
from s2sad.facts.regions import sorted_fields
from s2sad.frontend.names import MISSING, Place
from s2sad.records import Same
from s2sad.rules import user
from s2sad.runtime.keys import kind_key


class Undescribed(Exception):
    """Something that has no description that holds in another process."""


def generate_cached(function, parameters, wrt, **limits):
    """As `pipeline.generate`; from the disk where it was kept."""
    key = key_of(function, "derivative", [(n, describe_kind, k) for n, k in parameters.items()], wrt)
    entry = store.load(key) if key else None
    if entry is not None:
        generated = revive(entry, function)
        if generated is not None:
            return generated
    from s2sad.pipeline import generate
    generated = generate(function, parameters, wrt, **limits)
    if key:
        try:
            store.save(key, frozen(generated, function))
        except Undescribed:
            pass
    return generated


def remembered(function, wrt, compute):
    """A small fact about a function alone, of lists, dicts and texts, kept on disk."""
    key = key_of(function, "suggestion", [], wrt)
    entry = store.load(key) if key else None
    if entry is not None and "fact" in entry:
        return entry["fact"]
    fact = compute()
    if key:
        store.save(key, {"fact": fact})
    return fact


def key_of(function, what, described, wrt):
    """The key of an entry; None where there is none."""
    from s2sad.backend.compiler import TREES
    if function.__code__ in TREES or not store.is_on():
        return None
    rules = user.state()
    if rules is None:
        return None
    table = {}
    try:
        parts = [what, versions(), version_of("scipy"), rules, store.code_digest(function.__code__), repr(tuple(wrt)),
                 *(f"{name}={in_words(thing, table)}" for name, in_words, thing in described)]
    except Undescribed:
        return None
    return store.digest("\n".join(parts).encode("utf-8", "surrogatepass"))


@functools.cache
def versions():
    """Changes whenever other text might be generated: other versions, or other code of s2sad."""
    parts = []
    folders = [os.path.dirname(os.path.dirname(os.path.abspath(__file__)))]
    for folder in folders:  # which grows on the way
        with os.scandir(folder) as found:
            for item in found:
                if item.name.endswith(".py"):
                    status = item.stat()
                    parts.append(f"{item.path} {status.st_size} {status.st_mtime_ns}")
                elif item.name not in _APART and item.is_dir():
                    folders.append(item.path)
    parts.sort()
    return store.digest("\n".join([sys.version, np.__version__, *parts]).encode("utf-8", "surrogateescape"))


# Folders without a part in what is generated.
_APART = {"__pycache__", "checks", "cli", "comparing", "exploring", "tracing"}


def version_of(library):
    """The version of an optional library, if the program has imported it."""
    return f"{library} {getattr(sys.modules.get(library), '__version__', None)}"


versions()  # as early as can be: the text on disk must be that of the code that runs


def describe_kind(kind, table):
    """A kind in words that hold in any process."""
    if kind is None:
        return "-"
    region = "-"
    if kind.region is not None:
        root = kind.region.find()
        if id(root) in table:
            region = str(table[id(root)])
        else:
            table[id(root)] = len(table)
            own = [(n, describe_kind(k, table)) for n, k in sorted_fields(root)]
            region = f"{table[id(root)]}:{root.active}:{root.origin}:{describe_kind(root.content, table)}:{own}"
    elements = kind.elements
    if isinstance(elements, dict):
        elements = [(repr_of(k), describe_kind(v, table)) for k, v in elements.items()]
    elif elements is not None:
        elements = [describe_kind(v, table) for v in elements]
    if isinstance(kind.type, tuple):
        type_ = list(map(describe, kind.type))
    else:
        type_ = kind.type if isinstance(kind.type, str) or kind.type is None else describe(kind.type)
    value = describe(kind.value) if kind.form == "const" else None
    among = kind.among and sorted(repr((form, t if isinstance(t, str) or t is None else describe(t), ndim))
                                  for form, t, ndim in kind.among)
    several = kind.functions if kind.form in ("function", "any") else None
    functions = several and [describe(m.function) for m in several.find().members.values()]
    return repr((kind.form, type_, kind.ndim, region, elements, value, kind.active, kind.optional, repr(kind.known), among,
                 functions))


def repr_of(value):
    if isinstance(value, (str, int, float, bool, type(None), bytes)):
        return repr(value)
    if type(value) is tuple and all(type(v) is str for v in value):
        return ["texts", *value]
    if isinstance(value, tuple):
        return "(" + ",".join(map(repr_of, value)) + ")"
    raise Undescribed


def describe(value):
    """What an object is, in words that hold in any process."""
    if value is None or value is Ellipsis or value is NotImplemented or type(value) in (bool, int, float, str, bytes):
        return ["constant", type(value).__name__, repr(value)]
    if isinstance(value, types.ModuleType):
        return ["module", value.__name__]
    if isinstance(value, types.FunctionType):
        from s2sad.backend.compiler import TREES
        if value.__code__ in TREES:
            raise Undescribed
        defaults = [describe_key(kind_key(d)) for d in value.__defaults__ or ()]
        named = sorted((k, describe_key(kind_key(d))) for k, d in (value.__kwdefaults__ or {}).items())
        return ["function", value.__module__, value.__qualname__, store.code_digest(value.__code__), defaults,
                [list(p) for p in named]]
    if isinstance(value, property):
        return ["property", *map(describe, (value.fget, value.fset, value.fdel))]
    for name in ("NoneType", "EllipsisType", "NotImplementedType"):
        if value is getattr(types, name):
            return ["named", "types", name]
    if isinstance(value, types.CodeType):
        return ["code", store.code_digest(value)]
    if isinstance(value, tuple):
        return ["tuple", list(map(describe_item, value))]
    if isinstance(value, dict):
        return ["dict", [[str(k), describe_item(v)] for k, v in value.items()]]
    if isinstance(value, types.MethodType):
        raise Undescribed
    name = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    owner = getattr(value, "__objclass__", getattr(value, "__self__", None))  # of what a class has from C
    module = owner.__module__ if isinstance(owner, type) else getattr(value, "__module__", None)
    modules = ("numpy", "scipy.special") if isinstance(value, np.ufunc) else (module,)
    for module in modules if name else ():
        found = sys.modules.get(module)
        for part in name.split("."):
            found = getattr(found, part, None)
        if found is value:
            return ["named", module, name]
    raise Undescribed


def describe_item(value):
    """Of a number in a container its kind counts; a text may name an attribute."""
    return describe(value) if isinstance(value, (str, bytes, tuple)) else describe_key(kind_key(value))


def describe_key(key):
    """A `kind_key` in words."""
    if isinstance(key, tuple):
        return [describe_key(k) for k in key]
    if key is None or isinstance(key, (str, int, float, bool)):
        return repr(key)
    if isinstance(key, Same):
        return describe(key.held)
    return describe(key)


# -- an entry's text

def frozen(generated, function):
    """A derivative as an entry: lists, dicts, numbers and texts."""
    from s2sad.backend.compiler import reading
    functions = Finder(function, generated.guards)
    guards = []
    for place, (how, expected) in generated.guards.items():
        guards.append([functions.place(place), how, describe_guard(how, expected)])
    pieces = [[p.name, p.text, vars(reading(p)), p.user_lines, functions.reference(p.function),
               {n: [kind, describe(thing) if kind == "object" else thing] for n, (kind, thing) in p.injected.items()}]
              for p in generated.pieces]
    return {"pieces": pieces, "guards": guards, "written": generated.written, "exact": generated.exact}


def describe_guard(how, expected):
    if how == "kind":
        return describe_key(expected)
    if how == "names":
        if not all(isinstance(n, str) for n in expected):
            raise Undescribed
        return sorted(expected)
    return None if how == "missing" else describe(expected)


def constructor_in_words(function):
    """A class's constructor (see `frontend.constructors`) by the name of the class."""
    from s2sad.frontend.constructors import MADE_FOR
    if function.__code__ not in MADE_FOR:
        raise Undescribed
    cls, given, count = MADE_FOR[function.__code__]
    return describe(cls), sorted(given), count


def constructor_from_words(cls, given, count):
    from s2sad.frontend.constructors import constructor
    found = named(cls)
    return constructor(found, found.__init__, given, count)


class Finder:
    """Says how functions and namespaces are reached from the function at the root."""

    def __init__(self, root, guards):
        self.functions = [(["root"], root)]
        self.objects = [(["root"], root)]
        for i, (how, expected) in enumerate(guards.values()):
            if how != "is":
                continue
            self.objects.append((["guard", i], expected))
            for step, inner in (("itself", expected), ("__func__", getattr(expected, "__func__", None)),
                                ("__wrapped__", getattr(expected, "__wrapped__", None)),
                                *((f, getattr(expected, f)) for f in ("fget", "fset")
                                  if isinstance(expected, property))):
                if isinstance(inner, types.FunctionType):
                    self.functions.append((["guard", i, step], inner))

    def reference(self, function):
        from s2sad import runtime
        for reference, known in self.functions:
            if known is function:
                return reference
        for name, helper in runtime.NAMES.items():
            if helper is function:
                return ["runtime", name]
        return ["constructor", *constructor_in_words(function)]

    def place(self, place):
        from s2sad import runtime
        if isinstance(place.space, Place):
            name = self.place(place.name) if isinstance(place.name, Place) else place.name
            return [place.kind, ["place", self.place(place.space)], name]
        if place.kind == "attribute":
            if isinstance(place.space, types.ModuleType):
                return ["attribute", ["module", place.space.__name__], place.name]
            for reference, known in self.objects:
                if known is place.space:
                    return ["attribute", reference, place.name]
            for reference, known in self.functions:
                if known is place.space:
                    return ["attribute", reference, place.name]
            if isinstance(place.space, type):
                return ["attribute", ["named", describe(place.space)], place.name]
            raise Undescribed
        candidates = self.functions + [(["runtime", n], f) for n, f in runtime.NAMES.items()
                                       if isinstance(f, types.FunctionType)]
        for reference, known in candidates:
            if place.kind == "default" and known is place.space:
                return ["default", reference, place.name]
            if place.kind == "global" and known.__globals__ is place.space:
                return ["global", reference, place.name]
            if place.kind == "cell" and any(c is place.space for c in known.__closure__ or ()):
                return ["cell", reference, place.name]
            if place.kind == "item" and known.__kwdefaults__ is place.space:
                return ["item", reference, place.name]
        raise Undescribed


# -- and back

def revive(entry, function):
    """The derivative of an entry, if all that it rests on is as it was; else None."""
    from s2sad.backend.compiler import Reading
    from s2sad.pipeline import Generated, Piece
    try:
        values, guards = [], {}
        for where, how, expected in entry["guards"]:
            place = place_at(where, function, values)
            value = place.read()
            if how == "missing":
                if value is not MISSING:
                    return None
                guards[place] = (how, None)
            elif value is MISSING:
                return None
            elif how == "names":
                if sorted(value) != expected:
                    return None
                guards[place] = (how, frozenset(expected))
            elif how == "kind":
                key = kind_key(value)
                if describe_key(key) != expected:
                    return None
                guards[place] = (how, key)
            else:
                thing = type(value) if how == "type" else value
                if describe(thing) != expected:
                    return None
                guards[place] = (how, thing)
            values.append(value)
        pieces = [Piece(name, text, function_at(where, function, values),
                        {n: (kind, named(thing) if kind == "object" else thing)
                         for n, (kind, thing) in injected.items()}, lines, reading=Reading(**read))
                  for name, text, read, lines, where, injected in entry["pieces"]]
        user.revived()
        return Generated(pieces, guards, entry["written"], exact=entry["exact"])
    except (Undescribed, KeyError, IndexError, TypeError, ValueError, AttributeError, ImportError):
        return None


def named(description):
    """The function of the user's that `describe` described."""
    _, module, qualname, *_ = description
    found = sys.modules[module]
    for part in qualname.split("."):
        found = getattr(found, part)
    if describe(found) != description:
        raise Undescribed
    return found


def function_at(where, root, values):
    if where[0] == "root":
        return root
    if where[0] == "runtime":
        from s2sad import runtime
        return runtime.helper(where[1])
    if where[0] == "constructor":
        return constructor_from_words(*where[1:])
    value = values[where[1]]
    return value if where[2] == "itself" else getattr(value, where[2])


def place_at(where, root, values):
    kind, reference, name = where
    if reference[0] == "place":
        return Place(kind, place_at(reference[1], root, values), place_at(name, root, values) if kind == "same" else name)
    if kind == "attribute":
        owner = named(reference[1]) if reference[0] == "named" else root if reference[0] == "root" else \
            sys.modules[reference[1]] if reference[0] == "module" else \
            values[reference[1]] if len(reference) == 2 else function_at(reference, root, values)
        return Place("attribute", owner, name)
    function = function_at(reference, root, values)
    if kind == "default":
        return Place("default", function, name)
    if kind == "global":
        return Place("global", function.__globals__, name)
    if kind == "item":
        return Place("item", function.__kwdefaults__, name)
    return Place("cell", function.__closure__[function.__code__.co_freevars.index(name)], name)
