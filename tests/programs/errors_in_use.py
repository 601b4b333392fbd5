"""Programs that leave early, try again and keep errors: exceptions in ordinary and in strange use."""

import contextlib
import functools
import math
from dataclasses import dataclass

import numpy as np

from tests.reference import case

X3 = [0.7, -1.2, 2.5]
A3 = np.array(X3)


class Error(Exception):
    pass


class BracketError(Error):
    def __init__(self, lo, hi, message="no sign change"):
        super().__init__(message)
        self.lo, self.hi = lo, hi

    @property
    def width(self):
        return self.hi - self.lo

    def __str__(self):
        return f"[{self.lo}, {self.hi}]"


@dataclass
class Found(Exception):
    value: float
    steps: int = 0


class Plain(Exception):
    pass


class Early(Exception):
    def __init__(self, **state):
        self.state = state


@case(2.0)
def property_and_str(x):
    try:
        raise BracketError(x, x * x)
    except Error as e:
        return e.width * x, len(str(e)) > 0, e.args


@case(2.0)
def dataclass_exception(x):
    try:
        raise Found(x * x, 3)
    except Found as f:
        return f.value * f.steps


@case(2.0)
def keyword_state(x):
    try:
        raise Early(y=x * x, n=2)
    except Early as e:
        return e.state["y"] * e.state["n"]


@case(2.0)
def search(x):
    def walk(node, depth):
        if depth == 3:
            raise Found(node * x, depth)
        for k in (1, 2):
            walk(node + k * x, depth + 1)
    try:
        walk(x, 0)
    except Found as f:
        return f.value + f.steps


@case(2.0)
def retry_loop(x):
    attempts = 0
    y = x
    while attempts < 3:
        attempts += 1
        try:
            if y < 10:
                raise Found(y * y)
            break
        except Found as f:
            y = f.value
            continue
        finally:
            y = y + 1
    return y * attempts


@case(2.0)
def newton_with_guard(x):
    def step(y):
        d = 2 * y
        if abs(d) < 1e-12:
            raise ZeroDivisionError("flat")
        return y - (y * y - x) / d
    y = x
    for _ in range(6):
        try:
            y = step(y)
        except ZeroDivisionError:
            y = y + 1.0
    return y


@case(A3)
def exception_with_array_view(a):
    try:
        raise Found(a[1:])
    except Found as f:
        f.value *= 2
    return a.sum() * a[2]


@case(X3)
def exception_with_list_alias(xs):
    ys = [xs[0]]
    try:
        raise Early(rows=ys)
    except Early as e:
        e.state["rows"].append(xs[1])
    return ys[0] * ys[1]


@case(2.0)
def nested_handlers(x):
    out = []
    try:
        try:
            raise Found(x)
        except Found as a:
            out.append(a.value)
            try:
                raise Found(a.value * x)
            except Found as b:
                out.append(b.value)
            out.append(a.value * 3)
            raise Error(a.value * 7) from a
    except Error as e:
        out.append(e.args[0])
        out.append(e.__cause__.value)
    return out


@case(2.0)
def shadowed_name(x):
    e = x * 3
    try:
        raise Found(e * x)
    except Found as e:
        y = e.value
    return y


@case(2.0)
def handler_else_finally(x):
    log = []
    for k in range(3):
        try:
            if k == 1:
                raise Found(x * k)
        except Found as f:
            log.append(f.value)
        else:
            log.append(x + k)
        finally:
            log.append(x * 10)
    return log


@case(2.0)
def return_in_finally_swallows(x):
    def f():
        try:
            raise Found(x * x)
        finally:
            return x * 5
    return f()


@case(2.0)
def exception_stored_in_object(x):
    class_ = []
    def attempt(f):
        try:
            return f(), None
        except Found as e:
            return None, e
    v, e = attempt(lambda: x * x)
    def bad():
        raise Found(x * 4)
    w, e2 = attempt(bad)
    return v + e2.value if e is None and w is None else 0.0


@case(2.0)
def result_type(x):
    def safe(f, *args):
        try:
            return ("ok", f(*args))
        except (ValueError, ZeroDivisionError) as err:
            return ("error", err.args[0])
    def g(y):
        if y > 3:
            raise ValueError(y * 2)
        return y * y
    a, b = safe(g, x), safe(g, x * x)
    return a[1] * b[1]


@case(2.0)
def map_with_errors(x):
    out = []
    for v in [x, -x, 0.0]:
        try:
            out.append(math.sqrt(v) / v)
        except (ValueError, ZeroDivisionError) as e:
            out.append(x if isinstance(e, ValueError) else x * 2)
    return out


