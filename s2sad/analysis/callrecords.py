"""How a call is made: what the analysis notes for the forward pass, call by call."""

from dataclasses import dataclass

import gast

from s2sad.analysis.kinds import Kind, is_active, regions


@dataclass
class RuleCall:
    """A function with a rule; `bound` maps its parameters to argument nodes."""

    rule: object
    function: object
    bound: dict
    active: list  # the parameters with an active argument
    receiver: object = None  # the array's node, when it is a method call
    out: object = None  # the node of `out=`
    where: object = None  # the node of a ufunc's `where=`
    by_layout: bool = False  # it goes by the memory layout of its argument
    field_asked: str | None = None  # the field of its `dtype` argument


@dataclass
class PairRuleCall:
    """A function with a rule that computes the pair: `tangents` are the parameters whose tangents it is given."""

    rule: object
    bound: dict
    tangents: list
    owned: bool  # is the tangent surely in memory of its own, or shared as its value is?
    receiver: object = None


@dataclass
class HelperCall:
    """One of the user's functions, differentiated as `context`."""

    context: object
    bound: dict
    receiver: object = None


@dataclass
class BuiltinCall:
    """A builtin that handles containers: `list`, `zip`, `enumerate`, ..."""

    name: str


@dataclass
class MethodCall:
    """A method of a list, dict, or of an array that writes in place."""

    form: str
    name: str


@dataclass
class FunctionCall:
    """A call of a function value: `bounds` maps each member to its parameters' nodes."""

    functions: object
    positional: list
    keywords: list
    rest: object
    bounds: dict


@dataclass
class ApplyCall:
    """A call of a function that is known only when the program runs."""

    positional: list
    keywords: list
    rest: object = None


@dataclass
class PlainCall:
    """Called as the user wrote it: no argument is active."""


@dataclass
class Refused:
    """Cannot be differentiated if an argument is active."""

    reason: str
    advice: str
    uncertain: bool = False  # might other kinds of arguments be accepted?


def all_arguments(node, receiver=None):
    nodes = [a.value if isinstance(a, gast.Starred) else a for a in node.args]
    nodes += [k.value for k in node.keywords]
    return ([receiver] if receiver is not None else []) + nodes


def opaque(run, node, callee, reason, advice="Use functions that have a rule, or write it in Python.",
           foreign=True, receiver=None, uncertain=False):
    """A call that is made as it stands; refused, in the end, if an argument is active."""
    kinds = [run.facts.kind[a] for a in all_arguments(node, receiver)]
    if callee is not None:
        kinds.append(callee)
    if "." not in reason.split()[0]:  # a function's name is left as it is spelled
        reason = reason[0].upper() + reason[1:]
    if any(map(is_active, kinds)):
        run.facts.call[node] = Refused(reason if reason.endswith(".") else reason + ".", advice, uncertain)
    else:
        run.facts.call[node] = PlainCall()
    region = run.context.site(node, "value")
    for kind in kinds:
        for other in regions(kind):
            run.program.unify(region, other)
    if foreign and region.find().origin == "fresh":
        region.find().origin = "foreign"
    return Kind("any", region=region.find())


def is_out(node, how):
    """Is this argument the call's `out`, or a tuple of it?"""
    return how.out is not None and (node is how.out or isinstance(node, gast.Tuple) and (
        len(node.elts) == 1 and node.elts[0] is how.out)) or isinstance(how.out, gast.Tuple) and node in how.out.elts


def is_none(node):
    return isinstance(node, gast.Constant) and node.value is None


def nodes_of(bound):
    """The argument nodes that a parameter is bound to."""
    if isinstance(bound, tuple) and bound and bound[0] == "rest":
        return [*bound[1], bound[2]]
    if isinstance(bound, list):
        return [b[1] if isinstance(b, tuple) else b for b in bound]
    return [bound]
