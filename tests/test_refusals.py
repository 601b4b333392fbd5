"""What cannot be differentiated is refused properly: type, place, reason, advice, calls."""

import collections
import contextlib
import copy
import fractions
import functools
import inspect
import itertools
import pickle
import random
import re
import sys
import types
import zlib

import numpy as np
import pytest

import s2sad
from s2sad import DifferentiationError, differentiate

# The line that each refusal must name ends in `# here`.


def set_returned(x):
    d = {x * i for i in range(3)}
    return len(d) * x, d  # here


def set_changed_by_an_operator(x):
    s = set()
    s |= {x}  # here
    return sum(s)


def sets_met_by_a_method(x):
    return sum({x, x * x}.intersection([x]))  # here


class Visited:
    def __init__(self):
        self.seen = set()

    def visit(self, v):
        self.seen.add(v)


def set_in_an_object(x):
    v = Visited()  # here
    v.visit(x)
    return sum(v.seen)


def returns_an_iterator(x):  # here
    return iter([x, x])


def sent_to_by_the_caller(x):
    y = yield x  # here
    yield x * y


def stores_before_a_target_that_raises(x):
    items = [x, x]
    try:
        items[0], items.missing.k = x * 2, x  # here
    except AttributeError:
        pass
    return items[0] * items[1]


def enters_before_a_target_that_raises(x):
    line = Line([x, x])
    try:
        with line as line.missing.k:  # here
            pass
    except AttributeError:
        pass
    return line.items[0] * x


def iterator_beside_what_is_active(x):
    (a, b), c = iter([1.0, 2.0]), x  # here
    b, a = a * c, b * x
    return a + b


def item_of_an_object_whose_place_changes(x):
    line, i = Line([x, x]), 0

    def step():
        nonlocal i
        i = 1
        return x
    line[i] += step()  # here
    return line.items[0] * line.items[1]


def item_given_by_a_context_manager(x):
    items = [x, x]
    with memoryview(b"ab") as items[0]:  # here
        pass
    return items[1]


def item_as_the_variable_of_a_comprehension(x):
    items = [x, x]
    n = [2.0 for items[0] in (3.0, 4.0)]  # here
    return items[0] * items[1] * n[0]


def iterator_unpacked_and_kept(x):
    a, b = kept = map(lambda v: v * x, [x, x])  # here
    return a + b + len(list(kept))


class Line:
    def __init__(self, items):
        self.items = items

    def __getitem__(self, i):
        return self.items[i]

    def __setitem__(self, i, value):
        self.items[i] = value

    def __enter__(self):
        self.items[0] *= 2

    def __exit__(self, *error):
        pass


def changes_in_generator_expression(x):
    ys = ((y := x * i) and y for i in range(3))  # here
    return next(ys) + y


def iterator_or_list(x):
    ys = [x]
    if x > 0:
        ys = iter(ys)
    return len(ys) * x  # here


def unpacks_inside(x):
    (a, b), c = iter([x, x]), 2.0  # here
    return a * b * c


def array_of_an_iterator(x):
    return np.sum(x for _ in range(3))  # here




def text_through_a_fraction(x):
    return float(fractions.Fraction(str(x)))  # here


def text_in_an_exception(x):
    try:
        raise ValueError(f"{x}")
    except ValueError as error:
        return float(error.args[0])  # here


def text_found_by_a_pattern(x):
    return float(re.findall(r"[0-9.]+", str(x))[0])  # here


class Leaf:
    def __init__(self, w):
        self.w = w


class Equal(Leaf):
    def __eq__(self, other):
        return self.w == other.w

    def __hash__(self):
        return hash(self.w)


def equal_objects_as_keys(x):
    return sum({Equal(x): x, Equal(2 * x): 1.0}.values())  # here


def objects_beside_texts_as_keys(x):
    d = {"a": 1.0, Leaf(x): x}  # here
    return d["a"] * sum(d.values())


def texts_by_keywords_beside_objects(x):
    d = dict(a=1.0)  # here
    d[Leaf(x)] = x
    return sum(d.values())


def objects_as_keys_returned(x):  # here
    return {Leaf(x): x}


LEAF = Leaf(1.0)


def objects_that_outlive_the_call_as_keys(x):
    seen = {}
    for leaf in (LEAF, Leaf(x), LEAF):
        seen[leaf] = seen.get(leaf, 0.0) * x + leaf.w * x  # here
    return sum(seen.values())


def attribute_of_what_may_outlive_the_call(x):
    leaf = LEAF if x > 0 else Leaf(x)
    leaf.w = x  # here
    return leaf.w


class Net:
    def __init__(self):
        self.leaves = [Leaf(1.0), Leaf(2.0)]
        self.factors = dict.fromkeys(self.leaves, 3.0)


def keys_of_an_argument_that_it_holds(net):
    return sum(leaf.w * v for leaf, v in net.factors.items())  # here


def item_of_a_view_in_an_argument(leaf):
    return leaf.w["a"] * 2  # here


def stored_as_a_default(x):
    d = collections.defaultdict(float)
    d[x]
    return sum(k for k in d)  # here


def method_of_a_dict_of_objects(x):
    d = {Leaf(x): x}
    return max(d, key=d.get).w  # here


def text_as_a_key(x):
    return sum(float(k) for k in {str(x): 1.0})  # here


def failed_assertion(x):
    try:
        assert x < 0, x * x
    except AssertionError as error:
        return error.args[0]  # here


def exception_without_a_name(x):
    try:
        raise ValueError(x)
    except ValueError:
        return sys.exc_info()[1].args[0]  # here


def cause_stored(x):
    error = KeyError("k")
    error.__cause__ = ValueError(x)  # here
    try:
        raise error
    except KeyError as e:
        return e.__cause__.args[0]


def key_not_found(x):
    try:
        return {}.pop(x)
    except KeyError as error:
        return error.args[0]  # here


