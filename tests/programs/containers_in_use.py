"""Dicts, lists, deques and counters that change, under one name or several."""

import copy
import types
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple

import numpy as np

from tests.reference import case

X3 = [0.7, -1.2, 2.5]
X4 = [0.7, -1.2, 2.5, 0.3]
D = {"a": 1.5, "b": -0.5}


@case({"a": [1.0], "b": []}, 2.0, wrt=(0, 1))
def setdefault_arg(d, x):
    d.setdefault("a", []).append(x * x)
    d.setdefault("c", []).append(x)
    return sum(d["a"]) + sum(d["c"])


@case(X4)
def grouping(xs):
    d = {}
    for x in xs:
        d.setdefault("p" if x > 0 else "n", []).append(x)
    return {k: sum(v) / len(v) for k, v in d.items()}


@case(2.0)
def dispatch_arity(x):
    ops = {"neg": lambda a: -a, "mul": lambda a, b: a * b, "fma": lambda a, b, c: a * b + c}
    return ops["neg"](x) + ops["mul"](x, x) + ops["fma"](x, 2.0, x)


@case(2.0)
def dispatch_arity_star(x):
    ops = {"neg": (lambda a: -a, 1), "mul": (lambda a, b: a * b, 2)}
    stack = [x, x * 3, 2.0]
    for name in ("mul", "neg", "mul"):
        f, n = ops[name]
        args = [stack.pop() for _ in range(n)]
        stack.append(f(*args))
    return stack[0]


def _add(a, b):
    return a + b


def _neg(a):
    return -a
OPS = {"+": (2, _add), "~": (1, _neg)}


@case(2.0)
def rpn(x):
    stack = []
    for t in ["x", "x", "+", "~", 3.0, "+"]:
        if t == "x":
            stack.append(x)
        elif isinstance(t, float):
            stack.append(t)
        else:
            n, f = OPS[t]
            args = stack[-n:]
            del stack[-n:]
            stack.append(f(*args))
    return stack.pop()


@case(X4)
def sort_pairs(xs):
    ps = [[x, i] for i, x in enumerate(xs)]
    ps.sort(key=lambda p: p[0] ** 2)
    return [p[0] * p[1] for p in ps]


@case(X4)
def sort_reverse_in_place(xs):
    xs.sort(reverse=True)
    return xs[0] * 2 + xs[1]


@case(D, 2.0, wrt=(0, 1))
def del_update(d, x):
    d["c"] = d["a"] * x
    del d["a"]
    d |= {"e": x}
    return {**d, "f": x * 2}, [*d.values(), x]


@case(D, {"b": 3.0, "z": 1.0}, wrt=(0, 1))
def merged_dicts(a, b):
    c = {**a, **b}
    e = a | b
    a |= b
    return sum(c.values()), e["b"] * a["a"], c


@case(X3, [1.0, 2.0], wrt=(0, 1))
def joined(a, b):
    return [*a, *b], (*a, 1.0), [*a[:1], *(x * x for x in b)]


@case(2.0)
def fromkeys(x):
    d = dict.fromkeys("abc", x)
    d["a"] *= x
    e = dict.fromkeys(range(2), 0.0)
    e[1] += x
    return d["a"] + d["b"], sum(e.values()), e


@case(2.0)
def fromkeys_none(x):
    d = dict.fromkeys(["a", "b"])
    d["a"] = x * x
    return d["a"] * 2


@case(2.0)
def chainmap(x):
    c = ChainMap({"a": x}, {"a": 1.0, "b": x * x})
    return c["a"] * c["b"]


@case(2.0)
def chainmap_child(x):
    base = {"a": x, "k": 3.0}
    c = ChainMap({}, base)
    c["a"] = x * x
    return c["a"] + c["k"] * base["a"]


@case(X4)
def deque_rotate(xs):
    d = deque(xs, maxlen=3)
    d.rotate(1)
    d.appendleft(xs[0] * 2)
    return list(d), d[0] * d[-1], d.maxlen


@case(X4)
def deque_ops(xs):
    d = deque()
    for x in xs:
        d.append(x)
        if len(d) > 2:
            d.popleft()
    d.extendleft([1.0, xs[0]])
    d.reverse()
    return [a * b for a, b in zip(d, list(d)[1:])], sum(d)


@case(2.0)
def counter_later_active(x):
    c = Counter(a=1)
    c["a"] += x
    c["b"] = x * x
    return c["a"] * c["b"]


