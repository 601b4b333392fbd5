"""Exceptions that carry values to where they are caught."""

import contextlib

import numpy as np

from tests.reference import case

X3 = [0.7, -1.2, 2.5]
A3 = np.array(X3)


class Stop(Exception):
    pass


class Converged(Exception):
    def __init__(self, value, steps):
        super().__init__(f"converged after {steps} steps")
        self.value = value
        self.steps = steps


class Kept(Exception):
    def __init__(self, value, *more, scale=2.0):
        self.value = value * scale
        self.more = more


class Sharper(Converged):
    def doubled(self):
        return self.value * 2


def check(x, limit):
    if x > limit:
        raise Stop(x * x)
    return x


def fail(x):
    raise Stop(x * 3)


def newton(a):
    x = a
    for i in range(100):
        new = 0.5 * (x + a / x)
        if abs(new - x) < 1e-12:
            raise Converged(new, i)
        x = new


def doubles(a):
    a *= 2
    raise Stop


@case(1.5, order=2)
def by_args(x):
    try:
        raise Stop(x * 2, x ** 3)
    except Stop as e:
        return e.args[0] * e.args[1]


@case(1.5, order=2)
@case(3.0, order=2)
def out_of_a_helper(x):
    try:
        y = check(x, 2.0)
    except Stop as e:
        y = e.args[0] + 1
    return y * x


@case(1.5)
def helper_that_never_returns(x):
    try:
        fail(x)
    except Stop as e:
        return e.args[0] * x


@case(9.0, order=2)
def by_attribute(a):
    try:
        newton(a)
    except Converged as e:
        return e.value, e.steps, str(e)


@case(1.5)
def with_arguments_of_all_sorts(x):
    try:
        raise Kept(x, x * x, 3.0, scale=x)
    except Kept as e:
        return e.value, e.args, e.more


@case(1.5)
def helper_that_writes_and_never_returns(x):
    a = np.array([x, x * x])
    try:
        doubles(a)
    except Stop:
        return a.sum()


@case(X3)
@case([0.1, 0.2])
def out_of_nested_loops(xs):
    total = 0.0
    try:
        for a in xs:
            for b in xs:
                total += a * b
                if total > 1.0:
                    raise Stop(total * a)
    except Stop as found:
        total = found.args[0] * 2
    else:
        total = total * 3
    return total


@case(2.0)
def raised_again(x):
    try:
        try:
            check(x, 1.0)
        except Stop:
            raise
    except Stop as e:
        return e.args[0]


@case(2.0)
def raised_from_another(x):
    try:
        try:
            check(x, 1.0)
        except Stop as e:
            raise Converged(e.args[0] * x, 3) from e
    except Converged as c:
        return c.value * c.steps


@case(2.0)
def changed_on_the_way(x):
    try:
        try:
            raise Converged(x, 1)
        except Converged as e:
            e.value *= x
            e.extra = x * 5
            raise
    except Converged as e:
        return e.value + e.extra


@case(2.0)
@case(0.5)
@case(-1.0)
def one_of_several(x):
    try:
        if x > 1:
            raise Stop(x * 2)
        if x > 0:
            raise Converged(x * x, 1)
        raise ValueError("negative")
    except Stop as e:
        return e.args[0]
    except Converged as e:
        return e.value
    except ValueError:
        return x * 7


@case(2.0)
@case(0.5)
def by_the_base_class(x):
    try:
        if x > 1:
            raise Sharper(x * 2, 1)
        return x / int(x)
    except Exception as e:
        if isinstance(e, Sharper):
            return e.doubled() * e.value
        if isinstance(e, ZeroDivisionError):
            return x * 11 * len(e.args)
        raise


@case(2.0)
@case(0.5)
def of_two_classes(x):
    try:
        if x > 1:
            raise Converged(x * 2, 1)
        raise Sharper(x * 3, 2)
    except Converged as e:
        return e.value * e.steps


@case(2.0)
def order_of_final_blocks(x):
    log = []
    def inner(y):
        try:
            log.append(y)
            raise Stop(y * y)
        finally:
            log.append(y * 2)
    try:
        inner(x)
    except Stop as e:
        log.append(e.args[0])
    return log


@case(X3)
def in_a_loop(xs):
    found = []
    for x in xs:
        try:
            y = check(x, 1.0)
        except Stop as e:
            found.append(e.args[0])
        else:
            found.append(y * 2)
        finally:
            found.append(1.0)
    return found


