"""The callable that `differentiate` returns.

It is called as the user's function is.  For each combination of argument kinds
one version of the derivative is generated; a small generated `__call__` sends
the common case straight to it, after a look at the argument types and at the
globals and closure cells that the version rests on.
"""

import copy
import functools
import operator
import types
from fractions import Fraction

import numpy as np

from s2sad.analysis.values import kind_of, kinds_of_arguments, shadows
from s2sad.backend.cached import generate_cached
from s2sad.backend.dispatch import install, public_function, reset, version_seeds
from s2sad.backend.guards import holds
from s2sad.backend.templates import MADE_ANEW, Templates
from s2sad.backend.turns import MOST
from s2sad.callables import made_of, target_of
from s2sad.errors import DifferentiationError
from s2sad.facts.kindkeys import copy_kind, kinds_key
from s2sad.facts.kinds import Kind, tuple_of
from s2sad.facts.known import with_value
from s2sad.facts.reached import all_active, regions
from s2sad.facts.regions import Region
from s2sad.firstversion import complete_kinds, first_version
from s2sad.frontend.derived import derivative_of
from s2sad.frontend.names import MISSING, Place, kept_default
from s2sad.frontend.ownsignature import own_signature
from s2sad.frontend.wrappers import with_rule, with_signature
from s2sad.rules.user import depend
from s2sad.runtime.containers import is_container
from s2sad.runtime.jointmirrors import mirror_arrays, write_back
from s2sad.runtime.keys import Parts, is_made_anew, kind_key
from s2sad.runtime.numberseeds import NONE, ZERO, ones_of
from s2sad.runtime.seeds import EXACT, ready, seed
from s2sad.runtime.sharing import mutable_parts, sharers
from s2sad.signatures import parameters_named, public_signature, seeds_of, spelled_in


class Version:
    """The derivative for one combination of argument kinds."""

    def __init__(self, generated, wrt, key, request):
        self.request = request  # what it was generated for: arguments of `pipeline.generate`; None if from a template
        self.generated = generated
        self.guards = generated.guards
        self.written = generated.written
        self.exact = generated.exact
        self.wrt = wrt
        self.key = key
        self.values = {}  # the arguments of which the value counts
        self.calls = 0  # that did not go the fast way
        self.turn = None  # what calls go straight to (see `backend.turns`); False if there is no fast way

    @property
    def source(self):
        return self.generated.source

    @functools.cached_property
    def linked(self):
        """All functions and the cells in which they find each other; compiled when first asked for."""
        from s2sad.pipeline import linked
        return linked(self.generated)

    @property
    def function(self):
        """The function to call."""
        return self.linked[0][0]

    def again(self):
        """The same for calls that give other parameters: a default in place of an argument, say."""
        other = copy.copy(self)
        other.calls, other.turn = 0, None
        return other


class Repeated:
    """The version that was put together last, for these very functions."""

    def __init__(self, key, version, objects):
        self.key = key
        self.version = version
        self.objects = objects
        self.count = 0

    def serves(self, key, parts):
        """Is this the version for these parts?"""
        return self.key == key and len(self.objects) == len(parts.objects) \
            and all(map(operator.is_, self.objects, parts.objects)) and holds(self.version.guards)


_OFTEN = 8  # for a function that is passed more often in a row the public function's code is made anew
_MOST_FOR_CALLERS = 64
_MOST_BY_VALUE = 256


