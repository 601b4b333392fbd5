"""Operators: sums, products, quotients and powers become pairs.

    x * y  →  x * y, dx * y + x * dy
    x / y  →  t = x / y;  t, (dx - t * dy) / y
"""

import gast
import numpy as np

from s2sad.analysis.mappings import is_counter
from s2sad.analysis.sparse import is_sparse
from s2sad.facts import kinds as K
from s2sad.facts.alternatives import may_be_one_of, may_be_repeated
from s2sad.facts.classkinds import array_class
from s2sad.facts.contents import gives_array, makes_arrays
from s2sad.facts.numberkinds import field, is_double, may_wrap
from s2sad.forward import displays, expressions
from s2sad.forward.literals import constant_of
from s2sad.forward.operands import is_square, tangent_or_zero
from s2sad.forward.pair import Pair, hole
from s2sad.forward.texts import unless_text
from s2sad.frontend.build import binary, constant, pure_call
from s2sad.frontend.trees import same_tree, walk
from s2sad.simplify.algebra import add, divide, multiply, negate, subtract
from s2sad.simplify.sums import loose


def born_inactive(w, node, value_tree):
    """A new object that does not depend on anything active, but will hold what does."""
    return Pair(value_tree, w.zero(w.kind(node), hole()))


def binary_pair(w, node):
    return binop(w, node, node.op, node.left, node.right)


def binop(w, node, op, left, right):
    for operand_, other in ((left, right), (right, left)):
        if gives_array(w.kind(operand_), w.kind(other), op) and w.kind(node).form != "any" \
                or may_be_list(w.kind(operand_)) and makes_arrays(w.kind(other), op) and not isinstance(op, gast.Mult):
            w.as_arrays.add(operand_)
    la, ra = w.is_active(left), w.is_active(right)
    check_operator(w, node, [left, right])
    if not (la or ra):
        return born_inactive(w, node, binary(*_interleave(w, op, left, right)))
    write = _OPERATORS.get(type(op))
    if is_counter(w.kind(node)):
        return counter_pair(w, node, op, left, right)
    if w.kind(node).form == "set":
        return set_pair(w, node, op, left, right)
    if isinstance(op, gast.BitOr) and w.kind(node).form in ("dict", "any"):
        return _union(w, node, op, left, right)
    if write is None and not all(map(is_no_object, map(w.kind, (left, right)))):
        w.refuse(node, "It is not known before the program runs what this operator does here.",
                 "Use numbers, arrays or dicts that are known as such.")
    if write is None:
        return born_inactive(w, node, binary(*_interleave(w, op, left, right)))
    result = write(w, node, op, left, right, w.kind(left), w.kind(right), w.kind(node))
    result.full &= keeps_precision(w, w.kind(node), [left, right], isinstance(op, (gast.Add, gast.Sub)))
    result = noting_shared(w, of_number(w, node, result, [left, right], calls_too=True), [left, right])
    return unless_text(w, w.kind(node), result)


def may_be_list(kind):
    """Is this a list or tuple on some ways through the program, and an array or number on the others?"""
    return kind.form == "any" and kind.among is not None and may_be_one_of(kind, "list", "tuple") and is_no_object(kind)


def is_no_object(kind):
    """Is this a number or array, or what may be several things, but no object with operators of its own?"""
    return K.is_numeric(kind) or kind.form == "any" and kind.among is not None and not may_be_one_of(kind, "object", "dict")


def counter_pair(w, node, op, left, right):
    """`c + d` of Counters keeps what is positive, and the mirror the same keys."""
    l, r = w.operands([left, right], {0, 1}, pair=displays.element)
    mirrors = [p.tangent if p.tangent is not None else w.zero(w.kind(n), p.value) for p, n in ((l, left), (r, right))]
    helper = w.runtime("counter_sum" if isinstance(op, gast.Add) else "counter_difference")
    return Pair(binary(l.value, op, r.value), pure_call(helper, hole(), *mirrors))


def set_pair(w, node, op, left, right):
    """`s | t` of sets: of each element the tangent that it has in the one or in the other."""
    l, r = w.operands([left, right], {0, 1}, pair=displays.element)
    mirrors = [p.tangent if p.tangent is not None and w.is_active(n) else pure_call(w.runtime("zero_tangents"), p.value)
               for p, n in ((l, left), (r, right))]
    return Pair(binary(l.value, op, r.value), pure_call(w.runtime("tangents_among"), hole(), *mirrors))


def _union(w, node, op, left, right):
    """`d | e` of dicts: the same on the mirrors."""
    if w.kind(node).form != "dict":
        w.refuse(node, "It is not known before the program runs what `|` means here.", "Use `update`, or a loop.",
                 uncertain=w.program.guessed)
    l, r = w.operands([left, right], {0, 1}, pair=displays.element)
    return Pair(binary(l.value, op, r.value), binary(
        l.tangent if l.tangent is not None else w.zero(w.kind(left), l.value), op,
        r.tangent if r.tangent is not None else w.zero(w.kind(right), r.value)))


