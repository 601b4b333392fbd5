"""One derivative's whole call tree: each function in it under each set of kinds.

`Program.analyse` interprets the root function over kinds, and the helpers it
calls with the kinds they are called with, until nothing changes any more.
What the result rests on (what the globals and cells were) is kept as guards.
"""

import enum
import inspect
import types

import gast
import numpy as np

from s2sad.analysis import kinds as K
from s2sad.analysis.callrecords import MirrorCall
from s2sad.analysis.comprehensions import captured_names, variables_of_comprehensions
from s2sad.analysis.draws import is_series
from s2sad.analysis.facts import Facts, Unreachable
from s2sad.analysis.guarding import goes_by_names, guard_for, is_names
from s2sad.analysis.infer import Interpreter
from s2sad.analysis.generators import Exchange, generator_kind, note_result
from s2sad.analysis.kindkeys import copy_kind, signature
from s2sad.analysis.kinds import Kind, Region, is_active, regions
from s2sad.analysis.localclasses import record_of
from s2sad.analysis.regionpairs import match_regions
from s2sad.analysis.sources import check_plain_function, function_tree, names_of, source_of
from s2sad.analysis.values import kind_of
from s2sad.classflags import BY_CLASS, MAKING, is_made_by_class
from s2sad.frontend import source as source_module
from s2sad.frontend.build import unused
from s2sad.frontend.classes import Held
from s2sad.frontend.constructors import OWN_CELLS, SOURCES
from s2sad.frontend.names import MISSING, Place, local_names, place_of
from s2sad.frontend.scopes import FUNCTIONS, inner_functions, scope_of, yields
from s2sad.frontend.trees import by_class, copy_tree, walk
from s2sad.lowering import lower
from s2sad.lowering.decorators import call_decorators
from s2sad.records import Record, replace
from s2sad.rules.registry import library_rule
from s2sad.runtime.managers import managed
from s2sad.runtime.objects import is_object

# A function that is called with more kinds of arguments than this is in a recursion whose kinds never settle.
MAX_CONTEXTS = 60
# How far the parts of what a call returns are told apart.
MAX_DEPTH = 8
# What of an object of numpy.polynomial is looked at.
_PARTS_OF_SERIES = ("coef", "coeffs", "domain", "window", "_val")


