"""Where in the arguments of a call a value is found, as messages say it."""

from s2sad.runtime.containers import Attribute


class Place:
    """Where a value is found: the names of argument and seed, and the path inside."""

    __slots__ = ("names", "path")

    def __init__(self, names, path=""):
        self.names, self.path = names, path

    def at(self, container, step):
        if not isinstance(container, (list, tuple, dict)) or type(step) is Attribute:
            return Place(self.names, f"{self.path}.{step}")
        return Place(self.names, f"{self.path}[{step!r}]")

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


def type_name(v):
    return type(v).__name__
