"""Rules for Python's own functions: builtins, `math`, `cmath`, `operator`.

Where Python divides by zero or overflows it raises; a tangent must not, where
the value itself did not, hence the conditions at the edges of some domains.
"""

import bisect
import copy

from s2sad.rules.originals import builtins, cmath, math, operator
from s2sad.rules.registry import Cases, elementwise, formula, linear, multilinear, refuse, zero
from s2sad.runtime.special import digamma, polygamma

# Builtins

elementwise(abs, "x", x=Cases("abs_tangent(x, dx, result)", array="np.where(x >= 0, dx, -dx)",
                              number="dx if x >= 0 else -dx"))
elementwise(pow, "base, exp, mod=None",
            base="0 * dbase if mod else power_base(base, exp) * dbase",
            exp="0 * dexp if mod else exponent_tangent(base, exp, dexp, result)")
# one formula for both, as terms that are tuples cannot be added up
elementwise(divmod, "*x", x="divmod_tangent(x, dx, result)")
formula(max, "*args, default=None", args="picked_tangent(args, dargs, result)")
formula(min, "*args, default=None", args="picked_tangent(args, dargs, result)")
linear(sum, "iterable, start=0", "iterable", "start")
formula(float, "x=0.0", x=Cases("as_float(dx)", number="float(dx)", array="float(dx)", scalar="float(dx)"))
linear(complex, "real=0, imag=0", "real", "imag")
zero(int, bool, round, len, isinstance, issubclass, callable, hasattr, all, any, print, range,
     str, repr, ascii, format, bytes, type, id, hash, ord, chr, bin, oct, hex, slice)

zero(bisect.bisect_left, bisect.bisect_right)
linear(copy.copy, "x", "x", result="copy")
linear(copy.deepcopy, "x", "x", result="copy")

# math: powers and logarithms

elementwise(math.sqrt, "x", x="0.5 * dx / result if result else dx * math.inf")
elementwise(math.cbrt, "x", x="dx / (3 * result**2) if result else dx * math.inf")
elementwise(math.exp, "x", x="result * dx")
elementwise(math.exp2, "x", x="result * math.log(2) * dx")
elementwise(math.expm1, "x", x="(result + 1) * dx")
elementwise(math.log, "x, base=None",
            x="dx / x / math.log(base) if base else dx / x",
            base="-result * dbase / base / math.log(base)")
elementwise(math.log2, "x", x="dx / (x * math.log(2))")
elementwise(math.log10, "x", x="dx / (x * math.log(10))")
elementwise(math.log1p, "x", x="dx / (1 + x)")
elementwise(math.pow, "x, y", x="power_base(x, y) * dx", y="exponent_tangent(x, y, dy, result)")

# math: trigonometric and hyperbolic functions

elementwise(math.sin, "x", x="math.cos(x) * dx")
elementwise(math.cos, "x", x="-math.sin(x) * dx")
elementwise(math.tan, "x", x="(1 + result**2) * dx")
elementwise(math.asin, "x",
            x="dx / math.sqrt((1 - x) * (1 + x)) if abs(x) != 1 else dx * math.inf")
elementwise(math.acos, "x",
            x="-dx / math.sqrt((1 - x) * (1 + x)) if abs(x) != 1 else -dx * math.inf")
elementwise(math.atan, "x", x="dx / (1 + x * x)")
elementwise(math.atan2, "y, x", y="polar_slope(x, y) * dy", x="-polar_slope(y, x) * dx")
elementwise(math.sinh, "x", x="math.cosh(x) * dx")
elementwise(math.cosh, "x", x="math.sinh(x) * dx")
elementwise(math.tanh, "x", x="(1 - result**2) * dx")
elementwise(math.asinh, "x", x="dx / math.hypot(1, x)")
elementwise(math.acosh, "x",
            x="dx / (math.sqrt(x - 1) * math.sqrt(x + 1)) if x != 1 else dx * math.inf")
elementwise(math.atanh, "x", x="dx / ((1 - x) * (1 + x))")
linear(math.degrees, "x", "x", elementwise=True)
linear(math.radians, "x", "x", elementwise=True)

# math: special functions

elementwise(math.gamma, "x", x="result * digamma(x) * dx")
elementwise(math.lgamma, "x", x="digamma(x) * dx")
elementwise(math.erf, "x", x="1.1283791670955126 * math.exp(-x * x) * dx")
elementwise(math.erfc, "x", x="-1.1283791670955126 * math.exp(-x * x) * dx")
elementwise(digamma, "x", x="polygamma(1, x) * dx")
elementwise(polygamma, "n, x", x="polygamma(n + 1, x) * dx")

# math: several numbers

formula(math.hypot, "*coordinates",
        coordinates="hypot_tangent(coordinates, dcoordinates, result)")
formula(math.dist, "p, q", p="dist_tangent(p, q, dp, result)", q="-dist_tangent(p, q, dq, result)")
linear(math.fsum, "seq", "seq")
formula(math.prod, "iterable, *, start=1", iterable="product_tangent(iterable, diterable, start)",
        start="math.prod(iterable) * dstart")
