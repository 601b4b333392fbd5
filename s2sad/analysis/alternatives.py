"""A value that is one of several things, of which a test leaves some.

    def total(t):
        if isinstance(t, dict):                              # t: a dict, a Leaf or a number
            return sum(total(v) for v in t.values())         # t: a dict
        if isinstance(t, Leaf):
            return t.value                                   # t: a Leaf
        return t * t                                         # t: a number

What it may be is kept in the kind (`facts.alternatives`); all that it may be is in one region.
"""

from decimal import Decimal
from fractions import Fraction

import gast

from s2sad.facts import kinds as K
from s2sad.facts.alternatives import FUNCTION
from s2sad.facts.classkinds import classes_of, place_of_class
from s2sad.facts.contents import element
from s2sad.facts.facts import Unreachable
from s2sad.facts.joining import join
from s2sad.facts.kinds import EITHER, Kind
from s2sad.facts.reached import is_active
from s2sad.facts.texts import TEXT, is_text
from s2sad.frontend.names import MISSING, lookup
from s2sad.records import replace


def is_one_of_several(kind):
    """Is this of no known kind, but one of several that are known?"""
    return kind is not None and kind.form == "any" and kind.among is not None and len(kind.among) > 1


def one_by_one(kind):
    """A kind for each alternative."""
    return {one: kind_of(kind, {one}) for one in sorted(kind.among, key=str)}


def kind_of(kind, among):
    """The kind of what is of no known kind and is known to be one of these."""
    among = frozenset(among)
    if among == {FUNCTION}:
        return Kind("function", functions=kind.functions.find(), optional=kind.optional)
    if FUNCTION not in among and kind.functions is not None:
        kind = replace(kind, functions=None)
    forms, types = {form for form, _, _ in among}, {t for _, t, _ in among}
    if forms == {"number"}:
        made = None
        for type_ in sorted(types, key=str):
            made = join(made, K.number(type_, is_active(kind)))
        return replace(made, optional=kind.optional)
    if forms == {"plain"}:
        return replace(TEXT, optional=kind.optional)
    root = kind.region.find()
    if len(among) == 1 and forms == {"array"}:
        (_, type_, ndim), = among
        return Kind("array", type=type_, ndim=ndim, region=root, optional=kind.optional, lasting=root.origin == "outer")
    if forms <= {"number", "array", "numeric"}:
        types = {t for form, t, _ in among if form != "number"} if all(
            form != "number" or t in (int, float) for form, t, _ in among) else {None}
        return Kind("numeric", type=types.pop() if types == {"d"} else None, region=root, active=is_active(kind),
                    optional=kind.optional, lasting=root.origin == "outer")
    if root.origin == "foreign" or root.origin == "outer" and not forms <= {"list", "tuple", "dict"}:
        return replace(kind, among=among)
    if forms == {"list", "tuple"} and types == {None}:
        return Kind("list", type=EITHER, region=root, optional=kind.optional)
    if forms == {"object"} and root.fields is not None:
        classes = tuple(sorted(types, key=place_of_class))
        return Kind("object", type=classes if len(classes) > 1 else classes[0], region=root, optional=kind.optional)
    if forms == {"dict"} and len(types) > 1 or len(forms) > 1 or len(types) > 1:
        return replace(kind, among=among)
    (form,), (type_,) = forms, types
    if form == "tuple" and type_ is not None:
        return Kind("tuple", type=type_, elements=tuple(element(Kind("tuple", region=root)) for _ in type_._fields),
                    optional=kind.optional)
    return Kind(form, type=type_, region=root, optional=kind.optional)


def remaining(kind, verdicts, truth):
    """The kind where a test came out as `truth`; verdicts: what it says of each alternative, None where that may be either."""
    return kind_of(kind, among) if (among := {one for one, said in verdicts.items() if said in (truth, None)}) else kind


# -- what may be done with it: the rest makes the program raise a TypeError or AttributeError

def used(run, node, kind, may):
    """The kind of an operand, from which those alternatives are left out of which `may` says that the program would raise.

    may: of a kind, False where that is sure.
    """
    if not is_one_of_several(kind):
        return kind
    among = {one for one, alternative in one_by_one(replace(kind, optional=False)).items() if may(alternative) is not False}
    if not among:
        raise Unreachable
    if len(among) < len(kind.among):
        kind = run.facts.kind[node] = kind_of(kind, among)
    return kind


def join_of(kind, kind_with):
    """The kind of what is done with a value that is one of several: `kind_with` says it of each of them."""
    result = None
    for alternative in one_by_one(kind).values():
        try:
            result = join(result, kind_with(alternative))
        except Unreachable:  # as far as is known yet
            continue
    if result is None:
        raise Unreachable
    return result


def used_as_operands(left, right, op, in_place=False):
    """The kinds of two operands, without the alternatives for which an operator raises."""
    pairs = [(a, b) for a, one in parts(left) for b, other in parts(right)
             if may_meet(one, other, op, in_place)]
    if not pairs:
        raise Unreachable
    return (kind_of(kind, among) if is_one_of_several(kind) and len(among) < len(kind.among) else kind
            for kind, among in ((left, {a for a, _ in pairs}), (right, {b for _, b in pairs})))


