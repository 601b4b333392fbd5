"""A class written inside a function, made before the function runs.

What its methods do is read from their trees, so the class that is made here is
there to be looked at: it has the bases, decorators and attributes of the user's, methods
that do nothing, and a `Held` for each attribute that only the run will know.

>>> import gast
>>> node = gast.parse('''
... class P:
...     scale = 2 * n
...     def area(self, k=1.0):
...         return self.scale * k
... ''').body[0]
>>> made = make_class(node, {}, "here", "f")
>>> made.cls.area.__defaults__, type(made.cls.scale).__name__, [n.name for n in made.methods.values()]
((1.0,), 'Held', ['area'])
"""

import abc
import ast
import dataclasses
import enum
import functools
import types
import typing

import gast

from s2sad.frontend.build import name
from s2sad.frontend.privatenames import mangle
from s2sad.frontend.trees import copy_tree, walk
from s2sad.records import Record

METHOD_DECORATORS = {property, staticmethod, classmethod, functools.cached_property, abc.abstractmethod, typing.final,
                     functools.cache, functools.lru_cache}
_LEFT_OUT = {typing.final, typing.runtime_checkable}
_METACLASSES = {type, abc.ABCMeta}


class NotKnown(Exception):
    """Why a class cannot be made before the function runs."""


class Held:
    """Stands for a value that only the run will know; `kind` is what is known of it."""

    kind = None


class Made(Record):
    """cls: the class; methods: its functions → their trees; held: expression → its `Held`."""

    cls: type
    methods: dict
    held: dict


def make_class(node, known, module, around):
    """The `Made` of a class statement.

    known: the objects that names and expressions mean, by their nodes.
    around: the qualified name of the function in which it stands.
    """
    return _Maker(known, module).make(node, around)


