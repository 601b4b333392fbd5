"""Keys of dicts: the mirror has the same ones, or their mirrors where they are objects (see `facts.keys`).

    dist[v] = dist[u] + v.w     →   ddist[dv], dist[v] = ddist[du] + dv.w, dist[u] + v.w
"""

import gast

from s2sad.analysis.dictkeys import GIVEN, MIXED_KEYS
from s2sad.facts import callrecords as C
from s2sad.facts.keys import holds_mirrored_keys, is_valued, mirrored_keys
from s2sad.facts.kinds import is_known
from s2sad.facts.regions import STORAGE
from s2sad.frontend.build import constant, pure_call
from s2sad.frontend.trees import walk

# Why, and what to do instead.
GONE_THROUGH = ("The keys of this dict depend on what is differentiated, and may be looked up, but not gone through.",
                "Keep what the keys are beside them, in the values, and go through `values()`.")

# What does the same to the mirror, whatever the keys are.
METHODS = {"get", "pop", "setdefault", "items", "keys", "values", "update", "copy", "clear", "popitem", "move_to_end"}
BUILTINS = {"list", "tuple", "set", "frozenset", "dict", "iter", "zip", "enumerate", "reversed", "deque", "copy", "deepcopy"}
VALUE_ALONE = {len, bool, isinstance, id, type, print, repr, str}
STATEMENTS = (gast.Assign, gast.AnnAssign, gast.AugAssign, gast.NamedExpr, gast.Return, gast.Expr, gast.For, gast.comprehension,
              gast.If, gast.While, gast.Assert, gast.Delete, gast.Yield, gast.withitem)
EXPRESSIONS = (gast.Subscript, gast.Compare, gast.BoolOp, gast.UnaryOp, gast.IfExp, gast.List, gast.Tuple, gast.Dict,
               gast.BinOp, gast.Starred, gast.keyword)
OF_FUNCTIONS = (C.HelperCall, C.FunctionCall, C.ClassesCall, C.AlternativesCall, C.NewCall, C.DispatchCall)
ONLY_AT_RUN_TIME = (C.ApplyCall, C.DerivativeCall, C.RuleCall, C.PairRuleCall, C.NamedCalls)


def is_mirrored_key(container):
    """Is this a key of a dict of this kind, whose mirror has the key's mirror for it?"""
    return container.form == "dict" and mirrored_keys(container) is not None


def key_of_mirror(w, container, node, key):
    """The tree of what the mirror of a dict of this kind has in place of a key, given as a pair."""
    if not is_mirrored_key(container):
        return key.value
    kind = w.kind(node)
    if is_valued(mirrored_keys(container)):
        return pure_call(w.runtime("key_tangent"), key.value, key.tangent if key.tangent is not None else w.zero(kind, key.value))
    if is_known(kind) and kind.value is None:
        return constant(None)
    if key.tangent is None:
        w.refuse(node, *MIXED_KEYS, uncertain=True)
    return key.tangent if isinstance(key.tangent, gast.Name) else w.hoist(key.tangent)


def key_pair(w, container, node):
    """The pair of a key: its tangent is asked for only if the mirror's key is that."""
    from s2sad.forward import displays, expressions
    from s2sad.forward.pair import Pair
    if not is_mirrored_key(container):
        return Pair(expressions.value(w, node))
    return displays.element(w, node)


def constant_key_pair(w, node, how):
    """`constant_key(k)` → `constant_key(k, dk)`; of what is differentiated once more, `constant_key(k, dk, ddk, dddk)`."""
    from s2sad.forward import displays
    from s2sad.forward.pair import Pair
    pairs = w.operands(node.args, set(range(len(node.args))), pair=displays.element)
    return Pair(pure_call(w.runtime(w.kind(node.func).value.__name__), *(p.value for p in pairs), *(p.tangent for p in pairs if p.tangent is not None)))


def check_dict_keys(w, entry):
    """Refuse what is done with such dicts, or with what may be one, but for what is known to keep the keys in step."""
    if not w.program.mirrors_keys:
        return
    context = w.context
    if entry and any(map(holds_mirrored_keys, [*context.params.values(), context.facts.returns, context.facts.yields])):
        w.refuse(context.tree, *GIVEN, uncertain=True)
    methods = {node.func for node in walk(context.tree) if isinstance(node, gast.Call) and is_method_in_step(w, node)}
    for parent in walk(context.tree):
        for node in gast.iter_child_nodes(parent):
            kind = w.facts.kind.get(node)
            if kind is None or not isinstance(node, gast.expr):
                continue
            if kind.region is not None and mirrored_keys((kind.region.find().fields or {}).get(STORAGE)) is not None:
                w.refuse(node, "An object of a class derived from dict has keys that are objects that depend on what is "
                         "differentiated.", "Hold a plain dict in an attribute.", uncertain=True)
            if mirrored_keys(kind) is not None and is_valued(mirrored_keys(kind)):
                if kind.form != "dict" or not only_looks_up(w, parent, node, methods):
                    w.refuse(node, *GONE_THROUGH, uncertain=not w.program.sure_keys)
                continue
            if mirrored_keys(kind) is not None and kind.elements and set(kind.elements) != {None}:
                w.refuse(node, *MIXED_KEYS, uncertain=True)
            if mirrored_keys(kind) is not None and not (kind.form == "dict" and (
                    parent in methods or isinstance(parent, (*STATEMENTS, *EXPRESSIONS)) or is_argument_in_step(w, parent))):
                w.refuse(node, "The keys of this dict are objects that depend on what is differentiated, and what is done "
                         "with it here is not supported for those.", "Look its items up, or loop over it. In place of `d.get`, "
                         "pass `lambda k: d[k]`.", uncertain=True)
            if isinstance(parent, gast.Call) and isinstance(w.facts.call.get(parent), ONLY_AT_RUN_TIME) \
                    and not is_argument_in_step(w, parent) and holds_mirrored_keys(kind):
                w.refuse(node, "A dict whose keys are objects that depend on what is differentiated is handed to what does not "
                         "know that.", "Look its items up, or loop over it, here.", uncertain=True)


def only_looks_up(w, parent, node, methods):
    """Is what is done with a dict, a part of `parent`, none that hands out its keys, which are numbers or tuples?"""
    if parent in methods:
        return parent.attr in ("get", "pop", "setdefault", "values", "update", "copy", "clear", "move_to_end")
    if isinstance(parent, (gast.For, gast.comprehension)):
        return node is not parent.iter
    if isinstance(parent, gast.Assign):
        return not any(isinstance(target, (gast.Tuple, gast.List)) for target in parent.targets)
    if isinstance(parent, gast.Call) and isinstance(w.facts.call.get(parent), C.BuiltinCall):
        return w.facts.call[parent].name in ("dict", "copy", "deepcopy")
    return not isinstance(parent, gast.Starred) and (isinstance(parent, (*STATEMENTS, *EXPRESSIONS)) or is_argument_in_step(w, parent))


def is_method_in_step(w, node):
    how = w.facts.call.get(node)
    return isinstance(how, C.MethodCall) and how.form == "dict" and how.name in METHODS


def is_argument_in_step(w, node):
    """Is this a call that a dict may be handed to?"""
    if not isinstance(node, gast.Call):
        return False
    how, callee = w.facts.call.get(node), w.facts.kind.get(node.func)
    return isinstance(how, OF_FUNCTIONS) or isinstance(how, C.BuiltinCall) and how.name in BUILTINS \
        or isinstance(how, C.MethodCall) and how.form in ("list", "dict") \
        or is_known(callee) and callee.value in VALUE_ALONE
