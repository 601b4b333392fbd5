"""The checker: is a derivative right, whoever computed it?

A program is a plain function with test points, declared by `case`:

    @case(2.0)
    @case(np.ones(3), wrt="x")
    def f(x): ...

`check` runs the plain function and its derivative on separate copies of the
arguments and compares everything a user could see, then holds the tangents
against Richardson-extrapolated central differences. It knows the public
interface of s2sad and nothing else.
"""

import collections
import contextlib
import copy
import enum
import fractions
import inspect
import io
import signal
import types
import warnings
import zlib
from dataclasses import dataclass, field

import numpy as np

# ---------------------------------------------------------------- declaration

PROGRAMS = {}  # "module.function" -> list of Case
_UNSET = object()


@dataclass
class Case:
    """One test point of one program. See `case`."""

    fun: object
    args: tuple
    kwargs: dict
    wrt: object = 0
    order: int = 1                    # 4: check the derivative of the derivative of ...
    seeds: object = None              # {param: seed}; default: random, and the default seed
    expected: object = _UNSET         # explicit tangent: no finite differences
    value: object = _UNSET            # explicit value, on top of the plain function's
    exact: bool = False               # expected: equal and of equal type
    steps: tuple = (1e-2, 1e-3, 1e-4)  # of the finite differences
    tol: float = 1e-6
    may_refuse: bool = False
    setup: object = None              # called before every run
    observe: object = None            # called after every run; what it returns is compared
    rebinds: tuple = ()               # after each of these, the same derivative is checked again
    restore: object = None
    name: str = ""

    @property
    def active(self):
        """Where the wrt parameters are in (args, kwargs)."""
        names = list(inspect.signature(self.fun).parameters)
        wrt = self.wrt if isinstance(self.wrt, tuple) else (self.wrt,)
        keys = {}
        for w in wrt:
            name = names[w] if isinstance(w, int) else w
            position = names.index(name)
            keys[name] = name if name in self.kwargs else position
        return keys


def case(*args, kwargs=None, name=None, **options):
    """Declare a test point; returns the function itself, untouched.

    args, kwargs: what the program is called with; copied for every run, with
    all aliasing and memory layout kept. The options are the fields of `Case`.
    """
    def declare(fun):
        module = fun.__module__.rpartition(".")[2]
        key = f"{module}.{name or fun.__name__}"
        cases = PROGRAMS.setdefault(key, [])
        cases.insert(0, Case(fun, args, kwargs or {}, name=key, **options))
        return fun
    return declare


def load():
    """Import every corpus module and return PROGRAMS."""
    import importlib
    import pkgutil
    from tests import programs
    for info in pkgutil.iter_modules(programs.__path__):
        importlib.import_module(f"tests.programs.{info.name}")
    return PROGRAMS


# -------------------------------------------------------------------- copying

def is_number(x):
    return isinstance(x, (int, float, complex, fractions.Fraction, np.number, np.bool_))


def is_namedtuple(x):
    return isinstance(x, tuple) and hasattr(x, "_fields")


def is_object(x):
    """An instance of one of the programs' own classes, to be looked at attribute by attribute."""
    cls = type(x)
    return cls.__module__.startswith("tests.") and not issubclass(cls, (type, enum.Enum, BaseException, tuple, list,
                                                                        dict, float, int, np.ndarray)) \
        and not hasattr(cls, "__del__") and cls.__new__ is object.__new__ or cls is types.SimpleNamespace


SEQUENCES = (list, tuple, collections.deque)
BUILT_IN = (collections.OrderedDict, collections.defaultdict, dict, list, tuple, collections.deque)


def built_in_of(x):
    """The container class of Python's own from which the class of x, one of the programs', is derived; else None."""
    if not type(x).__module__.startswith("tests.") or is_namedtuple(x):
        return None
    return next((base for base in BUILT_IN if isinstance(x, base)), None)


def parts_of(x):
    """What such a container holds, past its own methods: [(how it is written, value)]."""
    base = built_in_of(x)
    items = dict.items(x) if issubclass(base, dict) else enumerate(base.__iter__(x))
    return [(f"[{k!r}]", v) for k, v in items] + [(f".{k}", v) for k, v in attributes_of(x).items()]


