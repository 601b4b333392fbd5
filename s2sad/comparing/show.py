"""A comparison on a terminal, and its plot."""

import math
import textwrap

from s2sad.tracing.words import number

_MARKS = {"forward": "f", "central": "c"}


def text(comparison, width=80):
    """The tables and the plot as text."""
    return "\n".join(line.rstrip() for line, _ in lines(comparison, width))


def show(comparison, console):
    """Print the same with rich."""
    from rich.text import Text
    for line, style in lines(comparison, console.width):
        console.print(Text(line.rstrip(), style=style), no_wrap=True, overflow="ignore", crop=False)


def lines(comparison, width):
    """(line, style) of all of it."""
    yield f"{comparison.function} at {comparison.point}, differentiated by {comparison.wrt}", "bold"
    size = "" if comparison.size is None else f", {comparison.size} operations"
    yield f"value       {number(comparison.value)}, in {duration(comparison.seconds)}{size}", ""
    if comparison.reference is not None:
        import mpmath
        yield from wrapped("derivative  ", f"{mpmath.nstr(comparison.reference, 25)} (mpmath)", width)
    else:
        yield from wrapped("derivative  ", f"not known to many digits: {comparison.no_reference}", width)
    yield "", ""
    yield f"{'':22}{'derivative':<24}{'error':<9}{'time':<10}{'operations':>10}", "bold"
    way = None
    for row in comparison:
        if row.way != way:
            yield row.way, "bold"
            way = row.way
        yield from row_lines(row, width)
    if any(d.error is not None for d in (*comparison.forward, *comparison.central)):
        yield "", ""
        yield from plot_lines(comparison, width)
    if comparison.swell or comparison.no_swell:
        yield "", ""
        yield from swell_lines(comparison, width)


def row_lines(row, width):
    """A row, and its note below."""
    if row.derivative is None:
        yield from wrapped(f"  {row.name:<20}", row.note, width)
        return
    size = "" if row.size is None else row.size
    yield f"  {row.name:<20}{row.derivative!r:<24}{short(row.error):<9}{duration(row.seconds):<10}{size:>10}", ""
    if row.note:
        yield from wrapped(" " * 22, textwrap.shorten(row.note, 3 * (width - 22), placeholder=" …"), width, "dim")


def wrapped(before, note, width, style=""):
    """A text behind another, on as many lines as it needs."""
    for line in textwrap.wrap(note, max(30, width - len(before))) or [""]:
        yield before + line, style
        before = " " * len(before)


def short(error):
    """
    >>> short(None), short(0.0), short(1.234e-9)
    ('-', '0', '1.2e-09')
    """
    return "-" if error is None else "0" if error == 0 else f"{error:.1e}"


def duration(seconds):
    """
    >>> duration(1.5e-6), duration(0.0123), duration(2.0), duration(None)
    ('1.5 µs', '12.3 ms', '2 s', '-')
    """
    if seconds is None:
        return "-"
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9)):
        if seconds >= size or unit == "ns":
            return f"{seconds / size:.3g} {unit}"


def plot_lines(comparison, width):
    """The error of difference quotients against their step, both on a scale of powers of ten."""
    points = {}
    for name, mark in _MARKS.items():
        for d in getattr(comparison, name):
            if d.error is not None and d.error < 1e3:
                row = max(-17, round(math.log10(d.error))) if d.error else -17
                place = (row, round(-2 * math.log10(d.step)))
                points[place] = "*" if place in points else mark
    yield "error of the difference quotients against the step", "bold"
    if not points:
        yield "all are larger than 1000", ""
        return
    first, last = min(c for _, c in points), max(c for _, c in points)
    scale = 2 if width >= 10 + 2 * (last - first) else 1
    for row in range(max(r for r, _ in points), min(r for r, _ in points) - 1, -1):
        cells = "".join(points.get((row, c), " ").ljust(scale) for c in range(first, last + 1))
        yield f"{'0' if row == -17 else f'1e{row:+03d}':>7} | {cells}".rstrip(), ""
    yield f"{'':7} +{'-' * (scale * (last - first) + 2)}", ""
    marks = [" "] * (scale * (last - first) + 8)
    for c in range(first, last + 1):
        if c % 8 == 0:
            label = f"1e{-c // 2:+03d}"
            marks[scale * (c - first):scale * (c - first) + len(label)] = label
    yield f"{'step':>7}   {''.join(marks)}".rstrip(), ""
    yield "f  forward: falls with the step h, until rounding (1/h) takes over", "dim"
    yield "c  central: falls with h**2        *  both", "dim"


def swell_lines(comparison, width):
    """How the formula grows with an integer parameter."""
    n = comparison.counted
    yield f"operations, by {n}", "bold"
    if comparison.swell:
        yield f"{n[:8]:>8}{'function':>12}{'derivative':>12}{'simplified':>12}{'s2sad':>10}", "bold"
    for row in comparison.swell:
        sizes = (row.function, row.derivative, row.simplified, row.generated)
        cells = ["-" if size is None else size for size in sizes]
        yield f"{row.n:>8}{cells[0]:>12}{cells[1]:>12}{cells[2]:>12}{cells[3]:>10}", ""
    if comparison.no_swell:
        yield from wrapped("SymPy: ", comparison.no_swell, width, "dim")


def save_plot(comparison, path):
    """See `Comparison.plot`."""
    try:
        import matplotlib
    except ModuleNotFoundError:
        raise ModuleNotFoundError("a plot needs matplotlib: pip install 's2sad[compare]'") from None
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    with matplotlib.rc_context(matplotlib.rcParamsDefault):
        figure = Figure(figsize=(7, 4.5), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot(xscale="log", yscale="log", xlabel="step h", ylabel="relative error",
                                  title=f"{comparison.function} at {comparison.point}")
        for name, style in (("forward", "o-"), ("central", "s-")):
            known = [d for d in getattr(comparison, name) if d.error]
            axes.plot([d.step for d in known], [d.error for d in known], style, markersize=4,
                      label=f"{name} differences")
        error = comparison["s2sad"].error
        if error is not None:
            axes.axhline(max(error, 1e-17), color="black", linestyle="--", label="s2sad" + " (no error)" * (error == 0))
        axes.grid(alpha=0.3)
        axes.legend()
        figure.savefig(path, dpi=150)
