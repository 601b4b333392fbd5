"""The dicts of `collections`: defaultdict, OrderedDict, Counter."""

import collections
import math
from collections import ChainMap, Counter, OrderedDict, defaultdict

import numpy as np

from tests.reference import case


@case(0.7)
def read_in_a_condition(x):
    d = defaultdict(float)
    d["a"] += x
    if d["q"] > 1:
        return x
    d["b"] += x * x
    r = 0.0
    for v in d.values():
        r = r * 2 + v * x
    return r


@case(0.7)
def read_for_nothing(x):
    d = defaultdict(float)
    d["a"] += x
    t = d["q"] * 0
    n = len([d["w"]])
    d["b"] += x * x
    r = 0.0
    for k, v in d.items():
        r = r * 2 + v * x + len(k)
    return r * n


@case(0.7, order=2)
def returned_as_it_is(x):
    d = defaultdict(float)
    d["a"] += x
    if d["q"] > 1:
        return d
    return d


@case(0.7)
def methods_that_store_nothing(x):
    d = defaultdict(float)
    d["a"] += x
    return d.get("a") * 2 + d.get("b", x) + d.pop("a", 3.0) + (d.get("z") is None)


@case(0.7)
def counter(x):
    c = Counter()
    c["a"] += x
    if c["b"] > 1:
        return x
    c["c"] += x * x
    c["b"] += x
    return sum(v * x for v in c.values()), sorted(c.items())


@case(0.7)
def counter_from_keywords(x):
    c = Counter(a=1, b=2)
    c["a"] += x
    c.update({"a": 1, "b": x})
    return c.most_common(1)[0][1] * x


@case(0.7)
def counter_operators(x):
    c = Counter({"a": x, "b": 2 * x})
    c.subtract(Counter({"a": x * x}))
    return (c + c)["a"]


@case({"a": 1.0})
def counter_of_a_dict(d):
    c = Counter(d)
    c["a"] += d["a"]
    return c["a"] ** 2 + c["z"]


@case(0.7)
def nested(x):
    d = defaultdict(lambda: defaultdict(float))
    d["a"]["b"] += x
    d["a"]["c"] = x * x
    d["z"]["b"] -= x
    return sum(v for e in d.values() for v in e.values()) * d["a"]["b"], d


@case(0.7, order=2)
def default_lists(x):
    d = defaultdict(list)
    for i in range(4):
        d[i % 2].append(x * i)
    n = len(d[5])
    return {k: sum(v) for k, v in d.items()}, n, sum(d[0]) * x, [v for v in d[1]]


@case(0.7)
def default_lists_beside_others(x):
    d = defaultdict(list, {"a": [x]})
    d["a"] += [x * x]
    d["b"].extend([x, 1.0])
    d["c"]
    e = d.copy()
    e["a"].append(2 * x)
    if d["k"]:
        return x
    return d, dict(d)["a"][0] * d["a"][2], isinstance(d, defaultdict), type(e) is defaultdict


@case(0.7)
def default_ints(x):
    d = defaultdict(int)
    d["n"] += 1
    d["m"] += 2
    d["a"] += x
    d["a"] *= x
    d["b"] *= 3
    d["n"] += 1
    if d["p"] == 0:
        d["q"] = 1.0
    r = 0.0
    for k, v in d.items():
        r = r * 2 + v * x
    for k in d:
        r += d[k] * x
    for v in d.values():
        r += v * v
    return r, list(d), d


@case(0.7)
def default_arrays(x):
    d = defaultdict(lambda: np.zeros(2))
    d["a"][0] += x
    d["b"] += x
    t = d["c"].sum()
    return sum(d.values()) * d["a"], d, t


@case(0.7)
def default_constants(x):
    d = defaultdict(lambda: 1.0)
    e = defaultdict(lambda: -2.0, a=x)
    d["a"] *= x
    d["b"] += x
    return d["a"] * d["c"] * e["q"] + e["a"] * d["b"], d, e


