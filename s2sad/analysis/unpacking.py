"""Arguments of which only the running program knows how many, or which, there are: `g(*xs)`, `g(**d)`.

They are written out by the parameters that `g` still has, after a check that it takes what there is:

    g(*xs)     →   if len(xs) != 2: g(*xs)             g(xs[0], xs[1])
    g(**d)     →   if d.keys() != {"a", "b"}: g(**d)   g(a=d["a"], b=d["b"])

A parameter with a default gets `xs[1] if len(xs) > 1 else 2.0`, or `d.get("b", 2.0)`. Where `g` has `*args` as
well, it gets the rest: `g(xs[0], xs[1], *xs[2:])`.
"""

import dataclasses
import inspect
import types

import gast

from s2sad.facts import kinds as K
from s2sad.facts.calls import CannotBind, UnknownKeys, default_of
from s2sad.facts.classkinds import classes_of
from s2sad.facts.reached import is_active
from s2sad.frontend.names import MISSING
from s2sad.frontend.ownsignature import own_signature
from s2sad.frontend.scopes import parameter_names
from s2sad.records import Record, replace
from s2sad.rules.iteration import namespace_of, without


class Unpacked(Record):
    """How a call is written out.

    named: the expression that is unpacked, under a name, if it is none itself. failing: does `call`, the user's own
    without the other arguments, raise an error?
    """

    named: object
    failing: object
    call: object


def write_out(run, node, arguments, positional, keywords, rest, function=None):
    """The positional nodes of a call with items of `*rest` among them, and the rest that is left, or None.

    Raises CannotBind where it is not certain how many items there must be. function: has the defaults.
    """
    names = missing(arguments, positional, keywords)
    if not names and arguments.vararg is not None:
        return positional, rest
    kind = replace(run.facts.kind[rest], optional=False)
    if kind.form in ("plain", "any") and not is_active(kind) and not isinstance(rest, gast.Tuple):
        rest = copied(gast.Call(func=constant(tuple, rest), args=[rest], keywords=[]), rest)
        kind = run.kind(rest)
    if isinstance(rest, gast.Tuple) or kind.form not in ("list", "tuple", "array"):
        raise CannotBind("a starred argument of unknown length")
    if not names:
        return positional, nothing_left(run, node, positional, rest, kind)
    first_default = len(arguments.posonlyargs) + len(arguments.args) - len(arguments.defaults)
    required = max(0, min(len(names), first_default - len(positional)))
    defaults = [plain_default(arguments, function, name) for name in names[required:]]
    if any(k in names for k, _ in keywords):
        raise CannotBind("a starred argument of unknown length")
    named, read = held(run, rest, kind)
    items = []
    for i in range(len(names)):
        item = subscript(read(i == 0), constant(i, rest))
        if i >= required:
            counted = compare(length(read(i == 0)), gast.Gt(), constant(i, rest))
            item = copied(gast.IfExp(test=counted, body=subscript(read(False), constant(i, rest)),
                                     orelse=constant(defaults[i - required], rest)), rest)
        items.append(item)
    left = None
    if arguments.vararg is not None:
        left = subscript(read(False), copied(gast.Slice(lower=constant(len(names), rest), upper=None, step=None), rest))
    for made in (*items, *([left] if left is not None else [])):
        made.written_out = True
        run.kind(made)
    written, all_keywords, _ = run.context.expanded[node]
    if required == len(names):
        test = compare(length(read(False)), gast.Lt() if left is not None else gast.NotEq(), constant(required, rest))
    elif left is not None:
        test = compare(length(read(False)), gast.Lt(), constant(required, rest)) if required else None
    elif required:
        test = negated(copied(gast.Compare(left=constant(required, rest), ops=[gast.LtE(), gast.LtE()], comparators=[
            length(read(False)), constant(len(names), rest)]), rest))
    else:
        test = compare(length(read(False)), gast.Gt(), constant(len(names), rest))
    call = gast.Call(func=node.func if isinstance(node, gast.Call) else None,
                     args=[*(constant(None, rest) for _ in written), gast.Starred(value=read(False), ctx=gast.Load())],
                     keywords=[gast.keyword(arg=k, value=constant(None, rest)) for k, _ in all_keywords])
    note_first(run, items[0], named, test, call)
    run.context.expanded[node] = ([*written, *items], all_keywords, left)
    return [*positional, *items], left


def nothing_left(run, node, positional, rest, kind):
    """None, after a check that `*rest`, for which there is no parameter left, is empty: `if len(rest) != 0: g(None, *rest)`."""
    written, all_keywords, _ = run.context.expanded[node]
    if not written or not isinstance(rest, gast.Name) or not all(isinstance(p, (gast.Name, gast.Constant)) for p in written):
        raise CannotBind("too many positional arguments")  # the check comes before all that it passes
    _, read = held(run, rest, kind)
    call = gast.Call(func=node.func if isinstance(node, gast.Call) else None,
                     args=[*(constant(None, rest) for _ in written), gast.Starred(value=read(False), ctx=gast.Load())],
                     keywords=[gast.keyword(arg=k, value=constant(None, rest)) for k, _ in all_keywords])
    note_first(run, written[0], None, compare(length(read(False)), gast.NotEq(), constant(0, rest)), call)
    run.context.expanded[node] = written, all_keywords, None
    return None


