"""Decorated methods of classes inside a function: the decorated function stands beside the class, and the method calls it.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> tree = gast.parse('''
... def f(x):
...     class Gain:
...         @logged
...         def of(self, t):
...             return t * x
...         @property
...         @cached
...         def half(self):
...             return x / 2
...     return Gain().of(x)
... ''').body[0]
>>> lowered, names = take_out_decorated(tree)
>>> print(text_of(lowered), end="")
def f(x):
    @logged
    def of(self, t):
        return t * x
<BLANKLINE>
    @cached
    def half(self):
        return x / 2
<BLANKLINE>
    class Gain:
        def of(self, *args, **kwargs):
            return of(self, *args, **kwargs)
<BLANKLINE>
        @property
        def half(self):
            return half(self)
    return Gain().of(x)

What Python's own decorators do to a method is known (`frontend.classes`). `super()` is written out. A method that uses names of
the class's body is left where it is, and refused.
"""

import gast

from s2sad.frontend.build import call, name, unused
from s2sad.frontend.privatenames import mangle
from s2sad.frontend.trees import walk

_OF_PYTHON = {"property", "staticmethod", "classmethod", "cached_property", "abstractmethod", "final", "cache", "lru_cache",
              "setter", "getter", "deleter", "override", "singledispatchmethod", "register"}


def take_out_decorated(tree, tangents=frozenset()):
    """The tree with such functions beside their classes, and the names that this brought in."""
    methods = {m for n in walk(tree) if isinstance(n, gast.ClassDef) for m in n.body}
    rewrite = _Rewrite({n.id for n in walk(tree) if isinstance(n, gast.Name)} | {
        n.name for n in walk(tree) if isinstance(getattr(n, "name", None), str) and n not in methods} | tangents)
    rewrite.generic_visit(tree)
    return tree, rewrite.added


def is_decorated(node):
    """Is this a class with a method that a decorator of the user's is applied to?"""
    return isinstance(node, gast.ClassDef) and any(taken_out(node, s) for s in node.body)


class _Rewrite(gast.NodeTransformer):
    def __init__(self, taken):
        self.taken = taken
        self.added = set()

    def visit_ClassDef(self, node):
        before = []
        for i, method in enumerate(node.body):
            if taken_out(node, method):
                function, node.body[i] = self.apart(node, method)
                before.append(function)
        return [*before, node] if before else node

    def apart(self, cls, method):
        """The decorated function, and the method that calls it."""
        chosen = unused(method.name, self.taken)
        self.taken.add(chosen)
        self.added.add(chosen)
        outer = own_decorators(method)
        function = gast.copy_location(gast.FunctionDef(
            name=chosen, args=method.args, body=method.body, decorator_list=method.decorator_list[len(outer):], returns=None,
            type_comment=None), method)
        function.type_params = []
        mangle(function, cls.name)
        for inner in walk(function):
            if is_super(inner):
                inner.args = [gast.copy_location(name(n), inner) for n in (cls.name, method.args.args[0].id)]
        first = [] if called(outer) == "staticmethod" else ["self" if called(outer) != "classmethod" else "cls"]
        bare = "property" in map(name_of, outer) or "cached_property" in map(name_of, outer)
        parameter = lambda n: gast.Name(id=n, ctx=gast.Param(), annotation=None, type_comment=None)  # noqa: E731
        arguments = gast.arguments(args=list(map(parameter, first)), posonlyargs=[], vararg=None if bare else parameter("args"),
                                   kwonlyargs=[], kw_defaults=[], kwarg=None if bare else parameter("kwargs"), defaults=[])
        passed = [*map(name, first), *([] if bare else [gast.Starred(value=name("args"), ctx=gast.Load())])]
        result = call(name(chosen), *passed)
        result.keywords = [] if bare else [gast.keyword(arg=None, value=name("kwargs"))]
        made = gast.FunctionDef(name=method.name, args=arguments, body=[gast.Return(value=result)], decorator_list=outer,
                                returns=None, type_comment=None)
        made.type_params = []
        made.decorated = name(chosen)
        for part in (*walk(made), made.decorated):
            if not hasattr(part, "lineno"):
                gast.copy_location(part, method)
        return function, gast.copy_location(made, method)


def taken_out(cls, method):
    """Is this a method whose decorators are not all Python's own, and which means the same beside the class?"""
    if not isinstance(method, gast.FunctionDef) or all(name_of(d) in _OF_PYTHON for d in method.decorator_list):
        return False
    inner = method.decorator_list[len(own_decorators(method)):]
    if any(name_of(d) in _OF_PYTHON for d in inner):
        return False
    bound = {s.name for s in cls.body if isinstance(s, (gast.FunctionDef, gast.ClassDef))} | {
        n.id for s in cls.body if not isinstance(s, (gast.FunctionDef, gast.ClassDef)) for n in walk(s)
        if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Store)}
    around = [*inner, *method.args.defaults, *filter(None, method.args.kw_defaults)]
    return not any(isinstance(n, gast.Name) and n.id in bound for part in around for n in walk(part)) \
        and not any(isinstance(n, gast.Name) and n.id == "__class__" for n in walk(method)) \
        and (not any(map(is_super, walk(method))) or bool(method.args.args) and not any(
            isinstance(n, (gast.FunctionDef, gast.Lambda)) and n is not method for n in walk(method)))


def is_super(node):
    """Is this `super()`?"""
    return isinstance(node, gast.Call) and isinstance(node.func, gast.Name) and node.func.id == "super" and not node.args


def own_decorators(method):
    """The decorators of Python's own that are applied last."""
    found = []
    for decorator in method.decorator_list:
        if name_of(decorator) not in _OF_PYTHON:
            break
        found.append(decorator)
    return found


def called(decorators):
    return next((n for n in map(name_of, decorators) if n in ("staticmethod", "classmethod")), None)


def name_of(decorator):
    """The last name in a decorator: `lru_cache` of `functools.lru_cache(maxsize=8)`, `classmethod` of a derivative's `classmethod_`."""
    if isinstance(decorator, gast.Call):
        decorator = decorator.func
    return (getattr(decorator, "attr", None) or getattr(decorator, "id", None) or "").rstrip("_")
