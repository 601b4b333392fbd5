"""Functions that take different numbers of arguments, under one name."""

from tests.reference import case


@case(2.0)
def fixed_calls(x):
    ops = {"s": lambda a: a * a, "p": lambda a, b: a * b}
    total = 0.0
    for k in ("s", "p", "s"):
        f = ops[k]
        if k == "s":
            total += f(x)
        else:
            total += f(x, total)
    return total


@case(2.0)
def fixed_and_star(x):
    ops = {"s": lambda a: a * a, "p": lambda a, b: a * b}
    total = 0.0
    for k in ("s", "p", "s"):
        f = ops[k]
        args = [x, 3.0][:2 if k == "p" else 1]
        total += f(*args)
        if k == "s":
            total += f(total)
    return total


@case(2.0)
def captured(x):
    y = x * x
    ops = [lambda a: a * y, lambda a, b: a * b + y, lambda a, b, c: a * c]
    args = [x, 2.0, y]
    return sum(f(*args[:i + 1]) for i, f in enumerate(ops))


@case(2.0)
def leading(x):
    ops = [lambda a: a * a, lambda a, b: a * b]
    return [f(x, *rest) for f, rest in zip(ops, [[], [x * 3]])]


@case(2.0)
def same_arity(x):
    ops = [lambda a, b: a + b, lambda a, b: a * b]
    return [f(*[x, x * 3]) for f in ops], [f(*ps) for f, ps in zip(ops, [(x, 1.0), (2.0, x)])]
