"""The random numbers of Python and NumPy: runs that are compared draw the same ones."""

import sys

import numpy as np


def drawn_so_far():
    """Where the generators of `random` and `np.random` are."""
    random = sys.modules.get("random")
    return np.random.get_state(), random and random.getstate()


def draw_again(state):
    """Let what is drawn next be what was drawn after `drawn_so_far`."""
    numpys, pythons = state
    np.random.set_state(numpys)
    if pythons is not None:
        sys.modules["random"].setstate(pythons)
