"""Classes defined inside a function.

The class of the analysis is made once for each context (`frontend.classes`). Its methods have contexts of
their own for each combination of kinds, as all helpers have, inside the context of the function around the class,
whose variables they share. Their derivatives are methods of the class, so that an instance, or the
class itself, has them wherever it goes.
"""

import ast
import functools
import types

import gast

from s2sad.analysis.classbodies import runs_code
from s2sad.analysis.targets import bind_name
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import PlainCall
from s2sad.facts.classfacts import (
    LocalClass, LocalFunction, captured_kinds, is_active_capture, is_live, is_repeated, note_class, record_of)
from s2sad.facts.classkinds import classes_of
from s2sad.facts.joining import join
from s2sad.facts.kindkeys import signature
from s2sad.facts.kinds import const
from s2sad.facts.reached import is_active, regions
from s2sad.frontend.classes import NotKnown, make_class
from s2sad.frontend.constructors import constructor_tree, dataclass_text, has_own_new, is_generated_init
from s2sad.frontend.scopes import scope_of
from s2sad.frontend.source import load
from s2sad.frontend.trees import copy_tree, walk
from s2sad.runtime.objects import built_on


def define(run, node):
    """Look at a class statement; binds its name."""
    context = run.context
    if node not in context.classes:
        context.classes[node] = new_class(run, node)
    record = context.classes[node]
    if isinstance(record, str):
        if runs_code(run, node):
            raise context.refusal(node, f"The class `{node.name}` is defined inside the function, and {record}.",
                                  "Define the class at the level of the module.")
        names = {n.id for n in walk(node) if isinstance(n, gast.Name)}
        run.facts.call[node] = ("nested", names)
        bind_name(run, node.name, K.Kind("plain", value=("nested", node, record)))
        return
    look_at(run, node)
    bind_name(run, node.name, const(record.cls))


def look_at(run, node):
    """Look at the class of a statement, and at those in its body."""
    for inner in node.body:
        if isinstance(inner, gast.ClassDef):
            look_at(run, inner)
    record = run.context.classes[node]
    for method in node.body:
        check_decorated(run, method)
    look_at_attributes(run, record)
    look_at_captured(run, record)
    run.facts.call[node] = ("class", record)
    run.program.defines_classes = True


def check_decorated(run, method):
    """A method calls what its decorators made of it (see `lowering.decorated_methods`), which must be a function."""
    made = getattr(method, "decorated", None)
    kind = run.reachable(made) if made is not None else None
    if kind is not None and kind.form != "function" and not (
            kind.form == "const" and isinstance(kind.value, (types.FunctionType, functools._lru_cache_wrapper))):
        raise run.context.refusal(method, f"What the decorators make of `{method.name}` is not known to be a function.",
                                  "Define the class at the level of the module.")


def new_class(run, node):
    """The LocalClass of a class statement; or a text that says why there is none."""
    known = {}
    for part in known_parts(node):
        kind = run.reachable(part)
        if kind is not None and kind.form == "const":
            known[part] = kind.value
    function = run.context.function
    inner = {n: new_class(run, n) for n in node.body if isinstance(n, gast.ClassDef)}
    for part, record in inner.items():
        if isinstance(record, str):
            return record
        known[part] = record.cls
        run.context.classes[part] = record
    try:
        made = make_class(node, known, function.__module__, function.__qualname__)
    except NotKnown as problem:
        return str(problem)
    methods = [n for n in walk(node) if isinstance(n, (gast.FunctionDef, gast.Lambda))]
    free = set().union(*(scope_of(m).free for m in methods)) if methods else set()
    record = LocalClass(made.cls, node, run.context, made.held, free)
    record.in_loop = is_repeated(run.context, node)
    note_class(record, made.methods)
    for function, tree in made.methods.items():
        run.program.local_functions[function] = LocalFunction(tree, record, binding_of(made.cls, function))
    return record


def local_constructor(run, cls, init, given, count):
    """A function that makes an instance of `cls`, its first parameter, as `init` says; see `frontend.constructors`."""
    program = run.program
    if is_generated_init(cls, init):
        home = next(record_of(base) for base in cls.__mro__ if vars(base).get("__init__") is init)
        tree = gast.parse(dataclass_text(cls, given)).body[0]
        tree = with_factories(tree, home)
    else:
        local = program.local_functions.get(init)
        tree = copy_tree(local.tree) if local is not None else load(init).tree
        home = local.home if local is not None else None
    constructor_tree(tree, BaseException if issubclass(cls, BaseException) else built_on(cls) or object, count,
                     given if has_own_new(cls) else None, given)

    def constructor():
        pass
    if not is_generated_init(cls, init):
        constructor.__defaults__, constructor.__kwdefaults__ = init.__defaults__, init.__kwdefaults__
    program.local_functions[constructor] = LocalFunction(tree, home, "constructor", init)
    return constructor


