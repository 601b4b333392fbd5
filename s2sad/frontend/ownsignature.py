"""The parameters that a function's code has, which need not be those that the function shows."""

import inspect
import types

from s2sad.frontend.derived import derivative_of


def own_signature(function):
    """The signature of a function by its code, whatever a decorator says in `__signature__` or `__wrapped__`.

    >>> def f(x, y=2): pass
    >>> f.__signature__ = inspect.Signature()
    >>> own_signature(f)
    <Signature (x, y=2)>
    """
    if hasattr(function, "__signature__") and derivative_of(function) is None:
        bare = types.FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__,
                                  function.__closure__)
        bare.__kwdefaults__ = function.__kwdefaults__
        function = bare
    return inspect.signature(function, follow_wrapped=False)