if hasattr(math, "sumprod"):  # Python 3.12
    multilinear(math.sumprod, "p, q", "p", "q")
if hasattr(math, "fma"):  # Python 3.13
    elementwise(math.fma, "x, y, z", x="dx * y", y="x * dy", z="dz")

# math: magnitude, remainders, parts of floating-point numbers

elementwise(math.fabs, "x", x="dx if x >= 0 else -dx")
elementwise(math.copysign, "x, y", x="math.copysign(1, x) * math.copysign(1, y) * dx", y="0 * dy")
# fmod(nan, 0) is nan, where the quotient would raise
elementwise(math.fmod, "x, y", x="dx", y="(result - x) / y * dy if y else result * dy")
elementwise(math.remainder, "x, y", x="dx", y="(result - x) / y * dy if y else result * dy")
elementwise(math.nextafter, "x, y", x="dx", y="0 * dy")
elementwise(math.modf, "x", x="(dx, 0 * dx)")
elementwise(math.frexp, "x", x="(result[0] / x * dx if x else dx, 0 * dx)")
elementwise(math.ldexp, "x, i", x="np.ldexp(dx, i)", i=None)  # math.ldexp(dx, i) might overflow and raise; i is an int
zero(math.floor, math.ceil, math.trunc, math.factorial, math.comb, math.perm, math.gcd, math.lcm,
     math.isqrt, math.ulp, math.isclose, math.isfinite, math.isinf, math.isnan)

# cmath, whose derivatives NumPy's functions give without raising

elementwise(cmath.sqrt, "x", x="dx / (2 * result) if result else dx * math.inf")
elementwise(cmath.exp, "x", x="result * dx")
elementwise(cmath.log, "x, base=None",
            x="dx / x / np.log(base + 0j) if base else dx / x",
            base="-result * dbase / base / np.log(base + 0j)")
elementwise(cmath.log10, "x", x="dx / (x * math.log(10))")
elementwise(cmath.sin, "x", x="np.cos(x) * dx")
elementwise(cmath.cos, "x", x="-np.sin(x) * dx")
elementwise(cmath.tan, "x", x="(1 + result * result) * dx")
elementwise(cmath.sinh, "x", x="np.cosh(x) * dx")
elementwise(cmath.cosh, "x", x="np.sinh(x) * dx")
elementwise(cmath.tanh, "x", x="(1 - result * result) * dx")
# by the result, which tells on which side of a branch cut it is
elementwise(cmath.asin, "x", x="np.divide(dx, np.cos(result))")
elementwise(cmath.acos, "x", x="-np.divide(dx, np.sin(result))")
elementwise(cmath.atan, "x", x="np.divide(dx, 1 + x * x)")
elementwise(cmath.asinh, "x", x="np.divide(dx, np.cosh(result))")
elementwise(cmath.acosh, "x", x="np.divide(dx, np.sinh(result))")
elementwise(cmath.atanh, "x", x="np.divide(dx, (1 - x) * (1 + x))")
elementwise(cmath.phase, "x", x="angle_tangent(x, dx)")
formula(cmath.polar, "x", x="(abs_tangent(x, dx, result[0]), angle_tangent(x, dx))")
elementwise(cmath.rect, "r, phi", r="np.exp(1j * phi) * dr", phi="1j * result * dphi")
zero(cmath.isclose, cmath.isfinite, cmath.isinf, cmath.isnan)

# operator: linear forms, for those that also join or repeat lists

linear(operator.add, "a, b", "a", "b")
linear(operator.sub, "a, b", "a", "b")
linear(operator.neg, "a", "a", elementwise=True)
linear(operator.pos, "a", "a", elementwise=True)
multilinear(operator.mul, "a, b", "a", "b")
multilinear(operator.matmul, "a, b", "a", "b")
elementwise(operator.truediv, "a, b", a="da / b", b="-result * db / b")
elementwise(operator.mod, "a, b", a="da", b="-(a // b) * db")
elementwise(operator.pow, "a, b", a="power_base(a, b) * da",
            b="exponent_tangent(a, b, db, result)")
elementwise(operator.abs, "a", a=Cases("abs_tangent(a, da, result)", array="np.where(a >= 0, da, -da)",
                                       number="da if a >= 0 else -da"))
linear(operator.getitem, "a, b", "a", view_of="a")
zero(operator.floordiv, operator.lt, operator.le, operator.eq, operator.ne, operator.gt,
     operator.ge, operator.not_, operator.truth, operator.is_, operator.is_not, operator.and_,
     operator.or_, operator.xor, operator.invert, operator.lshift, operator.rshift,
     operator.contains, operator.countOf, operator.indexOf, operator.index)

# Left out

for name in ("eval", "exec", "compile", "globals", "locals", "vars", "setattr", "delattr",
             "open", "input", "__import__", "memoryview", "bytearray"):
    refuse(getattr(builtins, name), "what it does cannot be read off the source",
           "writing it out, or computing it outside the function")
