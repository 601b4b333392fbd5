"""An exploration as a page of its own: no server, no network, and no script but its own."""

import os
from html import escape
from importlib.resources import files

from s2sad.exploring.highlight import column, highlighted, marks_of_names

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<header>
<h1>{heading}</h1>
<p class="legend">{legend}</p>
</header>
<main>
<section class="pane" aria-label="Source">
<div class="bar"><h2>Source</h2></div>
<div class="scroll">
{source}</div>
</section>
<section class="pane" aria-label="What is made of it">
<div class="bar" role="tablist" aria-label="Forms">
{tabs}</div>
{panels}</section>
</main>
<script>
{script}</script>
</body>
</html>
"""

_LEGEND = ('<i class="active">{variables}</i> depend on {wrt}; <i class="tangent">tangents</i> are their derivatives. '
           "Point at a line, or click it, to see what belongs to it on the other side.")

_ABOUT = {
    "lowered": "The function in the small core language that the analysis reads.",
    "facts": "What the compiler knows of each value before the program runs.",
    "forward": "Each value with its tangent, before products, common values and dead code are simplified.",
}


def page(exploration):
    """The whole page."""
    stages = exploration.stages
    panels = [("derivative", "Derivative", texts(stages, stages.printed))] if stages.printed else []
    if stages.refusal is not None:
        panels.append(("refusal", "Refusal", refusal(exploration)))
    panels += [(name, title, about(name) + content) for name, title, content in (
        ("forward", "Unsimplified", texts(stages, stages.forward)),
        ("facts", "Kinds", "".join(facts(stages, found) for found in stages.facts)),
        ("lowered", "Lowered", texts(stages, stages.lowered))) if content]
    wrt = " and ".join(f"<code>{escape(name)}</code>" for name in exploration.wrt)
    return _PAGE.format(
        title=escape(f"The derivative of {exploration.function}"),
        heading=f"<code>{escape(exploration.function)}</code>" + (f", differentiated by {wrt}" if wrt else ""),
        legend=_LEGEND.format(variables="Active variables", wrt=wrt or "the parameters"),
        source="".join(source(stages, i) for i in range(len(stages.sources)))
        or '<p class="note">The source could not be read.</p>\n',
        tabs="".join(f'<button role="tab" id="tab-{name}" aria-controls="{name}">{title}</button>\n'
                     for name, title, _ in panels),
        panels="".join(f'<div class="scroll" role="tabpanel" id="{name}" aria-labelledby="tab-{name}">\n{content}</div>\n'
                       for name, _, content in panels),
        style=asset("page.css"), script=asset("page.js"))


def frame(exploration):
    """The page in a frame, for a notebook, whose own style and scripts it does not meet."""
    lines = max(sum(len(text.lines) for text in side) for side in
                (exploration.stages.sources, exploration.stages.printed or exploration.stages.sources))
    height = min(640, 190 + 21 * lines)
    return (f'<iframe title="The derivative of {escape(exploration.function)}" sandbox="allow-scripts" '
            f'srcdoc="{escape(page(exploration))}" '
            f'style="width: 100%; height: {height}px; border: 0; resize: vertical"></iframe>')


def asset(name):
    return files("s2sad.exploring").joinpath(name).read_text(encoding="utf-8")


def about(name):
    return f'<p class="note">{_ABOUT[name]}</p>\n'


# -- the user's side

def source(stages, index):
    """The user's text of one function."""
    shown = stages.sources[index]
    error = stages.refusal
    marks = {(line - shown.first, column(shown.lines[line - shown.first], offset)): "active"
             for line, offset in shown.active if 0 <= line - shown.first < len(shown.lines)}
    at_fault = None
    if error is not None and error.filename == shown.filename and shown.first <= (error.lineno or 0) <= shown.last:
        at_fault = error.lineno - shown.first
        place = at_fault, (error.offset or 1) - 1
        marks[place] = f"{marks.get(place, '')} fault".strip()
    rows = []
    for i, html in enumerate(highlighted(shown.lines, marks)):
        line = shown.first + i
        at = f"{index}:{shown.starts[line]}" if line in shown.starts else None
        rows.append(row(line, html + (reason(error) if i == at_fault else ""), shown.lines[i], at))
    heading = f"{os.path.basename(shown.filename)}, line {shown.first}"
    if stages.printed and all(text.source is not shown for text in stages.printed):
        heading += ": nothing in it is active, so it is called as it is"
    return listing(heading, f"Source of {shown.name}", rows)


def reason(error):
    """What is said below the line that is refused."""
    return f'<span class="reason refusal">{escape(" ".join(filter(None, (error.reason, error.advice))))}</span>'


def refusal(exploration):
    """The message as it is printed."""
    note = '<p class="note">Other kinds of arguments may be accepted: explore the function with arguments.</p>\n'
    return f'<pre class="message refusal code" role="alert">{escape(str(exploration.refusal))}</pre>\n' \
        + note * exploration.guessed


# -- the other side

def texts(stages, found):
    """Generated functions, each beside the lines of the user's that it was made from."""
    parts = []
    for text in found:
        index = stages.sources.index(text.source)
        lines = text.text.rstrip("\n").split("\n")
        classes = dict.fromkeys(text.active, "active") | dict.fromkeys(text.tangents, "tangent")
        rows = [row(i + 1, html, lines[i], f"{index}:{text.lines[i]}" if text.lines[i] is not None else None)
                for i, html in enumerate(highlighted(lines, marks_of_names(text.text, classes)))]
        parts.append(listing(f"from {text.source.name}, {os.path.basename(text.source.filename)}",
                             f"Generated {text.name}", rows))
    return "".join(parts)


def facts(stages, found):
    """The kinds of one function's expressions, as a table."""
    index = stages.sources.index(found.source)
    parts = [f"<h3>{escape(found.name)}({escape(found.parameters)})</h3>\n<table>\n"
             "<thead><tr><th>line</th><th>expression</th><th>kind</th><th>active</th></tr></thead>\n<tbody>\n"]
    for fact in found.rows:
        text = escape(fact.text)
        if fact.active:
            text = f'<i class="active">{text}</i>'
        parts.append(f'<tr data-at="{index}:{found.source.starts.get(fact.line, fact.line)}"><td>{fact.line}</td><td class="code">{text}</td>'
                     f"<td>{escape(fact.kind)}</td><td>{'active' if fact.active else ''}</td></tr>\n")
    return "".join(parts) + "</tbody>\n</table>\n"


def listing(heading, label, rows):
    return (f'<h3>{escape(heading)}</h3>\n<div class="code" role="listbox" aria-label="{escape(label)}">\n'
            + "".join(rows) + "</div>\n")


def row(number, html, text, at):
    """One line of a text: it is linked to all that have the same `at`."""
    indent = len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip())
    linked = f' role="option" aria-selected="false" tabindex="-1" data-at="{at}"' if at is not None else \
        ' role="option" aria-disabled="true"'
    return (f'<div class="row"{linked}><span class="number">{number}</span>'
            f'<span class="text" style="--indent: {indent}">{html or " "}</span></div>\n')