class Derivative:
    """What is behind the function that `differentiate` returns, its `__s2sad_derivative__`.

    That function is a plain one, so that calling it costs no more than looking
    at the arguments: its code is replaced by a dispatcher for the kinds that it
    is called with (see `backend.dispatch`).
    """

    def __init__(self, f, wrt):
        self.public = None
        self._given = f, wrt
        self._versions = {}
        self._by_value = set()  # kinds for which there is no derivative that serves all texts, flags and ints
        self._templates = Templates()
        self._last = {}  # the `Repeated` of the last calls where functions made anew matter, by kinds
        self._for_callers = {}  # versions for other programs that call this derivative, by kinds
        self._fast = None  # what the public function is for
        self.turns = []  # what its calls go straight to, that of the last call first
        self._asked = None  # the version that was asked for last
        self._shown = None
        self._first = None  # the version that the body's suggestion gave
        self._outdated = False  # has a rule changed since that version was made?
        self.__name__ = getattr(f, "__name__", type(f).__name__)
        self._read()

    def _read(self):
        """Take over how the callable is called: by what function, with which parameters and defaults."""
        f, wrt = self._given
        self._made_of = made_of(f)
        self._target = target = target_of(f, wrt)
        self._signature = signature = own_signature(target.function)
        self._wrt = parameters_named(wrt, signature, len(target.args), f)
        self._unbound = None  # see `unbound`
        self._free = None  # see `free`
        self._position = {n: i for i, n in enumerate(signature.parameters)}
        self.seeds = seeds_of(target.function, signature, self._wrt)

    def renew(self):
        """Take over what the callable has become, if it was given other code or defaults, or another `__call__`."""
        for below in {derivative_of(self._target.function), derivative_of(self._given[0])} - {None}:
            below.renew()
        now = made_of(self._given[0])
        if len(now) != len(self._made_of) or not all(map(operator.is_, now, self._made_of)):
            self._read()
            self.forget()
            self.describe()

    def describe(self):
        """Let the public function show how it is called."""
        target = self._target
        self.public.__signature__ = public_signature(self._signature, len(target.args), target.kwargs, self.seeds)
        self.public.seeds = self.seeds

    def forget(self):
        """Make all versions anew when they are asked for: a rule has changed."""
        self._versions.clear()
        self._by_value.clear()
        self._templates = Templates()
        self._last.clear()
        self._for_callers.clear()
        self._fast = self._asked = self._first = None
        self._outdated = True
        reset(self, self.public)

    def show(self, version):
        """Let `source` be that of this version."""
        self._shown = version
        self._outdated = False
        if self.public is not None:
            self.public.source = version.source if version is not None else UNKNOWN

    # -- calls that the fast path does not take

    def _call(self, args, kwargs):
        self.renew()
        arguments, seeds = self._bind(args, kwargs)
        convert_seeds_below(self._target.function, arguments, self._wrt)
        try:
            version = self._version(arguments)
        except RecursionError:
            raise DifferentiationError(f"An argument of {self.__name__} is nested too deeply to be looked through.",
                                       "Raise sys.setrecursionlimit, or keep the items in a list.") from None
        for name in self._wrt:
            if name in seeds:
                if seeds[name] is None:
                    self._refuse_none(name, arguments.get(name, MISSING))
                seeds[name] = number_seed(name, arguments.get(name, MISSING), seeds[name], version.exact)
        self.show(version)
        if version.written:
            return self._call_that_writes(version, arguments, seeds)
        keywords = version_seeds(version, self._wrt)
        return self._run(version, arguments, {keywords[n]: d for n, d in seeds.items()})

    def _bind(self, args, kwargs):
        """The arguments by parameter, and the seeds that were given."""
        own = {n: kwargs.pop(s) for n, s in self.seeds.items() if s in kwargs}
        arguments = self._arguments(args, kwargs)
        if len(self._wrt) > 1:
            missing = [s for n, s in self.seeds.items() if n not in own]
            if missing:
                raise TypeError(f"{self.__name__}() needs the seed{'s' * (len(missing) > 1)} "
                                f"{', '.join(missing)}: with several parameters in wrt each has one")
        return arguments, {n: d for n, d in own.items() if d is not None or len(self._wrt) > 1}

    def _refuse_none(self, name, value):
        """With several seeds None does not stand for ones: TypeError where the argument has numbers."""
        if value is not MISSING and (is_container(value) or isinstance(value, np.ndarray) and value.dtype.kind in "biufcO"
                                     or ones_of(value) is not None):
            raise TypeError(f"seed {self.seeds[name]} is None, but {name} carries a derivative: with several parameters "
                            f"in wrt give each its seed, zeros for one that is held constant")

    def _arguments(self, args, kwargs):
        """The arguments by parameter."""
        target = self._target
        try:
            bound = self._signature.bind(*target.args, *args, **{**target.kwargs, **kwargs})
        except TypeError as problem:
            raise TypeError(f"{self.__name__}() {problem}") from None
        for n in self._wrt:
            parameter = self._signature.parameters[n]
            if n not in bound.arguments and parameter.default is not parameter.empty:
                bound.arguments[n] = parameter.default
        return bound.arguments

    def _run(self, version, arguments, named):
        positional, keywords = [], {}
        spelled = self._spelled(version.function)
        for parameter in self._signature.parameters.values():
            if parameter.name not in arguments:
                continue
            value = arguments[parameter.name]
            if parameter.kind is parameter.VAR_POSITIONAL:
                positional += value
            elif parameter.kind is parameter.VAR_KEYWORD:
                keywords.update(value)
            elif parameter.kind is parameter.KEYWORD_ONLY or len(positional) < self._position[parameter.name]:
                keywords[spelled[parameter.name]] = value
            else:
                positional.append(value)
        return version.function(*positional, **keywords, **named)

    def _version(self, arguments, wrt=None, shared=False):
        """The version for these arguments, generated at need."""
        self._asked = self._find_version(arguments, wrt, shared)
        return self._asked

    def _find_version(self, arguments, wrt, shared):
        wrt = self._wrt if wrt is None else wrt
        parameters = kinds_of_arguments(arguments, wrt) if shared else None
        parts, own = self._own_parts()
        always = len(parts.objects)  # what does not depend on the arguments
        key = (own, wrt, kinds_key(parameters, keeping=parts.held)) if shared else \
            (own, wrt, tuple((n, kind_key(v, parts), shadows(v) if type(v) not in _BUILT_IN else ())
                             for n, v in arguments.items()))
        values = plain_values(arguments, wrt) if key in self._by_value else {}
        if values:
            key = key, tuple(values.items())
        if parts.objects or own is not None:
            return self._version_of_parts(arguments, wrt, shared, parameters, key, parts, always)
        version = self._versions.get(key)
        if version is not None and holds(version.guards):
            if not shared and wrt == self._wrt:
                self._use(version, arguments)
            return version
        inner, parameters = self._kinds(arguments, wrt, parameters)
        below = derivative_of(self._target.function)
        if below is not None and below._asked.values and not values:
            self._by_value.add(key)  # as in the derivative that is differentiated
            return self._find_version(arguments, wrt, shared)
        parameters |= {n: with_value(parameters[n], value) for n, value in values.items() if n in parameters}
        try:
            version = self._shown_for(inner, parameters, wrt, shared) or self._generate(inner, parameters, wrt, key)
        except DifferentiationError:
            if values or shared or not plain_values(arguments, wrt):
                raise
            self._by_value.add(key)  # a version for these very values may do
            return self._find_version(arguments, wrt, shared)
        if values:
            version.values = values
            if len(self._versions) > _MOST_BY_VALUE:
                self._versions.clear()
        self._versions[key] = version
        if not shared and wrt == self._wrt:
            self._use(version, arguments)
        return version

    def _own_parts(self):
        """The parts of what is differentiated, and its key, if it is something made anew: an inner function, a method."""
        parts, target = Parts(), self._target
        if not (is_made_anew(target.function) or target.args or target.kwargs):
            return parts, None
        held = [kind_key(v, parts) for v in (*target.args, *target.kwargs.values())]
        return parts, (parts.held(target.function), tuple(held), tuple(target.kwargs))

    def _version_of_parts(self, arguments, wrt, shared, parameters, key, parts, always):
        """The version where functions made anew are among the arguments, or are what is differentiated.

        What is kept is a template of it.
        """
        repeated = self._last.get(key)
        if repeated is None or not repeated.serves(key, parts):
            templates = self._templates if key[0] is None else MADE_ANEW
            version = templates.version(key, parts)
            if version is None:
                inner, parameters = self._kinds(arguments, wrt, parameters)
                version = self._shown_for(inner, parameters, wrt, shared) or self._generate(inner, parameters, wrt, key)
                templates.add(key, version, parts)
            repeated = Repeated(key, version, parts.objects)
            if len(self._last) >= MOST or always != len(parts.objects):
                self._last.clear()
            self._last[key] = repeated
        repeated.count += 1
        version = repeated.version
        worth_it = always == len(parts.objects) or repeated.count > _OFTEN
        if worth_it and not shared and wrt == self._wrt:
            self._use(version, arguments)
        return version

    def _kinds(self, arguments, wrt, known=None):
        """The Python function that is differentiated, for these arguments, and the kinds of its parameters.

        known: the kinds of the arguments, if they are known already.
        """
        inner = self._function_for(arguments)
        parameters = known or {n: kind_of(v, active=n in wrt) for n, v in arguments.items()}
        return inner, self._complete(inner, parameters)

    def _generate(self, inner, parameters, wrt, key, **limits):
        spelled, table = self._spelled(inner), {}
        asked = {n: copy_kind(k, table) for n, k in parameters.items()}  # the analysis marks what it is given
        own = tuple(spelled[n] for n in wrt)
        defaults = guarded_defaults(inner, parameters)
        generated = generate_cached(inner, parameters, own, **limits)
        generated.guards |= defaults
        below = derivative_of(self._target.function)
        before = below.current_guards() if below is not None else {
            kept_default(f, n): ("is", d) for f in self._made_of if type(f) is types.FunctionType
            for n, d in (f.__kwdefaults__ or {}).items()}
        generated.guards = {**before, **generated.guards}
        return Version(generated, wrt, key, (inner, asked, own))

    def _shown_for(self, inner, parameters, wrt, shared):
        """The version made before the first call, if it happens to be for these kinds."""
        shown = self._first
        if shared or wrt != self._wrt or shown is None or shown.request[0] is not inner \
                or shown.key != kinds_key(parameters) or not holds(shown.guards):
            return None
        return shown.again() if shown.calls else shown

    def _use(self, version, arguments):
        """Let calls with arguments of these kinds go straight to this version, if there is more than one."""
        if any(turn.version is version for turn in self.turns):
            return
        self._fast = version
        self.show(version)
        version.calls += 1
        if version.calls > (1 if version.request is not None else _OFTEN):
            install(self, version, arguments)

    def _function_for(self, arguments):
        """The Python function that is differentiated, for these arguments."""
        below = derivative_of(self._target.function)
        return with_rule(self._target.function) if below is None else below._version(dict(arguments)).function

    def _complete(self, function, parameters):
        """Kinds for all parameters, as the inner function spells and orders them."""
        spelled = self._spelled(function)
        return complete_kinds(function, {spelled.get(n, n): k for n, k in parameters.items()})

    def _spelled(self, function):
        """Our parameters as the function spells them; see `spelled_in`."""
        if derivative_of(self._target.function) is None:
            return {n: n for n in self._signature.parameters}
        return spelled_in(self._signature, function)

    def unbound(self):
        """The derivative that takes what this one holds, the object of a method, as arguments, too."""
        if self._unbound is None:
            self._unbound = make_derivative(self._target.function, self._wrt)
        return self._unbound

    def free(self):
        """The `Derivative` that does the same and holds no arguments; None if its seeds have other names."""
        if not self._target.args and not self._target.kwargs:
            return self
        if self._free is None:
            self._free = make_derivative(with_signature(self.public.primal), self._wrt)
        return derivative_of(self._free) if self._free.seeds == self.seeds else None

    def seeds_differentiated_by(self):
        """The seeds of the derivatives below that this one, or one between, is differentiated by."""
        found, by, below = [], set(self._wrt), self
        while (below := derivative_of(below._target.function)) is not None:
            found += [s for s in below.seeds.values() if s in by]
            by |= set(below._wrt)
        return found

    def current_guards(self):
        """What the version that was asked for last rests on."""
        return (self._asked or self._shown).guards

    def writes(self):
        """Does the version that was asked for last write into its arguments?"""
        return bool(self._asked.written)

    def kinds_passed(self, kinds, named):
        """The kinds that a call passes, by parameter: what is left over is in those of `*args` and `**kwargs`."""
        parameters = self._signature.parameters.values()
        names = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
        own = {p.name for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)}
        passed = {**dict(zip(names, kinds)), **{n: k for n, k in named.items() if n in own}}
        for p in parameters:
            if p.kind is p.VAR_POSITIONAL:
                passed[p.name] = tuple_of(kinds[len(names):])
            elif p.kind is p.VAR_KEYWORD:
                rest = {n: k for n, k in named.items() if n not in own and n not in self.seeds.values()}
                passed[p.name] = Kind("dict", region=Region("param"), elements=rest)
        return passed

    def function_for_kinds(self, kinds, named):
        """The generated function for argument kinds, for code that calls a derivative."""
        table = {}  # the caller's own memory is not to be marked
        parameters = {n: copy_kind(k, table) for n, k in self.kinds_passed(kinds, named).items()}
        parameters = {n: all_active(k) if n in self._wrt else k for n, k in parameters.items()}
        inner = self._target.function
        below = derivative_of(inner)
        inner = with_rule(inner) if below is None else below.function_for_kinds(
            kinds, {n: k for n, k in named.items() if n not in self.seeds.values()})
        if inner is None:
            return None
        parameters = self._complete(inner, parameters)
        key = kinds_key(parameters)
        version = self._for_callers.get(key)
        if len(self._for_callers) > _MOST_FOR_CALLERS:
            self._for_callers.clear()
        if version is None or not holds(version.guards):
            version = self._for_callers[key] = self._generate(inner, parameters, self._wrt, None)
        self._asked = version
        return version.function

    def _call_that_writes(self, version, arguments, seeds):
        """A call that writes into its arguments: mirrors alias as the arguments do."""
        holders = {n: v for n, v in arguments.items() if isinstance(v, np.ndarray) or is_container(v)}
        check_globals(holders, version.guards)
        wrt = self._wrt
        overlapping = sharers(holders)
        shared = bool(overlapping)
        if shared and derivative_of(self._target.function) is not None:
            # What is differentiated took each for an object of its own.
            names = ", ".join(n for n in holders if n in overlapping)
            raise DifferentiationError(f"{self.__name__} writes into memory that its arguments hold more than once "
                                       f"({names}), and is a derivative already.", "Pass copies, or differentiate once.")
        if shared:
            wrt = tuple(n for n in self._signature.parameters if n in self._wrt or n in overlapping)
            version = self._version(arguments, wrt, shared=True)
        given = [seeds.get(n) if n in self._wrt else ZERO for n in wrt]
        if any(d is None for n, d in zip(wrt, given) if n in self._wrt) and len(self._wrt) > 1:
            raise TypeError("every seed must be given")
        names = [(n, self.seeds.get(n, "d" + n)) for n in wrt]
        # A seed that lies in another argument's memory must not be written into.
        others = [n for n in holders if n not in wrt]
        mirrors = mirror_arrays([arguments[n] for n in (*wrt, *others)], given + [NONE] * len(others),
                                names + [(n, "d" + n) for n in others], version.exact)
        keywords = version_seeds(version, wrt)
        named = {keywords[n]: m for n, m in zip(wrt, mirrors)}
        made = {id(m) for m in mirrors if m is not None} - ready
        ready.update(made)
        try:
            result = self._run(version, arguments, named)
        except BaseException:
            try:
                write_back(mirrors)
            except TypeError:
                pass  # the user's own exception counts
            raise
        finally:
            ready.difference_update(made)
        write_back(mirrors)
        return result


