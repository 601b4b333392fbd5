"""Methods that Python calls by itself, for text, order, equality, truth or a number; and builtins of objects."""

import copy
import functools
import itertools
import math
import operator
from dataclasses import dataclass

import numpy as np

from tests.reference import case


class Cell:
    """Looks at its value wherever it is asked, and counts how often."""

    def __init__(self, value):
        self.value = value
        self.asked = 0

    def __lt__(self, other):
        self.asked += 1
        return self.value < other.value

    def __eq__(self, other):
        self.asked += 1
        return isinstance(other, Cell) and self.value == other.value

    def __hash__(self):
        return 7

    def __bool__(self):
        self.asked += 1
        return self.value > 0

    def __str__(self):
        self.asked += 1
        parts = []
        for name in vars(self):
            parts.append(name)
        return f"<{self.value:.2f} of {', '.join(parts)}>"


@dataclass
class Pair:
    first: object
    second: float


@case(1.3)
@case(-0.7)
@case(1.3, order=2)
def sorted_by_objects_that_count(x):
    cells = [Cell(x * x), Cell(2 * x), Cell(-x)]
    low, mid, high = sorted(cells)
    cells.sort()
    return low.value + 2 * mid.value * high.value, cells[0].value, sum(c.asked for c in cells)


@case(1.3)
@case(1.3, order=2)
def found_by_objects_that_count(x):
    cells = [Cell(x), Cell(2 * x), Cell(-x)]
    place = cells.index(Cell(2 * x))
    found = cells.count(Cell(x)) + (Cell(x) in cells)
    rest = list(cells)
    rest.remove(Cell(2 * x))
    return cells[place].value ** 2 * found + rest[1].value, [c.asked for c in cells]


@case(1.3)
def written_by_objects_that_count(x):
    cell = Cell(x)
    text = f"{cell!s:>20}" + "%s" % cell + str(cell) + repr(Pair(cell, x))[:4]
    return cell.value ** 2 * (len(text) > 10), cell.asked


@case(1.3)
@case(-1.3)
def asked_for_truth_and_counting(x):
    cell = Cell(x)
    y = cell.value if cell else -cell.value ** 2
    assert cell or not cell
    return y, cell.asked, any([cell, cell])


@case(1.3)
def records_of_objects_compared(x):
    a, b = Cell(x), Cell(x)
    return x * x * (Pair(a, x) == Pair(b, x)), a.asked


class Length:
    """A number with a unit, that Python's functions of numbers take."""

    def __init__(self, metres, scale=1.0):
        self.metres = metres
        self.scale = scale

    def __float__(self):
        return float(self.metres * self.scale)

    def __int__(self):
        return int(self.metres)

    def __complex__(self):
        return complex(self.metres, self.scale)

    def __round__(self, digits=0):
        return Length(round(self.scale, digits) * self.metres, self.scale)

    def __abs__(self):
        return Length(abs(self.metres) * self.metres)

    def __floor__(self):
        return self.metres * 5

    def __trunc__(self):
        return self.metres * 7

    def __add__(self, other):
        return Length(self.metres + (other.metres if isinstance(other, Length) else other))

    __radd__ = __add__

    def __mul__(self, other):
        return Length(self.metres * (other.metres if isinstance(other, Length) else other))

    __rmul__ = __mul__

    def __divmod__(self, other):
        return Length(self.metres / other), self.metres * other

    def __rdivmod__(self, other):
        return Length(other / self.metres), self.metres * other

    def __pow__(self, n, modulus=None):
        return Length(self.metres ** n if modulus is None else self.metres ** n + modulus)

    def __and__(self, other):
        return Length(self.metres * other.metres * 2)

    def __invert__(self):
        return Length(1 / self.metres)

    def __lt__(self, other):
        return self.metres < other.metres

    def __getitem__(self, i):
        return self.metres ** (i + 1)

    def __setitem__(self, i, value):
        self.metres = value * i

    def __contains__(self, value):
        return value < self.metres

    def __call__(self, y):
        return self.metres * y

    def __copy__(self):
        return Length(self.metres ** 2, self.scale)

    def __deepcopy__(self, memo):
        return Length(self.metres ** 3, self.scale)


@case(1.3)
@case(1.3, order=2)
def an_object_taken_for_a_number(x):
    a = Length(x * x, 2.0)
    return float(a) * int(a), complex(a), math.sin(a) + math.hypot(a, 1.0), max([a, Length(x)], key=float).metres


@case(1.3)
@case(1.3, order=2)
def an_inner_object_taken_for_a_number(x):
    class Size:
        def __float__(self):
            return 8 * x * x
    return float(Size())


@case(1.3)
@case(1.3, order=2)
def builtins_up_to_methods(x):
    a = Length(x * x, 2.2)
    quotient, rest = divmod(a, x)
    back, again = divmod(2.0, a)
    return (abs(a).metres, round(a).metres, round(a, 1).metres, math.floor(a), math.trunc(a), quotient.metres * rest,
            back.metres + again, pow(a, 3).metres, pow(a, 3, 5).metres, math.prod([a, a, a]).metres)


