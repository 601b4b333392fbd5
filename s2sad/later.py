"""Functions whose file is read when they are first called: each file takes time to import, and few programs need these.

Only files with a purpose of their own, that one or two functions lead into, are read so. All else is imported
where it is used, with `s2sad` itself, so that the first derivative does not wait for it.
"""

import functools
import importlib


def later(place):
    """A function of s2sad by its place.

    >>> keyword = later("frontend.build.constant")
    >>> keyword(2).value
    2
    """
    module, _, name = place.rpartition(".")

    @functools.cache
    def function():
        return getattr(importlib.import_module("s2sad." + module), name)

    def call(*arguments, **keywords):
        return function()(*arguments, **keywords)
    return call
