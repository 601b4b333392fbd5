"""Further spellings, of statements, whole functions and expressions: see `respelling`."""

import ast
import itertools

from tests.respelling import (_YIELDS, assigns_one, bound, declares, each, expression, expressions, inside, is_generator,
                              kept, parameters, passed, returning, statements, taken_out)

# Functions and classes that the spellings use.
HEAD = '''
import copy as _copy
import numpy as _np
from s2sad import jvp as _jvp


def _viewed(z):
    """An array as a part of a larger one."""
    if isinstance(z, _np.ndarray) and z.dtype.kind in "fc":
        larger = _np.zeros([n + 2 for n in z.shape], z.dtype)
        part = larger[tuple([slice(1, n + 1) for n in z.shape])]
        part[...] = z
        return part
    return z


def _turned(z):
    """An array as a view that goes the other way."""
    if isinstance(z, _np.ndarray) and z.ndim and z.dtype.kind in "fc":
        return z[::-1].copy()[::-1]
    return z


def _stacked(z):
    """A number by way of an array."""
    return _np.array([z, z])[1] if isinstance(z, float) else z


def _stored(z):
    """A number by way of what is written into an array."""
    if isinstance(z, float):
        place = _np.zeros(3)
        place[1:][0] = z
        return place[1].item()
    return z


def _yielded(z):
    yield from (z for _ in range(1))


def _after(f, *args, **kwargs):
    return f(*args, **kwargs)


@_contextlib.contextmanager
def _lent(z):
    try:
        yield z
    finally:
        _ = None


class _Called:
    def __init__(self, f):
        self.f = f

    def __call__(self, *args, **kwargs):
        return self.f(*args, **kwargs)


class _Proxy:
    def __init__(self, z):
        self._z = z

    @property
    def z(self):
        return self._z

    @z.setter
    def z(self, z):
        self._z = z


@_dataclasses.dataclass(frozen=True)
class _Kept:
    z: object
    n: int = 0


_Pair = _collections.namedtuple("_Pair", "z n")


class _Node:
    def __init__(self, z, next=None):
        self.z, self.next = z, next


def _taken(z):
    match {"z": z, "more": [1]}:
        case {"z": [first]} if isinstance(z, tuple):
            return (first,)
        case {"z": taken, "more": [_]}:
            return taken
'''
_numbers = itertools.count()
_LEAVES = (ast.Return, ast.Break, ast.Continue, ast.Nonlocal, ast.Global, ast.Delete, *_YIELDS)


def leaves(body):
    """May the body be left, or can it not be a function's?"""
    return any(isinstance(n, _LEAVES) for s in body for n in inside(s))


# -- where variables are kept

def in_cells(function):
    """Each variable as the item of a list of its own."""
    names, _ = bound(function.body)
    names -= set(parameters(function))
    spelled = kept("pass", "{name}[0]")(function)
    if spelled:
        function.body[:1] = [s for name in sorted(names) for s in statements(f"{name} = [None]")]
    return spelled


def in_row(function):
    """All variables as the items of one list."""
    names, _ = bound(function.body)
    names = sorted(names - set(parameters(function)))
    place = {name: i for i, name in enumerate(names)}
    spelled = kept(f"_row = [None] * {len(names)}", "_row['{name}']")(function)
    for n in ast.walk(function) if spelled else ():
        if isinstance(n, ast.Subscript) and isinstance(n.value, ast.Name) and n.value.id == "_row":
            n.slice = ast.Constant(place[n.slice.value])
    return spelled


# -- statements

def as_function(body, prefix):
    """Statements that define a function with the body, and its name; None where that is not the same."""
    plain, names = bound(body)
    if leaves(body) or names != plain:
        return None
    name = f"{prefix}{next(_numbers)}"
    [made] = statements(f"def {name}():\n {'nonlocal ' + ', '.join(sorted(names)) if names else 'pass'}")
    made.body += body
    # They are variables of this function.
    there = statements(f"for {', '.join(sorted(names))}{',' if len(names) == 1 else ''} in ():\n pass") if names else []
    return [*there, made], name


def branches_by_functions(s):
    if isinstance(s, ast.If):
        made = [as_function(body, "_branch") for body in (s.body, s.orelse or [ast.Pass()])]
        if all(made):
            (first, yes), (second, no) = made
            return [*first, *second, ast.Expr(expression(f"({yes} if _T else {no})()", _T=s.test))]


