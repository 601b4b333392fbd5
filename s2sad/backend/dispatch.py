"""The code of a derivative's public function: types looked at, then the derivative itself.

For `f(x, n)` called with a float and an int it reads

    def f_dx(x, n, *, dx=1.0):
        try:
            ok = type(x) is float and type(n) is int and (type(dx) is float or ...) and ...
        except (KeyError, ValueError, AttributeError, NameError):
            ok = False
        if not ok:
            return slow((), {"x": x, ...})
        ...  # what the generated function does

in which the objects that are compared with are constants of the code.  Where
the generated function lives in another module, has the user's own closure
cells or is a generator, it is called instead of being written out.  Whatever
is not this common case goes to the next version that calls were common for (see `backend.turns`), or to
`Derivative._call`.
"""

import ast
import types
from fractions import Fraction

import numpy as np

from s2sad.backend.compiler import definition_of, named_as
from s2sad.backend.conditions import PREFIX as _P
from s2sad.backend.conditions import PLAIN_NUMBERS, bind, guard_tests, read_text
from s2sad.backend.constants import compiled_with, exchanged_in
from s2sad.backend.entry import ONE, beginning, defaults_of, shown_parameters
from s2sad.backend.held import callable_tests, held_by
from s2sad.backend.kindtests import NoTest, Tests, distinct
from s2sad.backend.turns import Turn, to_front
from s2sad.facts.numberkinds import EXACT
from s2sad.frontend.names import MISSING
from s2sad.frontend.trees import walk
from s2sad.runtime.containers import is_container
from s2sad.runtime.seeds import fits

_REBOUND = (KeyError, ValueError, AttributeError, NameError)  # what a look at a name that is gone raises


def public_function(derivative):
    """The function that users call, before its calls have shown a common case."""
    function = types.FunctionType(_undecided.__code__, derivative._target.function.__globals__, derivative.__name__)
    reset(derivative, function)
    return function


def _undecided(*args, _s2sad_slow, **kwargs):
    return _s2sad_slow(args, kwargs)


def reset(derivative, function):
    """Let the next call look for its version anew."""
    derivative.turns = []
    function.__code__, function.__defaults__ = _undecided.__code__, None
    function.__kwdefaults__ = {_P + "slow": derivative._call}


def install(derivative, version, arguments):
    """Let calls with arguments of these kinds go straight to this version."""
    if version.turn is None:
        version.turn = make_turn(derivative, version, arguments) or False
    if version.turn:
        to_front(version.turn)


def make_turn(derivative, version, arguments):
    """What calls with arguments of these kinds go straight to; None where there is no fast way."""
    target, parameters = derivative._target, list(derivative._signature.parameters.values())
    held = held_by(target, parameters, arguments)
    if held is None or any(p.name.startswith(_P) for p in parameters):
        return None
    turn = Turn(derivative, version)
    things = {_P + "type": type, _P + "missing": MISSING, _P + "errors": _REBOUND, _P + "slow": turn}
    read = {p.name: bind(things, "h", held[p.name]) if p.name in held else p.name for p in parameters}
    tail, local = written_out(derivative, version, things) or called(derivative, version, parameters, things)
    still = callable_tests(derivative.public.primal, things)
    guards = guard_tests(version.guards, things, derivative.public.__globals__, local)
    checks, seed_defaults, filled = seeds_given(derivative, version, arguments, read, things)
    tests = argument_tests(derivative, version, arguments, read, things, local)
    if tail is None or still is None or guards is None or tests is None:
        return None
    tests += [f"{n} is {_P}missing" for n in target.kwargs]
    tests += [f"{read[n]} == {value!r}" for n, value in version.values.items()]
    shown = shown_parameters(parameters, target)
    fill = [f"{n} = {read[n]}" for n in held] + filled_in(derivative, version, parameters, arguments, things)
    condition = " and ".join([*tests, *still, *checks, *guards]) or "True"
    text = beginning(version.function.__name__, shown, derivative.seeds.values(), condition, fill + filled, things)
    (definition,) = ast.parse(text).body
    for node in walk(definition):
        if hasattr(node, "lineno"):
            node.lineno = node.end_lineno = 1  # the line that says what the text is
    definition.body += tail
    code = compiled_with(definition, things, version.function.__code__.co_filename)
    if code is None:
        return None
    code = named_as(code, version.function)
    defaults, keyword_defaults = defaults_of(shown)
    turn.become(code, lambda other: exchanged_in(code, turn, other), defaults, keyword_defaults | seed_defaults)
    return turn


