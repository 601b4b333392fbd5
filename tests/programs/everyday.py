"""Ordinary programs in which several features of the language meet."""

from collections import OrderedDict

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
