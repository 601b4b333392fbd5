"""A trace as HTML: a table for a notebook, or a page of its own."""

from html import escape

from s2sad.tracing.steps import Folded
from s2sad.tracing.table import folded_words, footer, heading, is_new, named, notes, values

_STYLE = """
.s2sad-trace { font: 14px/1.45 system-ui, sans-serif; overflow-x: auto; }
.s2sad-trace table { border-collapse: collapse; }
.s2sad-trace th { text-align: left; font-weight: 600; border-bottom: 2px solid #8888; }
.s2sad-trace th, .s2sad-trace td { padding: 2px 12px 2px 0; vertical-align: top; text-align: left; background: none; }
.s2sad-trace td { font-family: ui-monospace, Menlo, Consolas, monospace; white-space: pre; font-size: 13px; }
.s2sad-trace td.code { white-space: pre-wrap; min-width: 13em; }
.s2sad-trace .s2sad-code { display: inline-block; text-indent: -2ch; }
.s2sad-trace tr.s2sad-new td { border-top: 1px solid #8883; }
.s2sad-trace .s2sad-dim { opacity: .6; }
.s2sad-trace .s2sad-in { border-left: 2px solid #4a8cf7; padding-left: 10px; display: inline-block; }
.s2sad-trace .s2sad-note { color: #c62828; font-weight: 600; }
.s2sad-trace tr.s2sad-marked td { background: #ff525222; }
.s2sad-trace tr.s2sad-return td { font-weight: 600; }
@media (prefers-color-scheme: dark) { .s2sad-trace .s2sad-note { color: #ff8a80; } }
"""

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>body {{ margin: 1.5rem; }}</style>
</head>
<body>
{body}</body>
</html>
"""


def page(trace):
    """A page of its own, that needs nothing else."""
    return _PAGE.format(title=escape(f"The trace of {trace.function}"), body=fragment(trace))


def fragment(trace):
    """The table with its style."""
    rows = list(trace.rows)
    loops = any(row.iteration for row in rows)
    heads = ["line", *["loop"] * loops, "statement", "name", "value", "tangent"]
    lines = [f"<style>{_STYLE}</style>", '<div class="s2sad-trace">', f"<p>{escape(heading(trace))}</p>", "<table>",
             "<thead><tr>" + "".join(f"<th>{head}</th>" for head in heads) + "</tr></thead>", "<tbody>"]
    before = None
    for row in rows:
        if isinstance(row, Folded):
            lines.append('<tr class="s2sad-dim s2sad-new"><td></td>' + "<td>…</td>" * loops
                         + f'<td class="code">{within(row, folded_words(row))}</td><td></td><td></td><td></td></tr>')
            before = None
            continue
        new = is_new(row, before)
        before = row
        classes = ["s2sad-new"] * new + ["s2sad-marked"] * bool(row.flags) + ["s2sad-return"] * (row.what == "return") \
            + ["s2sad-dim"] * (row.what in ("call", "branch", "temporary"))
        code = within(row, row.source if new else "")
        code += "".join(f'\n<span class="s2sad-note">{escape(note)}</span>' for note in notes(row))
        cells = [f'<td class="s2sad-dim">{row.line if new else ""}</td>']
        if loops:
            cells.append(f"<td>{'.'.join(map(str, row.iteration))}</td>")
        cells.append(f'<td class="code">{code}</td>')
        cells += [f"<td>{escape(cell)}</td>" for cell in (named(row), *values(row, trace.full))]
        lines.append(f'<tr class="{" ".join(classes)}">' + "".join(cells) + "</tr>")
    lines += ["</tbody>", "</table>", *(f'<p class="s2sad-dim">{escape(line)}</p>' for line in footer(trace, rows)),
              "</div>", ""]
    return "\n".join(lines)


def within(row, source):
    """A statement behind a bar for each call that it is in."""
    indent = row.indent // 2 + 2  # what is wrapped goes two further in
    text = f'<span class="s2sad-code" style="padding-left: {indent}ch">{escape(source)}</span>'
    for _ in range(row.depth):
        text = f'<span class="s2sad-in">{text}</span>'
    return text
