"""itertools, heapq, functools.reduce, and builtins over iterables."""

import collections
import functools
import heapq
import itertools
import math
import operator
import statistics
from itertools import (
    accumulate,
    chain,
    combinations,
    combinations_with_replacement,
    compress,
    count,
    cycle,
    dropwhile,
    filterfalse,
    groupby,
    islice,
    pairwise,
    permutations,
    product,
    repeat,
    starmap,
    takewhile,
    tee,
    zip_longest,
)

import numpy as np

from tests.reference import case

X3 = [0.7, -1.2, 2.5]
X4 = [0.7, -1.2, 2.5, 0.3]
Y3 = [0.4, -0.9, 1.5]


@case(X4)
def groupby_sign(xs):
    out = []
    for k, g in itertools.groupby(xs, key=lambda x: x > 0):
        out.append((k, sum(g)))
    return out


@case(X4)
def groupby_no_key(xs):
    return [(k * 2, len(list(g))) for k, g in groupby(xs)]


@case(X4)
def groupby_lists(xs):
    groups = [list(g) for _, g in groupby(sorted(xs), key=lambda x: int(x // 1))]
    return [sum(g) * g[0] for g in groups]


@case(X4)
def groupby_sorted_pairs(xs):
    data = sorted((i % 2, x) for i, x in enumerate(xs))
    return {k: sum(x for _, x in g) for k, g in groupby(data, key=lambda p: p[0])}


@case(X4, Y3, wrt=(0, 1))
def merged(xs, ys):
    return list(heapq.merge(sorted(xs), sorted(ys)))


@case(X4, Y3, wrt=(0, 1))
def merged_key(xs, ys):
    return list(heapq.merge(sorted(xs, key=abs), sorted(ys, key=abs), key=abs))


@case(X4, Y3, wrt=(0, 1))
def merged_reverse(xs, ys):
    return list(heapq.merge(sorted(xs, reverse=True), sorted(ys, reverse=True), reverse=True))


@case(X4)
def accumulate_mul(xs):
    return list(accumulate(xs, operator.mul)), list(accumulate(xs, lambda a, b: a * 0.5 + b, initial=xs[0]))


@case(X4)
def accumulate_max(xs):
    return list(accumulate(xs, max)), list(accumulate(xs, initial=100.0)), list(accumulate(xs, math_func))


def math_func(a, b):
    return np.hypot(a, b)


@case(X3)
def products(xs):
    return sum(a * b for a, b in product(xs, repeat=2)) + sum(a * b * c for a, b, c in product(xs, [1.0, 2.0], xs))


@case(X4)
def combos(xs):
    return sum(a * b for a, b in combinations(xs, 2)) + sum(a - b * c for a, b, c in permutations(xs, 3))


@case(X4)
def combos_wr(xs):
    return [a * b for a, b in combinations_with_replacement(xs, 2)]


@case(X4)
def pairs(xs):
    return [b - a for a, b in pairwise(xs)], sum((b - a) ** 2 for a, b in zip(xs, xs[1:]))


@case(X4)
def starmapped(xs):
    return list(starmap(lambda a, b: a * b, zip(xs, xs[1:]))), sum(starmap(pow, [(xs[0], 2), (xs[2], 3)]))


@case(X4, X3, 2.0, wrt=(0, 1, 2))
def longest(xs, ys, fill):
    return [a * b for a, b in zip_longest(xs, ys, fillvalue=fill)]


@case(X3)
def teed(xs):
    a, b = tee(x * x for x in xs)
    next(b)
    return [x * y for x, y in zip(a, b)]


@case([X3, [1.0], []])
def flat(xss):
    return sum(x * x for x in chain.from_iterable(xss)), list(chain(*xss)), list(chain(xss[0], xss[1]))


@case(X3)
def cycled(xs):
    return [x * w for x, w in zip([1.0] * 7, cycle(xs))], list(islice(cycle(xs), 5))


@case(X4)
def dropped(xs):
    return list(dropwhile(lambda x: x > 0, xs)), list(takewhile(lambda x: x > 0, xs)), list(filterfalse(lambda x: x > 0, xs)), list(compress(xs, [1, 0, 1, 1]))


@case(X4)
def compress_active_selectors(xs):
    return list(compress(xs, [x > 0.5 for x in xs])), list(filter(None, xs))


@case(X4)
def reduced(xs):
    return functools.reduce(lambda a, b: a * 0.5 + b, xs), functools.reduce(operator.add, xs, 1.0), functools.reduce(max, xs)


@case(X4)
def reduce_tuples(xs):
    mean, m2, n = functools.reduce(lambda s, x: (s[0] + (x - s[0]) / (s[2] + 1), s[1] + x * x, s[2] + 1), xs, (0.0, 0.0, 0))
    return mean, m2 / n


@case(X4)
def reduce_dict(xs):
    return functools.reduce(lambda d, x: {**d, len(d): x * x}, xs, {})


@case(2.0)
def iter_sentinel(x):
    state = [x]
    def step():
        state[0] = state[0] * 0.5
        return state[0] if state[0] > 0.2 else None
    return sum(iter(step, None))


@case(X4)
def iter_pop(xs):
    ys = list(xs)
    return [y * 2 for y in iter(lambda: ys.pop() if ys else None, None)]


@case(X3)
def map_two(xs):
    return sum(map(operator.mul, xs, xs)), list(map(pow, xs, [2, 3, 2])), list(map(lambda a, b, c: a * b + c, xs, xs[::-1], range(3)))


@case(X4)
def sorted_tuples(xs):
    ps = [(x * x, i, x) for i, x in enumerate(xs)]
    return sorted(ps, key=lambda p: (p[1] % 2, -p[0])), sorted(ps)[0], min(ps), max(ps, key=lambda p: p[2])


@case(X4)
def sorted_itemgetter(xs):
    ps = [(i, x) for i, x in enumerate(xs)]
    return sorted(ps, key=operator.itemgetter(1), reverse=True)


@case(X4)
def min_default(xs):
    return min((x for x in xs if x > 100), default=xs[0]) + max([], default=2.0) * xs[1] + max(xs, key=abs)


@case(X4)
def enumerated(xs):
    return sum(i * x for i, x in enumerate(xs, start=2)) + sum(i * x for i, x in enumerate(reversed(xs), 1))


class Seq:
    def __init__(self, xs):
        self.xs = xs

    def __len__(self):
        return len(self.xs)

    def __getitem__(self, i):
        return self.xs[i] * 2


@case(X4)
def reversed_own(xs):
    s = Seq(xs)
    return [x for x in reversed(s)], list(s), sum(s), max(s)


@case(X4)
def unzip_pairs(xs):
    ps = [(x, x * x) for x in xs]
    a, b = zip(*ps)
    return sum(p * q for p, q in zip(a, b)), a[0], b


@case(X4)
def dict_zip(xs):
    d = dict(zip("abcd", xs))
    e = dict(zip(range(4), map(lambda x: x * x, xs)))
    return d["a"] * e[3], d


@case(X3)
def transposed(xs):
    m = [xs, [x * 2 for x in xs]]
    return list(map(list, zip(*m))), [sum(col) for col in zip(*m)]


@case(X4)
def nsmallest(xs):
    return heapq.nsmallest(2, xs), heapq.nlargest(2, xs, key=abs)


@case(X4)
def heap_of_pairs(xs):
    h = []
    for i, x in enumerate(xs):
        heapq.heappush(h, (x * x, i))
    out = []
    while h:
        v, i = heapq.heappop(h)
        out.append(v * i)
    return out


@case(X4)
def sliding(xs):
    w = collections.deque(maxlen=2)
    out = []
    for x in xs:
        w.append(x)
        if len(w) == 2:
            out.append(w[0] * w[1])
    w.rotate(1)
    return out, list(w)


@case(X4)
def partial_map(xs):
    f = functools.partial(lambda k, x: k * x, xs[0])
    return list(map(f, xs)), list(map(functools.partial(pow, 2.0), xs))


@case(X4)
def sum_start(xs):
    return sum(xs, start=xs[0]), sum([[x] for x in xs], []), sum((), xs[1])


@case(X4)
def max_of_args(xs):
    return max(*xs), min(xs[0], xs[1], xs[2]), max(xs[0], 0), max(map(abs, xs)), max((x * x, i) for i, x in enumerate(xs))[1]


@case(X4)
def repeat_count(xs):
    return list(map(operator.mul, xs, repeat(2.0))), [x * y for x, y in zip(xs, count(1))], list(islice(count(xs[0], xs[1]), 3)), list(repeat(xs[0], 2))


@case(X4)
def nested_zip(xs):
    return sum(a * (b + c) for a, (b, c) in zip(xs, zip(xs[1:], xs[2:])))


@case(X4)
def zip_enumerate(xs):
    return [i * a * b for i, (a, b) in enumerate(zip(xs, reversed(xs)))]


@case(X4)
def any_positive(xs):
    return next((i for i, x in enumerate(xs) if x < 0), None), next(filter(lambda x: x < 0, xs)), next(iter(xs))


@case(X3)
def iterator_protocol(xs):
    it = iter(xs)
    total = 0.0
    for x in it:
        total += x * next(it, 1.0)
    return total


@case(X4)
def chunks(xs):
    it = iter(xs)
    return [a * b for a, b in zip(it, it)]


@case(X4)
def grouper(xs):
    args = [iter(xs)] * 2
    return [a * b for a, b in zip(*args)]


@case(X4)
def grouper_longest(xs):
    args = [iter(xs)] * 3
    return [sum(g) for g in zip_longest(*args, fillvalue=0.0)]


@case(X4)
def count_active(xs):
    c = collections.Counter(int(x > 0) for x in xs)
    return c[1] * xs[0]


@case(X4)
def methodcaller(xs):
    return sum(map(operator.methodcaller("conjugate"), xs)), list(map(float, xs)), list(map(str, xs))[0][:1]


class Twice:
    """An iterator of its own, over constants."""

    def __init__(self):
        self.at = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.at += 1
        if self.at > 2:
            raise StopIteration
        return float(self.at)


@case(0.7, order=2)
def iterators_of_constants_beside_active_values(x):
    constants = [1.0, 2.0]
    return (math.dist((a for a in constants), [x, x * x]), math.dist([x, x * x], map(float, constants)),
            sum((a for a in constants), x), math.prod(iter(constants), start=x), math.dist(Twice(), [x, 1.0]),
            sum(Twice(), x))


@case(0.7, order=2)
def statistics_of_iterators(x):
    constants = [1.0, 2.0]
    return (statistics.mean(a * x for a in constants), statistics.stdev(a**2 * x for a in constants),
            statistics.geometric_mean(map(lambda a: a * x, constants)))


@case(0.7, order=2)
def containers_filled_by_iterators_of_constants(x):
    values = [x]
    values.extend(a for a in [1.0, 2.0])
    values += Twice()
    values[0:1] = map(lambda k: k * x, iter([3.0, 4.0]))
    named = {}
    named.update((str(k), x * k) for k in Twice())
    named.update(zip("pq", Twice()))
    return values, named, [*Twice(), x]


@case(0.7, order=2)
def dicts_gone_through_by_their_keys(x):
    d = {1.0: x, 2.0: x * x}
    values = [x]
    values.extend(d)
    values += d
    values[0:1] = d
    holder = {"a": x}
    holder["m"] = {}
    holder["m"]["q"] = 2.0
    return (values, math.fsum(d) * x, math.dist(d, [x, x]), math.prod(d) * x, sum(d) * x, max(d) * x, max(*d), min(d),
            math.hypot(*d) * x, list(zip(d, [x, x])), list(enumerate(d)), statistics.mean(d) * x, [*d, x],
            list(collections.deque(d)), sum(k * v for k, v in d.items()), holder)


def doubled_after(v):
    yield v
    yield v * 2


@case(np.array([1.0, 2.0]))
@case(np.array([1.0, 2.0]), order=2)
def chains_of_arrays_and_iterators(a):
    kept = filter(None, [a[0], a[1]])
    return (sum(itertools.chain(doubled_after(a[0]), a)), sum(itertools.chain(iter(range(3)), a)),
            sum(itertools.chain(a, iter(range(3)))), sum(itertools.chain(kept, a)),
            list(itertools.chain(a, [1.0], doubled_after(a[1]))), list(itertools.chain(a, doubled_after(1.0))))


@case(1.3, order=2)
def constants_unpacked_into_what_is_active_elsewhere(x):
    a = b = x
    items, record, i = [x, x, x], Kept(), 0
    a, *b = (2.0 * i for i in (1, 2, 3))
    total = a * x + b[1] * x
    record.n, items[0] = map(float, (4, 5))
    (a, items[1]), c = (1.0 * i for i in (6, 7)), 2.0
    a, b = kept = iter([8.0, 9.0])
    i, items[i] = (v for v in (2, 3.0))
    items[i], i = (v for v in (5.0, 1))
    total += a * b * x * record.n + c + items[i] + len(list(kept))
    a = b = x
    return total * a * b, items, record.n


class Kept:
    pass


@case(1.3, order=2)
def lists_and_dicts_that_take_other_collections_in_place(x):
    items, named = [x], {"a": x}
    items += named.values()
    items += (x, 2)
    items += {3.0: x}
    for more in [(x,), {1.0: x}, [x * x]]:
        items += more
    named |= [("b", x * x)]
    try:
        items = items + {1.0: x}
    except TypeError:
        items.append(x * 3)
    return items, named


def normalized_and_means(params):
    weights = params["weights"]
    return weights - weights.sum(), params["means"]


@case({"weights": np.array([0.3, 1.2]), "means": np.array([[0.5, 1.5], [2.5, 0.7]])}, order=2)
def parts_of_parameters_in_step(params):
    """What the dict holds is not known before the first call."""
    return [w * m.sum() for w, m in zip(*normalized_and_means(params))]
