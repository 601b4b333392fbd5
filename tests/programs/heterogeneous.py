"""Lists and tuples that hold numbers, texts, None and each other: trees, expressions, stacks."""

import collections
import datetime
import functools
import heapq
import itertools
import math
import operator

import numpy as np

from tests.reference import case


@case(1.5)
def list_in_a_list(x):
    xs = [x, [], "name", None]
    xs[1].append(x * x)
    xs[1].append(2.0)
    ys = xs[1]
    ys.extend([x, 1.0])
    ys.insert(0, x * 7)
    v = xs[1].pop()
    ys[0] *= 2
    xs[1] += [x**3]
    return xs[0] + sum(ys) * len(xs[1]) + v, xs


@case(1.5)
def emptied_and_turned(x):
    held = ["a", [], []]
    held[1].append(held[0])
    held[1].clear()
    for v in (x, 2 * x):
        held[1].append(v)
    held[1].reverse()
    del held[1][0]
    held[2].append(held[1][0])
    return held[1][0] * held[2][0], held


@case(1.5)
def tree_that_grows(x):
    def build(depth, v):
        node = [v, []]
        if depth > 0:
            for k in (1.0, 2.0):
                node[1].append(build(depth - 1, v * k))
        return node

    def total(node):
        return node[0]**2 + sum(total(child) for child in node[1])
    return total(build(3, x))


@case(1.5)
def other_names_of_what_is_changed(x):
    m, d, e = [1.0], {"a": 1.0}, []
    held = [x, m, d, "text", e]
    held[1].append(x * x)
    held[1][0] = x**3
    held[2]["a"] = x
    held[4].append([x])
    return m[0] * m[1] + d["a"] * e[0][0], held


@case(1.5)
def deque_in_a_list(x):
    held = [x, collections.deque([1.0]), None]
    held[1].append(x * x)
    first = held[1].pop()
    held[1].append(first * x)
    return held[1][1] * held[0]


@case(1.5)
def record_with_empty_list(x):
    data = {"w": [x, {"b": x * x, "l": []}], "n": None}
    data["w"][1]["l"].append(x * 3)
    data["w"][1]["b"] += 1.0
    return data["w"][1]["l"][0] * data["w"][1]["b"], data


def value_of(e, env):
    if isinstance(e, (int, float)):
        return e
    if isinstance(e, str):
        return env[e]
    op, *args = e
    values = [value_of(a, env) for a in args]
    if op == "+":
        return sum(values)
    if op == "*":
        return math.prod(values)
    return math.sin(values[0])


def simplified(e):
    if not isinstance(e, tuple):
        return e
    op, a, b = e[0], simplified(e[1]), simplified(e[2])
    if op == "*" and (a == 0 or b == 0):
        return 0
    return b if op == "+" and a == 0 else (op, a, b)


@case(1.5)
def expressions(x):
    e = ("+", ("*", "x", "x", 2), ("sin", "x"), 1.5)
    f = simplified(("+", ("*", 0, "x"), ("*", "x", x)))
    return value_of(e, {"x": x}) + value_of(("*", x, ("+", x, 3)), {}) + value_of(f, {"x": x})


def flat(xs):
    out = []
    for v in xs:
        if isinstance(v, list):
            out.extend(flat(v))
        else:
            out.append(v)
    return out


def mapped(f, xs):
    return [mapped(f, v) if isinstance(v, list) else f(v) for v in xs]


@case(1.5)
def nested_lists(x):
    xs = mapped(lambda v: v * v, [x, [x, [2.0, [x]]], []])
    return sum(flat(xs)) + xs[1][1][0] * xs[0], xs


@case(1.5)
def stack_machine(x):
    stack = []
    for instruction in [("push", x), ("push", 2.0), ("mul",), ("push", x), ("add",)]:
        if instruction[0] == "push":
            stack.append(instruction[1])
        else:
            a, b = stack.pop(), stack.pop()
            stack.append(a * b if instruction[0] == "mul" else a + b)
    return stack[0]


@case(1.5)
def linked_cells(x):
    cell = (x, (x * x, (3.0, None)))
    r = 0.0
    while cell is not None:
        v, cell = cell
        r += v
    stack = [[x, [x * x, [x**3, None]]]]
    while stack:
        node = stack.pop()
        if node is not None:
            r *= node[0]
            stack.append(node[1])
    return r


class Drum:
    def __init__(self, r):
        self.r = r

    @staticmethod
    def area(x):
        return x * x

    def volume(self, h):
        return self.r**2 * h