def missing(arguments, positional, keywords):
    """The parameters before `*args` that are yet to get an argument by position."""
    names = parameter_names(arguments)[:len(arguments.posonlyargs) + len(arguments.args)]
    open_ = names[len(positional):]
    given = {k for k, _ in keywords}
    while open_ and open_[-1] in given:
        open_.pop()
    return open_


def by_parameters(run, node, arguments, callee, method=None):
    """The arguments of a call with those of `**d` written out by the parameters of what is called.

    arguments: what `expand` found, or raised. method: the name of the method of `callee` that is called.
    """
    if not isinstance(arguments, UnknownKeys):
        return arguments
    parameters = parameters_of(callee, method)
    kind = replace(run.facts.kind[arguments.mapping], optional=False)
    if parameters is None or arguments.rest is not None or kind.form != "dict":
        return arguments
    try:
        return keywords_written_out(run, node, arguments, kind, parameters, factories_of(callee.value))
    except CannotBind:
        return arguments


def factories_of(cls):
    """What makes the defaults of a dataclass, by the names of its fields."""
    fields = vars(cls).get("__dataclass_fields__", {}) if isinstance(cls, type) else {}
    return {n: f.default_factory for n, f in fields.items() if f.default_factory is not dataclasses.MISSING}


def keywords_written_out(run, node, arguments, kind, parameters, factories):
    takes_more = any(p.kind is p.VAR_KEYWORD for p in parameters)
    by_position = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    given = {p.name for p in by_position[:len(arguments.positional)]} | {k for k, _ in arguments.keywords}
    left = [p for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY) and p.name not in given]
    mapping = arguments.mapping
    wanted = [p for p in left if p.default is p.empty or may_hold(kind, p.name)]
    if not wanted and takes_more:
        known = arguments.positional, in_place(arguments, [(None, mapping)]), None
        run.context.expanded[node] = known
        return known
    if not wanted:
        raise CannotBind
    defaults = {p.name: check_plain(p.default) for p in wanted if p.default is not p.empty and p.name not in factories}
    named, read = held(run, mapping, kind)
    items = []
    for i, p in enumerate(wanted):
        key = constant(p.name, mapping)
        if p.name in factories:
            there = compare(key, gast.In(), read(i == 0))
            made = copied(gast.Call(func=constant(factories[p.name], mapping), args=[], keywords=[]), mapping)
            items.append(copied(gast.IfExp(test=there, body=subscript(read(False), key), orelse=made), mapping))
        elif p.name not in defaults:
            items.append(subscript(read(i == 0), key))
        else:
            get = copied(gast.Attribute(value=read(i == 0), attr="get", ctx=gast.Load()), mapping)
            items.append(copied(gast.Call(func=get, args=[key, constant(defaults[p.name], mapping)], keywords=[]), mapping))
    for item in items:
        item.written_out = True
        run.kind(item)
    call = gast.Call(func=node.func, args=[constant(None, mapping) for _ in arguments.positional], keywords=[
        *(gast.keyword(arg=k, value=constant(None, mapping)) for k, _ in arguments.keywords),
        gast.keyword(arg=None, value=read(False))])
    note_first(run, items[0], named, wrong_keys(read, mapping, left, takes_more), call)
    unpacked = [(p.name, item) for p, item in zip(wanted, items)]
    if takes_more:
        more = copied(gast.Call(func=constant(without, mapping), args=[read(False), copied(gast.Tuple(
            elts=[constant(p.name, mapping) for p in left], ctx=gast.Load()), mapping)], keywords=[]), mapping)
        more.written_out = True
        run.kind(more)
        unpacked.append((None, more))
    known = arguments.positional, in_place(arguments, unpacked), None
    run.context.expanded[node] = known
    return known


def in_place(arguments, unpacked):
    """The keywords of a call, with what `**` unpacks among them: in this order `**more` takes them."""
    return [*arguments.keywords[:arguments.place], *unpacked, *arguments.keywords[arguments.place:]]


def with_mapping(arguments):
    """The arguments of a call that is made as it stands when the program runs."""
    return arguments.positional, in_place(arguments, [(None, arguments.mapping)]), arguments.rest


def wrong_keys(read, mapping, parameters, takes_more=False):
    """`not {"a"} <= d.keys() <= {"a", "b"}`: is a parameter without an argument, or the other way round?

    takes_more: keys that are no parameters are taken, too; None where nothing can be wrong then.
    """
    def names(chosen):
        return copied(gast.Set(elts=[constant(p.name, mapping) for p in chosen]), mapping)
    keys = copied(gast.Call(func=copied(gast.Attribute(value=read(False), attr="keys", ctx=gast.Load()), mapping),
                            args=[], keywords=[]), mapping)
    keys.pure = True
    required = [p for p in parameters if p.default is p.empty]
    if takes_more:
        return negated(compare(names(required), gast.LtE(), keys)) if required else None
    if len(required) == len(parameters):
        return compare(keys, gast.NotEq(), names(parameters))
    if not required:
        return negated(compare(keys, gast.LtE(), names(parameters)))
    return negated(copied(gast.Compare(left=names(required), ops=[gast.LtE(), gast.LtE()],
                                       comparators=[keys, names(parameters)]), mapping))


