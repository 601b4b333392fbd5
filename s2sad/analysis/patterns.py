"""`match` statements: which cases may match, and what their names are bound to.

A name that a pattern captures comes from somewhere in the subject: an
attribute, an item, a key.  `Capture` says from where, so that its tangent can
be read at the same place of the subject's mirror.
"""

from collections.abc import Mapping, Sequence

import gast

from s2sad.analysis import objects, storage
from s2sad.analysis.alternatives import is_one_of_several, one_by_one, remaining as left
from s2sad.analysis.asked import EQUALITY, ask, may_answer
from s2sad.analysis.targets import bind_name
from s2sad.analysis.truth import asks_by_class, exact_types, is_instance, is_loose, is_none, of_loose
from s2sad.errors import DifferentiationError
from s2sad.facts import kinds as K
from s2sad.facts.calls import literal
from s2sad.facts.classkinds import classes_of
from s2sad.facts.contents import element
from s2sad.facts.facts import Unreachable, merge
from s2sad.facts.joining import join
from s2sad.facts.kinds import Kind
from s2sad.facts.reached import is_active
from s2sad.facts.regions import sorted_fields
from s2sad.facts.texts import is_text, is_text_of_active
from s2sad.frontend.trees import copy_tree, walk
from s2sad.records import Record, replace

STALE = Kind("stale")  # what a name holds that a case captured whose guard then failed


class Capture(Record):
    """A captured name: where in the subject its value is, step by step, and of what kind it is.

    steps: ("attribute", name), ("item", index), ("items", start, stop), ("key", node),
    ("others", the nodes of the other keys); None where it depends on which alternative matched.
    """

    name: str
    steps: tuple
    kind: object


def match_statement(run, node, env):
    """The environment after a `match` statement."""
    subject = run.kind(node.subject)
    if may_answer(subject) and any(isinstance(n, gast.MatchValue) for case in node.cases for n in walk(case.pattern)):
        ask(run, node.subject, [subject], EQUALITY)
    out, run.facts.truth[node] = None, {}
    remaining = dict(env)
    for case in node.cases:
        if remaining is None:
            break
        captures = []
        unmatched = not_matched(run, case, subject)
        try:
            sure = matches(run, case.pattern, subject, (), captures)
        except Unreachable:  # an attribute's getter raises, say
            sure, captures = None, []
        if sure is not False and any(c.steps is None and is_active(c.kind) for c in captures) and split(run, node, case):
            return match_statement(run, node, env)
        run.facts.truth[node][case] = sure
        if sure is False:
            continue
        run.facts.call[case] = captures
        run.env = inner = dict(remaining)
        for capture in captures:
            bind_name(run, capture.name, capture.kind)
        inner = narrowed(run, node.subject, case.pattern, run.env)
        guarded = True
        if case.guard is not None:
            run.env = inner
            guarded = run.test(case.guard)
            inner = run.env
        if guarded is not False:
            out = merge(out, run.block(case.body, dict(inner)))
        if case.guard is not None and guarded is not True:
            failed = dict(inner)
            for capture in captures:
                failed[capture.name] = STALE
            remaining = failed if sure is True else merge(remaining, failed)
        elif sure is True:
            remaining = None
        elif unmatched is not None and isinstance(node.subject, gast.Name) and remaining.get(node.subject.id) is subject:
            subject = unmatched
            remaining = {**remaining, node.subject.id: subject}
        run.env = remaining if remaining is not None else env
    return merge(out, remaining)


def split(run, node, case):
    """Make a case for each alternative, if they take their names from different places: `case [a, _] | (_, {"k": a})`."""
    if not isinstance(case.pattern, gast.MatchOr) or case.guard is not None \
            or any(isinstance(n, (gast.FunctionDef, gast.Lambda, gast.ClassDef)) for part in case.body for n in walk(part)):
        return False
    first, *others = case.pattern.patterns
    case.pattern = first
    at = next(i for i, c in enumerate(node.cases) if c is case) + 1
    node.cases[at:at] = [gast.match_case(pattern=pattern, guard=None, body=[copy_tree(s) for s in case.body]) for pattern in others]
    run.context.note_rewritten()
    return True


