"""NumPy orders complex numbers by their real parts, then by their imaginary parts."""

import numpy as np

from tests.reference import case


@case(1.0 + 2.0j, 1.5 - 0.5j, wrt=("x", "y"))
@case(np.array([1.0 + 2.0j, 0.5j]), np.array([1.5, -1.0 + 0.5j]), wrt=("x", "y"))
def larger_and_smaller(x, y):
    return np.maximum(x, y) * np.minimum(x, y), np.fmax(x, y) - 2.0 * np.fmin(x, y)


@case(np.array([1.0 + 2.0j, 0.5j], dtype=np.complex64))
def power_of_a_plain_number(n):
    return np.power(0.5 + 0.5j, n), np.power(2.0, n), (1.5 - 1.0j) ** n