async def coroutine(x):  # here
    return x


def class_that_holds(x):
    class P:
        value = x  # here
    return P.value


def class_made_by_type(x):
    Made = type("Made", (), {"go": lambda self: x})  # here
    return Made().go()


def slice_that_holds(x):
    s = slice(x, 2.0)  # here
    return 2 * s.start


class Scales:
    def __init__(self, v):
        self.v = v

    def __call__(self, k):
        return self.v * k


class Holds:
    def __init__(self, v):
        self.v = v


def called_where_one_class_cannot_be(x):
    total = 0.0
    for o in (Holds(x), Scales(x)):
        try:
            total += o(2.0)  # here
        except TypeError:
            total += 10 * x
    return total


def variables_of_a_frame(x):
    return 2 * sys._getframe().f_locals["x"]  # here


def name_of_a_frame(x):
    return x * len(sys._getframe().f_code.co_name)  # here


def items_of_an_array_used_up(a):
    items = a.flat
    scale = 3.0 if max(items) > 2 else 1.0  # here
    return scale * sum(items)


STEPS = [np.sin, np.cos]


def functions_from_outside_meet_one_made_here(x):
    return [f(1.0) for f in (*STEPS, lambda v: v * x)]  # here


def functions_passed_meet_one_made_here(x, steps=tuple(STEPS)):  # here
    return [f(1.0) for f in (*steps, lambda v: v * x)]


def counter_that_uses(x):
    class Bag(collections.Counter):
        def weight(self):
            return sum(x * n for n in self.values())
    return Bag("abca").weight()  # here


def number_that_uses(x):
    class Size(int):
        def scaled(self):
            return self * x
    return Size(3).scaled()  # here


def default_that_draws(x):
    draws = random.Random(1)
    d = collections.defaultdict(lambda: draws.random() * x)  # here
    return d["a"] * d["b"]


def asked_to_sort(x):
    class Cell:
        def __init__(self, value):
            self.value, self.seen = value, 0.0

        def __lt__(self, other):
            self.seen += self.value
            return self.value < other.value
    cells = [Cell(x), Cell(-x)]
    cells.sort()  # here
    return cells[0].seen


class Told:
    def __init__(self, x):
        self.x = x

    def __format__(self, spec):
        self.x = self.x * 2
        return "told"

    def __eq__(self, other):
        self.x = self.x * 2
        return self is other

    def __hash__(self):
        self.x = self.x * 2
        return 1

    def __index__(self):
        self.x = self.x * 2
        return 0

    def __len__(self):
        self.x = self.x * 2
        return 2

    def __iter__(self):
        return iter((1.0, 2.0))

    def write(self, text):
        self.x = self.x * len(text)

    @property
    def twice(self):
        self.x = self.x * 2
        return 1

    @functools.cached_property
    def square(self):
        return self.x ** 2


class Watched:
    def __init__(self, x):
        self.x, self.seen = x, 0.0

    def __lt__(self, other):
        self.seen += self.x
        return self.x < other.x

    def __eq__(self, other):
        self.seen += self.x
        return self is other

    def __hash__(self):
        self.seen += self.x
        return 1

    def __getattr__(self, name):
        self.seen += self.x
        return 1.0


@functools.lru_cache
def with_a_cache(v):
    return 2.0


def asked_by_a_cache(x):
    w = Watched(x)
    return with_a_cache(w) * w.seen  # here


def asked_by_a_key(x):
    ws = [Watched(x), Watched(2 * x)]
    places = sorted([0, 1], key=lambda i: ws[i])  # here
    return ws[places[0]].seen


def asked_by_groups(x):
    ws = [Watched(x), Watched(2 * x)]
    groups = [list(g) for _, g in itertools.groupby(ws)]  # here
    return ws[0].seen * len(groups)


def asked_by_a_set(x):
    ws = [Watched(x), Watched(2 * x)]
    return len({w for w in ws}) * ws[0].seen  # here


def asked_whether_it_has(x):
    w = Watched(x)
    return hasattr(w, "absent") * w.seen  # here


def asked_for_text(x):
    told = Told(x)
    text = f"{[told, 1.0]}{told}"  # here
    return told.x * len(text)


def asked_by_a_list(x):
    told = Told(x)
    return told.x * [told].count(told)  # here


def asked_by_unequal(x):
    told = Told(x)
    return told.x * (told != 1.0)  # here


def asked_by_a_pattern(x):
    told = Told(x)
    match told:  # here
        case 2.0:
            return x
        case _:
            return told.x


def asked_for_a_hash(x):
    told = Told(x)
    return told.x * hash(told)  # here


def asked_for_an_index(x):
    told = Told(x)
    return [told.x, 1.0][told]  # here


def asked_for_a_length(x):
    told = Told(x)
    return told.x * sum(list(told))  # here


def asked_in_an_assertion(x):
    told = Told(x)
    assert told  # here
    return told.x


def asked_to_write(x):
    told = Told(x)
    print("a", file=told)  # here
    return told.x


def asked_for_an_attribute(x):
    told = Told(x)
    return told.x * hasattr(told, "twice")  # here


def asked_for_a_cached_attribute(x):
    told = Told(x)
    return told.square * hasattr(told, "square")  # here


def asked_for_an_attribute_in_a_text(x):
    told = Told(x)
    text = "{0.twice}".format(told)  # here
    return told.x * len(text)


class Copied:
    def __init__(self, x):
        self.x = x

    def __deepcopy__(self, memo):
        return Copied(self.x ** 2)


def as_property(f):
    return property(f)


def made_a_property_by_a_decorator(x):
    class Gain:
        @as_property
        def of(self):  # here
            return x * x
    return Gain().of


def given_a_method_later(x):
    class Gain:
        pass
    Gain.of = lambda self, y: y * y  # here
    return Gain().of(x)


