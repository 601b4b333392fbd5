"""What the analysis learns of one function, and how environments are joined."""

import gast

from s2sad.facts.joining import join
from s2sad.facts.kindkeys import signature
from s2sad.facts.kinds import Kind
from s2sad.facts.reached import is_active
from s2sad.records import Record


class Unreachable(Exception):
    """Nothing is known to come out of this expression (yet): the path ends here."""


class TooLong(Exception):
    """What a call that is passed nothing active does is not worth the time it takes to look at."""


TOO_LARGE = ("More code is reached from here than can be looked at.",
             "Give one of the functions on the way here a rule with rule_for.")


class Asked(Record):
    """At `node` Python may call the method `name` of an object by itself, which is made as `how` says.

    twice: the mirror is asked, too, so that the method may not even count its calls.
    """

    node: object
    name: str
    how: object
    twice: bool = False


class Facts(Record):
    """What is known of one function under one set of argument kinds.

    kind: node → Kind; call: call node → how it is made; truth: test node →
    True or False where it is known; item_kinds: augmented assignment → the
    kind of its target before it; functions: `def` → the kind of what it binds;
    entered: the statements that control may get to; stuck: those it never gets past; guarded: those whose exception may be
    caught in the function; active_names: names whose value is ever
    active, which therefore have a tangent throughout; returns: the joined kind
    of what the function returns; falls_off: the end of the body is reached; yields:
    of what a generator yields; result: of what it returns; at_once: the generator expressions whose items are
    taken where they stand, and taken those of which all are; ever: names that such as live on read → the join of
    all that they are ever bound to;
    never: calls of the user's functions that do not return → how they are made;
    asked: what stands for a call of a method that Python makes by itself → `Asked`, see `analysis.asked`;
    not_implemented: a special method may return `NotImplemented`, which is not in `returns`.
    """

    kind: dict = dict
    call: dict = dict
    truth: dict = dict
    entered: set = set
    stuck: set = set
    guarded: set = set
    item_kinds: dict = dict
    functions: dict = dict
    active_names: set = set
    returns: Kind | None = None
    falls_off: bool = False
    yields: Kind | None = None
    result: Kind | None = None
    at_once: set = set
    taken: set = set
    ever: dict = dict
    never: dict = dict
    asked: dict = dict
    not_implemented: bool = False

    def note_activated(self):
        """Values that became active after they were given a name make that name active."""
        self.active_names |= {n.id for n, kind in self.kind.items() if n.__class__ is gast.Name and is_active(kind)
                              and n.id.isidentifier()}


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


def fingerprint(env, leaving_out=()):
    """What tells environments apart; leaving_out: names that do not count."""
    table = {}
    return tuple((name, signature(kind, table)) for name, kind in env.items() if name not in leaving_out)


_WORDS = {
    "ListComp": "A list comprehension", "SetComp": "A set comprehension", "DictComp": "A dict comprehension",
    "GeneratorExp": "A generator expression", "Lambda": "A lambda", "Set": "A set", "Yield": "`yield`",
    "YieldFrom": "`yield from`", "Await": "`await`", "AsyncFor": "`async for`", "AsyncWith": "`async with`",
    "Match": "A `match` statement", "ClassDef": "A class definition", "FunctionDef": "A nested function",
    "AsyncFunctionDef": "A nested async function", "TryStar": "`except*`", "Nonlocal": "`nonlocal`",
}


def describe(node):
    """What a piece of syntax is called in a message."""
    return _WORDS.get(type(node).__name__, f"`{type(node).__name__}`")