def branches_by_table(s):
    if isinstance(s, ast.If):
        made = [as_function(body, "_branch") for body in (s.body, s.orelse or [ast.Pass()])]
        if all(made):
            (first, yes), (second, no) = made
            return [*first, *second, ast.Expr(expression(f"{{True: {yes}, False: {no}}}[bool(_T)]()", _T=s.test))]


def by_function(s):
    """An assignment by a function that writes into the variable of the one around it."""
    if isinstance(s, (ast.Assign, ast.AugAssign)):
        made = as_function([s], "_set")
        if made:
            return [*made[0], *statements(f"{made[1]}()")]


def as_conditional(s):
    """Branches that give one variable its value."""
    if isinstance(s, ast.If) and len(s.body) == 1 and assigns_one(s.body[0]):
        [a], name = s.body, s.body[0].targets[0].id
        if len(s.orelse) == 1 and assigns_one(s.orelse[0]) and s.orelse[0].targets[0].id == name:
            return [ast.Assign(a.targets, ast.IfExp(s.test, a.value, s.orelse[0].value))]


def by_loop_once(s):
    """A branch as a loop that ends at once."""
    if isinstance(s, ast.If) and not s.orelse and not any(isinstance(n, (ast.Break, ast.Continue)) for n in inside(s)):
        [loop] = statements("while 0:\n pass\n break")
        loop.test, loop.body = s.test, [*s.body, ast.Break()]
        return [loop]


def by_index(s):
    if isinstance(s, ast.For):
        i, seq = f"_i{next(_numbers)}", f"_seq{next(_numbers)}"
        [first, second, loop] = statements(f"{seq} = list(_E)\n{i} = 0\nwhile {i} < len({seq}):\n x = {seq}[{i}]\n {i} += 1")
        first.value.args = [s.iter]
        loop.body[0].targets, loop.orelse = [s.target], s.orelse
        loop.body += s.body
        return [first, second, loop]


def by_zip(s):
    if isinstance(s, ast.For):
        target = ast.Tuple([ast.Name("_n", ast.Store()), s.target], ast.Store())
        return [ast.For(target, expression("enumerate(_E)", _E=s.iter), s.body, s.orelse)]


def by_generator(s):
    """A loop over what a generator gives."""
    if isinstance(s, ast.For) and not any(isinstance(n, _YIELDS) for n in ast.walk(s.iter)):
        name = f"_gen{next(_numbers)}"
        s.iter = ast.Call(ast.Name(name, ast.Load()), [s.iter], [])
        return [*statements(f"def {name}(_items):\n for _item in _items:\n  yield _item"), s]


def in_generator(s):
    """A loop that runs inside a generator."""
    if isinstance(s, (ast.For, ast.While)) and not s.orelse:
        made = as_function([*s.body], "_steps")
        if made:
            [*there, function], name = made
            # A loop's own variable is the function's, too.
            loop = ast.For(s.target, s.iter, [], []) if isinstance(s, ast.For) else ast.While(s.test, [], [])
            targets = bound([ast.For(s.target, expression("0"), [ast.Pass()], [])])[0] if isinstance(s, ast.For) else set()
            if isinstance(s, ast.For) and not isinstance(s.target, (ast.Name, ast.Tuple)):
                return None
            first, *body = function.body
            names = sorted(targets | (set(first.names) if isinstance(first, ast.Nonlocal) else set()))
            loop.body = [*body, *statements("yield")]
            function.body = [*([ast.Nonlocal(names)] if names else []), loop]
            there = statements(f"for {', '.join(names)}{',' if len(names) == 1 else ''} in ():\n pass") if names else []
            return [*there, function, *statements(f"for _ in {name}():\n pass")]


def by_recursion(s):
    """A loop as a function that calls itself."""
    if isinstance(s, ast.For) and not s.orelse and isinstance(s.iter, ast.Call) and ast.unparse(s.iter.func) == "range":
        made = as_function([ast.Assign([s.target], expression("_item")), *s.body], "_step")
        if made:
            [*there, function], name = made
            function.args = statements("def f(_items): pass")[0].args
            function.body[1:1] = statements("if not _items:\n return\n_item, *_items = _items")
            function.body += statements(f"{name}(_items)")
            call = expression(f"{name}([*_E])", _E=s.iter)
            return [*there, function, ast.Expr(call)]


def plain(s):
    """x += e as x = x + e."""
    if isinstance(s, ast.AugAssign) and not any(isinstance(n, (ast.Call, *_YIELDS, ast.NamedExpr)) for n in ast.walk(s.target)):
        return [ast.Assign([s.target], ast.BinOp(expression(ast.unparse(s.target)), s.op, s.value))]


