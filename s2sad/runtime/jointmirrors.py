"""Mirrors of several arguments at once, which share memory exactly as the arguments do."""

from numbers import Number

import numpy as np

from s2sad.runtime.containers import (
    Attribute, children, fill, held_by, holding, is_container, is_holder, is_shared, shell, tuple_like)
from s2sad.runtime.memory import clusters, may_overlap, mirror_dtype, same_layout, shares, twins
from s2sad.runtime.mirrors import zero_array
from s2sad.runtime.numberseeds import NONE, ONES, ZERO, Start, leaf_mirror
from s2sad.runtime.objects import built_on
from s2sad.runtime.paths import Place, type_name
from s2sad.runtime.sharing import arrays_of

_ndarray = np.ndarray


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


def mirror_arrays(values, seeds, names=None, exact=False):
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
    return joint_mirrors(values, seeds, names, exact)


def joint_mirrors(values, seeds, names, exact=False):
    joint = _Joint(exact)
    places = [Place(n) for n in names]
    seeds = [ONES if s is None else s for s in seeds]
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
    """An array somewhere in the arguments: its seed (array, ZERO or ONES) and place."""

    __slots__ = ("value", "seed", "place")

    def __init__(self, value, seed, place):
        self.value, self.seed, self.place = value, seed, place


class _Joint:
    """Arguments and seeds walked together: `scan` checks, `make_arrays` settles
    the arrays' memory, `build` makes the containers."""

    def __init__(self, exact):
        self.exact = exact    # do whole numbers and fractions stay such?
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
        self.seeded = {}      # id of seed container -> id of the container that it is given for
        self.given_twice = set()  # ids of seed containers given for several: what is written to one is not for the others
        self.behind = []      # (mirror, seed) of containers whose seed is not the mirror

    # -- checking

    def scan(self, p, dp, place, slot=None):
        if isinstance(p, _ndarray):
            self.scan_array(p, dp, place)
        elif is_container(p):
            self.containers[id(p)] = p
            if self.seeded.setdefault(id(dp), id(p)) != id(p):
                self.given_twice.add(id(dp))
            if is_shared(p):
                if (id(p), id(dp)) in self.walked:
                    return
                self.walked.add((id(p), id(dp)))
            for step, child, part in _matched(p, dp, place):
                self.scan(child, part, place.at(p, step), _slot(p, step, slot))
        elif is_holder(p):
            for (_, child), part in _matched_held(p, dp, place):
                self.scan(child, part, place)
        else:
            tangent = leaf_mirror(p, dp, place, self.exact)
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
            if dp is not ZERO and dp is not ONES and dp is not None:
                raise TypeError(f"{place.seed} is given, but {place.value}, an array of dtype "
                                f"{p.dtype}, carries no derivative; give None there")
            return
        if p.dtype.names and dp is not ZERO and dp is not None:
            raise TypeError(f"{place.value} is an array with named fields, which takes no seed; pass its fields, as in "
                            f"{place.value}[{p.dtype.names[0]!r}]")
        if not isinstance(dp, Start):
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
        if is_holder(p):
            return holding(p, [self.build(child, part, place) for (_, child), part in _matched_held(p, dp, place)])
        if not is_container(p):
            return self.numbers[slot][1] if slot is not None else leaf_mirror(p, dp, place, self.exact)
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
        if not isinstance(dp, Start):
            self.result.tuples.append((new, dp))
        return new

    def build_frozen(self, p, dp, place, slot):
        """The mirror of an instance of a frozen dataclass."""
        return fill(shell(p), *self.build_children(p, dp, place, slot))

    def build_shared(self, p, dp, place):
        """The one mirror of a list, dict or dataclass instance: the seed, if it can be."""
        self.built[id(p)] = new = shell(p)
        steps, parts = self.build_children(p, dp, place, None)
        if not isinstance(dp, Start) and self.can_serve(p, dp, parts):
            self.built[id(p)] = dp
            return dp
        return self.noted(fill(new, steps, parts), dp)

    def noted(self, mirror, dp):
        """The mirror, noting that it is to be written back to the seed dp."""
        if mirror is not dp and not isinstance(dp, Start) and id(dp) not in self.containers:
            self.behind.append((mirror, dp))
        return mirror

    def can_serve(self, p, dp, parts):
        """Whether the caller's own container dp can be the mirror of p."""
        if (type(dp) is not type(p) or id(dp) in self.given_twice or id(dp) in self.containers
                or id(p) in self.entered):
            return False
        inside = children(dp)
        if [s for s, _ in inside] != [s for s, _ in children(p)]:
            return False
        return all(a is b for a, (_, b) in zip(parts, inside))


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
    if isinstance(dp, Start):
        return [(step, child, dp) for step, child in inside]
    if not _same_container(p, dp):
        raise TypeError(f"{place.seed} must be a {type_name(p)}, as {place.value} is, "
                        f"not {type_name(dp)}")
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