class _Maker:
    def __init__(self, known, module):
        self.known = known
        self.space = {"__name__": module}
        self.functions = {}
        self.held = {}

    def inject(self, thing):
        chosen = f"_s2sad_{len(self.space)}"
        self.space[chosen] = thing
        return name(chosen)

    def make(self, node, around):
        bases = [self.inject(b) for b in map(self.base, node.bases) if b not in (typing.Generic, typing.Protocol)]
        keywords = [gast.keyword(arg=k.arg, value=self.inject(self.metaclass(k))) for k in node.keywords]
        self.names = {s.name for s in node.body if isinstance(s, gast.FunctionDef)}
        body = [made for s in node.body for made in self.statement(s, node.name)]
        if any(isinstance(b, gast.Subscript) and self.base(b) in (typing.Generic, typing.Protocol) for b in node.bases):
            body.insert(0, gast.Assign(targets=[gast.Name(id="__class_getitem__", ctx=gast.Store(), annotation=None, type_comment=None)],
                                       value=self.inject(classmethod(types.GenericAlias)), type_comment=None))
        decorators = [d for d in map(self.decorator, node.decorator_list) if d is not None]
        made = gast.ClassDef(name=node.name, bases=bases, keywords=keywords, body=body or [gast.Pass()],
                             decorator_list=decorators)
        made.type_params = []
        tree = ast.fix_missing_locations(gast.gast_to_ast(gast.Module(body=[made], type_ignores=[])))
        try:
            exec(compile(tree, "<class>", "exec", dont_inherit=True), self.space)
        except Exception as problem:
            raise NotKnown(f"making it raises {problem!r}") from None
        cls = self.space[node.name]
        cls.__qualname__ = f"{around}.<locals>.{node.name}"
        return Made(cls, self.functions, self.held)

    # -- around the body

    def base(self, node):
        if isinstance(node, gast.Subscript):
            node = node.value
        found = self.known.get(node)
        if found is typing.NamedTuple or found in (typing.Generic, typing.Protocol):
            return found
        if not isinstance(found, type):
            raise NotKnown("what it is derived from is not known before the program runs")
        if type(found) not in _METACLASSES or issubclass(found, enum.Enum):
            raise NotKnown(f"{found.__name__} has a metaclass of its own")
        if isinstance(found.__init_subclass__, types.MethodType):
            raise NotKnown(f"{found.__name__} has an `__init_subclass__`")
        return found

    def metaclass(self, keyword):
        found = self.known.get(keyword.value)
        if keyword.arg != "metaclass":
            raise NotKnown("it is made with keywords that do something")
        if found not in _METACLASSES:
            raise NotKnown("it has a metaclass")
        return found

    def decorator(self, node):
        function = node.func if isinstance(node, gast.Call) else node
        found = self.known.get(function)
        if found in _LEFT_OUT:
            return None
        if found not in (dataclasses.dataclass, functools.total_ordering):
            raise NotKnown("what its decorator does is not known")
        if not isinstance(node, gast.Call):
            return self.inject(found)
        if node.args or not all(isinstance(k.value, gast.Constant) for k in node.keywords):
            raise NotKnown("the arguments of its decorator are not known")
        return gast.Call(func=self.inject(found), args=[], keywords=node.keywords)

    # -- the body

    def statement(self, node, cls):
        if isinstance(node, gast.Pass) or isinstance(node, gast.Expr) and isinstance(node.value, gast.Constant):
            return [node]
        if isinstance(node, gast.FunctionDef):
            return [self.method(node, cls)]
        if isinstance(node, gast.ClassDef) and node in self.known:
            inner = gast.Name(id=node.name, ctx=gast.Store(), annotation=None, type_comment=None)
            return [gast.Assign(targets=[inner], value=self.inject(self.known[node]), type_comment=None)]
        if isinstance(node, gast.Assign) and all(isinstance(t, gast.Name) for t in node.targets):
            return [gast.Assign(targets=node.targets, value=self.value(node.value), type_comment=None)]
        if isinstance(node, gast.AnnAssign) and isinstance(node.target, gast.Name):
            return [gast.AnnAssign(target=node.target, annotation=self.annotation(node.annotation), simple=1,
                                   value=None if node.value is None else self.value(node.value))]
        raise NotKnown(f"there is a statement in line {node.lineno} of its body that is neither a method nor an "
                       "attribute")

    def method(self, node, cls):
        """The method, which does nothing; its tree is kept."""
        own = copy_tree(node)
        own.decorator_list = []
        mangle(own, cls)
        decorators = [self.method_decorator(d) for d in node.decorator_list]

        def keep(function):
            self.functions[function] = own
            return function
        args = gast.arguments(**{f: list(v) if isinstance(v, list) else v for f, v in gast.iter_fields(own.args)})
        for group in ("posonlyargs", "args", "kwonlyargs"):
            setattr(args, group, [_bare(a) for a in getattr(args, group)])
        args.vararg, args.kwarg = args.vararg and _bare(args.vararg), args.kwarg and _bare(args.kwarg)
        args.defaults = [self.value(d) for d in args.defaults]
        args.kw_defaults = [None if d is None else self.value(d) for d in args.kw_defaults]
        made = gast.FunctionDef(name=node.name, args=args, body=[gast.Pass()], returns=None, type_comment=None,
                                decorator_list=[*decorators, self.inject(keep)])
        made.type_params = []
        return made

    def method_decorator(self, node):
        if isinstance(node, gast.Attribute) and isinstance(node.value, gast.Name) and node.value.id in self.names \
                and node.attr in ("setter", "getter", "deleter"):
            return node
        function = node.func if isinstance(node, gast.Call) else node
        found = self.known.get(function)
        if isinstance(found, typing.Hashable) and found in METHOD_DECORATORS:
            if not isinstance(node, gast.Call):
                return self.inject(found)
            if found is functools.lru_cache and all(isinstance(a, gast.Constant) for a in (
                    *node.args, *(k.value for k in node.keywords))):
                return gast.Call(func=self.inject(found), args=node.args, keywords=node.keywords)
        raise NotKnown("what the decorator of one of its methods does is not known")

    def annotation(self, node):
        """What `@dataclass` looks for in an annotation."""
        found = {getattr(n, "id", None) or getattr(n, "attr", None) for n in walk(spelled_out(node))}
        for name, wanted in _OF_DATACLASSES.items():
            if name in found:
                return self.inject(wanted)
        return self.inject(object)

    def value(self, node):
        """An attribute's or default's value: as it is where that is plain to see, else a `Held`."""
        if _is_literal(node):
            return node
        if isinstance(node, gast.Name) and node.id in self.names:
            return node
        if isinstance(node, gast.Call) and self.known.get(node.func) is property and not node.keywords \
                and all(isinstance(a, gast.Name) and a.id in self.names for a in node.args):
            return gast.Call(func=self.inject(property), args=node.args, keywords=[])
        if isinstance(node, gast.Call) and self.known.get(node.func) is dataclasses.field and not node.args:
            return gast.Call(func=self.inject(dataclasses.field), args=[], keywords=[
                gast.keyword(arg=k.arg, value=self.factory(k.value) if k.arg == "default_factory"
                             else self.value(k.value)) for k in node.keywords])
        held = self.held.setdefault(node, Held())
        return self.inject(held)

    def factory(self, node):
        """The `default_factory` of a field."""
        if isinstance(node, gast.Lambda):
            tree = gast.parse("def factory(): pass").body[0]
            tree.body = [gast.copy_location(gast.Return(value=copy_tree(node.body)), node.body)]
            gast.copy_location(tree, node)

            def factory():
                pass
            self.functions[factory] = tree
            return self.inject(factory)
        found = self.known.get(node)
        if not callable(found):
            raise NotKnown("what makes the default of one of its fields is not known")
        return self.inject(found)


# What an annotation may say to `@dataclass`.
_OF_DATACLASSES = {"ClassVar": typing.ClassVar, "InitVar": dataclasses.InitVar, "KW_ONLY": dataclasses.KW_ONLY}


def spelled_out(annotation):
    """The tree of an annotation, which may be a text: `'Node'`."""
    if not (isinstance(annotation, gast.Constant) and isinstance(annotation.value, str)):
        return annotation
    try:
        return gast.parse(annotation.value, mode="eval").body
    except SyntaxError:
        return annotation


def _bare(argument):
    return gast.Name(id=argument.id, ctx=gast.Param(), annotation=None, type_comment=None)


def _is_literal(node):
    if isinstance(node, gast.UnaryOp):
        node = node.operand
    if isinstance(node, gast.Tuple):
        return all(map(_is_literal, node.elts))
    return isinstance(node, gast.Constant)
