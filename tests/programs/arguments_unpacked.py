"""Calls `g(*xs)` and `g(**d)` of which only the running program knows how many, or which, arguments they pass."""

import dataclasses
import types

import numpy as np

from tests.reference import case


def volume(a, b=2.0, c=3.0):
    return a * b * c


@case(1.5)
@case(1.5, 1)
@case(1.5, 3)
def list_of_open_length(x, n=2):
    return volume(*[x * (i + 1) for i in range(n)])


@case(1.5, 2)
@case(1.5, 4)
def rest_after_a_default(x, n):
    def tail(a, b=2.0, *rest):
        return a * b + sum(rest)
    xs = [x * (i + 1) for i in range(n)]
    return tail(*xs) + tail(x, *xs) + tail(*[x])


@case(1.5)
def too_many(x):
    xs = []
    for i in range(5):
        xs.append(x * i)
    try:
        return volume(*xs)
    except TypeError as error:
        return x * len(str(error))


@case(1.5, 1)
@case(1.5, 3)
def length_has_another_meaning(x, n):
    len = 2.0
    xs = [x * x for _ in range(n)]
    return volume(*xs) * len


class Box:
    """Its attributes are what a function takes."""

    def __init__(self, a, b=2.0):
        self.a = a
        self.b = b

    def volume(self):
        return volume(**vars(self))

    def scaled(self, a, b=1.0, c=1.0):
        return self.a * a * b * c

    @staticmethod
    def difference(a, c):
        return a - c * c


@case(1.5)
def attributes_as_arguments(x):
    return Box(x, x * x).volume() + volume(**Box(x).__dict__)


class Model:
    """Holds the arguments of a function."""

    def __init__(self, x):
        self.params = {"a": x, "b": 3.0}

    def run(self):
        return volume(**self.params)


@case(1.5)
def key_added_later(x):
    model = Model(x)
    before = model.run()
    model.params["c"] = x * x
    return before, model.run()


@case(1.5)
def key_taken_away(x):
    d = {"a": x, "b": x, "c": x}
    del d["b"]
    e = {**d}
    f = dict(e)
    f.pop("c")
    return volume(**d), volume(**e), volume(**f)


@case(1.5, ["a", "b"])
@case(1.5, ["c", "a"])
def keys_from_outside(x, names):
    d = {}
    for i, name in enumerate(names):
        d[name] = x * (i + 1)
    return volume(**d)


@case(1.5)
def wrong_key(x):
    d = {"a": x}
    d["z"] = x * x
    try:
        return volume(**d)
    except TypeError as error:
        return x * len(str(error))


@case(1.5)
def missing_key(x):
    d = {"b": x}
    d["c"] = x * x
    try:
        return volume(**d)
    except TypeError as error:
        return x * len(str(error))


@dataclasses.dataclass
class Pair:
    """Two numbers, of which one has a default."""

    a: float
    b: float = 3.0

    def with_b(self, b):
        return Pair(**{**vars(self), "b": b})


@case(1.5)
def instances_from_dicts(x):
    d = {"a": x}
    d["b"] = x * x
    p = Pair(**d).with_b(x)
    return Box(**d), p, Box(x).scaled(**d), Box.difference(**{k: x * n for n, k in enumerate("ac")})


@case(1.5)
def local_function_by_names(x):
    def product(a, b, *, c=2.0):
        return a * b * c
    d = {}
    for i, name in enumerate("abc"):
        d[name] = x * (i + 1)
    e = dict(d)
    del e["c"]
    return product(**d) + product(**e)


@case(1.5)
def order_of_evaluation(x):
    log = []

    def note(v):
        log.append(v)
        return {"a": v, **({"c": v * v} if len(log) > 1 else {})}
    y = volume(b=note(x)["a"], **note(2 * x))
    return y, log


@case(1.5)
def optional_argument_left_out(x):
    def shifted(a, by=None):
        return a if by is None else a + by
    xs = [x * x]
    d = {"a": x}
    first = shifted(*xs) + shifted(**d)
    xs.append(x)
    d["by"] = x * x
    return first + shifted(*xs) + shifted(**d)


class Names(dict):
    """A dict of a class of its own."""


@case(1.5)
def dicts_of_other_classes(x):
    import collections
    d = collections.OrderedDict(a=x)
    d["c"] = 1.0
    e = collections.defaultdict(float)
    e["a"] += x
    e["b"] += x * x
    f = Names(a=x)
    f["b"] = x * x
    return volume(**d) + volume(**e) + len(e) + volume(**f)