@case(2.0)
def contextmanager_accumulate(x):
    total = []
    @contextlib.contextmanager
    def scale(k):
        total.append(k)
        try:
            yield k * x
        finally:
            total.append(k * x * 2)
    with scale(3.0) as a, scale(a) as b:
        total.append(a * b)
    return sum(total)


class Timer:
    def __init__(self, x):
        self.x = x
        self.log = []

    def __enter__(self):
        self.log.append(self.x)
        return self.x * 2

    def __exit__(self, t, v, tb):
        self.log.append(self.x * 3)
        return t is not None and issubclass(t, Found)


@case(2.0)
def manager_log(x):
    m = Timer(x)
    with m as y:
        if y > 1:
            raise Found(y)
    with m as z:
        w = z * x
    return m.log, w


@case(2.0)
def closing_gen(x):
    log = []
    def g():
        try:
            yield x
            yield x * 2
        finally:
            log.append(x * 9)
    with contextlib.closing(g()) as it:
        y = next(it)
    return y, log


@case(X3)
def stop_iteration_in_loop(xs):
    it = iter(xs)
    total = 0.0
    while True:
        try:
            x = next(it)
        except StopIteration:
            break
        else:
            total += x * x
    return total


@case(X3)
def own_iterator_raises(xs):
    def gen():
        for x in xs:
            if x < 0:
                raise Found(x * 2)
            yield x
    total = 0.0
    try:
        for v in gen():
            total += v
    except Found as f:
        total *= f.value
    return total


@case(X3)
def error_in_comprehension(xs):
    def check(x):
        if x < 0:
            raise BracketError(x, x * x)
        return x
    try:
        return [check(x) for x in xs]
    except BracketError as e:
        return [e.lo, e.hi, e.width]


@case(X3)
def error_in_sum_gen(xs):
    def check(x):
        if x > 2:
            raise Found(x)
        return x
    try:
        return sum(check(x) for x in xs)
    except Found as f:
        return f.value


@case(2.0)
def error_in_reduce(x):
    def f(a, b):
        if a > 20:
            raise Found(a)
        return a * b
    try:
        return functools.reduce(f, [x, 3.0, 4.0, 5.0, 6.0])
    except Found as g:
        return g.value


@case(2.0)
def exception_returned_value(x):
    def make():
        return Found(x * 3)
    try:
        raise make()
    except Found as f:
        return f.value


@case(2.0)
def exception_param(x):
    def handle(e):
        return e.value * 2
    try:
        raise Found(x * x)
    except Found as f:
        return handle(f)


@case(2.0)
def raise_in_init(x):
    def build(v):
        if v > 1:
            raise Found(v)
        return v
    try:
        return build(build(0.5) * x * 4)
    except Found as f:
        return f.value


@case(2.0)
def many_types(x):
    r = 0.0
    for k in range(4):
        try:
            if k == 0:
                raise KeyError(x)
            if k == 1:
                raise IndexError(x * 2)
            if k == 2:
                raise RuntimeError(x * 3, k)
            raise ArithmeticError
        except LookupError as e:
            r += e.args[0]
        except (RuntimeError, ArithmeticError) as e:
            r += e.args[0] if e.args else x
    return r


@case(2.0)
def deep_recursion_exit(x):
    def rec(n, acc):
        if n == 0:
            raise Found(acc)
        rec(n - 1, acc * x)
    try:
        rec(5, 1.0)
    except Found as f:
        return f.value


@case(2.0)
def assertion_control(x):
    try:
        assert x > 100
    except AssertionError:
        return x * x
    return x


@case(2.0, order=2)
def twice_nested(x):
    def g(y):
        try:
            raise Found(y * y * x)
        except Found as f:
            return f.value * y
    return g(g(x))


@case(2.0)
@case(-2.0)
def last_of_two_sorts(x):
    last = None
    try:
        if x > 0:
            raise Found(x * x)
        open("/nonexistent/file")
    except OSError as e:
        last = e
    except Found as f:
        last = f
    if isinstance(last, Found):
        return last.value
    return x * 3 + len(last.args)


@case(2.0)
def errors_of_three_sorts(x):
    errors = []
    for k in range(3):
        try:
            if k == 0:
                int("a")
            if k == 1:
                raise Found(x)
            open("/nonexistent/file")
        except (ValueError, OSError, Found) as e:
            errors.append(e)
    return [type(e).__name__ for e in errors], errors[1].value * len(errors)


