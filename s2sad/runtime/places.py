"""The order in which NumPy goes through arrays."""

import numpy as np


def places_of(*arrays, order="K"):
    """The indices of all items of arrays broadcast together, in the order in which `np.nditer` and ufuncs take them.

    >>> places_of(np.zeros((2, 2), order="F"))
    [(0, 0), (1, 0), (0, 1), (1, 1)]
    """
    # Truth values laid out as the arrays are: reading numbers is not needed.
    likes = [np.empty_like(np.asarray(a), dtype=bool, order="K", subok=False) for a in arrays]
    steps = np.nditer(likes, ["multi_index", "zerosize_ok"], order=order)
    return [steps.multi_index for _ in steps]