def derived(x, child):
    """Another such container that holds child(key, value) for each item and attribute."""
    base = built_in_of(x)
    keys = list(dict.keys(x)) if issubclass(base, dict) else range(base.__len__(x))
    items = [child(k, v) for k, (_, v) in zip(keys, parts_of(x))]
    new = tuple.__new__(type(x), items) if base is tuple else base.__new__(type(x))
    if issubclass(base, dict):
        dict.update(new, zip(keys, items))
    elif base is not tuple:
        base.extend(new, items)
    for k, v in attributes_of(x).items():
        vars(new)[k] = child(k, v)
    return new


def attributes_of(x):
    """What an object holds, by name."""
    found = {}
    for cls in reversed(type(x).__mro__):
        for name, slot in vars(cls).items():
            if isinstance(slot, types.MemberDescriptorType) and name != "__dict__":
                try:
                    found[name] = slot.__get__(x)
                except AttributeError:
                    pass
    return found | getattr(x, "__dict__", {})


def owner_of(a):
    while isinstance(a.base, np.ndarray):
        a = a.base
    return a


def transplant(view, old, new):
    """The view of `new` that `view` is of `old`; new has old's layout."""
    if view is old:
        return new
    flat = new.ravel(order="K")
    scale = new.itemsize / old.itemsize
    offset = view.__array_interface__["data"][0] - old.__array_interface__["data"][0]
    dtype = view.dtype if new.dtype == old.dtype else new.dtype
    return np.ndarray(view.shape, dtype, flat, int(offset * scale),
                      tuple(int(s * scale) for s in view.strides))


def rebuild(x, number, owner, other, path=(), top=(), active=False, memo=None, level=0):
    """Copy a tree of arguments: identity, aliasing and memory layout are kept.

    number(path, x, active, nested), owner(array, active, nested) and other(x)
    give the new leaves. `top` holds the keys of level 1 that are active.
    """
    def child(key, v):
        return rebuild(v, number, owner, other, path + (key,), top,
                       active or (level == 1 and key in top), memo, level + 1)

    memo = {} if memo is None else memo
    nested = level > 2
    if isinstance(x, np.ndarray) and x.dtype != object:
        if ("view", id(x)) in memo:
            return memo["view", id(x)][0]
        old = owner_of(x)
        if x.size == 0:
            old = x
        if ("owner", id(old)) not in memo:
            memo["owner", id(old)] = owner(old, active, nested), old
        new = transplant(x, old, memo["owner", id(old)][0])
        new.flags.writeable = x.flags.writeable
        memo["view", id(x)] = new, x
        return new
    if is_number(x):
        return number(path, x, active, nested)
    if is_object(x):
        if id(x) not in memo:
            new = type(x).__new__(type(x))
            memo[id(x)] = new, x
            for k, v in attributes_of(x).items():
                object.__setattr__(new, k, child(k, v))
        return memo[id(x)][0]
    if built_in_of(x) is not None:
        if id(x) not in memo:
            memo[id(x)] = derived(x, child), x
        return memo[id(x)][0]
    if type(x) in (list, dict, *COLLECTIONS) or isinstance(x, tuple):
        if id(x) in memo:
            return memo[id(x)][0]
        if isinstance(x, (list, collections.deque)):
            new = emptied(x)
            memo[id(x)] = new, x
            new += [child(i, v) for i, v in enumerate(x)]
        elif isinstance(x, dict):
            new = emptied(x)
            memo[id(x)] = new, x
            for k, v in x.items():
                new[k] = child(k, v)
        else:
            items = [child(i, v) for i, v in enumerate(x)]
            new = type(x)._make(items) if is_namedtuple(x) else type(x)(items)
            memo[id(x)] = new, x
        return new
    return other(x)


COLLECTIONS = (collections.deque, collections.OrderedDict, collections.defaultdict, collections.Counter)


def emptied(x):
    """A container like x that holds nothing."""
    new = copy.copy(x)
    new.clear()
    return new


def clone(tree):
    deep = {}
    return rebuild(tree, lambda p, x, a, n: x, lambda o, a, n: o.copy("K"),
                   lambda x: x if inspect.isgenerator(x) else copy.deepcopy(x, deep))


