"""Helpers that return nothing, and of which nobody takes a result, return no pair of Nones.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> tree = gast.parse('''
... def push_dx(self, x, dself, dx):
...     if x < 0:
...         return None, None
...     self.items.append(x)
...     dself.items.append(dx)
...     return None, None
... def f_dx(bag, x, *, dbag, dx):
...     push_dx(bag, x, dbag, dx)
...     return bag, dbag
... ''')
>>> push, f = tree.body
>>> drop_silent_returns([(push, {}), (f, {"push_dx": push})])
>>> print(text_of(push), end="")
def push_dx(self, x, dself, dx):
    if x < 0:
        return
    self.items.append(x)
    dself.items.append(dx)
"""

import gast

from s2sad.frontend.trees import walk


def drop_silent_returns(functions):
    """Rewrite such functions; see `flat_returns.flatten_returns` for `functions`."""
    silent = {}
    for definition in {d for _, names in functions for d in names.values()}:
        nodes = list(walk(definition))
        returns = [n for n in nodes if isinstance(n, gast.Return)]
        if returns and all(is_pair_of_nones(n.value) for n in returns) and not any(
                isinstance(n, (gast.FunctionDef, gast.Lambda, gast.Yield, gast.YieldFrom)) for n in nodes[1:]):
            silent[definition] = returns
    for definition, names in functions if silent else ():
        nodes = list(walk(definition))
        mentioned = [names[n.id] for n in nodes if isinstance(n, gast.Name) and n.id in names]
        alone = [names[n.value.func.id] for n in nodes if isinstance(n, gast.Expr) and isinstance(n.value, gast.Call)
                 and isinstance(n.value.func, gast.Name) and n.value.func.id in names]
        for callee in set(mentioned) & silent.keys():
            if alone.count(callee) < mentioned.count(callee):
                del silent[callee]
    for definition, returns in silent.items():
        for node in returns:
            node.value = None
        if definition.body[-1] in returns and len(definition.body) > 1:
            definition.body.pop()


def is_pair_of_nones(tree):
    return isinstance(tree, gast.Tuple) and len(tree.elts) == 2 and all(
        isinstance(e, gast.Constant) and e.value is None for e in tree.elts)
