"""Assignment, operators, conditions, loops, returns: the language itself."""

import math

import numpy as np

from tests.reference import case

A3 = np.array([0.7, -1.2, 2.5])
B3 = np.array([1.5, 0.4, -0.8])
M23 = np.array([[1.0, 2.0, -0.5], [0.3, -1.5, 2.2]])


# ---------------------------------------------------------------- assignment

@case(2.0)
@case(3)
def lecture(x):
    v = x
    for i in range(3):
        v = v * (v + 4)
    return v


@case(1.3)
@case(A3)
def chained_targets(x):
    a = b = c = x * x
    a = a + 1
    b = b * a
    return a, b, c


@case(1.3, 0.4, wrt=(0, 1))
def swap(a, b):
    a, b = b, a
    a, b = b * 2, a + b
    return a - b * a


@case(1.3, 0.4, -2.0, wrt=(0, 1, 2))
def rotate_three(a, b, c):
    a, b, c = c, a, b
    c, a = a * b, c * b
    return a, b, c


@case((1.0, 2.0, 3.0, 4.0))
@case([1.0, 2.0, 3.0])
def star_unpack(xs):
    first, *middle, last = xs
    total = first * last
    for m in middle:
        total = total + m * first
    return total, middle


@case(A3)
def star_unpack_array(x):
    head, *tail = x
    return head * tail[0] + tail[1] ** 2


@case(A3)
def unpack_array(x):
    a, b, c = x
    return a * b * c


@case(M23)
def unpack_rows(m):
    first, second = m
    return first * second - first


@case((1.5, (2.0, [0.5, 3.0])))
def nested_unpack(t):
    a, (b, [c, d]) = t
    return a * b + c ** d


@case(1.5)
def star_display(x):
    a = [x, x * x]
    b = (0.0, *a, *[3.0, x])
    return b


@case(0.3)
def annotated(x: float) -> float:
    y: float = x * 3
    z: "a comment"
    z = y ** 2
    w: np.ndarray = z + y
    return w


@case(1.5)
def augmented_all(x):
    a = x
    a += 2.0
    a -= x / 3
    a *= x
    a /= 1.7
    a **= 2
    return a


@case(7.3)
def augmented_floor_mod(x):
    a = x
    a //= 2.0
    b = x * 3
    b %= 4.0
    return a, b


@case(0.9)
def walrus(x):
    if (y := x * x) > 0.5:
        return y + (z := y * 2) * z
    return y


@case(1.9)
def walrus_while(x):
    n = 0
    while (x := x * 0.7) > 0.2:
        n += 1
    return x, n


@case(1.1)
def walrus_order(x):
    return (a := x + 1) * a + (a := a * a) + a


@case(2.2)
def rebinding_parameter(x):
    x = x * x
    x = 3.0 * x + x
    return x


@case(2.2)
def dead_and_overwritten(x):
    y = x * 5
    y = 3.0
    unused = x ** 7
    return x + y


@case(2.0)
def constant_after_active(x):
    y = x * x
    z = y
    y = 4.0
    return y * z


@case([1.0, 2.0, 3.0])
def list_store(xs):
    xs[0] = xs[1] * xs[2]
    xs[-1] += xs[0]
    return xs[0] + xs[2]


@case([1.0, 2.0, 3.0, 4.0])
def list_slice_store(xs):
    xs[1:3] = [xs[0] * xs[3], xs[1] ** 2, 7.0]
    return xs


@case([1.0, 2.0, 3.0])
def list_swap_elements(xs):
    xs[0], xs[2] = xs[2] * 2, xs[0]
    i = 0
    i, xs[i] = 1, xs[1] * 5
    return xs


@case({"a": 1.5, "b": 2.0})
def dict_store(d):
    d["c"] = d["a"] * d["b"]
    d["a"] *= 3
    return d


@case({"a": {"b": [1.0, 2.0]}})
def deep_store(d):
    d["a"]["b"][1] *= d["a"]["b"][0]
    d["a"]["c"] = d["a"]["b"][1] + 1
    return d["a"]["c"] * d["a"]["b"][0]


