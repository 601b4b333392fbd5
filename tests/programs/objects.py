"""Classes of the user's own: state, methods, properties, inheritance, trees of objects."""

import contextlib
import copy
import dataclasses
import enum
import functools
import math
import types

import numpy as np

from tests.reference import case

LOG = []


class Account:
    """Interest on a balance."""

    fee = 0.5

    def __init__(self, balance, rate=0.1):
        self.balance = balance
        self.rate = rate
        self.steps = 0

    def grow(self):
        self.balance *= 1 + self.rate
        self.steps += 1

    def pay(self, amount):
        self.balance += amount
        return self

    def charge(self):
        self.balance -= self.fee


@case(2.0)
def local_object(x):
    a = Account(x)
    a.grow()
    a.pay(x * x).charge()
    return a.balance * a.steps


@case(2.0)
def object_returned(x):
    a = Account(x, rate=x / 10)
    for _ in range(3):
        a.grow()
    return a


@case(2.0, Account(3.0))
@case(2.0, Account(3))
@case(2.0, Account(3.0), wrt="account")
@case(2.0, Account(3.0), wrt=("x", "account"))
def object_as_argument(x, account):
    account.grow()
    account.pay(x)
    return account.balance * x


@case(Account(3.0))
def object_argument_returned(account):
    account.grow()
    return account


@case(Account(3.0))
def object_argument_read(account):
    return account.balance * account.rate ** 2 + account.steps


@case(2.0)
def state_by_loop(x):
    a = Account(1.0)
    while a.balance < 10:
        a.pay(x)
        a.grow()
    return a.balance, a.steps


@case(2.0)
def two_names_for_one_object(x):
    a = Account(x)
    b = a
    b.pay(x * x)
    return a.balance, b.balance, a is b


@case(2.0)
def object_passed_twice(x):
    def nothing():
        return None
    a = Account(x)
    transfer(a, a, 1.5)
    return a.balance


def transfer(one, other, part):
    moved = one.balance * part
    one.balance -= moved
    other.balance += moved * 2


@case(2.0)
def object_in_two_lists(x):
    a = Account(x)
    left, right = [a], [a, Account(1.0)]
    left[0].pay(x * x)
    right[0].grow()
    return right[0].balance + left[0].balance + right[1].balance


@case(2.0, (lambda a: [a, a])(Account(3.0)))
def same_object_twice_in_an_argument(x, accounts):
    accounts[0].pay(x)
    return accounts[1].balance


@case(2.0, [Account(3.0), Account(4.0)])
def objects_in_an_argument(x, accounts):
    accounts[0].pay(x)
    return accounts[1].balance + accounts[0].balance


class Swap:
    def __init__(self, a, b):
        self.a, self.b = a, b

    def swap(self):
        self.a, self.b = self.b, self.a
        return self.a - 2 * self.b


@case(1.5)
def tuple_store_of_attributes(x):
    s = Swap(x, x * x)
    return s.swap(), s.a, s.b


@case(1.5)
def mutation_after_store(x):
    values = [x, 2.0]
    s = Swap(values, 0.0)
    values[0] = x * x
    values.append(x)
    return s.a, sum(s.a)


@case(np.array([1.0, 2.0]))
def array_attribute(u):
    s = Swap(u, u[1:])
    s.a[1] *= 3.0
    s.b += 1.0
    return s.a, s.b


@case(np.array([1.0, 2.0]))
def array_attribute_replaced(u):
    s = Swap(u, None)
    s.a = s.a * s.a
    s.a += u
    return s.a


@case(2.0)
def attribute_of_attribute(x):
    s = Swap(Swap(x, 1.0), 2.0)
    s.a.a *= x
    s.a.b += s.a.a
    return s.a.b * s.b


@case(2.0)
def attribute_becomes_active_later(x):
    s = Swap(1.0, 2.0)
    before = s.a
    s.a = x
    return before, s.a, s.b


@case(2.0)
def attributes_never_active(x):
    s = Swap(3, "name")
    s.a += 1
    return x * s.a, s.b


