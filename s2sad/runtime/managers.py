"""Context managers of the user's own, entered and left together with their mirrors."""

from s2sad.runtime.exceptions import mirror_of


class managed:
    """`with managed(m, dm, enter, leave) as (t, dt):` for the user's `with m as t:`.

    enter, leave: the derivatives of the manager's `__enter__` and `__exit__`, which take the
    manager's mirror under the name `tangent`; each returns a pair.
    caught: the name under which `leave` takes the mirror of the exception, or, after a star, a
    tuple for all that `__exit__` is given; `level`: the place of that mirror in the exception.
    """

    def __init__(self, manager, mirror, enter, leave, tangent="dself", caught=None, level=1):
        self.manager, self.mirror = manager, {tangent: mirror}
        self.enter, self.leave = enter, leave
        self.caught, self.level = caught, level

    def __enter__(self):
        return self.enter(self.manager, **self.mirror)

    def __exit__(self, kind, exception, traceback):
        mirrors = dict(self.mirror)
        if self.caught is not None:
            mirror = mirror_of(exception, self.level)
            starred = self.caught.startswith("*")
            mirrors[self.caught.lstrip("*")] = (None, mirror, None) if starred else mirror
        return self.leave(self.manager, kind, exception, traceback, **mirrors)[0]
