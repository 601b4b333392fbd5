"""Descriptors, `__setattr__`, `__new__` and names of attributes, in less common ways."""

import dataclasses
from dataclasses import dataclass

import numpy as np

from tests.reference import case


class HookProp:
    def __init__(self, x):
        self.x = x

    def __setattr__(self, name, value):
        super().__setattr__(name, value * 1.0)

    @property
    def y(self):
        return self._y

    @y.setter
    def y(self, v):
        super().__setattr__('_y', v * v)


@case(1.3)
@case(1.3, order=2)
def hook_hookprop(x):
    h = HookProp(x)
    h.y = x + 1.0
    return h.y * h.x


class Track:
    def __init__(self, a, b):
        self.log = []
        self.a = a
        self.b = b

    def __setattr__(self, name, value):
        if name != 'log':
            self.log.append(value)
        object.__setattr__(self, name, value)


@case(1.3)
@case(1.3, order=2)
def hook_track(x):
    t = Track(x, x * x)
    t.a = 3 * x
    t.a += 1.0
    return sum(t.log) * t.a


class Frozen2:
    __slots__ = ('a', 'b')

    def __init__(self, a, b):
        object.__setattr__(self, 'a', a)
        object.__setattr__(self, 'b', b)

    def __setattr__(self, name, value):
        raise AttributeError('frozen')

    def scaled(self, k):
        return Frozen2(self.a * k, self.b * k)


@case(1.3)
@case(1.3, order=2)
def hook_frozen2(x):
    f = Frozen2(x, 2.0).scaled(x)
    return f.a * f.b


@case(1.3)
@case(1.3, order=2)
def hook_frozen_try(x):
    f = Frozen2(x, 2.0)
    try:
        f.a = 3.0
    except AttributeError:
        return f.a * f.b * x
    return 0.0


class PSet:
    def __init__(self, x):
        self._x = x

    @property
    def x(self):
        return self._x

    @x.setter
    def x(self, v):
        self._x = v ** 2


@case(1.3)
@case(1.3, order=2)
def hook_setattr_prop(x):
    p = PSet(x)
    setattr(p, 'x', x + 1.0)
    return p.x


@case(1.3)
@case(1.3, order=2)
def hook_setattr_prop_loop(x):
    p = PSet(x)
    for n in ('x',):
        setattr(p, n, getattr(p, n) * x)
    return p.x


class Units:
    def __init__(self, factor):
        self.factor = factor

    def __set_name__(self, owner, name):
        self.key = '_' + name

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return getattr(obj, self.key) * self.factor

    def __set__(self, obj, v):
        setattr(obj, self.key, v / self.factor)


class Rod:
    cm = Units(100.0)
    m = Units(1.0)

    def __init__(self, m, cm):
        self.m = m
        self.cm = cm


@case(1.3)
@case(1.3, order=2)
def hook_units(x):
    r = Rod(x, x * x)
    r.cm += x
    r.m *= 2.0
    return r.cm * r.m


@case(1.3)
@case(1.3, order=2)
def hook_units_cls(x):
    return Rod.cm.factor * x * x


class Lazy:
    def __init__(self, fn):
        self.fn = fn

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, obj, owner=None):
        v = self.fn(obj)
        obj.__dict__[self.name] = v
        return v


class UsesLazy:
    def __init__(self, x):
        self.x = x

    @Lazy
    def sq(self):
        return self.x ** 2


@case(1.3)
@case(1.3, order=2)
def hook_lazy(x):
    u = UsesLazy(x)
    return u.sq + u.sq


class Inh(Rod):
    pass


@case(1.3)
@case(1.3, order=2)
def hook_units_inh(x):
    r = Inh(x, 2.0)
    return r.cm * r.m


class Multi:
    def __new__(cls, a, b=2.0, *args, k=1.0, **kw):
        self = super().__new__(cls)
        self.tot = a * b * k + sum(args)
        return self

    def __init__(self, a, b=2.0, *args, k=1.0, **kw):
        self.a = a


@case(1.3)
@case(1.3, order=2)
def hook_multi(x):
    return Multi(x).tot + Multi(x, x, k=x).tot + Multi(x, x, x, x).tot * Multi(a=x, k=2.0).a


