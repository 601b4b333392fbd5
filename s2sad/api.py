"""What users call: `differentiate`, `jvp`, `jacobian`, `check`, `inspect`, `trace`, `compare` and `explore`."""

import sys
import types
import weakref

import numpy as np

from s2sad.later import later
from s2sad.rules.user import depend

directional = later("directional.directional")


class _Known(weakref.WeakKeyDictionary):
    """function -> {options: its derivative}

    A derivative holds its function, so functions that are made anew would stay for ever: only the last few do.
    """

    __hash__ = object.__hash__

    def __init__(self):
        super().__init__()
        self.recent = []
        self.ufuncs = {}  # the same for what cannot be referred to weakly, and lasts

    def forget(self):
        """A rule has changed, and with it what `source` should be."""
        self.clear()
        self.recent.clear()
        self.ufuncs.clear()

    def of(self, f):
        """What is known of a function, by options; None where nothing can be kept."""
        if isinstance(f, np.ufunc):
            return self.ufuncs.setdefault(f, {})
        try:
            return self.setdefault(f, {})
        except TypeError:  # not hashable, or cannot be referred to weakly
            return None

    def keep(self, f, options, derivative):
        from s2sad.runtime.keys import is_made_anew
        self.of(f)[options] = derivative
        if is_made_anew(f) or not isinstance(f, _LASTING):
            self.recent.append(f)
            while len(self.recent) > _RECENT:
                self.pop(self.recent.pop(0), None)


_RECENT = 16
_LASTING = (types.FunctionType, types.BuiltinFunctionType, type, np.ufunc)

_KNOWN = _Known()
depend(_KNOWN)


def differentiate(f=None, wrt=0, *, mode="forward", backend="python"):
    """The function that computes `f` and its derivative together, as `(v, dv)`.

    Args:
        f: any callable: a function, a lambda, a bound method, a
            `functools.partial`, an object with `__call__`, a NumPy function.
        wrt: the parameter to differentiate with respect to, by name or
            position, or a tuple of them.
        mode: "forward".
        backend: "python".

    Returns:
        A callable with the parameters of `f` and, for each parameter `p` in
        `wrt`, a keyword-only seed `dp` of the same structure and shape; with
        one parameter in `wrt` the seed defaults to ones.  It returns
        `(v, dv)`, `dv` mirroring the structure of `v`.  Its attributes are
        `source`, `primal` and `seeds`.

    Raises:
        DifferentiationError: `f` cannot be differentiated; says where and why.
        TypeError, ValueError: `wrt` does not name parameters of `f`.
    """
    if mode != "forward":
        raise _no_such("mode", mode, "forward", planned="reverse")
    if backend != "python":
        raise _no_such("backend", backend, "python", planned="numba")
    if f is None:
        return lambda function: differentiate(function, wrt, mode=mode, backend=backend)
    if isinstance(f, (str, int)) or not callable(f):
        raise TypeError(f"differentiate() needs a function, not {f!r}; "
                        "to name parameters write @differentiate(wrt=...)")
    options = (tuple(wrt) if isinstance(wrt, list) else wrt, mode, backend)
    known = _KNOWN.of(f)
    try:
        if known is not None and options in known:
            return known[options]
    except TypeError:  # an option that has no hash
        known = None
    from s2sad.derivative import make_derivative
    result = make_derivative(f, wrt)
    if "IPython" in sys.modules:
        from s2sad.exploring.notebook import register
        register()
    if known is not None:
        _KNOWN.keep(f, options, result)
    return result


def _no_such(what, given, there, planned):
    if given == planned:
        from s2sad.errors import DifferentiationError
        return DifferentiationError(f"The {what} {given!r} is planned, and not there yet.",
                                    f"Use {what}={there!r}.")
    return ValueError(f"{what} must be {there!r}, not {given!r}")


