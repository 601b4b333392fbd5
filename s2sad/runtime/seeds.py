"""Seeds: the tangents that a caller hands in, checked and made into mirrors.

`seed` serves one argument and is called on each run, so its plain cases come
first. `mirror_arrays` serves all arguments at once where the function writes
into some of them: then mirrors must share memory exactly as the arguments do.
"""

import sys
import types
from decimal import Decimal
from fractions import Fraction
from numbers import Number

import numpy as np

from s2sad.runtime.keys import PLAIN
from s2sad.runtime.mirrors import (
    ZERO_OF,
    Attribute,
    children,
    clusters,
    fill,
    is_container,
    is_shared,
    may_overlap,
    mirror_dtype,
    same_layout,
    shares,
    shell,
    tuple_like,
    twins,
    zero_array,
    zeros,
)
from s2sad.runtime.objects import built_on

_ndarray = np.ndarray


class _Start:
    """A tangent that the caller did not give."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


ZERO = _Start("ZERO")  # the mirror starts at zero
NONE = _Start("NONE")  # no mirror is needed
_ONES = _Start("ONES")  # the seed was left out

# The default seed of a number, by its exact type: 1.0 and 1+0j in the number's
# precision; fractions and decimals have an exact 1.
ONE_OF = {kind: type(zero)(1) for kind, zero in ZERO_OF.items()}
_OWN_SEED = {kind for kind, zero in ZERO_OF.items() if kind is type(zero)} \
    | {int, Fraction, Decimal}  # numbers whose tangent may be of their own type


# Mirrors that `mirror_arrays` made for the call that runs now, by id: they are taken as they are.
_ready = set()


# ------------------------------------------------------------- one argument

def seed(p, dp, name=None):
    """The mirror of the argument p that the seed dp stands for.

    dp None means ones of p's structure. Otherwise dp must have p's structure:
    TypeError for another kind of value, ValueError for another shape, length
    or set of keys; both name the argument and the path inside it. name is the
    argument's name, by default that of the caller's variable.

    A seed array that has p's dtype and layout and can be written to is its own
    mirror; otherwise it is copied, broadcast seeds thereby filled out.

    >>> seed(2.0, None), seed([1.0, (2, "a")], None)
    (1.0, [1.0, (1.0, None)])
    """
    kind = type(p)
    if kind is float:
        if type(dp) is float:
            return dp
        if dp is None:
            return 1.0
        if type(dp) is int and -1 << 53 <= dp <= 1 << 53 or type(dp) is np.float64:
            return float(dp)
    elif kind is _ndarray:
        if type(dp) is _ndarray:
            if (dp.dtype is p.dtype and dp.shape == p.shape and dp.flags.carray
                    and p.dtype.kind in "fc" and p.flags.c_contiguous
                    and (p.base is None and dp.base is None and dp is not p
                         or not np.may_share_memory(p, dp))):
                return dp
        elif dp is None and p.flags.c_contiguous and p.dtype.kind in "fc":
            return np.ones(p.shape, p.dtype)
    elif type(dp) is kind and kind in _OWN_SEED:
        return dp
    elif kind is list or kind is tuple or kind is dict:
        if type(dp) is kind and _serves(p, dp, set()):
            return dp
        if dp is None and kind is list and set(map(type, p)) == {float}:
            return [1.0] * len(p)
    elif dp is None and kind in ONE_OF:
        return ONE_OF[kind]
    if id(dp) in _ready:
        return dp
    if name is not None:
        return _one(p, dp, (name, "d" + name))
    try:
        return _one(p, dp, ("the argument", "its seed"))
    except (TypeError, ValueError):
        pass
    return _one(p, dp, _names_of(sys._getframe(1), p, dp))  # fails again, with names


def _fits(p, dp):
    """Whether the array dp has the dtype and layout of the array p, both plain."""
    return (dp.dtype is p.dtype and dp.shape == p.shape and dp.flags.carray
            and p.flags.c_contiguous and p.dtype.kind in "fc")


def _serves(p, dp, met):
    """Whether the plain container dp, as it is, can be the mirror of p.

    Only where every array owns its memory, and no array, list or dict of the
    two occurs twice; met holds the ids of those seen. The rest is for `_mirror`.
    """
    kind = type(p)
    if kind is float:
        return type(dp) is float
    if type(dp) is not kind:
        return False
    if kind is not tuple and p is not None:
        if id(p) in met or id(dp) in met or p is dp:
            return False
        met.add(id(p))
        met.add(id(dp))
    if kind is _ndarray:
        return p.base is None and dp.base is None and _fits(p, dp)
    if kind is list or kind is tuple:
        if len(p) != len(dp):
            return False
        if set(map(type, p)) == {float} == set(map(type, dp)):
            return True
        return all([_serves(x, dx, met) for x, dx in zip(p, dp)])
    if kind is dict:
        return list(p) == list(dp) and all([_serves(x, dx, met)
                                            for x, dx in zip(p.values(), dp.values())])
    return p is None


def _one(p, dp, names):
    if not is_container(p) and not isinstance(p, _ndarray):
        if dp is None and not isinstance(p, _SILENT) and ones_of(p) is None:
            raise TypeError(f"{names[0]} is of type {_name(p)}, which carries no derivative; "
                            "pass its numbers or arrays as arguments of their own")
        return _leaf_mirror(p, _ONES if dp is None else dp, _Place(names))
    return _mirror([p], [dp], [names])[0]


def _names_of(frame, p, dp):
    """The caller's names for p and its seed, for error messages."""
    variables = frame.f_locals
    for name, value in variables.items():
        if value is p:
            for other, tangent in variables.items():
                if tangent is dp and other.rstrip("_") == "d" + name:
                    return name, other
    return "the argument", "its seed"


