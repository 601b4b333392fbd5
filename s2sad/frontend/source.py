"""From a callable to the text and the tree of the function behind it.

    unwrap(f)            what a call of `f` calls, and the arguments it adds
    load(function)       its text and its own `gast` tree, as a `Source`
    refusal(source, …)   an error that points at a node of that tree

The text is found where Python itself looks when it prints a traceback, in
`linecache`: files, notebook cells, the lines typed into a new REPL.  The first
line of a code object says where to look, and only the block that starts there
is parsed; the whole file is parsed when that is not enough, as for a lambda in
the middle of a statement.

What is found is believed only if it is what runs: the node is compiled again
and the result compared with the function's own code.  This tells apart several
lambdas on a line, and notices a file that was edited after it was imported.
"""

import ast
import functools
import itertools
import linecache
import os
import types
import warnings

import gast
import numpy as np

from s2sad.records import Record
from ..errors import DifferentiationError
from .convert import to_gast
from .likeness import likeness
from .privatenames import all_names, enclosing_class, mangle
from .recursion import deep_recursion
from .trees import copy_tree

# ---------------------------------------------------------------- callables

class Target(Record):
    """What a call really calls: `function(*args, <the caller's>, **kwargs)`.

    `function` is a Python function, a class, or anything written in C (a
    builtin, a ufunc).  The caller's keywords override `kwargs`.
    """

    function: object
    args: tuple = ()
    kwargs: dict = dict


def unwrap(fn):
    """The `Target` of a callable: methods, partials and objects taken apart.

    >>> unwrap(functools.partial(pow, 2)).args
    (2,)

    A decorator's wrapper is a function like any other, and what it does counts,
    so `__wrapped__` is not followed, except through `functools.lru_cache`,
    which changes no result.
    """
    args, kwargs = (), {}
    for _ in range(100):                  # an object can be its own __call__
        if isinstance(fn, functools.partial):
            _refuse_placeholders(fn)
            fn, args, kwargs = fn.func, fn.args + args, {**fn.keywords, **kwargs}
        elif isinstance(fn, types.MethodType):
            fn, args = fn.__func__, (fn.__self__, *args)
        elif isinstance(fn, staticmethod):
            fn = fn.__func__
        elif isinstance(fn, functools._lru_cache_wrapper):
            fn = fn.__wrapped__
        elif isinstance(fn, (types.FunctionType, type)):
            return Target(fn, args, kwargs)
        elif isinstance(fn, classmethod):
            raise DifferentiationError(
                f"{_name(fn.__func__)} is a bare classmethod object, which cannot be called.",
                "Put @classmethod outermost, or differentiate Class.method.")
        elif not callable(fn):
            raise DifferentiationError(
                f"An object of type {type(fn).__name__} cannot be called, so it has no derivative.",
                "Give a function, or another callable.")
        else:
            bound = _bound_call(fn)
            if bound is None:
                return Target(fn, args, kwargs)
            fn = bound
    raise DifferentiationError("This callable calls itself without end.", "Give a plain function.")


def _bound_call(obj):
    """`type(obj).__call__` bound to `obj`; None where that is written in C, or as good as."""
    if isinstance(obj, np.vectorize):
        return None
    for cls in type(obj).__mro__:
        if "__call__" in vars(cls):
            call = vars(cls)["__call__"]
            if isinstance(call, types.WrapperDescriptorType):
                return None
            bind = getattr(type(call), "__get__", None)
            call = bind(call, obj, type(obj)) if bind else call
            return None if isinstance(call, types.BuiltinMethodType) else call
    return None


def _refuse_placeholders(part):
    hole = getattr(functools, "Placeholder", None)                # Python 3.14
    if hole is not None and any(arg is hole for arg in part.args):
        raise DifferentiationError(
            "This functools.partial leaves places between its arguments open (Placeholder).",
            "Write a lambda that makes the call instead.")


# ------------------------------------------------------------------- source

class Source(Record):
    """The text and the tree of one Python function.

    Attributes:
        function: the function that was asked for.
        tree: a `gast.FunctionDef` (or `AsyncFunctionDef`) of the caller's own,
            free to be changed.  A lambda is a function `lambda_` with a single
            `return`.  Positions are those of the user's file.  Decorators,
            defaults and annotations are as written; private names (`__x` in a
            class) are spelled as Python sees them (`_Class__x`).
        filename: as in the function's code object.
        lines: all lines of that file, without their ends.
    """

    function: types.FunctionType
    tree: gast.FunctionDef
    filename: str
    lines: list

    def line(self, lineno):
        """The text of one line, counted from 1; "" where there is none."""
        return self.lines[lineno - 1] if 0 < lineno <= len(self.lines) else ""


