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
is not this common case goes to `Derivative._call`.
"""

import ast
import types

import numpy as np

from s2sad.backend.compiler import definition_of
from s2sad.backend.constants import compiled_with
from s2sad.backend.conditions import PLAIN_NUMBERS, PREFIX as _P, bind, guard_tests, type_test
from s2sad.frontend.names import MISSING
from s2sad.frontend.trees import walk
from s2sad.runtime.mirrors import is_container
from s2sad.runtime.seeds import fits

_ONE = sum([0.5, 0.5])  # a seed that was not given, told by its identity from one that was
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
    function.__code__, function.__defaults__ = _undecided.__code__, None
    function.__kwdefaults__ = {_P + "slow": derivative._call}


def install(derivative, version, arguments):
    """Let calls with arguments of these kinds go straight to this version."""
    if version.dispatch is None:
        version.dispatch = make_dispatch(derivative, version, arguments) or ()
    if version.dispatch:
        public = derivative.public
        public.__code__, public.__defaults__, public.__kwdefaults__ = version.dispatch


def make_dispatch(derivative, version, arguments):
    """Code and defaults for calls with arguments of these kinds; None where there is no fast way."""
    target = derivative._target
    parameters = list(derivative._signature.parameters.values())
    simple = all(p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY, p.POSITIONAL_ONLY) for p in parameters)
    if target.args or target.kwargs or not simple or any(p.name.startswith(_P) for p in parameters):
        return None
    things = {_P + "type": type, _P + "missing": MISSING, _P + "errors": _REBOUND, _P + "slow": derivative._call}
    tests = [type_test(p.name, arguments[p.name], things) if p.name in arguments else f"{p.name} is {_P}missing"
             for p in parameters]
    tests += [f"{n} == {value!r}" for n, value in version.values.items()]
    if None in tests or version.written and not alone(version, arguments):
        return None
    tail, local = written_out(derivative, version, things) or called(derivative, version, parameters, things)
    guards = guard_tests(version.guards, things, derivative.public.__globals__, local)
    if tail is None or guards is None:
        return None
    before, defaults, keyword_defaults = beginning(derivative, version, parameters, arguments, tests, guards, things)
    (definition,) = ast.parse(before).body
    for node in walk(definition):
        if hasattr(node, "lineno"):
            node.lineno = node.end_lineno = 1  # the line that says what the text is
    definition.body += tail
    code = compiled_with(definition, things, version.function.__code__.co_filename)
    return code and (code, defaults, keyword_defaults)


def alone(version, arguments):
    """Is it plain that no argument that is written into overlaps another, or what is read from outside?"""
    arrays = [n for n, v in arguments.items() if type(v) is np.ndarray]
    return len(arrays) <= 1 and not any(
        how in ("kind", "type") and (isinstance(value := place.read(), np.ndarray) or is_container(value))
        for place, (how, _) in version.guards.items())


def beginning(derivative, version, parameters, arguments, tests, guards, things):
    """The definition up to what the generated function does, and its defaults."""
    params, defaults, keyword_defaults = parameter_list(parameters), [], {}
    own, theirs = version.function.__defaults__ or (), positional_names(version.function)
    held = {**dict(zip(theirs[len(theirs) - len(own):], own)), **(version.function.__kwdefaults__ or {})}
    spelled, seeds = derivative._spelled(version.function), derivative.seeds
    for p in parameters:
        if p.default is not p.empty:
            if p.kind is p.KEYWORD_ONLY:
                keyword_defaults[p.name] = MISSING
            else:
                defaults.append(MISSING)
    fill = [f"    {p.name} = {bind(things, 'z', held[spelled[p.name]])}" for p in parameters if p.name not in arguments]
    checks = []
    for n, keyword in version_seeds(version, derivative._wrt).items():
        seed = seeds[n]
        default = held.get(keyword, MISSING) if len(seeds) == 1 else MISSING
        default = _ONE if type(default) is float and default == 1.0 else default
        keyword_defaults[seed] = default if default is None or default is _ONE else MISSING
        check = seed_test(n, seed, version, arguments, default is None, things)
        if len(seeds) == 1 and keyword_defaults[seed] is MISSING:
            check = f"({seed} is {_P}missing or {check})"
            fill += [f"    if {seed} is {_P}missing:", f"        {seed} = {bind(things, 'z', default)}"]
        checks.append(check)
    one = bind(things, "one", _ONE)
    lines = [f"def {version.function.__name__}({params}{', '.join(seeds.values())}):",
             "    try:",
             f"        {_P}ok = {' and '.join(filter(None, [*tests, *checks, *guards])) or 'True'}",
             f"    except {_P}errors:",
             f"        {_P}ok = False",
             f"    if not {_P}ok:",
             f"        {_P}args = {{}}"]
    for p in parameters:
        if p.kind is not p.POSITIONAL_ONLY:
            lines += [f"        if {p.name} is not {_P}missing:", f"            {_P}args[{p.name!r}] = {p.name}"]
    for s in seeds.values():
        absent = f"{s} is not {_P}missing" + f" and {s} is not {one} and {s} is not None" * (len(seeds) == 1)
        lines += [f"        if {absent}:", f"            {_P}args[{s!r}] = {s}"]
    before = "".join(f"{p.name}, " for p in parameters if p.kind is p.POSITIONAL_ONLY)
    lines += [f"        return {_P}slow(({before}), {_P}args)"]
    return "\n".join(lines + fill) + "\n", tuple(defaults) or None, keyword_defaults


def parameter_list(parameters):
    """The user's parameters as a definition has them, up to the seeds."""
    params, star, slash = [], False, False
    for p in parameters:
        if slash and p.kind is not p.POSITIONAL_ONLY:
            params.append("/")
        slash = p.kind is p.POSITIONAL_ONLY
        if p.kind is p.KEYWORD_ONLY and not star:
            params.append("*")
            star = True
        params.append(p.name)
    return ", ".join(params + ["/"] * slash + ["*"] * (not star) + [""])


def seed_test(parameter, seed, version, arguments, optional, things):
    """An expression that says whether a seed needs no further look; None where none does."""
    kind = type(arguments.get(parameter))
    if kind in (int, bool) and not version.whole:
        return f"{_P}type({seed}) is {bind(things, 't', float)}"
    if kind in (int, bool):
        return f"({_P}type({seed}) is {bind(things, 't', float)} or {_P}type({seed}) is {bind(things, 't', int)})"
    if kind in PLAIN_NUMBERS:  # any other is made into one of the number's own type
        return f"{_P}type({seed}) is {bind(things, 't', kind)}"
    if version.written:
        return f"{bind(things, 'fits', _serves)}({parameter}, {seed})"
    return None if optional else f"{seed} is not {_P}missing and {seed} is not None"


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
    ours = {spelled[p.name]: p.name for p in parameters}
    ours |= {s: derivative.seeds[n] for n, s in version_seeds(version, derivative._wrt).items()}
    if sorted(ours) != sorted(theirs):
        return None, None
    function = bind(things, "f", by_position(version.function))
    return ast.parse(f"return {function}({', '.join(ours[n] for n in theirs)})").body, set(ours.values())


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
