"""Generators, iterators, itertools, and functions that are handed functions to call on items."""

import functools
import itertools
import math
import operator

import numpy as np

from tests.reference import case

X3 = [0.7, -1.2, 2.5]
A3 = np.array(X3)
A23 = np.array([[1.0, -0.5, 2.0], [0.3, 1.7, -1.1]])


def square(x):
    return x * x


def negative(x):
    return -x


def is_positive(x):
    return x > 0


def mix(a, b):
    return a * 2 + a * b


def squares(xs):
    for x in xs:
        yield x * x


def counted(xs):
    i = 0
    for x in xs:
        yield i, x * i
        i += 1


def positions(xs):
    for i, x in enumerate(xs):
        if x > 0:
            yield i


def walk(tree):
    if isinstance(tree, list):
        for part in tree:
            yield from walk(part)
    else:
        yield tree * tree


def newton(a):
    x = a
    while True:
        x = 0.5 * (x + a / x)
        yield x


def scaling(a):
    for i in range(len(a)):
        a[i] *= 2
        yield a[i]


def with_cleanup(xs, log):
    try:
        for x in xs:
            yield x * 2
    finally:
        log.append(1.0)


def nothing(xs):
    return
    yield xs


def take_two(items):
    return next(items) * next(items)


def consume(items):
    total = 0.0
    for x in items:
        total += x
    return total


def make_iterator(xs):
    return iter([x * 3 for x in xs])


# -- generator functions

@case(X3)
@case(A3)
@case([])
def for_over_generator(xs):
    total = 0.0
    for y in squares(xs):
        total += y
    return total


@case(X3)
def list_of_generator(xs):
    return list(squares(xs)), tuple(squares(xs)), sum(squares(xs)), max(squares(xs))


@case(X3)
def generator_of_tuples(xs):
    total = 0.0
    for i, y in counted(xs):
        total += i * y
    return total


@case(X3)
def generator_of_indices(xs):
    total = 0.0
    for i in positions(xs):
        total += xs[i] ** 2
    return total, list(positions(xs))


@case([1.0, [2.0, [3.0, 0.5]], []])
def recursive_generator(tree):
    return sum(walk(tree)), list(walk(tree))


@case(9.0)
def infinite_generator(a):
    for x in newton(a):
        if abs(x * x - a) < 1e-12:
            return x


@case(A3)
def generator_that_writes(a):
    total = 0.0
    for y in scaling(a):
        total += y * a[-1]
    return total


@case(X3)
def generator_with_cleanup(xs):
    log = []
    ys = []
    for y in with_cleanup(xs, log):
        ys.append(y)
    return ys, log


@case(X3)
def empty_generator(xs):
    return list(nothing(xs)), sum(nothing(xs)), xs[0]


@case(X3)
def next_of_generator(xs):
    ys = squares(xs)
    a = next(ys)
    b = next(ys)
    return a - 2 * b, next(ys), next(ys, 0.0), next(ys, xs[0])


@case(X3)
def generator_handed_on(xs):
    return take_two(squares(xs)), consume(squares(xs)), consume(xs)


@case(X3)
def generator_of_generator(xs):
    return list(squares(squares(xs)))


@case(X3)
def generator_in_a_comprehension(xs):
    return [y * y for y in squares(xs)], [math.exp(y) for y in squares(xs) if y < 2]


@case(X3)
def two_generators_in_step(xs):
    total = 0.0
    for a, b in zip(squares(xs), squares(xs[1:])):
        total += a * b
    return total


@case(X3)
def generator_numbered(xs):
    return [i * y for i, y in enumerate(squares(xs), 1)]


@case(X3)
def generator_in_step_with_list(xs):
    total = 0.0
    for y, x in zip(squares(xs), xs):
        total += x * y
    return total


@case(X3)
def interleaved_effects(xs):
    log = []

    for y in logged(xs, log):
        log.append(y)
    return log


def logged(xs, log):
    for x in xs:
        log.append(x)
        yield x * x


@case(X3)
def broken_off(xs):
    ys = squares(xs)
    for y in ys:
        break
    return y, list(ys)