def fill(d, k, v):
    d[k].append(v)
    return len(d[k + 1])


@case(0.7)


def filled_by_a_helper(x):
    d = defaultdict(list)
    n = fill(d, 1, x)
    n += fill(d, 2, x * x)
    return sum(sum(v) for v in d.values()), n, len(d)


@case(0.7, may_refuse=True)
def default_dict_or_dict(x):
    d = defaultdict(float) if x > 0 else {}
    d["a"] = x
    if x > 0:
        d["q"]
    d["b"] = x * x
    return sum(d.values()), d["b"] * x


@case(0.7)
def ordered_dict(x):
    d = OrderedDict([("a", x), ("b", x * x)])
    d.move_to_end("a", False)
    d.move_to_end("a")
    d["c"] = 3.0
    e = OrderedDict(a=x, z=2.0)
    f = OrderedDict(e)
    f.update(d)
    k, v = f.popitem(last=False)
    return v * x, d, e, f, list(d.items()), OrderedDict((k, v * 2) for k, v in d.items())


@case(0.7)
def ordered_dicts_joined(x):
    d = collections.OrderedDict()
    e = collections.OrderedDict(q=x)
    return (d | e)["q"] * x


@case(0.7)
def counters_added(x):
    c = Counter()
    c["a"] -= x
    return (c + Counter())["a"]


@case(0.7, order=2)
def second_derivative(x):
    d = defaultdict(list)
    for i in range(3):
        d[i % 2].append(x ** (i + 1))
    e = defaultdict(float)
    for k, v in d.items():
        for u in v:
            e[k] += u * x
    return e[0] * e[1] + e[9]


@case(0.7)
def read_in_comprehensions(x):
    d = defaultdict(float)
    d[0] += x
    return [d[i] * x for i in range(3)], d, sum(d[i] for i in (5, 6))


@case(0.7, order=2)
def read_in_loops_and_branches(x):
    d = defaultdict(list)
    while len(d["a"]) < 3:
        d["a"].append(x)
    r = x if d["b"] or d["c"] else 2 * x
    return r * sum(d["a"]), d


@case(0.7)
def active_default(x):
    d = defaultdict(lambda: x)
    return d["a"] * d["b"]


@case(0.7)
def keys_removed(x):
    d = defaultdict(float)
    d["a"] += x
    d["b"] += 1.0
    d["c"] += x
    del d["b"]
    d.pop("zz", None)
    return d.pop("a") * x + d.setdefault("w", x) * d.get("c") + ("a" in d), d


@case(0.7)
def swapped(x):
    d = defaultdict(float)
    d["a"], d["b"] = x, d["c"] + x * x
    d["a"], d["b"] = d["b"], d["a"]
    return d["a"] * d["b"] * x, d


@case(0.7, order=2)
def counter_twice(x):
    c = Counter()
    c["a"] += x
    c["c"] += x * x
    return sum(v * x for v in c.values())


@case(0.7)
def counted_and_active(x):
    c = Counter()
    c["n"] += 1
    c["a"] += x
    c["n"] -= 2
    c["m"] -= 2
    c["b"] += x * x
    c["q"] *= 3
    return sum(v * x * x for v in c.values()), c


@case(0.7)
def counted_under_two_names(x):
    c = Counter()
    e = c

    def f():
        c["n"] += 1
        return x

    c["a"] += f()
    e["b"] += x * x
    e["m"] += len(c)
    return sum(v * x * x for v in c.values()), c, e


@case(0.7)
def defaults_stored_by_the_right_hand_side(x):
    c = defaultdict(float)
    e = defaultdict(int)

    def f():
        c["n"] += 1
        e["z"] += 1
        return x

    c["a"] += f()
    e["q"] += f()
    e["b"] += x * x
    e["m"] += len(c)
    return sum(v * x * x for v in c.values()), c, e


