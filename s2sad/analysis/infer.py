"""Kinds and activity of every expression, by abstract interpretation.

The function's body is run once over kinds instead of values; loops until
nothing changes, helpers with the kinds of their arguments.  What is learnt is
recorded in `Facts`, by tree node, for the passes that follow.
"""

import gast
import numpy as np

from s2sad.analysis import asked, iteration, objects, storage, unpackedobjects
from s2sad.analysis.exceptions import caught, handled_classes, raised
from s2sad.analysis.expressionkinds import ExpressionKinds
from s2sad.analysis.functions import make
from s2sad.analysis.generators import reads_stop
from s2sad.analysis.handedout import follow, hand_out
from s2sad.analysis.inplace import aug_assign
from s2sad.analysis.localclasses import define
from s2sad.analysis.managers import enter_kind, is_own_manager, swallows_nothing
from s2sad.analysis.paths import facts_of, in_both, lasting, names_bound
from s2sad.analysis.sets import check_handed_out
from s2sad.analysis.targets import assign, bind_name, note_name, remember
from s2sad.analysis.truth import abstract_tests, truth_of
from s2sad.facts import kinds as K
from s2sad.facts.classkinds import classes_of
from s2sad.facts.facts import TOO_LARGE, TooLong, Unreachable, describe, fingerprint, merge, merge_into
from s2sad.facts.iterators import check_flat, items_of
from s2sad.facts.joining import everything, join
from s2sad.facts.kinds import const
from s2sad.facts.reached import is_active, regions
from s2sad.frontend.names import Place
from s2sad.frontend.scopes import FUNCTIONS, scope_of
from s2sad.frontend.trees import walk
from s2sad.later import later
from s2sad.records import replace
from s2sad.rules.iteration import by_next

match_statement = later("analysis.patterns.match_statement")


