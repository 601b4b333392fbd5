"""What a test says of an item or attribute: `isinstance(t[k], dict)`, `isinstance(self.left, Leaf)`.

    if isinstance(t[k], dict):
        total += walk(t[k])        # a dict

It holds as long as nothing is stored into what it is read from, and the names that it is read by stay.
"""

import gast

from s2sad.analysis.alternatives import is_one_of_several
from s2sad.analysis.mirrored import mirrored_paths, tangent_of
from s2sad.analysis.truth import classes_named, is_surely, of_loose
from s2sad.facts import kinds as K
from s2sad.facts.classkinds import classes_of
from s2sad.frontend.trees import walk
from s2sad.records import Record, replace


class Fact(Record):
    """What is read at `path` is an instance of one of the classes, or of none; `of`: or the tangent of what is of this kind."""

    path: str
    names: frozenset
    classes: tuple
    truth: bool
    region: object
    of: object = None


def path_of(node):
    """A text for an item or attribute that is read by names and constants; None for others."""
    inner = node
    while isinstance(inner, (gast.Attribute, gast.Subscript)):
        if isinstance(inner, gast.Subscript) and not isinstance(inner.slice, (gast.Name, gast.Constant)):
            return None
        inner = inner.value
    return gast.dump(node) if isinstance(inner, gast.Name) and inner is not node else None


def facts_of(run, node, truth):
    """The facts that a test gives that came out as `truth`."""
    kinds = run.facts.kind
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.Not):
        return facts_of(run, node.operand, not truth)
    if isinstance(node, gast.BoolOp) and isinstance(node.op, gast.And) is truth:
        return [fact for part in node.values for fact in facts_of(run, part, truth)]
    if not isinstance(node, gast.Call) or len(node.args) != 2 or kinds.get(node.func) is None \
            or kinds[node.func].value is not isinstance:
        return []
    path, held = path_of(node.args[0]), kinds.get(getattr(node.args[0], "value", None))
    classes = classes_named(kinds.get(node.args[1]))
    if path is None or classes is None or held is None or held.region is None:
        return []
    names = frozenset(n.id for n in walk(node.args[0]) if isinstance(n, gast.Name))
    found = [Fact(path, names, classes, truth, held.region)]
    value = narrowed(kinds[node.args[0]], found, node.args[0])
    for mirror, kind in mirrored_paths(run, node.args[0]):
        names = names | {n.id for n in walk(mirror) if isinstance(n, gast.Name)}
        found.append(Fact(path_of(mirror), names, classes, truth, kind.region, value))
    return found


def narrowed(kind, facts, node):
    """The kind of what is read, by what is known of it."""
    path = path_of(node)
    for fact in facts:
        if fact.path != path:
            continue
        if fact.of is not None:
            kind = tangent_of(kind, fact.of)
        elif is_one_of_several(kind):
            kind = of_loose(kind, fact.classes, fact.truth)
        elif K.has_fields(kind) and kind.type is not None:
            left = tuple(c for c in classes_of(kind) if is_surely(c, fact.classes) in (fact.truth, None))
            if left:
                kind = replace(kind, type=left if len(left) > 1 else left[0], optional=kind.optional and not fact.truth)
    return kind


def without(facts, names):
    """The facts that still hold after these names were bound anew."""
    return [f for f in facts if not f.names & set(names)]


def lasting(facts, names=()):
    """The facts that still hold after something unknown has run, or something was stored; names: of those bound anew."""
    return [f for f in without(facts, names) if not f.region.find().written and f.region.find().origin in ("fresh", "param")]


def in_both(facts, *others):
    """Those of the facts that hold at the ends of all the ways that are gone."""
    return [f for f in facts if all(any(f is one for one in other) for other in others)]


def names_bound(node):
    """The names that a loop binds anew."""
    return {n.id for n in walk(node) if isinstance(n, gast.Name) and not isinstance(n.ctx, gast.Load)}
