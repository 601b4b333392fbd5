"""Code whose names for certain objects are constants: nothing is read faster, and nothing is put into a namespace.

Given the tree of `def g(x): return _s2sad_sin(x)` and `{"_s2sad_sin": math.sin}`, the code that is returned
loads `math.sin` as it would load a number.  A text stands for each object while
Python compiles the tree; it is exchanged for the object afterwards.

>>> import math
>>> tree = ast.parse("def g(x): return _s2sad_sin(x)").body[0]
>>> code = compiled_with(tree, {"_s2sad_sin": math.sin}, "<example>")
>>> types.FunctionType(code, {})(1.0) == math.sin(1.0)
True
"""

import ast
import types
import warnings

import numpy as np

_MARK = "\0s2sad "
_PLAIN = {types.FunctionType, types.BuiltinFunctionType, types.ModuleType, types.MethodType, types.CodeType, type(None),
          type, object, np.ufunc, bool, int, float, complex, str}  # these may be constants: they have a hash


class _Holder:
    """Holds an object that may have no hash; a code object must have one."""

    __slots__ = "it",

    def __init__(self, it):
        self.it = it


def compiled_with(definition, things, filename):
    """The code of a function definition in which the names of `things` mean these objects.

    None where one of the names is bound in it, or where the compiler has used what stood for an
    object (in arithmetic of constants, say).
    """
    things = {n: thing if type(thing) in _PLAIN or isinstance(thing, np.dtype) else _Holder(thing) for n, thing in things.items()}
    placed = _Placed(things)
    module = ast.Module(body=[placed.visit(definition)], type_ignores=[])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of `is` with a text, say
        code = compile(module, filename, "exec", dont_inherit=True)
    found = set()
    exchanged = _exchanged(next(c for c in code.co_consts if isinstance(c, types.CodeType)), things, found)
    return exchanged if found == placed.used and not placed.bound else None


class _Placed(ast.NodeTransformer):
    """A copy of a tree with texts for names; the tree itself stays as it is."""

    def __init__(self, things):
        self.things = things
        self.used = set()
        self.bound = False  # is one of the names a local one somewhere?

    def visit_arg(self, node):
        self.bound |= node.arg in self.things
        return self.generic_visit(node)

    def visit_Name(self, node):
        if node.id not in self.things:
            return node
        if not isinstance(node.ctx, ast.Load):
            self.bound = True
            return node
        self.used.add(node.id)
        constant = ast.copy_location(ast.Constant(_MARK + node.id), node)
        if type(self.things[node.id]) is not _Holder:
            return constant
        return ast.copy_location(ast.Attribute(constant, "it", ast.Load()), node)

    def generic_visit(self, node):
        fresh = type(node)(**{f: self._copied(v) for f, v in ast.iter_fields(node)})
        return ast.copy_location(fresh, node)

    def _copied(self, value):
        if isinstance(value, list):
            return [self._copied(v) for v in value]
        return self.visit(value) if isinstance(value, ast.AST) else value


def _exchanged(constant, things, found):
    """A constant of a code object with the objects in place of their texts."""
    if isinstance(constant, str) and constant.startswith(_MARK):
        name = constant[len(_MARK):]
        found.add(name)
        return things[name]
    if isinstance(constant, tuple):
        return tuple(_exchanged(c, things, found) for c in constant)
    if isinstance(constant, types.CodeType):
        return constant.replace(co_consts=tuple(_exchanged(c, things, found) for c in constant.co_consts))
    return constant


def exchanged_in(code, thing, other):
    """The same code with another object in place of one that has no hash."""
    return code.replace(co_consts=tuple(_Holder(other) if type(c) is _Holder and c.it is thing else c for c in code.co_consts))
