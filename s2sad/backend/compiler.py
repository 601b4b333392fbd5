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

_counter = itertools.count(1)
TREES = {}  # code object of a generated function -> its text


def compile_function(text, function, injected, user_lines):
    """The function defined by `text`, living where the user's `function` lives.

    injected: names to cells; user_lines: for each line of the text the user's line.
    """
    tree = ast.parse(text)
    definition = tree.body[0]
    cells = dict(injected)
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
        cells.setdefault(name, cell)
    filename = f"<s2sad {definition.name} {next(_counter)}>"
    ast.increment_lineno(tree, 1)
    arguments = ast.arguments(posonlyargs=[], args=[ast.arg(arg=c) for c in cells], kwonlyargs=[],
                              kw_defaults=[], defaults=[])
    factory = ast.FunctionDef(name="_", args=arguments, body=[definition], decorator_list=[], lineno=1,
                              col_offset=0, type_params=[])
    module = ast.fix_missing_locations(ast.Module(body=[factory], type_ignores=[]))
    code = _inner(_inner(compile(module, filename, "exec", dont_inherit=True), "_"), definition.name)
    result = types.FunctionType(code, function.__globals__, definition.name, None,
                                tuple(cells[name] for name in code.co_freevars))
    result.__module__ = function.__module__
    remember_text(filename, text, function, user_lines)
    TREES[code] = (text, result)
    return result


def _inner(code, name):
    return next(c for c in code.co_consts if isinstance(c, types.CodeType) and c.co_name == name)


def remember_text(filename, text, function, user_lines):
    """Let tracebacks show the generated line, and which of the user's it comes from."""
    origin = function.__code__.co_filename
    lines = [f"# the derivative of {function.__qualname__} ({origin})\n"]
    safe = _ends_of_statements(text)
    for number, (line, user_line) in enumerate(zip(text.split("\n"), user_lines), 1):
        lines.append(f"{line}  # {origin}:{user_line}\n" if user_line and number in safe else line + "\n")
    linecache.cache[filename] = (sum(map(len, lines)), None, lines, filename)


def _ends_of_statements(text):
    """Lines where a comment may be added: all but those inside a multi-line string."""
    inside = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Constant, ast.JoinedStr)) and node.end_lineno > node.lineno:
            inside |= set(range(node.lineno, node.end_lineno))
    return set(range(1, text.count("\n") + 2)) - inside
