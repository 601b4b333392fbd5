"""The kinds of what the user's own functions return: they are interpreted in turn."""

from s2sad.analysis import kinds as K
from s2sad.analysis.callrecords import HelperCall, opaque
from s2sad.analysis.calls import CannotBind, bind, parameter_names
from s2sad.analysis.kinds import Kind, is_active
from s2sad.errors import DifferentiationError


def helper_kind(run, node, function, positional, keywords, rest, receiver=None):
    """The kind of calling a Python function that has source."""
    program = run.program
    try:
        arguments = program.signature_of(function)
        bound = bind(arguments, positional, keywords, rest)
    except CannotBind as problem:
        return opaque(run, node, None, f"the call has {problem}", foreign=False, receiver=receiver, uncertain=True)
    except DifferentiationError as problem:
        return opaque(run, node, None, problem.reason, problem.advice, receiver=receiver)
    parameters = {}
    for name in parameter_names(arguments):
        if name in bound:
            parameters[name] = bound_kind(run, node, bound[name], arguments, name)
        else:
            parameters[name] = program.kind_of_default(function, name)
    active = any(map(is_active, parameters.values()))
    try:
        program.guard_function(function)
        at = program.at
        context = program.context_for(function, parameters, run.context, node)
        result = program.enter(context)
        program.at = at
    except DifferentiationError as problem:
        if active:
            raise
        # Left as it is: nothing in it depends on what is differentiated.
        return opaque(run, node, None, problem.reason, problem.advice, receiver=receiver)
    run.facts.call[node] = HelperCall(context, bound, receiver)
    return program.apply_summary(run, node, context, parameters, result)


def bound_kind(run, node, value, arguments, name):
    kinds = run.facts.kind
    if isinstance(value, tuple) and value[0] == "rest":
        region = run.context.site(node, ("rest", name))
        for part in value[1]:
            run.program.store(region, kinds[part])
        run.program.store(region, run.iterate(kinds[value[2]], value[2]))
        return K.sequence("tuple", region.find())
    if isinstance(value, list) and (not value or not isinstance(value[0], tuple)) \
            and arguments.vararg is not None and name == (getattr(arguments.vararg, "arg", None) or arguments.vararg.id):
        return K.tuple_of(kinds[v] for v in value)
    if isinstance(value, list):
        return Kind("dict", region=run.context.site(node, ("keywords", name)),
                    elements={k: kinds[v] for k, v in value})
    return kinds[value]


def derivative_kind(run, node, derivative, arguments):
    """A call of what `differentiate` returned: its generated code is differentiated in turn."""
    positional, keywords, rest = arguments
    if rest is not None:
        return opaque(run, node, None, "a starred argument of unknown length")
    kinds = [run.facts.kind[p] for p in positional]
    named = {k: run.facts.kind[v] for k, v in keywords}
    function = derivative.function_for_kinds(kinds, named)
    if function is None:
        return opaque(run, node, None, "the kinds of the arguments of a derivative must be known")
    run.context.inner_derivatives[node] = derivative
    run.program.adopt_guards(derivative)
    return helper_kind(run, node, function, positional, keywords, rest)
