"""Attributes reached by their names, and through `__dict__`."""

import dataclasses

import numpy as np

from tests.reference import case


class P:
    def __init__(self, a, b):
        self.a = a
        self.b = b

    def f(self):
        return self.a * self.b

    def scale(self, k):
        for name in ('a', 'b'):
            setattr(self, name, getattr(self, name) * k)


@case(1.3)
@case(1.3, order=2)
def named_setattr_loop(x):
    p = P(x, 2.0)
    p.scale(x)
    return p.f()


@case(1.3)
@case(1.3, order=2)
def named_setattr_list(x):
    p = P(x, 2.0)
    names = ['a', 'b']
    for n in names:
        setattr(p, n, getattr(p, n) + x)
    return p.f()


@case(1.3)
@case(1.3, order=2)
def named_getattr_sum(x):
    p = P(x, 2.0)
    return sum((getattr(p, n) for n in ['a', 'b']))


def work(t):
    return t * t


@case(1.3)
@case(1.3, order=2)
def named_fnattr_const(x):
    def w(t):
        return t * x * w.k
    w.k = 3
    w.calls = 0
    w.calls += 1
    return w(2.0)


class It:
    def __init__(self, vs):
        self.vs = vs

    def __iter__(self):
        return iter(self.vs)


@case(1.3)
@case(1.3, order=2)
def named_in(x):
    o = It([x, 2.0])
    return x * x if 2.0 in o else x


@case(1.3)
@case(1.3, order=2)
def named_in2(x):
    o = It(['a', 'b'])
    return x * x if 'a' in o else x


@case(1.3)
@case(1.3, order=2)
def named_rest(x):
    a, *rest = It([x, x * x, 3.0])
    return a * sum(rest)


@case(1.3)
@case(1.3, order=2)
def named_vars(x):
    p = P(x, x * x)
    return sum(vars(p).values())


@case(1.3)
@case(1.3, order=2)
def named_vars_items(x):
    p = P(x, x * x)
    t = 0.0
    for k, v in vars(p).items():
        t += v * len(k)
    return t


@case(1.3)
@case(1.3, order=2)
def named_dict_read(x):
    p = P(x, x * x)
    return p.__dict__['a'] * p.__dict__['b']


@case(1.3)
@case(1.3, order=2)
def named_dict_update(x):
    p = P(x, x * x)
    p.__dict__.update(a=x ** 3, c=x)
    return p.a + p.c


@case(1.3)
@case(1.3, order=2)
def named_dict_set(x):
    p = P(x, x * x)
    p.__dict__['a'] = 5 * x
    return p.a * p.b


class Bunch:
    def __init__(self, **kw):
        self.__dict__.update(kw)


@case(1.3)
@case(1.3, order=2)
def named_bunch(x):
    b = Bunch(a=x, b=x * x)
    return b.a * b.b


class Bunch2:
    def __init__(self, **kw):
        for k, v in kw.items():
            setattr(self, k, v)


@case(1.3)
@case(1.3, order=2)
def named_bunch2(x):
    b = Bunch2(a=x, b=x * x)
    return b.a * b.b


@case(1.3)
@case(1.3, order=2)
def named_vars_set(x):
    p = P(x, x * x)
    for k in vars(p):
        setattr(p, k, getattr(p, k) * x)
    return p.f()


@case(1.3)
@case(1.3, order=2)
def named_hasattr(x):
    p = P(x, x * x)
    return x if hasattr(p, 'zz') else p.f()


@case(1.3)
@case(1.3, order=2)
def named_delattr(x):
    p = P(x, 2.0)
    q = p.a
    del p.a
    p.a = q * x
    return p.f()


@case(1.3)
@case(1.3, order=2)
def named_unbound(x):
    return P.f(P(x, 3.0))


@case(1.3)
@case(1.3, order=2)
def named_method_value(x):
    m = P(x, x).f
    return m() + m()


@case(1.3)
@case(1.3, order=2)
def named_methods_map(x):
    return sum(map(P.f, [P(x, 2.0), P(3.0, x)]))