_BUILT_IN = {bool, int, float, complex, str, np.ndarray, list, tuple, dict, type(None), types.FunctionType}


def plain_values(arguments, wrt):
    """The texts, flags and ints among the arguments that are not differentiated."""
    return {n: v for n, v in arguments.items() if type(v) in (str, bool, int) and n not in wrt}


def guarded_defaults(function, parameters):
    """Guards of what mutable defaults hold, of which the kinds are among those of the parameters."""
    places = [Place("default", function, n) for n, kind in parameters.items()
              if any(r.origin == "outer" for r in regions(kind, captured=False))]
    return {place: ("kind", kind_key(place.read())) for place in places if place.read() is not MISSING}


def check_globals(holders, guards):
    """Refuse arguments that the function also reaches as objects of its module, and writes into."""
    outer = {}
    for place, (how, _) in guards.items():
        if how in ("kind", "type"):
            value = place.read()
            if isinstance(value, np.ndarray) or is_container(value):
                outer.update((id(part), (part, place)) for part in mutable_parts(value))
    if not outer:
        return
    arrays = [(part, place) for part, place in outer.values() if isinstance(part, np.ndarray)]
    for n, v in holders.items():
        for part in mutable_parts(v):
            place = outer[id(part)][1] if id(part) in outer else next(
                (p for a, p in arrays if isinstance(part, np.ndarray) and np.may_share_memory(a, part)), None)
            if place is not None:
                raise DifferentiationError(f"The argument {n} is written into, and is also what the function reads "
                                           f"as `{place.name}`, from outside.", "Pass a copy of it.")


