"""Refusals: what cannot be differentiated rightly, with the user's own line."""

import linecache
import os


class DifferentiationError(Exception):
    """A program, or a part of it, that s2sad refuses to differentiate.

    Raised when the derivative is built.

    Attributes:
        reason: one sentence, why.
        advice: one sentence, what to do instead.
        filename, lineno, offset, text: the user's file, line (from 1), column
            (from 1) and the text of that line; None where there is no line.
        calls: names of the calls that led there, outermost first, each with
            its file and line.
    """

    def __init__(self, reason, advice, *, filename=None, lineno=None, offset=None,
                 text=None, calls=()):
        super().__init__(reason)
        self.reason = reason
        self.advice = advice
        self.filename = filename
        self.lineno = lineno
        self.offset = offset
        if text is None and filename is not None and lineno is not None:
            text = linecache.getline(filename, lineno)
        self.text = text.rstrip("\n") if text else text
        self.calls = tuple(calls)

    def __str__(self):
        lines = []
        if self.filename is not None:
            place = f'File "{os.fspath(self.filename)}"'
            if self.lineno is not None:
                place += f", line {self.lineno}"
                if self.offset is not None:
                    place += f", column {self.offset}"
            lines.append(place)
            if self.text:
                bare = self.text.lstrip()
                lines.append("    " + bare)
                if self.offset is not None:
                    # Keep tabs as tabs, so that the caret stands under its column.
                    lead = self.text[len(self.text) - len(bare):self.offset - 1]
                    lines.append("    " + "".join(c if c == "\t" else " " for c in lead) + "^")
        lines.append(self.reason)
        if self.advice:
            lines.append(self.advice)
        lines += [f"  reached through {call}" for call in self.calls]
        return "\n".join(lines)
