"""Hostile programs about classes derived from list, tuple, dict and deque."""

import collections
import functools
import math
from typing import Generic, List, TypeVar

from tests.reference import case

T = TypeVar("T")


class Doubled(list):
    """Iterated by a generator over what the list gives."""

    def __iter__(self):
        for v in super().__iter__():
            yield v * 2


@case(1.5)
def own_iteration(x):
    s = Doubled([x, x * x])
    r = 0.0
    for v in s:
        r += v
    a, b = s
    return r + sum(s) + a * b + s[0] + len(s) + sum(list(s)) + max(s)


class Entries(list):
    """Parts and orders of a list."""

    def evens(self):
        return self[::2]

    def sorted_by(self, key):
        return Entries(sorted(self, key=key))


@case(1.3)
def sorted_and_emptied(x):
    s = Entries([x * 3, x, x * x])
    s.sort()
    t = s.sorted_by(lambda v: -v)
    u = Entries(s)
    u.sort(key=lambda v: -v, reverse=True)
    s.remove(x)
    s.clear()
    s.append(x)
    return t[0] * 2 + t[1] + s[0] + sum(t.evens()), u


@case(1.5)
def in_builtins(x):
    xs = Entries([x, x * x])
    ys = Entries(xs)
    ys[0] = 5.0
    zs = Entries(v * 2 for v in xs)
    ws = Entries(map(lambda v: v + 1, xs))
    r = sum(a * b for a, b in zip(xs, xs[::-1])) + sum(map(lambda v: v * v, xs))
    r += functools.reduce(lambda a, b: a * b, xs) + [*xs, 1.0][1] + math.prod(xs) + next(iter(xs))
    for i, v in enumerate(reversed(xs)):
        r += i * v
    return r + f"{xs}".count(",") * x + xs.index(x * x), ys, zs, ws


class Record(dict):
    """Methods that call those of dict by `super()`."""

    def add(self, k, v):
        self.update({k: v})
        return self

    def take(self, k):
        return self.pop(k, 0.0)

    def get(self, k, default=None):
        return super().get(k, default)

    def change(self, **changes):
        super().update(**changes)

    def each(self):
        return [v for _, v in super().items()]

    def once(self, k):
        return super().setdefault(k, 2.0)


@case(1.5)
def methods_of_dict(x):
    d = Record(a=x).add("b", x * x)
    d.change(c=x**3, e=1.0)
    r = d.get("a") + d.take("b") + d.take("zz") + sum(d.each()) + d.once("new") * x
    d.popitem()
    for k in d:
        r += d[k]
    for k, v in d.items():
        r += v * 2
    return r + len(d), d


class Typed(Generic[T], List[T]):
    """A generic class."""

    def first(self):
        return self[0]


@case(1.5)
def generic_list(x):
    return Typed([x, x * x]).first() * x


@functools.total_ordering
class Card(tuple):
    """Compared by its second entry."""

    def __new__(cls, value, order):
        return super().__new__(cls, (value, order))

    def __eq__(self, other):
        return self[1] == other[1]

    def __lt__(self, other):
        return self[1] < other[1]

    def __hash__(self):
        return hash(self[1])


@case(1.5)
def compared_tuples(x):
    cards = [Card(x, 2), Card(x * x, 1), Card(3.0, x)]
    return min(cards)[0] * 2 + sorted(cards)[1][0] + max(cards, key=lambda c: c[0])[0]


class Slotted(list):
    """A slot beside the items."""

    __slots__ = ("tag",)

    def __init__(self, items, tag):
        super().__init__(items)
        self.tag = tag


class Holder:
    """The same list under two names."""

    def __init__(self):
        self.s = Slotted([], 0.0)
        self.by_name = {"s": self.s}

    def put(self, v):
        self.by_name["s"].append(v)
        self.s.tag += v


@case(1.5)
def aliases(x):
    h = Holder()
    h.put(x)
    h.put(x * x)
    t = h.s
    t[0] *= x
    return sum(h.s) * h.by_name["s"].tag, h


class History(list):
    """A class attribute that instances start from."""

    total = 5.0

    def append(self, v):
        super().append(v)
        self.total += v

    def extend(self, values):
        for v in values:
            self.append(v)

    def __add__(self, other):
        h = History()
        h.extend(self)
        h.extend(other)
        return h


class Twice(History):
    """Its base class calls back."""

    def append(self, v):
        super().append(v * 2)


@case(1.5)
def methods_that_call_each_other(x):
    h = History()
    h.extend([x, x * x])
    k = h + [x**3]
    h += [x]
    s = Twice()
    s.append(x)
    s.extend([x * x])
    return h.total * len(h) + k.total + sum(k) + s.total + s[0]


class Ring(collections.deque):
    """A deque of a limited length."""

    def __init__(self, n):
        super().__init__(maxlen=n)

    def push(self, v):
        self.append(v)
        return self


