"""Augmented assignments to what methods read and store: whatever the object and the index are, they are evaluated once."""

import numpy as np

from tests.reference import case


class Grid:
    def __init__(self, data):
        self.data, self.stores = data, 0

    def __getitem__(self, key):
        return self.data[key]

    def __setitem__(self, key, value):
        self.stores += 1
        self.data[key] = value

    @property
    def edge(self):
        return self.data[-1]

    @edge.setter
    def edge(self, value):
        self.data[-1] = 0.5 * value


@case(1.3, order=2)
def slices_and_masks(x):
    g = Grid(np.array([1.0, x, 2 * x, x * x]))
    g[1:] *= x
    g[::2] -= g[1::2]
    g[g.data > 2] *= 0.5
    g[[0, 2]] += x
    return g.data, g.stores


@case(1.3, order=2)
def slices_of_two_dimensions(x):
    g = Grid(np.array([[1.0, x], [2 * x, 3.0]]))
    g[:, 1] *= x
    g[1:, :1] += x
    g[..., 0] **= 2
    return g.data


class Body:
    def __init__(self, x):
        self.grid, self.grids, self.asked = Grid([x, x * x]), {"a": Grid([x])}, 0

    def which(self):
        self.asked += 1
        return self.asked % 2


@case(1.3, order=2)
def objects_that_are_found_first(x):
    b = Body(x)
    b.grids["a"][0] *= x
    b.grids["a"][len(b.grids) - 1] += b.grid[1]
    for _ in range(3):
        b.grid[b.which()] += x
    return b.grid.data, b.grids["a"].data, b.asked


def logged(grid, x, log):
    log.append(x)
    return grid


@case(1.3, order=2)
def objects_from_calls(x):
    g, log = Grid([x, 1.0]), []
    logged(g, 2 * x, log)[0] *= x
    logged(g, x, log)[g.stores] -= log[1]
    return g.data, log


@case(np.array([1.3, 0.2, 2.0]), order=2)
def arrays_through_properties(x):
    g = Grid(np.stack([x, x * x]))
    g.edge += x
    view = g[0]
    g[0] *= 3.0
    return g.data, view, g.edge


@case(1.3, order=2)
def numbers_or_arrays(x):
    found = []
    for data in ([x, 2.0], np.array([x, 2.0])):
        g = Grid(data)
        g[len(found) - len(found)] *= x
        found.append(g.data[0])
    return found