class Partly:
    def __init__(self, x):
        self.x = x
    doubled = property(functools.partial(lambda self: self.x * 2))


def read_by_no_function(x):
    return Partly(x).doubled  # here


class Counts(collections.Counter):
    pass


def stored_in_a_class_of_its_own(x):
    counts = Counts()
    counts["a"] = x * x  # here
    counts["b"] += x
    return counts["a"] + counts["b"] + counts.total()


def copied_with_a_list(x):
    return copy.deepcopy([Copied(x)])  # here


def class_with_decorator(x):
    @str
    class P:
        def __init__(self, a):
            self.a = a
    return P(x).a  # here


def one_of_several_methods(x):
    class P:
        def f(self):
            return x

        def g(self):
            return x * x
    return sum(m(P()) for m in (P.f, P.g))  # here


def default_of_a_method(x):
    class P:
        def f(self, k=x):  # here
            return k
    return P().f()


def descriptor_in_a_class_inside(x):
    class Doubled:
        def __get__(self, obj, owner):
            return 2 * obj.a

    class P:
        b = Doubled()  # here

        def __init__(self, a):
            self.a = a
    return P(x).b


def handed_to_what_is_not_known(x):
    class P:
        def __lt__(self, other):
            return x > 0
    return zlib.crc32(P()) * x  # here


def evaluates(x):
    return eval("x * x")  # here


def executes(x):
    exec("y = x")  # here
    return x


def reads_locals(x):
    y = x * x
    return locals()["y"]  # here


def no_rule(x):
    y = x * x
    return zlib.crc32(x) * y  # here


def no_rule_in_numpy(x):
    return np.packbits(x)  # here


def no_rule_for_method(x):
    return x.byteswap()  # here


def text_and_back(x):
    return float(str(x)) * 2  # here


def random_of_active(x):
    return np.random.poisson(x)  # here


def random_at_run_time(x):
    rng = np.random.default_rng(0)
    return rng.gamma(x)  # here


def slope_of_what_prints(x):
    def shows(y):
        print(y)
        return x * y
    return differentiate(shows)(x)[1]  # here


def slope_of_what_counts(x):
    n = 0

    def counts(y):
        nonlocal n
        n += 1
        return x * y
    return differentiate(counts)(x)[1] * n  # here


def its_own_slope(x, n=2):  # here
    if n == 0:
        return x * x * x
    return differentiate(its_own_slope)(x, n - 1)[1]


class Squaring(np.ndarray):
    def __mul__(self, other):
        return np.asarray(self) * other**2


def array_of_a_class_of_its_own(x):
    b = np.ones_like(np.ones(3).view(Squaring))[:2]
    return float((b * x).sum())  # here


def series_of_a_series(x):
    return np.polynomial.Polynomial([x, 2.0])(np.polynomial.Polynomial([1.0, 1.0])).coef  # here


def series_converted(x):
    return np.polynomial.Polynomial([x, 2.0]).convert(kind=np.polynomial.Chebyshev).coef  # here


def masked_in_a_product(x):
    m = np.ma.array([1.0, 2.0], mask=[0, 1])
    return (m * x).sum()  # here


def masked_with_its_sign_copied(x):
    m = np.ma.masked_less([1.0, 2.0], 1.5)
    return (x + -m.copy()[:2]).sum()  # here


def masked_in_a_function(x):
    return np.maximum(x, np.ma.array([1.0, 2.0], mask=[0, 1])).sum()  # here


def matrix_and_its_square(x):
    M = np.matrix([[1.0, 2.0], [3.0, 4.0]])
    return np.exp(x * M.T)  # here


class Named(collections.namedtuple("Named", "a b")):
    def __getitem__(self, i):
        return 2.0 * tuple.__getitem__(self, i)


def named_tuple_read_otherwise(x):
    p = Named(x, x * x)  # here
    return p[0] + p.b


class CleansUp:
    def __init__(self, x):
        self.x = x

    def __del__(self):
        pass


def cleans_up(x):
    return CleansUp(x).x * x  # here


class Dropping:
    def __init__(self, x):
        self._x = x

    @property
    def x(self):
        return self._x

    @x.deleter
    def x(self):
        self._x *= 2.0


def deleter_of_a_property(x):
    d = Dropping(x)
    del d.x  # here
    return d.x


def stored_under_a_key(x):
    d = {}
    d[x] = 2.0
    return sum(d)  # here


def default_under_a_key(x):
    d = {}
    d.setdefault(x, 1.0)
    return sum(d)  # here


def looked_up_under_an_equal_key(x):
    d = {x: 2 * x}
    return d[x * x]  # here


def dict_of_numbers_returned(x):  # here
    return {x: 2 * x}


def dict_of_pairs(x):
    return sum(dict(zip([x, 2 * x], [1, 2])))  # here


def function_under_a_key(x):
    g = lambda v: v * x
    d = {}
    d[g] = 2.0  # here
    return sum(f(x) * w for f, w in d.items())


def wrapped_by_its_attribute(x):
    def double(f):
        @functools.wraps(f)
        def wrapper(v):
            return 2 * f(v)
        return wrapper
    g = double(lambda v: v * x)
    return g(x) + g.__wrapped__(x)  # here


def attribute_of_a_function(x):
    def g(v):
        return v * g.k
    g.k = x * x  # here
    h = g
    return h(x)


def slope_of_what_draws(x):
    rng = np.random.default_rng(0)
    return differentiate(lambda y: y * x * rng.normal())(x)[1]  # here


def slope_of_what_uses_up(x):
    it = iter([1.0, 2.0])
    return differentiate(lambda y: y * x * sum(it))(x)[1]  # here


def slope_of_what_writes_through_a_view(x):
    a = np.zeros(2)

    def f(y):
        b = a[:1]
        b += 1
        return y * x * a[0]
    return differentiate(f)(x)[1]  # here