class _Place:
    """Where a value is found: the names of argument and seed, and the path inside."""

    __slots__ = ("names", "path")

    def __init__(self, names, path=""):
        self.names, self.path = names, path

    def at(self, container, step):
        if not isinstance(container, (list, tuple, dict)) or type(step) is Attribute:
            return _Place(self.names, f"{self.path}.{step}")
        return _Place(self.names, f"{self.path}[{step!r}]")

    @property
    def value(self):
        return self._text(self.names[0])

    @property
    def seed(self):
        text = self._text(self.names[1])
        return text if text.startswith("its ") else "seed " + text

    def _text(self, name):
        if self.path and " " in name:
            return f"{name} at {self.path}"
        return name + self.path


def _name(v):
    return type(v).__name__


# ------------------------------------------------------------------- numbers

# Values that plainly are no numbers: their tangent is None and need not be asked for.
_SILENT = (str, bytes, bytearray, type(None), type(Ellipsis), slice, range, type, np.dtype,
           types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.MethodType,
           np.ufunc, set, frozenset)

_COMPLEX = (complex, np.complexfloating)


def ones_of(p):
    """The default seed of a number (see ONE_OF); None of anything else."""
    one = ONE_OF.get(type(p))
    if one is None and isinstance(p, Number):  # of a subclass: IntEnum, say
        zero = zeros(p)
        one = None if zero is None else type(zero)(1)
    return one


def _leaf_mirror(p, dp, place):
    """The tangent of a leaf that is no array. TypeError for one that dp cannot be."""
    if dp is ZERO:
        return zeros(p)
    if dp is _ONES:
        return ones_of(p)
    zero = zeros(p)
    if zero is None:
        if dp is None:
            return None
        raise TypeError(f"{place.seed} is given as {_name(dp)}, but {place.value}, "
                        f"of type {_name(p)}, carries no derivative; give None there")
    if isinstance(dp, _ndarray) and dp.ndim == 0:
        dp = dp[()]
    if not isinstance(dp, (Number, np.bool_)) or isinstance(dp, np.timedelta64):
        raise TypeError(f"{place.seed} must be a number, as {place.value} is, not {_name(dp)}")
    if isinstance(dp, _COMPLEX) and not isinstance(zero, _COMPLEX):
        raise TypeError(f"{place.seed} is complex, but {place.value} is real")
    try:
        return _as_tangent(p, zero, dp)
    except OverflowError:
        raise ValueError(f"{place.seed} is too large for {place.value}") from None
    except TypeError:
        raise TypeError(f"{place.seed} is of type {_name(dp)}, which does not combine "
                        f"with {place.value}, of type {_name(p)}") from None


