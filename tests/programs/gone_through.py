"""What is gone through beside active values: ranges, keys, sets and dicts of constants, arrays, objects, and what may be any of these."""

import functools
import itertools
import math
from collections import OrderedDict, deque

import numpy as np

from tests.reference import case


@case(0.7, order=2)
def lists_of_the_keys_of_constants(x):
    constants = {1.5: 2.0, 2.5: 3.0}
    return ([x, list(constants)], [x, tuple(constants)], [x, list(constants.keys())], [x, list({1.5})], sum(OrderedDict(constants), x),
            [x, *constants.keys()], [x, *{1.5}], list(itertools.chain([x], constants.keys())), sum({1.5, 2.5}, x))


@case(0.7)
def ranges_beside_active_values(x):
    """A range is gone through again and again, and is no iterator."""
    places = range(3)
    total = 0.25
    for _ in range(2):
        for items in ([x, 2 * x], places, (1.0, 2.0)):
            for item in items:
                total = total * 1.3 + item
    for either in (iter([x]), range(1, 3)):
        for item in either:
            total = total * 1.3 + item
    joined = sum(k * v for k, v in enumerate(itertools.chain([x], places, [1.0])))
    longest = sum(a * b for a, b in itertools.zip_longest(places, [x], fillvalue=2.0))
    return total, joined, longest, len(places), 2 in places


@case(0.7)
@case(-0.7)
def a_range_or_a_list(x):
    items = range(3) if x > 0 else [x, 2 * x]
    keys = {1.5: 2.0}.keys() if x > 0 else iter([x, x * x])
    total = 0.25
    for _ in range(2):
        for item in items:
            total = total * 1.3 + item
    for key in keys:
        total = total * 1.3 + key
    return total + items[1] * x


@case(0.7)
def keys_that_are_seen_later(x):
    d = {1.5: x}
    total = 0.25
    both = [[x, 2 * x], d.keys()]
    d[2.5] = x * x
    for items in both:
        for item in items:
            total = total * 1.3 + item
    backwards = 0.5
    items = iter(d)
    for k in items:
        backwards = backwards * 1.3 + k * next(items, x)
    for k in itertools.chain(reversed({1.5: 2.5}), [x]):
        backwards = backwards * 1.3 + k
    return total, backwards


def two_iterators():
    return iter([1.0, 2.0]), 3.0, iter([4.0])


@case(0.7)
def a_tuple_of_iterators_of_constants(x):
    first, factor, second = two_iterators()
    total = factor * x
    for item in itertools.chain([x], first, [1.0]):
        total = total * 1.3 + item
    return total * next(second)


@case(0.7, order=2)
def places_and_items_of_arrays(x):
    total = 0.25
    for (i, j), item in list(np.ndenumerate(np.array([[x, x * x], [1.0, 2 * x]]))):
        total = total * 1.3 + item * (i + 2 * j)
    for place, item in sorted(np.ndenumerate(np.array([x, 2.0])), key=lambda pair: -pair[1]):
        total = total * 1.3 + item * place[0]
    return total


@case(0.7, order=2)
def lists_or_dicts_gone_through(x):
    """Only the run shows which of these is a dict, whose items are its keys."""
    several = [[x, 2.0], {1.5: x, 2.5: x}, (x, x)]
    found = []
    for items in several:
        found.extend(items)
        found += items
        found[0:1] = items
        a, b = items
        c, *rest = items
        found += [a, b, c, rest, list(items), tuple(items), sum(items), max(items), max(*items), math.fsum(items),
                  [*items, x], list(zip(items, items)), list(enumerate(items)), sorted(items), list(deque(items))]
    return found


@case(0.7, order=2)
def dicts_unpacked(x):
    d = {1.5: x, 2.5: x}
    a, b = d
    both = c, e = d
    [first, *rest] = d
    kept = [0.0, 0.0]
    kept[0], kept[1] = d
    return a, b, both, c, e, first, rest, kept


class Shelf:
    """An object that is gone through by its own `__iter__`."""

    def __init__(self, *items):
        self.items = items

    def __iter__(self):
        yield from self.items


class ByPlace:
    """An object that has `__getitem__` alone."""

    def __init__(self, *items):
        self.items = items

    def __getitem__(self, place):
        return self.items[place]


class Stack(list):
    pass


@case(0.7)
def objects_that_fill_containers(x):
    found = [x]
    for shelf in (Shelf(x, 2.0), Shelf(1.0, 2.0)):
        found.extend(shelf)
        found[0:1] = shelf
        found += [math.fsum(shelf), math.prod(shelf, start=x), list(deque(shelf, maxlen=1))]
        found += list(itertools.chain([x], shelf, (1.0,)))
        found += [a * b for a, b in itertools.product([x, 1.0], shelf)]
        found += list(itertools.zip_longest(shelf, [x], fillvalue=0.5))
    found[1:2] = {1.5}
    constants = []
    constants += ByPlace(1.0, 2.0)
    constants += Stack([3.0, x])
    return found, constants


@case(0.7, order=2)
def lists_and_arrays_under_an_operator(x):
    """`xs += a` of a list and an array makes an array, and leaves the list as it is."""
    values = kept = [x, 1.0]
    values += np.array([1.5, x])
    kept.append(x)
    scaled = [x, 1.0]
    scaled *= np.array([1.5, 2.5])
    divided = [x, 1.0]
    divided /= np.array([1.5, x])
    constant = [2.0, 1.0]
    constant -= np.array([x, 2.5])
    held = {"a": [x, 1.0], "b": x}
    for key in held:
        held[key] += np.array([1.0, 2.0])
    return values * 2, kept, scaled * 2, divided * 2, constant * 2, held["a"] * 2, held["b"] * 2


class Total:
    def __init__(self):
        self.total = 0.0

    def add(self, value):
        self.total += value


@case(0.7, order=2)
def a_number_that_becomes_an_array(x):
    total, other = Total(), Total()
    total.add(x)
    total.add(np.array([1.0, 2.0]))
    other.total = [x, 1.0]
    other.add(np.array([1.0, 2.0]))
    return total.total, other.total


@case(0.7, order=2)
def sets_of_constants_returned_as_lists(x):
    total = x
    for place, item in enumerate({1.5, 2.5}):
        total = total + place * item
    return [total, list({1.5}), tuple(frozenset([2.5]))], functools.reduce(lambda a, b: a * b, {1.5, 2.5}, x)