@case(2.0)
def made_first_and_raised_later(x):
    e = Stop(x)
    e.weight = x * x
    try:
        raise e
    except Stop as caught:
        return caught.weight * caught.args[0]


@case(2.0)
def kept_for_later(x):
    errors = []
    for i in range(3):
        try:
            raise Stop(x * i)
        except Stop as e:
            errors.append(e)
    return sum(e.args[0] for e in errors)


@case(2.0)
def last_error(x):
    last = None
    try:
        fail(x)
    except Stop as e:
        last = e
    return last.args[0] if last is not None else 0.0


@case(A3)
def array_by_exception(a):
    try:
        raise Stop(a * 2)
    except Stop as e:
        (b,) = e.args
    return b * a


@case(2.0)
@case(20.0)
def closure_that_raises(x):
    def step(y):
        if y > 50:
            raise Stop(y * x)
        return y * y
    try:
        return step(step(x))
    except Stop as stop:
        return stop.args[0]


@case(2.0)
def class_alone(x):
    try:
        raise Stop
    except Stop as e:
        return x * (1 + len(e.args))


@case(2.0)
def message_only(x):
    try:
        raise ValueError(f"bad {x}")
    except ValueError as e:
        return x * 2, str(e)


def depth_first(tree, wanted):
    if isinstance(tree, list):
        for part in tree:
            depth_first(part, wanted)
    elif tree > wanted:
        raise Stop(tree * wanted)


@case([1.0, [2.0, [3.0, 0.5]]], 2.5, wrt=(0, 1))
def out_of_a_recursion(tree, wanted):
    try:
        depth_first(tree, wanted)
    except Stop as e:
        return e.args[0]
    return 0.0


# -- managers, links between exceptions, exceptions in the middle of expressions

class Valued(Exception):
    def __init__(self, value):
        self.value = value


class Swallow:
    def __init__(self, start):
        self.total = start

    def __enter__(self):
        return self

    def __exit__(self, kind, error, tb):
        if isinstance(error, Valued):
            self.total += error.value
            return True
        return False


class Quiet:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        return True


class Late:
    def __init__(self):
        self.seen = None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, tb):
        self.seen = error.value
        return True


@case(2.0)
def swallowed_by_a_manager(x):
    with Swallow(x) as s:
        raise Valued(x * x)
    return s.total


@case(2.0)
def quiet_manager(x):
    y = x
    with Quiet():
        y = x * 2
        raise Valued(y)
    return y


@case(2.0)
def manager_that_keeps_it(x):
    m = Late()
    with m:
        raise Valued(x * x)
    return m.seen * 3


@case(2.0)
def suppressed(x):
    y = x * 3
    with contextlib.suppress(Valued):
        y = x * 2
        raise Valued(y)
    return y


@contextlib.contextmanager
def guard(x):
    try:
        yield x * 2
    except Valued as e:
        print(e.value)


@contextlib.contextmanager
def collecting(out):
    try:
        yield
    except Valued as e:
        out.append(e.value)


@case(2.0)
def by_generator(x):
    with guard(x) as y:
        raise Valued(y)
    return y


@case(2.0)
def by_generator_collecting(x):
    out = []
    with collecting(out):
        raise Valued(x * x)
    return out[0] * 2


@case(2.0)
def cause_read(x):
    try:
        try:
            raise Valued(x)
        except Valued as e:
            raise ValueError(1) from e
    except ValueError as v:
        return v.__cause__.value


@case(2.0)
def context_read(x):
    try:
        try:
            raise Valued(x)
        except Valued as e:
            raise ValueError(1)
    except ValueError as v:
        return v.__context__.value


@case(2.0)
def stop_iteration(x):
    try:
        raise StopIteration(x * x)
    except StopIteration as s:
        return s.value


@case(2.0)
def getattr_of(x):
    try:
        raise Valued(x)
    except Valued as s:
        return getattr(s, "value") + getattr(s, "other", x)


@case(2.0)
def setattr_of(x):
    try:
        e = ValueError()
        setattr(e, "value", x * 4)
        raise e
    except ValueError as s:
        return s.value


@case(2.0)
def never_raised(x):
    e = ValueError(x * x)
    return e.args[0]


def helper_raise(e):
    raise e


@case(2.0)
def raised_by_helper(x):
    try:
        helper_raise(Valued(x * x))
    except Valued as s:
        return s.value


