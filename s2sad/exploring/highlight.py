"""Python text as HTML, line by line: tokens in spans, and variables marked."""

import ast
import io
import keyword
import tokenize
from html import escape


def highlighted(lines, marks=None):
    """The HTML of each line.

    marks: (line from 0, column in characters) → the class of what stands there.

    >>> highlighted(["return x  # why"], {(0, 7): "active"})
    ['<i class="k">return</i> <i class="active">x</i>  <i class="c"># why</i>']
    """
    spans = [[] for _ in lines]
    marks = dict(marks or {})
    for (row, start), (last, end), name in tokens(lines):
        name = marks.pop((row, start), name)
        for line in range(row, last + 1):  # a text in three quotes goes over several lines
            spans[line].append((start if line == row else 0, end if line == last else len(lines[line]), name))
    for (row, start), name in marks.items():  # an operator or a bracket
        spans[row].append((start, start + 1, name))
    return [html(line, sorted(inside, key=lambda span: span[:2])) for line, inside in zip(lines, spans)]


def html(line, spans):
    """One line; whatever the tokeniser says, no character of it is lost."""
    parts, at = [], 0
    for start, end, name in spans:
        if name is None or start < at or end <= start:
            continue
        parts.append(escape(line[at:start]) + f'<i class="{name}">{escape(line[start:end])}</i>')
        at = end
    return "".join(parts) + escape(line[at:])


def tokens(lines):
    """The tokens with a class: (start, end, class), rows counted from 0; names have the class None."""
    found = []
    try:
        for token in tokenize.generate_tokens(io.StringIO("\n".join(lines) + "\n").readline):
            kind = tokenize.tok_name[token.type]
            if token.type == tokenize.NAME:
                name = "k" if keyword.iskeyword(token.string) else None
            elif token.type == tokenize.NUMBER:
                name = "n"
            elif token.type == tokenize.COMMENT:
                name = "c"
            elif "STRING" in kind:
                name = "s"
            else:
                continue
            (row, column), (last, end) = token.start, token.end
            if last <= len(lines):
                found.append(((row - 1, column), (last - 1, end), name))
    except (tokenize.TokenError, SyntaxError):
        pass  # a lambda's lines may end in the middle of a statement
    return found


def marks_of_names(text, classes):
    """Where the variables of a text stand: (line from 0, column) → the class of the name.

    classes: name → class.
    """
    lines = text.split("\n")
    found = {}
    for node in ast.walk(ast.parse(text)):
        name = node.id if isinstance(node, ast.Name) else node.arg if isinstance(node, ast.arg) else None
        if name in classes:
            found[node.lineno - 1, column(lines[node.lineno - 1], node.col_offset)] = classes[name]
    return found


def column(line, offset):
    """A column in characters for one in bytes.

    >>> column("é = x", 5)
    4
    """
    return len(line.encode()[:offset].decode(errors="replace"))
