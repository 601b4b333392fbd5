"""Side effects: each exactly once, and in the user's order."""

import itertools
import math
import random

import numpy as np

from tests.programs import elsewhere
from tests.reference import case

LOG = []
COUNTER = {"n": 0}


def forget():
    LOG.clear()
    COUNTER["n"] = 0


def seen():
    return list(LOG), dict(COUNTER)


def watched(**options):
    return dict(setup=forget, observe=seen, **options)


def tick():
    COUNTER["n"] += 1
    return COUNTER["n"]


def say(x):
    LOG.append(str(x))
    return x


def value_of(x):
    LOG.append("value")
    return x * x


@case(1.5, **watched())
def counter(x):
    return x * tick() + tick() * x ** tick()


@case(1.5, **watched())
def order_in_expression(x):
    return say(x) * say(2.0) + say(x * x) / say(x + 1) - say(3.0) ** say(x)


@case(1.5, **watched())
def order_in_displays(x):
    t = [say(x), (say(1.0), say(x * 2)), {"a": say(3.0), "b": say(x)}]
    return t, f"{say(4.0)}-{say(5.0)}"


@case(1.5, **watched())
def order_in_keywords(x):
    return combine(say(1.0), c=say(x), b=say(2.0)) + combine(*[say(3.0)], b=say(x))


def combine(a, b, c=0.0):
    return a * b + c


@case(np.array([1.0, 2.0]), **watched())
def order_in_store(a):
    a[tick() - 1] = say(a[1]) * tick()
    a[tick() - 3] += say(1.0)
    return a


@case(1.5, **watched())
def order_in_unpacking(x):
    box = [0.0, 0.0, 0.0]
    box[tick() - 1], box[tick() - 1] = say(x), say(x * x)
    (a, b), box[tick() - 1] = (say(1.0), say(x)), tick()
    return box, a * b


@case(1.5, **watched())
def effect_only_statement(x):
    say("start")
    value_of(x)
    y = value_of(x)
    say("end")
    return y


@case(1.5, **watched())
def discarded_results(x):
    value_of(x), value_of(2.0)
    _ = tick()
    unused = say(x) * tick()
    return x


@case(0.5, **watched())
def conditions_once(x):
    if tick() > 0 and say(x) > 0:
        x = x * 2
    while tick() < 4:
        x = x * tick()
    return x if tick() else -x


@case(0.5, **watched())
def iterables_once(x):
    for i in range(tick(), 3 + tick()):
        x = x * i
    for v in make_list(x):
        x += v
    return x


def make_list(x):
    LOG.append("made")
    return [x, x * 2]


@case(0.5, **watched())
def subscript_once(x):
    box = [x, x * 2, x * 3]
    box[tick()] *= box[tick() - 2]
    return box


@case(0.5, **watched())
def power_operands_once(x):
    return say(x) ** say(2) + say(2.0) ** say(x) + say(x) ** say(x)


@case(0.5, **watched())
def division_operands_once(x):
    y = say(x * 2) / say(x + 1)
    z = math.exp(say(y)) * math.sqrt(say(x))
    return abs(say(z)), max(say(x), say(y)), np.hypot(say(x), say(z))


@case(0.5, **watched())
def chained_comparison_once(x):
    return say(0.0) < say(x) < say(tick()) < say(tick() + 5), x * tick()


@case(0.5, **watched())
def walrus_and_effects(x):
    if (y := say(x * 2)) > (z := say(0.1)):
        return y * z * tick()
    return y


@case(0.5, **watched())
def try_effects(x):
    try:
        say("try")
        y = say(x) / (tick() - 1)
        say("never")
    except ZeroDivisionError:
        say("except")
        y = x * tick()
    finally:
        say("finally")
    return y


@case(0.5, **watched())
def raises_after_effects(x):
    say("one")
    y = value_of(x)
    raise ValueError("after %d" % tick())


@case(1.5)
def prints(x):
    print("x is", x)
    y = x * x
    print(f"y={y:.6f}", end="!\n")
    print(type(y).__name__, isinstance(y, float), [y, x], {"y": y})
    return y


