"""Running a function and its derivative side by side."""

import warnings
from fractions import Fraction

import numpy as np

from s2sad.checks.differences import FIRST, STEPS, slopes
from s2sad.checks.draws import draw_again, drawn_so_far
from s2sad.checks.report import Report, Row
from s2sad.partials import inputs
from s2sad.rules.user import Refusal, rule_of
from s2sad.structure import copied, is_number, leaves, mapped


def check_of(differentiate, f, args, wrt, kwargs, directions, rtol, seed):
    """See `s2sad.check`."""
    derivative = differentiate(f, wrt=wrt)
    state = derivative.__s2sad_derivative__
    kwargs = dict(kwargs or {})
    inputs(state, args, kwargs)  # raises TypeError where the arguments do not fit
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(directions):
        rows += rows_along(derivative, state, tuple(args), kwargs, number, rtol, rng)
    name = getattr(f, "__name__", type(f).__name__)
    return Report(f"{name}, differentiated by {', '.join(state._wrt)}", rows)


def rows_along(derivative, state, args, kwargs, number, rtol, rng):
    """One row for each leaf of the output, along one random direction."""
    plain_args, plain_named = with_defaults(state, *copied(args, kwargs))
    draws = drawn_so_far()
    plain = derivative.primal(*plain_args, **plain_named)
    own, named = with_defaults(state, *copied(args, kwargs))
    given = inputs(state, own, named)
    line = {n: mapped(lambda leaf: step(leaf, rng), v) for n, v in given.items()}
    seeds = mapped(lambda leaf: leaf.copy() if isinstance(leaf, np.ndarray) else leaf, line)
    draw_again(draws)
    v, dv = derivative(*own, **named, **{state.seeds[n]: d for n, d in seeds.items()})
    written = changed(inputs(state, plain_args, plain_named), inputs(state, *with_defaults(state, args, kwargs)))
    before = outputs(plain, inputs(state, plain_args, plain_named), written)
    problem = unlike(before, outputs(v, given, written))
    if problem:
        return [Row(problem[0], number, None, None, None, "differs", problem[1])]
    tangents = outputs(dv, seeds, written)
    ends = [[moved(derivative.primal, state, args, kwargs, line, sign * FIRST / 2**k, written, draws) for k in range(STEPS)]
            for sign in (1, -1)]
    rows, by_path = [], dict(tangents)
    for path, leaf in before:
        if is_number(leaf):
            rows.append(row_of(path, number, leaf, by_path.get(path), ends, rtol))
    return rows


def with_defaults(state, args, kwargs):
    """The arguments with the defaults of what is differentiated written out."""
    have = state._signature.bind_partial(*state._target.args, *args, **{**state._target.kwargs, **kwargs}).arguments
    extra = {n: state._signature.parameters[n].default for n in state._wrt if n not in have}
    return args, {**kwargs, **extra}


def step(leaf, rng):
    """A random direction for a leaf, of its own size; None for what is no number."""
    if not is_number(leaf) or np.asarray(leaf).dtype.kind == "b":
        return 0.0 if isinstance(leaf, (bool, np.bool_)) else None
    values = np.asarray(leaf if not isinstance(leaf, Fraction) else float(leaf))
    finite = np.abs(values[np.isfinite(values.astype(complex))]).astype(float)
    size = float(finite.max()) if finite.size and finite.max() > 0 else 1.0
    draw = rng.uniform(0.4, 1.3, values.shape) * rng.choice([-1.0, 1.0], values.shape) * size
    if np.iscomplexobj(values):
        draw = draw + 1j * rng.uniform(0.4, 1.3, values.shape) * rng.choice([-1.0, 1.0], values.shape) * size
    if isinstance(leaf, np.ndarray):
        return np.asarray(draw).astype(leaf.dtype if leaf.dtype.kind in "fc" else float)
    return type(leaf)(draw) if isinstance(leaf, np.inexact) else np.asarray(draw).item()


def moved(f, state, args, kwargs, line, h, written, draws):
    """The outputs with the differentiated arguments moved by h; None where there are none."""
    draw_again(draws)
    args, kwargs = with_defaults(state, *copied(args, kwargs))
    bound = state._signature.bind(*state._target.args, *args, **{**state._target.kwargs, **kwargs})
    for n, direction in line.items():
        bound.arguments[n] = mapped(lambda x, d: shifted(x, d, h), bound.arguments[n], direction)
    own, named = bound.args[len(state._target.args):], dict(bound.kwargs)
    for n in state._target.kwargs:
        named.pop(n, None)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = f(*own, **named)
    except Exception:  # the step leads out of the function's domain
        return None
    return dict(outputs(result, {n: bound.arguments[n] for n in line}, written))


def shifted(x, d, h):
    """x + h d, in double precision."""
    if d is None or isinstance(x, (bool, np.bool_)):
        return x
    if isinstance(x, np.ndarray):
        return np.asarray(x.astype(np.result_type(x.dtype, np.float64)) + h * d.astype(np.result_type(d, np.float64)))
    if isinstance(x, np.generic):
        return np.result_type(x.dtype, np.float64).type(x) + h * np.result_type(d, np.float64).type(d)
    return (x if isinstance(x, complex) else float(x)) + h * d


def changed(after, before):
    """The differentiated parameters in whose arguments a call has written."""
    return [n for n in after if any(
        isinstance(a, np.ndarray) and not np.array_equal(a, b, equal_nan=a.dtype.kind in "fc")
        or type(a) is not type(b) for (_, a), (_, b) in zip(leaves(after[n]), leaves(before[n])))]