def with_factories(tree, home):
    """What makes the defaults of fields is called as it is written in the body of the class."""
    for node in walk(tree):
        gast.copy_location(node, home.node)
    written = {s.target.id: k.value for s in home.node.body if isinstance(s, gast.AnnAssign)
               and isinstance(s.value, gast.Call) for k in s.value.keywords if k.arg == "default_factory"}
    for statement in walk(tree):
        for place, made in list(gast.iter_fields(statement)):
            items = made if isinstance(made, list) else [made]
            for i, item in enumerate(items):
                if isinstance(item, gast.Call) and isinstance(item.func, gast.Name) and item.func.id.startswith("_make_"):
                    factory = written[item.func.id.removeprefix("_make_")]
                    new = copy_tree(factory.body) if isinstance(factory, gast.Lambda) else gast.copy_location(
                        gast.Call(func=copy_tree(factory), args=[], keywords=[]), item)
                    if isinstance(made, list):
                        made[i] = new
                    else:
                        setattr(statement, place, new)
    return tree


def record_class(run, node, function, positional, keywords):
    """The kind of `namedtuple("P", "x y")` or `make_dataclass("P", ["x", "y"])`; None where the arguments are not known."""
    known = run.context.classes
    if node not in known:
        try:
            arguments = [ast.literal_eval(gast.gast_to_ast(n)) for n in positional]
            named = {k: ast.literal_eval(gast.gast_to_ast(v)) for k, v in keywords}
            cls = function(*arguments, **named)
            cls.__module__ = run.context.function.__module__
        except Exception:  # it is not written out, or raises when the program runs, too
            return None
        stand_in = gast.ClassDef(name=cls.__name__, bases=[], keywords=[], body=[], decorator_list=[])
        known[node] = record = LocalClass(cls, stand_in, run.context, {}, set())
        record.in_loop = is_repeated(run.context, node)
        note_class(record)
    run.facts.call[node] = PlainCall()
    return const(known[node].cls)


def binding_of(cls, function):
    for thing in vars(cls).values():
        if isinstance(thing, (staticmethod, classmethod)) and thing.__func__ is function:
            return "static" if isinstance(thing, staticmethod) else "class"
    return "instance" if any(getattr(function, "__name__", None) == n for n in vars(cls)) else "static"


def known_parts(node):
    """The expressions of a class statement that must be known before it can be made."""
    decorators = [*node.decorator_list, *(d for s in node.body if isinstance(s, gast.FunctionDef)
                                         for d in s.decorator_list)]
    yield from (d.func if isinstance(d, gast.Call) else d for d in decorators
                if not (isinstance(d, gast.Attribute) and d.attr in ("setter", "getter", "deleter")))
    yield from (b.value if isinstance(b, gast.Subscript) else b for b in node.bases)
    yield from (k.value for k in node.keywords)
    for statement in node.body:
        value = getattr(statement, "value", None)
        if isinstance(value, gast.Call):
            yield value.func
            yield from (k.value for k in value.keywords if k.arg == "default_factory"
                        and not isinstance(k.value, gast.Lambda))


def look_at_attributes(run, record):
    """The kinds of what the class itself holds, over all time."""
    own = [t.id for s in record.node.body for t in getattr(s, "targets", [getattr(s, "target", None)])
           if isinstance(t, gast.Name)]
    env, run.env = run.env, dict(run.env)
    added = [n for n in own if n not in run.context.own]
    run.context.own |= set(added)
    run.context.locals |= set(added)
    for statement in record.node.body:
        targets = getattr(statement, "targets", [getattr(statement, "target", None)])
        value = getattr(statement, "value", None)
        if isinstance(targets[0], gast.Name) and value is not None:
            held = record.held.get(value)
            kind = look_at_held(run, record, value, held) if held is not None else run.reachable(value) \
                if isinstance(value, (gast.Constant, gast.UnaryOp, gast.Tuple)) else None
            for target in targets:
                if kind is not None:
                    run.env[target.id] = kind
    for node, held in record.held.items():
        if node not in run.facts.kind or held.kind is None:
            look_at_held(run, record, node, held)
    run.context.own -= set(added)
    run.context.locals -= set(added)
    run.env = env


def look_at_held(run, record, node, held):
    kind = run.kind(node)
    if kind.form == "object" and any(hasattr(c, n) for c in classes_of(kind)
                                     for n in ("__get__", "__set__", "__set_name__")):
        raise run.context.refusal(node, "A descriptor of a class that is defined inside a function is not supported.",
                                  "Define the class at the level of the module.")
    before = signature(held.kind)
    held.kind = join(held.kind, kind)
    if is_active(held.kind) and is_default(record, node):
        raise run.context.refusal(node, "The default of a method's parameter depends on what is differentiated.",
                                  "Use None as the default, and put the value in its place in the method.")
    if is_active(held.kind):
        raise run.context.refusal(node, "An attribute of a class holds a value that depends on what is differentiated.",
                                  "Keep it in a variable of the function, or in the instance.")
    for region in regions(held.kind):
        region.kept = region.pinned = True
    if signature(held.kind) != before:
        run.program.changed = True
    return kind


def is_default(record, node):
    """Does this stand where a method of the class has the default of a parameter?"""
    return any((node.lineno, node.col_offset) == (default.lineno, default.col_offset) for arguments in walk(record.node)
               if isinstance(arguments, gast.arguments) for default in (*arguments.defaults, *filter(None, arguments.kw_defaults)))


def look_at_captured(run, record):
    """Do its methods use what depends on what is differentiated?"""
    context, program = run.context, run.program
    active = any(map(is_active_capture, captured_kinds(context, record.free)))
    if active and not record.active:
        record.active = program.changed = True
    if context.member is not None and any(c.home is record and is_live(c) for c in list(program.contexts.values())):
        program.activate_functions(context.member.parent.sites[(context.member.node, "function")])