def parts(kind):
    """The alternatives of a kind and the kind of each; of one that is known, itself."""
    return list(one_by_one(kind).items()) if is_one_of_several(kind) else [(None, kind)]


def may_meet(left, right, op, in_place=False):
    """May an operator be used between values of these kinds?  In place, lists and dicts take what else has items."""
    if "function" in (left.form, right.form):
        return any(kind.form == "object" and has_operator(kind, names[type(op)])
                   for kind, names in ((left, _LEFT), (right, _RIGHT)))
    if in_place and isinstance(op, {"list": gast.Add, "dict": gast.BitOr}.get(left.form, ())) and right.form != "number":
        return True
    if not {left.form, right.form} <= _FORMS | _ARRAYS or any(k.form == "plain" and not is_text(k) for k in (left, right)):
        return True
    if {left.form, right.form} & _ARRAYS:
        return not any(is_no_operand_of_arrays(kind, names[type(op)]) for kind, names in ((left, _LEFT), (right, _RIGHT)))
    for kind, names in ((left, _LEFT), (right, _RIGHT)):
        if kind.form == "object" or kind.type not in (None, EITHER, "str") and kind.form in _CONTAINERS:
            if has_operator(kind, names[type(op)]) or has_operator(kind, IN_PLACE[type(op)]):
                return True
    if isinstance(op, gast.Mod) and left.form == "plain":
        return True
    if left.form in _CONTAINERS and right.form in _CONTAINERS:
        same = left.form == right.form or EITHER in (left.type, right.type) and "dict" not in (left.form, right.form)
        return same and isinstance(op, gast.BitOr if left.form == "dict" else gast.Add)
    if "object" in (left.form, right.form) or "dict" in (left.form, right.form):
        return False
    if left.form in _CONTAINERS or right.form in _CONTAINERS:
        number = left if left.form == "number" else right
        if number.type in (int, bool):
            return isinstance(op, gast.Mult)
        return number.type not in (float, complex, Fraction, Decimal)  # NumPy makes an array of a list
    return True


def has_operator(kind, name):
    return any(lookup(c, name) is not MISSING for c in classes_of(kind))


def is_no_operand_of_arrays(kind, method):
    """Is this neither a number nor made an array of, and has it no operator of its own?"""
    if kind.form == "object":
        return not any(hasattr(c, name) for c in classes_of(kind) for name in (method, *_AS_ARRAY))
    return kind.form == "dict" and kind.type is None or is_text(kind)


def may_be_indexed(kind, index):
    """May a value of this kind be subscripted with what is of the kind `index`?"""
    if kind.form == "number":
        return isinstance(kind.type, type) and hasattr(kind.type, "__getitem__")
    if kind.form == "object":
        return any(hasattr(c, "__getitem__") for c in classes_of(kind))
    if kind.form == "function":
        return False
    if kind.form in ("list", "tuple", "plain") or kind.form == "array":
        return not is_text(index)
    return True


def may_be_iterated(kind):
    """May a loop go through a value of this kind?"""
    if kind.form == "number":
        return not isinstance(kind.type, type) and kind.type != "real"
    return kind.form not in ("object", "function") or kind.form == "object" and any(hasattr(c, n) for c in classes_of(kind) for n in ("__iter__", "__getitem__"))


def may_be_negated(kind, op):
    """May a value of this kind be the operand of `-`, `+` or `~`?"""
    if kind.form == "object":
        return any(hasattr(c, _UNARY[type(op)]) for c in classes_of(kind))
    return kind.form not in ("list", "tuple", "plain", "dict", "function") or kind.type not in (None, EITHER, "str")


def may_be_called(kind):
    """May a value of this kind be called?"""
    if kind.form == "object":
        return has_operator(kind, "__call__")
    return kind.form == "function"


_ARRAYS = {"array", "numeric"}
_AS_ARRAY = ("__array__", "__array_ufunc__", "__array_interface__", "__array_struct__", "__float__", "__int__", "__index__",
             "__getitem__", "__iter__", "__len__", "__buffer__")
_CONTAINERS = {"list", "tuple", "dict", "plain"}
_FORMS = {"number", "object"} | _CONTAINERS
_NAMES = {gast.Add: "add", gast.Sub: "sub", gast.Mult: "mul", gast.Div: "truediv", gast.FloorDiv: "floordiv", gast.Mod: "mod",
          gast.Pow: "pow", gast.MatMult: "matmul", gast.BitAnd: "and", gast.BitOr: "or", gast.BitXor: "xor",
          gast.LShift: "lshift", gast.RShift: "rshift"}
_LEFT = {op: f"__{name}__" for op, name in _NAMES.items()}
_RIGHT = {op: f"__r{name}__" for op, name in _NAMES.items()}
IN_PLACE = {op: f"__i{name}__" for op, name in _NAMES.items()}
_UNARY = {gast.USub: "__neg__", gast.UAdd: "__pos__", gast.Invert: "__invert__"}
