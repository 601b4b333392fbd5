"""Python functions that are read in place of C's over iterables: `map`, `reduce`, `itertools`, ...

Each asks its iterables for their items, and calls what it is given, as often and
in the same order as the one that it stands for.
"""

import contextlib
import functools
import itertools
import types

from s2sad.errors import DifferentiationError
from s2sad.frontend.wrappers import defined
from s2sad.rules.registry import stands_for


@stands_for(map)
def map_(function, iterable, *others):
    if others:
        for arguments in zip(iterable, *others):
            yield function(*arguments)
    else:
        for item in iterable:
            yield function(item)


@stands_for(filter)
def filter_(function, iterable):
    for item in iterable:
        if item if function is None else function(item):
            yield item


@stands_for(itertools.filterfalse)
def filterfalse(predicate, iterable):
    for item in iterable:
        if not (item if predicate is None else predicate(item)):
            yield item


@stands_for(functools.reduce)
def reduce(function, iterable, *initial):
    items = iter(iterable)
    if initial:
        total = initial[0]
    else:
        for total in items:
            break
        else:
            raise TypeError("reduce() of empty iterable with no initial value")
    for item in items:
        total = function(total, item)
    return total


@stands_for(dict.fromkeys)
def fromkeys(iterable, value=None, /):
    made = {}
    for key in iterable:
        made[key] = value
    return made


@stands_for(sorted)
def sorted_(iterable, /, *, key=None, reverse=False):
    items = list(iterable)
    keys = items if key is None else [key(item) for item in items]
    order = sorted(range(len(keys)), key=lambda i: keys[i], reverse=reverse)
    return [items[i] for i in order]


class Compared:
    """What the key that `functools.cmp_to_key(compare)` is makes of an item."""

    def __init__(self, compare, item):
        self.compare = compare
        self.item = item

    def __lt__(self, other):
        return self.compare(self.item, other.item) < 0

    def __gt__(self, other):
        return self.compare(self.item, other.item) > 0


@stands_for(functools.cmp_to_key)
def cmp_to_key(mycmp):
    return lambda item: Compared(mycmp, item)


@stands_for(types.MethodType)
def method(function, instance, /):
    return lambda *args, **options: function(instance, *args, **options)


def sort(items, /, *, key=None, reverse=False):
    """Stands for the method `list.sort`."""
    items[:] = sorted_(items, key=key, reverse=reverse)


def sort_emptied(items, /, *, key=None, reverse=False):
    """Stands for `list.sort` where `key` may read the list: it is empty meanwhile."""
    taken = items[:]
    items.clear()
    try:
        taken = sorted_(taken, key=key, reverse=reverse)
    finally:
        changed = len(items) > 0
        items[:] = taken
    if changed:
        raise ValueError("list modified during sort")


@stands_for(max)
def max_(first, *others, key=None, **default):
    items = iter((first, *others)) if others else iter(first)
    for best in items:
        break
    else:
        if default:
            return default["default"]
        max([])  # raises
        raise ValueError
    largest = best if key is None else key(best)
    for item in items:
        value = item if key is None else key(item)
        if value > largest:
            best, largest = item, value
    return best


@stands_for(min)
def min_(first, *others, key=None, **default):
    items = iter((first, *others)) if others else iter(first)
    for best in items:
        break
    else:
        if default:
            return default["default"]
        min([])  # raises
        raise ValueError
    smallest = best if key is None else key(best)
    for item in items:
        value = item if key is None else key(item)
        if value < smallest:
            best, smallest = item, value
    return best


def sum_of_objects(iterable, /, start):
    """Stands for `sum` of objects that starts with an object."""
    total = start
    for item in iterable:
        total = total + item
    return total


def sum_from_number(iterable, /, start=0):
    """Stands for `sum` of objects that starts with a number, which is the sum of no objects."""
    items = iter(iterable)
    for item in items:
        total = start + item
        break
    else:
        raise DifferentiationError("the sum of no objects is a number, which has no derivative here; "
                                   "give sum(...) an object to start with")
    for item in items:
        total = total + item
    return total


def product_of_objects(iterable, /, start):
    """Stands for `math.prod` of objects that starts with an object."""
    total = start
    for item in iterable:
        total = total * item
    return total


