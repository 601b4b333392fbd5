"""Values in a few characters."""

import decimal
import fractions
import types

import numpy as np

from s2sad.tracing.values import Snapshot

NOTHING = "-"
WIDEST = 19  # columns of a short description


def number(value):
    """A number, with at most ten digits of a real one.

    >>> number(2.0), number(0.1 + 0.2), number(1 / 3), number(-1e-300), number(True), number(10**30)
    ('2.0', '0.3', '0.3333333333', '-1e-300', 'True', '1.000000e+30 (int)')
    """
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (int, np.integer)):
        text = str(int(value)) if abs(value) < 10**18 else f"{decimal.Decimal(int(value)):.6e} (int)"
        return text
    if isinstance(value, (complex, np.complexfloating)):
        return f"{number(value.real)}{'+' if not number(value.imag).startswith('-') else ''}{number(value.imag)}j"
    if isinstance(value, (float, np.floating)):
        text = format(value, ".10g")
        return text if any(c in text for c in ".en") else text + ".0"
    return str(value)


def words(value, full=False, within=()):
    """A value in a line or two; `full` shows every element of an array.

    within: what the value is a part of.

    >>> print(words(np.linspace(-1, 1, 9)))
    (9,) norm 1.94
    min -1 max 1
    """
    if value is None:
        return "None"
    if isinstance(value, (bool, int, float, complex, np.number, np.bool_)):
        return number(value)
    if isinstance(value, np.ndarray):
        return array(value, full)
    if isinstance(value, (str, bytes)):
        text = repr(value)
        return text if full or len(text) <= 20 else text[:18] + "…" + text[-1]
    if isinstance(value, (dict, list, tuple, Snapshot)):
        if any(outer is value for outer in within):
            return "..."
        return container(value, full, (*within, value))
    if isinstance(value, (types.FunctionType, types.BuiltinFunctionType, type)):
        return f"function {value.__name__}" if not isinstance(value, type) else f"class {value.__name__}"
    text = str(value) if isinstance(value, fractions.Fraction) else repr(value)
    return text if full or len(text) <= 30 else text[:29] + "…"


def container(value, full, within):
    """The parts of a container, if there are few and they are short."""
    named = value.attributes if isinstance(value, Snapshot) else value
    opening, closing = {list: "[]", dict: "{}"}.get(type(value), "()")
    kind = value.name if isinstance(value, Snapshot) else type(value).__name__
    if isinstance(value, Snapshot):
        parts, opening = [f"{name}={words(v, full, within)}" for name, v in named.items()], kind + opening
    elif isinstance(value, dict):
        parts = [f"{key!r}: {words(v, full, within)}" for key, v in value.items()]
    else:
        parts = [words(v, full, within) for v in value]
    text = opening + ", ".join(parts) + "," * (isinstance(value, tuple) and len(parts) == 1) + closing
    if full or len(text) <= 30 and "\n" not in text:
        return text
    first = parts[0].split("\n")[0]
    return f"{kind} of {len(parts)}: {first if len(first) <= 20 else first[:19] + '…'}" + ", …" * (len(parts) > 1)


def array(value, full):
    """A small array's elements; of a larger one the shape, the norm, the least and the greatest."""
    if full or value.size <= 3 or value.dtype.kind not in "fciub":
        text = np.array2string(value, precision=8 if full else 6, separator=" ", threshold=2**62 if full else 9)
        if full or len(text) <= WIDEST:
            return text
    facts = [str(value.shape)]
    if value.dtype.kind not in "fciub" or not value.size:
        facts.append(str(value.dtype))
    elif value.dtype.kind == "b":
        facts.append(f"{int(value.sum())} True")
    else:
        facts += [f"{name} {fact:.3g}" for name, fact in summary(value).items()]
    lines = [facts[0]]
    for fact in facts[1:]:
        if len(lines[-1]) + 1 + len(fact) <= WIDEST and not fact.startswith("min"):
            lines[-1] += " " + fact
        else:
            lines.append(fact)
    return "\n".join(lines)


def summary(value):
    """Norm, least and greatest element of an array of numbers."""
    with np.errstate(all="ignore"):
        wide = value.astype(complex if value.dtype.kind == "c" else float)
        facts = {"norm": float(np.sqrt(np.sum(np.abs(wide)**2)))}
    if value.dtype.kind != "c" and value.size:
        facts |= {"min": value.min().item(), "max": value.max().item()}
    return facts
