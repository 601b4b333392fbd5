"""`cls(...)` as a Python function: makes an instance, runs what `__init__` says, returns it.

    class Vec:                              def Vec(x, y):
        def __init__(self, x, y):               self = object.__new__(Vec)
            self.x = x                   →      self.x = x
            self.y = y                          self.y = y
                                                return self

The function is there to be read, not to be called: its derivative makes the
instance together with its mirror.  What it reads comes from where `__init__`
finds it, and its lines are those of `__init__`.
"""

import dataclasses
import linecache
import types
import weakref
import zlib

import gast

from s2sad.errors import DifferentiationError
from s2sad.frontend import source as source_module
from s2sad.frontend.build import unused
from s2sad.runtime.objects import built_on, is_frozen_dataclass

SOURCES = {}  # code of a constructor → its Source
OWN_CELLS = []  # the cells that constructors have on top of those of `__init__`; nobody changes them
MADE_FOR = {}  # code of a constructor → (class, names of the arguments that are passed, `count`)
_MADE = weakref.WeakKeyDictionary()  # class → {(its `__init__`'s code, names given): constructor}


def constructor(cls, init, given, count=0):
    """The function that `cls(...)` amounts to.

    given: the names of the arguments that are passed; count: how many are passed by position (`asks_for_places`).
    """
    generated = is_generated_init(cls, init)
    own_new = has_own_new(cls)
    key = init.__code__, (frozenset(given) & set(_factories(cls))) if generated else None, count, \
        cls.__new__.__code__ if own_new else None, frozenset(given) if own_new else None
    made = _MADE.setdefault(cls, {})
    if key not in made:
        if generated:
            init = dataclass_init(cls, key[1])
        made[key] = _from_init(cls, init, count, given)
        MADE_FOR[made[key].__code__] = cls, frozenset(given), count
    return made[key]


def has_own_new(cls):
    """Has the class a `__new__` written in Python?  It gets all arguments first."""
    return isinstance(cls.__new__, types.FunctionType)


def asks_for_places(cls):
    """Does it matter for the constructor which arguments are passed by position?"""
    return issubclass(cls, BaseException) or has_own_new(cls)


def _forwarded(args, parameters, given, count):
    """The arguments of a call by the parameters that they are given to: the first `count` by position, the rest by name."""
    texts = [p.id for p in parameters[:count]]
    if args.vararg:
        texts.append(f"*{args.vararg.id}")
    texts += [f"{p.id}={p.id}" for p in (*parameters[count:], *args.kwonlyargs) if p.id in given]
    return "".join(f", {t}" for t in texts + ([f"**{args.kwarg.id}"] if args.kwarg else []))


def is_generated_init(cls, init):
    """Did `@dataclass` write this `__init__`?"""
    return dataclasses.is_dataclass(cls) and init.__code__.co_filename == "<string>"


def _factories(cls):
    return [f.name for f in cls.__dataclass_fields__.values() if f.default_factory is not dataclasses.MISSING]


def init_fields(cls):
    """The fields that a dataclass's `__init__` takes, in order: (field, is it an InitVar)."""
    found = []
    for f in cls.__dataclass_fields__.values():
        kind = f._field_type.name
        if kind != "_FIELD_CLASSVAR":
            found.append((f, kind == "_FIELD_INITVAR"))
    return found


def dataclass_init(cls, given):
    """The `__init__` that `@dataclass` made, with a text of its own.

    given: those fields with a default factory for which there is an argument.
    """
    taken, body, names = _dataclass_parts(cls, given)
    positional, keyword_only, defaults, keyword_defaults = [], [], [], {}
    for f in taken:
        has_default = f.default is not dataclasses.MISSING
        if f.kw_only:
            keyword_only.append(f.name + "=None" * has_default)
            if has_default:
                keyword_defaults[f.name] = f.default
            continue
        has_default |= bool(defaults)  # what has a factory is given, whatever its default
        positional.append(f.name + "=None" * has_default)
        if has_default:
            defaults.append(f.default if f.default is not dataclasses.MISSING else None)
    star = ["*"] if keyword_only else []
    text = _init_text(["self", *positional, *star, *keyword_only], body)
    filename = f"<dataclass {cls.__qualname__} {zlib.crc32(text.encode()):08x}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(True), filename)
    namespace = {"__name__": cls.__module__, **names}
    exec(compile(text, filename, "exec"), namespace)
    init = namespace["__init__"]
    init.__qualname__ = cls.__qualname__ + ".__init__"
    init.__defaults__ = tuple(defaults) or None
    init.__kwdefaults__ = keyword_defaults or None
    return init


