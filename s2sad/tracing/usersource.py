"""The user's statements, by the line on which they begin."""

import ast
import functools
import io
import linecache
import re
import tokenize


def statement_text(filename, line):
    """The text of the statement that begins on a line, on one line, and how far it is indented."""
    lines = linecache.getlines(filename)
    return _statement(filename, tuple(lines), line) if 0 < line <= len(lines) else ("", 0)


@functools.lru_cache(maxsize=4096)
def _statement(filename, lines, line):
    last = _ends(lines).get(line, line)
    first = lines[line - 1].expandtabs()
    return on_one_line(list(lines[line - 1:last])), len(first) - len(first.lstrip())


def on_one_line(lines):
    """
    >>> on_one_line(["y = f(  # why\\n", "    x,  # what\\n", ")\\n"])
    'y = f(x,)'
    """
    try:
        for token in tokenize.generate_tokens(io.StringIO("".join(lines)).readline):
            if token.type == tokenize.COMMENT:
                row, column = token.start
                lines[row - 1] = lines[row - 1][:column]
    except (tokenize.TokenError, SyntaxError):
        pass  # a header without its body
    text = " ".join(line.strip().removesuffix("\\").strip() for line in lines)
    return re.sub(r" ([)\]}])", r"\1", re.sub(r"([(\[{]) ", r"\1", text)).strip() if len(lines) > 1 else text


@functools.lru_cache(maxsize=64)
def _ends(lines):
    """First line → last line of each statement (of its header, where there is a body)."""
    try:
        tree = ast.parse("".join(lines))
    except (SyntaxError, ValueError):
        return {}  # a notebook's cell with a magic in it
    ends = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None) or getattr(node, "cases", None)
            if body:
                inner = getattr(body[0], "pattern", body[0]).lineno
                ends.setdefault(node.lineno, max(node.lineno, inner - 1))
            else:
                ends.setdefault(node.lineno, node.end_lineno)
    return ends


def lambda_text(function):
    """The text of a lambda, on one line."""
    from s2sad.frontend.source import load
    source = load(function)
    first, last = source.tree, source.tree.body[0].value
    lines = [line.encode() for line in source.lines[first.lineno - 1:last.end_lineno]]
    lines[-1] = lines[-1][:last.end_col_offset]
    lines[0] = lines[0][first.col_offset:]
    return on_one_line([line.decode() for line in lines])