def changed_by_a_decorator(x):
    def counted(cls):
        area = cls.area
        cls.area = lambda self: 2 * area(self)  # here
        return cls

    @counted
    class P:
        def __init__(self, v):
            self.v = v

        def area(self):
            return self.v * self.v
    return P(x).area()


def changed_by_a_class_body(x):
    seen = []

    class P:  # here
        for i in range(3):
            seen.append(i)
    return x * seen[1]


def registered_by_its_base(x):
    known = []

    class Base:
        def __init_subclass__(cls):
            known.append(cls)

    class P(Base):  # here
        def __init__(self, v):
            self.v = v
    return known[0](x).v


def noticed_by_a_metaclass(x):
    seen = []

    class Noticing(type):
        def __init__(cls, name, bases, space):
            seen.append(name)

    class P(metaclass=Noticing):  # here
        pass
    return x * len(seen), seen[0]


def one_of_several_partials(x):
    def added(*values):
        return sum(values) * x
    several = [functools.partial(added, x), functools.partial(added, x, x)]
    return several[1](2.0)  # here


def method_among_other_functions(x):
    class Scale:
        @classmethod
        def of(cls, a):
            return a * x
    several = [Scale.of, np.exp]
    return sum(f(2.0 * x) for f in several)  # here


def iterators_of_constants_in_a_list(x):
    def several():
        return [iter([1.0, 2.0]), iter([3.0])]
    held = several()  # here
    total = x
    for item in itertools.chain([x], held[0]):
        total = total * item
    return total


def mapping_of_its_own_matched(x):
    match collections.ChainMap({"v": x}, {"w": 1.0}):
        case {"v": p, "w": q}:  # here
            return p * q


class CountsItsArguments:
    def __new__(cls, *args):
        return super().__new__(cls)

    def __init__(self, value, other=1.0):
        self.value = value


def as_many_arguments_as_there_are(xs):
    return CountsItsArguments(*xs).value  # here


class Held:
    def __init__(self, v):
        self.v = v


HELD = Held(2.0)
slope_of_held = differentiate(lambda h: h.v**3)


def derivative_by_an_object_of_the_module(x):
    return slope_of_held(HELD, dh=Held(x))[1]  # here


def derivative_made_here_by_an_object_of_the_module(x):
    return differentiate(lambda h: h.v**3 * x)(HELD, dh=Held(x))[1]  # here


def drawn_with_active_weights(x):
    return np.random.choice([1.0, 2.0], p=[x, 1 - x])  # here


def class_of_what_is_unpacked(x):
    held = [v for v in [x, 2 * x] if v < 2]
    return x if type(*held) is float else -x  # here


def appended_what_is_unpacked(x):
    xs, more = [], [v for v in [x, 2 * x] if v < 2]
    xs.append(*more)  # here
    return xs[0]


def named_default_unpacked(x):
    d, more = {"a": 1.0}, list(("b", x))
    return d.get(*more)  # here


def functions_in_an_array(x):
    class Scale:
        @staticmethod
        def by(v):
            return v * x
    return np.array([Scale.by, Scale.by], dtype=object)[0](x)  # here


class Doubling(collections.OrderedDict):
    def __setitem__(self, key, value):
        super().__setitem__(key, 2 * value)


def items_stored_by_an_operator(x):
    d = Doubling()
    d["a"] = x
    d |= {"b": x}  # here
    return dict(d)


class Tripled(float):
    def __float__(self):
        return float.__mul__(self, 3.0)


def float_of_a_number_that_says_what_it_is(x):
    return Tripled(x) * 2  # here


class Squared:
    def __init__(self, x):
        self.x = x

    def __float__(self):
        return self.x ** 2

    def __getitem__(self, part):
        return part.start * self.x

    def __iter__(self):
        return (v ** 2 for v in (self.x, 1.0))


def stored_into_an_array(x):
    a = np.zeros(2)
    a[0] = Squared(x)  # here
    return a


def stored_into_an_array_in_a_list(x):
    a = np.zeros(2)
    a[:] = [Squared(x), 1.0]  # here
    return a


def an_array_filled_with_an_object(x):
    a = np.zeros(2)
    a.fill(Squared(x))  # here
    return a


def an_array_made_of_objects_and_numbers(x):
    return np.array([Squared(x), 1.0])  # here


def an_end_of_a_slice_that_a_method_reads(x):
    return Squared(2.0)[x:1]  # here


def an_end_of_a_slice_among_other_indices(x):
    return Squared(2.0)[x:1, 0]  # here


def an_object_or_a_tuple_unpacked(x):
    a = (b, (c, d)) = [x, Squared(x)]  # here
    return b, c, d, len(a)


def kept_of_each_inner_comprehension(x):
    fs = [[(lambda p: w * p) for w in [v, 2 * v]] for v in [x, 2.0]]  # here
    return [f(x) for row in fs for f in row]


def generators_of_each_inner_comprehension(x):
    gs = []
    for v in [x, 2.0]:
        gs.append([(w * u for u in [x, 1.0]) for w in [v, 2 * v]])  # here
    return [sum(g) for row in gs for g in row]


class Remembering:
    def __init__(self, x):
        self.x, self.items = x, [x]

    @functools.lru_cache
    def power(self, n):
        return self.x**n

    @functools.cache
    def row(self):
        return [self.x]

    @property
    @functools.cache
    def square(self):
        return self.x**2

    @functools.cache
    def first(self):
        return self.items[0]


@functools.cache
def remembered_row(x):
    return [x * x]


def attribute_changed_behind_a_cache(x):
    m = Remembering(x)
    before = m.power(3)
    m.x = x * x
    return before + m.power(3)  # here


def attribute_changed_by_name_behind_a_cache(x):
    m = Remembering(x)
    before = m.square
    setattr(m, "x", x * x)
    return before + m.square  # here


