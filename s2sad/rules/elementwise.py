"""Rules for NumPy's ufuncs and other functions that work element by element.

At kinks they follow JAX.  `0 * dx` says that a parameter has no influence
where the derivative exists.
"""

from s2sad.rules.originals import np
from s2sad.rules.registry import (
    ATTRIBUTES, METHODS, RULES, Cases, Rule, elementwise, formula, linear, method, refuse, zero)
from s2sad.runtime.special import bessel_i, sinc_derivative


def quotient(a, b):
    """`a / b`, which for Python numbers must not raise where `b` is 0."""
    return Cases(f"np.divide({a}, {b})", array=f"{a} / {b}", scalar=f"{a} / {b}")


# Arithmetic

elementwise(np.add, "x1, x2", x1="dx1", x2="dx2")
elementwise(np.subtract, "x1, x2", x1="dx1", x2="-dx2")
elementwise(np.multiply, "x1, x2", x1="dx1 * x2", x2="x1 * dx2")
elementwise(np.divide, "x1, x2", x1=quotient("dx1", "x2"), x2="-result * dx2 / x2")
elementwise(np.negative, "x", x="-dx")
elementwise(np.positive, "x", x=Cases("np.positive(dx)", number="dx", array="+dx"))
elementwise(np.reciprocal, "x", x="-result**2 * dx")
elementwise(np.square, "x", x="2 * x * dx")
elementwise(np.power, "x1, x2", x1="power_base(x1, x2) * dx1",
            x2="exponent_tangent(x1, x2, dx2, result)")
elementwise(np.float_power, "x1, x2", x1="x2 * np.float_power(x1, exponent_below(x1, x2, float)) * dx1",
            x2="exponent_tangent(x1, x2, dx2, result)")
elementwise(np.remainder, "x1, x2", x1="dx1", x2="-np.floor_divide(x1, x2) * dx2")
elementwise(np.fmod, "x1, x2", x1="dx1", x2="(result - x1) / x2 * dx2")
# one formula for both, as terms that are tuples cannot be added up
elementwise(np.divmod, "*x", x="divmod_tangent(x, dx, result)")
zero(np.floor_divide)

# Exponentials and logarithms

elementwise(np.exp, "x", x="result * dx")
elementwise(np.exp2, "x", x="result * math.log(2) * dx")
elementwise(np.expm1, "x", x="(result + 1) * dx")
elementwise(np.log, "x", x=quotient("dx", "x"))
elementwise(np.log2, "x", x=quotient("dx", "(x * math.log(2))"))
elementwise(np.log10, "x", x=quotient("dx", "(x * math.log(10))"))
elementwise(np.log1p, "x", x=quotient("dx", "(1 + x)"))
elementwise(np.sqrt, "x", x="dx / (2 * result)")
elementwise(np.cbrt, "x", x="dx / (3 * result**2)")
elementwise(np.logaddexp, "x1, x2", x1="np.exp(x1 - result) * dx1", x2="np.exp(x2 - result) * dx2")
elementwise(np.logaddexp2, "x1, x2", x1="np.exp2(x1 - result) * dx1",
            x2="np.exp2(x2 - result) * dx2")
elementwise(np.emath.sqrt, "x", result="unknown", x="dx / (2 * result)")
elementwise(np.emath.log, "x", result="unknown", x=quotient("dx", "x"))
elementwise(np.emath.log2, "x", result="unknown", x=quotient("dx", "(x * math.log(2))"))
elementwise(np.emath.log10, "x", result="unknown", x=quotient("dx", "(x * math.log(10))"))

# Trigonometric and hyperbolic functions

elementwise(np.sin, "x", x="np.cos(x) * dx")
elementwise(np.cos, "x", x="-np.sin(x) * dx")
elementwise(np.tan, "x", x="(1 + result**2) * dx")
ROOT = "np.sqrt((1 - x) * (1 + x))"
elementwise(np.arcsin, "x", x=Cases("arcsin_slope(x, result) * dx", number=f"dx / {ROOT}", array=f"dx / {ROOT}"))
elementwise(np.arccos, "x", x=Cases("arccos_slope(x, result) * dx", number=f"-dx / {ROOT}", array=f"-dx / {ROOT}"))
elementwise(np.arctan, "x", x="dx / (1 + x * x)")
elementwise(np.arctan2, "x1, x2", x1="x2 * dx1 / np.hypot(x1, x2)**2",
            x2="-x1 * dx2 / np.hypot(x1, x2)**2")
elementwise(np.hypot, "x1, x2", x1="hypot_slope(x1, result) * dx1",
            x2="hypot_slope(x2, result) * dx2")
