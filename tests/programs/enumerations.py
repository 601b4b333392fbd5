"""Members of enumerations: gone through, looked up, as keys and in conditions, with methods and attributes."""

import enum
import math

from tests.reference import case


class Shape(enum.Enum):
    ROUND = 1.0
    FLAT = 2.5
    LONG = 4.0

    @property
    def squared(self):
        return self.value ** 2

    def scaled(self, x):
        return self.value * x * x

    def __call__(self, x):
        return x ** self.value

    @classmethod
    def usual(cls):
        return cls.FLAT


class Planet(enum.Enum):
    EARTH = (5.9, 6.3)
    MARS = (0.6, 3.3)

    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius

    @property
    def gravity(self):
        return self.mass / self.radius ** 2

    def weight(self, m):
        return m * m * self.gravity


class Order(enum.IntEnum):
    FIRST = 1
    SECOND = enum.auto()


class Ways(enum.Flag):
    UP = enum.auto()
    DOWN = enum.auto()


@case(1.3)
@case(1.3, order=2)
def members_gone_through(x):
    total = sum([s.value * x * x for s in Shape])
    for s in Shape:
        total += s.scaled(x) * s.squared
    for name, s in Shape.__members__.items():
        total += len(name) * s(x)
    return total * len(Shape), [s.value * x for s in reversed(Shape)]


@case(1.3)
@case(1.3, order=2)
def members_with_attributes(x):
    return [p.weight(x) * p.gravity + p.mass * x for p in Planet], {p.name: p.weight(x) for p in Planet}


@case(1.3)
@case(-1.3)
def members_looked_up(x):
    chosen = Shape.ROUND if x > 0 else Shape.LONG
    asked = Shape(4.0 if x > 0 else 1.0)
    return Shape(2.5).scaled(x), Shape["LONG"].scaled(x), chosen.scaled(x) * chosen.squared, asked.scaled(x), Shape.usual().scaled(x)


def by_shape(s, x):
    if s is Shape.ROUND:
        return x
    if s == Shape.FLAT:
        return x ** 2
    return x ** 3


def by_match(s, x):
    match s:
        case Shape.ROUND:
            return x
        case Shape.FLAT:
            return math.sin(x)
        case _:
            return math.exp(x)


@case(1.3)
@case(1.3, order=2)
def members_in_conditions(x):
    return [by_shape(s, x) for s in Shape], [by_match(s, x) for s in Shape]


@case(1.3)
def members_as_keys(x):
    held = {s: x ** s.value for s in Shape}
    table = {Shape.ROUND: math.sin, Shape.FLAT: math.cos, Shape.LONG: math.exp}
    return held[Shape.FLAT] + sum(held[s] for s in Shape), sum(table[s](x) for s in Shape)


@case(1.3)
def members_that_are_numbers_and_flags(x):
    ways = Ways.UP | Ways.DOWN
    y = x * x if Ways.UP in ways else x
    return sum(k * x + x ** k.value for k in Order), [x, x * x, x ** 3][Order.SECOND], Order(2) * y


@case(1.3)
def members_of_an_inner_enumeration(x):
    class Level(enum.Enum):
        LOW = 1.0
        HIGH = 2.0
    return x * Level.LOW.value + sum(level.value * x * x for level in Level)


class Operation(enum.Enum):
    ADD = (lambda a, b: a + b,)
    SCALE = (math.fabs,)

    def of(self, *args):
        return self.value[0](*args)


class Level(enum.Enum):
    LOW = enum.member(math.sin) if hasattr(enum, "member") else 1.0
    HIGH = enum.member(math.cos) if hasattr(enum, "member") else 2.0


@case(1.3)
def members_that_hold_functions(x):
    held = sum(level.value(x) for level in Level) if hasattr(enum, "member") else x
    return Operation.ADD.of(x, x * x) + Operation.SCALE.of(x), held
