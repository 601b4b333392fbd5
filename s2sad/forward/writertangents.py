"""Tangents that the writer makes itself: the zeros of each kind, and those brought to their values' shape."""

import types

import gast
import numpy as np

from s2sad.analysis.mappings import is_default_dict
from s2sad.analysis.purity import has_default_with_effect
from s2sad.analysis.sets import holds_active_set
from s2sad.analysis.zerokinds import has_zero_leaf
from s2sad.facts import kinds as K
from s2sad.facts import numberkinds
from s2sad.facts.contents import element
from s2sad.facts.reached import goes_by_layout, is_active, regions, within
from s2sad.forward.pair import Pair, hole
from s2sad.frontend.build import binary, constant, has_effects, is_atom, pure_call, tuple_


class Tangents:
    """What a tangent has to be for its value's kind."""

    def zero(self, kind, value):
        """The zero tangent of a value of this kind; `value` is its tree (used only if an atom)."""
        if isinstance(value, gast.Tuple) and kind.form == "tuple" and kind.elements is not None \
                and len(value.elts) == len(kind.elements):
            parts = [self.zero(k, v) for k, v in zip(kind.elements, value.elts)]
            if any(has_effects(v) and not isinstance(part, gast.Constant) for part, v in zip(parts, value.elts)):
                return pure_call(self.runtime("zeros"), hole())  # read off the value, which is evaluated once
            return tuple_(parts)
        if is_list_of_numbers(value) and kind.form == "list" and kind.type is None:
            return self.zeros_in_lists(value)
        if kind.form == "iter":
            return constant(None)  # what it gives are pairs
        if kind.form == "set" and (is_active(kind) or self.outer is not None):  # who calls an inner function may add to it
            return pure_call(self.runtime("zero_tangents"), value)
        if kind.form == "plain" and kind.type == K.EXCEPTION.type and self.program.reads_exceptions:
            from s2sad.forward.exceptions import level
            return pure_call(self.runtime("mirror_of"), value, *level(self))
        if kind.optional or K.is_range(kind):
            return pure_call(self.runtime("zeros"), value)
        if kind.form == "super":
            from s2sad.forward.instances import zero_of_super
            return zero_of_super(self, kind)
        if kind.form == "const" and has_zero_leaf(kind):
            return pure_call(self.runtime("zeros"), value)
        if kind.form in ("const", "plain", "classes"):
            return constant(None)
        if kind.form == "number":
            field = numberkinds.field(kind)
            if kind.type in (int, bool):
                return constant(0)
            if field == "complex" and kind.type in (complex, np.complex128):
                return constant(0j)
            if kind.type in (float, "real", np.float64) or field in ("int", "bool"):
                return constant(0.0)
        if holds_active_set(kind, set()):
            self.refuse(self.node, "A set in this gets values that depend on what is differentiated, and is made where "
                        "nothing does.", "Make the set where it is used, or use a list.")
        if any(k.form == "dict" and k.type is types.MappingProxyType for k in within(kind)):
            self.refuse(self.node, "A MappingProxyType of what does not depend on what is differentiated is kept beside what does.",
                        "Use the dict itself.")
        if kind.form in ("array", "flat") and numberkinds.field(kind) in ("real", "complex") and not goes_by_layout(kind):
            return pure_call(self.member("np", "zeros_like"), value)
        if kind.form == "list" and kind.type is None and isinstance(value, gast.Name) \
                and element(kind).form == "number" and element(kind).type is float and not element(kind).optional:
            return binary(gast.List(elts=[constant(0.0)], ctx=gast.Load()), gast.Mult(), pure_call(self.builtin("len"), value))
        if any(is_default_dict(k) for k in within(kind)) and has_default_with_effect(self.program):
            from s2sad.forward.mappings import refuse_default
            refuse_default(self, self.node)
        return pure_call(self.runtime("zeros"), value)

    def zero_of(self, kind, tree):
        """The zero tangent of what a tree gives, which asks for the value (see RESULT) where the tree does not show it."""
        shown = is_atom(tree) or isinstance(tree, gast.Tuple) or is_list_of_numbers(tree)
        return self.zero(kind, tree if shown else hole())

    def zeros_in_lists(self, tree):
        """`[[1.0, 2], []]` → `[[0.0, 0], []]`."""
        if isinstance(tree, gast.List):
            return gast.List(elts=[self.zeros_in_lists(e) for e in tree.elts], ctx=gast.Load())
        return self.zero(K.number(type(tree.value)), tree)

    def zero_reads(self, node):
        """Is this not active, and its zero tangent not a number, but read off the value, which then needs a name?"""
        if self.is_active(node):
            return False
        kind = self.kind(node)
        return kind.form != "number" or not isinstance(self.zero(kind, hole()), gast.Constant)

    def complete(self, pair, kind):
        """The tangent with its value's shape, and in memory of its own if the value is.

        May ask for the value by name (see RESULT).
        """
        tangent = pair.tangent
        if tangent is None:
            return self.zero_of(kind, pair.value)
        if kind.form == "tuple" and kind.type is not None \
                and not isinstance(tangent, (gast.Name, gast.Subscript, gast.Attribute)):  # these exist, and are as they must be
            made = self.facts.kind.get(tangent.func) if isinstance(tangent, gast.Call) else None
            if made is not None and made.value is kind.type or isinstance(tangent, gast.Call) \
                    and isinstance(tangent.func, gast.Attribute) and tangent.func.attr == "_replace":
                return tangent
            return pure_call(self.runtime("tuple_like"), hole(), tangent)
        relaid = goes_by_layout(kind)
        if kind.form in ("array", "numeric", "any"):
            if not pair.full:
                if pair.shared is not None and self.may_be_written(kind, pair.shared):
                    tangent = self.fresh(tangent, kind)
                return pure_call(self.runtime("aligned" if relaid else "like"), tangent, hole())
            if pair.shared is not None:
                if self.may_be_written(kind, pair.shared):
                    tangent = self.fresh(tangent, kind)
                if relaid:
                    tangent = pure_call(self.runtime("aligned"), tangent, hole())
            elif relaid and not isinstance(pair.value, (gast.Name, gast.Subscript, gast.Attribute)):
                tangent = pure_call(self.runtime("aligned"), tangent, hole())
            elif kind.form == "array" and not kind.ndim and isinstance(tangent, (gast.BinOp, gast.UnaryOp)):
                # Arithmetic on 0-d arrays gives numbers, but the value is an array.
                tangent = pure_call(self.runtime("like"), tangent, hole())
        elif kind.form == "number" and not pair.full:
            tangent = binary(tangent, gast.Add(), constant(0j)) if kind.type is complex \
                else pure_call(self.runtime("like"), tangent, hole())
        return tangent

    def may_be_written(self, kind, shared):
        """May the new value's memory, or that of the tangent's owner, be written into?"""
        for part in (kind, shared):
            for region in regions(part):
                if region.written or region.escapes:
                    return True
        return False

    def fresh(self, tangent, kind):
        if kind.form == "any":
            return pure_call(self.runtime("fresh"), tangent)
        return gast.UnaryOp(op=gast.UAdd(), operand=tangent)

    def full(self, pair, kind):
        """A pair whose tangent has the value's full shape, without a hole."""
        if pair.tangent is not None and pair.full and pair.shared is not None and kind.form != "number" \
                and self.may_be_written(kind, pair.shared):
            # What is made of it may be a view that is written through.
            return Pair(pair.value, self.fresh(pair.tangent, kind))
        if pair.tangent is None or pair.full or kind.form == "number" and numberkinds.field(kind) != "complex":
            return pair
        tangent = self.complete(pair, kind)
        pair = Pair(pair.value, tangent)
        return self.settled(pair)


def is_list_of_numbers(tree):
    """Is this a list, or a list of lists, in which all numbers are written out?"""
    return isinstance(tree, gast.List) and all(is_list_of_numbers(e) or isinstance(e, gast.Constant) and type(e.value) in (
        int, float, complex, bool) for e in tree.elts)
