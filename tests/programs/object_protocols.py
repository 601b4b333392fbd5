"""What classes may define of how their instances are made, and of how attributes are read and stored."""

import abc
import functools
from dataclasses import asdict, astuple, dataclass, field, fields, replace
from typing import ClassVar, Generic, Protocol, TypeVar, runtime_checkable

from tests.reference import case


T = TypeVar('T')


class New:
    count = 0

    def __new__(cls, x):
        self = super().__new__(cls)
        self.y = x * x
        return self

    def __init__(self, x):
        self.x = x


class New2:
    def __new__(cls, *args, **kw):
        return super().__new__(cls)

    def __init__(self, x):
        self.x = x


class New3:
    def __new__(cls, *args):
        obj = object.__new__(cls)
        obj.tag = 1.0
        return obj

    def __init__(self, x):
        self.x = x


@case(1.3)
@case(1.3, order=2)
def protocol_new(x):
    n = New(x)
    return n.x * n.y


@case(1.3)
@case(1.3, order=2)
def protocol_new2(x):
    return New2(x).x ** 2


@case(1.3)
@case(1.3, order=2)
def protocol_new3(x):
    n = New3(x)
    return n.x ** 2 * n.tag


class Single:
    inst = None

    def __new__(cls, x):
        if x > 100:
            return 0.0
        return super().__new__(cls)

    def __init__(self, x):
        self.x = x


class SA:
    def __init__(self, x):
        self.x = x

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value * 2)


@case(1.3)
@case(1.3, order=2)
def protocol_setattr(x):
    s = SA(x)
    s.y = x
    return s.x * s.y


class SA2:
    def __init__(self, x):
        self.x = x

    def __setattr__(self, name, value):
        super().__setattr__(name, value)


@case(1.3)
@case(1.3, order=2)
def protocol_setattr2(x):
    s = SA2(x)
    return s.x ** 2


class SA3:
    def __setattr__(self, name, value):
        self.__dict__[name] = value


@case(1.3)
@case(1.3, order=2)
def protocol_setattr3(x):
    s = SA3()
    s.x = x
    return s.x ** 2


class GA:
    def __init__(self, d):
        self.d = d

    def __getattr__(self, name):
        return self.d[name]


@case(1.3)
@case(1.3, order=2)
def protocol_getattr(x):
    g = GA({'u': x, 'v': 2.0})
    return g.u * g.v


class GAA:
    def __init__(self, x):
        self.x = x

    def __getattribute__(self, name):
        return object.__getattribute__(self, name)


class Desc:
    def __set_name__(self, owner, name):
        self.name = '_' + name

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return getattr(obj, self.name)

    def __set__(self, obj, value):
        setattr(obj, self.name, value)


class UsesDesc:
    w = Desc()
    h = Desc()

    def __init__(self, w, h):
        self.w = w
        self.h = h

    def area(self):
        return self.w * self.h


@case(1.3)
@case(1.3, order=2)
def protocol_desc(x):
    u = UsesDesc(x, 2.0)
    u.h = u.h * x
    return u.area()


class Positive:
    def __init__(self, lo=0.0):
        self.lo = lo

    def __set_name__(self, owner, name):
        self.key = name

    def __get__(self, obj, owner=None):
        return obj.__dict__[self.key]

    def __set__(self, obj, value):
        if value < self.lo:
            raise ValueError('negative')
        obj.__dict__[self.key] = value


class Tank:
    level = Positive()

    def __init__(self, level):
        self.level = level


@case(1.3)
@case(1.3, order=2)
def protocol_desc2(x):
    t = Tank(x)
    t.level = t.level * x
    return t.level


class NonData:
    def __init__(self, f):
        self.f = f

    def __get__(self, obj, owner=None):
        return self.f(obj)


class UsesND:
    def __init__(self, x):
        self.x = x

    @NonData
    def sq(self):
        return self.x ** 2


@case(1.3)
@case(1.3, order=2)
def protocol_nondata(x):
    return UsesND(x).sq


class Slotted:
    __slots__ = ('a', 'b')

    def __init__(self, a):
        self.a = a
        self.b = a * 2


class Slotted2(Slotted):
    __slots__ = ('c',)

    def __init__(self, a):
        super().__init__(a)
        self.c = a ** 2


@case(1.3)
@case(1.3, order=2)
def protocol_slots(x):
    s = Slotted2(x)
    return s.a * s.b * s.c


class CP:
    def __init__(self, x):
        self.x = x

    @functools.cached_property
    def z(self):
        return self.x ** 3


@case(1.3)
@case(1.3, order=2)
def protocol_cached(x):
    c = CP(x)
    return c.z * c.z