def jvp(f, primals, tangents, /, **kwargs):
    """The value of `f` and its derivative along a direction (a Jacobian-vector product).

    Args:
        f: any callable.
        primals: the positional arguments, a tuple.
        tangents: for each primal its tangent, of the same structure and shape,
            or None for an argument that is held constant.
        kwargs: further arguments, held constant.

    Returns:
        (v, dv): what `f` returns, and its directional derivative.

    Raises:
        TypeError, ValueError: the tangents do not match the primals.
        DifferentiationError: `f` cannot be differentiated.
    """
    if not isinstance(primals, (tuple, list)) or not isinstance(tangents, (tuple, list)):
        name, given = ("tangents", tangents) if isinstance(primals, (tuple, list)) else ("primals", primals)
        raise TypeError(f"{name} must be a tuple, not {type(given).__name__}")
    if len(primals) != len(tangents):
        raise ValueError(f"there are {len(primals)} primals, but {len(tangents)} tangents")
    return directional(differentiate, _KNOWN, f, tuple(primals), tuple(tangents), kwargs)


def jacobian(f, wrt=0):
    """The function that computes all partial derivatives of `f`, for functions of few inputs.

    It runs the derivative once for each number that the arguments in `wrt`
    hold, on copies of the arguments.  The Jacobian of a Jacobian holds all second
    derivatives: `jacobian(jacobian(f))` of a scalar function is its Hessian.

    Args:
        f: any callable.
        wrt: as for `differentiate`; integers are taken for real numbers.

    Returns:
        A function of the same arguments.  Where `f` returns a number or an
        array of shape S and the argument is a number or an array of shape T, it
        returns an array of shape S + T (a number for two numbers).  Where they
        are lists, tuples, dicts or dataclasses of these, it returns the
        structure of the output, each leaf replaced by the structure of the
        argument; by a tuple of those if `wrt` is a tuple.  What is no number is None.

    Raises:
        DifferentiationError: `f` cannot be differentiated.
        TypeError: an argument in `wrt` is complex.
    """
    from s2sad.partials import jacobian_of
    return jacobian_of(differentiate, f, wrt)


def check(f, args, wrt=0, kwargs=None, *, directions=2, rtol=1e-6, seed=0):
    """Compare the derivative of `f` with finite differences at a point.

    Along random directions, for each number and array that `f` returns, and
    for each differentiated array that it writes into.  The arguments are left as they are:
    each run gets copies.

    Args:
        f, wrt: as for `differentiate`.
        args, kwargs: the point, a tuple and a dict.
        directions: how many directions are tried.
        rtol: how closely the two must agree, beside the differences' own error.
        seed: of the random directions.

    Returns:
        A report: `str(report)` is a table, `report.ok` says whether nothing
        differs and something agrees, `report.rows` has for each output its `path`,
        `derivative`, `difference`, estimated `error`, `verdict` ("ok", "differs",
        or "unsure": at a kink, or where the differences are too coarse) and `note`.

    Raises:
        DifferentiationError: `f` cannot be differentiated.
        TypeError, ValueError: the arguments or `wrt` do not fit.
    """
    if not isinstance(args, (tuple, list)):
        raise TypeError(f"args must be a tuple of arguments, not {type(args).__name__}")
    from s2sad.checks import check_of
    return check_of(differentiate, f, tuple(args), wrt, kwargs, directions, rtol, seed)


def check_rule(f, /, *args, directions=2, rtol=1e-6, seed=0, **kwargs):
    """Hold the user's rule for `f` against finite differences of `f` itself.

    By each parameter that the rule covers alone, and by all of them together;
    the value that a rule of pairs computes is compared with that of `f`.

    Returns:
        The report, as `check` does.

    Raises:
        AssertionError: they differ, or nothing could be compared; the message is the report.
        TypeError: `f` has no rule, or none for these arguments.
    """
    from s2sad.checks import check_rule_of
    return check_rule_of(differentiate, f, args, kwargs, directions, rtol, seed)


