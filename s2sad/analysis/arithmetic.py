"""Kinds of what operators make of two operands."""

import operator

import gast

from s2sad.analysis import alternatives, asked, objects, operators, sparse
from s2sad.analysis.alternativecalls import can_be_told_apart, of_objects_or_others
from s2sad.analysis.dictkeys import take_keys
from s2sad.analysis.mappings import copied_type, is_counter
from s2sad.analysis.namedcalls import formatted_texts, joined_texts
from s2sad.analysis.targets import read_target
from s2sad.facts import kinds as K
from s2sad.facts.calls import literal
from s2sad.facts.classkinds import of_array_class
from s2sad.facts.contents import element
from s2sad.facts.facts import Unreachable
from s2sad.facts.joining import everything, join
from s2sad.facts.kinds import Kind, number
from s2sad.facts.reached import is_active
from s2sad.facts.regions import Region
from s2sad.facts.sample import result_of
from s2sad.facts.texts import TEXT, TEXT_OF_ACTIVE, is_text, is_text_of_active, text_of
from s2sad.records import replace


def operation_kind(run, node, op, left, right):
    """The kind of `left op right`; node may be an augmented assignment."""
    active = isinstance(op, DIFFERENTIABLE) and (is_active(left) or is_active(right))
    left, right = K.present(left), K.present(right)
    if left.form == right.form == "number":
        return kind_of_numerics(run, node, op, left, right, active)
    if sparse.is_sparse(left) or sparse.is_sparse(right):
        return sparse.binary_kind(run, node, op, left, right)
    if left.form == "plain" and isinstance(op, gast.Mod) and (is_text(left) or not objects.has_method(right, "__rmod__")):
        asked.ask(run, node, [right], asked.TEXT)
        made = formatted_texts(run, node.left, [right], lambda pattern, given: pattern % given[0]) \
            if isinstance(node, gast.BinOp) else None
        return made or text_of([left, right])
    if alternatives.is_one_of_several(left) or alternatives.is_one_of_several(right):
        return operation_of_several(run, node, op, left, right)
    objects.check_known(run, node, left, right)
    if isinstance(op, gast.Mult) and objects.repeats(left, right):
        asked.ask(run, node, [left, right], asked.INDEX, twice=True)
        left, right = (number(int) if K.has_fields(k) else k for k in (left, right))
    if operators.is_overloaded(left, right):
        nodes = (node.left, node.right) if isinstance(node, gast.BinOp) else read_target(run, node, left)
        return operators.binary_kind(run, node, op, left, right, nodes, isinstance(node, gast.AugAssign))
    if is_counter(left) and is_counter(right) and isinstance(op, (gast.Add, gast.Sub)) and isinstance(node, gast.BinOp):
        region = run.context.closed_site(node, "counts")
        for part in (left, right):
            run.program.store(region, element(part))
        return replace(left, region=region.find(), elements=None)
    if is_counter(left) and is_counter(right):
        nodes = (node.left, node.right) if isinstance(node, gast.BinOp) else read_target(run, node, left)
        return operators.of_counters(run, node, op, nodes, isinstance(node, gast.AugAssign))
    if (is_counter(left) or is_counter(right)) and (is_active(left) or is_active(right)):
        raise run.context.refusal(node, "A Counter of values that depend on what is differentiated meets what is not known to be "
                                  "one.", "Make a Counter of it, or work on the keys one by one.")
    if left.form == "plain" and right.form == "plain":
        active = is_active(right) or is_text_of_active(left) or is_text_of_active(right)
        joined = joined_texts(left, right) if isinstance(op, gast.Add) else None
        if joined is not None:
            return joined
        return TEXT_OF_ACTIVE if active else K.PLAIN
    if isinstance(op, gast.Mult) and "number" in (left.form, right.form) and (is_text(left) or is_text(right)):
        return TEXT
    if left.form == "plain" or right.form == "plain":
        return everything(left, right)
    if not active:
        own = of_array_class([left, right], run.context.site(node, "value"))
        if own is not None:
            return own
    if K.is_numeric(left) and K.is_numeric(right):
        return kind_of_numerics(run, node, op, left, right, active)
    if {left.form, right.form} <= {"list", "tuple", "dict"} and not alternatives.may_meet(
            left, right, op, isinstance(node, gast.AugAssign)):
        raise Unreachable
    if left.form in ("list", "tuple") and right.form in ("list", "tuple"):
        return concatenate(run, node, left, right)
    if left.form == right.form == "dict" and len({left.type, right.type} - {None}) < 2 and isinstance(op, gast.BitOr):
        return united(run, node, left, right)
    if left.form == right.form == "set" and isinstance(op, OF_SETS) and not isinstance(node, gast.AugAssign):
        region = run.context.site(node, "joined")
        for part in (left,) if isinstance(op, gast.Sub) else (left, right):
            if part.region.find().content is not None:
                run.program.store(region, part.region.find().content)
        return Kind("set", region=region.find())
    sequence = left if left.form in ("list", "tuple") else right if right.form in ("list", "tuple") else None
    other = right if sequence is left else left
    if sequence is not None and other.form == "number" and isinstance(op, gast.Mult):
        if sequence.form == "tuple" and sequence.elements is not None and other.known is not None and 0 <= other.known[0] < 9:
            return K.tuple_of(sequence.elements * other.known[0])
        region = run.context.site(node, "repeated")
        run.program.store(region, element(sequence))
        return Kind(sequence.form, region=region, type=sequence.type if sequence.form == "list" else None)
    if sequence is not None and other.form == "numeric" and is_active(other) and isinstance(op, gast.Mult):
        return everything(left, right)  # repeated, or an array
    if (K.is_numeric(left) or K.is_numeric(right)) and not may_give_anything(op, left, right):
        return run.place(node, Kind("numeric", region=Region()), active)
    kind = everything(left, right)
    run.program.note_everything(kind, left, right)
    return kind


