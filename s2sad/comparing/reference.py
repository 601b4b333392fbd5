"""The derivative to many digits, by mpmath."""

from s2sad.comparing import vocabularies
from s2sad.comparing.process import staged
from s2sad.comparing.retarget import Unavailable

DIGITS = 25  # of the reference that are right


def reference(make, x, value, seconds):
    """The derivative at `x` as an mpmath number.

    A central difference with a step so small, and so many digits, that both errors are far below
    double precision; more digits are taken until two steps agree.

    make: (function of one number, made of the user's in a vocabulary).
    value: what the function returned for x, with which the value to many digits must agree.

    Returns:
        (derivative, None), or (None, why there is none).
    """
    import mpmath

    def work():
        f = make(vocabularies.mpmath())
        for digits in (60, 120, 240, 480, 960):
            with mpmath.workdps(digits):
                point = mpmath.mpf(x)
                if digits == 60 and not agrees(f(point), value):
                    raise Unavailable("run with many digits, the function gives another value: rounding errors decide "
                                      "this one")
                steps = [mpmath.mpf(10)**(-digits // 3 - shift) for shift in (0, 5)]
                right, left = ((f(point + h) - f(point)) / h for h in (steps[0], -steps[0]))
                size = max(abs(right), abs(left))
                if size > 1e-10 and abs(right - left) > 1e-10 * size:
                    continue  # a kink, or too large a step
                first, second = (quotient(f, point, h) for h in steps)
                if abs(first - second) <= abs(second) * mpmath.mpf(10)**-DIGITS:
                    yield mpmath.nstr(second, DIGITS + 5)
                    return
        raise Unavailable("difference quotients with ever smaller steps do not agree: "
                          "perhaps there is no derivative here")
    found, end = staged(work, seconds)
    if found:
        with mpmath.workdps(DIGITS + 15):
            return mpmath.mpf(found[-1]), None
    return None, f"not finished in {seconds:g} s" if end == "time" else end


def agrees(exact, value):
    """Is a value that of the user's function, but for rounding?"""
    return abs(float(exact) - value) <= 1e-6 * max(abs(value), 1e-300) or float(exact) == value


def quotient(f, x, h):
    """A central difference quotient."""
    return (f(x + h) - f(x - h)) / (2 * h)