def _as_tangent(p, zero, dp):
    """The number dp in the field of p, whose zero tangent is zero."""
    if isinstance(zero, np.generic) or isinstance(zero, complex):
        kind = type(zero)
    elif isinstance(p, (np.integer, np.bool_)):
        return dp if isinstance(dp, np.floating) else np.float64(dp)
    elif isinstance(p, float):
        kind = float
    elif isinstance(p, Decimal):
        if not isinstance(dp, (int, Decimal, np.integer)):
            raise TypeError
        return dp if isinstance(dp, Decimal) else int(dp)
    else:  # int, bool, Fraction and other exact numbers: an exact seed stays exact
        if isinstance(dp, Decimal):
            raise TypeError
        kind = int if isinstance(dp, (int, np.integer, np.bool_)) else \
            float if isinstance(dp, np.floating) else type(dp)
    return dp if type(dp) is kind else kind(dp)


# -------------------------------------------------------------- many arguments

class Mirrors(list):
    """The mirrors of several arguments, with what `write_back` has to copy.

    arrays: [(mirror, seed, place)]; containers: [(mirror, seed, contents at
    start)]; tuples: [(mirror, seed)].
    """

    def __init__(self, mirrors=()):
        super().__init__(mirrors)
        self.arrays = []
        self.containers = []
        self.tuples = []


def mirror_arrays(values, seeds, names=None):
    """Mirrors of several arguments, aliased among each other as the arguments are.

    values: the arguments; seeds: for each its seed, None for ones, ZERO for a
    tangent that starts at zero, NONE where no mirror is needed (it is None).
    names: for each its name, or a pair (name, name of the seed), for errors.

    Arrays that share memory, within one argument or across several, get mirrors
    that share memory likewise; one list or dict has one mirror. ZERO gives way
    to a seed for the same memory; two seeds that contradict each other there
    are a ValueError naming both. A seed is its own mirror where that is exact.
    Raises as `seed` does for a seed that does not fit its argument.
    """
    if names is None:
        names = [f"argument {n + 1}" for n in range(len(values))]
    names = [(n, "d" + n if " " not in n else f"the seed of {n}") if isinstance(n, str) else n
             for n in names]
    return _mirror(values, seeds, names)


def _mirror(values, seeds, names):
    joint = _Joint()
    places = [_Place(n) for n in names]
    seeds = [_ONES if s is None else s for s in seeds]
    for p, dp, place in zip(values, seeds, places):
        if dp is not NONE:
            joint.scan(p, dp, place)
        else:
            joint.bystanders.extend(arrays_of(p))
    joint.make_arrays()
    joint.result.extend(None if dp is NONE else joint.build(p, dp, place)
                        for p, dp, place in zip(values, seeds, places))
    joint.result.containers = [(m, s, _contents(m)) for m, s in joint.behind]
    return joint.result


class _Leaf:
    """An array somewhere in the arguments: its seed (array, ZERO or _ONES) and place."""

    __slots__ = ("value", "seed", "place")

    def __init__(self, value, seed, place):
        self.value, self.seed, self.place = value, seed, place