@case(3.0)
def build_list(x):
    out = []
    for i in range(4):
        out.append(x ** i)
    out.insert(0, x * 10)
    out.extend([1.0, x])
    last = out.pop()
    return out, last


@case(3.0)
def build_dict(x):
    d = {}
    for key in ("p", "q", "r"):
        d[key] = x * len(d)
    d.update({"s": x, "n": 3})
    return d, d.get("q"), d.get("zz", x * 2), d.setdefault("t", x)


@case(1.2)
def list_arithmetic(x):
    a = [x, 2.0] + [x * x]
    b = a * 2
    b += [7.0]
    return b, len(b)


@case(1.2)
def tuple_arithmetic(x):
    t = (x,) + (1.0, x ** 2)
    return t * 2, t[1:], t[-1]


@case([1.0, 2.0, 3.0])
def list_alias(xs):
    ys = xs
    ys[0] = ys[0] * 10
    zs = xs[:]
    zs[1] = 0.0
    return xs[0] * xs[1] + zs[1]


@case([1.0, 2.0, 3.0])
def list_methods(xs):
    ys = list(xs)
    ys.reverse()
    zs = xs.copy()
    zs.append(ys[0] * zs[1])
    zs.remove(zs[1])
    return ys, zs, zs.index(zs[-1])


@case(1.4)
def delete(x):
    y = x * x
    z = [y, x]
    del z[0], y
    d = {"a": x, "b": x * 3}
    del d["a"]
    return z, d


@case(0.7)
def delete_and_rebind(x):
    y = x * 2
    del y
    y = x * x * x
    return y


# ----------------------------------------------------------------- operators

@case(1.7, 0.6, wrt=(0, 1))
@case(A3, B3, wrt=(0, 1))
@case(A3, 0.6, wrt=(0, 1))
@case(M23, A3, wrt=(0, 1))
def arithmetic(a, b):
    return a + b, a - b, a * b, a / b, -a, +b


@case(1.7, 0.6, wrt=(0, 1))
@case(np.abs(A3), B3, wrt=(0, 1))
@case(2.0, 3)
@case(2, 3.0, wrt=1)
@case(2, 3.5, wrt=(0, 1))
def power(a, b):
    return a ** b


@case(7.3, 2.0, wrt=(0, 1))
@case(-7.3, 2.0, wrt=(0, 1))
@case(np.array([7.3, -4.1]), np.array([2.0, -1.5]), wrt=(0, 1))
def floor_and_modulo(a, b):
    return a // b, a % b


@case(7.3)
def divmod_builtin(a):
    q, r = divmod(a, 2.0)
    return q, r * a


@case(np.arange(6.0).reshape(2, 3) + 0.5, A3, wrt=(0, 1))
def matmul(m, v):
    w = m @ v
    return w @ w, m.T @ w


@case(np.arange(9.0).reshape(3, 3) / 5)
def matmul_augmented(m):
    a = m.copy()
    a @= m
    return a


@case(6, 1.5, wrt="x")
def bit_operators(n, x):
    k = (n & 3) | (n << 2) ^ 5
    k = ~k >> 1
    return x * k


@case(1.5)
@case(A3)
def constants_on_either_side(x):
    return 2 - x, 3 / (x + 5), 2 ** x, 5 + x, x - 1, x / 4, 7 * x


@case(0.4)
@case(1.4)
@case(2.4)
def chained_comparison(x):
    if 0.5 < x * x <= 2.0 < 5:
        return x ** 3
    elif not 0 < x < 1:
        return -x
    return x


@case(0.4)
@case(-0.4)
def comparison_as_value(x):
    return (x > 0) * x + (x < 1) * 2.0, x > 0


@case(0.0, expected=(0.0, 1.0))
@case(0.7)
def and_or_values(x):
    a = x or 5.0
    b = x and x * 3
    return a, b


