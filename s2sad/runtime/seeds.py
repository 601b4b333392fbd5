"""Seeds: the tangents that a caller hands in, checked and made into mirrors, one argument at a time.

`seed` is called on each run, so its plain cases come first. `jointmirrors.mirror_arrays` serves all arguments at
once where the function writes into some of them.
"""

import sys
from decimal import Decimal
from fractions import Fraction

import numpy as np

from s2sad.runtime.containers import is_container
from s2sad.runtime.jointmirrors import joint_mirrors
from s2sad.runtime.mirrors import ZERO_OF
from s2sad.runtime.numberseeds import ONES, ONE_OF, SILENT, leaf_mirror, ones_of
from s2sad.runtime.paths import Place, type_name
from s2sad.runtime.trees import Entangled, attributes_of, mirror_of_tree

_ndarray = np.ndarray
# Numbers whose tangent may be of their own type; these only where all else is exact, too.
_OWN_SEED = {kind for kind, zero in ZERO_OF.items() if kind is type(zero)} - {int} | {Decimal}
EXACT = {int, Fraction}
_REAL_ONES = ONE_OF | {Fraction: 1.0}

# Mirrors that `mirror_arrays` made for the call that runs now, by id: they are taken as they are.
ready = set()


def seed(p, dp, name=None, exact=False):
    """The mirror of the argument p that the seed dp stands for.

    dp None means ones of p's structure. Otherwise dp must have p's structure:
    TypeError for another kind of value, ValueError for another shape, length
    or set of keys; both name the argument and the path inside it. name is the
    argument's name, by default that of the caller's variable. exact: whole numbers
    and fractions have tangents of such numbers, where dp has them.

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
    elif type(dp) is kind and (kind in _OWN_SEED or exact and kind in EXACT):
        return dp
    elif kind is list or kind is tuple or kind is dict:
        if type(dp) is kind and _serves(p, dp, set()):
            return dp
    elif dp is None and kind in ONE_OF and (exact or kind is not Fraction):
        return ONE_OF[kind]
    elif type(dp) is kind and id(dp) not in ready and _serves(p, dp, set()):
        return dp
    if id(dp) in ready:
        return dp
    if type(dp) is kind and kind in _PLAIN and not exact:
        try:
            return _rounded(p, dp, set())
        except Entangled:
            pass
    if dp is None and kind is not _ndarray:
        try:
            return mirror_of_tree(p, ONE_OF if exact else _REAL_ONES, _ones)
        except Entangled:
            pass
    if name is not None:
        return _one(p, dp, (name, "d" + name), exact)
    try:
        return _one(p, dp, ("the argument", "its seed"), exact)
    except (TypeError, ValueError):
        pass
    return _one(p, dp, _names_of(sys._getframe(1), p, dp), exact)  # fails again, with names


def fits(p, dp):
    """Whether the array dp has the dtype and layout of the array p, both plain."""
    return (dp.dtype is p.dtype and dp.shape == p.shape and dp.flags.carray
            and p.flags.c_contiguous and p.dtype.kind in "fc")


def _serves(p, dp, met):
    """Whether the plain container or object dp, as it is, can be the mirror of p.

    Only where every array owns its memory, and no array, list, dict or object of the
    two occurs twice; met holds the ids of those seen. The rest is for `_mirror`.
    """
    kind = type(p)
    if kind is float:
        return type(dp) is float
    if kind is int or kind is bool:
        return type(dp) is float
    if kind is str or p is None:
        return dp is None
    if type(dp) is not kind:
        return False
    if kind in _OWN_SEED:
        return True
    if kind is not tuple:
        if id(p) in met or id(dp) in met or p is dp:
            return False
        met.add(id(p))
        met.add(id(dp))
    if kind is _ndarray:
        return p.base is None and dp.base is None and fits(p, dp)
    if kind is list or kind is tuple:
        if len(p) != len(dp):
            return False
        if set(map(type, p)) == {float} == set(map(type, dp)):
            return True
        return all([_serves(x, dx, met) for x, dx in zip(p, dp)])
    if kind is dict:
        return list(p) == list(dp) and all([_serves(x, dx, met)
                                            for x, dx in zip(p.values(), dp.values())])
    try:
        own, given = attributes_of(p), attributes_of(dp)
    except Entangled:
        return False
    return list(own) == list(given) and all([_serves(x, dx, met) for x, dx in zip(own.values(), given.values())])


_PLAIN = (list, tuple, dict)


def _rounded(p, dp, met):
    """The mirror of a simple tree of lists, tuples and dicts of floats and ints, whose seed has ints in places of floats.

    Raises `Entangled` for all else, which `joint_mirrors` looks at.
    """
    kind, given = type(p), type(dp)
    if kind is float or kind is int:
        if given is float or given is int and -1 << 53 <= dp <= 1 << 53:
            return float(dp)
    elif p is None or kind is str:
        if dp is None:
            return None
    elif kind in _PLAIN and given is kind and id(p) not in met and id(dp) not in met and p is not dp and len(p) == len(dp):
        if kind is not tuple:
            met.update((id(p), id(dp)))
        if kind is not dict:
            return kind([_rounded(x, dx, met) for x, dx in zip(p, dp)])
        if list(p) == list(dp):
            return {key: _rounded(x, dp[key], met) for key, x in p.items()}
    raise Entangled


def _ones(p):
    """The seed, which was left out, of an array of real or complex numbers in a container."""
    return np.ones_like(p) if p.flags.c_contiguous else _one(p, None, ("the argument", "its seed"), exact=False)


def _one(p, dp, names, exact):
    if not is_container(p) and not isinstance(p, _ndarray):
        if dp is None and not isinstance(p, SILENT) and ones_of(p) is None:
            raise TypeError(f"{names[0]} is of type {type_name(p)}, which carries no derivative; "
                            "pass its numbers or arrays as arguments of their own")
        return leaf_mirror(p, ONES if dp is None else dp, Place(names), exact)
    return joint_mirrors([p], [dp], [names], exact)[0]


def _names_of(frame, p, dp):
    """The caller's names for p and its seed, for error messages."""
    variables = frame.f_locals
    for name, value in variables.items():
        if value is p:
            for other, tangent in variables.items():
                if tangent is dp and other.rstrip("_") == "d" + name:
                    return name, other
    return "the argument", "its seed"
