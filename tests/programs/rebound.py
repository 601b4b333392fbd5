"""What a derivative took for granted is changed between its calls: defaults, partials, functions of modules."""

import abc
import functools
import math

import numpy as np

from tests.programs import elsewhere
from tests.reference import case


def square(x):
    return x * x


def cube(x):
    return x**3


def by_keyword(x, *, k=2.0, g=square):
    return k * g(x)


def keeping(**values):
    """Something that puts `values` into the keyword defaults of a function."""
    def put():
        by_keyword.__kwdefaults__.update(values)
    return put


def restore():
    by_keyword.__kwdefaults__.update(k=2.0, g=square)
    listed.__defaults__[0][:] = [square]
    HELD.g, HELD.k = square, 2.0
    PART.keywords["g"] = square


case(1.5, rebinds=(keeping(k=7.0), keeping(k=np.array([1.0, 2.0])), keeping(g=cube)), restore=restore)(by_keyword)


@case(1.5, rebinds=(keeping(k=7.0), keeping(k=np.array([1.0, 2.0])), keeping(g=cube)), restore=restore)
def keyword_defaults_of_a_helper(x):
    return x * by_keyword(x)


def listed(x, functions=[square]):
    for g in functions:
        x = g(x)
    return x


def other_function():
    listed.__defaults__[0][0] = cube


def more_functions():
    listed.__defaults__[0].append(math.sin)


case(1.5, rebinds=(other_function, more_functions), restore=restore)(listed)


@case(1.5, rebinds=(other_function, more_functions), restore=restore)
def list_in_a_default_of_a_helper(x):
    return listed(x) * x


class Held:
    pass


HELD = Held()
HELD.g, HELD.k = square, 2.0


def with_object(x, held=HELD):
    return held.g(x) * held.k


def other_attribute():
    HELD.g = cube


def other_kind_of_attribute():
    HELD.k = np.array([1.0, 3.0])


case(1.5, rebinds=(other_attribute, other_kind_of_attribute), restore=restore)(with_object)


@case(1.5, rebinds=(other_attribute, other_kind_of_attribute), restore=restore)
def object_in_a_default_of_a_helper(x):
    return with_object(x) * x


def applied(x, g=square):
    return g(x) * x


PART = functools.partial(applied, g=square)


def other_keyword():
    PART.keywords["g"] = cube


@case(1.5, rebinds=(other_keyword,), restore=restore)
def keywords_of_a_partial(x):
    return PART(x)


case(1.5, rebinds=(other_keyword,), restore=restore, name="a_partial_itself")(PART)


SIN, ZEROS, NP_SIN, INV = math.sin, np.zeros_like, np.sin, np.linalg.inv


def wrong_sine():
    math.sin = np.sin = lambda x: 100.0 * x


def wrong_helpers():
    np.zeros_like = lambda x: x + 9.0
    np.linalg.inv = lambda x: x * 0.0


def originals():
    math.sin, np.zeros_like, np.sin, np.linalg.inv = SIN, ZEROS, NP_SIN, INV


@case(0.7, rebinds=(wrong_sine, originals), restore=originals)
@case(0.7, rebinds=(originals, wrong_sine), restore=originals, order=2)
def what_a_rule_names_is_replaced(x):
    return math.cos(x), np.cos(x)


@case(0.7, rebinds=(wrong_helpers, originals), restore=originals)
def what_the_derivative_adds_is_replaced(x):
    a = np.zeros(3)
    a[0] = x * x
    return a.sum() * np.linalg.det(np.array([[x, 1.0], [2.0, x * x]]))


@case(0.7, rebinds=(wrong_sine, originals), restore=originals)
def what_is_called_is_replaced(x):
    return math.sin(x) * math.cos(x)


def shadow_zip():
    globals()["zip"] = lambda *items: [(5.0, 5.0)]


def unshadow_zip():
    globals().pop("zip", None)


@case([1.0, 2.0], rebinds=(shadow_zip, unshadow_zip), restore=unshadow_zip)
def what_a_loop_adds_is_shadowed(values):
    total = 0.0
    for v in values:
        total += v * v
    return total


class Shape(abc.ABC):
    pass


class Marked(type):
    answer = False

    def __instancecheck__(cls, instance):
        return cls.answer


class Wanted(metaclass=Marked):
    pass


class Disc:
    def __init__(self, radius):
        self.radius = radius


def by_instance_check(x):
    if isinstance(x, Wanted):
        return x**3
    return x * x


def wanted():
    Marked.answer = True


def not_wanted():
    Marked.answer = False


case(1.5, rebinds=(wanted, not_wanted), restore=not_wanted)(by_instance_check)


class Late(abc.ABC):
    pass


class LateToo(abc.ABC):
    pass


def register():
    Late.register(Disc)


def register_floats():
    LateToo.register(float)


@case(1.5, rebinds=(register,))
def an_abstract_class_gets_a_member(x):
    d = Disc(x)
    if isinstance(d, Late):
        return d.radius**3
    return d.radius**2


@case(1.5, rebinds=(register_floats,))
def an_abstract_class_gets_numbers(x):
    match x:
        case LateToo():
            return x**3
        case _:
            return x * x


@functools.singledispatch
def by_class(x):
    return x * x


class LateAgain(abc.ABC):
    pass


@by_class.register
def _(x: LateAgain):
    return x**3


@case(1.5, rebinds=(lambda: LateAgain.register(float),))
def a_dispatching_function_gets_numbers(x):
    return by_class(x) * x


def other_gained():
    elsewhere.gained = cube


GAINED = elsewhere.gained


def restore_gained():
    elsewhere.gained = GAINED


@case(1.5, rebinds=(other_gained,), restore=restore_gained)
def what_is_imported_inside_is_replaced(x):
    from tests.programs.elsewhere import gained
    return gained(x) * x
