"""The same program, spelled otherwise: what a function computes stays as it is, bit for bit.

Each spelling takes the tree of a module-level function, with its docstring cut off, and gives the statements that
take its place; None where it has nothing to say.

>>> f = ast.parse('''
... def f(x):
...     y = x * x
...     return y
... ''').body[0]
>>> print("\\n".join(map(ast.unparse, SPELLINGS["values by a generator"](f))))
def f(x):
    y = next((x * x for _q in (0,)))
    return next((y for _q in (0,)))
"""

import ast
import itertools

# Functions and classes that the spellings use.
HEAD = '''
import collections as _collections, contextlib as _contextlib, dataclasses as _dataclasses
import functools as _functools, operator as _operator, types as _types


def _same(z):
    return z


def _true():
    return True


def _given(z):
    yield z


def _down(z, n):
    return z if n == 0 else _down(z, n - 1)


class _Box:
    def __init__(self, z):
        self.z = z

    def get(self):
        return self.z


class _Items:
    def __init__(self):
        self.held = {}

    def __getitem__(self, k):
        return self.held[k]

    def __setitem__(self, k, v):
        self.held[k] = v

    def __delitem__(self, k):
        del self.held[k]


class _Within:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False


class _Returned(Exception):
    pass


def _wrapped(f):
    @_functools.wraps(f)
    def inner(*args, **kw):
        return f(*args, **kw)
    return inner
'''

# What reaches variables by their names, or frames: it would see the difference.
_BY_NAME = {"super", "locals", "vars", "eval", "exec", "dir", "globals", "_getframe", "currentframe", "f_locals"}
_YIELDS = (ast.Yield, ast.YieldFrom, ast.Await)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_numbers = itertools.count()


def expression(text, **parts):
    """The tree of an expression, with trees put in for some names."""
    return _Put(parts).visit(ast.parse(text, mode="eval").body)


def statements(text):
    return ast.parse(text).body


class _Put(ast.NodeTransformer):
    def __init__(self, parts):
        self.parts = parts

    def visit_Name(self, node):
        return self.parts.get(node.id, node)


def can_be_respelled(function):
    names = {getattr(n, "id", getattr(n, "attr", None)) for n in ast.walk(function)}
    return isinstance(function, ast.FunctionDef) and names.isdisjoint(_BY_NAME)


def inside(tree):
    """The nodes of a function's own body, but for what is in functions and classes inside it."""
    todo = list(tree) if isinstance(tree, list) else [tree]
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, _SCOPES):
            todo += ast.iter_child_nodes(node)


def bound(body):
    """(names that only plain assignments and loops give values, all names that the body gives values)."""
    nodes = [n for s in body for n in ast.walk(s)]
    targets = [n for c in nodes if isinstance(c, _COMPREHENSIONS) for g in c.generators for n in ast.walk(g.target)]
    stored = {n.id for n in inside(body) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store) and n not in targets}
    special = set().union(*map(specially_bound, nodes))
    return stored - special - {n.id for n in targets if isinstance(n, ast.Name)}, stored | special