@case(2.0)
def counter_of_letters(x):
    c = Counter("banana")
    return sum(n * x for n in c.values()), c.most_common(1)[0][1] * x


@case(2.0)
def counter_becomes_active(x):
    c = Counter("banana")
    c["a"] *= x
    return c["a"] + c["zz"]


@case(X4)
def nested_defaultdict(xs):
    d = defaultdict(lambda: defaultdict(float))
    for i, x in enumerate(xs):
        d[i % 2][x > 0] += x * x
    return {k: dict(v) for k, v in d.items()}


@case(X4)
def default_list(xs):
    d = defaultdict(list)
    for i, x in enumerate(xs):
        d[i % 2].append(x)
    return [sum(v) for v in d.values()], len(d[7])


@case(X4)
def branchy_dict(xs):
    if xs[0] > 0:
        d = defaultdict(float)
    else:
        d = {}
    d["a"] = xs[0] * xs[1]
    return d["a"]


@case(2.0)
def ordered(x):
    d = OrderedDict(a=x, b=x * x)
    d.move_to_end("a")
    d["c"] = 3.0 * x
    k, v = d.popitem(last=False)
    return v, list(d.values()), list(d)


@case(X3)
def popped(xs):
    d = {i: x for i, x in enumerate(xs)}
    a = d.pop(0)
    b = d.pop(9, xs[1])
    k, v = d.popitem()
    return a * b * v, k, d


@case(X3)
def aliased_rows(xs):
    row = [0.0] * 2
    grid = [row] * 3
    grid[0][0] = xs[0]
    grid[2][1] = xs[1] * grid[1][0]
    return grid[1][1], sum(map(sum, grid))


@case(X3)
def slices(xs):
    ys = xs[:]
    ys[1:] = [xs[0] * 2, 5.0, xs[1]]
    ys[::2] = [xs[2], xs[2] * 3]
    del ys[0]
    ys.insert(1, xs[0])
    return ys, ys[::-1], xs


@case(X3)
def swap_rotate(xs):
    xs[0], xs[-1] = xs[-1], xs[0]
    xs = xs[1:] + xs[:1]
    a, *b, c = xs
    return a * c, b


@case(X3)
def views(xs):
    d = {"a": xs[0]}
    v = d.values()
    it = d.items()
    d["b"] = xs[1]
    return sum(v), [k + "!" for k, _ in it], max(d.values()), "a" in d, list(d.keys())


@case(X3)
def set_inactive(xs):
    s = {1, 2}
    s.add(3)
    s |= {4}
    f = frozenset(s)
    d = {f: xs[0], frozenset(): xs[1]}
    return sum(xs[0] * i for i in sorted(s)) + d[frozenset([1, 2, 3, 4])], len(s & {1})