def product_from_number(iterable, /, start=1):
    """Stands for `math.prod` of objects that starts with a number, which is the product of no objects."""
    items = iter(iterable)
    for item in items:
        total = start * item
        break
    else:
        raise DifferentiationError("the product of no objects is a number, which has no derivative here; "
                                   "give math.prod(...) an object to start with")
    for item in items:
        total = total * item
    return total


def by_next(iterator):
    """The items of an object with a `__next__` of its own."""
    while True:
        try:
            item = iterator.__next__()
        except StopIteration:
            return
        yield item


def by_next_to_its_value(iterator):
    """... where it is asked, too, with what value it ends."""
    while True:
        try:
            item = iterator.__next__()
        except StopIteration as stop:
            return stop.value
        yield item


def by_index(sequence):
    """The items of an object that has `__getitem__` and no `__iter__`."""
    index = 0
    while True:
        try:
            item = sequence[index]
        except (IndexError, StopIteration):
            return
        yield item
        index += 1


def by_index_backwards(sequence):
    """`reversed` of an object that has `__len__` and `__getitem__`."""
    for index in range(len(sequence) - 1, -1, -1):
        yield sequence[index]


def entries_of(mapping):
    """What `dict(mapping)` takes of an object that has `keys`."""
    for key in mapping.keys():
        yield key, mapping[key]


def dict_of(mapping):
    """What `**mapping` makes of an object that has `keys`."""
    return {key: mapping[key] for key in mapping.keys()}


def each_taken_apart(iterables):
    """The items of each of these objects, as a tuple."""
    return [tuple(items) for items in iterables]


def without(d, names):
    """What `**more` takes of `**d` where parameters have these names."""
    return {key: value for key, value in d.items() if key not in names}


def namespace_of(**named):
    """What `types.SimpleNamespace(**named)` makes."""
    made = types.SimpleNamespace()
    made.__dict__.update(named)
    return made


def item_or_missing(d, key):
    """`d[key]` of a dict whose class has a `__missing__`."""
    if dict.__contains__(d, key):
        return dict.__getitem__(d, key)
    return d.__missing__(key)


def iter_until(function, last):
    """Stands for `iter(function, last)`."""
    while True:
        item = function()
        if item is last or item == last:
            return
        yield item


def next_or(iterator, default):
    """Stands for `next` of an object with a `__next__` of its own."""
    try:
        return iterator.__next__()
    except StopIteration:
        return default


@stands_for(contextlib._GeneratorContextManager.__exit__)
def leave_generator(self, kind, exception, traceback):
    """Leaves what `contextlib.contextmanager` made: the generator goes on, or the exception is raised in it."""
    if kind is None:
        for _ in self.gen:
            raise RuntimeError("generator didn't stop")
        return False
    try:
        self.gen.throw(exception)
    except StopIteration as stop:
        return stop is not exception
    except RuntimeError as error:
        if error is exception or isinstance(exception, StopIteration) and error.__cause__ is exception:
            return False
        raise
    except BaseException as error:
        if error is not exception:
            raise
        return False
    raise RuntimeError("generator didn't stop after throw()")


@stands_for(itertools.accumulate)
def accumulate(iterable, func=None, *, initial=None):
    items = iter(iterable)
    if initial is None:
        for total in items:
            break
        else:
            return
    else:
        total = initial
    yield total
    for item in items:
        total = total + item if func is None else func(total, item)
        yield total


@stands_for(itertools.chain)
def chain(*iterables):
    for iterable in iterables:
        yield from iterable


@functools.cache
def chain_of(count):
    """`chain` of so many things, each of a kind of its own.

    >>> list(chain_of(2)("ab", "c"))
    ['a', 'b', 'c']
    """
    names = [f"iterable{i + 1}" for i in range(count)]
    return defined(f"def chain({', '.join(names)}):\n" + "".join(f"    yield from {name}\n" for name in names), "chain")


@stands_for(itertools.chain.from_iterable)
def chain_from(iterables):
    for iterable in iterables:
        yield from iterable


@stands_for(itertools.groupby)
def groupby(iterable, key=None):
    items = iter(iterable)
    for value in items:
        break
    else:
        return
    found = value if key is None else key(value)
    groups = 0

    def group(own, wanted):
        nonlocal value, found
        while groups == own and found == wanted:
            yield value
            for value in items:
                break
            else:
                return
            found = value if key is None else key(value)
    while True:
        wanted = found
        yield wanted, group(groups, wanted)
        groups += 1
        while found == wanted:
            for value in items:
                break
            else:
                return
            found = value if key is None else key(value)


