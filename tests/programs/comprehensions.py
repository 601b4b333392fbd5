"""Comprehensions of every kind, and generator expressions that are used up where they stand."""

import math

import numpy as np

from tests.reference import case

X3 = [0.7, -1.2, 2.5]
A3 = np.array(X3)
A23 = np.array([[1.0, -0.5, 2.0], [0.3, 1.7, -1.1]])
WEIGHTS = [0.5, 2.0, -1.0]


def square(x):
    return x * x


def affine(x, a=2.0, b=1.0):
    return a * x + b


def note(log, x):
    log.append(x)
    return x * x


@case(X3)
@case(A3)
@case((1.0, 2.0))
@case([])
@case([np.array([1.0, 2.0]), np.array([0.5, -1.0])])
def squares(xs):
    return [x * x for x in xs]


@case(X3)
@case(A3)
def of_a_helper(xs):
    return [square(x) for x in xs]


@case(X3)
def of_a_helper_with_keywords(xs):
    return [affine(x, b=i) for i, x in enumerate(xs)]


@case(X3)
@case([1.0, 2.0])
def filtered(xs):
    return [2 * x for x in xs if x > 0]


@case(X3)
def filtered_twice(xs):
    return [2 * x for x in xs if x > 0 if x < 2]


@case(X3)
def filtered_by_a_helper(xs):
    return [x for x in xs if square(x) > 1]


@case(X3)
def filtered_with_call(xs):
    return [math.sqrt(x) for x in xs if abs(x) > 1 and x > 0]


@case(X3)
def needs_a_name(xs):
    return [math.exp(x) for x in xs]


@case(X3)
def conditional_element(xs):
    return [x * x if x > 0 else -x for x in xs]


@case(X3)
def conditional_with_calls(xs):
    return [math.exp(x) if x > 0 else square(x) for x in xs]


@case(2.0, 4)
@case(2.0, 0)
def powers(x, n):
    return [x**i for i in range(n)]


@case(2.0)
def constant_elements(x):
    ys = [x for _ in range(3)]
    return ys, [1.0 for _ in ys]


@case(X3)
def assigned_back(xs):
    xs = [x * 2 for x in xs]
    xs = [x + xs[0] for x in xs]
    xs = [math.exp(x) * xs[0] for x in xs]
    return xs


@case(3.0, X3)
def variable_hides_parameter(x, xs):
    ys = [x * x for x in xs]
    return x * ys[0]


@case(3.0, X3)
def variable_hides_and_needs_loop(x, xs):
    ys = [math.exp(x) for x in xs]
    return x * ys[0]


@case(X3)
def iterates_itself(x):
    return [x * x for x in x]


@case(X3)
def same_variable_twice(xs):
    return [x * x for x in xs], [math.sin(x) * math.exp(x) for x in xs], [i for i in range(3)]


@case(X3)
def nested(xs):
    return [[x * y for y in xs] for x in xs]


@case(X3)
def nested_same_variable(xs):
    return [[x * x for x in xs] for x in xs if x > 0]


@case(X3)
def nested_with_calls(xs):
    return [[math.exp(x * y) for y in xs] for x in xs]


@case(X3)
def two_fors(xs):
    return [x * y for x in xs for y in xs]


@case(X3)
def two_fors_with_conditions(xs):
    return [x * y for i, x in enumerate(xs) if x > 0 for y in xs[i:] if y != x]


@case([[1.0, 2.0], [3.0], []])
def flattened(rows):
    return [x * x for row in rows for x in row]


@case([[1.0, 2.0], [3.0]])
def inner_iterable_is_computed(rows):
    return [x * x for row in rows for x in [r + 1 for r in row]]


@case(A23)
def rows_of_an_array(a):
    return [row.sum() for row in a]


@case(A23)
def rows_written_later(a):
    rows = [row for row in a]
    rows[0] *= 2
    return a.sum() * rows[0][0]


@case(A23)
def new_arrays_written_later(a):
    rows = [row + 1 for row in a]
    rows[0] *= 2
    return a.sum() * rows[0][0]


@case(A23)
def shared_element(a):
    rows = [a[0] for _ in range(2)]
    rows[0][1] = 7.0
    return rows[1][1] * a[0, 0]


