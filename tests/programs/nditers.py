"""Loops over np.nditer: item by item, in the order of the memory, broadcast, and written to."""

import numpy as np

from tests.reference import case

M = np.array([[0.5, -1.5, 2.0], [1.0, 0.3, -0.7]])
V = np.array([0.5, -1.5, 2.0])
F = np.asfortranarray(M)


@case(M, order=2)
@case(F)
@case(M[:, ::-1])
@case(M.T)
@case(np.float64(1.5))
@case(V.astype(np.float32))
def the_order_of_items(x):
    total, seen = 0.0, []
    for v in np.nditer(x):
        total = total * 0.5 + v * v
        seen.append(float(v))
    return total, seen


@case(M, order=2)
@case(F)
def with_indices(x):
    total = 0.0
    it = np.nditer(x, flags=["multi_index"], order="C")
    for v in it:
        i, j = it.multi_index
        total += v * (i + 2 * j + 1) * it.itersize
    return total


@case(M, order=2)
def by_steps(x):
    total = 0.0
    it = np.nditer(x, flags=["multi_index", "c_index"])
    while not it.finished:
        total += it[0] ** 2 * (it.multi_index[0] + it.index)
        it.iternext()
    return total


@case(M, order=2)
@case(F)
def written_in_place(a):
    for v in np.nditer(a, op_flags=["readwrite"]):
        v[...] = v * v + a[0, 0]
    return a.sum()


@case(M)
def written_in_a_context(x):
    a = x.copy()
    with np.nditer(a, op_flags=["readwrite"]) as it:
        for v in it:
            v[...] = 2 * v * x[0, 1]
    return a


@case(M, V, wrt=("x", "y"))
@case(M, V, wrt="y", order=2)
def broadcast_and_stored(x, y):
    out = np.zeros((2, 3))
    it = np.nditer([x, y, out], op_flags=[["readonly"], ["readonly"], ["writeonly"]])
    for u, v, w in it:
        w[...] = u * v
    return out


@case(M)
def stored_by_number(x):
    out = np.empty_like(x)
    it = np.nditer([x, out], flags=["multi_index"], op_flags=[["readonly"], ["writeonly"]])
    while not it.finished:
        it[1] = it[0] * it.multi_index[1]
        it.iternext()
    return out


@case(M)
def over_a_constant(x):
    total = 0.0
    for v in np.nditer(np.arange(6.0).reshape(2, 3).T):
        total += v * x[0, 1] * total + 1.0 * x[1, 1]
    return total


@case(np.zeros((0, 3)))
def over_nothing(x):
    total = x.sum()
    for v in np.nditer(x, flags=["zerosize_ok"]):
        total += v
    return total


@case(M, may_refuse=True)
def by_chunks(x):
    total = 0.0
    for chunk in np.nditer(x, flags=["external_loop"], order="F"):
        total += (chunk * chunk).sum()
    return total


@case(M)
def operands_and_jumps(x):
    it = np.nditer(x, flags=["multi_index"])
    it.multi_index = (1, 2)
    last = it[0] * it.ndim
    it.iterindex = 1
    return last, it.value * 2.0, it.operands[0] * it.nop


@case(M, may_refuse=True)
def views_of_the_operands(x):
    it = np.nditer(x)
    return it.itviews[0] * 2.0


@case(V, order=2)
def a_list_of_one_array(x):
    y, total = x.copy(), 0.0
    with np.nditer([y], op_flags=[["readwrite"]]) as it:
        for v in it:
            v[...] = v * v
    it = np.nditer((x,))
    for v in it:
        total += v * it[0]
    return y, total
