"""Facts about regions of memory, each change noted, so that the analysis goes on until there is none."""

from s2sad.classflags import is_made_by_class
from s2sad.facts import kinds as K
from s2sad.facts import joining
from s2sad.facts.kindkeys import signature
from s2sad.facts.reached import reaches_active, regions, with_active_numbers
from s2sad.facts.regions import SEVERAL, sorted_fields


def passed_on(region):
    """What is true of a callee's memory and therefore of its caller's."""
    return {name: getattr(region, name) for name in ("active", "written", "altered", "shrinks", "relaid", "mixed", "derived", "objects",
                                                 "texts", "by_names")}


class RegionFacts:
    """A part of `program.Program`."""

    def set(self, region, **flags):
        region = region.find()
        if "written" in flags:
            flags.setdefault("altered", flags["written"])
        for name, value in flags.items():
            if value and not getattr(region, name):
                setattr(region, name, True)
                self.note_change()
                self.changed |= region.kept

    def activate(self, region, kind=None):
        """Something active is written into this memory, through a value of this kind."""
        self.check_outlives(region, kind)
        self.set(region, active=True)

    def with_active_parts(self, kind):
        """The same kind with all its numbers differentiated, in its memory, too."""
        for region in regions(kind):
            self.set(region, active=True)
            if region.content is not None:
                self.store(region, with_active_numbers(region.content))
            for name, held in sorted_fields(region):
                self.store_field(region, name, with_active_numbers(held))
        return with_active_numbers(kind)

    def check_outlives(self, region, kind=None):
        """Refuse to write a derivative where it would be lost."""
        if region.find().origin in ("outer", "foreign") and (
                not region.find().mixed or kind is not None and kind.lasting):
            context, node = self.at
            cls = class_of_what_was_made(context, region)
            if cls is not None:
                from s2sad.analysis.functioncalls import without_mirror
                why, instead = without_mirror(cls)
                raise context.refusal(node, f"A value that depends on what is differentiated is stored, and {why}.", instead)
            raise context.refusal(node, "This writes a value that depends on what is differentiated into an object "
                                  "that outlives the call, or that other code made.",
                                  "Pass the object as an argument, or make it inside the function.",
                                  uncertain=self.may_be_new(region))

    def may_be_new(self, region):
        """May memory that unknown code hands out be the program's own: that of a function which only the call will tell?"""
        return self.guessed and region.find().origin == "foreign"

    def unify(self, a, b):
        if joining.unify(a, b):
            self.note_change()

    def store(self, region, kind):
        if self.holds_already(region.find(), region.find().content, kind):
            return
        before = (signature(region.find().content), region.find().active)
        joining.store(region, kind)
        if region.find().kept and (signature(region.find().content), region.find().active) != before:
            self.changed = True

    def holds_already(self, region, held, kind):
        """Would joining this kind to what a region holds change nothing?  Most of what is stored is stored again."""
        seen = set() if self.quiet is None else self.quiet
        if held is not None and K.same(held, kind) and (region.active or not reaches_active(kind, seen)):
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
        if root.place is not SEVERAL and self.holds_already(root, old, kind):
            return
        before = (None if old is None else signature(old), root.active)
        joining.store_field(region, name, kind)
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
        for key, held in list(sorted_fields(kind.region.find())):
            self.store_field(region, key, held)

    def note_everything(self, kind, *parts):
        for part in parts:
            for region in regions(part):
                self.unify(kind.region, region)


def class_of_what_was_made(context, region):
    """The class, without mirrors, whose call made what is in a region; None if something else did."""
    for (node, tag), site in context.sites.items():
        kind = context.facts.kind.get(getattr(node, "func", None)) if tag == "value" and site.find() is region.find() else None
        if kind is not None and kind.form == "const" and isinstance(kind.value, type) and is_made_by_class(kind.value):
            return kind.value
    return None
