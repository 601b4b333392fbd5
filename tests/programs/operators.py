"""Operators that classes define for themselves."""

import math
import numbers
import operator

import numpy as np

from tests.reference import case

LOG = []


class Vec:
    """A vector of numbers in a list."""

    def __init__(self, *items):
        self.items = list(items)

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        return self.items[i]

    def __setitem__(self, i, value):
        self.items[i] = value

    def __iter__(self):
        return iter(self.items)

    def __contains__(self, value):
        for item in self.items:
            if item == value:
                return True
        return False

    def __add__(self, other):
        result = Vec()
        for i in range(len(self)):
            result.items.append(self[i] + other[i])
        return result

    def __sub__(self, other):
        return self + -other

    def __neg__(self):
        return self * -1

    def __pos__(self):
        return self

    def __mul__(self, k):
        result = Vec()
        for item in self.items:
            result.items.append(item * k)
        return result

    def __rmul__(self, k):
        return self * k

    def __truediv__(self, k):
        return self * (1 / k)

    def __matmul__(self, other):
        total = 0.0
        for i in range(len(self)):
            total += self[i] * other[i]
        return total

    def __iadd__(self, other):
        for i in range(len(self)):
            self[i] += other[i]
        return self

    def __abs__(self):
        return math.sqrt(self @ self)

    def __bool__(self):
        return len(self.items) > 0

    def __eq__(self, other):
        if not isinstance(other, Vec):
            return NotImplemented
        return self.items == other.items

    def __lt__(self, other):
        return abs(self) < abs(other)

    def __repr__(self):
        return f"Vec{tuple(self.items)}"


@case(2.0)
def vector_arithmetic(x):
    a, b = Vec(x, x * x), Vec(1.0, x)
    return (2.0 * a + b * x - a / 4) @ b, abs(a)


@case(2.0)
def vector_returned(x):
    return Vec(x, 2.0) + Vec(x * x, 1.0)


@case(Vec(1.0, 2.0), Vec(3.0, 4.0))
@case(Vec(1.0, 2.0), Vec(3.0, 4.0), wrt=("a", "b"))
def vector_arguments(a, b):
    return (a + b * 2.0) @ a


@case(2.0)
def vector_in_place(x):
    a, b = Vec(x, 1.0), Vec(x * x, x)
    c = a
    a += b
    a += a
    return c @ b, c is a


@case(2.0)
def vector_items(x):
    a = Vec(x, 1.0, 3.0)
    a[1] = x * x
    a[2] += x
    a[0] *= a[1]
    a[-1] -= a[0]
    return a[0] * a[1] + a[2], len(a)


@case(2.0)
def vector_negated(x):
    a = Vec(x, 1.0)
    return (-a) @ a + (+a)[0] * (-(-a))[1]


@case(2.0)
def vector_compared(x):
    a, b = Vec(x, 1.0), Vec(x, 1.0)
    if a == b and a is not b and not a < b and a != Vec(1.0):
        return a @ b
    return x * 7


@case(2.0)
def vector_truth(x):
    a = Vec()
    if not a:
        a.items.append(x)
    return a[0] if a else 0.0


@case(2.0)
def vector_contains(x):
    a = Vec(x, 1.0)
    return x * 3 if 1.0 in a and 5.0 not in a else x


@case(2.0)
def vector_iterated(x):
    total = 0.0
    for item in Vec(x, x * x, 3.0):
        total += item * item
    return total


@case(2.0)
def vector_unpacked(x):
    a, b = Vec(x, x * x)
    return a * b


@case(2.0)
def vector_as_list(x):
    return list(Vec(x, 2.0)), sum(Vec(x, x * x)), tuple(Vec(x))


@case(2.0)
def vector_slice(x):
    return Vec(x, 2.0, x * x)[1:], Vec(x, 2.0, x * x)[::2][0]


@case(2.0)
def vector_printed(x):
    print(Vec(1.0, 2.0))
    return x