@case(X3)
def zipped(xs):
    return [x * w for x, w in zip(xs, WEIGHTS)]


@case(X3)
def zipped_strictly(xs):
    return [x * w for x, w in zip(xs, WEIGHTS, strict=True)]


@case(X3)
def zipped_and_numbered(xs):
    return [i * x * w for i, (x, w) in enumerate(zip(xs, WEIGHTS), start=2)]


@case(X3)
def whole_tuples(xs):
    return [p[0] * p[1] for p in zip(xs, xs[1:])]


@case(X3)
def backwards(xs):
    return [x * x for x in reversed(xs)]


@case([(1.0, 2.0), (3.0, 4.0)])
def unpacked_tuples(points):
    return [x * y for x, y in points]


@case([(1.0, [2.0, 3.0]), (4.0, [5.0])])
def unpacked_with_star(items):
    return [a * sum(rest) for a, (*rest,) in items]


@case({"a": 1.0, "b": 2.0})
def values_of_a_dict(d):
    return [v * v for v in d.values()], [k for k in d], {k: v * 2 for k, v in d.items()}


@case({"a": 1.0, "b": 2.0})
def dict_filtered(d):
    return {k: math.exp(v) for k, v in d.items() if k != "a"}


@case(2.0)
def dict_of_powers(x):
    d = {i: x**i for i in range(4)}
    return d[3] * d[1]


@case(2.0)
def dict_keys_computed(x):
    return {f"k{i}": square(x) * i for i in range(3)}


@case(2.0)
def dict_keys_repeat(x):
    return {i % 2: x * i for i in range(5)}


@case(2.0)
def set_beside(x):
    return sum(x for _ in {i % 3 for i in range(10)})


@case([0.5, 1.0, 2.0], X3)
@case(np.array([0.5, 1.0, 2.0]), A3)
def dot(ws, xs):
    return sum(w * x for w, x in zip(ws, xs))


@case(X3)
def sum_of_calls(xs):
    return sum(math.exp(x) for x in xs), sum((square(x) for x in xs), 1.0)


@case(X3)
def sum_of_list(xs):
    return sum([x * x for x in xs]) / len([x for x in xs])


@case(2.0)
def sum_over_range(x):
    return sum(x**k / math.factorial(k) for k in range(8))


@case(X3)
def extremes(xs):
    return max(x * x for x in xs), min(x * x for x in xs), max([x for x in xs if x > 0])


@case(X3)
def decides(xs):
    if any(x > 2 for x in xs) and not all(x > 0 for x in xs):
        return xs[0] * xs[1]
    return xs[0]


@case(X3)
def made_into(xs):
    return list(x * x for x in xs), tuple(x * x for x in xs), tuple(square(x) for x in xs)


@case(X3)
def made_into_dict(xs):
    return dict((i, x * x) for i, x in enumerate(xs))


@case(X3)
def made_into_array(xs):
    return np.array([x * x for x in xs]), np.array([[x, x * y] for x, y in zip(xs, xs[1:])])


@case(A23)
def stacked(a):
    return np.stack([row * row for row in a]), np.concatenate([row[:2] for row in a])


@case(X3)
def product(xs):
    return math.prod(x + 2 for x in xs), math.fsum(x * x for x in xs)


@case(X3)
def joined_text(xs):
    return ", ".join(f"{i}" for i in range(len(xs))), xs[0]


@case(X3)
def extends(xs):
    ys = [1.0]
    ys.extend(x * x for x in xs)
    ys.extend([square(x) for x in xs])
    ys += [x for x in xs]
    return ys


@case(X3)
def unpacks(xs):
    a, b, c = (x * x for x in xs)
    first, *rest = [x + 1 for x in xs]
    return a * b * c, first, rest


def total(*xs):
    s = 0.0
    for x in xs:
        s += x
    return s


@case(X3)
def star_arguments(xs):
    return total(*[x * x for x in xs]), total(1.0, *(square(x) for x in xs)), max(*[x * x for x in xs])


@case(X3)
def star_in_displays(xs):
    return [*(x * x for x in xs), 1.0], (*[x for x in xs], *xs), {**{i: x for i, x in enumerate(xs)}, 7: 1.0}