def check_operator(w, node, operands):
    """Refuse an operator that an object of a class of the user's gives a meaning of its own."""
    if any(w.is_active(n) for n in operands):
        for operand in operands:
            kind = w.kind(operand)
            if kind.form == "object" and kind.type is not np.ndarray and not is_sparse(kind):
                if array_class(kind) is not None:
                    w.refuse(node, f"What an operator means for an instance of {kind.type.__name__}, which is derived from "
                             "np.ndarray, is not known.", "Use a plain array: np.asarray(a), or a.filled(0).")
                w.refuse(node, f"What an operator means for an instance of {getattr(kind.type, '__name__', 'a class')} "
                         "is not known.", "Call a function instead.")


def keeps_precision(w, kind, operands, additive=True):
    """Has the tangent of an elementwise operation surely the precision of its result?

    NumPy goes by the types of both operands, but takes Python's numbers for weak; the
    tangent of a number may be Python's where the number is NumPy's, and the other way round.
    additive: the tangent is made of the operands' tangents alone.
    """
    active = [w.kind(n) for n in operands if w.is_active(n)]
    if is_narrow(kind):
        return not any(k.form == "number" and not is_narrow(k) for k in active)
    return kind.type is None or not (additive and any(map(is_narrow, active))
                                     and not any(k.form == "array" and k.type == kind.type for k in active))


def is_narrow(kind):
    """Is this known to be in less than double precision?"""
    return kind.type in _NARROW_DTYPES if kind.form in ("array", "numeric") else \
        kind.form == "number" and kind.type in _NARROW


def of_number(w, node, result, operands, calls_too=False):
    """The pair of a number that is made of arrays without dimensions: its tangent is a number, too.

    calls_too: a tangent that a call gives may be such an array; that of arithmetic is a number.
    """
    if (w.kind(node).form == "number" and is_existing(result.tangent)
            or calls_too and w.kind(node).form in ("number", "numeric") and isinstance(result.tangent, gast.Call)) and any(w.is_active(n) and w.kind(n).form != "number" for n in operands):
        return Pair(result.value, gast.UnaryOp(op=gast.UAdd(), operand=result.tangent), full=result.full)
    return result


def noting_shared(w, result, operands):
    """A new value whose tangent is a mirror that exists already: say whose.

    Where algebra left an operand's tangent as it was (`np.flip(x) * 1`, `x[:] ** 1`), that may be any tree.
    """
    if result.shared is None and not isinstance(result.tangent, (gast.BinOp, gast.UnaryOp)) \
            and not getattr(result.tangent, "computed", False):
        result.shared = K.tuple_of(w.kind(n) for n in operands if w.is_active(n))
    return result


def is_existing(tree):
    """Does this tree read a mirror (or a view of one) rather than compute a new one?"""
    return isinstance(tree, (gast.Name, gast.Subscript, gast.Attribute))


def _interleave(w, op, left, right):
    l, r = w.operands([left, right])
    return l.value, op, r.value


def _sum(w, node, op, left, right, lk, rk, k):
    la, ra = w.is_active(left), w.is_active(right)
    combine = add if isinstance(op, gast.Add) else subtract
    if k.form in ("list", "tuple", "any") and not (la and ra) and not (
            K.is_numeric(lk) or K.is_numeric(rk)):
        l, r = w.operands([left, right], need_value={1} if la else {0})
        lt = l.tangent if la else w.zero(lk, l.value)
        rt = r.tangent if ra else w.zero(rk, r.value)
        return Pair(binary(l.value, op, r.value), binary(lt, op, rt))
    l, r = w.operands([left, right])
    tree = binary(l.value, op, r.value)
    if la and ra:
        if k.form in ("list", "tuple", "any"):
            return Pair(tree, binary(l.tangent, op, r.tangent))
        if K.is_numeric(lk) and (rk.form == "number" or rk.form == "array" and r.full) \
                and not (isinstance(right, gast.BinOp) and isinstance(right.op, (gast.Add, gast.Sub))):
            r.tangent = loose(r.tangent)
        return Pair(tree, combine(l.tangent, r.tangent), full=l.full and r.full)
    if la:
        return Pair(tree, l.tangent, full=l.full and keeps_shape(lk, rk, k), shared=shared_of(l, lk))
    if isinstance(op, gast.Add):
        return Pair(tree, r.tangent, full=r.full and keeps_shape(rk, lk, k), shared=shared_of(r, rk))
    return Pair(tree, negate(r.tangent), full=r.full and keeps_shape(rk, lk, k))


