"""Ordinary programs in which several features of the language meet."""

from collections import OrderedDict

from tests.reference import case


@case(0.3)
@case(0.3, order=2)
def dicts_of_pairs_and_keywords(x):
    return (dict(zip("ab", [x, 1.0]), z=x), OrderedDict(zip("ab", [x, 1.0]), z=x), dict(zip("ab", (x, 2 * x)), z=1.0),
            dict(((k, x) for k in "uv"), z=x), dict(enumerate([x, 1.0]), z=x * 2), dict(zip("ab", [x, 1]), **{"z": x * x}))


class kept:
    """A descriptor that stores what it computes beside itself, which hides it from then on."""

    def __init__(self, compute):
        self.compute = compute

    def __get__(self, instance, owner=None):
        value = self.compute(instance)
        setattr(instance, self.compute.__name__, value)
        return value


class by_default:
    def __init__(self, compute):
        self.compute = compute

    def __get__(self, instance, owner=None):
        instance.reads += 1
        return self.compute(instance)


class Model:
    def __init__(self, k):
        self.k, self.reads = k, 0

    @kept
    def cube(self):
        self.reads += 1
        return self.k ** 3

    @kept
    def both(self):
        return [self.cube, self.k]

    @kept
    def seven(self):
        self.reads += 1
        return 7

    @by_default
    def rate(self):
        return self.k * 2


@case(0.3)
@case(1.8, order=2)
def descriptors_that_store_what_they_compute(x):
    m = Model(x)
    first = m.cube * x
    m.k = 5 * x
    second = m.cube + m.both[1]
    m.both.append(x)
    m.cube = 1.0
    return first, second, m.cube, m.both, m.seven * x, m.seven, m.reads


@case(0.3)
@case(1.8, order=2)
def descriptors_where_the_object_holds_nothing(x):
    m, n = Model(x), Model(x * x)
    m.rate = x ** 3
    return [o.rate * 3 for o in (m, n, m)], m.reads, n.reads


@case(0.3)
@case(1.8, order=2)
def dicts_that_share_what_they_hold(x):
    a = {"p": x, "q": x * 2}
    d = dict(p=a, q=[a])
    d["p"]["new"] = x ** 2
    e = {i: {j: x * i * j for j in range(2)} for i in range(2)}
    e[1].update({1: x})
    e[0] = e[1]
    return d.get("zz", x), d, e, d["q"][0]["new"], [*a.values()]