def specially_bound(node):
    """The names that a node gives values otherwise, or in another scope."""
    if isinstance(node, (ast.NamedExpr, ast.AnnAssign)):
        return {n.id for n in [node.target] if isinstance(n, ast.Name)}
    if isinstance(node, ast.Name):
        return {node.id} if isinstance(node.ctx, ast.Del) else set()
    if isinstance(node, (ast.Global, ast.Nonlocal)):
        return set(node.names)
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {(a.asname or a.name).partition(".")[0] for a in node.names}
    if isinstance(node, ast.With):
        return {n.id for i in node.items if i.optional_vars for n in ast.walk(i.optional_vars) if isinstance(n, ast.Name)}
    names = {name for name in (getattr(node, "name", None), getattr(node, "rest", None)) if isinstance(name, str)}
    if isinstance(node, (ast.FunctionDef, ast.Lambda)):
        names |= {a.arg for a in ast.walk(node.args) if isinstance(a, ast.arg)}
    if isinstance(node, ast.FunctionDef):
        names |= {n.id for n in inside(node.body) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return names


def parameters(function):
    a = function.args
    return [p.arg for p in (*a.posonlyargs, *a.args, *a.kwonlyargs, *filter(None, (a.vararg, a.kwarg)))]


def declares(function):
    return any(isinstance(n, (ast.Global, ast.Nonlocal)) for n in inside(function.body))


def is_generator(function):
    return any(isinstance(n, _YIELDS) for n in inside(function.body))


# -- where variables are kept

def kept(made, place):
    """Variables in a holder `_h`; place: the text of one there."""
    def spelling(function):
        names, _ = bound(function.body)
        names -= set(parameters(function))
        if not names:
            return None

        class Held(ast.NodeTransformer):
            def visit_Name(self, node):
                if node.id not in names:
                    return node
                tree = expression(place.format(name=node.id))
                tree.ctx = node.ctx
                return tree
        function.body = [*statements(made), *map(Held().visit, function.body)]
        return [function]
    return spelling


# -- how values pass

def passed(text):
    """The values of assignments and of `return` on another way; `_E` stands for one."""
    def spelling(function):
        found = []

        class Passed(ast.NodeTransformer):
            def visit_Lambda(self, node):
                return node
            visit_FunctionDef = visit_ClassDef = visit_Lambda

            def visit_Assign(self, node):
                self.generic_visit(node)
                if node.value is not None and not any(isinstance(n, (*_YIELDS, ast.NamedExpr)) for n in ast.walk(node.value)):
                    found.append(node)
                    node.value = expression(text, _E=node.value)
                return node
            visit_Return = visit_Assign
        function.body = list(map(Passed().visit, function.body))
        return [function] if found else None
    return spelling


# -- statements

def each(change):
    """Statements that `change` writes otherwise, as a list; None for those that stay."""
    def spelling(function):
        found = []

        class Changed(ast.NodeTransformer):
            def visit_Lambda(self, node):
                return node
            visit_FunctionDef = visit_ClassDef = visit_Lambda

            def generic_visit(self, node):
                super().generic_visit(node)
                new = change(node) if isinstance(node, ast.stmt) else None
                found.extend(new or [])
                return new or node
        body = [Changed().visit(s) for s in function.body]
        function.body = [s for part in body for s in (part if isinstance(part, list) else [part])]
        return [function] if found else None
    return spelling


def assigns_one(s, kinds=(ast.Name,)):
    return isinstance(s, ast.Assign) and len(s.targets) == 1 and isinstance(s.targets[0], kinds)


def as_expression(s):
    if assigns_one(s) and not any(isinstance(n, _YIELDS) for n in ast.walk(s.value)):
        return [ast.Expr(ast.NamedExpr(ast.Name(s.targets[0].id, ast.Store()), s.value))]


def as_tuple(s):
    if assigns_one(s, (ast.Name, ast.Subscript, ast.Attribute)) and not any(isinstance(n, ast.Slice) for n in ast.walk(s.targets[0])):
        return [ast.Assign([ast.Tuple([s.targets[0]], ast.Store())], ast.Tuple([s.value], ast.Load()))]


def with_rest(s):
    if assigns_one(s):
        targets = ast.Tuple([s.targets[0], ast.Starred(ast.Name("_rest", ast.Store()), ast.Store())], ast.Store())
        return [ast.Assign([targets], ast.List([s.value, ast.Constant(1)], ast.Load()))]


def by_next(s):
    if isinstance(s, ast.For) and not s.orelse:
        it = f"_it{next(_numbers)}"
        [first, loop] = statements(f"{it} = iter(0)\nwhile True:\n try:\n  x = next({it})\n except StopIteration:\n  break")
        first.value.args = [s.iter]
        loop.body[0].body[0].targets = [s.target]
        loop.body += s.body
        return [first, loop]


def by_match(s):
    if isinstance(s, ast.If):
        [match] = statements("match bool(0):\n case True:\n  pass\n case _:\n  pass")
        match.subject.args, match.cases[0].body = [s.test], s.body
        match.cases[1].body = s.orelse or match.cases[1].body
        return [match]


def negated(s):
    if isinstance(s, ast.If):
        return [ast.If(ast.UnaryOp(ast.Not(), s.test), s.orelse or [ast.Pass()], s.body)]


def finally_(s):
    if isinstance(s, ast.If):
        [tried] = statements("try:\n pass\nfinally:\n _n = 0")
        tried.body = s.body
        return [ast.If(s.test, [tried], s.orelse)]


def once(s):
    if isinstance(s, (ast.Assign, ast.AugAssign, ast.If)) and not any(
            isinstance(n, (ast.Break, ast.Continue, *_YIELDS)) for n in ast.walk(s)):
        [loop] = statements("for _once in range(1):\n pass")
        loop.body = [s]
        return [loop]


def within(s):
    if isinstance(s, (ast.Assign, ast.AugAssign)):
        [block] = statements("with _Within():\n pass")
        block.body = [s]
        return [block]


def outlined(s):
    """A loop's body as a function."""
    own = (ast.Return, ast.Break, ast.Continue, ast.Nonlocal, ast.Global, *_YIELDS)
    if not isinstance(s, (ast.For, ast.While)) or any(isinstance(n, own) for part in s.body for n in ast.walk(part)):
        return None
    plain, names = bound(s.body)
    if names != plain:
        return None
    function = f"_body{next(_numbers)}"
    [made] = statements(f"def {function}():\n {'nonlocal ' + ', '.join(sorted(names)) if names else 'pass'}")
    made.body += s.body
    s.body = statements(f"{function}()")
    # They are variables of this function.
    there = statements(f"for {', '.join(sorted(names))}{',' if len(names) == 1 else ''} in ():\n pass") if names else []
    return [*there, made, s]


# -- whole bodies

def around(text):
    """The body in a statement."""
    def spelling(function):
        [block] = statements(text)
        block.body, function.body = function.body, [block]
        return [function]
    return spelling


class _Returns(ast.NodeTransformer):
    def __init__(self, text):
        self.text = text

    def visit_FunctionDef(self, node):
        return node
    visit_ClassDef = visit_Lambda = visit_FunctionDef

    def visit_Return(self, node):
        value = node.value or ast.Constant(None)
        return [_Put({"_E": value}).visit(s) for s in statements("def f():\n " + self.text.replace("\n", "\n "))[0].body]


def returning(text, before="", after="", caught=False):
    """`return _E` as other statements; caught: is it an exception, that no handler of the function may get?"""
    def spelling(function):
        if is_generator(function) or caught and any(isinstance(n, ast.ExceptHandler) and (
                n.type is None or "Exception" in ast.unparse(n.type)) for n in inside(function.body)):
            return None
        body = [s for part in map(_Returns(text).visit, function.body) for s in (part if isinstance(part, list) else [part])]
        if caught:
            [tried] = statements("try:\n pass\nexcept _Returned as _r:\n return _r.args[0]")
            tried.body, body = body, [tried]
        function.body = [*statements(before), *body, *statements(after)]
        return [function]
    return spelling


def inner(generator):
    """The body as a function, or as a generator, inside."""
    def spelling(function):
        if is_generator(function) or declares(function):
            return None
        [made] = statements("def _inner():\n pass")
        _, names = bound(function.body)
        rebound = sorted(names & set(parameters(function)))
        if generator and any(isinstance(n, ast.Try) and n.finalbody for n in inside(function.body)):
            return None  # what is yielded there is returned twice
        if generator:
            body = [s for part in map(_Returns("yield _E\nreturn").visit, function.body)
                    for s in (part if isinstance(part, list) else [part])]
            body += statements("if 0:\n yield")
        else:
            body = function.body
        made.body = [*([ast.Nonlocal(rebound)] if rebound else []), *body]
        function.body = [made, *statements("return next(_inner(), None)" if generator else "return _inner()")]
        return [function]
    return spelling


def taken_out(head, call, unpack=None):
    """The body as a function or class of its own that the function calls.

    head: its text, with {n} a number and {given} the parameters; unpack: how it gets one of them.
    """
    def spelling(function):
        given = parameters(function)
        if is_generator(function) or declares(function) or not given or any(p.startswith("_") for p in given):
            return None
        filled = {"n": next(_numbers), "given": ", ".join(given), "names": tuple(given),
                  "fields": "\n    ".join(f"{p}: object" for p in given), "pairs": ", ".join(f"{p!r}: {p}" for p in given),
                  "stored": "; ".join(f"self.{p} = {p}" for p in given), "first": given[0], "others": ", ".join(given[1:])}
        made = statements(head.format(**filled))
        body = [s for p in given if unpack for s in statements(unpack.format(p=p))] + function.body
        place = next(n for n in reversed([n for s in made for n in ast.walk(s)]) if isinstance(n, ast.FunctionDef)
                     and n.name.startswith("_run"))
        place.body = body
        function.body = statements(call.format(**filled))
        return [*made, function]
    return spelling


# -- expressions

_OPERATORS = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "truediv", ast.Pow: "pow", ast.FloorDiv: "floordiv",
              ast.Mod: "mod", ast.MatMult: "matmul"}