def augmented(s):
    """x = x + e as x += e."""
    if assigns_one(s, (ast.Name, ast.Subscript, ast.Attribute)) and isinstance(s.value, ast.BinOp):
        if ast.unparse(s.targets[0]) == ast.unparse(s.value.left):
            return [ast.AugAssign(s.targets[0], s.value.op, s.value.right)]


_AUGMENTED = {ast.Add: "iadd", ast.Sub: "isub", ast.Mult: "imul", ast.Div: "itruediv", ast.Pow: "ipow"}


def by_ioperator(s):
    if isinstance(s, ast.AugAssign) and isinstance(s.target, ast.Name) and type(s.op) in _AUGMENTED:
        return [ast.Assign([s.target], expression(f"_operator.{_AUGMENTED[type(s.op)]}({s.target.id}, _E)", _E=s.value))]


def as_setter(s):
    """What is stored into an attribute or an item, by a call."""
    if assigns_one(s, ast.Attribute):
        return [ast.Expr(ast.Call(expression("setattr"), [s.targets[0].value, ast.Constant(s.targets[0].attr), s.value], []))]
    if assigns_one(s, ast.Subscript) and not any(isinstance(n, ast.Slice) for n in ast.walk(s.targets[0].slice)):
        return [ast.Expr(ast.Call(expression("_operator.setitem"), [s.targets[0].value, s.targets[0].slice, s.value], []))]


def lent(s):
    """A value by a manager."""
    if assigns_one(s) and not any(isinstance(n, _YIELDS) for n in ast.walk(s.value)):
        [block] = statements(f"with _lent(_E) as {s.targets[0].id}:\n pass")
        block.items[0].context_expr.args = [s.value]
        return [block]


def tried(s):
    """A statement that might fail."""
    if isinstance(s, (ast.Assign, ast.AugAssign, ast.Expr)):
        [block] = statements("try:\n pass\nexcept (_Returned, OSError) as _error:\n raise\nelse:\n _n = 0\nfinally:\n _n = 1")
        block.body = [s]
        return [block]


def comprehension_as_loop(s):
    """The comprehensions of a statement as functions that append."""
    own = (ast.NamedExpr, *_YIELDS)
    if not isinstance(s, (ast.Assign, ast.AugAssign, ast.Return, ast.Expr)) or s.value is None or any(isinstance(n, own) for n in ast.walk(s)):
        return None
    made = []

    class Loops(ast.NodeTransformer):
        def visit_Lambda(self, node):
            return node
        visit_DictComp = visit_GeneratorExp = visit_SetComp = visit_Lambda

        def visit_ListComp(self, node):
            name = f"_collect{next(_numbers)}"
            [function] = statements(f"def {name}(_first):\n _found = []\n return _found")
            body = [ast.Expr(expression("_found.append(_E)", _E=node.elt))]
            for i, g in reversed(list(enumerate(node.generators))):
                for test in reversed(g.ifs):
                    body = [ast.If(test, body, [])]
                body = [ast.For(g.target, expression("_first") if i == 0 else g.iter, body, [])]
            function.body[1:1] = body
            made.append(function)
            return expression(f"{name}(_E)", _E=node.generators[0].iter)
    s.value = Loops().visit(s.value)
    return [*made, s] if made else None


def comprehension_as_map(e):
    if isinstance(e, ast.ListComp) and len(e.generators) == 1 and isinstance(e.generators[0].target, ast.Name) and not any(
            isinstance(n, ast.NamedExpr) for n in ast.walk(e)):
        [g] = e.generators
        items = g.iter
        for test in g.ifs:
            items = expression(f"filter(lambda {g.target.id}: _T, _I)", _T=test, _I=items)
        return expression(f"list(map(lambda {g.target.id}: _E, _I))", _E=e.elt, _I=items)


def comprehension_as_generator(e):
    if isinstance(e, ast.ListComp):
        return ast.Call(expression("list"), [ast.GeneratorExp(e.elt, e.generators)], [])


# -- whole bodies

def rest_in_else(function):
    """What comes after a branch that returns, in its `else`."""
    found = []

    def nested(body):
        for i, s in enumerate(body[:-1]):
            if isinstance(s, ast.If) and not s.orelse and isinstance(s.body[-1], (ast.Return, ast.Raise)):
                found.append(s)
                return [*body[:i], ast.If(s.test, s.body, nested(body[i + 1:]))]
        return body
    function.body = nested(function.body)
    return [function] if found else None