@case(0.7)
def counters_in_a_list(x):
    c = [Counter(), Counter()]
    for i in range(4):
        c[i % 2][i] += i
        c[i % 2]["k"] += x * i
    return [sum(v * x for v in e.values()) for e in c], c


@case(1.5, order=2)
def items_twice_differentiated(x):
    d = {"a": x, "b": x * x}
    listed, ordered = list(d.items()), sorted(d.items(), key=lambda item: -item[1])
    return listed, ordered, max(d.items(), key=lambda item: item[1]), {k: v * x for k, v in reversed(d.items())}


@case(1.5, order=2)
def constant_items_beside_a_key(x):
    d = {"a": 1.0, "b": 2.0}
    return max(d.items(), key=lambda item: item[1] * x), sorted(d.values(), key=lambda v: -v * x)


@case(1.5, order=2)
def from_keys(x):
    d, e, f = dict.fromkeys("ab", x), dict.fromkeys([1, 2]), dict.fromkeys(range(2), [x])
    f[0].append(x * x)
    d["a"] *= x
    return d, e, f, f[0] is f[1]


@case(1.5)
def default_that_depends_on_x(x):
    y = x * x
    d = defaultdict(lambda: y * 2.0 + x)
    d["a"] += x
    y = y * 3
    return d["a"] * d["b"] + len(d), d


@case(1.5)
def sums_of_counters(x):
    a = Counter(a=x, b=5.0, c=-2.0)
    b = Counter(a=1.0, b=x, d=x * x)
    c = a + b
    d = a - b
    c["z"] += x
    return c["a"] * c["b"] + d["a"] * d["b"] + sum(c.values()), c, d


@case(0.7)
def dicts_of_several_classes_joined(x):
    d = collections.OrderedDict(a=x, b=1.0) | {"b": x * x}
    e = {"a": 2 * x} | defaultdict(float, {"c": x})
    e["z"] += x
    f = defaultdict(lambda: x) | defaultdict(float, b=x * x)
    return list(d.values()), e, type(d).__name__, f["b"] * f["q"]


def touched(d, k):
    d[k]


def has_any(d, k):
    return len(d[k]) > 0


@case(1.3)
def defaults_stored_by_functions(x):
    d = defaultdict(list, {"a": [x]})
    touched(d, "c")
    if has_any(d, "k"):
        return {}
    d["a"].append(x * x)
    return d


@case(0.3)
@case(0.3, order=2)
def keys_of_two_dicts(x):
    a, b = {"u": x, "v": 2.0}, {"v": x * x, "w": 1.0}
    out = {k: a.get(k, 0.0) + b.get(k, 0.0) for k in sorted(set(a).union(b))}
    env = ChainMap({}, a)
    env["c"] = env["u"] * 2
    child = env.new_child({"v": x * x})
    return out, [a[k] for k in set(a).difference(b)], dict(child), len(child), sorted(child)


# -- keys that are numbers and depend on what is differentiated

def remember(d, k, v):
    d[k] = v
    return v


def recall(d, k, default=0.0):
    return d.get(k, default)


def made(x):
    return {x: x * x, 2 * x: 1.0}


@case(0.3)
@case(0.7, order=2)
def stored_and_looked_up_by_others(x):
    d = {}
    remember(d, x, x * x)
    remember(d, 2 * x, x)
    remember(d, 0.5, 3.0)
    return recall(d, x) * recall(d, 2 * x) + recall(d, 9.0, x) + recall(d, 0.5)


@case(0.3)
@case(0.7, order=2)
def dicts_of_numbers_made_by_others(x):
    d = made(x)
    e = made(2 * x)
    d.update(e)
    return d[x] + d[4 * x], len(d)


class Cache:
    def __init__(self, f):
        self.f, self.store, self.hits = f, {}, 0
    def __call__(self, *args):
        if args in self.store:
            self.hits += 1
        else:
            self.store[args] = self.f(*args)
        return self.store[args]


@case(0.3)
@case(0.7, order=2)
def a_cache_that_counts_its_hits(x):
    f = Cache(lambda a, b: a * math.sin(b))
    s = f(x, 2.0) + f(x, x) + f(x, 2.0)
    return s, f.hits