@stands_for(itertools.islice)
def islice(iterable, *bounds):
    start, stop, step = (0, *bounds, 1) if len(bounds) == 1 else (*bounds, 1)[:3]
    items = iter(iterable)
    position, wanted = 0, start or 0
    while True:
        while position < wanted:
            for _ in items:
                break
            else:
                return
            position += 1
        if stop is not None and position >= stop:
            return
        for item in items:
            break
        else:
            return
        position += 1
        wanted += step or 1
        if stop is not None and wanted > stop:
            wanted = stop
        yield item


@stands_for(itertools.starmap)
def starmap(function, iterable):
    for arguments in iterable:
        yield function(*arguments)


@stands_for(itertools.tee)
def tee(iterable, n=2, /):
    items = iter(iterable)
    seen = []

    def one():
        position = 0
        while True:
            if position == len(seen):
                for item in items:
                    seen.append(item)
                    break
                else:
                    return
            yield seen[position]
            position += 1
    return tuple([one() for _ in range(n)])


@stands_for(itertools.takewhile)
def takewhile(predicate, iterable):
    for item in iterable:
        if not predicate(item):
            break
        yield item


@stands_for(itertools.dropwhile)
def dropwhile(predicate, iterable):
    items = iter(iterable)
    for item in items:
        if not predicate(item):
            yield item
            break
    yield from items


@stands_for(itertools.pairwise)
def pairwise(iterable):
    items = iter(iterable)
    for first in items:
        break
    else:
        return
    for second in items:
        yield first, second
        first = second


@stands_for(itertools.compress)
def compress(data, selectors):
    for item, selected in zip(data, selectors):
        if selected:
            yield item


@stands_for(itertools.repeat)
def repeat(object, times=None):
    if times is None:
        while True:
            yield object
    else:
        for _ in range(times):
            yield object


@stands_for(itertools.count)
def count(start=0, step=1):
    while True:
        yield start
        start = start + step


@stands_for(itertools.cycle)
def cycle(iterable):
    seen = []
    for item in iterable:
        yield item
        seen.append(item)
    while seen:
        for item in seen:
            yield item


@stands_for(itertools.zip_longest)
def zip_longest(*iterables, fillvalue=None):
    iterators = [iter(iterable) for iterable in iterables]
    running = [True] * len(iterators)
    while True:
        row = []
        for i, iterator in enumerate(iterators):
            if running[i]:
                for item in iterator:
                    row.append(item)
                    break
                else:
                    running[i] = False
                    if not any(running):
                        return
                    row.append(fillvalue)
            else:
                row.append(fillvalue)
        yield tuple(row)


@stands_for(itertools.product)
def product(*iterables, repeat=1):
    pools = [list(iterable) for iterable in iterables] * repeat
    chosen = itertools.product(*[range(len(pool)) for pool in pools])
    return (tuple([pool[i] for pool, i in zip(pools, places)]) for places in chosen)


@stands_for(itertools.combinations)
def combinations(iterable, r):
    pool = list(iterable)
    chosen = itertools.combinations(range(len(pool)), r)
    return (tuple([pool[i] for i in places]) for places in chosen)


@stands_for(itertools.combinations_with_replacement)
def combinations_with_replacement(iterable, r):
    pool = list(iterable)
    chosen = itertools.combinations_with_replacement(range(len(pool)), r)
    return (tuple([pool[i] for i in places]) for places in chosen)


@stands_for(itertools.permutations)
def permutations(iterable, r=None):
    pool = list(iterable)
    chosen = itertools.permutations(range(len(pool)), r)
    return (tuple([pool[i] for i in places]) for places in chosen)


if hasattr(itertools, "batched"):  # Python 3.12
    @stands_for(itertools.batched)
    def batched(iterable, n, **strict):
        items = iter(iterable)
        while True:
            batch = tuple(itertools.islice(items, n))
            if not batch:
                return
            if len(batch) < n and strict.get("strict"):
                raise ValueError("batched(): incomplete batch")
            yield batch
