"""`with` statements: a context manager that holds active values is entered with its mirror.

    with Timer(x) as t:     →   t1, dt1 = Timer_dx(x, dx)
        ...                     with managed(t1, dt1, Timer_enter_dself, Timer_exit_dself) as (t, dt):
                                    ...
"""

import gast

from s2sad.analysis.managers import is_own_manager
from s2sad.facts import callrecords as C
from s2sad.facts.reached import is_active
from s2sad.forward.blocks import write_block
from s2sad.forward.exceptions import level, matters
from s2sad.forward.expressions import pair, value
from s2sad.forward.helpercalls import mirrored_parameters
from s2sad.forward.loops import zeros_of_rest
from s2sad.forward.targets import mirror_target, target_active
from s2sad.frontend.build import attribute, constant, name, pure_call, tuple_
from s2sad.frontend.tangentnames import names_of_tangents
from s2sad.frontend.trees import walk


def write_with(w, node):
    """A `with` statement; its later managers and its body are inside the first."""
    item, *others = node.items
    if others:
        inner = gast.With(items=others, body=node.body, type_comment=None)
        gast.copy_location(inner, node)
        w.facts.entered.add(inner)
        body = [inner]
    else:
        body = node.body
    first = entered(w, item)

    def write():
        zeros_for(w, item)
        if others:
            write_with(w, body[0])
        else:
            write_block(w, body)
    w.guarded += 1
    statements = w.block(write) or [gast.Pass()]
    w.guarded -= 1
    w.node = node
    if others and len(statements) == 1 and isinstance(statements[0], gast.With):
        inner = statements[0]
        w.emit(gast.With(items=[first, *inner.items], body=inner.body, type_comment=None))
    else:
        w.emit(gast.With(items=[first], body=statements, type_comment=None))


def entered(w, item):
    """The `withitem` of a manager and its mirror."""
    manager, target = item.context_expr, item.optional_vars
    leaving = w.facts.call.get(w.context.receivers.get((item, "__exit__")))
    if not w.is_active(manager):
        if isinstance(leaving, C.HelperCall) and matters(w, leaving):
            w.refuse(manager, "Leaving this context manager raises or changes what depends on what is differentiated.",
                     "Use `try` and `except`.")
        if target is not None and any(isinstance(n, (gast.Attribute, gast.Subscript)) and isinstance(n.ctx, gast.Store)
                                      and target_active(w, n) for n in walk(target)):
            w.refuse(target, "Only names can be given to what this context manager returns.", "Store it in the body.")
        return gast.withitem(context_expr=value(w, manager), optional_vars=target)
    if not is_own_manager(w.kind(manager)):
        w.refuse(manager, "A context manager that holds active values is not supported here.",
                 "Use the values directly, or a class of your own with `__enter__` and `__exit__`.")
    calls = [w.facts.call.get(w.context.receivers[item, n]) for n in ("__enter__", "__exit__")]
    if not all(isinstance(how, C.HelperCall) and mirrored_parameters(how.context)[:1] ==
               list(how.context.params)[:1] and len(mirrored_parameters(how.context)) <= most
               for how, most in zip(calls, (1, 2))):
        w.refuse(manager, "What entering or leaving this context manager does cannot be differentiated.",
                 "Call its methods yourself.")
    source = w.named(pair(w, manager))
    functions = [function_of(w, source.value, how.context) for how in calls]
    tangents = [names_of_tangents(how.context)[next(iter(how.context.params))] for how in calls]
    if len(set(tangents)) > 1:
        w.refuse(manager, "`__enter__` and `__exit__` have different names for their object.",
                 "Call it `self` in both.")
    extra = [constant(tangents[0])] if tangents[0] != "dself" else []
    caught = exception_tangent(calls[1].context)
    if caught is not None:
        extra = [constant(tangents[0]), constant(caught), *level(w)]
    call = pure_call(w.runtime("managed"), source.value, source.tangent, *functions, *extra)
    if target is None:
        return gast.withitem(context_expr=call, optional_vars=None)
    entering = w.kind(w.context.receivers[item, "__enter__"])
    if isinstance(target, (gast.Tuple, gast.List)) and is_active(entering) and entering.form in ("tuple", "list") and all(
            isinstance(n, (gast.Name, gast.Tuple, gast.List, gast.expr_context)) for n in walk(target)):
        return gast.withitem(context_expr=call, optional_vars=tuple_([target, mirror_target(w, target)], True))
    if not isinstance(target, gast.Name):
        w.refuse(target, "Only a name can be given to what this context manager returns.", "Unpack it in the body.")
    mirror = name(w.tangent_name(target.id), True) if target.id in w.facts.active_names \
        else name(w.unused_target(), True)
    return gast.withitem(context_expr=call, optional_vars=tuple_([target, mirror], True))


def function_of(w, manager, context):
    """The derivative of a method of the manager, as a function."""
    if context.home is not None:
        return attribute(pure_call(w.builtin("type"), manager), w.context_names[context])
    return w.inject(w.context_names[context], ("context", context))


def exception_tangent(context):
    """The name under which `__exit__` takes the mirror of the exception, a star before it if it takes all three."""
    for parameter in mirrored_parameters(context)[1:]:
        vararg = context.tree.args.vararg
        star = "*" if vararg is not None and vararg.id == parameter else ""
        return star + names_of_tangents(context)[parameter]
    return None


def zeros_for(w, item):
    """The names that an inactive manager gives have the tangent zero where they have tangents elsewhere."""
    if item.optional_vars is None or w.is_active(item.context_expr):
        return
    for statement in zeros_of_rest(w, item.optional_vars, ()):
        statement.generated = False
        w.emit(statement)