def expressions(change):
    """Expressions that are read, which `change` writes otherwise."""
    def spelling(function):
        found = []

        class Changed(ast.NodeTransformer):
            def visit(self, node):
                if isinstance(node, (ast.FunctionDef, ast.match_case)):
                    node.body = list(map(self.visit, node.body))
                    return node
                if isinstance(node, (ast.AnnAssign, ast.Lambda, ast.ClassDef)):
                    return node
                self.generic_visit(node)
                new = change(node) if isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load) else None
                found.extend([new] if new else [])
                return new or node
        function.body = list(map(Changed().visit, function.body))
        return [function] if found else None
    return spelling


def by_operators(e):
    if isinstance(e, ast.BinOp) and type(e.op) in _OPERATORS:
        return ast.Call(expression("_operator." + _OPERATORS[type(e.op)]), [e.left, e.right], [])
    if isinstance(e, ast.Subscript) and not isinstance(e.slice, (ast.Slice, ast.Tuple)):
        return ast.Call(expression("_operator.getitem"), [e.value, e.slice], [])


def by_getattr(e):
    if isinstance(e, ast.Attribute):
        return ast.Call(expression("getattr"), [e.value, ast.Constant(e.attr)], [])


def unpacked(e):
    if isinstance(e, ast.Call) and e.args and not any(isinstance(a, (ast.Starred, ast.GeneratorExp)) for a in e.args):
        return ast.Call(e.func, [ast.Starred(ast.Tuple(e.args, ast.Load()), ast.Load())], e.keywords)


