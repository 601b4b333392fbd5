"""Lists, dicts and sets that change, under one name or several; nested trees of parameters."""

import collections
import copy
import math

import numpy as np

from tests.reference import case

X3 = [0.7, -1.2, 2.5]
A3 = np.array(X3)
A23 = np.array([[1.0, -0.5, 2.0], [0.3, 1.7, -1.1]])
D2 = {"a": 1.5, "b": -0.5}


def square(x):
    return x * x


def negative(x):
    return -x


def collect(x, into=None):
    into = [] if into is None else into
    into.append(x)
    return into


def fresh_default(x, scale=[2.0, 3.0]):
    return x * scale[0] * scale[1]


def largest(*xs):
    return max(*xs)


def pick(a, b, c):
    return a * b - c


# -- lists

@case(X3)
def append_and_pop(xs):
    xs.append(xs[0] * 2)
    last = xs.pop()
    first = xs.pop(0)
    return last * first, xs


@case(X3)
def extend_and_insert(xs):
    xs.extend([1.0, xs[0]])
    xs.insert(1, xs[2] ** 2)
    xs.insert(0, 5.0)
    xs.extend((xs[1], 2.0))
    return xs


@case(X3)
def slice_assignment(xs):
    xs[1:2] = [xs[0], xs[0] * xs[1], 3.0]
    xs[:0] = [1.0]
    xs[-1:] = xs[:2]
    return xs


@case(X3)
def slice_assignment_with_step(xs):
    xs[::2] = [xs[1], 2.0]
    return xs


@case(X3)
def slice_deletion(xs):
    y = xs[0] * xs[1]
    del xs[0]
    del xs[:1]
    xs.append(y)
    return xs


@case(X3)
def clear_and_reverse(xs):
    ys = xs[:]
    xs.clear()
    ys.reverse()
    xs.append(ys[0] * ys[1])
    return xs, ys


@case(X3)
def sorting(xs):
    ys = list(xs)
    ys.sort()
    zs = xs.copy()
    zs.sort(reverse=True)
    xs.sort(key=square)
    return xs, ys, zs


@case(X3)
def sorting_by_negative(xs):
    alias = xs
    xs.sort(key=negative, reverse=True)
    alias[0] *= 2
    return xs


@case(X3)
def concatenation(xs):
    ys = xs + [1.0, xs[0]]
    zs = [2.0] + xs
    ys += xs
    ys += (3.0,)
    ys[0] = 9.0
    return ys, zs, xs


@case(X3)
def repetition(xs):
    ys = xs * 2
    zs = 2 * xs[:1]
    ys[0] = ys[1] * 2
    xs *= 2
    return ys, zs, xs


@case(2.0)
def repetition_shares(x):
    rows = [[x, 1.0]] * 2
    rows[0][1] = x * x
    grid = [[0.0] * 2 for _ in range(2)]
    grid[0][1] = x
    return rows, grid


@case(X3)
def augmented_elements(xs):
    xs[0] += xs[1]
    xs[1] *= xs[0]
    xs[2] /= xs[1]
    xs[0] **= 2
    return xs


@case(X3)
def remove_and_index(xs):
    y = xs[0]
    i = xs.index(xs[1])
    xs.remove(y)
    return i, xs, xs.count(xs[0])


@case(X3)
def membership(xs):
    if xs[1] in xs and 4.0 not in xs:
        return xs[0] ** 2
    return xs[1]


@case(X3)
def aliases(xs):
    ys = xs
    zs = [xs, ys]
    zs[0].append(ys[0] * 3)
    zs[1][0] = 2.0
    return xs, len(zs[0])


@case([[1.0, 2.0], [3.0]])
def lists_of_lists(rows):
    rows[0].append(rows[1][0] * 2)
    rows.append(rows[0])
    rows[2][0] = rows[0][1] ** 2
    rows[1] = rows[1] + [1.0]
    return rows


@case([[1.0, 2.0], [3.0, 4.0]])
def swapped(rows):
    rows[0], rows[1] = rows[1], rows[0]
    rows[0][0], rows[1][0] = rows[1][0], rows[0][0]
    return rows