def catcher(f, x):
    try:
        return f(x)
    except Valued as s:
        return s.value


@case(2.0)
def with_lambda(x):
    def bad(y):
        raise Valued(y * x)
    return catcher(bad, x * 3)


@case(2.0)
def conditional_raise(x):
    def bad(y):
        raise Valued(y * x)
    try:
        y = x if x < 1 else bad(x)
    except Valued as e:
        y = e.value
    return y


@case(2.0)
def add_note(x):
    try:
        raise Valued(x)
    except Valued as s:
        s.add_note(f"{x}")
        return s.value


@case(2.0)
def with_traceback(x):
    try:
        raise Valued(x).with_traceback(None)
    except Valued as s:
        return s.value


@case(2.0)
def tuple_handler(x):
    errs = (Valued, ValueError)
    try:
        raise Valued(x)
    except errs as s:
        return s.value


@case([1.0, 2.0])
def raise_in_genexpr(xs):
    def bad(y):
        if y > 1.5:
            raise Valued(y * y)
        return y
    try:
        return sum(bad(y) for y in xs)
    except Valued as e:
        return e.value


@case([1.0, 2.0])
def raise_in_map(xs):
    def bad(y):
        if y > 1.5:
            raise Valued(y * y)
        return y
    try:
        return sum(map(bad, xs))
    except Valued as e:
        return e.value


@case([1.0, 2.0])
def raise_in_sort(xs):
    def bad(y):
        if y > 1.5:
            raise Valued(y * y)
        return y
    try:
        return sorted(xs, key=bad)
    except Valued as e:
        return e.value


@case(2.0)
def exception_or_none(x):
    r = None
    try:
        raise Valued(x)
    except Valued as e:
        r = e
    if r is None:
        return 0.0
    return r.value


@case(2.0)
def bare_values(x):
    try:
        raise Valued(x)
    except Exception as e:
        return e.value


@case(2.0)
def two_helpers_same_class(x):
    def g(y):
        raise Valued([y, y * 2])
    try:
        g(x)
    except Valued as e:
        a = e.value
    try:
        raise Valued((x, 1))
    except Valued as e:
        b = e.value
    return a[1] + b[0]


@case(2.0)
def keyboard_interrupt(x):
    try:
        raise KeyboardInterrupt(x)
    except BaseException as e:
        return e.args[0] * x


@case(2.0)
def filled_where_it_is_caught(x):
    ys = []
    try:
        raise ValueError(ys)
    except ValueError as error:
        error.args[0].append(x * x)
    return ys[0] * x


@case([])
@case([1.0, 2.0])
def items_that_cannot_be_taken_apart(xs):
    total = 1.0
    try:
        for a, b in [(x,) for x in xs]:
            total += a * b
    except ValueError:
        total = 7.0 * sum(xs)
    return total


@case(1.3)
def arguments_that_are_constant(x):
    kept, numbers = [x], [1.0]
    try:
        raise ValueError(2.0, "two")
    except ValueError as e:
        kept.append(e.args)
        kept.append(e.args[0] * x)
        a, _ = e.args
    try:
        {}["key"]
    except KeyError as e:
        kept += e.args
    try:
        raise ValueError(numbers)
    except ValueError as e:
        e.args[0].append(x)
        kept.append(e.args[0][1] * a)
    return kept, numbers


class Reason(Exception):
    def __init__(self, value=0.0):
        self.value = value


@case(1.3, order=2)
def cause_made_where_it_is_raised(x):
    w = [x]

    def step(k):
        w[0] = w[0] * 2 + k
        return w[0]

    def fail():
        raise Reason(step(1.0)) from Reason(step(3.0))
    try:
        fail()
    except Reason as e:
        return e.value * e.__cause__.value, w[0]


@case(1.3, order=2)
def cause_of_what_depends_on_nothing(x):
    def fail(k):
        if k:
            raise Reason(2.0) from Reason(x * x)
        raise KeyError("k") from Reason(x * x)
    total = 0.0
    for k in range(2):
        try:
            fail(k)
        except (Reason, KeyError) as e:
            total += e.__cause__.value * (k + 1)
    return total


@case(1.3)
def cause_or_none(x):
    total = 0.0
    for cause in (None, Reason(x), Reason(2.0)):
        try:
            raise Reason(x) from cause
        except Reason as e:
            total += e.value if e.__cause__ is None else x * x * e.__cause__.value
    return total
