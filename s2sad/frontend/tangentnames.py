"""The names of tangents: `dx` for `x`."""

from s2sad.frontend.build import unused


def seed_names(code):
    """`dx` for each local `x` of a function, underscores appended where it uses that name.

    >>> def f(x, dx): return x * dx
    >>> seed_names(f.__code__)
    {'x': 'dx_', 'dx': 'ddx'}
    """
    return fresh_names(dict.fromkeys(variables_of(code)), names_used(code))


def tangents_in(code):
    """The names of the tangents in a function."""
    return frozenset(seed_names(code).values())


def fresh_names(variables, taken):
    """`dx` for each variable `x`, which is then taken, too."""
    names = {}
    for variable in variables:
        wanted = unused("d" + variable, taken)
        taken.add(wanted)
        names[variable] = wanted
    return names


def names_of_tangents(context):
    """The same for a context, with the parameters that its function's code does not have: those of a
    dataclass's `__init__` inside a function."""
    code = context.function.__code__
    names = seed_names(code)
    missing = [p for p in context.params if p not in names]
    return names | fresh_names(missing, names_used(code) | set(names.values())) if missing else names


def variables_of(code):
    """The variables of a function, then those of the functions inside it."""
    yield from code.co_varnames
    yield from code.co_cellvars
    for constant in code.co_consts:
        if hasattr(constant, "co_varnames"):
            yield from variables_of(constant)


def names_used(code):
    """All names in a function and the functions inside it."""
    names = {*code.co_varnames, *code.co_freevars, *code.co_cellvars, *code.co_names}
    for constant in code.co_consts:
        if hasattr(constant, "co_varnames"):
            names |= names_used(constant)
    return names