@case(2.0)
def sum_of_vectors(x):
    total = Vec(0.0, 0.0)
    for v in [Vec(x, 1.0), Vec(2.0, x), Vec(x, x)]:
        total = total + v
    return total @ Vec(1.0, 2.0)


class Dual:
    """Numbers with their derivative, as in textbooks."""

    def __init__(self, value, slope=0.0):
        self.value = value
        self.slope = slope

    @staticmethod
    def of(x):
        return x if isinstance(x, Dual) else Dual(x)

    def __add__(self, other):
        other = Dual.of(other)
        return Dual(self.value + other.value, self.slope + other.slope)

    __radd__ = __add__

    def __sub__(self, other):
        other = Dual.of(other)
        return Dual(self.value - other.value, self.slope - other.slope)

    def __rsub__(self, other):
        return Dual.of(other) - self

    def __mul__(self, other):
        other = Dual.of(other)
        return Dual(self.value * other.value, self.value * other.slope + self.slope * other.value)

    __rmul__ = __mul__

    def __truediv__(self, other):
        other = Dual.of(other)
        return Dual(self.value / other.value,
                    (self.slope * other.value - self.value * other.slope) / other.value ** 2)

    def __rtruediv__(self, other):
        return Dual.of(other) / self

    def __pow__(self, n):
        result = Dual(1.0)
        for _ in range(n):
            result = result * self
        return result


@case(2.0)
def dual_numbers(x):
    d = Dual(x, 1.0)
    y = 3 * d * d - d / 2 + 1.0 / d - (5 - d) ** 3
    return y.value, y.slope


@case(2.0, may_refuse=True)
def dual_sum(x):
    return sum([Dual(x, 1.0), Dual(x * x), Dual(2.0)]).value


class Metres:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        if isinstance(other, Metres):
            return Metres(self.value + other.value)
        if isinstance(other, numbers.Number):
            return NotImplemented
        return NotImplemented

    def __mul__(self, other):
        if isinstance(other, (int, float)):
            return Metres(self.value * other)
        return NotImplemented

    def __rmul__(self, other):
        return self * other


class Feet:
    def __init__(self, value):
        self.value = value

    def __radd__(self, other):
        return Metres(other.value + self.value * 0.3048)

    def __rmul__(self, other):
        return Feet(self.value * other.value)


@case(2.0)
def reflected_after_not_implemented(x):
    return (Metres(x) + Feet(x * x)).value * (Metres(3.0) * Feet(x)).value


@case(2.0)
def not_implemented_by_both(x):
    try:
        return (Metres(x) + 1.0).value
    except TypeError as e:
        return x * 3, str(e)


class Base:
    def __init__(self, x):
        self.x = x

    def __add__(self, other):
        return self.x + other.x

    def __radd__(self, other):
        return self.x * 100 + other.x


class Derived(Base):
    def __radd__(self, other):
        return self.x * 10 + other.x


@case(2.0)
def subclass_goes_first(x):
    return Base(x) + Derived(x * x), Derived(x) + Base(x * x), Base(x) + Base(3.0)


class Poly:
    """A polynomial by its coefficients."""

    def __init__(self, coefficients):
        self.c = coefficients

    def __call__(self, x):
        result = 0.0
        for c in reversed(self.c):
            result = result * x + c
        return result

    def __mul__(self, other):
        c = np.zeros(len(self.c) + len(other.c) - 1)
        for i in range(len(self.c)):
            for j in range(len(other.c)):
                c[i + j] += self.c[i] * other.c[j]
        return Poly(c)


@case(2.0)
def polynomial_called(x):
    return Poly([1.0, x, 3.0])(x)


@case(np.array([1.0, 2.0, 3.0]))
def polynomial_product(c):
    p = Poly(c) * Poly(c[:2])
    return p(0.5), p.c


