"""New instances that are like their own zero mirrors: of empty lists and dicts, zeros and None.

    Stack()             →   Stack(), Stack()
"""

import inspect
import types

import gast

from s2sad.analysis.functions import defaults_of
from s2sad.forward.operands import is_plain_read
from s2sad.frontend.constructors import MADE_FOR, has_own_new
from s2sad.runtime.objects import built_on


def is_zero_itself(node, context):
    """Does this call make such an instance? context: that of its constructor, or of another function."""
    arguments, cls = context.tree.args, MADE_FOR.get(context.function.__code__, (None,))[0]
    if cls is None or context.home is not None or has_own_new(cls) or built_on(cls) is not None or issubclass(cls, BaseException) \
            or not isinstance(node, gast.Call) or not is_plain_read(node.func) or arguments.vararg or arguments.kwarg:
        return False
    given = dict(defaults_of(arguments))
    given |= zip((a.id for a in (*arguments.posonlyargs, *arguments.args)), node.args)
    given |= {k.arg: k.value for k in node.keywords}
    made, *stores, last = [s for s in context.tree.body if not isinstance(s, gast.Expr) or not isinstance(s.value, gast.Constant)]
    return isinstance(made, gast.Assign) and isinstance(last, gast.Return) and all(
        isinstance(s, gast.Assign) and len(s.targets) == 1 and all(
            is_zero_store(cls, target, value, made.targets[0].id, given) for target, value in stored_parts(s))
        for s in stores)


def stored_parts(statement):
    """(target, value) for each part of an assignment, `a, b = c, d` too."""
    target, value = statement.targets[0], statement.value
    if isinstance(target, gast.Tuple) and isinstance(value, gast.Tuple) and len(target.elts) == len(value.elts):
        return list(zip(target.elts, value.elts))
    return [(target, value)]


def is_zero_store(cls, target, value, instance, given):
    """Is this `self.x = 0.0`, and kept by the instance itself? given: what is passed for each parameter, as a node."""
    if not (isinstance(target, gast.Attribute) and isinstance(target.value, gast.Name) and target.value.id == instance):
        return False
    held = inspect.getattr_static(cls, target.attr, None)
    if hasattr(type(held), "__set__") and type(held) is not types.MemberDescriptorType:
        return False
    if isinstance(value, gast.Name):
        value = given.get(value.id)
    elif isinstance(value, (gast.List, gast.Dict)):
        return not (value.elts if isinstance(value, gast.List) else value.keys)
    return isinstance(value, gast.Constant) and (value.value is None or type(value.value) in (int, float) and value.value == 0)
