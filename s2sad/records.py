"""Plain classes with named fields.

`dataclass` writes and compiles methods for each class when it is imported, which for all of
s2sad's would take as long as the derivative of a short function.

>>> class Point(Record):
...     x: float
...     y: float = 0.0
...     marks: list = list
>>> p = Point(1.0)
>>> p.y, p.marks, replace(p, y=2.0).y
(0.0, [], 2.0)
>>> Point(1.0, 2.0, [], 3.0)
Traceback (most recent call last):
TypeError: Point takes x, y, marks
"""


class Record:
    """The fields of a subclass are the names annotated in it; a default that is a class is called for each record."""

    def __init_subclass__(cls):
        fields = tuple(cls.__dict__.get("__annotations__") or cls.__annotations__)
        cls._names = fields
        cls._defaults = {f: cls.__dict__[f] for f in fields if f in cls.__dict__}
        cls._known = frozenset(fields)
        cls._made = tuple(f for f, default in cls._defaults.items() if isinstance(default, type))

    def __init__(self, *values, **named):
        cls, own = self.__class__, self.__dict__
        own.update(cls._defaults)
        for field in cls._made:
            own[field] = own[field]()
        own.update(zip(cls._names, values))
        own.update(named)
        if len(own) != len(cls._names) or len(values) > len(own) or named and not named.keys() <= cls._known:
            raise TypeError(f"{cls.__name__} takes {', '.join(cls._names)}")


class Value(Record):
    """A record that is equal to one of the same class with equal fields."""

    def __eq__(self, other):
        return other.__class__ is self.__class__ and other.__dict__ == self.__dict__

    def __hash__(self):
        return hash(tuple(map(self.__dict__.get, self._names)))


def replace(record, **changes):
    """A copy of a record with other values of some fields."""
    made = object.__new__(record.__class__)
    made.__dict__.update(record.__dict__)
    made.__dict__.update(changes)
    return made


class Same:
    """Equal to another that holds the same object."""

    __slots__ = ("held",)

    def __init__(self, held):
        self.held = held

    def __hash__(self):
        return id(self.held)

    def __eq__(self, other):
        return type(other) is Same and other.held is self.held