class Matrix2:
    def __init__(self, rows):
        self.rows = rows

    def __getitem__(self, ij):
        i, j = ij
        return self.rows[i][j]

    def __setitem__(self, ij, value):
        i, j = ij
        self.rows[i][j] = value

    def __matmul__(self, other):
        result = Matrix2([[0.0, 0.0], [0.0, 0.0]])
        for i in range(2):
            for j in range(2):
                for k in range(2):
                    result[i, j] += self[i, k] * other[k, j]
        return result


@case(2.0)
def matrix_product(x):
    a = Matrix2([[x, 1.0], [2.0, x * x]])
    a[0, 1] = x
    return (a @ a)[1, 0], (a @ a @ a)[0, 1]


class Rows:
    """Its brackets take slices."""

    def __init__(self, rows):
        self.rows = rows

    def __getitem__(self, ij):
        i, j = ij
        return [row[j] for row in self.rows[i]] if isinstance(i, slice) else self.rows[i][j]

    def __setitem__(self, ij, values):
        i, j = ij
        if isinstance(i, slice):
            for row, value in zip(self.rows[i], values):
                row[j] = value
        else:
            self.rows[i][j] = values

    def __delitem__(self, ij):
        i, j = ij
        del self.rows[i][j]


@case(2.0, order=2)
def brackets_with_slices(x):
    m = Rows([[x, 1.0], [2.0, x * x]])
    m[:, 1] = [x, 4.0 * x]
    m[0, :] = [9.0, m[1, 1] * x]
    first, last, back = m[:, 0], m[1:, 1], m[0, ::-1]
    del m[0, :1]
    return m.rows, first, last, back


class Noisy:
    def __init__(self, x):
        self.x = x

    def __add__(self, other):
        LOG.append("add")
        return Noisy(self.x + other.x)

    def __mul__(self, other):
        LOG.append("mul")
        return Noisy(self.x * other.x)

    def __neg__(self):
        LOG.append("neg")
        return Noisy(-self.x)

    def __lt__(self, other):
        LOG.append("lt")
        return self.x < other.x

    def __getitem__(self, i):
        LOG.append("get")
        return self.x * i


@case(2.0, setup=LOG.clear, observe=lambda: list(LOG))
def operators_in_order(x):
    a, b = Noisy(x), Noisy(3.0)
    c = a + b * -a
    d = b + b
    return c[2] * d[1] - (b * b).x if a < b else 0.0


class Counting:
    def __init__(self):
        self.total = 0.0
        self.reads = 0

    def __getitem__(self, x):
        self.total += x
        self.reads += 1
        return self.total

    def __contains__(self, x):
        self.total *= 2
        return True


@case(2.0)
def reading_changes_state(x):
    c = Counting()
    y = c[x] * c[x * x]
    return y + c.total, c.reads


@case(2.0)
def membership_changes_state(x):
    c = Counting()
    c[x]
    if 3 in c:
        return c.total * x
    return x


class Positive:
    def __init__(self, x):
        self.x = x

    def __bool__(self):
        return self.x > 0

    def __float__(self):
        return float(self.x)

    def __hash__(self):
        return 7


@case(2.0)
@case(-2.0)
def truth_of_an_object(x):
    return x * x if Positive(x) else -x


@case(2.0)
def truth_in_boolean_operators(x):
    a, b = Positive(x), Positive(-1.0)
    c = b or a
    return (a and c).x * c.x if not b else x


@case(2.0)
def object_as_key(x):
    p = Positive(1.0)
    return {p: x}[p] * 2


class WithArray:
    __array_ufunc__ = None

    def __init__(self, data):
        self.data = data

    def __rmul__(self, k):
        return WithArray(self.data * k)

    def __radd__(self, other):
        return WithArray(other + self.data)


@case(np.array([1.0, 2.0]))
def array_times_object(u):
    return (u * WithArray(u * u)).data, (u + WithArray(u)).data