class Ring:
    def __init__(self, r):
        self.r = r


@case(1.5, order=2)
def method_that_one_class_lacks(x):
    total = 0.0
    for o in (Drum(x), Ring(x), Drum(2 * x)):
        try:
            total += o.volume(x)
        except AttributeError:
            total += 10 * x
    return total


@case(1.5, order=2)
def function_that_one_class_lacks(x):
    total = 0.0
    for cls in (Drum, Ring):
        try:
            total += cls.area(x)
        except AttributeError:
            total += 10 * x
    return total


@case(1.5)
def method_that_one_class_lacks_raises(x):
    return sum(o.volume(x) for o in (Drum(x), Ring(x)))


@case(1.5)
def method_that_one_local_class_lacks(x):
    class Cube:
        def __init__(self, a):
            self.a = a

        def volume(self):
            return self.a**3

    class Square:
        def __init__(self, a):
            self.a = a
    total = 0.0
    for o in (Cube(x), Square(x)):
        try:
            total += o.volume()
        except AttributeError:
            total += 10 * o.a
    return total


class Arrow:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, o):
        return Arrow(self.x + o.x, self.y + o.y) if isinstance(o, Arrow) else Arrow(self.x + o, self.y + o)

    def __mul__(self, k):
        return self.dot(k) if isinstance(k, Arrow) else Arrow(self.x * k, self.y * k)

    def dot(self, o):
        return sum(a * b for a, b in zip(self, o))

    def __iter__(self):
        yield self.x
        yield self.y


def meets(start, along):
    distance = along * start
    return None if distance < 0 else distance


@case(1.5, order=2)
@case(-1.5)
def scaled_by_what_may_be_none(x):
    start, along = Arrow(x, 1.0), Arrow(0.6, 0.8)
    distance = meets(start, along)
    if distance is None:
        return x
    p = start + along * distance
    return p.x * p.y


@case(1.5)
def none_is_no_instance(x):
    return sum(-x if isinstance(d, Arrow) else x for d in (meets(Arrow(x, 1.0), Arrow(k, 0.1)) for k in (1.0, -1.0)))


@case(1.5, order=2)
def numbers_and_texts_made_numbers(x):
    total, read = 0.0, []
    for v in ("3", x, "none", 2 * x, None):
        try:
            total += float(v)
            read.append(v)
        except (TypeError, ValueError) as error:
            total += x * len(type(error).__name__)
    return total, read, [float(v) for v in {"a": "4", "b": x}.values()]


@case([10.5, "a", ["b", 2.0]])
def texts_that_grow(values):
    values[1] += "x"
    values[2] += "yz"
    values[2] += str(int(values[0]))
    text = values[1]
    text += f"{values[0] > 1}"
    bar = {"v": values[0], "bar": "[" + "*" * int(values[0]), "both": [values[0]]}
    bar["bar"] += "]" * 2
    for key in ("bar", "both"):
        bar[key] += "uv"
    for key in bar:
        if key != "v":
            bar[key] += str(len(key))
    return values[0] * values[2][1], values, text, bar, bar["v"] * bar["both"][0]


class Bag:
    pass


@case(1.3)
def attributes_of_what_lies_beside_a_dict(x):
    held = [Bag(), {"a": {"v": 1.0}, "b": [1.0, 2.0]}, 3.0]
    held[0].inner = Bag()
    held[0].inner.v = 1.5

    def put(d, s):
        d["a"]["v"] = s
        d["b"][0] = s * s

    def keep(o, s):
        o.inner.v *= s
        o.new = s * s
    put(held[1], x)
    keep(held[0], x)
    return held[1]["a"]["v"] * held[1]["b"][0], held[0].inner.v * held[0].new


INSTRUCTIONS = [("load", "x"), ("push", 2.0), ("mul",), ("store", "y"), ("load", "y"), ("load", "y"), ("mul",), ("push", 3), ("add",)]


@case(1.3)
@case(1.3, order=2)
def a_program_with_names_and_numbers(x):
    stack, variables = [], {"x": x}
    for op, *rest in INSTRUCTIONS:
        if op == "push":
            stack.append(rest[0])
        elif op == "load":
            stack.append(variables[rest[0]])
        elif op == "store":
            variables[rest[0]] = stack.pop()
        elif op == "add":
            stack.append(stack.pop() + stack.pop())
        elif op == "mul":
            stack.append(stack.pop() * stack.pop())
    return stack[-1]


