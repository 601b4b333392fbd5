"""The code of a derivative's public function: types looked at, then straight to the version.

For `f(x, n)` called with a float and an int it reads

    def call(x, n=_missing, *, dx=_missing):
        try:
            ok = type(x) is _t0 and type(n) is _t1 and _g0["g"] is _o0
        except (KeyError, ValueError, AttributeError):
            ok = False
        if ok:
            if dx is _missing:
                return _f(x, n)
            ...
        return _slow((x, n), {...})

with names that cannot be the user's.  Whatever is not this common case goes
to `Derivative._call`.
"""

import builtins
import functools
import types

import numpy as np

from s2sad.frontend.names import MISSING, Place
from s2sad.runtime.mirrors import NUMPY_SCALARS, is_container
from s2sad.runtime.keys import kind_key

_PLAIN_NUMBERS = (int, float, bool, complex)
_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, np.ufunc, type)
_P = "_s2sad_"


def public_function(derivative):
    """The function that users call, before its first call."""
    return types.FunctionType(_undecided.__code__, {_P + "slow": derivative._call, "__builtins__": builtins},
                              derivative.__name__)


def _undecided(*args, **kwargs):
    return _s2sad_slow(args, kwargs)  # noqa: F821  (a global of each derivative)


def reset(derivative):
    """Let the next call look for its version anew."""
    public = derivative.public
    public.__code__, public.__defaults__, public.__kwdefaults__ = _undecided.__code__, None, None


def install(derivative, version, arguments):
    """Let calls with arguments of these kinds go straight to this version."""
    dispatcher = make_dispatcher(derivative, version, arguments, derivative.public.__globals__)
    if dispatcher is not None:
        public = derivative.public
        public.__code__ = dispatcher.__code__
        public.__defaults__ = dispatcher.__defaults__
        public.__kwdefaults__ = dispatcher.__kwdefaults__


def make_dispatcher(derivative, version, arguments, namespace):
    """A function for calls with arguments of these kinds; None where there is no fast way."""
    target = derivative._target
    parameters = list(derivative._signature.parameters.values())
    simple = all(p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY, p.POSITIONAL_ONLY) for p in parameters)
    if target.args or target.kwargs or not simple or any(p.name.startswith(_P) for p in parameters):
        return None
    names = {_P + "missing": MISSING, _P + "f": version.function}
    tests = []
    for p in parameters:
        test = type_test(p.name, arguments.get(p.name, MISSING), names) if p.name in arguments \
            else f"{p.name} is {_P}missing"
        if test is None:
            return None
        tests.append(test)
    arrays = [n for n, v in arguments.items() if type(v) is np.ndarray]
    if version.written and len(arrays) > 1:
        return None  # whether they overlap must be looked at
    if version.written and any(how in ("kind", "type") and (isinstance(value := place.read(), np.ndarray)
                                                            or is_container(value))
                               for place, (how, _) in version.guards.items()):
        return None  # and whether they are what the function reads from outside
    guards = guard_tests(version.guards, names)
    if guards is None:
        return None
    text = call_text(derivative, version, parameters, arguments, tests + guards, names)
    namespace.update(names)
    defined = {}
    exec(compiled(text), namespace, defined)
    return defined["call"]


@functools.lru_cache(maxsize=256)
def compiled(text):
    """The code of a dispatcher; those of functions made anew read the same."""
    return compile(text, "<s2sad dispatch>", "exec")


def type_test(name, value, names):
    """An expression that says whether the argument `name` is of the kind of `value`."""
    kind = type(value)
    if kind is np.ndarray and value.dtype.isbuiltin == 1:
        dtype = bind(names, "d", value.dtype)
        array = bind(names, "t", np.ndarray)
        return f"type({name}) is {array} and {name}.dtype is {dtype} and {name}.ndim == {value.ndim}"
    if value is None:
        return f"{name} is None"
    if kind in _PLAIN_NUMBERS or kind in NUMPY_SCALARS or kind is str:
        if kind is str:
            return f"type({name}) is {bind(names, 't', str)}"
        return f"type({name}) is {bind(names, 't', kind)}"
    if kind in _FUNCTIONS:
        return f"{name} is {bind(names, 'o', value)}"
    return None


def bind(names, letter, thing):
    """A name for `thing` among those that the generated function sees."""
    for known, other in names.items():
        if other is thing and known.startswith(_P + letter):
            return known
    chosen = f"{_P}{letter}{len(names)}"
    names[chosen] = thing
    return chosen


def read_text(place, names):
    """An expression that reads what is at a place, or the object itself."""
    if not isinstance(place, Place):
        return bind(names, "m", place)
    if place.kind == "global":
        return f"{bind(names, 'g', place.space)}[{place.name!r}]"
    if place.kind == "cell":
        return f"{bind(names, 'c', place.space)}.cell_contents"
    owner = read_text(place.space, names)
    if place.kind == "own" and hasattr(place.space.read(), "__dict__"):
        return f"{owner}.__dict__[{place.name!r}]"
    return f"{owner}.{place.name}"


