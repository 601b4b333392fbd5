"""A derivative shows itself in a notebook.

What `differentiate` returns is a plain function, and a function has no `_repr_html_`
of its own: IPython is told how to show it, when the first derivative is made and if
IPython runs. IPython is never imported here.
"""

import sys
import types

from s2sad.frontend.derived import derivative_of


def register():
    """Let the running IPython, if there is one, show derivatives as pages."""
    package = sys.modules.get("IPython")
    shell = package.get_ipython() if hasattr(package, "get_ipython") else None
    formatter = getattr(shell, "display_formatter", None)
    formatter = formatter and formatter.formatters.get("text/html")
    if formatter is None:
        return
    before = formatter.for_type(types.FunctionType)
    if not isinstance(before, Shown):
        formatter.for_type(types.FunctionType, Shown(before))


class Shown:
    """The HTML of a derivative; of other functions whatever `before` gives, None if there was nothing."""

    def __init__(self, before):
        self.before = before

    def __call__(self, f):
        if derivative_of(f) is not None:
            from s2sad.exploring.explore import explore
            return explore(f)._repr_html_()
        return self.before(f) if self.before is not None else None
