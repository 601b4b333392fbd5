"""The forms that a function takes on its way to its derivative, kept as texts.

    source → lowered → kinds and activity → forward → simplified and printed

The way itself (`pipeline.generate`) tells a `Watch` what it does; nothing is kept
unless somebody watches.
"""

import ast
import re
from dataclasses import dataclass, field

import gast

from s2sad.analysis.sources import source_of
from s2sad.backend.printer import line_map, text_and_tree
from s2sad.errors import DifferentiationError
from s2sad.exploring.words import in_words
from s2sad.facts.kindkeys import copy_kind
from s2sad.facts.reached import is_active
from s2sad.frontend.recursion import deep_recursion
from s2sad.frontend.trees import copy_tree, walk
from s2sad.lowering import lower
from s2sad.pipeline import generate


@dataclass
class Text:
    """One function in one form.

    lines: for each line of `text` the user's line that it belongs to, in `source`, or None.
    active: names of variables that depend on what is differentiated; tangents: names of their tangents.
    """

    name: str
    text: str
    source: object
    lines: list
    active: set = field(default_factory=set)
    tangents: set = field(default_factory=set)


@dataclass(eq=False)
class UserSource:
    """The user's text of one function: lines `first` to `last` of a file.

    starts: line → the first line of the statement, or of its header, that it is in.
    active: (line, column in bytes) of each name that stands for an active value.
    """

    filename: str
    name: str
    first: int
    last: int
    lines: list
    starts: dict
    active: set = field(default_factory=set)


@dataclass
class Fact:
    """What is known of one expression: where it is, its text, its kind in words, and whether it is active."""

    line: int
    text: str
    kind: str
    active: bool


@dataclass
class Facts:
    """What the analysis found in one function, called with arguments of these kinds."""

    name: str
    parameters: str
    source: UserSource
    rows: list


@dataclass
class Stages:
    """All forms of one derivative; those that were not reached are empty. `refusal` says why not."""

    sources: list = field(default_factory=list)
    lowered: list = field(default_factory=list)
    facts: list = field(default_factory=list)
    forward: list = field(default_factory=list)
    printed: list = field(default_factory=list)
    refusal: DifferentiationError | None = None


class Watch:
    """What `pipeline.generate` tells of its way."""

    def starts(self, program):
        self.program = program
        self.forward = []  # (writer, the definition, a copy of it before it is simplified)
        self.pieces = []  # (context, the definition, what was printed)

    def written(self, writer, definition):
        self.forward.append((writer, definition, copy_tree(definition)))

    def printed(self, context, definition, piece):
        self.pieces.append((context, definition, piece))


def stages(function, parameters, wrt, **limits):
    """The `Stages` of a derivative; the arguments are those of `pipeline.generate`."""
    watch, refusal, table = Watch(), None, {}
    parameters = {name: copy_kind(kind, table) for name, kind in parameters.items()}  # the analysis marks them
    with deep_recursion():
        try:
            generate(function, parameters, wrt, watch, **limits)
        except DifferentiationError as error:
            refusal = error
        return seen(watch, refusal)


def seen(watch, refusal):
    """What was watched, as texts."""
    result = Stages(refusal=refusal)
    roots = {}  # function → its UserSource
    # What a refusal has ended belongs to no pass.
    contexts = [c for c in watch.program.contexts.values() if c.in_pass == watch.program.current_pass
                or watch_ended(c, refusal)]
    for context in contexts:
        source = user_source(context, roots)
        source.active |= active_places(context)
        if context.parent is None and source not in [text.source for text in result.lowered]:
            result.lowered.append(lowered(context, source, contexts))
        rows = facts(context, source)
        if rows:
            words = ", ".join(f"{name}: {in_words(kind)}" for name, kind in context.params.items())
            result.facts.append(Facts(context.name, words, source, rows))
    kept = {id(definition): i for i, (_, definition, _) in enumerate(watch.pieces)}
    for writer, definition, before in watch.forward:
        if kept and id(definition) not in kept:
            continue  # one function serves the caller and the recursion
        source = user_source(writer.context, roots)
        active = active_names(writer.context, contexts)
        text, parsed = text_and_tree(spelled(before))
        result.forward.append(Text(before.name, text, source, mapped(line_map(before, text, parsed), text, source), active,
                                   tangents(writer, parsed) - active))
        if kept:
            piece = watch.pieces[kept[id(definition)]][2]
            result.printed.append(Text(piece.name, piece.text, source, mapped(piece.user_lines, piece.text, source), active,
                                       tangents(writer, piece.parsed) - active))
    result.sources = list(roots.values())
    return result


def watch_ended(context, refusal):
    return refusal is not None and context.in_pass is None and context.facts.kind


def user_source(context, roots):
    """The user's text of a context's function; that of the function around it, where it is made in one."""
    root = list(context.lineage)[-1]
    if root.function not in roots:
        source = source_of(root.function)  # the context's own tree has become part of the derivative
        tree = source.tree
        first = min([tree.lineno, *(d.lineno for d in getattr(tree, "decorator_list", ()))])
        roots[root.function] = UserSource(source.filename, root.name.rstrip("_") or root.name, first,
                                          tree.end_lineno, list(source.lines[first - 1:tree.end_lineno]),
                                          starts(tree, first))
    return roots[root.function]