def one_return(function):
    """Values that are returned, by one `return` at the end of a loop that is left."""
    if is_generator(function) or any(isinstance(n, ast.Return) for loop in inside(function.body)
                                     if isinstance(loop, (ast.For, ast.While)) for n in inside(loop.body)):
        return None
    spelled = returning("_result = _E\nbreak", "_result = None")(function)
    first, *body = spelled[0].body
    spelled[0].body = [first, ast.While(ast.Constant(True), [*body, ast.Break()], []), *statements("return _result")]
    return spelled


def returned_in(text, taken):
    """The value of a function of its own comes in something that the caller takes it out of."""
    def spelling(function):
        spelled = taken_out("def _run{n}({given}):\n pass", "return _run{n}({given})" + taken)(function)
        if spelled is None:
            return None
        made, outer = spelled
        [made] = returning(f"return {text}", after="return " + text.replace("_E", "None"))(made)
        return [made, outer]
    return spelling


# -- expressions

def by_lambdas(e):
    if isinstance(e, ast.BinOp):
        return ast.Call(ast.Lambda(statements("def f(_a, _b): pass")[0].args, ast.BinOp(expression("_a"), e.op, expression("_b"))),
                        [e.left, e.right], [])


def by_after(e):
    if isinstance(e, ast.Call) and ast.unparse(e.func) not in ("super", "isinstance") and not any(
            isinstance(a, ast.GeneratorExp) for a in e.args):
        return ast.Call(expression("_after"), [e.func, *e.args], e.keywords)


def by_partials(e):
    if isinstance(e, ast.Call) and not any(isinstance(a, (ast.Starred, ast.GeneratorExp)) for a in e.args) and e.args:
        return ast.Call(ast.Call(expression("_functools.partial"), [e.func, e.args[0]], []), e.args[1:], e.keywords)


def by_methodcaller(e):
    if isinstance(e, ast.Call) and isinstance(e.func, ast.Attribute) and not any(
            isinstance(a, (ast.Starred, ast.GeneratorExp)) for a in e.args) and not (
            isinstance(e.func.value, ast.Name) and e.func.value.id in ("np", "math", "numpy", "scipy", "linalg", "special")):
        named = expression("_operator.methodcaller")
        return ast.Call(ast.Call(named, [ast.Constant(e.func.attr), *e.args], e.keywords), [e.func.value], [])


def by_called_objects(e):
    if isinstance(e, ast.Call) and not any(isinstance(a, ast.GeneratorExp) for a in e.args):
        return ast.Call(expression("_Called(_F)", _F=e.func), e.args, e.keywords)


def by_slices(e):
    if isinstance(e, ast.Subscript) and isinstance(e.slice, ast.Slice):
        ends = [x or ast.Constant(None) for x in (e.slice.lower, e.slice.upper, e.slice.step)]
        return ast.Subscript(e.value, ast.Call(expression("slice"), ends, []), ast.Load())


def by_conditions(e):
    if isinstance(e, ast.BoolOp) and len(e.values) == 2 and isinstance(e.values[0], (ast.Name, ast.Compare)):
        [a, b] = e.values
        return ast.IfExp(a, b, a) if isinstance(e.op, ast.And) else ast.IfExp(a, a, b)
    if isinstance(e, ast.Compare) and len(e.ops) == 1 and isinstance(e.ops[0], (ast.Is, ast.IsNot, ast.In, ast.NotIn)):
        other = {ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In}[type(e.ops[0])]
        return ast.UnaryOp(ast.Not(), ast.Compare(e.left, [other()], e.comparators))


def unary(e):
    if isinstance(e, ast.UnaryOp) and isinstance(e.op, ast.USub):
        return ast.Call(expression("_operator.neg"), [e.operand], [])


def conditionals_by_index(e):
    """Both branches are evaluated: only where they are names or numbers."""
    if isinstance(e, ast.IfExp) and all(isinstance(b, (ast.Name, ast.Constant)) for b in (e.body, e.orelse)):
        return expression("(_B, _A)[bool(_T)]", _A=e.body, _B=e.orelse, _T=e.test)


def constants_outside(function):
    """Numbers that are written out, as global variables."""
    found = {}

    class Named(ast.NodeTransformer):
        def visit_MatchValue(self, node):
            return node
        visit_FunctionDef = visit_Lambda = visit_MatchValue

        def visit_Constant(self, node):
            if type(node.value) is not float:
                return node
            name = f"_K{next(_numbers)}"
            found[name] = node
            return ast.Name(name, ast.Load())
    function.body = list(map(Named().visit, function.body))
    made = [ast.Assign([ast.Name(name, ast.Store())], value) for name, value in found.items()]
    return [*made, function] if found else None


