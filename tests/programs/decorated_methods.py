"""Methods under decorators, of classes of the module and of classes inside the function; methods and functions that go by a class."""

import contextlib
import dataclasses
import functools
import operator

from tests.reference import case


def counted(f):
    @functools.wraps(f)
    def inner(*args, **kwargs):
        inner.calls += 1
        return f(*args, **kwargs)
    inner.calls = 0
    return inner


def scaled(factor):
    def decorate(f):
        def inner(self, *args):
            return factor * f(self, *args)
        return inner
    return decorate


def unchanged(f):
    return f


@case(1.3)
@case(1.3, order=2)
def a_decorator_of_the_module(x):
    class Gain:
        def __init__(self, k):
            self.k = k

        @counted
        def of(self, t=2.0, *, shift=1.0):
            return self.k * t * t + shift

        @scaled(3.0)
        @unchanged
        def twice(self, t):
            return self.of(t) + self.of(shift=self.k)

        @property
        @unchanged
        def half(self):
            return self.k / x
    return Gain(x * x).twice(x) * Gain(x).half


@case(1.3)
@case(1.3, order=2)
def a_decorator_that_uses_an_active_variable(x):
    def weighted(f):
        @functools.wraps(f)
        def inner(self, t):
            return f(self, t) * x
        return inner

    class Gain:
        @weighted
        def of(self, t):
            return t * t

        @scaled(x)
        def more(self, t):
            return self.of(t) + t
    return Gain().more(3 * x)


@case(1.3)
@case(1.3, order=2)
def a_decorated_method_of_a_base(x):
    class Base:
        def __init__(self, k):
            self.__k = k

        @counted
        def of(self, t):
            return t * self.__k

    class Derived(Base):
        @counted
        def __init__(self, k):
            super().__init__(k * k)

        @unchanged
        def of(self, t):
            return super().of(t) + Base.of(self, x)
    return Derived(x).of(2 * x)


@case(1.3)
@case(1.3, order=2)
def decorated_with_pythons_own(x):
    class Gain:
        k = 2.0

        @staticmethod
        @counted
        def square(t):
            return t * t * x

        @classmethod
        @unchanged
        def by(cls, t):
            return cls.k * t

        @contextlib.contextmanager
        def doubled(self, t):
            self.t = 2 * t
            yield self.t * x
            self.t = self.t + 1

        @property
        @unchanged
        def p(self):
            return self.held

        @p.setter
        @unchanged
        def p(self, value):
            self.held = value * value
    gain = Gain()
    with gain.doubled(x) as y:
        z = y * gain.t
    gain.p = 3 * x
    return Gain.square(x) + gain.square(2 * x) + Gain.by(x), z + gain.t, gain.p


@case(1.3)
@case(1.3, order=2)
def decorated_special_methods_in_a_loop(x):
    total = 0.0
    for i in range(3):
        @dataclasses.dataclass
        class Part:
            v: float

            @counted
            def __add__(self, other):
                return Part(self.v * other.v + i)

            @unchanged
            def __call__(self, t):
                return self.v * t
        total += (Part(x) + Part(2 * x))(x)
    return total


@case(1.3)
@case(1.3, order=2)
def a_name_that_a_method_has_too(x):
    def of(t):
        return t + 1

    class Gain:
        @counted
        def of(self, t):
            return of(t) * x
    return Gain().of(x) + of(x)


class Tank:
    def __init__(self, level):
        self.level = level

    @functools.singledispatchmethod
    def filled(self, by):
        return self.level + by * by

    @filled.register
    def _(self, by: int):
        return self.level * by

    @filled.register(list)
    def _(self, by):
        return self.level * by[0]

    def mixed(self, k, y, *, c=1.0):
        return self.level * k * y * c

    mixed_twice = functools.partialmethod(mixed, 2.0, c=3.0)
    shown = property(operator.attrgetter("level"))
    squared = property(functools.lru_cache(lambda self: self.level ** 2))


@case(1.3)
@case(1.3, order=2)
def methods_that_go_by_a_class(x):
    tank = Tank(x * x)
    return tank.filled(x) + tank.filled(2) + tank.filled([x]), tank.mixed_twice(x) + tank.mixed_twice(x, c=x), \
        tank.shown * tank.squared


class Square:
    def __init__(self, a):
        self.a = a


class Circle(Square):
    pass


@functools.singledispatch
def area(shape):
    return shape * shape


@area.register
def _(shape: Square):
    return shape.a ** 2


@area.register(Circle)
def _(shape):
    return 3 * shape.a ** 3


@case(1.3)
@case(1.3, order=2)
def dispatched_for_one_of_several_classes(x):
    return sum(area(shape) for shape in [Square(x), Circle(2 * x)]) + area(x)


@case(1.3)
def dispatched_by_a_function_made_inside(x):
    @functools.singledispatch
    def size(v):
        return v * v

    @size.register(list)
    def _(v):
        return v[0] * 3.0
    return size(x) + size([x])


# ---------------------------------------------------------------- caches outside, of what does not change

class Remembering:
    def __init__(self, x):
        self.x = x
        self.y = x * x

    @functools.lru_cache
    def legendre(self, n):
        if n < 2:
            return self.x if n else 1.0
        return ((2 * n - 1) * self.x * self.legendre(n - 1) - (n - 1) * self.legendre(n - 2)) / n

    @property
    @functools.cache
    def square(self):
        return self.x**2


@functools.lru_cache(maxsize=None)
def folded(n, x):
    return (x, x * x) if n < 2 else (folded(n - 1, x)[0] * folded(n - 2, x)[1], x + n)


@case(0.7)
@case(0.7, order=2)
def remembered_outside(x):
    m, other = Remembering(x), Remembering(x * x)
    return m.legendre(5) + m.square * m.y + other.legendre(3), folded(4, x), m.legendre(5)