NESTED = ["+", "x", ["*", 2.0, ["sin", "x"], "x"]]


def value_of(e, names):
    if isinstance(e, str):
        return names[e]
    if not isinstance(e, list):
        return e
    values = [value_of(part, names) for part in e[1:]]
    if e[0] == "+":
        return sum(values)
    if e[0] == "sin":
        return math.sin(values[0])
    return math.prod(values)


@case(1.3)
@case(1.3, order=2)
def an_expression_kept_outside(x):
    return value_of(NESTED, {"x": x})


@case(1.3, rebinds=(lambda: NESTED.append("x"), lambda: NESTED[2].__setitem__(1, "x"), lambda: NESTED[2].append(3)))
def an_expression_that_is_changed(x):
    return value_of(NESTED, {"x": x}) * x


# ---------------------------------------------------------------- an attribute of one class, a property of another


class Painted:
    shine = 0.25

    def __init__(self, color):
        self.color = color
        self.size = color * 2


class Grey:
    def __init__(self, level):
        self.level = level

    @property
    def color(self):
        return self.level * self.level

    @functools.cached_property
    def size(self):
        return 3 * self.level

    @property
    def shine(self):
        return self.level


class Looking:
    color = 0.5

    def __getattr__(self, name):
        return 1.5 if name == "size" else 2.5


@case(0.7)
@case(0.7, order=2)
@case(np.array([0.7, -0.3]))
def attributes_beside_properties(x):
    total = x * 0
    for thing in [Painted(x), Grey(3 * x), Looking(), Painted(x * x)]:
        total = total + thing.color * x + getattr(thing, "size") + thing.shine * thing.color
    return total


@case([Painted(0.7), Grey(0.4)], 0.3, wrt=("things", "x"))
@case([Painted(0.7), Grey(0.4)], 0.3, wrt="things")
@case([Painted(0.7)], 0.3)
def attributes_beside_properties_of_given_objects(things, x):
    best = max(((thing.color, i) for i, thing in enumerate([*things, Grey(x)])))[1]
    return [*things, Grey(x)][best].size + things[0].color, [thing.shine for thing in things]


@case(1.3)
@case(1.3, order=2)
def a_name_that_is_asked_for_before_it_is_a_key(x):
    stack, kept = [x, "a", x * x, "b"], {}
    while stack:
        what = stack.pop()
        if isinstance(what, str):
            kept[what] = stack.pop() * x
    return kept["a"] * kept["b"], kept


class Machine:
    def __init__(self):
        self.stack, self.kept = [], {}

    def op_push(self, v):
        self.stack.append(v)

    def op_keep(self, name):
        if isinstance(name, str):
            self.kept[name] = self.stack.pop()

    def op_square(self, name):
        if isinstance(name, str):
            self.stack.append(self.kept[name]**2)

    def run(self, program):
        for op, argument in program:
            getattr(self, "op_" + op)(argument)
        return self.stack.pop()


@case(1.3)
@case(1.3, order=2)
def names_and_numbers_for_one_parameter(x):
    return Machine().run([("push", x), ("keep", "a"), ("square", "a"), ("keep", "b"), ("square", "b"), ("push", 3),
                          ("keep", "c"), ("square", "b")])


class Money:
    def __init__(self, amount):
        self.amount, self.uses = amount, 0

    def __add__(self, other):
        self.uses += 1
        if isinstance(other, Money):
            return Money(self.amount + other.amount)
        return Money(self.amount + other)

    def __radd__(self, other):
        return Money(other + 2 * self.amount)

    def __mul__(self, other):
        return Money(self.amount * (other.amount if isinstance(other, Money) else other))

    __rmul__ = __mul__

    def __sub__(self, other):
        return self.amount - (other.amount if isinstance(other, Money) else other)

    def __neg__(self):
        return Money(-self.amount)

    def __pow__(self, n):
        return self.amount ** n

    def __gt__(self, other):
        return self.amount > (other.amount if isinstance(other, Money) else other)

    def __lt__(self, other):
        return self.amount < (other.amount if isinstance(other, Money) else other)

    def __abs__(self):
        return abs(self.amount)

    def __float__(self):
        return self.amount * 1.0


class Wallet(Money):
    def __add__(self, other):
        return Wallet(self.amount + 1)


class Pile(Money):
    def __getitem__(self, i):
        return self.amount * i


class Weight:
    def __init__(self, w):
        self.w = w


