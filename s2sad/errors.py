"""Refusals: what cannot be differentiated rightly, with the user's own line."""

import linecache
import os
import unicodedata


class DifferentiationError(Exception):
    """A program, or a part of it, that s2sad refuses to differentiate.

    Raised when the derivative is built.  Printed, it reads

        File "heat.py", line 3, column 12
            return u.sort()
                   ^
        Sorting has no derivative that s2sad knows.
        Sort before, or use np.sort.
          reached through main (File "run.py", line 8)

    Attributes:
        reason: one sentence, why.
        advice: one sentence, what to do instead.
        filename, lineno, offset, text: the user's file, line (from 1), column
            in characters (from 1) and the text of that line; None where there
            is no line.
        calls: names of the calls that led there, outermost first, each with
            its file and line.
    """

    def __init__(self, reason, advice=None, *, filename=None, lineno=None, offset=None,
                 text=None, calls=()):
        super().__init__(reason)
        self.reason = reason
        self.advice = advice
        self.filename = filename
        self.lineno = lineno
        self.offset = offset
        if text is None and filename is not None and lineno is not None:
            text = linecache.getline(os.fspath(filename), lineno) or None
        self.text = text.rstrip("\r\n") if text else text
        self.calls = tuple(calls)

    # Would other kinds of arguments perhaps be accepted?
    uncertain = False
    # Was there more code than is looked at?
    too_large = False
    # How many statements were looked at before this was found.
    steps = 0

    def __str__(self):
        lines = [*self._place(), self.reason]
        if self.advice:
            lines.append(self.advice)
        lines += [f"  reached through {call}" for call in self.calls]
        return "\n".join(lines)

    def _place(self):
        """The lines that say where: file and position, the text, the caret."""
        if self.filename is None:
            return
        place = f'File "{os.fspath(self.filename)}"'
        if self.lineno is not None:
            place += f", line {self.lineno}"
        if self.offset is not None:
            place += f", column {self.offset}"
        yield place
        bare = (self.text or "").strip()
        if bare:
            yield "    " + bare
            if self.offset is not None:
                lead = len(self.text) - len(self.text.lstrip())
                yield "    " + blank(self.text[lead:max(self.offset - 1, lead)]) + "^"

    def __reduce__(self):
        # An exception is normally rebuilt from its `args`, which lack the rest.
        return _rebuild, (type(self), self.args, self.__dict__.copy())


def blank(text):
    """White space as wide as `text` in a terminal: what to put before a caret.

    >>> blank("a = "), blank("\\t温"), blank("e\\u0301")
    ('    ', '\\t  ', ' ')
    """
    return "".join("\t" if char == "\t"
                   else "" if unicodedata.combining(char)
                   else "  " if unicodedata.east_asian_width(char) in "WF"
                   else " " for char in text)


def _rebuild(cls, args, state):
    error = cls.__new__(cls, *args)
    error.__dict__.update(state)
    return error