@case(0.7, None, wrt=0)
@case(0.7, 2.5, wrt=0)
def default_by_or(x, scale):
    s = scale or 2.0
    t = scale is not None and scale * x or x
    return x * s, t


@case(2.0)
@case(-2.0)
def boolean_mix(x):
    ok = x > 0 and x < 3 or not x
    return (x * x if ok else -x), ok


@case(-0.3)
@case(0.3)
@case(1.3)
def nested_ternary(x):
    return x * 2 if x > 1 else (x ** 2 if x > 0 else -x ** 3) if x < 0.5 else 0.0


@case(0.6)
def ternary_constant_branch(x):
    y = x if x > 1 else 2.0
    z = 1.0 if x > 1 else x * x
    return y, z


@case(1.2)
def parenthesised_precedence(x):
    return -x ** 2 + (-x) ** 2 * 3 - 2 ** -x - (x - (1 - x)) / (x / (2 / x))


@case(1.2)
def repeated_subexpression(x):
    return (x * x + 1) * (x * x + 1) / (1 + (x * x + 1))


@case(1.2)
def same_name_everywhere(x):
    return x * x * x / x + x - x


@case(0.5)
def in_operator(x):
    key = "b"
    table = {"a": x, "b": x * x}
    if key in table and 3 not in (1, 2):
        return table[key]
    return 0.0


@case(2.5)
def string_formatting_of_values(x):
    y = x * 2
    s = f"{y:.3f}" + "%g" % x + str(y)
    return y * len(s[:2]), s


# ---------------------------------------------------------------- conditions

@case(-1.0)
@case(0.3)
@case(2.0)
@case(9.0)
def elif_chain(x):
    if x < 0:
        y = -x
    elif x < 1:
        y = x * x
    elif x < 5:
        y = math.log(x)
    else:
        y = 1.0
    return y * 2


@case(-1.0)
@case(1.0)
def assigned_in_one_branch(x):
    y = 0.0
    if x > 0:
        y = x * x
        z = y * 3
        y += z
    return y


@case(1.0)
def branch_changes_kind_of_value(x):
    y = 0
    if x > 0.5:
        y = np.array([x, x * x])
    else:
        y = x
    return y * 2


@case(0.4)
@case(-0.4)
def early_return(x):
    if x < 0:
        return x * x
    y = math.exp(x)
    return y


@case(0.4)
@case(-0.4)
def no_return_on_one_path(x):
    if x > 0:
        return x * 2


@case(0.4)
def no_return(x):
    y = x * 2


@case(0.4)
def bare_return(x):
    y = x * x
    return


@case(0.4)
def only_pass(x):
    pass


@case(0.4)
def returns_argument(x):
    return x


@case(A3)
def returns_argument_array(x):
    return x


@case(0.4)
def returns_constant(x):
    return 3.0


@case(0.4)
def returns_mixture(x):
    return x, 1, "text", None, [x * x, {"k": x, "s": "s"}], True, (), [], {}


@case(0.4)
def docstring_only_and_return(x):
    """A docstring with a quote ' and a "double" one and a \\ backslash."""
    return x * 2


# --------------------------------------------------------------------- loops

@case(0.9)
def for_range_three(x):
    y = 0.0
    for i in range(10, 0, -3):
        y = y * x + i
    return y


@case(A3)
def for_array(xs):
    total = 0.0
    for x in xs:
        total += x * x
    return total


@case(M23)
def for_rows(m):
    out = 0.0
    for row in m:
        out = out + row[0] * row[1:].sum()
    return out


@case(M23)
def for_rows_and_elements(m):
    s = 1.0
    for row in m:
        for e in row:
            s = s * (1 + e * e)
    return s


@case([1.0, 2.0, 3.0])
@case((1.0, 2.0, 3.0))
def for_list(xs):
    p = 1.0
    for x in xs:
        p *= x
    return p


@case({"a": 1.0, "b": 2.0})
def for_dict(d):
    s = 0.0
    for k in d:
        s += d[k] ** 2
    for k, v in d.items():
        s += v * len(k)
    for v in d.values():
        s *= v
    for i, k in enumerate(d.keys()):
        s += i * d[k]
    return s


