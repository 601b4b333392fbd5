"""One derivative's whole call tree: each function in it under each set of kinds.

`Program.analyse` interprets the root function over kinds, and the helpers it
calls with the kinds they are called with, until nothing changes any more.
What the result rests on (what the globals and cells were) is kept as guards.
"""

import functools
import math

import gast

from s2sad.analysis.contexts import Context
from s2sad.analysis.earlier import earlier_context
from s2sad.analysis.growingtuples import of_any_length
from s2sad.analysis.generators import Exchange, generator_kind, note_result
from s2sad.analysis.guarding import goes_by_names
from s2sad.analysis.heldfunctions import written_as_functions
from s2sad.analysis.infer import Interpreter
from s2sad.analysis.outernames import OuterNames, is_read_from, parameter_name
from s2sad.analysis.regionfacts import RegionFacts, passed_on
from s2sad.analysis.sources import check_plain_function, function_tree, names_of, source_of
from s2sad.analysis.summaries import Summaries, made_here
from s2sad.errors import DifferentiationError
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import MirrorCall
from s2sad.facts.effects import only_asked, only_reads
from s2sad.facts.facts import Unreachable
from s2sad.facts.joining import join
from s2sad.facts.kindkeys import copy_kind, kinds_key, signature
from s2sad.facts.kinds import Kind
from s2sad.facts.known import without_value
from s2sad.facts.reached import is_active, regions, within
from s2sad.facts.regionpairs import match_regions
from s2sad.facts.regions import Region, sorted_fields
from s2sad.facts.texts import TEXT, is_text
from s2sad.frontend import source as source_module
from s2sad.frontend.names import MISSING, Place
from s2sad.frontend.tangentnames import tangents_in
from s2sad.frontend.trees import by_class, copy_tree
from s2sad.lowering import lower
from s2sad.lowering.decorators import call_decorators
from s2sad.records import replace
from s2sad.runtime.managers import managed

# A function that is called with more kinds of arguments than this is in a recursion whose kinds never settle.
MAX_CONTEXTS = 60
# A program of more statements, each counted as often as it is looked at, is too large.
MOST_STEPS = 40_000
# Where kinds settle at all they do so in a dozen passes; where they grow each pass takes longer than the one before.
_MOST_PASSES = 40
# How many times a function is looked at for values that are written out.
MOST_BY_VALUES = 12


