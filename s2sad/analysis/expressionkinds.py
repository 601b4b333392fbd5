"""The kinds of expressions."""

import collections
import operator

import gast
import numpy as np

from s2sad.analysis import (
    alternatives, asked, classvalues, frozen, members, objects, operators, paths, sparse, storage, storagemethods)
from s2sad.analysis.alternativecalls import can_be_told_apart, of_objects_or_others
from s2sad.analysis.arithmetic import OPERATORS, operation_kind
from s2sad.analysis.bynames import parameters_of
from s2sad.analysis.comprehensions import comprehension_kind
from s2sad.analysis.containers import DICT_METHODS, LIST_METHODS
from s2sad.analysis.contexts import is_of_a_library
from s2sad.analysis.displays import dict_display, list_display, set_display, tuple_display
from s2sad.analysis.draws import draws_numbers
from s2sad.analysis.exceptions import attribute_of_exception, is_exception
from s2sad.analysis.frozen import is_frozen_kind
from s2sad.analysis.generators import yield_from_kind, yield_kind
from s2sad.analysis.mappings import is_counter
from s2sad.analysis.mirrored import with_tangents
from s2sad.analysis.namedcalls import joined_texts
from s2sad.analysis.partials import attribute_kind, check_taken_apart, method_value
from s2sad.analysis.subscriptkinds import SubscriptKinds
from s2sad.analysis.targets import assign, note_name
from s2sad.analysis.truth import is_comparison, lacks, may_have, narrowing
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import PlainCall, Refused
from s2sad.facts.classkinds import array_class, of_array_class
from s2sad.facts.contents import gives_array
from s2sad.facts.facts import Unreachable, describe, merge_into
from s2sad.facts.iterators import check_flat
from s2sad.facts.joining import everything, join
from s2sad.facts.kinds import Kind, const, number
from s2sad.facts.known import expression_kind, with_value
from s2sad.facts.reached import holds_more, is_active, regions
from s2sad.facts.regions import Region
from s2sad.facts.sample import result_of
from s2sad.facts.texts import TEXT, is_text_of_active, text, text_of, texts_of
from s2sad.frontend.trees import walk
from s2sad.records import replace
from s2sad.rules.registry import attribute_rule, method_rule