def starts(tree, first):
    """Line → first line of its statement, in a function that begins on line `first`."""
    found = {}
    for node in walk(tree):
        if isinstance(node, gast.stmt) and getattr(node, "end_lineno", None):
            inner = getattr(node, "body", None) or getattr(node, "cases", None)
            last = node.end_lineno if not inner else getattr(inner[0], "pattern", inner[0]).lineno - 1
            begin = first if node is tree else node.lineno
            for line in range(begin, max(last, node.lineno) + 1):
                found[line] = max(begin, found.get(line, 0))
    return found


def lowered(context, source, contexts):
    """The core language's form of a function."""
    tree = lower(source_of(context.function).tree)[0]
    text, parsed = text_and_tree(tree)
    return Text(context.name, text, source, mapped(line_map(tree, text, parsed, "lineno"), text, source),
                active_names(context, contexts))


def mapped(lines, text, source):
    """A line map in which a statement that has no line of the user's has that of the block it is in.

    The first lines, the signature and what makes the seeds ready, belong to the user's `def`.
    """
    texts = text.rstrip("\n").split("\n")
    lines = lines[:len(texts)]
    depths = [len(t) - len(t.lstrip()) for t in texts]
    head = next((i for i, line in enumerate(lines) if line is not None), len(lines))
    lines[:head] = [source.first] * head
    for i in range(head, len(texts)):
        if lines[i] is None and depths[i] > 4 and texts[i].strip():
            around = next(j for j in range(i, -1, -1) if depths[j] < depths[i] and texts[j].strip())
            header = next((j for j in range(around, -1, -1) if depths[j] == depths[around] and lines[j] is not None),
                          None)  # that of an `else` is its `if`
            lines[i] = header and lines[header]
    return lines


def active_places(context):
    """Where an active variable stands in the user's text."""
    found = {(node.lineno, node.col_offset) for node, kind in context.facts.kind.items()
             if isinstance(node, gast.Name) and getattr(node, "lineno", None) and is_active(kind)}
    arguments = context.tree.args
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg,
                     arguments.kwarg):
        if argument is not None and getattr(argument, "lineno", None) and is_active(context.params.get(argument.id)):
            found.add((argument.lineno, argument.col_offset))
    return found


class Spelled:
    """Stands for a function that a tree refers to itself, and is printed as its name."""

    def __init__(self, function):
        self.name = function.__name__

    def __repr__(self):
        return self.name


def spelled(tree):
    """The same tree, in which functions that stand in constants are printed by their names."""
    for node in walk(tree):
        if isinstance(node, gast.Constant) and callable(node.value):
            node.value = Spelled(node.value)
    return tree


def active_names(context, contexts):
    """The active variables of a function and of those made in it."""
    found, root = set(), list(context.lineage)[-1]
    for other in contexts:
        if list(other.lineage)[-1] is root:
            names = other.facts.active_names | {n for n, k in other.params.items() if is_active(k)}
            found |= names | {own for now, own in other.renamed.items() if now in names}
    return found


def tangents(writer, tree):
    """The names of tangents in generated code."""
    users = writer.taken - writer.generated
    known = set(writer.tangents.values()) | {"d" + own for own in writer.context.renamed.values()}
    names = {node.id if isinstance(node, ast.Name) else node.arg for node in walk(tree)
             if isinstance(node, (ast.Name, ast.arg))}
    return {n for n in names if n in known or re.fullmatch(r"dt\d*", n) and n not in users}  # of temporaries


def facts(context, source):
    """The `Fact`s of a function's expressions, in the order of the text."""
    found = [Fact(context.node.lineno if context.node is not None else context.tree.lineno, name, in_words(kind),
                  is_active(kind)) for name, kind in context.params.items()]
    seen = {fact.text for fact in found}
    nodes = [node for node, kind in context.facts.kind.items()
             if kind is not None and isinstance(node, gast.expr) and getattr(node, "end_lineno", None)]
    for node in sorted(nodes, key=lambda n: (n.lineno, n.col_offset, -n.end_lineno, -n.end_col_offset)):
        kind = context.facts.kind[node]
        if isinstance(node, (gast.Constant, gast.Slice, gast.Starred)) or kind.form == "const":
            continue
        if isinstance(node, gast.UnaryOp) and isinstance(node.operand, gast.Constant):
            continue
        if isinstance(node, gast.Attribute) and kind.form in ("plain", "method"):
            continue  # the method that is called
        if isinstance(node, gast.Tuple) and isinstance(node.ctx, gast.Store):
            continue
        fact = Fact(node.lineno, segment(source, node), in_words(kind), is_active(kind))
        if isinstance(node, gast.Name):
            if (fact.text, fact.kind, fact.active) in seen or fact.text in seen and not isinstance(node.ctx, gast.Store):
                continue
            seen |= {(fact.text, fact.kind, fact.active), fact.text}
        if fact.text and fact not in found:
            found.append(fact)
    return found


def segment(source, node):
    """The text of an expression, on one line; the middle of a very long one is left out."""
    lines = [line.encode() for line in source.lines[node.lineno - source.first:node.end_lineno - source.first + 1]]
    if not lines:
        return ""
    lines[-1] = lines[-1][:node.end_col_offset]
    lines[0] = lines[0][node.col_offset:]
    text = re.sub(r"\s+", " ", b" ".join(line.strip() for line in lines).decode(errors="replace"))
    return text if len(text) <= 120 else f"{text[:60]} … {text[-50:]}"
