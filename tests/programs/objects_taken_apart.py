"""Objects of the user's that Python takes apart by itself: in loops, among other targets, into dicts and brackets."""

import collections
import itertools

from tests.reference import case


class Odd:
    """What its `__iter__` gives is not what its mirror's would give: it is not linear."""

    def __init__(self, *values):
        self.values = values

    def __iter__(self):
        return (2 * v + 1 for v in self.values)


class ByPlace:
    def __init__(self, *values):
        self.values = values

    def __getitem__(self, i):
        return self.values[i] ** 2 + 1


class Named:
    """Read by `keys` and brackets."""

    def __init__(self, x):
        self.x = x

    def keys(self):
        return ["aa", "bb"]

    def __getitem__(self, key):
        return self.x * len(key) + (key == "bb")


class Entry:
    def __init__(self, key, value):
        self.key, self.value = key, value

    def __iter__(self):
        yield self.key
        yield self.value ** 2 + 1


@case(0.7, order=2)
def by_the_target_of_a_loop(x):
    r = 0.0
    for u, v in [Odd(x, 2.0), Odd(3.0, x)]:
        r += u * v
    for i, (u, (v, w)) in enumerate([(x, Odd(x, 3.0)), (2.0, Odd(x, x))]):
        r += u * v * w * i
    for a, b in [ByPlace(x, 2.0)]:
        r += a * b
    return r, u, v, w


@case(0.7, order=2)
def by_the_targets_of_comprehensions(x):
    pairs = [Odd(x, 2.0), Odd(3.0, x)]
    return ([u * v for u, v in pairs], {i: u for i, (u, *rest) in enumerate(pairs) if rest[0] > 1 for _ in range(2)},
            sum(u * v for k, (u, v) in zip((x, 2.0), pairs) if u > k))


@case(0.7, order=2)
def among_other_targets(x):
    (p, q), r = Odd(x, 1.0), 2.0
    [[a, b], c] = [Odd(x, x * x), Odd(x)]
    d, = c
    return p, q, r, a, b, d


@case(0.7, order=2)
def beside_other_targets(x):
    xs = [0.0] * 3
    whole = p, q = Odd(x, 2.0)
    xs[1:] = other = Odd(x, x * x)
    return whole.values, p, q, xs, other.values


@case(0.7)
def each_argument_of_zip(x):
    pairs = [Odd(x, 2.0), Odd(3.0, x)]
    return (list(zip(*pairs)), [u * v for u, v in itertools.product(*pairs)], list(itertools.chain(*pairs)),
            list(map(lambda u, v: u * v, *pairs)))


@case(0.7, order=2)
def read_as_a_mapping(x):
    d = {"z": x}
    d.update(Named(x))
    e = {"z": x}
    e |= Named(x * x)
    return dict(Named(x)), dict(Named(x), c=x), {**Named(x), "bb": x}, d, e, collections.OrderedDict(Named(x))


@case(0.7, order=2)
def read_as_a_user_dict(x):
    d = collections.UserDict(aa=x)
    d["b"] = x * x
    return dict(d), {**d}


@case(0.7)
def entries_that_are_objects(x):
    d = {"z": x}
    d.update([Entry("a", x)])
    d |= (Entry(k, x) for k in "bc")
    return d, dict([Entry("a", x), Entry("b", x * x)], c=x), collections.defaultdict(float, [Entry("a", x)])


@case(0.7)
def taken_into_a_set(x):
    s = set()
    s.update(Odd(x, 2.0))
    return sum(s)
