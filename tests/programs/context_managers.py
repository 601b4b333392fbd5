"""Context managers of `contextlib`, and of the user's own, with values that depend on what is differentiated."""

import contextlib
from contextlib import ExitStack, contextmanager, nullcontext, suppress

from tests.reference import case


class Resource:
    def __init__(self, value):
        self.value, self.closed = value, 0.0

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.closed = self.value * 2
        return False


class Stop(Exception):
    def __init__(self, value):
        super().__init__(value)
        self.value = value


@contextmanager
def replaced(obj, **values):
    old = {name: getattr(obj, name) for name in values}
    for name, value in values.items():
        setattr(obj, name, value)
    try:
        yield obj
    finally:
        for name, value in old.items():
            setattr(obj, name, value)


@contextmanager
def several(a):
    yield a * a, 3, [a, 1.0]


@case(1.3)
@case(1.3, order=2)
def entered_one_by_one(x):
    with ExitStack() as stack:
        held = [stack.enter_context(Resource(x * i)) for i in range(3)]
        numbers = [stack.enter_context(nullcontext(x * k)) for k in (1, 2)]
        total = sum(r.value * r.value for r in held) + numbers[1]
    return total + held[2].closed


@case(1.3)
@case(1.3, order=2)
def functions_called_at_the_end(x):
    order, d = [], {"v": x}

    def undo(old):
        d["v"] = old

    with contextlib.ExitStack() as stack, suppress(KeyError):
        stack.callback(order.append, x * x)
        stack.callback(d.update, w=x)
        stack.callback(undo, d["v"])
        d["v"] = x**3
        order.append(d["v"])
        d["none"]
        order.append(100.0 * x)
    return d["v"] * d["w"] + sum(v * (i + 1) for i, v in enumerate(order))


@case(1.3)
@case(1.3, order=2)
def moved_to_another_stack(x):
    order = []
    with ExitStack() as stack:
        for i in range(3):
            stack.callback(order.append, x * i)
        resource = stack.enter_context(Resource(x * x))
        stack.push(Resource(x))
        kept = stack.pop_all()
    order.append(100.0 * x)
    before = resource.closed
    kept.close()
    return sum(v * (i + 1) for i, v in enumerate(order)) + before + resource.closed


@case(1.3)
def exceptions_handled_by_what_is_pushed(x):
    got = []

    def handle(cls, error, traceback):
        if cls is not None and issubclass(cls, Stop):
            got.append(error.value * x)
            return True
        return False

    def fail(v):
        got.append(v)
        raise ValueError("failed")

    with ExitStack() as stack:
        stack.push(handle)
        raise Stop(x * x)
    try:
        with ExitStack() as stack:
            stack.callback(got.append, x)
            stack.callback(fail, x**3)
    except ValueError:
        got.append(2 * x)
    return got[0] * got[1] + got[2] * got[3]


@case(1.3)
@case(1.3, order=2)
def attributes_for_a_while(x):
    r = Resource(x)
    with replaced(r, value=x * x, closed=x**3) as q:
        inside = q.value * q.closed
    stack = ExitStack()
    try:
        s = stack.enter_context(replaced(r, value=x * x))
        inside += s.value
    finally:
        stack.close()
    return inside + r.value + (x if isinstance(stack, ExitStack) else 0.0)


@case(1.3)
@case(1.3, order=2)
def several_names(x):
    with several(x) as (p, n, (q, r)):
        p = p * n + q * r
        n = x
    return p * n
