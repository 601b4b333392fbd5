"""Deques, counters, default and ordered dicts that are arguments, or inside of one."""

from collections import Counter, OrderedDict, defaultdict, deque

import numpy as np

from tests.reference import case


@case(deque([1.5, 0.5]))
@case(deque([1.5], maxlen=2))
@case(deque())
@case(deque([1.5, 0.5]), order=2)
def deque_that_turns(q):
    q.append(2.0)
    q.append(q[0] * q[0])
    q.rotate(1)
    return sum(q), q[0] * q[-1], q


@case(2.0, deque([1.5, 0.5], maxlen=2))
@case(2.0, deque([1.5, 0.5], maxlen=2), wrt=(0, 1))
@case(2.0, deque(maxlen=3))
def work_deque(x, q):
    q.append(x * x)
    q.appendleft(x * q[-1])
    return q.pop() * q[0], list(q)


@case(OrderedDict(a=1.5, b=-0.5))
@case(OrderedDict(b=-0.5, a=1.5))
def ordered(d):
    d["c"] = d["a"] * d["b"]
    d.move_to_end("a")
    return sum(v * i for i, v in enumerate(d.values())), d


@case(defaultdict(float, a=1.5))
@case(defaultdict(float, a=1.5), order=2)
def default_number(d):
    d["b"] += d["a"] ** 2
    return sum(d.values()), d["never stored"]


@case(1.5, defaultdict(list, a=[0.5]))
@case(1.5, defaultdict(list))
@case(1.5, defaultdict(list, a=[0.5]), wrt=(0, 1))
def default_list(x, d):
    d["b"].append(x)
    d["a"].append(x * sum(d["a"]))
    return sum(d["b"]) * sum(d["a"]), d["c"]


@case(1.5, defaultdict(int))
def default_whole_number(x, d):
    d["n"] += 1
    d["s"] += x * x
    return d["s"] * d["n"], d["z"]


@case(defaultdict(lambda: 1.0, a=1.5))
def default_that_is_not_looked_for(d):
    return d["a"] ** 2


@case(Counter(a=1.5))
@case(Counter())
def counter(c):
    c["b"] += c["a"] * 2
    c.update(a=3.0)
    return c["b"] * c["a"], c["z"]


class Agent:
    def __init__(self):
        self.memory, self.sums, self.seen = deque([1.0, 0.5], maxlen=3), defaultdict(float), OrderedDict()

    def step(self, x):
        self.memory.append(x * self.memory[0])
        self.sums["n"] += x
        self.seen["x"] = x
        return sum(self.memory) + self.sums["n"] * self.sums["never"]


@case(1.5, Agent())
@case(1.5, Agent(), wrt=(0, 1))
def in_an_object(x, agent):
    agent.step(x)
    return agent.step(x * x), agent.seen["x"], agent.memory[-1]


@case([deque([1.5]), deque([0.5])])
def in_a_list(qs):
    qs[0].append(qs[1].pop() * qs[0][0])
    return sum(qs[0]), len(qs[1])


@case(1.5, {"q": deque(), "o": OrderedDict()})
def in_a_dict(x, d):
    d["q"].append(x)
    d["o"]["y"] = x * x
    return d["q"][0] * d["o"]["y"]


@case(deque([np.array([1.5, 0.5]), np.array([0.2, -0.4])]))
def deque_of_arrays(q):
    q[0] *= 2
    q.appendleft(q[0] * q[1])
    return sum(q).sum(), q[1]


RECENT, RATES, NAMED = deque([1.5, 0.5]), defaultdict(float, a=0.3), OrderedDict(b=0.7)


@case(1.5)
def at_module_level(x):
    return RECENT[0] * x + sum(RECENT) * RATES["a"] * x + sum(NAMED.values()) * x * x


@case(deque([1.5]))
def one_under_two_names(q):
    r = q
    r.append(q[0] * 2)
    return q[1] * r[0]
