"""Classes defined inside the function: their methods see its variables."""

import abc
import enum
import functools
import math
from dataclasses import KW_ONLY, InitVar, dataclass, field
from typing import ClassVar, Generic, NamedTuple, TypeVar

import numpy as np

from tests.reference import case


T = TypeVar('T')


@case(1.3)
@case(1.3, order=2)
def local_simple(x):
    class P:
        def __init__(self, a):
            self.a = a

        def area(self):
            return self.a * self.a
    return P(x).area()


@case(1.3)
@case(1.3, order=2)
def local_capture(x):
    k = x * x

    class P:
        def __init__(self, a):
            self.a = a * x

        def area(self):
            return self.a * k
    p = P(2.0)
    return p.area() + P(x).area()


@case(1.3)
@case(1.3, order=2)
def local_capture_const(x):
    k = 3.0

    class P:
        def __init__(self, a):
            self.a = a

        def area(self):
            return self.a * k
    return P(x).area()


@case(1.3)
@case(1.3, order=2)
def local_dataclass(x):
    @dataclass
    class P:
        a: float
        b: float = 2.0

        def norm(self):
            return math.sqrt(self.a ** 2 + self.b ** 2)
    return P(x).norm() + P(x, x * x).norm()


@case(1.3)
@case(1.3, order=2)
def local_NamedTuple(x):
    class P(NamedTuple):
        a: float
        b: float

        def prod(self):
            return self.a * self.b
    p = P(x, x * x)
    return p.prod() + p.a


@case(1.3)
@case(1.3, order=2)
def local_inherit(x):
    class A:
        def __init__(self, a):
            self.a = a

        def f(self):
            return self.a * self.g()

        def g(self):
            return 1.0

    class B(A):
        def __init__(self, a, b):
            super().__init__(a)
            self.b = b

        def g(self):
            return self.b * x
    return A(x).f() + B(x, 3.0).f()


@case(1.3)
@case(1.3, order=2)
def local_poly(x):
    class A:
        def __init__(self, a):
            self.a = a

        def g(self):
            return self.a

    class B(A):
        def g(self):
            return self.a * x
    t = 0.0
    for s in [A(x), B(2.0), B(x)]:
        t += s.g()
    return t


@case(1.3)
@case(1.3, order=2)
def local_prop(x):
    class V:
        k = 2.0

        def __init__(self, u):
            self.u = u

        @property
        def w(self):
            return self.u * x * self.k

        @staticmethod
        def sq(t):
            return t * t

        @classmethod
        def make(cls, u):
            return cls(u * u)

        def __add__(self, o):
            return V(self.u + o.u)

        def __mul__(self, s):
            return V(self.u * s)
        __rmul__ = __mul__
    v = V(x) + V.make(x)
    return (2.0 * v).w + V.sq(x) + (v * x).u


def helper_total(p, n):
    t = 0.0
    for _ in range(n):
        t = t + p.step(t)
    return t


@case(1.3)
@case(1.3, order=2)
def local_to_helper(x):
    class P:
        def __init__(self, a):
            self.a = a

        def step(self, t):
            return self.a * x + math.sin(t)
    return helper_total(P(x), 3)


def factory(k):
    class P:
        def __init__(self, a):
            self.a = a

        def area(self):
            return self.a * k
    return P


@case(1.3)
@case(1.3, order=2)
def local_factory(x):
    P = factory(x)
    Q = factory(x * x)
    return P(2.0).area() + Q(x).area()


@case(1.3)
@case(1.3, order=2)
def local_factory_const(x):
    P = factory(3.0)
    return P(x).area()


@case(1.3)
@case(1.3, order=2)
def local_state(x):
    class Counter:
        def __init__(self):
            self.total = 0.0
            self.n = 0

        def add(self, v):
            self.total += v
            self.n += 1
            return self
    c = Counter()
    for i in range(4):
        c.add(x ** i)
    return c.total / c.n


@case(1.3)
@case(1.3, order=2)
def local_callable(x):
    class F:
        def __init__(self, w):
            self.w = w

        def __call__(self, t):
            return math.tanh(self.w * t)
    fs = [F(x), F(2.0)]
    t = x
    for f in fs:
        t = f(t)
    return t


@case(1.3)
@case(1.3, order=2)
def local_nonlocal(x):
    total = 0.0

    class L:
        def push(self, v):
            nonlocal total
            total += v * x
    l = L()
    l.push(x)
    l.push(2.0)
    return total


@case(1.3)
@case(1.3, order=2)
def local_inner_def(x):
    class P:
        def __init__(self, a):
            self.a = a

    def make(b):
        return P(b * x)
    return make(2.0).a + make(x).a


