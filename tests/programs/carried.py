"""Ways of carrying a value from one place to another."""

import numpy as np

from tests.reference import case

C = np.array([1.53, -0.74, 2.08])


# ---------------------------------------------------------------- what is taken out of a container without tangents

@case(1.3, order=2)
def a_default_beside_what_is_taken_out(x):
    d = {"a": 2.0, "b": 1.0}
    p = d.pop("a", x)
    return p * x, d.pop("a", x * x), d.get("b", x) + d.pop("b", x) * x + d.get("b", x)


@case(1.3, order=2)
def taken_out_again_and_again(x):
    d = {"a": 2.0, "c": 3.0}
    for key in ("a", "b", "c", "a"):
        x = x * d.pop(key, x) + x
    return x


MISSING = object()


@case(1.3, order=2)
def taken_out_in_a_second_derivative(x):
    d = {"a": x}
    r = d.get("b", MISSING)
    if r is MISSING:
        r = x ** 2
    p = d.pop("a", MISSING)
    return r * p


class Times(dict):
    def pop(self, key, default):
        return super().pop(key, default) * default


class TimesOnce(Times):
    def pop(self, *given):
        return super(TimesOnce, self).pop(*given) + 1


@case(1.3, order=2)
def taken_out_by_methods_of_ones_own(x):
    d, e = Times(a=2.0), TimesOnce(a=3.0)
    return d.pop("a", x), d.pop("a", x), e.pop("a", x) * e.pop("a", x)


# ---------------------------------------------------------------- super() in a variable

class Base:
    def __init__(self, v):
        self.v = v

    @property
    def squared(self):
        return self.v ** 2

    def times(self, x):
        return self.v * x


class Derived(Base):
    def times(self, x):
        above = super()
        return above.times(x) + super().times(x) * above.squared

    def other(self, other, x):
        above = super()
        self = other
        return above.times(x)

    def others(self, other, x):
        above = super(Derived, self.turn(other))
        return above.times(x) + super(Derived, self.turn(other)).times(x)

    def turn(self, other):
        self.turns = getattr(self, "turns", 0) + 1
        return other if self.turns % 2 else self


@case(1.3, order=2)
def super_in_a_variable(x):
    return Derived(x).times(x)


@case(1.3, may_refuse=True)
def super_of_what_the_name_no_longer_means(x):
    return Derived(x).other(Derived(2.0), x)


@case(1.3, may_refuse=True)
def super_of_what_is_computed(x):
    return Derived(x).others(Derived(2.0), x)
