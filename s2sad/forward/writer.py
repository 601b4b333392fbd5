"""The state of writing one derivative: names, statements so far, what is asked of the runtime."""

import itertools
import math
from collections import Counter

import gast
import numpy as np

from s2sad.facts import kinds as K
from s2sad.facts.callrecords import helpers
from s2sad.facts.effects import changes, writes
from s2sad.facts.reached import is_active, regions
from s2sad.forward import expressions, lifetimes
from s2sad.forward.acting import runs_acting
from s2sad.forward.pair import Pair
from s2sad.forward.writernames import Names
from s2sad.forward.writertangents import Tangents
from s2sad.frontend.tangentnames import names_of_tangents
from s2sad.frontend.build import (
    assign,
    has_effects,
    is_atom,
    is_constant,
    is_plain,
    name,
    names_in,
    pure_call,
    tuple_,
    walk_outside_functions,
)
from s2sad.frontend.trees import by_class, walk
from s2sad.simplify.algebra import known_number
from s2sad.simplify.temporaries import inherited


def why_asked(name):
    """Why a method that Python calls by itself may not change what is active, and what to do instead."""
    if name in ("__bool__", "__len__"):
        return ("Asking this object for its truth or length changes what depends on what is differentiated.",
                "Call a method of another name.")
    return (f"Python calls `{name}` here by itself, which changes what depends on what is differentiated.",
            f"Let `{name}` only look at the object, and make the change in a method of another name.")


class Writer(Names, Tangents):
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
        """Is this a sum, difference or product of two numbers, or an item of a list, which costs less than what a name would?

        What is reckoned is marked.
        """
        if self.kind(node).form != "number":
            return False
        if isinstance(tree, gast.Subscript):
            return self.is_item(tree, node)
        tree.cheap = isinstance(tree, gast.BinOp) and isinstance(tree.op, (gast.Add, gast.Sub, gast.Mult)) \
            and is_atom(tree.left) and is_atom(tree.right)
        return tree.cheap

    def is_item(self, tree, node):
        """Is this `xs[i]` or `rows[i][j]`, of a list, tuple or array, which may be read twice? node: as the user wrote it."""
        if not isinstance(tree, gast.Subscript) or not isinstance(node, gast.Subscript) or not is_plain(tree.slice):
            return False
        kind = self.facts.kind.get(node.value)
        return kind is not None and kind.form in ("list", "tuple", "array") and not kind.optional \
            and (kind.type is None or kind.form == "array") \
            and (isinstance(tree.value, gast.Name) or self.is_item(tree.value, node.value))

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

_FEW = 4  # items of a tuple that is written twice


def writes_memory(node):
    """Does running this write into active memory?"""
    return any(getattr(n, "writes", False) for n in walk_outside_functions(node))


def assigned_names(statements):
    """User-visible names that these statements assign to, and those of functions that they define."""
    nodes = [n for s in statements if not getattr(s, "generated", False) for n in walk_outside_functions(s)]
    return {n.id for n in nodes if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Store)} | {
        n.name for n in nodes if isinstance(n, gast.FunctionDef)}
