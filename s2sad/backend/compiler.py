"""Generated text made into functions whose names are looked up where the user's are.

The generated function's globals are the user's module, and its free variables
are the user's own closure cells, so that both stay live.  What s2sad adds
(`np`, helpers, other derivatives) comes in as further closure cells; nothing is
written into the user's module.
"""

import ast
import itertools
import linecache
import types

from s2sad.frontend.trees import walk
from s2sad.records import Record

_counter = itertools.count(1)
TREES = {}  # code object of a generated function -> its text
ORIGINS = {}  # file name of a generated function -> its Origin


class Origin(Record):
    """Where a generated text comes from."""

    text: str
    function: types.FunctionType  # the user's
    user_lines: list  # for each line of the text the user's line, or None


def parsed(text):
    """The module's tree of generated text, with the positions that tracebacks show: a line is put before it."""
    return ast.parse("\n" + text)


def compile_function(text, tree, function, injected, user_lines):
    """The function defined by `text`, living where the user's `function` lives.

    tree: the text as `parsed`; injected: names to cells; user_lines: for each line of the text the user's line.
    """
    definition = tree.body[0]
    cells = dict(injected)
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
        cells.setdefault(name, cell)
    filename = f"<s2sad {definition.name} {next(_counter)}>"
    top = {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 0}
    arguments = ast.arguments(posonlyargs=[], args=[ast.arg(arg=c, **top) for c in cells], kwonlyargs=[],
                              kw_defaults=[], defaults=[])
    factory = ast.FunctionDef(name="_", args=arguments, body=[definition], decorator_list=[], type_params=[], **top)
    module = ast.Module(body=[factory], type_ignores=[])
    code = _inner(_inner(compile(module, filename, "exec", dont_inherit=True), "_"), definition.name)
    result = types.FunctionType(code, function.__globals__, definition.name, None,
                                tuple(cells[name] for name in code.co_freevars))
    result.__module__ = function.__module__
    remember_text(filename, text, tree, function, user_lines)
    TREES[code] = text
    ORIGINS[filename] = Origin(text, function, user_lines)
    return result


def _inner(code, name):
    return next(c for c in code.co_consts if isinstance(c, types.CodeType) and c.co_name == name)


def remember_text(filename, text, tree, function, user_lines):
    """Let tracebacks show the generated line, and which of the user's it comes from."""
    origin = function.__code__.co_filename
    lines = [f"# the derivative of {function.__qualname__} ({origin})\n"]
    inside = _inside_texts(tree) if any(mark in text for mark in _OVER_LINES) else ()
    for number, (line, user_line) in enumerate(zip(text.split("\n"), user_lines), 1):
        lines.append(f"{line}  # {origin}:{user_line}\n" if user_line and number not in inside else line + "\n")
    linecache.cache[filename] = (sum(map(len, lines)), None, lines, filename)


_OVER_LINES = ('"""', "'''", "\\\n")  # what a text that goes on in the next line has


def _inside_texts(tree):
    """Lines to which no comment may be added: those on which a text goes on."""
    inside = set()
    for node in walk(tree):
        if isinstance(node, (ast.Constant, ast.JoinedStr)) and node.end_lineno > node.lineno:
            inside |= set(range(node.lineno - 1, node.end_lineno - 1))
    return inside
