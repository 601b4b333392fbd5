"""Ordinary programs in which several features of the language meet."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import TypedDict

from tests.reference import case


@case(0.3)
@case(0.3, order=2)
def dicts_of_pairs_and_keywords(x):
    return (dict(zip("ab", [x, 1.0]), z=x), OrderedDict(zip("ab", [x, 1.0]), z=x), dict(zip("ab", (x, 2 * x)), z=1.0),
            dict(((k, x) for k in "uv"), z=x), dict(enumerate([x, 1.0]), z=x * 2), dict(zip("ab", [x, 1]), **{"z": x * x}))


class kept:
    """A descriptor that stores what it computes beside itself, which hides it from then on."""

    def __init__(self, compute):
        self.compute = compute

    def __get__(self, instance, owner=None):
        value = self.compute(instance)
        setattr(instance, self.compute.__name__, value)
        return value


class by_default:
    def __init__(self, compute):
        self.compute = compute

    def __get__(self, instance, owner=None):
        instance.reads += 1
        return self.compute(instance)


class Model:
    def __init__(self, k):
        self.k, self.reads = k, 0

    @kept
    def cube(self):
        self.reads += 1
        return self.k ** 3

    @kept
    def both(self):
        return [self.cube, self.k]

    @kept
    def seven(self):
        self.reads += 1
        return 7

    @by_default
    def rate(self):
        return self.k * 2


@case(0.3)
@case(1.8, order=2)
def descriptors_that_store_what_they_compute(x):
    m = Model(x)
    first = m.cube * x
    m.k = 5 * x
    second = m.cube + m.both[1]
    m.both.append(x)
    m.cube = 1.0
    return first, second, m.cube, m.both, m.seven * x, m.seven, m.reads


@case(0.3)
@case(1.8, order=2)
def descriptors_where_the_object_holds_nothing(x):
    m, n = Model(x), Model(x * x)
    m.rate = x ** 3
    return [o.rate * 3 for o in (m, n, m)], m.reads, n.reads


@case(0.3)
@case(1.8, order=2)
def dicts_that_share_what_they_hold(x):
    a = {"p": x, "q": x * 2}
    d = dict(p=a, q=[a])
    d["p"]["new"] = x ** 2
    e = {i: {j: x * i * j for j in range(2)} for i in range(2)}
    e[1].update({1: x})
    e[0] = e[1]
    return d.get("zz", x), d, e, d["q"][0]["new"], [*a.values()]


class SearchTree:
    def __init__(self, key, value):
        self.key, self.value, self.left, self.right = key, value, None, None

    def insert(self, key, value):
        if key == self.key:
            self.value += value
        elif key < self.key:
            if self.left:
                self.left.insert(key, value)
            else:
                self.left = SearchTree(key, value)
        elif self.right:
            self.right.insert(key, value)
        else:
            self.right = SearchTree(key, value)

    def items(self):
        if self.left:
            yield from self.left.items()
        yield self.key, self.value
        if self.right:
            yield from self.right.items()

    def height(self):
        return 1 + max(self.left.height() if self.left else 0, self.right.height() if self.right else 0)


@case(0.3)
@case(1.8, order=2)
def a_tree_that_inserts_into_itself(x):
    tree = SearchTree(5, x)
    for key in (3, 8, 3, 1, 9, 5):
        tree.insert(key, x * key)
    by_value = SearchTree(x, 1.0)
    for key in (1.0, x * x, 0.5):
        by_value.insert(key, x)
    return list(tree.items()), tree.height(), list(by_value.items())


class Node:
    def __init__(self, key):
        self.key, self.left, self.right, self.height = key, None, None, 1


def height(node):
    return node.height if node else 0


def measured(node):
    node.height = 1 + max(height(node.left), height(node.right))
    return node


def rotated_right(node):
    top = node.left
    node.left, top.right = top.right, node
    measured(node)
    return measured(top)


def rotated_left(node):
    top = node.right
    node.right, top.left = top.left, node
    measured(node)
    return measured(top)


def inserted(node, key):
    if not node:
        return Node(key)
    if key < node.key:
        node.left = inserted(node.left, key)
    else:
        node.right = inserted(node.right, key)
    measured(node)
    balance = height(node.left) - height(node.right)
    if balance > 1:
        if key >= node.left.key:
            node.left = rotated_left(node.left)
        return rotated_right(node)
    if balance < -1:
        if key < node.right.key:
            node.right = rotated_right(node.right)
        return rotated_left(node)
    return node


def keys(node):
    return keys(node.left) + [node.key] + keys(node.right) if node else []


@case(0.3)
@case(1.8, order=2)
def a_balanced_tree(x):
    tree = None
    for key in (x, 1.0, 2.0, x * x, 3.0, 0.1):
        tree = inserted(tree, key)
    return keys(tree), tree.height, tree.key


@case(0.3)
@case(0.3, True)
def attributes_of_none(x, store=False):
    nothing, said = None, ""
    for attempt in range(3):
        try:
            if attempt == 0:
                nothing.value = x
            elif attempt == 1:
                said += nothing.name
            elif store:
                nothing.value += x
            x = x * 2
        except AttributeError as error:
            said += str(error)
    return x, said


def euler(slope, y, h):
    return y + h * slope(y)


def midpoint(slope, y, h=0.2):
    return y + h * slope(y + h / 2 * slope(y))


class Solver:
    METHODS = {"euler": euler, "midpoint": midpoint}

    def __init__(self, k, method):
        self.k, self.method = k, method

    def slope(self, y):
        return -self.k * y

    def run(self, y):
        for _ in range(2):
            y = self.METHODS[self.method](self.slope, y, 0.1)
        return y


@case(0.3)
@case(1.8, "euler")
@case(1.8, order=2)
def functions_passed_to_one_of_several(x, method="midpoint"):
    steps = [("e", euler), ("m", midpoint)]
    y = Solver(x, method).run(x)
    return y, [step(lambda v: -x * v, y, h=0.1) for _, step in steps], steps[x > 1][1](lambda v: v * x, 2.0, 0.3)


class Machine:
    """Its state is a method of its own."""

    def __init__(self):
        self.state, self.total, self.trace = self.idle, 0.0, ""

    def idle(self, v):
        self.trace += "i"
        if v > 0:
            self.state = self.running
            self.total += v

    def running(self, v):
        self.trace += "r"
        self.total *= 1 + v
        if v < 0:
            self.state = self.idle


@case(0.3)
@case(1.8, order=2)
def a_state_that_is_a_method(x):
    m = Machine()
    for v in (0.0, x, x * x, -x, 0.5, 2.0):
        m.state(v)
    return m.total, m.trace


class bound:
    def __init__(self, function):
        self.function, self.calls = function, 0

    def __get__(self, instance, owner=None):
        if instance.fast:
            return lambda *given: self.function(instance, *given) * 2
        return lambda *given: self.function(instance, *given)


class Motor:
    def __init__(self, k, fast):
        self.k, self.fast = k, fast

    @bound
    def push(self, v, w=1.0):
        return self.k * v * w


@case(0.3)
@case(1.8, order=2)
def methods_bound_by_a_descriptor(x):
    slow, fast = Motor(x, False), Motor(2.0, True)
    held = fast.push
    return slow.push(x), fast.push(x, 3.0), held(x * x)


def run_on_a_stack(code, env):
    stack = []
    for op, *given in code:
        if op == "push":
            stack.append(given[0])
        elif op == "load":
            stack.append(env[given[0]])
        elif op == "store":
            env[given[0]] = stack.pop()
        elif op == "add":
            stack.append(stack.pop() + stack.pop())
        elif op == "mul":
            stack.append(stack.pop() * stack.pop())
    return stack, env


@case(0.3)
@case(1.8, order=2)
def names_and_numbers_in_one_code(x):
    return run_on_a_stack([("load", "x"), ("push", 1.5), ("add",), ("store", "y"), ("load", "y"), ("load", "x"), ("mul",)], {"x": x})


@case(0.3)
@case(1.8)
@case(1.8, order=2)
def names_or_numbers_beside_active_ones(x):
    tokens = ["a", 1.5, "b", 2]
    env = {"a": x, "b": x * x}
    values = [env[t] if isinstance(t, str) else t for t in tokens]
    last = tokens[0]
    for t in tokens:
        if t == 2:
            last = x
        elif t == "b":
            last = t
    v = tokens[1]
    if x > 1:
        v = env["a"]
    w = tokens[1] if x < 1 else x * 3
    if isinstance(w, float):
        w = w * x
    return values, sum(values), last, v, w, tokens


class Box:
    def __init__(self, v):
        self.v = v


@case(0.3)
@case(1.8, order=2)
def names_or_numbers_in_attributes(x):
    tokens = [("k", 1.0), (2.0, "m"), ("z", 3)]
    boxes = [Box(a) for a, _ in tokens]
    boxes[1].v = boxes[1].v * x
    out, current = {}, None

    def note(v):
        nonlocal current
        current = v
        return v
    for b in boxes:
        out[len(out)] = note(b.v)
    stash = list(out.values())
    stash.append(x)
    stash[0] = tokens[0][1]
    return [b.v for b in boxes], out, current, stash


def scaled_after(tokens, x):
    for t in tokens:
        yield t
        if not isinstance(t, str):
            yield t * x


@case(0.3)
@case(1.8, order=2)
def names_or_numbers_yielded_and_matched(x):
    tokens = ["a", 1.5, 2]
    q = []
    q += tokens
    q.append(x)
    d = dict(zip("pqr", tokens))
    d["s"] = x
    d["q"] *= x
    match tokens[1]:
        case float(y):
            z = y * x
        case str(s):
            z = len(s)
    (m, n), o = (tokens[1], x), tokens[0]
    m, o = o, m
    return list(scaled_after(tokens, x)), q, d, max(t for t in q if not isinstance(t, str)), z, m, n, o


@case(0.3)
@case(1.8, order=2)
def options_of_several_kinds(x):
    options = {"name": "n", "rate": 0.5, "n": 3}
    changed = {**options, "rate": x}
    rate = options["rate"]
    for key, value in options.items():
        if key == "rate":
            rate = value * x
        last = value
    count = options.get("n")
    for i in range(3):
        if i:
            count = count * x
    rates = [options["rate"]] * 2
    rates[0] = changed["rate"]
    return changed, rate, last, count, rates, options


@dataclass
class Num:
    value: float


@dataclass
class Both:
    op: str
    left: object
    right: object


@dataclass
class Minus:
    of: object


def evaluated(e, env):
    match e:
        case Num(v):
            return v
        case str() as name:
            return env[name]
        case Both("+", a, b):
            return evaluated(a, env) + evaluated(b, env)
        case Both(op="*", left=a, right=b):
            return evaluated(a, env) * evaluated(b, env)
        case Minus(Minus(a)):
            return evaluated(a, env)
        case Minus(a):
            return -evaluated(a, env)
        case ("power", base, int(n)) if n > 0:
            return evaluated(base, env) ** n
        case ["sum", first, *rest]:
            return evaluated(first, env) + sum(evaluated(r, env) for r in rest)


@case(0.3)
@case(1.8)
def patterns_for_objects_texts_and_lists(x):
    tree = Both("+", Both("*", "x", Num(x)), Minus(Both("*", "x", Minus(Minus("x")))))
    return evaluated(tree, {"x": x}), evaluated(["sum", tree, "x", ("power", "x", 3)], {"x": x})


class Settings(TypedDict, total=False):
    rate: float
    n: int


@case(0.3)
@case(1.8, order=2)
def typed_dicts(x):
    s = Settings(rate=x, n=3)
    t = Settings(zip(["rate"], [x * x]), n=2)
    t["rate"] *= x
    return s, t, s["rate"] * s.get("n", 1)


class Disc:
    def __init__(self, r):
        self.r, self.k = r, 3.0

    area = property(lambda self: self.k ** 2)


class Strip:
    def __init__(self, w):
        self.w = w

    area = property(lambda self: self.w * 2)


@case(0.3)
@case(1.8, order=2)
def properties_that_are_lambdas(x):
    shapes = [Disc(x), Strip(x), Disc(1.0)]
    return [s.area * x for s in shapes], max(shapes, key=lambda s: s.area).area
