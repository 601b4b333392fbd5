"""One call of a generated function: which of the user's statements has run, and what it assigned.

Consecutive generated statements that come from one line of the user's are one step; when
the next line begins, what they assigned is read out of the frame's local variables.
"""

import ast
import inspect
import re
from dataclasses import dataclass, field

import numpy as np

from s2sad.backend.compiler import ORIGINS
from s2sad.frontend.tangentnames import seed_names
from s2sad.tracing.places import Unknown, evaluate, root
from s2sad.tracing.statements import added_to, runs_again
from s2sad.tracing.steps import Block, Loop, Step
from s2sad.tracing.usersource import lambda_text, statement_text
from s2sad.tracing.values import copied, same, trouble

_LEAVES = re.compile(r"\b(return|yield|def)\b")  # otherwise it falls off its end
_MUTABLE = (list, dict, set, np.ndarray)


@dataclass
class Group:
    """The generated statements of one user's line, as far as they have run."""

    line: int | None
    statements: list = field(default_factory=list)
    assigned: set = field(default_factory=set)  # names
    before: dict = field(default_factory=dict)  # copies of what its calls might change
    read: dict = field(default_factory=lambda: dict.fromkeys(("value", "tangent"), frozenset()))  # trouble in that
    born: dict = field(default_factory=dict)  # how often trouble had appeared when it began
    called: bool = False
    failed: bool = False


class Names:
    """Which local names of a generated function are the user's, and which are tangents of which."""

    def __init__(self, origin, code):
        users = origin.function.__code__
        self.tangents = seed_names(users)
        self.user = set()
        waiting = [users]
        while waiting:
            current = waiting.pop()
            self.user |= {*current.co_varnames, *current.co_cellvars, *current.co_freevars}
            for constant in current.co_consts:
                if isinstance(constant, type(code)):
                    waiting.append(constant)
                    for name, tangent in seed_names(constant).items():
                        self.tangents.setdefault(name, tangent)
        self.user -= {name for name in self.user if not name.isidentifier()}
        self.primal = {tangent: name for name, tangent in self.tangents.items()}

    def split(self, name):
        """(user's name, False), (user's name, True) for its tangent, or (temporary, False or True)."""
        if name in self.user:
            return name, False
        if name in self.primal:
            return self.primal[name], True
        return (name[1:], True) if name.startswith("dt") else (name, False)


