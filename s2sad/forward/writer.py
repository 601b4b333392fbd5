"""The state of writing one derivative: names, statements so far, what is asked of the runtime."""

import itertools
import math
import sys
import types
from collections import Counter

import gast
import numpy as np

from s2sad import runtime
from s2sad.analysis.zerokinds import has_zero_leaf
from s2sad.analysis.mappings import is_default_dict
from s2sad.analysis.purity import has_default_with_effect
from s2sad.analysis.sets import holds_active_set
from s2sad.facts import kinds as K
from s2sad.facts import numberkinds
from s2sad.facts.callrecords import helpers
from s2sad.facts.contents import element
from s2sad.facts.effects import changes, writes
from s2sad.facts.reached import goes_by_layout, is_active, regions, within
from s2sad.forward import expressions, lifetimes
from s2sad.forward.acting import runs_acting
from s2sad.forward.pair import Pair, hole
from s2sad.frontend.tangentnames import names_of_tangents
from s2sad.frontend.build import (
    assign,
    attribute,
    binary,
    constant,
    has_effects,
    is_atom,
    is_constant,
    name,
    names_in,
    pure_call,
    tuple_,
    unused,
    walk_outside_functions,
)
from s2sad.frontend.names import MISSING, Place, place_of
from s2sad.frontend.trees import by_class, walk
from s2sad.rules import originals
from s2sad.rules.registry import MODULES
from s2sad.simplify.algebra import known_number
from s2sad.simplify.temporaries import inherited


def why_asked(name):
    """Why a method that Python calls by itself may not change what is active, and what to do instead."""
    if name in ("__bool__", "__len__"):
        return ("Asking this object for its truth or length changes what depends on what is differentiated.",
                "Call a method of another name.")
    return (f"Python calls `{name}` here by itself, which changes what depends on what is differentiated.",
            f"Let `{name}` only look at the object, and make the change in a method of another name.")


