"""Rules for scipy.special; registered when the program has imported it.

Formulas of the NIST Digital Library of Mathematical Functions (dlmf.nist.gov). A
derivative is written with functions that have rules themselves.
"""

import math

from scipy import special

from s2sad import runtime
from s2sad.rules.elementwise import quotient
from s2sad.rules.registry import RULES, Cases, NoDerivative, elementwise, formula, linear, refuse, zero
from s2sad.runtime import scipy_special

runtime.extend(scipy_special)

ORDER = NoDerivative("the derivative in the order or a shape parameter is no function of SciPy's",
                     "Keep that argument constant, or write the function as a series.")
REAL = NoDerivative("the derivative of a complex argument is no function of SciPy's", "Use real numbers.")


def known(name):
    """The function of that name, if this version of SciPy has it and it has no rule yet."""
    function = getattr(special, name, None)
    return function if function is not None and function not in RULES else None


def held(parameters):
    """No derivative in any of these."""
    return dict.fromkeys(parameters.replace(" ", "").split(","), ORDER)


# Gamma functions

elementwise(special.gamma, "x", x="result * special.digamma(x) * dx")
elementwise(special.gammaln, "x", x="special.digamma(x) * dx")
elementwise(special.loggamma, "x", x="special.digamma(x) * dx")
elementwise(special.rgamma, "x", x="rgamma_slope(x) * dx")
for name in ("digamma", "psi"):
    if known(name):
        elementwise(known(name), "x", x=Cases("special.polygamma(1, x) * dx", complex=REAL))
elementwise(special.polygamma, "n, x", n=ORDER, x="special.polygamma(n + 1, x) * dx")
elementwise(special.zeta, "x, q=None", x=ORDER, q="-x * special.zeta(x + 1, q) * dq")
elementwise(special.multigammaln, "a, d", a="multigammaln_slope(a, d) * da", d=ORDER)
elementwise(special.beta, "a, b", a="result * (special.digamma(a) - special.digamma(a + b)) * da",
            b="result * (special.digamma(b) - special.digamma(a + b)) * db")
elementwise(special.betaln, "a, b", a="(special.digamma(a) - special.digamma(a + b)) * da",
            b="(special.digamma(b) - special.digamma(a + b)) * db")
elementwise(special.poch, "z, m", z="poch_slope(z, m, result) * dz",
            m="result * special.digamma(z + m) * dm")
elementwise(special.binom, "n, k", n="binom_upper_slope(n, k, result) * dn",
            k="binom_lower_slope(n, k, result) * dk")
elementwise(special.factorial, "n", n="factorial_slope(n, result) * dn")
zero(special.gammasgn)
for name in ("comb", "perm"):
    refuse(getattr(special, name), "it counts, and is zero outside of its domain",
           "special.binom or special.poch, which have derivatives")
for name in ("factorial2", "factorialk"):
    refuse(getattr(special, name), "it is defined for integers", "special.gamma")

# Incomplete gamma and beta functions, and the distributions made of them

GAMMA_DENSITY = "np.exp(special.xlogy({a} - 1, {x}) - {x} - special.gammaln({a}))"
BETA_DENSITY = "np.exp(special.xlogy({a} - 1, {x}) + special.xlog1py({b} - 1, -{x}) - special.betaln({a}, {b}))"
gamma_slope, beta_slope = GAMMA_DENSITY.format(a="a", x="x"), BETA_DENSITY.format(a="a", b="b", x="x")
elementwise(special.gammainc, "a, x", a=ORDER, x=f"{gamma_slope} * dx")
elementwise(special.gammaincc, "a, x", a=ORDER, x=f"-{gamma_slope} * dx")
elementwise(special.gammaincinv, "a, y", a=ORDER, y=f"dy / {GAMMA_DENSITY.format(a='a', x='result')}")
elementwise(special.gammainccinv, "a, y", a=ORDER, y=f"-dy / {GAMMA_DENSITY.format(a='a', x='result')}")
elementwise(special.betainc, "a, b, x", **held("a, b"), x=f"{beta_slope} * dx")
elementwise(special.betaincinv, "a, b, y", **held("a, b"),
            y=f"dy / {BETA_DENSITY.format(a='a', b='b', x='result')}")