def _dataclass_parts(cls, given):
    """The fields that are parameters of `__init__`, what it does line by line, and the factories that it calls."""
    frozen = is_frozen_dataclass(cls)
    taken, body, late, names = [], [], [], {"object": object}
    for f, initvar in init_fields(cls):
        if f.init and (f.default_factory is dataclasses.MISSING or f.name in given):
            taken.append(f)
            value = f.name
        elif f.default_factory is not dataclasses.MISSING:
            value = f"_make_{f.name}"
            names[value] = f.default_factory
            value += "()"
        else:
            continue
        if initvar:
            late.append(f.name)
        elif frozen:
            body.append(f"object.__setattr__(self, {f.name!r}, {value})")
        else:
            body.append(f"self.{f.name} = {value}")
    if hasattr(cls, "__post_init__"):
        body.append(f"self.__post_init__({', '.join(late)})")
    return taken, body, names


def _init_text(parameters, body):
    return f"def __init__({', '.join(parameters)}):\n" + "".join(f"    {line}\n" for line in body or ["pass"])


def dataclass_text(cls, given):
    """The same with all fields as parameters, none of which has a default."""
    taken, body, _ = _dataclass_parts(cls, given)
    ordered = [f for f in taken if not f.kw_only] + [f for f in taken if f.kw_only]
    return _init_text(["self", *(f.name for f in ordered)], body)


def constructor_tree(tree, base=object, count=0, given=None, passed=()):
    """Make the tree of an `__init__` that of a function of the class: it makes an instance, and returns it.

    base, count: see `constructor`. passed: the parameters that get arguments. given: the same, for a `__new__` of the
    user's own.
    """
    args = tree.args
    first = args.posonlyargs or args.args
    if not first:
        raise DifferentiationError("An `__init__` has no parameter for the instance of its own.",
                                   "Give it a first parameter `self`.")
    self_name = first[0].id
    taken = {n.id for n in gast.walk(tree) if isinstance(n, gast.Name)}
    if any(isinstance(n, gast.Name) and n.id == self_name and not isinstance(n.ctx, (gast.Load, gast.Param))
           for n in gast.walk(tree)):
        raise DifferentiationError(f"`{self_name}` is given another value in `__init__`.",
                                   "Leave the name of the instance as it is.")
    cls = unused("cls", taken)
    held = "".join(f", {p}" for p in _held(tree, first[1:], count)) if base is BaseException else ""
    maker = base.__name__
    if base in (tuple, float):  # their `__new__` takes what they hold
        held = "".join(f", {p.id}" for p in first[1:] if p.id in passed)
    if given is not None:
        maker, held = cls, _forwarded(args, first[1:], given, count)
    first[0] = gast.copy_location(gast.Name(id=cls, ctx=gast.Param(), annotation=None, type_comment=None), first[0])
    new = gast.parse(f"{self_name} = {maker}.__new__({cls}{held})").body[0]
    if given is None and base.__module__ != "builtins":  # its name may mean nothing here
        new.value.func = gast.Constant(value=base.__new__, kind=None)
    _make_and_return(tree, self_name, new)


def _make_and_return(tree, self_name, new):
    for node in gast.walk(new):
        gast.copy_location(node, tree)
    _Returns(self_name).visit(tree)
    last = gast.Return(value=_name(self_name))
    gast.copy_location(last, tree.body[-1])
    gast.copy_location(last.value, tree.body[-1])
    at = 1 if _is_docstring(tree.body[0]) else 0
    tree.body[at:at] = [new]
    tree.body.append(last)


