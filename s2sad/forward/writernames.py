"""The names in generated code: of tangents, temporaries, and of what the compiler adds."""

import sys

import gast
import numpy as np

from s2sad import runtime
from s2sad.frontend.build import attribute, name, unused
from s2sad.frontend.names import MISSING, Place, place_of
from s2sad.rules import originals
from s2sad.rules.registry import MODULES


class Names:
    """What the writer calls things; a name once taken stays taken."""

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
