"""What s2sad wrote for a context manager that holds active values, `with managed(...)`, is read as what it does.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> tree = gast.parse('''
... def f_dx(x, *, dx=1.0):
...     t, dt = Timer_dx(x, dx)
...     with managed(t, dt, Timer_enter_dself, Timer_exit_dself_derror, "dself", "derror") as (s, ds):
...         return s.value, ds.value
... ''').body[0]
>>> lowered, names = write_out_managers(tree, {"managed"})
>>> for n in gast.walk(lowered):  # what is called is there by itself, whatever its name means in the function
...     if isinstance(n, gast.Constant) and callable(n.value):
...         n.__class__, n.id, n.ctx = gast.Name, n.value.__name__, gast.Load()
>>> print(text_of(lowered), end="")
def f_dx(x, *, dx=1.0):
    t, dt = Timer_dx(x, dx)
    s, ds = Timer_enter_dself(t, dself=dt)
    left = False
    try:
        return s.value, ds.value
    except BaseException as problem:
        left = True
        if not Timer_exit_dself_derror(t, type(problem), problem, problem.__traceback__, dself=dt,
                                       derror=mirror_of(problem))[0]:
            raise
    finally:
        if not left:
            Timer_exit_dself_derror(t, None, None, None, dself=dt, derror=None)
"""

import gast

from s2sad.frontend.build import assign, attribute, call, constant, expression, is_atom, item, name, tuple_, unused
from s2sad.frontend.trees import walk
from s2sad.runtime.exceptions import mirror_of


def write_out_managers(tree, names):
    """The tree with such statements written out, and the names that this brought in; names: those of `managed`."""
    rewrite = _Rewrite({n.id for n in walk(tree) if isinstance(n, gast.Name)}, names)
    return rewrite.visit(tree), rewrite.added


class _Rewrite(gast.NodeTransformer):
    def __init__(self, taken, names):
        self.taken = taken
        self.names = names
        self.added = set()

    def visit_With(self, node):
        self.generic_visit(node)
        body = node.body
        for i, entered in reversed(list(enumerate(node.items))):
            made = entered.context_expr
            if isinstance(made, gast.Call) and isinstance(made.func, gast.Name) and made.func.id in self.names:
                after = node.items[i + 1:]
                if after:
                    body = [placed(gast.With(items=after, body=body, type_comment=None), node)]
                body = [placed(statement, made) for statement in self.written_out(made, entered.optional_vars, body)]
                node.items = node.items[:i]
        if not node.items:
            return body
        node.body = body
        return node

    def written_out(self, made, target, body):
        """The statements of PEP 343 for `with managed(m, dm, enter, leave, ...) as target`."""
        manager, mirror, enter, leave, *rest = made.args
        tangent, caught, level = [*(n.value for n in rest), *("dself", None, 1)[len(rest):]]
        left, problem = self.unused("left"), self.unused("problem")
        before = []
        for wanted, part in (("manager", manager), ("dmanager", mirror)):
            if not is_atom(part):
                held = self.unused(wanted)
                before.append(assign(name(held, True), part))
                manager, mirror = (name(held), mirror) if part is manager else (manager, name(held))
        starred = caught is not None and caught.startswith("*")

        def leaving(mirrors, *given):
            found = {} if caught is None else {caught.lstrip("*"): tuple_([constant(None), mirrors, constant(None)])
                                               if starred else mirrors}
            return call(leave, manager, *given, **{tangent: mirror}, **found)
        entering = call(enter, manager, **{tangent: mirror})
        raised = name(problem)
        caught_mirror = call(constant(mirror_of), raised, *([constant(level)] if level > 1 else []))
        swallows = item(leaving(caught_mirror, call(constant(type), raised), raised,
                                attribute(raised, "__traceback__")), constant(0))
        handler = gast.ExceptHandler(type=constant(BaseException), name=name(problem, True), body=[
            assign(name(left, True), constant(True)),
            gast.If(test=gast.UnaryOp(op=gast.Not(), operand=swallows), body=[gast.Raise(exc=None, cause=None)],
                    orelse=[])])
        normally = gast.If(test=gast.UnaryOp(op=gast.Not(), operand=name(left)), body=[
            expression(leaving(*[constant(None)] * 4))], orelse=[])
        return [*before, expression(entering) if target is None else assign(target, entering),
                assign(name(left, True), constant(False)),
                gast.Try(body=body, handlers=[handler], orelse=[], finalbody=[normally])]

    def unused(self, wanted):
        wanted = unused(wanted, self.taken)
        self.taken.add(wanted)
        self.added.add(wanted)
        return wanted


def placed(statement, node):
    """The statement, at the place of `node` where it has none."""
    for part in walk(statement):
        if not hasattr(part, "lineno"):
            gast.copy_location(part, node)
    return statement
