"""Methods of lists, dicts and arrays that change them, and builtins over containers."""

import gast

from s2sad.analysis.dictkeys import is_zip_of_two
from s2sad.facts import callrecords as C
from s2sad.facts import kinds as K
from s2sad.facts.contents import element
from s2sad.facts.iterators import is_pairs, may_be_pairs
from s2sad.facts.keys import mirrored_keys
from s2sad.facts.reached import is_active
from s2sad.facts.texts import is_text
from s2sad.forward import displays, expressions, growing, setcalls
from s2sad.forward.dictkeys import is_mirrored_key, key_of_mirror
from s2sad.forward.iterators import exchanged_pair, iterator_pair, next_pair, pairs_of
from s2sad.forward.operands import inactive_call, tangent_or_zero
from s2sad.forward.pair import Pair, hole
from s2sad.frontend.build import (
    assign,
    attribute,
    call,
    constant,
    expression,
    name,
    pure_call,
    subscript,
    tuple_,
)
from s2sad.later import later

decorated_pair = later("forward.partials.decorated_pair")
derivative_pair = later("forward.innerderivatives.derivative_pair")
partial_pair = later("forward.partials.partial_pair")
vectorize_pair = later("forward.partials.vectorize_pair")
with_known_callee = later("forward.callee.with_known_callee")


def method_pair(w, node, how):
    if how.form == "iter":
        return exchanged_pair(w, node, how)
    if how.form == "set":
        return setcalls.method_pair(w, node, how)
    if how.form == "any":
        return loose_pair(w, node, how)
    if how.form == "list" and how.name in ("sort", "remove"):
        owner, *rest = w.operands([node.func.value, *node.args, *(k.value for k in node.keywords)], {0},
                                  pair=displays.element)
        keywords = {k.arg: p.value for k, p in zip(node.keywords, rest[len(node.args):])}
        tree = call(w.runtime(f"{how.name}_pair"), owner.value, owner.tangent,
                    *(p.value for p in rest[:len(node.args)]), **keywords)
        w.emit(expression(tree)).writes = True
        return Pair(constant(None))
    receiver = node.func.value
    if how.name in growing.ADDING and len(node.args) == 1 and not node.keywords and growing.is_seen(w, node.args[0], w.kind(receiver)):
        owner, source = w.operands([receiver, node.args[0]], {0}, pair=lambda w, n: displays.element(w, n) if n is receiver
                                   else Pair(pairs_of(w, n)))
        if owner.tangent is None:
            owner.tangent = w.hoist(w.zero(w.kind(receiver), owner.value))
        growing.add_each(w, node, w.kind(receiver), owner.value, owner.tangent, source.value, growing.ADDING[how.name])
        return Pair(constant(None))
    nodes = [receiver, *node.args, *(k.value for k in node.keywords)]
    stored = how.name in ("__init__", "__setitem__", "__add__", "append", "appendleft", "insert", "extend", "extendleft", "setdefault", "get", "update", "subtract", "pop")
    need = {0} | {i for i, n in enumerate(nodes) if i and (stored and not w.is_active(n) or how.name == "pop")}
    pairs = w.operands(nodes, need, pair=displays.collected if how.name in ("extend", "extendleft") or how.form == "list" and how.name == "__init__" else lambda w, n: items_of_dict(
        w, n) if how.name in ("update", "subtract", "__init__") and node.args and n is node.args[0] else displays.element(w, n))
    owner, arguments = pairs[0], pairs[1:]
    for argument in arguments:
        if argument.tangent is not None and any(
                isinstance(n, (gast.Call, gast.comprehension)) or how.form == "dict" and isinstance(n, gast.Attribute)
                for n in gast.walk(argument.tangent)):
            w.hoist_tangent(argument)  # it may read what the call changes
    kept = len(node.args)
    tree = gast.Call(func=attribute(owner.value, how.name), args=[a.value for a in arguments[:kept]],
                     keywords=[gast.keyword(arg=k.arg, value=a.value)
                               for k, a in zip(node.keywords, arguments[kept:])])
    tree.pure = how.name in ("__getitem__", "__iter__", "__reversed__", "__add__", "__mul__", "__rmul__", "get", "items", "keys", "values", "copy", "index", "count")
    if owner.tangent is None:
        if not w.is_active(node):
            return Pair(tree)
        zero = w.zero(w.kind(receiver), owner.value)
        owner.tangent = zero if tree.pure else w.hoist(zero)  # of what is there before the call takes it out
    by_name = [k.arg for k in node.keywords]
    mirror_args = [key_of_mirror(w, w.kind(receiver), n, a) if how.form == "dict" and _is_key(how, i) else a.value if _is_key(how, i) or i >= kept and by_name[i - kept] == "maxlen" or is_setting(w, how, node, i) else tangent_or_zero(w, a, n)
                   for i, (a, n) in enumerate(zip(arguments, nodes[1:]))]
    mirror = gast.Call(func=attribute(owner.tangent, how.name), args=mirror_args[:kept],
                       keywords=[gast.keyword(arg=k.arg, value=v)
                                 for k, v in zip(node.keywords, mirror_args[kept:])])
    mirror.pure = tree.pure
    if is_mirrored_key(w.kind(receiver)) and how.name in ("items", "keys"):
        return Pair(tree, mirror)
    if how.form == "dict" and how.name == "items":
        return Pair(tree, pure_call(w.runtime("ItemTangents"), owner.tangent))
    if how.name in ("index", "count", "keys"):
        return Pair(tree)
    if how.name in ("__iter__", "__reversed__"):
        both = pure_call(w.builtin("zip"), tree, mirror)
        both.in_step = True
        return Pair(both, constant(None))
    if how.name in ("__init__", "__setitem__", "__delitem__", "append", "appendleft", "insert", "extend", "extendleft", "rotate", "clear", "reverse", "update", "subtract",
                    "move_to_end"):
        w.emit(expression(tree)).writes = True
        w.emit(expression(mirror)).writes = True
        return Pair(constant(None))
    if how.name == "popitem":
        held = w.hoist(tree)
        key, value = (subscript(held, constant(i)) for i in (0, 1))
        if is_mirrored_key(w.kind(receiver)):
            return Pair(held, w.hoist(call(attribute(owner.tangent, "popitem"), *mirror_args)))
        temporary = w.temporary()
        w.emit(assign(name(temporary, True), call(attribute(owner.tangent, "pop"), key))).writes = True
        return Pair(held, tuple_([w.zero(w.kind(node).elements[0], key), name(temporary)]))
    if how.name in ("pop", "popleft", "setdefault"):
        temporary = w.temporary()
        w.emit(assign(name(temporary, True), tree)).writes = True
        w.emit(assign(name("d" + temporary, True), mirror)).writes = True
        return Pair(name(temporary), name("d" + temporary) if w.is_active(node) else None)
    return Pair(tree, mirror)


