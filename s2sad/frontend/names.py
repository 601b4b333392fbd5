"""What object each free name of a function means, looked up where Python would."""

import builtins
import types
from dataclasses import dataclass

MISSING = object()


@dataclass(frozen=True)
class Place:
    """Where a name is looked up: `space` is a namespace dict or a closure cell."""

    kind: str  # "cell", "global", "builtin", "attribute"
    space: object
    name: str

    def __hash__(self):
        return hash((self.kind, id(self.space), self.name))

    def __eq__(self, other):
        return (self.kind, id(self.space), self.name) == (other.kind, id(other.space), other.name)

    def read(self):
        """The object that is there now, or MISSING."""
        if self.kind == "cell":
            try:
                return self.space.cell_contents
            except ValueError:
                return MISSING
        if self.kind == "attribute":
            return getattr(self.space, self.name, MISSING)
        value = self.space.get(self.name, MISSING)
        if value is MISSING and self.kind == "global":
            value = vars(builtins).get(self.name, MISSING)
        return value


def place_of(function: types.FunctionType, name: str) -> Place:
    """Where `function` finds the free name `name`: its closure, or its module."""
    code = function.__code__
    if name in code.co_freevars:
        return Place("cell", function.__closure__[code.co_freevars.index(name)], name)
    return Place("global", function.__globals__, name)


def local_names(code: types.CodeType) -> frozenset:
    """The names that are local to the function of this code object."""
    return frozenset(code.co_varnames) | frozenset(code.co_cellvars)
