"""Which parameter gets which argument: calls matched to signatures."""

import gast

from s2sad.frontend.trees import walk


class CannotBind(Exception):
    """The call does not fit the signature (Python would raise TypeError too), or
    unpacks something whose length is not known."""


class UnknownKeys(CannotBind):
    """The call unpacks a `**` argument of which the keys are not known; what it passes besides.

    place: how many of the keywords stand before it.
    """

    def __init__(self, positional, keywords, rest, mapping, place):
        super().__init__("a ** argument whose keys are not known")
        self.positional, self.keywords, self.rest, self.mapping, self.place = positional, keywords, rest, mapping, place


def expand(call, kind_of, new_name):
    """The call's arguments with `*` and `**` of known length written out.

    An unpacked expression that is not a name is evaluated once, under a `new_name()`.

    Returns (positional nodes, [(keyword, node)], rest), where `rest` is the
    expression of a trailing `*xs` of unknown length, or None.
    """
    positional, keywords, rest, unknown = [], [], None, []
    for argument in call.args:
        if rest is not None:
            rest = gast.Tuple(elts=[*(rest.elts if isinstance(rest, gast.Tuple) else
                                      [gast.Starred(value=rest, ctx=gast.Load())]), argument], ctx=gast.Load())
            gast.copy_location(rest, argument)
            continue
        if not isinstance(argument, gast.Starred):
            positional.append(argument)
            continue
        if isinstance(argument.value, (gast.Tuple, gast.List)) \
                and not any(isinstance(e, gast.Starred) for e in argument.value.elts):
            positional += argument.value.elts
            continue
        kind = kind_of(argument.value)
        if kind.form == "tuple" and kind.elements is not None:
            positional += _items(argument.value, range(len(kind.elements)), new_name)
        else:
            rest = argument.value
    for keyword in call.keywords:
        if keyword.arg is not None:
            keywords.append((keyword.arg, keyword.value))
            continue
        written = [known_key(k, kind_of) for k in keyword.value.keys] if isinstance(keyword.value, gast.Dict) else [None]
        if None not in written:
            keywords += zip(written, keyword.value.values)
            continue
        kind = kind_of(keyword.value)
        if has_known_keys(kind):
            keywords += zip(kind.elements, _items(keyword.value, kind.elements, new_name))
        else:
            unknown.append(keyword.value)
            place = len(keywords)
    after = [k.value for k in call.keywords[[k.value for k in call.keywords].index(unknown[0]) + 1:]] if unknown else []
    if len(unknown) == 1 and (not after or isinstance(unknown[0], gast.Name) and all(_only_reads(n, kind_of) for n in after)):
        raise UnknownKeys(positional, keywords, rest, unknown[0], place)
    if unknown:
        raise CannotBind("a ** argument whose keys are not known")
    return positional, keywords, rest


def _only_reads(node, kind_of):
    """May this be evaluated before or after a name is read: is it names, and arithmetic on numbers and arrays?"""
    return all(isinstance(n, (gast.Constant, gast.expr_context, gast.operator, gast.unaryop)) or isinstance(
        n, (gast.Name, gast.BinOp, gast.UnaryOp)) and (n is node or kind_of(n).form in ("number", "array", "numeric"))
        for n in walk(node)) and (isinstance(node, gast.Name) or kind_of(node).form in ("number", "array", "numeric", "const"))


def known_key(node, kind_of):
    """The text that is the key `node` of a dict that is written out; None where it is not known."""
    if isinstance(node, gast.Constant):
        return node.value
    known = kind_of(node).known if isinstance(node, gast.Name) else None
    return known[0] if known is not None and type(known[0]) is str else None


def has_known_keys(kind):
    """Is this a dict that has these keys, and no others, wherever the program has come to?"""
    root = kind.region.find() if kind.form == "dict" else None
    return root is not None and kind.elements is not None and not kind.optional \
        and not root.shrinks and root.content is None and kind.elements.keys() >= (root.fields or {}).keys()


