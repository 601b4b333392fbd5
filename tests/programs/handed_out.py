"""What is returned, or was given, has a mirror of its own structure, also where nothing active is ever in it."""

from tests.reference import case


class Log:
    def __init__(self, x):
        self.x = x
        self.entries = []
        self.count = {"a": 0}

    def step(self):
        self.entries.append("step")
        self.count["a"] += 1
        self.count["b"] = 2
        self.x = self.x * self.x
        return self


class Node:
    def __init__(self, v, kids=()):
        self.v = v
        self.kids = list(kids)
        self.tags = {}

    def total(self):
        return self.v + sum(k.total() for k in self.kids)


@case(1.5)
def log_in_an_object(x):
    return Log(x).step().step()


@case(1.5)
def constant_nodes_in_a_tree(x):
    o = Node(2.0)
    o.v = x
    o.kids.append(Node(3.0))
    o.tags["a"] = 1
    o.tags.update(b=2.0)
    o.extra = [1]
    o.extra.append(2)
    p = Node(2.0)
    p.kids.append(o)
    return p.total(), p


@case(1.5)
def containers_in_a_dict(x):
    d = {"a": x, "l": []}
    d["l"].append(1.0)
    d["l"].insert(0, "text")
    d["m"] = {}
    d["m"]["q"] = 2.0
    return d


@case(1.5)
def containers_in_a_tuple(x):
    t = x, []
    t[1].append(1)
    u = [(x, {}), (x * 2, {})]
    u[0][1]["a"] = 2.0
    return t, u


@case([1.5, 2.0], {"k": [1.0]})
def beside_what_is_differentiated(xs, d):
    d["k"].append(2.0)
    xs.append(xs[0] * 2)
    return xs, d


@case({"x": 1.5, "l": ["a"], "n": {"m": [1]}})
def in_an_argument(d):
    d["l"].append("b")
    d["n"]["m"].append(3)
    d["n"]["z"] = []
    d["n"]["z"].append(2.0)
    d["y"] = d["x"] ** 2


def made(x):
    d = {"v": x, "log": []}
    d["log"].append("made")
    return d


@case(1.5)
def made_elsewhere(x):
    d = made(x)
    d["log"].append("used")
    d["v"] *= 2
    return d, made(x * 2)["v"]


@case(1.5)
def a_log_beside_the_result(x):
    log = []
    for i in range(3):
        log.append(i)
        x = x * x
    return x, log


@case(1.5, [1.0, 2.0], 0)
@case(1.5, [1.0, 2.0], 1)
@case(1.5, [1.0, 2.0], 2)
@case(1.5, [1.0, 2.0], 3)
@case(1.5, [1.0, 2.0], 4)
def results_that_have_nothing_in_common(x, xs, n):
    if n == 0:
        return x
    o = Node(x)
    xs[0] = x
    if n == 1:
        return xs, o
    if n == 2:
        return None
    if n == 3:
        return {"a": xs}
    o.kids.append(Node(x))
    for v in xs:
        if v > 1:
            return o


@case(1.5, 3)
def several_results_of_a_recursion(x, n):
    def before(k):
        return several_results_of_a_recursion(x, k) if k > 0 else (x, x)
    if n == 0:
        return x, 1.0
    a, b = before(n - 1)
    return a * x, b + a