@case(2.0, False)
@case(2.0, True)
def attribute_optional(x, given):
    s = Swap(None, 1.0)
    if given:
        s.a = x
    if s.a is None:
        return x * s.b
    return s.a * s.a


class Shape:
    def __init__(self, name):
        self.name = name

    def area(self):
        raise NotImplementedError

    def describe(self):
        return self.area() * 2


class Circle(Shape):
    def __init__(self, r):
        super().__init__("circle")
        self.r = r

    def area(self):
        return math.pi * self.r ** 2


class Square(Shape):
    def __init__(self, side):
        Shape.__init__(self, "square")
        self.side = side

    def area(self):
        return self.side * self.side

    def describe(self):
        return super().describe() + self.side


@case(1.5)
def inheritance(x):
    return Circle(x).describe() + Square(x).describe()


@case(1.5)
def polymorphic_list(x):
    total = 0.0
    for shape in [Circle(x), Square(x * x), Circle(2.0)]:
        total += shape.area() * shape.describe()
    return total


@case(1.5, True)
@case(1.5, False)
def polymorphic_choice(x, round_one):
    shape = Circle(x) if round_one else Square(x)
    return shape.area(), shape.name


@case(1.5)
def polymorphic_isinstance(x):
    total = 0.0
    for shape in [Circle(x), Square(x * x)]:
        if isinstance(shape, Circle):
            total += shape.r * 3
        else:
            total += shape.side * x
    return total


@case(1.5, [Circle(1.0), Square(2.0)])
@case(1.5, [Circle(1.0), Square(2.0)], wrt="shapes")
def polymorphic_argument(x, shapes):
    return sum([x]) * shapes[0].area() + shapes[1].area()


class A:
    def __init__(self, x):
        self.x = x
        self.trace = ["A"]

    def f(self):
        return self.x


class B(A):
    def __init__(self, x):
        super().__init__(x * 2)
        self.trace.append("B")

    def f(self):
        return super().f() * 3


class C(A):
    def __init__(self, x):
        super().__init__(x + 1)
        self.trace.append("C")

    def f(self):
        return super().f() ** 2


class D(B, C):
    def __init__(self, x):
        super().__init__(x)
        self.trace.append("D")

    def f(self):
        return super().f() + self.x


@case(1.5)
def diamond(x):
    d = D(x)
    return d.f(), d.trace


@case(1.5)
def diamond_by_super_with_arguments(x):
    d = D(x)
    return super(B, d).f() + B.f(d)


class Celsius:
    def __init__(self, degrees):
        self._degrees = degrees
        self.reads = 0

    @property
    def degrees(self):
        self.reads += 1
        return self._degrees

    @degrees.setter
    def degrees(self, value):
        if value < -273.15:
            raise ValueError("too cold")
        self._degrees = value

    @property
    def fahrenheit(self):
        return self.degrees * 9 / 5 + 32

    @fahrenheit.setter
    def fahrenheit(self, value):
        self.degrees = (value - 32) * 5 / 9


@case(20.0)
def property_read(x):
    c = Celsius(x)
    return c.fahrenheit * c.degrees, c.reads


@case(20.0)
def property_set(x):
    c = Celsius(0.0)
    c.fahrenheit = x * x
    return c.degrees, c


@case(20.0)
def property_augmented(x):
    c = Celsius(x)
    c.degrees += x * x
    c.fahrenheit *= 2
    return c.degrees, c.reads


@case(-300.0)
def property_setter_raises(x):
    c = Celsius(1.0)
    try:
        c.degrees = x
    except ValueError as e:
        return c.degrees, str(e)
    return c.degrees


@case(-300.0)
def property_setter_raises_through(x):
    c = Celsius(1.0)
    c.degrees = x
    return c.degrees


class Tools:
    scale = 3.0
    table = [1.0, 2.0]

    @staticmethod
    def double(x):
        return x * 2

    @classmethod
    def scaled(cls, x):
        return x * cls.scale

    @classmethod
    def make(cls, x):
        made = cls()
        made.value = cls.scaled(x)
        return made