_LOOSE = {"append": "append_to", "extend": "extend_by", "insert": "insert_into", "pop": "pop_from", "reverse": "reverse_list",
          "clear": "clear_list"}


def loose_pair(w, node, how):
    """A method of what only the run shows to be a list: `append_to(v, dv, x, dx)`."""
    nodes = [node.func.value, *node.args]
    owner, *arguments = w.operands(nodes, {0, len(nodes) - 1}, pair=lambda w, n: displays.collected(w, n)
                                   if how.name == "extend" and n is nodes[-1] else displays.element(w, n))
    if owner.tangent is None:
        owner = w.named(owner)
        owner.tangent = w.zero(w.kind(nodes[0]), owner.value)
    given = [a.value for a in arguments]
    if arguments and how.name != "pop":
        last = arguments[-1]
        if not isinstance(last.value, (gast.Name, gast.Constant)):
            last.value = given[-1] = w.hoist(last.value)
        given.append(tangent_or_zero(w, last, nodes[-1]))
    tree = call(w.runtime(_LOOSE[how.name]), owner.value, owner.tangent, *given)
    tree.writes = True
    if how.name == "pop":
        return Pair(both=tree) if w.is_active(node) else Pair(subscript(tree, constant(0)))
    w.emit(expression(tree)).writes = True
    return Pair(constant(None))


def items_of_dict(w, node):
    """What `update` is given: a dict, or items of which one is made."""
    if w.kind(node).form in ("dict", "const"):  # the latter makes the defaults of a defaultdict
        return displays.element(w, node)
    if w.kind(node).form in ("any", "object"):
        w.refuse(node, "It is not known before the program runs whether this is a dict.", "Use `update` with dict(...).")
    return made_of_items(w, node)


def is_setting(w, how, node, i):
    """Is this the largest length of a deque, or what makes the defaults of a defaultdict?"""
    return how.name == "__init__" and i < len(node.args) and (
        how.form == "list" and i == 1 or how.form == "dict" and w.kind(node.args[i]).form == "const")


