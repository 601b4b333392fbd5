"""Named tuples and dataclasses that are made inside the function, from a list of names."""

import collections
from collections import namedtuple
from dataclasses import make_dataclass

from tests.reference import case


@case(1.3)
@case(1.3, order=2)
def named_nt(x):
    P = namedtuple('P', 'x y')
    p = P(x, x * x)
    return p.x * p.y + p[1]


@case(1.3)
@case(1.3, order=2)
def named_nt2(x):
    P = collections.namedtuple('P', ['x', 'y'], defaults=(2.0,))
    p = P(x)
    q = p._replace(y=x)
    a, b = q
    return p.x * p.y + a * b + sum(q)


@case(1.3)
@case(1.3, order=2)
def named_nt3(x):
    P = namedtuple('P', ('x', 'y'))
    ps = [P(x, 2.0), P(y=x, x=1.0)]
    return sum((p.x * p.y for p in ps))


def use(p):
    return p.x * p.y


@case(1.3)
@case(1.3, order=2)
def named_nt4(x):
    P = namedtuple('P', 'x,y')
    return use(P(x, x)) + use(P._make([x, 2.0]))


@case(1.3)
@case(1.3, order=2)
def named_md(x):
    P = make_dataclass('P', ['a', 'b'])
    p = P(x, x * x)
    return p.a * p.b


def make(n):
    return namedtuple('Q', 'u v')


@case(1.3)
@case(1.3, order=2)
def named_nt5(x):
    Q = make(2)
    return Q(x, 2.0).u ** 2