class Interpreter(ExpressionKinds):
    """Runs one function's tree over kinds; see `analysis.program` for the driver."""

    def __init__(self, program, context):
        self.program = program
        self.context = context
        self.facts = context.facts
        self.locals = context.locals  # the same set: unpacked arguments add to it
        self.loops = []  # (environments at break, environments at continue)
        self.handlers = []  # joined environments that an exception may see
        self.finals = []
        self.seen = set(context.rebound)  # variables of inner functions of which one may have been made
        self.paths = []  # what tests say of items and attributes here, see `paths`
        self.results = {}  # `return` → the kind of its value, in the function that the user calls

    # -- statements: environment in, environment out, None where control does not pass

    def run(self):
        self.facts.entered.clear()
        self.facts.stuck.clear()
        self.facts.result = None
        self.facts.never.clear()
        self.facts.asked.clear()
        env = dict(self.context.params)
        for name in self.context.params:
            note_name(self, name, env[name])
            if name in self.context.read_later:
                remember(self, name, env[name])
        self.env = env
        self.share(env)
        if self.context.parent is not None:
            for name in self.context.locals - self.context.own:
                kind = self.context.parent.owner(name).cells.get(name)
                if kind is not None:
                    env[name] = kind
                    note_name(self, name, kind)
        env = self.block(self.context.tree.body, env)
        if self.context.caller is None:
            for kind in self.context.params.values():
                follow(self.program, kind)  # the caller sees his arguments' tangents
            check_handed_out(self.context, self.context.tree, [*self.context.params.values(), self.facts.yields])
        self.facts.falls_off = env is not None
        if env is not None:
            self.returned(K.NONE)

    def block(self, statements, env):
        for statement in statements:
            if env is None:
                return None
            env = self.statement(statement, env)
        return env

    def statement(self, node, env):
        for handler in self.handlers:
            merge_into(handler, env)
        method = getattr(self, "do_" + type(node).__name__, None)
        if method is None:
            raise self.context.refusal(node, f"{describe(node)} cannot be differentiated.",
                                       "Catch the group with `except`, and go through its `exceptions`." if isinstance(
                                           node, gast.TryStar) else "Write it with assignments, loops, branches and calls instead.")
        self.env = env
        self.facts.entered.add(node)
        if self.handlers:
            self.facts.guarded.add(node)
        if self.seen != self.context.captured:
            self.see(node, env)
        program = self.program
        program.at = (self.context, node)
        program.steps += 1
        if program.steps > program.limit:
            raise TooLong
        if program.steps > program.most:
            refusal = self.context.refusal(node, *TOO_LARGE, uncertain=True)
            refusal.too_large = True
            raise refusal
        try:
            out = method(node, env)
        except Unreachable:
            self.facts.stuck.add(node)
            return None
        self.facts.stuck.discard(node)
        if out is not None and self.context.captured:
            self.share(out)
        if out is not None:
            for handler in self.handlers:
                merge_into(handler, out)
        return out

    def see(self, node, env):
        """What an inner function in this statement uses, it finds as it is from here on, not as it was before."""
        used = {n for inner in walk(node) if isinstance(inner, FUNCTIONS) for n in scope_of(inner).free}
        new = used & self.context.captured - self.seen
        if new:
            self.seen |= new
            self.share(env)

    def share(self, env):
        """Let the variables that inner functions use be known to them."""
        for name in self.seen:
            if name in env:
                self.program.join_cell(self.context, name, env[name])

    def do_Expr(self, node, env):
        self.kind(node.value)
        return env

    def do_Pass(self, node, env):
        return env

    do_Global = do_Pass

    def do_Nonlocal(self, node, env):
        return env

    def do_Import(self, node, env):
        import importlib
        for alias in node.names:
            try:
                module = importlib.import_module(alias.name)
            except Exception:  # the user's own code will meet it when it runs
                module = None
            if alias.asname is None and module is not None:
                module = importlib.import_module(alias.name.partition(".")[0])
            bind_name(self, alias.asname or alias.name.partition(".")[0], const(module) if module else K.any_kind())
        return env

    def do_ImportFrom(self, node, env):
        import importlib
        for alias in node.names:
            module = None
            if not node.level and alias.name != "*":
                try:
                    module = importlib.import_module(node.module)
                    getattr(module, alias.name)
                except Exception:
                    module = None
            bind_name(self, alias.asname or alias.name, K.any_kind() if module is None
                      else self.program.kind_at(Place("attribute", module, alias.name), self.context))
        return env

    def do_Assign(self, node, env):
        kind = self.kind(node.value)
        whole = K.has_fields(kind) or iteration.is_active_set(kind)
        if len(node.targets) > 1 and any(unpackedobjects.unpacked(t, kind) or whole and self.is_part_of_list(t) for t in node.targets):
            unpackedobjects.one_by_one(self, node)
        elif whole and any(isinstance(t, (gast.Tuple, gast.List)) or self.is_part_of_list(t) for t in node.targets):
            node.value = iteration.iterable(self, node.value)
            self.check_rest(node, kind)
            kind = self.facts.kind[node.value]
        else:
            unpackedobjects.in_assignment(self, node, kind)
        for target in node.targets:
            assign(self, target, kind)
        return env

    def is_part_of_list(self, target):
        """Is this `xs[a:b]` of a list, which takes the items of what is assigned?"""
        return isinstance(target, gast.Subscript) and isinstance(target.slice, gast.Slice) \
            and self.kind(target.value).form == "list"

    def check_rest(self, node, kind):
        """`a, *rest = obj` asks the iterator of the object for an iterator once more."""
        if is_active(kind) and K.has_fields(self.facts.kind[node.value.args[0]] if node.value.args else K.PLAIN) \
                and node.value.func.value is by_next \
                and any(isinstance(e, gast.Starred) for t in node.targets for e in getattr(t, "elts", ())):
            raise self.context.refusal(node, "Unpacking an object with `__next__` into a starred name calls its "
                                       "`__iter__` twice.", "Unpack list(...) of it.")

    def do_AnnAssign(self, node, env):
        if node.value is not None:
            assign(self, node.target, self.kind(node.value))
        return env

    do_AugAssign = aug_assign

    def do_For(self, node, env):
        self.kind(node.iter)
        self.paths = lasting(self.paths, names_bound(node))
        check_flat(self, node.iter)
        node.iter = iteration.iterable(self, node.iter)
        iterated = self.facts.kind[node.iter]
        item = items_of(self, iterated, node)
        if item is None:
            return self.block(node.orelse, env)
        unpackedobjects.in_loop(self, node, item)
        self.loops.append(([], []))
        while True:
            before = fingerprint(env)
            inner = dict(env)
            self.env = inner
            try:
                assign(self, node.target, item)
            except Unreachable:  # an item cannot be taken apart; there need not be one
                inner = None
            else:
                inner = self.block(node.body, inner)
            for back in [inner, *self.loops[-1][1]]:
                if back is not None:
                    env = merge(env, back)
            self.loops[-1][1].clear()
            if fingerprint(env) == before:
                break
            self.loops[-1][0].clear()
            item = self.iterate(iterated, node)
            unpackedobjects.in_loop(self, node, item)
        breaks, _ = self.loops.pop()
        self.env = env
        out = self.block(node.orelse, env)
        for other in breaks:
            out = merge(out, other)
        return out

    def do_While(self, node, env):
        self.paths = lasting(self.paths, names_bound(node))
        self.loops.append(([], []))
        while True:
            before = fingerprint(env)
            self.env = tested = dict(env)  # the condition may bind names, too
            try:
                truth = self.test(node.test)
            except Unreachable:  # it always raises
                self.loops.pop()
                raise
            inner = self.block(node.body, dict(tested))
            for back in [inner, *self.loops[-1][1]]:
                if back is not None:
                    env = merge(env, back)
            self.loops[-1][1].clear()
            if fingerprint(env) == before:
                break
            self.loops[-1][0].clear()
        breaks, _ = self.loops.pop()
        out = None
        if truth is not True:
            self.env = tested
            out = self.block(node.orelse, tested)
        for other in breaks:
            out = merge(out, other)
        return out

    def do_Break(self, node, env):
        self.loops[-1][0].append(dict(env))
        return None

    def do_Continue(self, node, env):
        self.loops[-1][1].append(dict(env))
        return None

    def test(self, node):
        """Look at a condition; its truth value where the kinds decide it."""
        kind = self.truth_kind(node)
        asked.look_at_truth(self, node)
        truth = self.facts.truth[node] = self.decided(node, kind)
        return truth

    def decided(self, node, kind):
        """The truth value of a condition where the kinds decide it, and the classes stay as they are."""
        for cls, asked in abstract_tests(node, self.facts.kind, self.facts.call):
            self.program.guard_derived(cls, asked)
        return truth_of(node, self.facts.kind, kind, self.facts.call)

    def do_If(self, node, env):
        truth = self.test(node.test)
        env = self.env
        around, ends = self.paths, []
        yes = self.block(node.body, self.narrowed(node.test, env, True)) if truth is not False else None
        ends += [self.paths] if yes is not None else []
        self.paths = around
        no = self.block(node.orelse, self.narrowed(node.test, env, False)) if truth is not True else None
        ends += [self.paths] if no is not None else []
        self.paths = in_both(around, *ends)
        return merge(yes, no)

    def narrowed(self, test, env, truth):
        """The environment where a test has come out true or false: `isinstance` tells classes apart."""
        self.paths = self.paths + facts_of(self, test, truth)
        return {**env, **self.said(test, env, truth)}

    def do_Return(self, node, env):
        self.returned(self.kind(node.value) if node.value is not None else K.NONE, node)
        if node.value is not None:
            if self.context.caller is None:
                check_handed_out(self.context, node.value, [self.facts.kind[node.value]])
            hand_out(self, node.value)
        return None

    def returned(self, kind, node=None):
        for region in regions(kind):
            self.program.set(region, escapes=True)
            if self.finals and kind.form != "array":
                # A final block may still change what is returned: it needs a mirror that follows.
                self.program.set(region, active=True)
        if kind.form == "const" and kind.value is NotImplemented and self.context.name.startswith("__"):
            self.facts.not_implemented = True
            return
        if self.context.is_generator:
            self.facts.result = join(kind, self.facts.result)
        elif self.context.caller is None and not self.context.called:
            # Nobody takes the results of several statements for one: they have nothing to do with each other.
            self.results[node] = kind
            self.facts.returns = K.tuple_of(self.results.values())
        else:
            self.facts.returns = join(kind, self.facts.returns)

    def do_Assert(self, node, env):
        self.truth_kind(node.test)
        asked.look_at_truth(self, node.test)
        if node.msg is not None:
            self.env = failed = dict(self.env)  # what the message rebinds is seen by nobody who comes past here
            message = self.reachable(node.msg)
            if message is None and self.program.guessed:
                raise self.context.refusal(node, "For arguments of the kinds that the text suggests, the message of this "
                                           "`assert` always raises.",
                                           "Call its derivative with the arguments that it is for.", uncertain=True)
            if message is not None and is_active(message):
                self.program.foreign_exceptions.add(AssertionError)
            for handler in self.handlers:
                merge_into(handler, failed)
        return env

    def do_Raise(self, node, env):
        for part in (node.exc, node.cause):
            if part is not None:
                self.kind(part)
        if node.exc is not None:
            raised(self, node.exc, self.facts.kind[node.exc])
        elif self.program.raised:
            self.program.note_raising(self.context)  # what is handled goes on
        if node.cause is not None:
            raised(self, node.cause, self.facts.kind[node.cause])  # who catches the one reaches the other
        return None

    def do_Delete(self, node, env):
        self.paths = []
        for target in node.targets:
            if isinstance(target, gast.Name):
                env.pop(target.id, None)
            elif isinstance(target, gast.Subscript):
                container = replace(self.kind(target.value), optional=False)
                if storage.is_built_in(container, "__delitem__"):
                    target.value = storage.as_items(self, target.value)
                elif K.has_fields(container):
                    self.kind(target.slice)
                    self.facts.kind[target] = objects.item_kind(self, target, container, "__delitem__", [])
                    continue
                for region in regions(self.kind(target.value))[:1]:
                    self.program.set(region, written=True, shrinks=True)
                if is_active(self.kind(target.slice)):
                    self.program.foreign_exceptions.add(KeyError)
            else:
                owner = self.kind(target.value)
                if K.has_fields(owner):
                    if is_active(owner) and any(isinstance(objects.lookup(c, target.attr), property)
                                                for c in classes_of(owner)):
                        raise self.context.refusal(target, f"`{target.attr}` is a property, of which the deleter is called.",
                                                   "Call a method for it.")
                    if is_active(owner) and any(c.__delattr__ is dict.__delitem__ for c in classes_of(owner)):
                        raise self.context.refusal(target, "What deleting an attribute does, the class says itself.",
                                                   "Delete the item: del d[key].")
                    self.program.bare |= set(classes_of(owner))
        return env

    def do_With(self, node, env):
        for item in node.items:
            kind = self.kind(item.context_expr)
            given = enter_kind(self, item) if is_own_manager(kind) else everything(kind)
            if item.optional_vars is not None:
                assign(self, item.optional_vars, given)
        if all(self.lets_through(item.context_expr) or swallows_nothing(self, item) for item in node.items):
            return self.block(node.body, env)
        # The context manager may swallow an exception, wherever it comes from.
        seen = dict(env)
        self.handlers.append(seen)
        out = self.block(node.body, dict(env))
        self.handlers.pop()
        return merge(out, seen)

    def lets_through(self, node):
        """Is this a context manager that is known to let exceptions pass?"""
        callee = self.facts.kind.get(node.func) if isinstance(node, gast.Call) else None
        return callee is not None and callee.form == "const" and callee.value in (np.errstate, open)

    def do_Match(self, node, env):
        return match_statement(self, node, env)

    def do_Try(self, node, env):
        seen = dict(env)
        self.handlers.append(seen)
        if node.finalbody:
            self.finals.append(node)
        out = self.block(node.body, dict(env))
        if out is not None:
            out = self.block(node.orelse, out)
        self.handlers.pop()
        for handler in node.handlers:
            inner = dict(seen)
            self.env = inner
            if handler.type is not None:
                self.kind(handler.type)
            if handler.name is not None:
                self.note_reading(handler)
                bind_name(self, handler.name.id, caught(self, handler.type), handler.name)
            result = self.block(handler.body, inner)
            for other in self.handlers:
                merge_into(other, inner)
            out = merge(out, result)
        if node.finalbody:
            self.finals.pop()
            # The final block may be entered from anywhere; what is after it, only normally.
            anywhere = merge(dict(seen), out) if out is not None else dict(seen)
            after = self.block(node.finalbody, anywhere)
            if out is None or after is None:
                return None
            out = after
        return out

    def note_reading(self, handler):
        if not self.program.reads_stop and handler.type is not None \
                and reads_stop(handler, handled_classes(self.facts.kind[handler.type])):
            self.program.reads_stop = self.program.changed = True

    def do_FunctionDef(self, node, env):
        kind = self.facts.functions[node] = make(self, node)
        bind_name(self, node.name, kind)
        return env

    def do_ClassDef(self, node, env):
        define(self, node)
        return env

    # -- assignment
