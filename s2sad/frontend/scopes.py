"""Which names are local to a function inside a function, and which it takes from outside.

>>> import gast
>>> inner = gast.parse('''
... def f(x):
...     def g(y):
...         nonlocal x
...         x = y + k
...         return [x * i for i in range(3)]
...     return g
... ''').body[0].body[0]
>>> scope = scope_of(inner)
>>> sorted(scope.locals), sorted(scope.free), sorted(scope.rebound)
(['y'], ['k', 'range', 'x'], ['x'])
"""


import gast

from s2sad.frontend.trees import children, walk
from s2sad.records import Value

FUNCTIONS = (gast.FunctionDef, gast.AsyncFunctionDef, gast.Lambda)
COMPREHENSIONS = (gast.ListComp, gast.SetComp, gast.DictComp, gast.GeneratorExp)


class Scope(Value):
    """locals: the function's own names; free: those that it, or a function in it, takes
    from outside; rebound: the free ones that it or a function in it assigns to."""

    locals: frozenset
    free: frozenset
    rebound: frozenset
    globals: frozenset


def scope_of(node):
    """The scope of a `def` or `lambda`."""
    known = _SCOPES.get(id(node))
    if known is not None and known[0] is node:
        return known[1]
    walk = _Walk()
    for argument in parameter_names(node.args):
        walk.stored.add(argument)
    for part in node.body if isinstance(node.body, list) else [node.body]:
        walk.visit(part)
    own = walk.stored - walk.nonlocals - walk.globals
    free = (walk.read | walk.stored | walk.nonlocals) - own - walk.globals
    result = Scope(frozenset(own), frozenset(free), frozenset((walk.rebound | walk.nonlocals) - own),
                   frozenset(walk.globals))
    if len(_SCOPES) > 4096:
        _SCOPES.clear()
    _SCOPES[id(node)] = node, result
    return result


_SCOPES = {}  # id of a node: (the node, its scope)


def forget(tree):
    """Functions in a tree have other names than before."""
    for node in walk(tree):
        _SCOPES.pop(id(node), None)


def parameter_names(arguments):
    """The names of all parameters of an `arguments` tree, in order."""
    groups = [*arguments.posonlyargs, *arguments.args]
    if arguments.vararg is not None:
        groups.append(arguments.vararg)
    groups += arguments.kwonlyargs
    if arguments.kwarg is not None:
        groups.append(arguments.kwarg)
    return [getattr(a, "arg", None) or a.id for a in groups]


def yields(tree):
    """Is this the tree of a generator function?"""
    todo = list(tree.body)
    while todo:
        node = todo.pop()
        if isinstance(node, (gast.Yield, gast.YieldFrom)):
            return True
        todo += outside_parts(node) if isinstance(node, FUNCTIONS) else children(node)
    return False


def inner_functions(tree):
    """The functions and lambdas directly inside a function's tree."""
    found, todo = [], list(tree.body) if isinstance(tree.body, list) else [tree.body]
    while todo:
        node = todo.pop()
        if isinstance(node, FUNCTIONS):
            found.append(node)
            todo += outside_parts(node)
        else:
            todo += children(node)
    return found


def outside_parts(node):
    """What of a `def` or `lambda` is evaluated where it stands: decorators and defaults."""
    arguments = node.args
    return [*getattr(node, "decorator_list", ()), *arguments.defaults, *(d for d in arguments.kw_defaults if d)]


class _Walk(gast.NodeVisitor):
    """Collects the names that a function's body reads and assigns to."""

    def __init__(self):
        self.read, self.stored, self.rebound = set(), set(), set()
        self.nonlocals, self.globals = set(), set()

    def visit_Name(self, node):
        (self.read if isinstance(node.ctx, gast.Load) else self.stored).add(node.id)

    def visit_Global(self, node):
        self.globals.update(node.names)

    def visit_Nonlocal(self, node):
        self.nonlocals.update(node.names)

    def visit_ExceptHandler(self, node):
        if isinstance(node.name, str):
            self.stored.add(node.name)
        self.generic_visit(node)

    def visit_pattern(self, node):
        self.stored.update(n for n in (getattr(node, "name", None), getattr(node, "rest", None)) if n is not None)
        self.generic_visit(node)

    visit_MatchAs = visit_MatchStar = visit_MatchMapping = visit_pattern

    def visit_alias(self, node):
        self.stored.add(node.asname or node.name.partition(".")[0])

    def visit_function(self, node):
        if not isinstance(node, gast.Lambda):
            self.stored.add(node.name)
        for part in outside_parts(node):
            self.visit(part)
        inner = scope_of(node)
        self.read |= inner.free
        self.rebound |= inner.rebound

    visit_FunctionDef = visit_AsyncFunctionDef = visit_Lambda = visit_function

    def visit_ClassDef(self, node):
        self.stored.add(node.name)
        for part in (*node.decorator_list, *node.bases, *(k.value for k in node.keywords)):
            self.visit(part)
        inner = _Walk()
        for part in node.body:
            inner.visit(part)
        self.read |= inner.read | inner.nonlocals
        self.rebound |= inner.rebound | inner.nonlocals

    def visit_comprehension_scope(self, node):
        first, *rest = node.generators
        self.visit(first.iter)
        inner = _Walk()
        inner.visit(first.target)
        for condition in first.ifs:
            inner.visit(condition)
        for generator in rest:
            inner.visit(generator)
        for part in ("key", "elt", "value"):
            if getattr(node, part, None) is not None:
                inner.visit(getattr(node, part))
        walrus = {n.target.id for n in walk(node) if isinstance(n, gast.NamedExpr)}
        self.stored |= walrus
        self.read |= inner.read - (inner.stored - walrus)
        self.rebound |= inner.rebound - inner.stored

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_comprehension_scope