SPELLINGS = {
    "variables in cells": in_cells, "variables in a row": in_row,
    "variables in a default dict": kept("_h = _collections.defaultdict(float)", "_h['{name}']"),
    "variables by a class of the function": kept("class _h:\n pass\n_h = _h()", "_h.{name}"),
    "values in a larger array": passed("_viewed(_E)"), "values the other way": passed("_turned(_E)"),
    "values by an array": passed("_stacked(_E)"), "values stored in an array": passed("_stored(_E)"),
    "values by yield from": passed("next(_yielded(_E))"), "values by a copy": passed("_copy.copy(_E)"),
    "values by a property": passed("_Proxy(_E).z"), "values by a frozen dataclass": passed("_dataclasses.replace(_Kept(0), z=_E).z"),
    "values by a named tuple": passed("_Pair(0, 1)._replace(z=_E).z"), "values by a list of nodes": passed("_Node(0, _Node(_E)).next.z"),
    "values by a called object": passed("_Called(_same)(_E)"), "values by a function that is passed": passed("_after(lambda: _E)"),
    "values by a tangent's value": passed("_jvp(lambda _t: _E, (0.0,), (1.0,))[0]"),
    "values by a match": passed("_taken(_E)"),
    "branches by functions": each(branches_by_functions), "branches by a table": each(branches_by_table),
    "branches as conditionals": each(as_conditional), "branches by loops": each(by_loop_once),
    "assignments by functions": each(by_function), "assignments by managers": each(lent), "statements that might fail": each(tried),
    "loops by index": each(by_index), "loops that count": each(by_zip), "loops over generators": each(by_generator),
    "loops in generators": each(in_generator), "loops by recursion": each(by_recursion),
    "augmented as plain": each(plain), "plain as augmented": each(augmented), "augmented by operators": each(by_ioperator),
    "stores by calls": each(as_setter),
    "comprehensions as loops": each(comprehension_as_loop), "comprehensions as map": expressions(comprehension_as_map),
    "comprehensions as generators": expressions(comprehension_as_generator),
    "rest in else": rest_in_else, "one return": one_return,
    "returned in a dict": returned_in("{'r': _E, 'n': 1}", "['r']"), "returned in a tuple": returned_in("(1, [_E])", "[1][0]"),
    "returned in a dataclass": returned_in("_Kept(_E)", ".z"), "returned in a named tuple": returned_in("_Pair(_E, 0)", ".z"),
    "returned in a function": returned_in("(lambda _z=_E: _z)", "()"), "returned in a partial": returned_in("_functools.partial(_same, _E)", "()"),
    "by a class method": taken_out("class _Run{n}:\n @classmethod\n def _run(cls, {given}):\n  pass", "return _Run{n}._run({given})"),
    "by a static method": taken_out("class _Run{n}:\n @staticmethod\n def _run({given}):\n  pass", "return _Run{n}()._run({given})"),
    "by a property": taken_out("class _Run{n}:\n def __init__(self, {given}):\n  {stored}\n @property\n def _run(self):\n  pass",
                               "return _Run{n}({given})._run", "{p} = self.{p}"),
    "by a base class": taken_out(
        "class _Base{n}:\n def _run(self, {given}):\n  pass\nclass _Run{n}(_Base{n}):\n def go(self, {given}):\n  return super()._run({given})",
        "return _Run{n}().go({given})"),
    "by a closure that is returned": taken_out("def _make{n}({given}):\n def _run():\n  pass\n return _run", "return _make{n}({given})()"),
    "arguments in a namespace": taken_out("def _run{n}(_p):\n pass", "return _run{n}(_types.SimpleNamespace(**{{{pairs}}}))", "{p} = _p.{p}"),
    "arguments by keywords": taken_out("def _run{n}(*, {given}):\n pass", "return _run{n}(**{{{pairs}}})"),
    "arguments collected": taken_out("def _run{n}(*_a):\n ({given},) = _a\n", "return _run{n}({given})", "{p} = _a[0]; _a = _a[1:]"),
    "by lambdas": expressions(by_lambdas), "calls by a function": expressions(by_after), "calls by partials": expressions(by_partials),
    "methods by methodcaller": expressions(by_methodcaller), "calls of objects": expressions(by_called_objects),
    "parts by slices": expressions(by_slices), "conditions by conditionals": expressions(by_conditions),
    "minus by a function": expressions(unary), "conditionals by index": expressions(conditionals_by_index),
    "constants outside": constants_outside,
}
