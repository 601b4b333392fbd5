"""`explore`: a function beside its derivative, and what the compiler makes of it on the way."""

from s2sad.derivative import Derivative
from s2sad.firstversion import suggested
from s2sad.errors import DifferentiationError
from s2sad.exploring.stages import Stages, stages
from s2sad.frontend.derived import derivative_of


class Exploration:
    """What `explore` found; `stages` holds the texts, `refusal` is the error if there is no derivative.

    guessed: the kinds of the arguments are those that the body suggests; a refusal may be lifted by others.
    """

    def __init__(self, function, wrt, found, given):
        self.function = function
        self.guessed = not given and found.refusal is not None and found.refusal.uncertain
        self.wrt = wrt
        self.stages = found

    @property
    def refusal(self):
        return self.stages.refusal

    def __repr__(self):
        count = len(self.stages.printed)
        found = "refused" if self.refusal is not None else f"{count} function{'s' * (count > 1)}"
        return f"<exploration of {self.function}: {found}>"

    def to_html(self):
        """The page, which needs nothing else."""
        from s2sad.exploring.page import page
        return page(self)

    def _repr_html_(self):
        from s2sad.exploring.page import frame
        return frame(self)


def explore(f, /, *args, wrt=0, **kwargs):
    """See `s2sad.explore`."""
    if isinstance(f, (str, int)) or not callable(f):
        raise TypeError(f"explore() needs a function, not {f!r}")
    name, names = getattr(f, "__name__", type(f).__name__), ()
    try:
        state = derivative_of(f) or Derivative(f, wrt)
        names = state._wrt
        result = found(state, args, kwargs)
    except DifferentiationError as error:  # it has no source, for example
        result = Stages(refusal=error)
    return Exploration(name, names, result, bool(args or kwargs))


def found(state, args, kwargs):
    """The stages for these arguments; without any, of the version that is shown, or that the body suggests."""
    if args or kwargs:
        inner, kinds = state._kinds(state._arguments(args, kwargs), state._wrt)
        return stages(inner, kinds, [state._spelled(inner)[n] for n in state._wrt])
    if state._shown is not None and state._shown.request is not None:
        return stages(*state._shown.request)
    first = None
    inner, own, choices = suggested(state)
    for kinds in choices:
        try:
            result = stages(inner, kinds, own, guessed=True)
        except DifferentiationError as error:
            result = Stages(refusal=error)
        if result.refusal is None:
            return result
        first = first or result
    return first