@case(np.array([1.0, 2.0]))
def prints_arrays(x):
    y = x * 2
    print(y, y.shape, y.dtype, repr(x))
    print("%s %r" % (y, x.sum()))
    return str(y), y


@case(1.5, np.random.default_rng(3))
def random_generator(x, rng):
    s = 0.0
    for _ in range(3):
        s += x * rng.normal()
    a = rng.uniform(0, 1, size=3) * x
    i = rng.integers(0, 3)
    return s, a[i] * rng.standard_normal()


@case(1.5, setup=lambda: np.random.seed(5))
def random_legacy(x):
    noise = np.random.randn(4)
    return (x * noise).sum() + np.random.rand() * x, np.random.normal()


@case(1.5, setup=lambda: random.seed(5))
def random_standard_library(x):
    return x * random.random() + random.uniform(0, 1) * x ** 2 + random.choice([1.0, 2.0])


@case(1.5, np.random.default_rng(3))
def random_walk(x, rng):
    steps = 0
    while x < 3 and steps < 20:
        x = x + 0.3 * x * abs(rng.normal())
        steps += 1
    return x, steps


@case(0.7, np.random.default_rng(4))
def reparameterised_sample(mu, rng):
    z = mu + np.exp(mu) * rng.standard_normal((2, 2))
    return z.mean(), rng.permutation(3)


@case(1.5, iter([1.0, 2.0, 3.0, 4.0]), may_refuse=True)
def next_of_iterator(x, it):
    y = x * next(it) + next(it)
    return y * next(it), next(it, 0.0), next(it, x)


@case(1.5, iter([1.0, 2.0, 3.0, 4.0]))
def loop_over_iterator(x, it):
    for v in it:
        x = x * v
        if v > 2:
            break
    return x, next(it)


@case(1.5)
def itertools_count(x):
    c = itertools.count(1)
    return x * next(c) + next(c) ** x, next(c)


@case(1.5, [])
def log_list(x, log):
    log.append("start")
    for i in range(3):
        x = x * 1.5
        log.append(i)
    log.extend([1, 2])
    return x, len(log)


@case(1.5, [])
def log_active_values(x, log):
    log.append(x)
    y = x * x
    log.append(y)
    log.append((y, "note"))
    return log[1] * log[0]


@case([3.0, 1.0, 2.0])
def pop_and_insert(xs):
    a = xs.pop() * xs.pop(0)
    xs.insert(0, a * xs[0])
    xs.sort()
    return a, xs


@case({"a": 1.0, "b": 2.0})
def dict_pop(d):
    a = d.pop("a") * d["b"]
    d["c"] = a
    e = d.pop("zz", 5.0)
    return d, e, "a" in d, list(d)


@case(1.5, **watched())
def global_counter(x):
    global TOTAL
    TOTAL = 0
    for i in range(3):
        TOTAL += i
        x *= 1.1
    return x * TOTAL


TOTAL = 0


@case(1.5, **watched())
def helper_with_effects_called_twice(x):
    a = value_of(x)
    b = value_of(x)
    return a - b, a * b


@case(np.array([1.0, 2.0, 3.0]), **watched())
def effects_in_index(x):
    i = tick() - 1
    return x[tick() - 1:tick()] * x[i], x[tick() - 3]


@case(np.array([1.0, 2.0, 3.0]), **watched())
def effects_in_method_call(x):
    return make(x).sum(axis=tick() - 1) * make(x * 2)[tick() - 1]


def make(x):
    LOG.append("make")
    return x * x


def nothing(x):
    LOG.append("asked")


@case(1.5, **watched())
def tests_that_are_decided_but_do_something(x):
    if (m := nothing(x)) is None:
        x = x * x
    if nothing(x) is None and nothing(x) is None:
        x = x * 3
    y = 1.0 if nothing(x) is None else 2.0
    z = [n, x * n] if (n := 2.0) and not isinstance(nothing(x), float) else x
    if not (nothing(x) is not None):
        y = y + z[1] * n
    return x * y, m


