"""In which shapes the functions of a set are called, and what that makes of their mirrors.

A shape is how many arguments are passed by position, which by keyword, whether `*xs` of unknown length follows,
and which of them are functions. Called in one shape a function has one mirror. Where one or several functions
are called in more, each has a context, and a mirror, for each shape: the set's mirrors are tuples of functions.
A single function without starred parameters has one mirror all the same, with tangents as keywords.
"""

from s2sad.records import Value

MOST = 24


class Shape(Value):
    """functions: for each argument, whether it is a function: "function", "partial", "method" or None."""

    count: int
    keywords: tuple
    starred: bool
    functions: tuple

    @property
    def slots(self):
        """How many values are passed."""
        return self.count + len(self.keywords) + self.starred


def note(run, node, functions, arguments):
    """The shape of a call; the set is known to be called so from now on."""
    positional, keywords, rest = arguments
    kinds = [run.facts.kind[n] for n in (*positional, *(v for _, v in keywords))]
    shape = Shape(len(positional), tuple(k for k, _ in keywords), rest is not None, tuple(map(what_function, kinds)))
    if shape not in functions.shapes:
        run.program.changed = True
    functions.shapes[shape] = run.program.current_pass
    if len(live(functions, run.program)) > MOST:
        raise run.context.refusal(node, "The functions that may be called here are called in ever new ways.",
                                  "Pass the same number of arguments at each level of a recursion.")
    return shape


def what_function(kind):
    if kind.form in ("function", "partial", "method"):
        return kind.form
    return "function" if kind.form == "const" and callable(kind.value) else None


def live(functions, program):
    """The shapes that are met, in a fixed order; kinds get less certain, so that one may not be met any more."""
    return [s for s, seen in functions.shapes.items() if seen >= program.current_pass - 1]


def by_slots(functions, program):
    """Are the mirrors called with all values by position, in the order of the call, and then the tangents?"""
    shapes = live(functions, program)
    if len(functions.members) > 1:
        return True
    (member,) = functions.members.values()
    signature = member.node.args
    starred = signature.vararg is not None or signature.kwarg is not None
    if len(shapes) > 1:
        return starred or differ(shapes)
    return not starred and not any(s.keywords or s.starred for s in shapes)


def differ(shapes):
    """Is an argument a function in one of these shapes, and none, or one of another sort, in another?"""
    seen = {}
    for shape in shapes:
        for place, function in zip((*range(shape.count), *shape.keywords), shape.functions):
            if seen.setdefault(place, function) is not function:
                return True
    return False


def split(functions, program):
    """Has each function a context for each shape?"""
    return len(live(functions, program)) > 1 and by_slots(functions, program)
