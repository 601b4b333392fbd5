"""Calls of NumPy's functions that are written as other calls, of which more is known."""

import copy

import gast
import numpy as np

from s2sad.analysis.vectorized import constant_value
from s2sad.facts import kinds as K
from s2sad.rules import nditer
from s2sad.rules.exitstacks import ExitStack
from s2sad.rules.callers import items_of, piecewise_of, zip_pairs_of


def write_functions(run, node):
    """Functions and numbers in one list would have one kind; as arguments each has its own.

        np.piecewise(x, [x < 0], [np.sin, 2.0])  →  piecewise(x, [x < 0], np.sin, 2.0)
    """
    if len(node.args) < 3 or any(isinstance(a, gast.Starred) for a in node.args[:3]) \
            or not isinstance(node.args[2], (gast.List, gast.Tuple)) \
            or any(isinstance(e, gast.Starred) for e in node.args[2].elts):
        return
    functions = node.args[2].elts
    replace_call(run, node, piecewise_of(len(functions)), [*node.args[:2], *functions, *node.args[3:]], node.keywords)


def write_exit_stack(run, node):
    """`ExitStack()`, as an object of a class whose methods can be looked at; it is one of that class wherever it goes."""
    if not node.args and not node.keywords:
        run.context.note_rewritten()
        node.func = gast.copy_location(gast.Constant(value=ExitStack, kind=None), node.func)


def write_items(run, node):
    """`np.fromiter(items, float, 3)`  →  `np.array(items_of(items, 3), dtype=float)`"""
    given = dict(zip(("iter", "dtype", "count"), node.args)) | {k.arg: k.value for k in node.keywords}
    if any(isinstance(a, gast.Starred) for a in node.args) or not {"iter", "dtype"} <= given.keys() \
            or not given.keys() <= {"iter", "dtype", "count"}:
        return
    items = gast.Call(func=gast.Constant(value=items_of, kind=None),
                      args=[given[p] for p in ("iter", "count") if p in given], keywords=[])
    for part in (items.func, items):
        gast.copy_location(part, node)
    replace_call(run, node, np.array, [items], [gast.keyword(arg="dtype", value=given["dtype"])])


def replace_call(run, node, function, args, keywords):
    """Make of the call one of another function; it is printed as it was where nothing in it is active."""
    written = copy.copy(node)
    node.as_written = written
    run.context.note_rewritten()
    node.func = gast.copy_location(gast.Constant(value=function, kind=None), node.func)
    node.args, node.keywords = args, keywords
    run.context.expanded.pop(node, None)


def write_zip_pairs(run, node):
    """`zip_pairs(a, b)`, where every place in the tuples is one of its own."""
    if not any(isinstance(a, gast.Starred) for a in node.args):
        replace_call(run, node, zip_pairs_of(len(node.args)), node.args, node.keywords)


def write_nditer(run, node):
    """`np.nditer([a, b], flags=["multi_index"])`  →  `OverSeveral([a, b], "K", False)`, if it goes item by item."""
    names = ("op", "flags", "op_flags", "op_dtypes", "order")
    given = dict(zip(names, node.args)) | {k.arg: k.value for k in node.keywords}
    if any(isinstance(a, gast.Starred) for a in node.args) or "op" not in given or not given.keys() <= set(names) \
            or "op_dtypes" in given:
        return
    try:
        flags, op_flags = (constant_value(run, given[name]) if name in given else [] for name in ("flags", "op_flags"))
        order = constant_value(run, given["order"]) if "order" in given else "K"
    except ValueError:
        return
    of_operands = {f for part in op_flags for f in ([part] if isinstance(part, str) else part)}
    if not set(flags) <= nditer.FLAGS or not of_operands <= nditer.OPERAND_FLAGS:
        return
    op = given["op"]
    if isinstance(op, (gast.List, gast.Tuple)) and len(op.elts) == 1:
        op = op.elts[0]  # NumPy, too, gives the items themselves then, no tuples of one
    several = isinstance(op, (gast.List, gast.Tuple))
    if several and any(isinstance(e, gast.Starred) or isinstance(e, gast.Constant) and e.value is None for e in op.elts) \
            or isinstance(op, gast.Starred) or not several and not K.is_numeric(run.kind(op)):
        return
    rest = [gast.copy_location(gast.Constant(value=v, kind=None), node) for v in (order, "zerosize_ok" in flags)]
    replace_call(run, node, nditer.OverSeveral if several else nditer.OverOne, [op, *rest], [])