def guard_tests(guards, names):
    """Expressions that say whether the version's guards hold."""
    tests, absent = [], {}
    for place, (how, expected) in guards.items():
        if how == "missing" and place.kind in ("own", "attribute"):
            if place.kind == "own" and not hasattr(place.space.read(), "__dict__"):
                return None
            owner = read_text(place.space, names)
            tests.append(f"{place.name!r} not in {owner}.__dict__" if place.kind == "own"
                         else f"not hasattr({owner}, {place.name!r})")
            continue
        if place.kind in ("own", "attribute", "cell"):
            read = read_text(place, names)
        else:
            space = bind(names, "g", place.space)
            if place.name not in place.space:
                absent.setdefault(space, []).append(place.name)
                if how == "missing" and hasattr(builtins, place.name):
                    return None
                if how == "is":
                    built_in = bind(names, "b", vars(builtins))
                    tests.append(f"{built_in}[{place.name!r}] is {bind(names, 'o', expected)}")
                continue
            read = f"{space}[{place.name!r}]"
        if how == "is":
            tests.append(f"{read} is {bind(names, 'o', expected)}")
        elif how == "names":
            tests.append(f"{read}.keys() == {bind(names, 'o', expected)}")
        elif how == "type":
            tests.append(f"type({read}) is {bind(names, 'o', expected)}")
        elif how == "kind" and isinstance(expected, type):
            tests.append(f"type({read}) is {bind(names, 'o', expected)}")
        elif how == "kind":
            key = bind(names, "k", kind_key)
            tests.append(f"{key}({read}) == {bind(names, 'o', expected)}")
        else:
            return None
    for space, missing in absent.items():
        if len(missing) == 1:
            tests.append(f"{missing[0]!r} not in {space}")
        else:
            tests.append(f"{space}.keys().isdisjoint({bind(names, 'a', tuple(missing))})")
    return tests


def call_text(derivative, version, parameters, arguments, tests, names):
    """The source of `__call__`."""
    seeds = derivative.seeds
    actual = version_seeds(version, derivative._wrt)
    spelled = derivative._spelled(version.function)
    params, star, slash = [], False, False
    for p in parameters:
        if slash and p.kind is not p.POSITIONAL_ONLY:
            params.append("/")
        slash = p.kind is p.POSITIONAL_ONLY
        if p.kind is p.KEYWORD_ONLY and not star:
            params.append("*")
            star = True
        params.append(p.name if p.default is p.empty else f"{p.name}={_P}missing")
    if slash:
        params.append("/")
    if not star:
        params.append("*")
    one = len(seeds) == 1
    params += [f"{s}={_P}missing" for s in seeds.values()]
    given = [p for p in parameters if p.name in arguments]
    inner = [p.name if p.kind is not p.KEYWORD_ONLY and all(
        q.name in arguments for q in parameters[:parameters.index(p)] if q.kind is not q.KEYWORD_ONLY)
        else f"{spelled[p.name]}={p.name}" for p in given]
    seeded = inner + [f"{actual[n]}={s}" for n, s in seeds.items()]
    ours = {spelled[p.name]: p.name for p in given} | {actual[n]: s for n, s in seeds.items()}
    theirs = parameter_names(version.function)
    if sorted(ours) == sorted(theirs):
        names[_P + "f"] = by_position(version.function)
        seeded = [ours[n] for n in theirs]
        if one:
            (keyword,) = actual.values()
            default = bind(names, "z", default_of(version.function, keyword))
            inner = [default if n == keyword else ours[n] for n in theirs]
    checks = []
    for n, s in seeds.items():
        value = arguments.get(n)
        if type(value) in _PLAIN_NUMBERS:
            number = bind(names, "t", float)
            integer = bind(names, "t", int)
            checks.append(f"(type({s}) is {number} or type({s}) is {integer})")
        elif version.written:
            fits = bind(names, "fits", _serves)
            checks.append(f"{fits}({n}, {s})")
        else:
            checks.append(f"{s} is not {_P}missing and {s} is not None")
    lines = [f"def call({', '.join(params)}):",
             "    try:",
             f"        {_P}ok = {' and '.join(tests) or 'True'}",
             "    except (KeyError, ValueError, AttributeError):",
             f"        {_P}ok = False",
             f"    if {_P}ok:"]
    if one:
        (s,) = seeds.values()
        lines += [f"        if {s} is {_P}missing:", f"            return {_P}f({', '.join(inner)})"]
    lines += [f"        if {' and '.join(checks)}:", f"            return {_P}f({', '.join(seeded)})"]
    lines += [f"    {_P}args = {{}}"]
    positional = [p.name for p in parameters if p.kind is p.POSITIONAL_ONLY]
    for p in parameters:
        if p.kind is not p.POSITIONAL_ONLY:
            lines += [f"    if {p.name} is not {_P}missing:", f"        {_P}args[{p.name!r}] = {p.name}"]
    for s in seeds.values():
        lines += [f"    if {s} is not {_P}missing:", f"        {_P}args[{s!r}] = {s}"]
    before = "".join(f"{n}, " for n in positional)
    lines += [f"    return {_P}slow(({before}), {_P}args)"]
    return "\n".join(lines) + "\n"


def parameter_names(function):
    code = function.__code__
    return code.co_varnames[:code.co_argcount + code.co_kwonlyargcount]


def by_position(function):
    """The same function with all parameters taken by position, without defaults: Python calls it faster."""
    code = function.__code__
    code = code.replace(co_argcount=code.co_argcount + code.co_kwonlyargcount, co_kwonlyargcount=0)
    return types.FunctionType(code, function.__globals__, function.__name__, None, function.__closure__)


def default_of(function, keyword):
    """The default of the seed, which is the last parameter."""
    if keyword in (function.__kwdefaults__ or {}):
        return function.__kwdefaults__[keyword]
    return function.__defaults__[-1]


def _serves(p, dp):
    """Can the seed array be the mirror of an argument that is written into, as it is?"""
    from s2sad.runtime.seeds import _fits
    return type(dp) is np.ndarray and _fits(p, dp) and not np.may_share_memory(p, dp)


def version_seeds(version, wrt):
    """The seed keywords of a generated function: its last keyword-only parameters."""
    names = parameter_names(version.function)
    return dict(zip(wrt, names[len(names) - len(wrt):]))