class Context(Record):
    """One function under one set of argument kinds."""

    source: object
    tree: object
    params: dict
    caller: object = None  # (context, call node) that first led here
    facts: Facts = Facts
    sites: dict = dict
    expanded: dict = dict  # call → its arguments, with `*` and `**` written out
    sizes: dict = dict  # call → how many these were
    unpacked: dict = dict  # the first item of `*xs` written out → Unpacked
    receivers: dict = dict
    inner_derivatives: dict = dict
    rewritten: bool = False  # are there nodes that stand for others (`as_written`)?
    in_try: bool = False  # it is called where an exception may be caught
    called: bool = False  # the function that the user calls is called from within, too
    raises: bool = False  # it may be left by an exception that carries active values
    exchange: object = None  # of a generator function, see `generators`
    in_pass: int = -1
    summary: object = None
    renamed: dict = dict  # variables of comprehensions → the user's names for them
    added: frozenset = frozenset()  # names that lowering brought in
    parent: object = None  # the context in which this function is made, if it is made in one
    node: object = None  # its `def` or `lambda` there
    member: object = None  # the `functions.Member` that it is the context of
    home: object = None  # the `LocalClass` that it is a method of
    binding: str | None = None  # what the derivative of such a method is called on, see `localclasses`
    classes: dict = dict  # class statement → `LocalClass`
    settled: bool = False  # nothing more will be learnt of it
    applies: bool | None = None  # see `effects.applies`
    callers: set = set  # (context, call node) of all calls
    cells: dict = dict  # variables that inner functions use → their kinds over all time

    def __init__(self, *values, **named):
        super().__init__(*values, **named)
        nodes = by_class(self.tree)
        self.read_later = set().union(*map(captured_names, nodes[gast.GeneratorExp]))
        self.globals_declared = {name for node in nodes[gast.Global] for name in node.names}
        if self.node is None:
            self.own = local_names(self.source.function.__code__) - self.globals_declared | self.added
        else:
            self.own = scope_of(self.node).locals | variables_of_comprehensions(self.tree)
        inner = [scope_of(n) for n in (inner_functions(self.tree) if not nodes.keys().isdisjoint(FUNCTIONS) else ())]
        self.captured = set().union(*(s.free for s in inner)) & self.own  # variables that inner functions use
        self.rebound = set().union(*(s.rebound for s in inner)) & self.own  # ... and give other values
        self.own = set(self.own)
        self.locals = set(self.own)
        if self.node is not None:
            self.locals |= {n for n in scope_of(self.node).free if self.parent.owner(n) is not None}
        self.roots = []
        for kind in self.params.values():
            for region in regions(kind, captured=False):
                region.kept = True
                if region not in self.roots:
                    self.roots.append(region)

    def owner(self, name):
        """The function, this one or one around it, whose variable this is; None for an outer name."""
        if name in self.own:
            return self
        return None if self.parent is None else self.parent.owner(name)

    @property
    def own_class(self):
        """The class, defined inside a function, in whose body this function stands."""
        return next((c.home.cls for c in self.lineage if c.home is not None), None)

    @property
    def function(self):
        return self.source.function

    @property
    def name(self):
        return self.tree.name

    @property
    def is_generator(self):
        if self.node is not None:
            return yields(self.tree)
        return bool(self.function.__code__.co_flags & inspect.CO_GENERATOR)

    @property
    def lineage(self):
        """This context and those around it, innermost first."""
        context = self
        while context is not None:
            yield context
            context = context.parent

    def note_rewritten(self):
        """There is a node that stands for another, in this function and so in the text of those around it."""
        for context in self.lineage:
            context.rewritten = True

    def place(self, name):
        return place_of(self.function, name)

    def site(self, node, tag):
        """The region of what `node` makes; the same one each time round."""
        key = (node, tag)
        if key not in self.sites:
            self.sites[key] = Region(kept=True)
        return self.sites[key].find()

    def closed_site(self, node, tag):
        """The same, for a container whose items are all seen."""
        if (node, tag) not in self.sites:
            self.site(node, tag).opaque = False
        return self.site(node, tag)

    def new_name(self, wanted="items"):
        """A local name that the function does not use."""
        root = list(self.lineage)[-1]
        taken = self.locals | root.locals | {n.id for n in walk(root.tree) if isinstance(n, gast.Name)}
        wanted = unused(wanted, taken)
        self.locals |= {wanted}
        self.own |= {wanted}
        return wanted

    def refusal(self, node, reason, advice, uncertain=False):
        error = source_module.refusal(self.source, node, reason, advice, calls=self.call_chain())
        error.uncertain = uncertain
        return error

    def call_chain(self):
        """Through which calls this function was reached, outermost first."""
        chain = []
        context = self
        while context.caller is not None:
            context, node = context.caller
            line = getattr(node, "lineno", "?")
            chain.append(f"{context.name} ({context.source.filename}, line {line})")
        chain.reverse()
        return (*chain, f"{self.name} ({self.source.filename}, line {self.tree.lineno})") if chain else ()


