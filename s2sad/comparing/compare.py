"""`compare`: one function differentiated in four ways."""

import importlib.util
import inspect
import json
import math
import numbers
import textwrap
import time
from dataclasses import asdict, dataclass

from s2sad.comparing.numerical import differences, relative_error
from s2sad.comparing.others import differentiated, tools
from s2sad.comparing.reference import reference
from s2sad.comparing.retarget import retargeted
from s2sad.comparing.size import operations
from s2sad.comparing.symbolic import formula
from s2sad.comparing.timing import seconds_of
from s2sad.signatures import parameters_named
from s2sad.errors import DifferentiationError
from s2sad.frontend.derived import derivative_of

SWELL = range(1, 9)


@dataclass(frozen=True)
class Row:
    """One way to the derivative.

    Attributes:
        way: "numerical", "symbolic", "manual" or "automatic".
        name: which of them.
        derivative, error, seconds: the derivative, its error relative to the reference, and the
            time of one evaluation; None where there is none.
        size: how many operations it consists of; None where that means nothing.
        note: why there is no derivative, or what else there is to say.
    """

    way: str
    name: str
    derivative: float | None = None
    error: float | None = None
    seconds: float | None = None
    size: int | None = None
    note: str | None = None


@dataclass(frozen=True)
class Swell:
    """Operations for one value of an integer parameter; None where the time was over."""

    n: int
    function: int | None
    derivative: int | None
    simplified: int | None
    generated: int | None
    text: str = ""  # the simplified derivative


class Comparison:
    """What `s2sad.compare` found; printed, a table."""

    def __init__(self, function, point, wrt):
        self.function = function
        self.point = point  # the arguments, in words
        self.wrt = wrt
        self.value = self.seconds = self.size = None  # what the function returns, its time and operations
        self.reference = None
        self.no_reference = None
        self.rows = []
        self.forward, self.central = [], []
        self.counted = None  # the parameter that the swell is over
        self.swell, self.no_swell = [], None

    def __iter__(self):
        return iter(self.rows)

    def __getitem__(self, name):
        """The row of a name."""
        for row in self.rows:
            if row.name == name:
                return row
        raise KeyError(name)

    def __str__(self):
        from s2sad.comparing.show import text
        return text(self)

    def __repr__(self):
        return f"<comparison of {len(self.rows)} derivatives of {self.function}>"

    def plot(self, path):
        """Write a plot of the differences' error against their step; the ending of `path` says the format.

        Raises:
            ModuleNotFoundError: matplotlib is not installed.
        """
        from s2sad.comparing.show import save_plot
        save_plot(self, path)

    def to_json(self, indent=None):
        """All of it as JSON text; NaN and infinities are texts."""
        import mpmath

        def plain(thing):
            if isinstance(thing, float) and not math.isfinite(thing):
                return str(thing)
            if isinstance(thing, dict):
                return {k: plain(v) for k, v in thing.items()}
            return [plain(v) for v in thing] if isinstance(thing, list) else thing
        return json.dumps(plain({
            "function": self.function, "at": self.point, "wrt": self.wrt, "value": self.value,
            "seconds": self.seconds, "size": self.size,
            "reference": None if self.reference is None else mpmath.nstr(self.reference, 25),
            "no_reference": self.no_reference,
            "rows": list(map(asdict, self.rows)), "forward": list(map(asdict, self.forward)),
            "central": list(map(asdict, self.central)), "swell_over": self.counted,
            "swell": list(map(asdict, self.swell)), "no_swell": self.no_swell}), indent=indent, allow_nan=False)


def needed():
    """Import SymPy and mpmath, or complain."""
    missing = [shown for module, shown in (("sympy", "SymPy"), ("mpmath", "mpmath"))
               if importlib.util.find_spec(module) is None]
    if missing:
        raise ModuleNotFoundError(f"compare needs {' and '.join(missing)}: pip install 's2sad[compare]'")
    import mpmath  # noqa: F401 -- here, so that importing them is not counted among the symbolic work
    import sympy  # noqa: F401


