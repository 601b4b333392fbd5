"""Temporaries let go of what Python would have freed: a generator that is left unfinished runs its `finally` then.

    es = [E(x), E(2.0)]       →   t, dt = E_dv(x, dx)
                                  t2 = E(2.0)
                                  es = [t, t2]
                                  des = [dt, zeros(t2)]
                                  del t, t2

Only in programs with a generator that does something when it is closed. An exception holds what its traceback's
frames hold, so that none may stay in a variable of the function that raises it:

    raise E(f(x)) from g(x)   →   try:
                                      raise t from t2
                                  finally:
                                      del t, t2
"""

import gast

from s2sad.analysis.exceptions import is_exception
from s2sad.facts.kinds import EXCEPTION
from s2sad.facts.reached import within
from s2sad.frontend.build import assign, constant, name, names_in, walk_outside_functions
from s2sad.frontend.trees import walk


def closes(program):
    """Is there a generator in the program that does something when it is left unfinished?"""
    return any(c.is_generator and any(
        isinstance(block, (gast.Try, gast.With)) and any(isinstance(n, (gast.Yield, gast.YieldFrom)) for n in walk(block))
        for block in walk_outside_functions(c.tree.body)) for c in program.contexts.values())


def keeps(kind):
    """May a value of this kind keep a generator or a traceback from being freed?"""
    return kind is not None and any(k.form in _KEEPING or k.form == "plain" and k.type == EXCEPTION.type or is_exception(k)
                                    for k in within(kind))


_KEEPING = ("iter", "iterable", "any", "function")


def note(w, tree, kind):
    """A value of this kind is in a temporary, if that is what its tree says."""
    if w.lasting is not None and isinstance(tree, gast.Name) and (tree.id in w.generated or tree.id in w.context.new_names) and keeps(kind):
        w.lasting[tree.id] = None


def note_variables(w, target):
    """The variables of a comprehension that became a loop outlive it."""
    for n in walk(target) if w.lasting is not None else ():
        if isinstance(n, gast.Name) and keeps(w.facts.kind.get(n)):
            w.lasting[n.id] = None


def written(w, write, statement):
    """Write a statement; what it left in temporaries is let go of after it."""
    if w.lasting is None:
        return write(w, statement)
    (outer, w.lasting), mark = (w.lasting, {}), len(w.out)
    write(w, statement)
    last = w.out[-1] if w.out else None
    if isinstance(last, gast.Raise) and names_in(last) & set(w.lasting):
        w.out[-1:] = [gast.Try(body=[last], handlers=[], orelse=[], finalbody=letting_go(w.lasting, w.out[mark:]))]
    elif not isinstance(last, (gast.Return, gast.Raise, gast.Break, gast.Continue)):
        w.out += letting_go(w.lasting, w.out[mark:])
    w.lasting = outer


def after_leaving(body):
    """What a handler begins with: the statement that raised has let go of nothing."""
    names = [t.id for statement in body for n in walk(statement) if hasattr(n, "lets_go") for t in n.targets]
    return letting_go(dict.fromkeys(names), [])


def letting_go(names, before):
    """`del t` where these statements assign to it, `t = None` where they may not have."""
    sure = [n for n in names if any(n in assigned(s) for s in before)]
    unsure = [n for n in names if n not in sure]
    made = []
    if sure:
        made.append(gast.Delete(targets=[gast.Name(id=n, ctx=gast.Del(), annotation=None, type_comment=None) for n in sure]))
    if unsure:
        made.append(assign([name(n, True) for n in unsure], constant(None)))
    for statement in made:
        statement.lets_go = True
    return made


def assigned(statement):
    """The names that a statement surely assigns to."""
    return {n.id for t in statement.targets for n in walk(t) if isinstance(n, gast.Name)} \
        if isinstance(statement, gast.Assign) else ()
