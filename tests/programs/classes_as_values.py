"""Values that are classes: chosen, stored, passed, asked of an object."""

import functools
from collections import namedtuple
from dataclasses import dataclass

import numpy as np

from tests.reference import case


class A:
    def __init__(self, x):
        self.x = x

    def area(self):
        return self.x ** 2

    @classmethod
    def unit(cls, x):
        return cls(x * 2)

    @staticmethod
    def name():
        return 'A'
    k = 2.0


class B:
    k = 3.0

    def __init__(self, x):
        self.r = x

    def area(self):
        return 3.0 * self.r

    @classmethod
    def unit(cls, x):
        return cls(x * 3)


class C(A):
    def area(self):
        return super().area() + 1.0 * self.x

    def clone(self):
        return type(self)(self.x * 2)

    def clone2(self):
        return self.__class__(self.x * 3)


@case(1.3)
@case(1.3, order=2)
def class_loop(x):
    total = 0.0
    for cls in (A, B):
        total += cls(x).area()
    return total


@case(1.3)
@case(1.3, order=2)
def class_loop_list(x):
    total = 0.0
    for cls in [A, B, C]:
        total += cls(x).area()
    return total


@case(1.3)
@case(1.3, order=2)
def class_choose(x):
    cls = A if x > 0 else B
    return cls(x).area()


@case(1.3)
@case(1.3, order=2)
def class_choose2(x):
    if x > 5:
        cls = A
    else:
        cls = B
    s = cls(x * x)
    return s.area()


REG = {'a': A, 'b': B}


@case(1.3)
@case(1.3, order=2)
def class_dict(x):
    d = {'a': A, 'b': B}
    return d['a'](x).area() + d['b'](x).area()


@case(1.3)
@case(1.3, order=2)
def class_dict_dyn(x):
    d = {'a': A, 'b': B}
    t = 0.0
    for k in ('a', 'b'):
        t += d[k](x).area()
    return t


@case(1.3)
@case(1.3, order=2)
def class_dict_global(x):
    t = 0.0
    for k in ('a', 'b'):
        t += REG[k](x).area()
    return t


def build(cls, x):
    return cls(x).area()


@case(1.3)
@case(1.3, order=2)
def class_arg(x):
    return build(A, x) + build(B, x) + build(C, x)


@case(1.3)
@case(1.3, order=2)
def class_arg_loop(x):
    return sum((build(c, x) for c in (A, B)))


@case(1.3)
@case(1.3, order=2)
def class_type(x):
    c = C(x)
    return c.clone().area() + c.clone2().area()


@case(1.3)
@case(1.3, order=2)
def class_unit(x):
    return A.unit(x).area() + C.unit(x).area()


@case(1.3)
@case(1.3, order=2)
def class_unit_loop(x):
    t = 0.0
    for c in (A, B):
        t += c.unit(x).area() * c.k
    return t


def pick(n):
    return A if n > 1 else B


@case(1.3)
@case(1.3, order=2)
def class_factory(x):
    return pick(2)(x).area() + pick(0)(x).area()


@case(1.3)
@case(1.3, order=2)
def class_isinst(x):
    t = 0.0
    for s in (A(x), B(x)):
        for cls in (A, B):
            if isinstance(s, cls):
                t += s.area()
    return t


@case(1.3)
@case(1.3, order=2)
def class_map(x):
    return sum((s.area() for s in map(A, [x, x * x])))


@case(1.3)
@case(1.3, order=2)
def class_map2(x):
    return sum((s.area() for s in [c(x) for c in (A, B)]))


@case(1.3)
@case(1.3, order=2)
def class_partial(x):
    mk = functools.partial(A, x)
    return mk().area()


@case(1.3)
@case(1.3, order=2)
def class_attr(x):
    class H:
        def __init__(self, cls):
            self.cls = cls

        def make(self, x):
            return self.cls(x)
    return H(A).make(x).area()


class Model:
    layer_cls = A

    def __init__(self, x):
        self.l = self.layer_cls(x)

    def run(self):
        return self.l.area()


class Model2(Model):
    layer_cls = B


