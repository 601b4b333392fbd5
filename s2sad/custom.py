"""Rules of the user's own: `rule`, `rule_for`, `zero_derivative`, `not_differentiable`, `stop_gradient`."""

import ast
import copy
import inspect
import sys
import types

from s2sad.frontend.build import tangent_of
from s2sad.rules.registry import Rule, name_of, parse_signature
from s2sad.rules.user import PairRule, Refusal, attach

_BINDING = (ast.Lambda, ast.NamedExpr, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Yield,
            ast.YieldFrom, ast.Await)


def rule(f=None, /, *, signature=None, **formulas):
    """Attach a derivative to a function, as one formula for each parameter.

        rule(erf, signature="x", x="2 / math.sqrt(math.pi) * math.exp(-x * x) * dx")

        @rule(x="n * x**(n - 1) * dx")
        def power(x, n): ...

    A formula is a Python expression in the function's own parameters; `dx`
    stands for the tangent of the parameter `x`, in which it must be linear, and
    `result` for what the function returned.  All other names mean what they mean in
    the module where the rule is written.  The tangent is the sum of the
    formulas of the parameters that depend on what is differentiated; one
    that has no formula must not.  The formula is written into generated code.

    Args:
        f: any function of numbers or arrays; left out, `rule` is a decorator.
        signature: the parameters, as in "x, n=2"; needed only for a function
            that Python knows no signature of.
        formulas: parameter → formula.

    Returns:
        f itself.

    Raises:
        TypeError, ValueError: a formula does not fit the function.
    """
    home = sys._getframe(1).f_globals
    if f is None:
        return lambda function: _rule(function, signature, formulas, home)
    return _rule(f, signature, formulas, home)


def _rule(f, signature, formulas, home):
    _check_callable(f, "rule")
    if not formulas:
        raise TypeError('rule() needs a formula for a parameter, as in x="2 * x * dx"')
    text = _signature_of(f, signature)
    arguments = parse_signature(text)
    names = _names(arguments)
    for parameter, formula in formulas.items():
        if parameter not in names:
            raise ValueError(f"{name_of(f)} has no parameter {parameter!r}; it has {', '.join(names) or 'none'}")
        _check_formula(f, parameter, formula, names, arguments)
    attach(f, Rule(name_of(f), text, "terms", dict(formulas), result=_how_to_find_kind(f), home=home))
    return f


def rule_for(f, /):
    """Attach a derivative to `f`, as a Python function that computes value and tangent together.

        @rule_for(solve)
        def solve_rule(a, b, *, da, db):
            x = solve(a, b)
            return x, solve(a, db - da @ x)

    The rule takes the parameters of `f`, and for each parameter `p` that `f`
    can be differentiated by a keyword-only one named `dp`, its tangent.  Where
    an argument does not depend on what is differentiated, its tangent is zero;
    if `dp` has a default, it is left out instead.  The rule returns `(v, dv)`: what `f` returns,
    and its tangent, of the same structure.  `v` shares memory with an argument
    only where `dv` shares it with that argument's tangent.  It is called in
    the place of `f`, and differentiated itself for higher derivatives.

    Args:
        f: any function.

    Returns:
        A decorator, which returns the rule as it is.

    Raises:
        TypeError, ValueError: the rule does not fit the function.
    """
    _check_callable(f, "rule_for")

    def attached(function):
        if not isinstance(function, types.FunctionType):
            raise TypeError(f"the rule for {name_of(f)} must be a Python function, not {function!r}")
        attach(f, _pair_rule(f, function))
        return function
    return attached


def _pair_rule(f, function):
    given = inspect.signature(function, follow_wrapped=False)
    own = [p for p in given.parameters.values()]
    values = {p.name for p in own if p.kind is not p.KEYWORD_ONLY}
    tangents = {}
    for p in own:
        if p.kind is p.KEYWORD_ONLY and p.name[:1] == "d":
            of = next((v for v in given.parameters if tangent_of(v) == p.name), p.name[1:])
            if of in values or of in given.parameters and of not in tangents.values():
                tangents[of] = p.name
    if not tangents:
        raise TypeError(f"{function.__name__} takes no tangent: a rule has a keyword-only parameter dx "
                        "for each parameter x that the function can be differentiated by")
    kept = [p.replace(annotation=p.empty) for p in own if p.name not in tangents.values()]
    if isinstance(f, types.FunctionType) or hasattr(f, "__wrapped__"):  # of others it may take the first parameters
        _check_same_parameters(f, function, inspect.signature(f), kept)
    optional = frozenset(p for p, d in tangents.items() if given.parameters[d].default is not inspect.Parameter.empty)
    arguments = parse_signature(_text_of(kept, lambda p: "None"))
    return PairRule(name_of(f), arguments, function, tangents, optional)


