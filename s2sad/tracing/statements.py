"""The statements of a generated text, found by the line that runs."""

import ast
from dataclasses import dataclass, field

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_LOOPS = (ast.For, ast.While)
FIRST = 2  # the number of the text's first line in a generated function's file


@dataclass(eq=False)
class Statement:
    """One statement, without those inside it."""

    node: ast.stmt
    order: int  # its place in the text
    user_line: int | None
    loops: tuple  # the loops around it, outermost first
    around: tuple  # all statements around it
    targets: list = field(default_factory=list)  # what it assigns to: Name, Subscript, Attribute
    reads: frozenset = frozenset()

    @property
    def is_loop(self):
        return isinstance(self.node, _LOOPS)


def statements_by_line(origin):
    """Line number in the generated function's file → the statement that runs there."""
    found = {}

    def visit(nodes, loops, around):
        for node in nodes:
            last = node.end_lineno
            inner = [child for name in ("body", "handlers", "orelse", "finalbody", "cases")
                     for child in getattr(node, name, None) or ()]
            if inner:
                last = max(node.lineno, min(start(child) for child in inner) - 1)
            user_line = origin.user_lines[node.lineno - 1]
            statement = Statement(node, len(found), user_line, loops, around, list(targets(node)), reads(node))
            for line in range(start(node), last + 1):
                found[line + FIRST - 1] = statement
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                visit(node.body, (), ())
                continue
            within = (*around, statement)
            visit(getattr(node, "body", ()) if inner else (), (*loops, statement) if statement.is_loop else loops, within)
            for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
                visit(part.body, loops, within)
            visit(getattr(node, "orelse", ()) if inner else (), loops, within)
            visit(getattr(node, "finalbody", ()) if inner else (), loops, within)

    visit(ast.parse(origin.text).body[0].body, (), ())
    return found


def hands_on(statements):
    """Does a generated function only make seeds ready, and call another one of the same function for all that it does?"""
    last = max(statements.values(), key=lambda statement: statement.order, default=None)
    return last is not None and last.user_line is None and isinstance(last.node, ast.Return) and isinstance(last.node.value, ast.Call)


def start(node):
    """The first line of a statement, handler or case."""
    decorators = getattr(node, "decorator_list", None) or [node]
    place = node.pattern if isinstance(node, ast.match_case) else decorators[0]
    return place.lineno


def own_parts(node):
    """The expressions of a statement itself, not of those inside it."""
    for name, value in ast.iter_fields(node):
        if name not in ("body", "handlers", "orelse", "finalbody", "cases", "decorator_list"):
            yield from value if isinstance(value, list) else [value]


def targets(node):
    """The names, elements and attributes that a statement assigns to, in order."""
    if isinstance(node, ast.Assign):
        given = node.targets
    elif isinstance(node, (ast.AugAssign, ast.AnnAssign, ast.For)):
        given = [node.target]
    elif isinstance(node, ast.With):
        given = [item.optional_vars for item in node.items if item.optional_vars is not None]
    else:
        given = []
    if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        for part in own_parts(node):
            if isinstance(part, ast.AST):
                yield from (inner.target for inner in ast.walk(part) if isinstance(inner, ast.NamedExpr))
    for target in given:
        yield from flat(target)


def flat(target):
    """The parts of a target that unpacks."""
    if isinstance(target, (ast.Tuple, ast.List)):
        for part in target.elts:
            yield from flat(part)
    elif isinstance(target, ast.Starred):
        yield from flat(target.value)
    else:
        yield target


def reads(node):
    """The names whose values a statement itself reads."""
    found = {n.id for part in own_parts(node) if isinstance(part, ast.AST) for n in ast.walk(part)
             if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    if isinstance(node, ast.AugAssign):
        found |= {n.id for n in ast.walk(node.target) if isinstance(n, ast.Name)}
    return frozenset(found)


def added_to(node, name):
    """The names that are read by what an assignment adds to a variable or takes from it; None for any other.

    >>> added_to(ast.parse("a = a - k").body[0], "a"), added_to(ast.parse("a = 2 * a").body[0], "a")
    ({'k'}, None)
    """
    if isinstance(node, ast.AugAssign) and isinstance(node.op, (ast.Add, ast.Sub)):
        other = node.value
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp) and len(node.targets) == 1 \
            and isinstance(node.targets[0], ast.Name) and isinstance(node.value.op, (ast.Add, ast.Sub)):
        left, right = node.value.left, node.value.right
        if isinstance(left, ast.Name) and left.id == name:
            other = right
        elif isinstance(right, ast.Name) and right.id == name and isinstance(node.value.op, ast.Add):
            other = left
        else:
            return None
    else:
        return None
    return {n.id for n in ast.walk(other) if isinstance(n, ast.Name)}


def runs_again(statement):
    """Does a second event on this statement mean that it runs a second time?

    Several events come from a statement on several lines, and from comprehensions;
    only in a `while True` that consists of one statement is there nothing in between.
    """
    node = statement.node
    loop = statement.loops[-1].node if statement.loops else None
    return (isinstance(loop, ast.While) and loop.body == [node] and isinstance(loop.test, ast.Constant)
            and node.lineno == node.end_lineno
            and not any(isinstance(n, _COMPREHENSIONS) for n in ast.walk(node)))
