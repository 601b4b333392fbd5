"""Classes of the user's own that are derived from list, tuple, dict, deque and the like."""

import collections
import copy
import math

import numpy as np

from tests.reference import case


class Stack(list):
    """A list with other names for what it does."""

    def push(self, x):
        self.append(x)

    def peek(self):
        return self[-1]

    def total(self):
        return sum(self)


@case(1.5)
def stack(x):
    s = Stack()
    s.push(x)
    s.push(x * x)
    alias = s
    alias.push(x**3)
    return s.peek() * s.pop() + len(s) * s.total()


@case(1.5)
def stack_returned(x):
    s = Stack([x, 2.0])
    s.push(x * x)
    return s


@case(Stack([1.0, 2.0]))
def stack_as_argument(s):
    s.push(s.peek() * s[0])
    s[0] *= 3.0
    return s.total()


class Vector(list):
    """Arithmetic of a vector."""

    def __init__(self, *entries):
        super().__init__(entries)

    def __add__(self, other):
        return Vector(*[a + b for a, b in zip(self, other)])

    def __mul__(self, k):
        return Vector(*(k * a for a in self))

    __rmul__ = __mul__

    def __neg__(self):
        return Vector(*[-a for a in self])

    def dot(self, other):
        return sum(a * b for a, b in zip(self, other))

    def norm(self):
        return math.sqrt(self.dot(self))


@case(1.5)
def vectors(x):
    a, b = Vector(x, 2 * x, 1.0), Vector(1.0, x * x, x)
    return (a + 2.0 * b).dot(-b) + (a * x).norm()


@case(1.5)
def vectors_in_numpy(x):
    v = Vector(x, x * x, 1.0)
    a = np.array(v)
    return a @ a + np.dot(v, v) + np.sum(v)


@case(1.5)
def truth_and_membership(x):
    s = Vector(x, x * x)
    r = x if isinstance(s, list) else 0.0
    if s:
        r += 1.0
    if not s:
        r += 100.0
    if x in s:
        r += x * x
    if Vector():
        r += 1000.0
    if s == [x, x * x]:
        r += 7 * x
    return r


@case(1.5)
def changed_in_place(x):
    s = Vector(x)
    t = s
    s.extend([x * x, 2.0])
    s += [x**3]
    s.insert(0, x * 5)
    s.reverse()
    del s[0]
    u = s[1:3]
    return sum(t) * s.pop() + u[0], t


@case(1.5)
def copies(x):
    s = Vector(x, x * x)
    t = copy.copy(s)
    t.append(x)
    u = s.copy()
    u[0] = x * x
    w = copy.deepcopy(t)
    w[1] *= x
    return s, t, u, w


class Watched(list):
    """What is stored and read is not what the list holds."""

    def __init__(self, items=()):
        super().__init__(items)
        self.count = 0
        self.total = 0.0

    def append(self, v):
        self.count += 1
        self.total = self.total + v
        super().append(v * 2)

    def __getitem__(self, i):
        return 3.0 * super().__getitem__(i)

    def __setitem__(self, i, v):
        super().__setitem__(i, v + 1.0)

    def __len__(self):
        return super().__len__() + 10


@case(1.5)
def own_access(x):
    w = Watched([x])
    w.append(x * x)
    w[0] = x
    w[1] += x
    r = w.total
    for v in w:
        r += v
    a, b = w
    return r * w.count + w[0] + w[1] + len(w) + a * b + sum(w) + math.hypot(*w)


@case(1.5)
def own_access_returned(x):
    w = Watched([x])
    w.append(x * x)
    return w


@case(Watched([2.0, 3.0]))
def own_access_as_argument(w):
    w.append(w[0] * w[1])
    w[0] = w.total
    return w[0] * w[1]


class Base(list):
    """Calls the methods of list by their names."""

    def push(self, v):
        list.append(self, v)

    def top(self):
        return list.__getitem__(self, -1)


class Limited(Base):
    """Forgets what is too old."""

    limit = 2

    def push(self, v):
        if len(self) >= self.limit:
            self.pop(0)
        super().push(v)


@case(1.5)
def methods_of_list(x):
    s = Limited()
    for i in range(4):
        s.push(x**i)
    return s.top() * sum(s)