@case(0.3)
@case(0.7, order=2)
def one_dict_under_two_names(x):
    d = {x: x}
    d2 = d
    d2[x] *= 3
    del d[x]
    d[x] = 1.0 if x in d2 else x * 2
    return d2[x]


@case(0.3)
@case(0.7, order=2)
def places_seen_before(x):
    best = {}
    stack = [(x, 0)]
    while stack:
        t, depth = stack.pop()
        if t in best and best[t] <= depth or depth > 3:
            continue
        best[t] = depth
        stack.append((t * 0.5, depth + 1))
        stack.append((t * 2, depth + 1))
    return len(best) * x


@case(0.3)
@case(0.7, order=2)
def edges_by_numbers(x):
    g = {}
    def edge(a, b, w):
        g.setdefault(a, {})[b] = w
    edge(x, 2 * x, x)
    edge(x, 3 * x, 1.0)
    edge(2 * x, 3 * x, x * x)
    return g[x][2 * x] + g[2 * x][3 * x], len(g)


@case(0.3)
@case(0.7, order=2)
def values_remembered_by_romberg(x):
    def romberg(f, a, b, n):
        vals = {}
        def fv(t):
            if t not in vals:
                vals[t] = f(t)
            return vals[t]
        R = {}
        for k in range(n):
            h = (b - a) / 2 ** k
            R[k, 0] = h * (0.5 * fv(a) + 0.5 * fv(b) + sum(fv(a + i * h) for i in range(1, 2 ** k)))
            for j in range(1, k + 1):
                R[k, j] = (4 ** j * R[k, j - 1] - R[k - 1, j - 1]) / (4 ** j - 1)
        return R[n - 1, n - 1], len(vals)
    return romberg(lambda t: math.exp(-t * t * x), 0.0, x, 4)


@case(0.3)
@case(0.7, order=2)
def remembered_by_pairs(x):
    memo = {}
    def f(i, t):
        key = (i, t)
        if key not in memo:
            memo[key] = t if i == 0 else f(i - 1, t) * t + f(i - 1, t / 2)
        return memo[key]
    return f(3, x)


@case(0.3)
@case(0.7, order=2)
def remembered_by_simpson(x):
    cache = {}
    def f(t):
        if t not in cache:
            cache[t] = math.exp(-t * t) * x
        return cache[t]
    def simpson(a, b):
        return (b - a) / 6 * (f(a) + 4 * f((a + b) / 2) + f(b))
    def adapt(a, b, depth):
        m = (a + b) / 2
        whole, left, right = simpson(a, b), simpson(a, m), simpson(m, b)
        if depth == 0 or abs(left + right - whole) < 1e-9:
            return left + right
        return adapt(a, m, depth - 1) + adapt(m, b, depth - 1)
    return adapt(0.0, x, 4)


@case(0.3)
@case(0.7, order=2)
def remembered_by_a_decorator(x):
    def memoize(f):
        cache = {}
        def wrapper(*args):
            if args not in cache:
                cache[args] = f(*args)
            return cache[args]
        return wrapper
    @memoize
    def g(n, t):
        return t if n <= 0 else g(n - 1, t) * t + n
    return g(4, x)


@case({"counts": {"a": 1.5, "b": 2.0}, "x": 0.5})
def counter_of_a_dict_that_is_held(p):
    """Before the first call it might be anything."""
    c = Counter(p["counts"])
    c["a"] += p["x"]
    return c["a"] * c["b"]


@case(2.0, float("nan"), wrt="x")
@case(2.0, float("nan"), wrt="x", order=2)
@case(7.0, 1.0, wrt="x")
def key_that_is_equal_to_nothing_but_found(x, missing):
    memo = {}
    key = x if x > 5 else missing
    memo[key] = x * x
    return memo.get(key, 1.0), memo[key] if key in memo else 0.0
