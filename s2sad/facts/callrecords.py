"""How a call is made: what the analysis notes for the forward pass, call by call."""

import gast
from numpy import ndarray

from s2sad.facts.classfacts import is_active_class
from s2sad.facts.classkinds import array_class_made, of_array_class
from s2sad.facts.kinds import Kind
from s2sad.facts.reached import is_active, regions
from s2sad.facts.texts import TEXT_OF_ACTIVE, holds_text
from s2sad.records import Record


class RuleCall(Record):
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
    may_cut: bool = False  # it makes whole numbers of what may have been whole already: only the run knows
    out_may_be_none: bool = False


class PairRuleCall(Record):
    """A function with a rule that computes the pair: `tangents` are the parameters whose tangents it is given."""

    rule: object
    bound: dict
    tangents: list
    owned: bool  # is the tangent surely in memory of its own, or shared as its value is?
    receiver: object = None


class HelperCall(Record):
    """One of the user's functions, differentiated as `context`."""

    context: object
    bound: dict
    receiver: object = None


class BuiltinCall(Record):
    """A builtin that handles containers: `list`, `zip`, `enumerate`, ..."""

    name: str


class DefaultDictCall(Record):
    """A `collections.defaultdict`; `mirror` is the default factory of its mirror: a type, `Made`, or the user's own."""

    mirror: object


class Made(Record):
    """The factory that gives the tangent of what a call makes."""

    call: object


class FromKeysCall(Record):
    """`dict.fromkeys(keys, value)`."""


class MethodCall(Record):
    """A method of a list, dict, or of an array that writes in place."""

    form: str
    name: str


class FunctionCall(Record):
    """A call of a function value: `bounds` maps each member to its parameters' nodes."""

    functions: object
    positional: list
    keywords: list
    rest: object
    bounds: dict
    shape: object


class DerivativeCall(Record):
    """A call of the derivative of a function value: `call` is that of the function, with arguments for `positional`.

    directions: place of an argument → the node of its seed, None for the default; name: "differentiate", "jvp",
    "jacobian" or, in generated code, "pushforward".
    """

    call: object
    positional: list
    directions: dict
    name: str


class ApplyCall(Record):
    """A call of a function that is known only when the program runs.

    paired: it is the call of that function's derivative, in generated code; the arguments, and where the
    tangents are passed that are not None.
    """

    positional: list
    keywords: list
    rest: object = None
    paired: object = None


class DispatchCall(Record):
    """A method of an object of one of several classes: (class, stand-in for the object, HelperCall) each.

    raises: are there classes for which it raises?
    """

    receiver: object
    cases: list
    raises: bool = False


class ClassesCall(Record):
    """A call of one of several classes, the value of the name `subject`: (class, call that stands for this one, its
    record) each; raises: are there classes for which it raises?"""

    subject: object
    cases: list
    raises: bool = False


class AlternativesCall(Record):
    """What is up to the class of `subject`: (class, or None for what is no object, node that stands for this one, its record)
    each; raises: the classes for which it raises.

    A call of the value of the name `subject`, an object or a function; or an operator, of which `subject` is an operand.
    """

    subject: object
    cases: list
    raises: list


class NamedCalls(Record):
    """A call of the method of `subject` whose name is the value of `name`: (name, call that stands for this one, its
    record) each.

    others: the name may be another, for which there is no method. raises: are there names for which the call raises?
    """

    subject: object
    name: object
    cases: list
    others: bool = False
    raises: bool = False


class CachedProperty(Record):
    """A `functools.cached_property`: `call` is made where the object does not hold `name` yet.

    kept: does the object hold what the call returns from then on? So it is not with a descriptor of the user's,
    which may store it, or not.
    """

    call: object
    name: str
    kept: bool = True


class NewCall(Record):
    """An instance is made whose attributes are the arguments as they are.

    bound: parameter → argument node; left: the parameters that keep their default;
    how: "fields" for a dataclass, "blank" for an instance without attributes.
    """

    cls: type
    bound: dict
    left: tuple
    how: str


class ExceptionCall(Record):
    """An exception is made that holds its arguments, or those after the first few."""

    first: int


class ExceptionInit(Record):
    """`__init__` of an exception that is written in C: it stores `items` as the `args` of `subject`."""

    subject: object
    items: list


class ItemsCall(Record):
    """An instance is taken for the list, tuple or dict that it is; `copy`: the name of the class to copy it into."""

    copy: str | None


class StandIn(Record):
    """The call amounts to another expression, `node`; `how`: its own record, if it has one."""

    node: object
    how: object = None


class SuperCall(Record):
    """`super()` of an object, whose mirror has the same; `subject`: the object."""

    subject: object


class ItselfCall(Record):
    """A method that returns its object."""


class MirrorCall(Record):
    """A derivative puts a mirror into an exception, or takes it out; `level`: the place."""

    level: int