@case(X3)
def walrus(xs):
    ys = [y * y for x in xs if (y := x + 1) > 0]
    return ys, y


@case(X3)
def walrus_running_sum(xs):
    s = 0.0
    return [s := s + x for x in xs], s


@case(X3)
def effects_happen_once(xs):
    log = []
    ys = [note(log, x) for x in xs if x > -5]
    return ys, log


@case(X3)
def effects_of_conditions(xs):
    log = []
    ys = [x * x for x in xs if not log.append(x)]
    return ys, log


@case(X3)
def run_for_its_effect(xs):
    log = []
    [log.append(x * x) for x in xs]
    return log


@case(X3, [])
def run_for_its_effect_on_an_argument(xs, log):
    [log.append(i) for i in range(3)]
    return [x * x for x in xs]


@case(X3)
def first_iterable_evaluated_once(xs):
    log = []
    ys = [y * y for y in [note(log, x) for x in xs]]
    return ys, len(log)


@case([])
@case(X3)
def inside_a_loop(xs):
    total = 0.0
    for i in range(3):
        xs = [x * 0.5 + i for x in xs]
        total += sum(x * x for x in xs)
    return total


@case(X3)
def inside_a_branch(xs):
    if xs[0] > 0:
        ys = [math.exp(x) for x in xs]
    else:
        ys = [x for x in xs]
    return ys if len(ys) > 2 else [y * 2 for y in ys]


@case([])
@case(X3)
def inside_a_try(xs):
    ys = xs
    try:
        ys = [math.log(x) for x in xs]
    except ValueError:
        pass
    return sum(ys)


@case(2.0)
def matrix(x):
    m = [[x**(i + j) for j in range(2)] for i in range(2)]
    return m[0][0] * m[1][1] - m[0][1] * m[1][0] * 3


@case([[1.0, 2.0], [3.0, 4.0]])
def transposed(rows):
    return [[row[i] for row in rows] for i in range(2)], [list(column) for column in zip(*rows)]


@case([[1.0, 2.0], [3.0, 4.0]], [[0.5, 1.0], [2.0, -1.0]], wrt=(0, 1))
def matrix_product(a, b):
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]


@case([1.0, 2.0, 3.0], 2.0, wrt=(0, 1))
def horner(coefficients, x):
    return sum(c * x**i for i, c in enumerate(coefficients))


@case(np.float32(1.5))
def single_precision(x):
    return [x * i for i in range(3)], sum(x * x for _ in range(3))


@case(1 + 2j)
def complex_elements(z):
    return [z * k for k in range(3)], sum(z**k for k in range(3))


@case(3)
def integers(n):
    return [n * i for i in range(3)]


@case(X3)
def lengths_and_tests(xs):
    if len([x for x in xs if x > 0]) == 2 and 7.0 not in [x for x in xs]:
        return xs[0] * 3
    return xs[1]


@case(X3, order=2)
def twice(xs):
    ys = [math.exp(x) * x for x in xs]
    return sum(y * y for y in ys if y > 0)


@case(1.5, order=4)
def four_times(x):
    return sum(x**k for k in range(6))


@case({"w": [A23, A23.T.copy()], "b": [np.ones(2), np.ones(3)]}, A3)
def layers(params, x):
    for w, b in zip(params["w"], params["b"]):
        x = np.tanh(w @ x + b)
    return sum([(w**2).sum() for w in params["w"]]) + x.sum()


@case([A23[0], A23[1]])
def sum_of_arrays(rows):
    return sum(row * row for row in rows)


@case([A23[0], A23[1]])
def arrays_scaled_in_place(rows):
    for row in [r for r in rows]:
        row *= 2
    return rows[0] * rows[1]


@case(X3, 0.5, wrt=(0, 1))
def captured_number(xs, k):
    return [k * x for x in xs], [math.exp(k) * x for x in xs]


@case(X3)
def dx(dxs):
    dx = [dxs_ * 2 for dxs_ in dxs]
    return [x * dx[0] for x in dx]


