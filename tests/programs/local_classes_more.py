"""Classes defined inside functions, used in less common ways."""

import dataclasses
import functools
import math
from dataclasses import dataclass, field

import numpy as np

from tests.reference import case


def factory(k):
    class P:
        def __init__(self, a):
            self.a = a

        def area(self):
            return self.a * k
    return P


@case(1.3)
@case(1.3, order=2)
def local_two_factories_isinstance(x):
    P = factory(x)
    Q = factory(x * x)
    p = P(2.0)
    return (p.area() if isinstance(p, Q) else 3 * p.area()) + (p.area() if isinstance(p, P) else 0.0)


@case(1.3)
@case(1.3, order=2)
def local_late_binding(x):
    k = x

    class P:
        def f(self):
            return k * k
    p = P()
    a = p.f()
    k = x * x
    return a + p.f()


@case(1.3)
@case(1.3, order=2)
def local_rebound_in_loop(x):
    ps = []
    for i in range(3):
        k = x * i

        class P:
            def f(self):
                return k
        ps.append(P())
    return sum((p.f() for p in ps))


@case(1.3)
@case(1.3, order=2)
def local_method_value(x):
    class P:
        def __init__(self, a):
            self.a = a

        def f(self, t):
            return self.a * t * x
    m = P(x).f
    return m(2.0)


@case(1.3)
@case(1.3, order=2)
def local_unbound(x):
    class P:
        def __init__(self, a):
            self.a = a

        def f(self):
            return self.a * x
    return P.f(P(x)) + sum(map(P.f, [P(2.0), P(x)]))


@case(1.3)
@case(1.3, order=2)
def local_map_class(x):
    class P:
        def __init__(self, a):
            self.a = a * x
    return sum((p.a for p in map(P, [x, 2.0])))


@case(1.3)
@case(1.3, order=2)
def local_partial(x):
    class P:
        def __init__(self, a, b):
            self.a = a * x * b
    mk = functools.partial(P, x)
    return mk(2.0).a


@case(1.3)
def local_sorted_key(x):
    class P:
        def __init__(self, a):
            self.a = a * x

        def key(self):
            return -self.a
    return sorted([P(1.0), P(3.0), P(2.0)], key=P.key)[0].a


@case(1.3)
def local_sorted_lambda(x):
    class P:
        def __init__(self, a):
            self.a = a * x
    return sorted([P(1.0), P(3.0), P(2.0)], key=lambda p: -p.a)[0].a


def run_it(f, x):
    return f(x)


@case(1.3)
@case(1.3, order=2)
def local_pass_class(x):
    class P:
        def __init__(self, a):
            self.a = a * x
    return run_it(P, x).a


@case(1.3)
@case(1.3, order=2)
def local_default(x):
    n = 3

    class P:
        def f(self, k=2 * n, s=1.0):
            return k * x * s
    return P().f() + P().f(2) + P().f(s=x)


@case(1.3)
@case(1.3, order=2)
def local_kwargs(x):
    class P:
        def __init__(self, *args, **kw):
            self.a = sum(args)
            self.b = kw.get('b', 1.0)

        def f(self, *ts, scale=1.0):
            return (self.a + sum(ts)) * self.b * scale
    return P(x, 2.0, b=x).f(x, x, scale=x)


@case(1.3)
@case(1.3, order=2)
def local_str_repr(x):
    class P:
        def __init__(self, a):
            self.a = a

        def __repr__(self):
            return f'P({self.a})'
    p = P(x)
    s = repr(p)
    return p.a ** 2 + len(s) * 0


@case(1.3)
@case(1.3, order=2)
def local_eqhash(x):
    class P:
        def __init__(self, a, tag):
            self.a = a
            self.tag = tag

        def __eq__(self, o):
            return self.tag == o.tag

        def __hash__(self):
            return hash(self.tag)
    d = {P(1.0, 'a'): x, P(2.0, 'b'): x * x}
    return d[P(5.0, 'b')]


@case(1.3)
@case(1.3, order=2)
def local_nested_class(x):
    class Outer:
        class Inner:
            def __init__(self, v):
                self.v = v

        def __init__(self, v):
            self.i = Outer.Inner(v)
    return Outer(x).i.v ** 2


@case(1.3)
@case(1.3, order=2)
def local_class_in_method(x):
    class Outer:
        def __init__(self, v):
            self.v = v

        def make(self):
            v = self.v

            class In:
                def f(self):
                    return v * x
            return In()
    return Outer(x).make().f() + Outer(2.0).make().f()