@case(1.3)
@case(1.3, order=2)
def class_layer_cls(x):
    return Model(x).run() + Model2(x).run()


@case(1.3)
@case(1.3, order=2)
def class_name(x):
    t = 0.0
    for c in (A, C):
        if c.__name__ == 'A':
            t += c(x).area()
    return t


@case(1.3)
@case(1.3, order=2)
def class_type_is(x):
    t = 0.0
    for s in (A(x), C(x)):
        if type(s) is A:
            t += s.area()
        elif type(s) == C:
            t += 2 * s.area()
    return t


@case(1.3)
@case(1.3, order=2)
def class_newtype(x):
    t = 0.0
    for s in (A(x), C(x), B(x)):
        s2 = type(s)(x * x)
        t += s2.area()
    return t


@case(1.3)
@case(1.3, order=2)
def class_zip(x):
    return sum((c(v).area() for c, v in zip((A, B), (x, x * x))))


@case(1.3)
@case(1.3, order=2)
def class_while(x):
    stack = [A, B]
    t = 0.0
    while stack:
        cls = stack.pop()
        t += cls(x).area()
    return t


@dataclass
class DA:
    x: float
    y: float = 2.0

    def area(self):
        return self.x * self.y


@dataclass
class DB:
    y: float
    x: float = 3.0

    def area(self):
        return self.x * self.y * self.y


NT = namedtuple('NT', 'u v')


NT2 = namedtuple('NT2', 'u v')


@case(1.3)
@case(1.3, order=2)
def class_dc(x):
    return sum((c(x).area() for c in (DA, DB)))


@case(1.3)
@case(1.3, order=2)
def class_dc_kw(x):
    return sum((c(x=x, y=x * x).area() for c in (DA, DB)))


@case(1.3)
@case(1.3, order=2)
def class_dc_kw2(x):
    return sum((c(y=x, x=x * x).area() for c in [DA, DB]))


@case(1.3)
@case(1.3, order=2)
def class_star(x):
    args = (x, x * x)
    return sum((c(*args).area() for c in (DA, DB)))


@case(1.3)
@case(1.3, order=2)
def class_kwstar(x):
    kw = {'x': x, 'y': 2.0}
    return sum((c(**kw).area() for c in (DA, DB)))


@case(1.3)
@case(1.3, order=2)
def class_effects(x):
    log = []

    def note(v):
        log.append(v)
        return v
    t = 0.0
    for c in (A, B):
        t += c(note(x * len(log))).area()
    return t + sum(log)


@case(1.3)
@case(1.3, order=2)
def class_pick_effects(x):
    log = []

    def pick(i):
        log.append(x)
        return (A, B)[i]
    return pick(0)(x).area() + pick(1)(x).area() + sum(log)


@case(1.3)
@case(1.3, order=2)
def class_optional(x):
    cls = None
    for i in range(3):
        if cls is not None:
            x = cls(x).area()
        cls = A if i == 0 else B
    return x


@case(1.3)
@case(1.3, order=2)
def class_walrus(x):
    t = 0.0
    for i in range(2):
        if (k := (A, B)[i]) is A:
            t += k(x).area()
        else:
            t += k(x * x).area()
    return t


@case(1.3)
@case(1.3, order=2)
def class_default(x):
    def mk(v, cls=A):
        return cls(v).area()
    return mk(x) + mk(x, B) + mk(x, cls=C)


class Holder:
    kinds = {'a': A, 'b': B}
    default = A

    def __init__(self, name):
        self.name = name

    def make(self, v):
        return self.kinds[self.name](v)

    def std(self, v):
        return self.default(v)


@case(1.3)
@case(1.3, order=2)
def class_holder(x):
    return Holder('a').make(x).area() + Holder('b').make(x).area() + Holder('b').std(x).area()


@case(1.3)
@case(1.3, order=2)
def class_registry(x):
    reg = {}

    def register(name):
        def deco(cls):
            reg[name] = cls
            return cls
        return deco
    register('a')(A)
    register('b')(B)
    return reg['a'](x).area() + reg['b'](x).area()