class Quaternion:
    __slots__ = ("w", "x", "y", "z")

    def __init__(self, w, x, y, z):
        self.w, self.x, self.y, self.z = w, x, y, z

    def __mul__(self, o):
        return Quaternion(self.w * o.w - self.x * o.x - self.y * o.y - self.z * o.z,
                          self.w * o.x + self.x * o.w + self.y * o.z - self.z * o.y,
                          self.w * o.y - self.x * o.z + self.y * o.w + self.z * o.x,
                          self.w * o.z + self.x * o.y - self.y * o.x + self.z * o.w)

    def conjugate(self):
        return Quaternion(self.w, -self.x, -self.y, -self.z)

    def rotate(self, v):
        return self * v * self.conjugate()


@case(0.3)
def quaternion_rotation(angle):
    q = Quaternion(math.cos(angle / 2), 0.0, math.sin(angle / 2), 0.0)
    r = q.rotate(Quaternion(0.0, 1.0, 2.0, 3.0))
    return r.x, r.y, r.z


def rebound_add(self, other):
    return self.x * other.x


BASE_ADD = Base.__add__


def rebind_add():
    Base.__add__ = rebound_add


def restore_add():
    Base.__add__ = BASE_ADD


@case(2.0, rebinds=(rebind_add,), restore=restore_add)
def operator_rebound(x):
    return Base(x) + Base(x * x)


class Answers:
    def __init__(self, v):
        self.v = v

    def __add__(self, other):
        return self.v * other

    def __neg__(self):
        return -self.v

    def __getitem__(self, i):
        return self.v * i

    def __call__(self, k):
        return self.v * k


class Raises(Answers):
    def __add__(self, other):
        raise TypeError("no sum")

    def __neg__(self):
        raise NotImplementedError

    def __getitem__(self, i):
        raise IndexError(i)

    def __call__(self, k):
        raise ValueError(k)


@case(0.3)
@case(0.3, order=2)
def one_class_always_raises(x):
    o = Raises(x) if x > 1 else Answers(x)
    total = 0.0
    for n in range(3):
        other = Answers(x) if n != 1 else Raises(x)
        try:
            total += other + 2.0
        except TypeError:
            total += 10 * x
    return o + 2.0, -o, o[2], o(3.0), total


@case(1.3, order=2)
def items_by_a_function(x):
    d, rows = {"notes": ["a"], "list": [1.0], "v": x}, [[1.0], [2.0], x]
    operator.getitem(d, "notes").append("b")
    operator.getitem(d, "list").append(x)
    operator.getitem(rows, 0).append(x * x)
    operator.getitem(rows, slice(0, 2))[1].append(x)
    return operator.getitem(d, "v") * len(d["notes"]) * sum(d["list"]), sum(rows[0]) * sum(rows[1]) * rows[2]


@case(1.3)
def lists_by_a_function(x):
    a = operator.add([[1.0]], [[x]])
    a[0].append(x)
    b = operator.mul([[1.0], x], 2)
    b[0].append(x)
    c = operator.iadd([{"a": 1.0}], [x])
    c[0]["a"] = x * x
    d = operator.concat([[1.0]], [x])
    d[0].append(x)
    return sum(a[0]) * sum(b[2]) * b[3], c[0]["a"] * c[1] * sum(d[0])


# NumPy passes a method Python's number for its own, unless the class asks for the operator.

class Reversed:
    def __init__(self, v):
        self.v = v

    def __rmul__(self, other):
        return Reversed(other * self.v)

    def __rsub__(self, other):
        return Reversed(other - self.v)

    def __rmatmul__(self, other):
        return Reversed(other * self.v)

    def __gt__(self, other):
        return self.v > other


class FirstServed(Reversed):
    __array_priority__ = 1000.0


@case(np.array([0.3, 0.7]))
@case(np.array([0.3, 0.7], np.float32))
def numpys_numbers_and_objects(a):
    kinds = [(a[0] * Reversed(3.0)).v, (a[1] - Reversed(0.1)).v, (a[0] @ Reversed(2.0)).v, (a.sum() * FirstServed(3.0)).v]
    return kinds, [type(k).__name__ for k in kinds], (a * FirstServed(0.1)).v, a[1] < Reversed(0.75)
