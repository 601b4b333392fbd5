"""Functions that always raise, after they changed something: the change counts, in value and tangent."""

import numpy as np

from tests.reference import case


class Stop(Exception):
    pass


def fail(v):
    raise ValueError("no")


def grow_and_fail(items, x):
    items.append(2 * x)
    items[0] *= x
    raise ValueError("no")


def square_and_fail(a):
    a *= a
    raise KeyError("k")


@case(1.5)
def what_was_taken_out_for_it(x):
    items = [x, x * x]
    try:
        fail(items.pop())
    except ValueError:
        pass
    return items


@case(1.5)
def list_grown_by_it(x):
    items = [x]
    try:
        grow_and_fail(items, x)
    except ValueError:
        pass
    try:
        y = grow_and_fail(items, x) * 3
    except ValueError as e:
        y = len(str(e))
    return items, y


@case(np.ones(2) * 3)
def array_squared_by_it(a):
    try:
        if square_and_fail(a):
            a += 1
    except KeyError:
        a += a[0]
    try:
        return square_and_fail(a)
    except KeyError:
        pass
    return a


def sets_and_fails(x, a):
    a[0] = x * a[1]
    square_and_fail(a)


@case(1.5, np.array([2.0, 3.0]), wrt=(0, 1))
def through_two_calls(x, a):
    try:
        sets_and_fails(x, a)
    except KeyError:
        pass
    return a


@case(1.5)
def raised_by_an_inner_function(x):
    items = [x]
    y = x

    def step():
        nonlocal y
        y = y * x
        items.append(y)
        raise Stop
    for _ in range(3):
        try:
            while step():
                pass
        except Stop:
            y = y + 1
    return y, items


@case(1.5)
def raised_at_the_end_of_a_recursion(x):
    items = [x, 2 * x]

    def descend(n):
        items[0] *= x
        if n == 0:
            raise Stop
        descend(n - 1)
    try:
        descend(3)
    except Stop:
        pass
    return items


@case(1.5)
@case(-1.5)
def in_one_branch_of_an_expression(x):
    items = [x]
    try:
        y = x * x if x > 0 else fail(x)
    except ValueError:
        y = x
    try:
        y = y * x if x > 0 else grow_and_fail(items, x)
    except ValueError:
        y = x + y
    try:
        z = x > 0 and items[0] * 2 or grow_and_fail(items, x)
    except ValueError:
        z = x * 3
    return y, z, items


def returned_or_raised(x, items):
    return x * x if x > 0 else grow_and_fail(items, x)


@case(1.5)
@case(-1.5)
def in_one_branch_that_is_returned(x):
    items = [x]
    try:
        y = returned_or_raised(x, items)
    except ValueError:
        y = x
    return y, items


@case(1.5)
def in_every_place_of_a_statement(x):
    items = [x, 2 * x, 3 * x]
    out = []
    for k in range(9):
        try:
            if k == 0:
                [items.pop(), grow_and_fail(items, x)]
            elif k == 1:
                items[grow_and_fail(items, x)] = x
            elif k == 2:
                items[0] += grow_and_fail(items, x)
            elif k == 3:
                a, b = items.pop(), grow_and_fail(items, x)
            elif k == 4:
                raise KeyError(grow_and_fail(items, x))
            elif k == 5:
                items.append([grow_and_fail(items, x), 1])
            elif k == 6:
                {1: items.pop(), 2: -grow_and_fail(items, x) * items.pop()}
            elif k == 7:
                y = items.pop() < grow_and_fail(items, x) < items.pop()
            else:
                assert grow_and_fail(items, x)
        except ValueError:
            out.append(items[-1] * k)
    return out, items


@case(1.5)
def in_comprehensions(x):
    items = [x]
    for k in range(4):
        try:
            if k == 0:
                [grow_and_fail(items, v) for v in [x, x]]
            elif k == 1:
                sum(grow_and_fail(items, v) for v in [x, x])
            elif k == 2:
                {k: grow_and_fail(items, v) for v in [x, x]}
            else:
                list(map(lambda v: grow_and_fail(items, v), [x, x]))
        except ValueError:
            items[0] += 1
    return items


class Account:
    def __init__(self, v):
        self.v = v
        self.n = 0

    def add(self, w):
        self.v += w
        self.n += 1
        raise Stop("x")


class Quiet(Account):
    def add(self, w):
        self.v *= w
        return self.v


class Refusing:
    def __init__(self, v, items):
        items.append(v)
        raise Stop


@case(1.5)
def in_methods(x):
    a = Account(x)
    for i in range(3):
        try:
            a.add(x * i)
        except Stop as e:
            a.n += len(str(e))
    return a


@case(1.5)
def in_the_method_of_one_of_two_classes(x):
    out = []
    for a in (Account(x), Quiet(x), Account(2 * x)):
        try:
            out.append(a.add(x))
        except Stop:
            out.append(a.v)
    return out


@case(1.5)
def in_a_constructor(x):
    items = []
    try:
        Refusing(x, items)
    except Stop:
        pass
    try:
        items = Refusing(x * x, items).items
    except Stop:
        pass
    return items


@case(1.5)
def chain_that_does_not_come_to_it(x):
    items = [x]
    if 5 < x < fail(x):
        x = x * 2
    try:
        if 1 < x < grow_and_fail(items, x):
            x = x * 2
    except ValueError:
        x = x * 4
    if 3 < x < (y := x * 2) < y * x:
        x = x * y
    return x, items


class Loud(Account):
    def add(self, w):
        self.v -= 2 * w
        raise Stop("y")


@case(1.5)
def in_the_methods_of_all_classes(x):
    out = []
    for a in (Account(x), Loud(x)):
        try:
            a.add(x * x)
        except Stop:
            out.append(a.v)
    return out


def run(f):
    return f()


@case(1.5)
def handed_on_as_a_function(x):
    items = [x]
    try:
        run(lambda: grow_and_fail(items, x))
    except ValueError:
        pass
    return items


@case(1.5)
def carrying_a_value_out_of_an_expression(x):
    def fails(y):
        raise ValueError(y * x)
    try:
        return x + fails(x)
    except ValueError as error:
        return error.args[0]


@case(1.5)
def condition_that_raises_in_a_loop_with_a_break(x):
    items, k = [x], 0

    def step():
        items.append(items[-1] * x)
        raise Stop
    while True:
        if k > 2:
            break
        k += 1
        try:
            while step():
                pass
        except Stop:
            items[0] += x * x
    return items