def not_matched(run, case, kind):
    """The kind of a subject, one of several, that a case does not match; None where that says nothing more."""
    if not is_one_of_several(kind) or case.guard is not None:
        return None
    verdicts = {}
    for one, alternative in one_by_one(replace(kind, optional=False)).items():
        try:
            verdicts[one] = matches(run, case.pattern, alternative, (), [])
        except (Unreachable, DifferentiationError):
            verdicts[one] = None
    return left(kind, verdicts, False)


def narrowed(run, subject, pattern, env):
    """In a case for some classes, a subject of several is of one of these."""
    if isinstance(subject, gast.Name) and subject.id in env:
        kind = env[subject.id]
        classes = classes_in(run, pattern)
        if kind.form == "object" and isinstance(kind.type, tuple) and classes is not None:
            left = tuple(c for c in kind.type if issubclass(c, classes))
            if left:
                env = {**env, subject.id: replace(kind, type=left if len(left) > 1 else left[0], optional=False)}
        elif is_loose(kind) and classes is not None:
            env = {**env, subject.id: of_loose(kind, classes)}
    return env


def classes_in(run, pattern):
    """The classes that a pattern is for; None where it is for others too."""
    if isinstance(pattern, gast.MatchAs) and pattern.pattern is not None:
        return classes_in(run, pattern.pattern)
    if isinstance(pattern, gast.MatchClass):
        kind = run.facts.kind.get(pattern.cls)
        return (kind.value,) if kind is not None and kind.form == "const" and isinstance(kind.value, type) else None
    if isinstance(pattern, gast.MatchOr):
        parts = [classes_in(run, p) for p in pattern.patterns]
        return None if None in parts else sum(parts, ())
    return None


# -- patterns: True if it surely matches, False if it surely does not, None otherwise

def matches(run, pattern, kind, steps, captures):
    return _PATTERNS[type(pattern)](run, pattern, kind, steps, captures)


def both(verdicts):
    verdicts = list(verdicts)
    if False in verdicts:
        return False
    return True if all(v is True for v in verdicts) else None


def _as(run, pattern, kind, steps, captures):
    name = getattr(pattern, "name", None)
    inner = getattr(pattern, "pattern", None)
    sure = True
    if inner is not None:
        sure = matches(run, inner, kind, steps, captures)
        classes = classes_in(run, inner)
        if classes is not None:
            kind = of_classes(kind, classes)
    if name is not None and sure is not False:
        captures.append(Capture(name, steps, kind))
    return sure


def of_classes(kind, classes):
    """The kind narrowed to what is an instance of these classes."""
    kind = replace(kind, optional=False)
    if is_loose(kind):
        return of_loose(kind, classes)
    if kind.form == "object" and isinstance(kind.type, tuple):
        left = tuple(c for c in kind.type if issubclass(c, classes))
        return replace(kind, type=left if len(left) > 1 else left[0]) if left else kind
    return kind


def _value(run, pattern, kind, steps, captures):
    value = run.kind(pattern.value)
    if K.has_fields(kind) and objects.has_method(kind, "__eq__"):
        return None  # __eq__ may say anything
    if kind.form in ("list", "dict", "tuple") and value.form in ("number", "plain"):
        return False
    if kind.form == "plain" and value.form == "number" or kind.form == "number" and value.form == "plain":
        return False if not is_text_of_active(kind) else None
    return None


def _singleton(run, pattern, kind, steps, captures):
    if pattern.value is None:
        return is_none(kind)
    return None if kind.form in ("number", "any", "numeric", "const") else False