@case([1.0, 2.0, 3.0], [0.5, 0.25, 2.0], wrt=(0, 1))
@case(A3, B3, wrt=(0, 1))
@case([1.0, 2.0, 3.0], B3, wrt=1)
def for_zip(xs, ys):
    s = 0.0
    for a, b in zip(xs, ys):
        s += a * b
    return s


@case(A3)
@case([1.0, 2.0])
def for_enumerate(xs):
    s = 0.0
    for i, x in enumerate(xs):
        s += (i + 1) * x
    for i, x in enumerate(xs, start=5):
        s *= 1 + x / i
    return s


@case(A3)
@case((1.0, 2.0))
def for_reversed(xs):
    s = 0.0
    for x in reversed(xs):
        s = s * 2 + x
    return s


@case(A3, [1.0, 2.0, 3.0], wrt=(0, 1))
def for_enumerate_zip(xs, ys):
    s = 0.0
    for i, (a, b) in enumerate(zip(xs, ys)):
        s += i * a * b
    return s


@case([(1.0, (2.0, 3.0)), (4.0, (5.0, 6.0))])
def for_nested_targets(pairs):
    s = 0.0
    for a, (b, c) in pairs:
        s += a * b - c * s
    return s


@case([[1.0, 2.0, 3.0], [4.0, 5.0]])
def for_star_target(rows):
    s = 0.0
    for head, *rest in rows:
        for r in rest:
            s += head * r
    return s


@case([1.0, 2.0, 3.0])
def for_subscript_target(xs):
    box = [0.0, 0.0]
    s = 0.0
    for box[1] in xs:
        s += box[1] ** 2
    return s, box


@case(1.5)
def for_string(x):
    for c in "++*-":
        if c == "+":
            x = x + 1.0
        elif c == "*":
            x = x * x
        else:
            x = x - 0.5
    return x


@case(1.5)
def for_set_of_one(x):
    for k in {3}:
        x = x * k
    return x


@case(1.5)
def loop_variable_survives(x):
    for i in range(3):
        y = x * i
    return y + i


@case(A3)
def loop_variable_active_survives(xs):
    for v in xs:
        pass
    return v * v


@case(0.8)
def empty_loop(x):
    y = x
    for i in range(0):
        y = y * 5
    while False:
        y = 3.0
    return y


@case(100.0)
def while_loop(x):
    n = 0
    while x > 1.5:
        x = x / 2 + 0.1
        n += 1
    return x * n


@case(3.0)
def while_true_break(x):
    while True:
        x = math.sqrt(x)
        if x < 1.1:
            break
    return x


@case(A3)
def continue_in_for(xs):
    s = 0.0
    for x in xs:
        if x < 0:
            continue
        s += x ** 2
    return s


@case(1.1)
def continue_in_while(x):
    i, s = 0, 0.0
    while i < 6:
        i += 1
        if i % 2:
            continue
        s += x ** i
    return s


@case([1.0, 2.0, -3.0, 4.0])
@case([1.0, 2.0])
def break_with_else(xs):
    s = 1.0
    for x in xs:
        if x < 0:
            s = s * x
            break
        s += x
    else:
        s = s * 100
    return s


@case(5.0)
@case(50.0)
def while_else(x):
    i = 0
    while i < 3:
        x = x / 2
        if x < 1:
            break
        i += 1
    else:
        x = x * x
    return x


@case(1.3)
def nested_break_continue(x):
    s = 0.0
    for i in range(4):
        for j in range(4):
            if j > i:
                break
            if (i + j) % 2:
                continue
            s += x ** i * j
        else:
            s *= x
            continue
        s += 1.0
    return s


@case([[1.0, 2.0], [-3.0, 4.0]])
@case([[1.0, 2.0], [3.0, 4.0]])
def return_in_nested_loop(rows):
    s = 0.0
    for row in rows:
        for x in row:
            if x < 0:
                return s * x
            s += x * x
    return s