def _check_same_parameters(f, function, known, kept):
    def shape(p):
        positional = p.kind is p.POSITIONAL_ONLY or p.kind is p.POSITIONAL_OR_KEYWORD
        return None if p.kind is p.POSITIONAL_ONLY else p.name, "positional" if positional else p.kind

    expected = list(known.parameters.values())
    if [shape(p)[1] for p in expected] != [shape(p)[1] for p in kept] or any(
            p.kind is not p.POSITIONAL_ONLY and p.name != q.name for p, q in zip(expected, kept)):
        raise TypeError(f"{function.__name__} takes {', '.join(map(str, kept)) or 'nothing'}, "
                        f"but {name_of(f)} takes {', '.join(map(str, expected)) or 'nothing'}")
    for p, q in zip(expected, kept):
        if (p.default is p.empty) != (q.default is q.empty) or not _same_default(p.default, q.default):
            raise TypeError(f"{function.__name__} must have the default of {name_of(f)} for {p.name}")


def _same_default(a, b):
    if a is b:
        return True
    try:
        return type(a) is type(b) and bool(a == b)
    except (TypeError, ValueError):
        return False


def zero_derivative(f, /):
    """Declare that the derivative of `f` is zero: what it returns is a constant.

    For a function whose result is piecewise constant, or is meant to be held constant.
    It must return new values, not its arguments or views of them.
    Returns f itself, so that it serves as a decorator.

    Raises:
        TypeError: f is not callable.
    """
    _check_callable(f, "zero_derivative")
    home = sys._getframe(1).f_globals
    attach(f, Rule(name_of(f), "*args, **kwargs", "zero", result=_how_to_find_kind(f), home=home))
    return f


def not_differentiable(f=None, /, *, reason=None):
    """Declare that `f` must not be differentiated; the refusal gives this reason.

        @not_differentiable(reason="The table has no derivative.")
        def look_up(x): ...

    Returns f itself, or without f a decorator.  Calls of f on what does not depend
    on what is differentiated remain allowed.

    Raises:
        TypeError: f is not callable, or the reason is no text.
    """
    if reason is not None and not isinstance(reason, str):
        raise TypeError(f"the reason must be a sentence, not {reason!r}")
    if f is None:
        return lambda function: not_differentiable(function, reason=reason)
    _check_callable(f, "not_differentiable")
    attach(f, Refusal(name_of(f), reason or f"{name_of(f)} was declared not differentiable."))
    return f


def stop_gradient(x):
    """x itself, held constant: its derivative is zero.

    Numbers come back as they are, arrays and containers as copies, so that
    writing into the result does not write into x.

    >>> stop_gradient((2.0, [3.0]))
    (2.0, [3.0])
    """
    return copy.deepcopy(x)


# ------------------------------------------------------------------- checking

def _check_callable(f, called):
    if not callable(f):
        raise TypeError(f"{called}() needs a function, not {f!r}")
    if isinstance(f, types.MethodType):  # the object is made anew each time that the method is looked up
        function = f"{f.__qualname__}.__func__" if isinstance(f.__self__, type) else f.__qualname__
        raise TypeError(f"{called}() needs a function, not a bound method: take {function}, whose first parameter is "
                        "the object")


def _check_formula(f, parameter, formula, names, arguments):
    title = f"the formula for {parameter} of {name_of(f)}"
    if not isinstance(formula, str):
        raise TypeError(f"{title} must be a text, not {formula!r}")
    try:
        tree = ast.parse(formula.strip(), mode="eval")
    except SyntaxError as error:
        raise ValueError(f"{title} is no Python expression: {error.msg}: {formula!r}") from None
    used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    if any(isinstance(n, _BINDING) for n in ast.walk(tree)):
        raise ValueError(f"{title} must be made of operators, calls, conditions and displays: {formula!r}; "
                         "write a function for the rest, with rule_for or to be called in the formula")
    tangent = tangent_of(parameter)
    if tangent not in used:
        raise ValueError(f"{title} does not mention {tangent}: {formula!r}; "
                         f"a derivative that is zero is 0 * {tangent}")
    if not _may_be_linear(tree.body, tangent):
        raise ValueError(f"{title} is not linear in {tangent}: {formula!r}")
    for other in names:
        if "d" + other in names and "d" + other in used:
            raise ValueError(f"in {title} d{other} is both a parameter and the tangent of {other}: use rule_for")
        if other != parameter and "d" + other in used and "d" + other not in names:
            raise ValueError(f"{title} mentions d{other}, the tangent of another parameter: "
                             f"give {other} a formula of its own; the tangent is their sum")
    for name in used & set(names):
        default = _default(arguments, name)
        if isinstance(default, ast.Name):
            raise ValueError(f"{title} uses {name}, whose default is no literal: use rule_for")