def _items(node, keys, new_name):
    """`expr[k]` for each key, `expr` evaluated once: `(items := expr)[0], items[1]`."""
    if isinstance(node, gast.Name):
        return [_item(node, k) for k in keys]
    if not keys and not any(isinstance(n, (gast.Call, gast.NamedExpr, gast.Await)) for n in walk(node)):
        return []
    if not keys:
        raise CannotBind("an unpacked argument that holds nothing")
    target = new_name()
    held = [gast.copy_location(gast.Name(id=target, ctx=c, annotation=None, type_comment=None), node)
            for c in (gast.Store(), *(gast.Load() for _ in keys))]
    first = gast.copy_location(gast.NamedExpr(target=held[0], value=node), node)
    items = [_item(first if i == 0 else held[i + 1], k) for i, k in enumerate(keys)]
    for i, item in enumerate(items):
        item.turn = i  # all stand at the same place
    return items


def _item(node, key):
    item = gast.Subscript(value=node, slice=gast.Constant(value=key, kind=None), ctx=gast.Load())
    return gast.copy_location(gast.fix_missing_locations(item), node)


def bind(arguments, positional, keywords, rest=None):
    """Match arguments to an `arguments` tree (of `ast` or `gast`).

    Returns {parameter: node}, with a list of nodes (or ("rest", node)) for the
    `*args` parameter and a list of (name, node) for the `**kwargs` one, with None as the name of `**node`.
    Parameters that keep their default are left out.
    """
    names = [_name(a) for a in (*arguments.posonlyargs, *arguments.args)]
    only_positional = {_name(a) for a in arguments.posonlyargs}
    keyword_only = [_name(a) for a in arguments.kwonlyargs]
    bound = {}
    for name, node in zip(names, positional):
        bound[name] = node
    extra = positional[len(names):]
    if arguments.vararg is not None:
        if rest is not None:
            if len(positional) < len(names):
                raise CannotBind("a starred argument of unknown length")
            bound[_name(arguments.vararg)] = ("rest", extra, rest)
        else:
            bound[_name(arguments.vararg)] = list(extra)
    elif extra:
        raise CannotBind("too many positional arguments")
    elif rest is not None:
        raise CannotBind("a starred argument of unknown length")
    extra_keywords = []
    for name, node in keywords:
        if name in bound and name in names + keyword_only and not (name in only_positional and arguments.kwarg) \
                or name in dict(extra_keywords):
            raise CannotBind(f"got multiple values for argument {name!r}")
        if (name in names and name not in only_positional) or name in keyword_only:
            bound[name] = node
        elif arguments.kwarg is not None:
            extra_keywords.append((name, node))
        else:
            raise CannotBind(f"got an unexpected keyword argument {name!r}")
    if arguments.kwarg is not None:
        bound[_name(arguments.kwarg)] = extra_keywords
    required = names[:len(names) - len(arguments.defaults)]
    required += [n for n, d in zip(keyword_only, arguments.kw_defaults) if d is None]
    for name in required:
        if name not in bound:
            raise CannotBind(f"missing argument {name!r}")
    return bound


def _name(argument):
    return getattr(argument, "arg", None) or argument.id


def default_of(arguments, name):
    """The default's node in a signature, or None."""
    names = [_name(a) for a in (*arguments.posonlyargs, *arguments.args)]
    defaults = dict(zip(names[len(names) - len(arguments.defaults):], arguments.defaults))
    defaults |= {_name(a): d for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults) if d}
    return defaults.get(name)


def literal(node):
    """The constant that a literal node stands for; raises ValueError otherwise."""
    if isinstance(node, gast.Constant):
        return node.value
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
        return -literal(node.operand)
    if isinstance(node, gast.Tuple):
        return tuple(map(literal, node.elts))
    raise ValueError