@case(2.0)
@case(-2.0)
def last_of_two_sorts_with_args(x):
    last = None
    try:
        if x > 0:
            raise Found(x * x)
        open("/nonexistent/file")
    except OSError as e:
        last = e
    except Found as f:
        last = f
    if isinstance(last, Found):
        return last.value, last.args[0]
    return x * 3 + len(last.args)


@case(2.0)
@case(-2.0)
def errno(x):
    try:
        if x > 0:
            raise Plain(x)
        open("/nonexistent/file")
    except Exception as e:
        if isinstance(e, OSError):
            return x * e.errno
        return e.args[0] * x


@case(2.0)
def missing_attribute(x):
    try:
        raise Plain(x)
    except Plain as e:
        try:
            return e.value
        except AttributeError:
            return e.args[0] * 3


@case(2.0)
def getattr_default(x):
    try:
        raise Plain(x)
    except Plain as e:
        return getattr(e, "value", x * 2) + getattr(e, "args")[0] + hasattr(e, "code") * x


@case(2.0)
def unicode_error(x):
    try:
        if x < 0:
            raise ValueError(x)
        b"\xff".decode("utf8")
    except ValueError as e:
        return x * getattr(e, "start", 5) + x * (e.reason == "a")


@case(2.0)
def key_error_str(x):
    try:
        if x < 0:
            raise KeyError(x)
        {}["a"]
    except KeyError as e:
        return x * len(str(e.args[0]))


@case(2.0)
def stop_value_none(x):
    def g():
        yield x
        return
    it = g()
    total = next(it)
    try:
        next(it)
    except StopIteration as e:
        return total if e.value is None else 0.0


@case(2.0)
def exception_subclass_order(x):
    class_ = None
    try:
        raise Found(x)
    except (Plain, Found) as e:
        class_ = type(e)
        y = e.value if class_ is Found else 0.0
    return y * 2


def formatted(y):
    try:
        y.name = "y"
    except AttributeError:
        pass
    return y


@case(1.3)
@case(np.float64(1.3))
@case(A3)
@case(1.3, order=2)
def naming_what_takes_no_name(x):
    return formatted(x * x) + 2 * x


@case(1.3)
@case(A3)
def filling_what_has_no_gaps(x):
    try:
        y = x.fillna(0.0)
    except AttributeError:
        y = x * 2
    return y * x


@case(1.3)
@case(A3)
def values_behind_an_index(x):
    try:
        y = x.values
    except AttributeError:
        y = x
    return y * getattr(x, "magnitude", x)


@case(1.3)
def arguments_of_a_method_that_is_not_there(x):
    xs = [x, x * x]
    try:
        y = x.take_from(xs.pop())
    except AttributeError:
        y = x * len(xs)
    return y


@case(1.3)
@case(A3)
def more_of_what_takes_no_name(x):
    try:
        x.label += "'"
    except AttributeError:
        return x * 3
    return x


@case(1.3)
@case(A3)
def what_it_is_by_the_text_of_its_class(x):
    if "sympy" in str(type(x)):
        import sympy
        return sympy.sin(x)
    if "pandas" not in repr(type(x)):
        return np.sin(x)
    return x.to_numpy()


class Stopped(Exception):
    def __init__(self, v):
        self.v = v


def stopped_above(v, most):
    if v > most:
        raise Stopped(v)
    return v


@case(2.0, order=2)
def assigned_in_the_statement_that_raises(x):
    a = b = c = d = e = 0.5
    try:
        raise Stopped((a := x * x) + 1)
    except Stopped as stop:
        y = stop.v
    try:
        z = (b := x * x) + stopped_above(x, 1) + (b := 1.0)
    except Stopped:
        z = 0.0
    try:
        try:
            raise Stopped((d := x * x))
        finally:
            e = d
    except Stopped:
        pass
    return returned_or_caught(x), a, b, c, d, e, y, z


def returned_or_caught(x):
    a = 0.5
    try:
        return (a := x * x) + stopped_above(x, 1)
    except Stopped:
        return a


@case(2.0, order=2)
def read_before_it_is_a_local_variable(x):
    held = [x]
    a = x
    def grow():
        nonlocal a
        a = held.pop() * x
        held = [a]
    try:
        grow()
    except UnboundLocalError:
        a = a * 3
    try:
        b = (c := late * x)
    except NameError as e:
        b = x * len(e.args)
    late = 1.0
    return a, b, held
