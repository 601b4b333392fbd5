"""The order in which NumPy goes through arrays."""

import numpy as np


def places_of(*arrays):
    """The indices of all items of arrays broadcast together, in the order in which a ufunc of objects takes them.

    >>> places_of(np.zeros((2, 2), order="F"))
    [(0, 0), (1, 0), (0, 1), (1, 1)]
    """
    return steps_of(*map(_as_objects, arrays))


def layout_of(*arrays):
    """An array of the shape, and laid out in memory, as what such a ufunc gives.

    >>> layout_of(np.zeros((2, 2), order="F"), 1.0).flags.f_contiguous
    True
    """
    steps = np.nditer([*map(_as_objects, arrays), None], ["zerosize_ok"], op_dtypes=[bool] * (len(arrays) + 1))
    return steps.operands[-1]


def steps_of(*arrays, order="K"):
    """The same in the order in which `np.nditer` takes them.

    >>> steps_of(np.zeros(2)[::-1])
    [(1,), (0,)]
    """
    steps = np.nditer(arrays, ["multi_index", "zerosize_ok"], order=order)
    return [steps.multi_index for _ in steps]


def _as_objects(a):
    """Laid out as what a would be made into: as a itself, but for reversed axes."""
    return np.empty_like(np.asarray(a), dtype=bool, order="K", subok=False)
