"""How many operations code consists of."""

import ast
import textwrap

_NOT_COUNTED = {"range", "len", "enumerate", "zip", "reversed", "seed", "zeros", "like"}


def operations(text):
    """Arithmetic operations and calls of functions that are written in Python source.

    >>> operations("def f(x):\\n    for i in range(3):\\n        x = x * (x + 4)\\n    return -np.sin(x)")
    4
    """
    count = 0
    for node in ast.walk(ast.parse(textwrap.dedent(text))):
        if isinstance(node, (ast.BinOp, ast.AugAssign)) or isinstance(node, ast.UnaryOp) \
                and isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
            count += 1
        elif isinstance(node, ast.Call):
            count += not (isinstance(node.func, ast.Name) and node.func.id in _NOT_COUNTED)
    return count
