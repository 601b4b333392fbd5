"""The kinds of expressions."""

import collections
import operator

import gast
import numpy as np

from s2sad.analysis import alternatives, asked, classvalues, frozen, members, objects, operators, sparse, storage, storagemethods
from s2sad.analysis.comprehensions import comprehension_kind
from s2sad.analysis.containers import DICT_METHODS, LIST_METHODS
from s2sad.analysis.contexts import is_of_a_library
from s2sad.analysis.exceptions import attribute_of_exception, is_exception
from s2sad.analysis.frozen import is_frozen_kind
from s2sad.analysis.generators import yield_from_kind, yield_kind
from s2sad.analysis.mappings import is_counter
from s2sad.analysis.namedcalls import joined_texts
from s2sad.analysis.partials import attribute_kind, check_taken_apart, method_value
from s2sad.analysis.subscriptkinds import SubscriptKinds
from s2sad.analysis.truth import is_comparison, lacks, may_have, narrowing
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import Refused
from s2sad.facts.calls import literal
from s2sad.facts.classkinds import of_array_class
from s2sad.facts.contents import element
from s2sad.facts.facts import Unreachable, describe, merge_into
from s2sad.facts.iterators import check_flat, items_of
from s2sad.facts.joining import everything, join
from s2sad.facts.kinds import Kind, const, number
from s2sad.facts.known import expression_kind, with_value
from s2sad.facts.reached import is_active, regions
from s2sad.facts.regions import Region
from s2sad.facts.sample import result_of
from s2sad.facts.texts import TEXT, TEXT_OF_ACTIVE, holds_text, is_text, is_text_of_active, text, text_of, texts_of
from s2sad.frontend.trees import walk
from s2sad.records import replace
from s2sad.rules.registry import attribute_rule, method_rule

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


