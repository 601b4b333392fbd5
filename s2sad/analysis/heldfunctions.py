"""Where bound methods and partials are read that may meet functions of other sorts: see `lowering.held_functions`.

    self.step = self.newton if fast else lambda p: p - self.rate

A bound method's mirror is that of its owner, and a function's the function that computes its pair: what may be either has
neither. Where a program is refused in which such values met, it is looked at again with lambdas in their places.
"""

import types

import gast

from s2sad.errors import DifferentiationError
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import BuiltinCall
from s2sad.facts.classkinds import classes_of
from s2sad.frontend.names import lookup
from s2sad.lowering.held_functions import as_functions, can_be_function, place


def places_in(program):
    """file → place → the parameters that are left there, None for any, of all bound methods and partials that are values."""
    found, others = {}, set()
    for context in program.contexts.values():
        file = context.source.filename
        for node, kind in context.facts.kind.items():
            if kind is None or not isinstance(node, (gast.Attribute, gast.Call)) or not hasattr(node, "lineno"):
                continue
            if isinstance(node, gast.Attribute) and not isinstance(node.ctx, gast.Load):
                continue
            known = parameters_of_method(program, kind) if isinstance(node, gast.Attribute) else \
                parameters_of_partial(program, context, kind, node)
            if known is NOT_HELD or hasattr(node, "as_written") or not can_be_function(node):
                if isinstance(node, gast.Attribute) and kind.form not in ("any", "function"):
                    others.add((file, place(node)))
                continue
            at = found.setdefault(file, {})
            where = place(node)
            at[where] = known if at.get(where, known) == known else None
    return {file: {p: known for p, known in at.items() if (file, p) not in others} for file, at in found.items()}


NOT_HELD = "no bound method or partial"


def parameters_of_method(program, kind):
    if kind.form != "method" or not isinstance(kind.value, str) or not K.has_fields(kind.elements[0]):
        return NOT_HELD
    found = {plain_parameters(program, lookup(c, kind.value), 1) for c in classes_of(kind.elements[0])}
    return found.pop() if len(found) == 1 else None


def is_call_of_partial(context, node):
    how = context.facts.call.get(node)
    return isinstance(how, BuiltinCall) and how.name == "partial" and bool(node.args)


def parameters_of_partial(program, context, kind, node):
    if kind.form != "partial" or kind.value is not None or not is_call_of_partial(context, node):
        return NOT_HELD
    if any(isinstance(a, gast.Starred) for a in node.args) or any(k.arg is None for k in node.keywords):
        return None
    function = kind.elements[0]
    known = function.value if function.form == "const" else None
    if function.form == "function":
        members = list(function.functions.find().members.values())
        known = members[0].function if len(members) == 1 and members[0].parent is None else \
            members[0].node if len(members) == 1 else None
    return plain_parameters(program, known, len(node.args) - 1, {k.arg for k in node.keywords})


def plain_parameters(program, function, given, named=()):
    """The parameters that a function has left, all to be passed by position; None where there are others, or none is known."""
    if isinstance(function, types.FunctionType):
        try:
            arguments = program.signature_of(function)
        except DifferentiationError:
            return None
    else:
        arguments = getattr(function, "args", None) if isinstance(function, gast.AST) else None
    if arguments is None or arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.posonlyargs:
        return None
    names = [a.id for a in arguments.args]
    optional = set(names[len(names) - len(arguments.defaults):])
    left = [n for n in names[given:] if n not in named]
    first_named = next((i for i, n in enumerate(names[given:]) if n in named), len(names))
    return tuple(left) if not optional & set(left) and first_named >= len(left) else None


def written_as_functions(program, tree, source):
    """The tree of a function with lambdas in these places."""
    return as_functions(tree, program.as_functions[source.filename]) if source.filename in program.as_functions else tree