elementwise(np.sinh, "x", x="np.cosh(x) * dx")
elementwise(np.cosh, "x", x="np.sinh(x) * dx")
elementwise(np.tanh, "x", x="(1 - result**2) * dx")
elementwise(np.arcsinh, "x", x="dx / np.cosh(result)")  # sqrt(1 + x^2) would overflow
# one root of the product has another branch cut, and would overflow
elementwise(np.arccosh, "x", x="dx / (np.sqrt(x - 1) * np.sqrt(x + 1))")
elementwise(np.arctanh, "x", x=quotient("dx", "((1 - x) * (1 + x))"))
elementwise(np.emath.arcsin, "x", result="unknown", x="arcsin_slope(x, result) * dx")
elementwise(np.emath.arccos, "x", result="unknown", x="arccos_slope(x, result) * dx")
elementwise(np.emath.arctanh, "x", result="unknown", x=quotient("dx", "((1 - x) * (1 + x))"))
elementwise(np.emath.logn, "n, x", result="unknown", x="np.divide(dx, x) / np.emath.log(n)",
            n="-result * np.divide(dn, n) / np.emath.log(n)")
elementwise(np.emath.power, "x, p", result="unknown", x="power_base(in_field_of(result, x), p) * dx",
            p="exponent_tangent(in_field_of(result, x), p, dp, result)")
linear(np.deg2rad, "x", "x", elementwise=True)
linear(np.rad2deg, "x", "x", elementwise=True)
linear(np.radians, "x", "x", elementwise=True)
linear(np.degrees, "x", "x", elementwise=True)
elementwise(np.sinc, "x", x="sinc_derivative(1, x) * dx")
elementwise(sinc_derivative, "n, x", x="sinc_derivative(n + 1, x) * dx")
elementwise(np.i0, "x", x="bessel_i(1, x) * dx")
formula(np.kaiser, "M, beta", beta="kaiser_tangent(M, beta, dbeta, result)")
elementwise(bessel_i, "n, x", x="(bessel_i(n - 1, x) + bessel_i(n + 1, x)) / 2 * dx")

# Magnitude and sign

elementwise(np.absolute, "x", x=Cases("abs_tangent(x, dx, result)", number="dx if x >= 0 else -dx",
                                      array="np.where(x >= 0, dx, -dx)"))
elementwise(np.fabs, "x", x=Cases("abs_tangent(x, dx, result)", number="dx if x >= 0 else -dx",
                                  array="np.where(x >= 0, dx, -dx)"))
elementwise(np.sign, "x", x=Cases("sign_tangent(x, dx, result)", number="0 * dx", array="0 * dx"))
elementwise(np.copysign, "x1, x2", x2="0 * dx2",
            x1="np.where(np.signbit(x1) == np.signbit(x2), dx1, -dx1)[()]")
elementwise(np.heaviside, "x1, x2", x1="0 * dx1", 
            x2=Cases("np.where(x1 == 0, dx2, 0)[()]", number="dx2 if x1 == 0 else 0 * dx2"))
elementwise(np.nextafter, "x1, x2", x1="dx1", x2="0 * dx2")

# Complex numbers

linear(np.conjugate, "x", "x", elementwise=True)
linear(np.real, "val", "val", view_of="val")
linear(np.imag, "val", "val", view_of="val")
elementwise(np.angle, "z, deg=False", z="angle_tangent(z, dz, deg)")
formula(np.real_if_close, "a, tol=100", view_of="a", result="unknown",
        a="np.asarray(da) if np.iscomplexobj(result) else np.real(np.asarray(da))")
ATTRIBUTES["real"] = ATTRIBUTES["imag"] = "linear"

# Selection


def winner(a, b, order):
    """The tangent of `a` where `a order b`, half of it in a tie; complex where only `b` is."""
    arrays = f"above({a}, {b}, d{a})" if order == ">" else f"above({b}, {a}, d{a})"
    # NumPy orders complex numbers, Python's own have no order
    wins = f"np.{'greater' if order == '>' else 'less'}({a}, {b})"
    return Cases(f"like(np.where({wins}, d{a}, np.where({a} == {b}, d{a} / 2, 0))[()], result)", array=arrays,
                 number=f"d{a} if {a} {order} {b} else d{a} / 2 if {a} == {b} else 0 * d{a}")