@case(1.3)
@case(1.3, order=2)
def named_getattr_method(x):
    p = P(x, 2.0)
    t = 0.0
    for n in ('f',):
        t += getattr(p, n)()
    return t


@case(1.3)
@case(1.3, order=2)
def named_eq(x):
    a = P(x, 2.0)
    b = a
    return x * x if a == b and a is b and (not a != b) else x


@case(1.3)
@case(1.3, order=2)
def named_swap(x):
    p, q = (P(x, 2.0), P(3.0, x * x))
    p.a, q.a = (q.a, p.a)
    return p.f() + q.f()


@case(1.3)
def named_sort(x):
    ps = [P(x, 2.0), P(0.5, x), P(3.0, x * x)]
    ps.sort(key=lambda p: p.a)
    return ps[0].b * ps[1].a


@case(1.3)
@case(1.3, order=2)
def named_dict_obj(x):
    d = {'p': P(x, 2.0), 'q': P(x * x, 1.0)}
    return sum((p.f() for p in d.values()))


class Plain:
    pass


class Holder:
    def __init__(self, f, v):
        self.f = f
        self.v = v


@case(0.3)
@case(0.3, order=2)
def functions_held_under_names(x):
    a = Plain()
    a.go = lambda k: x * k
    h = Holder(lambda k: k * x, x)
    return (getattr(a, "go")(2.0), [getattr(a, n)(2.0) for n in ("go",)], getattr(h, "f")(h.v), vars(h)["f"](2.0),
            getattr(h, "f", None)(1.0))


class Steps:
    def __init__(self):
        self.k = 2.0

    def on_a(self, v):
        return v * self.k

    def on_b(self, v):
        self.k += v
        return v

    def go(self, n, v):
        return getattr(self, "on_" + n)(v)

    def pass_on(self, n, *args, **named):
        return getattr(self, "on_" + n)(*args, **named)


@case(0.3)
@case(0.3, order=2)
def letters_name_methods(x):
    steps = Steps()
    found = [steps.go(n, x) for n in "abab"]
    return found, steps.go("b", x) + steps.k, steps.pass_on("a", x), steps.pass_on("b", v=x)


@dataclasses.dataclass
class Settings:
    scale: float = 1.5
    shift: float = 2.5


@case(0.7, order=2)
def default_of_what_the_class_has(x):
    """The class has the attribute, so that the default is never asked for."""
    settings, others = Settings(x), Settings()
    others.shift = x * x
    return (getattr(settings, "scale", 1.0), getattr(settings, "shift", x), getattr(others, "shift", 0.0) * x,
            getattr(others, "scale", x) * x)


@case(np.array([1.0, 2.0, 4.0]))
@case(np.array([1.0, 2.0, 4.0]), order=2)
def methods_of_an_array(x):
    total, found = 0.0, {}
    for name in ["sum", "prod", "std"]:
        total += getattr(x * 2, name)()
    for name in ("min", "max"):
        found[name] = getattr(x, name)(axis=0)
    return total * found["min"] + found["max"] + sum(getattr(x, n)() for n in ("mean", "max"))


class Held:
    def __init__(self, value):
        self.value = value


class Translating:
    """Attributes of another object, under names that say what is done to them."""

    def __init__(self, held):
        self.__dict__["held"] = held

    def __getattr__(self, name):
        if name.startswith("squared_"):
            return getattr(self.held, name[8:]) ** 2
        if name.startswith("cubed_"):
            return getattr(self.held, name.removeprefix("cubed_")) ** 3
        if name.endswith("_negated"):
            return -getattr(self.held, name[:-8])
        return getattr(self.held, name)


@case(0.7, order=2)
def names_that_are_cut(x):
    t = Translating(Held(x))
    return t.squared_value, t.cubed_value, t.value_negated, t.value


@case(0.5, Held(2.0))
@case(0.5, Held(2.0), wrt=("x", "held"))
def all_that_an_argument_holds(x, held):
    return x * sum(vars(held).values())
