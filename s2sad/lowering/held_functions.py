"""Bound methods and partials that meet functions of other sorts become functions, whose mirrors are called alike.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> tree = gast.parse('''
... def f(self, fast):
...     self.step = self.newton if fast else lambda p: p - self.rate
... ''').body[0]
>>> read = tree.body[0].value.body
>>> print(text_of(as_functions(tree, {place(read): ("p",)})), end="")
def f(self, fast):
    self.step = (lambda p: self.newton(p)) if fast else lambda p: p - self.rate

What the user wrote stays the value; the lambda is what the mirror is made from.
"""

import copy

import gast

from s2sad.frontend.build import call, name
from s2sad.frontend.trees import walk


def place(node):
    """Where in a file an expression stands."""
    return node.lineno, node.col_offset, node.end_lineno, node.end_col_offset, type(node).__name__


def can_be_function(node):
    """Can this bound method, or call of `partial`, be written as a lambda: does what it holds come without any call?"""
    if isinstance(node, gast.Attribute):
        return is_read(node.value)
    return isinstance(node, gast.Call) and all(isinstance(n, _COMPUTING) for part in [
        *(a.value if isinstance(a, gast.Starred) else a for a in node.args), *(k.value for k in node.keywords)] for n in walk(part))


_COMPUTING = (gast.Name, gast.Constant, gast.Attribute, gast.Subscript, gast.BinOp, gast.UnaryOp, gast.operator, gast.unaryop,
              gast.expr_context)


def is_read(node):
    while isinstance(node, gast.Attribute):
        node = node.value
    return isinstance(node, (gast.Name, gast.Constant))


def as_functions(tree, places):
    """The tree with what stands at these places written as lambdas.

    places: place → the parameters that the function has left; None where any may be passed.
    """
    _Rewrite(tree, places).generic_visit(tree)
    return tree


class _Rewrite(gast.NodeTransformer):
    def __init__(self, tree, places):
        self.places = places
        self.taken = {n.id for n in walk(tree) if isinstance(n, gast.Name)}
        stored = [n.id for n in walk(tree) if isinstance(n, gast.Name) and isinstance(n.ctx, (gast.Store, gast.Del))]
        stored += [n.name for n in walk(tree) if isinstance(n, (gast.FunctionDef, gast.ClassDef)) and n is not tree]
        parameters = {n.id for n in walk(tree) if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Param)}
        self.rebound = {n for n in stored if stored.count(n) > 1 or n in parameters} | {
            n.id for loop in walk(tree) if isinstance(loop, (gast.For, gast.While, gast.comprehension))
            for n in walk(loop) if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Store)}

    def visit_Call(self, node):
        if getattr(node, "lineno", None) is not None and place(node) in self.places:
            return self.written(node, self.of_partial)
        if isinstance(node.func, gast.Attribute):  # it is called at once
            node.func.value = self.visit(node.func.value)
        else:
            node.func = self.visit(node.func)
        node.args = [self.visit(a) for a in node.args]
        for keyword in node.keywords:
            self.visit(keyword)
        return node

    def visit_Attribute(self, node):
        if isinstance(node.ctx, gast.Load) and getattr(node, "lineno", None) is not None and place(node) in self.places:
            return self.written(node, self.of_method)
        self.generic_visit(node)
        return node

    def written(self, node, way):
        parameters = self.places[place(node)]
        held = []  # (parameter, what it holds)
        written = copy.deepcopy(node)
        body, arguments = way(written, parameters, held)
        arguments.kwonlyargs = [_parameter(p) for p, _ in held] if arguments.vararg else []
        arguments.kw_defaults = [value for _, value in held] if arguments.vararg else []
        if not arguments.vararg:
            arguments.args += [_parameter(p) for p, _ in held]
            arguments.defaults = [value for _, value in held]
        made = gast.Lambda(args=arguments, body=body)
        for part in walk(made):
            if not hasattr(part, "lineno"):
                gast.copy_location(part, node)
        made.as_written = node
        made.with_held = written, {p: value for p, value in held if not is_read(value)}
        return made

    def of_method(self, node, parameters, held):
        used = {*(parameters or ()), "args"}
        function = gast.Attribute(value=self.kept(node.value, held, used), attr=node.attr, ctx=gast.Load())
        return self.passing(function, [], [], parameters)

    def of_partial(self, node, parameters, held):
        used = {*(parameters or ()), "args"}
        function, *given = [gast.Starred(value=self.kept(a.value, held, used), ctx=gast.Load())
                            if isinstance(a, gast.Starred) else self.kept(a, held, used) for a in node.args]
        keywords = [gast.keyword(arg=k.arg, value=self.kept(k.value, held, used)) for k in node.keywords]
        return self.passing(function, given, keywords, parameters)

    def passing(self, function, given, keywords, parameters):
        """The call in the lambda, and the lambda's parameters."""
        rest = [gast.Starred(value=name("args"), ctx=gast.Load())] if parameters is None else list(map(name, parameters))
        made = call(function, *given, *rest)
        made.keywords = keywords
        arguments = gast.arguments(args=list(map(_parameter, parameters or ())), posonlyargs=[], kwonlyargs=[], kw_defaults=[],
                                   vararg=_parameter("args") if parameters is None else None, kwarg=None, defaults=[])
        return made, arguments

    def kept(self, node, held, used):
        """What the lambda reads of an expression: itself where it never changes, else a parameter that holds it."""
        if isinstance(node, gast.Constant) or isinstance(node, gast.Name) and node.id not in self.rebound and node.id not in used:
            return node
        wanted = base = node.id if isinstance(node, gast.Name) else node.attr if isinstance(node, gast.Attribute) else "held"
        while wanted in used or any(wanted == p for p, _ in held) or wanted != base and wanted in self.taken:
            wanted += "_"
        held.append((wanted, node))
        return name(wanted)


def _parameter(identifier):
    return gast.Name(id=identifier, ctx=gast.Param(), annotation=None, type_comment=None)