_SEEN = {}         # id of a code object: (the code object, its tree, its file's lines)
_SEEN_LIMIT = 1024


def load(function, own=True):
    """The `Source` of a Python function; refused if its text is not to be had.

    own: False spares the copy of the tree, which then only may be read.
    """
    if not isinstance(function, types.FunctionType):
        raise DifferentiationError(
            f"{_name(function)} is not written in Python, so there is no source to read.",
            "Call it through a Python function, or give it a derivative rule.")
    code = function.__code__
    seen = _SEEN.get(id(code))
    with deep_recursion():
        if seen is None:
            node, lines = _find(function, code)
            if len(_SEEN) >= _SEEN_LIMIT:
                _SEEN.clear()
            # The code object is kept too, so that its id stays its own.
            seen = _SEEN[id(code)] = code, _own_tree(node, code), lines
        _, tree, lines = seen
        return Source(function, copy_tree(tree) if own else tree, code.co_filename, lines)


def _own_tree(node, code):
    """The `gast` function for an `ast` node."""
    if isinstance(node, ast.Lambda):
        result = ast.copy_location(ast.Return(node.body), node.body)
        function = ast.FunctionDef("lambda_", node.args, [result], [], None, None)
        function.type_params = []
        node = ast.copy_location(function, node)
    tree = to_gast(node)
    cls = enclosing_class(code)
    if cls and any("__" in name for name in all_names(code)):
        mangle(tree, cls)
    return tree


# --------------------------------------------------------- finding the node

def _find(function, code):
    """The `ast` node that a function was compiled from, and its file's lines."""
    lines = _lines(function)
    if not lines:
        raise _no_source(function)
    node = _search(function, lines)
    if node is None and os.path.exists(code.co_filename):
        # Perhaps linecache holds an older text than the one that was imported.
        linecache.checkcache(code.co_filename)
        lines = _lines(function)
        node = _search(function, lines)
    if node is None:
        raise DifferentiationError(
            f"The source of {_name(function)} is not what runs: the file was changed after it "
            "was imported, or a tool has rewritten the code.",
            "Import it again (restart, or importlib.reload) and differentiate the new function.",
            filename=code.co_filename, lineno=code.co_firstlineno)
    return node, lines


def _search(function, lines):
    """The node in `lines` that a function was compiled from, or None."""
    code = function.__code__
    lineno = code.co_firstlineno
    block = _parse_block(lines, lineno)
    found = list(_starting_at(block, lineno)) if block else []
    # Python calls `np.f()` differently where it sees that `np` was imported.
    imported = {name for name in all_names(code)
                if isinstance(function.__globals__.get(name), types.ModuleType)}
    alike = [likeness(node, code, imported, len(found) == 1) for node in found]
    if max(alike, default=0) < 2:
        whole = _parse_all("\n".join(lines))
        found = list(_starting_at(whole, lineno)) if whole else []
        imported = _imported(whole) if whole else ()
        alike = [likeness(node, code, imported, len(found) == 1) for node in found]
    best = max(alike, default=0)
    # Two nodes that are only like it cannot be told apart.
    if best > 1 or alike.count(1) == 1:
        return found[alike.index(best)]
    return None


def _lines(function):
    """The lines of the file that a function comes from; [] where there is none."""
    code, names = function.__code__, function.__globals__
    # The module's loader knows only the module's own file (it may be in a zip).
    own = names.get("__file__") == code.co_filename
    # Python has some modules of its own, such as `_collections_abc`, in itself and in a file.
    filename = names.get("__file__", "") if code.co_filename.startswith("<frozen ") else code.co_filename
    lines = linecache.getlines(filename, names if own else None)
    if not lines and hasattr(linecache, "_getlines_from_code"):
        lines = linecache._getlines_from_code(code) or []    # `python -c`, from Python 3.13
    # Entries made with str.splitlines are cut at form feeds, Python's lines are not.
    return "".join(lines).replace("\r\n", "\n").replace("\r", "\n").split("\n") if lines else []