_NUMBERS = (int, float, np.floating, np.integer)


def number_seed(name, value, given, exact):
    """A number's seed, checked, in the number's own precision; other seeds are looked at where they are made ready."""
    if given is None or not isinstance(value, (int, float, complex, Fraction)) or isinstance(value, np.generic):
        return given
    return seed(value, given, name, exact)


def convert_seeds_below(function, arguments, wrt):
    """Where a derivative is differentiated, its own seeds are arguments: they become what it would have made of them.

    One that is None, ones, becomes ones where it is differentiated by, and where it is a number.
    """
    chain, by = [], [set(wrt)]  # by: what is differentiated by above each
    while (below := derivative_of(function)) is not None:
        chain.append(below)
        by.append(by[-1] | set(below._wrt))
        function = below._target.function
    for below, above in zip(chain[::-1], by[-2::-1]):
        for n, keyword in below.seeds.items():
            value, given = arguments.get(n, MISSING), arguments.get(keyword)
            if given is None and value is not MISSING and len(below.seeds) == 1 \
                    and (keyword in above or keyword in arguments and ones_of(value) is not None):
                exact = type(value) in EXACT and below._version(dict(arguments)).exact
                arguments[keyword] = seed(value, None, n, exact)
            elif keyword in arguments:
                exact = type(given) in EXACT and type(value) in EXACT and below._version(dict(arguments)).exact
                arguments[keyword] = number_seed(n, value, given, exact)


UNKNOWN = "# What this derivative looks like depends on the kinds of its arguments: call it once.\n"


def make_derivative(f, wrt):
    """The derivative of a callable, as a function.

    Its attributes: `source`, the generated text of the version that ran last
    or, before the first call, of the kinds that the function's body suggests;
    `primal`, the original; `seeds`, parameter → keyword of its seed.
    """
    state = Derivative(f, wrt)
    version = first_version(state)
    public = public_function(state)
    public.__name__ = state.__name__
    public.__qualname__ = getattr(f, "__qualname__", state.__name__)
    public.__doc__ = getattr(f, "__doc__", None)
    public.__module__ = getattr(f, "__module__", None)
    public.primal = f
    public.__s2sad_derivative__ = state
    state.public = public
    state.describe()
    depend(state)
    state.show(version)
    return public
