"""Context managers of the user's own, entered and left together with their mirrors."""


class managed:
    """`with managed(m, dm, enter, leave) as (t, dt):` for the user's `with m as t:`.

    enter, leave: the derivatives of the manager's `__enter__` and `__exit__`, which take the
    manager's mirror under the name `tangent`; each returns a pair.
    """

    def __init__(self, manager, mirror, enter, leave, tangent="dself"):
        self.manager, self.mirror = manager, {tangent: mirror}
        self.enter, self.leave = enter, leave

    def __enter__(self):
        return self.enter(self.manager, **self.mirror)

    def __exit__(self, *exception):
        return self.leave(self.manager, *exception, **self.mirror)[0]