def plain(v):
    return v.amount if isinstance(v, Money) else v


@case(0.3)
@case(0.7, order=2)
def objects_or_numbers_added_to_attributes_and_items(x):
    class Box:
        pass
    b, d = Box(), {"n": 1.0}
    b.total, xs = 0.0, [1.0, x]
    for item in [x, Money(x), 2.0]:
        b.total += item
        d["n"] -= 0.5
        xs[0] += item
    d["s"] = sum([Money(x), x], 2.0)
    return b.total.amount, plain(xs[0]), d["n"], d["s"].amount


@case(0.3)
@case(0.7, order=2)
def operators_of_objects_or_numbers(x):
    items = [Money(x), x * x, 3.0, Wallet(x)]
    out = []
    for a in items:
        for b in items:
            out.append(a - b if isinstance(a, Money) else 0.0)
        out.append(a ** 2)
        out.append(plain(a + 1))
        out.append(plain(1 + a))
        out.append(plain(-a))
    return out, items[0].uses


@case(0.3)
@case(0.7, order=2)
def items_of_either(x):
    out = []
    for v in [Pile(x), [x, x * x], (1.0, x), np.array([x, 2 * x])]:
        out.append(v[1])
    return out


@case(0.3)
@case(0.7, order=2)
def taken_as_numbers(x):
    return [abs(v) + float(v) for v in [Money(-x), x, 2.0, -x]]


@case(0.3)
@case(0.7, order=2)
def extremes_of_objects_and_numbers(x):
    a = max([Money(x), 0.2, x * x], default=None)
    b = min(Money(x), 5 * x)
    c = max([x, Money(2 * x)], key=lambda v: -plain(v))
    s = sorted([Money(x), 0.2, x * x])
    return plain(a), plain(b), plain(c), [plain(v) for v in s]


@case(0.3)
@case(0.7, order=2)
def prefix_sums_of_objects_and_numbers(x):
    return [plain(v) for v in itertools.accumulate([x, Money(x), 2.0, Money(x)])]


@case(0.3)
@case(0.7, order=2)
def operands_with_effects(x):
    calls = []
    items = [Money(x), x]
    def pick(i):
        calls.append(i * x)
        return items[i]
    r = pick(0) + pick(1) * pick(0)
    return plain(r), calls


@case(0.3)
@case(0.7, order=2)
def horner_of_mixed(x):
    r = 0
    for c in [1.0, Money(x), x, 2]:
        r = r * x + c
    return plain(r)


@case(0.3)
@case(0.7, order=2)
def added_by_a_function(x):
    total = 0.0
    def add(v):
        nonlocal total
        total += v
    for v in (x, Money(x), 3.0):
        add(v)
    return total.amount


@case(0.3)
@case(0.7, order=2)
def mixed_arguments(x):
    def norm(a, b):
        return a * a + b * b
    vals = [norm(x, Money(x)), norm(Money(x), 2.0)]
    vs = [x, Money(2 * x)]
    return [plain(v) for v in vals] + [plain(norm(p, q)) for p in vs for q in vs]


@case(0.3)
@case(0.7, order=2)
def objects_or_none(x):
    items = [None, Money(x), x]
    total = 0.0
    for i in items:
        if i is not None:
            total = total + i
    return plain(total)


@case(0.3)
@case(0.7, order=2)
def objects_or_texts(x):
    out = []
    for i in ["a", x, Money(x)]:
        if isinstance(i, str):
            out.append(i * 2)
        else:
            out.append(plain(i * 2))
    return out


@case(0.3)
def of_a_class_made_inside(x):
    class V:
        def __init__(self, v):
            self.v = v
        def __add__(self, o):
            return V(self.v + (o.v if isinstance(o, V) else o))
        __radd__ = __add__
    s = sum([V(x), x, V(x * x), 1])
    m = functools.reduce(operator.add, [x, V(x), 2.0])
    return s.v, m.v


@case(0.3)
@case(0.7, order=2)
def operators_that_raise_for_some(x):
    out = []
    for a in [x, Money(x), Weight(x), 2.0]:
        try:
            out.append(plain(a * 3))
        except TypeError:
            out.append(-x)
    return out
@case(0.7)
@case(0.3, order=2)
def a_stack_of_tagged_values(x):
    stack = []
    stack.append(("num", x))
    stack.append(("list", [x, 2.0]))
    stack.append(("amount", Money(x)))
    stack.append(("num", 3.0))
    total = 0.0
    while stack:
        tag, val = stack.pop()
        if tag == "num":
            total += val
        elif tag == "list":
            total += val[0] * val[1]
        else:
            total += val.amount ** 2
    return total


