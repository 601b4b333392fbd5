"""Functions held in records, attributes and partials: methods of classes and records, under names that only the run tells."""

import math
from collections import namedtuple
from functools import lru_cache, partial
from typing import Callable, NamedTuple

from tests.reference import case

Layer = namedtuple("Layer", "act weight")


class Step(NamedTuple):
    act: Callable
    weight: float

    def run(self):
        return self.act(self.weight)


class Holder:
    pass


@case(0.7, order=2)
def functions_in_named_tuples(x):
    layer = Layer(lambda v: v * x, x)
    other = layer._replace(act=math.sin)

    def scaled(v, w=1.0):
        return v * w * x
    step = Step(scaled, x)
    value = x
    for each in (layer, Layer(lambda v: v + x, 2.0)):
        value = each.act(each.weight * value)
    return layer.act(layer.weight), other.act(other.weight), step.run(), step.act(x, w=x), step[0](2.0), value


@case(0.7, order=2)
def methods_of_a_class_as_values(x):
    class Scale:
        k = 3.0

        @staticmethod
        def plain(a, b=2.0):
            return x * a + b

        @classmethod
        def of_class(cls, a, b=2.0):
            return cls.k * a * x + b
    plain, of_class = Scale.plain, Scale.of_class
    held = Holder()
    held.plain, held.of_class = plain, of_class
    given = partial(plain, x)
    several = [of_class, of_class]
    named = {"f": plain}
    return (held.plain(x), held.of_class(2.0), given(), several[1](x), named["f"](x), sum(map(of_class, [x, 2.0])))


@case(0.7)
def functions_set_under_names(x):
    held = Holder()
    setattr(held, "f", lambda v: v * x)
    held.g = lambda v: v + x
    return getattr(held, "f")(x), [getattr(held, name)(x) for name in ("f", "g")]


@case(0.7)
def functions_of_any_number_of_arguments_held(x):
    def added(*values):
        return sum(values) * x

    @lru_cache(maxsize=None)
    def kept(*values):
        return sum(values) * x
    return (list(map(partial(added, x), [2.0, 3.0])), added(x), added(x, x, x), kept(2.0), kept(2.0, x), kept(2.0),
            kept(1.0, 2.0, 3.0))
