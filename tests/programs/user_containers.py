"""Classes derived from collections.UserDict and UserList, and containers that are indexed by slices with names."""

import collections

from tests.reference import case

TAIL = slice(1, None)


class Lower(collections.UserDict):
    """Its keys are in lower case."""

    def total(self):
        return sum(self.values())

    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)


@case(1.5)
def user_dict(x):
    d = Lower()
    d["B"] = x * x
    d["a"] = x
    e = Lower({"A": x}, b=x * x)
    return d["b"] + d["a"] * e.total() + e.get("b", 0.0) + d.get("z", 1.0)


class Numbers(collections.UserList):
    """Can be added up."""

    def total(self):
        return sum(self)


@case(1.5)
def user_list(x):
    d = Numbers()
    d.append(x)
    d.extend([x * x])
    d += [x**3]
    e = Numbers([x, x * x])
    return d.total() + d[1:][0] + e[0] * e[1] + len(e)


class Sequence:
    """Its parts are of its own class."""

    def __init__(self, items):
        self.items = items

    def __getitem__(self, i):
        if isinstance(i, slice):
            return self.__class__(self.items[i])
        return self.items[i]


@case(1.5)
def parts_of_the_same_class(x):
    s = Sequence([x, x * x, x**3])
    return s[1:][0] + s[TAIL][1] * s[0]


@case(1.5)
def slices_with_names(x):
    xs = [x, x * x, x**3]
    ts = (x, 2 * x, x * x)
    s = slice(0, 2)
    xs[s] = [x * 5]
    r = sum(xs[TAIL]) + sum(ts[s]) + len(ts[TAIL]) * x
    for i in (0, slice(1, None)):
        part = ts[i]
        r += part if isinstance(i, int) else sum(part)
    return r
