"""`operator.itemgetter`, `attrgetter` and `methodcaller`: read as the functions that they stand for.

    operator.itemgetter(0)  →  def itemgetter(x): return x[0]
"""

import functools
import operator

from s2sad.facts.callrecords import PlainCall
from s2sad.facts.calls import literal
from s2sad.frontend.wrappers import defined

GETTERS = (operator.itemgetter, operator.attrgetter, operator.methodcaller)


def getter_kind(run, node, function, positional, keywords):
    """The kind of making such an object of literals; None where they are not."""
    try:
        made = getter(function, tuple(literal(p) for p in positional), tuple((k, literal(v)) for k, v in keywords))
    except (ValueError, TypeError):
        return None
    run.facts.call[node] = PlainCall()
    return run.program.kind_of_constant(made)


@functools.lru_cache(maxsize=512)
def getter(function, arguments, keywords):
    """The same object each time that a program is looked at."""
    return function(*arguments, **dict(keywords))


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