@case(X3)
def unpacked_generator(xs):
    a, b, c = squares(xs)
    first, *rest = squares(xs)
    return a * b * c, first, rest


@case(X3)
def starred_generator(xs):
    return [*squares(xs), 1.0], max(*squares(xs)), mix(*list(squares(xs[:2])))


@case(X3)
def generator_stored_in_list(xs):
    gens = [squares(xs), squares(xs[:2])]
    total = 0.0
    for g in gens:
        for y in g:
            total += y
    return total


@case(X3)
def generator_chosen(xs):
    ys = squares(xs) if xs[0] > 0 else iter(xs)
    return sum(ys)


@case(X3)
def generator_of_constants_or_not(xs):
    ys = squares([1.0, 2.0])
    if xs[0] > 0:
        ys = squares(xs)
    return sum(ys) * xs[1]


@case(X3)
def iterator_or_none(xs):
    ys = None
    if xs[0] > 0:
        ys = iter(xs)
    return next(ys) if ys is not None else 0.0


@case(X3)
def values_only(xs):
    ys = squares(xs)
    n = len(list(squares(xs)))
    return any(y > 3 for y in ys), n, xs[0], 4.0 in squares(xs)


@case(X3)
def any_of_a_generator(xs):
    ys = squares(xs)
    found = any(ys)
    return found, list(ys)


# -- generator functions differentiated themselves

@case(X3, order=2)
def second_order(xs):
    return sum(squares(xs)) * sum(x**3 for x in xs)


@case(X3, order=2)
def second_order_iterator(xs):
    it = iter(xs)
    return next(it) * sum(y * y for y in it)


# -- iterators

@case(X3)
@case(A3)
def iter_and_next(xs):
    it = iter(xs)
    first = next(it)
    total = first
    for x in it:
        total = total * 2 + x
    return total


@case(X3)
def iterator_of_iterator(xs):
    it = iter(xs)
    same = iter(it)
    return next(it) - 2 * next(same)


@case(X3)
def next_with_default(xs):
    it = iter(xs[:1])
    a = next(it, 5.0)
    b = next(it, 5.0)
    c = next(iter(xs[:0]), xs[2])
    return a * b * c


@case(X3)
def next_of_filter(xs):
    return next(x * x for x in xs if x < 0), next((x for x in xs if x > 100), xs[0])


@case(X3)
def stops(xs):
    it = iter(xs)
    total = 0.0
    try:
        while True:
            total += next(it) ** 2
    except StopIteration:
        return total


@case(X3)
def iterator_made_elsewhere(xs):
    total = 0.0
    for x in make_iterator(xs):
        total += x * x
    return total


@case(X3)
def zip_object(xs):
    pairs = zip(xs, xs[1:])
    total = 0.0
    for a, b in pairs:
        total += a * b
    return total


@case(X3)
def zip_object_with_constants(xs):
    pairs = zip(xs, range(3), "abc")
    a, i, s = next(pairs)
    return a * (i + 2), s, list(pairs)


@case(X3)
def zip_of_an_iterator_with_itself(xs):
    it = iter(xs + [1.0])
    return [a * b for a, b in zip(it, it)]


@case(X3)
def zip_whole(xs):
    return list(zip(xs, xs[1:])), dict(zip("abc", xs)), tuple(zip(xs, [1, 2, 3]))


@case(X3)
def zip_unzipped(xs):
    points = [(x, x * x) for x in xs]
    us, vs = zip(*points)
    return sum(us) * vs[0], list(zip(*points))


@case([[1.0, 2.0], [3.0, 4.0]])
def zip_star_in_a_loop(rows):
    total = 0.0
    for a, b in zip(*rows):
        total += a * b
    return total


@case(X3)
def enumerate_object(xs):
    numbered = enumerate(xs, 3)
    i, x = next(numbered)
    total = i * x
    for i, x in numbered:
        total += i * x
    return total, list(enumerate(xs))


@case(X3)
def reversed_object(xs):
    back = reversed(xs)
    return next(back), list(back), list(reversed(xs))