class ExpressionKinds(SubscriptKinds):
    """The kind of each expression; the statements are `infer.Interpreter`'s."""

    def kind(self, node):
        method = _METHODS[node.__class__]
        if method is None:
            raise self.context.refusal(node, f"{describe(node)} cannot be differentiated.",
                                       "Write it with plain loops and assignments instead.")
        result = method(self, node)
        if self.paths:
            result = self.known_by_tests(node, result)
        if self.program.by_values:
            result = expression_kind(node, result, self.facts.kind)
        if result.form == "any" and not result.region.find().kept:
            # One for its place in the program: what is learnt of it later is known the next time round.
            self.program.unify(self.context.site(node, "unknown"), result.region)
        if result.elements is not None and isinstance(node, _MAKING) and holds_more(result, MOST_HELD):
            raise self.context.refusal(node, "What is made here holds more containers, inside one another, than can be looked at.",
                                       "Keep them in a list, or in objects of a class of your own.", uncertain=True)
        self.facts.kind[node] = result
        return result

    def known_by_tests(self, node, kind):
        """The kind by what tests have said of an item or attribute, which a call may change."""
        if isinstance(node, (gast.Attribute, gast.Subscript)) and isinstance(node.ctx, gast.Load):
            kind = paths.narrowed(kind, self.paths, node)
        callee = self.facts.kind.get(node.func) if isinstance(node, gast.Call) else None
        harmless = callee is not None and any(callee.value is function for function in _LOOKING)
        if node in self.facts.call and not harmless:
            self.paths = paths.lasting(self.paths)
        return kind

    def of_Constant(self, node):
        value = node.value
        if type(value) in (bool, int, float, complex):
            return with_value(number(type(value)), value) if self.program.by_values else number(type(value))
        if type(value) is str:
            kind = text(value) if value.isidentifier() else TEXT
            return with_value(kind, value) if self.program.by_values else kind
        return const(value) if value is None or value is Ellipsis or callable(value) else K.PLAIN

    def of_Name(self, node):
        if node.id.startswith("·"):
            return self.facts.kind[node]  # it stands for an operand, see `alternativecalls`
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
            note_name(self, node.id, kind)
            return kind
        if node.id == "__class__" and self.context.own_class is not None:
            return const(self.context.own_class)
        return self.program.kind_at(self.context.place(node.id), self.context)

    def of_NamedExpr(self, node):
        kind = self.kind(node.value)
        assign(self, node.target, kind)
        return kind

    def of_Attribute(self, node):
        if node.attr == "co_argcount" and isinstance(node.value, gast.Attribute) and node.value.attr == "__code__" \
                and self.kind(node.value.value).form == "function":
            self.facts.kind[node.value] = K.PLAIN
            return number(int)
        owner = alternatives.used(self, node.value, self.kind(node.value), lambda kind: may_have(kind, node.attr))
        if node.attr in LIST_METHODS | DICT_METHODS and storage.is_built_in(owner, node.attr) and not owner.optional \
                and node.attr not in owner.region.find().fields:
            node.value = storage.as_items(self, node.value)
            owner = self.facts.kind[node.value]
        if node.attr in ("__name__", "__qualname__", "__module__") and owner.form in ("any", "plain") and is_class_asked_for(self, node.value):
            return TEXT
        if node.attr == "__class__" and K.is_numeric(owner):
            return K.PLAIN
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
            if lacks(owner, node.attr):
                raise Unreachable
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
            if owner.type == "signature" and node.attr == "parameters":
                return parameters_of(self, node, owner)
            if owner.type == "field":
                return text(*owner.value) if node.attr == "name" else K.any_kind()
            if owner.type == K.EXCEPTION.type:
                return attribute_of_exception(self, node, owner)
            return owner if is_text_of_active(owner) else K.any_kind()
        if sparse.is_sparse(owner) and sparse.attribute_kind(owner, node.attr) is not None:
            return sparse.attribute_kind(owner, node.attr)
        if node.attr in ("T", "mT", "H", "I", "real", "imag") and array_class(owner) is not None:
            return of_array_class([owner], self.context.site(node, "value"))
        if owner.form == "object" and draws_numbers(owner.type, node.attr):
            return method_value(owner, node.attr)
        if asks_for_shape(self.facts.kind, node):
            return self.array_attribute(node, Kind("numeric", region=owner.region))
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
        return operation_kind(self, node, node.op, self.kind(node.left), self.kind(node.right))




    def of_UnaryOp(self, node):
        kind = self.truth_kind(node.operand) if isinstance(node.op, gast.Not) else self.kind(node.operand)
        if isinstance(node.op, gast.Not):
            asked.look_at_truth(self, node.operand)
            return number(bool)
        return self.unary_kind(node, kind)

    def unary_kind(self, node, kind):
        """The kind of `-a` where `a` is of this kind."""
        active = is_active(kind) and not isinstance(node.op, gast.Invert)
        if sparse.is_sparse(kind):
            return sparse.like(kind)
        kind = alternatives.used(self, node.operand, kind, lambda one: alternatives.may_be_negated(one, node.op))
        if can_be_told_apart(kind):
            return of_objects_or_others(self, node, [node.operand], [kind], self.unary_kind)
        objects.check_known(self, node, kind)
        if operators.is_overloaded(kind):
            return operators.unary_kind(self, node, kind)
        if is_counter(kind):
            return operators.of_counters(self, node, node.op, [node.operand])
        if K.is_numeric(kind):
            result = result_of(OPERATORS[type(node.op)], [K.present(kind)], {})
            return self.place(node, result or Kind("numeric", region=Region()), active)
        return of_array_class([kind], self.context.site(node, "value")) or everything(kind)

    def of_Compare(self, node):
        self._look_at_globals(node)
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
        if (any(p.form in ("array", "numeric", "any", "object") for p in parts)
                or any(gives_array(p, q, node.ops[0]) for p in parts for q in parts)) \
                and not isinstance(node.ops[0], (gast.Is, gast.IsNot, gast.In, gast.NotIn)):
            if any(map(sparse.is_sparse, parts)):
                return sparse.compared(parts)
            own = of_array_class(parts, self.context.site(node, "value"))
            return own or self.place(node, Kind("numeric", type="?", region=Region()), False)
        return number(bool)

    def _look_at_globals(self, node):
        """`"name" in globals()` asks for a name alone."""
        for op, asked_for in zip(node.ops, node.comparators):
            if isinstance(op, (gast.In, gast.NotIn)) and isinstance(asked_for, gast.Call) and not asked_for.args \
                    and isinstance(asked_for.func, gast.Name) and self.kind(asked_for.func).value is globals:
                self.facts.call[asked_for] = PlainCall()

    def truth_kind(self, node):
        """The kind of an expression of which only the truth is asked for."""
        if isinstance(node, gast.BoolOp):
            result = self.facts.kind[node] = self.of_BoolOp(node, for_truth=True)
            return result
        return self.kind(node)

    def of_BoolOp(self, node, for_truth=False):
        result, first, around = None, None, self.paths
        env = self.env
        stop = isinstance(node.op, gast.Or)
        for i, value in enumerate(node.values):
            kind = self.reachable(value, for_truth) if first is not None else \
                self.truth_kind(value) if for_truth else self.kind(value)
            if kind is not None and (for_truth or value is not node.values[-1]):
                asked.look_at_truth(self, value)
            truth = self.decided(value, kind) if is_comparison(value, self.facts.kind) else None
            self.facts.truth[value] = truth
            if truth is None or truth is stop or i == len(node.values) - 1:
                result = number(bool) if for_truth else join(result, kind)
            if truth is stop:
                break
            if first is None:
                first = dict(self.env)
            self.env.update(self.said(value, self.env, not stop))
            self.paths = self.paths + paths.facts_of(self, value, not stop)
        self.paths = paths.in_both(around, self.paths)
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

    def said(self, test, env, truth):
        """The kinds of names of which a test that came out as `truth` says more than the environment does."""
        return with_tangents(self.context, narrowing(test, self.facts.kind, env, truth, self.facts.call), env)

    def where(self, test, truth, node):
        """The kind of an expression that is evaluated where a test has come out true or false."""
        said, around = self.said(test, self.env, truth), self.paths
        self.paths = around + paths.facts_of(self, test, truth)
        before = {name: self.env[name] for name in said}
        self.env.update(said)
        try:
            return self.reachable(node)
        finally:
            self.env.update({n: k for n, k in before.items() if self.env.get(n) is said[n]})
            self.paths = paths.in_both(around, self.paths)

    def reachable(self, node, for_truth=False):
        """The kind of an expression that need not be evaluated; None if it never comes back."""
        try:
            return self.truth_kind(node) if for_truth else self.kind(node)
        except Unreachable:
            return None

    of_Tuple, of_List, of_Set, of_Dict = tuple_display, list_display, set_display, dict_display

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


_LOOKING = (isinstance, len, type, id, callable)

# What an array's attributes say of its shape and type alone.
SHAPE_OF = {"shape", "ndim", "size", "dtype", "nbytes", "itemsize"}


def asks_for_shape(kinds, node):
    """Is this the shape of what only the run knows, and what must be an array then?"""
    owner = kinds.get(node.value) if isinstance(node, gast.Attribute) and isinstance(node.ctx, gast.Load) else None
    return owner is not None and owner.form == "any" and owner.among is None and is_active(owner) and node.attr in SHAPE_OF


# What may make a container of others, and how many there may be in it.
_MAKING = (gast.Tuple, gast.Dict, gast.Call)
MOST_HELD = 5000

_getters = {}


def is_class_asked_for(run, node):
    """Is this `type(obj)` or `obj.__class__`?"""
    if isinstance(node, gast.Attribute):
        return node.attr == "__class__"
    return isinstance(node, gast.Call) and len(node.args) == 1 and K.is_known(run.facts.kind[node.func]) \
        and run.facts.kind[node.func].value is type


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
