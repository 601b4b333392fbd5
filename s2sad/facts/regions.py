"""Regions: pieces of memory, and sets of functions, that several values may share; nodes of union-find."""


class Region:
    """A piece of memory, or several that may be one; a union-find node.

    active: something that depends on `wrt` may be stored here.
    written: the program writes into it after it was made.
    altered: the same, but for attributes that an object is given by the function that makes it, as by its constructor.
    shrinks: keys of a dict may be taken away.
    escapes: it is returned, stored or handed on, so others may write into it.
    origin: "fresh" (made here), "param", "foreign" (made by code that is not known)
        or "outer" (outlives the call).
    content: the join of what a container holds.
    fields: the kinds of an object's attributes by name, each the join of all that is stored there, or of
        what is stored into a dict under texts; None for what has none.
    place: where a module's object is found; its attributes are looked up there. SEVERAL for objects
        found in more than one way: anything may be in their attributes.
    mixed: arrays that outlive the call are here only because they may meet others under one name or in one
        container; what is written is checked when the program runs, since their mirrors are read-only.
    opaque: more may be put into it than is seen here: it need not be empty if `content` is None.
    pinned: a function made here may use it whenever it is called: it is the same one for
        whoever calls that function, and is never copied from one function's view to another's.
    lazy: of an iterator; one over active values gives pairs of values and tangents.
    derived: a list or dict in it may be of a class derived from Python's.
    objects: objects with attributes may be among values in it that have no known kind.
    texts: texts and other constants may be among values in it that have no known kind.
    by_names: of objects; what is in their `__dict__` may be stored there as in a dict, under names that are not known.
    makers: the contexts of the generator functions that may have made such an iterator.
    """

    __slots__ = ("parent", "active", "written", "altered", "escapes", "origin", "content", "relaid", "kept", "lazy", "fields",
                 "place", "opaque", "pinned", "mixed", "makers", "shrinks", "derived",
                 "objects", "texts", "by_names")

    merges = 0  # how often two kept regions were made one

    def __init__(self, origin="fresh", active=False, kept=False):
        self.parent = None
        self.kept = kept  # there is one such region for its place in the program, not one each time
        self.active = active
        self.written = self.altered = False
        self.shrinks = False
        self.derived = False
        self.objects = False
        self.texts = False
        self.by_names = False
        self.pinned = False
        self.escapes = False
        self.lazy = False
        self.opaque = True
        self.mixed = False
        self.relaid = False  # a reshape or ravel of it may be a view, by memory layout
        self.origin = origin
        self.content = None
        self.fields = None
        self.place = None
        self.makers = frozenset()

    def find(self):
        root = self
        while root.parent is not None:
            root = root.parent
        return root


class FunctionSet:
    """The functions that a value may be; a union-find node.

    members: key → `functions.Member`.
    shapes: how they are called: `callshapes.Shape` → the pass in which that was seen last.
    active: calling them may give or change what is active, so that each has a mirror:
        the function that computes its pair.
    attributes: the names under which what is not active is stored in them.
    """

    __slots__ = ("parent", "members", "shapes", "active", "attributes")

    met = 0  # how often a bound method or partial has met a function of another sort

    def __init__(self, members=()):
        self.parent = None
        self.members = dict(members)
        self.shapes = {}
        self.active = False
        self.attributes = set()

    def find(self):
        root = self
        while root.parent is not None:
            root = root.parent
        return root


SEVERAL = "several places"

# The field of an object's region that says what it holds as a list, tuple or dict; see `storage`.
STORAGE = "·items"

# The field of a dict's region that says what its keys are, where these are objects with mirrors (see `facts.keys`).
KEYS = "·keys"
# ... and that of a given dict, among whose keys are objects that hold what is differentiated and are reached otherwise, too.
GIVEN_KEYS = "·given keys"
# ... and that of a dict that may have other keys, too.
MORE_KEYS = "·more keys"
OF_KEYS = {KEYS, GIVEN_KEYS, MORE_KEYS}


def sorted_fields(root):
    """The fields of a region in an order that does not depend on when they were found."""
    return sorted(root.fields.items()) if root.fields else ()