@case(1.3)
@case(1.3, order=2)
def local_gen(x):
    class Seq:
        def __init__(self, n):
            self.n = n

        def __iter__(self):
            for i in range(self.n):
                yield (x ** i)
    return sum((v for v in Seq(4)))


@case(1.3)
@case(1.3, order=2)
def local_isinstance(x):
    class D:
        def __init__(self, v):
            self.v = v

        def __mul__(self, o):
            if isinstance(o, D):
                return D(self.v * o.v)
            return D(self.v * o)
    return (D(x) * D(x) * 3.0).v


@case(1.3)
@case(1.3, order=2)
def local_unused(x):
    class E(Exception):
        pass
    try:
        if x > 100:
            raise E('a')
        y = x * x
    except E:
        y = 0.0
    return y


@case(1.3)
@case(1.3, order=2)
def local_enum(x):
    class M(enum.Enum):
        A = 1
        B = 2
    m = M.A
    return x * x if m is M.A else x


@case(1.3)
@case(1.3, order=2)
def local_slots(x):
    class P:
        __slots__ = ('a', 'b')

        def __init__(self, a, b):
            self.a, self.b = (a, b)
    p = P(x, 2.0)
    p.b *= x
    return p.a * p.b


@case(1.3)
@case(1.3, order=2)
def local_frozen(x):
    @dataclass(frozen=True, order=True)
    class P:
        a: float
        n: int = 3
        ws: list = field(default_factory=list)

        def __post_init__(self):
            object.__setattr__(self, 'n', self.n + 1)
    p = P(x)
    return p.a * p.n


@case(1.3)
@case(1.3, order=2)
def local_recursive(x):
    class Node:
        def __init__(self, v, nxt=None):
            self.v = v
            self.nxt = nxt

        def total(self):
            return self.v + (self.nxt.total() if self.nxt is not None else 0.0)
    return Node(x, Node(x * x, Node(3.0))).total()


@case(1.3)
@case(1.3, order=2)
def local_in_loop(x):
    t = 0.0
    for i in range(3):
        class P:
            def __init__(self, a):
                self.a = a * i

            def f(self):
                return self.a * x
        t += P(x).f()
    return t


@case(1.3)
@case(1.3, order=2)
def local_in_method_lambda(x):
    class P:
        def __init__(self, f):
            self.f = f

        def __call__(self, t):
            return self.f(t) * x
    return P(lambda t: t * x)(2.0)


@case(1.3)
@case(1.3, order=2)
def local_abc(x):
    class Shape(abc.ABC):
        @abc.abstractmethod
        def area(self):
            ...

        def double(self):
            return 2 * self.area()

    class Sq(Shape):
        def __init__(self, a):
            self.a = a

        def area(self):
            return self.a ** 2

    class Ci(Shape):
        def __init__(self, r):
            self.r = r

        def area(self):
            return math.pi * self.r ** 2
    return sum((s.double() for s in (Sq(x), Ci(x))))


@case(1.3)
def local_cached(x):
    class P:
        def __init__(self, a):
            self.a = a

        @functools.cached_property
        def sq(self):
            return self.a * self.a * x
    p = P(x)
    return p.sq + p.sq


@case(1.3)
@case(1.3, order=2)
def local_generic(x):
    class Box(Generic[T]):
        def __init__(self, item: T):
            self.item = item

        def get(self) -> T:
            return self.item
    return Box(x).get() ** 2


@case(1.3)
@case(1.3, order=2)
def local_array(x):
    class Layer:
        def __init__(self, W, b):
            self.W = W
            self.b = b

        def __call__(self, h):
            return np.tanh(self.W @ h + self.b)
    l1 = Layer(np.array([[1.0, 2.0], [3.0, 4.0]]) * x, np.ones(2))
    l2 = Layer(np.array([[1.0, 2.0]]), np.zeros(1) + x)
    return l2(l1(np.array([x, 0.5]))).sum()


@case(1.3)
@case(1.3, order=2)
def annotated_by_texts(x):
    @dataclass
    class Node:
        value: "float"
        kids: "list[Node]" = field(default_factory=list)
        parent: "Node | None" = None
        scale: "ClassVar[float]" = 2.0
        factor: "InitVar[float]" = 1.0
        _: "KW_ONLY"
        last: float = 0.5

        def __post_init__(self, factor):
            self.value *= factor

        def add(self, *values):
            for v in values:
                self.kids.append(Node(v, parent=self, last=v))
            return self

        def depth(self):
            return 0 if self.parent is None else 1 + self.parent.depth()

        def __iter__(self):
            yield self
            for kid in self.kids:
                yield from kid
    root = Node(x, factor=x).add(x * x, 2.0)
    root.kids[0].add(*(x * i for i in range(2)))
    return sum(n.value * n.depth() * n.scale + n.last for n in root), max(root, key=lambda n: n.value).value, len(list(root))
