"""A trace as a table on a terminal."""

import io
import os
import textwrap

from s2sad.tracing.steps import Folded
from s2sad.tracing.words import NOTHING, WIDEST, words

_WIDEST_NAME = 12


def text(trace, width=80):
    """The table without colour."""
    from rich.console import Console
    stream = io.StringIO()
    show(trace, Console(file=stream, width=width, color_system=None, legacy_windows=False))
    return "\n".join(line.rstrip() for line in stream.getvalue().rstrip().splitlines())


def show(trace, console):
    """Print the table with rich."""
    from rich import box
    from rich.table import Table
    from rich.text import Text
    lines = list(table_lines(trace))
    loops = any(line["loop"] for line in lines)
    rule = box.Box("\n".join(["    ", "    ", " ── ", *["    "] * 5]))
    table = Table(box=rule, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", show_edge=False)
    table.add_column("line", justify="right", style="dim", no_wrap=True)
    if loops:
        table.add_column("loop", no_wrap=True, max_width=9)
    loop_width = 2 + max(4, min(9, max(len(line["loop"]) for line in lines))) if loops else 0
    width = statement_width(lines, console.width - 6 - loop_width)
    table.add_column("statement", width=width, no_wrap=True)
    table.add_column("name", overflow="fold", max_width=_WIDEST_NAME)
    for title in ("value", "tangent"):
        table.add_column(title, overflow="fold", max_width=WIDEST, min_width=9)
    for line in lines:
        statement = Text(wrapped(line, width), style=line["style"])
        for note in line["notes"]:
            statement.append("\n" * bool(statement.plain) + textwrap.fill(note, width), style="bold red")
        cells = [Text(str(line[name]), style=line["style"]) for name in ("name", "value", "tangent")]
        table.add_row(line["line"], *[line["loop"]] * loops, statement, *cells)
    console.print(Text(heading(trace) + "\n"))
    console.print(table)
    below = footer(trace, list(trace.rows))
    if below:
        console.print(Text("\n" + "\n".join(below), style="dim"))


def table_lines(trace):
    """The cells of each row, and how it looks."""
    before = None
    for row in trace.rows:
        if isinstance(row, Folded):
            yield {"line": "", "loop": "" if row.calls else "…", "bars": bars(row), "source": folded_words(row),
                   "name": "", "value": "", "tangent": "", "notes": [], "style": "dim"}
            before = None
            continue
        new = is_new(row, before)
        before = row
        value, tangent = values(row, trace.full)
        style = {"return": "bold", "call": "dim", "branch": "dim", "temporary": "dim"}.get(row.what, "")
        yield {"line": str(row.line) if new else "", "loop": ".".join(map(str, row.iteration)), "bars": bars(row),
               "source": row.source if new else "", "name": named(row), "value": value, "tangent": tangent,
               "notes": notes(row), "style": style}


def is_new(row, before):
    """Is this another statement than the row before is about?"""
    def place(r):
        return r.line, r.depth, r.iteration, r.function, r.what if r.what in ("return", "call") else ""
    return before is None or place(row) != place(before)


def statement_width(lines, room):
    """How wide the column of statements may be."""
    def widest(name, most):
        return min(most, max((len(part) for line in lines for part in line[name].split("\n")), default=0))
    rest = 6 + max(4, widest("name", _WIDEST_NAME)) + sum(max(9, widest(n, WIDEST)) for n in ("value", "tangent"))
    wanted = max((len(part) for line in lines for part in (line["bars"] + line["source"], *line["notes"])), default=0)
    return max(16, min(wanted, room - rest))


def wrapped(line, width):
    """A statement behind its bars, on as many lines as it needs."""
    if not line["source"]:
        return ""
    first = line["bars"][:max(0, width - 12)]
    rest = first.rstrip(" ") + " " * (len(first) - len(first.rstrip(" ")))
    return textwrap.fill(line["source"], max(width, len(first) + 4), initial_indent=first, subsequent_indent=rest + "  ")


def heading(trace):
    """What was traced."""
    seeds = ", ".join(f"{name} = {words(value)}".replace("\n", " ") for name, value in trace.seeds.items())
    place = f" ({os.path.basename(trace.filename)})" if trace.filename else ""
    return f"{trace.function}{place}, differentiated by {', '.join(trace.wrt)}" + (f" with {seeds}" if seeds else "")


def bars(row):
    """What stands before a statement: a bar for each call that it is in, and the user's own indentation."""
    return "│ " * min(row.depth, 8) + " " * (min(row.indent, 16) // 2)


def folded_words(row):
    """
    >>> print(folded_words(Folded(998, 0, ())))
    … 998 more iterations
    """
    return f"… {row.count} more {'call' if row.calls else 'iteration'}{'s' * (row.count > 1)}" + (
        " inside" if row.calls else "")


def notes(row):
    """What is said below a statement."""
    if row.what == "exception":
        return [f"! {row.value}"]
    return [f"! {flag.split()[0]} appears in the {flag.split()[-1]} of {row.name or 'what is returned'}"
            for flag in row.flags]


def named(row):
    """The name of what a row shows."""
    return row.what if row.what in ("return", "yield") else row.name or ""


def values(row, full=False):
    """The words for value and tangent."""
    if row.what in ("call", "branch", "exception"):
        return "", ""
    if row.what == "return" and row.value is None and row.tangent is None:
        return "None", ""
    return words(row.value, full), NOTHING if row.tangent is None else words(row.tangent, full)


def footer(trace, rows):
    """What the signs mean."""
    lines = []
    if any(values(row)[1] == NOTHING for row in rows if not isinstance(row, Folded)):
        lines.append(f"{NOTHING}  no tangent: it does not depend on {' or '.join(trace.wrt)}, or nothing needs it")
    if any(isinstance(row, Folded) for row in rows):
        lines.append("…  folded: --full on the command line, full=True in Python, shows all")
    return lines
