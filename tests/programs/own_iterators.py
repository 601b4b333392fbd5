"""Objects that are iterated, added up and compared by what their classes say."""

import numpy as np

from tests.reference import case

LOG = []


class Vec:
    """Added by `sum`, ordered by `min` and `max`."""

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)

    def __radd__(self, other):
        return self if other == 0 else self + other

    def __lt__(self, other):
        LOG.append("lt")
        return self.x < other.x

    def __gt__(self, other):
        LOG.append("gt")
        return self.x > other.x


class Only:
    """Nothing that `sum` could start from."""

    def __init__(self, x):
        self.x = x

    def __add__(self, other):
        return Only(self.x + other.x)


class Items:
    """Its own iterator, which says what is called."""

    def __init__(self, items):
        self.items = items
        self.calls = []
        self.i = 0

    def __iter__(self):
        self.calls.append("iter")
        self.i = 0
        return self

    def __next__(self):
        self.calls.append("next")
        self.i += 1
        if self.i > len(self.items):
            raise StopIteration
        return self.items[self.i - 1]


class Multiples:
    """Iterated by its items."""

    def __init__(self, x):
        self.x = x

    def __getitem__(self, i):
        if i >= 3:
            raise IndexError
        return self.x * i


class Tree:
    def __init__(self, value, children):
        self.value = value
        self.children = children

    def __iter__(self):
        yield self.value
        for child in self.children:
            yield from child


def product(*factors):
    result = 1.0
    for factor in factors:
        result *= factor
    return result


def three(a, b, c):
    return a * b + c


def sum_of_squares(items):
    return sum(v * v for v in items)


@case(0.7)
def added_to_a_start(x):
    s = sum([Vec(x, 1.0), Vec(x * x, x), Vec(2.0, x)], Vec(0.0, 0.0))
    return s.x * s.y


@case(0.7, order=2)
def added_to_zero(x):
    s = sum(Vec(x * i, x) for i in range(3))
    return s.x * s.y


@case(0.7)
def added_to_a_start_given_by_name(x):
    return sum([Only(x * x) for _ in range(0)], start=Only(x)).x


@case(0.7)
def cannot_be_added_to_zero(x):
    try:
        return sum([Only(x), Only(x)]).x
    except TypeError:
        return x * 5


@case(0.7, may_refuse=True)
def none_to_add(x):
    """The sum is a number, and not an object."""
    try:
        return sum([Vec(x, x) for _ in range(0)]).x
    except AttributeError:
        return x


@case(0.7, order=2)
@case(-1.7)
def largest_and_smallest(x):
    LOG.clear()
    a = max(Vec(x, 2.0), Vec(x * x, 1.0))
    b = min([Vec(x, 2.0), Vec(x * x, 1.0)])
    return a.x * b.y, tuple(LOG)


@case(0.7)
def largest_of_nothing(x):
    try:
        return max([Vec(x, 2.0) for _ in range(0)]).x
    except ValueError as problem:
        return x * len(str(problem))


@case(0.7)
def largest_of_nothing_by_default(x):
    return max([Vec(x, 2.0) for _ in range(0)], default=Vec(x, x)).x


@case(0.7, order=2)
def by_next(x):
    items = Items([x, x * x, 3.0 * x])
    result = 0.0
    for v in items:
        result += v
        if v < 0.6:
            break
    for v in items:
        result = result * 2 + v
    return result * max(items) + len(list(items)) * x, items.calls


@case(0.7)
def by_next_in_a_helper_and_comprehensions(x):
    a, b = Items([x, x * x])
    return a * b + sum_of_squares(Items([x, x])) + sum([v * x for v in Items([x, 2.0])])


@case(0.7)
def by_next_late(x):
    items = Items([x, x * x])
    later = (v * 2 for v in items)
    items.items = [x * x, x ** 3]
    return sum(later)


@case(0.7, may_refuse=True)
def rest_asks_for_an_iterator_once_more(x):
    first, *rest = Items([x, x * x, 3.0 * x])
    return first + sum(rest)


@case(0.7)
def next_of_an_object(x):
    items = Items([x, x * x])
    result = next(items)
    try:
        while True:
            result = result * 3 + next(items)
    except StopIteration:
        return result


@case(0.7)
def next_with_a_default(x):
    items = iter(Items([x, x * x]))
    return next(items, 5.0) + next(items, 5.0) * next(items, x) * items.i


@case(0.7)
def iter_gives_the_object(x):
    items = Items([x])
    return x * (iter(items) is items)


@case(np.array([0.5, 0.7]))
def nothing_active_in_it(x):
    items = Items([1, 2, 3])
    result = 0.0
    for v in items:
        result += v * np.sum(x)
    return result + sum(items) + sum(Multiples(2.0)), items.calls


@case(0.7)
def by_getitem(x):
    a, b, c = Multiples(x)
    numbered = sum(i * v for i, v in enumerate(Multiples(x)))
    beside = sum(u * v for u, v in zip(Multiples(x), Items([x, x])))
    return a + b * c + sum(Multiples(x)) + numbered + beside


@case(0.7)
def yielded_from(x):
    def both():
        yield from Multiples(x)
        yield from Items([x, x])
    return sum_of_squares(both()) + sum_of_squares(Tree(x, [Tree(x * x, []), Tree(3.0, [Tree(x ** 3, [])])]))


@case(0.7)
def unpacked_into_an_array(x):
    return np.sum(np.array([*Multiples(x)]) ** 2) + np.sum(np.array(list(Items([x, x]))))


@case(0.7)
def unpacked_into_arguments(x):
    return product(*(v * x for v in (1.0, x))) * product(*Items([x, x])) + product(1.0, *Multiples(x), 3.0) \
        + three(*(v * x for v in (1.0, x, 3.0))) + three(*Multiples(x))


@case(0.7)
def too_few_for_the_arguments(x):
    try:
        return three(*(v * x for v in (1.0, x)))
    except TypeError as problem:
        return x * len(str(problem))


@case(0.7)
def unpacked_into_arguments_and_inactive(x):
    return product(*(v * 2 for v in (1.0, 2.0)), x) * product(*Items([2.0, 3.0])) + max(*Multiples(x))


@case(0.7)
def transposed(x):
    return sum(a * b for a, b in zip(*(row for row in [[x, 2 * x], [x, 3.0]])))


@case(0.7, order=2)
def second_derivative_with_inactive_objects(x):
    """What is constant at first has a zero mirror, into which the derivative writes."""
    total = sum([Vec(x, 1.0), Vec(x * x, x)], Vec(0.0, 0.0))
    held = Items([])
    held.items.append(x * x)
    return total.x * total.y * held.items[0]


class Ending:
    """Its `__next__` says with what value it ends."""

    def __init__(self, n, x):
        self.n, self.x = n, x

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration(self.x ** 2)
        self.n -= 1
        return self.n * self.x


@case(0.7)
def value_with_which_it_ends(x):
    def through(n):
        last = yield from Ending(n, x)
        yield last
        yield from Ending(n, x)

    return list(through(2)), list(through(0))
