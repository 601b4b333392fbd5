"""Generators that are left unfinished: what they do when they are closed comes when Python frees them.

An exception holds the frames that it went through, and what their variables hold, until it is freed itself.
"""

from tests.reference import case


class Stop(Exception):
    def __init__(self, value=0.0):
        self.value = value


class Held:
    def __init__(self, items):
        self.items = items


def growing(w, v):
    try:
        yield v
        yield v * 2
    finally:
        w[0] = w[0] * 2 + v


def stop(v):
    return Stop(v * 2)


@case(1.3)
@case(2.5)
def by_one_of_two_exceptions(x):
    w = [x]

    def leave():
        items = growing(w, x)
        next(items)
        raise Stop(x) if x > 2 else Stop(0.0)
    try:
        leave()
    except Stop as e:
        y = e.value
    return y, w[0]


@case(1.3)
def by_an_exception_of_constants(x):
    w = [x]

    def leave(k):
        items = growing(w, x)
        next(items)
        if k:
            raise Stop(x)
        raise Stop(0.7 * 2)
    total = 0.0
    for k in range(2):
        try:
            leave(k)
        except Stop as e:
            total += e.value
        total *= w[0]
    return total, w[0]


@case(1.3)
def by_an_exception_that_is_made_before(x):
    w, errors = [x], [Stop(x), Stop(2.0)]

    def leave():
        items = growing(w, x)
        next(items)
        raise errors[0].with_traceback(None)
    try:
        leave()
    except Stop as e:
        y = e.value
    before = w[0]
    errors.clear()
    return y, before, w[0]


@case(1.3)
def by_an_exception_without_its_traceback(x):
    w = [x]

    def leave():
        items = growing(w, x)
        next(items)
        raise stop(x).with_traceback(None)
    try:
        leave()
    except Stop as e:
        y = e.value
    return y, w[0]


@case(1.3, order=2)
def again_and_again(x):
    w = [x]

    def attempt(k):
        items = growing(w, x * k)
        v = next(items)
        if k < 3:
            raise Stop(v)
        return v
    y = 0.0
    for k in range(1, 4):
        try:
            y += attempt(k)
        except Stop as e:
            y += e.value * w[0]
            continue
        y *= w[0]
    return y, w[0]


@case(1.3)
def by_an_exception_that_is_kept(x):
    w, kept = [x], []

    def leave():
        items = growing(w, x)
        next(items)
        raise Stop(x)
    try:
        leave()
    except Stop as e:
        kept.append(e)
    before = w[0]
    kept.pop()
    return before, w[0]


@case(1.3)
def by_containers_and_objects(x):
    w = [x]
    held = Held(growing(w, x))
    y = next(held.items)
    held.items = None
    y += w[0]
    queue = [growing(w, x)]
    y += next(queue[0]) * w[0]
    queue.pop()
    y += w[0]
    first, = [next(items) for items in [growing(w, x)]]
    y += first * w[0]
    together = (growing(w, x), x)
    y += next(together[0]) * w[0]
    together = None
    return y * w[0], w[0]


@case(1.3)
def by_calls_that_take_a_few(x):
    w = [x]
    y = next(growing(w, x)) + w[0]
    for v, k in zip(growing(w, x), [2.0]):
        y += v * k
    y *= w[0]
    y += any(v > 1 for v in growing(w, x)) * w[0]
    first, *others = [next(growing(w, x)), w[0], next(growing(w, x)), w[0]]
    return y * first, others