def argument_tests(derivative, version, arguments, read, things, local):
    """Conditions for the arguments to be of the kinds that they are of in this call; None where there are none.

    Where the function writes into them no two may hold the same memory, and none what is read from outside.
    read: parameter -> the text that reads it.
    """
    outer = [(place, place.read()) for place, (how, _) in version.guards.items() if how in ("kind", "type")]
    outer = [(place, v) for place, v in outer if isinstance(v, np.ndarray) or is_container(v)] if version.written else []
    tests = Tests(things)
    try:
        for p in derivative._signature.parameters.values():
            if p.name in arguments:
                tests.add(read[p.name], arguments[p.name])
            else:
                star = p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
                tests.conditions.append(f"not {p.name}" if star else f"{p.name} is {_P}missing")
        if version.written:
            for place, v in outer:
                tests.add(read_text(place, things, derivative.public.__globals__, local), v)
            for n, seed in derivative.seeds.items():
                if isinstance(arguments.get(n), np.ndarray):
                    tests.parts.append(tests.called(id, seed))
            if len(tests.apart) > 1:
                arrays = [seed for n, seed in derivative.seeds.items() if isinstance(arguments.get(n), np.ndarray)]
                tests.conditions += tests.apart + [f"({seed} is None or {seed}.base is None)" for seed in arrays]
            tests.conditions += distinct(tests.parts, things)
    except (NoTest, RecursionError):
        return None
    return tests.conditions


def defaults_within(function):
    """The defaults of a generated function, by parameter."""
    own, names = function.__defaults__ or (), positional_names(function)
    return {**dict(zip(names[len(names) - len(own):], own)), **(function.__kwdefaults__ or {})}


def filled_in(derivative, version, parameters, arguments, things):
    """Statements that give the parameters that were not passed what they are by default."""
    own, spelled = defaults_within(version.function), derivative._spelled(version.function)
    return [f"{p.name} = {bind(things, 'z', own[spelled[p.name]])}" for p in parameters
            if p.name not in arguments and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]


def seeds_given(derivative, version, arguments, read, things):
    """Conditions for seeds, what they are by default, and statements for those that are left out."""
    own, seeds = defaults_within(version.function), derivative.seeds
    checks, defaults, fill = [], {}, []
    for n, keyword in version_seeds(version, derivative._wrt).items():
        seed = seeds[n]
        default = own.get(keyword, MISSING) if len(seeds) == 1 else MISSING
        default = ONE if type(default) is float and default == 1.0 else default
        defaults[seed] = default if default is None or default is ONE else MISSING
        check = seed_test(seed, read[n], arguments.get(n), version, default is None, things)
        if len(seeds) == 1 and defaults[seed] is MISSING:
            check = f"({seed} is {_P}missing or {check})"
            fill += [f"if {seed} is {_P}missing:", f"    {seed} = {bind(things, 'z', default)}"]
        checks.append(check)
    return checks, defaults, fill


