"""What a call does to its caller, told from what is known of the function that is called."""

from s2sad.analysis.attributestores import share_nodes
from s2sad.analysis.regionfacts import passed_on
from s2sad.facts.alternatives import is_function
from s2sad.facts.kinds import has_fields
from s2sad.facts.reached import is_active, regions, within
from s2sad.facts.regions import sorted_fields
from s2sad.records import replace

# How far the parts of what a call returns are told apart.
MAX_DEPTH = 8

MADE = "made in what is called by its derivative"
# In such a table: what is made is a copy, all the way down, of what may outlive the call.
COPIED = "copied"


def made_here(context, result):
    """The table of regions for `translate`, where a call of this context may be one of its derivative."""
    return {MADE: context} if any(map(is_active, [result, *context.params.values()])) else {}


def share_what_grew(run, kind):
    """The nodes that a call has put into a tree are in one region with those that were there: `self.left.insert(v)`."""
    if has_fields(kind):
        for owner in [k for k in within(kind) if has_fields(k)]:
            for _, held in list(sorted_fields(owner.region.find())):
                if held.region is not None and held.region.find() is not owner.region.find():
                    share_nodes(run, owner, held)


class Summaries:
    """A part of `program.Program`."""

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
        table = made_here(context, result)
        self.quiet = set()
        try:
            self.take_over(run, node, context, callers, table)
        finally:
            self.quiet = None
        for kind in parameters.values():
            share_what_grew(run, kind)
        return self.translate(run, node, result, table)

    def take_over(self, run, node, context, callers, table):
        """What a callee's regions have come to be, the caller's are; table: the callee's → the caller's."""
        merged = {}
        for mine, theirs in zip(callers, context.roots):
            root = theirs.find()
            self.set(mine, **passed_on(root), opaque=root.opaque)
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
            for name, field_kind in list(sorted_fields(theirs.find())):
                self.store_field(mine, name, self.translate(run, node, field_kind, table, (i, name)))

    def translate(self, run, node, kind, table, path=("result",), above=()):
        """A callee's kind in its caller's regions.

        New ones are known by the path on which they are reached, up to some depth; an object inside another
        of its class shares that one's, so that a tree has one region for all of its nodes.
        What the caller, or another function, makes active is active for the callee that makes it, too: only there
        is it seen that `self.u` and its view `self.u[1:]` need mirrors that share memory.
        """
        if kind is None or is_function(kind):
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
                if root.origin in ("outer", "foreign") and COPIED not in table:
                    region.origin = root.origin
                self.set(region, **passed_on(root), escapes=root.escapes)
                if region.active and MADE in table:
                    self.set(root, active=True)
                if root.content is not None:
                    self.store(region, self.translate(run, node, root.content, table, (*path, "content"), above))
                if root.fields is not None:
                    if region.fields is None:
                        region.fields, region.place = {}, None if COPIED in table else root.place
                    for name, field_kind in list(sorted_fields(root)):
                        self.store_field(region, name, self.translate(run, node, field_kind, table, (*path, name), above))
        elements = kind.elements
        if isinstance(elements, dict):
            elements = {k: self.translate(run, node, v, table, (*path, k), above) for k, v in elements.items()}
        elif elements is not None:
            elements = tuple(self.translate(run, node, v, table, (*path, i), above) for i, v in enumerate(elements))
        return replace(kind, region=region, elements=elements, lasting=kind.lasting and COPIED not in table)