if known("betaincc"):  # SciPy 1.11
    elementwise(special.betaincc, "a, b, x", **held("a, b"), x=f"-{beta_slope} * dx")
    elementwise(special.betainccinv, "a, b, y", **held("a, b"),
                y=f"-dy / {BETA_DENSITY.format(a='a', b='b', x='result')}")
half = GAMMA_DENSITY.format(a="(v / 2)", x="(x / 2)")
elementwise(special.chdtr, "v, x", v=ORDER, x=f"{half} / 2 * dx")
elementwise(special.chdtrc, "v, x", v=ORDER, x=f"-{half} / 2 * dx")
elementwise(special.chdtri, "v, p", v=ORDER,
            p=f"-2 * dp / {GAMMA_DENSITY.format(a='(v / 2)', x='(result / 2)')}")
scaled = GAMMA_DENSITY.format(a="b", x="(a * x)")
elementwise(special.gdtr, "a, b, x", a=f"x * {scaled} * da", b=ORDER, x=f"a * {scaled} * dx")
elementwise(special.gdtrc, "a, b, x", a=f"-x * {scaled} * da", b=ORDER, x=f"-a * {scaled} * dx")
elementwise(special.pdtr, "k, m", k=ORDER, m=f"-{GAMMA_DENSITY.format(a='(np.floor(k) + 1)', x='m')} * dm")
elementwise(special.pdtrc, "k, m", k=ORDER, m=f"{GAMMA_DENSITY.format(a='(np.floor(k) + 1)', x='m')} * dm")
elementwise(special.stdtr, "df, t", df=ORDER, t="student_density(df, t) * dt")
elementwise(special.stdtrit, "df, p", df=ORDER, p="dp / student_density(df, result)")
elementwise(special.fdtr, "dfn, dfd, x", **held("dfn, dfd"), x="fisher_density(dfn, dfd, x) * dx")
elementwise(special.fdtrc, "dfn, dfd, x", **held("dfn, dfd"), x="-fisher_density(dfn, dfd, x) * dx")
elementwise(special.fdtri, "dfn, dfd, p", **held("dfn, dfd"), p="dp / fisher_density(dfn, dfd, result)")

# The error function and the normal distribution

TWO_OVER_ROOT_PI = repr(2 / math.sqrt(math.pi))
ROOT_HALF_PI = repr(math.sqrt(math.pi / 2))
ROOT_TWO_PI = repr(math.sqrt(2 * math.pi))
NORMAL = f"np.exp(-x * x / 2) / {ROOT_TWO_PI}"
elementwise(special.erf, "x", x=f"{TWO_OVER_ROOT_PI} * np.exp(-x * x) * dx")
elementwise(special.erfc, "x", x=f"-{TWO_OVER_ROOT_PI} * np.exp(-x * x) * dx")
elementwise(special.erfi, "x", x=f"{TWO_OVER_ROOT_PI} * np.exp(x * x) * dx")
elementwise(special.erfcx, "x", x="erfcx_slope(x, result) * dx")
elementwise(special.dawsn, "x", x="dawsn_slope(x, result) * dx")
elementwise(special.wofz, "z", z="wofz_slope(z, result) * dz")
elementwise(special.erfinv, "y", y=f"{math.sqrt(math.pi) / 2!r} * np.exp(result**2) * dy")
elementwise(special.erfcinv, "y", y=f"-{math.sqrt(math.pi) / 2!r} * np.exp(result**2) * dy")
elementwise(special.ndtr, "x", x=f"{NORMAL} * dx")
# the density over the distribution, where both may underflow
elementwise(special.log_ndtr, "x", x=f"dx / ({ROOT_HALF_PI} * special.erfcx(-x / {math.sqrt(2)!r}))")
elementwise(special.ndtri, "y", y=f"{ROOT_TWO_PI} * np.exp(result**2 / 2) * dy")
elementwise(special.ndtri_exp, "y", y=f"{ROOT_HALF_PI} * special.erfcx(-result / {math.sqrt(2)!r}) * dy")
elementwise(special.owens_t, "h, a",
            h=f"-np.exp(-h * h / 2) * special.erf(a * h / {math.sqrt(2)!r}) / {2 * math.sqrt(2 * math.pi)!r} * dh",
            a=f"np.exp(-h * h * (1 + a * a) / 2) / ({2 * math.pi!r} * (1 + a * a)) * da")