class _Joint:
    """Arguments and seeds walked together: `scan` checks, `make_arrays` settles
    the arrays' memory, `build` makes the containers."""

    def __init__(self):
        self.result = Mirrors()
        self.leaves = []      # every array with its seed
        self.bystanders = []  # arrays without a mirror, which seeds must not touch
        self.near = {}        # id of seed array -> who uses the memory around it
        self.mirror_of = {}   # id of array -> its mirror
        self.numbers = {}     # slot in a shared container -> (seed, tangent, place)
        self.walked = set()   # (id of container, id of seed)
        self.containers = {}  # id of container -> it: no seed may be one of these
        self.built = {}       # id of container -> its mirror, a shell at first
        self.entered = set()  # ids of containers met again while being built
        self.taken = set()    # ids of seed containers that serve as mirrors
        self.behind = []      # (mirror, seed) of containers whose seed is not the mirror

    # -- checking

    def scan(self, p, dp, place, slot=None):
        if isinstance(p, _ndarray):
            self.scan_array(p, dp, place)
        elif is_container(p):
            self.containers[id(p)] = p
            if is_shared(p):
                if (id(p), id(dp)) in self.walked:
                    return
                self.walked.add((id(p), id(dp)))
            for step, child, part in _matched(p, dp, place):
                self.scan(child, part, place.at(p, step), _slot(p, step, slot))
        else:
            tangent = _leaf_mirror(p, dp, place)
            if slot is not None:
                self.scan_number(slot, dp, tangent, place)

    def scan_number(self, slot, dp, tangent, place):
        """A number inside a list or dict, which several arguments may hold."""
        known = self.numbers.get(slot)
        if known is None or known[0] is ZERO:
            self.numbers[slot] = dp, tangent, place
        elif dp is not ZERO and not _equal(known[1], tangent):
            raise _conflict(known[2], place)

    def scan_array(self, p, dp, place):
        if mirror_dtype(p) is None:
            if dp is not ZERO and dp is not _ONES and dp is not None:
                raise TypeError(f"{place.seed} is given, but {place.value}, an array of dtype "
                                f"{p.dtype}, carries no derivative; give None there")
            return
        if not isinstance(dp, _Start):
            dp = _checked_array(p, dp, place)
        self.leaves.append(_Leaf(p, dp, place))

    # -- arrays

    def make_arrays(self):
        if not self.leaves:
            return
        self.note_neighbours()
        by_value = {}
        for leaf in self.leaves:
            by_value.setdefault(id(leaf.value), []).append(leaf)
        values = [group[0].value for group in by_value.values()]
        for values_here in clusters(values):
            leaves = [leaf for v in values_here for leaf in by_value[id(v)]]
            self.make_cluster(values_here, leaves)

    def make_cluster(self, values, leaves):
        """Mirrors of arrays whose memory is shared with no other array."""
        own = self.own_mirror(values, leaves)
        if own is not None:
            holder = self.leaf_of(own).value
            made = [own if v is holder else own.view() for v in values]
        else:
            made = _blank(values, leaves)
        for v, m in zip(values, made):
            self.mirror_of[id(v)] = m
        for leaf in leaves:
            if leaf.seed is not ZERO and self.mirror_of[id(leaf.value)] is not leaf.seed:
                self.check_and_note(leaf, own)
        if own is None and (len(leaves) > 1 or may_overlap(values[0])):
            self.check_agreement(leaves)

    def own_mirror(self, values, leaves):
        """The caller's seed array that can be the mirror itself, or None."""
        first = values[0]
        if may_overlap(first) or not all(_same_view(first, v) for v in values[1:]):
            return None
        dtype = _target_dtype(values, leaves)
        for leaf in leaves:
            s = leaf.seed
            if (isinstance(s, _ndarray) and s.dtype == dtype and s.flags.writeable
                    and same_layout(s, first) and self.untouched(s, leaves)):
                return s
        return None

    def note_neighbours(self):
        """Find what lies in the memory near each seed: arguments and other seeds."""
        owners = {}  # id of array -> what uses it: a leaf as its seed, None as an argument
        arrays = {}
        for v in [leaf.value for leaf in self.leaves] + self.bystanders:
            arrays[id(v)] = v
            owners.setdefault(id(v), []).append(None)
        for leaf in self.leaves:
            if isinstance(leaf.seed, _ndarray):
                arrays[id(leaf.seed)] = leaf.seed
                owners.setdefault(id(leaf.seed), []).append(leaf)
        for group in clusters(list(arrays.values())):
            near = [owner for v in group for owner in owners[id(v)]]
            self.near.update((id(v), near) for v in group)

    def untouched(self, s, leaves):
        """Whether no argument and no other argument's seed reaches into the seed s."""
        here = set(map(id, leaves))
        return all(id(owner) in here for owner in self.near[id(s)])

    def check_and_note(self, leaf, own):
        """Put one seed into the mirror, or compare it with the seed that is the mirror."""
        mirror = self.mirror_of[id(leaf.value)]
        if own is None:
            _put(mirror, leaf.seed)
        elif not _array_agrees(mirror, leaf.seed):
            raise _conflict(self.leaf_of(own).place, leaf.place)
        s = leaf.seed
        if isinstance(s, _ndarray) and s.flags.writeable and not may_overlap(s):
            if None not in self.near[id(s)]:  # in an argument's memory, that comes first
                self.result.arrays.append((mirror, s, leaf.place))

    def leaf_of(self, own):
        return next(leaf for leaf in self.leaves if leaf.seed is own)

    def check_agreement(self, leaves):
        """ValueError if, all seeds put into the mirrors, one is not to be read there."""
        seeded = [leaf for leaf in leaves if leaf.seed is not ZERO]
        for leaf in seeded:
            if not _array_agrees(self.mirror_of[id(leaf.value)], leaf.seed):
                raise _conflict(leaf.place, self.rival(leaf, seeded).place)

    def rival(self, leaf, seeded):
        """The array whose seed contradicts the leaf's; the leaf itself, if it does so alone."""
        mirror = self.mirror_of[id(leaf.value)]
        for other in seeded:
            if other is not leaf and shares(other.value, leaf.value):
                _put(mirror, leaf.seed)
                _put(self.mirror_of[id(other.value)], other.seed)
                if not _array_agrees(mirror, leaf.seed):
                    return other
        return leaf

    # -- building

    def build(self, p, dp, place, slot=None):
        if isinstance(p, _ndarray):
            return self.mirror_of.get(id(p))
        if not is_container(p):
            return self.numbers[slot][1] if slot is not None else _leaf_mirror(p, dp, place)
        if isinstance(p, (tuple, float)):
            return self.build_tuple(p, dp, place, slot)
        if not is_shared(p):
            return self.build_frozen(p, dp, place, slot)
        if id(p) in self.built:
            self.entered.add(id(p))
            return self.noted(self.built[id(p)], dp)
        return self.build_shared(p, dp, place)

    def build_children(self, p, dp, place, slot):
        matched = _matched(p, dp, place)
        parts = [self.build(child, part, place.at(p, step), _slot(p, step, slot))
                 for step, child, part in matched]
        return [step for step, _, _ in matched], parts

    def build_tuple(self, p, dp, place, slot):
        _, parts = self.build_children(p, dp, place, slot)
        if type(dp) is type(p) and all(a is b for a, (_, b) in zip(parts, children(dp))):
            return dp
        new = tuple_like(p, parts)
        if not isinstance(dp, _Start):
            self.result.tuples.append((new, dp))
        return new

    def build_frozen(self, p, dp, place, slot):
        """The mirror of an instance of a frozen dataclass."""
        return fill(shell(p), *self.build_children(p, dp, place, slot))

    def build_shared(self, p, dp, place):
        """The one mirror of a list, dict or dataclass instance: the seed, if it can be."""
        self.built[id(p)] = new = shell(p)
        steps, parts = self.build_children(p, dp, place, None)
        if not isinstance(dp, _Start) and self.can_serve(p, dp, parts):
            self.taken.add(id(dp))
            self.built[id(p)] = dp
            return dp
        return self.noted(fill(new, steps, parts), dp)

    def noted(self, mirror, dp):
        """The mirror, noting that it is to be written back to the seed dp."""
        if mirror is not dp and not isinstance(dp, _Start) and id(dp) not in self.containers:
            self.behind.append((mirror, dp))
        return mirror

    def can_serve(self, p, dp, parts):
        """Whether the caller's own container dp can be the mirror of p."""
        if (type(dp) is not type(p) or id(dp) in self.taken or id(dp) in self.containers
                or id(p) in self.entered):
            return False
        inside = children(dp)
        if [s for s, _ in inside] != [s for s, _ in children(p)]:
            return False
        return all(a is b for a, (_, b) in zip(parts, inside))