elementwise(np.maximum, "x1, x2", x1=winner("x1", "x2", ">"), x2=winner("x2", "x1", ">"))
elementwise(np.minimum, "x1, x2", x1=winner("x1", "x2", "<"), x2=winner("x2", "x1", "<"))
# these pass over a NaN, and in a tie JAX lets the second win
for fn, order in ((np.fmax, ">"), (np.fmin, "<")):
    first = f"(x1 {order} x2) | np.isnan(x2)"
    wins = f"np.{'greater' if order == '>' else 'less'}(x1, x2) | np.isnan(x2)"
    elementwise(fn, "x1, x2",
                x1=Cases(f"like(np.where({wins}, dx1, 0)[()], result)", array=f"np.where({wins}, dx1, 0)[()]",
                         number=f"dx1 if {first} else 0 * dx1"),
                x2=Cases(f"like(np.where({wins}, 0, dx2)[()], result)", array=f"np.where({wins}, 0, dx2)[()]",
                         number=f"0 * dx2 if {first} else dx2"))
elementwise(np.clip, "a, a_min=None, a_max=None, out=None, *, min=None, max=None",
            a="clip_tangent(a, da, ...)",
            a_min="clip_min_tangent(a_min, da_min, ...)", min="clip_min_tangent(min, dmin, ...)",
            a_max="clip_max_tangent(a_max, da_max, ...)", max="clip_max_tangent(max, dmax, ...)")
linear(np.where, "condition, x=None, y=None, /", "x", "y", elementwise=True)
elementwise(np.nan_to_num, "x, copy=True, nan=0.0, posinf=None, neginf=None",
            x=Cases("nan_to_num_tangent(x, dx)", number="dx if np.isfinite(x) else 0 * dx",
                    array="np.where(np.isfinite(x), dx, 0)"),
            nan="where_part(np.isnan, x, dnan)", posinf="where_part(np.isposinf, x, dposinf)",
            neginf="where_part(np.isneginf, x, dneginf)")
formula(np.unwrap, "p, discont=None, axis=-1, *, period=6.283185307179586", p="dp",
        period="like((result - p) / period * dperiod, result)")
formula(np.interp, "x, xp, fp, left=None, right=None, period=None",
        x="periodic_slope(x, xp, fp, period) * dx if period else interp_slope(x, xp, fp) * dx",
        xp="-periodic_slope(x, xp, fp, period) * periodic_interp(x, xp, dxp, period) if period "
           "else -interp_slope(x, xp, fp) * np.interp(x, xp, dxp)",
        fp="periodic_interp(x, xp, dfp, period) if period else interp_values_tangent(dfp, ...)",
        left="like(0 * dleft if period else np.less(x, xp[0]) * dleft, result)",
        right="like(0 * dright if period else np.greater(x, xp[-1]) * dright, result)")

# Parts of floating-point numbers

elementwise(np.modf, "x", x="(np.positive(dx), 0 * dx)")
elementwise(np.frexp, "x", x="(np.ldexp(dx, -result[1]), 0.0 * result[1])")
elementwise(np.ldexp, "x1, x2", x1="np.ldexp(dx1, x2)", x2=None)

# Conversions: `np.float32(x)`

for kind in (np.float16, np.float32, np.float64, np.longdouble,
             np.complex64, np.complex128, np.clongdouble):
    if kind not in RULES:
        linear(kind, "x=0", "x", view_of="x", elementwise=True)
for kind in (np.bool_, np.int8, np.int16, np.int32, np.int64, np.longlong, np.intp,
             np.uint8, np.uint16, np.uint32, np.uint64, np.ulonglong, np.uintp):
    if kind not in RULES:
        zero(kind)

# Piecewise constant, or no number

zero(*{np.round, np.around}, signature="a, decimals=0, out=None")
zero(*{np.fix, np.isposinf, np.isneginf} - set(RULES), signature="x, out=None")
zero(np.floor, np.ceil, np.trunc, np.rint, np.spacing, np.signbit, np.isfinite, np.isinf, np.isnan, np.isnat,
     np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal,
     np.logical_and, np.logical_or, np.logical_xor, np.logical_not,
     np.bitwise_and, np.bitwise_or, np.bitwise_xor, np.invert, np.left_shift, np.right_shift,
     np.gcd, np.lcm, np.isclose, np.allclose, np.array_equal, np.array_equiv,
     np.isreal, np.iscomplex)
if hasattr(np, "bitwise_count"):
    zero(np.bitwise_count)

# Methods

for name in ("conj", "conjugate"):  # which return an array of real numbers itself
    METHODS[name] = Rule(f"ndarray.{name}", "x", "linear", linear=("x",), elementwise=True, view_of="x")
method("clip", np.clip, "a, a_min=None, a_max=None, out=None, *, min=None, max=None")
method("round", np.round, "a, decimals=0, out=None")

# Left out

refuse(np.frompyfunc, "it makes a ufunc of Python objects", "the Python function, or np.vectorize")