class Base:
    registry = []

    def __init_subclass__(cls, scale=1.0, **kw):
        super().__init_subclass__(**kw)
        cls.scale = scale
        Base.registry.append(cls)

    def f(self):
        return self.x * self.scale


class Sub(Base, scale=3.0):
    def __init__(self, x):
        self.x = x


@case(1.3)
@case(1.3, order=2)
def protocol_initsub(x):
    return Sub(x).f() ** 2


class Shape(abc.ABC):
    @property
    @abc.abstractmethod
    def size(self):
        ...

    @abc.abstractmethod
    def area(self):
        ...

    def describe(self):
        return self.area() * self.size


class Sq(Shape):
    def __init__(self, a):
        self.a = a

    @property
    def size(self):
        return self.a * 2

    def area(self):
        return self.a ** 2


@case(1.3)
@case(1.3, order=2)
def protocol_abc(x):
    return Sq(x).describe()


class HasArea(Protocol):
    def area(self) -> float:
        ...


class PA(HasArea):
    def __init__(self, a):
        self.a = a

    def area(self):
        return self.a ** 2


def tot(ss: list):
    return sum((s.area() for s in ss))


@case(1.3)
@case(1.3, order=2)
def protocol_protocol(x):
    return tot([PA(x), Sq(x)])


class Box(Generic[T]):
    def __init__(self, v: T):
        self.v = v

    def map(self, f):
        return Box(f(self.v))


class Mix1:
    def scale(self, k):
        self.v = self.v * k
        return self


class Mix2:
    def shift(self, k):
        self.v = self.v + k
        return self


class Mixed(Mix1, Mix2):
    def __init__(self, v):
        self.v = v


@case(1.3)
@case(1.3, order=2)
def protocol_mixin(x):
    return Mixed(x).scale(x).shift(2.0).scale(x).v


@dataclass
class DC:
    a: float
    b: float = 1.0
    ws: list = field(default_factory=lambda: [1.0, 2.0])
    c: float = field(init=False)
    tag: ClassVar[str] = 'dc'

    def __post_init__(self):
        self.c = self.a * self.b


@case(1.3)
@case(1.3, order=2)
def protocol_dc(x):
    d = DC(x, x)
    d.ws[0] = x
    return d.c + sum(d.ws)


@case(1.3)
@case(1.3, order=2)
def protocol_replace(x):
    d = replace(DC(x), b=x * x)
    return d.c


@dataclass
class DP:
    a: float
    b: float
    inner: object = None


@case(1.3)
@case(1.3, order=2)
def protocol_asdict(x):
    d = asdict(DP(x, x * x))
    return d['a'] * d['b']


@case(1.3)
@case(1.3, order=2)
def protocol_astuple(x):
    a, b, _ = astuple(DP(x, x * x))
    return a * b


@case(1.3)
@case(1.3, order=2)
def protocol_fields(x):
    d = DP(x, x * x)
    t = 0.0
    for f in fields(d):
        v = getattr(d, f.name)
        if v is not None:
            t += v
    return t


@case(1.3)
@case(1.3, order=2)
def protocol_fields2(x):
    d = DP(x, x * x)
    return sum((getattr(d, n) for n in ('a', 'b')))


@dataclass(frozen=True)
class FZ:
    a: float
    b: float

    def scaled(self, k):
        return replace(self, a=self.a * k)


@case(1.3)
@case(1.3, order=2)
def protocol_frozen(x):
    return FZ(x, 2.0).scaled(x).a


@dataclass(slots=True)
class SL:
    a: float
    b: float = 2.0


@case(1.3)
@case(1.3, order=2)
def protocol_dcslots(x):
    s = SL(x)
    s.a *= x
    return s.a * s.b


@dataclass(order=True)
class OD:
    key: float
    v: float = 0.0


@case(1.3)
@case(1.3, order=2)
def protocol_order(x):
    l = [OD(x, 1.0), OD(x * x, 2.0), OD(0.5, x)]
    return max(l).key + sorted(l)[0].v


@dataclass(kw_only=True)
class KW:
    a: float
    b: float = 2.0


@case(1.3)
@case(1.3, order=2)
def protocol_kwonly(x):
    return KW(a=x).a ** 2


class Chain:
    def __init__(self):
        self.log = []

    def __enter__(self):
        return self

    def __exit__(self, *a):
        return False

    def add(self, v):
        self.log.append(v)


@case(1.3)
def protocol_ctx(x):
    with Chain() as c:
        c.add(x)
        c.add(x * x)
    return sum(c.log)


class PropSet:
    def __init__(self, x):
        self._x = x

    @property
    def x(self):
        return self._x

    @x.setter
    def x(self, v):
        self._x = v * 2


@case(1.3)
@case(1.3, order=2)
def protocol_propset(x):
    p = PropSet(x)
    p.x = x * x
    p.x += 1.0
    return p.x