def seed_test(seed, argument, value, version, optional, things):
    """An expression that says whether a seed needs no further look.

    argument: the text of the argument, which was `value` in the call that this is made for.
    """
    kind = type(value)
    if kind in EXACT:
        fit = (float, int, Fraction) if version.exact else (float,)
        return "(" + " or ".join(f"{_P}type({seed}) is {bind(things, 't', t)}" for t in fit) + ")"
    if kind in PLAIN_NUMBERS:  # any other is made into one of the number's own type
        return f"{_P}type({seed}) is {bind(things, 't', kind)}"
    if version.written and kind is np.ndarray:
        serves = f"{bind(things, 'fits', _serves)}({argument}, {seed})"
        return f"({seed} is None or {serves})" if optional else serves
    if version.written:  # into what the caller gave as a seed, too
        return f"{seed} is None" if optional else "False"
    if optional:  # where another thread changes the order of turns, what is given by default may be another version's
        return f"{seed} is not {bind(things, 'one', ONE)} and {seed} is not {_P}missing"
    return f"{seed} is not {_P}missing and {seed} is not None"


# ------------------------------------------------------------------ what is done then

def written_out(derivative, version, things):
    """The statements of the generated function, and the names that are local to it; None where it must be called."""
    function, root = version.function, version.generated.pieces[0]
    code = function.__code__
    if function.__globals__ is not derivative.public.__globals__ or code.co_flags & _SUSPENDED \
            or any(s != n for n, s in derivative._spelled(function).items()) \
            or list(version_seeds(version, derivative._wrt).values()) != list(derivative.seeds.values()):
        return None
    injected = dict(zip(code.co_freevars, function.__closure__ or ()))
    tree = definition_of(root)
    bound = {name for node in walk(tree) if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names}
    local = {*code.co_varnames, *code.co_cellvars, *injected, *bound}
    inner = {n.id for f in walk(tree) if isinstance(f, (ast.FunctionDef, ast.Lambda)) and f is not tree
             for n in walk(f) if isinstance(n, ast.Name)}
    if not injected.keys() <= root.injected.keys() or any(name.startswith(_P) for name in local) \
            or not inner.isdisjoint(injected):  # a function that is handed on is read again, and needs its cells
        return None
    things.update((name, cell.cell_contents) for name, cell in injected.items())
    return tree.body, local


_SUSPENDED = 0x20 | 0x80 | 0x200  # a generator, a coroutine, both


def called(derivative, version, parameters, things):
    """A call of the generated function, and the names that are local to its caller; Nones where there is none."""
    spelled, theirs = derivative._spelled(version.function), parameter_names(version.function)
    ours = {spelled[p.name]: p.name for p in parameters if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)}
    ours |= {s: derivative.seeds[n] for n, s in version_seeds(version, derivative._wrt).items()}
    if sorted(ours) != sorted(theirs):
        return None, None
    stars = [("*" if p.kind is p.VAR_POSITIONAL else "**") + p.name for p in parameters
             if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    if stars:
        function, count = bind(things, "f", version.function), version.function.__code__.co_argcount
        passed = [*(ours[n] for n in theirs[:count]), *(s for s in stars if not s.startswith("**")),
                  *(f"{n}={ours[n]}" for n in theirs[count:]), *(s for s in stars if s.startswith("**"))]
    else:
        function, passed = bind(things, "f", by_position(version.function)), [ours[n] for n in theirs]
    return ast.parse(f"return {function}({', '.join(passed)})").body, {*ours.values(), *(s.strip("*") for s in stars)}


def parameter_names(function):
    code = function.__code__
    return code.co_varnames[:code.co_argcount + code.co_kwonlyargcount]


def positional_names(function):
    return function.__code__.co_varnames[:function.__code__.co_argcount]


def by_position(function):
    """The same function with all parameters taken by position, without defaults: Python calls it faster."""
    code = function.__code__
    code = code.replace(co_argcount=code.co_argcount + code.co_kwonlyargcount, co_kwonlyargcount=0)
    return types.FunctionType(code, function.__globals__, function.__name__, None, function.__closure__)


def _serves(p, dp):
    """Can the seed array be the mirror of an argument that is written into, as it is?"""
    return type(dp) is np.ndarray and fits(p, dp) and not np.may_share_memory(p, dp)


def version_seeds(version, wrt):
    """The seed keywords of a generated function: its last keyword-only parameters."""
    names = parameter_names(version.function)
    return dict(zip(wrt, names[len(names) - len(wrt):]))
