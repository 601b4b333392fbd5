"""Generated text made into functions whose names are looked up where the user's are.

The generated function's globals are the user's module, and its free variables
are the user's own closure cells, so that both stay live.  What s2sad adds
(`np`, helpers, other derivatives) comes in as further closure cells; nothing is
written into the user's module.
"""

import ast
import inspect
import itertools
import linecache
import types

from s2sad.frontend.trees import children
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
    """The module's tree of generated text; a line is put before it, as in `factory`."""
    return ast.parse("\n" + text)


def prepare(piece):
    """Compile a piece's text, if that is not done: `piece.compiled` is the code."""
    if piece.compiled is not None:
        return
    module = compile(factory(piece), "<s2sad>", "exec", dont_inherit=True)
    piece.compiled = _inner(_inner(module, "_"), piece.name)


def factory(piece):
    """The text of a function that defines a piece's, with the piece's cells for parameters.

    Its lines and columns are those that tracebacks show (see `remember_text`).
    """
    return in_factory(piece, cell_names(piece))


def in_factory(piece, names):
    return "\n".join([f"def _({', '.join(names)}):", *indented(piece.text, reading(piece).inside)])


def definition_of(piece):
    """The tree of a piece's function, with the positions that tracebacks show."""
    return ast.parse(in_factory(piece, ())).body[0].body[0]


def indented(text, inside):
    """The lines of a text, each a column further to the right but for those that start in the middle of a text."""
    return [line if number in inside else " " + line for number, line in enumerate(text.split("\n"))]


class Reading(Record):
    """What has to be known of a generated text beside the text, and can be kept on disk with it.

    by_position, by_keyword: the defaults of the parameters that the user's function does not have.
    inside: the lines, counted from 1, whose end is in the middle of a text.
    """

    by_position: tuple
    by_keyword: dict
    inside: tuple


def reading(piece):
    if piece.reading is None:
        tree = piece.parsed or parsed(piece.text)
        piece.reading = Reading(*seed_defaults(piece.function.__code__, tree.body[0].args),
                                _inside_texts(tree) if any(mark in piece.text for mark in _OVER_LINES) else ())
    return piece.reading


def cell_names(piece):
    """The names of the closure that a piece is compiled in."""
    return list(dict.fromkeys([*piece.injected, *piece.function.__code__.co_freevars]))


def seed_defaults(original, arguments):
    """The defaults of the parameters that the function with the code `original` does not have."""
    known = original.co_varnames[:original.co_argcount + original.co_kwonlyargcount]
    named = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
    by_position = zip(named[len(named) - len(arguments.defaults):], arguments.defaults)
    by_keyword = zip(arguments.kwonlyargs, arguments.kw_defaults)
    return (tuple(ast.literal_eval(d) for n, d in by_position if n not in known),
            {a.arg: ast.literal_eval(d) for a, d in by_keyword if d is not None and a.arg not in known})


def made_function(piece, injected):
    """The function that a piece defines, living where the user's function lives; injected: names to cells."""
    prepare(piece)
    read, function = reading(piece), piece.function
    cells = dict(injected)
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
        cells.setdefault(name, cell)
    filename = f"<s2sad {piece.name} {next(_counter)}>"
    code = _in_file(named_as(piece.compiled, function), filename)
    result = types.FunctionType(code, function.__globals__, piece.name, None,
                                tuple(cells[name] for name in code.co_freevars))
    result.__module__ = function.__module__
    # The user's own default objects, and those of the seeds.
    result.__defaults__ = ((function.__defaults__ or ()) + read.by_position) or None
    result.__kwdefaults__ = {**(function.__kwdefaults__ or {}), **read.by_keyword} or None
    remember_text(filename, piece)
    TREES[code] = piece.text
    ORIGINS[filename] = Origin(piece.text, function, piece.user_lines)
    return result


def _in_file(code, filename):
    """The same code, and that of the functions in it, in a file of another name."""
    return code.replace(co_filename=filename, co_consts=tuple(
        _in_file(c, filename) if isinstance(c, types.CodeType) else c for c in code.co_consts))


def named_as(code, function):
    """The same code, the functions and classes in it with the `__qualname__` that those in the user's function have."""
    while function.__code__.co_filename in ORIGINS:
        function = ORIGINS[function.__code__.co_filename].function
    user = function.__code__
    return code.replace(co_consts=_named(code, user, code.co_qualname + ".", user.co_qualname + "."))


def _named(code, user, before, after):
    own = {c.co_name: c for c in user.co_consts if isinstance(c, types.CodeType)}
    constants = []
    for c in code.co_consts:
        if isinstance(c, types.CodeType) and c.co_qualname.startswith(before):
            name = after + c.co_qualname[len(before):]
            theirs = own.get(c.co_name) or own.get(c.co_name[1:].rstrip("_")) or c  # `drate` is that of `rate`
            inner = _named(c, theirs, c.co_qualname + ".", name[:len(name) - len(c.co_name)] + theirs.co_name + ".")
            if not c.co_flags & inspect.CO_OPTIMIZED:  # the body of a class has its name as a constant
                inner = tuple(name if type(i) is str and i == c.co_qualname else i for i in inner)
            c = c.replace(co_qualname=name, co_consts=inner)
        constants.append(c)
    return tuple(constants)


def _inner(code, name):
    return next(c for c in code.co_consts if isinstance(c, types.CodeType) and c.co_name == name)


def remember_text(filename, piece):
    """Let tracebacks show the generated line, and which of the user's it comes from, where a comment may be added."""
    function, inside = piece.function, reading(piece).inside
    origin = function.__code__.co_filename
    header, *texts = factory(piece).split("\n")
    lines = [f"{header}  # the derivative of {function.__qualname__} ({origin})\n"]
    for number, (line, user_line) in enumerate(zip(texts, piece.user_lines), 1):
        lines.append(f"{line}  # {origin}:{user_line}\n" if user_line and number not in inside else line + "\n")
    linecache.cache[filename] = (sum(map(len, lines)), None, lines, filename)


_OVER_LINES = ('"""', "'''", "\\\n")  # what a text that goes on in the next line has


def _inside_texts(tree):
    """Lines to which no comment may be added: those on which a text goes on."""
    inside, todo = set(), [tree]
    for node in todo:
        if isinstance(node, (ast.Constant, ast.JoinedStr)):
            inside |= set(range(node.lineno - 1, node.end_lineno - 1))
        else:  # what is on one line has no such text
            todo += [child for child in children(node) if getattr(child, "end_lineno", 0) != getattr(child, "lineno", 1)]
    return tuple(sorted(inside))