# What has a rule, called with a list: the run shows how many arguments there are.


def first_doubled(function):
    def doubled(*args, **kwargs):
        args = list(args)
        args[0] = args[0] * 2
        return function(*args, **kwargs)
    return doubled


@case(np.array([1.0, 2.0, 0.25]), 0.75)
@case(np.array([1.0, 2.0, 0.25]), 0.75, wrt=(0, 1))
def library_functions_in_a_wrapper(x, low):
    clip, total, norm = first_doubled(np.clip), first_doubled(np.sum), first_doubled(np.linalg.norm)
    rows = np.stack([x, x * x])
    return clip(x, low, 3.0), total(rows, axis=0), norm(rows, axis=1), total(x), clip(x, low, 3.0) + total(rows, axis=1)[0]


@case(np.array([0.75, 2.0]))
def library_functions_of_a_list(x):
    parts = [x, 2 * x]
    parts.append(np.sin(x))
    wave = np.where(*(x > 1, x, 2 * x))
    return np.maximum(*parts[:2]), np.clip(*[parts[2], 0.0, 0.5]), np.interp(*[x + 0.5, [0.0, 1.0, 3.0], [0.0, 2.0, 3.0]]), wave


# `**d` of which only the run knows the keys, for functions that take `**more`.


def powers(x, names):
    d = {}
    for i, name in enumerate(names):
        d[name] = x ** (i + 1)
    return d


def weighed(a, rate=0.5, *, scale=2.0, **more):
    return a * rate * scale + sum(v * (i + 1) for i, v in enumerate(more.values()))


def twice(f):
    def doubled(*args, **kwargs):
        return 2 * f(*args, **kwargs)
    return doubled


@twice
def scaled(a, b=1.0, **more):
    return a * b * sum(more.values())


class Settings:
    def __init__(self, **named):
        self.__dict__.update(named)


class Base:
    def __init__(self, **named):
        for name, value in named.items():
            setattr(self, name, value)


class Named(Base):
    def __init__(self, name, **named):
        super().__init__(**named)
        self.name = name


@case(1.5)
@case(1.5, order=2)
def more_than_the_parameters(x):
    d = powers(x, ("rate", "u", "v"))
    return weighed(x, **d) + weighed(2.0, scale=x, **d) + scaled(x, **powers(x, ("b", "u", "v")))


@case(1.5)
def missing_or_given_twice(x):
    found = []
    for names in ("uv", "au"):
        d = powers(x, names)
        try:
            found.append(weighed(**d))
        except TypeError:
            found.append(-x)
        try:
            found.append(weighed(x, **d))
        except TypeError:
            found.append(-2 * x)
    return found


@case(1.5)
@case(1.5, order=2)
def in_the_order_of_the_call(x):
    def inner(n, **more):
        return n, list(more), [v * (i + 1) for i, v in enumerate(more.values())]
    d = powers(x, "uv")

    def make():
        d["w"] = x
        return d
    return inner(1, **d, z=x), inner(1, z=x, **d), inner(n=2, **make()), inner(**d, n=3, q=2 * x), inner(y=x, **d, z=x * x, n=3)


@case(1.5)
@case(1.5, order=2)
def dicts_of_attributes(x):
    c = Settings(rate=x, n=3)
    d = Settings(**vars(c))
    d.rate *= 2
    e = Settings(**{**c.__dict__, "rate": x * x})
    p = types.SimpleNamespace(a=x, b=[1.0, x * x])
    p.c = p.a * p.b[1]
    q = types.SimpleNamespace(**vars(p))
    q.a = 2 * x
    return c.rate * d.rate * d.n, e.rate, p.a * q.a * q.c, weighed(1.0, **vars(c))


@case(1.5)
def attributes_of_unknown_names(x):
    d = {}
    for i, name in enumerate("uv"):
        d[name] = x ** (i + 1)
    s, t, r = Named("s", **d), Named("t", u=x, v=2.0), types.SimpleNamespace(**d)
    r.u *= 2
    return s.u * s.v + t.u * t.v + r.u * r.v


@case(1.5)
@case(1.5, order=2)
def a_dict_of_their_own(x):
    d = powers(x, "uv")
    e = (lambda **named: named)(**d)
    e["u"] = 5.0

    def again(n, **named):
        return n * named["u"] if n > 2 else again(n + 1, **named)
    return d["u"], e["v"] * e["u"], again(1, **d) + again(2, u=x)