class OnlyNew:
    def __new__(cls, a):
        self = object.__new__(cls)
        self.a = a * a
        return self


@case(1.3)
@case(1.3, order=2)
def hook_onlynew(x):
    return OnlyNew(x).a


class SubNew(OnlyNew):
    def __init__(self, a):
        self.b = a


@case(1.3)
@case(1.3, order=2)
def hook_subnew(x):
    s = SubNew(x)
    return s.a * s.b


@case(1.3)
@case(1.3, order=2)
def hook_local_new(x):
    class L:
        def __new__(cls, a):
            self = super().__new__(cls)
            self.a = a * x
            return self

        def __init__(self, a):
            self.b = a
    l = L(x)
    return l.a * l.b


@case(1.3)
@case(1.3, order=2)
def hook_local_hook(x):
    class L:
        def __init__(self, a):
            self.a = a

        def __setattr__(self, n, v):
            object.__setattr__(self, n, v * x)
    l = L(x)
    l.c = 2.0
    return l.a * l.c


class Cnt:
    _n = 0

    def __new__(cls, v):
        cls._n += 1
        return super().__new__(cls)

    def __init__(self, v):
        self.v = v


@case(1.3)
@case(1.3, order=2)
def hook_names(x):
    p = PSet(x)
    return sum((getattr(p, n, 0.0) for n in ('_x', 'zz')))


FIELDS = ('a', 'b')


class Rec:
    fields = ('a', 'b')

    def __init__(self, a, b):
        self.a = a
        self.b = b

    def scale(self, k):
        for f in self.fields:
            setattr(self, f, getattr(self, f) * k)
        return self

    def total(self):
        return sum((getattr(self, f) for f in FIELDS))

    def __add__(self, o):
        return Rec(*(getattr(self, f) + getattr(o, f) for f in self.fields))

    def get(self, name):
        return getattr(self, name)

    def put(self, name, v):
        setattr(self, name, v)


@case(1.3)
@case(1.3, order=2)
def hook_rec(x):
    r = Rec(x, 2.0).scale(x)
    s = r + Rec(1.0, x)
    s.put('a', s.get('b') * x)
    return s.total()


class SlotRec:
    __slots__ = ('u', 'v')

    def __init__(self, u, v):
        self.u = u
        self.v = v

    def items(self):
        return [getattr(self, n) for n in self.__slots__]

    def copy(self):
        new = SlotRec.__new__(SlotRec)
        for n in self.__slots__:
            setattr(new, n, getattr(self, n))
        return new


@case(1.3)
@case(1.3, order=2)
def hook_slotrec(x):
    r = SlotRec(x, x * x)
    c = r.copy()
    c.u = 2.0
    return sum(r.items()) * c.v * c.u


class Kw:
    def __init__(self, **kw):
        for k, v in kw.items():
            setattr(self, k, v)

    def update(self, **kw):
        self.__dict__.update(kw)
        return self

    def as_list(self):
        return list(self.__dict__.values())

    def has(self, n):
        return n in self.__dict__


@case(1.3)
@case(1.3, order=2)
def hook_kw(x):
    k = Kw(a=x, b=2.0).update(b=x * x, c=3.0)
    return k.a * k.b * k.c + sum(k.as_list())


@case(1.3)
@case(1.3, order=2)
def hook_dictdel(x):
    k = Kw(a=x, b=x)
    del k.__dict__['a']
    k.a = 2 * x
    return k.a * k.b


@case(1.3)
@case(1.3, order=2)
def hook_dunder_dict_loop(x):
    k = Kw(a=x, b=x * x)
    for n in k.__dict__:
        k.__dict__[n] *= x
    return k.a + k.b


@case(1.3)
@case(1.3, order=2)
def hook_dict_comp(x):
    r = Rec(x, x * x)
    d = {n: getattr(r, n) * 2 for n in FIELDS}
    return d['a'] * d['b']


@case(1.3)
@case(1.3, order=2)
def hook_unknown_store(x):
    k = Kw(a=x)
    name = ''.join(['b', 'c'])
    k.__dict__[name] = x * x
    return k.a + k.bc


@dataclass
class DD:
    a: float
    b: float = 1.0

    def __add__(self, o):
        return DD(**{f.name: getattr(self, f.name) + getattr(o, f.name) for f in dataclasses.fields(self)})

    def norm(self):
        return sum((getattr(self, f.name) ** 2 for f in dataclasses.fields(self)))