def shared_of(operand, kind):
    """The kind whose mirror a tangent tree is, if it is one that exists already."""
    tree = operand.tangent
    if isinstance(tree, gast.UnaryOp) and isinstance(tree.op, gast.UAdd):
        return None
    if isinstance(tree, (gast.BinOp, gast.UnaryOp)):
        return None
    if operand.shared is not None:
        return operand.shared
    return kind


def keeps_shape(kind, other, result):
    """Has `kind op other` surely the shape and dtype of `kind`?"""
    if result.form == "number":
        return not (field(result) == "complex" and field(kind) != "complex") and result.type != "number" \
            and kind.type not in _NARROW
    if other.form != "number":
        return False
    if result.form == "array" and kind.form == "array" and result.type is not None:
        return result.type == kind.type or field(kind) in ("int", "bool") and field(result) == "real"
    return kind.form == "array" and other.type in (int, float, bool)


_NARROW = (np.float32, np.float16, np.complex64)
_NARROW_DTYPES = ("e", "f", "F")


def _product(w, node, op, left, right, lk, rk, k):
    if is_sparse(lk) or is_sparse(rk):  # as `@`, and not to be rearranged
        return _matmul(w, node, op, left, right, lk, rk, k)
    la, ra = w.is_active(left), w.is_active(right)
    if k.form == "any" and (may_be_repeated(lk) or may_be_repeated(rk) or {lk.form, rk.form} & {"list", "tuple"}):
        l, r = w.operands([left, right], {0, 1})
        tangents = [tangent_or_zero(w, p, n) for p, n in ((l, left), (r, right))]
        return Pair(binary(l.value, op, r.value), pure_call(w.runtime("product_or_repeated"), l.value, r.value, *tangents, hole()))
    if k.form in ("list", "tuple"):
        return _repeated(w, node, op, left, right, lk)
    if la and ra and isinstance(left, gast.Name) and isinstance(right, gast.Name) and left.id == right.id:
        l = expressions.pair(w, left)
        return Pair(binary(l.value, op, l.value), multiply(multiply(constant(2), l.value), l.tangent), full=l.full)
    if la and ra and lk.form in ("number", "array") and is_read_again(w, left, right):
        (l,) = w.operands([left], {0})
        return Pair(binary(l.value, op, l.value), multiply(multiply(constant(2), l.value), l.tangent), full=l.full)
    need = ({0} if ra else set()) | ({1} if la else set())
    l, r = w.operands([left, right], need)
    tree = binary(l.value, op, r.value)
    # What may be a matrix must not be taken apart: M * (2 * x * dx) is not M * 2 * x * dx.
    times = multiply if K.is_numeric(lk) and K.is_numeric(rk) else lambda a, b: binary(a, op, b)
    first = times_slope(w, r.value, l.tangent) or times(l.tangent, r.value) if la else None
    second = times_slope(w, l.value, r.tangent) or times(l.value, r.tangent) if ra else None
    # A product is broadcast with the other operand's value: one full tangent makes it full.
    return Pair(tree, add(first, second), full=bool(la and l.full or ra and r.full))


def _repeated(w, node, op, left, right, lk):
    """`xs * n`: the mirror as often; how often has no derivative."""
    l, r = w.operands([left, right], {0, 1})
    tree = binary(l.value, op, r.value)
    if not w.is_active(node):
        return born_inactive(w, node, tree)
    if lk.form in ("list", "tuple"):
        return Pair(tree, binary(tangent_or_zero(w, l, left), op, r.value))
    return Pair(tree, binary(l.value, op, tangent_or_zero(w, r, right)))


def is_read_again(w, left, right):
    """Is this the same item or attribute twice, `x[0] * x[0]`, read without a call of anything?"""
    return isinstance(left, (gast.Subscript, gast.Attribute)) and same_tree(left, right) and all(
        isinstance(n, _READ) and n not in w.facts.call for part in (left, right) for n in walk(part))


_READ = (gast.Name, gast.Constant, gast.Attribute, gast.Subscript, gast.Slice, gast.Tuple, gast.UnaryOp, gast.BinOp)


def times_slope(w, value, tangent):
    """What is left of `v * (dv / v)`, as in the derivative of v log v; None of anything else."""
    if isinstance(value, gast.Name) and isinstance(tangent, gast.BinOp) and isinstance(tangent.op, gast.Div) \
            and is_name(tangent.right, value.id) and is_name(tangent.left, w.tangents.get(value.id)):
        return tangent.left
    return None


def is_name(node, wanted):
    return isinstance(node, gast.Name) and node.id == wanted