def compare(f, at, manual=None, *, wrt=0, seconds=10.0):
    """See `s2sad.compare`."""
    needed()
    if derivative_of(f) is not None:
        f = f.primal
    bound = bind(f, at)
    names = parameters_named(wrt, bound.signature, 0, f)
    if len(names) != 1:
        raise ValueError("compare needs one parameter in wrt")
    (name,) = names
    x = bound.arguments.get(name)
    if isinstance(x, bool) or not isinstance(x, numbers.Real):
        raise TypeError(f"compare needs a real number for {name}, not {type(x).__name__}; to compare a function of "
                        "arrays, write one of a number, for instance along a direction")
    x = float(x)
    own = replace(bound, name, x)
    value = f(*own.args, **own.kwargs)
    if isinstance(value, (bool, complex)) or not (isinstance(value, numbers.Real)
                                                  or getattr(value, "shape", None) == ()):
        raise TypeError(f"compare needs a function that returns a real number, not {type(value).__name__}")
    result = Comparison(getattr(f, "__name__", repr(f)), in_words(own), name)
    result.value = float(value)
    args, kwargs = own.args, own.kwargs
    result.seconds = seconds_of(lambda: f(*args, **kwargs))
    result.size = size_of(f)

    make = made_of(f, own, name)
    result.reference, result.no_reference = reference(make, x, result.value, seconds)
    add = Adder(result)
    numerical(add, of_one(f, own, name), x, seconds)
    symbolic(add, make, x, seconds)
    by_hand(add, manual, own)
    automatic(add, f, name, own)
    for tool in tools():
        found, took, note = differentiated(tool, make, x, seconds)
        add("automatic", tool, found, took, note=note)
    swell(result, f, own, name, seconds)
    return result


class Adder:
    """Adds rows with their errors."""

    def __init__(self, result):
        self.result = result

    def __call__(self, way, name, derivative=None, took=None, size=None, note=None):
        error = relative_error(derivative, self.result.reference)
        note = note and textwrap.shorten(note, 300, placeholder=" …")
        self.result.rows.append(Row(way, name, derivative, error, took, size, note))


def bind(f, at):
    """The arguments that `at` stands for: a number, a tuple of arguments, or a dict of named ones."""
    args, kwargs = ((), at) if isinstance(at, dict) else (at if isinstance(at, tuple) else (at,), {})
    bound = inspect.signature(f).bind(*args, **kwargs)
    bound.apply_defaults()
    return bound


def replace(bound, name, value):
    """The same arguments, with another value of one."""
    return inspect.BoundArguments(bound.signature, {**bound.arguments, name: value})


def of_one(f, bound, name):
    """The function of one parameter, the others held."""
    args, kwargs = bound.args, bound.kwargs
    if name in kwargs:
        return lambda u: f(*args, **{**kwargs, name: u})
    at = list(bound.arguments).index(name)
    before, after = args[:at], args[at + 1:]
    return lambda u: f(*before, u, *after, **kwargs)


def made_of(f, bound, name):
    """(vocabulary) → the function of one parameter in it."""
    def make(vocabulary):
        held = {n: vocabulary.number(v) if type(v) is float else v for n, v in bound.arguments.items()}
        return of_one(retargeted(plain_function(f), vocabulary), inspect.BoundArguments(bound.signature, held), name)
    return make


def in_words(bound):
    """
    >>> in_words(inspect.signature(lambda x, n: x).bind(0.5, 4))
    'x = 0.5, n = 4'
    """
    from s2sad.tracing.words import words
    return ", ".join(f"{n} = {words(v)}".replace("\n", " ") for n, v in bound.arguments.items())


def plain_function(f):
    """The Python function behind a callable."""
    from s2sad.comparing.retarget import Unavailable
    from s2sad.callables import taken_apart
    target = taken_apart(f)
    if target.args or target.kwargs or not inspect.isfunction(target.function):
        raise Unavailable("it is not a plain Python function")
    return target.function