def _sequence(run, pattern, kind, steps, captures):
    parts = getattr(pattern, "patterns", [])
    star = next((i for i, p in enumerate(parts) if isinstance(p, gast.MatchStar)), None)
    after = len(parts) - star - 1 if star is not None else 0
    if storage.base_of(kind) is not None and not issubclass(storage.base_of(kind), dict):
        if not storage.is_built_in(kind, "__getitem__", "__len__", "__iter__"):
            return unknown(run, pattern)
        kind = storage.stored(run, kind)
    if is_text(kind):
        return False
    if kind.form in ("number", "dict", "array", "plain", "set") or kind.form == "const" and kind.value is None \
            or K.has_fields(kind):
        return unknown(run, pattern) if kind.form == "plain" or is_one_of(kind, Sequence) else False
    if kind.form == "tuple" and kind.elements is not None:
        elements = kind.elements
        if len(elements) != len(parts) if star is None else len(elements) < len(parts) - 1:
            return None if kind.optional else False
        verdicts = []
        for i, part in enumerate(parts):
            if i == star:
                held = elements[i:len(elements) - after]
                region = run.context.site(part, "rest")
                for item in held:
                    run.program.store(region, item)
                rest(part, K.sequence("list", region.find()), (*steps, ("items", i, -after or None)), captures)
            else:
                at = i if star is None or i < star else len(elements) - (len(parts) - i)
                verdicts.append(matches(run, part, elements[at], (*steps, ("item", at)), captures))
        return both([*verdicts, None if kind.optional else True])
    if kind.form in ("list", "tuple"):
        if kind.region.find().content is None:
            item = None
        else:
            item = element(kind)
        verdicts = []
        for i, part in enumerate(parts):
            if i == star:
                region = run.context.site(part, "rest")
                if item is not None:
                    run.program.store(region, item)
                rest(part, K.sequence("list", region.find()), (*steps, ("items", i, -after or None)), captures)
            elif item is None:
                return False if captured(pattern) else None
            else:
                at = i if star is None or i < star else i - len(parts)
                verdicts.append(matches(run, part, item, (*steps, ("item", at)), captures))
        return False if False in verdicts else None
    if is_loose(kind):
        for i, part in enumerate(parts):
            if i == star:
                region = run.context.site(part, "rest")
                run.program.store(region, loose(kind))
                rest(part, K.sequence("list", region.find()), (*steps, ("items of any", i, -after or None)), captures)
            else:
                at = i if star is None or i < star else i - len(parts)
                matches(run, part, loose(kind), (*steps, ("item", at)), captures)
        return None
    return unknown(run, pattern) if captured(pattern) else None


def loose(kind):
    """The kind of a part of such a value."""
    return element(kind) if is_one_of_several(kind) else K.any_kind(kind.region, is_active(kind))


def rest(part, kind, steps, captures):
    if getattr(part, "name", None) is not None:
        captures.append(Capture(part.name, steps, kind))


def captured(pattern):
    return any(getattr(p, "name", None) or getattr(p, "rest", None) for p in walk(pattern))


def unknown(run, pattern):
    """A pattern with names for a subject that is not known: refused, since the names might be active."""
    if captured(pattern):
        raise run.context.refusal(pattern, "It is not known before the program runs what this pattern takes apart.",
                                  "Match lists, tuples, dicts, or objects of classes of your own.", uncertain=True)
    return None


def is_one_of(kind, abstract):
    """May this be an object of a class of one's own that Python takes for a sequence, or for a mapping?"""
    return K.has_fields(kind) and any(issubclass(c, abstract) for c in classes_of(kind))


def _mapping(run, pattern, kind, steps, captures):
    keys, patterns = getattr(pattern, "keys", []), getattr(pattern, "patterns", [])
    for key in keys:
        run.kind(key)
    if storage.base_of(kind) is not None and issubclass(storage.base_of(kind), dict):
        if not storage.is_built_in(kind, "__getitem__", "get", "__contains__", "keys"):
            return unknown(run, pattern)
        kind = storage.stored(run, kind)
    if kind.form in ("number", "array", "list", "tuple", "plain", "set") or K.has_fields(kind):
        return unknown(run, pattern) if is_one_of(kind, Mapping) else False
    if is_loose(kind):
        for key, part in zip(keys, patterns):
            matches(run, part, loose(kind), (*steps, ("key", key)), captures)
        if getattr(pattern, "rest", None) is not None:
            region = run.context.site(pattern, "rest")
            run.program.store(region, loose(kind))
            captures.append(Capture(pattern.rest, (*steps, ("others", tuple(keys))), Kind("dict", region=region.find())))
        return None
    if kind.form != "dict":
        return unknown(run, pattern)
    content, later = kind.region.find().content, kind.region.find().fields or {}
    verdicts = []
    for key, part in zip(keys, patterns):
        try:
            held = join(join((kind.elements or {}).get(literal(key)), later.get(literal(key))), content)
        except (ValueError, TypeError):
            held = element(kind)
        if held is None:
            return None if kind.elements is not None and not captured(pattern) else False
        verdicts.append(matches(run, part, held, (*steps, ("key", key)), captures))
    name = getattr(pattern, "rest", None)
    if name is not None:
        region = run.context.site(pattern, "rest")
        for part in (*(kind.elements or {}).values(), *(held for _, held in sorted_fields(kind.region.find())), content):
            if part is not None:
                run.program.store(region, part)
        captures.append(Capture(name, (*steps, ("others", tuple(keys))), Kind("dict", region=region.find())))
    return False if False in verdicts else None


