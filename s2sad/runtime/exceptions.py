"""Exceptions that carry active values take their mirrors along, from where they are raised to where they are caught."""

from typing import NamedTuple

from s2sad.runtime.mirrors import zeros


def with_mirror(exception, mirror, level=1):
    """The exception, with its mirror kept in it; None, which a cause may be, as it is.

    level: 1 in a derivative, 2 in a derivative of one, which keeps both.
    """
    if exception is not None:
        vars(exception)[_PLACE.format(level)] = mirror
    return exception


class Returned(NamedTuple):
    """What a generator of pairs returns, where its StopIteration is looked at."""

    value: object
    tangent: object


def mirror_of(exception, level=1):
    """The mirror that an exception carries; a zero one if it was raised without, and of None, None.

    >>> mirror_of(ValueError(2.0)).args
    (0.0,)
    """
    if exception is None:
        return None
    held = vars(exception)
    place = _PLACE.format(level)
    if place not in held:
        if isinstance(exception, StopIteration):
            held[place] = mirror = _mirror_of_stop(exception, level)
            for part in (exception, mirror) if level > 1 else ():
                mirror_of(part, level - 1)  # which the derivative below takes apart
        else:
            held[place] = _zero_mirror(exception)
    return held[place]


def _mirror_of_stop(exception, level):
    """The mirror of what a generator returns, which is taken out of a `Returned` for each derivative that made one."""
    value, count = exception.value, 0
    while type(value) is Returned:
        value, count = value.value, count + 1
    if count < level:
        return _zero_mirror(exception)
    value, tangent = exception.value
    exception.value, exception.args = value, () if value is None else (value,)
    return StopIteration(tangent)


def _zero_mirror(exception):
    mirror = zeros(exception)
    if mirror is None:  # of a class that may do what it likes with its attributes
        mirror = Exception(*map(zeros, exception.args))
        vars(mirror).update((name, zeros(value)) for name, value in vars(exception).items())
    return mirror


_PLACE = "s2sad mirror {}"
