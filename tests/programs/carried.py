"""Ways of carrying a value from one place to another."""

import functools

import numpy as np
import scipy.linalg

from tests.reference import case

C = np.array([1.53, -0.74, 2.08])


# ---------------------------------------------------------------- what is taken out of a container without tangents

@case(1.3, order=2)
def a_default_beside_what_is_taken_out(x):
    d = {"a": 2.0, "b": 1.0}
    p = d.pop("a", x)
    return p * x, d.pop("a", x * x), d.get("b", x) + d.pop("b", x) * x + d.get("b", x)


@case(1.3, order=2)
def taken_out_again_and_again(x):
    d = {"a": 2.0, "c": 3.0}
    for key in ("a", "b", "c", "a"):
        x = x * d.pop(key, x) + x
    return x


MISSING = object()


@case(1.3, order=2)
def taken_out_in_a_second_derivative(x):
    d = {"a": x}
    r = d.get("b", MISSING)
    if r is MISSING:
        r = x ** 2
    p = d.pop("a", MISSING)
    return r * p


class Times(dict):
    def pop(self, key, default):
        return super().pop(key, default) * default


class TimesOnce(Times):
    def pop(self, *given):
        return super(TimesOnce, self).pop(*given) + 1


@case(1.3, order=2)
def taken_out_by_methods_of_ones_own(x):
    d, e = Times(a=2.0), TimesOnce(a=3.0)
    return d.pop("a", x), d.pop("a", x), e.pop("a", x) * e.pop("a", x)


# ---------------------------------------------------------------- super() in a variable

class Base:
    def __init__(self, v):
        self.v = v

    @property
    def squared(self):
        return self.v ** 2

    def times(self, x):
        return self.v * x


class Derived(Base):
    def times(self, x):
        above = super()
        return above.times(x) + super().times(x) * above.squared

    def other(self, other, x):
        above = super()
        self = other
        return above.times(x)

    def others(self, other, x):
        above = super(Derived, self.turn(other))
        return above.times(x) + super(Derived, self.turn(other)).times(x)

    def turn(self, other):
        self.turns = getattr(self, "turns", 0) + 1
        return other if self.turns % 2 else self


@case(1.3, order=2)
def super_in_a_variable(x):
    return Derived(x).times(x)


@case(1.3, may_refuse=True)
def super_of_what_the_name_no_longer_means(x):
    return Derived(x).other(Derived(2.0), x)


@case(1.3, may_refuse=True)
def super_of_what_is_computed(x):
    return Derived(x).others(Derived(2.0), x)


# ---------------------------------------------------------------- what functions made inside hold as defaults

@case(1.3, order=2)
def a_list_by_default_for_calls_of_several_shapes(x):
    def keep(*given, held=[2.0], named={"k": 1.0}):
        if given:
            held[0] = given[0]
            named["k"] = held[0] * given[-1]
        return held[0] * named["k"]
    keep(x)
    keep(x, x * x)
    return keep() * x + keep(x, x, 2.0)


@case(1.3, order=2)
def what_a_default_holds_is_changed_by_others(x):
    d = {"k": x, "m": 2.0}
    held = lambda v=d: v

    def make(v):
        def lists(own=[v], *, named={"d": v}):
            return own, named
        return lists
    lists = make(x)

    def change():
        held().setdefault("q", x)
        lists()[0].append(x)

    class Changer:
        def change(self):
            lists()[1].update(z=x)
    change()
    Changer().change()
    return sum(held().values()), sum(d.values()), lists()


@case(1.3, order=2)
def functions_given_another_meaning_and_never_called_plainly(x):
    f = lambda v=x: v

    def again(n):
        nonlocal f
        if n == 0:
            return
        f = lambda v=n * x: v * x
        again(n - 1)
    again(2)
    g = lambda: x
    n = 0

    def by_case():
        nonlocal g, n
        n += 1
        match n:
            case 1:
                def g(): return x ** 2
            case 2:
                g = lambda: x ** 3
        return g()
    return f() * f(), by_case() + by_case() * g() + by_case()


# ---------------------------------------------------------------- who takes items from an iterator, and returns nothing of them

def remember(v):
    while True:
        sent = yield v
        if sent is not None:
            v = sent


class Reader:
    def __init__(self, source):
        self.source = source

    def skip(self):
        next(self.source)
        return 3

    def is_large(self):
        return next(self.source) > 2

    def send(self, v):
        self.source.send(v)


@case(1.3, order=2)
def items_taken_by_functions_for_a_number_or_nothing(x):
    memory, items = remember(x), (v * x for v in [1, 2, 3, 4, 5, 6])
    next(memory)

    def change(k):
        memory.send(next(memory) * 3 * x)
        return k

    def skip():
        for v in items:
            if v > x:
                break
        return 1

    def first(k):
        return k if next(items) > 0 else 2
    counts = [change(k) for k in (1, 2)], [skip()], [first(k) for k in (1, 2)]
    return next(memory) * x, next(items), counts


@case(1.3, order=2)
def items_taken_by_methods(x):
    reader = Reader(remember(x))
    n = reader.skip() + reader.is_large()
    reader.send(x * x)
    return next(reader.source) * n, reader.is_large()


# ---------------------------------------------------------------- objects that partials and bound methods give are iterated

class Indexed:
    def __init__(self, items):
        self.items = items

    def __getitem__(self, i):
        return self.items[i]


