"""Kinds and activity of every expression, by abstract interpretation.

The function's body is run once over kinds instead of values; loops until
nothing changes, helpers with the kinds of their arguments.  What is learnt is
recorded in `Facts`, by tree node, for the passes that follow.
"""

import operator
from dataclasses import dataclass, field, replace

import gast
import numpy as np

from s2sad.analysis import kinds as K
from s2sad.analysis.calls import literal
from s2sad.analysis.kinds import Kind, Region, const, element, is_active, join, number, regions
from s2sad.analysis.sample import result_of
from s2sad.analysis.truth import truth_of

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


class Unreachable(Exception):
    """Nothing is known to come out of this expression (yet): the path ends here."""


@dataclass
class Facts:
    """What is known of one function under one set of argument kinds.

    kind: node → Kind; call: call node → how it is made; truth: test node →
    True or False where it is known; item_kinds: augmented assignment → the
    kind of its target before it; entered: the statements that control may get
    to; stuck: those it never gets past; active_names: names whose value is ever
    active, which therefore have a tangent throughout; returns: the joined kind
    of what the function returns; falls_off: the end of the body is reached.
    """

    kind: dict = field(default_factory=dict)
    call: dict = field(default_factory=dict)
    truth: dict = field(default_factory=dict)
    entered: set = field(default_factory=set)
    stuck: set = field(default_factory=set)
    item_kinds: dict = field(default_factory=dict)
    active_names: set = field(default_factory=set)
    returns: Kind | None = None
    falls_off: bool = False