elementwise(special.fresnel, "x", x="(np.sin(np.pi / 2 * x * x) * dx, np.cos(np.pi / 2 * x * x) * dx)")
elementwise(special.voigt_profile, "x, sigma, gamma", x="np.real(voigt_slope(x, sigma, gamma)) * dx",
            gamma="-np.imag(voigt_slope(x, sigma, gamma)) * dgamma",
            sigma="voigt_width_slope(x, sigma, gamma, result) * dsigma")

# Logistic functions, entropies and losses

elementwise(special.expit, "x", x="result * special.expit(-x) * dx")
elementwise(special.logit, "x", x=quotient("dx", "(x * (1 - x))"))
elementwise(special.log_expit, "x", x="special.expit(-x) * dx")
if known("softplus"):
    elementwise(special.softplus, "x", x="special.expit(x) * dx")
formula(special.softmax, "x, axis=None", x="result * (dx - np.sum(result * dx, axis=axis, keepdims=True))")
formula(special.log_softmax, "x, axis=None", x="dx - np.sum(np.exp(result) * dx, axis=axis, keepdims=True)")
formula(special.logsumexp, "a, axis=None, b=None, keepdims=False, return_sign=False",
        a="logsumexp_tangent(a, da, result, ...)", b="logsumexp_weights_tangent(db, result, ...)")
elementwise(special.xlogy, "x, y", x="np.log(y) * dx", y="share_of_log(x, y) * dy")
elementwise(special.xlog1py, "x, y", x="np.log1p(y) * dx", y="share_of_log(x, 1 + y) * dy")
elementwise(special.entr, "x", x="-(np.log(x) + 1) * dx")
elementwise(special.rel_entr, "x, y", x="(np.log(np.divide(x, y)) + 1) * dx", y="-np.divide(x, y) * dy")
elementwise(special.kl_div, "x, y", x="np.log(np.divide(x, y)) * dx", y="(1 - np.divide(x, y)) * dy")
elementwise(special.huber, "delta, r", delta="np.maximum(np.abs(r) - delta, 0) * ddelta",
            r="np.clip(r, -delta, delta) * dr")
elementwise(special.pseudo_huber, "delta, r",
            delta="result**2 / (delta**3 * np.hypot(1, r / delta)) * ddelta", r="r / np.hypot(1, r / delta) * dr")

# Powers, exponentials and trigonometric functions

elementwise(special.cbrt, "x", x="dx / (3 * result**2)")
elementwise(special.exp2, "x", x="result * math.log(2) * dx")
elementwise(special.exp10, "x", x="result * math.log(10) * dx")
elementwise(special.expm1, "x", x="(result + 1) * dx")
elementwise(special.exprel, "x", x="exprel_slope(x) * dx")
elementwise(special.log1p, "x", x=quotient("dx", "(1 + x)"))
elementwise(special.powm1, "x, y", x="power_base(x, y) * dx", y="power_exponent(x, y, result + 1) * dy")
elementwise(special.boxcox, "x, lmbda", x="np.power(x, lmbda - 1.0) * dx",
            lmbda="boxcox_slope(np.log(x), lmbda, result) * dlmbda")
elementwise(special.boxcox1p, "x, lmbda", x="np.exp((lmbda - 1) * np.log1p(x)) * dx",
            lmbda="boxcox_slope(np.log1p(x), lmbda, result) * dlmbda")
elementwise(special.inv_boxcox, "y, lmbda", y="np.power(result, 1.0 - lmbda) * dy",
            lmbda="result * inv_boxcox_slope(y, lmbda) * dlmbda")
elementwise(special.inv_boxcox1p, "y, lmbda", y="np.power(1 + result, 1.0 - lmbda) * dy",
            lmbda="(1 + result) * inv_boxcox_slope(y, lmbda) * dlmbda")
