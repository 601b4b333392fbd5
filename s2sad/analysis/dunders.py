"""Special methods of numbers, arrays and containers that are called by their names: read as the operation that calls them.

    x.__mul__(2)        →  x * 2
    [x].__len__()       →  len([x])

Only where the method does all that the operation does: `x.__mul__(a)` of a number and an array is NotImplemented.
"""

import math
import operator

import gast
import numpy as np

from s2sad.analysis.helperkinds import helper_kind
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import StandIn
from s2sad.records import replace
from s2sad.rules.asoperators import as_operator

BINARY = {"add": gast.Add, "sub": gast.Sub, "mul": gast.Mult, "truediv": gast.Div, "floordiv": gast.FloorDiv, "mod": gast.Mod,
          "pow": gast.Pow, "matmul": gast.MatMult, "and": gast.BitAnd, "or": gast.BitOr, "xor": gast.BitXor,
          "lshift": gast.LShift, "rshift": gast.RShift}
_UNARY = {"neg": gast.USub, "pos": gast.UAdd, "invert": gast.Invert}
_COMPARE = {"lt": gast.Lt, "le": gast.LtE, "eq": gast.Eq, "ne": gast.NotEq, "gt": gast.Gt, "ge": gast.GtE}
_CALLS = {"abs": abs, "float": float, "int": int, "complex": complex, "bool": bool, "len": len, "iter": iter, "next": next,
          "reversed": reversed, "str": str, "repr": repr, "format": format, "hash": hash, "round": round, "floor": math.floor,
          "ceil": math.ceil, "trunc": math.trunc, "divmod": divmod, "index": int}
_OF_SEQUENCES = {"add", "mul", "rmul", "getitem", "contains", *_COMPARE}
_CHANGING = {f"i{word}": 1 for word in BINARY} | {"setitem": 2, "delitem": 1}
_TYPES = {bool: (bool,), int: (bool, int), float: (bool, int, float), complex: (bool, int, float, complex)}


def special_kind(run, node, owner, name, positional, keywords):
    """The kind of such a call; None for another method."""
    if not (name.startswith("__") and name.endswith("__")) or keywords or len(positional) > 2 or owner.optional:
        return None
    word = name[2:-2]
    if word in _CHANGING and has_it(owner, name) and len(positional) == _CHANGING[word]:
        return helper_kind(run, node, as_operator(getattr(operator, word)), [node.func.value, *positional], [], None)
    if len(positional) > 1:
        return None
    others = [K.present(run.facts.kind[p]) for p in positional]
    if not has_it(owner, name) or not answers(owner, word, *others):
        return None
    made = run.context.receivers.get((node, "operation"))
    if made is None:
        made = operation(node.func.value, word, positional)
        if made is None:
            return None
        for part in gast.walk(made):
            if not hasattr(part, "lineno"):
                gast.copy_location(part, node)
        run.context.receivers[node, "operation"] = made
        run.context.note_rewritten()
    run.facts.call[node] = StandIn(made, run.facts.call.get(made))
    return run.kind(made)


def has_it(owner, name):
    """Have values of this kind such a method?"""
    cls = {"array": np.ndarray, "list": list, "tuple": tuple, "dict": dict, "set": set}.get(owner.form)
    if owner.form == "number" and isinstance(owner.type, type):
        cls = owner.type
    return owner.form in ("iter", "view") and name in ("__iter__", "__next__") or cls is not None and hasattr(cls, name)


def answers(owner, word, other=None):
    """Does the method do what the operation does, for an operand of this kind?"""
    if word in ("radd", "rmul") and owner.form in ("list", "tuple") or word == "getitem" and owner.form != "array":
        return True
    if other is None:
        return word in _UNARY or word in _CALLS
    binary = word in BINARY or word.removeprefix("r") in BINARY or word in _COMPARE or word == "divmod"
    if owner.form == "number" and binary:
        if owner.type in _TYPES:
            return other.form == "number" and other.type in _TYPES[owner.type]
        return K.is_numeric(other)
    if owner.form == "array":
        return binary and K.is_numeric(other)
    if word in ("mul", "rmul"):
        return other.form == "number"
    if binary:
        return replace(other, elements=None).form == owner.form and word in _OF_SEQUENCES
    return word in ("contains", "getitem", "round", "format")


def operation(receiver, word, positional):
    """The expression that such a call amounts to."""
    if word in _COMPARE:
        return gast.Compare(left=receiver, ops=[_COMPARE[word]()], comparators=positional)
    if word == "contains":
        return gast.Compare(left=positional[0], ops=[gast.In()], comparators=[receiver])
    if word == "getitem":
        return gast.Subscript(value=receiver, slice=positional[0], ctx=gast.Load())
    if word in _UNARY and not positional:
        return gast.UnaryOp(op=_UNARY[word](), operand=receiver)
    if word in _CALLS:
        return gast.Call(func=gast.Constant(value=_CALLS[word], kind=None), args=[receiver, *positional], keywords=[])
    op, backwards = (BINARY.get(word), False) if word in BINARY else (BINARY.get(word.removeprefix("r")), True)
    if op is None or not positional:
        return None
    left, right = (positional[0], receiver) if backwards else (receiver, positional[0])
    return gast.BinOp(left=left, op=op(), right=right)