def arrays_of(p):
    """The arrays in a value, each once."""
    found, stack, met = {}, [p], set()
    while stack:
        v = stack.pop()
        if isinstance(v, _ndarray):
            found[id(v)] = v
        elif is_container(v) and id(v) not in met:
            met.add(id(v))
            stack.extend(child for _, child in children(v))
    return list(found.values())


def mutable_parts(p):
    """The arrays, lists, dicts and objects in a value, each as often as it is held, but entered once."""
    stack, met = [p], set()
    while stack:
        v = stack.pop()
        if isinstance(v, _ndarray):
            yield v
        elif is_container(v):
            if is_shared(v):
                yield v
            if id(v) not in met:
                met.add(id(v))
                if not (type(v) in (list, tuple) and set(map(type, v)) <= PLAIN):
                    stack.extend(child for _, child in children(v))


def sharers(holders):
    """The names of those values that hold memory which another holds too, or hold it twice themselves."""
    owner, arrays, found = {}, [], set()
    for n, v in holders.items():
        for part in mutable_parts(v):
            if id(part) in owner:
                found |= {n, owner[id(part)]}
            owner[id(part)] = n
            if isinstance(part, _ndarray):
                arrays.append(part)
    distinct = list({id(a): a for a in arrays}.values())
    for group in clusters(distinct) if distinct else ():
        if len(group) > 1:
            found |= {owner[id(a)] for i, a in enumerate(group)
                      if any(np.may_share_memory(a, b) for j, b in enumerate(group) if j != i)}
    return found