def list_changed_behind_a_cache(x):
    m = Remembering(x)
    before = m.first()
    m.items[0] = x * x
    return before + m.first()  # here


def what_a_method_remembers_changed(x):
    m = Remembering(x)
    m.row().append(x)  # here
    return sum(m.row())


def what_a_function_remembers_changed(x):
    row = remembered_row(x)  # here
    row[0] *= x
    return remembered_row(x)[0]


def joined_over_what_it_joins(x):
    a = x * np.ones(4)
    np.concatenate([a[2:], a[:2]], out=a)  # here
    return a


REFUSED = [
    (joined_over_what_it_joins, 1.5),
    (attribute_changed_behind_a_cache, 1.5), (attribute_changed_by_name_behind_a_cache, 1.5), (list_changed_behind_a_cache, 1.5),
    (what_a_method_remembers_changed, 1.5), (what_a_function_remembers_changed, 1.5),
    (kept_of_each_inner_comprehension, 1.0), (generators_of_each_inner_comprehension, 1.0),
    (stored_into_an_array, 0.5), (stored_into_an_array_in_a_list, 0.5), (an_array_filled_with_an_object, 0.5),
    (an_array_made_of_objects_and_numbers, 0.5), (an_end_of_a_slice_that_a_method_reads, 0.5),
    (an_end_of_a_slice_among_other_indices, 0.5), (an_object_or_a_tuple_unpacked, 0.5),
    (drawn_with_active_weights, 0.5),
    (functions_in_an_array, 1.5),
    (class_of_what_is_unpacked, 1.5), (appended_what_is_unpacked, 1.5), (named_default_unpacked, 1.5),
    (derivative_by_an_object_of_the_module, 1.5), (derivative_made_here_by_an_object_of_the_module, 1.5),
    (as_many_arguments_as_there_are, [1.0, 2.0]),
    (mapping_of_its_own_matched, 1.5),
    (one_of_several_partials, 1.5), (method_among_other_functions, 1.5), (iterators_of_constants_in_a_list, 1.5),
    (changed_by_a_decorator, 1.5), (changed_by_a_class_body, 1.5), (registered_by_its_base, 1.5),
    (noticed_by_a_metaclass, 1.5),
    (slope_of_what_draws, 1.5), (slope_of_what_uses_up, 1.5), (slope_of_what_writes_through_a_view, 1.5),
    (series_of_a_series, 1.5), (series_converted, 1.5), (masked_in_a_product, 1.5), (masked_with_its_sign_copied, 1.5), (masked_in_a_function, 1.5), (matrix_and_its_square, 1.5),
    (array_of_a_class_of_its_own, 1.5), (named_tuple_read_otherwise, 1.5), (cleans_up, 1.5), (deleter_of_a_property, 1.5),
    (looked_up_under_an_equal_key, 1.0), (dict_of_numbers_returned, 1.5), (stored_under_a_key, 1.5), (default_under_a_key, 1.5), (dict_of_pairs, 1.5), (function_under_a_key, 1.5),
    (wrapped_by_its_attribute, 1.5), (attribute_of_a_function, 1.5),
    (slope_of_what_prints, 1.5), (slope_of_what_counts, 1.5), (its_own_slope, 1.5),
    (set_returned, 1.0), (sets_met_by_a_method, 1.0), (set_changed_by_an_operator, 1.0), (set_in_an_object, 1.0), (returns_an_iterator, 1.0), (sent_to_by_the_caller, 1.0),
    (stores_before_a_target_that_raises, 1.0), (enters_before_a_target_that_raises, 1.0),
    (item_given_by_a_context_manager, 1.0),
    (item_as_the_variable_of_a_comprehension, 1.0), (iterator_unpacked_and_kept, 1.0), (iterator_beside_what_is_active, 1.0), (item_of_an_object_whose_place_changes, 1.0),
    (changes_in_generator_expression, 1.0), (iterator_or_list, 1.0), (unpacks_inside, 1.0), (array_of_an_iterator, 1.0),
    (coroutine, 1.0), (class_that_holds, 1.0), (class_with_decorator, 1.0), (one_of_several_methods, 1.0),
    (called_where_one_class_cannot_be, 1.0), (variables_of_a_frame, 1.0), (name_of_a_frame, 1.0), (items_of_an_array_used_up, np.ones((2, 2))), (functions_from_outside_meet_one_made_here, 1.0), (functions_passed_meet_one_made_here, 1.0),
    (class_made_by_type, 1.0), (slice_that_holds, 1.0), (counter_that_uses, 1.0), (number_that_uses, 1.0), (default_that_draws, 1.0), (copied_with_a_list, 1.0), (made_a_property_by_a_decorator, 1.0), (given_a_method_later, 1.0), (read_by_no_function, 1.0),
    (stored_in_a_class_of_its_own, 1.0),
    (items_stored_by_an_operator, 0.5), (float_of_a_number_that_says_what_it_is, 0.5),
    (asked_by_a_cache, 1.0), (asked_by_a_key, 1.0), (asked_by_groups, 1.0), (asked_by_a_set, 1.0), (asked_whether_it_has, 1.0),
    (asked_to_sort, 1.0), (asked_for_text, 1.0), (asked_by_a_list, 1.0), (asked_by_unequal, 1.0), (asked_by_a_pattern, 1.0),
    (asked_for_a_hash, 1.0), (asked_for_an_index, 1.0), (asked_for_a_length, 1.0), (asked_in_an_assertion, 1.0), (asked_to_write, 1.0),
    (asked_for_an_attribute, 1.0), (asked_for_a_cached_attribute, 1.0), (asked_for_an_attribute_in_a_text, 1.0),
    (default_of_a_method, 1.0), (descriptor_in_a_class_inside, 1.0), (handed_to_what_is_not_known, 1.0),
    (failed_assertion, 1.0), (text_through_a_fraction, 1.0), (text_in_an_exception, 1.0),
    (text_found_by_a_pattern, 1.0), (text_as_a_key, 1.0), (equal_objects_as_keys, 1.0), (objects_beside_texts_as_keys, 1.0),
    (objects_that_outlive_the_call_as_keys, 1.0), (attribute_of_what_may_outlive_the_call, 1.0),
    (texts_by_keywords_beside_objects, 1.0), (objects_as_keys_returned, 1.0), (stored_as_a_default, 1.0),
    (method_of_a_dict_of_objects, 1.0), (item_of_a_view_in_an_argument, Leaf(types.MappingProxyType({"a": 2.0}))), (keys_of_an_argument_that_it_holds, Net()), (exception_without_a_name, 1.0), (cause_stored, 1.0), (key_not_found, 1.0),
    (evaluates, 1.0), (executes, 1.0), (reads_locals, 1.0), (no_rule, 1.0), (no_rule_in_numpy, np.ones(3)),
    (no_rule_for_method, np.ones(3)), (text_and_back, 1.0), (random_of_active, 1.0), (random_at_run_time, 1.0),
]