@case(1.3)
@case(1.3, order=2)
def hook_ddnorm(x):
    d = DD(x, x * x)
    for f in dataclasses.fields(DD):
        setattr(d, f.name, getattr(d, f.name) * x)
    return d.norm()


# -- what is replaced between calls

KEPT = {"get": Units.__get__, "set": Units.__set__, "new": OnlyNew.__new__, "fields": Rec.fields,
        "hook": HookProp.__setattr__}


def tripled(self, obj, owner=None):
    return 3 * getattr(obj, self.key)


def stored_as_it_is(self, obj, v):
    setattr(obj, self.key, v)


def cubed(cls, a):
    self = object.__new__(cls)
    self.a = a**3
    return self


def fivefold(self, name, value):
    object.__setattr__(self, name, value * 5.0)


def setting(owner, name, value):
    def rebind():
        setattr(owner, name, value)
    return rebind


def restore():
    Units.__get__, Units.__set__ = KEPT["get"], KEPT["set"]
    vars(Rod)["cm"].factor, vars(Rod)["cm"].key = 100.0, "_cm"
    OnlyNew.__new__ = KEPT["new"]
    Rec.fields = KEPT["fields"]
    HookProp.__setattr__ = KEPT["hook"]
    if "__setattr__" in vars(Rod):
        del Rod.__setattr__


@case(1.3, rebinds=(setting(vars(Rod)["cm"], "factor", 10.0), setting(vars(Rod)["cm"], "key", "_q"),
                    setting(Units, "__get__", tripled), setting(Units, "__set__", stored_as_it_is),
                    setting(Rod, "__setattr__", fivefold)), restore=restore)
def live_descriptor(x):
    r = Rod(x, x * x)
    return r.cm * r.m


@case(1.3, rebinds=(setting(OnlyNew, "__new__", cubed),), restore=restore)
def live_new(x):
    return OnlyNew(x).a


@case(1.3, rebinds=(setting(Rec, "fields", ("b", "a")),), restore=restore)
def live_names_of_attributes(x):
    r = Rec(x, 2.0)
    return getattr(r, r.fields[0]) * x


@case(1.3, rebinds=(setting(HookProp, "__setattr__", fivefold), lambda: delattr(HookProp, "__setattr__")),
      restore=restore)
def live_setattr(x):
    h = HookProp(x)
    h.z = x * x
    return h.z


# ---------------------------------------------------------------- held by some objects, asked of `__getattr__` of others

class Sized:
    def __init__(self, size):
        self.size = size


class Level:
    def __init__(self, level):
        self.level = level

    def __getattr__(self, name):
        if name == "size":
            return 3 * self.level**2
        if name == "cube":
            self.cube = self.level**3
            return self.cube
        raise AttributeError(name)


class Fixed:
    def __getattr__(self, name):
        return 1.5


@case(0.7)
@case(0.7, order=2)
@case(np.array([0.7, -0.3]))
def stored_by_one_class_asked_of_another(x):
    return sum(thing.size * x for thing in [Sized(x), Level(x), Fixed(), Sized(x * x)])


@case(0.7)
@case(0.7, order=2)
@case(-0.7)
def stored_in_some_objects_of_a_class(x):
    levels = [Level(x), Level(2 * x)]
    levels[0].size = x
    if x < 0:
        levels[1].size = x * x
    return [level.size * x for level in levels], levels[0].cube * levels[0].cube


@case([Sized(0.7), Level(0.4)], order=2)
@case([Level(0.4), Level(0.5)])
def of_given_objects_some_hold_it(things):
    return sum(thing.size**2 for thing in things)


class Doubling:
    def __init__(self, v):
        self.v, self.log = v, []

    @property
    def twice(self):
        self.log.append(("read", self.v))
        return self.v * 2

    @twice.setter
    def twice(self, v):
        self.log.append(("stored", v))
        self.v = v

    def grow(self):
        self.v *= 1.1
        return self.v


@case(1.3, order=2)
def a_property_increased_by_what_changes_it(x):
    d = Doubling(x)
    d.twice += d.grow()
    d.twice -= d.grow() * d.twice
    d.twice **= 2
    return d.v, d.log
