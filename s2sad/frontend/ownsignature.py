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
    if type(function) is types.FunctionType and not hasattr(function, "__signature__") and not function.__defaults__ \
            and not function.__kwdefaults__ and not function.__annotations__:
        known = _BARE.get(id(function.__code__))
        if known is None:
            if len(_BARE) >= _MOST:
                _BARE.clear()
            known = _BARE[id(function.__code__)] = function.__code__, inspect.signature(function, follow_wrapped=False)
        return known[1]
    if hasattr(function, "__signature__") and derivative_of(function) is None:
        bare = types.FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__,
                                  function.__closure__)
        bare.__kwdefaults__ = function.__kwdefaults__
        function = bare
    return inspect.signature(function, follow_wrapped=False)


_BARE = {}  # id of a code object → (the code object, the signature of its functions without defaults and annotations)
_MOST = 1024