elementwise(special.cosm1, "x", x="-np.sin(x) * dx")
elementwise(special.sindg, "x", x=f"{math.pi / 180!r} * special.cosdg(x) * dx")
elementwise(special.cosdg, "x", x=f"-{math.pi / 180!r} * special.sindg(x) * dx")
elementwise(special.tandg, "x", x=f"{math.pi / 180!r} * (1 + result**2) * dx")
elementwise(special.cotdg, "x", x=f"-{math.pi / 180!r} * (1 + result**2) * dx")
linear(special.radian, "d, m, s", "d", "m", "s", elementwise=True)
zero(special.round)

# Exponential and logarithmic integrals

elementwise(special.exp1, "z", z="-np.exp(-z) / z * dz")
elementwise(special.expi, "x", x="np.exp(x) / x * dx")
elementwise(special.expn, "n, x", n=ORDER, x="expn_slope(n, x, result) * dx")
elementwise(special.sici, "x", x="(np.sinc(x / np.pi) * dx, np.cos(x) / x * dx)")
elementwise(special.shichi, "x", x="(sinhc(x) * dx, np.cosh(x) / x * dx)")
elementwise(special.spence, "z", z="spence_slope(z) * dz")
elementwise(special.lambertw, "z, k=0, tol=1e-8", z="np.exp(-result) / (1 + result) * dz")
elementwise(special.wrightomega, "z", z="result / (1 + result) * dz")

# Bessel functions: differences of those of the neighbouring orders

elementwise(special.j0, "x", x="-special.j1(x) * dx")
elementwise(special.j1, "x", x="(special.j0(x) - special.jv(2, x)) / 2 * dx")
elementwise(special.y0, "x", x="-special.y1(x) * dx")
elementwise(special.y1, "x", x="(special.y0(x) - special.yv(2, x)) / 2 * dx")
elementwise(special.i0, "x", x="special.i1(x) * dx")
elementwise(special.i1, "x", x="(special.i0(x) + special.iv(2, x)) / 2 * dx")
elementwise(special.k0, "x", x="-special.k1(x) * dx")
elementwise(special.k1, "x", x="-(special.k0(x) + special.kv(2, x)) / 2 * dx")
for name in ("jv", "jn", "yv", "hankel1", "hankel2"):
    if known(name):
        elementwise(known(name), "v, z", v=ORDER,
                    z=f"(special.{name}(v - 1, z) - special.{name}(v + 1, z)) / 2 * dz")
# these take the whole part of their order
elementwise(special.yn, "n, x", n=ORDER, x="(special.yv(np.trunc(n) - 1.0, x) - special.yv(np.trunc(n) + 1.0, x)) / 2 * dx")
elementwise(special.iv, "v, z", v=ORDER, z="(special.iv(v - 1, z) + special.iv(v + 1, z)) / 2 * dz")
elementwise(special.kv, "v, z", v=ORDER, z="-(special.kv(v - 1, z) + special.kv(v + 1, z)) / 2 * dz")
elementwise(special.kn, "n, x", n=ORDER, x="-(special.kv(np.trunc(n) - 1.0, x) + special.kv(np.trunc(n) + 1.0, x)) / 2 * dx")

# ... scaled by exponentials
elementwise(special.i0e, "x", x="(special.i1e(x) - np.sign(x) * result) * dx")
elementwise(special.i1e, "x", x="((special.i0e(x) + special.ive(2, x)) / 2 - np.sign(x) * result) * dx")
elementwise(special.k0e, "x", x="(result - special.k1e(x)) * dx")
elementwise(special.k1e, "x", x="(result - (special.k0e(x) + special.kve(2, x)) / 2) * dx")
slope = "(special.ive(v - 1, z) + special.ive(v + 1, z)) / 2"
elementwise(special.ive, "v, z", v=ORDER, z=Cases(
    f"{slope} * dz - np.sign(np.real(z)) * result * np.real(dz)", number=f"({slope} - np.sign(z) * result) * dz",
    array=f"({slope} - np.sign(z) * result) * dz"))
