"""New instances and their mirrors; `super()`, and instances of classes derived from built-in containers.

    Point(x, y)         →   Point(x, y), Point(dx, dy)
"""

import gast

from s2sad.facts.classfacts import record_of
from s2sad.forward import displays, expressions, special
from s2sad.forward.classes import class_name
from s2sad.forward.operands import is_plain_read, tangent_or_zero
from s2sad.forward.pair import Pair
from s2sad.frontend.build import attribute, constant, has_effects, name, pure_call
from s2sad.frontend.constructors import SOURCES
from s2sad.frontend.names import Place
from s2sad.records import replace
from s2sad.runtime.objects import built_on


def class_named(w, cls):
    """A class or function, under its own name where the function finds it by that."""
    if record_of(cls) is not None:
        return class_name(w, w.node, record_of(cls))
    function = w.context.function
    if cls.__name__ not in w.context.locals and cls.__name__ not in function.__code__.co_freevars \
            and function.__globals__.get(cls.__name__) is cls:
        w.program.guards[Place("global", function.__globals__, cls.__name__)] = ("is", cls)
        return name(cls.__name__)
    return w.inject(cls.__name__ if cls.__name__.isidentifier() else "function", ("object", cls))


def items_pair(w, node, how):
    """An instance where it is taken for the list or tuple that it is; copied if its class says what reading it does."""
    (subject,) = w.operands(node.args, pair=displays.element)
    if how.copy is None and w.kind(node).form == "number" and subject.tangent is not None:
        return Pair(subject.value, pure_call(w.builtin("float"), subject.tangent))
    if how.copy is None:
        return subject
    copy = w.builtin(how.copy)
    return Pair(pure_call(copy, subject.value), None if subject.tangent is None else pure_call(copy, subject.tangent))


def super_pair(w, node, how):
    """`super()` → `super()`, `super(__class__, dself)`."""
    (subject,) = w.operands([how.subject], {0}, pair=displays.element)
    start = node.args[0] if node.args else name("__class__")
    if isinstance(start, gast.Constant):
        start = class_named(w, start.value)
    if isinstance(node.func, gast.Constant):
        node = pure_call(w.builtin("super"), start, subject.value)
    special.mark_pure(w, node)
    return Pair(node, None if subject.tangent is None else pure_call(w.builtin("super"), start, subject.tangent))


def zero_of_super(w, kind):
    """The zero mirror of `super()`, `super(C, zeros(self))`."""
    start, subject, made = kind.value
    if not isinstance(subject, gast.Name):
        w.refuse(made, "What this `super` is of has no name.", "Give it one.")
    return pure_call(w.builtin("super"), class_named(w, start), w.zero(w.kind(subject), subject))


def maker_of(w, cls):
    """`object.__new__`, or that of the container class from which a class is derived."""
    base = built_on(cls) or object
    if base is object or base.__module__ == "builtins" and w.context.function.__code__ in SOURCES:
        return attribute(name(base.__name__), "__new__")
    return attribute(w.builtin(base.__name__) if base.__module__ == "builtins" else class_named(w, base), "__new__")


def maker_is_class(w, node, how):
    """Is the class itself called, and not its `__new__`?"""
    callee = w.facts.kind.get(node.func)
    return callee is not None and callee.form == "const" and callee.value is how.cls


def new_pair(w, node, how, given=None):
    """`Point(x, y)` → `Point(x, y), Point(dx, dy)`, for a class that only keeps its arguments.

    given: the pairs of arguments that were evaluated before, by the ids of their nodes.
    """
    given = given or {}
    if how.how == "blank" and (isinstance(node.func, gast.Constant) or getattr(node.func, "attr", None) == "__new__") \
            and len(node.args) == 1 and is_plain_read(node.args[0]):
        made = pure_call(maker_of(w, how.cls), node.args[0])
        return Pair(made, made)
    if how.how == "items":
        held = w.operands(list(how.bound.values()), {0}, pair=displays.element)
        kept = [tangent_or_zero(w, p, n) for p, n in zip(held, how.bound.values())]
        maker, of = maker_of(w, how.cls), node.args[0]
        if maker_is_class(w, node, how):
            function = node.func if is_plain_read(node.func) else class_named(w, how.cls)
            return Pair(pure_call(function, *(p.value for p in held)), pure_call(function, *kept))
        return Pair(pure_call(maker, of, *(p.value for p in held)), pure_call(maker, of, *kept))
    callee = w.facts.kind.get(getattr(node, "func", None))
    if how.how == "blank" and is_plain_read(node.func) and all(map(is_plain_read, node.args)):
        special.mark_pure(w, node).pure = True
        return Pair(node, node)
    named = callee is not None and callee.form == "const" and callee.value is how.cls and is_plain_read(node.func)
    function = node.func if named else class_named(w, how.cls)
    if how.how == "blank":
        return Pair(expressions.value(w, node), pure_call(maker_of(w, how.cls), function))
    nodes = sorted(how.bound.values(), key=lambda n: (getattr(n, "lineno", 0), getattr(n, "col_offset", 0)))
    need = {i for i, n in enumerate(nodes) if w.zero_reads(n)}
    done = dict(zip(map(id, nodes), w.operands(nodes, need, pair=lambda w, n: replace(given[id(n)]) if id(n) in given
                                               else displays.element(w, n))))
    if nodes != list(how.bound.values()) and any(has_effects(p.value) for p in done.values()):
        for p in done.values():
            p.value = w.hoist(p.value)
    positional = {id(a) for a in node.args} if named else set()
    args, mirror_args, keywords, mirror_keywords = [], [], [], []
    for parameter, argument in how.bound.items():
        p = done[id(argument)]
        tangent = tangent_or_zero(w, p, argument)
        if id(argument) in positional:
            args.append(p.value)
            mirror_args.append(tangent)
        else:
            keywords.append(gast.keyword(arg=parameter, value=p.value))
            mirror_keywords.append(gast.keyword(arg=parameter, value=tangent))
    for parameter in how.left:
        mirror_keywords.append(gast.keyword(arg=parameter, value=zero_of_default(w, how.cls, parameter)))
    value = gast.Call(func=function, args=args, keywords=keywords)
    mirror = gast.Call(func=function, args=mirror_args, keywords=mirror_keywords)
    value.pure = mirror.pure = True
    return Pair(value, mirror)


def zero_of_default(w, cls, parameter):
    """The tangent of a field that keeps its default."""
    fields = getattr(cls, "__dataclass_fields__", {})
    default = fields[parameter].default if parameter in fields else cls._field_defaults[parameter]
    kind = w.program.kind_of_constant(default)
    if kind.form in ("number", "const", "plain"):
        return w.zero(kind, constant(None))
    return pure_call(w.runtime("zeros"), attribute(class_named(w, cls), parameter))
