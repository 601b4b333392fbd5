"""Helpers take no tangents that they do not read, and what was only made to be passed as one is not made.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> tree = gast.parse('''
... def sorted_diterable_dkey(iterable, *, key, diterable, dkey):
...     order = sorted(range(len(iterable)), key=lambda i: key(iterable[i]))
...     return [iterable[i] for i in order], [diterable[i] for i in order]
... def f_dxs(xs, *, dxs):
...     def dkey(v, dv):
...         return -v, -dv
...     return sorted_diterable_dkey(xs, key=lambda v: -v, diterable=dxs, dkey=dkey)
... ''')
>>> helper, f = tree.body
>>> drop_unread([(helper, {}), (f, {"sorted_diterable_dkey": helper})], {helper: {"iterable", "key"}})
{'sorted_diterable_dkey': 'sorted_diterable'}
>>> print(text_of(f), end="")
def f_dxs(xs, *, dxs):
    return sorted_diterable(xs, key=lambda v: -v, diterable=dxs)
"""

from keyword import iskeyword

import gast

from s2sad.frontend.build import has_effects
from s2sad.frontend.trees import walk


def drop_unread(functions, own):
    """Rewrite the functions and the calls of them; returns what each of those is called now that were rewritten.

    functions: see `flat_returns.flatten_returns`; own: the parameters that each helper has from the user.
    """
    unread = {}
    for definition in {d for _, names in functions for d in names.values()}:
        read = {n.id for s in definition.body for n in walk(s) if isinstance(n, gast.Name)}
        added = [a.id for a in definition.args.args + definition.args.kwonlyargs if a.id not in own[definition] | read]
        if added:
            unread[definition] = added
    calls = {definition: [] for definition in unread}
    for definition, names in functions if unread else ():
        nodes = list(walk(definition))
        mentioned = [names[n.id] for n in nodes if isinstance(n, gast.Name) and n.id in names]
        direct = [(names[n.func.id], n, definition) for n in nodes if isinstance(n, gast.Call)
                  and isinstance(n.func, gast.Name) and n.func.id in names]
        for callee in set(mentioned) & calls.keys():
            here = [(n, caller) for c, n, caller in direct if c is callee and can_lose(n, callee, unread[callee])]
            if len(here) < mentioned.count(callee):
                del calls[callee]
            else:
                calls[callee] += here
    taken = {d.name for d, _ in functions} | {n.id for d, _ in functions for n in walk(d) if isinstance(n, gast.Name)} \
        if calls else set()
    renamed = {}
    for definition, places in calls.items():
        for call, caller in places:
            lost = {id(a): a for parameter, a in passed(call, definition) if parameter in unread[definition]}
            call.args = [a for a in call.args if id(a) not in lost]
            call.keywords = [k for k in call.keywords if id(k.value) not in lost]
            drop_functions(caller, {a.id for a in lost.values() if isinstance(a, gast.Name)})
        lose(definition.args, unread[definition])
        shorter = definition.name
        for parameter in unread[definition]:
            shorter = shorter.replace("_" + parameter.rstrip("_"), "", 1)
        renamed[definition.name] = definition.name
        if shorter not in taken and not iskeyword(shorter):  # `lambda_dself`
            rename(functions, definition, shorter)
            renamed[definition.name], definition.name = shorter, shorter
            taken.add(shorter)
    return renamed


def passed(call, definition):
    """(parameter, argument) of a call without stars."""
    names = [a.id for a in definition.args.posonlyargs + definition.args.args]
    return [*zip(names, call.args), *((k.arg, k.value) for k in call.keywords)]


def can_lose(call, definition, parameters):
    """May these arguments of the call not be evaluated?"""
    if any(isinstance(a, gast.Starred) for a in call.args) or any(k.arg is None for k in call.keywords) \
            or len(call.args) > len(definition.args.posonlyargs + definition.args.args):
        return False
    return not any(has_effects(a) for parameter, a in passed(call, definition) if parameter in parameters)


def lose(arguments, parameters):
    """Take parameters out of a signature."""
    first = len(arguments.posonlyargs) + len(arguments.args) - len(arguments.defaults)
    positional = [(a, arguments.defaults[i - first] if i >= first else None)
                  for i, a in enumerate(arguments.posonlyargs + arguments.args)]
    arguments.defaults = [d for a, d in positional if d is not None and a.id not in parameters]
    arguments.args = [a for a in arguments.args if a.id not in parameters]
    kept = [(a, d) for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults) if a.id not in parameters]
    arguments.kwonlyargs, arguments.kw_defaults = [a for a, _ in kept], [d for _, d in kept]


def drop_functions(caller, names):
    """Leave out the functions inside of these names that nothing mentions."""
    names -= {n.id for n in walk(caller) if isinstance(n, gast.Name)}
    if names:
        drop_from(caller, names)


def drop_from(node, names):
    for part in ("body", "orelse", "finalbody", "handlers", "cases"):
        inner = getattr(node, part, None)
        if isinstance(inner, list):
            kept = [s for s in inner if not (isinstance(s, gast.FunctionDef) and s.name in names)]
            inner[:] = kept if kept or not inner else [gast.Pass()]
            for statement in inner:
                drop_from(statement, names)


def rename(functions, definition, new):
    """Let all that calls the helper call it by a new name."""
    for other, names in functions:
        known = [n for n, meant in names.items() if meant is definition]
        for node in walk(other) if known else ():
            if isinstance(node, gast.Name) and node.id in known:
                node.id = new
        for name in known:
            names[new] = names.pop(name)