class Running:
    """One call of a generated function."""

    def __init__(self, recorder, frame, above):
        code = frame.f_code
        self.recorder = recorder
        self.frame = frame
        self.above = above
        self.origin = ORIGINS[code.co_filename]
        self.user_code = self.origin.function.__code__
        self.statements = recorder.statements(code.co_filename)
        self.names = recorder.names(code)
        self.depth = 0 if above is None else above.depth + 1
        self.path = () if above is None else above.iteration
        self.call = self.block = Block(above=None if above is None else above.here)
        self.loops = []  # [statement, Loop, inside an iteration?, the block around it, what its header calls]
        self.current = None  # the statement that runs
        self.group = None
        self.exception = None
        self.parameters = inspect.getargs(code)
        self.mirrored = set()  # names whose tangent is that of their present value
        self.inherited = {}  # temporary -> trouble in what its statement read
        self.started = False
        within = self.statements.get(code.co_firstlineno)
        inner = within is not None and isinstance(within.node, ast.FunctionDef)
        self.name = code.co_name if inner else self.origin.function.__name__
        self.lambda_ = lambda_text(self.origin.function) if self.name == "<lambda>" else None
        self.first_line = self.line_of_definition()

    def line_of_definition(self):
        """The user's line with `def`."""
        code = self.frame.f_code
        statement = self.statements.get(code.co_firstlineno)
        if statement is not None and isinstance(statement.node, ast.FunctionDef) and statement.user_line:
            return statement.user_line
        return self.recorder.definition(self.origin.function)

    @property
    def here(self):
        """Where the next step belongs; while a loop's header runs, that is the iteration that it may begin."""
        if self.loops and not self.loops[-1][2] and self.current is self.loops[-1][0]:
            return self.loops[-1][4]
        return self.block

    @property
    def iteration(self):
        return self.path + tuple(loop.count for _, loop, inside, *_ in self.loops if inside)

    # -- moving from statement to statement

    def line(self, number):
        statement = self.statements.get(number)
        if statement is None:
            return
        previous = self.current
        if statement is previous and not runs_again(statement):
            return
        if isinstance(statement.node, (ast.With, ast.AsyncWith)) and previous is not None \
                and statement in previous.around:
            return  # leaving it
        self.exception = None
        if not self.started and not self.is_prologue(statement):
            self.start()
        begins = self.enter(statement, previous)
        new_line = statement.user_line is not None and self.group is not None \
            and self.group.line not in (None, statement.user_line)
        if begins or new_line or self.group is not None and statement in self.group.statements:
            self.finish()
        self.current = statement
        self.begin(statement)

    def enter(self, statement, previous):
        """Follow the loops; says whether an iteration begins or ends, or a loop is left."""
        changed = False
        while self.loops and self.loops[-1][0] is not statement and self.loops[-1][0] not in statement.loops:
            self.finish()
            self.leave()
            changed = True
        if self.loops and self.loops[-1][0] is statement:  # its header again
            self.finish()
            self.close(self.loops[-1])
            return True
        known = [entry[0] for entry in self.loops]
        for loop in statement.loops:
            if loop not in known:
                self.open(loop)
        if self.loops and statement.loops:
            entry = self.loops[-1]
            again = previous is not None and entry[2] and statement.order <= previous.order
            if not entry[2] or again:
                header = self.current if self.current is entry[0] else None
                if header is None:
                    self.finish()
                if again:
                    self.close(entry)
                self.step_into(entry)
                changed = True
        if statement.is_loop:
            self.finish()
            self.open(statement)
            changed = True
        return changed

    def open(self, statement):
        indent = self.indent_of(statement.user_line)
        loop = Loop(self.iteration, self.depth, indent, self.block, self.recorder.full)
        self.block.items.append(loop)
        self.loops.append([statement, loop, False, self.block, Block(above=self.block)])

    def step_into(self, entry):
        self.block = entry[1].next()
        entry[2] = True
        self.block.items.append(entry[4])
        entry[4].above = self.block
        if entry[4].marked:
            self.block.mark()

    def close(self, entry):
        self.block = entry[3]
        entry[2] = False
        entry[4] = Block(above=self.block)

    def leave(self):
        _, _, inside, around, header = self.loops.pop()
        self.block = around
        if not inside:
            around.items.append(header)

    def resume(self, above):
        """A generator goes on, called by another statement: its steps go on there, inside the same loops."""
        self.above, self.path = above, () if above is None else above.iteration
        block = self.call = Block(above=None if above is None else above.here)
        for entry in self.loops:
            loop = Loop(self.path, self.depth, entry[1].indent, block, True, entry[1].count, entry[1].count - entry[2])
            block.items.append(loop)
            entry[1], entry[3], entry[4] = loop, block, Block(above=block)
            if entry[2]:
                block = Block(above=block)
                loop.kept.append((loop.count, block))
        self.block = block

    # -- what a statement assigned

    def begin(self, statement):
        """A statement is about to run: note what it reads."""
        local = self.frame.f_locals
        if self.group is None:
            self.group = Group(statement.user_line, born=dict(self.recorder.born))
        group = self.group
        if group.line is None:
            group.line = statement.user_line
        group.statements.append(statement)
        for name in statement.reads - group.assigned:
            if name in local:
                which = "tangent" if self.names.split(name)[1] else "value"
                group.read[which] |= self.inherited[name][which] if name in self.inherited \
                    else trouble(copied(local[name]))
        for name in (statement.reads - group.assigned) & self.mirrored:
            group.read["tangent"] |= trouble(copied(local.get(self.names.tangents[name])))
        group.assigned |= {n.id for target in statement.targets for n in [target] if isinstance(n, ast.Name)}
        if isinstance(statement.node, ast.Expr):
            for name in statement.reads:
                if type(local.get(name)) in _MUTABLE:
                    group.before.setdefault(name, copied(local[name]))

    def finish(self, returned=None):
        """The steps of the statements that have run since a line began."""
        group, self.group = self.group, None
        if group is None or group.failed or group.line is None:
            return
        for name in group.assigned & self.names.user - self.kept(group):
            (self.mirrored.add if self.names.tangents.get(name) in group.assigned else self.mirrored.discard)(name)
        for name in group.assigned - self.names.user - self.names.primal.keys():
            self.inherited[name] = group.read
        entries = self.entries(group)
        last = group.statements[-1]
        if returned is not None and (self.lambda_ or _LEAVES.search(self.source(group.line))):
            entries.append((returned[0], None, *returned[1]))
        if not entries and not group.called and (
                any(isinstance(s.node, ast.If) for s in group.statements)
                or isinstance(last.node, ast.While) and last is self.header_entered()):
            self.add("branch", group.line)
        flags = [self.flags(group, name, value, tangent) for _, name, value, tangent in entries]
        for (what, name, value, tangent), flag in zip(entries, flags):
            self.add(what, group.line, name, value, tangent, flag)

    def entries(self, group):
        """[what, name, value, tangent] of each thing that the group assigned."""
        local = self.frame.f_locals
        values, tangents = {}, {}  # key -> value
        for statement in group.statements:
            if statement.is_loop and statement is not self.header_entered():
                continue
            for target in statement.targets:
                self.look(target, group, local, values, tangents)
        for name in self.kept(group):
            tangent = local.get(self.names.tangents[name])
            if np.shape(tangent) == np.shape(local.get(name)):
                tangents[name] = copied(tangent)
        for name, before in group.before.items():
            if name in local and not same(before, copied(local[name])):
                base, is_tangent = self.names.split(name)
                (tangents if is_tangent else values)[base] = copied(local[name])
                tangent = self.names.tangents.get(base)
                if base in self.mirrored and tangent in local:
                    tangents.setdefault(base, copied(local[tangent]))
        result = []
        for key in dict.fromkeys([*values, *tangents]):
            base = key.split("[")[0].split(".")[0]
            temporary = base not in self.names.user
            if temporary and not self.recorder.full or base == "_":
                continue
            value = values.get(key)
            if key not in values:
                if base not in local or base != key or group.line == self.first_line:
                    continue
                value = copied(local[base])
            result.append(("temporary" if temporary else "assignment", key, value, tangents.get(key)))
        return result

    def kept(self, group):
        """The names that got another value, but kept their tangent: `a += 1`, `a = a - c`."""
        last = {target.id: s.node for s in group.statements for target in s.targets if isinstance(target, ast.Name)}
        local, found = self.frame.f_locals, set()
        for name, node in last.items():
            added = added_to(node, name)
            if name in self.mirrored and added is not None and self.names.tangents.get(name) not in group.assigned \
                    and not any(self.names.tangents.get(other) in local for other in added):
                found.add(name)
        return found

    def header_entered(self):
        """The loop whose header was the last statement, if an iteration has begun."""
        return self.loops[-1][0] if self.loops and self.loops[-1][2] else None

    def look(self, target, group, local, values, tangents):
        base = root(target)
        if base is None or base not in local:
            return
        name, is_tangent = self.names.split(base)
        place = tangents if is_tangent else values
        if not isinstance(target, ast.Name):
            used = {n.id for n in ast.walk(target) if isinstance(n, ast.Name)}
            try:
                if used & group.assigned:
                    raise Unknown
                found = copied(evaluate(target, local))
            except Unknown:
                place[name] = copied(local[base])
                if not is_tangent and name in self.mirrored:
                    tangents.setdefault(name, copied(local.get(self.names.tangents[name])))
                return
            key = name + ast.unparse(target)[len(base):]
            place[key] = found
            if not is_tangent and name in self.mirrored:  # its mirror may be as it was before
                try:
                    tangents.setdefault(key, copied(evaluate(target, local, {base: self.names.tangents[name]})))
                except Unknown:
                    pass
        else:
            place[name] = copied(local[base])

    def is_prologue(self, statement):
        """Does this only make a parameter's tangent ready?"""
        return statement.user_line in (None, self.first_line) and bool(statement.targets) and all(
            isinstance(t, ast.Name) and t.id in self.names.primal for t in statement.targets)

    def start(self):
        """The body begins: the steps of the parameters."""
        self.started = True
        local = self.frame.f_locals
        names = [*self.parameters.args, self.parameters.varargs, self.parameters.varkw]
        for name in names:
            if name is None or name not in self.names.user or name not in local or name in self.names.primal:
                continue
            tangent = local.get(self.names.tangents.get(name))
            if tangent is not None:
                self.mirrored.add(name)
            value = copied(local[name])
            flags = self.flags(Group(None), name, value, tangent) if self.above is None else ()
            self.add("argument", self.first_line, name, value, copied(tangent), flags)

    def flags(self, group, name, value, tangent):
        """What appears in a value or tangent that was in nothing the statement read."""
        result = []
        for which, thing in (("value", value), ("tangent", tangent)):
            for word in ("NaN", "infinity"):
                if word not in trouble(thing) or word in group.read[which]:
                    continue
                kind = f"{word} in {which}"
                if self.recorder.born.get(kind, 0) > group.born.get(kind, 0):
                    continue  # it was marked inside a call that the statement made
                place = (kind, self.origin.function, group.line, name)
                if place not in self.recorder.marked:
                    self.recorder.marked.add(place)
                    result.append(kind)
                self.recorder.appeared.append(kind)
        return tuple(result)

    def add(self, what, line, name=None, value=None, tangent=None, flags=()):
        filename = self.user_code.co_filename
        self.here.items.append(Step(line, self.source(line), self.name, filename, self.depth, self.iteration,
                                    what, name, value, tangent, flags, self.indent_of(line)))
        for kind in self.recorder.appeared:
            self.recorder.born[kind] = self.recorder.born.get(kind, 0) + 1
        self.recorder.appeared.clear()
        if flags:
            self.here.mark()

    def source(self, line):
        return self.lambda_ or statement_text(self.user_code.co_filename, line)[0]

    def indent_of(self, line):
        if line is None:
            return 0
        filename = self.user_code.co_filename
        return max(0, statement_text(filename, line)[1] - statement_text(filename, self.first_line)[1])

    def calls(self):
        """Another generated function is about to be called."""
        if self.group is not None and not self.group.called and self.group.line is not None:
            self.group.called = True
            self.add("call", self.group.line)

    # -- the end

    def returned(self, value):
        last = self.current
        if self.exception is not None:
            return
        if last is None:
            self.finish()
        elif isinstance(last.node, ast.Return) and isinstance(value, tuple) and len(value) == 2:
            self.finish(("return", (copied(value[0]), copied(value[1]))))
        elif isinstance(value, tuple) and len(value) == 2 and any(
                isinstance(n, (ast.Yield, ast.YieldFrom)) for n in ast.walk(last.node)):
            self.finish(("yield", (copied(value[0]), copied(value[1]))))
        else:
            self.finish()

    def raised(self, error):
        if isinstance(error, (StopIteration, GeneratorExit)):
            return
        self.exception = error
        line = self.group.line if self.group is not None else None
        if not self.started:
            return  # a seed that does not fit
        if self.group is not None:
            self.group.failed = True
        if self.recorder.error is error:
            return  # it comes out of a call
        self.recorder.error = error
        if line is None and self.current is not None:
            line = self.current.user_line
        if line is not None:
            self.add("exception", line, None, f"{type(error).__name__}: {error}", None, ("raised",))
