"""New values whose tangent algebra leaves as the operand's was: it must not be the operand's mirror."""


import numpy as np

from tests.reference import case


def itself(a):
    return a


@case(np.array([1.0, 2.0, 3.0]), order=2)
def products_with_one_of_views(y):
    once = np.broadcast_to(y, (3,)) * 1, np.asarray(y) * 1.0, 1 * np.flip(y), np.asarray(y) / 1
    powers = np.asarray(y)**1, np.power(np.flip(y), 1), np.asarray(y) % 100.0
    called = np.multiply(np.flip(y), 1), np.add(np.asarray(y), 0.5), np.divide(itself(y), 1.0), np.fmod(np.asarray(y), 100.0)
    y[0] = y[2] * 3
    return once, powers, called


@case(np.array([1.0, 2.0, 3.0]), order=2)
def negated_twice(y):
    kept = -(-np.flip(y)), -1 * (-np.asarray(y)), np.negative(-np.broadcast_to(y, (3,)))
    y[0] = y[2] * 3
    return kept


@case(np.array([1.0, 2.0, 3.0]), np.array([0.5, 1.0, 0.2]), wrt=("y", "z"))
def written_to_afterwards(y, z):
    w = np.broadcast_to(y, (3,)) * 1
    w *= z
    either = (np.asarray(y) if z[0] > 0 else np.flip(y)) * 1
    either[0] = 5 * w[1]
    v = np.multiply(np.asarray(z), 1)
    v += y
    return w, either, v, y, z