@case(1.5, True)
@case(1.5, False)
def one_of_two_classes(x, limited):
    s = Limited() if limited else Base()
    for i in range(4):
        s.push(x**i)
    return s.top() * sum(s) * s[0]


class Matrix(list):
    """A list of lists."""

    def __init__(self, rows):
        super().__init__([list(r) for r in rows])

    def __matmul__(self, other):
        return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*other)] for r in self])

    @property
    def T(self):
        return Matrix(zip(*self))

    def trace(self):
        return sum(self[i][i] for i in range(len(self)))


@case(1.5)
def matrix(x):
    m = Matrix([[x, 1.0], [x * x, 2.0]])
    n = m.T
    n[0][1] += x
    return (m @ n).trace() + (m @ m)[0][1]


class Polynomial(list):
    """Its coefficients, from the lowest."""

    def __call__(self, t):
        r = 0.0
        for c in reversed(self):
            r = r * t + c
        return r

    def derivative(self):
        return Polynomial([i * c for i, c in enumerate(self)][1:])


@case(1.5)
def polynomial(x):
    p = Polynomial([1.0, x, x * x, 3.0])
    return p(x) + p.derivative()(2.0)


class Node(list):
    """A tree: its items are its children."""

    def __init__(self, value, *children):
        super().__init__(children)
        self.value = value

    def total(self):
        return self.value + sum(child.total() for child in self)


@case(1.5)
def tree(x):
    root = Node(x, Node(x * x), Node(2.0, Node(x**3), Node(x)))
    root[1][0].value *= x
    return root.total(), root


class Point(tuple):
    """Two coordinates by name."""

    __slots__ = ()

    def __new__(cls, x=0.0, y=0.0):
        return tuple.__new__(cls, (x, y))

    x = property(lambda self: self[0])
    y = property(lambda self: self[1])

    def __sub__(self, other):
        return type(self)(self.x - other.x, self.y - other.y)

    def __mul__(self, k):
        return self.__class__(*[c * k for c in self])

    def __abs__(self):
        return math.hypot(*self)

    @classmethod
    def polar(cls, r, t):
        return cls(r * math.cos(t), r * math.sin(t))

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


@case(1.5)
def points(x):
    p, q = Point.polar(x, x * x), Point(y=x)
    return (p - q) * x


@case(1.5)
def points_taken_apart(x):
    a, b = Point(x, x * x)
    ps = [Point(x * i, i) for i in range(3)]
    s = 0.0
    for u, v in ps:
        s += u * v
    match ps[1]:
        case [u, v]:
            s += u * v
    return a * b + s + sum(abs(p) for p in ps[1:]) + max(ps)[0]


@case(Point(1.5, 2.0))
def point_as_argument(p):
    return abs(p * p.x), p


class Pair(tuple):
    """A tuple under another name."""


@case(1.5)
def operators_of_tuple(x):
    t = Pair([x, x * x])
    return t[0] * t[1] + sum(t) + len(t + (1.0,)) * x + (t * 2)[3] + (t + t)[2], t[:1] + t


class Weighted(tuple):
    """A tuple with an attribute beside it."""

    def __new__(cls, items, weight):
        self = super().__new__(cls, items)
        self.weight = weight
        return self

    def total(self):
        return self.weight * sum(self)


@case(1.5)
def attribute_beside_a_tuple(x):
    t = Weighted([x, x * x, 1.0], x)
    u = Weighted((c * 2 for c in t), t.weight * x)
    t.weight *= 2.0
    return t.total() + u.total(), t, u


