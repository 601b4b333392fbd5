"""Python functions that make a call on behalf of what has no source of its own."""

import functools
import inspect
import linecache
import math
import sys
import types
import zlib

import numpy as np

from s2sad.errors import DifferentiationError
from s2sad.rules.registry import library_refusal, library_rule, parse_signature
from s2sad.rules.user import PairRule, Refusal, rule_of


WRAPPER = "<s2sad wrapper "  # how the names of their files begin


def defined(text, name, **names):
    filename = f"{WRAPPER}{zlib.crc32(text.encode()):08x}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(True), filename)
    namespace = dict(names)
    exec(compile(text, filename, "exec"), namespace)
    return namespace[name]


def python_function(f, wrt=0):
    """`def sin(x): return np.sin(x)` for a function that has a rule.

    Parameters that need not be given are spelled out as far as `wrt` names them.
    """
    if rule_of(f) is not None:
        return with_rule(f)
    if isinstance(f, np.vectorize):
        outer, inner = spelled_out(parameters_of(f.pyfunc), wrt if isinstance(wrt, (tuple, list)) else (wrt,))
        return defined(f"def vectorized({outer}):\n    return _f({inner})\n", "vectorized", _f=f)
    from s2sad.analysis.interpolants import is_interpolant
    if is_interpolant(type(f)):
        return calling(f, 1, ())
    name = getattr(f, "__name__", type(f).__name__)
    known = library_rule(f)
    if known is None:
        unknown = (f"There is no derivative rule for {name}, and it has no Python source.",
                   "Wrap the computation in a Python function made of functions with rules.")
        why, instead = library_refusal(f) or unknown
        raise DifferentiationError(why, instead)
    outer, inner = spelled_out(known.parameters, wrt if isinstance(wrt, (tuple, list)) else (wrt,))
    if known.form == "zero":
        return defined(f"def {name}({outer}):\n    return _f({inner})\n", name, _f=f)
    spelled, names = spelling(f, known.name)
    return defined(f"def {name}({outer}):\n    return {spelled}({inner})\n", name, **names)


def parameters_of(f):
    """The `arguments` of a function, as far as they can be seen."""
    rule = library_rule(f)
    if rule is not None:
        return rule.parameters
    try:
        parameters = inspect.signature(f).parameters.values()
    except (TypeError, ValueError):
        return parse_signature("x")
    named = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    return parse_signature(", ".join(p.name if p.default is p.empty else f"{p.name}=0" for p in named) or "*args")


def spelled_out(arguments, wrt):
    """The parameters of a function that calls another, and what it calls it with.

    All that are required have names, and so have those that `wrt` asks for, by name or position.
    """
    names = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
    count = len(names) - len(arguments.defaults)
    keywords = [a.arg for a in arguments.kwonlyargs if a.arg in wrt]
    for w in wrt:
        if w in names:
            count = max(count, names.index(w) + 1)
        elif isinstance(w, int) and not isinstance(w, bool) and w >= 0 and (w < len(names) or arguments.vararg):
            count = max(count, w + 1)
    names += [f"x{i}" if i else "x" for i in range(len(names), count)]
    positional = names[:count]
    return (", ".join([*positional, "*args", *keywords, "**kwargs"]),
            ", ".join([*positional, "*args", *(f"{k}={k}" for k in keywords), "**kwargs"]))


def with_rule(f):
    """A function that calls `f`, where `f` has a rule of the user's; else `f` itself.

    It lives in the module of `f` and calls it by its name, if that is what the name means there.
    """
    rule = rule_of(f)
    if rule is None:
        return f
    if isinstance(rule, Refusal):
        code = getattr(f, "__code__", None)
        raise DifferentiationError(rule.reason, "Hold its arguments constant, or give it a rule.",
                                   filename=code and code.co_filename, lineno=code and code.co_firstlineno)
    signature = signature_under(f, rule)
    name = getattr(f, "__name__", "function")
    home = f.__globals__ if isinstance(f, types.FunctionType) else {name: f}
    called = name if name.isidentifier() and home.get(name) is f and name not in signature.parameters else None
    wrapper = with_signature(f, signature, called)
    if called is None:
        return wrapper
    own = types.FunctionType(wrapper.__code__, home, name, wrapper.__defaults__)
    own.__kwdefaults__ = wrapper.__kwdefaults__
    own.__module__ = getattr(f, "__module__", None)
    return own