class Len:
    def __init__(self, vs):
        self.vs = vs

    def __len__(self):
        return len(self.vs)

    def __getitem__(self, i):
        return self.vs[i]

    def __setitem__(self, i, v):
        self.vs[i] = v

    def __contains__(self, v):
        return v in self.vs

    def __bool__(self):
        return True


@case(1.3)
@case(1.3, order=2)
def protocol_len(x):
    l = Len([x, x * x])
    l[0] = l[1] * 2
    l[1] += 1.0
    return l[0] + len(l) * l[1]


@case(1.3)
@case(1.3, order=2)
def protocol_pow(x):
    class M:
        pass
    m = M()
    m.a = x
    m.b = m.a * m.a
    return m.b


class WithDel:
    def __init__(self, x):
        self.x = x

    def __del__(self):
        pass


class Meta(type):
    def __call__(cls, *a, **k):
        return super().__call__(*a, **k)


class UsesMeta(metaclass=Meta):
    def __init__(self, x):
        self.x = x


@functools.total_ordering
class TO:
    def __init__(self, v):
        self.v = v

    def __eq__(self, o):
        return self.v == o.v

    def __lt__(self, o):
        return self.v < o.v


@case(1.3)
@case(1.3, order=2)
def protocol_total(x):
    a, b = (TO(x), TO(2.0))
    return (a if a >= b else b).v + (a.v if a <= b else 0.0)


class Forgetting:
    """Says what assigning does, and nothing of reading."""

    def __set__(self, owner, value):
        held = owner.__dict__
        held["table"] = value
        held.pop("total", None)


class Table:
    table = Forgetting()

    def __init__(self):
        self.table = {}

    def put(self, key, value):
        if key not in self.table:
            self.table[key] = []
        self.table[key].append(value)

    def put_all(self, items):
        for key, value in items:
            self.put(key, value)


@case(1.3)
@case(1.3, order=2)
def descriptor_that_only_sets(x):
    t = Table()
    t.put("a", x * x)
    t.put_all((k, v * x) for k, v in [("a", x), ("b", 2.0)])
    return t.table["a"][0] * t.table["a"][1] + t.table["b"][0]


@case(1.3)
def descriptor_that_only_sets_set_again(x):
    t = Table()
    t.put("a", x)
    old = t.table
    t.table = {"a": [x * x]}
    return old["a"][0] + t.table["a"][0]


class Counted:
    """Its `__new__` sees which arguments came by position, and which by name."""

    def __new__(cls, *args, **kwargs):
        self = super().__new__(cls)
        self.places = len(args)
        self.names = len(kwargs)
        return self

    def __init__(self, value, other=1.0):
        self.value = value
        self.other = other


class Measured(float):
    """The names that `__init__` takes and `__new__` collects."""

    def __new__(cls, value, **details):
        return super().__new__(cls, value)

    def __init__(self, value, details, unit="m"):
        self.details = details


class Renamed:
    def __new__(cls, a, b):
        self = super().__new__(cls)
        self.product = a * b
        return self

    def __init__(self, first, second):
        self.first = first


@case(1.3, order=2)
def new_by_position_and_by_name(x):
    made = [Counted(x, x * x), Counted(x, other=x), Counted(other=x, value=2.0 * x), Counted(*(x,), **{"other": x * x})]
    return [(c.places * c.value, c.names * c.other) for c in made]


@case(1.3, order=2)
def new_that_collects_names(x):
    m = Measured(x * x, details={"at": x})
    return m, m.details["at"] * m


@case(1.3, [2.0, 3.0])
@case(1.3, [2.0, 3.0], wrt="rest")
def new_and_init_with_other_names(x, rest):
    class Inner:
        def __new__(cls, a, b=2.0):
            self = super().__new__(cls)
            self.product = a * b
            return self

        def __init__(self, first, second=3.0):
            self.sum = first + second

    made = Inner(x, rest[0])
    unpacked = Renamed(*rest)
    return Renamed(x, x * x).product, made.product * made.sum, unpacked.product * unpacked.first * x


@runtime_checkable
class HasArea(Protocol):
    def area(self) -> float: ...


class Disc:
    def __init__(self, radius):
        self.radius = radius

    def area(self):
        return 3.0 * self.radius ** 2


@case(1.3, order=2)
def asked_whether_it_follows_a_protocol(x):
    return sum(o.area() for o in (Disc(x), Disc(2.0)) if isinstance(o, HasArea)) * x


class Steps:
    def __init__(self, start, step):
        self.start, self.step = start, step

    def __getitem__(self, i):
        if i > 3:
            raise IndexError
        return self.start + i * self.step


@case(1.3)
def found_by_places(x):
    s = Steps(x, x * x)
    return (s[2] if s[1] in s else 0.0), 99.0 in s