class MoreTools(Tools):
    scale = 5.0


@case(1.5)
def static_and_class_methods(x):
    t = MoreTools()
    return Tools.double(x) + t.double(x) + Tools.scaled(x) * MoreTools.scaled(x) + t.scaled(x)


@case(1.5)
def alternative_constructor(x):
    return MoreTools.make(x).value + Tools.make(x * x).value, MoreTools.make(x)


@case(1.5)
def class_attributes(x):
    t = Tools()
    return x * t.scale + x * Tools.table[1] * t.table[0]


@case(1.5)
def class_attribute_shadowed(x):
    t = Tools()
    before = t.scale
    t.scale = x
    return before * x, t.scale, Tools.scale


@case(1.5, True)
@case(1.5, False)
def class_attribute_perhaps_shadowed(x, own):
    t = Tools()
    if own:
        t.scale = x * x
    return t.scale * x


@case(1.5)
def class_attribute_shadowed_by_augmented(x):
    t = Tools()
    t.scale *= x
    t.scale += x
    return t.scale


class Layer:
    def __init__(self, w, b):
        self.w = w
        self.b = b

    def __call__(self, x):
        return np.tanh(self.w @ x + self.b)


class Scale:
    def __init__(self, k):
        self.k = k

    def __call__(self, x):
        return x * self.k


class Network:
    def __init__(self, layers):
        self.layers = layers

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def loss(self, x, y):
        d = self(x) - y
        return (d * d).sum()


W1, W2 = np.array([[0.1, 0.4], [-0.3, 0.2], [0.5, -0.6]]), np.array([[0.3, -0.2, 0.7]])


def network():
    return Network([Layer(W1, np.array([0.1, 0.2, 0.3])), Scale(2.0), Layer(W2, np.zeros(1))])


@case(network(), np.array([0.5, -1.0]), np.array([0.3]))
@case(network(), np.array([0.5, -1.0]), np.array([0.3]), wrt="x")
def network_loss(net, x, y):
    return net.loss(x, y)


@case(np.array([0.5, -1.0]))
def network_built_inside(x):
    net = Network([Layer(W1, x[0]), Scale(x[1])])
    return net(x)


@case(Layer(W1, np.zeros(3)), np.array([0.5, -1.0]))
def call_of_an_object(layer, x):
    return layer(x).sum() + layer(x=x)[0]


MODEL = Scale(3.0)
CONFIG = types.SimpleNamespace(rate=0.5, steps=3, weights=np.array([1.0, 2.0]), inner=types.SimpleNamespace(k=2))


@case(1.5)
def module_object(x):
    return MODEL(x) * MODEL.k


@case(1.5)
def module_configuration(x):
    for _ in range(CONFIG.steps):
        x = x + CONFIG.rate * x ** CONFIG.inner.k
    return x * CONFIG.weights


def model_of(k):
    def rebind():
        MODEL.k = k
    return rebind


@case(1.5, rebinds=(model_of(5.0), model_of(2), model_of(np.array([1.0, 2.0]))), restore=model_of(3.0))
def module_object_changes(x):
    return MODEL(x)


class Counter:
    made = 0

    def __init__(self):
        Counter.made += 1
        self.number = Counter.made


def reset_counter():
    Counter.made = 0


@case(1.5, setup=reset_counter, observe=lambda: Counter.made)
def class_attribute_written(x):
    for _ in range(3):
        c = Counter()
        x = x * c.number
    return x