class Attributes(dict):
    """Keys as attributes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name)

    def __setattr__(self, name, value):
        self[name] = value


@case(1.5)
def keys_as_attributes(x):
    a = Attributes(w=x, b=2.0)
    a.w = a.w * a.b
    a.c = x * x
    return a.w * a.c + a["b"], a


@case(Attributes(a=1.5, b=2.0))
def keys_as_attributes_of_an_argument(d):
    d.a *= d.b
    return d.a * d["a"]


@case(1.5)
def unpacked_into_others(x):
    d = Attributes(a=x, b=x * x)

    def product(a, b):
        return a * b
    e = {**d, "c": x}
    g = dict(d)
    return product(**d) + sum(e.values()) + g["a"] * len(d) + sum(d[k] for k in d)


class Doubling(dict):
    """Stores twice what it is given, and gives one more than it holds."""

    def __setitem__(self, k, v):
        super().__setitem__(k, v * 2.0)

    def __getitem__(self, k):
        return dict.__getitem__(self, k) + 1.0

    def scaled(self, s):
        return Doubling({k: v * s for k, v in self.items()})


@case(1.5)
def own_access_by_keys(x):
    r = Doubling(a=x)
    r["b"] = x * x
    r["a"] += x
    s = r.scaled(x)
    return r["a"] + r["b"] * sum(s.values()) + s.get("b"), s


class Stored(dict):
    """Stores what is missing."""

    def __missing__(self, k):
        v = self[k] = 1.5
        return v


class Zeros(dict):
    """Has zeros where nothing is."""

    def __missing__(self, k):
        return 0.0


@case(1.5)
def missing_keys(x):
    d, z = Stored(a=x), Zeros()
    d["b"] += x
    z["b"] += x
    z["b"] += x * x
    return d["b"] + d["c"] * d["a"] + z["b"] * x + z["c"], d, z


class Groups(collections.defaultdict):
    """Sums by key."""

    def total(self):
        return sum(self.values())


@case(1.5)
def default_dict(x):
    d = Groups(float)
    d["a"] += x
    d["b"] += x * x
    return d.total() + d["a"]


class Ordered(collections.OrderedDict):
    """Knows what came first."""

    def first(self):
        return next(iter(self.values()))


@case(1.5)
def ordered_dict(x):
    d = Ordered(a=x)
    d["b"] = x * x
    d.move_to_end("a")
    return d.first()


class Window(collections.deque):
    """The mean of the last few."""

    def mean(self):
        return sum(self) / len(self)


@case(1.5)
def moving_mean(x):
    d = Window(maxlen=2)
    for i in range(4):
        d.append(x**i)
    e = Window([x, x * x, 1.0], 2)
    return d.mean() * d[0] + e.mean()


@case(1.5)
def class_inside(x):
    class Inner(list):
        def add(self, v):
            self.append(v * x)
            return self
    s = Inner([x]).add(x * x).add(2.0)
    return sum(s) * s[1]


ORIGIN = Point(2.0, 3.0)


@case(1.5)
def tuple_of_the_module(x):
    a, b = ORIGIN
    for v in ORIGIN:
        x = x * v
    return x * a + ORIGIN[1] * x + ORIGIN.x * b


class Metres(float):
    """A number with methods."""

    def feet(self):
        return self * 3.28

    def half(self):
        return Metres(self / 2)


@case(1.5)
def numbers_with_methods(x):
    m = Metres(x)
    n = -m + 2 * m * m - m / 3.0 + m**2 + abs(m) + math.sin(m) + 1 / m
    k = m
    m += 1.0
    if k > 1.0:
        n *= k
    return n * m, Metres(x * x).half(), k.feet(), k + 1.0


LENGTH = Metres(2.0)


@case(1.5)
def number_of_the_module(x):
    return LENGTH * x + LENGTH.feet() * x + x**LENGTH


@case(1.5)
def numbers_of_a_class_in_a_list(x):
    ms = [Metres(x), Metres(x * x), Metres(2.0)]
    return sum(ms) + max(ms) + sorted(ms)[0] * 3, ms, float(ms[0])


class Quantity(float):
    """A number with a unit, and arithmetic of its own."""

    def __new__(cls, value, unit="m"):
        self = super().__new__(cls, value)
        self.unit = unit
        return self

    def __add__(self, other):
        return Quantity(super().__add__(other), self.unit)

    __radd__ = __add__

    def __mul__(self, other):
        return Quantity(float.__mul__(self, other), self.unit + "*")


@case(1.5)
def quantities(x):
    a = Quantity(x) + Quantity(x * x, "k")
    b = a * a + 3.0
    return b, a / 2.0 + 1.0 / a - a + len(a.unit), sum([a, b]) * x


class Uncertain(float):
    """A number with another one beside it."""

    def __new__(cls, value, error):
        self = float.__new__(cls, value)
        self.error = error
        return self


@case(1.5)
def number_beside_a_number(x):
    u = Uncertain(x, x * x)
    return u * u.error + u, u
