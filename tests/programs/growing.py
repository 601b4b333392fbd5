"""Lists, deques and dicts that take in what an iterator gives, which reads them meanwhile."""

from collections import deque

from tests.reference import case


@case([1.5, 0.5])
@case([1.5, 0.5], order=2)
def extended_by_its_last(xs):
    xs.extend(xs[-1] * 0.5 for _ in range(3))
    xs += (xs[-1] * xs[0] for _ in range(2))
    return xs


@case([1.5, 0.5])
def extended_by_a_generator(xs):
    def more():
        for _ in range(3):
            yield xs[-1] * xs[0]
    it = more()
    xs.extend(it)
    xs += more()
    return xs


@case([1.5, 0.5])
def extended_by_its_length(xs):
    xs.extend(len(xs) for _ in range(3))
    xs.extend(map(lambda p: p * xs[-1], [1.0, 2.0]))
    return xs


@case(1.5)
def deque_extended(x):
    q = deque([x], maxlen=3)
    q.extend(q[-1] * 0.5 for _ in range(4))
    q.extendleft(q[0] * x for _ in range(2))
    return list(q)


@case(1.5)
def dict_updated(x):
    d = {"a": x}
    d.update((k, d["a"] * len(d)) for k in "bc")
    d |= ((k, sum(d.values())) for k in "de")
    return d


class Chain:
    def __init__(self, x):
        self.xs = [x]

    def more(self):
        for _ in range(3):
            yield self.xs[-1] * 2

    def grow(self):
        self.xs.extend(self.more())
        self.xs += self.more()


@case(1.5)
def in_an_attribute(x):
    c = Chain(x)
    c.grow()
    return c.xs


@case([1.5, 0.5])
def slices_take_what_was_there_before(xs):
    xs[1:] = (xs[-1] * 2 for _ in range(3))
    xs[len(xs):] = (len(xs) * xs[0] for _ in range(2))
    return xs


@case([1.5, 0.5])
def independent_of_what_takes_them(xs):
    it = iter(xs)
    ys = [next(it)]
    ys.extend(it)
    zs = []
    zs.extend(z * z for z in ys)
    zs += zip(ys, xs)
    return ys, zs


# -- a list is empty while it is sorted

@case([1.5, 0.5, 2.0])
def key_that_reads_the_list(xs):
    ys = xs
    xs.sort(key=lambda v: -v * (1 + len(ys)))
    return xs[0] * xs[1], ys


@case([1.5, 0.5, 2.0])
def key_that_changes_the_list(xs):
    def key(v):
        xs.append(v)
        return v
    xs.sort(key=key)
    return xs


@case([1.5, 0.5, 2.0])
def key_that_raises(xs):
    def key(v):
        if v > 1.8:
            raise KeyError(str(len(xs)))
        return v * sum(xs)
    try:
        xs.sort(key=key)
    except KeyError as error:
        return len(xs), xs[0] * len(str(error))
