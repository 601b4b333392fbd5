"""`operator.itemgetter`, `attrgetter` and `methodcaller`: read as the functions that they stand for.

    operator.itemgetter(0)  →  def itemgetter(x): return x[0]
"""

import functools
import operator

from s2sad.facts.callrecords import PlainCall
from s2sad.facts.calls import literal
from s2sad.facts.texts import texts_of
from s2sad.frontend.wrappers import defined

GETTERS = (operator.itemgetter, operator.attrgetter, operator.methodcaller)


def getter_kind(run, node, function, positional, keywords):
    """The kind of making such an object of literals; None where they are not."""
    try:
        made = getter(function, tuple(literal(p) for p in positional), tuple((k, literal(v)) for k, v in keywords))
    except (ValueError, TypeError):
        return None
    run.facts.call[node] = PlainCall()
    key = node, made
    if key not in run.context.receivers:  # the same set of functions each time, so that it may meet others
        run.context.receivers[key] = run.program.kind_of_constant(made)
    return run.context.receivers[key]


@functools.lru_cache(maxsize=512)
def getter(function, arguments, keywords):
    """The same object each time that a program is looked at."""
    return function(*arguments, **dict(keywords))


def maker_of_method_caller(run, function, positional, keywords, rest):
    """What stands for `methodcaller("scale", x, by=y)`, called with `x, by=y`; None where the name is not known.

        def methodcaller(k0, by):
            return lambda x: x.scale(k0, by=by)
    """
    texts = texts_of(run.facts.kind[positional[0]]) if positional and rest is None and function is operator.methodcaller else None
    if texts is None or len(texts) != 1 or not next(iter(texts)).isidentifier():
        return None
    return method_caller_of(*texts, len(positional) - 1, tuple(k for k, _ in keywords))


@functools.lru_cache(maxsize=512)
def method_caller_of(name, count, keywords):
    held = [f"k{i}_" for i in range(count)]
    passed = ", ".join([*held, *(f"{k}={k}" for k in keywords)])
    item = next(n for n in ("x", "x_", "x__") if n not in keywords)
    return defined(f"def methodcaller({', '.join([*held, *keywords])}):\n    return lambda {item}: {item}.{name}({passed})\n",
                   "methodcaller")


@functools.lru_cache(maxsize=512)
def as_function(held):
    """The Python function that such an object stands for."""
    rest = held.__reduce__()
    name = type(held).__name__
    made, parts = rest[0], rest[1]
    if isinstance(made, functools.partial):  # a methodcaller with keywords
        parts, keywords = (*made.args, *parts), made.keywords
    else:
        keywords = {}
    values = {f"k{i}": v for i, v in enumerate(parts)} | {f"_{k}": v for k, v in keywords.items()}
    if name == "itemgetter":
        items = [f"x[{v!r}]" if isinstance(v, (int, str)) else f"x[k{i}]" for i, v in enumerate(parts)]
    elif name == "attrgetter":
        items = [f"x.{v}" for v in parts]
    else:
        inner = [f"k{i}" for i in range(1, len(parts))] + [f"{k}=_{k}" for k in keywords]
        items = [f"x.{parts[0]}({', '.join(inner)})"]
    result = items[0] if len(items) == 1 else f"({', '.join(items)})"
    return defined(f"def {name}(x):\n    return {result}\n", name, **values)