class Twice(list):
    def __iter__(self):
        return (v * 2 for v in list.__iter__(self))


class Holder:
    def __init__(self, held):
        self.held = held

    def get(self):
        return self.held


def same(v):
    return v


@case(1.3, order=2)
def objects_from_partials_are_iterated(x):
    get = functools.partial(same, Indexed([x, 2.0]))
    items = [1.0]
    items.extend(get())
    items += get()
    first, second = get()
    return (sum(get()), [v * x for v in get()], sorted(get()), max(*get()), dict(zip("ab", get())), list(map(same, get())),
            items, first * second, functools.reduce(lambda a, b: a * b, get()), sum(functools.partial(Indexed, [x, x])()))


@case(1.3, order=2)
def objects_from_bound_methods_are_iterated(x):
    get, twice = Holder(Indexed([x, 2.0])).get, Holder(Twice([x, 3.0])).get
    return sum(get()), [*get()], tuple(get()), sum(twice()), list(twice()), max(twice()), list(zip(get(), twice()))


# ---------------------------------------------------------------- results that share memory, or a type, with an argument

@case(C, order=2)
def open_meshes_are_views(c):
    a = c.copy()
    (only,) = np.ix_(a)
    u, v = np.ix_(a, a)
    a *= c[0]
    total = u * v
    only[0] += c[1]
    v[0, 1] *= c[2]
    late = np.zeros(3)
    w, _ = np.ix_(late, [0, 1])
    late[:] = c
    return a, u, v, w, total, np.outer(c, c)[np.ix_([0, 1], [1, 2])]


@case(np.outer(C, C) + np.eye(3))
def whole_powers_of_a_matrix(m):
    powers = [scipy.linalg.fractional_matrix_power(m, t) for t in (1, 2, 3, -1, 0, 0.5)]
    m *= 2
    first = scipy.linalg.fractional_matrix_power(m, 1)
    first[0] += 1
    return powers, m


@case(C, 1.0)
@case(C, 1e-20)
def real_if_it_is_so(c, part):
    v = np.real_if_close(c * (1 + part * 1j))
    return abs(v), v * v


@case(C, may_refuse=True)
def results_in_arrays_some_of_them(c):
    b, a = np.zeros(3), np.zeros(3)
    both = np.modf(c, b, a)
    return np.modf(c, out=(None, a))[0], both, a, b


@case(C, may_refuse=True)
def results_in_arrays_the_first_of_them(c):
    b = np.zeros(3)
    return np.divmod(c, c + 1.5, b)[1], b


# ---------------------------------------------------------------- a function is read before its arguments give its name to another

@case(1.3, order=2)
def the_name_of_what_is_called_gets_another_function(x):
    f = lambda w: w * x
    first = f((f := lambda w: w * w)(x))
    second = (f := lambda w: w * x)((f := lambda w: w ** 3)(x))
    third = list(map(f, [(f := lambda w: w * 5)(x)]))[0]
    return first, second, third, f(x)


@case(1.3, order=2)
def the_name_of_what_is_called_is_changed_by_an_argument(x):
    def f(w):
        return w * x

    def change():
        nonlocal f
        def f(w):
            return w ** 3
        return x
    inner = f(f(change()))
    return inner, f(x)


# ---------------------------------------------------------------- items of a dict that changes later

@case(1.3, order=2)
def items_see_what_is_stored_later(x):
    d = {"a": x, 1: x * x, 2.5: x}
    items, values = d.items(), d.values()
    found = []
    for q in range(2):
        d[q] = x ** (q + 2)
        found.append(sum(w * w for _, w in items) + sum(values))
    del d["a"]
    return found, sum(w for _, w in reversed(items)), [w * u for (_, w), u in zip(items, values)], dict(items)


# ---------------------------------------------------------------- defaults of getattr, where the object has no tangents

class Plain:
    a = 2.0

    def __init__(self, **held):
        self.__dict__.update(held)

    def option(self, name, default):
        return getattr(self, name, default)


SETTINGS = Plain()


@case(1.3, order=2)
def attributes_that_are_there_have_no_tangents(x):
    p = Plain()
    p.b = 3.0
    first = getattr(p, "b", x) * x + getattr(p, "c", x) * x + getattr(p, "a", x) * x
    del p.b
    return first, getattr(p, "b", x), getattr(SETTINGS, "b", x) * x, getattr(SETTINGS, "a", x) * x


@case(1.3, order=2)
def attributes_named_by_others_have_no_tangents(x):
    p = Plain(z=2.0)
    q = Plain()
    q.w = 3.0
    total = 0.0
    for name in ("w", "u"):
        total = total * x + getattr(q, name, x)
    return p.option("z", x) * x + p.option("u", x) * x, total


class Computing:
    def __init__(self, v):
        self.v = v

    @property
    def doubled(self):
        return self.v * 2

    @property
    def missing(self):
        return self.nowhere

    def __getattr__(self, name):
        if name == "w":
            return self.v
        raise AttributeError(name)


@case(1.3, order=2)
def properties_and_defaults(x):
    return getattr(Computing(x), "doubled", x) * x + getattr(Computing(2.0), "doubled", x) * x


@case(1.3, may_refuse=True)
def properties_that_raise_and_defaults(x):
    return getattr(Computing(x), "missing", x) * x


@case(1.3, may_refuse=True)
def attributes_made_up_and_defaults(x):
    return getattr(Computing(x), "u", x) * x
