"""One function of a program under one set of argument kinds."""

import inspect
import os
import sys

import gast

from s2sad.analysis.comprehensions import captured_names, variables_of_comprehensions
from s2sad.analysis.usersplaces import at_users_line
from s2sad.facts.facts import Facts
from s2sad.facts.reached import regions
from s2sad.facts.regions import Region
from s2sad.frontend import source as source_module
from s2sad.frontend.build import unused
from s2sad.frontend.names import local_names, place_of
from s2sad.frontend.scopes import FUNCTIONS, inner_functions, scope_of, yields
from s2sad.frontend.trees import by_class, walk
from s2sad.frontend.wrappers import WRAPPER
from s2sad.records import Record

_OWN = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_LIBRARIES = sys.stdlib_module_names - {"__main__"} | {"numpy", "scipy", "s2sad"}


def is_of_a_library(function):
    """Is this a function of Python's own library, of NumPy's or of ours?"""
    return (function.__module__ or "").partition(".")[0] in _LIBRARIES


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
    unbound: dict = dict  # call → these sizes, what it passes, and why that is not written out
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
    tangents: dict | None = None  # of a derivative, see `mirrored`
    reached: tuple | None = None  # see `effects.inside`
    computes: bool | None = None  # see `forward.helpercalls`
    callers: set = set  # (context, call node) of all calls
    cells: dict = dict  # variables that inner functions use → their kinds over all time

    def __init__(self, *values, **named):
        super().__init__(*values, **named)
        self.rewritten = self.rewritten or self.parent is not None and self.parent.rewritten
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
        self.new_names = set()  # variables that the analysis added
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
        self.new_names.add(wanted)
        return wanted

    def refusal(self, node, reason, advice, uncertain=False):
        context, at = self, node
        while context.caller is not None and is_of_a_library(context.function):
            context, at = context.caller
        if is_of_a_library(self.function) and not is_of_a_library(context.function):
            # The user can change the call, not what is inside of it.
            if not self.source.filename.startswith((_OWN, "<s2sad")):
                where = f"{os.path.basename(self.source.filename)}, line {getattr(node, 'lineno', self.tree.lineno)}"
                reason = reason[0].lower() + reason[1:] if reason[1:2].islower() or reason[1:2] == " " else reason
                reason = f"In `{self.name}` ({where}), which this call leads to: {reason}"
                advice = "Use functions that have a rule, write it in Python, or give it a rule with rule_for."
            error = at_users_line(context, at, source_module.refusal(context.source, at, reason, advice, calls=self.call_chain()))
        else:
            error = at_users_line(self, node, source_module.refusal(self.source, node, reason, advice, calls=self.call_chain()))
        error.uncertain = uncertain
        return error

    def call_chain(self):
        """Through which calls this function was reached, outermost first."""
        chain = []
        context = self
        while context.caller is not None:
            context, node = context.caller
            if context.source.filename.startswith(WRAPPER):  # no place that the user knows
                continue
            line = getattr(node, "lineno", "?")
            chain.append(f"{context.name} ({context.source.filename}, line {line})")
        chain.reverse()
        return (*chain, f"{self.name} ({self.source.filename}, line {self.tree.lineno})") if chain else ()
