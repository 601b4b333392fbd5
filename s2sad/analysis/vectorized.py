"""`np.vectorize`: objects that hold a function, `pyfunc`, and how it is to be called.

One that is made inside has a kind like that of a `functools.partial`; its mirror is another,
of the function's mirror.  A call is that of the function that stands for it:

    f(x)  →  vectorized(f.pyfunc, x)
"""

import copy

import gast
import numpy as np

from s2sad.facts.callrecords import BuiltinCall, opaque
from s2sad.facts.calls import CannotBind, literal
from s2sad.facts.kinds import Kind, is_known
from s2sad.rules.user import rule_of
from s2sad.rules.vectorized import Options, options_of, stand_in

ADVICE = "Write the loop, or call it with plain arguments and options that are written out."


def vectorize_kind(run, node, positional, keywords):
    """The kind of `np.vectorize(f, ...)`."""
    names = ("pyfunc", "otypes", "doc", "excluded", "cache", "signature")
    given = dict(zip(names, positional)) | dict(keywords)
    try:
        function = run.facts.kind[given.pop("pyfunc")]
        options = {name: constant_value(run, value) for name, value in given.items()}
        made = options_of(np.vectorize(len, **options))
    except (KeyError, ValueError, TypeError):
        return opaque(run, node, None, "np.vectorize with these options is not supported", ADVICE)
    run.facts.call[node] = BuiltinCall("vectorize")
    return Kind("partial", value=made, elements=(function,))


def constant_value(run, node):
    """The value of an option that is known before the program runs."""
    if isinstance(node, (gast.List, gast.Tuple, gast.Set)):
        return [constant_value(run, element) for element in node.elts]
    kind = run.facts.kind.get(node)
    return kind.value if is_known(kind) else literal(node)


def is_vectorized(callee):
    """Is this an np.vectorize object, without a rule of the user's?"""
    if callee.form == "const":
        return isinstance(callee.value, np.vectorize) and rule_of(callee.value) is None
    return callee.form == "partial" and isinstance(callee.value, Options)


def vectorized_call(run, node, callee):
    """The kind of calling an np.vectorize object."""
    from s2sad.analysis.argumentnodes import argument_nodes
    from s2sad.analysis.callees import call_kind
    arguments = argument_nodes(run, node)
    if isinstance(arguments, CannotBind) or not write_out_call(run, node, callee, *arguments):
        return opaque(run, node, callee, "this call of an np.vectorize object is not supported", ADVICE)
    return call_kind(run, node)


def write_out_call(run, node, callee, positional, keywords, rest):
    """Write the call of an np.vectorize object as that of what stands for it; False where that is not possible."""
    try:
        options = options_of(callee.value) if callee.form == "const" else callee.value
    except ValueError:
        return False
    if rest is not None or not isinstance(node, gast.Call):
        return False
    if callee.form == "const":
        for name in ("otypes", "excluded", "signature"):
            run.program.guard_attribute(callee.value, name)
    written = copy.copy(node)
    written.args, written.keywords = list(node.args), list(node.keywords)
    node.as_written = getattr(node, "as_written", written)
    run.context.note_rewritten()
    held = gast.copy_location(gast.Attribute(value=node.func, attr="pyfunc", ctx=gast.Load()), node.func)
    held.taken_apart = callee.form == "partial"
    function = stand_in(options, len(positional), tuple(name for name, _ in keywords))
    node.func = gast.copy_location(gast.Constant(value=function, kind=None), node.func)
    node.args = [held, *positional]
    node.keywords = [gast.keyword(arg=name, value=value) for name, value in keywords]
    run.context.expanded.pop(node, None)
    return True