def operation_of_several(run, node, op, left, right):
    """The kind of `a + b` where an operand is one of several things: that of what does not raise."""
    left, right = alternatives.used_as_operands(left, right, op, isinstance(node, gast.AugAssign))
    if isinstance(node, gast.BinOp):
        run.facts.kind[node.left], run.facts.kind[node.right] = left, right
    several = [alternatives.is_one_of_several(kind) for kind in (left, right)]
    if not any(several):
        return operation_kind(run, node, op, left, right)
    if isinstance(node, gast.BinOp) and can_be_told_apart(left, right):
        return of_objects_or_others(run, node, [node.left, node.right], [left, right], lambda case, one, other: operation_kind(
            run, case, op, one, other))
    objects.check_known(run, node, left, right)
    if any(alternatives.is_one_of_several(one) for kind in (left, right) for _, one in alternatives.parts(kind)):
        # Of what others made they are not told apart.
        return operation_kind(run, node, op, *(replace(kind, among=None) for kind in (left, right)))
    result = None
    for _, one in alternatives.parts(left):
        for _, other in alternatives.parts(right):
            if alternatives.may_meet(one, other, op, isinstance(node, gast.AugAssign)):
                result = join(result, operation_kind(run, node, op, one, other))
    return result


def may_give_anything(op, left, right):
    """Is one of these not known, and may it be a text or list that a constant number repeats or is formatted in, or a constant?"""
    unknown, number = (left, right) if left.form == "any" else (right, left)
    if unknown.form != "any" or unknown.among is not None or is_active(number):
        return False
    return not is_active(unknown) or isinstance(op, gast.Mod) and unknown is left \
        or isinstance(op, gast.Mult) and number.form == "number" and number.type not in (float, complex)


def kind_of_numerics(run, node, op, left, right, active):
    kind = result_of(OPERATORS[type(op)], [left, right], {})
    if isinstance(op, gast.Pow) and kind is not None and kind.form == "number" \
            and kind.type in (int, float) and not known_exponent(node) and not (kind.type is float and right.type in (int, bool)):
        # A negative exponent makes fractions of whole numbers, and one that is no whole number complex ones of negative numbers.
        kind = replace(kind, type="real" if kind.type is int else "number")
    return run.place(node, kind or Kind("numeric", region=Region()), active)


OF_SETS = (gast.BitOr, gast.BitAnd, gast.Sub, gast.BitXor)


def known_exponent(node):
    """Is the exponent a whole number that is written out, and not negative?"""
    try:
        value = literal(node.right if isinstance(node, gast.BinOp) else node.value)
    except ValueError:
        return False
    return isinstance(value, int) and value >= 0


def concatenate(run, node, left, right):
    """The kind of `left + right` for lists and tuples."""
    if left.form == right.form == "tuple" and left.elements is not None and right.elements is not None:
        return K.tuple_of(left.elements + right.elements)
    region = run.context.site(node, "joined")
    for part in (left, right):
        if part.form == "tuple" and part.elements is not None:
            for item in part.elements:
                run.program.store(region, item)
        elif part.region is not None and part.region.find().content is not None:
            run.program.store(region, part.region.find().content)
    return Kind(left.form, region=region, type=left.type if left.form == "list" else None)


def united(run, node, left, right):
    """The kind of `d | e` for dicts, of which at most one is of a class of `collections`, or both of the same."""
    region = run.context.site(node, "joined")
    known = left.elements is not None and right.elements is not None
    type_ = copied_type(left.type or right.type)
    for part in (left, right):
        take_keys(run, node, region, part)
        if known:
            run.program.pour(region, part)
        else:
            run.program.store(region, element(part))
    if not known:
        return Kind("dict", type=type_, region=region.find())
    elements = left.elements | right.elements
    if any(map(is_active, elements.values())):
        run.program.set(region, active=True)
    return Kind("dict", type=type_, region=region.find(), elements=elements)


OPERATORS = {
    gast.Add: operator.add, gast.Sub: operator.sub, gast.Mult: operator.mul, gast.Div: operator.truediv,
    gast.FloorDiv: operator.floordiv, gast.Mod: operator.mod, gast.Pow: operator.pow,
    gast.MatMult: operator.matmul, gast.BitAnd: operator.and_, gast.BitOr: operator.or_,
    gast.BitXor: operator.xor, gast.LShift: operator.lshift, gast.RShift: operator.rshift,
    gast.USub: operator.neg, gast.UAdd: operator.pos, gast.Invert: operator.invert, gast.Not: operator.not_,
    gast.Eq: operator.eq, gast.NotEq: operator.ne, gast.Lt: operator.lt, gast.LtE: operator.le,
    gast.Gt: operator.gt, gast.GtE: operator.ge,
}


DIFFERENTIABLE = (gast.Add, gast.Sub, gast.Mult, gast.Div, gast.Mod, gast.Pow, gast.MatMult)