def _is_key(how, i):
    """Is the i-th argument a place rather than a value?"""
    if how.name in ("__getitem__", "__setitem__", "__delitem__", "__mul__", "__rmul__"):
        return i == 0
    return how.name == "move_to_end" or how.name in ("insert", "rotate") and i == 0 or how.name in ("pop", "get", "setdefault") and i == 0


def builtin_pair(w, node, how):
    """`list(xs)` and the like: the same on the mirrors."""
    if isinstance(node.func, gast.Constant):  # it stands for what the user wrote otherwise
        node.func = w.builtin(how.name)
    if how.name == "iter" and node.args and K.has_fields(w.kind(node.args[0])):
        return expressions.pair(w, node.args[0])
    if not any(map(w.is_active, [node, *C.all_arguments(node)])):
        return inactive_call(w, node)
    if how.name in ("iter", "zip", "enumerate", "reversed", "ndenumerate"):
        # What gives no items, or keys alone, gives no pairs, whatever it is made of.
        return iterator_pair(w, node) if w.is_active(node) else inactive_call(w, node)
    if how.name == "next":
        return next_pair(w, node)
    if how.name == "range":
        return Pair(w.split(inactive_call(w, node)).value, pure_call(w.runtime("zeros"), hole()))
    if how.name == "sorted":
        (source,) = w.operands([node.args[0]], {0}, pair=displays.element)
        keywords = {k.arg: k.value for k in node.keywords}
        return Pair(both=pure_call(w.runtime("sorted_pair"), source.value, source.tangent, **keywords))
    if how.name in ("cache", "wraps"):
        return decorated_pair(w, node, how)
    if how.name in ("partial", "frozen"):
        return partial_pair(w, node)
    if how.name == "derivative":
        return derivative_pair(w, node)
    if how.name == "vectorize":
        return vectorize_pair(w, node)
    if how.name == "deque":
        return deque_pair(w, node)
    if how.name in ("set", "frozenset"):
        return setcalls.set_pair(w, node)
    if how.name == "list" and node.args and w.kind(node.args[0]).form == "set" and w.is_active(node.args[0]):
        return setcalls.list_of_set(w, node)
    if how.name == "dict" and node.args and w.kind(node.args[0]).form != "dict":
        made = dict_of_items(w, node)
        if w.kind(node).type is None:
            return made
        return Pair(pure_call(node.func, made.value), pure_call(node.func, made.tangent))
    if how.name in ("list", "tuple") and node.args and (
            is_pairs(w.kind(node.args[0])) or may_be_pairs(w.kind(node.args[0]))):
        return list_of_items(w, node, how)
    if how.name in ("list", "tuple") and node.args:
        return copied_items(w, node)
    nodes = [*node.args, *(k.value for k in node.keywords)]
    need = {i for i, n in enumerate(nodes) if not w.is_active(n)}
    pairs = w.operands(nodes, need, pair=displays.element)
    kept = len(node.args)

    def rebuilt(trees):
        result = gast.Call(func=node.func, args=trees[:kept],
                           keywords=[gast.keyword(arg=k.arg, value=v) for k, v in zip(node.keywords, trees[kept:])])
        result.pure = True
        return result
    return Pair(rebuilt([p.value for p in pairs]),
                rebuilt([tangent_or_zero(w, p, n) for p, n in zip(pairs, nodes)]))


def copied_items(w, node):
    """`list(xs)` → `list(xs)`, `list(dxs)`; of a dict, or of what is not active, `zeros` of the list."""
    form = w.kind(node.args[0]).form
    (result,) = w.operands(node.args, pair=displays.element)
    if form == "dict" and mirrored_keys(w.kind(node.args[0])) is None or result.tangent is None:
        return Pair(pure_call(node.func, result.value), pure_call(w.runtime("zeros"), hole()))
    result = displays.of_items(w, node.args[0], result)
    return Pair(pure_call(node.func, result.value), pure_call(node.func, result.tangent))


def from_keys_pair(w, node, how):
    """`dict.fromkeys(keys, x)` → `t = dict.fromkeys(keys, x)`, `dict.fromkeys(t, dx)`."""
    if is_mirrored_key(w.kind(node)):
        keys, *held = w.operands(node.args, set(range(len(node.args))), pair=lambda w, n: (
            displays.collected if n is node.args[0] else displays.element)(w, n))
        tangents = [tangent_or_zero(w, p, n) for p, n in zip([keys, *held], node.args)]
        return Pair(pure_call(node.func, keys.value, *(p.value for p in held)), pure_call(node.func, *tangents))
    need = {1} if len(node.args) > 1 and w.zero_reads(node.args[1]) else ()
    keys, *held = w.operands(node.args, need, pair=lambda w, n: Pair(expressions.value(w, n)) if n is node.args[0] else displays.element(w, n))
    tangents = [tangent_or_zero(w, p, n) for p, n in zip(held, node.args[1:])]
    return Pair(pure_call(node.func, keys.value, *(p.value for p in held)), pure_call(node.func, hole(), *tangents))


