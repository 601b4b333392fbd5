"""What `check` found, leaf by leaf."""

from dataclasses import dataclass

import numpy as np


@dataclass
class Row:
    """One leaf of the output along one direction.

    path: where the leaf is in what the function returns (or in an argument that
    it writes to); derivative, difference, error: of the leaf's shape; verdict: "ok",
    "differs" or "unsure"; note: why, in a few words.
    """

    path: str
    direction: int
    derivative: object
    difference: object
    error: object
    verdict: str
    note: str = ""

    def worst(self):
        """(index, derivative, difference, error) of the element that agrees least."""
        d, f, e = (np.asarray(x) for x in (self.derivative, self.difference, self.error))
        if d.ndim == 0 or d.shape != f.shape or d.size == 0:
            return "", self.derivative, self.difference, self.error
        with np.errstate(all="ignore"):
            gap = np.abs(d - f) / (np.abs(f) + e + 1e-300)
        at = np.unravel_index(np.argmax(np.where(np.isnan(gap), np.inf, gap)), d.shape)
        return "[" + ", ".join(map(str, at)) + "]", d[at], f[at], e[at]


@dataclass
class Report:
    """The rows of all leaves along all directions; `ok` if none differs and one at least agrees."""

    title: str
    rows: list

    @property
    def ok(self):
        verdicts = {row.verdict for row in self.rows}
        return "differs" not in verdicts and "ok" in verdicts

    def __str__(self):
        head = ("output", "derivative", "finite difference", "error", "verdict")
        lines = [head]
        for row in self.rows:
            at, derivative, difference, error = row.worst()
            note = f"{row.verdict}: {row.note}" if row.note else row.verdict
            lines.append((row.path + at, number(derivative), number(difference), number(error, 1), note))
        widths = [max(len(line[i]) for line in lines) for i in range(4)]
        text = ["  ".join([line[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(line[1:4], widths[1:])), line[4]])
                for line in lines]
        return "\n".join([self.title, *text, self.summary()])

    def summary(self):
        counts = {v: sum(row.verdict == v for row in self.rows) for v in ("ok", "differs", "unsure")}
        if not self.rows:
            return "nothing to compare: the function returns no number"
        return ", ".join(f"{n} {v}" for v, n in counts.items() if n)


def number(x, digits=9):
    """A number as it stands in a table."""
    if x is None or isinstance(x, str):
        return str(x or "-")
    x = np.asarray(x)
    if x.ndim:
        return f"of shape {x.shape}"
    if np.iscomplexobj(x):
        return f"{complex(x):.{digits}g}"
    return f"{float(x):.{digits}g}"
