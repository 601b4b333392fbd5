"""The order in which NumPy goes through arrays."""

import numpy as np


def places_of(*arrays):
    """The indices of all items of arrays broadcast together, in the order in which a ufunc of objects takes them.

    >>> places_of(np.zeros((2, 2), order="F"))
    [(0, 0), (1, 0), (0, 1), (1, 1)]
    """
    # Arrays of objects are laid out as those that they are made of, but for reversed axes.
    return steps_of(*[np.empty_like(np.asarray(a), dtype=bool, order="K", subok=False) for a in arrays])


def steps_of(*arrays, order="K"):
    """The same in the order in which `np.nditer` takes them.

    >>> steps_of(np.zeros(2)[::-1])
    [(1,), (0,)]
    """
    steps = np.nditer(arrays, ["multi_index", "zerosize_ok"], order=order)
    return [steps.multi_index for _ in steps]