class SetAttribute(Record):
    """`setattr(subject, name, value)` in any of its spellings.

    target: the attribute that is assigned to, where a method is called for that.
    """

    subject: object
    target: object
    value: object


class GetAttribute(Record):
    """`getattr(subject, name, default)`; without a default it is `node`, an attribute; `how`: that one's record."""

    node: object
    default: object = None
    how: object = None


class GetNamed(Record):
    """`getattr(subject, name, default)` of something that the object itself holds, under one of several names."""

    subject: object
    name: object
    default: object = None


class MirroredCall(Record):
    """A function of one object that goes by its structure alone: the mirror's is the tangent."""


class PlainCall(Record):
    """Called as the user wrote it: no argument is active."""


class ConstantKeyCall(Record):
    """A call that gives a key, or several, whose tangents are looked at: they must be zero."""


class Refused(Record):
    """Cannot be differentiated if an argument is active."""

    reason: str
    advice: str
    uncertain: bool = False  # might other kinds of arguments be accepted?


# What may be a call of the user's own function without looking like one.
OPERATIONS = (HelperCall, DispatchCall, CachedProperty, AlternativesCall)


def helpers(how):
    """The calls of the user's own functions in a record."""
    if isinstance(how, HelperCall):
        return [how]
    if isinstance(how, DispatchCall):
        return [case for _, _, case in how.cases]
    if isinstance(how, (ClassesCall, NamedCalls, AlternativesCall)):
        return [helper for _, _, case in how.cases for helper in helpers(case)]
    if isinstance(how, (StandIn, GetAttribute)):
        return helpers(how.how)
    return [how.call] if isinstance(how, CachedProperty) else []


def parts(how):
    """A record, and those of the calls of which it chooses one."""
    yield how
    if isinstance(how, (ClassesCall, NamedCalls, AlternativesCall)):
        for _, _, case in how.cases:
            yield from parts(case)


def all_arguments(node, receiver=None):
    """The argument nodes of a call, or the operands of an operation that amounts to one."""
    if not isinstance(node, gast.Call):
        return [part for part in operands_of(node) if part is not receiver] + \
            ([receiver] if receiver is not None else [])
    nodes = [a.value if isinstance(a, gast.Starred) else a for a in node.args]
    nodes += [k.value for k in node.keywords]
    return ([receiver] if receiver is not None else []) + nodes


def passed(run, node, receiver=None):
    """What a call passes: of `*xs` and `**d` the items, where these are known, since Python passes no more of them.

    run: the interpreter, or the writer.
    """
    known = run.context.expanded.get(node)
    if known is None:
        return all_arguments(node, receiver)
    positional, keywords, rest = known
    return [a for a in (receiver, *positional, *(v for _, v in keywords), rest) if a is not None]


def keywords_of(run, node):
    """The names of the keywords that a call passes, as far as they are known."""
    known = run.context.expanded.get(node)
    return [k.arg for k in node.keywords] if known is None else [k for k, _ in known[1]]


def operands_of(node):
    """The expressions that an operation other than a call works on."""
    if isinstance(node, gast.BinOp):
        return [node.left, node.right]
    if isinstance(node, gast.UnaryOp):
        return [node.operand]
    if isinstance(node, gast.Subscript):
        return [node.value, node.slice]
    if isinstance(node, gast.Compare):
        return [node.left, *node.comparators]
    return [node.value] if isinstance(node, (gast.Attribute, gast.AugAssign)) else []


def opaque(run, node, callee, reason, advice="Use functions that have a rule, write it in Python, or give it a rule with rule_for.",
           foreign=True, receiver=None, uncertain=False, apart=False):
    """A call that is made as it stands; refused, in the end, if an argument is active.

    foreign: what it returns may be kept elsewhere, too; apart: it surely holds nothing of the arguments.
    """
    kinds = [run.facts.kind[a] for a in all_arguments(node, receiver)]
    if callee is not None:
        kinds.append(callee)
    if is_active_class(run.facts.kind.get(getattr(node, "func", None))):
        kinds.append(run.facts.kind[node.func])
    if "." not in reason.split()[0] and not reason.endswith("."):  # a function's name, and a user's sentence, are left as they are spelled
        reason = reason[0].upper() + reason[1:]
    if any(map(is_active, kinds)) or any(map(is_active_class, kinds)):
        run.facts.call[node] = Refused(reason if reason.endswith(".") else reason + ".", advice, uncertain)
    else:
        run.facts.call[node] = PlainCall()
    if any(map(holds_text, kinds)) and not any(map(is_active, kinds)):
        return TEXT_OF_ACTIVE  # a number may be read back from what it makes of the text
    region = run.context.site(node, "value")
    function = run.facts.kind.get(getattr(node, "func", None))
    made = array_class_made(function.value, len(all_arguments(node))) if function is not None and function.form == "const" else None
    own = Kind("object", type=made, region=region) if made is not None else of_array_class(kinds, region)
    if own is not None and own.type is not ndarray:
        return own
    for kind in kinds if not apart else ():
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