class ExpressionKinds(SubscriptKinds):
    """The kind of each expression; the statements are `infer.Interpreter`'s."""

    def kind(self, node):
        method = _METHODS[node.__class__]
        if method is None:
            raise self.context.refusal(node, f"{describe(node)} cannot be differentiated.",
                                       "Write it with plain loops and assignments instead.")
        result = method(self, node)
        if self.program.by_values:
            result = expression_kind(node, result, self.facts.kind)
        if result.form == "any" and not result.region.find().kept:
            # One for its place in the program: what is learnt of it later is known the next time round.
            self.program.unify(self.context.site(node, "unknown"), result.region)
        self.facts.kind[node] = result
        return result

    def of_Constant(self, node):
        value = node.value
        if type(value) in (bool, int, float, complex):
            return with_value(number(type(value)), value) if self.program.by_values else number(type(value))
        if type(value) is str:
            kind = text(value) if value.isidentifier() else TEXT
            return with_value(kind, value) if self.program.by_values else kind
        return const(value) if value is None or value is Ellipsis or callable(value) else K.PLAIN

    def of_Name(self, node):
        if node.id in self.locals:
            kind = self.env.get(node.id)
            owner = self.context.owner(node.id)
            if node.id in owner.rebound and node.id in owner.cells:
                kind = owner.cells[node.id]
            if kind is None:
                raise Unreachable  # Python raises UnboundLocalError here
            if kind.form == "stale":
                raise self.context.refusal(node, f"`{node.id}` may hold what a case captured whose guard then failed.",
                                           "Use another name in that case.")
            self.note_name(node.id, kind)
            return kind
        if node.id == "__class__" and self.context.own_class is not None:
            return const(self.context.own_class)
        return self.program.kind_at(self.context.place(node.id), self.context)

    def of_NamedExpr(self, node):
        kind = self.kind(node.value)
        self.assign(node.target, kind, node.value)
        return kind

    def of_Attribute(self, node):
        owner = alternatives.used(self, node.value, self.kind(node.value), lambda kind: may_have(kind, node.attr))
        if node.attr in LIST_METHODS | DICT_METHODS and storage.is_built_in(owner, node.attr) and not owner.optional \
                and node.attr not in owner.region.find().fields:
            node.value = storage.as_items(self, node.value)
            owner = self.facts.kind[node.value]
        check_taken_apart(self, node, owner)
        if is_frozen_kind(owner) and node.attr not in frozen.PARTS and is_active(owner):
            raise self.context.refusal(node, f"`{node.attr}` of a distribution, whose parameters depend on what is "
                                       "differentiated, has no derivative by itself.",
                                       "Call its pdf, cdf and the like where they are named, or in a lambda.")
        if owner.form in ("partial", "method"):
            return attribute_kind(owner, node.attr)
        if owner.form == "function":
            from s2sad.analysis.functions import function_attribute
            return function_attribute(self, node, owner)
        if owner.form == "list" and node.attr in LIST_METHODS or owner.form == "dict" and node.attr in DICT_METHODS \
                or owner.form == "iter" and node.attr in ("send", "throw", "close"):
            return method_value(owner, node.attr)
        if node.attr in storagemethods.READING and (owner.form in ("list", "dict") or owner.form == "tuple" and owner.type is None) \
                or owner.form == "array" and method_rule(node.attr) is not None:
            return method_value(owner, node.attr)
        if owner.form == "list" and owner.type is collections.deque and node.attr == "maxlen":
            return replace(number(int), optional=True)
        if owner.form == "const":
            return self.program.kind_of_attribute(owner.value, node.attr)
        if owner.form == "classes":
            return classvalues.attribute_kind(self, node, owner)
        if K.is_numeric(owner):
            return self.array_attribute(node, owner)
        if K.has_fields(owner):
            special = attribute_of_exception(self, node, owner) if is_exception(owner) else None
            if special is not None:
                return special
            return objects.attribute_kind(self, node, owner, node.attr)
        objects.check_known(self, node, owner)
        held = members.attribute_kind(self, node, owner) if members.is_member(owner) and not owner.optional else None
        if held is not None:
            return held
        if node.attr == "f_locals":
            self.facts.call[node] = Refused("`f_locals` reaches variables by their names, and their derivatives would be lost.",
                                            "Pass the values on as arguments.")
            return K.any_kind()
        if node.attr in ("f_code", "f_lineno") and not is_of_a_library(self.context.function):
            self.facts.call[node] = Refused("What runs is the derivative, whose frame has another name and other lines.",
                                            "Write the name out.")
            return K.any_kind()
        if owner.form in ("tuple", "super") and owner.type is not None:
            return objects.attribute_of_other(self, node, owner)
        if owner.form == "plain":
            if owner.type in ("finfo", "iinfo") and node.attr in _OF_A_DTYPE:
                return number("real" if owner.type == "finfo" else int)
            if owner.type == "field":
                return text(*owner.value) if node.attr == "name" else K.any_kind()
            if owner.type == K.EXCEPTION.type:
                return attribute_of_exception(self, node, owner)
            return owner if is_text_of_active(owner) else K.any_kind()
        if sparse.is_sparse(owner) and sparse.attribute_kind(owner, node.attr) is not None:
            return sparse.attribute_kind(owner, node.attr)
        return K.any_kind(owner.region, owner.active) if owner.region is not None else everything(owner)

    def array_attribute(self, node, owner):
        how = attribute_rule(node.attr)
        if lacks(owner, node.attr):
            raise Unreachable
        if node.attr == "flat" and owner.form != "number":
            return Kind("flat", type=owner.type, region=owner.region, active=owner.active)
        sampled = result_of(_attribute_getter(node.attr), [owner], {}) if how == "linear" or node.attr in SHAPE_OF else None
        if how == "linear":
            return self.place(node, sampled or Kind("numeric", region=Region()), is_active(owner), view=owner)
        if node.attr == "dtype" and owner.form == "array" and owner.type is not None and not owner.optional:
            return const(np.dtype(owner.type))
        if node.attr in SHAPE_OF:
            if sampled is not None:
                return sampled
            if node.attr != "shape":
                return number(int) if node.attr != "dtype" else K.any_kind()
            lengths = self.context.site(node, "value")
            self.program.store(lengths, number(int))
            return Kind("tuple", region=lengths)
        if node.attr in ("flags", "strides"):
            return K.any_kind()
        # A bound method, or something that may show the array's memory.
        return K.any_kind(owner.region, is_active(owner))

    def place(self, node, kind, active, view=None, tag="value", around=()):
        """Give a freshly made kind its regions here, or those of what it views.

        around: (region, tag) of what this is in, for a list that may hold itself.
        """
        if kind.form == "number":
            return kind if kind.active is active else replace(kind, active=active)
        if kind.form == "tuple" and kind.elements is not None:
            return replace(kind, elements=tuple(
                self.place(node, e, active, view, (tag, i), around) for i, e in enumerate(kind.elements)))
        if kind.region is None:
            return kind
        own = kind.region.find()
        known = next((above for region, above in around if region is own), None)
        region = self.context.site(node, tag if known is None else known)
        if known is None and own.content is not None:
            self.program.store(region, self.place(node, own.content, active, view, (tag, "content"),
                                                  (*around, (own, tag))))
        if view is not None and kind.form != "list":  # a list of views is itself new
            for other in regions(view):
                if other is not region.find():
                    self.program.unify(region, other)
        if active:
            self.program.set(region.find(), active=True)
        return replace(kind, region=region.find(), active=kind.form == "numeric" and active,
                       lasting=view is not None and view.lasting)

    def of_BinOp(self, node):
        return self.binary(node, node.op, self.kind(node.left), self.kind(node.right))

    def binary(self, node, op, left, right):
        active = isinstance(op, DIFFERENTIABLE) and (is_active(left) or is_active(right))
        left, right = K.present(left), K.present(right)
        if left.form == right.form == "number":
            return self.binary_of_numerics(node, op, left, right, active)
        if sparse.is_sparse(left) or sparse.is_sparse(right):
            return sparse.binary_kind(self, node, op, left, right)
        if left.form == "plain" and isinstance(op, gast.Mod) and (is_text(left) or not objects.has_method(right, "__rmod__")):
            asked.ask(self, node, [right], asked.TEXT)
            return text_of([left, right])
        if alternatives.is_one_of_several(left) or alternatives.is_one_of_several(right):
            return self.binary_of_several(node, op, left, right)
        objects.check_known(self, node, left, right)
        if isinstance(op, gast.Mult) and objects.repeats(left, right):
            asked.ask(self, node, [left, right], asked.INDEX, twice=True)
            left, right = (number(int) if K.has_fields(k) else k for k in (left, right))
        if operators.is_overloaded(left, right):
            nodes = (node.left, node.right) if isinstance(node, gast.BinOp) else self.read_target(node, left)
            return operators.binary_kind(self, node, op, left, right, nodes, isinstance(node, gast.AugAssign))
        if is_counter(left) and is_counter(right) and isinstance(op, (gast.Add, gast.Sub)) and isinstance(node, gast.BinOp):
            region = self.context.closed_site(node, "counts")
            for part in (left, right):
                self.program.store(region, element(part))
            return replace(left, region=region.find(), elements=None)
        if (is_counter(left) or is_counter(right)) and (is_active(left) or is_active(right)):
            raise self.context.refusal(node, "Operators of a Counter drop what is not positive, and so would those of "
                                       "its derivative.", "Work on its keys one by one, or use a dict.")
        if left.form == "plain" and right.form == "plain":
            active = is_active(right) or is_text_of_active(left) or is_text_of_active(right)
            joined = joined_texts(left, right) if isinstance(op, gast.Add) else None
            if joined is not None:
                return joined
            return TEXT_OF_ACTIVE if active else K.PLAIN
        if left.form == "plain" or right.form == "plain":
            return everything(left, right)
        if not active:
            own = of_array_class([left, right], self.context.site(node, "value"))
            if own is not None:
                return own
        if K.is_numeric(left) and K.is_numeric(right):
            return self.binary_of_numerics(node, op, left, right, active)
        if {left.form, right.form} <= {"list", "tuple", "dict"} and not alternatives.may_meet(left, right, op):
            raise Unreachable
        if left.form in ("list", "tuple") and right.form in ("list", "tuple"):
            return self.concatenate(node, left, right)
        if left.form == right.form == "dict" and left.type is right.type is None and isinstance(op, gast.BitOr):
            return self.united(node, left, right)
        sequence = left if left.form in ("list", "tuple") else right if right.form in ("list", "tuple") else None
        other = right if sequence is left else left
        if sequence is not None and other.form == "number" and isinstance(op, gast.Mult):
            if sequence.form == "tuple" and sequence.elements is not None and other.known is not None and 0 <= other.known[0] < 9:
                return K.tuple_of(sequence.elements * other.known[0])
            region = self.context.site(node, "repeated")
            self.program.store(region, element(sequence))
            return Kind(sequence.form, region=region, type=sequence.type if sequence.form == "list" else None)
        if K.is_numeric(left) or K.is_numeric(right):
            return self.place(node, Kind("numeric", region=Region()), active)
        kind = everything(left, right)
        self.program.note_everything(kind, left, right)
        return kind

    def binary_of_several(self, node, op, left, right):
        """The kind of `a + b` where an operand is one of several things: that of what does not raise."""
        left, right = alternatives.used_as_operands(left, right, op)
        if isinstance(node, gast.BinOp):
            self.facts.kind[node.left], self.facts.kind[node.right] = left, right
        several = [alternatives.is_one_of_several(kind) for kind in (left, right)]
        if not any(several):
            return self.binary(node, op, left, right)
        objects.check_known(self, node, left, right)
        result = None
        for _, one in alternatives.parts(left):
            for _, other in alternatives.parts(right):
                if alternatives.may_meet(one, other, op):
                    result = join(result, self.binary(node, op, one, other))
        return result

    def binary_of_numerics(self, node, op, left, right, active):
        kind = result_of(OPERATORS[type(op)], [left, right], {})
        if isinstance(op, gast.Pow) and kind is not None and kind.form == "number" \
                and kind.type in (int, float) and not self.known_exponent(node):
            kind = replace(kind, type="real" if kind.type is int else "number")
        return self.place(node, kind or Kind("numeric", region=Region()), active)

    def known_exponent(self, node):
        try:
            value = literal(node.right if isinstance(node, gast.BinOp) else node.value)
        except ValueError:
            return False
        return isinstance(value, int) and value >= 0

    def concatenate(self, node, left, right):
        if left.form == right.form == "tuple" and left.elements is not None and right.elements is not None:
            return K.tuple_of(left.elements + right.elements)
        region = self.context.site(node, "joined")
        for part in (left, right):
            if part.form == "tuple" and part.elements is not None:
                for item in part.elements:
                    self.program.store(region, item)
            elif part.region is not None and part.region.find().content is not None:
                self.program.store(region, part.region.find().content)
        return Kind(left.form, region=region, type=left.type if left.form == "list" else None)

    def united(self, node, left, right):
        """The kind of `d | e` for dicts."""
        region = self.context.site(node, "joined")
        known = left.elements is not None and right.elements is not None
        for part in (left, right):
            if known:
                self.program.pour(region, part)
            else:
                self.program.store(region, element(part))
        if not known:
            return Kind("dict", region=region.find())
        elements = left.elements | right.elements
        if any(map(is_active, elements.values())):
            self.program.set(region, active=True)
        return Kind("dict", region=region.find(), elements=elements)

    def of_UnaryOp(self, node):
        kind = self.truth_kind(node.operand) if isinstance(node.op, gast.Not) else self.kind(node.operand)
        if isinstance(node.op, gast.Not):
            asked.look_at_truth(self, node.operand)
            return number(bool)
        active = is_active(kind) and not isinstance(node.op, gast.Invert)
        if sparse.is_sparse(kind):
            return sparse.like(kind)
        kind = alternatives.used(self, node.operand, kind, lambda one: alternatives.may_be_negated(one, node.op))
        objects.check_known(self, node, kind)
        if operators.is_overloaded(kind):
            return operators.unary_kind(self, node, kind)
        if K.is_numeric(kind):
            result = result_of(OPERATORS[type(node.op)], [K.present(kind)], {})
            return self.place(node, result or Kind("numeric", region=Region()), active)
        return everything(kind)

    def of_Compare(self, node):
        parts = [self.kind(node.left), self.kind(node.comparators[0])]
        first = dict(self.env) if len(node.ops) > 1 else None
        later = [self.reachable(operand) for operand in node.comparators[1:]]
        if first is not None:
            merge_into(self.env, first)
        if None in later:
            return K.any_kind()
        parts += later
        if any(isinstance(op, (gast.In, gast.NotIn)) for op in node.ops):
            check_flat(self, *node.comparators)
        if operators.is_overloaded(*parts):
            return operators.compare_kind(self, node, [replace(p, optional=False) for p in parts])
        asked.look_at_comparison(self, node, node.ops, parts)
        if all(map(K.is_numeric, parts)) and type(node.ops[0]) in OPERATORS and len(parts) == 2:
            kind = result_of(OPERATORS[type(node.ops[0])], parts, {})
            if kind is not None:
                return self.place(node, kind, False)
        if any(p.form in ("array", "numeric", "any", "object") for p in parts) \
                and not isinstance(node.ops[0], (gast.Is, gast.IsNot, gast.In, gast.NotIn)):
            return self.place(node, Kind("numeric", type="?", region=Region()), False)
        return number(bool)

    def truth_kind(self, node):
        """The kind of an expression of which only the truth is asked for."""
        if isinstance(node, gast.BoolOp):
            result = self.facts.kind[node] = self.of_BoolOp(node, for_truth=True)
            return result
        return self.kind(node)

    def of_BoolOp(self, node, for_truth=False):
        result, first = None, None
        env = self.env
        stop = isinstance(node.op, gast.Or)
        for i, value in enumerate(node.values):
            kind = self.reachable(value, for_truth) if first is not None else \
                self.truth_kind(value) if for_truth else self.kind(value)
            if kind is not None and (for_truth or value is not node.values[-1]):
                asked.look_at_truth(self, value)
            truth = self.decided(value, kind) if is_comparison(value) else None
            self.facts.truth[value] = truth
            if truth is None or truth is stop or i == len(node.values) - 1:
                result = number(bool) if for_truth else join(result, kind)
            if truth is stop:
                break
            if first is None:
                first = dict(self.env)
            self.env.update(narrowing(value, self.facts.kind, self.env, not stop))
        if first is not None:
            merge_into(env, first)
        if result is None:
            raise Unreachable
        return result

    def of_IfExp(self, node):
        truth = self.test(node.test)
        env, before = self.env, dict(self.env)
        yes = self.where(node.test, True, node.body) if truth is not False else None
        after = dict(env)
        if truth is not True:
            env.clear()
            env.update(before)
        no = self.where(node.test, False, node.orelse) if truth is not True else None
        if yes is None and no is None:
            raise Unreachable
        if no is None:
            env.clear()
            env.update(after)
        elif yes is not None:
            merge_into(env, after)
        return join(yes, no)

    def where(self, test, truth, node):
        """The kind of an expression that is evaluated where a test has come out true or false."""
        said = narrowing(test, self.facts.kind, self.env, truth)
        before = {name: self.env[name] for name in said}
        self.env.update(said)
        try:
            return self.reachable(node)
        finally:
            self.env.update({n: k for n, k in before.items() if self.env.get(n) is said[n]})

    def reachable(self, node, for_truth=False):
        """The kind of an expression that need not be evaluated; None if it never comes back."""
        try:
            return self.truth_kind(node) if for_truth else self.kind(node)
        except Unreachable:
            return None

    def of_Tuple(self, node):
        parts = []
        for item in node.elts:
            if isinstance(item, gast.Starred):
                kind = self.kind(item.value)
                self.facts.kind[item] = kind
                if kind.form == "tuple" and kind.elements is not None:
                    parts += kind.elements
                    continue
                return self.collect(node, "tuple")
            parts.append(self.kind(item))
        if nesting(parts) >= MAX_NESTING:
            return self.collect(node, "tuple")
        return K.tuple_of(parts)

    def collect(self, node, form):
        region = self.context.closed_site(node, "items")
        for item in node.elts:
            if isinstance(item, gast.Starred):
                self.kind(item.value)
                item.value = objects.iterable(self, item.value)
                kind = items_of(self, self.facts.kind[item.value], item)
                self.facts.kind[item] = kind
                if kind is None:
                    continue
            else:
                kind = self.kind(item)
            self.program.store(region, kind)
        return K.sequence(form, region.find())

    def of_List(self, node):
        return self.collect(node, "list")

    def of_Set(self, node):
        kind = self.collect(node, "set")
        asked.ask(self, node, [kind], asked.KEYS, twice=True)
        return kind

    def of_Dict(self, node):
        region = self.context.closed_site(node, "items")
        elements = {}
        for i, (key, value) in enumerate(zip(node.keys, node.values)):
            kind = self.kind(value)
            if key is None and storage.base_of(kind) is not None:
                node.values[i] = storage.as_items(self, value, True)
                kind = self.facts.kind[node.values[i]]
            if key is None:
                if kind.form == "dict" and kind.elements is not None and elements is not None:
                    elements |= kind.elements
                    self.program.pour(region, kind)
                else:
                    self.program.store(region, element(kind))
                    elements = None
                continue
            self.note_key(self.kind(key))
            if is_active(self.facts.kind[key]):
                raise self.context.refusal(key, "A dict key that depends on what is differentiated loses its "
                                           "derivative.", "Keep the value beside the key, as a dict's value.",
                                           uncertain=not isinstance(key, (gast.BinOp, gast.UnaryOp)))
            try:
                if elements is not None:
                    elements[literal(key)] = kind
                else:
                    self.program.store(region, kind)
            except (ValueError, TypeError):
                self.program.store(region, kind)
        if any(is_active(e) for e in (elements or {}).values()):
            self.program.set(region.find(), active=True)
        return Kind("dict", region=region.find(), elements=elements)

    def note_key(self, kind):
        """A key of a dict may spell out an active value."""
        if holds_text(kind) and not self.program.text_keys:
            self.program.text_keys = self.program.changed = True

    def of_Slice(self, node):
        for part in (node.lower, node.upper, node.step):
            if part is not None:
                asked.ask(self, node, [self.kind(part)], asked.INDEX)
        return K.PLAIN

    def of_Starred(self, node):
        return self.kind(node.value)

    def of_JoinedStr(self, node):
        kinds = [self.kind(value) for value in node.values]
        return joined_texts(*kinds) or text_of(kinds)

    def of_FormattedValue(self, node):
        parts = [self.kind(node.value)]
        asked.ask(self, node, parts, asked.TEXT)
        if node.format_spec is not None:
            parts.append(self.kind(node.format_spec))
        elif texts_of(parts[0]) is not None and node.conversion == -1:
            return parts[0]
        return text_of(parts)

    def of_Call(self, node):
        from s2sad.analysis.callees import call_kind
        result = call_kind(self, node)
        asked.look_at_call(self, node)
        return result

    def refuse_syntax(self, node):
        names = {n.id for n in walk(node) if isinstance(n, gast.Name)}
        self.facts.call[node] = ("nested", names)
        for name in names:
            kind = self.env.get(name) if name in self.locals else None
            if kind is not None:
                for region in regions(kind):
                    self.program.set(region, escapes=True)
        inner = [self.env[n] for n in names if n in self.locals and self.env.get(n) is not None]
        kind = everything(*inner)
        if kind.region is not None:
            kind = Kind("any", region=self.context.site(node, "value"))
            for other in inner:
                for region in regions(other):
                    self.program.unify(kind.region, region)
        return kind

    of_ListComp = of_SetComp = of_DictComp = of_GeneratorExp = comprehension_kind
    of_Yield, of_YieldFrom = yield_kind, yield_from_kind

    def of_Lambda(self, node):
        from s2sad.analysis.functions import make
        return make(self, node)


# What an array's attributes say of its shape and type alone.
SHAPE_OF = {"shape", "ndim", "size", "dtype", "nbytes", "itemsize"}


_getters = {}


# Tuples inside one another are told apart up to this depth: loops and recursion may nest them without end.
MAX_NESTING = 6


def nesting(parts):
    """How deep tuples lie inside one another in some of these kinds."""
    return max((1 + nesting(k.elements) for k in parts if k.form == "tuple" and k.elements), default=0)


def _attribute_getter(name):
    if name not in _getters:
        _getters[name] = operator.attrgetter(name)
    return _getters[name]


# What np.finfo and np.iinfo say in numbers.
_OF_A_DTYPE = ("eps", "epsneg", "max", "min", "tiny", "resolution", "smallest_normal", "smallest_subnormal")


class _Methods(dict):
    """Class of nodes → the method for it, or None."""

    def __missing__(self, cls):
        found = self[cls] = getattr(ExpressionKinds, "of_" + cls.__name__, None)
        return found


_METHODS = _Methods()
