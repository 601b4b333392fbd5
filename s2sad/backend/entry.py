"""The text of a public function up to what the generated function does: its parameters, and the way to the slow call."""

from inspect import Parameter

from s2sad.backend.conditions import PREFIX as _P, bind
from s2sad.frontend.names import MISSING

ONE = sum([0.5, 0.5])  # a seed that was not given, told by its identity from one that was
BY_NAME = Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY


def beginning(name, shown, seeds, condition, fill, things):
    """The definition as text: what the condition does not hold for is passed on to `slow`, as it was given.

    shown: the parameters; seeds: the keywords of the seeds; fill: statements for what was left out.
    """
    lines = [f"def {name}({parameter_list(shown, seeds)}):",
             "    try:",
             f"        {_P}ok = {condition}",
             f"    except {_P}errors:",
             f"        {_P}ok = False",
             f"    if not {_P}ok:",
             *(f"        {line}" for line in slow_call(shown, seeds, things)),
             *(f"    {line}" for line in fill)]
    return "\n".join(lines) + "\n"


def shown_parameters(parameters, target):
    """The parameters without those that are held; what a partial passes by name, and what follows it, is passed by name."""
    shown, by_name = [], False
    for p in parameters[len(target.args):]:
        by_name |= p.name in target.kwargs
        if by_name and p.kind is p.POSITIONAL_OR_KEYWORD:
            p = p.replace(kind=p.KEYWORD_ONLY)
        shown.append(p.replace(default=MISSING) if p.name in target.kwargs else p)
    return shown


def parameter_list(shown, seeds):
    """The parameters as a definition has them."""
    params, last, star, slash = [], [], False, False
    for p in shown:
        if slash and p.kind is not p.POSITIONAL_ONLY:
            params.append("/")
        slash = p.kind is p.POSITIONAL_ONLY
        if p.kind is p.VAR_KEYWORD:
            last = [f"**{p.name}"]
            continue
        if p.kind is p.KEYWORD_ONLY and not star:
            params.append("*")
        star |= p.kind in (p.KEYWORD_ONLY, p.VAR_POSITIONAL)
        params.append("*" * (p.kind is p.VAR_POSITIONAL) + p.name)
    return ", ".join([*params, *["/"] * slash, *["*"] * (not star), *seeds, *last])


def defaults_of(shown):
    """The defaults by position, and by name: objects that say that nothing was given."""
    left_out = [p for p in shown if p.default is not p.empty]
    return (tuple(MISSING for p in left_out if p.kind is not p.KEYWORD_ONLY) or None,
            {p.name: MISSING for p in left_out if p.kind is p.KEYWORD_ONLY})


def slow_call(shown, seeds, things):
    """Statements that hand the arguments on as they came."""
    star = next((p.name for p in shown if p.kind is p.VAR_POSITIONAL), None)
    lines = [f"{_P}args = {{}}"]
    for p in shown:
        if p.kind in BY_NAME:
            here = f"{p.name} is not {_P}missing" + f" and not {star}" * (star is not None and p.kind is p.POSITIONAL_OR_KEYWORD)
            lines += [f"if {here}:", f"    {_P}args[{p.name!r}] = {p.name}"]
        elif p.kind is p.VAR_KEYWORD:
            lines.append(f"{_P}args.update({p.name})")
    for s in seeds:
        absent = f"{s} is not {_P}missing" + f" and {s} is not {bind(things, 'one', ONE)} and {s} is not None" * (len(seeds) == 1)
        lines += [f"if {absent}:", f"    {_P}args[{s!r}] = {s}"]
    first = [p.name for p in shown if p.kind is p.POSITIONAL_ONLY]
    if star is not None:
        before = "".join(f"{p.name}, " for p in shown if p.kind is p.POSITIONAL_OR_KEYWORD)
        first.append(f"*(({before}*{star},) if {star} else ())")
    given = f"{bind(things, 'given', given_of)}(({', '.join(first)},))" if first else "()"
    return [*lines, f"return {_P}slow({given}, {_P}args)"]


def given_of(values):
    return tuple([v for v in values if v is not MISSING])
