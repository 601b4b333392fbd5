"""Elements and attributes that a statement has assigned to, looked up again."""

import ast

import numpy as np


class Unknown(Exception):
    """An element or attribute that cannot be looked up without running the user's code."""


def root(target):
    """The name that an element or attribute begins with."""
    while isinstance(target, (ast.Subscript, ast.Attribute)):
        target = target.value
    return target.id if isinstance(target, ast.Name) else None


def evaluate(node, local, instead=None):
    """The value of a target, where looking at it runs nothing of the user's.

    instead: another name for the one that the target begins with.
    """
    if isinstance(node, ast.Name):
        name = (instead or {}).get(node.id, node.id)
        if name in local:
            return local[name]
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Tuple):
        return tuple(evaluate(part, local) for part in node.elts)
    if isinstance(node, ast.Slice):
        return slice(*(None if part is None else evaluate(part, local) for part in (node.lower, node.upper, node.step)))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        operand = evaluate(node.operand, local)
        if type(operand) is int:
            return -operand
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub, ast.Mult)):
        left, right = evaluate(node.left, local), evaluate(node.right, local)
        if type(left) is type(right) is int:
            return {ast.Add: left + right, ast.Sub: left - right, ast.Mult: left * right}[type(node.op)]
    if isinstance(node, ast.Subscript):
        container = evaluate(node.value, local, instead)
        if type(container) in (np.ndarray, list, dict, tuple):
            try:
                return container[evaluate(node.slice, local)]
            except (LookupError, TypeError, ValueError):
                pass
    if isinstance(node, ast.Attribute):
        owner = evaluate(node.value, local, instead)
        if not hasattr(type(owner), node.attr):
            try:
                return object.__getattribute__(owner, "__dict__")[node.attr]
            except (AttributeError, KeyError):
                pass
    raise Unknown