# Functions of which the run shows which one is called, with options from a dict.


def by_factor(v, k):
    return k * v


def by_offset(v, bias=0.0):
    return v + bias


STEPS = {"scale": (by_factor, {"k": 2.0}), "shift": (by_offset, {"bias": 1.0}), "sine": (np.sin, {})}


@case(1.5)
def steps_with_their_options(x):
    v = x
    for name in ("scale", "shift", "sine"):
        function, options = STEPS[name]
        v = function(v, **options)
    for name, options in [("scale", {"k": x}), ("shift", {}), ("sine", {})]:
        v = STEPS[name][0](v, **{**STEPS[name][1], **options})
    return v


@case(np.array([1.5, 0.25, 3.0]))
def library_functions_with_options(x):
    table = {"scale": by_factor, "clip": np.clip, "sum": np.sum, "mean": np.mean}
    v = x
    for name, options in [("scale", {"k": x[0]}), ("clip", {"a_min": x[1], "a_max": 3.0})]:
        v = table[name](v, **options)
    rows, found, base = np.stack([x, v]), [], {"axis": 0}
    for name, options in [("sum", {"initial": x[0]}), ("mean", {"keepdims": True}), ("sum", {"axis": 1})]:
        found.append(np.sum(table[name](rows, **{**base, **options})))
    bounds = {}
    for i, name in enumerate(("a_min", "a_max")):
        bounds[name] = x[0] * (i + 0.5)
    return found, np.clip(x, **bounds)


@case(1.5)
def an_option_given_twice(x):
    options = {}
    for name in ("k",):
        options[name] = x
    try:
        return (by_factor if x > 0 else by_offset)(x, k=2.0, **options)
    except TypeError:
        return x * x


@dataclasses.dataclass
class Options:
    rate: float = 0.1
    layers: list = dataclasses.field(default_factory=lambda: [1.0, 2.0])
    others: dict = dataclasses.field(default_factory=dict)

    @classmethod
    def of(cls, d):
        return cls(**{k: v for k, v in d.items() if k in {f.name for f in dataclasses.fields(cls)}})


@case(1.5)
def fields_with_factories(x):
    c, d = Options.of({"rate": x, "no field": 3.0}), Options.of({"rate": x, "others": {"m": x * x}})
    e, f = Options.of({"layers": [x, 2.0]}), Options.of({})
    e.layers.append(x)
    f.layers.append(x * x)
    return c.rate * sum(c.layers), d.rate * d.others["m"], e.rate * sum(e.layers), f.layers
UNITS = {"km": 1e3, "m": 1.0, "h": 3600.0, "s": 1.0}


def converted(v, of, to="m"):
    return v * UNITS[of] / UNITS[to]


@case(36.0, order=2)
def parts_of_texts(v):
    whole = [converted(v * v, *pair.split("->")) for pair in ("km->m", "m->km", "h")[:2]]
    return whole, converted(v, *"km h".rsplit(maxsplit=1)), converted(v, *"m".splitlines())


def per(v, above, slash, below):
    return v * UNITS[above] / (UNITS[below] if slash else 1.0)


@case(36.0, "km/h", wrt="v")
@case(36.0, "km", wrt="v")
def parted_texts(v, unit):
    found = {name.strip(): per(v, *name.strip().partition("/")) for name in (unit, " m/s ")}
    return found, [k.upper().count("M") * u for k, u in found.items() if k.isalpha() or not k.startswith("x")]


class Scaled:
    def __init__(self, x):
        self.width, self.height, self.depth = x, 2 * x, x * x


@case(1.3, order=2)
def attributes_named_by_a_text(x):
    box = Scaled(x)
    for name in "width height".split():
        setattr(box, name, 3 * getattr(box, name))
    return [getattr(box, name) for name in "width,height,depth".split(",")], [x * len(t) for t in "".split()]


@case(1.3)
@case(1.3, order=2)
def zip_of_one_and_of_nothing_more(x):
    rest = []
    first = sum(a * a for (a,) in zip([x, 2.0], *rest))
    return first, [a + b for a, b in zip([x], [x * x], *rest)], [k + v for k, (v,) in enumerate(zip([x, x * x], *rest))]


@case(1.3)
@case(1.3, order=2)
def zip_in_a_function_that_is_given_nothing_more(x):
    def products(t, *rest):
        return [sum(vs) * vs[0] for vs in zip(t, *[r[:] for r in rest])]
    return products([x, 2.0]), products([x, 2.0], [x, x]), products([x], [])
