"""Python functions that make a call on behalf of what has no source of its own."""

import linecache
import zlib

from s2sad.errors import DifferentiationError
from s2sad.rules.registry import REFUSED, RULES


def _define(text, name, **names):
    filename = f"<s2sad wrapper {zlib.crc32(text.encode()):08x}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(True), filename)
    namespace = dict(names)
    exec(compile(text, filename, "exec"), namespace)
    return namespace[name]


def python_function(f):
    """`def sin(x): return np.sin(x)` for a function that has a rule."""
    name = getattr(f, "__name__", type(f).__name__)
    known = None
    try:
        known = RULES.get(f)
    except TypeError:
        pass
    if known is None:
        why, instead = REFUSED.get(f, (f"There is no derivative rule for {name}, and it has no Python source.",
                                       "Wrap the computation in a Python function made of functions with rules."))
        raise DifferentiationError(why, instead)
    if known.form == "zero":
        return _define(f"def {name}(x, *args, **kwargs):\n    return _f(x, *args, **kwargs)\n", name, _f=f)
    required = []
    arguments = known.parameters
    count = len(arguments.posonlyargs) + len(arguments.args) - len(arguments.defaults)
    for a in [*arguments.posonlyargs, *arguments.args][:count]:
        required.append(a.arg)
    import numpy as np
    module, _, attribute = known.name.rpartition(".")
    spelled, names = "_f", {"_f": f}
    if known.name.startswith(("np.", "math.")):
        import math
        spelled, names = known.name, {"np": np, "math": math}
        if attribute == name:
            pass
    inner = ", ".join([*required, "*args", "**kwargs"])
    return _define(f"def {name}({inner}):\n    return {spelled}({inner})\n", name, **names)


def with_positions(f, count, keywords):
    """A function of `count` positional parameters that calls `f` with them."""
    names = [f"x{i}" for i in range(count)]
    outer = ", ".join([*names, *(["*"] if keywords else []), *keywords])
    inner = ", ".join([*names, *(f"{k}={k}" for k in keywords)])
    return _define(f"def call({outer}):\n    return f({inner})\n", "call", f=f)


def with_signature(function):
    """`function`, which takes `*args, **kwargs`, under the signature of what it wraps."""
    import inspect
    signature = inspect.signature(function)
    outer, inner, defaults, keyword_defaults = [], [], [], {}
    star = False
    for p in signature.parameters.values():
        if p.kind is p.VAR_POSITIONAL:
            outer.append(f"*{p.name}")
            inner.append(f"*{p.name}")
            star = True
            continue
        if p.kind is p.VAR_KEYWORD:
            outer.append(f"**{p.name}")
            inner.append(f"**{p.name}")
            continue
        if p.kind is p.KEYWORD_ONLY and not star:
            outer.append("*")
            star = True
        has_default = p.default is not p.empty
        outer.append(f"{p.name}=None" if has_default else p.name)
        inner.append(f"{p.name}={p.name}" if p.kind is p.KEYWORD_ONLY else p.name)
        if has_default and p.kind is p.KEYWORD_ONLY:
            keyword_defaults[p.name] = p.default
        elif has_default:
            defaults.append(p.default)
    name = function.__name__ if function.__name__.isidentifier() else "wrapped"
    called = "_f" if name != "_f" else "_g"
    result = _define(f"def {name}({', '.join(outer)}):\n    return {called}({', '.join(inner)})\n", name,
                     **{called: function})
    result.__defaults__ = tuple(defaults) or None
    result.__kwdefaults__ = keyword_defaults or None
    return result