_ITSELF = (bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple)


def _class(run, pattern, kind, steps, captures):
    wanted = run.kind(pattern.cls)
    positional = getattr(pattern, "patterns", [])
    names = list(getattr(pattern, "kwd_attrs", []))
    patterns = list(getattr(pattern, "kwd_patterns", []))
    if wanted.form != "const" or not isinstance(wanted.value, type):
        return unknown(run, pattern)
    cls = wanted.value
    for own in exact_types(replace(kind, optional=False)) or ():
        run.program.guard_derived(own, cls)
    sure = is_of(kind, cls)
    if sure is False:
        return False
    inner = replace(of_classes(kind, (cls,)), optional=False)
    if cls in _ITSELF and positional:
        return both([sure, matches(run, positional[0], inner, steps, captures)])
    if positional:
        run.program.guard_attribute(cls, "__match_args__")
        names = [*getattr(cls, "__match_args__", ())[:len(positional)], *names]
        patterns = [*positional, *patterns]
        if len(names) < len(patterns):
            raise Unreachable  # Python raises TypeError
    verdicts = [sure]
    for name, part in zip(names, patterns):
        if not objects.is_instance(inner):
            return unknown(run, pattern)
        read = run.context.receivers.get((pattern, name))
        if read is None:
            stand_in = gast.copy_location(gast.Name(id="·subject", ctx=gast.Load(), annotation=None,
                                                    type_comment=None), pattern)
            read = run.context.receivers[pattern, name] = gast.copy_location(
                gast.Attribute(value=stand_in, attr=name, ctx=gast.Load()), pattern)
        run.facts.kind[read.value] = inner
        held = objects.attribute_kind(run, read, inner, name) if K.has_fields(inner) \
            else objects.attribute_of_other(run, read, inner)
        run.facts.kind[read] = held
        if read in run.facts.call and captured(part) and is_active(held):
            raise run.context.refusal(part, f"`{name}` is a property, which would be computed twice.",
                                      "Match the object alone and read the property in the case.")
        verdicts.append(matches(run, part, held, (*steps, ("attribute", read)), captures))
    return both([v if v is not True or sure is True else None for v in verdicts])


def is_of(kind, cls):
    """Is a value of this kind an instance of the class?"""
    types_ = exact_types(kind)
    if not asks_by_class(cls):
        return None
    if types_ is None:
        if kind.form == "const" and kind.value is None:
            return issubclass(type(None), cls)
        if is_one_of_several(kind):
            return is_instance(kind, (cls,))
        inner = exact_types(replace(kind, optional=False))
        if inner is not None and not any(issubclass(t, cls) for t in inner):
            return False
        if kind.form == "plain" and cls not in (str, bytes, object):
            return False if cls in (int, float, complex, list, tuple, dict, bool) else None
        return None
    said = {issubclass(t, cls) for t in types_}
    return said.pop() if len(said) == 1 else None


def _or(run, pattern, kind, steps, captures):
    verdicts, found = [], []
    for part in pattern.patterns:
        inner = []
        try:
            verdict = matches(run, part, kind, steps, inner)
        except Unreachable:
            verdict = None
        verdicts.append(verdict)
        if verdict is not False:
            found.append({c.name: c for c in inner})
        if verdict is True:
            break
    if not found:
        return False
    for name, first in found[0].items():
        kinds, same = first.kind, True
        for other in found[1:]:
            kinds = join(kinds, other[name].kind)
            same = same and steps_key(other[name].steps) == steps_key(first.steps)
        captures.append(Capture(name, first.steps if same else None, kinds))
    return True if True in verdicts else None


def steps_key(steps):
    """Two captures with the same key are read in the same way."""
    if steps is None:
        return None
    return tuple((s[0], s[1].attr) if s[0] == "attribute" else
                 (s[0], gast.dump(s[1])) if s[0] == "key" else s for s in steps)


_PATTERNS = {gast.MatchAs: _as, gast.MatchValue: _value, gast.MatchSingleton: _singleton,
             gast.MatchSequence: _sequence, gast.MatchMapping: _mapping, gast.MatchClass: _class, gast.MatchOr: _or}
