"""Trees as text, checked by parsing the text again."""

import ast
import re

import astor
from astor.op_util import Precedence
from astor.code_gen import set_precedence

from s2sad.backend.compiler import parsed
from s2sad.backend.wrap import wrap
from s2sad.frontend.convert import to_ast
from s2sad.frontend.trees import same_tree


def text_of(node):
    """The source text of a `gast` tree."""
    tree = to_ast(node)
    return ast.unparse(ast.fix_missing_locations(tree)) if isinstance(tree, ast.expr) else printed(tree)[0]


# A function or class inside another needs no blank line after the line that opens the block, and one elsewhere.
_BLANK_BEFORE_DEF = r"(:\n)\n+( +(?:def |class |@))"
_TWO_BLANKS = r"\n\n\n+( +(?:class |@))"


def text_and_tree(node):
    """The source text of a `gast` function, and the `ast` tree of that text (see `parsed`)."""
    return printed(to_ast(node))


def printed(tree):
    """astor's text, or Python's where astor's does not say the same as the tree; and what it is parsed to."""
    try:
        text = astor.to_source(tree, pretty_source="".join, source_generator_class=_Generator)
        candidates = [with_few_blanks("\n".join(wrap(line) for line in text.split("\n"))), text]
    except Exception:  # astor knows no syntax newer than itself
        candidates = []
    meant = tree if isinstance(tree, ast.Module) else ast.Module(body=[tree], type_ignores=[])
    for again in (False, True):
        # A tree and its text may differ in form alone, as -1 and the negative of 1 do.
        meant = parsed(_python_text(tree)) if again else meant
        for candidate in candidates:
            try:
                result = parsed(candidate)
            except (SyntaxError, ValueError):
                continue
            if same_tree(result, meant):
                return candidate, result
    return _python_text(tree), meant


def with_few_blanks(text):
    if "\n\n" not in text:
        return text
    return re.sub(_TWO_BLANKS, r"\n\n\1", re.sub(_BLANK_BEFORE_DEF, r"\1\2", text))


def _python_text(tree):
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def line_map(tree, text, printed, attribute="user_line"):
    """For each line of `text`, printed from the `gast` tree, the user's line (or None).

    attribute: what tells the user's line in the nodes of the tree.
    """
    lines = [None] * (text.count("\n") + 2)
    for mine, theirs in zip(_statements(tree), _statements(printed.body[0])):
        user_line = getattr(mine, attribute, None)
        if user_line is not None:
            last = theirs.end_lineno if not hasattr(theirs, "body") else theirs.lineno
            for line in range(theirs.lineno, last + 1):
                lines[line - 1] = user_line
    return lines[1:]


def _statements(node):
    """All statements of a tree in the order of the text."""
    found, todo = [], [node]
    while todo:
        current = todo.pop()
        if current is not node and isinstance(current, ast.stmt):
            found.append(current)
        todo += reversed([child for field in _BLOCKS for child in current.__dict__.get(field) or ()])
    return found


_BLOCKS = ("body", "handlers", "orelse", "finalbody", "cases")


class _Generator(astor.SourceGenerator):
    """astor, with `match`, without parentheses around what a comprehension is of and keys, or the space of `lambda :`."""

    def visit_Match(self, node):
        set_precedence(Precedence.Comma, node.subject)
        self.statement(node, "match ", node.subject, ":")
        self.indentation += 1
        for case in node.cases:
            self.newline()
            self.write("case ", ast.unparse(case.pattern))
            if case.guard is not None:
                set_precedence(Precedence.Comma, case.guard)
                self.write(" if ", case.guard)
            self.write(":")
            self.body(case.body)
        self.indentation -= 1

    def visit_Lambda(self, node):
        with self.delimit(node) as delimiters:
            set_precedence(delimiters.p, node.body)
            has_parameters = any(value for field, value in ast.iter_fields(node.args) if "defaults" not in field)
            self.write("lambda ") if has_parameters else self.write("lambda")
            self.visit_arguments(node.args)
            self.write(": ", node.body)

    def visit_Dict(self, node):
        set_precedence(Precedence.Comma, *(key for key in node.keys if key))
        super().visit_Dict(node)

    def visit_ListComp(self, node):
        set_precedence(Precedence.Comma, node.elt)
        super().visit_ListComp(node)

    def visit_SetComp(self, node):
        set_precedence(Precedence.Comma, node.elt)
        super().visit_SetComp(node)

    def visit_DictComp(self, node):
        set_precedence(Precedence.Comma, node.key, node.value)
        super().visit_DictComp(node)