for name in ("jve", "yve"):
    slope = f"(special.{name}(v - 1, z) - special.{name}(v + 1, z)) / 2"
    elementwise(known(name), "v, z", v=ORDER, z=Cases(
        f"{slope} * dz - np.sign(np.imag(z)) * result * np.imag(dz)", number=f"{slope} * dz", array=f"{slope} * dz"))
elementwise(special.kve, "v, z", v=ORDER, z="(result - (special.kve(v - 1, z) + special.kve(v + 1, z)) / 2) * dz")
elementwise(special.hankel1e, "v, z", v=ORDER,
            z="((special.hankel1e(v - 1, z) - special.hankel1e(v + 1, z)) / 2 - 1j * result) * dz")
elementwise(special.hankel2e, "v, z", v=ORDER,
            z="((special.hankel2e(v - 1, z) - special.hankel2e(v + 1, z)) / 2 + 1j * result) * dz")

# ... their derivatives, spherical ones, and integrals of them
for name in ("jvp", "yvp", "ivp", "kvp", "h1vp", "h2vp"):
    elementwise(known(name), "v, z, n=1", v=ORDER, n=ORDER, z=f"special.{name}(v, z, n + 1) * dz")
for name, sign, joined in (("jn", "", "-"), ("yn", "", "-"), ("in", "", "+"), ("kn", "-", "+")):
    function = f"special.spherical_{name}"
    below, above = f"{function}(n - (n != 0), z, True)", f"{function}(n + 1, z, True)"
    elementwise(getattr(special, f"spherical_{name}"), "n, z, derivative=False", n=ORDER,
                z=f"{sign}(n * {below} {joined} (n + 1) * {above}) / (2 * n + 1) * dz if derivative "
                  f"else {function}(n, z, True) * dz")
elementwise(special.itj0y0, "x", x="(special.j0(x) * dx, special.y0(x) * dx)")
elementwise(special.iti0k0, "x", x="(special.i0(x) * dx, special.k0(x) * dx)")

# Airy, Struve and Kelvin functions

elementwise(special.airy, "z", z="(result[1] * dz, z * result[0] * dz, result[3] * dz, z * result[2] * dz)")
elementwise(special.airye, "z", z=Cases("airye_tangent(z, dz, result)", complex=REAL))
elementwise(special.struve, "v, x", v=ORDER, x="struve_slope(v, x) * dx")
elementwise(special.modstruve, "v, x", v=ORDER, x="modstruve_slope(v, x) * dx")
elementwise(special.itstruve0, "x", x="special.struve(0, x) * dx")
elementwise(special.itmodstruve0, "x", x="special.modstruve(0, x) * dx")
for name in ("ber", "bei", "ker", "kei"):
    elementwise(known(name), "x", x=f"special.{name}p(x) * dx")
for name, other, limit in (("ber", "-special.bei", 0.0), ("bei", "special.ber", 0.5)):
    elementwise(known(name + "p"), "x", x=f"({other}(x) - kelvin_share(x, result, {limit})) * dx")
for name, other in (("ker", "-special.kei"), ("kei", "special.ker")):
    elementwise(known(name + "p"), "x", x=f"({other}(x) - result / x) * dx")

# Elliptic integrals and functions

elementwise(special.ellipk, "m", m="ellipk_slope(m) * dm")
elementwise(special.ellipkm1, "p", p="ellipkm1_slope(p) * dp")
elementwise(special.ellipe, "m", m="ellipe_slope(m) * dm")
elementwise(special.ellipkinc, "phi, m", phi="dphi / np.sqrt(1 - m * np.sin(phi)**2)",
            m="ellipkinc_slope(phi, m) * dm")
elementwise(special.ellipeinc, "phi, m", phi="np.sqrt(1 - m * np.sin(phi)**2) * dphi",
            m="ellipeinc_slope(phi, m) * dm")
elementwise(special.ellipj, "u, m", m=ORDER, u="(result[1] * result[2] * du, -result[0] * result[2] * du, "
            "-m * result[0] * result[1] * du, result[2] * du)")
