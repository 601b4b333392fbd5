"""What the class of an object, or of an exception, leaves to the run: shadowed methods, metaclasses, chosen classes."""

import heapq

import numpy as np

from tests.reference import case


class Strategy:
    """Holds a function under the name of a method."""

    def __init__(self, x, rule):
        self.x = x
        self.rule = rule

    def rule(self):
        return 0.0

    def apply(self, v):
        return self.rule(v) * self.x


@case(1.5)
def method_hidden_by_an_attribute(x):
    s = Strategy(x, lambda v: v * x)
    held = s.rule
    return s.rule(x) + s.apply(3.0) + held(2.0)


class Checking(type):
    """Calls a method of each new instance."""

    def __call__(cls, *args, **kwargs):
        made = super().__call__(*args, **kwargs)
        made.check()
        return made


class Product(metaclass=Checking):
    """Computed when it is checked."""

    def __init__(self, x, scale=1.0):
        self.x = x
        self.scale = scale

    def check(self):
        self.value = self.x * self.scale


class OtherProduct(Product):
    """Inherits the metaclass."""


@case(1.5)
def instances_of_a_metaclass(x):
    p = Product(x, scale=x)
    return p.value + OtherProduct(x).value, p


@case(1.5)
def exceptions_by_turns(x):
    r = 0.0
    for exc, k in ((ValueError, 1.0), (KeyError, 2.0), (RuntimeError, 3.0)):
        try:
            raise exc("text", x * k)
        except (ValueError, KeyError) as error:
            r += error.args[1]**2
        except Exception as error:
            r += error.args[1]
    return r


@case(1.5, True)
@case(1.5, False)
def exception_chosen(x, large):
    kind = OverflowError if large else ZeroDivisionError
    try:
        raise kind(x * x)
    except ArithmeticError as error:
        return error.args[0] * x


# ---------------------------------------------------------------- functions that only the run shows assign to what they are passed

class Journal:
    def __init__(self):
        self.total, self.count, self.values, self.table, self.row = 0.0, 0, [0.0, 0.0], {"a": 0.0}, np.zeros(2)


def enter(journal, value):
    journal.total += value * value
    journal.count += 1
    journal.values[0] = value
    journal.values.append(value)
    journal.table["a"] = value
    journal.row[1] = value ** 3


def leave(journal, value):
    journal.total -= value
    journal.values[1] = value ** 3


def acts_of(names):
    return [globals()[n] for n in names]


@case(0.7, order=2)
def what_unknown_functions_assign_to(x):
    journal = Journal()
    for act in acts_of(["enter", "leave", "enter"]):
        act(journal, x)
    return journal.total, journal.count, journal.values, journal.table["a"], journal.row


class Clock:
    def __init__(self):
        self.now, self.queue, self.out = 0.0, [], 0.0

    def at(self, delay, act, value):
        heapq.heappush(self.queue, (self.now + delay, act, value))

    def run(self):
        while self.queue:
            self.now, act, value = heapq.heappop(self.queue)
            act(self, value)


def ping(clock, value):
    clock.out += value * clock.now
    if clock.now < 3:
        clock.at(value, pong, value * 0.9)


def pong(clock, value):
    clock.out -= 0.5 * value * clock.now
    clock.at(value, ping, value * 1.05)


@case(1.3, order=2)
def events_that_assign_to_their_clock(x):
    clock = Clock()
    clock.at(x, ping, x)
    clock.run()
    return clock.out