@case({"a": 1.0, "b": 2.0})
def views(d):
    values = d.values()
    items = d.items()
    total = sum(values)
    for v in values:
        total *= v
    for k, v in items:
        total += v * v
    return total, list(values), list(items), max(values), len(items)


@case(X3)
def strict_zip_of_iterators(xs):
    return [a * b for a, b in zip(iter(xs), iter([1.0, 2.0, 3.0]), strict=True)]


@case(X3)
def strict_zip_raises(xs):
    try:
        for a, b in zip(xs, [1.0], strict=True):
            last = a * b
    except ValueError as error:
        return last, str(error)


@case(X3)
def iterator_extends(xs):
    ys = [1.0]
    ys.extend(squares(xs))
    ys += squares(xs)
    ys[1:2] = squares(xs)
    return ys


# -- generator expressions that live on

@case(X3)
def lazy(xs):
    ys = (x * x for x in xs)
    total = 0.0
    for y in ys:
        total += y
    return total


@case(X3)
def lazy_with_calls(xs):
    ys = (math.exp(x) * x for x in xs if x > -5)
    return next(ys), sum(ys)


@case(X3)
def lazy_of_helper(xs):
    for y in (square(x) for x in xs):
        xs[0] += y
    return xs


@case(X3, 2.0, wrt=(0, 1))
def lazy_reads_what_is_rebound(xs, w):
    ys = (w * x for x in xs)
    w = w * w
    return sum(ys)


@case(X3, 2.0, wrt=1)
def lazy_reads_what_becomes_active(xs, w):
    k = 3.0
    ys = (k * x for x in xs)
    k = w * w
    return sum(ys)


@case(X3, 2.0, wrt=1)
def lazy_reads_what_becomes_an_array(xs, w):
    k = w
    ys = [(k * x for x in xs)]
    k = np.array([w, 2 * w])
    return sum(ys[0])


@case(X3)
def lazy_chain(xs):
    a = (x * x for x in xs)
    b = (y + 1 for y in a)
    c = (math.sin(z) for z in b if z > 1.5)
    return list(c)


@case(X3)
def lazy_interleaves(xs):
    log = []
    for y in (note(log, x) for x in xs):
        log.append(2 * y)
    return log


def note(log, x):
    log.append(x)
    return x * x


@case(X3)
def lazy_nested(xs):
    return [sum(row) for row in ([x * y for y in xs] for x in xs)]


@case(X3)
def lazy_two_fors(xs):
    ys = (x * y for x in xs for y in xs if y > x)
    return list(ys)


# -- functions over iterables

@case(X3)
@case(A3)
def mapped(xs):
    return list(map(square, xs)), sum(map(math.exp, xs)), list(map(mix, xs, xs[1:]))


@case(X3)
def mapped_in_a_loop(xs):
    total = 0.0
    for y in map(square, xs):
        total += y
    return total


@case(X3)
def filtered(xs):
    return list(filter(is_positive, xs)), sum(filter(None, xs))


@case(X3)
def reduced(xs):
    return (functools.reduce(mix, xs), functools.reduce(operator.mul, xs, 1.0), functools.reduce(mix, xs, xs[0]))


@case([])
def reduced_nothing(xs):
    return functools.reduce(mix, xs, 2.0)


@case([])
def reduced_nothing_raises(xs):
    try:
        return functools.reduce(mix, xs)
    except TypeError as error:
        return str(error)


@case(X3)
def sorted_by_key(xs):
    return sorted(xs, key=square), sorted(xs, key=negative, reverse=True), sorted(xs, key=None)


@case(X3)
def sorted_things(xs):
    return sorted(square(x) for x in xs), sorted(map(square, xs)), sorted((x, 1) for x in xs)


@case([(1.0, 2.0), (3.0, -1.0)])
def sorted_tuples(points):
    return sorted(points, key=sum), sorted(points)


@case(X3)
def extremes_by_key(xs):
    return max(xs, key=square), min(xs, key=square), max(xs[0], xs[1], key=abs)


@case([])
def extremes_of_nothing(xs):
    return max(xs, default=1.0), min(xs, key=square, default=2.0)