def _slot(p, step, slot):
    """What identifies a number in a container across arguments: the list or dict
    that holds it and the steps from there; None where nothing mutable does."""
    if is_shared(p):
        return id(p), step
    return None if slot is None else (slot, step)


def _matched(p, dp, place):
    """[(step, child of p, its part of the seed dp)]; raises where they do not match."""
    inside = children(p)
    if isinstance(p, float) and isinstance(dp, Number) and type(dp) is not type(p) and len(inside) == 1:
        return [(*inside[0], dp)]
    if isinstance(dp, _Start):
        return [(step, child, dp) for step, child in inside]
    if not _same_container(p, dp):
        raise TypeError(f"{place.seed} must be a {_name(p)}, as {place.value} is, "
                        f"not {_name(dp)}")
    if isinstance(p, (list, tuple)) and built_on(type(p)) is None:
        if len(p) != len(dp):
            raise ValueError(f"{place.seed} has length {len(dp)}, but {place.value} "
                             f"has length {len(p)}")
        return [(step, child, part) for (step, child), part in zip(inside, dp)]
    parts, wanted = dict(children(dp)), dict(inside)
    for step in wanted:
        if step not in parts:
            raise ValueError(f"{place.seed} lacks {step!r}, which {place.value} has")
    for step in parts:
        if step not in wanted:
            raise ValueError(f"{place.seed} has {step!r}, which {place.value} lacks")
    return [(step, child, parts[step]) for step, child in inside]


def _same_container(p, dp):
    if built_on(type(p)) is not None:
        return type(dp) is type(p)
    if isinstance(p, list):
        return isinstance(dp, list)
    if isinstance(p, dict):
        return isinstance(dp, dict)
    return type(dp) is type(p)


