"""What the rule files of optional libraries declare, found whether or not the libraries are there.

A rule file is run with stand-ins for its library's modules, whose attributes are stand-ins for functions.
"""

import builtins
import importlib.util
import types

from s2sad.rules.registry import OPTIONAL, REFUSED, RULES
from s2sad.rules.shape import ONLY


class StandIn:
    """A module or function of which only the name is known."""

    def __init__(self, module, name):
        self.__module__, self.__name__, self.__qualname__ = module, name, name
        self._parts = {}

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        inner = f"{self.__name__}.{name}" if self.__name__ else name
        return self._parts.setdefault(name, StandIn(self.__module__, inner))


def declared(library):
    """{name: Rule, or (why, instead)} of all that the rule file of a library declares."""
    module, file = StandIn(library, ""), importlib.util.find_spec("s2sad.rules." + OPTIONAL[library]).origin
    package, _, inner = library.rpartition(".")

    def stand_in_import(name, globals=None, locals=None, fromlist=(), level=0):
        if name.partition(".")[0] == "scipy":
            return types.SimpleNamespace(**{inner: module})
        if name == "s2sad.runtime" and fromlist and fromlist[0].startswith("scipy_"):
            return types.SimpleNamespace(**{part: StandIn(name, part) for part in fromlist})
        return builtins.__import__(name, globals, locals, fromlist, level)
    names = {**vars(builtins), "__import__": stand_in_import}
    tables = (RULES, REFUSED, ONLY)
    before = [dict(table) for table in tables]
    try:
        with open(file, encoding="utf-8") as text:
            exec(compile(text.read(), file, "exec"), {"__name__": "s2sad.rules." + OPTIONAL[library], "__builtins__": names})
        found = {function.__name__: entry for table in (REFUSED, RULES) for function, entry in table.items()
                 if isinstance(function, StandIn) and function.__module__ == library}
    finally:
        for table, entries in zip(tables, before):
            table.clear()
            table.update(entries)
    return found