@case(0.5)
def return_in_while_true(x):
    n = 0
    while True:
        n += 1
        x = x * 1.5
        if x > 4:
            return x, n


@case(0.5)
def accumulate_two(x):
    a, b = x, 1.0
    for _ in range(5):
        a, b = b * a, a + b / 2
    return a, b


@case(0.5)
def active_only_after_some_iterations(x):
    a, b, c = 0.0, 0.0, x
    for i in range(4):
        a, b = b, c * i
    return a + b


@case(0.5)
def loop_first_use_inside_if(x):
    for i in range(5):
        if i == 0:
            y = x
        else:
            y = y * x + i
    return y


@case(1.5)
def iterate_while_mutating_other(x):
    out = [x]
    for i in range(3):
        out.append(out[-1] * out[i] + 1)
    return out[-1]


@case([1.0, 2.0, 3.0])
def grow_list_in_iteration(xs):
    for x in xs:
        if len(xs) < 6:
            xs.append(x * x + 0.5)
    return xs


# -------------------------------------------------------------------- returns

@case(1.2)
@case(A3)
def returns_tuple(x):
    return x * x, x + 1


@case(1.2)
def returns_nested(x):
    return {"a": [x, (x * x, {"b": x ** 3})], "n": 3, "s": "no"}


@case(1.2)
def returns_list_of_arrays(x):
    return [np.array([x, 1.0]), np.zeros(2) + x, np.ones(2)]


@case(A3)
def returns_twice_the_same(x):
    y = x * 2
    return y, y, (y,)


# ----------------------------------------------------- assert, raise, with, try

@case(1.2)
@case(-1.2)
def assertion(x):
    y = x * x
    assert x > 0, f"bad {x}"
    assert y
    return y


@case(1.2)
@case(-1.2)
@case(0.0)
def raises(x):
    if x < 0:
        raise ValueError("negative: " + repr(x))
    if x == 0:
        raise ZeroDivisionError
    return 1 / x


@case(0.0)
@case(2.0)
def divides_by_zero(x):
    return 1.0 / x


@case([1.0])
def index_error(xs):
    return xs[3] * 2


@case({"a": 1.0})
def key_error(d):
    return d["b"]


@case(A3)
def broadcast_error(x):
    return x + np.ones(2)


@case(-2.0)
def domain_error(x):
    return math.log(x) * x


@case(1e200)
def overflow_error(x):
    return x ** 2 * math.exp(x)


@case(1.0)
def unbound_local(x):
    if x > 5:
        y = x
    return y * x


@case(1.0, may_refuse=True)
def unbound_global(x):
    return x * this_name_is_nowhere


@case(0.0)
@case(2.0)
def with_errstate(x):
    with np.errstate(divide="ignore", invalid="ignore"):
        y = np.float64(1.0) / np.float64(x)
    return y


@case(np.array([0.0, 1.0, 4.0]), expected=np.array([1.0, -2.0, -0.125]))
def errstate_then_where(x):
    with np.errstate(all="ignore"):
        y = np.where(x > 0, 2.0 / x, x)
    return y


@case(4.0)
def return_inside_with(x):
    with np.errstate(all="ignore"):
        if x > 3:
            return np.sqrt(x)
    return x


@case(2.0)
@case(0.0, expected=1.0)
def try_except(x):
    try:
        y = 1 / x
    except ZeroDivisionError:
        y = x + 100.0
    return y


@case(2.0)
@case(0.0, expected=(1.0, [None, None]))
@case(-1.0)
def try_except_as_else_finally(x):
    log = []
    try:
        if x < 0:
            raise KeyError("neg")
        y = 3.0 / x
    except ZeroDivisionError as e:
        log.append(str(e))
        y = x
    except (KeyError, ValueError) as e:
        log.append(repr(e))
        y = x * x
    else:
        log.append("else")
        y = y * x * x
    finally:
        log.append("finally")
        y = y + 1
    return y, log