def line_of(f):
    """(number, text) of the line marked `# here`."""
    with open(__file__) as file:
        lines = file.read().split("\n")
    first = f.__code__.co_firstlineno
    return next((i + 1, t) for i, t in enumerate(lines) if i + 1 >= first and t.endswith("# here"))


def refusal(f, *args, **options):
    with pytest.raises(DifferentiationError) as caught:
        differentiate(f, **options)(*args)
    return caught.value


@pytest.mark.parametrize("f, x", REFUSED, ids=[f.__name__ for f, _ in REFUSED])
def test_refused_with_its_place(f, x):
    e = refusal(f, x)
    number, text = line_of(f)
    assert (e.filename, e.lineno) == (__file__, number)
    assert e.text.strip() == text.strip()
    assert 1 <= e.offset <= len(text)
    assert not text[e.offset - 1].isspace()
    shown = str(e).split("\n")
    caret = next(i for i, line in enumerate(shown) if line.strip() == "^")
    assert shown[caret - 1].strip() == text.strip()
    assert shown[caret].index("^") - shown[caret - 1].index(text.strip()[0]) \
        == e.offset - 1 - (len(text) - len(text.lstrip()))


@pytest.mark.parametrize("f, x", REFUSED, ids=[f.__name__ for f, _ in REFUSED])
def test_says_why_and_what_to_do(f, x):
    e = refusal(f, x)
    for sentence in (e.reason, e.advice):
        assert sentence and len(sentence.split()) >= 3
    assert "Traceback" not in str(e) and "KeyError" not in str(e)


def test_nothing_runs_before_a_refusal():
    ran = []

    def f(x):
        ran.append(1)
        return {x for _ in range(3)}
    refusal(f, 1.0)
    assert not ran


def third(x):
    return zlib.crc32(x)  # here


def second(x):
    return third(x) * 2


def first(x):
    return second(x * x)


def outermost(x):
    return first(x) + 1


@pytest.mark.parametrize("f", [random_of_active, random_at_run_time])
def test_says_how_to_draw(f):
    assert "Draw numbers that do not depend on it" in refusal(f, 1.0).advice


def test_a_function_that_cannot_be_hashed():
    def f(x):
        p = np.poly1d([2.0, 3.0])
        return p(x)
    assert differentiate(f)(1.0) == (5.0, 2.0)

    def g(x):
        return UNHASHABLE(x)  # here
    assert refusal(g, 1.0).lineno == line_of(g)[0]


UNHASHABLE = np.ma.MaskedArray([1.0]).__add__


def test_refused_three_calls_deep():
    e = refusal(outermost, 1.0)
    assert e.lineno == line_of(third)[0]
    assert [call.partition(" ")[0] for call in e.calls] == ["outermost", "first", "second", "third"]
    for name in ("first", "second", "third"):
        assert name in str(e)


@pytest.mark.parametrize("f", [np.roots, np.i0, np.unwrap])
def test_library_function_without_rule(f):
    """No line to point at, but a refusal all the same; or, where there is a rule by now, a derivative."""
    x = np.array([1.0, 2.5, 1.5])
    try:
        value, tangent = differentiate(f)(x)
    except DifferentiationError as e:
        assert f.__name__ in str(e) and e.reason and e.advice
    else:
        np.testing.assert_array_equal(value, f(x))
        assert tangent.any()


def test_no_source():
    space = {}
    exec("def f(x):\n    return x * x\n", space)
    e = refusal(space["f"], 1.0)
    assert "source" in str(e) or "text" in str(e)


def test_no_source_in_a_helper():
    space = {}
    exec("def g(x):\n    return x * x\n", space)
    g = space["g"]

    def f(x):
        return g(x) * 2
    e = refusal(f, 1.0)
    assert e.filename == __file__ and e.lineno == f.__code__.co_firstlineno + 1
    assert "source" in str(e) or "text" in str(e)


def test_helper_without_source_is_fine_where_nothing_active_goes_in():
    space = {}
    exec("def g(n):\n    return n * 2\n", space)
    g = space["g"]

    def f(x):
        return g(3) * x
    assert differentiate(f)(2.0) == (12.0, 6.0)


@pytest.mark.parametrize("f", [3, "text", None, np.ones(3), [1]])
def test_not_a_function(f):
    with pytest.raises((TypeError, DifferentiationError)):
        differentiate(f)(1.0)


