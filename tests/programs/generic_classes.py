"""Classes with types in brackets: `Stack[float]()`, and what `__class_getitem__` of one's own makes."""

import dataclasses
import functools
import math
import typing

import numpy as np

from tests.reference import case

T = typing.TypeVar("T")
U = typing.TypeVar("U")


class Stack(typing.Generic[T]):
    def __init__(self):
        self.items: list[T] = []

    def push(self, v: T) -> None:
        self.items.append(v)

    def pop(self) -> T:
        return self.items.pop()


class Pair(typing.Generic[T, U]):
    def __init__(self, a, b):
        self.a, self.b = a, b

    def product(self):
        return self.a * self.b


@dataclasses.dataclass
class Box(typing.Generic[T]):
    v: T

    def map(self, f):
        return Box[T](f(self.v))


class Row(Stack[float]):
    def top(self):
        return self.items[-1]


FloatStack = Stack[float]


@case(0.5)
def made_in_brackets(x):
    s, t = Stack[float](), FloatStack()
    s.push(x)
    s.push(x * x)
    t.push(s.pop() * 3)
    return t.pop() + s.pop(), s.__orig_class__ is FloatStack


@case(0.5)
def with_arguments(x):
    return Pair[float, str](x, b=x * x).product() + Pair[int, int](2, x).product()


@case(0.5)
def mapped_boxes(x):
    return Box[float](x).map(math.sin).map(lambda t: t * x).v


@case(0.5)
def derived_from_one(x):
    s = Row()
    s.push(x * x)
    return s.top() + s.pop()


@case(0.5)
def made_inside(x):
    class Queue(typing.Generic[T]):
        def __init__(self):
            self.items = []

        def put(self, v):
            self.items.append(v)

        def get(self):
            return self.items.pop(0)
    q = Queue[float]()
    q.put(x)
    q.put(x * x)
    return q.get() * 3 + q.get()


@case(0.5)
def containers_in_brackets(x):
    a, d = list[float](), dict[str, float](a=x)
    a.append(x)
    return a[0] * d["a"]


class Vector:
    def __class_getitem__(cls, n):
        return functools.partial(cls, n)

    def __init__(self, n, v):
        self.values = np.full(n, v)


@case(0.5)
def of_this_many(x):
    return Vector[3](x).values.sum()
