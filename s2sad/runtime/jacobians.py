"""What a Jacobian that is taken inside of what is differentiated is put together by; see `analysis.jacobians`.

Each gives what `partials.block` gives, to the last bit.
"""

import numpy as np


def stacked(columns, x):
    """The Jacobian whose columns are the derivatives by each item of an array."""
    found = np.stack(columns, axis=-1)
    found = found.reshape(found.shape[:-1] + x.shape)
    return found.astype(float) if found.dtype.kind in "biu" else found


def without_columns(v, x):
    """The Jacobian by an array that holds nothing."""
    kinds = [a.dtype for a in (np.asarray(v), x) if a.dtype.kind in "fc"]
    return np.zeros(np.shape(v) + x.shape, np.result_type(*kinds) if kinds else float)


def single(dv):
    """The Jacobian by a number."""
    if np.asarray(dv).dtype.kind not in "biu":
        return dv
    return dv.astype(float) if isinstance(dv, np.ndarray) else float(dv)