@case(X3)
def stack_machine(xs):
    stack = []
    for token in [0, 1, "*", 2, "+"]:
        if token == "*":
            b, a = stack.pop(), stack.pop()
            stack.append(a * b)
        elif token == "+":
            b, a = stack.pop(), stack.pop()
            stack.append(a + b)
        else:
            stack.append(xs[token])
    return stack.pop()


@case(X3)
def grows_while_iterated(xs):
    ys = [xs[0]]
    for y in ys:
        if len(ys) < 4:
            ys.append(y * xs[1])
    return ys


@case(X3)
def queue(xs):
    todo = list(xs)
    total = 0.0
    while todo:
        x = todo.pop(0)
        total += x * x
        if x > 1:
            todo.append(x - 1)
    return total


@case(2.0)
def default_argument(x):
    return collect(x * x), collect(x), collect(x, [1.0]), fresh_default(x)


@case(2.0)
def built_up(x):
    ys = []
    for i in range(4):
        ys.append(x**i)
    zs = []
    zs[:] = ys
    zs += [y * y for y in ys]
    return sum(ys), zs


@case(A3)
def list_of_arrays(a):
    parts = [a, a * 2]
    parts.append(parts[0] + parts[1])
    parts[1][0] = 7.0
    parts[0] *= 2
    parts[2][:] = parts[1] * a
    return parts


@case(A23)
def list_of_rows(a):
    rows = list(a)
    rows[0][1] = rows[1][0] * 3
    rows.reverse()
    return a, rows


@case(X3)
def tuples_hold_lists(xs):
    t = (xs, 1.0)
    t[0].append(t[1] * xs[0])
    a, b = t
    a[0] = 3.0
    return t, b


@case(X3)
def lists_compared(xs):
    ys = xs[:]
    if ys == xs and ys is not xs:
        return xs[0] * 2
    return xs[1]


@case(X3)
def star_into_fixed(xs):
    return pick(*xs), pick(xs[0], *xs[1:]), largest(*xs), largest(xs[0] * 4, *xs, 1.0)


@case(X3)
def star_into_builtin(xs):
    return max(*xs), max(xs[0] * 4, *xs), min(*xs, 0.0), math.hypot(*xs)


@case(X3)
def list_inside_itself(xs):
    ys = [1.0, xs]
    ys.append(ys)
    return ys[2][1][0] * 2


@case(X3)
def copied(xs):
    ys = copy.copy(xs)
    ys[0] = xs[1] * 2
    return ys, xs


@case([[1.0], [2.0]])
def copied_deeply(rows):
    other = copy.deepcopy(rows)
    other[0][0] = rows[1][0] * 2
    return other, rows


# -- dicts

@case(D2)
def update_and_pop(d):
    d["c"] = d["a"] * 2
    d.update(a=d["b"], e=1.0)
    d.update({"b": d["c"] ** 2})
    x = d.pop("c")
    y = d.pop("none", 3.0)
    z = d.pop("nothing", d["a"])
    return x * y * z, d


@case(D2)
def get_and_setdefault(d):
    a = d.get("a") * d.get("b", 2.0)
    c = d.get("c", 2.0) + d.get("d", d["a"])
    e = d.setdefault("e", d["a"] * 3)
    f = d.setdefault("a", 7.0)
    return a, c, e, f, d


@case(D2)
def get_of_nothing(d):
    x = d.get("zzz")
    return d["a"] if x is None else x


@case(D2)
def merged(d):
    e = d | {"b": d["a"] * 2, "c": 1.0}
    f = {"z": 1.0} | d
    d |= {"a": d["b"] ** 2}
    return e, f, d


@case(D2)
def unpacked_into_another(d):
    e = {**d, "b": d["a"] ** 2, **{"k": d["b"]}}
    return e, dict(d, a=1.0), dict(d), dict(a=d["a"])


@case(D2)
def deleted(d):
    x = d["a"] * d["b"]
    del d["a"]
    d["n"] = x
    return d