class Node:
    def __init__(self, value, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right

    def total(self):
        result = self.value
        if self.left is not None:
            result += self.left.total()
        if self.right is not None:
            result += self.right.total() * 2
        return result

    def scale(self, k):
        self.value *= k
        for child in (self.left, self.right):
            if child is not None:
                child.scale(k)


def tree():
    return Node(1.0, Node(2.0, None, Node(3.0)), Node(4.0, Node(5.0, Node(6.0))))


@case(1.5)
def tree_built_and_summed(x):
    root = Node(x, Node(x * x), Node(2.0, Node(x * 3)))
    root.scale(x)
    return root.total()


@case(1.5, tree())
@case(1.5, tree(), wrt="root")
@case(1.5, Node(2.0), wrt="root")
def tree_argument(x, root):
    root.scale(x)
    return root.total() * x


@case(1.5, tree())
def tree_returned(x, root):
    root.left.value = x * root.right.value
    return root.left


def depth_sum(node):
    return 0.0 if node is None else node.value * node.value + depth_sum(node.left) + depth_sum(node.right)


@case(tree())
def tree_recursion_by_function(root):
    return depth_sum(root)


class Link:
    def __init__(self, value, next):
        self.value = value
        self.next = next


@case(1.5)
def linked_list(x):
    head = None
    for i in range(4):
        head = Link(x * i, head)
    total, node = 0.0, head
    while node is not None:
        total += node.value * node.value
        node = node.next
    return total, head.value


@case(Link(1.0, Link(2.0, Link(3.0, None))))
def linked_list_argument(head):
    total = 1.0
    node = head
    while node:
        total *= node.value
        node = node.next
    return total


@case(1.5)
def linked_list_reversed(x):
    head = Link(x, Link(x * x, Link(3.0, None)))
    last = None
    while head is not None:
        head.next, last, head = last, head, head.next
    return last.value, last.next.value * last.next.next.value


class Graph:
    def __init__(self):
        self.nodes = []
        self.edges = {}

    def add(self, name, value):
        node = Node(value)
        self.nodes.append(node)
        self.edges[name] = node
        return node


@case(1.5)
def object_with_containers(x):
    g = Graph()
    g.add("a", x)
    g.add("b", x * x).value += 1
    g.edges["a"].value *= 3
    return [n.value for n in g.nodes][0] if False else g.nodes[0].value + g.edges["b"].value


@case(1.5)
def cycle_returned(x):
    a = Link(x, None)
    a.next = Link(x * x, a)
    a.next.next.value *= 2
    return a


class Slots:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


class MoreSlots(Slots):
    __slots__ = ("z",)

    def total(self):
        return self.x + self.y * self.z


@case(1.5)
def slots(x):
    s = MoreSlots(x, x * x)
    s.z = 3.0
    s.x += s.z * x
    return s.total(), s


@case(MoreSlots(1.0, 2.0))
def slots_argument(s):
    s.z = s.x * s.y
    return s.total()


@case(1.5)
def attributes_by_name(x):
    s = Swap(x, 2.0)
    setattr(s, "c", x * x)
    return getattr(s, "c") + getattr(s, "a") * getattr(s, "missing", 3.0), hasattr(s, "c"), hasattr(s, "d")


@case(1.5, Swap(1.0, 2.0))
def getattr_with_default(x, s):
    if x > 1:
        s.extra = x * x
    return getattr(s, "extra", 5.0) * x + getattr(s, "other", x)


@case(1.5)
def vars_of_an_object(x):
    s = Swap(x, x * x)
    return vars(s)["a"] * s.__dict__["b"]


@case(1.5)
def dunder_class(x):
    a = Account(x)
    b = a.__class__(x * 2)
    c = type(a)(x * 3)
    return b.balance * c.balance, type(a) is Account, a.__class__.__name__


@case(1.5)
def object_new(x):
    a = object.__new__(Account)
    a.balance = x
    a.rate = 0.5
    a.steps = 0
    a.grow()
    return a.balance


@case(1.5)
def attribute_deleted(x):
    s = Swap(x, x * x)
    del s.a
    return s, hasattr(s, "a")


@case(1.5)
def missing_attribute(x):
    s = Swap(x, 1.0)
    try:
        return s.missing * x
    except AttributeError as e:
        return x * 2, str(e)


class Lazy:
    def __init__(self, x):
        self.x = x

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return self.x * len(name)


@case(1.5)
def dunder_getattr(x):
    z = Lazy(x)
    return z.abc * z.x + z.de


class Cached:
    def __init__(self, x):
        self.x = x

    @functools.cached_property
    def square(self):
        LOG.append("computed")
        return self.x * self.x


@case(1.5, setup=LOG.clear, observe=lambda: list(LOG))
def cached_property(x):
    c = Cached(x)
    first = c.square
    c.x = 100.0
    return first * c.square, c


class Failing:
    def __init__(self):
        self.total = 0.0

    def add(self, x):
        self.total += x
        if x > 2:
            raise ValueError("too large")
        self.total *= 2

    def log(self, x):
        self.total = math.log(x)

    def log_more(self, x):
        self.total += math.log(x)


@case(1.5)
@case(2.5)
def exception_in_a_method(x):
    f = Failing()
    try:
        f.add(x)
        f.add(x * x)
    except ValueError:
        f.total += 1
    return f.total


@case(-1.5)
@case(1.5)
def store_that_raises(x):
    f = Failing()
    f.total = x * x
    try:
        f.log(x)
    except ValueError:
        pass
    return f.total


@case(-1.5)
@case(1.5)
def augmented_store_that_raises(x):
    f = Failing()
    f.total = x * x
    try:
        f.log_more(x)
    except ValueError:
        pass
    return f.total


class Ordered:
    def __init__(self, x):
        LOG.append("init")
        self.x = x

    def get(self):
        LOG.append("get")
        return self.x

    @property
    def prop(self):
        LOG.append("prop")
        return self.x

    def set(self, x):
        LOG.append("set")
        self.x = x
        return x


@case(1.5, setup=LOG.clear, observe=lambda: list(LOG))
def order_of_effects(x):
    o = Ordered(x)
    return o.get() * o.prop + o.set(x * 2) * o.get() - o.prop * Ordered(3.0).prop


@case(1.5, setup=LOG.clear, observe=lambda: list(LOG))
def value_read_before_a_method_changes_it(x):
    o = Ordered(x)
    return o.x * o.set(x * x) + o.x


@case(1.5)
def method_changes_what_was_read(x):
    o = Ordered(x)
    y = [o.x, o.set(3.0), o.x]
    return y


class Particle:
    def __init__(self, position, velocity):
        self.position = position
        self.velocity = velocity

    def step(self, dt):
        self.position += self.velocity * dt
        self.velocity += -self.position * dt


class System:
    def __init__(self, particles):
        self.particles = particles
        self.time = 0.0

    def run(self, n, dt):
        for _ in range(n):
            for p in self.particles:
                p.step(dt)
            self.time += dt
        return self.energy()

    def energy(self):
        e = 0.0
        for p in self.particles:
            e += 0.5 * p.velocity ** 2 + 0.5 * p.position ** 2
        return e


@case(1.0)
def simulation(x):
    s = System([Particle(x, 0.5), Particle(2.0, x * x)])
    return s.run(5, 0.1), s.time


@case(System([Particle(1.0, 0.5), Particle(2.0, 3.0)]), 0.1)
@case(System([Particle(1.0, 0.5), Particle(2.0, 3.0)]), 0.1, wrt="dt")
@case(System([Particle(np.array([1.0, 2.0]), np.zeros(2))]), 0.1, wrt=("system", "dt"))
def simulation_argument(system, dt):
    return np.sum(system.run(3, dt))


@case(np.array([1.0, 2.0, 3.0]))
def particle_of_arrays(u):
    p = Particle(u, u * 0)
    for _ in range(3):
        p.step(0.1)
    return u, p.position, p.velocity


class Running:
    """Mean and variance by Welford's recurrence."""

    def __init__(self):
        self.n, self.mean, self.m2 = 0, 0.0, 0.0

    def push(self, x):
        self.n += 1
        delta = x - self.mean
        self.mean += delta / self.n
        self.m2 += delta * (x - self.mean)

    @property
    def variance(self):
        return self.m2 / (self.n - 1)


@case(np.array([1.0, 4.0, 2.0, 8.0]))
def running_statistics(u):
    r = Running()
    for e in u:
        r.push(e)
    return r.mean, r.variance


class Optimiser:
    def __init__(self, rate):
        self.rate = rate
        self.momentum = {}

    def update(self, name, value, slope):
        m = 0.9 * self.momentum.get(name, 0.0) + slope
        self.momentum[name] = m
        return value - self.rate * m


@case(0.1)
def optimiser(rate):
    o = Optimiser(rate)
    w = 1.0
    for _ in range(4):
        w = o.update("w", w, 2 * w)
    return w, o.momentum["w"]


class Abstract:
    def solve(self, x):
        return self.step(self.step(x))


class Newton(Abstract):
    def __init__(self, a):
        self.a = a

    def step(self, x):
        return 0.5 * (x + self.a / x)


@case(2.0)
def template_method(a):
    return Newton(a).solve(1.0)


@case(2.0)
def namespace(x):
    s = types.SimpleNamespace(a=x, b=3.0)
    s.c = s.a * s.b
    s.a += 1
    return s.c * s.a, s


@case(types.SimpleNamespace(w=np.array([1.0, 2.0]), b=0.5), np.array([3.0, 4.0]))
def namespace_argument(p, x):
    return p.w @ x + p.b


@case(2.0, may_refuse=True)
def local_class(x):
    class Local:
        def __init__(self, v):
            self.v = v
    return Local(x).v * 2


@case(1.5)
def function_in_attribute(x):
    s = Swap(np.sin, math.exp)
    return s.a(x) * s.b(x)


class Activated:
    def __init__(self, act):
        self.act = act

    def run(self, x):
        return self.act(x) * 2


@case(Activated(np.tanh), 0.5, wrt="x")
@case(Activated(np.cos), 0.5, wrt="x")
def function_in_an_argument(a, x):
    return a.run(x)


class Wrapped:
    def __init__(self, x):
        self.__x = x

    def get(self):
        return self.__x * 2


@case(1.5)
def private_names(x):
    return Wrapped(x).get(), Wrapped(x)


class EarlyReturn:
    def __init__(self, x):
        self.x = x
        self.y = 0.0
        if x > 1:
            return
        self.y = x


@case(1.5)
@case(0.5)
def init_that_returns_early(x):
    e = EarlyReturn(x)
    return e.x + e.y


class Registry:
    items = []


@case(1.5, may_refuse=True)
def stored_in_a_class(x):
    Registry.items = [x]
    try:
        return Registry.items[0] * 2
    finally:
        Registry.items = []


def rebind_area():
    Circle.area = lambda self: self.r * 7


CIRCLE_AREA = Circle.area


def restore_area():
    Circle.area = CIRCLE_AREA


@case(1.5, rebinds=(rebind_area,), restore=restore_area)
def method_rebound(x):
    return Circle(x).area()


def rebind_init():
    def __init__(self, k):
        self.k = k * 2
    Scale.__init__ = __init__


SCALE_INIT = Scale.__init__


def restore_init():
    Scale.__init__ = SCALE_INIT


@case(1.5, rebinds=(rebind_init,), restore=restore_init)
def init_rebound(x):
    return Scale(x)(3.0)


def add_attribute():
    Scale.k = property(lambda self: 11.0, lambda self, v: None)


def remove_attribute():
    del Scale.k


@case(1.5, rebinds=(add_attribute,), restore=remove_attribute)
def property_added(x):
    return Scale(x)(3.0)


@case(1.5)
def bound_method_as_a_value(x):
    a = Account(x)
    pay, grow = a.pay, a.grow
    pay(x * x)
    grow()
    return a.balance


def applied_twice(f, x):
    return f(f(x))


@case(1.5)
def bound_method_as_an_argument(x):
    return applied_twice(Newton(x).step, x) + applied_twice(Scale(x), x)


@case(1.5)
def static_method_as_a_value(x):
    f, g = Tools.double, MoreTools().scaled
    return f(x) * g(x)


class Timer:
    def __init__(self, start):
        self.value = start
        self.left = 0

    def __enter__(self):
        self.value *= 2
        return self

    def __exit__(self, kind, exception, traceback):
        self.left += 1
        self.value += 1
        if kind is not None:
            self.value *= 10
        return kind is ValueError


@case(1.5)
def context_manager(x):
    with Timer(x) as t:
        y = t.value * x
    return y + t.value, t.left


@case(1.5)
@case(-1.5)
def context_manager_that_swallows(x):
    t = Timer(x)
    y = x
    with t:
        y = math.sqrt(x) * t.value
        t.value = y
    return t.value * y, t.left


@case(-1.5)
def context_manager_that_lets_through(x):
    t = Timer(x)
    try:
        with t as u:
            u.value = [1.0][3] * x
    except IndexError:
        pass
    return t.value, t.left


@case(1.5)
def context_managers_nested(x):
    with Timer(x) as a, Timer(a.value * x) as b:
        b.value += a.value
    return a.value, b.value


@case(1.5)
def context_manager_returns_early(x):
    with Timer(x) as t:
        return t.value * x


class Scope:
    """Sets an attribute for a while."""

    def __init__(self, owner, value):
        self.owner, self.value = owner, value

    def __enter__(self):
        self.old = self.owner.rate
        self.owner.rate = self.value
        return self.value * 2

    def __exit__(self, *exception):
        self.owner.rate = self.old


@case(1.5)
def context_manager_of_another_object(x):
    a = Account(x)
    with Scope(a, x * x) as k:
        a.grow()
    a.grow()
    return a.balance, a.rate, k


@case(1.5)
def isinstance_in_conditions(x):
    total = 0.0
    for shape in [Circle(x), Square(x)]:
        if isinstance(shape, Circle) and shape.r > 1:
            total += shape.r
        elif not isinstance(shape, Circle):
            total += shape.side * x
    return total


@contextlib.contextmanager
def multiplied(owner, k):
    owner.balance *= k
    try:
        yield owner.balance
    finally:
        owner.balance -= 1


@case(1.5)
def context_manager_by_generator(x):
    a = Account(x)
    with multiplied(a, x) as y:
        a.balance += y
    return a.balance, y


@case(-1.5)
@case(1.5)
def context_manager_by_generator_left_by_an_exception(x):
    a = Account(x)
    try:
        with multiplied(a, 3.0) as y:
            a.balance = math.sqrt(x) * y
    except ValueError:
        a.balance += x
    return a.balance


class Sampled:
    def __init__(self, x):
        self.x = x

    def __iter__(self):
        for i in range(3):
            yield self.x * i * self.x + 1


@case(1.5)
def iterated_by_a_generator(x):
    total = 0.0
    for i, v in enumerate(Sampled(x)):
        total += v * i
    return total, list(Sampled(x)), sum(Sampled(x)), [v * 2 for v in Sampled(x)], max(Sampled(x))


@case(1.5)
def copies(x):
    a = Swap([x], x * x)
    b, c = copy.copy(a), copy.deepcopy(a)
    b.a[0] *= 2
    c.a[0] *= 3
    b.b = 5.0
    return a.a[0] + c.a[0] * a.b, b


@case(Swap(Swap(np.array([1.0, 2.0]), 2.0), 3.0))
def object_of_its_own_class_inside(s):
    s.a.a[0] *= s.a.a[1] * s.b
    s.a = Swap(s.a.a * 2, s.a.b)
    return s.a.a.sum() * s.a.b


@dataclasses.dataclass
class Defaults:
    x: float = 2.0


@case(1.5)
def dataclass_made_without_init(x):
    d = object.__new__(Defaults)
    before = d.x * x
    d.x = x * x
    return before + d.x + Defaults(x).x


@case(1.5)
def dataclass_field_deleted(x):
    d = Defaults(x)
    y = d.x
    del d.x
    return y * d.x


class Operation(enum.Enum):
    ADD = "+"
    MULTIPLY = "*"

    def __call__(self, a, b):
        return a + b if self is Operation.ADD else a * b


@case(1.5, order=2)
def members_that_are_called(x):
    return Operation.ADD(x, x) * Operation.MULTIPLY(x, 3.0), [o(x, 2.0) for o in Operation]