def _from_init(cls, init, count, given):
    source = source_module.load(init)
    tree = source.tree
    args = tree.args
    first = args.posonlyargs or args.args
    if not first:
        raise DifferentiationError(f"`__init__` of {cls.__name__} has no parameter for the instance of its own.",
                                   "Give it a first parameter `self`.")
    self_name = first.pop(0).id
    taken = {n.id for n in gast.walk(tree) if isinstance(n, gast.Name)} | {*init.__code__.co_names}
    if any(isinstance(n, gast.Name) and n.id == self_name and not isinstance(n.ctx, (gast.Load, gast.Param))
           for n in gast.walk(tree)):
        raise source_module.refusal(source, tree, f"`{self_name}` is given another value in `__init__`.",
                                    "Leave the name of the instance as it is.")
    injected = {}

    def known(wanted, thing):
        if wanted not in init.__code__.co_varnames and wanted not in init.__code__.co_freevars \
                and init.__globals__.get(wanted) is thing:
            return wanted
        wanted = unused(wanted, taken)
        taken.add(wanted)
        injected[wanted] = types.CellType(thing)
        OWN_CELLS.append(injected[wanted])
        return wanted
    name = cls.__name__ if cls.__name__.isidentifier() else "instance"
    base = BaseException if issubclass(cls, BaseException) else object
    held = "".join(f", {p}" for p in _held(tree, first, count)) if base is BaseException else ""
    if has_own_new(cls):
        maker, held = known(name, cls), _forwarded(args, first, given, count)
    else:
        storage = built_on(cls)
        held = _forwarded(args, first, given, len(given)) if storage is tuple else held
        maker = known((storage or base).__name__, storage or base)
    new = gast.parse(f"{self_name} = {maker}.__new__({known(name, cls)}{held})").body[0]
    _make_and_return(tree, self_name, new)
    tree.name = name
    tree.decorator_list = []
    function = _compiled(tree, init, injected)
    function.__qualname__ = cls.__qualname__
    SOURCES[function.__code__] = source_module.Source(function, tree, source.filename, source.lines)
    return function


def _held(tree, parameters, count):
    """What `BaseException.__new__` keeps as `args`, where `__init__` does not surely store others."""
    def is_init(node):
        return isinstance(node, gast.Expr) and isinstance(node.value, gast.Call) \
            and isinstance(node.value.func, gast.Attribute) and node.value.func.attr == "__init__"
    if any(map(is_init, tree.body)) and not any(isinstance(n, gast.Attribute) and n.attr == "args"
                                                for n in gast.walk(tree)):
        return []
    rest = [f"*{tree.args.vararg.id}"] if count > len(parameters) else []
    return [p.id for p in parameters[:count]] + rest


def _is_docstring(statement):
    return isinstance(statement, gast.Expr) and isinstance(statement.value, gast.Constant) \
        and isinstance(statement.value.value, str)


def _name(identifier):
    return gast.Name(id=identifier, ctx=gast.Load(), annotation=None, type_comment=None)


class _Returns(gast.NodeTransformer):
    """`return` gives the instance; `super()` says which object it is for."""

    def __init__(self, self_name):
        self.self_name = self_name
        self.depth = 0

    def visit_FunctionDef(self, node):
        self.depth += 1
        if self.depth == 1:
            self.generic_visit(node)
        self.depth -= 1
        return node

    def visit_ClassDef(self, node):
        return node

    visit_Lambda = visit_AsyncFunctionDef = visit_ClassDef

    def visit_Return(self, node):
        self.generic_visit(node)
        value = node.value
        node.value = gast.copy_location(_name(self.self_name), node)
        if value is None or isinstance(value, gast.Constant) and value.value is None:
            return node
        return [gast.copy_location(gast.Expr(value=value), node), node]

    def visit_Call(self, node):
        self.generic_visit(node)
        if isinstance(node.func, gast.Name) and node.func.id == "super" and not node.args:
            node.args = [gast.copy_location(_name(n), node) for n in ("__class__", self.self_name)]
        return node


def _compiled(tree, init, injected):
    """The function of a tree that finds its names where `init` does."""
    import ast
    import copy
    definition = gast.gast_to_ast(source_module.copy_tree(tree))
    definition.args.defaults = [ast.Constant(None) for _ in definition.args.defaults]
    definition.args.kw_defaults = [d and ast.Constant(None) for d in definition.args.kw_defaults]
    definition.returns = None
    definition.name = "_constructor"  # not the name of the class, which the body asks for
    for argument in ast.walk(definition.args):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    cells = dict(injected)
    for name, cell in zip(init.__code__.co_freevars, init.__closure__ or ()):
        cells.setdefault(name, cell)
    factory = ast.FunctionDef(
        name="_", args=ast.arguments(posonlyargs=[], args=[ast.arg(arg=c) for c in cells], kwonlyargs=[],
                                     kw_defaults=[], defaults=[]),
        body=[definition], decorator_list=[], lineno=1, col_offset=0, type_params=[])
    module = ast.fix_missing_locations(ast.Module(body=[copy.copy(factory)], type_ignores=[]))
    code = compile(module, init.__code__.co_filename, "exec", dont_inherit=True)
    for _ in range(2):
        code = next(c for c in code.co_consts if isinstance(c, types.CodeType))
    function = types.FunctionType(code, init.__globals__, tree.name, init.__defaults__,
                                  tuple(cells[n] for n in code.co_freevars))
    function.__kwdefaults__ = init.__kwdefaults__
    function.__module__ = init.__module__
    return function