class Interpreter:
    """Runs one function's tree over kinds; see `analysis.program` for the driver."""

    def __init__(self, program, context):
        self.program = program
        self.context = context
        self.facts = context.facts
        self.locals = context.locals
        self.loops = []  # (environments at break, environments at continue)
        self.handlers = []  # joined environments that an exception may see
        self.finals = []

    # -- statements: environment in, environment out, None where control does not pass

    def run(self):
        self.facts.entered.clear()
        self.facts.stuck.clear()
        env = dict(self.context.params)
        for name in self.context.params:
            self.note_name(name, env[name])
        env = self.block(self.context.tree.body, env)
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
                                       "Write it with assignments, loops, branches and calls instead.")
        self.env = env
        self.facts.entered.add(node)
        self.program.at = (self.context, node)
        try:
            out = method(node, env)
        except Unreachable:
            self.facts.stuck.add(node)
            return None
        self.facts.stuck.discard(node)
        if out is not None:
            for handler in self.handlers:
                merge_into(handler, out)
        return out

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
            env[alias.asname or alias.name.partition(".")[0]] = const(module) if module else K.any_kind()
        return env

    def do_ImportFrom(self, node, env):
        import importlib
        for alias in node.names:
            if node.level or alias.name == "*":
                value = None
            else:
                try:
                    value = getattr(importlib.import_module(node.module), alias.name, None)
                except Exception:
                    value = None
            env[alias.asname or alias.name] = K.any_kind() if value is None \
                else self.program.kind_of_constant(value)
        return env

    def do_Assign(self, node, env):
        kind = self.kind(node.value)
        for target in node.targets:
            self.assign(target, kind, node.value)
        return env

    def do_AnnAssign(self, node, env):
        if node.value is not None:
            self.assign(node.target, self.kind(node.value), node.value)
        return env

    def do_AugAssign(self, node, env):
        target = node.target
        old = self.kind(target)
        self.facts.item_kinds[node] = old
        value = self.kind(node.value)
        kind = self.binary(node, node.op, old, value)
        if isinstance(target, gast.Name):
            in_place = old.form in ("array", "numeric", "list", "any", "object", "dict")
            if in_place:
                if old.form == "array" and kind.form == "array":
                    kind = replace(kind, type=old.type, ndim=old.ndim)
                kind = self.write(old, kind) or kind
                if old.form in ("array", "list", "dict", "object"):
                    kind = replace(old)
                else:
                    kind = replace(join(old, kind), optional=False)
            self.bind_name(target.id, kind, target)
        else:
            self.assign(target, kind, None)
        return env

    def write(self, old, new):
        """An in-place operation gives `old`'s memory the content of `new`."""
        for region in ([old.region.find()] if old.region is not None else []):
            self.program.set(region, written=True)
            if is_active(new) and self.holds_derivative(old, new):
                self.program.activate(region)
            if old.form in ("list", "any", "object"):
                self.program.store(region, element(new) if new.form in ("list", "tuple", "array") else new)
        return None

    @staticmethod
    def holds_derivative(container, value):
        """Does an active value stay active when stored (an int array truncates it)?"""
        return not (container.form == "array" and K.field(container) in ("int", "bool")
                    and K.field(value) not in ("int", "bool"))

    def do_For(self, node, env):
        iterated = self.kind(node.iter)
        item = self.iterate(iterated, node)
        self.loops.append(([], []))
        while True:
            before = fingerprint(env)
            inner = dict(env)
            self.env = inner
            self.assign(node.target, item, None)
            inner = self.block(node.body, inner)
            for back in [inner, *self.loops[-1][1]]:
                if back is not None:
                    env = merge(env, back)
            self.loops[-1][1].clear()
            if fingerprint(env) == before:
                break
            self.loops[-1][0].clear()
            item = self.iterate(iterated, node)
        breaks, _ = self.loops.pop()
        self.env = env
        out = self.block(node.orelse, env)
        for other in breaks:
            out = merge(out, other)
        return out

    def do_While(self, node, env):
        self.loops.append(([], []))
        while True:
            before = fingerprint(env)
            self.env = env = dict(env)
            truth = self.test(node.test)
            inner = self.block(node.body, dict(env))
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
            self.env = env
            out = self.block(node.orelse, env)
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
        kind = self.kind(node)
        truth = truth_of(node, self.facts.kind, kind)
        self.facts.truth[node] = truth
        return truth

    def do_If(self, node, env):
        truth = self.test(node.test)
        env = self.env
        yes = self.block(node.body, dict(env)) if truth is not False else None
        no = self.block(node.orelse, dict(env)) if truth is not True else None
        return merge(yes, no)

    def do_Return(self, node, env):
        self.returned(self.kind(node.value) if node.value is not None else K.NONE)
        return None

    def returned(self, kind):
        for region in regions(kind):
            self.program.set(region, escapes=True)
            if self.finals and kind.form != "array":
                # A final block may still change what is returned: it needs a mirror that follows.
                self.program.set(region, active=True)
        old = self.facts.returns
        new = kind if old is None else join(old, kind)
        self.facts.returns = new

    def do_Assert(self, node, env):
        self.kind(node.test)
        if node.msg is not None:
            self.kind(node.msg)
        return env

    def do_Raise(self, node, env):
        for part in (node.exc, node.cause):
            if part is not None:
                self.kind(part)
        return None

    def do_Delete(self, node, env):
        for target in node.targets:
            if isinstance(target, gast.Name):
                env.pop(target.id, None)
            elif isinstance(target, gast.Subscript):
                for region in regions(self.kind(target.value))[:1]:
                    self.program.set(region, written=True)
                self.kind(target.slice)
            else:
                self.kind(target.value)
        return env

    def do_With(self, node, env):
        for item in node.items:
            kind = self.kind(item.context_expr)
            if item.optional_vars is not None:
                self.assign(item.optional_vars, K.everything(kind), None)
        if all(self.lets_through(item.context_expr) for item in node.items):
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
                name = handler.name if isinstance(handler.name, str) else handler.name.id
                inner[name] = K.EXCEPTION
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

    def do_FunctionDef(self, node, env):
        names = {n.id for n in gast.walk(node) if isinstance(n, gast.Name)}
        self.facts.call[node] = ("nested", names)
        env[node.name] = Kind("plain", value=("nested", node))
        return env

    do_ClassDef = do_FunctionDef

    # -- assignment

    def note_name(self, name, kind):
        if is_active(kind):
            self.facts.active_names.add(name)

    def bind_name(self, name, kind, node=None):
        if name not in self.locals:
            self.store_outer(name, kind, node)
            return
        self.env[name] = kind
        if node is not None:
            self.facts.kind[node] = kind
        self.note_name(name, kind)

    def store_outer(self, name, kind, node):
        if is_active(kind):
            raise self.context.refusal(
                node or self.context.tree, f"`{name}` outlives the call, and has nowhere to keep a derivative.",
                "Return the value instead of assigning it to a global or an enclosing function's variable.")
        self.program.rebinds[self.context.place(name)] = (self.context, node or self.context.tree)

    def assign(self, target, kind, value):
        if isinstance(target, gast.Name):
            self.bind_name(target.id, kind, target)
        elif isinstance(target, (gast.Tuple, gast.List)):
            self.facts.kind[target] = kind
            self.unpack(target, kind, value)
        elif isinstance(target, gast.Starred):
            self.assign(target.value, kind, None)
        elif isinstance(target, gast.Subscript):
            container = self.kind(target.value)
            self.kind(target.slice)
            self.facts.kind[target] = kind
            self.set_item(container, target, kind)
        elif isinstance(target, gast.Attribute):
            owner = self.kind(target.value)
            self.facts.kind[target] = kind
            for region in regions(owner)[:1]:
                self.program.set(region, written=True)
            if is_active(kind) and not K.is_numeric(owner):
                raise self.context.refusal(
                    target, "Objects that carry a derivative are not supported yet.",
                    "Keep the value in a variable, an array, a list or a dict instead.")
            if K.is_numeric(owner) and owner.region is not None and is_active(kind):
                self.program.activate(owner.region.find())
            elif owner.region is not None:
                # What an attribute holds may be read back through it.
                for region in regions(kind):
                    self.program.unify(owner.region, region)
        else:
            raise self.context.refusal(target, f"Assignment to {describe(target)} cannot be differentiated.",
                                       "Assign to a name, an element or a slice.")

    def unpack(self, target, kind, value):
        elements = target.elts
        starred = [i for i, e in enumerate(elements) if isinstance(e, gast.Starred)]
        if kind.form == "tuple" and kind.elements is not None:
            parts = list(kind.elements)
            if starred:
                i = starred[0]
                rest = len(parts) - (len(elements) - 1)
                if rest < 0:
                    raise Unreachable
                region = self.context.site(target, "rest")
                for part in parts[i:i + rest]:
                    self.program.store(region, part)
                parts[i:i + rest] = [K.sequence("list", region)]
            if len(parts) != len(elements):
                raise Unreachable
        else:
            item = self.iterate(kind, target)
            parts = [item] * len(elements)
            if starred:
                region = self.context.site(target, "rest")
                self.program.store(region, item)
                parts[starred[0]] = K.sequence("list", region)
        for part_target, part in zip(elements, parts):
            self.assign(part_target, part, None)

    def set_item(self, container, target, kind):
        region = container.region.find() if container.region is not None else None
        if region is None:
            return
        self.program.set(region, written=True)
        if container.form in ("array", "numeric"):
            if is_active(kind) and self.holds_derivative(container, kind):
                self.program.activate(region)
            return
        if is_active(kind):
            self.program.check_outlives(region)
            if container.form == "object":
                raise self.context.refusal(target, "Objects that carry a derivative are not supported yet.",
                                           "Use arrays, lists, tuples or dicts instead.", uncertain=True)
        if container.form == "list" and isinstance(target.slice, gast.Slice):
            kind = element(kind)
        if container.form == "any" or container.form == "object":
            for other in regions(kind):
                self.program.unify(region, other)
            if is_active(kind):
                self.program.set(region.find(), active=True)
            return
        self.program.store(region, kind)

    # -- expressions

    def kind(self, node):
        method = getattr(self, "of_" + type(node).__name__, None)
        if method is None:
            raise self.context.refusal(node, f"{describe(node)} cannot be differentiated.",
                                       "Write it with plain loops and assignments instead.")
        result = method(node)
        self.facts.kind[node] = result
        return result

    def of_Constant(self, node):
        value = node.value
        if type(value) in (bool, int, float, complex):
            return number(type(value))
        return const(value) if value is None or value is Ellipsis else K.PLAIN

    def of_Name(self, node):
        if node.id in self.locals:
            kind = self.env.get(node.id)
            if kind is None:
                raise Unreachable  # Python raises UnboundLocalError here
            self.note_name(node.id, kind)
            return kind
        return self.program.kind_at(self.context.place(node.id), self.context)

    def of_NamedExpr(self, node):
        kind = self.kind(node.value)
        self.assign(node.target, kind, node.value)
        return kind

    def of_Attribute(self, node):
        owner = self.kind(node.value)
        if owner.form == "const":
            return self.program.kind_of_attribute(owner.value, node.attr)
        if K.is_numeric(owner):
            return self.array_attribute(node, owner)
        if owner.form == "plain":
            if owner.type == K.EXCEPTION.type and self.program.active_exceptions:
                raise self.context.refusal(node, "An exception carries a value that depends on what is "
                                           "differentiated.", "Return the value instead of raising it.")
            return owner
        return K.any_kind(owner.region, owner.active) if owner.region is not None else K.everything(owner)

    def array_attribute(self, node, owner):
        from s2sad.rules.registry import ATTRIBUTES, METHODS
        how = ATTRIBUTES.get(node.attr)
        if how is None and node.attr in METHODS or node.attr in IN_PLACE_METHODS:
            return K.PLAIN  # a bound method; its call is looked at as a whole
        sampled = result_of(_attribute_getter(node.attr), [owner], {})
        if how == "linear":
            active = is_active(owner)
            if sampled is None:
                sampled = Kind("numeric", region=Region())
            return self.place(node, sampled, active, view=owner)
        return sampled if sampled is not None else K.PLAIN

    def place(self, node, kind, active, view=None, tag="value"):
        """Give a freshly made kind its regions here, or those of what it views."""
        if kind.form == "number":
            return replace(kind, active=active)
        if kind.form == "tuple" and kind.elements is not None:
            return replace(kind, elements=tuple(
                self.place(node, e, active, view, (tag, i)) for i, e in enumerate(kind.elements)))
        if kind.region is None:
            return kind
        region = self.context.site(node, tag)
        content = kind.region.find().content
        if content is not None:
            self.program.store(region, self.place(node, content, active, view, (tag, "content")))
        if view is not None:
            for other in regions(view):
                if other is not region.find():
                    self.program.unify(region, other)
        if active:
            self.program.set(region.find(), active=True)
        return replace(kind, region=region.find(), active=kind.form == "numeric" and active)

    def of_BinOp(self, node):
        return self.binary(node, node.op, self.kind(node.left), self.kind(node.right))

    def binary(self, node, op, left, right):
        active = isinstance(op, DIFFERENTIABLE) and (is_active(left) or is_active(right))
        left, right = replace(left, optional=False), replace(right, optional=False)
        if left.form == "plain" or right.form == "plain":
            text = active or any(k.type == K.TEXT_OF_ACTIVE.type for k in (left, right) if k.form == "plain")
            return K.TEXT_OF_ACTIVE if text else K.PLAIN
        if K.is_numeric(left) and K.is_numeric(right):
            kind = result_of(OPERATORS[type(op)], [left, right], {})
            if isinstance(op, gast.Pow) and kind is not None and kind.form == "number" \
                    and kind.type in (int, float) and not self.known_exponent(node):
                kind = replace(kind, type="real" if kind.type is int else "number")
            return self.place(node, kind or Kind("numeric", region=Region()), active)
        if left.form in ("list", "tuple") and right.form in ("list", "tuple"):
            return self.concatenate(node, left, right)
        sequence = left if left.form in ("list", "tuple") else right if right.form in ("list", "tuple") else None
        other = right if sequence is left else left
        if sequence is not None and other.form == "number" and isinstance(op, gast.Mult):
            region = self.context.site(node, "repeated")
            self.program.store(region, element(sequence))
            return K.sequence(sequence.form, region)
        if K.is_numeric(left) or K.is_numeric(right):
            return self.place(node, Kind("numeric", region=Region()), active)
        kind = K.everything(left, right)
        self.program.note_everything(kind, left, right)
        return kind

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
        return K.sequence(left.form, region)

    def of_UnaryOp(self, node):
        kind = self.kind(node.operand)
        if isinstance(node.op, gast.Not):
            return number(bool)
        active = is_active(kind) and not isinstance(node.op, gast.Invert)
        if K.is_numeric(kind):
            result = result_of(OPERATORS[type(node.op)], [replace(kind, optional=False)], {})
            return self.place(node, result or Kind("numeric", region=Region()), active)
        return K.everything(kind)

    def of_Compare(self, node):
        parts = [self.kind(node.left), *map(self.kind, node.comparators)]
        if all(map(K.is_numeric, parts)) and type(node.ops[0]) in OPERATORS and len(parts) == 2:
            kind = result_of(OPERATORS[type(node.ops[0])], parts, {})
            if kind is not None:
                return self.place(node, kind, False)
        if any(p.form in ("array", "numeric", "any", "object") for p in parts) \
                and not isinstance(node.ops[0], (gast.Is, gast.IsNot, gast.In, gast.NotIn)):
            return self.place(node, Kind("numeric", type="?", region=Region()), False)
        return number(bool)

    def of_BoolOp(self, node):
        result = None
        env = self.env
        for i, value in enumerate(node.values):
            kind = self.kind(value) if i == 0 else self.reachable(value)
            result = join(result, kind)
            if i == 0:
                first = dict(self.env)
        merge_into(env, first)
        return result

    def of_IfExp(self, node):
        truth = self.test(node.test)
        yes = self.reachable(node.body) if truth is not False else None
        no = self.reachable(node.orelse) if truth is not True else None
        if yes is None and no is None:
            raise Unreachable
        return join(yes, no)

    def reachable(self, node):
        """The kind of an expression that need not be evaluated; None if it never comes back."""
        try:
            return self.kind(node)
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
        return K.tuple_of(parts)

    def collect(self, node, form):
        region = self.context.site(node, "items")
        for item in node.elts:
            if isinstance(item, gast.Starred):
                kind = self.iterate(self.kind(item.value), item)
                self.facts.kind[item] = kind
            else:
                kind = self.kind(item)
            self.program.store(region, kind)
        return K.sequence(form, region.find())

    def of_List(self, node):
        return self.collect(node, "list")

    def of_Set(self, node):
        return self.collect(node, "set")

    def of_Dict(self, node):
        region = self.context.site(node, "items")
        elements = {}
        for key, value in zip(node.keys, node.values):
            kind = self.kind(value)
            if key is None:
                if kind.form == "dict" and kind.elements is not None and elements is not None:
                    elements |= kind.elements
                    if kind.region.find().content is not None:
                        self.program.store(region, kind.region.find().content)
                else:
                    self.program.store(region, element(kind))
                    elements = None
                continue
            if is_active(self.kind(key)):
                raise self.context.refusal(key, "A dict key that depends on what is differentiated loses its "
                                           "derivative.", "Keep the value beside the key, as a dict's value.")
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

    def of_Slice(self, node):
        for part in (node.lower, node.upper, node.step):
            if part is not None:
                self.kind(part)
        return K.PLAIN

    def of_Starred(self, node):
        return self.kind(node.value)

    def of_JoinedStr(self, node):
        return text_of([self.kind(value) for value in node.values])

    def of_FormattedValue(self, node):
        parts = [self.kind(node.value)]
        if node.format_spec is not None:
            parts.append(self.kind(node.format_spec))
        return text_of(parts)

    def of_Subscript(self, node):
        container = self.kind(node.value)
        self.kind(node.slice)
        container = replace(container, optional=False)
        if K.is_numeric(container):
            return self.index_array(node, container)
        if container.form == "tuple" and container.elements is not None:
            return self.index_tuple(node, container)
        if container.form in ("list", "tuple"):
            if isinstance(node.slice, gast.Slice):
                region = self.context.site(node, "slice")
                self.program.store(region, element(container))
                return K.sequence(container.form, region.find())
            return element(container)
        if container.form == "dict":
            try:
                key = literal(node.slice)
                found = (container.elements or {}).get(key)
            except (ValueError, TypeError):
                found = None
            content = container.region.find().content
            if found is not None:
                return join(found, content) if content is not None else found
            return element(container)
        if container.form in ("plain", "const"):
            return K.PLAIN
        return K.any_kind(container.region, is_active(container)) if container.region is not None else K.PLAIN

    def index_tuple(self, node, container):
        try:
            return container.elements[literal(node.slice)]
        except (ValueError, TypeError):
            pass
        except IndexError:
            raise Unreachable
        if isinstance(node.slice, gast.Slice):
            try:
                bounds = [None if p is None else literal(p)
                          for p in (node.slice.lower, node.slice.upper, node.slice.step)]
                return K.tuple_of(container.elements[slice(*bounds)])
            except ValueError:
                pass
            region = self.context.site(node, "slice")
            self.program.store(region, element(container))
            return K.sequence("tuple", region.find())
        if not container.elements:
            raise Unreachable
        return element(container)

    def index_array(self, node, container):
        spec = index_spec(node.slice, self.facts.kind)
        active = is_active(container)
        kind = None
        if spec is not None:
            kind = result_of(_take, [container, *spec], {})
        if kind is None:
            return Kind("numeric", type=container.type if container.form == "array" else None,
                        region=container.region or Region(), active=active)
        copied = spec is not None and any(isinstance(s, Kind) and s.form == "array" for s in spec)
        return self.place(node, kind, active, view=None if copied else container)

    def iterate(self, kind, node):
        """The kind of the items that iterating a value of this kind gives."""
        kind = replace(kind, optional=False)
        if kind.form == "array" or kind.form == "numeric":
            active = is_active(kind)
            item = result_of(_take, [kind, "index"], {}) if kind.ndim != 0 else None
            if item is None:
                return Kind("numeric", type=kind.type, region=kind.region, active=active)
            return self.place(node, item, active, view=kind, tag="item")
        if kind.form == "dict":
            return self.keys_of(kind)
        if kind.form in ("list", "tuple", "iter", "set"):
            if kind.form == "tuple" and kind.elements == () \
                    or kind.region is not None and kind.region.find().content is None:
                return element(kind)
            return element(kind)
        if kind.form == "plain":
            return K.everything(kind)
        return K.any_kind(kind.region, is_active(kind)) if kind.region is not None else K.any_kind()

    @staticmethod
    def keys_of(kind):
        types = {type(k) for k in kind.elements or {}}
        if len(types) == 1 and next(iter(types)) in (int, float):
            return number(next(iter(types)))
        return K.PLAIN if types == {str} else K.any_kind()

    def of_Call(self, node):
        from s2sad.analysis.callees import call_kind
        return call_kind(self, node)

    def refuse_syntax(self, node):
        names = {n.id for n in gast.walk(node) if isinstance(n, gast.Name)}
        self.facts.call[node] = ("nested", names)
        for name in names:
            kind = self.env.get(name) if name in self.locals else None
            if kind is not None:
                for region in regions(kind):
                    self.program.set(region, escapes=True)
        inner = [self.env[n] for n in names if n in self.locals and self.env.get(n) is not None]
        kind = K.everything(*inner)
        if kind.region is not None:
            kind = Kind("any", region=self.context.site(node, "value"))
            for other in inner:
                for region in regions(other):
                    self.program.unify(kind.region, region)
        return kind

    of_ListComp = of_SetComp = of_DictComp = of_GeneratorExp = of_Lambda = refuse_syntax