# ------------------------------------------------------------------ the four ways

def numerical(add, f, x, seconds):
    """Forward and central differences: the best step there is, which only the reference can tell."""
    for name, central in (("forward differences", False), ("central differences", True)):
        found = differences(f, x, add.result.reference, central, seconds)
        setattr(add.result, "central" if central else "forward", found)
        known = [d for d in found if d.error is not None]
        took = seconds_of(lambda: (f(x + 1e-6), f(x - 1e-6 if central else x)))
        if known:
            best = min(known, key=lambda d: d.error)
            add("numerical", name, best.derivative, took, note=f"at the best step, h = {best.step:.1e}")
        elif found:
            usual = min(found, key=lambda d: abs(math.log(d.step / (1e-5 if central else 1e-8))))
            add("numerical", name, usual.derivative, took, note=f"h = {usual.step:.1e}")
        else:
            add("numerical", name, note="the function is not defined beside this point")


def symbolic(add, make, x, seconds):
    """SymPy, with the formula as it comes and simplified."""
    stages, end = formula(make, add.result.wrt, x, seconds)
    why = f"not finished in {seconds:g} s" if end == "time" else end
    for name, stage in (("SymPy", "derivative"), ("SymPy, simplified", "simplified")):
        found = stages.get(stage)
        if found is None:
            add("symbolic", name, note=why)
            break
        add("symbolic", name, found["derivative"], found["seconds"], found["operations"],
            found.get("failed") or found["text"] or None)


def by_hand(add, manual, own):
    """The derivative that the user wrote."""
    if manual is None:
        add("manual", "by hand", note="none was named")
        return
    name = getattr(manual, "__name__", "by hand")
    args, kwargs = own.args, own.kwargs
    try:
        found = float(manual(*args, **kwargs))
    except Exception as error:
        add("manual", name, note=f"it raised {type(error).__name__}: {error}")
        return
    add("manual", name, found, seconds_of(lambda: manual(*args, **kwargs)), size_of(manual))


def size_of(f):
    """The operations in a function's source, if it can be had."""
    try:
        return operations(inspect.getsource(f))
    except (OSError, TypeError, SyntaxError):
        return None


def automatic(add, f, name, own):
    """The generated derivative."""
    from s2sad.api import differentiate
    args, kwargs = own.args, own.kwargs
    try:
        derivative = differentiate(f, name)
        derivative(*args, **kwargs)
    except DifferentiationError as error:
        add("automatic", "s2sad", note=f"refused: {error.reason}")
        return
    found = float(derivative(*args, **kwargs)[1])
    add("automatic", "s2sad", found, seconds_of(lambda: derivative(*args, **kwargs)),
        operations(derivative.source), "the value comes with it")


# ------------------------------------------------------------- expression swell

def swell(result, f, bound, name, seconds):
    """Operations for n = 1..8, where the function has an integer parameter n, until the time is over."""
    counted = [n for n, v in bound.arguments.items() if n != name and type(v) is int]
    if not counted:
        return
    result.counted = counted[0]
    simplify, deadline = True, time.monotonic() + seconds
    for n in SWELL:
        own = replace(bound, counted[0], n)
        left = max(0.1, min(deadline - time.monotonic(), seconds / 3 if simplify else seconds))
        stages, end = formula(made_of(f, own, name), name, own.arguments[name], left, timed=False, simplify=simplify)
        sizes = {stage: found["operations"] for stage, found in stages.items()}
        if end == "time" and "derivative" in stages:
            simplify = False  # too slow from here on
        elif end is not None:
            result.no_swell = f"stopped after {seconds:g} s" if end == "time" else end
            if "function" not in stages:
                return
        result.swell.append(Swell(n, sizes.get("function"), sizes.get("derivative"), sizes.get("simplified"),
                                  result["s2sad"].size, stages.get("simplified", {}).get("text", "")))
        if result.no_swell:
            return
