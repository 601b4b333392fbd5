"""The names and parameters of a derivative: what `wrt` names, how seeds are called, what the caller sees."""

import inspect

from s2sad.backend.dispatch import parameter_names
from s2sad.frontend.build import unused
from s2sad.frontend.derived import derivative_of


def parameters_named(wrt, signature, hidden, f):
    """The names that `wrt` stands for."""
    wanted = wrt if isinstance(wrt, (tuple, list)) else (wrt,)
    names = list(signature.parameters)[hidden:]
    title = getattr(f, "__name__", repr(f))
    if not wanted:
        raise ValueError("wrt names no parameter")
    found = []
    for w in wanted:
        if isinstance(w, str):
            if w not in names:
                raise ValueError(f"wrt: {title} has no parameter {w!r}; it has {', '.join(names) or 'none'}")
            found.append(w)
        elif isinstance(w, int) and not isinstance(w, bool):
            if not -len(names) <= w < len(names):
                raise ValueError(f"wrt: {title} has no parameter at position {w}; it has {len(names)}")
            found.append(names[w])
        else:
            raise TypeError(f"wrt: a parameter's name or position, or a tuple of them, not {w!r}")
    if len(set(found)) < len(found):
        raise ValueError(f"wrt names a parameter twice: {', '.join(found)}")
    return tuple(found)


def seeds_of(function, signature, names):
    """Parameter → the keyword of its seed, as the generated code has it."""
    wanted = names
    below = derivative_of(function)
    from s2sad.frontend.tangentnames import names_used, seed_names
    if below is not None and below._shown is None:
        return unused_names(names, {*signature.parameters, *names_used(primal_code(below))})
    if below is not None:
        function = below._shown.function
        spelled = spelled_in(signature, function)
        names = [spelled[n] for n in names]
    known = seed_names(function.__code__)
    return {n: known[m] for n, m in zip(wanted, names)}


def unused_names(names, taken):
    """Parameter → the keyword of its seed, where no generated code says it yet."""
    seeds = {}
    for n in names:
        seeds[n] = unused("d" + n, taken)
        taken.add(seeds[n])
    return seeds


def primal_code(derivative):
    """The code of the user's function below a derivative, of whatever order."""
    below = derivative_of(derivative._target.function)
    return derivative._target.function.__code__ if below is None else primal_code(below)


def spelled_in(signature, function):
    """Parameters of a derivative → how its generated code spells them: it may append underscores to a seed."""
    spelled = {n: n for n in signature.parameters}
    named = [p.name for p in signature.parameters.values() if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    spelled.update(zip(named, parameter_names(function)))
    return spelled


def public_signature(signature, hidden, held, seeds):
    """The parameters of the function with the seeds added."""
    parameters = [p for p in list(signature.parameters.values())[hidden:] if p.name not in held]
    one = len(seeds) == 1
    added = [inspect.Parameter(s, inspect.Parameter.KEYWORD_ONLY, default=None if one else inspect.Parameter.empty)
             for s in seeds.values()]
    tail = [p for p in parameters if p.kind is p.VAR_KEYWORD]
    return inspect.Signature([p for p in parameters if p.kind is not p.VAR_KEYWORD] + added + tail)
