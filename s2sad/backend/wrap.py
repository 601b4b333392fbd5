"""Long lines of generated code, broken where a person would break them.

A line is broken at the outermost place there is, after a comma or before an
operator, and goes on under the first character inside the bracket.

>>> print(wrap("    return a + b, math.sin(x) * dx + math.cos(y) * dy", width=40))
    return (a + b,
            math.sin(x) * dx
            + math.cos(y) * dy)
>>> print(wrap("    total = sum(2 * value * dvalue for value, dvalue in zip(xs, dxs))", width=60))
    total = sum(2 * value * dvalue
                for value, dvalue in zip(xs, dxs))

Where much of the line is taken and the rest is too short, each part starts on a line of its own.

>>> print(wrap("    x, y, z, dx, dy = x + h * y, y, z + y, dx + (dh * y + h * dy), dy", width=40))
    x, y, z, dx, dy = (
        x + h * y,
        y,
        z + y,
        dx + (dh * y + h * dy),
        dy)
"""

import re

_LONG_HEAD = 16  # columns
_SHORT = 20
_OPERATORS = {"+", "-", "*", "/", "@", "%", "//", "if", "else", "and", "or", "for"}
_STRENGTH = {"for": 0, "if": 0, "else": 0, "or": 1, "and": 1, "+": 3, "-": 3, "*": 4, "/": 4, "@": 4, "%": 4, "//": 4}


def wrap(line, width=100):
    """One logical line as lines of at most `width` columns, where that can be done."""
    if len(line) <= width or '"""' in line or "'''" in line:
        return line
    indent = line[:len(line) - len(line.lstrip())]
    head, body, tail = parts(line.strip())
    pieces = tokens(body)
    if any(token in ("'", '"') for _, token, _ in pieces):
        return line  # part of a text that goes over several lines
    if body and any(p[2] == 0 and breaks_before(p, pieces, i) is not None for i, p in enumerate(pieces)):
        if line.lstrip().startswith("with "):
            return line
        # A break outside all brackets needs a bracket of its own.
        head, tail = head + "(", ")" + tail
        items = divided(pieces)
        if len(head) > _LONG_HEAD and len(items) > 1 \
                and max(map(length, items)) > width - len(indent) - len(head) - len(tail):
            inner = len(indent) + 4
            return "\n".join([indent + head, *(" " * inner + fill(item, inner, width, len(tail)) for item in items)]) + tail
    return indent + head + fill(pieces, len(indent) + len(head), width, len(tail)) + tail


def divided(pieces):
    """The tokens of each item of a tuple without brackets, with its comma."""
    items = [[]]
    for space, token, depth in pieces:
        items[-1].append((space if items[-1] else "", token, depth))
        if token == "," and depth == 0:
            items.append([])
    return [item for item in items if item]


def length(pieces):
    return sum(len(space) + len(token) for space, token, _ in pieces)


def parts(line):
    """What comes before the expression, the expression, and what comes after it.

    >>> parts("for (i, x), dx in zip(xs, dxs):")
    ('for (i, x), dx in ', 'zip(xs, dxs)', ':')
    """
    if line.startswith(("def ", "with ", "@", "class ")):
        return "", line, ""
    if line.startswith("for ") and line.endswith(":"):
        head = ""
        for space, token, depth in tokens(line):
            head += space + token
            if token == "in" and depth == 0:
                return head + " ", line[len(head) + 1:-1], ":"
    head = next((h for h in _HEADS if line.startswith(h)), None) or assigned(line)
    colon = ":" if head.startswith(("if ", "elif ", "while ")) and line.endswith(":") else ""
    return head, line[len(head):len(line) - len(colon)], colon


_HEADS = ("return ", "assert ", "if ", "elif ", "while ")
_ASSIGNING = {"", "+", "-", "*", "/", "@", "%", "&", "|", "^", "//", "**"}


def assigned(line):
    """The start of an assignment, up to its value; "" for any other statement.

    >>> assigned("a.x[i - 1, 0] += b == c"), assigned("f(x == y)")
    ('a.x[i - 1, 0] += ', '')
    """
    at = line.find("=")
    target, _, operator = line[:max(at, 0)].rpartition(" ")
    if not target or operator not in _ASSIGNING or line[at + 1:at + 2] != " ":
        return ""
    return line[:at + 2] if all(c.isalnum() or c in "_.[]:, ()*'+-/" for c in target) else ""


def tokens(text):
    """The tokens of a line: (space before, text, depth number of brackets around it)."""
    result, depth = [], 0
    for space, token in re.findall(_TOKEN, text):
        if token in ")]}":
            depth -= 1
        result.append((space, token, depth))
        if token in "([{":
            depth += 1
    return result


# Texts, words (with what has no space in it), operators. Compiled when a line is long; `tokenize` takes ten times as long.
_TOKEN = r"""( *)([\w.]*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|[\w.]+|\*\*|//|<<|>>|[<>=!:]=|.)"""


def breaks_before(piece, pieces, i):
    """How little a break before this token disturbs: a sort key, or None where there is none."""
    space, text, depth = piece
    if i == 0 or not space:
        return None
    if pieces[i - 1][1] == ",":
        return None if is_in_target(pieces, i, depth) else (depth, 2)
    if text in _OPERATORS and (text not in "+-*@" or space):
        # A sign, as opposed to an operator, has no space after it.
        if text in ("+", "-", "*") and i + 1 < len(pieces) and not pieces[i + 1][0]:
            return None
        return depth, _STRENGTH[text]
    return None


def is_in_target(pieces, i, depth):
    """Is this token between `for` and `in` of a comprehension?"""
    for _, token, at in reversed(pieces[:i]):
        if at == depth and token in ("for", "in"):
            return token == "for"
        if at < depth - 1:
            break
    return False


def fill(pieces, column, width, after):
    """The text of the tokens, broken so that each line ends before `width`."""
    return fill_rest(pieces, 0, column, width, after, [column])


def fill_rest(pieces, start, column, width, after, opens):
    """The lines from token `start` on; `opens` are the columns inside the brackets around it."""
    text, brackets, best, spare, at = "", list(opens), None, None, column
    for i in range(start, len(pieces)):
        space, token, depth = pieces[i]
        if i == start:
            space = ""
        key = breaks_before(pieces[i], pieces, i) if i > start else None
        if key is not None and pieces[i - 1][1] != "," and at - column < _SHORT:
            spare = (key, i, list(brackets), text)  # little would stand alone
        elif key is not None and (best is None or key <= best[0]):
            best = (key, i, list(brackets), text)
        text += space + token
        at += len(space) + len(token)
        if token in "([{":
            brackets.append(at)
        elif token in ")]}" and brackets:
            brackets.pop()
        if at > width - (after if i == len(pieces) - 1 else 0) and (best or spare) is not None:
            _, cut, brackets, text = best or spare
            inner = brackets[-1] if brackets else column
            return text.rstrip() + "\n" + " " * inner + fill_rest(pieces, cut, inner, width, after, brackets)
    return text
