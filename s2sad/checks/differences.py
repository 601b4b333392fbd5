"""Finite differences along a line, with an estimate of their error.

Central differences at steps h, h/2, h/4, h/8 are extrapolated to step zero
(Richardson: each halving removes one more even power of h), for windows of
steps from coarse to fine; the window whose last two columns agree best counts
(Ridders, "Accurate computation of F'(x) and F'(x)F''(x)", Adv. Eng. Software 4, 1982).

>>> import numpy as np
>>> slope = slopes([np.exp(h * 2.0 ** -np.arange(STEPS)) for h in (1e-2, -1e-2)], np.array(1.0), 1e-2)
>>> bool(abs(slope.value - 1) < slope.error < 1e-10), bool(slope.kink)
(True, False)
"""

from dataclasses import dataclass

import numpy as np

STEPS = 16
FIRST = 1e-2
_COLUMNS = 4


@dataclass
class Slope:
    """The derivative along a line: its estimate, the estimate's error, and where it may not exist."""

    value: np.ndarray
    error: np.ndarray
    kink: np.ndarray


def slopes(ends, middle, first=FIRST):
    """The slope at the middle of a line.

    ends: values at +h and at -h, two arrays whose first axis goes over the
    steps `first`, `first` / 2, ...; NaN where there is no value.
    """
    plus, minus = (np.asarray(e) for e in ends)
    h = (first * 2.0 ** -np.arange(len(plus))).reshape((-1,) + (1,) * (plus.ndim - 1))
    with np.errstate(all="ignore"):
        central = (plus - minus) / (2 * h)
        size = np.maximum(np.abs(plus), np.abs(minus))
        noise = np.finfo(float).eps * size / h
        best, error = _best_window(central, noise)
        kink = _is_kink((plus - middle) / h, (middle - minus) / h, noise)
    return Slope(best, error, kink)


def _best_window(central, noise):
    table, columns = central, []
    for k in range(1, _COLUMNS):
        table = (4**k * table[1:] - table[:-1]) / (4**k - 1)
        columns.append(table)
    windows = len(columns[-1])
    last, before = columns[-1], columns[-2]
    error = np.maximum(np.abs(last - before[1:windows + 1]), np.abs(last - before[:windows]))
    error = error + 8 * noise[_COLUMNS - 1:]
    error = np.where(np.isfinite(last) & np.isfinite(error), error, np.inf)
    chosen = np.argmin(error, axis=0)[None]
    return np.take_along_axis(last, chosen, 0)[0], np.take_along_axis(error, chosen, 0)[0]


def _is_kink(right, left, noise):
    """Do the slopes from the right and the left stay apart as the step goes to zero?"""
    apart = np.abs(right - left)
    coarse, fine = apart[0], apart[8]
    return (fine > 0.2 * coarse) & (fine > 1e3 * noise[8]) & (fine > 1e-7 * (np.abs(right[8]) + np.abs(left[8])))