def test_source_that_does_not_match(tmp_path):
    """The file changed after it was imported: never a derivative of another text."""
    import importlib.util
    path = tmp_path / "changing.py"
    path.write_text("def f(x):\n    return x * x\n")
    spec = importlib.util.spec_from_file_location("changing", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    path.write_text("\n\ndef g(x):\n    return x * 1000\n\ndef f(x, y):\n    return x * 5\n")
    try:
        value, tangent = differentiate(module.f)(3.0)
    except DifferentiationError:
        return
    assert (value, tangent) == (9.0, 6.0)


@pytest.mark.parametrize("text, line", [
    ("def f(x):\n\treturn {x for _ in (1, 2)}\n", 2),
    ("def f(x): return {x for _ in (1, 2)}\n", 1),
    ("# é ü\ndef f(é):\n    ü = 'äöü'; return {é for _ in (1, 2)}\n", 3),
    ("def f(x):\r\n    return {x for _ in (1, 2)}\r\n", 2),
    ("def f(x):\n    return (\n            {x for _ in (1, 2)})\n", 3),
])
def test_places_in_unusual_text(tmp_path, text, line):
    import importlib.util
    path = tmp_path / "unusual.py"
    path.write_bytes(text.encode())
    spec = importlib.util.spec_from_file_location("unusual", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    e = refusal(module.f, 1.0)
    assert e.filename == str(path) and e.lineno == line
    assert "{" == e.text[e.offset - 1]


def test_an_argument_that_is_also_a_global():
    from tests.programs import inplace
    d = differentiate(inplace.writes_a_list_reads_a_global)
    assert d(3.0, [2.0]) == (4.0, 1.0)
    with pytest.raises(DifferentiationError, match="GLOBAL_LIST"):
        d(3.0, inplace.GLOBAL_LIST)


def test_an_argument_nested_too_deeply():
    from tests.programs.objects import Link, linked_list_argument
    head = None
    for _ in range(20000):
        head = Link(1.0, head)
    with pytest.raises(DifferentiationError, match="nested too deeply"):
        differentiate(linked_list_argument)(head)


def puts_into(items, v):
    items.append(v)


def stored_by_a_helper_in_what_is_not_known(x):
    found = zlib.__dict__.get("nothing", [1.0])
    puts_into(found, x)
    return sum(found)


def test_a_helper_that_puts_into_what_is_not_known_is_refused():
    with pytest.raises(DifferentiationError, match="that other code made"):
        differentiate(stored_by_a_helper_in_what_is_not_known)(1.0)


def test_a_refusal_inside_of_a_library_points_at_the_users_call():
    import threading

    def waits(x):
        found = []
        thread = threading.Thread(target=lambda: found.append(x * x))
        thread.start()
        return found[0]

    with pytest.raises(DifferentiationError) as caught:
        differentiate(waits)(2.0)
    error = caught.value
    assert error.filename == __file__ and error.text.strip() == "thread.start()" and "threading.py, line" in error.reason
    assert "rule_for" in error.advice


def two_values_in_a_set(x):
    s = {x, 2 * x}  # here
    return sum(s)


def iterator_or_list_of_values(xs):
    ys = [2 * x for x in xs]
    if len(xs) > 2:
        ys = map(np.sin, ys)
    return sum(ys)  # here


@pytest.mark.parametrize("f, x, part", [
    (two_values_in_a_set, 1.5, "is differentiated twice"), (iterator_or_list_of_values, [1.0, 2.0], "in it, where it says")])
def test_what_cannot_be_differentiated_twice_is_refused_at_the_line_of_the_users(f, x, part):
    df = differentiate(f)
    df(copy.deepcopy(x))
    with pytest.raises(DifferentiationError) as caught:
        differentiate(df)(x)
    assert caught.value.filename == __file__ and caught.value.text.endswith("# here")
    assert part in caught.value.reason.lower()


def test_a_set_made_by_an_inner_function_has_no_tangent_for_the_caller():
    def f(x):
        def inner():
            return x * x, {1, 2}
        return inner()
    df = differentiate(f)
    assert df(1.5) == ((2.25, {1, 2}), (3.0, None))
    assert differentiate(df)(1.5) == (((2.25, {1, 2}), (3.0, None)), ((3.0, None), (2.0, None)))


def names_in_a_guard(x):
    total = 0.0
    for p in [(x, 1.0), (2.0, x)]:
        match p:
            case (a, b) if (m := a * b) > 1.0:  # here
                total += m
            case (a, b):
                total += a
    return total


class Keeps:
    def __init__(self):
        self.stack, self.kept = [], {}

    def op_push(self, v):
        self.stack.append(v)

    def op_keep(self, name):
        self.kept[name] = self.stack.pop()  # here


def keeps_what_it_is_given(x):
    machine = Keeps()
    for op, argument in [("push", x), ("keep", "a"), ("push", x), ("keep", x)]:
        getattr(machine, "op_" + op)(argument)
    return machine.kept["a"]


def dispatched_inside(x):
    @functools.singledispatch
    def area(s):
        return 0.0

    @area.register(float)  # here
    def of_float(s):
        return s * x
    return area(x)


def has_a_metaclass(x):
    class Meta(type):
        pass

    class Scaled(metaclass=Meta):  # here
        def __init__(self, v):
            self.v = v * x
    return Scaled(x).v


class Switch:
    def __init__(self):
        self.on = None


SWITCH = Switch()
SWITCHES = [SWITCH]


def changes_what_is_read_by_another_way(x):
    for s in SWITCHES:
        s.on = 2.0  # here
    return x if SWITCH.on is None else SWITCH.on * x


def changes_by_name_what_is_read_by_another_way(x):
    vars(SWITCH).update(on=2.0)  # here
    return x if SWITCH.on is None else SWITCH.on * x


def gives_a_class_another_rate_by_type(x):
    type.__setattr__(LongPlan, "rate", lambda self, x: 5 * x)  # here
    return LongPlan().rate(x)


class Register:
    def __init__(self):
        self.items = [1.0]


REGISTER = Register()


def changes_what_a_shallow_copy_shares(x):
    other = copy.copy(REGISTER)
    other.items.append(x)  # here
    return sum(other.items)


class Plan:
    def rate(self, x):
        return 2 * x


class LongPlan(Plan):
    pass


def gives_derived_classes_a_method(x):
    Plan.rate = lambda self, x: 5 * x  # here
    return LongPlan().rate(x)


def table_that_collects(x):
    global collected
    if collected is None:
        collected = []
    collected.append(x)  # here
    return sum(collected)


collected = None


def decorates_the_class(x):
    def with_cube(cls):
        cls.cube = lambda self: self.v ** 3  # here
        return cls

    @with_cube
    class Held:
        def __init__(self, v):
            self.v = v
    return Held(x).cube()


@pytest.mark.parametrize("f, reason, advice", [
    (names_in_a_guard, "gives `m` a value", "before the `match` statement"),
    (keeps_what_it_is_given, "The dict key 0.7 depends on what is differentiated", "Keep the value beside the key"),
    (dispatched_inside, "`singledispatch` of a function that is made inside", "level of the module"),
    (has_a_metaclass, "it has a metaclass", "level of the module"),
    (decorates_the_class, "The class `Held` is given another `cube`", "in the body of the class"),
    (gives_a_class_another_rate_by_type, "The class `LongPlan` is given another `rate`", "in the body of the class"),
    (gives_derived_classes_a_method, "The class `Plan` is given another `rate`", "in the body of the class"),
    (changes_what_is_read_by_another_way, "may change `on` of an object of the module", "Pass the object as an argument"),
    (changes_by_name_what_is_read_by_another_way, "may change `on` of an object of the module", "Pass the object as an argument"),
    (changes_what_a_shallow_copy_shares, "an object that outlives the call", "make it inside the function"),
    (table_that_collects, "an object that outlives the call", "make it inside the function"),
])
def test_what_a_refusal_says(f, reason, advice):
    with pytest.raises(DifferentiationError) as caught:
        differentiate(f)(0.7)
    assert reason in caught.value.reason and advice in caught.value.advice
    assert caught.value.text.rstrip().endswith("# here")


class HoldsAFunction:
    def __init__(self, k):
        self.k = k
        self.f = lambda v: v * self.k


def calls_what_uses_its_holder(p):
    return p.f(2.0)


class ComputesAFunction:
    def __init__(self, k):
        self.k = k

    @functools.cached_property
    def f(self):
        k = self.k
        return lambda v: v * k

    @functools.cached_property
    def sine(self):
        return np.sin


def calls_what_was_computed(p):
    return p.f(2.0) + p.sine(p.k)


def test_functions_that_an_argument_holds_and_that_use_it():
    with pytest.raises(DifferentiationError, match="held by what is differentiated"):
        differentiate(calls_what_uses_its_holder)(HoldsAFunction(3.0))
    d, computed = differentiate(calls_what_was_computed), ComputesAFunction(3.0)
    assert d(computed) == (6.0 + np.sin(3.0), 2.0 + np.cos(3.0))
    with pytest.raises(DifferentiationError, match="computed before the call"):
        d(computed)
    assert d(ComputesAFunction(3.0))[1] == 2.0 + np.cos(3.0)


@s2sad.rule(x="2 * x * dx")
def ruled_by_x(x, y):
    return x * x * y


@contextlib.contextmanager
def managed(x):
    yield x * x


@pytest.mark.parametrize("derive, function", [
    (lambda: differentiate(ruled_by_x, wrt="y"), ruled_by_x),
    (lambda: s2sad.jvp(lambda x: x, (1.0, 2.0), (1.0, 1.0)), None),
    (lambda: differentiate(managed)(1.0), managed),
    (lambda: s2sad.jvp([].append, (1.0,), (1.0,)), None),
    (lambda: s2sad.jvp((2.0).__mul__, (1.0,), (1.0,)), None),
    (lambda: differentiate(np.vectorize(lambda x: eval("x")))(1.0), None)])
def test_a_refusal_names_no_file_that_the_user_has_not(derive, function):
    """Where a call is made on behalf of a callable, the place is the callable's own, if it has one."""
    with pytest.raises(DifferentiationError) as caught:
        derive()
    assert "wrapper" not in str(caught.value)
    if function is not None:
        assert caught.value.filename == __file__
        assert caught.value.lineno == inspect.unwrap(function).__code__.co_firstlineno


def test_a_refusal_of_the_users_own_is_left_as_it_is_spelled():
    def look_up(x):
        return x

    s2sad.not_differentiable(look_up)
    with pytest.raises(DifferentiationError) as caught:
        differentiate(lambda x: look_up(x))
    assert caught.value.reason.startswith("look_up")


class Parabola:
    def __getitem__(self, x):
        return x * x


def test_an_object_that_only_the_run_knows_and_that_computes_with_its_index():
    def looks_up(x, text):
        pairs = [[x, 1.0], [2 * x, x]]
        pairs[0] = pairs[1]
        value, place = pairs[0]
        return value, pickle.loads(text)[place]

    derivative = differentiate(looks_up)
    assert derivative(0.5, pickle.dumps({0.5: 3.0})) == ((1.0, 3.0), (2.0, 0.0))
    with pytest.raises(DifferentiationError, match="a Parabola is indexed here"):
        derivative(0.5, pickle.dumps(Parabola()))


def test_an_out_that_turns_out_to_be_none():
    def squared(x, out):
        def into(a, out=None):
            return np.multiply(a, a, out=out)
        return into(x, np.empty(1)) + into(x, out)

    derivative = differentiate(squared)
    assert derivative(np.array([3.0]), np.empty(1)) == (18.0, 12.0)
    with pytest.raises(DifferentiationError, match="`out` that depends on the run is None"):
        derivative(np.array([3.0]), None)