@case(2.0)
@case(-2.0)
def early_return_in_try_with_finally(x):
    seen = []
    try:
        if x > 0:
            return x * x, seen
        x = x * 3
    finally:
        seen.append("done")
    return x, seen


@case(2.0)
def finally_overrides(x):
    try:
        return x
    finally:
        x = x * 100


@case(2.0)
def finally_returns(x):
    try:
        return x
    finally:
        return x * x


@case(2.0)
def exception_half_way(x):
    y = x
    try:
        y = y * x
        y = y + [1][5]
        y = y * 1000
    except IndexError:
        y = y * 2
    return y


@case([1.0, 2.0, 0.0, 4.0], expected=-1.3125)
def try_in_loop(xs):
    s = 0.0
    for x in xs:
        try:
            s += 1 / x
        except ZeroDivisionError:
            continue
        finally:
            s += 0.5
    return s


@case(-1.0)
def reraise(x):
    try:
        raise ValueError("inner %g" % x)
    except ValueError:
        x = x * 2
        raise


@case(-1.0)
def raise_from(x):
    try:
        return math.sqrt(x)
    except ValueError as e:
        raise RuntimeError("outer") from e


@case(3.0)
def try_around_array_store(x):
    a = np.zeros(3)
    try:
        a[0] = x * x
        a[7] = x
    except IndexError:
        a[1] = x
    return a


@case(1.0)
def isinstance_dispatch(x):
    if isinstance(x, float):
        y = x * 2
    elif isinstance(x, np.ndarray):
        y = x * 3
    else:
        y = x * 4
    return y if type(x) is float else -y


@case(A3)
def shape_driven(x):
    n, = x.shape
    y = x
    if x.ndim == 1 and x.dtype == np.float64 and len(x) == n and x.size == 3:
        y = x * n
    return y.sum() / x.shape[0]


@case(3.0)
def string_dispatch(x):
    for op in ("square", "half", "neg"):
        if op == "square":
            x = x * x
        elif op == "half":
            x = x / 2
        else:
            x = -x
    return x


@case([("add", 2.0), ("mul", 3.0), ("pow", 2.0)], 1.5, wrt=(0, 1))
def interpreter(code, x):
    for op, arg in code:
        if op == "add":
            x = x + arg
        elif op == "mul":
            x = x * arg
        elif op == "pow":
            x = x ** arg
    return x


@case(1.3)
def conversions(x):
    a = float(x) * 2
    b = int(x) * x
    c = bool(x) * x
    d = round(x) + x
    e = complex(x, x * x)
    return a, b, c, d, e


@case([3.0, -1.0, 2.0])
@case(np.array([3.0, -1.0, 2.0]))
def builtins(xs):
    return sum(xs), max(xs), min(xs), abs(xs[1]), len(xs), max(xs[0], xs[1], 0.5), min(xs[0], 9), sum(xs, xs[0]), pow(xs[0], 2)


@case([3.0, -1.0, 2.0])
def sorted_builtin(xs):
    ys = sorted(xs)
    zs = sorted(xs, reverse=True)
    t = tuple(xs)
    return ys[0] * ys[1] + zs[0], t, list(reversed(ys)), list(zip(xs, ys)), dict(a=xs[0])


@case(0.5)
def global_statement_read(x):
    global A3
    return x * A3.sum()


@case(1.5)
def long_expression(x):
    return (x + 1) * (x + 2) * (x + 3) * (x + 4) / ((x + 5) * (x + 6)) - (x + 7) ** 2 + math.sin(x + 8) * math.cos(
        x + 9)


@case(1.5)
def several_on_one_line(x):
    a = x * x; b = a + x; c = a * b
    if c > 0: c = c * 2
    return c


@case(1.5, may_refuse=True)
def match_statement(x):
    match (x > 1, "go"):
        case (True, "go"):
            y = x * x
        case _:
            y = x
    return y


@case(1.5)
def ellipsis_and_none_index(x):
    a = np.array([[x, 1.0], [2.0, x * x]])
    return a[..., 0], a[None].shape, a[:, np.newaxis, 1].sum()