@case(X3, [])
def extremes_with_active_default(xs, ys):
    return max(ys, key=square, default=xs[0]), min(xs, key=square, default=xs[0])


@case([2.0, -2.0], seeds={"xs": [1.0, 0.5]}, expected=(1.0, 1.0, [1.0, 0.5]))
def first_of_a_tie(xs):
    return max(xs, key=abs), min(xs, key=abs), sorted(xs, key=abs)


# -- itertools

@case(X3)
def chained(xs):
    return (list(itertools.chain(xs, [1.0], squares(xs))), sum(itertools.chain.from_iterable([xs, xs])),
            [x for x in itertools.chain(xs, xs)])


@case(X3)
def sliced(xs):
    return (list(itertools.islice(xs, 2)), list(itertools.islice(xs, 1, None)),
            list(itertools.islice(squares(xs), 0, 3, 2)))


@case(9.0)
def sliced_infinite(a):
    return list(itertools.islice(newton(a), 4))


@case(X3)
def sliced_leaves_the_rest(xs):
    it = iter(xs)
    head = list(itertools.islice(it, 1))
    return head, list(it)


@case(X3)
def accumulated(xs):
    return (list(itertools.accumulate(xs)), list(itertools.accumulate(xs, operator.mul)),
            list(itertools.accumulate(xs, mix, initial=1.0)))


@case(X3)
def paired(xs):
    return sum(a * b for a, b in itertools.pairwise(xs))


@case(X3)
def combined(xs):
    return (sum(a * b for a, b in itertools.combinations(xs, 2)),
            sum(a * b for a, b in itertools.product(xs, repeat=2)),
            sum(a - 2 * b for a, b in itertools.permutations(xs, 2)),
            sum(a * b for a, b in itertools.combinations_with_replacement(xs, 2)))


@case(X3)
def combined_indices(xs):
    total = 0.0
    for i, j in itertools.combinations(range(len(xs)), 2):
        total += xs[i] * xs[j]
    for i, j in itertools.product(range(2), range(3)):
        total += i * xs[j]
    return total


@case([], [])
@case(X3, [1.0, 2.0])
def product_of_two(xs, ws):
    total = 0.0
    for x, w in itertools.product(xs, ws):
        total += x * x * w
    return total


@case(X3)
def starmapped(xs):
    return list(itertools.starmap(mix, zip(xs, xs[1:])))


@case(X3)
def while_it_holds(xs):
    return list(itertools.takewhile(is_positive, xs)), list(itertools.dropwhile(is_positive, xs))


@case(X3)
def filtered_out(xs):
    return list(itertools.filterfalse(is_positive, xs)), list(itertools.compress(xs, [1, 0, 1]))


@case(X3)
def longest(xs):
    return list(itertools.zip_longest(xs, xs[:1], fillvalue=0.0))


@case(X3)
def cycled(xs):
    total = 0.0
    for i, x in zip(range(7), itertools.cycle(xs)):
        total += i * x
    return total


@case(2.1)
def counted_up(x):
    total = 0.0
    for y in itertools.count(x, 0.5):
        if y > 4:
            break
        total += y * y
    return total, list(itertools.repeat(x, 3))


# -- an iterator or a container

@case(X3)
@case([-1.0, 2.0])
def iterator_or_list(xs):
    ys = xs
    if xs[0] > 0:
        ys = squares(xs)
    return sum(ys)


@case(X3)
def iterator_or_list_in_a_loop(xs):
    ys = iter(xs) if len(xs) > 1 else [x * 2 for x in xs]
    total = 0.0
    for y in ys:
        total += y * y
    zs = squares(xs) if len(xs) < 2 else (xs[0], 3.0)
    return total, list(zs)


@case(0.7)
def tee_of_a_list(x):
    a, b = itertools.tee([x, x * x, 3.0])
    next(b)
    return sum(p * q for p, q in zip(a, b))


@case(0.7)
def tee_of_a_generator(x):
    a, b, c = itertools.tee((v * v for v in (x, 2.0, x)), 3)
    return sum(a) * max(b) + sum(v for v in c)