def deque_pair(w, node):
    """`deque(xs, maxlen)`: one of the values and one of the tangents, of the same length."""
    keywords = [gast.keyword(arg=k.arg, value=k.value) for k in node.keywords if k.arg == "maxlen"]
    nodes = [*node.args, *(k.value for k in node.keywords)]
    pairs = w.operands(nodes, set(range(len(nodes))), pair=lambda w, n: displays.collected(w, n) if n in node.args[:1]
                       else Pair(expressions.value(w, n)))
    if len(keywords) < len(node.keywords):
        w.refuse(node, "A deque of a keyword argument is not supported for active values.",
                 "Give what it holds by position, as in deque(xs).")
    limits = [p.value for p in pairs[len(node.args[:1]):]]

    def made(*source):
        named = [gast.keyword(arg=k.arg, value=v) for k, v in zip(keywords, limits)]
        return gast.Call(func=node.func, args=[*source, *(() if named else limits)], keywords=named)
    trees = [made(), made()]
    if node.args:
        trees = [made(pairs[0].value), made(tangent_or_zero(w, pairs[0], node.args[0]))]
    for tree in trees:
        tree.pure = True
    return Pair(*trees)


def list_of_items(w, node, how):
    """`list(it)` → `unzip(it)`; of what is in step with its mirror, the same on both."""
    source = node.args[0]
    if isinstance(source, gast.GeneratorExp):
        result = displays.collected(w, source)
        if isinstance(result.value, gast.ListComp) and (how.name != "list" or w.kind(node).form == "list"):
            return Pair(*(pure_call(node.func, gast.GeneratorExp(elt=c.elt, generators=c.generators))
                          for c in (result.value, result.tangent)))
    else:
        made = pairs_of(w, source)
        if getattr(made, "in_step", False):
            return Pair(*(pure_call(node.func, tree) for tree in made.args))
        both = call(w.runtime("unzip"), made)
        both.writes = True
        if how.name == "list" and w.kind(node).form == "list":
            return Pair(both=both)
        result = w.split(Pair(both=both))
    if how.name == "list" and w.kind(node).form == "list":
        return result
    return Pair(pure_call(node.func, result.value), pure_call(node.func, result.tangent))


def made_of_items(w, node):
    """The dicts of values and of tangents that items make."""
    how = w.facts.call.get(node)
    item = element(w.kind(node))
    if is_zip_of_two(w, node):
        node = with_known_callee(w, node, how)
        keys = w.kind(node.args[0])
        if is_text(keys) or keys.form in ("list", "tuple", "dict") and not is_active(keys) or hasattr(node.args[0], "checks"):
            first, second = w.operands(node.args, {0}, pair=displays.element)
            return Pair(*(pure_call(w.builtin("dict"), pure_call(w.builtin("zip"), first.value, tree))
                          for tree in (second.value, tangent_or_zero(w, second, node.args[1]))))
    if item.form == "tuple" and item.elements and is_active(item.elements[0]):
        items = w.named(displays.collected(w, node))
        return Pair(*(pure_call(w.builtin("dict"), tree) for tree in (items.value, items.tangent)))
    if w.kind(node).form == "any" and w.is_active(node):
        (source,) = w.operands([node], {0})
        return w.split(Pair(both=call(w.runtime("dict_copies"), source.value, source.tangent)))
    return w.split(Pair(both=call(w.runtime("dict_pair"), pairs_of(w, node))))


def dict_of_items(w, node):
    """`dict(items)`: the keys serve both; keywords are added to both."""
    result = made_of_items(w, node.args[0])
    if not node.keywords:
        return result
    result = w.named(result)
    w.hoist_tangent(result)
    nodes = [k.value for k in node.keywords]
    added = w.operands(nodes, set(range(len(nodes))), pair=displays.element)
    for owner, trees in ((result.value, [p.value for p in added]),
                         (result.tangent, [tangent_or_zero(w, p, n) for p, n in zip(added, nodes)])):
        keywords = [gast.keyword(arg=k.arg, value=t) for k, t in zip(node.keywords, trees)]
        w.emit(expression(gast.Call(func=attribute(owner, "update"), args=[], keywords=keywords))).writes = True
    return result
