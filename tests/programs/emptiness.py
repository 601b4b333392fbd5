"""Containers that hold nothing: loops that never turn, iterators that give nothing."""

import functools
import itertools
from dataclasses import dataclass, field

import numpy as np

from tests.reference import case


def squares(xs):
    for x in xs:
        yield x * x


@case([])
@case(())
@case(np.zeros(0))
def generators_in_step(xs):
    total = 0.0
    for a, b in zip(squares(xs), squares(xs[1:])):
        total += a * b
    return total, list(zip(squares(xs), xs)), list(enumerate(squares(xs)))


@case([1.5], [])
@case([], [1.5])
@case(np.zeros(0), [])
def starred_targets(xs, ys):
    total = 0.0
    for a, *b in zip(ys, xs, ys):
        total += a * b[0] * b[1]
    for (a, *b), c in zip(ys, xs):
        total += c
    return total


@case([])
@case(())
def comprehensions_over_nothing(xs):
    return [*zip(xs, (2 * x for x in xs))], [x * x for x in xs], {i: x for i, x in enumerate(xs)}, next(iter(xs), 2.0)


@case([])
@case([1.5])
def operations(xs):
    ys = [*xs, *xs]
    first, *rest = [1.0, *xs]
    return sum(xs), sorted(xs), list(reversed(xs)), xs + ys, xs * 2, tuple(xs), first, rest, max(xs, default=0.5)


@case({})
@case({"b": 1.5})
def dicts(d):
    total = 0.0
    for k, v in d.items():
        total += v * len(k)
    for v in d.values():
        total += v
    return total, {**d, "a": 1.0}, d.get("a", 2.0), {k: v * v for k, v in d.items()}, d | {"c": total}


@case([])
def of_itertools(xs):
    return (functools.reduce(lambda p, q: p * q, xs, 1.0), list(itertools.accumulate(xs)), list(map(lambda x: x * x, xs)),
            list(itertools.chain(xs, xs)), list(itertools.combinations(xs, 2)), list(itertools.zip_longest(xs, [1.0])),
            [(k, list(g)) for k, g in itertools.groupby(xs)], list(itertools.starmap(lambda a, b: a * b, zip(xs, xs))))


@case([[]])
@case([[], [1.5]])
def empty_rows(rows):
    return sum(sum(r) for r in rows), [[x * x for x in r] for r in rows], [list(c) for c in zip(*rows)]


@case({"a": [], "b": {}, "c": ()})
def filled_later(d):
    d["a"].append(2.0)
    d["b"]["x"] = 1.0
    return sum(d["a"]), d["c"] + (1.0,), d["b"]


@dataclass
class Record:
    items: list = field(default_factory=list)
    table: dict = field(default_factory=dict)


@case(Record())
@case(Record([1.5], {"a": 0.5}))
def empty_record(r):
    return sum(r.items) + sum(r.table.values()), [x * x for x in r.items]


@case(1.5, Record())
def record_filled(x, r):
    r.items.append(x)
    r.table["a"] = x * x
    return sum(r.items) * r.table["a"]


@case([], 1.5)
@case([], 1.5, wrt=(0, 1))
def grows_after_the_iterator_is_made(xs, x):
    pairs, numbered = zip((v for v in xs), xs), enumerate(v * v for v in xs)
    xs.append(x)
    return [a * b for a, b in pairs], list(numbered)