@case(1.3)
@case(1.3, order=2)
def local_class_in_inner(x):
    def make(k):
        class In:
            def __init__(self, a):
                self.a = a

            def f(self):
                return self.a * k * x
        return In
    A = make(2.0)
    B = make(x)
    return A(1.0).f() + B(x).f()


@case(1.3)
@case(1.3, order=2)
def local_inner_const(x):
    def make(k):
        class In:
            def __init__(self, a):
                self.a = a

            def f(self):
                return self.a * k
        return In
    A = make(2.0)
    return A(x).f()


@case(1.3)
@case(1.3, order=2)
def local_private(x):
    class P:
        def __init__(self, a):
            self.__a = a

        def __sq(self):
            return self.__a ** 2

        def f(self):
            return self.__sq() * x
    return P(x).f()


@case(1.3)
@case(1.3, order=2)
def local_super_multi(x):
    class A:
        def __init__(self):
            self.log = [x]

        def go(self, t):
            return t * x

    class B(A):
        def go(self, t):
            return super().go(t) + 1.0 * x

    class C(A):
        def go(self, t):
            return super().go(t) * 2

    class D(B, C):
        def go(self, t):
            return super().go(t) + self.log[0]
    return D().go(3.0)


class RealBase:
    def __init__(self, a):
        self.a = a

    def sq(self):
        return self.a ** 2 * self.k()

    def k(self):
        return 1.0


@case(1.3)
@case(1.3, order=2)
def local_real_base(x):
    class P(RealBase):
        def k(self):
            return x

    class Q(RealBase):
        def __init__(self, a):
            super().__init__(a * 2)
            self.b = a

        def k(self):
            return self.b
    return P(x).sq() + Q(x).sq() + RealBase(x).sq()


def use_list(ps):
    return sum((p.area() for p in ps))


@case(1.3)
@case(1.3, order=2)
def local_poly_helper(x):
    class A:
        def __init__(self, a):
            self.a = a

        def area(self):
            return self.a * x

    class B:
        def __init__(self, a):
            self.b = a

        def area(self):
            return self.b ** 2
    return use_list([A(x), B(x)])


@case(1.3)
@case(1.3, order=2)
def local_class_list(x):
    class P:
        names = ['a', 'b']
        scale = 2.0
        table = {'a': 1.0, 'b': 3.0}

        def __init__(self, v):
            self.a = v
            self.b = v * v

        def tot(self):
            return (self.a * self.table['a'] + self.b * self.table['b']) * self.scale * len(self.names)
    return P(x).tot()


@case(1.3)
@case(1.3, order=2)
def local_counter(x):
    class P:
        count = 0

        def __init__(self, v):
            self.v = v
            P.count += 1
    ps = [P(x), P(x * x)]
    return sum((p.v for p in ps)) * P.count


@case(1.3)
@case(1.3, order=2)
def local_setitem(x):
    class Vec:
        def __init__(self, n):
            self.d = [0.0] * n

        def __getitem__(self, i):
            return self.d[i]

        def __setitem__(self, i, v):
            self.d[i] = v

        def __len__(self):
            return len(self.d)
    v = Vec(3)
    for i in range(len(v)):
        v[i] = x ** i
    v[1] += x
    return sum(v)


@case(1.3)
def local_ctx(x):
    class Scale:
        def __init__(self):
            self.k = x

        def __enter__(self):
            return self

        def __exit__(self, *a):
            return None
    with Scale() as s:
        y = s.k * x
    return y


@case(1.3)
@case(1.3, order=2)
def local_prop_setter(x):
    class P:
        def __init__(self, v):
            self._v = v

        @property
        def v(self):
            return self._v * x

        @v.setter
        def v(self, t):
            self._v = t * t
    p = P(x)
    p.v = x + 1
    p.v += 1.0
    return p.v


@case(1.3)
@case(1.3, order=2)
def local_dataclass_many(x):
    @dataclass
    class Base:
        a: float
        b: float = 2.0

    @dataclass
    class D(Base):
        c: float = 1.0
        ws: list = field(default_factory=lambda: [1.0, 2.0])
        d: dict = field(default_factory=dict)

        def __post_init__(self):
            self.e = self.a * self.b * self.c
            self.ws.append(self.a)
    d1 = D(x)
    d2 = D(x, x, x, [x])
    d1.d['q'] = x
    return d1.e + d2.e + sum(d1.ws) + sum(d2.ws) + d1.d['q'] + dataclasses.replace(d1, b=x).e


@case(1.3)
@case(1.3, order=2)
def local_global_name_clash(x):
    class RealBase:
        def __init__(self, a):
            self.a = a * x
    return RealBase(x).a