@case(0.7)
@case(0.3, order=2)
def numbers_beside_lists_and_objects(x):
    L = [x, x * x]
    o = Money(x)
    return [x * L[0], (L, o)]


@case(0.7)
@case(0.35, order=2)
def events_with_loads_of_all_sorts(x):
    q = []
    heapq.heappush(q, (0.1 * x, 0, ("start", Money(x))))
    heapq.heappush(q, (0.5, 1, ("stop", None)))
    heapq.heappush(q, (0.2 + x, 2, ("tick", [x, 2.0])))
    total = 0.0
    while q:
        t, _, (name, load) = heapq.heappop(q)
        if name == "start":
            total += t * load.amount
        elif name == "tick":
            total += t * sum(load)
            if t < 1.5:
                heapq.heappush(q, (t + 0.5, 3, ("tick", [x, t])))
        else:
            total -= t
    return total


@case(0.7)
def merged_dicts(x):
    config = {"model": {"layers": [1.0, x], "name": "m"}, "opt": {"lr": 0.1}, "seed": 3}
    def merge(a, b):
        out = dict(a)
        for k, v in b.items():
            if isinstance(v, dict) and k in out:
                out[k] = merge(out[k], v)
            else:
                out[k] = v
        return out
    c = merge(config, {"opt": {"lr": x, "m": 0.9}, "model": {"layers": [x * x]}, "tag": "t"})
    return c, c["opt"]["lr"] * c["model"]["layers"][0]


@case(0.3)
@case(0.7, order=2)
def keys_of_all_sorts(x):
    tokens = ["a", x, 3, ("b", 2), x * x, ["c", 4]]
    d, counts = {}, collections.defaultdict(float)
    for i in (0, 2, 3):
        d[tokens[i]] = x * i
        d.setdefault(tokens[i], []), d.update({tokens[i]: d[tokens[i]] * x})
        counts[tokens[i]] += tokens[1]
        counts[tokens[i]] *= tokens[4]
    d |= dict(zip(tokens[5], [x, 2 * x]))
    return d, dict(counts), {k: x for k in tokens[2:4]}, dict.fromkeys(tokens[2:3], x), {**d, tokens[0]: x}


def evaluated_in(e, env):
    if isinstance(e, (int, float)):
        return e
    if isinstance(e, str):
        return env[e]
    op, *args = e
    if op == "let":
        name, value, body = args
        return evaluated_in(body, {**env, name: evaluated_in(value, env)})
    a, b = (evaluated_in(arg, env) for arg in args)
    return a + b if op == "+" else a * b


@case(0.3)
@case(0.7, order=2)
def names_that_are_bound_in_an_expression(x):
    return evaluated_in(["let", "y", ["*", "x", "x"], ["let", "z", ["+", "y", 1.5], ["*", "z", ["+", "y", x]]]], {"x": x})

@case(1.3, order=2)
def texts_and_numbers_through_one_function(x):
    def add(a, b):
        return a + b
    def times(a, b):
        return a * b
    def first(s):
        return s[0], s[1:], s[::-1]
    return (add(x, 2), add("a", "b"), add([x], [1.0]), times(x, 3), times("a", 3), times([x], 2), times(2, (x,)),
            first([x, 2.0]), first("abc"), add("p", "q") + "r")


@case(1.3, order=2)
def texts_added_in_place(x):
    def add(a, b):
        a += b
        return a
    def simply(a, b):
        a += b
        return a
    class Cell:
        pass
    held, xs = [], [x]
    for v in (x, "a", [x]):
        cell = Cell()
        cell.v = v
        cell.v += v
        held.append(cell.v)
    row = [x, "a", [x], (1,)]
    for i in range(4):
        row[i] += row[i]
    ys = add(xs, [2.0])
    return add(x, 2), add("a", "b"), ys, xs, add((x,), (1,)), add(np.ones(1), x), simply(x, 1), simply("a", "b"), held, row


@case(1.3, order=2)
def texts_gone_through(x):
    def parts(p):
        a, *b = p
        (c, d), e = p[:2], p[-1]
        return a, b, c, d, e
    def items(s):
        return [v for v in s], list(reversed(s)), sorted(s), list(zip(s, s)), max(s), list(enumerate(s)), [*s]
    def doubled(s):
        for v in s:
            yield v
            yield v + v
    return (parts([x, 2.0, 3.0]), parts("abc"), items([x, 2.0]), items("abc"), list(doubled([x, 1.0])), list(doubled("ab")),
            list(doubled([[x]])))