def _parse(text):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")           # the user has seen them on import
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _parse_block(lines, lineno):
    """The tree of the block that seems to start on a line, with the file's positions."""
    block = _block(lines, lineno - 1)
    lead = "\n" * (lineno - 1)
    if block and block[0][:1].isspace():
        lead = "\n" * (lineno - 2) + "if 1:\n"        # indented text is left as it is
    return _parse(lead + "\n".join(block) + "\n")


_HEADS = ("@", "def ", "async ")


def _block(lines, start):
    """The lines of the block that starts at an index, by their indentation alone.

    >>> _block(["@cached", "def f(", "    x,", "):", "    return x", "", "f(1)"], 0)
    ['@cached', 'def f(', '    x,', '):', '    return x', '']

    A text whose lines are indented less, for example, ends it too early: it cannot be parsed then.
    """
    if start >= len(lines):
        return []
    first = lines[start].lstrip()
    indent = len(lines[start]) - len(first)
    decorated = first.startswith(_HEADS[0])       # has only decorators so far
    stop = start + 1
    for line in itertools.islice(lines, stop, None):
        text = line.lstrip()
        if text and not text.startswith("#") and len(line) - len(text) <= indent:
            if not text.startswith((")", "]", "}")) and not (decorated and text.startswith(_HEADS)):
                break
        decorated = decorated and not text.startswith(_HEADS[1:])
        stop += 1
    return lines[start:stop]


_parse_all = functools.lru_cache(maxsize=16)(_parse)


@functools.lru_cache(maxsize=16)
def _imported(module):
    """The names that a module's tree imports, outside of functions and classes."""
    names, todo = set(), [module]
    while todo:
        for child in ast.iter_child_nodes(todo.pop()):
            if isinstance(child, (ast.Import, ast.ImportFrom)):
                names.update(alias.asname or alias.name.split(".")[0] for alias in child.names)
            elif isinstance(child, (ast.stmt, ast.excepthandler)) and not isinstance(
                    child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                todo.append(child)
    return names - {"*"}


def _starting_at(node, lineno):
    """The functions and lambdas at or below a node whose code starts on a line."""
    for child in ast.iter_child_nodes(node):
        first = _first_line(child)
        if first is not None and not first <= lineno <= child.end_lineno:
            continue
        if first == lineno and isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef,
                                                  ast.Lambda)):
            yield child
        yield from _starting_at(child, lineno)


def _first_line(node):
    """The line where a node starts, its decorators included; None if it has none."""
    decorators = getattr(node, "decorator_list", None)
    return getattr(decorators[0] if decorators else node, "lineno", None)


# ------------------------------------------------------------------ errors

def refusal(source, node, reason, advice, calls=()):
    """A `DifferentiationError` that points at `node`, a node of `source.tree`.

    A node made by the compiler, without a position, points at the function.
    """
    if getattr(node, "lineno", None) is None:
        node = source.tree
    text = source.line(node.lineno)
    return DifferentiationError(
        reason, advice, filename=source.filename, lineno=node.lineno,
        offset=column(text, node.col_offset), text=text, calls=calls)


def call_from(source, node):
    """One entry of an error's `calls`: who makes the call `node`, and where."""
    lineno = getattr(node, "lineno", source.tree.lineno)
    return f'{source.function.__qualname__} (File "{source.filename}", line {lineno})'


def column(text, col_offset):
    """The column, in characters from 1, for the offset in UTF-8 bytes of a node.

    >>> column("é = x", 3), column("e = x", 3)
    (3, 4)
    """
    return len(text.encode("utf-8", "replace")[:col_offset].decode("utf-8", "replace")) + 1


def _name(function):
    return getattr(function, "__qualname__", None) or repr(function)


def _no_source(function):
    """Why there is no text for a Python function, and what helps."""
    code = function.__code__
    filename = code.co_filename
    if filename == "<stdin>":
        reason = f"{_name(function)} was typed into a Python prompt that does not keep its text."
        advice = "Write it into a file, or use IPython, a notebook, or Python 3.13 or later."
    elif filename.startswith("<"):
        reason = f"{_name(function)} was made by exec or eval from a text that was not kept."
        advice = "Write it into a file, or put its text into linecache.cache under its filename."
    else:
        reason = f"The source file of {_name(function)} cannot be read, or is empty."
        advice = "Put the file back where it was imported from, or import it from where it is now."
    return DifferentiationError(reason, advice, filename=filename, lineno=code.co_firstlineno)