@case(X3)
def set_of_positions(xs):
    seen = set()
    total = 0.0
    for i, x in enumerate(xs):
        if i // 2 not in seen:
            seen.add(i // 2)
            total += x
    return total







P = namedtuple("P", "x y")


@case(2.0)
def named(x):
    p = P(x, x * x)
    q = p._replace(x=3.0)
    a, b = p
    return q.y * p.x + a * b, p._asdict(), max(p), p + q


@case(2.0)
def simple_namespace(x):
    n = types.SimpleNamespace(a=x)
    n.b = n.a * n.a
    return n.b * vars(n)["a"]


@case(2.0)
def tuple_keys(x):
    d = {}
    for i in range(2):
        for j in range(2):
            d[i, j] = x * (i + 2 * j)
    return d[1, 1] * sum(d.values()), d.get((5, 5), x)


@case(2.0)
def dict_comp_nested(x):
    d = {i: {j: x ** (i + j) for j in range(2)} for i in range(2)}
    return d[1][1] + sum(v for r in d.values() for v in r.values())


@case(2.0)
def dict_in_dict_alias(x):
    inner = {"v": x}
    outer = {"a": inner, "b": inner}
    outer["a"]["v"] *= x
    return outer["b"]["v"]


@case(2.0)
def class_counter(x):
    c = Counter()
    for k, w in [("a", x), ("b", 2.0), ("a", x * x)]:
        c[k] += w
    return c["a"], sum(c.values())


@case(2.0)
def counter_total(x):
    c = Counter({"a": x, "b": 2 * x})
    c.update({"a": 3.0})
    return c["a"], c.total()


@case(X3)
def list_methods(xs):
    ys = xs.copy()
    ys.extend(x * 2 for x in xs)
    ys.remove(xs[0])
    ys.reverse()
    z = ys.pop(1)
    return ys, z, ys.index(xs[1]), len(ys)


@case(2.0)
def counter_subtract(x):
    c = Counter({"a": x, "b": 2 * x})
    c.subtract({"a": x * x, "z": 1.0})
    c.subtract(b=x)
    c.update(a=x, q=2.0)
    return dict(c), c.total()


@case(2.0)
def fromkeys_aliased(x):
    d = dict.fromkeys(["a", "b"], [])
    d["a"].append(x)
    d["b"].append(x * x)
    return d, len(d["a"])


@case([1.0, 2.0])
def fromkeys_generator(xs):
    d = dict.fromkeys((i * i for i in range(3)), xs[0])
    d[4] += xs[1]
    return d


@case([1.0, 2.0])
def dedupe_inactive(xs):
    order = list(dict.fromkeys([3, 1, 3, 2]))
    return [i * x for i, x in zip(order, xs)]


@case(2.0)
def counter_kw(x):
    c = Counter(a=1)
    c["b"] += x * x
    return c["b"] + c["a"]


@case(2.0)
def counter_mixed(x):
    c = Counter(a=1, b=x)
    return c["b"] * 2


@case(2.0)
def counter_list_active(x):
    c = Counter(["a", "b", "a"])
    c["a"] *= x
    return c["a"]


@case(2.0)
def default_or_dict(x):
    d = defaultdict(float) if x > 0 else {}
    d["a"] = x
    d["a"] += x * x
    return d["a"]


@case(2.0)
def default_or_dict_read(x):
    d = defaultdict(float) if x > 0 else {"k": 1.0}
    d["a"] = x
    return d["k"] + d["a"] * 2


@case(1.3)
@case(-0.7)
def copy_of_what_may_be_none(x):
    p = None if x < 0 else x
    q = copy.copy(p)
    r = copy.deepcopy(None if p is None else [p])
    return 2 * x if q is None else q * r[0]


@case(1.3)
@case(0.7)
def copies_of_a_number_or_an_array(x):
    z = np.array([x, x * x]) if x > 1 else x
    w, u = copy.copy(z), copy.deepcopy(z)
    w *= 2
    u += x
    return z + w * u


@case(0.7, [1.0, 2.0], np.array([2.0, 3.0]), wrt=("x", "xs"), order=1)
@case(0.7, [1.0, 2.0], np.array([2.0, 3.0]), wrt=("x", "xs", "a"))
@case(0.7, [1.0, 2.0], np.array([2.0, 3.0]), order=2)
def lists_that_meet_numpys_numbers(x, xs, a):
    s, pair, rows = np.mean(a), (x, 1.0), {"r": [x, x * x]}
    centred, above = [x, 1.0] - s, [x, 1.0] > s
    xs = xs + [x]
    xs += a.sum()
    xs *= 2
    pair -= np.float64(2.0)
    rows["r"] += a[0]
    rows["r"][rows["r"] > 2.0] *= x
    return centred, s - [x, 2.0], xs, pair, rows, above, [x, 2.0] % s


@case(1.3, [1.5, 0.7], np.float64(2.0))
@case(1.3, [1.5, 0.7], np.float64(2.0), wrt=("x", "xs", "s"))
@case(1.3, [1.5, 0.7], np.array([1.0, 2.0]), order=2)
def lists_that_become_arrays_on_the_way(x, xs, s):
    t, pair, d, kept = [x, 1.0], (x, 1.0), {"u": [x, 1.0], "v": s}, []
    for _ in range(3):
        kept += [t, pair, d["u"]]
        t = t + s
        t[0] = x * x
        pair = pair - s
        pair[1] *= x
        d["u"] += s
        d["u"][1] = x
        d["v"] += xs
    return kept, t, pair, d


@case(1.3, np.array([[1.0, 2.0], [0.5, 3.0]]), order=2)
def numbers_that_become_arrays_where_they_are_held(x, m):
    o, d = types.SimpleNamespace(u=x, v=np.sin(x)), {"a": x, "b": m * x}
    items, whole, t = [x, x], d["b"], x
    o.u %= m
    o.v %= [[x, 1.0], [2.0, x]]
    items[0] //= m
    items[1] %= m
    for k in d:
        d[k] //= m
        d[k] %= m
    t %= m
    return o.u, o.v, items, d, whole, t