@case(1.3, order=2)
def caught_only_where_it_raises(x):
    found = []
    for a, b in [(x, 1.0), ("a", "b"), ([x], [2.0]), ((1,), (x,)), (2, x), (None, x)]:
        try:
            found.append(a + b)
        except TypeError:
            found.append("error")
    for v in (x, "a", "3.5"):
        try:
            found.append(v % 0.7)
        except TypeError:
            found.append(0)
    for pattern, v in (("%.1f", x), (7, 4), (x, 3)):
        found.append(pattern % v)
    return found


@case([1.3, "a", None, [2.0], {"k": 3.0}])
def a_list_of_all_sorts(values):
    values[1] += "b"
    values[3].append(values[0])
    values[4]["z"] = "q"
    return [v + v for v in values if isinstance(v, (float, str, list))], values


@case({"name": "a", "v": 1.5, "tags": ["t"], "xs": [1.0, 2.0]})
def a_record_given(d):
    d["name"] = d["name"].upper()
    d["tags"].append(d["name"])
    d["xs"].append(d["v"])
    d["v"] *= 2
    return {k: v * 2 for k, v in d.items()}, " ".join(d["tags"]), sum(d["xs"])


@case(3.0, order=2)
def constants_that_are_no_numbers(x):
    week = datetime.timedelta(days=2) * 2
    texts = ["ab", datetime.timedelta(days=1), x][0] * 2
    longest = max(week, datetime.timedelta(days=1))
    y = x * x if isinstance(week, datetime.timedelta) else x
    z = x * x if isinstance(texts, str) else x
    return y * z, x * (week * 2).days, x * x if isinstance(longest, datetime.timedelta) else x, abs(-week).days * x


@case([1.5, 2.0, 3.0], range(4), order=2)
@case([1.5, 2.0, 3.0], "name", order=2)
@case(np.array([1.5, 2.0, 3.0]), range(1, 4))
def beside_a_text_or_range_that_is_passed(v, other):
    """Neither has a mirror of its own."""
    out = []
    for a in (v, other):
        rest, first = a[1:], a[0]
        if not isinstance(a, str):
            out.append(rest[0] * first + sum(x * y for x, y in zip(a, a[1:])) + a[-1])
    return out


@case(1.5)
def items_of_lists_and_texts(x):
    parts = ("name", [x], (x, x * x))
    return [p[0] for p in parts], [p[-1:] for p in parts], [p[-1] for p in ("ab", ["c", x])]


@case([[1.5, 2.0], range(1, 3)])
def range_among_what_is_differentiated(rows):
    return [row[1] * row[0] for row in rows], rows[0][1] * sum(rows[1])


@case(1.5, range(3))
def range_returned(x, r):
    return r, x * len(r)


@case({"a": 1.5, "n": 2, "row": [1.5, 2.0], "pair": (0.5, 1.5)}, order=2)
def repeated_as_often_as_an_active_container_says(p):
    """Integers beside active numbers are active, too."""
    xs = [0.5] * p["n"]
    xs[0] = p["a"]
    ys = p["row"] * p["n"]
    ys *= p["n"]
    return xs, ys, p["n"] * p["pair"], sum([1.0] * p["n"]) * p["a"], "-" * p["n"]


@case(([1.5], 2))
def repeated_by_what_is_beside_it(pair):
    return pair[0] * pair[1], pair[1] * pair[0]


@case({"a": {"x": 1.5}, "b": {"y": 0.5}})
def dicts_of_a_dict_united(p):
    q = p["a"] | p["b"]
    return q["x"] * q["y"], p["a"] | {"z": q["x"]}


def last_of(items):
    return items[-1]


@case({"a": np.array([[1.0, 2.0], [3.0, 4.0]]), "k": 1, "ks": [0, 1]}, order=2)
def columns_that_an_active_container_chooses(p):
    """The integers beside what is differentiated."""
    a = p["a"] ** 2
    a[:, last_of(p["ks"])] = a[0, 0]
    a[:, p["k"]] *= 2.0
    a[0:last_of(p["ks"]), 0] += a[:1, last_of(p["ks"])]
    return a[:, p["k"]], a[:last_of(p["ks"]), p["k"]], a[..., p["k"]], a[p["k"]:, ::-1]