def may_hold(kind, key):
    """May a dict of this kind have this key?"""
    root = kind.region.find()
    return root.opaque or root.content is not None or key in (kind.elements or ()) or key in (root.fields or ())


def parameters_of(callee, method):
    """The parameters that a call has arguments for, where it runs a Python function; None if that is not known."""
    found, skipped = callee.value, 0
    if callee.form == "function":
        members = list(callee.functions.find().members.values())
        return tree_parameters(members[0].node.args) if len(members) == 1 and members[0].parent is not None else None
    if method is not None:
        found, skipped = owner_attribute(callee, method), 1
        if isinstance(found, (staticmethod, classmethod)):
            found, skipped = found.__func__, int(isinstance(found, classmethod))
        if found is MISSING and K.has_fields(callee) and method in callee.region.find().fields:
            return parameters_of(callee.region.find().fields[method], None)
    elif callee.form != "const":
        return None
    elif isinstance(found, types.MethodType):
        found, skipped = found.__func__, 1
    elif found is types.SimpleNamespace:
        found = namespace_of
    elif isinstance(found, type):
        found, skipped = getattr(found, "__init__", None), 1
    return signature_of(found)[skipped:] if isinstance(found, types.FunctionType) else None


def tree_parameters(arguments):
    """The parameters in a signature's tree; `...` for a default that is more than a literal."""
    P = inspect.Parameter
    named = [(a, P.POSITIONAL_ONLY) for a in arguments.posonlyargs] + [(a, P.POSITIONAL_OR_KEYWORD) for a in arguments.args]
    named += [(arguments.vararg, P.VAR_POSITIONAL)] if arguments.vararg else []
    named += [(a, P.KEYWORD_ONLY) for a in arguments.kwonlyargs]
    named += [(arguments.kwarg, P.VAR_KEYWORD)] if arguments.kwarg else []
    made = []
    for argument, kind in named:
        name = getattr(argument, "arg", None) or argument.id
        default = default_of(arguments, name)
        made.append(P(name, kind, default=P.empty if default is None else
                      default.value if isinstance(default, gast.Constant) else ...))
    return made


def owner_attribute(owner, name):
    """What the classes that an object may be of have under a name, if that is one thing."""
    from s2sad.analysis.objects import lookup
    from s2sad.analysis.supers import found_after
    if owner.form == "super":
        return found_after(owner, name)[1]
    if not K.has_fields(owner) or name in owner.region.find().fields:
        return MISSING
    found = {id(thing): thing for thing in (lookup(c, name) for c in classes_of(owner))}
    return found.popitem()[1] if len(found) == 1 else MISSING


def signature_of(function):
    return list(own_signature(function).parameters.values())


def plain_default(arguments, function, name):
    """The default of a parameter, where it can be written out; raises CannotBind otherwise."""
    own = own_signature(function).parameters if function is not None else {}
    if name in own:
        return check_plain(own[name].default)
    node = default_of(arguments, name)
    if not isinstance(node, gast.Constant):
        raise CannotBind("a starred argument of unknown length")
    return check_plain(node.value)


def check_plain(value):
    if value is not None and type(value) not in (bool, int, float, complex, str):
        raise CannotBind("a starred argument of unknown length")
    return value


def held(run, node, kind):
    """What is unpacked, under a name: (the expression that gives it that name, or None; read(first) makes a reading)."""
    if isinstance(node, gast.Name):
        return None, lambda first: node
    target = run.context.new_name()

    def name(ctx):
        return copied(gast.Name(id=target, ctx=ctx, annotation=None, type_comment=None), node)
    named = copied(gast.NamedExpr(target=name(gast.Store()), value=node), node)
    run.facts.kind[named] = kind

    def read(first):
        result = named if first else name(gast.Load())
        run.facts.kind[result] = kind
        return result
    return named, read


def note_first(run, first, named, test, call):
    """The node `first` is written with the check before it, and read from the name if there is one."""
    run.context.note_rewritten()
    copied(call, first)
    for part in gast.walk(call):
        if isinstance(part, gast.Call):
            part.pure = False
    run.context.unpacked[first] = Unpacked(named, test, call)


def copied(tree, node):
    return gast.copy_location(tree, node)


def constant(value, node):
    return copied(gast.Constant(value=value, kind=None), node)


def subscript(value, index):
    return copied(gast.Subscript(value=value, slice=index, ctx=gast.Load()), index)


def compare(left, op, right):
    return copied(gast.Compare(left=left, ops=[op], comparators=[right]), right)


def negated(test):
    return copied(gast.UnaryOp(op=gast.Not(), operand=test), test)


def length(value):
    tree = copied(gast.Call(func=constant(len, value), args=[value], keywords=[]), value)
    tree.pure = True
    return tree
