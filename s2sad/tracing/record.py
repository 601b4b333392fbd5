"""Running a derivative, and writing down what each statement assigned.

The generated code runs as it is, under `sys.settrace`.
"""

import inspect
import sys

from s2sad.backend.compiler import ORIGINS
from s2sad.errors import DifferentiationError
from s2sad.frontend.source import load
from s2sad.tracing.running import Names, Running
from s2sad.tracing.statements import hands_on, statements_by_line
from s2sad.tracing.steps import Block, Folded, Step

_DEEPEST = 5  # calls of calls beyond this are folded


class Recorder:
    """Follows the generated functions while they run; `block` holds what happened."""

    def __init__(self, full=False):
        self.full = full
        self.block = Block()
        self.stack = []
        self.known = {}  # frame of a generator -> Running
        self.born = {}
        self.marked = set()
        self.appeared = []
        self.error = None
        self._statements, self._names, self._definitions = {}, {}, {}

    def statements(self, filename):
        if filename not in self._statements:
            self._statements[filename] = statements_by_line(ORIGINS[filename])
        return self._statements[filename]

    def names(self, code):
        if code not in self._names:
            self._names[code] = Names(ORIGINS[code.co_filename], code)
        return self._names[code]

    def definition(self, function):
        """The line with `def`, below the decorators."""
        if function not in self._definitions:
            try:
                line = load(function).tree.lineno
            except DifferentiationError:
                line = function.__code__.co_firstlineno
            self._definitions[function] = line
        return self._definitions[function]

    def run(self, function):
        """Call a function of no arguments, and record."""
        before = sys.gettrace()
        sys.settrace(self.called)
        try:
            return function()
        finally:
            sys.settrace(before)

    def called(self, frame, event, argument):
        """What `sys.settrace` calls when any function begins."""
        code = frame.f_code
        if code.co_filename not in ORIGINS or code.co_name.startswith("<") or event != "call":
            return None
        if hands_on(self.statements(code.co_filename)):
            return None
        running = self.known.get(frame)
        above = self.stack[-1] if self.stack else None
        if above is not None:
            above.calls()
        if running is None:
            running = Running(self, frame, above)
            if code.co_flags & inspect.CO_GENERATOR:
                self.known[frame] = running
        else:
            running.resume(above)
        (self.block if above is None else above.here).items.append(running.call)
        self.stack.append(running)

        def within(frame, event, argument):
            if event == "line":
                running.line(frame.f_lineno)
            elif event == "exception":
                running.raised(argument[1])
            elif event == "return":
                running.returned(argument)
                self.stack.pop()
                self.fold(running)
            return within
        return within


    def fold(self, running):
        """Forget a call that is deep among others, but for what is marked in it."""
        above = running.above
        if self.full or above is None or running.depth <= _DEEPEST or above.here.items[-1:] != [running.call]:
            return
        if running.call.marked:
            running.call.items = [item for item in running.call.items if not isinstance(item, Step) or item.flags]
            return
        items = above.here.items
        items.pop()
        count = 1 + sum(item.count for item in running.call.items if isinstance(item, Folded) and item.calls)
        if items and isinstance(items[-1], Folded) and items[-1].calls:
            count += items.pop().count
        items.append(Folded(count, running.depth, above.iteration, calls=True))
