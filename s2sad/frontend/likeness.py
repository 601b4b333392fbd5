"""Is a node of a file's tree what a function's code was compiled from?  It is compiled again and compared."""

import __future__

import ast
import dis
import functools
import inspect
import types
import warnings

_FUTURE = functools.reduce(
    lambda flags, name: flags | getattr(__future__, name).compiler_flag,
    __future__.all_feature_names, 0)
_SHAPE = (inspect.CO_VARARGS | inspect.CO_VARKEYWORDS | inspect.CO_GENERATOR
          | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR)


def likeness(node, code, imported, only):
    """How sure it is that `code` was compiled from `node`: 0, not at all, to 3.

    3: the same code at the same columns, or it is the `only` node; 2: the same code; 1: the same but
    for the assert statements, which pytest rewrites and `python -O` drops.
    """
    again = _recompile(node, code, imported)
    if again is None or again.co_flags & _SHAPE != code.co_flags & _SHAPE:
        return 0
    # Names of enclosing functions, decorators' lines and the like do not matter.
    same = again.replace(co_name=code.co_name, co_flags=code.co_flags,
                         co_firstlineno=code.co_firstlineno, co_linetable=code.co_linetable)
    if same == code:
        return 2 + (only or list(again.co_positions()) == list(code.co_positions()))
    if _parameters(again) != _parameters(code):
        return 0
    asserts = {line for child in ast.walk(node) if isinstance(child, ast.Assert)
               for line in range(child.lineno, child.end_lineno + 1)}
    # Columns tell `x - y` from `y - x`, if Python was not told to leave them out.
    columns = any(position[2] is not None for position in code.co_positions())
    return int(_operations(again, asserts, columns) == _operations(code, asserts, columns))


def _recompile(node, code, imported):
    """The code of a function's node, compiled in scopes like those around it.

    `imported`: the names to be seen as imported by the module.
    """
    arguments = node.args
    bare = ast.arguments(
        [ast.arg(a.arg) for a in arguments.posonlyargs], [ast.arg(a.arg) for a in arguments.args],
        arguments.vararg and ast.arg(arguments.vararg.arg),
        [ast.arg(a.arg) for a in arguments.kwonlyargs], [None] * len(arguments.kwonlyargs),
        arguments.kwarg and ast.arg(arguments.kwarg.arg), [])
    if isinstance(node, ast.Lambda):
        own, inner = "<lambda>", ast.Expr(ast.copy_location(ast.Lambda(bare, node.body), node))
    else:
        own, inner = node.name, ast.copy_location(_define(type(node), node.name, bare, node.body),
                                                  node)
    free, path = code.co_freevars, [own]
    for name, is_class in reversed(scopes(code)):
        path.append(name)
        if is_class:
            inner = _define(ast.ClassDef, name, [], [inner])
            free = [cell for cell in free if cell != "__class__"]
        else:
            inner, free = _define(ast.FunctionDef, name, _plain(free), [inner]), ()
    if free:                     # a function declared global, or with type parameters
        path.append("_")
        inner = _define(ast.FunctionDef, "_", _plain(free), [inner])
    module = ast.Module([*(ast.Import([ast.alias(name)]) for name in imported), inner], [])
    _place(module, node.body if isinstance(node.body, list) else [node.body])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = compile(module, code.co_filename, "exec", dont_inherit=True,
                            flags=code.co_flags & _FUTURE)
    except (SyntaxError, ValueError, RecursionError):
        return None
    for name in reversed(path):
        found = next(const for const in found.co_consts
                     if isinstance(const, types.CodeType) and const.co_name == name)
    return found


def _place(tree, inside):
    """Positions for the nodes of a tree that have none; those `inside`, and what is in them, have theirs."""
    inside, todo = set(map(id, inside)), [tree]
    for node in todo:
        if node._attributes and not hasattr(node, "lineno"):
            node.lineno, node.col_offset, node.end_lineno, node.end_col_offset = 1, 0, 1, 0
        todo += [child for child in ast.iter_child_nodes(node) if id(child) not in inside]


def _define(kind, name, arguments, body):
    """A def or class statement without decorators, on whatever Python runs."""
    if kind is ast.ClassDef:
        node = ast.ClassDef(name, [], [], body, [])
    else:
        node = kind(name, arguments, body, [], None, None)
    node.type_params = []
    return node


def _plain(names):
    return ast.arguments([], [ast.arg(name) for name in names], None, [], [], None, [])


def scopes(code):
    """The scopes around a function, outermost first, as (name, is a class)."""
    parts = code.co_qualname.split(".")[:-1]
    return [(part, parts[i + 1:i + 2] != ["<locals>"])
            for i, part in enumerate(parts) if part != "<locals>"]


def _parameters(code):
    count = (code.co_argcount + code.co_kwonlyargcount
             + bool(code.co_flags & inspect.CO_VARARGS)
             + bool(code.co_flags & inspect.CO_VARKEYWORDS))
    return (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount,
            code.co_varnames[:count])


_NAMED = {*dis.hasname, *dis.haslocal, *dis.hasfree}


def _operations(code, ignored, columns):
    """What a code object does, and where: names and constants used, operators, calls.

    A set, because the compiler may repeat or drop exits and jumps when the
    lines in `ignored` are rewritten.
    """
    found = set()
    for step in dis.get_instructions(code):
        line = step.positions.lineno
        if line is None or line in ignored:
            continue
        if columns:
            line = tuple(step.positions)
        if step.opcode in dis.hasconst and isinstance(step.argval, types.CodeType):
            found |= _operations(step.argval, ignored, columns)
        elif step.opcode in _NAMED:
            found.add((line, "name", step.argval))
        elif step.opcode in dis.hasconst:
            constant = code.co_consts[step.arg]       # argval does not know keyword names
            text = repr(sorted(map(repr, constant)) if isinstance(constant, frozenset)
                        else constant)
            if step.opname == "KW_NAMES" or isinstance(constant, tuple):
                line = None                           # where the call is put is a fine point too
            if constant is not None and "<locals>" not in text:
                found.add((line, "constant", text))
        elif step.opname.startswith("CALL"):
            found.add((step.opname, step.arg))
        elif step.opname.startswith(("BINARY_", "UNARY_", "COMPARE_", "CONTAINS_", "IS_OP",
                                     "BUILD_", "STORE_", "DELETE_", "LOAD_SMALL_INT")):
            found.add((line, step.opname, step.argrepr or step.arg))
    return found