def _may_be_linear(node, tangent):
    """Is an expression that mentions a tangent linear in it, as far as its operators tell?

    >>> [_may_be_linear(ast.parse(text, mode="eval").body, "dx") for text in ("-2 * x * dx / y + g(dx)", "x * dx**2", "dx + 1")]
    [True, False, False]
    """
    def mentions(part):
        return any(isinstance(n, ast.Name) and n.id == tangent for n in ast.walk(part))

    if not mentions(node):
        return isinstance(node, ast.Constant) and node.value == 0
    if isinstance(node, ast.UnaryOp):
        return _may_be_linear(node.operand, tangent)
    if not isinstance(node, ast.BinOp):
        return True  # a function, a condition, a display
    left, right = node.left, node.right
    if isinstance(node.op, (ast.Add, ast.Sub)):
        return _may_be_linear(left, tangent) and _may_be_linear(right, tangent)
    if isinstance(node.op, (ast.Mult, ast.MatMult)):
        return not (mentions(left) and mentions(right)) and _may_be_linear(left if mentions(left) else right, tangent)
    return isinstance(node.op, ast.Div) and not mentions(right) and _may_be_linear(left, tangent)


def _how_to_find_kind(f):
    """How the kind of the result is found: see `Rule`."""
    if isinstance(f, types.FunctionType):
        return "source"
    module = (getattr(f, "__module__", None) or ("numpy" if hasattr(f, "nin") else "")).partition(".")[0]
    known = sys.modules.get(getattr(f, "__module__", None) or "numpy")
    own = module in ("numpy", "scipy", "math", "cmath") and getattr(known, getattr(f, "__name__", ""), None) is f
    return "sample" if own else "unknown"


# ----------------------------------------------------------------- signatures

def _known_signature(f):
    try:
        return inspect.signature(f)
    except (TypeError, ValueError):
        return None


def _signature_of(f, written):
    """The parameters of a function as text, with the defaults that can be written."""
    if written is not None:
        try:
            parse_signature(written)
        except (SyntaxError, TypeError) as error:
            raise ValueError(f"signature must read as the parameters of a function, not {written!r}") from error
        return written
    if hasattr(f, "nin") and hasattr(f, "nout"):  # a ufunc
        return ", ".join(["x"] if f.nin == 1 else [f"x{i + 1}" for i in range(f.nin)])
    known = _known_signature(f)
    if known is None:
        raise ValueError(f'the parameters of {name_of(f)} are not known: name them, as in signature="x, n"')
    return _text_of([p.replace(annotation=p.empty) for p in known.parameters.values()], _literal)


def _literal(parameter):
    try:
        ast.literal_eval(repr(parameter.default))
        return repr(parameter.default)
    except (SyntaxError, ValueError):
        return "_no_literal"


def _text_of(parameters, default_text):
    """The parameters as they are written in a signature."""
    parts, slash, star = [], False, False
    for p in parameters:
        if slash and p.kind is not p.POSITIONAL_ONLY:
            parts.append("/")
            slash = False
        slash = slash or p.kind is p.POSITIONAL_ONLY
        if p.kind is p.KEYWORD_ONLY and not star:
            parts.append("*")
            star = True
        star = star or p.kind is p.VAR_POSITIONAL
        prefix = {p.VAR_POSITIONAL: "*", p.VAR_KEYWORD: "**"}.get(p.kind, "")
        parts.append(prefix + p.name + ("" if p.default is p.empty else f"={default_text(p)}"))
    return ", ".join(parts + ["/"] * slash)


def _names(arguments):
    groups = [*arguments.posonlyargs, *arguments.args, *([arguments.vararg] if arguments.vararg else []),
              *arguments.kwonlyargs, *([arguments.kwarg] if arguments.kwarg else [])]
    return [a.arg for a in groups]


def _default(arguments, name):
    positional = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
    defaults = dict(zip(positional[len(positional) - len(arguments.defaults):], arguments.defaults))
    defaults |= {a.arg: d for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults) if d is not None}
    return defaults.get(name)