SPELLINGS = {
    "variables in attributes": kept("_h = _types.SimpleNamespace()", "_h.{name}"),
    "variables in a dict": kept("_h = {}", "_h['{name}']"),
    "variables as items of an object": kept("_h = _Items()", "_h['{name}']"),
    "values through a function": passed("_same(_E)"),
    "values through a tuple": passed("(_E, None)[0]"),
    "values through a dict": passed("{'k': _E}['k']"),
    "values by a lambda": passed("(lambda: _E)()"),
    "values by a comprehension": passed("[_E for _q in (0,)][0]"),
    "values by a generator": passed("next(_E for _q in (0,))"),
    "values by a generator function": passed("next(_given(_E))"),
    "values by a starred argument": passed("_same(*[_E])"),
    "values by a keyword": passed("_same(**{'z': _E})"),
    "values by a condition": passed("_E if _true() else None"),
    "values by map": passed("list(map(_same, [_E]))[0]"),
    "values by a partial": passed("_functools.partial(_same, _E)()"),
    "values by a method": passed("_Box(_E).get()"),
    "values by an attribute": passed("_Box(_E).z"),
    "values by pop": passed("[_E].pop()"),
    "values by reduce": passed("_functools.reduce(lambda _a, _b: _b, [_E], None)"),
    "values among arguments": passed("(lambda _a, *_r, **_k: _a)(_E, 1, b=2)"),
    "values by zip": passed("list(zip([_E], [1]))[0][0]"),
    "values by recursion": passed("_down(_E, 2)"),
    "assignments as expressions": each(as_expression), "assignments by tuples": each(as_tuple),
    "assignments with a rest": each(with_rest), "loops by next": each(by_next), "branches by match": each(by_match),
    "branches the other way": each(negated), "branches with finally": each(finally_), "statements in loops": each(once),
    "statements in managers": each(within), "loops by functions": each(outlined),
    "body in try": around("try:\n pass\nfinally:\n _n = 0"), "body in a manager": around("with _contextlib.nullcontext():\n pass"),
    "body with a handler": around("try:\n pass\nexcept ZeroDivisionError:\n raise"),
    "body in a function": inner(False), "body in a generator": inner(True),
    "returned from a list": returning("_out.append(_E)\nreturn _out[0]", "_out = []"),
    "returned by an exception": returning("raise _Returned(_E)", caught=True),
    "arguments in a tuple": taken_out("def _run{n}(_p):\n {given}, = _p\n", "return _run{n}(({given},))", "{p}, = _p[:1]; _p = _p[1:]"),
    "arguments in a dict": taken_out("def _run{n}(_p):\n pass", "return _run{n}({{{pairs}}})", "{p} = _p['{p}']"),
    "arguments in an object": taken_out(
        "class _Run{n}:\n def __init__(self, {given}):\n  {stored}\n def _run(self):\n  pass", "return _Run{n}({given})._run()",
        "{p} = self.{p}"),
    "arguments in a dataclass": taken_out(
        "@_dataclasses.dataclass\nclass _Run{n}:\n    {fields}\n    def _run(self):\n        pass", "return _Run{n}({given})._run()",
        "{p} = self.{p}"),
    "arguments in a named tuple": taken_out(
        "_Named{n} = _collections.namedtuple('_Named{n}', {names!r})\ndef _run{n}(_p):\n pass", "return _run{n}(_Named{n}({given}))",
        "{p} = _p.{p}"),
    "by a partial": taken_out("def _run{n}({given}):\n pass", "return _functools.partial(_run{n}, {first})({others})"),
    "by a decorated function": taken_out("@_wrapped\ndef _run{n}({given}):\n pass", "return _run{n}({given})"),
    "by a table": taken_out("def _run{n}({given}):\n pass\n_table{n} = {{'f': _run{n}}}", "return _table{n}['f'](*[{given}])"),
    "by a comprehension": taken_out("def _run{n}({given}):\n pass", "return [_run{n}(*_args) for _args in [({given},)]][0]"),
    "by a coroutine": taken_out(
        "def _run{n}({given}):\n pass\ndef _co{n}():\n _args = yield\n while True:\n  _args = yield _run{n}(*_args)",
        "_c = _co{n}()\nnext(_c)\nreturn _c.send(({given},))"),
    "operators by functions": expressions(by_operators), "attributes by getattr": expressions(by_getattr),
    "arguments unpacked": expressions(unpacked),
}