@case(1.3)
@case(1.3, order=2)
def operators_as_functions(x):
    a, b = Length(x * x), Length(3 * x)
    operator.setitem(b, 2, x * x)
    return (operator.add(a, x).metres, operator.add(x, a).metres, operator.mul(a, b).metres, operator.and_(a, b).metres,
            operator.invert(a).metres, operator.pow(a, 2).metres, operator.getitem(a, 1), operator.contains(a, 0.1),
            operator.lt(a, b), operator.call(a, x) if hasattr(operator, "call") else a(x),
            functools.reduce(operator.mul, [a, b, a]).metres, list(map(operator.add, [a, b], [b, b]))[1].metres)


@case(1.3)
@case(1.3, order=2)
def operators_as_functions_of_containers(x):
    joined = operator.or_({"a": x}, {"b": x * x})
    rows = operator.iadd([x], [x ** 3])
    operator.setitem(rows, 0, x ** 4)
    return joined["a"] * joined["b"], rows, operator.concat((x,), (2 * x,))


@case(1.3)
@case(1.3, order=2)
def copies_up_to_methods(x):
    a = Length(x, 2.0)
    return copy.copy(a).metres, copy.deepcopy(a).metres


class Probe:
    def __init__(self, x):
        self.x = x

    @property
    def doubled(self):
        self.x = self.x * 2
        return self.x


@case(1.3)
@case(1.3, order=2)
def a_getter_that_changes_by_getattr(x):
    p = Probe(x)
    found = getattr(p, "doubled")
    return p.x * found


@case(1.3)
@case(1.3, order=2)
def special_methods_by_name(x):
    a = math.sin(x)
    row = [3.0]
    list.append(row, x)
    row.__iadd__([x * x])
    held = {}
    dict.__setitem__(held, "a", x ** 3)
    return (x.__add__(2).__mul__(x), float.__sub__(x, 1.0), a.__rsub__(3.0), x.__pow__(3), x.__divmod__(0.4)[1], x.__neg__().__abs__(),
            row.__getitem__(2) * row.__len__(), tuple.__add__((x,), (a,)), held.__getitem__("a"), dict.get(held, "a"),
            row.__iter__().__next__(), x.__lt__(2.0))


@case(np.array([1.3, 0.4]))
@case(np.array([1.3, 0.4]), order=2)
def special_methods_of_arrays_by_name(u):
    v = u.__mul__(u).__add__(1.0)
    v.__isub__(u)
    return np.ndarray.sum(v), u.__matmul__(v), u.__rtruediv__(1.0), u.__neg__(), v.__getitem__(0), np.ndarray.reshape(u, (2, 1)), u.__len__()


class Samples:
    def __init__(self, x):
        self.held = np.array([x, x * x])

    def __array__(self, dtype=None, copy=None):
        return self.held


@case(1.3)
@case(1.3, order=2)
def an_object_taken_for_an_array(x):
    a = Samples(x)
    b = np.asarray(a)
    b[0] = x ** 3
    return np.sin(a).sum() + np.dot(a, np.array([1.0, x])), np.add(a, Samples(x)), a.held


class Key:
    """Is looked at by sorting and grouping, and counts how often it is compared."""

    def __init__(self, x):
        self.x = x
        self.n = 0

    def __lt__(self, other):
        self.n += 1
        return self.x < other.x

    def __eq__(self, other):
        return isinstance(other, Key) and self.x == other.x

    def __hash__(self):
        return hash(self.x)

    def __len__(self):
        return 3

    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return self.x * i


@case(1.3)
def keys_that_count(x):
    keys = {i: Key(x * i) for i in (3, 1, 2)}
    order = sorted([3, 1, 2], key=lambda i: keys[i])
    groups = [(k.x * 2, len(list(v))) for k, v in itertools.groupby([Key(x), Key(x), Key(2 * x)])]
    return order[0] * x, sum(k.n for k in keys.values()), groups, sum(reversed(Key(x))) + max(Key(x))


@case(1.3)
def keys_of_a_cache(x):
    @functools.cache
    def of(key):
        return key.x * x
    a = Key(x)
    return of(a) + of(a), len({k for k in [Key(x), Key(x)]})


class Graded:
    """An object that a comparison changes, that no copy asks for one."""

    def __init__(self, grade, seen):
        self.grade, self.seen = grade, seen

    def __lt__(self, other):
        self.seen[0] = self.seen[0] * other
        return self.grade < other

    def twice(self):
        made = copy.copy(self)
        made.grade = made.grade * 2
        return made

    def __iadd__(self, other):
        before = copy.deepcopy(self)
        self.grade = before.grade * other
        return self


@case(0.7, [1.0, 2.0], np.array([1.0, 2.0]))
def copies_ask_for_no_comparison(x, rows, a):
    g = Graded(x, [rows[0] * x, x * x])
    low = g.twice() < 3.0
    g += rows[1]
    g += a
    return g.grade, g.seen, g.twice().grade, low