def _checked_array(p, dp, place):
    """The seed dp of the array p as an array of p's shape; raises if it is none."""
    if p.ndim == 0 and isinstance(dp, (Number, np.bool_)):
        dp = np.asarray(dp)
    if not isinstance(dp, _ndarray) or isinstance(dp, np.ma.MaskedArray):
        hint = "; wrap it in np.array(...)" if isinstance(dp, (list, tuple)) else ""
        raise TypeError(f"{place.seed} must be an array, as {place.value} is, "
                        f"not {_name(dp)}{hint}")
    if dp.shape != p.shape:
        raise ValueError(f"{place.seed} has shape {dp.shape}, but {place.value} "
                         f"has shape {p.shape}")
    kind, own = dp.dtype.kind, p.dtype.kind
    if kind not in ("biufcO" if own == "O" else "biufc"):
        raise TypeError(f"{place.seed} has dtype {dp.dtype}, which is no number's, "
                        f"but {place.value} has dtype {p.dtype}")
    if kind == "c" and own not in "cO":
        raise TypeError(f"{place.seed} is complex, but {place.value} is real")
    return dp if type(dp) is _ndarray else np.asarray(dp)


def _same_view(a, b):
    return (a.__array_interface__["data"][0] == b.__array_interface__["data"][0]
            and a.shape == b.shape and a.dtype == b.dtype and same_layout(a, b))


def _target_dtype(values, leaves):
    """The dtype of the mirrors of integer arrays: that of their seeds; else the value's."""
    if values[0].dtype.kind in "fcO":
        return values[0].dtype
    given = [leaf.seed.dtype for leaf in leaves
             if isinstance(leaf.seed, _ndarray) and leaf.seed.dtype.kind == "f"]
    return np.result_type(*given) if given else np.dtype(float)


def _blank(values, leaves):
    """Zero mirrors of the values of one cluster."""
    integer = [v for v in values if v.dtype.kind in "iub"]
    dtype = _target_dtype(integer, leaves) if integer else np.dtype(float)
    return [zero_array(values[0], dtype)] if len(values) == 1 else twins(values, dtype)


def _put(mirror, source):
    np.copyto(mirror, 1 if source is _ONES else source,
              "unsafe" if mirror.dtype.kind == "O" else "same_kind")


def _array_agrees(mirror, source):
    """Whether the mirror holds the seed, up to rounding it to the mirror's dtype."""
    if source is _ONES:
        source = np.ones((), mirror.dtype)
    elif source.dtype != mirror.dtype:
        source = source.astype(mirror.dtype)
    return bool(np.all((mirror == source) | ((mirror != mirror) & (source != source))))


def _equal(a, b):
    return a is b or bool(a == b) or (a != a and b != b)


def _conflict(one, other):
    if one.value == other.value:
        return ValueError(f"{one.seed} gives different tangents to elements of {one.value} "
                          "that share memory")
    return ValueError(f"{one.seed} and {other.seed} contradict each other: {one.value} "
                      f"and {other.value} share memory")


def _contents(container):
    return [child for _, child in children(container)]


def write_back(mirrors):
    """After the call: give the caller's own seeds what their mirrors hold now.

    mirrors: what `mirror_arrays` returned. Seeds that are their own mirrors need
    nothing; others are written to if the function changed the mirror and the
    seed can be written to at all. TypeError for an integer seed array, which
    cannot hold the tangent.
    """
    changed = [(m, s, place) for m, s, place in mirrors.arrays if not _array_agrees(m, s)]
    for m, s, place in changed:
        if s.dtype.kind in "iub":
            raise TypeError(f"{place.seed} has dtype {s.dtype}, which cannot hold the tangent "
                            f"of {place.value}, which the function writes into; "
                            "give an array of floats")
        np.copyto(s, m, "same_kind")
    own = {id(m): s for m, s, _ in mirrors.arrays}
    own.update((id(m), s) for m, s, _ in mirrors.containers)
    own.update((id(m), s) for m, s in mirrors.tuples)
    for m, s, start in mirrors.containers:
        now = _contents(m)
        if len(now) != len(start) or any(a is not b for a, b in zip(now, start)):
            _refill(s, [step for step, _ in children(m)], [own.get(id(x), x) for x in now])


def _refill(container, steps, parts):
    if isinstance(container, (list, dict)) and built_on(type(container)) is None:
        container.clear()
    else:
        for name, _ in children(container):
            if name not in steps and (built_on(type(container)) is None or type(name) is Attribute):
                object.__delattr__(container, str(name))
    fill(container, steps, parts)