@case(D2)
def iterated(d):
    total = 0.0
    for k in d:
        total += d[k] ** 2
    for k in d.keys():
        total *= d[k]
    for v in d.values():
        total += v
    for k, v in d.items():
        total += v * len(k)
    for item in d.items():
        total += item[1] ** 3
    return total, sorted(d), list(d)


@case(D2)
def changed_while_iterated(d):
    for k in list(d):
        d[k + k] = d[k] * 2
        d[k] *= d[k]
    return d


@case(X3)
def numbered_keys(xs):
    d = {}
    for i, x in enumerate(xs):
        d[i % 2] = d.get(i % 2, 0.0) + x * x
    total = 0.0
    for k, v in d.items():
        total += k * v + v
    return total, d


@case(X3)
def lists_in_a_dict(xs):
    groups = {}
    for x in xs:
        groups.setdefault("pos" if x > 0 else "neg", []).append(x * x)
    return groups, sum(groups["pos"])


@case(D2)
def dict_aliases(d):
    e = d
    both = [d, e]
    both[0]["a"] *= 3
    e["n"] = e["a"]
    return d, len(both[1])


@case(D2)
def nested_dicts(d):
    tree = {"left": d, "right": {"a": d["a"] * 2}}
    tree["left"]["b"] = tree["right"]["a"] ** 2
    tree["right"].update(tree["left"])
    return tree, d


@case(D2)
def tuple_keys(d):
    e = {(0, 1): d["a"], (1, 0): d["b"]}
    e[0, 1] *= 2
    e[(2, 2)] = e[0, 1] * e[1, 0]
    return e


@case(1.3)
def numbers_as_keys_popped_with_their_values(x):
    """A key that is a number has the tangent zero, and may be computed with."""
    d = {1.5: x, 2: x * x, 3: 2 * x}
    last = d.popitem()
    k, v = d.popitem()
    return k * v, [k, v], last, d



@case(D2)
def popitem_and_clear(d):
    k, v = d.popitem()
    x = v * 2
    copied = d.copy()
    d.clear()
    return k, x, copied, d


@case(D2)
def cleared_then_filled(d):
    v = d["a"]
    d.clear()
    d["q"] = v * v
    return d


@case(D2)
def keyword_arguments(d):
    return takes_keywords(**d), takes_any(**d), takes_any(**d, c=d["a"] * 2)


def takes_keywords(a, b=2.0):
    return a * b


def takes_any(**values):
    total = 0.0
    for k, v in values.items():
        total += v * len(values)
    return total


@case(2.0)
def memo(x):
    known = {}

    for i in range(5):
        if i < 2:
            known[i] = x
        else:
            known[i] = known[i - 1] * known[i - 2]
    return known[4]


# -- sets of what is not active

@case(2.0)
def sets(x):
    seen = set()
    for i in (1, 2, 2, 3):
        if i not in seen:
            seen.add(i)
            x = x * i
    seen |= {7}
    seen.discard(1)
    return x * len(seen), sorted(seen)


@case(X3)
def set_of_indices(xs):
    chosen = {i for i, x in enumerate(xs) if x > 0} - {0}
    return sum(xs[i] ** 2 for i in sorted(chosen))


@case(X3)
def frozen_set(xs):
    allowed = frozenset(["a", "b"])
    return xs[0] if "a" in allowed else xs[1]


# -- collections

@case(X3)
def deque(xs):
    d = collections.deque(xs)
    d.append(xs[0] * 2)
    d.appendleft(1.0)
    a = d.popleft()
    b = d.pop()
    d.rotate(1)
    d.extend([3.0, xs[1]])
    return a * b, list(d), d[0], len(d), sum(d)


@case(X3)
def deque_with_limit(xs):
    window = collections.deque(maxlen=2)
    out = []
    for x in xs:
        window.append(x * x)
        out.append(sum(window) / len(window))
    return out


