"""A derivative that makes its seeds ready, and then does what the one for recursive calls does, calls this.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> tree = gast.parse('''
... def total_dxs(xs, dxs):
...     return (xs[0] + 1, dxs[0]) if len(xs) == 1 else total_dxs(xs[1:], dxs[1:])
... def total_dxs(xs, *, dxs=None):
...     dxs = seed(xs, dxs)
...     return (xs[0] + 1, dxs[0]) if len(xs) == 1 else total_dxs(xs[1:], dxs[1:])
... ''')
>>> helper, entry = tree.body
>>> call_helper(entry, helper)
True
>>> entry.name = "total_dxs_seeded"
>>> print(text_of(entry), end="")
def total_dxs_seeded(xs, *, dxs=None):
    dxs = seed(xs, dxs)
    return total_dxs(xs, dxs)
"""

import gast

from s2sad.frontend.build import call, name, returns
from s2sad.frontend.trees import same_tree


def call_helper(entry, helper):
    """Let the entry call the helper, if it does the same after its first lines, which make arguments; was it so?"""
    ours, theirs, given = entry.body, helper.body, helper.args
    docstring = 1 if is_text(theirs[0]) else 0
    rest = docstring + len(ours) - len(theirs)
    if rest <= docstring or given.vararg or given.kwarg or not same_tree([*ours[:docstring], *ours[rest:]], theirs):
        return False
    made = {n.id for statement in ours[docstring:rest] for n in statement.targets}
    positional, named = [a.id for a in (*given.posonlyargs, *given.args)], [a.id for a in given.kwonlyargs]
    own = {a.id for a in (*entry.args.posonlyargs, *entry.args.args, *entry.args.kwonlyargs)}
    if not made <= {*positional, *named} <= own:
        return False
    ours[rest:] = [returns(call(helper.name, *map(name, positional), **{n: name(n) for n in named}))]  # no line of the user's
    return True


def is_text(statement):
    """Is this a docstring?"""
    return isinstance(statement, gast.Expr) and isinstance(statement.value, gast.Constant)
