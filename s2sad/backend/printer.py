"""Trees as text, checked by parsing the text again."""

import ast

import astor
import gast

from s2sad.backend.wrap import wrap


def text_of(node):
    """The source text of a `gast` tree."""
    tree = gast.gast_to_ast(node)
    ast.fix_missing_locations(tree)
    if isinstance(tree, ast.expr):
        return ast.unparse(tree)
    text = _astor(tree)
    return ast.unparse(tree) + "\n" if text is None else text


def _astor(tree):
    """astor's text, or None where it does not say the same as the tree."""
    try:
        text = astor.to_source(tree, pretty_source="".join)
        wrapped = "\n".join(wrap(line) for line in text.split("\n"))
        meant = ast.dump(ast.parse(ast.unparse(tree)))
        for candidate in (wrapped, text):
            if ast.dump(ast.parse(candidate)) == meant:
                return candidate
    except Exception:  # astor knows no syntax newer than itself
        pass
    return None


def line_map(tree, text):
    """For each line of `text`, printed from the `gast` tree, the user's line (or None)."""
    lines = [None] * (text.count("\n") + 2)
    printed = ast.parse(text)
    for mine, theirs in zip(_statements(tree), _statements(printed)):
        user_line = getattr(mine, "user_line", None)
        if user_line is not None:
            last = theirs.end_lineno if not hasattr(theirs, "body") else theirs.lineno
            for line in range(theirs.lineno, last + 1):
                lines[line] = user_line
    return lines[1:]


def _statements(node):
    """All statements of a tree in the order of the text."""
    for field in ("body", "handlers", "orelse", "finalbody"):
        for child in getattr(node, field, None) or []:
            if field != "handlers":
                yield child
            yield from _statements(child)
