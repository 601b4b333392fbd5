"""Tables of operators that take different numbers of arguments: calculators, expression trees, lists of instructions."""

import math
import operator

from tests.reference import case

OPERATORS = {"neg": lambda a: -a, "+": lambda a, b: a + b, "*": lambda a, b: a * b, "sin": math.sin}
OPERANDS = {"neg": 1, "+": 2, "*": 2, "sin": 1}
INSTRUCTIONS = {"add": operator.add, "mul": operator.mul, "neg": operator.neg, "exp": math.exp, "pow": pow, "max": max,
                "fma": lambda a, b, c: a * b + c}


@case(0.7)
def calculator(x, text="x 2 * sin x neg +"):
    stack = []
    for token in text.split():
        if token in OPERATORS:
            count = OPERANDS[token]
            arguments = stack[-count:]
            del stack[-count:]
            stack.append(OPERATORS[token](*arguments))
        else:
            stack.append(x if token == "x" else float(token))
    return stack.pop()


@case(0.7)
def arguments_popped(x):
    stack = []
    for token in ["x", 2.0, "*", "sin", "x", "neg", "+"]:
        if token in OPERATORS:
            stack.append(OPERATORS[token](*[stack.pop() for _ in range(OPERANDS[token])][::-1]))
        elif token == "x":
            stack.append(x)
        else:
            stack.append(token)
    return stack[0]


@case(0.7)
def expression_tree(x):
    def value(e):
        if isinstance(e, tuple):
            name, *parts = e
            return OPERATORS[name](*[value(p) for p in parts])
        return x if e == "x" else e
    return value(("+", ("*", "x", ("sin", "x")), ("neg", 2.0)))


def value_of(e, x):
    if isinstance(e, tuple):
        return OPERATORS[e[0]](*(value_of(part, x) for part in e[1:]))
    return x if e == "x" else e


@case(0.7)
def items_of_a_generator(x):
    return value_of(("+", ("*", "x", ("sin", "x")), ("neg", 2.0)), x)


@case(0.7)
def instructions(x):
    values = {"x": x}
    program = [("a", "mul", "x", "x"), ("b", "exp", "a"), ("c", "fma", "a", "b", "x"), ("d", "neg", "c"), ("e", "pow", "b", "a"),
               ("f", "max", "d", "b")]
    for target, name, *parts in program:
        values[target] = INSTRUCTIONS[name](*[values[p] for p in parts])
    return values["f"] + values["d"] + values["e"]


@case(0.7)
def known_functions_among_those_made_here(x):
    operators = {"sin": math.sin, "*": lambda a, b: a * b, "scale": lambda a: a * x, "atan2": math.atan2}
    stack = [x, 2.0]
    for name, count in (("sin", 1), ("*", 2), ("scale", 1)):
        arguments = stack[-count:]
        del stack[-count:]
        stack.append(operators[name](*arguments))
    return stack[0]


@case(0.7)
def one_or_two_by_position(x):
    stack = []

    def push(v):
        stack.append(v)

    def binary(f):
        b, a = stack.pop(), stack.pop()
        stack.append(f(a, b))

    def unary(f):
        stack.append(f(stack.pop()))
    for function, arguments in [(push, (x,)), (push, (3.0,)), (binary, (operator.mul,)), (unary, (math.sin,))]:
        function(*arguments)
    return stack.pop()


@case(0.7)
def counted_by_the_code(x):
    operators = {"neg": lambda a: -a, "+": lambda a, b: a + b, "scale": lambda a: a * x}
    stack = [x, 2.0]
    for name in ("scale", "+", "neg"):
        function = operators[name]
        stack.append(function(*[stack.pop() for _ in range(function.__code__.co_argcount)]))
    return stack[0]