class Program:
    """The functions that a derivative is made of, and what it rests on."""

    def __init__(self):
        self.contexts = {}
        self.specialised = {}  # code object → how many contexts it has
        self.guards = {}  # Place -> ("is", object) or ("kind", key)
        self.named = set()  # classes whose names are guarded
        self.constants = {}  # Place -> Kind
        self.rebinds = {}  # places that the program itself assigns to → where
        self.changed = False
        self.current_pass = 0
        self.stack = []
        self.signatures = {}
        self.raised = {}  # class of exceptions → the joined kind of those that are raised
        self.exchanges = {}  # generator function → what its generators are sent and return, see `generators`
        self.steps = 0  # how many statements were looked at
        self.limit = None  # ... may be, inside of a call of the standard library that is passed nothing active
        self.too_long = set()  # code of such functions for which that is not enough: they are called as they are
        self.text_keys = False  # has a dict keys that spell out active values?
        self.reads_stop = False  # is what a generator returned read from the StopIteration?
        self.reads_exceptions = False  # is one caught that carries active values, so that it needs a mirror?
        self.foreign_exceptions = set()  # classes of those that may carry active values without a mirror
        self.local_functions = {}  # method of a class defined in a function → LocalFunction
        self.local_constructors = {}  # (class, `__init__`, names given) → what makes its instances
        self.defines_classes = False  # is there a class statement in a function?
        self.handed_on = {}  # context → does it hand on a class that it defines? (see `forward.classes`)
        self.class_methods = {}  # (class, name, function) → the bound method
        self.bare = set()  # classes of which instances are made, or lose attributes, without `__init__`
        self.quiet = None  # ids of regions that reach nothing active, while `apply_summary` runs
        self.at = None  # (context, statement) that is being looked at

    def analyse(self, function, parameters, tree=None):
        """Interpret `function` with these parameter kinds; returns its Context."""
        self.guard_function(function)
        root = self.context_for(function, parameters, None, None, adopt=True)
        for _ in range(100):
            self.changed = False
            self.current_pass += 1
            merges = Region.merges
            try:
                self.enter(root)
            except Unreachable:  # it never returns, or not as far as is known yet
                pass
            if not self.changed and merges == Region.merges:
                self.raise_refused()
                return root
        raise root.refusal(root.tree, "The kinds of values in this function do not settle.",
                           "Give its variables one kind each (a number, an array).", uncertain=True)

    def raise_refused(self):
        """Raise the refusal of the first call that cannot be differentiated."""
        from s2sad.analysis.callrecords import Refused
        for place, (context, node) in self.rebinds.items():
            if self.guards.get(place, ("kind",))[0] in ("is", "missing"):
                raise context.refusal(node, f"`{place.name}` is given another meaning while the function runs.",
                                      "Choose between the functions with `if`, under names that stay.")
        for context in self.contexts.values():
            context.settled = True
            if context.in_pass == self.current_pass:
                for node, how in context.facts.call.items():
                    if isinstance(how, Refused):
                        raise context.refusal(node, how.reason, how.advice, how.uncertain)

    def note_rebinding(self, owner, name, context, node, kind=None):
        """The program gives an attribute of a known object another value."""
        for place in (Place("attribute", owner, name), Place("global", getattr(owner, "__dict__", None), name)):
            self.rebinds[place] = (context, node)
            if kind is not None:
                self.note_rebound(place, kind)

    # -- contexts

    def signature_of(self, function):
        """The `arguments` tree of a function."""
        if function in self.local_functions:
            return self.local_functions[function].tree.args
        code = function.__code__
        if code not in self.signatures:
            self.signatures[code] = source_of(function).tree.args
        return self.signatures[code]

    def context_for(self, function, parameters, caller, node, adopt=False):
        """The context of `function` under these parameter kinds, made at its first use."""
        if not adopt and not goes_by_names(function, self.local_functions.get(function)):
            parameters = {name: without_texts(kind) for name, kind in parameters.items()}
        table = {}
        kinds = tuple((name, signature(kind, table)) for name, kind in parameters.items())
        local = self.local_functions.get(function)
        key = (local or function.__code__, tuple(map(id, function.__closure__ or ())), id(function.__globals__), kinds)
        if key in self.contexts:
            return self.contexts[key]
        counted = local or function.__code__
        self.specialised[counted] = count = self.specialised.get(counted, 0) + 1
        if count > MAX_CONTEXTS:
            raise caller.refusal(node, f"Calls of {function.__name__} go on with ever new kinds of arguments.",
                                 "Pass arguments of the same structure at each level of the recursion.")
        table = {}
        if not adopt:
            parameters = {name: copy_kind(kind, table) for name, kind in parameters.items()}
        if local is not None and local.home is None:
            made = source_module.load(local.init)
            tree, added, renamed = lower(source_module.copy_tree(local.tree))
            context = self.contexts[key] = Context(made, tree, parameters, (caller, node), renamed=renamed,
                                                   added=frozenset(added) | parameters.keys(), binding=local.binding)
            return context
        if local is not None:
            tree, _ = call_decorators(source_module.copy_tree(local.tree))
            parent = local.home.parent
            context = self.contexts[key] = Context(parent.source, tree, parameters, (caller, node), parent=parent,
                                                   node=tree, home=local.home, binding=local.binding)
            return context
        source = source_of(function)
        check_plain_function(source, function)
        tree, added, renamed = lower(source.tree, names_of(managed, function))
        context = Context(source, tree, parameters, (caller, node) if caller is not None else None, renamed=renamed,
                          added=frozenset(added))
        self.contexts[key] = context
        return context

    def enter(self, context):
        """Interpret a context once per pass; returns the kind of its result."""
        if context.in_pass != self.current_pass:
            context.in_pass = self.current_pass
            if context.is_generator:
                if context.exchange is None:
                    context.exchange = self.exchanges.setdefault(context.node or context.function.__code__, Exchange())
                context.facts.returns = generator_kind(context)
            Interpreter(self, context).run()
            if context.is_generator:
                note_result(self, context)
                context.facts.returns = generator_kind(context)
            summary = (signature(context.facts.returns), context.facts.falls_off, context.facts.not_implemented,
                       tuple((r.find().active, r.find().written, r.find().shrinks, r.find().escapes, r.find().relaid,
                              r.find().opaque, r.find().mixed)
                             for r in context.roots))
            if summary != context.summary:
                context.summary = summary
                self.changed = True
        elif context.caller is None and not context.called:
            context.called = self.changed = True
            context.facts.returns = None  # from now on one kind for all callers
        if context.facts.returns is None:
            if context.facts.not_implemented:
                return K.const(NotImplemented)
            raise Unreachable
        return context.facts.returns

    # -- functions made inside a function

    def member_context(self, member, shape, wrapper, kinds, caller, node):
        """The context of a member of a set of functions for calls of a shape; its parameters join those of all.

        wrapper: stands for a known function.
        """
        table = {}
        copies = {name: copy_kind(kind, table) for name, kind in kinds.items()}
        for _, region in table.pop("pairs", ()):
            region.kept = False  # only what it is joined to is looked at again
        context = member.contexts.get(shape)
        if context is None:
            if member.parent is None:
                source = source_of(wrapper)
                tree, added, renamed = lower(source.tree, names_of(managed, wrapper))
                context = Context(source, tree, copies, (caller, node), renamed=renamed, added=frozenset(added))
            else:
                tree = function_tree(member.node)
                if member.tree is None:
                    member.tree = copy_tree(tree)
                else:  # what was looked at may have been written in another way
                    tree = copy_tree(member.tree)
                context = Context(member.parent.source, tree, copies, (caller, node), parent=member.parent,
                                  node=member.node, member=member)
            member.contexts[shape] = self.contexts[("member", id(member), shape)] = context
            self.changed = True
            return context
        before = tuple((n, signature(k)) for n, k in context.params.items())
        for name, kind in copies.items():
            old = context.params[name]
            context.params[name] = K.join(old, kind) if signature(old) != signature(kind) or regions(kind) else old
        roots = []
        for kind in context.params.values():
            for region in regions(kind, captured=False):
                region.kept = True
                if region not in roots:
                    roots.append(region)
        context.roots = roots
        if tuple((n, signature(k)) for n, k in context.params.items()) != before:
            self.changed = True
        return context

    def known_member(self, member, shape):
        """What stands for a known function among function values: it has positional parameters alone."""
        from s2sad.frontend.wrappers import calling, positional
        passed = shape.count, shape.keywords
        if passed not in member.wrappers:
            member.wrappers[passed] = calling(member.function, *passed) if shape.keywords else \
                positional(member.function, shape.count)
        return member.wrappers[passed]

    def kind_of_missing(self, arguments, name):
        """The kind of a starred parameter that gets nothing."""
        if arguments.vararg is not None and _id(arguments.vararg) == name:
            return K.tuple_of(())
        return Kind("dict", region=Region(), elements={})

    def apply_member(self, run, node, context, kinds, result):
        """What calling a function value does to its caller's regions, and its result in them."""
        table = {}
        pairs = []
        for name, kind in kinds.items():
            match_regions(kind, context.params[name], pairs)
        for mine, theirs in pairs:
            if theirs.find().pinned:
                self.unify(mine, theirs)
        for mine, theirs in pairs:
            mine, root = mine.find(), theirs.find()
            self.set(mine, active=root.active, written=root.written, shrinks=root.shrinks, relaid=root.relaid, opaque=root.opaque, mixed=root.mixed,
                     escapes=root.escapes or root.origin == "outer")
            if id(root) in table and table[id(root)].find() is not mine:
                self.unify(mine, table[id(root)])
            table[id(root)] = mine.find()
        for i, (mine, theirs) in enumerate(pairs):
            content = theirs.find().content
            if content is not None:
                self.store(mine, self.translate(run, node, content, table, (i, "content")))
        return self.translate(run, node, result, table)

    def activate_functions(self, functions):
        functions = functions.find()
        if not functions.active:
            functions.active = True
            self.changed = True

    def note_raising(self, context):
        """A function may be left by an exception that carries active values."""
        if not context.raises:
            context.raises = self.changed = True

    def mirror_levels(self):
        """How many derivatives keep mirrors in the exceptions of this program already."""
        return max((how.level for context in self.contexts.values() for how in context.facts.call.values()
                    if isinstance(how, MirrorCall)), default=0)

    def join_cell(self, context, name, kind):
        """A variable that inner functions use is given a value of this kind."""
        old = context.cells.get(name)
        if old is kind:
            return
        before = (signature(old), is_active(old))
        new = kind if old is None else K.join(old, kind)
        context.cells[name] = new
        if (signature(new), is_active(new)) != before:
            self.changed = True
        for region in regions(new):
            region.kept = True
            if not region.pinned:
                region.pinned = True
                self.changed = True
        if is_active(new):
            context.facts.active_names.add(name)

    def apply_summary(self, run, node, context, parameters, result):
        """What a call does to its caller's regions, and its result in them."""
        callers = []
        for kind in parameters.values():
            for region in regions(kind, captured=False):
                if region not in callers:
                    callers.append(region)
        for mine, theirs in zip(callers, context.roots):
            if theirs.find().pinned:
                self.unify(mine, theirs)
        table = {}
        self.quiet = set()
        try:
            self.take_over(run, node, context, callers, table)
        finally:
            self.quiet = None
        return self.translate(run, node, result, table)

    def take_over(self, run, node, context, callers, table):
        """What a callee's regions have come to be, the caller's are; table: the callee's → the caller's."""
        merged = {}
        for mine, theirs in zip(callers, context.roots):
            root = theirs.find()
            self.set(mine, active=root.active, written=root.written, shrinks=root.shrinks, relaid=root.relaid, opaque=root.opaque,
                     mixed=root.mixed)
            if root.escapes or root.origin == "outer":
                self.set(mine, escapes=True)
            if id(root) in merged:
                self.unify(mine, merged[id(root)])
            merged[id(root)] = mine.find()
        table.update(merged)
        for i, (mine, theirs) in enumerate(zip(callers, context.roots)):
            content = theirs.find().content
            if content is not None:
                self.store(mine, self.translate(run, node, content, table, (i, "content")))
            for name, field_kind in list(K.sorted_fields(theirs.find())):
                self.store_field(mine, name, self.translate(run, node, field_kind, table, (i, name)))

    def translate(self, run, node, kind, table, path=("result",), above=()):
        """A callee's kind in its caller's regions.

        New ones are known by the path on which they are reached, up to some depth; an object inside another
        of its class shares that one's, so that a tree has one region for all of its nodes.
        """
        if kind is None or kind.functions is not None:
            return kind
        region = None
        if kind.region is not None:
            root = kind.region.find()
            if root.pinned:
                if id(root) in table:
                    self.unify(table[id(root)], root)
                region = root.find()
            elif id(root) in table:
                region = table[id(root)].find()
            else:
                path = next((p for form, type_, p in above if form == kind.form == "object" and type_ is kind.type),
                            path[:MAX_DEPTH])
                above = (*above, (kind.form, kind.type, path))
                made = (node, ("from", path)) not in run.context.sites
                region = run.context.site(node, ("from", path))
                table[id(root)] = region
                region.lazy |= root.lazy
                region.makers |= root.makers
                region.opaque = root.opaque or (region.opaque and not made)
                if root.origin in ("outer", "foreign"):
                    region.origin = root.origin
                self.set(region, active=root.active, written=root.written, shrinks=root.shrinks, escapes=root.escapes,
                         relaid=root.relaid, mixed=root.mixed)
                if root.content is not None:
                    self.store(region, self.translate(run, node, root.content, table, (*path, "content"), above))
                if root.fields is not None:
                    if region.fields is None:
                        region.fields, region.place = {}, root.place
                    for name, field_kind in list(K.sorted_fields(root)):
                        self.store_field(region, name, self.translate(run, node, field_kind, table, (*path, name), above))
        elements = kind.elements
        if isinstance(elements, dict):
            elements = {k: self.translate(run, node, v, table, (*path, k), above) for k, v in elements.items()}
        elif elements is not None:
            elements = tuple(self.translate(run, node, v, table, (*path, i), above) for i, v in enumerate(elements))
        return replace(kind, region=region, elements=elements)

    # -- facts about regions, noting every change

    def set(self, region, **flags):
        region = region.find()
        for name, value in flags.items():
            if value and not getattr(region, name):
                setattr(region, name, True)
                self.note_change()
                self.changed |= region.kept

    def activate(self, region, kind=None):
        """Something active is written into this memory, through a value of this kind."""
        self.check_outlives(region, kind)
        self.set(region, active=True)

    def check_outlives(self, region, kind=None):
        """Refuse to write a derivative where it would be lost."""
        if region.find().origin in ("outer", "foreign") and (
                not region.find().mixed or kind is not None and kind.lasting):
            context, node = self.at
            raise context.refusal(node, "This writes a value that depends on what is differentiated into an object "
                                  "that outlives the call, or that other code made.",
                                  "Pass the object as an argument, or make it inside the function.")

    def unify(self, a, b):
        if K.unify(a, b):
            self.note_change()

    def store(self, region, kind):
        if self.holds_already(region.find(), region.find().content, kind):
            return
        before = (signature(region.find().content), region.find().active)
        K.store(region, kind)
        if region.find().kept and (signature(region.find().content), region.find().active) != before:
            self.changed = True

    def holds_already(self, region, held, kind):
        """Would joining this kind to what a region holds change nothing?  Most of what is stored is stored again."""
        seen = set() if self.quiet is None else self.quiet
        if held is not None and K.same(held, kind) and (region.active or not K.reaches_active(kind, seen)):
            return True
        self.note_change()
        return False

    def note_change(self):
        """What is known to reach nothing active may do so from now on."""
        if self.quiet:
            self.quiet.clear()

    def store_field(self, region, name, kind):
        """An attribute of the objects in a region holds a value of this kind from now on."""
        root = region.find()
        if root.fields is None:
            root.fields = {}
        old = root.fields.get(name)
        if root.place is not K.SEVERAL and self.holds_already(root, old, kind):
            return
        before = (None if old is None else signature(old), root.active)
        K.store_field(region, name, kind)
        root = region.find()
        if root.kept and (signature(root.fields[name]), root.active) != before:
            self.changed = True

    def store_item(self, region, key, kind):
        """A dict in `region` holds a value of this kind under a key that is written out (None: some key)."""
        if isinstance(key, str):
            self.store_field(region, key, kind)
        else:
            self.store(region, kind)

    def pour(self, region, kind):
        """A dict in `region` holds what was stored later into a dict of this kind, beyond its elements."""
        root = kind.region.find()
        self.set(region, shrinks=root.shrinks)
        if root.content is not None:
            self.store(region, root.content)
        for key, held in list(K.sorted_fields(kind.region.find())):
            self.store_field(region, key, held)

    def note_everything(self, kind, *parts):
        for part in parts:
            for region in regions(part):
                self.unify(kind.region, region)

    # -- constants: what names mean outside the function

    def kind_at(self, place, context):
        """The kind of what is found at a place now, guarded."""
        if place in self.constants:
            return self.constants[place]
        value = place.read()
        if isinstance(value, Held):
            return value.kind
        if value is MISSING:
            self.guards[place] = ("missing", None)
            kind = K.any_kind()
        elif is_names(value, place):
            kind = K.tuple_of(map(K.text, value)) if type(value) is tuple else K.text(value)
            self.guards[place] = ("is", value)
        elif is_object(value):
            # Its attributes are looked up, and guarded, when they are asked for.
            kind = Kind("object", type=type(value), region=Region("outer"))
            kind.region.fields, kind.region.place = {}, place
            self.guards[place] = ("type", type(value))
        else:
            kind = self.kind_of_constant(value)
            guard = guard_for(value, kind)
            if not any(place.space is cell for cell in OWN_CELLS):
                self.guards[place] = guard
            if guard[0] == "type":
                kind = Kind(kind.form if kind.form in ("list", "dict", "object") else "any", type=kind.type,
                            region=Region("outer"))
                if kind.form in ("list", "dict"):
                    kind = K.any_kind(Region("outer"))
        self.constants[place] = kind
        return kind

    def kind_of_constant(self, value):
        return value.kind if isinstance(value, Held) else kind_of(value, origin="outer")

    def kind_of_attribute(self, owner, name):
        """The kind of an attribute of a known object."""
        if isinstance(owner, types.ModuleType):
            package = owner.__name__.partition(".")[0]
            if package in ("numpy", "math", "scipy", "cmath", "operator", "random", "builtins"):
                value = getattr(owner, name, MISSING)
                if value is MISSING or not callable(value):
                    return K.any_kind() if value is MISSING else self.kind_of_constant(value)
            return self.kind_at(Place("attribute", owner, name), None)
        if isinstance(owner, type) and not is_made_by_class(owner):
            return self.kind_of_constant(getattr(owner, name)) if hasattr(owner, name) else K.any_kind()
        if isinstance(owner, type) and name == "__name__":
            self.guards[Place("attribute", owner, name)] = ("is", owner.__name__)
            return K.text(owner.__name__)
        if isinstance(owner, type):
            value = getattr(owner, name, MISSING)
            if isinstance(value, types.MethodType) and value.__self__ is owner:
                # A class method: a new object each time that it is looked up.
                self.guard_attribute(Place("attribute", owner, name), "__func__")
                return K.const(self.class_methods.setdefault((owner, name, value.__func__), value))
            return self.kind_at(Place("attribute", owner, name), None)
        if isinstance(owner, np.vectorize) and name == "pyfunc" or name in _PARTS_OF_SERIES and is_series(type(owner)):
            return self.kind_at(Place("attribute", owner, name), None)
        if isinstance(owner, np.ufunc) and hasattr(owner, name):
            return self.kind_of_constant(getattr(owner, name))  # a ufunc's methods cannot be replaced
        method = getattr(owner, name, None) if type(owner).__module__.startswith("scipy.") else None
        if isinstance(method, types.MethodType) and library_rule(method) is not None:
            return K.const(method)  # stats.norm.cdf
        if isinstance(owner, enum.Enum):
            value = getattr(owner, name, MISSING)
            if value is not MISSING and not isinstance(value, types.MethodType):
                return self.kind_of_constant(value)
        return K.any_kind(Region("outer"))

    def note_rebound(self, place, kind):
        """The program itself puts a value of this kind there."""
        known = self.constants.get(place)
        if known is not None and known.form != "const":
            joined = K.join(known, kind)
            if signature(joined) != signature(known):
                self.constants[place] = joined
                self.changed = True

    def lasting_guards(self):
        """The guards, without those of classes that only the analysis knows."""
        return {place: guard for place, guard in self.guards.items() if not self.is_local(place.space)}

    def is_local(self, space):
        while isinstance(space, Place):
            space = space.space
        if isinstance(space, types.FunctionType):
            return space in self.local_functions
        if isinstance(space, types.MethodType):
            return self.is_local(space.__self__)
        return record_of(space) is not None

    def guard_function(self, function):
        """A function's own code and defaults may be replaced too."""
        from s2sad.backend.compiler import TREES
        if function in self.local_functions:
            return
        if function.__code__ not in TREES and function.__code__ not in SOURCES:
            for name in ("__code__", "__defaults__", "__kwdefaults__"):
                if name == "__code__" or getattr(function, name) is not None:
                    self.guard_attribute(function, name)

    def guard_names(self, cls):
        """Notice when a class, or one of its bases, gets or loses an attribute."""
        if cls in self.named:
            return
        self.named.add(cls)
        for base in cls.__mro__:
            if base.__flags__ & MAKING == BY_CLASS:  # it may be changed
                self.guards.setdefault(Place("attribute", base, "__dict__"), ("names", frozenset(vars(base))))

    def guard_attribute(self, owner, name):
        place = Place("attribute", owner, name)
        self.guards[place] = ("is", place.read())

    def kind_of_default(self, function, name):
        """The kind of a parameter's default."""
        arguments = self.signature_of(function)
        if arguments.vararg is not None and _id(arguments.vararg) == name:
            return K.tuple_of(())
        if arguments.kwarg is not None and _id(arguments.kwarg) == name:
            return Kind("dict", region=Region(), elements={})
        value = default_value(function, arguments, name)
        return self.kind_of_constant(value)

    def adopt_guards(self, derivative):
        self.guards.update(derivative.current_guards())


def without_texts(kind):
    """The kind of an argument whose text does not matter."""
    if kind.form == "tuple" and kind.elements:
        return replace(kind, elements=tuple(map(without_texts, kind.elements)))
    return replace(K.TEXT, optional=kind.optional) if K.is_text(kind) else kind


def _id(argument):
    return getattr(argument, "arg", None) or argument.id


def default_value(function, arguments, name):
    """The object that is a parameter's default now; MISSING if it has none."""
    if function.__kwdefaults__ and name in function.__kwdefaults__:
        return function.__kwdefaults__[name]
    names = [_id(a) for a in (*arguments.posonlyargs, *arguments.args)]
    defaults = function.__defaults__ or ()
    return dict(zip(names[len(names) - len(defaults):], defaults)).get(name, MISSING)
