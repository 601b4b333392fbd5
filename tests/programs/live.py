"""Rebinding what a program uses, between calls of the same derivative."""

import math
import sys

import numpy as np

from tests.programs import elsewhere
from tests.reference import case

HERE = sys.modules[__name__]
RATE = 2.0
KIND = 3.0
TABLE = {"a": 2.0}
FLAG = True
DTYPE = "float32"


def helper(x):
    return x * x


def helper_deep(x):
    return helper(x) + 1


def other_helper(x):
    return math.sin(x) * 3


def constant_helper(x):
    return 4.0


def setting(**names):
    def rebind():
        for name, value in names.items():
            setattr(HERE, name, value)
    return rebind


KEPT = dict(RATE=RATE, KIND=KIND, FLAG=FLAG, helper=helper, DTYPE=DTYPE)


def restore():
    setting(**KEPT)()
    TABLE.clear()
    TABLE["a"] = 2.0
    elsewhere.gained = GAINED
    elsewhere.GAIN = 2.5
    elsewhere.Constants.rate = 0.05


GAINED = elsewhere.gained


@case(1.5, rebinds=(setting(RATE=5.0), setting(RATE=-1.0), setting(RATE=2.0)), restore=restore)
def global_constant(x):
    return x * x * RATE


@case(1.5, rebinds=(setting(KIND=np.array([1.0, 2.0])), setting(KIND=np.ones((2, 2))), setting(KIND=2), setting(KIND=3.0)), restore=restore)
def global_changes_kind(x):
    return x * KIND, x + KIND, KIND - x, KIND / x


@case(np.array([1.0, 2.0]), rebinds=(setting(KIND=np.array([1.0, 2.0])), setting(KIND=np.ones((3, 2))), setting(KIND=1j)), restore=restore)
def global_changes_kind_array(x):
    return x + KIND


@case(1.5, rebinds=(setting(FLAG=False), setting(FLAG=True)), restore=restore)
def global_flag(x):
    if FLAG:
        return x * x
    return -x


@case(1.5, rebinds=(setting(helper=other_helper), setting(helper=constant_helper), setting(helper=math.exp), setting(helper=np.tanh)), restore=restore)
def helper_rebound(x):
    return helper(x) * x


@case(1.5, rebinds=(setting(helper=other_helper), setting(helper=constant_helper)), restore=restore)
def helper_of_helper_rebound(x):
    return helper_deep(x) * x


def patch_gained():
    elsewhere.gained = other_helper


def patch_gain():
    elsewhere.GAIN = 10.0


def patch_gain_array():
    elsewhere.GAIN = np.array([1.0, 2.0])


@case(1.5, rebinds=(patch_gained, patch_gain), restore=restore)
def other_module_patched(x):
    return elsewhere.gained(x) * elsewhere.GAIN


@case(1.5, rebinds=(patch_gain, patch_gain_array), restore=restore)
def global_of_other_module_through_helper(x):
    return elsewhere.gained(x) * x


def patch_class():
    elsewhere.Constants.rate = 0.5


@case(1.5, rebinds=(patch_class,), restore=restore)
def class_attribute(x):
    return x * (1 + elsewhere.Constants.rate)


def patch_table():
    TABLE["a"] = 7.0


def patch_table_array():
    TABLE["a"] = np.array([7.0, 1.0])


@case(1.5, rebinds=(patch_table, patch_table_array), restore=restore)
def dictionary_entry(x):
    return x * TABLE["a"] + x


def make():
    k = 2.0

    def f(x):
        return x * x * k + g(x)

    def g(x):
        return x * k

    def set_k(value):
        nonlocal k
        k = value

    def set_g(value):
        nonlocal g
        g = value
    return f, set_k, set_g


F, SET_K, SET_G = make()
case(1.5, rebinds=(lambda: SET_K(5.0), lambda: SET_K(np.array([1.0, 2.0])), lambda: SET_G(other_helper),
                   lambda: SET_G(math.cos)), name="closure_cells")(F)