@case(X3)
def breadth_first(xs):
    todo = collections.deque([(xs[0], 0)])
    total = 0.0
    while todo:
        x, depth = todo.popleft()
        total += x
        if depth < 2:
            todo.append((x * xs[1], depth + 1))
            todo.append((x + xs[2], depth + 1))
    return total


@case(X3)
def deque_of_constants(xs):
    d = collections.deque([1.0, 2.0], 3)
    e = collections.deque([1.0, 2.0], maxlen=3)
    d.appendleft(xs[0])
    d.extendleft([xs[1], 4.0])
    e.extend(x * x for x in xs)
    e[0] *= 2
    return list(d), list(e), isinstance(e, list), list(e.copy()), d.index(d[0])


@case(X3)
def deques_joined(xs):
    d = collections.deque(xs)
    e = d + d * 2 if not isinstance(d, list) else d
    e.append(xs[0] ** 2)
    if isinstance(e, list):
        return 1.0
    return sum(e), list(e), list(reversed(e)), copy.copy(e)[0] * 2


@case(X3)
@case([-1.0, 2.0])
def deque_or_list(xs):
    ys = collections.deque(xs) if xs[0] > 0 else list(xs)
    total = 0.0
    for y in ys:
        total += y * y
    return total * 2 if isinstance(ys, list) else total


@case(X3)
def default_dict(xs):
    d = collections.defaultdict(list)
    for i, x in enumerate(xs):
        d[i % 2].append(x * x)
    return sum(d[0]) * d[1][0], len(d)


@case(X3)
def default_dict_of_numbers(xs):
    d = collections.defaultdict(float)
    for i, x in enumerate(xs):
        d[i % 2] += x * x
    return d[0] * d[1] + d[2]


class Squaring(dict):
    def __getitem__(self, key):
        return dict.__getitem__(self, key) ** 2


class Threes(dict):
    def __missing__(self, key):
        return 3.0


@case(0.7)
def default_dict_of_ones(x):
    """The default is not its own zero tangent."""
    d = collections.defaultdict(lambda: 1.0)
    d["a"] += x
    return d["a"] * d["b"]


@case(0.7, may_refuse=True)
def default_dict_of_arrays_of_ones(x):
    d = collections.defaultdict(lambda: np.ones(2))
    d["a"][0] += x
    return d["a"] * d["b"]


@case(0.7, may_refuse=True)
def dict_with_a_getter_of_its_own(x):
    d = Squaring()
    d["a"] = x
    return d["a"] * x


@case(0.7, may_refuse=True)
def dict_with_a_default_of_its_own(x):
    d = Threes()
    d["a"] = d["b"] * x
    return d["a"] * d["c"]


@case(D2)
def ordered_dict(d):
    e = collections.OrderedDict()
    e["x"] = d["a"] ** 2
    e["y"] = e["x"] * d["b"]
    e.move_to_end("x")
    return list(e.values()), e["y"]


@case(X3)
def counter_of_inactive(xs):
    counts = collections.Counter("abca")
    return xs[0] * counts["a"], counts.most_common(1)


# -- trees of parameters

@case({"w": [A23, A23.T.copy()], "b": [np.ones(2), np.ones(3)]}, A3)
def network(params, x):
    for w, b in zip(params["w"], params["b"]):
        x = np.tanh(w @ x + b)
    return x.sum()


@case({"w": [A23, A23.T.copy()], "b": [np.ones(2), np.ones(3)]}, A3)
def penalty(params, x):
    return sum(np.sum(p * p) for group in params.values() for p in group) + x.sum()


@case({"w": [A23.copy()], "scale": 0.5}, A3)
def gradient_step(params, x):
    new = {"w": [w - 0.1 * w * params["scale"] for w in params["w"]], "scale": params["scale"] * 0.9}
    return new, new["w"][0] @ x


@case([{"k": 1.0, "r": (2.0, 3.0)}, {"k": 4.0, "r": (0.5, 0.25)}])
def records(rs):
    return sum(r["k"] * r["r"][0] ** 2 for r in rs), [r["r"][1] * r["k"] for r in rs], {r["r"][0] for r in ()}