def signature_under(f, rule):
    """The parameters of a function that has this rule."""
    try:
        if isinstance(f, types.FunctionType) or not (isinstance(rule, PairRule) or getattr(rule, "terms", None)):
            return inspect.signature(f, follow_wrapped=not isinstance(f, types.FunctionType))
    except ValueError:
        return inspect.signature(lambda x, *args, **kwargs: None)
    if isinstance(rule, PairRule):
        given = inspect.signature(rule.function, follow_wrapped=False)
        return given.replace(parameters=[p for p in given.parameters.values() if p.name not in rule.tangents.values()])
    try:
        return inspect.signature(eval(f"lambda {rule.signature}: None", {}))
    except NameError:  # a default that is no literal
        return inspect.signature(f)


def with_positions(f, count, keywords):
    """A function of `count` positional parameters that calls `f` with them."""
    names = [f"x{i}" for i in range(count)]
    outer = ", ".join([*names, *(["*"] if keywords else []), *keywords])
    inner = ", ".join([*names, *(f"{k}={k}" for k in keywords)])
    return defined(f"def call({outer}):\n    return f({inner})\n", "call", f=f)


def positional(f, count):
    """A function of exactly `count` positional parameters that calls `f` with them; `f` itself if it is one."""
    code = getattr(f, "__code__", None)
    if code is not None and code.co_argcount == count and not code.co_kwonlyargcount and not f.__defaults__ \
            and not code.co_flags & 0x0C and not code.co_posonlyargcount:
        return f
    return calling(f, count, ())


def calling(f, count, keywords):
    """A function of positional parameters alone that calls `f` with `count` of them, the rest as these keywords."""
    total = count + len(keywords)
    names = ["x"] if total == 1 else [f"x{i}" for i in range(1, total + 1)]
    passed = names[:count] + [f"{k}={n}" for k, n in zip(keywords, names[count:])]
    name = getattr(f, "__name__", "call")
    if not name.isidentifier() or name in names:
        name = "call"
    known = library_rule(f)
    if known is None:
        return holder(f"def {name}({', '.join(names)}):\n    return _f({', '.join(passed)})\n", name)(f)
    spelled, namespace = spelling(f, known.name)
    return defined(f"def {name}({', '.join(names)}):\n    return {spelled}({', '.join(passed)})\n", name, **namespace)


@functools.lru_cache(maxsize=256)
def holder(text, name, free=("_f",)):
    """What makes the function of this text for what its free variables are: each has the same code and its own cells."""
    inside = "".join(f"    {line}\n" for line in text.splitlines())
    return defined(f"def holder({', '.join(free)}):\n{inside}    return {name}\n", "holder")


@functools.cache
def array_method(name):
    """A method of arrays as a function of the array and the method's arguments."""
    return defined(f"def {name}(a, *args, **kwargs):\n    return a.{name}(*args, **kwargs)\n", name)


def spelling(f, printed):
    """How a wrapper spells a library's function, and the names that it needs for that."""
    modules = {"np": np, "math": math, "scipy": sys.modules.get("scipy")}
    module = printed.partition(".")[0]
    if modules.get(module) is None or "." not in printed:
        return "_f", {"_f": f}
    return printed, {module: modules[module]}


def with_signature(function, signature=None, called=None):
    """A function that calls `function` under this signature, by default that of what it wraps."""
    name = getattr(function, "__name__", "")
    name = name if name.isidentifier() else "wrapped"
    called = called or ("_f" if name != "_f" else "_g")
    return under_signature(signature or inspect.signature(function), name, lambda passed: f"{called}({passed})",
                           **{called: function})


def under_signature(signature, name, expression, **names):
    """A function of this signature that returns what `expression` makes of the text of its arguments passed on."""
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
        outer.append(f"{p.name}={literal(p.default)}" if has_default else p.name)
        inner.append(f"{p.name}={p.name}" if p.kind is p.KEYWORD_ONLY else p.name)
        if has_default and p.kind is p.KEYWORD_ONLY:
            keyword_defaults[p.name] = p.default
        elif has_default:
            defaults.append(p.default)
    result = defined(f"def {name}({', '.join(outer)}):\n    return {expression(', '.join(inner))}\n", name, **names)
    result.__defaults__ = tuple(defaults) or None
    result.__kwdefaults__ = keyword_defaults or None
    return result


def literal(value):
    """A default as it can be written; None stands for an object, which is put in later."""
    return repr(value) if value is None or type(value) in (bool, int, str) \
        or type(value) is float and math.isfinite(value) else "None"