@case(1.3)
@case(1.3, order=2)
def local_type_self(x):
    class P:
        def __init__(self, a):
            self.a = a

        def twice(self):
            return type(self)(self.a * 2 * x)

        def thrice(self):
            return self.__class__(self.a * 3)

    class Q(P):
        pass
    return Q(x).twice().thrice().a


@case(1.3)
@case(1.3, order=2)
def local_del_dunder(x):
    class P:
        def __init__(self, a):
            self.a = a

        def __call__(self, t):
            return self.a * t

        def __neg__(self):
            return P(-self.a)

        def __abs__(self):
            return abs(self.a)

        def __pow__(self, n):
            return P(self.a ** n)

        def __radd__(self, o):
            return P(o + self.a)

        def __iadd__(self, o):
            self.a += o
            return self

        def __float__(self):
            return self.a

        def __lt__(self, o):
            return self.a < o.a
    p = -P(x)
    p += x * x
    q = (2.0 + p) ** 2
    return abs(q) * q(x) if p < q else 0.0


@case(1.3)
@case(1.3, order=2)
def local_np(x):
    class Dense:
        def __init__(self, n, m):
            rng = np.random.default_rng(0)
            self.W = rng.standard_normal((n, m))
            self.b = np.zeros(n)

        def __call__(self, h):
            return np.tanh(self.W @ h + self.b)

        def params(self):
            return [self.W, self.b]
    net = [Dense(3, 2), Dense(1, 3)]
    h = np.array([x, 1.0])
    for l in net:
        h = l(h)
    return h[0]


@case(1.3)
@case(1.3, order=2)
def local_recursion_class(x):
    def build(n):
        class N:
            def __init__(self, v):
                self.v = v

            def f(self):
                return self.v * x
        if n == 0:
            return N(x)
        return build(n - 1)
    return build(2).f()


@case(1.3)
@case(1.3, order=2)
def local_while_obj(x):
    class Link:
        def __init__(self, v, nxt):
            self.v = v
            self.nxt = nxt
    head = None
    for i in range(4):
        head = Link(x * i, head)
    t = 0.0
    n = head
    while n is not None:
        t += n.v * n.v
        n = n.nxt
    return t


@case(1.3)
@case(1.3, order=2)
def local_try(x):
    class MyErr(ValueError):
        def __init__(self, code):
            super().__init__('bad')
            self.code = code

    class P:
        def f(self, v):
            if v > 1.0:
                raise MyErr(3)
            return v * x
    try:
        return P().f(2.0)
    except MyErr as e:
        return x * x * e.code


@case(1.3)
@case(1.3, order=2)
def local_match(x):
    @dataclass
    class Add:
        l: float
        r: float

    @dataclass
    class Mul:
        l: float
        r: float
    t = 0.0
    for e in (Add(x, 2.0), Mul(x, x)):
        match e:
            case Add(l, r):
                t += l + r
            case Mul(l=l, r=r):
                t += l * r
    return t


@case(1.3)
@case(1.3, order=2)
def local_staticm(x):
    class U:
        @staticmethod
        def sq(t):
            return t * t * x

        @classmethod
        def two(cls, t):
            return cls.sq(t) + cls.sq(2.0)

        def three(self, t):
            return self.sq(t) + U.two(t) + self.two(t)
    return U.sq(x) + U().sq(x) + U.two(x) + U().three(x)


@case(1.3)
@case(1.3, order=2)
def local_inactive_reads(x):
    ks = [x, 2.0]

    class P:
        def f(self):
            return ks[0]

        def g(self):
            return ks

        def push(self, v):
            ks.append(v)
    p = P()
    p.push(x * x)
    p.g().append(x)
    return sum(ks) + p.f()


@case(1.3, order=2)
def tree_with_a_tuple_as_default(x):
    class Node:
        def __init__(self, value, children=()):
            self.value = value
            self.children = list(children)

        def total(self):
            return self.value + sum(child.total() for child in self.children)

    def values(node):
        yield node.value
        for child in node.children:
            yield from values(child)
    tree = Node(x, [Node(x * x), Node(2.0, [Node(math.exp(x))])])
    return tree.total() * max(values(tree))


@case(1.3)
@case(1.3, order=2)
def methods_called_on_what_is_no_instance(x):
    class Law:
        def at(self, y=2.0, *more, k=1.0):
            return y**2 * x * k + sum(more)

        def squared(self):
            return self**2 * x

    class Other(Law):
        def at(self, y):
            return Law.at(self, y)**2
    return Law.at(None) + Law.at(0, x, x, k=x) + Law.at(self=1, y=x) + Law.squared(x) + Other().at(x) + Law.at(Other, x)
