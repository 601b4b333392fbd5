"""Names that begin with two underscores, in a class: what Python makes of them."""

import types

import gast

from .likeness import scopes


def enclosing_class(code):
    """The name of the class whose body a function is written in, or None."""
    return next((name for name, is_class in reversed(scopes(code)) if is_class), None)


def all_names(code):
    yield from (*code.co_names, *code.co_varnames, *code.co_freevars, *code.co_cellvars)
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            yield from all_names(const)


def mangle(node, cls):
    """Spell private names in a tree as Python does inside the class `cls`."""
    prefix = cls.lstrip("_")

    def spelled(name):
        private = (isinstance(name, str) and prefix and name.startswith("__")
                   and not name.endswith("__") and "." not in name)
        return f"_{prefix}{name}" if private else name

    for name in ("id", "attr", "name", "asname", "rest", "names"):
        value = getattr(node, name, None)
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            setattr(node, name, [spelled(item) for item in value])
        elif isinstance(node, gast.alias):
            if name == "asname":
                node.asname = spelled(value or node.name)
                node.asname = None if node.asname == node.name else node.asname
        elif isinstance(value, str):
            setattr(node, name, spelled(value))
    for child in gast.iter_child_nodes(node):
        # An inner class gives its own name to what is in it.
        mangle(child, node.name if isinstance(node, gast.ClassDef) and child in node.body else cls)