@case(1.5)
def limited_deque(x):
    r = Ring(2).push(x).push(x * x).push(x**3)
    r.rotate(1)
    return r[0] * 2 + r[1], r


class Counts(collections.defaultdict):
    """Makes its own defaults."""

    def __init__(self):
        super().__init__(float)
        self.n = 0

    def put(self, k, v):
        self[k] += v
        self.n += 1


class Last(collections.OrderedDict):
    """Knows its last value."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.weight = 2.0

    def last(self):
        return self[next(reversed(self))]


@case(1.5)
def own_init_of_mappings(x):
    d = Counts()
    d.put("a", x)
    d.put("a", x * x)
    d.put("b", x)
    e = Last(a=x)
    e["b"] = x * x
    e.weight = x
    return d["a"] * d["b"] + d["zz"] + d.n + e.last() * e.weight + sum(e.values())


OUTER = Entries([2.0, 3.0])


@case(1.5)
def list_of_the_module(x):
    return sum(OUTER) * x + OUTER[0] * x + len(OUTER)


class Table(dict):
    """Counts its keys and hides one."""

    def __init__(self):
        super().__init__()
        self.n = 0

    def __setitem__(self, k, v):
        self.n += 1
        super().__setitem__(k, v)

    def __contains__(self, k):
        return super().__contains__(k) and k != "hidden"

    def __delitem__(self, k):
        self.n -= 1
        super().__delitem__(k)


@case(1.5)
def counted_keys(x):
    t = Table()
    t["a"] = x
    t["b"] = x * x
    t["hidden"] = 3.0
    del t["b"]
    t["a"] += 1.0
    return t["a"] * t.n + (100.0 if "hidden" in t else x) + sum(t.values()), t


@case(1.5)
def tuple_class_inside(x):
    class Scaled(tuple):
        def __new__(cls, a, b):
            return super().__new__(cls, (a * x, b))

        def __add__(self, other):
            return Scaled(self[0] + other[0], self[1] + other[1])

        @property
        def norm(self):
            return math.sqrt(sum(c * c for c in self))
    return (Scaled(x, 1.0) + Scaled(2.0, x)).norm


@case(1.5)
def dict_class_inside(x):
    class Names(dict):
        def __getattr__(self, k):
            return self[k]

        def __setattr__(self, k, v):
            self[k] = v
    p = Names(a=x)
    p.b = p.a * x
    return p.b * p["a"]


class Bag:
    """Keeps the product of what it holds."""

    def __init__(self):
        self.items = {}
        self.product = 1.0
        self.n = 0

    def __setitem__(self, k, v):
        self.items[k] = v
        self.product *= v
        self.n += 1

    def __delitem__(self, k):
        self.product /= self.items.pop(k)
        self.n -= 1


class OtherBag(Bag):
    """The same under another name."""


@case(1.5)
@case(-1.5)
def own_deletion(x):
    b = Bag() if x > 0 else OtherBag()
    b["a"] = x
    b["b"] = x * x
    b["c"] = 2.0
    del b["b"]
    return b.product * b.n, b


class Started(list):
    """Begins with its arguments."""

    def __init__(self, *items):
        super().__init__(items)


@case(1.5)
def classes_inside_with_init(x):
    class Sums(collections.deque):
        def __init__(self, n):
            super().__init__(maxlen=n)
            self.total = 0.0

        def push(self, v):
            self.append(v)
            self.total += v

    class Twofold(dict):
        def __init__(self, **entries):
            super().__init__(entries)
            self["n"] = 1.0

        def __setitem__(self, k, v):
            super().__setitem__(k, v * 2)

    class Heavy(tuple):
        def __init__(self, items):
            self.weight = x * len(items)

    class Longer(Started):
        def __init__(self, a):
            super().__init__(a, a * x)

        def __getitem__(self, i):
            return self.norm if isinstance(i, str) else super().__getitem__(i)

        @property
        def norm(self):
            return math.sqrt(sum(a * a for a in self))

    class Doubled(float):
        def __new__(cls, v):
            return super().__new__(cls, v * 2)
    s = Sums(2)
    for i in range(4):
        s.push(x * i)
    d = Twofold(a=x)
    d["b"] = x * x
    h = Heavy([x, 2.0])
    w = Longer(x)
    return s.total * s[0] + d["a"] * d["b"] + d["n"] + h.weight * h[0] + w["norm"] * w[1] + Doubled(x) * x


@case(1.5)
def class_made_in_each_round(x):
    total = 0.0
    for k in range(3):
        class Scaled(list):
            def add(self, v):
                self.append(v * k)
                return self
        total += sum(Scaled([x]).add(x * x))
    return total


@case(1.5)
def arrays_and_lists_as_items(x):
    import numpy as np
    v = Started(np.array([x, 2.0]), np.array([x * x]), [x])
    w = v[0]
    w *= 2
    v[1][0] += x
    v[2].append(x * x)
    alias = [v, v]
    alias[0].append(x)
    v[3:] = [x, x * x]
    return v[0].sum() + v[1][0] * sum(alias[1][2]) + v[-1], v


class Series(tuple):
    """A polynomial that can be called, added and multiplied."""

    def __new__(cls, *coefficients):
        return super().__new__(cls, coefficients)

    def __call__(self, t):
        return sum(c * t**i for i, c in enumerate(self))

    def __add__(self, other):
        n = max(len(self), len(other))
        a, b = list(self) + [0.0] * (n - len(self)), list(other) + [0.0] * (n - len(other))
        return Series(*[p + q for p, q in zip(a, b)])

    def __mul__(self, other):
        if not isinstance(other, Series):
            return Series(*[c * other for c in self])
        r = [0.0] * (len(self) + len(other) - 1)
        for i, a in enumerate(self):
            for j, b in enumerate(other):
                r[i + j] += a * b
        return Series(*r)

    __rmul__ = __mul__

    def __neg__(self):
        return -1 * self

    def __eq__(self, other):
        return tuple(self) == tuple(other)

    def __hash__(self):
        return hash(tuple(self))


@case(1.5)
def arithmetic_of_series(x):
    p = Series(1.0, x)
    q = p * p + 2 * p + Series(x * x)
    return (-q)(2.0) + q(x) + (1.0 if p == Series(1.0, x) else 0.0), q


class Grid(list):
    """Indexed by pairs."""

    def __init__(self, n, m, value=0.0):
        super().__init__([[value] * m for _ in range(n)])
        self.shape = (n, m)

    def __getitem__(self, place):
        if isinstance(place, tuple):
            i, j = place
            return super().__getitem__(i)[j]
        return super().__getitem__(place)

    def __setitem__(self, place, value):
        i, j = place
        super().__getitem__(i)[j] = value


@case(1.5)
def grid_by_pairs(x):
    g = Grid(2, 3, x)
    g[0, 1] = x * x
    g[1, 2] += x
    return g[0, 1] * g[1, 2] + sum(map(sum, g)) + g[0][0], g


@case(1.5)
def methods_under_names(x):
    s = Entries([x])
    push, take = s.append, s.pop
    push(x * x)
    push(3.0)
    d = Record(a=x)
    d.update(b=2.0)
    best = max(d, key=lambda k: d[k])
    values = d.values
    return take() * s[1] + d[best] + sum(values())


class NamedValues(dict):
    pass


class Values(list):
    pass


@case(0.7, order=2)
def several_places_of_constants_at_once(x):
    named, values = NamedValues(v=1.5, w=2.5), Values([1.5, 2.5])
    named["v"], named["w"] = named["w"], named["v"]
    values[0], values[1] = values[1], values[0]
    first, named["u"] = 1.0, 3.0
    [*named["z"], last] = (1.0, 2.0)
    for named["v"], named["w"] in [(1.0, 2.0)]:
        pass
    return named["v"] * x, named["w"] * x, values[0] * x, named["u"] * first * last * x


class Weighted(collections.defaultdict):
    """Makes its own defaults, and keeps what depends on what is differentiated beside them."""

    def __init__(self, weight):
        super().__init__(float)
        self.weight = weight


@case(1.5)
@case(1.5, order=2)
def defaults_beside_an_active_attribute(x):
    sums = Weighted(x)
    sums["a"] += x * sums.weight
    return sums["a"] + sums["b"]


Pair = collections.namedtuple("Pair", "first second")


class Scaled(collections.namedtuple("Scaled", "x y")):
    """Its methods are not those that named tuples have by these names."""

    def _replace(self, **changes):
        return Scaled(changes.get("x", self.x) ** 2, changes.get("y", self.y))

    def _asdict(self):
        return {"x": self.x ** 3}


@case(1.5)
@case(1.5, order=2)
def methods_of_named_tuples_of_ones_own(x):
    p = Scaled(x, x * x)
    q = p._replace(y=x)
    return q, q.x * q.y, p._asdict()


@case(1.5)
def the_larger_of_named_tuples(x):
    pairs = [Pair(x, 2.0), Pair(x * x, x)]
    best = max(pairs, key=lambda p: p.first)
    chosen = pairs[0] if x > 2 else best
    return chosen._replace(second=chosen.first * x), sorted(pairs, key=lambda p: -p.first)


class Shelf:
    """What is read from it may be an object, or a list of a class of one's own."""

    def __init__(self):
        self.held = {}

    def __getitem__(self, key):
        return self.held[key]

    def __setitem__(self, key, value):
        self.held[key] = value


@case(1.5, may_refuse=True)
def items_of_what_may_be_an_object(x):
    shelf = Shelf()
    shelf["holder"] = Holder()
    shelf["holder"].put(x)
    shelf["list"] = shelf["holder"].s
    t = shelf["list"]
    t[0] = t[0] * x
    return shelf["holder"].s[0]