@case({"a": {"b": {"c": 2.0}}, "d": [1.0, [2.0, {"e": 3.0}]]})
def deep(tree):
    tree["a"]["b"]["c"] *= tree["d"][1][1]["e"]
    tree["d"][1][0] = tree["a"]["b"]["c"]
    return tree


@case({"a": A3.copy(), "b": [A3.copy()]}, 2.0, wrt=(0, 1))
def in_place_in_a_tree(tree, k):
    tree["a"] *= k
    tree["b"][0] += tree["a"]
    tree["b"].append(tree["a"][1:])
    tree["b"][1][0] = k
    return tree["a"].sum() * tree["b"][0].sum()


@case({"x": 1.0, "name": "n", "flag": None, "n": 3})
def mixed_tree(tree):
    return {k: v * 2 if isinstance(v, float) else v for k, v in tree.items()}


@case({"x": 2.0}, order=2)
def tree_twice(tree):
    tree["y"] = tree["x"] ** 3
    return sum(v * v for v in tree.values())


# -- what is empty as far as can be seen

def put_unseen(xs):
    list.append(xs, 2.0)


@case(2.0)
def filled_unseen(x):
    ys, zs = [], []
    put_unseen(ys)
    list.append(zs, 3.0)
    return sum(y * x for y in ys), [z * x for z in zs]


@case(2.0)
def filled_by_inner_function(x):
    ys = []

    def put():
        ys.append(x * x)

    def put_in(where):
        list.append(where, 3.0)
    put()
    zs = []
    put_in(zs)
    return [y * y for y in ys], [z * x for z in zs]


@case(2.0)
def stays_empty(x):
    ys, d, n = [], {}, ()
    total = x
    for y in ys:
        total += y
    for k, v in d.items():
        total *= v
    for t in n:
        total -= t
    return total, sum(ys), list(ys), [y for y in ys], max(ys, default=3.0)


@case(2.0)
def taken_from_nothing(x):
    ys, d = [], {}
    try:
        x = x + ys[0]
    except IndexError:
        x = x * 2
    try:
        x = x + d["a"] + ys.pop()
    except KeyError:
        x = x * 3
    return x


@case(2.0)
def updated_by_items(x):
    d, e = {}, {}
    d.update([("a", 2.0), ("b", x)], c=x * x)
    e.update(a=x)
    e.update(zip("pq", [x, 3.0]))
    e.update((k, v * x) for k, v in d.items())
    return sum(v * x for v in d.values()), d, e


@case(2.0)
def filled_through_an_exception(x):
    ys = []
    try:
        raise ValueError(ys)
    except ValueError as error:
        error.args[0].append(2.0)
    return sum(y * x for y in ys)


@case(A3)
def copies_share_what_they_hold(a):
    d = {}
    d["a"] = a + 1
    d["b"] = a * 2
    e = copy.copy(d)
    f = copy.deepcopy(d)
    e["a"] *= 3
    e["c"] = a
    f["b"][0] = 7.0
    rows = copy.copy([d["b"]])
    rows[0] += 1
    return d, e, f, a


@case(0.5, {"p": 0.3, "q": 0.2, "r": np.ones(3)})
def copied_after_an_item_was_taken(w, d):
    d.popitem()
    v = copy.copy(d)
    v["p"] += w
    return v


@case(0.5, {"k": [1.0, 2.0], "l": [[1.0, 2.0], 0.3]}, order=2)
def copies_of_what_may_be_a_number(x, d):
    shallow, deep = copy.copy(d["l"][0]), copy.deepcopy(d["l"][0])
    shallow[0] *= x
    deep[1] = x * x
    out = []
    for e in [x, [x, 1.0], {"a": x * x}, np.array([x])]:
        c = copy.copy(e)
        if isinstance(c, list):
            c[0] *= 2
        elif isinstance(c, dict):
            c["a"] *= 3
        elif isinstance(c, np.ndarray):
            c *= 5
        out += [c, copy.deepcopy(e)]
    return shallow, deep, d, out