def inspect(f, wrt=0, *, mode="forward", backend="python"):
    """Print the generated source of a derivative, and return it.

    `f` is a function or what `differentiate` returned; the other arguments
    are those of `differentiate`.  On a terminal the source is highlighted.
    """
    from s2sad.frontend.derived import derivative_of
    derivative = f if derivative_of(f) is not None else differentiate(f, wrt, mode=mode, backend=backend)
    source = derivative.source
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.syntax import Syntax
        Console().print(Syntax(source, "python", word_wrap=False, theme="ansi_dark", background_color="default"))
    else:
        print(source, end="")
    return source


def trace(f, /, *args, wrt=0, full=False, **kwargs):
    """Run a derivative, and show each assigned value with its tangent: an evaluation trace.

    Args:
        f: a function, or what `differentiate` returned.
        args, kwargs: its arguments, and seeds (`dx=...`) as the derivative takes them.
        wrt: as for `differentiate`.
        full: keep every iteration of every loop and every call, and show temporaries and all
            elements of arrays. Otherwise loops of more than three iterations and deep recursion are
            folded while they run, so that a long run takes little memory.

    Returns:
        The trace. Printed it is a table; in a notebook, `_repr_html_`; `to_html()` gives a page,
        `to_json()` JSON text. It is iterable over its steps, in the order in which they ran, each
        with `line`, `source`, `depth`, `iteration`, `what`, `name`, `value`, `tangent` and `flags`
        (see `s2sad.tracing.steps.Step`); values are copies. `flags` says where NaN or an infinity
        appears that was in nothing the statement read. `.value` and `.tangent` are the results;
        if the function raised, that is `.error`, and the trace ends there.

    Raises:
        DifferentiationError: `f` cannot be differentiated.
        TypeError, ValueError: arguments, seeds or `wrt` do not fit.
    """
    from s2sad.tracing.trace import trace as run
    return run(f, *args, wrt=wrt, full=full, **kwargs)


def compare(f, at, manual=None, *, wrt=0, seconds=10.0):
    """Differentiate a function numerically, symbolically, by hand and automatically, and compare.

    Args:
        f: a function that returns a real number for a real number.
        at: where: a number, a tuple of arguments, or a dict of named ones.
        manual: a function that returns the derivative, of the same arguments.
        wrt: the parameter, as for `differentiate`; one, and a real number.
        seconds: time limit for the reference, for the formula, and for its growth each.

    Returns:
        The comparison. Printed it is a report; iterable over its rows (see
        `s2sad.comparing.compare.Row`), which `["s2sad"]` finds by name; `.reference` is the derivative
        by mpmath; `.forward` and `.central` are the difference quotients for a range of steps;
        `.swell` says how the formula grows with an integer parameter. `.plot(path)` and `.to_json()`.

    Raises:
        ModuleNotFoundError: SymPy or mpmath is missing; they come with `s2sad[compare]`.
        TypeError, ValueError: the function is not one of a real number.
        DifferentiationError: s2sad cannot differentiate it.
    """
    from s2sad.comparing.compare import compare as run
    return run(f, at, manual, wrt=wrt, seconds=seconds)


def explore(f, /, *args, wrt=0, **kwargs):
    """A function beside its derivative, and the forms in between, as a page for a browser.

    Args:
        f: a function, or what `differentiate` returned.
        args, kwargs: arguments of it, for the derivative of their kinds; it is not run. Without any the
            derivative is the one that `source` shows.
        wrt: as for `differentiate`.

    Returns:
        The exploration: `to_html()` is the page, which needs no network; a notebook shows it.
        `refusal` is the `DifferentiationError` if the function is refused, which the page shows
        in the user's source; otherwise None.

    Raises:
        TypeError, ValueError: arguments or `wrt` do not fit.
    """
    from s2sad.exploring.explore import explore as run
    return run(f, *args, wrt=wrt, **kwargs)
