"""`trace`: a derivative run step by step."""

import inspect
import json

import numpy as np

from s2sad.frontend.derived import derivative_of
from s2sad.tracing import steps
from s2sad.tracing.record import Recorder
from s2sad.tracing.steps import Folded
from s2sad.tracing.values import Snapshot, copied
from s2sad.tracing.words import summary


class Trace:
    """What happened while a derivative ran: see `s2sad.trace`."""

    def __init__(self, function, filename, wrt, seeds, recorded, full):
        self.function = function
        self.filename = filename
        self.wrt = wrt
        self.seeds = seeds
        self.rows = recorded
        self.full = full
        self.error = None
        self._result = None

    @property
    def value(self):
        """What the function returned; the exception that it raised is raised again."""
        return self._pair()[0]

    @property
    def tangent(self):
        """The derivative of what it returned."""
        return self._pair()[1]

    def _pair(self):
        if self.error is not None:
            raise self.error
        return self._result

    def __iter__(self):
        return (row for row in self.rows if not isinstance(row, Folded))

    def __len__(self):
        return sum(1 for _ in self)

    def __str__(self):
        from s2sad.tracing.table import text
        return text(self)

    def __repr__(self):
        return f"<trace of {self.function}: {len(self)} steps>"

    def _repr_html_(self):
        from s2sad.tracing.page import fragment
        return fragment(self)

    def to_html(self):
        """The trace as an HTML page of its own."""
        from s2sad.tracing.page import page
        return page(self)

    def to_json(self, indent=None):
        """The trace as JSON text.

        A value is a number, a text, a list or an object; NaN and infinities are the texts "nan", "inf" and "-inf",
        complex numbers {"real": ..., "imag": ...}; arrays {"shape", "dtype", "norm", "min", "max"}, with "data"
        where there are at most a hundred elements or the trace is full.
        """
        result = {"function": self.function, "file": self.filename, "wrt": list(self.wrt),
                  "seeds": {name: self._plain(value) for name, value in self.seeds.items()}}
        if self.error is None:
            result |= {"value": self._plain(self.value), "tangent": self._plain(self.tangent)}
        else:
            result["error"] = f"{type(self.error).__name__}: {self.error}"
        result["steps"] = [self._row(row) for row in self.rows]
        return json.dumps(result, indent=indent, allow_nan=False)

    def _row(self, row):
        if isinstance(row, Folded):
            return {"folded": row.count, "what": "call" if row.calls else "iteration", "depth": row.depth,
                    "iteration": list(row.iteration)}
        result = {"line": row.line, "source": row.source, "function": row.function, "file": row.filename,
                  "depth": row.depth, "iteration": list(row.iteration), "what": row.what}
        if row.what not in ("call", "branch"):
            result |= {"name": row.name, "value": self._plain(row.value), "tangent": self._plain(row.tangent)}
        return result | {"flags": list(row.flags)}

    def _plain(self, value, within=()):
        if isinstance(value, (dict, list, tuple, Snapshot)):
            if any(outer is value for outer in within):
                return "..."  # it holds itself
            within = (*within, value)
        if value is None or isinstance(value, (bool, str)):
            return value
        if isinstance(value, np.bool_):
            return bool(value)
        if isinstance(value, (int, np.integer)):
            return int(value)
        if isinstance(value, (float, np.floating)):
            value = float(value)
            return value if np.isfinite(value) else str(value)
        if isinstance(value, (complex, np.complexfloating)):
            return {"real": self._plain(value.real), "imag": self._plain(value.imag)}
        if isinstance(value, np.ndarray):
            facts = {"shape": list(value.shape), "dtype": str(value.dtype)}
            if value.dtype.kind in "fciu":
                facts |= {name: self._plain(fact) for name, fact in summary(value).items()}
            if self.full or value.size <= 100:
                facts["data"] = self._plain(value.tolist())
            return facts
        if isinstance(value, dict):
            return {k if isinstance(k, str) else repr(k): self._plain(v, within) for k, v in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._plain(v, within) for v in value]
        if isinstance(value, Snapshot):
            return self._plain(value.attributes, within)
        return str(value)


def trace(f, /, *args, wrt=0, full=False, **kwargs):
    """See `s2sad.trace`."""
    from s2sad.api import differentiate
    derivative = f if derivative_of(f) is not None else differentiate(f, wrt)
    state = derivative_of(derivative)
    arguments, _ = state._bind(args, dict(kwargs))
    seeds = {name: copied(kwargs[name]) for name in state.seeds.values() if name in kwargs}
    state._version(dict(arguments))  # what happens while it is generated is no part of the trace
    recorder = Recorder(full)
    function = state._target.function
    result = Trace(state.__name__, inspect.getsourcefile(inspect.unwrap(derivative.primal)) if inspect.isfunction(
        inspect.unwrap(derivative.primal)) else function.__code__.co_filename, state._wrt, seeds, None, full)
    try:
        result._result = recorder.run(lambda: derivative(*args, **kwargs))
    except (Exception, SystemExit) as error:
        if recorder.error is not error:
            raise  # not the user's: a seed that does not fit
        result.error = error
    result.rows = tuple(steps.rows(recorder.block))
    return result