class Scale:
    factor = 2.0

    def apply(self, x):
        return x * self.factor


SCALE = Scale()


def patch_instance():
    SCALE.factor = 9.0


def patch_method():
    Scale.apply = lambda self, x: other_helper(x)


APPLY = Scale.apply


def restore_scale():
    Scale.apply = APPLY
    SCALE.__dict__.clear()


@case(1.5, rebinds=(patch_instance,), restore=restore_scale)
def instance_attribute(x):
    return x * SCALE.factor + SCALE.apply(x)


@case(1.5, rebinds=(setting(RATE=5.0),), restore=restore)
def default_argument_stays(x, k=RATE):
    return x * k + x * RATE


def shadow_abs():
    HERE.abs = other_helper


def unshadow_abs():
    del HERE.abs


@case(-1.5, rebinds=(shadow_abs, unshadow_abs), restore=restore)
def builtin_shadowed_later(x):
    return abs(x) * 2


def count_up():
    setting(RATE=HERE.RATE + 1)()


@case(1.5, rebinds=(count_up, count_up, count_up), restore=restore)
def through_a_local_import(x):
    from tests.programs import live
    return x ** live.RATE


def with_defaults(x, rates=[2.0, 1.0], table={}, start=np.ones(2)):
    return scaled(x, **table) * rates[0] + rates[1] * start


def scaled(x, by=1.0):
    return x * by


def changing(**defaults):
    """Changes what the mutable defaults of `with_defaults` hold."""
    rates, table, _ = with_defaults.__defaults__

    def rebind():
        for name, value in defaults.items():
            if name == "by":
                table[name] = value
            else:
                rates[int(name[-1])] = value
    return rebind


def defaults_restored():
    rates, table, _ = with_defaults.__defaults__
    rates[:] = [2.0, 1.0]
    table.clear()


CHANGES = dict(rebinds=(changing(by=3.0), changing(rate1=np.array([[1.0], [2.0]])), changing(rate0=5, by=2j)),
               restore=defaults_restored)


@case(1.5, **CHANGES)
def defaults_of_a_helper_hold_others(x):
    return with_defaults(x)


case(1.5, **CHANGES)(with_defaults)


class Setting:
    def __init__(self):
        self.rate = 2.0


def by_setting(x, setting=Setting()):
    return x * x * setting.rate


def setting_of(rate):
    def rebind():
        by_setting.__defaults__[0].rate = rate
    return rebind


@case(1.5, rebinds=(setting_of(3.0), setting_of(np.array([1.0, 2.0])), setting_of(1)), restore=setting_of(2.0))
def object_in_a_default(x):
    return by_setting(x) + x


@case(np.array([1.5, 2.0]), rebinds=(setting(DTYPE="float64"), setting(DTYPE=np.dtype("complex128")), setting(DTYPE=np.float64)),
      restore=restore, steps=(0.5, 0.25, 0.125), tol=1e-5)
def dtype_by_a_name_outside(x):
    local = "complex64"
    return np.sum(2 * x, dtype=DTYPE), x.astype(DTYPE), x.astype(local).real, np.zeros(2, DTYPE) + x


def summing_as(dtype):
    return lambda x: np.sum(x, dtype=dtype)


SUM_AS_SINGLE, SUM_AS_COMPLEX = summing_as("float32"), summing_as("complex64")


@case(np.array([1.5, 2.0]), steps=(0.5, 0.25, 0.125), tol=1e-5)
def dtype_of_a_function_around(x):
    return SUM_AS_SINGLE(x), SUM_AS_COMPLEX(x)


COEFFICIENTS = [0.1 * i - 1 for i in range(60)]


def entry(i, value):
    def rebind():
        COEFFICIENTS[i] = value
    return rebind


@case(0.5, rebinds=(entry(3, 7), entry(40, np.array([1.0, 2.0]))), restore=entry(slice(0, 60), COEFFICIENTS[:]))
def long_table(x):
    total = 0.0
    for c in COEFFICIENTS:
        total = total * x + c
    return total, COEFFICIENTS[5] * x