class Program(RegionFacts, Summaries, OuterNames):
    """The functions that a derivative is made of, and what it rests on."""

    def __init__(self, by_values=False, most=MOST_STEPS, guessed=False, as_functions=None):
        self.as_functions = as_functions or {}  # bound methods and partials to be written as lambdas, see `heldfunctions`
        self.by_values = by_values  # do values that are written out count? (see `known`)
        self.contexts = {}
        self.specialised = {}  # code object → the keys of its contexts
        self.growing = set()  # (code object, parameter): a tuple that grows from call to call
        self.guards = {}  # Place -> ("is", object) or ("kind", key)
        self.named = set()  # classes whose names are guarded
        self.constants = {}  # Place -> Kind
        self.found = {}  # id of an object there → the place where it was found first, and its kind
        self.stored = {}  # node → (name or None, region, classes, context): stores into what may be an object of the module
        self.rebinds = {}  # places that the program itself assigns to → where
        self.given = {}  # ... → the joined kind of what it puts there
        self.unseen = set()  # places that it may assign to, with what is not known
        self.filled = set()  # those that hold None before
        self.changed = False
        self.current_pass = 0
        self.signatures = {}
        self.raised = {}  # class of exceptions → the joined kind of those that are raised
        self.exchanges = {}  # generator function → what its generators are sent and return, see `generators`
        self.steps = 0  # how many statements were looked at
        self.exact = False  # is all that is active made of whole numbers and fractions? known once the analysis is done
        self.closes = False  # does a generator do something when it is left unfinished? known then, too (see `forward.lifetimes`)
        self.guessed = guessed  # are the kinds of the parameters those that the text suggests?
        self.most = most  # ... may be
        self.limit = math.inf  # ... may be until the call, that is passed nothing active, comes back
        self.too_long = set()  # code of such functions for which that is not enough: they are called as they are
        self.mirrors_keys = False  # are there dicts whose keys are objects with mirrors? (see `facts.keys`)
        self.sure_keys = False  # ... whatever a call passes
        self.text_keys = False  # has a dict keys that spell out active values?
        self.reads_stop = False  # is what a generator returned read from the StopIteration?
        self.reads_exceptions = False  # is one caught that carries active values, so that it needs a mirror?
        self.foreign_exceptions = set()  # classes of those that may carry active values without a mirror
        self.local_functions = {}  # method of a class defined in a function → LocalFunction
        self.local_constructors = {}  # (class, `__init__`, names given) → what makes its instances
        self.defines_classes = False  # is there a class statement in a function?
        self.acting = {}  # class → may its special methods change something? (see `forward.acting`)
        self.handed_on = {}  # context → does it hand on a class that it defines? (see `forward.classes`)
        self.by_options = None  # where `differentiate` or `jacobian` is called with options whose values would have to count
        self.derivatives_inside = {}  # how `differentiate` or `jacobian` is called inside → what it is given, and returns
        self.class_methods = {}  # (class, name, function) → the bound method
        self.asking = {}  # generic function, and how it is called → what asks for the class of its argument
        self.restored = set()  # classes of which instances have attributes assigned to outside of `__init__`
        self.bare = set()  # classes of which instances are made, or lose attributes, without `__init__`
        self.caches = False  # is a function given a cache inside?
        self.asks = False  # does Python ask objects by itself? (see `analysis.asked`)
        self.quiet = None  # ids of regions that reach nothing active, while `apply_summary` runs
        self.at = None  # (context, statement) that is being looked at

    def analyse(self, function, parameters, tree=None):
        """Interpret `function` with these parameter kinds; returns its Context."""
        self.guard_function(function)
        root = self.context_for(function, parameters, None, None, adopt=True)
        for name, kind in root.params.items():
            place = Place("default", function, name)
            if kind.region is not None and kind.region.find().origin == "outer" and place.read() is not MISSING:
                self.found[id(place.read())] = place, kind  # a default may be an object of the module
        for _ in range(_MOST_PASSES):
            self.changed = False
            self.current_pass += 1
            merges = Region.merges
            try:
                self.enter(root)
            except Unreachable:  # it never returns, or not as far as is known yet
                pass
            if not self.changed and merges == Region.merges:
                self.raise_refused(root)
                return root
        raise root.refusal(root.tree, "The kinds of values in this function do not settle.",
                           "Give its variables one kind each (a number, an array).", uncertain=True)

    def raise_refused(self, root):
        """Raise the refusal of the first call that cannot be differentiated."""
        from s2sad.facts.callrecords import ApplyCall, Refused
        for_values = only_asked(root) if self.asks else ()
        for target, (context, node) in self.rebinds.items():
            for place in [p for p, (how, _) in self.guards.items() if how in ("is", "missing") and is_read_from(p, target)]:
                self.check_rebound(place, target, context, node)
        self.look_at_stores()
        present = [c for c in self.contexts.values() if c.in_pass == self.current_pass]
        if self.by_options and any(isinstance(how, ApplyCall) for c in present for how in c.facts.call.values()):
            context, node = self.by_options
            raise context.refusal(node, "By what the derivative is taken here is not known before the program runs.",
                                  "Write the option out.", uncertain=True)
        for context in self.contexts.values():
            context.settled = True
            if context.in_pass == self.current_pass:
                context.facts.note_activated()
                for node, how in context.facts.call.items():
                    if isinstance(how, Refused) and not (context in for_values and only_reads(context, node)):
                        raise context.refusal(node, how.reason, how.advice, how.uncertain)

    def check_rebound(self, place, target, context, node):
        """Refuse to rest on what a name means that the program itself assigns to."""
        if place in self.filled and target not in self.unseen:
            return
        if isinstance(target.space, type):
            raise context.refusal(node, f"The class `{target.space.__name__}` is given another `{target.name}` while the function "
                                  "runs.", "Write it in the body of the class, or of a class derived from it.")
        if self.guards[place][0] == "missing":
            raise context.refusal(node, f"`{place.name}` is not there before the call, which makes and reads it.",
                                  "Give it a value where it is to be kept, or use a variable of the function.")
        raise context.refusal(node, f"`{place.name}` is given another meaning while the function runs.",
                              "Choose between the functions with `if`, under names that stay.")

    def look_at_stores(self):
        """Refuse to rest on what objects of the module hold, where something may be stored into these, reached otherwise."""
        held = [p for p, (how, _) in self.guards.items() if p.kind == "own" and how in ("is", "missing")]
        for node, (name, region, classes, context) in self.stored.items():
            if name is None and not region.find().written:
                continue
            for place in held:
                if name in (None, place.name) and isinstance(place.owner(), classes):
                    raise context.refusal(node, f"This may change `{place.name}` of an object of the module, which is read otherwise, too.",
                                          "Pass the object as an argument, or reach it by one name.")
        # Two that are not the same now may be so at another call.
        found = [(place, kind) for place, kind in self.found.values() if kind.form != "any"]
        for place, kind in found:
            for other, another in found if kind.region.find().written else ():
                if other is not place and (kind.form, kind.type) == (another.form, another.type):
                    self.guards.setdefault(Place("same", other, place), ("is", False))

    def may_write_into(self, kinds):
        """May what it writes into, of the module, be among values of these kinds, which it is passed?"""
        written = {(kind.form, kind.type) for _, kind in self.found.values() if kind.region.find().written}
        return bool(written) and any((part.form, part.type) in written or part.form == "any" for kind in kinds for part in within(kind))

    def note_rebinding(self, owner, name, context, node, kind=None):
        """The program gives an attribute of a known object another value."""
        for place in (Place("attribute", owner, name), Place("global", getattr(owner, "__dict__", None), name)):
            self.rebinds[place] = (context, node)
            if kind is None:
                self.unseen.add(place)
            else:
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
        local = self.local_functions.get(function)
        if self.by_values and len(self.specialised.get(local or function.__code__, ())) >= MOST_BY_VALUES:
            parameters = {name: without_value(kind) for name, kind in parameters.items()}
        earlier = self.specialised.setdefault(local or function.__code__, [])
        parameters = of_any_length(self, local or function.__code__, parameters,
                                   [self.contexts[k] for k in earlier if k in self.contexts], caller)
        kinds = kinds_key(parameters)
        key = (local or function.__code__, tuple(map(id, function.__closure__ or ())), id(function.__globals__), kinds)
        if key in self.contexts:
            return self.contexts[key]
        known = earlier_context([self.contexts[k] for k in earlier if k[:3] == key[:3] and k in self.contexts],
                                parameters, kinds, caller)
        if known is not None:
            return known
        earlier.append(key)
        if len(earlier) > MAX_CONTEXTS:
            raise caller.refusal(node, f"Calls of {function.__name__} go on with ever new kinds of arguments.",
                                 "Pass arguments of the same structure at each level of the recursion.")
        table = {}
        if not adopt:
            parameters = {name: copy_kind(kind, table) for name, kind in parameters.items()}
        if local is not None and local.home is None:
            made = source_module.load(local.init)
            tree, added, renamed = lower(written_as_functions(self, source_module.copy_tree(local.tree), made), (), tangents_in(made.function.__code__))
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
        tree, added, renamed = lower(written_as_functions(self, source.tree, source), names_of(managed, function),
                                     tangents_in(function.__code__), functools.partial(self.means, function))
        context = Context(source, tree, parameters, (caller, node) if caller is not None else None, renamed=renamed,
                          added=frozenset(added))
        self.contexts[key] = context
        if source.filename in self.as_functions or any(hasattr(n, "as_written") for n in by_class(tree)[gast.GeneratorExp]):
            context.note_rewritten()
        return context

    def enter(self, context):
        """Interpret a context once per pass; returns the kind of its result."""
        if context.in_pass != self.current_pass:
            context.in_pass = self.current_pass
            if context.is_generator:
                if context.exchange is None:
                    context.exchange = self.exchanges.setdefault(context.node or context.function.__code__, Exchange())
                context.facts.returns = generator_kind(context)
            try:
                Interpreter(self, context).run()
            except DifferentiationError:  # who calls it may do without
                context.in_pass = None
                raise
            if context.is_generator:
                note_result(self, context)
                context.facts.returns = generator_kind(context)
            summary = (signature(context.facts.returns), context.facts.falls_off, context.facts.not_implemented,
                       tuple((r.find().active, r.find().written, r.find().altered, r.find().shrinks, r.find().escapes, r.find().relaid,
                              r.find().opaque, r.find().mixed, r.find().derived, r.find().objects, r.find().texts,
                              r.find().by_names)
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
                tree, added, renamed = lower(source.tree, names_of(managed, wrapper), tangents_in(wrapper.__code__))
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
            context.params[name] = join(old, kind) if signature(old) != signature(kind) or regions(kind) else old
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
        if arguments.vararg is not None and parameter_name(arguments.vararg) == name:
            return K.tuple_of(())
        return Kind("dict", region=Region(), elements={})

    def apply_member(self, run, node, context, kinds, result):
        """What calling a function value does to its caller's regions, and its result in them."""
        table = made_here(context, result)
        pairs = []
        for name, kind in kinds.items():
            match_regions(kind, context.params[name], pairs, ("of", name))
        for mine, theirs, _ in pairs:
            if theirs.find().pinned:
                self.unify(mine, theirs)
        for mine, theirs, _ in pairs:
            mine, root = mine.find(), theirs.find()
            self.set(mine, **passed_on(root), opaque=root.opaque,
                     escapes=root.escapes or root.origin == "outer")
            if id(root) in table and table[id(root)].find() is not mine:
                self.unify(mine, table[id(root)])
            table[id(root)] = mine.find()
        for mine, theirs, path in pairs:
            content = theirs.find().content
            if content is not None:
                self.store(mine, self.translate(run, node, content, table, (*path, "content")))
            for name, field_kind in list(sorted_fields(theirs.find())):
                self.store_field(mine, name, self.translate(run, node, field_kind, table, (*path, name)))
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
        new = kind if old is None else join(old, kind)
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

def without_texts(kind):
    """The kind of an argument whose text does not matter."""
    if kind.form == "tuple" and kind.elements:
        return replace(kind, elements=tuple(map(without_texts, kind.elements)))
    return replace(TEXT, optional=kind.optional, known=kind.known) if is_text(kind) else kind