class Writer:
    """Writes the derivative of one context; `out` collects its statements.

    outer: the writer of the function around it, with which it shares all names.
    """

    def __init__(self, program, context, names_of_contexts, outer=None):
        self.outer = outer
        self.program = program
        self.context = context
        self.facts = context.facts
        self.context_names = names_of_contexts  # Context -> name of its derivative
        self.injected = {}  # name in generated code -> what it stands for
        self.out = []
        # Names outside the function whose values a call may change.
        self.outer_values = {n.id for n, k in self.facts.kind.items() if isinstance(n, gast.Name) and k is not None
                             and n.id not in context.locals and k.form != "const"}
        # Variables that a call of an inner function may give another value, and their tangents.
        rebound = set().union(*(c.rebound for c in context.lineage))
        self.outer_values |= rebound
        self.special = {}  # expression → has it effects that have to be mirrored? (see `expressions.is_special`)
        self.passed_as = {}  # lambda → the parameter that it is passed for, after which its mirror is named
        self.as_arrays = set()  # nodes of lists that are operands of array arithmetic
        self.given = {}  # id of an expression → its pair, where it was evaluated before
        self.guarded = 0  # inside how many blocks whose exceptions may be caught here
        self.yields_pairs = False  # is this a generator function of pairs?
        self.entry = False  # is this the function that the user calls?
        self.has_acting = None  # are there objects whose methods Python calls by itself, and that do more than compute?
        self.in_place = False  # is this an element of a comprehension, which takes no statement?
        self.wanted = None  # the names that the branches of a conditional may assign to directly
        self.node = context.tree  # the user's node being written, for line numbers and refusals
        code = context.function.__code__
        self.plain_functions = set()  # the user's inner functions beside which there is a mirror
        if outer is not None:
            self.taken, self.generated, self.tangents = outer.taken, outer.generated, outer.tangents
            self.numbers, self.of_numbers, self.held = outer.numbers, outer.of_numbers, outer.held
            self.inherited, self.lasting = outer.inherited, outer.lasting
            self.plain_functions = outer.plain_functions
            self.taken |= context.locals
            self.note_rebound(rebound)
            return
        nodes = by_class(context.tree)
        self.taken = {n.id for n in nodes[gast.Name]} | {n.name for n in nodes[gast.FunctionDef] + nodes[gast.ClassDef]}
        self.taken |= set(code.co_varnames) | set(code.co_freevars) | set(code.co_cellvars) | set(code.co_names)
        self.taken |= {"None", "True", "False"} | context.locals
        self.generated = set()  # temporaries
        self.of_numbers = set()  # temporaries that hold numbers
        self.held = {}  # the kinds of what temporaries hold
        self.numbers = itertools.count(1)  # of temporaries; a name once taken stays taken
        self.tangents = names_of_tangents(context)
        self.taken |= set(self.tangents.values())
        self.inherited = self.inherited_temporaries()
        self.lasting = {} if program.closes else None  # temporaries of this statement that keep others alive
        self.note_rebound(rebound)

    def inherited_temporaries(self):
        """Those of a derivative that is differentiated, and their tangents, where they are assigned once."""
        names = inherited(self.context.function)
        stores = Counter(n.id for n in walk(self.context.tree) if isinstance(n, gast.Name)
                         and isinstance(n.ctx, gast.Store)) if names else {}
        found = {n for n in names if stores[n] == 1 and n not in self.context.params}
        return found | {self.tangents[n] for n in found if n in self.tangents}

    def refuse_changes(self):
        """Python calls methods by itself where no call is written that could be mirrored: they must only look."""
        for asked in self.facts.asked.values():
            for helper in helpers(asked.how):
                if changes(helper.context) or asked.twice and writes(helper.context) \
                        or self.program.reads_exceptions and helper.context.raises:
                    self.refuse(asked.node, *why_asked(asked.name))

    def note_rebound(self, rebound):
        self.unsteady = rebound | {self.tangents[n] for n in rebound if n in self.tangents}
        self.outer_values |= self.unsteady

    def inside(self, context):
        """The writer of a function that is made inside this one."""
        return Writer(self.program, context, self.context_names, self)

    def is_local(self, wanted):
        return any(wanted in c.locals for c in self.context.lineage)

    # -- names

    def unused(self, wanted):
        wanted = unused(wanted, self.taken)
        self.taken.add(wanted)
        return wanted

    def tangent_name(self, user_name):
        if user_name not in self.tangents:
            self.tangents[user_name] = self.unused("d" + user_name)
            if user_name in self.inherited:
                self.inherited.add(self.tangents[user_name])
        return self.tangents[user_name]

    def temporary(self):
        for i in self.numbers:
            wanted = "t" if i == 1 else f"t{i}"
            if wanted not in self.taken and "d" + wanted not in self.taken:
                self.taken |= {wanted, "d" + wanted}
                self.generated |= {wanted, "d" + wanted}
                return wanted

    def inject(self, wanted, thing):
        """The name under which generated code knows `thing`, (kind, ...) hashable."""
        if self.outer is not None:
            return self.outer.inject(wanted, thing)
        for known, other in self.injected.items():
            if other == thing:
                return name(known)
        chosen = self.unused(wanted)
        self.injected[chosen] = thing
        return name(chosen)

    def runtime(self, helper):
        """One of s2sad's own helpers; a derivative that is differentiated may know it already."""
        return name(helper) if self.has_helper(helper) else self.inject(helper, ("runtime", helper))

    def has_helper(self, helper):
        """Is this a derivative that is differentiated, and knows the helper by its name?"""
        function = self.context.function
        code = function.__code__
        own = helper in function.__globals__ and code.co_filename.startswith("<s2sad")  # no module of the user's
        return (helper in code.co_freevars or own) and not self.is_local(helper) \
            and place_of(function, helper).read() is runtime.helper(helper)

    def is_helper(self, tree, helper):
        """Is this tree the name of one of s2sad's own helpers?"""
        outermost = self
        while outermost.outer is not None:
            outermost = outermost.outer
        return isinstance(tree, gast.Name) and (
            outermost.injected.get(tree.id) == ("runtime", helper) or tree.id == helper and self.has_helper(helper))

    def module(self, module_name):
        """One of `MODULES`, under the user's own name for it if there is one."""
        full = MODULES[module_name]
        package, _, inner = full.partition(".")
        users = self.users_name_of(full)
        if users is not None:
            return name(users)
        if inner and self.users_name_of(package) is not None:
            return attribute(name(self.users_name_of(package)), inner)
        return self.inject(module_name, ("module", full))

    def member(self, module_name, *path):
        """`np.zeros_like`, or `np.linalg.inv`, of one of `MODULES`: what it was, even if the program has replaced it."""
        within = originals.steps(MODULES[module_name], path)
        for module, step in within:
            place = Place("attribute", sys.modules[module], step)
            value = place.read()
            self.program.guards.setdefault(place, ("missing", None) if value is MISSING else ("is", value))
        if all(originals.is_original(*step) for step in within):
            rest, tree = path, self.module(module_name)
        else:
            rest, tree = path[len(within):], self.inject(within[-1][1], ("original", within[-1]))
        for step in rest:
            tree = attribute(tree, step)
        return tree

    def users_name_of(self, module_name):
        """The global name that the user's function has for a module, or None."""
        for place, guard in self.program.guards.items():
            if place.kind == "global" and place.space is self.context.function.__globals__ \
                    and guard[0] == "is" and getattr(guard[1], "__name__", None) == module_name \
                    and type(guard[1]) is type(np) and not self.is_local(place.name):
                return place.name
        return None

    def builtin(self, wanted):
        """A builtin, even where the user's module has, or gets, another thing by that name."""
        function = self.context.function
        guarded = self.program.guards.get(Place("global", function.__globals__, wanted))
        if guarded == ("is", getattr(originals.builtins, wanted)) and not self.is_local(wanted) \
                and wanted not in function.__code__.co_freevars:
            return name(wanted)
        return self.inject(wanted, ("builtin", wanted))

    def unused_target(self):
        """A name for what is of no use."""
        return self.inject_free("_")

    def inject_free(self, wanted):
        if self.is_local(wanted) or wanted in self.taken and wanted not in self.generated:
            wanted = self.temporary()
        self.taken.add(wanted)
        self.generated.add(wanted)
        return wanted

    # -- facts

    def kind(self, node):
        return self.facts.kind[node]

    def is_active(self, node):
        kind = self.facts.kind.get(node)
        return kind is not None and is_active(kind)

    def refuse(self, node, reason, advice, uncertain=False):
        raise self.context.refusal(node if hasattr(node, "lineno") else self.node, reason, advice, uncertain)

    # -- statements

    def emit(self, statement):
        statement.user_line = getattr(self.node, "lineno", None)
        if self.inherited and isinstance(statement, gast.Assign) and isinstance(statement.targets[0], gast.Name) \
                and statement.targets[0].id in self.inherited and not has_effects(statement.value):
            statement.generated = True
        self.out.append(statement)
        return statement

    def block(self, write, *arguments):
        """The statements that `write` emits."""
        outer, self.out = self.out, []
        try:
            write(*arguments)
            return self.out
        finally:
            self.out = outer

    def hoist(self, tree, at=None, force=False):
        """Give a value a name of its own; returns the name."""
        if is_atom(tree) and not (force and isinstance(tree, gast.Name)):
            return tree
        if isinstance(tree, gast.Starred):
            items = gast.List(elts=[tree], ctx=gast.Load())
            return gast.Starred(value=self.hoist(items, at), ctx=gast.Load())
        if isinstance(tree, gast.Slice):
            return gast.Slice(*self.hoist_each((tree.lower, tree.upper, tree.step), at, force))
        if isinstance(tree, gast.Tuple) and any(isinstance(e, gast.Slice) for e in tree.elts):
            return gast.Tuple(elts=self.hoist_each(tree.elts, at, force), ctx=gast.Load())
        temporary = self.temporary()
        statement = assign(name(temporary, store=True), tree)
        statement.generated = not has_effects(tree)
        statement.user_line = getattr(self.node, "lineno", None)
        self.out.insert(len(self.out) if at is None else at, statement)
        result = name(temporary)
        result.known_number, result.wraps = known_number(tree), getattr(tree, "wraps", False)
        return result

    def hoist_tangent(self, pair, at=None, force=False):
        """Give the tangent of a pair, if it has one, a name of its own: that of the value, where this has a name."""
        if pair.tangent is not None:
            pair.note_value()
            pair.tangent = self.hoist(pair.tangent, at, force)

    def hoist_each(self, trees, at, force):
        """Names for the parts of an index, of which some may be None."""
        found, at = [], len(self.out) if at is None else at
        for tree in trees:
            before = len(self.out)
            found.append(tree if tree is None else self.hoist(tree, at, force))
            at += len(self.out) - before
        return found

    def split(self, pair):
        """Value and tangent of a pair that cannot be had apart, under names."""
        if pair.both is None:
            return pair
        temporary = self.temporary()
        statement = self.emit(assign(tuple_([name(temporary, True), name("d" + temporary, True)], True), pair.both))
        statement.writes = getattr(pair.both, "writes", False)
        value = name(temporary)
        value.wraps = getattr(pair.both, "wraps", False)
        return Pair(value, name("d" + temporary), shared=None)

    def named(self, pair, kind=None):
        """A pair whose value, of this kind, is a name or constant, and whose tangent is complete."""
        pair = self.split(pair)
        if not is_atom(pair.value):
            pair.value = self.hoist(pair.value)
        lifetimes.note(self, pair.value, kind)
        pair.fill(pair.value)
        pair.note_value()
        return pair

    def settled(self, pair, kind=None):
        """A pair, of this kind, whose tangent asks for nothing."""
        return self.named(pair, kind) if pair.has_hole or pair.both is not None else pair

    def operands(self, nodes, need_value=(), pair=None):
        """The pairs of expressions that are evaluated one after the other.

        Those in `need_value` are given names.  Whatever an earlier one reads
        before a later one's statements run is read into a name first; so is
        what stands before one with effects that goes into a name.
        """
        pair = pair or expressions.pair
        pairs, acting = [], False  # does a value in them have effects?
        for i, node in enumerate(nodes):
            mark = len(self.out)
            current = self.settled(pair(self, node))
            if isinstance(current.value, gast.Name) and current.value.id in self.generated \
                    and getattr(self.facts.kind.get(node), "form", None) == "number":
                self.of_numbers.add(current.value.id)
            if node in self.as_arrays and current.tangent is not None:
                current.tangent = pure_call(self.member("np", "asarray"), current.tangent)
            if i in need_value and not is_constant(current.value) and not self.reads_better_twice(current.value) \
                    and not (self.in_place and self.is_cheap(current.value, node)):
                current.value = self.hoist(current.value)
                current.note_value()
                self.held[current.value.id] = self.facts.kind.get(node)
            lifetimes.note(self, current.value, self.facts.kind.get(node))
            new = self.out[mark:]
            if not pairs:
                pairs.append(current)
                acting = not is_atom(current.value) and (has_effects(current.value) or runs_acting(self, node))
                continue
            effects = has_effects(new) or has_effects(current.value) or runs_acting(self, node)
            changes = writes_memory(new) or writes_memory(current.value)
            rebound = assigned_names(new) | (self.unsteady if effects else set())
            if effects:
                mark = self.read_before(pairs, acting, mark)
                acting |= not is_atom(current.value)
            last = max((j for j, p in enumerate(pairs) if has_effects(p.value)), default=-1)
            for j, earlier in enumerate(pairs):
                if not new and not changes and not (effects and self.unsteady):
                    break
                clash = bool(rebound) and not names_in(earlier.value).isdisjoint(rebound)
                if clash or not is_atom(earlier.value) and (effects or j <= last) \
                        and not self.is_steady(earlier.value, new):
                    before = len(self.out)
                    earlier.value = self.hoist(earlier.value, mark, force=clash)
                    mark += len(self.out) - before
                if earlier.tangent is not None and effects and self.outer_values \
                        and not names_in(earlier.tangent).isdisjoint(self.outer_values):
                    before = len(self.out)
                    self.hoist_tangent(earlier, mark)
                    mark += len(self.out) - before
                clash = earlier.tangent is not None and bool(rebound) \
                    and not names_in(earlier.tangent).isdisjoint(rebound)
                if changes and earlier.tangent is not None and earlier.shared is not None:
                    # The value is a new object; the mirror that serves as its tangent is about to change.
                    earlier.tangent, earlier.shared = gast.UnaryOp(op=gast.UAdd(), operand=earlier.tangent), None
                if earlier.tangent is not None and (clash or changes and not is_atom(earlier.tangent)):
                    before = len(self.out)
                    self.hoist_tangent(earlier, mark, force=clash)
                    mark += len(self.out) - before
            pairs.append(current)
        return pairs

    def read_before(self, pairs, acting, mark):
        """Name the tangents that read what is about to change, from statement `mark` on; returns where that comes to.

        acting: a value among them has effects, and what reads after it must stay after it.
        """
        stale = {id(p) for p in pairs if p.tangent is not None and self.reads_what_is_written(p.tangent)}
        for earlier in pairs if stale else ():
            before = len(self.out)
            if acting and not is_atom(earlier.value):
                earlier.value = self.hoist(earlier.value, mark)
            mark += len(self.out) - before
            if id(earlier) in stale:
                before = len(self.out)
                self.hoist_tangent(earlier, mark)
                mark += len(self.out) - before
        return mark

    def reads_what_is_written(self, tree):
        """Does this read memory, an array or an attribute, into which the program writes somewhere?"""
        for n in walk(tree):
            if isinstance(n, (gast.Name, gast.Attribute)):
                kind = self.facts.kind.get(n.value if isinstance(n, gast.Attribute) else n)
                if kind is None and isinstance(n, gast.Name):
                    kind = self.held.get(n.id)
                if kind is not None and any(r.written or r.escapes for r in regions(kind, captured=False)):
                    return True
                if isinstance(n, gast.Attribute) and kind is not None and K.has_fields(kind) \
                        and n.attr not in kind.region.find().fields:  # of its class, where others may change it
                    return True
        return False

    def reads_better_twice(self, tree):
        """May this stay in both places where it is needed: a name, `np.pi`, `(n, 1)`, `axes=([0], [1])`?"""
        if isinstance(tree, (gast.Tuple, gast.List)):
            return len(tree.elts) <= _FEW and all(map(self.reads_better_twice, tree.elts))
        if isinstance(tree, gast.UnaryOp) and isinstance(tree.op, gast.USub):
            return self.reads_better_twice(tree.operand)
        return is_atom(tree) or self.is_field(tree)

    def is_cheap(self, tree, node):
        """Is this a sum, difference or product of two numbers, which costs less than what a name would take? It is marked."""
        if not isinstance(tree, gast.BinOp) or not isinstance(tree.op, (gast.Add, gast.Sub, gast.Mult)) \
                or not (is_atom(tree.left) and is_atom(tree.right)) or self.kind(node).form != "number":
            return False
        tree.cheap = True
        return True

    def is_field(self, tree):
        """Is this an attribute that an object or module holds, as good as a name: reading it twice changes nothing?"""
        if not isinstance(tree, gast.Attribute) or not isinstance(tree.value, gast.Name):
            return False
        kind = self.facts.kind.get(tree.value)
        if kind is not None and kind.form == "const" and kind.value in (np, math):
            return True
        held = kind is not None and (
            K.has_fields(kind) or kind.form == "tuple" and tree.attr in getattr(kind.type, "_fields", ()))
        return getattr(tree, "field", False) or held and tree in self.facts.kind and tree not in self.facts.call

    def is_steady(self, tree, statements):
        """Is this arithmetic on numbers under local names, which no statement in between changes?"""
        assigned = assigned_names(statements)
        for n in walk(tree):
            if isinstance(n, gast.Name):
                kind = self.facts.kind.get(n)
                local = n.id in self.context.locals and kind is not None and kind.form == "number"
                if not local and n.id not in self.of_numbers or n.id in assigned or n.id in self.unsteady:
                    return False
            elif isinstance(n, gast.BinOp) and not isinstance(n.op, (gast.Add, gast.Sub, gast.Mult)):
                return False
            elif not isinstance(n, (gast.BinOp, gast.UnaryOp, gast.Constant)):
                return False
        return True

    # -- tangents

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


_FEW = 4  # items of a tuple that is written twice


def is_list_of_numbers(tree):
    """Is this a list, or a list of lists, in which all numbers are written out?"""
    return isinstance(tree, gast.List) and all(is_list_of_numbers(e) or isinstance(e, gast.Constant) and type(e.value) in (
        int, float, complex, bool) for e in tree.elts)


def writes_memory(node):
    """Does running this write into active memory?"""
    return any(getattr(n, "writes", False) for n in walk_outside_functions(node))


def assigned_names(statements):
    """User-visible names that these statements assign to, and those of functions that they define."""
    nodes = [n for s in statements if not getattr(s, "generated", False) for n in walk_outside_functions(s)]
    return {n.id for n in nodes if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Store)} | {
        n.name for n in nodes if isinstance(n, gast.FunctionDef)}