@case(1.3)
@case(1.3, order=2)
def class_local_classes(x):
    class P:
        def __init__(self, a):
            self.a = a

        def f(self):
            return self.a * x

    class Q:
        def __init__(self, a):
            self.b = a

        def f(self):
            return self.b ** 2
    t = 0.0
    for c in (P, Q, P):
        t += c(x).f()
    return t


@case(1.3)
@case(1.3, order=2)
def class_local_factory(x):
    def make(n):
        if n:
            class P:
                def __init__(self, a):
                    self.a = a

                def f(self):
                    return self.a * x
        else:
            class P:
                def __init__(self, a):
                    self.a = a

                def f(self):
                    return self.a ** 2
        return P
    return make(0)(x).f() + make(1)(x).f()


@case(1.3)
@case(1.3, order=2)
def class_local_inherit_choice(x):
    base = A if x > 0 else B

    class P(A):
        def area(self):
            return super().area() * x
    t = 0.0
    for c in (A, P):
        t += c(x).area()
    return t


def helper(cls, n, x):
    o = cls(x)
    for _ in range(n):
        o = cls(o.area())
    return o.area()


@case(1.3)
@case(1.3, order=2)
def class_helper_many(x):
    return sum((helper(c, n, x) for c, n in [(A, 1), (B, 2), (C, 1)]))


@case(1.3)
@case(1.3, order=2)
def class_issubclass(x):
    t = 0.0
    for c in (A, B, C):
        if issubclass(c, A):
            t += c(x).area()
    return t


@case(1.3)
@case(1.3, order=2)
def class_eq(x):
    t = 0.0
    for c in (A, B, C):
        if c == A:
            t += c(x).area()
        elif c is B:
            t += 2 * c(x).area()
        else:
            t += c(x).unit(x).area()
    return t


@case(1.3)
@case(1.3, order=2)
def class_sorted_classes(x):
    return sum((c(x).area() for c in sorted([A, B, C], key=lambda c: c.__name__)))


@case(1.3)
@case(1.3, order=2)
def class_objs_then_type(x):
    objs = [A(x), B(x), C(2 * x)]
    return sum((type(o)(x * i).area() for i, o in enumerate(objs)))


@case(1.3)
@case(1.3, order=2)
def class_dunder_class(x):
    objs = [A(x), B(x)]
    return sum((o.__class__(x * x).area() for o in objs))


@case(1.3)
@case(1.3, order=2)
def class_setdefault(x):
    d = {}
    for k, c in (('a', A), ('b', B)):
        d[k] = c
    return sum((d[k](x).area() for k in d))


@case(1.3)
@case(1.3, order=2)
def class_partials(x):
    t = 0.0
    for mk in (functools.partial(A, x), functools.partial(B, x)):
        t += mk().area()
    return t


@case(1.3)
@case(1.3, order=2)
def class_lambda_list(x):
    t = 0.0
    for mk in [lambda: A(x), lambda: B(x)]:
        t += mk().area()
    return t


@case(1.3)
@case(1.3, order=2)
def class_inactive(x):
    objs = [c(2.0) for c in (A, B)]
    return x * sum((o.area() for o in objs))


@case(1.3)
@case(1.3, order=2)
def class_np(x):
    class S:
        def __init__(self, v):
            self.v = v

        def norm(self):
            return np.sqrt((self.v ** 2).sum())

    class T(S):
        def norm(self):
            return np.abs(self.v).sum()
    v = np.array([x, 2 * x])
    return sum((c(v).norm() for c in (S, T)))


@case(1.3)
@case(1.3, order=2)
def class_exc(x):
    t = 0.0
    for E in (ValueError, KeyError):
        try:
            raise E('a')
        except (ValueError, KeyError):
            t += x * x
    return t


@case(1.3, order=2)
def names_of_classes_among_numbers(x):
    found = []
    for v in [x, "a", None, [x]]:
        found.append(type(v).__name__)
        try:
            found.append(v / 2)
        except TypeError as e:
            found.append(type(e).__name__)
    return found, x.__class__.__name__, type(x).__name__