def outputs(result, arguments, written):
    """[(path, leaf)] of what is returned, and of the arguments that were written to."""
    found = [("result" + path, leaf) for path, leaf in leaves(result)]
    for n in written:
        found += [(f"{n}{path} afterwards", leaf) for path, leaf in leaves(arguments[n])]
    return found


def unlike(plain, found):
    """None, or (path, how) the derivative's value differs from the function's."""
    if [p for p, _ in plain] != [p for p, _ in found]:
        return "result", "the derivative's value has another structure"
    for (path, a), (_, b) in zip(plain, found):
        if is_number(a) and (not is_number(b) or np.shape(a) != np.shape(b)):
            return path, "the derivative's value has another shape"
        if is_number(a) and not close_values(np.asarray(a), np.asarray(b)):
            return path, "the derivative's value is not the function's"
    return None


def close_values(a, b):
    if a.dtype.kind == "O" or b.dtype.kind == "O":
        return bool(np.all(a == b))
    narrow = max(np.finfo(x.dtype).eps if x.dtype.kind in "fc" else 0.0 for x in (a, b))
    return bool(np.allclose(a, b, rtol=16 * narrow, atol=0.0, equal_nan=True))


def row_of(path, number, leaf, tangent, ends, rtol):
    """What is found of one leaf."""
    shape = np.shape(leaf)
    if not is_number(tangent) or np.shape(tangent) != shape:
        if isinstance(leaf, (bool, np.bool_)) and tangent is None:
            tangent = 0.0
        else:
            note = f"the tangent is of shape {np.shape(tangent)}, not of shape {shape}" if is_number(tangent) \
                else "there is no number in the tangent"
            return Row(path, number, None, None, None, "differs", note)
    kind = complex if np.iscomplexobj(leaf) or np.iscomplexobj(tangent) else float
    ends = [[np.full(shape, np.nan, kind) if e is None or np.shape(e.get(path)) != shape or not is_number(e.get(path))
             else np.asarray(as_float(e[path]), kind) for e in side] for side in ends]
    slope = slopes(ends, np.asarray(as_float(leaf), kind))
    derivative = np.asarray(as_float(tangent), kind)
    precision = np.finfo(np.asarray(tangent).dtype).eps if np.asarray(tangent).dtype.kind in "fc" else 0.0
    verdict, note = judged(derivative, slope, np.asarray(as_float(leaf), kind), max(rtol, 1e3 * precision)
                           if precision > 1e-10 else rtol)
    return Row(path, number, tangent, slope.value[()], slope.error[()], verdict, note)


def as_float(x):
    return float(x) if not isinstance(x, (np.ndarray, np.generic, int, float, complex)) else x


def judged(derivative, slope, value, rtol):
    """(verdict, note) for one leaf."""
    with np.errstate(all="ignore"):
        asked = np.isfinite(value)  # where the value is infinite or NaN there is nothing to compare
        gap = np.abs(derivative - slope.value)
        size = np.maximum(np.where(np.isfinite(derivative), np.abs(derivative), 0.0), np.abs(slope.value))
        scale = np.max(size[asked & np.isfinite(size)], initial=0.0)
        agree = gap <= rtol * size + 10 * slope.error + 1e-3 * rtol * scale
        vague = ~(slope.error <= 1e-3 * (size + 1e-6 * scale)) & ~(gap <= rtol * size)
        vague |= ~np.isfinite(slope.value)
    if asked.size and not np.any(asked):
        return "unsure", "the value is not finite"
    kink, vague = slope.kink & asked, vague & asked & ~slope.kink
    if np.any(asked & ~agree & ~kink & ~vague):
        return "differs", ""
    if np.any(kink):
        return "unsure", "a kink or a jump is here"
    if np.any(vague & ~((derivative == 0) & (slope.value == 0))):
        return "unsure", "the differences do not settle"
    return "ok", ""


# ----------------------------------------------------------------------- rules

def check_rule_of(differentiate, f, args, kwargs, directions, rtol, seed):
    """See `s2sad.check_rule`."""
    rule = rule_of(f)
    name = getattr(f, "__name__", repr(f))
    if rule is None:
        raise TypeError(f"{name} has no rule")
    if isinstance(rule, Refusal):
        raise TypeError(f"{name} was declared not differentiable: there is nothing to check")
    before = copied(args, kwargs)
    names = list(getattr(rule, "tangents", None) or getattr(rule, "terms", None) or ())
    state = differentiate(f).__s2sad_derivative__
    bound = state._signature.bind(*args, **kwargs).arguments
    present = [n for n in names or bound if n in bound and any(
        is_number(x) and np.asarray(x).dtype.kind in "fciu" for _, x in leaves(bound[n]))]
    if not present:
        raise TypeError(f"no argument of {name} has a rule that could be checked: it is one for {', '.join(names)}")
    rows = []
    for wrt in [(n,) for n in present] + [tuple(present)] * (len(present) > 1):
        report = check_of(differentiate, f, args, wrt if len(wrt) > 1 else wrt[0], kwargs, directions, rtol, seed)
        for row in report.rows:
            row.path = f"{row.path} by {', '.join(wrt)}"
        rows += report.rows
    report = Report(f"the rule for {name}", rows)
    if any(type(a) is not type(b) or is_number(a) and not np.array_equal(a, b, equal_nan=np.asarray(a).dtype.kind in "fc")
           for (_, a), (_, b) in zip(leaves(before), leaves((args, kwargs)))):
        raise AssertionError(f"the rule for {name}: the arguments of the call have changed")
    if not report.ok:
        raise AssertionError(str(report))
    return report
