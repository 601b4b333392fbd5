"""The derivative as a formula, by SymPy: the function unrolled into one expression."""

import time

from s2sad.comparing import vocabularies
from s2sad.comparing.process import staged
from s2sad.comparing.timing import seconds_of

LONGEST = 2000  # characters of a formula that is kept


def formula(make, name, x, seconds, timed=True, simplify=True):
    """What SymPy finds in at most so many seconds.

    Returns:
        (stages, end): a dictionary for each of "function", "derivative" and "simplified" that was
        finished, with `operations`, `text`, `took` and, for derivatives, `derivative` at x and
        `seconds` per evaluation; and None, "time", or why the next was not reached.
    """
    def work():
        import sympy
        symbol = sympy.Symbol(name, real=True)
        start = time.perf_counter()
        expression = sympy.sympify(make(vocabularies.sympy())(symbol))
        yield stage(sympy, "function", expression, start)
        start = time.perf_counter()
        derivative = sympy.diff(expression, symbol)
        yield stage(sympy, "derivative", derivative, start) | evaluated(sympy, symbol, derivative, x, timed)
        if not simplify:
            return
        start = time.perf_counter()
        simple = sympy.simplify(derivative)
        yield stage(sympy, "simplified", simple, start) | evaluated(sympy, symbol, simple, x, timed)
    found, end = staged(work, seconds)
    return {result["stage"]: result for result in found}, end


def stage(sympy, name, expression, start):
    """How large an expression is, and how long it took."""
    took = time.perf_counter() - start
    operations = int(sympy.count_ops(expression))
    text = str(expression) if operations <= LONGEST // 4 else ""
    return {"stage": name, "operations": operations, "took": took, "text": text if len(text) <= LONGEST else ""}


def evaluated(sympy, symbol, derivative, x, timed):
    """The derivative's value in double precision, and the time of an evaluation."""
    try:
        compiled = sympy.lambdify(symbol, derivative, "math")
        value = float(compiled(x))
        return {"derivative": value, "seconds": seconds_of(lambda: compiled(x)) if timed else None}
    except Exception as error:  # a division by zero, or a function that `math` lacks
        return {"derivative": None, "seconds": None, "failed": f"the formula could not be evaluated "
                f"({type(error).__name__}: {error})"}