def text_of(kinds):
    """The kind of a text made of values of these kinds."""
    return K.TEXT_OF_ACTIVE if any(is_active(k) or K.is_text_of_active(k) for k in kinds) else K.PLAIN


IN_PLACE_METHODS = {"sort", "fill", "put", "partition", "resize", "setflags", "itemset", "byteswap"}


def _take(value, *spec):
    index = tuple({"index": 0, "slice": slice(None)}.get(s, s) if isinstance(s, str) else s for s in spec)
    return value[index if len(index) != 1 else index[0]]


_getters = {}


def _attribute_getter(name):
    if name not in _getters:
        _getters[name] = operator.attrgetter(name)
    return _getters[name]


def index_spec(node, kinds):
    """A subscript's index as a list of sample parts, or None where it is not known.

    "index" an integer, "slice" a slice, None and Ellipsis themselves, and the
    kind of an index array.
    """
    parts = node.elts if isinstance(node, gast.Tuple) else [node]
    spec = []
    for part in parts:
        kind = kinds.get(part)
        if isinstance(part, gast.Slice):
            spec.append("slice")
        elif kind is None:
            return None
        elif kind.form == "number" and K.field(kind) in ("int", "real"):
            spec.append("index")
        elif kind.form == "const" and (kind.value is None or kind.value is Ellipsis):
            spec.append(kind.value)
        elif kind.form == "array" and kind.ndim is not None and K.field(kind) in ("int", "bool"):
            spec.append(kind)
        elif kind.form == "list" and K.field(element(kind)) == "int" and element(kind).form == "number":
            spec.append(K.array("l", 1))
        elif kind.form == "tuple" and kind.elements is not None and len(parts) == 1 \
                and all(e.form == "number" and K.field(e) == "int" for e in kind.elements):
            spec += ["index"] * len(kind.elements)
        else:
            return None
    return spec


def merge(a, b):
    """The environment where two paths meet; None is a path that is not taken."""
    if a is None or b is None:
        return a if b is None else b
    out = dict(a)
    merge_into(out, b)
    return out


def merge_into(out, other):
    for name, kind in other.items():
        out[name] = join(out[name], kind) if name in out else kind


def fingerprint(env):
    table = {}
    return tuple((name, K.signature(kind, table)) for name, kind in env.items())


_WORDS = {
    "ListComp": "A list comprehension", "SetComp": "A set comprehension", "DictComp": "A dict comprehension",
    "GeneratorExp": "A generator expression", "Lambda": "A lambda", "Yield": "`yield`",
    "YieldFrom": "`yield from`", "Await": "`await`", "AsyncFor": "`async for`", "AsyncWith": "`async with`",
    "Match": "A `match` statement", "ClassDef": "A class definition", "FunctionDef": "A nested function",
    "AsyncFunctionDef": "A nested async function", "TryStar": "`except*`", "Nonlocal": "`nonlocal`",
}


def describe(node):
    """What a piece of syntax is called in a message."""
    return _WORDS.get(type(node).__name__, f"`{type(node).__name__}`")