@case(X3)
def an_inner_function_sees_the_old_list(xs):
    ys = [1.0]

    def scale():
        return len(ys) * xs[0]
    ys = [math.exp(x) * scale() for x in xs]

    def change():
        nonlocal ys
        ys = [math.exp(x) * scale() for x in xs]
    change()
    return ys


@case(1.3, order=2)
def least_of_what_is_kept(x):
    best = min(((h * h, k) for k in range(4) if (h := x * k) > 1), default=None)
    return max((h for k in range(3) if (h := x * k) > 1), default=0.0), best, h, max((h for k in range(1) if (h := x * k)), default=x)


# ---------------------------------------------------------------- functions of a variable of a comprehension that runs again

def mean_of(f, n=4):
    return sum(f(i / n) for i in range(n)) / n


@case(0.7, (1.0, 2.0), order=2)
def integrals_in_a_loop(x, ws):
    total = 0.0
    for k in range(3):
        ys = [mean_of(lambda s: s * w * x + k) for w in ws]
        total += ys[0] * ys[1] + sum(mean_of(lambda s: s * w * x ** k) for w in ws if w > 1)
        table = {w: mean_of(lambda s: s ** w * x) for w in ws}
        total *= table[1.0]
    for y in [mean_of(lambda s: s * w * x) for w in ws]:
        total += y * x
    return total


@case(0.7, order=2)
def functions_kept_of_each_run(x):
    """The functions of one run share its variable, and no other's."""
    kept = []
    for u in (1.0, 2.0):
        kept += [lambda z: z * w * u for w in (u, 3 * u)]
    return [f(x) for f in kept], [[mean_of(lambda s: s * w * v * x) for w in (1.0, 2.0)] for v in (x, 3.0)]


class Law:
    scale = 2.0

    def at(self, x):
        total = 0.0
        for _ in range(2):
            total += sum(mean_of(lambda s: s * w * self.scale * x) for w in (1.0, 2.0))
        return total


class Twice(Law):
    def at(self, x):
        total = 0.0
        for _ in range(2):
            total += sum([mean_of(lambda s: s * w * x) for w in (1.0, 2.0)]) + super().at(x)
        return total


@case(0.7, order=2)
def functions_of_each_call(x):
    """A function that is made in a loop has variables of its own at each call."""
    total, laws = 0.0, []
    for k in range(3):
        def area(c):
            return sum([mean_of(lambda s: s * w * c) for w in (1.0, 2.0)])
        total += area(x * x) + k * x
        laws.append(lambda c: sum([mean_of(lambda s: s * w * c * x) for w in (1.0, k + 1.0)]))
        total += sum(mean_of(lambda s: s * w * c * x) for w in (1.0, 2.0) for c in (w, 3.0) if c > w)
    return total, [law(x) for law in laws], Twice().at(x)


@case(1.3, order=2)
@case(0.4)
def found_by_any_and_all(x):
    values, r, k = [x, 2 * x, 3 * x], x, 2.0
    while any((hit := v) > k for v in values) and k < 10.0:
        r, k = r * hit, k + 1.5
    if not all((last := v * x) < 3 for v in values if v > 0):
        r += last
    for row in [[x, 1.0], [2.0, x]]:
        if any((bad := v) > 1.5 for v in row):
            return r, bad
    return r, [(y, any((z := w) > y for w in (1.0, x, 3.0)), z) for y in (x, 0.0)]


@case([0.5, 1.2], order=2)
def variables_of_names_that_are_needed_meanwhile(xs):
    x = xs[0] * 2
    ys = [math.exp(x) + x for x in xs]
    total = 0.0
    for y in ys:
        total += y * sum([math.sin(y) * y for y in xs])
    for y in ys:
        if y > 2:
            total += y
        total -= sum([math.exp(y) / y for y in xs])
    k = 0
    while k < 2:
        total *= sum([math.cos(k * x) * k for k in (1.5, x)])
        k += 1
    return x * total + y


@case([0.5, 1.2], order=2)
def variables_of_names_that_are_free(xs):
    for x in xs:
        last = x * x
    ys = [math.exp(x) + x for x in xs]
    x = sum(ys)
    zs = [math.sin(x) * last for x in ys]
    try:
        ys = [math.log(last - 10 * last) for last in xs]
    except ValueError:
        x = last
    return x * sum(zs), last
