"""The versions that a derivative's calls go straight to: several, where calls of several kinds alternate.

The public function has the code of the one that ran last.  What that is not for is offered to the others before it is
looked up.
"""

import threading
import types

MOST = 4
REFUSED = object()

_lock = threading.Lock()  # held while the order changes: threads may call at once


class Turn:
    """A version, with code that runs it for calls of its kinds; called with the arguments of a call that is not."""

    def __init__(self, derivative, version):
        self.derivative = derivative
        self.version = version
        self.code = self.defaults = self.keyword_defaults = None
        self.offered = None  # the same as a function that returns REFUSED for other calls

    def __call__(self, args, kwargs):
        for turn in self.derivative.turns:
            if turn is not self:
                result = turn.offered(*args, **kwargs)
                if result is not REFUSED:
                    to_front(turn)
                    return result
        return self.derivative._call(args, kwargs)

    def become(self, code, exchanged, defaults, keyword_defaults):
        """exchanged: the code with another object in place of this one."""
        self.code, self.defaults, self.keyword_defaults = code, defaults, keyword_defaults
        public = self.derivative.public
        self.offered = types.FunctionType(exchanged(refuse), public.__globals__, public.__name__, defaults)
        self.offered.__kwdefaults__ = keyword_defaults


def refuse(args, kwargs):
    return REFUSED


def to_front(turn):
    """Let the public function have the code of this turn."""
    derivative = turn.derivative
    with _lock:
        derivative.turns = [turn, *(t for t in derivative.turns if t is not turn)][:MOST]
        public = derivative.public
        public.__code__, public.__defaults__, public.__kwdefaults__ = turn.code, turn.defaults, turn.keyword_defaults
        derivative.show(turn.version)