elementwise(special.elliprf, "x, y, z", x="-special.elliprd(y, z, x) / 6 * dx",
            y="-special.elliprd(z, x, y) / 6 * dy", z="-special.elliprd(x, y, z) / 6 * dz")
elementwise(special.elliprc, "x, y", x="-special.elliprd(y, y, x) / 6 * dx",
            y="-special.elliprd(x, y, y) / 3 * dy")

# Hypergeometric functions

elementwise(special.hyp0f1, "v, z", v=ORDER, z="special.hyp0f1(v + 1, z) / v * dz")
elementwise(special.hyp1f1, "a, b, x", **held("a, b"), x="a / b * special.hyp1f1(a + 1, b + 1, x) * dx")
elementwise(special.hyp2f1, "a, b, c, z", **held("a, b, c"),
            z="a * b / c * special.hyp2f1(a + 1, b + 1, c + 1, z) * dz")
elementwise(special.hyperu, "a, b, x", **held("a, b"), x="-a * special.hyperu(a + 1, b + 1, x) * dx")

# Orthogonal polynomials: of degree n - 1; of degree 0 the derivative is 0

elementwise(special.eval_jacobi, "n, alpha, beta, x", **held("n, alpha, beta"),
            x="(n + alpha + beta + 1) / 2 * (n != 0) * special.eval_jacobi(n - 1, alpha + 1, beta + 1, x) * dx")
elementwise(special.eval_legendre, "n, x", n=ORDER,
            x="(n + 1) / 2 * (n != 0) * special.eval_jacobi(n - 1, 1, 1, x) * dx")
elementwise(special.eval_sh_legendre, "n, x", n=ORDER,
            x="(n + 1) * (n != 0) * special.eval_jacobi(n - 1, 1, 1, 2 * x - 1) * dx")
elementwise(special.eval_sh_jacobi, "n, p, q, x", **held("n, p, q"),
            x="n * special.eval_sh_jacobi(n - (n != 0), p + 2, q + 1, x) * dx")
elementwise(special.eval_gegenbauer, "n, alpha, x", **held("n, alpha"),
            x="2 * alpha * special.eval_gegenbauer(n - 1, alpha + 1, x) * dx")
elementwise(special.eval_chebyt, "n, x", n=ORDER, x="n * special.eval_chebyu(n - 1, x) * dx")
elementwise(special.eval_chebyu, "n, x", n=ORDER, x="2 * special.eval_gegenbauer(n - 1, 2, x) * dx")
elementwise(special.eval_chebyc, "n, x", n=ORDER, x="n * special.eval_chebys(n - 1, x) * dx")
elementwise(special.eval_chebys, "n, x", n=ORDER, x="special.eval_gegenbauer(n - 1, 2, x / 2) * dx")
elementwise(special.eval_sh_chebyt, "n, x", n=ORDER, x="2 * n * special.eval_sh_chebyu(n - 1, x) * dx")
elementwise(special.eval_sh_chebyu, "n, x", n=ORDER, x="4 * special.eval_gegenbauer(n - 1, 2, 2 * x - 1) * dx")
elementwise(special.eval_laguerre, "n, x", n=ORDER, x="-special.eval_genlaguerre(n - 1, 1, x) * dx")
elementwise(special.eval_genlaguerre, "n, alpha, x", **held("n, alpha"),
            x="-special.eval_genlaguerre(n - 1, alpha + 1, x) * dx")
elementwise(special.eval_hermite, "n, x", n=ORDER,
            x="2 * n * special.eval_hermite(np.int64(n - (n != 0)), x) * dx")
elementwise(special.eval_hermitenorm, "n, x", n=ORDER,
            x="n * special.eval_hermitenorm(np.int64(n - (n != 0)), x) * dx")

# Functions on the sphere: degrees and orders are whole numbers
elementwise(special.lpmv, "m, v, x", m=None, v=ORDER,
            x="(v * x * result - (v + m) * special.lpmv(m, v - 1, x)) / (x * x - 1) * dx")
if known("sph_harm_y"):
    elementwise(special.sph_harm_y, "n, m, theta, phi", n=None, m=None, theta="sph_harm_y_slope(n, m, theta, phi) * dtheta",
                phi="1j * m * result * dphi")