class Asked:
    @property
    def limit(self):
        LOG.append("limit")

    def __init__(self, x):
        self.x = x


@case(1.5, **watched())
def property_in_a_decided_test(x):
    a = Asked(x)
    if a.limit is None:
        return a.x * a.x
    return a.x


@case(1.5, order=2)
def warns_once(x):
    global warned_once
    if "warned_already" not in globals():
        warned_once = True
        x = 2 * x
    return x * x


# What is made at its first use, and kept for good.

TABLE = SETTINGS = None


class Network:
    only = None

    def __init__(self):
        self.weights, self.uses = [0.5, 2.0], 0

    @classmethod
    def get(cls):
        if cls.only is None:
            cls.only = cls()
        return cls.only


def nothing_made():
    global TABLE, SETTINGS
    TABLE = SETTINGS = Network.only = None


def made():
    return TABLE, SETTINGS, Network.only and (Network.only.weights, Network.only.uses)


def table():
    global TABLE
    if TABLE is None:
        TABLE = np.linspace(0.0, 1.0, 4)
    return TABLE


def settings():
    global SETTINGS
    if SETTINGS is None:
        SETTINGS = {"rate": 0.5, "steps": [1.0, 2.0]}
    return SETTINGS


@case(1.5, setup=nothing_made, observe=made)
def made_at_its_first_use(x):
    first = TABLE is None and SETTINGS is None
    network = Network.get()
    network.uses += 1
    y = (table() * x).sum() * settings()["rate"] + Network.get().weights[1] * x ** 2
    return y + settings()["steps"][1] * x * network.uses if first and TABLE is not None else y


@case(1.5, setup=nothing_made, observe=made)
def made_anew_and_forgotten(x):
    global TABLE
    a = 1.0 if TABLE is None else TABLE.sum()
    TABLE = np.full(2, 3.0)
    b = TABLE.sum()
    TABLE = None
    return a * x + b * x * x


class Plan:
    chosen = None


class LongPlan(Plan):
    pass


@case(1.5, setup=lambda: setattr(Plan, "chosen", None))
def chosen_for_derived_classes(x):
    before = LongPlan.chosen is None
    Plan.chosen = 3.0
    return (x if LongPlan().chosen is None else x * LongPlan.chosen), before


@case(1.5, setup=elsewhere.forget)
def chosen_in_another_module(x):
    before = elsewhere.CHOSEN is None
    elsewhere.choose()
    return (x if elsewhere.CHOSEN is None else elsewhere.CHOSEN * x), before


class Settings:
    rate = None


SETTINGS_HERE, DEFAULTS = Settings(), {"rate": None}
SETTINGS_THERE, DEFAULTS_THERE = SETTINGS_HERE, DEFAULTS


def unsettled():
    SETTINGS_HERE.rate = DEFAULTS["rate"] = None


@case(1.5, setup=unsettled)
def changed_under_another_name(x):
    SETTINGS_THERE.rate = DEFAULTS_THERE["rate"] = 2.0
    y = x if SETTINGS_HERE.rate is None else x * SETTINGS_HERE.rate
    return y if DEFAULTS["rate"] is None else y * x


FIRST, SECOND = Settings(), Settings()


def unsettled_pair():
    FIRST.rate = SECOND.rate = None


def second_becomes(found):
    def change():
        global SECOND
        SECOND = FIRST if found else Settings()
    return change


@case(1.5, setup=unsettled_pair, rebinds=(second_becomes(True), second_becomes(False)), restore=second_becomes(False))
def one_becomes_the_other(x):
    FIRST.rate = 2.0
    return x if SECOND.rate is None else x * SECOND.rate


@case(1.5, setup=unsettled)
def default_changed_by_its_name(x, defaults=DEFAULTS):
    DEFAULTS_THERE["rate"] = 2.0
    return x if defaults["rate"] is None else x * defaults["rate"]