def _matched_held(p, dp, place):
    """[((step, child of p), its part of the seed dp)] for a function that holds what it is called with."""
    inside = held_by(p)
    if isinstance(dp, Start) or dp is None:
        return [(entry, ZERO if dp is None else dp) for entry in inside]
    given = held_by(dp) if type(dp) is type(p) else ()
    if [step for step, _ in given] != [step for step, _ in inside]:
        raise TypeError(f"{place.seed} must be the like of {place.value}, or None, not {type_name(dp)}")
    return [(entry, part) for entry, (_, part) in zip(inside, given)]


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
                        f"not {type_name(dp)}{hint}")
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
    """The dtype of the mirrors of integer arrays: float, or longer if their seeds are; else the value's."""
    if values[0].dtype.kind in "fcO":
        return values[0].dtype
    given = [leaf.seed.dtype for leaf in leaves
             if isinstance(leaf.seed, _ndarray) and leaf.seed.dtype.kind == "f"]
    return np.result_type(float, *given)


def _blank(values, leaves):
    """Zero mirrors of the values of one cluster."""
    integer = [v for v in values if v.dtype.kind in "iub"]
    dtype = _target_dtype(integer, leaves) if integer else np.dtype(float)
    return [zero_array(values[0], dtype)] if len(values) == 1 else twins(values, dtype)


def _put(mirror, source):
    np.copyto(mirror, 1 if source is ONES else source,
              "unsafe" if mirror.dtype.kind == "O" else "same_kind")


def _array_agrees(mirror, source):
    """Whether the mirror holds the seed, up to rounding it to the mirror's dtype."""
    if source is ONES:
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
    cannot hold the tangent, and for one that cannot take on the shape that the
    function has given its argument.
    """
    changed = [(m, s, place) for m, s, place in mirrors.arrays if m.shape != s.shape or not _array_agrees(m, s)]
    for m, s, place in changed:
        if s.dtype.kind in "iub":
            raise TypeError(f"{place.seed} has dtype {s.dtype}, which cannot hold the tangent "
                            f"of {place.value}, which the function writes into; "
                            "give an array of floats")
        if s.shape != m.shape:
            _reshape(s, m.shape, place)
        np.copyto(s, m, "same_kind")
    own = {id(m): s for m, s, _ in mirrors.arrays}
    own.update((id(m), s) for m, s, _ in mirrors.containers)
    own.update((id(m), s) for m, s in mirrors.tuples)
    for m, s, start in mirrors.containers:
        now = _contents(m)
        if len(now) != len(start) or any(a is not b for a, b in zip(now, start)):
            _refill(s, [step for step, _ in children(m)], [own.get(id(x), x) for x in now])


def _reshape(seed, shape, place):
    """Give a seed the shape that the function has assigned to its argument."""
    try:
        seed.shape = shape
    except AttributeError:
        raise TypeError(f"{place.seed} lies in memory so that it cannot have the shape {shape}, which the function "
                        f"gives {place.value}; give one that lies as {place.value} does") from None


def _refill(container, steps, parts):
    if isinstance(container, (list, dict)) and built_on(type(container)) is None:
        container.clear()
    else:
        for name, _ in children(container):
            if name not in steps and (built_on(type(container)) is None or type(name) is Attribute):
                object.__delattr__(container, str(name))
    fill(container, steps, parts)