def differentiable(x, nested):
    """Does this leaf of a wrt argument move? Integers only where they are the argument itself."""
    dtype = x.dtype if isinstance(x, (np.ndarray, np.generic)) else np.dtype(
        {bool: "?", int: "i8", complex: "c16"}.get(type(x), "f8"))
    return dtype.kind in "fc" or dtype.kind in "iu" and not nested


class Point:
    """The arguments of a case, with a direction in which to move the active ones."""

    def __init__(self, case, rng=None):
        self.tree = (case.args, case.kwargs)
        self.keys = case.active
        self.top = set(self.keys.values())
        self.rng = rng
        self.numbers, self.owners, self.mask = {}, {}, {}
        self.plain = True      # no integer hides in a container
        self._cover()
        rebuild(self.tree, self._see_number, self._see_owner, lambda x: None, top=self.top)

    def _cover(self):
        """Which elements of each owner do the active arguments reach?"""
        args, kwargs = self.tree
        reached, met = {}, {}

        def visit(x):
            if isinstance(x, np.ndarray) and x.dtype != object and x.size:
                old = owner_of(x)
                mask = reached.setdefault(id(old), (np.zeros_like(old, dtype=bool), old))[0]
                if x is old:
                    mask[...] = True
                else:
                    at = (x.__array_interface__["data"][0]
                          - old.__array_interface__["data"][0]) // old.itemsize
                    flat = mask.ravel(order="K")
                    np.ndarray(x.shape, bool, flat, at,
                               tuple(s // old.itemsize for s in x.strides))[...] = True
            elif built_in_of(x) is not None:
                for _, v in parts_of(x):
                    visit(v)
            elif isinstance(x, SEQUENCES):
                for v in x:
                    visit(v)
            elif isinstance(x, dict):
                for v in x.values():
                    visit(v)
            elif is_object(x) and id(x) not in met:
                met[id(x)] = x
                for v in attributes_of(x).values():
                    visit(v)
        for key in self.top:
            visit(kwargs[key] if isinstance(key, str) else args[key])
        self.mask = reached

    def _draw(self, shape, is_complex):
        if self.rng is None:
            return np.ones(shape)
        def real():
            return self.rng.uniform(0.4, 1.3, shape) * self.rng.choice([-1.0, 1.0], shape)
        return real() + 1j * real() if is_complex else real()

    def _see_number(self, path, x, active, nested):
        if active and differentiable(x, nested):
            d = self._draw((), isinstance(x, (complex, np.complexfloating)))
            if isinstance(x, (np.inexact,)):
                d = x.dtype.type(d)
            else:
                d = d.item() if isinstance(d, np.ndarray) else complex(d) if np.iscomplexobj(d) else float(d)
            self.numbers[path] = d
        elif active:
            self.plain = False
        return x

    def _see_owner(self, old, active, nested):
        if id(old) in self.mask or active:
            if differentiable(old, nested):
                dtype = old.dtype if old.dtype.kind in "fc" else float
                d = np.zeros_like(old, dtype=dtype)
                d[...] = self._draw(old.shape, old.dtype.kind == "c")
                if id(old) in self.mask:
                    d *= self.mask[id(old)][0]
                self.owners[id(old)] = d
            else:
                self.plain = False
        return old

    def seeds(self):
        """{parameter: seed}, aliasing each other as the arguments do."""
        def number(path, x, active, nested):
            return self.numbers.get(path, 0.0)

        def owner(old, active, nested):
            d = self.owners.get(id(old))
            return np.zeros_like(old, dtype=float) if d is None else d.copy("K")
        args, kwargs = rebuild(self.tree, number, owner, lambda x: None, top=self.top)
        for p, k in self.keys.items():      # a seed can always be written to
            for a in arrays_in(kwargs[k] if isinstance(k, str) else args[k]):
                a.flags.writeable = True
        return {p: (kwargs[k] if isinstance(k, str) else args[k]) for p, k in self.keys.items()}

    def moved(self, h):
        """The arguments in double precision, moved by h along the direction."""
        deep = {}

        def number(path, x, active, nested):
            if path in self.numbers:
                d = self.numbers[path]
                if isinstance(x, np.float32):
                    return np.float64(x) + h * np.float64(d)
                if isinstance(x, np.complex64):
                    return np.complex128(x) + h * np.complex128(d)
                return float(x) + h * d if isinstance(x, fractions.Fraction) else x + h * d
            return x

        def owner(old, active, nested):
            wide = {"f": np.float64, "c": np.complex128}.get(old.dtype.kind, old.dtype)
            d = self.owners.get(id(old))
            if d is None:
                return old.astype(wide, order="K")
            if old.dtype.kind in "iu":
                wide = np.float64
            return np.asarray(old.astype(wide, order="K") + h * d.astype(np.result_type(wide, d.dtype)))
        return rebuild(self.tree, number, owner, lambda x: copy.deepcopy(x, deep), top=self.top)


def arrays_in(x, met=None):
    met = {} if met is None else met
    if isinstance(x, np.ndarray):
        yield x
    elif built_in_of(x) is not None:
        for _, v in parts_of(x):
            yield from arrays_in(v, met)
    elif isinstance(x, SEQUENCES):
        for v in x:
            yield from arrays_in(v, met)
    elif isinstance(x, dict):
        for v in x.values():
            yield from arrays_in(v, met)
    elif is_object(x) and id(x) not in met:
        met[id(x)] = x
        for v in attributes_of(x).values():
            yield from arrays_in(v, met)


# -------------------------------------------------------------------- running

class Timeout(BaseException):
    pass


@contextlib.contextmanager
def time_limit(seconds):
    def stop(*_):
        raise Timeout(f"still running after {seconds} s")
    try:
        old = signal.signal(signal.SIGALRM, stop)
    except ValueError:      # not in the main thread
        yield
        return
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, old)


@dataclass
class Run:
    args: tuple
    kwargs: dict
    result: object = None
    error: BaseException = None
    out: str = ""
    seen: object = None


def run(case, fun, args, kwargs, extra=()):
    """Call it and keep all that happened."""
    if case.setup:
        case.setup()
    r = Run(args, kwargs)
    text = io.StringIO()
    with contextlib.redirect_stdout(text), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            r.result = fun(*args, **kwargs, **dict(extra))
        except Exception as e:
            r.error = e
    r.out = text.getvalue()
    if case.observe:
        r.seen = copy.deepcopy(case.observe())
    return r


# ------------------------------------------------------------------ comparing

def same(a, b, where="value", met=()):
    """None, or how b differs from a: to the last bit, and in type."""
    if type(a) is not type(b):
        return f"{where}: {type(b).__name__} {short(b)} where {type(a).__name__} {short(a)} was due"
    if isinstance(a, np.ndarray) and a.dtype != object:
        if a.dtype != b.dtype:
            return f"{where}: dtype {b.dtype}, not {a.dtype}"
        if a.shape != b.shape:
            return f"{where}: shape {b.shape}, not {a.shape}"
        if a.tobytes() == b.tobytes():
            return None
        if a.dtype.kind in "fc" and np.array_equal(a, b, equal_nan=True) and \
                np.array_equal(np.signbit(a.real[~np.isnan(a)]), np.signbit(b.real[~np.isnan(b)])):
            return None
        return f"{where}: {short(b)}, not {short(a)}"
    if built_in_of(a) is not None:
        if [k for k, _ in parts_of(a)] != [k for k, _ in parts_of(b)]:
            return f"{where}: {short(b)}, not {short(a)}"
        return next(filter(None, (same(x, y, where + k, met) for (k, x), (_, y) in zip(parts_of(a), parts_of(b)))), None)
    if isinstance(a, SEQUENCES):
        if len(a) != len(b):
            return f"{where}: length {len(b)}, not {len(a)}"
        return next(filter(None, (same(x, y, f"{where}[{i}]", met)
                                  for i, (x, y) in enumerate(zip(a, b)))), None)
    if isinstance(a, dict):
        if list(a) != list(b):
            return f"{where}: keys {list(b)}, not {list(a)}"
        return next(filter(None, (same(a[k], b[k], f"{where}[{k!r}]", met) for k in a)), None)
    if is_object(a):
        if id(a) in met:
            return None
        mine, theirs = attributes_of(a), attributes_of(b)
        if list(mine) != list(theirs):
            return f"{where}: attributes {list(theirs)}, not {list(mine)}"
        return next(filter(None, (same(mine[k], theirs[k], f"{where}.{k}", (*met, id(a))) for k in mine)), None)
    if isinstance(a, np.random.Generator):
        a, b = str(a.bit_generator.state), str(b.bit_generator.state)
    elif isinstance(a, (float, complex, np.inexact)):
        if a != a and b != b:
            return None
        a, b = repr(a), repr(b)
    elif hasattr(a, "__next__") and not inspect.isgenerator(a):
        return same(list(copy.copy(a)), list(copy.copy(b)), where + " (what is left)")
    elif type(a).__eq__ is object.__eq__:
        return None         # nothing to compare by
    return None if a == b else f"{where}: {short(b)}, not {short(a)}"


def short(x, n=160):
    text = " ".join(repr(x).split())
    return text if len(text) <= n else text[:n - 3] + "..."


def leaves(x, path="", met=()):
    """Numeric leaves of a result, in order."""
    if is_number(x) or isinstance(x, np.ndarray) and x.dtype != object:
        yield path, x
    elif built_in_of(x) is not None:
        for k, v in parts_of(x):
            yield from leaves(v, path + k, met)
    elif isinstance(x, SEQUENCES):
        for i, v in enumerate(x):
            yield from leaves(v, f"{path}[{i}]", met)
    elif isinstance(x, dict):
        for k, v in x.items():
            yield from leaves(v, f"{path}[{k!r}]", met)
    elif is_object(x) and id(x) not in met:
        for k, v in attributes_of(x).items():
            yield from leaves(v, f"{path}.{k}", (*met, id(x)))


def mirrors(v, dv, where, met=()):
    """None, or how dv fails to have the structure of v."""
    def wrong(what):
        return f"{where}: {type(dv).__name__} {short(dv, 60)} as tangent of {type(v).__name__} {short(v, 60)}: {what}"

    if isinstance(v, np.ndarray) and v.dtype != object:
        if not isinstance(dv, np.ndarray):
            return wrong("no array")
        if dv.shape != v.shape:
            return wrong(f"shape {dv.shape}, not {v.shape}")
        if v.dtype.kind in "fc" and dv.dtype != v.dtype:
            return wrong(f"dtype {dv.dtype}, not {v.dtype}")
        if v.dtype.kind in "iub" and dv.dtype.kind not in "fiub":
            return wrong(f"dtype {dv.dtype}")
        return None
    if isinstance(v, (bool, np.bool_)):
        return None if dv is None or is_number(dv) and not dv else wrong("not zero")
    if is_number(v):
        if not is_number(dv):
            return wrong("no number")
        if isinstance(v, (complex, np.complexfloating)) != isinstance(dv, (complex, np.complexfloating)):
            return wrong("real and complex mixed up")
        for kind in (np.float32, np.float16, np.complex64):
            if isinstance(v, kind) != isinstance(dv, kind):
                return wrong("precision")
        return None
    if built_in_of(v) is not None:
        if type(dv) is not type(v) or dv is v or {k for k, _ in parts_of(v)} != {k for k, _ in parts_of(dv)}:
            return wrong("another container")
        theirs = dict(parts_of(dv))
        return next(filter(None, (mirrors(a, theirs[k], where + k, met) for k, a in parts_of(v))), None)
    if isinstance(v, SEQUENCES):
        if type(dv) is not type(v) or len(dv) != len(v):
            return wrong("another container")
        return next(filter(None, (mirrors(a, b, f"{where}[{i}]", met)
                                  for i, (a, b) in enumerate(zip(v, dv)))), None)
    if isinstance(v, dict):
        if type(dv) is not type(v) or list(dv) != list(v):
            return wrong("another container")
        return next(filter(None, (mirrors(v[k], dv[k], f"{where}[{k!r}]", met) for k in v)), None)
    if is_object(v):
        if id(v) in met:
            return None
        if type(dv) is not type(v) or dv is v:
            return wrong("no instance of the same class")
        mine, theirs = attributes_of(v), attributes_of(dv)
        if set(mine) != set(theirs):
            return wrong(f"attributes {list(theirs)}, not {list(mine)}")
        return next(filter(None, (mirrors(mine[k], theirs[k], f"{where}.{k}", (*met, id(v))) for k in mine)), None)
    return None if dv is None else wrong("not None")


# --------------------------------------------------------- finite differences

class NoReference(Exception):
    """The finite differences do not agree with each other."""


def outputs(case, r, point):
    """What is differentiated: the result, and the active arguments as they are left."""
    after = {p: (r.kwargs[k] if isinstance(k, str) else r.args[k]) for p, k in point.keys.items()}
    return {"result": r.result, "after": after}


def reference(case, point, fun):
    """[(path, tangent)] of all outputs along the point's direction."""
    def evaluate(h):
        args, kwargs = point.moved(h)
        r = run(case, fun, args, kwargs)
        if r.error is not None:
            raise r.error
        pairs = list(leaves(outputs(case, r, point)))
        return [p for p, _ in pairs], [np.array(x, dtype=np.result_type(x, float))
                                       if not isinstance(x, fractions.Fraction) else np.array(float(x))
                                       for _, x in pairs]

    paths, middle = evaluate(0.0)

    def difference(h):
        (p, plus), (m, minus) = evaluate(h), evaluate(-h)
        if p != paths or m != paths:
            raise NoReference("the result changes its structure")
        with np.errstate(all="ignore"):
            slopes = [(a - b) / (2 * h) for a, b in zip(plus, minus)]
            for a, b, v, s in zip(plus, minus, middle, slopes):
                if (np.abs(a / 2 + b / 2 - v) > h * (0.1 + np.abs(s) + np.abs(v)) / 2).any():
                    raise NoReference("a jump or a kink is here")
            return slopes

    def extrapolated(h):
        with np.errstate(all="ignore"):
            d1, d2, d3 = difference(h), difference(h / 2), difference(h / 4)
            e1 = [(4 * b - a) / 3 for a, b in zip(d1, d2)]
            e2 = [(4 * b - a) / 3 for a, b in zip(d2, d3)]
            return [(16 * b - a) / 15 for a, b in zip(e1, e2)]

    tried, best, cause = [], None, None
    for h in case.steps:
        try:
            tried.append(extrapolated(h))
        except Exception as e:      # the step leads out of the domain
            cause = e
            tried.append(None)
    for a, b in zip(tried, tried[1:]):
        if a is None or b is None:
            continue
        worst = 0.0
        for x, y, v in zip(a, b, middle):
            with np.errstate(all="ignore"):
                error = np.abs(x - y) / (np.abs(y) + 1e-2 * (1 + largest(v)))
            error = error[np.isfinite(v)] if error.ndim else error if np.isfinite(v) else np.array(0.0)
            if error.size:
                worst = max(worst, np.inf if np.isnan(error).any() else float(error.max()))
        if best is None or worst < best[0]:
            best = worst, b
    if best is None:
        raise NoReference(f"no two steps: {cause!r}")
    if not best[0] < case.tol:
        raise NoReference(f"steps differ by {best[0]:.1e}")
    return list(zip(paths, best[1], middle))


def largest(v):
    v = np.abs(np.asarray(v)[np.isfinite(v)])
    return float(v.max()) if v.size else 0.0


def close(dv, expected, v, tol):
    """Element by element; where the value is not finite nothing is asked."""
    dv = np.asarray(float(dv) if isinstance(dv, fractions.Fraction) else dv)
    low = dv.dtype.itemsize * (1 if dv.dtype.kind != "c" else 0.5)
    if dv.dtype.kind in "fc" and low <= 4:
        tol = max(tol, 2e-4 if low == 4 else 2e-2)
    with np.errstate(all="ignore"):
        ok = np.abs(dv - expected) <= tol * np.abs(expected) + 1e-2 * tol * (1 + largest(v))
    return bool(np.all(ok | ~np.isfinite(v)))


# ------------------------------------------------------------------- checking

@dataclass
class Outcome:
    """kind: ok, declined (refused, and it may be), or what is wrong:
    value, tangent, seed, refused, crashed, reference."""
    kind: str
    message: str = ""
    source: str = ""
    notes: list = field(default_factory=list)


class Wrong(Exception):
    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


def check(case):
    """Build the derivative, run it, compare everything. Never raises."""
    import s2sad
    from s2sad import differentiate
    df, notes = None, []
    try:
        with time_limit(30):
            fun = case.fun
            df = differentiate(fun, wrt=case.wrt)
            _check_all(case, fun, df, notes)
            for rebind in case.rebinds:
                rebind()
                _check_all(case, fun, df, notes)
            for order in range(2, case.order + 1):
                fun, df = df, differentiate(df, wrt=case.wrt)
                _check_all(case, fun, df, notes)
        return Outcome("ok", source=source_of(df), notes=notes)
    except s2sad.DifferentiationError as e:
        return Outcome("declined" if case.may_refuse else "refused", " | ".join(str(e).split("\n")), source_of(df), notes)
    except Wrong as e:
        return Outcome(e.kind, str(e), source_of(df), notes)
    except NoReference as e:
        return Outcome("reference", str(e), source_of(df), notes)
    except (Exception, Timeout) as e:
        import traceback
        last = traceback.extract_tb(e.__traceback__)[-1]
        return Outcome("crashed", f"{type(e).__name__}: {str(e)[:300]} ({last.filename.rpartition('/')[2]}:{last.lineno} in {last.name})",
                       source_of(df), notes)
    finally:
        if case.restore:
            case.restore()


def source_of(df):
    try:
        return df.source
    except Exception:
        return ""


def _rng(case):
    return np.random.default_rng(zlib.crc32(case.name.encode()))


def _check_all(case, fun, df, notes):
    import s2sad
    plain = run(case, fun, *clone((case.args, case.kwargs)))
    random = Point(case, _rng(case))
    directions = [(random, True)]
    if len(random.keys) == 1 and random.plain:
        directions.append((Point(case, None), False))
    if case.seeds is not None or case.expected is not _UNSET:
        directions = [(Point(case, None), case.seeds is not None)]
    if not getattr(df, "seeds", None):
        raise Wrong("crashed", "the derivative has no .seeds")

    for point, explicit in directions:
        args, kwargs = clone((case.args, case.kwargs))
        seeds = (clone(case.seeds) if case.seeds is not None else point.seeds()) if explicit else {}
        r = run(case, df, args, kwargs, {df.seeds[p]: s for p, s in seeds.items()})
        if isinstance(r.error, s2sad.DifferentiationError):
            raise r.error
        if plain.error is not None or r.error is not None:
            a = [type(plain.error).__name__, str(plain.error)]
            b = [type(r.error).__name__, str(r.error)]
            if plain.error is None:
                raise r.error
            if a != b:
                raise Wrong("value", f"raises {': '.join(b)}, not {': '.join(a)}")
            dv = None
        else:
            if type(r.result) is not tuple or len(r.result) != 2:
                raise Wrong("value", f"returns no pair: {short(r.result)}")
            r.result, dv = r.result
        problem = (same(plain.result, r.result)
                   or same(plain.args, r.args, "arguments afterwards")
                   or same(plain.kwargs, r.kwargs, "arguments afterwards")
                   or same(plain.out, r.out, "printed")
                   or same(plain.seen, r.seen, "observed")
                   or sharing(plain, r))
        if problem:
            raise Wrong("value", problem)
        if case.value is not _UNSET and (problem := same(case.value, r.result)):
            raise Wrong("value", "against the case's own value: " + problem)
        if plain.error is not None:
            continue
        if problem := mirrors(plain.result, dv, "tangent"):
            raise Wrong("tangent", problem)
        if case.expected is not _UNSET:
            _check_expected(case, plain, dv)
            continue
        _check_tangent(case, fun, point, plain, dv, seeds if explicit else None, notes)


def sharing(plain, r):
    """A result that is one of the arguments, or a view of one, stays so."""
    def table(x):
        given = list(arrays_in([x.args, x.kwargs]))
        return [[a is g, np.may_share_memory(a, g)] for a in arrays_in(x.result) for g in given]
    if table(plain) != table(r):
        return "the value shares memory with the arguments otherwise than the function's"


def _check_expected(case, plain, dv):
    if case.exact:
        if problem := same(case.expected, dv, "tangent"):
            raise Wrong("tangent", problem)
        return
    for (path, d), (_, e), (_, v) in zip(leaves(dv), leaves(case.expected), leaves(plain.result), strict=True):
        with np.errstate(all="ignore"):
            equal = np.isclose(np.asarray(d, complex), np.asarray(e, complex), rtol=case.tol, atol=1e-12, equal_nan=True)
        if not np.all(equal):
            raise Wrong("tangent", f"tangent{path}: {short(d)}, not {short(e)}")


def _check_tangent(case, fun, point, plain, dv, seeds, notes):
    expected = reference(case, point, fun)
    got = dict(leaves({"result": dv, "after": seeds or {}}))
    if seeds is not None:
        after = {p: (plain.kwargs[k] if isinstance(k, str) else plain.args[k]) for p, k in point.keys.items()}
        if problem := mirrors(after, seeds, "seed afterwards"):
            raise Wrong("seed", problem)
    for path, want, v in expected:
        if path.startswith("['after']") and seeds is None:
            continue
        kind = "seed" if path.startswith("['after']") else "tangent"
        have = got.get(path)
        if have is None:            # a bool's: nothing to see
            continue
        if kind == "seed" and np.ndim(have) == 0 and not isinstance(have, np.ndarray) and path.count("[") == 2:
            continue                # a number given: cannot have been written to
        if np.shape(have) != np.shape(want):
            raise Wrong(kind, f"{path}: shape {np.shape(have)}, not {np.shape(want)}")
        if not close(have, want, v, case.tol):
            raise Wrong(kind, f"{kind}{path}: {short(have)}, not {short(want)}")
    over_sharing(plain, dv, seeds, notes)


def over_sharing(plain, dv, seeds, notes):
    """A note where two tangents share memory and their values do not."""
    values, tangents = list(arrays_in(plain.result)), list(arrays_in(dv))
    if len(values) != len(tangents):
        return
    for i in range(len(values)):
        for j in range(i):
            if np.may_share_memory(tangents[i], tangents[j]) and not np.may_share_memory(values[i], values[j]):
                notes.append("two tangents share memory, their values do not")
    if seeds:
        given, after = list(arrays_in(seeds)), list(arrays_in([plain.args, plain.kwargs]))
        for v, d in zip(values, tangents):
            if any(np.may_share_memory(d, s) for s in given) and not any(np.may_share_memory(v, a) for a in after):
                notes.append("a tangent is the caller's seed, its value is no argument")


def self_check(case):
    """Without any compiler: does the program run, twice alike, and has it a derivative?"""
    try:
        with time_limit(30):
            for rebind in (None, *case.rebinds):
                if rebind:
                    rebind()
                one = run(case, case.fun, *clone((case.args, case.kwargs)))
                two = run(case, case.fun, *clone((case.args, case.kwargs)))
                if type(one.error) is not type(two.error) or str(one.error) != str(two.error):
                    return Outcome("value", "raises differently on the second run")
                problem = (same(one.result, two.result) or same(one.args, two.args)
                           or same(one.out, two.out) or same(one.seen, two.seen))
                if problem:
                    return Outcome("value", "two runs differ: " + problem)
                if case.value is not _UNSET and (problem := same(case.value, one.result)):
                    return Outcome("value", problem)
                if one.error is not None:
                    return Outcome("raises", f"{type(one.error).__name__}: {one.error}")
                if case.expected is _UNSET:
                    for rng in (_rng(case), None):
                        point = Point(case, rng)
                        point.seeds()
                        reference(case, point, case.fun)
                elif problem := mirrors(one.result, case.expected, "expected"):
                    return Outcome("tangent", problem)
        return Outcome("ok")
    except NoReference as e:
        return Outcome("reference", str(e))
    except (Exception, Timeout) as e:
        return Outcome("crashed", f"{type(e).__name__}: {e}")
    finally:
        if case.restore:
            case.restore()
