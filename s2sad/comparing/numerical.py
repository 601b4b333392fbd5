"""Difference quotients over a range of steps."""

import math
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """A difference quotient with one step, and its relative error."""

    step: float
    derivative: float
    error: float | None


def differences(f, x, reference, central, seconds):
    """Difference quotients of `f` at `x`, with steps 10**0 to 10**-16 times the size of x, two for each power of ten.

    forward: (f(x + h) - f(x)) / h, whose truncation error is h f''(x) / 2; central:
    (f(x + h) - f(x - h)) / (2 h), with h**2 f'''(x) / 6. The rounding error
    of both grows as 1 / h. After so many seconds no further steps are tried.
    """
    found, deadline = [], time.monotonic() + seconds
    value = None if central else real(f(x))
    for i in range(33):
        if time.monotonic() > deadline:
            break
        h = 10.0**(-i / 2) * max(1.0, abs(x))
        upper, lower = x + h, x - h if central else x
        try:
            rise = real(f(upper)) - (real(f(lower)) if central else value)
        except (ArithmeticError, ValueError):
            continue  # outside of where the function is defined
        width = upper - lower  # the step that was really taken
        if width and math.isfinite(rise):
            quotient = rise / width
            found.append(Difference(h, quotient, relative_error(quotient, reference)))
    return found


def real(value):
    """A value as a float; a negative number's root, being complex, counts as not defined."""
    if isinstance(value, complex):
        raise ValueError("complex")
    return float(value)


def relative_error(derivative, reference):
    """The error of a derivative, relative to the reference if that is not zero; None where either is missing."""
    if derivative is None or reference is None:
        return None
    return float(abs(derivative - reference) / (abs(reference) or 1))