def _matmul(w, node, op, left, right, lk, rk, k):
    la, ra = w.is_active(left), w.is_active(right)
    need = ({0} if ra else set()) | ({1} if la else set())
    l, r = full_operands(w, [left, right], need)
    first = binary(l.tangent, gast.MatMult(), r.value) if la else None
    second = binary(l.value, gast.MatMult(), r.tangent) if ra else None
    if la and ra and is_square(w, node, [l, r]):
        return Pair(binary(l.value, op, r.value), multiply(constant(2), second))
    return Pair(binary(l.value, op, r.value), add(first, second))


def full_operands(w, nodes, need=()):
    """Operands whose tangents have the full shape of their values."""
    return w.operands(nodes, need, pair=lambda w, n: w.full(w.settled(expressions.pair(w, n)), w.kind(n)))


def _quotient(w, node, op, left, right, lk, rk, k):
    la, ra = w.is_active(left), w.is_active(right)
    l, r = w.operands([left, right], {1})
    tree = binary(l.value, op, r.value)
    if not ra:
        return Pair(tree, divide(l.tangent, r.value), full=l.full)
    slope = multiply(hole(), r.tangent)
    top = negate(slope) if not la else subtract(l.tangent, slope)
    return Pair(tree, divide(top, r.value))


def _power(w, node, op, left, right, lk, rk, k):
    la, ra = w.is_active(left), w.is_active(right)
    l, r = w.operands([left, right], {0} if isinstance(right, gast.Constant) else {0, 1})
    tree = binary(l.value, op, r.value)
    exponent = constant_of(r.value)
    tangent, full = None, True
    if la:
        if exponent is not None:
            tangent = power_of_constant(w, l, r, exponent, lk)
            full = l.full or exponent not in (0, 1)
        else:
            tangent = multiply(pure_call(w.runtime("power_base"), l.value, r.value), l.tangent)
    if ra:
        base = constant_of(l.value)
        if base is not None and base > 0 and not la:
            term = multiply(multiply(hole(), pure_call(w.member("math", "log"), l.value)), r.tangent)
        else:
            term = pure_call(w.runtime("exponent_tangent"), l.value, r.value, r.tangent, hole())
            term.computed = True  # anew, not a mirror that exists
        tangent = add(tangent, term)
        full = True
    return Pair(tree, tangent, full=full)


def power_of_constant(w, l, r, n, kind):
    """d(x**n) for a number n written in the program."""
    if n == 0:
        return multiply(constant(0), l.tangent)
    if n == 1:
        return l.tangent
    if n == 2:
        return multiply(multiply(constant(2), l.value), l.tangent)
    if isinstance(n, int) and n > 2:
        below = binary(l.value, gast.Pow(), constant(n - 1))
        below.wraps = may_wrap(kind)
        return multiply(multiply(constant(n), below), l.tangent)
    if n > 1 or kind.form == "array":
        below = constant(n - 1) if n > 1 else gast.UnaryOp(op=gast.USub(), operand=constant(1 - n))
        return multiply(multiply(r.value, binary(l.value, gast.Pow(), below)), l.tangent)
    if n < 0 and kind.form == "number" and (is_double(kind) or field(kind) in ("real", "complex")):  # x**(n - 1) could overflow where x**n does not
        return divide(multiply(multiply(r.value, hole()), l.tangent), l.value)
    return multiply(pure_call(w.runtime("power_base"), l.value, r.value), l.tangent)


def _remainder(w, node, op, left, right, lk, rk, k):
    la, ra = w.is_active(left), w.is_active(right)
    if not ra:
        l, r = w.operands([left, right])
        return Pair(binary(l.value, op, r.value), l.tangent, full=l.full and keeps_shape(lk, rk, k),
                    shared=shared_of(l, lk))
    l, r = w.operands([left, right], {0, 1})
    quotient = binary(l.value, gast.FloorDiv(), r.value)
    quotient.wraps = may_wrap(k)
    whole = multiply(quotient, r.tangent)
    return Pair(binary(l.value, op, r.value), subtract(l.tangent, whole), full=l.full or not la)


_OPERATORS = {gast.Add: _sum, gast.Sub: _sum, gast.Mult: _product, gast.Div: _quotient, gast.Pow: _power,
              gast.Mod: _remainder, gast.MatMult: _matmul}


def unary_pair(w, node):
    (operand,) = w.operands([node.operand])
    tree = gast.UnaryOp(op=node.op, operand=operand.value)
    if operand.tangent is None or not isinstance(node.op, (gast.USub, gast.UAdd)):
        return born_inactive(w, node, tree)
    if isinstance(node.op, gast.USub):
        return noting_shared(w, Pair(tree, negate(operand.tangent), full=operand.full), [node.operand])
    return Pair(tree, gast.UnaryOp(op=gast.UAdd(), operand=operand.tangent), full=operand.full)
