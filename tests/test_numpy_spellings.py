"""NumPy's functions and methods that return something, with their keywords, in every spelling."""

import pytest

from tests import reference
from tests.spellings import cases

AXES = (("", "n V M T L C 0"), (", 1", "M T"), (", axis=0", "M C"), (", axis=(0, -1)", "T"), (", axis=None", "M"),
        (", -1, keepdims=True", "M"), (", keepdims=True", "M"))


def reductions(names, extra=()):
    for f in names:
        for rest, points in (*AXES, *extra):
            if f in ("median", "nanmedian", "average"):
                rest = rest.replace(", -1, keep", ", axis=-1, keep")
            elif f in ("nansum", "nanprod", "nanmean", "sum", "prod", "mean", "var", "std", "nanvar", "nanstd"):
                rest = rest.replace(", -1, keep", ", axis=-1, keep")
            else:
                rest = rest.replace(", -1, keep", ", axis=-1, keep")
            yield f"np.{f}(x{rest})", points


def real(points):
    return " ".join(p for p in points.split() if p not in "C")


REDUCTIONS = [
    *reductions(("sum", "mean", "prod"), ((", dtype=complex", "M"), (", where=x.real > 0", "M C"), (", 0, None, None, True", "M"))),
    *reductions(("var", "std"), ((", ddof=1", "M C"), (", axis=1, ddof=1", "M"), (", 0, None, None, 1", "M"), (", where=x.real < 1", "M"))),
    *((t, real(p)) for t, p in reductions(("max", "min", "amax", "ptp", "median"))),
    *((t.replace("x", "x", 1), p) for t, p in reductions(("nansum", "nanmean", "nanprod", "nanstd", "nanvar"))),
    *((t, real(p)) for t, p in reductions(("nanmax", "nanmin", "nanmedian"))),
    *((f"np.{f}(x{rest})", "N") for f in ("nansum", "nanmean", "nanprod", "nanmax", "nanmin", "nanmedian", "nanvar", "nanstd")
      for rest in ("", ", axis=1", ", axis=0, keepdims=True")),
    ("np.nancumsum(x)", "N"), ("np.nancumprod(x, 1)", "N"), ("np.nanquantile(x, 0.3)", "N"), ("np.nanpercentile(x, [20, 60], axis=1)", "N"),
    ("np.sum(x, initial=x[0])", "V"), ("np.sum(x, initial=2.0)", "V"), ("np.prod(x, initial=x[0])", "V"), ("np.max(x, initial=0.1)", "V"),
    ("np.min(x, initial=x[0] * 3, where=x > 0)", "V"), ("np.sum(x.T, 0, dtype='f8')", "M"), ("x.sum()", "M C n".replace(" n", "")),
    ("x.sum(0)", "M"), ("x.mean(axis=1, keepdims=True)", "M"), ("x.var(0, None, None, 1)", "M"), ("x.std(ddof=1, axis=-1)", "M C"),
    ("x.prod(1)", "M"), ("x.max()", "M"), ("x.min(0, None, True)", "M"), ("x.cumsum()", "M"), ("x.cumprod(0)", "M C"), ("np.cumsum(x, 0)", "M C L"),
    ("np.cumprod(x)", "M C L"), ("np.cumsum(x, axis=1, dtype=complex)", "M"), ("x.max(initial=0.4, where=x < 1)", "M"),
    ("np.cumulative_sum(x, axis=1)", "M"), ("np.cumulative_sum(x, axis=0, include_initial=True)", "M"), ("np.cumulative_prod(x, axis=1)", "M"),
    ("np.cumulative_prod(x, axis=1, include_initial=True)", "M"),
    ("np.average(x)", "M C L"), ("np.average(x, 0)", "M"), ("np.average(x, axis=1, weights=[1.0, 2.0, 0.5])", "M C"), ("np.average(x, weights=y * y + 1)", "M"),
    ("np.average(y, weights=x * x + 1)", "M"), ("np.average(x, 1, x[0] * x[0])", "M"), ("np.average(x, axis=0, weights=x * x, keepdims=True)", "M"),
    *((f"np.{f}(x, {q})", "V M") for f, q in (("quantile", "0.3"), ("quantile", "[0.1, 0.63]"), ("percentile", "30"), ("percentile", "[10, 63], axis=-1"),
                                             ("nanquantile", "0.3, axis=0"), ("nanpercentile", "[20, 60]"))),
    *((f"np.quantile(x, 0.37, axis={a}, method='{m}')", "M") for a in (0, 1, None) for m in (
        "linear", "lower", "higher", "nearest", "midpoint", "inverted_cdf", "averaged_inverted_cdf", "closest_observation",
        "interpolated_inverted_cdf", "hazen", "weibull", "median_unbiased", "normal_unbiased")),
    ("np.percentile(x, 37.0, method='hazen', keepdims=True)", "M"), ("np.quantile(y, x[0] * 0.1 + 0.3)", "V"), ("np.percentile(y, x[0] * 10 + 30)", "V"),
    ("np.quantile(x, 0.4, axis=(0, 2), keepdims=True)", "T"), ("np.median(x, axis=(0, 1))", "T"),
    ("np.quantile(x, 0.4, weights=np.array([1.0, 2.0, 0.5, 1.0, 3.0]), method='inverted_cdf')", "V"),
    ("np.quantile(x, [0.4, 0.8], axis=1, weights=np.array([1.0, 2.0, 0.5]), method='inverted_cdf')", "M"),
    ("np.ptp(x, 0)", "M"), ("np.argmax(x) * x", "M"), ("np.count_nonzero(x > 0) * x", "M"), ("np.all(x > 0, axis=0) * x", "M"),
    ("np.max(x, axis=())", "M"), ("np.sum(x, axis=())", "M"), ("np.mean(x, axis=-2)", "T"), ("np.sum(x)", "E"), ("np.sum(x, 0)", "E"), ("np.prod(x, 1)", "E"),
]
DIFFERENCES = [
    ("np.diff(x)", "V M C L"), ("np.diff(x, 2, 0)", "S"), ("np.diff(x, prepend=0.0)", "V M"), ("np.diff(x, append=x[:1], axis=0)", "M"), ("np.diff(x, n=0)", "V"),
    ("np.ediff1d(x)", "V M L"), ("np.ediff1d(x, to_end=x[0], to_begin=[1.0, 2.0])", "V"), ("np.gradient(x)", "V S"), ("np.gradient(x, 0.3)", "V"),
    ("np.gradient(x, 0.3, 0.5)", "S"), ("np.gradient(x, 0.3, axis=1)", "S C"), ("np.gradient(x, np.array([0.0, 0.4, 1.1]), axis=0)", "S"),
    ("np.gradient(x, edge_order=2)", "V"), ("np.gradient(y, x[0])", "V"), ("np.gradient(x, x[0])", "V"), ("np.gradient(y, x)", "I"), ("np.gradient(x * x, x, edge_order=2)", "I"),
    ("np.gradient(x, x[0, :2] , 0.7, axis=(0, 1))", "S"), ("np.gradient(y, x[0, 0], np.array([0.0, 0.4, 1.1]))", "S"),
    ("np.trapezoid(x)", "V M C L"), ("np.trapezoid(x, dx=0.3)", "V"), ("np.trapezoid(x, x * x)", "I"), ("np.trapezoid(y, x)", "I"), ("np.trapezoid(x, np.arange(2.0), axis=0)", "M"),
    ("np.trapezoid(y, dx=x[0])", "V"), ("np.trapezoid(y, None, x[0])", "V"),
    ("n = None; return np.trapezoid(y, n, x[0])", "V"), ("np.trapezoid(x, y, dx=x[0])", "I"), ("np.trapezoid(y, y, dx=x[0]) * x", "I"), ("np.cross(x, y)", "M"), ("np.interp(x, [0.0, 1.0, 3.0], [2.0, 3.0, 1.0])", "I n L"), ("np.interp([0.2, 1.7, 2.0], x, x * x)", "I"),
    ("np.interp(0.9, [0.0, 1.0, 3.0], [x, 2.0, x])", "n"), ("np.interp(x, [0.0, 1.0, 3.0], [2.0, 3.0, 1.0], left=x[0], right=7.0)", "V I"),
    ("np.interp(x, [0.0, 1.0, 3.0], [2.0, 3.0, 1.0], period=4.0)", "V I n"), ("np.interp(y, x, x * x, period=5.0)", "I"), ("np.interp(x, y, y * y)", "I"), ("np.interp(x, [0.0, 1.0], [1j, 2.0])", "I"),
    ("np.unwrap(x * 4)", "V M"), ("np.unwrap(x * 4, axis=0, period=3.0)", "M"), ("np.convolve(x, y)", "V C W".replace(" C", "")), ("np.convolve(x, [1.0, 2.0, 1.0], 'same')", "V"),
    ("np.convolve([1.0, 2.0], x, mode='valid')", "V L"), ("np.correlate(x, y)", "V W"), ("np.correlate(x, [1.0, 2.0], 'full')", "V"), ("np.correlate([1.0, 2.0j], x, 'full')", "W"),
    ("np.bincount([0, 1, 1, 3, 0], x)", "V"), ("np.bincount([0, 1, 1, 3, 0], weights=x, minlength=6)", "V", {"double": True}),
    ("np.histogram([0.1, 0.5, 0.5, 0.9, 0.7], 3, weights=x)", "V"), ("np.histogram([0.1, 0.5, 0.5, 0.9, 0.7], bins=[0.0, 0.5, 0.6, 1.0], weights=x, density=True)", "V", {"double": True}),
    ("np.histogram(x, 3)", "V"), ("np.histogram(x, 3, density=True)", "V"), ("np.histogram(x, [-3.0, 0.0, 3.0])", "V"), ("np.histogram(y, x, weights=x[:6])", "I"),
    ("np.histogram(y, np.array([-5.0, 0.0, 2.0]) * x[0], density=True)", "I"), ("np.histogram(x, 3, (-2.5, 2.5))", "V"), ("np.histogram_bin_edges(x, 4)", "V"),
    ("np.digitize(x, [0.0, 1.0]) * x", "V"), ("np.searchsorted([0.0, 1.0], x) * x", "V"),
]
POLYNOMIALS = [
    ("np.polyval(x, 1.5)", "V L"), ("np.polyval([1.0, 2.0, 3.0], x)", "V M C n"), ("np.polyval(x, x)", "V W"), ("np.polyadd(x, [1.0, 2.0])", "V"), ("np.polysub(x, y[1:])", "V"),
    ("np.polymul(x, x)", "V W"), ("np.polydiv(x, [1.0, 2.0, 0.5])", "V"), ("np.polydiv(x, y[2:])", "V W", {"double": True}), ("np.polydiv([1.0, 2.0, 3.0, 4.0], x[:2])", "V", {"double": True}), ("np.polydiv(x * x, x[3:])", "V"),
    ("np.polyder(x)", "V"), ("np.polyder(x, 2)", "V"), ("np.polyint(x)", "V"), ("np.polyint(x, 2, [x[0], 1.0])", "V"), ("np.polyint(x, k=2.0)", "V"),
    ("np.roots(x)", "W I"), ("np.roots([1.0, x, -2.0])", "n"), ("np.roots(x[:3])", "V"), ("np.poly(x)", "V W L"), ("np.poly(x)", "H D"), ("np.poly([x, 2.0, -1.0])", "n"),
    ("np.polyfit(x, y * y, 1)", "V"), ("np.polyfit([0.0, 1.0, 2.0, 3.0, 4.0], x, 2)", "V"), ("np.polyfit(x, np.stack([x * x * x, y], 1), 2)", "I"), ("np.polyfit(x, x * x * x, 2, w=x * x + 1)", "I"),
    ("np.polyfit(y, x, 1, cov=True)", "I"), ("np.polyfit(x, x**3, 1, cov=True)", "I"), ("np.polyfit(x, x**3, 1, w=y + 1, cov='unscaled')", "I"), ("np.polyfit(y, x**3, 1, full=True)[0]", "I"),
    ("np.polyfit(x, x**3, 1, full=True)", "I"), ("np.vander(x)", "V W L"), ("np.vander(x, 3, True)", "V"), ("np.cov(x)", "M C V"), ("np.cov(x, y * y, rowvar=False, ddof=0)", "M"), ("np.cov(x, bias=True)", "M"),
    ("np.cov(x, aweights=[1.0, 2.0, 0.5])", "M"), ("np.cov(x, fweights=[1, 2, 1])", "M"), 
    ("np.cov(x, dtype='f8')", "M"), ("np.corrcoef(x * x)", "S"), ("np.corrcoef(x, y * y, rowvar=False)", "S"),
]
SETS = [
    ("np.unique(x)", "V M C L"), ("np.unique(np.concatenate([x, x]))", "V"), ("np.unique(x, return_index=True)[0]", "V"), ("np.unique(x, return_index=True, return_inverse=True, return_counts=True)", "V"),
    ("np.unique(x, True)[0]", "V"), ("np.unique(np.vstack([x, x]), axis=0)", "M"), ("np.unique(x, axis=1, return_counts=True)", "M"), ("np.unique_values(x)", "V"),
    ("np.union1d(x, y)", "V"), ("np.union1d(x, [x[0], 9.0])", "V"), ("np.intersect1d(x, x[1:3])", "V"), ("np.intersect1d(np.append(y, x[:2]), x)", "V"), ("np.setdiff1d(x, x[1:3])", "V"), ("np.setdiff1d(y, x)", "V"),
    ("np.setxor1d(x, np.append(x[1:3], y[0]))", "V"), ("np.isin(x, [x[0], 2.0]) * x", "V"), ("np.intersect1d(x, x[1:3], True)", "V"), ("np.intersect1d(x, x[1:3], return_indices=True)", "V"),
    ("np.trim_zeros(np.append(x, 0.0))", "V"), ("np.extract(x > 0, x)", "M"), ("np.compress([True, False, True], x, axis=1)", "M"), ("x.compress([True, False, True], 1)", "M"),
    ("np.choose([0, 1, 0, 1, 1], [x, y])", "V"), ("np.choose([0, 3, 0, 1, 1], [x, y], mode='wrap')", "V"), ("np.array([0, 1, 0, 1, 1]).choose([x, y])", "V"), ("np.select([x > 1, x > 0], [x * x, y], x[0])", "V"),
    ("np.select([x > 1], [x], default=2.0)", "V M"), ("np.take(x, [0, 1, 1], 1)", "M"), ("np.take(x, [0, 7], mode='clip')", "M"), ("x.take([0, -1], axis=-1, mode='wrap')", "M C"),
    ("np.take_along_axis(x, np.argsort(x, 1), 1)", "M"), ("np.where(x > 0, x, y)", "M"), ("np.where(x > 0, x, 2.0)", "M C".replace(" C", "")), ("np.where(True, x, y)", "n M"), ("x[np.where(x > 0)]", "M"),
    ("np.r_[x, y]", "V"), ("np.r_[x, 1.0, 2.0]", "V"), ("np.r_[x[0], x]", "V"), ("np.r_[0:3, x]", "V"), ("np.r_['0,2', x, y]", "V"), ("np.r_['-1', x, y]", "M"), ("np.r_[x, x]", "M"),
    ("np.c_[x, y]", "V M"), ("np.c_[x, x * x, np.ones(5)]", "V"), ("np.c_[x, [1, 2, 3, 4, 5]]", "V"), ("np.s_[0:2]; return x[np.s_[0:2]]".replace("np.s_[0:2]; ", ""), "V"), ("x[np.index_exp[0:2]]", "V"), ("np.mgrid[0:3] * x", "n"), ("np.ogrid[0:3, 0:2][0] * x", "n"),
    ("np.r_[1:x.size:1j * 3] * x[0]", "V"), ("np.r_[x * 2]", "V n"), ("np.c_[x]", "V"), ("a = np.r_[x, x]; a[0] = 3.0; return a", "V"), ("x[np.ix_([0, 1], [0, 2])]", "M C"),
]
EMATH = [
    *((f"np.emath.{f}(x)", "n M z C P") for f in ("sqrt", "log", "log2", "log10", "arccos", "arcsin", "arctanh")), ("np.emath.power(x, 3)", "M"), ("np.emath.power(x, 0.5)", "M P"), ("np.emath.power(x, x)", "P M"),
    ("np.emath.logn(2, x)", "P M"), ("np.emath.logn(x, 3.0)", "P"), ("np.emath.arccos(x / 3)", "M"), ("np.kaiser(5, x)", "n"), ("np.kaiser(0.7, x)", "n"), ("np.sinc(x)", "M 0"), ("np.i0(x)", "M"), ("np.angle(x)", "C"), ("np.angle(x, deg=True)", "C z"),
    ("np.real_if_close(x)", "C M"), ("np.nan_to_num(x, nan=1.0)", "N C"), ("np.nan_to_num(x, copy=True)", "M"), ("np.real(x)", "C M"), ("np.imag(x)", "C"), ("x.real", "C M"), ("x.imag * x.real", "C"), ("np.conj(x)", "C M"), ("x.conj()", "C M"),
    ("x.conjugate() * x", "C"), ("np.abs(x)", "C M"), ("np.sign(x) * x", "C M"), ("np.clip(x, -0.5, 0.5)", "M"), ("np.clip(x, None, x[0])", "M"), ("np.clip(a=x, a_min=-0.5, a_max=y)", "M"),
    ("np.clip(x, min=-0.5, max=0.7)", "M"), ("x.clip(-0.5)", "M"), ("x.clip(min=-0.5, max=0.5)", "M"), ("np.heaviside(x, 0.5) * x", "M"), ("np.copysign(x, y)", "M"), ("np.float32(x) * 2", "n", {"tol": 1e-3}), ("np.round(x, 1) + x", "M C"),
    ("np.logaddexp(x, y)", "M"), ("np.float_power(x, 2.5)", "P C"), ("np.power(x, 2)", "M C"), ("np.power(x, y)", "P C"), ("np.fmod(x, 0.7)", "M"), ("np.ldexp(x, 3)", "M"), ("np.frexp(x)[0]", "M"), ("np.modf(x)", "M"), ("np.divmod(x, 0.3)", "M"),
]
POLYNOMIALS += [("np.polyfit(x, y * y, 1)", "W"), ("np.polyfit(y.real, x, 1, cov=True)", "W"), ("np.polyval(x, x)", "S"),
                ("np.polyfit(x, x**3, 1, w=y.real + 3, cov='unscaled')", "W")]
REDUCTIONS += [("np.quantile(x, 0.37, axis=1, method='hazen')", "T"), ("np.quantile(x, [0.3, 0.7], axis=(0, 2), method='weibull')", "T"),
               ("np.median(x, keepdims=True)", "n"), *((f"np.{f}(x, axis=0)", "n 0 z") for f in ("prod", "cumprod", "sum", "var"))]
DIFFERENCES += [("np.gradient(x * x, np.array([3, 1, 7], 'u1'), axis=0)", "S"), ("np.gradient(np.array([3, 1, 7, 2, 9], 'u1'), x)", "V")]
# What else moves the result: weights, what NaNs are replaced by, what arrays are padded with
ARGUMENTS = [
    # weights along several axes, in any order of theirs; keywords of the functions that pass over NaN; a mean that is given
    ("np.average(x, axis=(0, 2), weights=y[:, 0] * y[:, 0])", "T"), ("np.average(y, axis=(2, 0), weights=(x[:, 0] * x[:, 0]).T)", "T"),
    ("np.average(y, axis=(-1, 0, 1), weights=np.transpose(x * x, (2, 0, 1)), returned=True)", "T"),
    *((f"np.{f}(x, axis=0, where=[True, False, True])", "N") for f in ("nansum", "nanmean", "nanprod", "nanvar", "nanstd")),
    *((f"np.{f}(x, axis=1, initial=x[0, 0], where=x < 2)", "N") for f in ("nansum", "nanprod")),
    *((f"{f}mean=x[:, :1] * 2)", "M C") for f in ("np.var(x, axis=1, ", "np.std(x, 1, ", "np.var(y, axis=1, ", "x.std(axis=1, ", "x.var(axis=1, keepdims=True, ")),
    *((f"np.{f}(x, mean=1.5, correction=1, where=x < 2)", "M") for f in ("var", "std", "nanvar", "nanstd")),
    *((f"np.{f}(x, axis=1, mean=x[:, :1] * 2)", "N") for f in ("nanvar", "nanstd")),
    # of complex numbers where real ones are asked for
    *((f"np.{f}(x, dtype=float)", "C", {"order": 1}) for f in ("var", "std", "nanvar", "cov", "corrcoef")),
    # the larger of a real number and a complex one has a complex tangent
    *((f"np.{f}({a})", "V n") for f in ("maximum", "minimum", "fmax", "fmin") for a in ("x, 0.5 + 1j", "np.array([-0.5j, 2, 1, 3, 0.5]), x")),
    ("np.divmod(x, np.array([1, 2, 3, 1, 2], np.uint8))", "V"), ("divmod(x, np.array([True]))", "V"),
    ("np.average(x, returned=True)", "V M C"),
    ("np.average(x, axis=0, weights=[1.0, 2.0], returned=True)", "M"),
    ("np.average(x, axis=1, weights=x * x, returned=True)", "M"),
    ("np.average(x, 1, [1.0, 2.0, 5.0], True)", "M C"),
    ("np.average(x, axis=1, weights=x[0] * x[0], returned=True, keepdims=True)", "M"),
    ("np.average([1.0, 2.0, 5.0, 3.0, 4.0], weights=x * x, returned=True)", "V"),
    ("np.average(x, returned=False)", "V M C"),
    ("a, w = np.average(x, axis=0, weights=y * y, returned=True); return a * w", "M"),
    ("np.cov(x, aweights=x[0] ** 2)", "M"),
    ("np.cov([[1.0, 2.0, 4.0], [0.5, 0.1, 0.8]], aweights=x[0] ** 2 + 1)", "M"),
    ("np.cov(x, y * y, aweights=x[0] ** 2, ddof=0)", "M"),
    ("np.cov(x, fweights=[1, 2, 1], aweights=x[0] ** 2)", "M"),
    ("np.cov(x, y * y, fweights=[1, 2, 1], aweights=x[0] ** 2, ddof=2)", "M"),
    ("np.corrcoef([1.0, 2.0, 4.0, 3.0, 0.5], x)", "V"),
    ("np.nan_to_num(x, nan=x[0, 0])", "N"),
    ("np.nan_to_num(x / np.array([1.0, 0.0, 1.0]), posinf=x[0, 0], neginf=x[1, 0] * 2)", "M"),
    ("np.nan_to_num([1.0, np.nan, np.inf], nan=x, posinf=2 * x)", "n"),
    ("np.nan_to_num(np.array([1.0 + 1j * np.inf, np.nan, np.nan * 1j]), nan=x, posinf=2 * x)", "n"),
    ("np.nan_to_num(np.nan, nan=x)", "n"),
    ("np.histogram(x, 3, (-1.0, 1.5), weights=x * x, density=True)[0]", "V", {"double": True}),
    ("np.histogram(x, 3, (-1.0, 1.5), weights=x, density=False)[0]", "V"),
    ("np.histogram(x, [-1.0, 0.0, 1.5], weights=x, density=True)[0]", "V", {"double": True}),
    ("np.histogram2d(x, y, bins=2, weights=x * x)[0]", "V"),
    ("np.histogram2d([0.1, 0.3, 0.9, 0.8, 0.5], [0.1, 0.9, 0.8, 0.7, 0.2], bins=2, weights=x)[0]", "V"),
    ("np.histogram2d([0.1, 0.3, 0.9, 0.8, 0.5], [0.1, 0.9, 0.8, 0.7, 0.2], bins=2, weights=x * x, density=True)", "V", {"double": True}),
    ("np.histogram2d(x, y * y, bins=2)", "V"),
    ("np.histogram2d(x, y * y, bins=(2, 3), density=True)", "V"),
    ("np.histogram2d(x, y * y, bins=[2, 3], weights=x, density=True)", "V", {"double": True}),
    ("np.histogram2d(x, x * x, bins=[-3.0, 0.0, 3.0], weights=x)", "V"),
    ("np.histogram2d(x, x * x, bins=[-3.0, 0.0, 3.0], weights=x, density=True)", "V", {"double": True}),
    ("np.histogram2d(x, x * x, bins=[[-3.0, 0.0, 3.0], 4], weights=x)", "V"),
    ("np.histogram2d(y, y * y, bins=np.array([-5.0, 0.0, 4.0]) * x[0], weights=y + 3, density=True)", "V", {"double": True}),
    ("np.histogram2d(y, y * y, bins=[np.array([-5.0, 0.0, 4.0]) * x[0], np.array([-5.0, 0.0, 4.0]) * x[1] ** 2], weights=y + 3, density=True)", "I", {"double": True}),
    ("np.histogram2d(x, y * y, bins=2, range=[[-1.0, 3], [-1.0, 2.0]], weights=x * x, density=True)", "V", {"double": True}),
    ("np.histogramdd(np.array([[0.1, 0.3], [0.9, 0.8], [0.5, 0.1], [0.2, 0.7], [0.9, 0.1]]), bins=2, weights=x)[0]", "V"),
    ("np.histogramdd(x, bins=2, weights=x[:, 0] ** 2)", "S"),
    ("np.histogramdd(x, bins=(2, 3, 2), density=True)", "S"),
    ("np.histogramdd((x, y, x * y), bins=2, weights=x, density=True)", "V", {"double": True}),
    ("np.histogramdd([x, y * y], bins=2, weights=x)", "V"),
    ("np.histogramdd(x, bins=2)", "V"),
    ("H, e = np.histogramdd(x, bins=2); return e[0] * x[0, 0]", "S"),
    ("np.pad(x, 2, mode='median')", "V M T"),
    ("np.pad(x, 2, mode='median', stat_length=2)", "V M"),
    ("np.pad(x, ((1, 0), (2, 3)), mode='median', stat_length=(2, 1))", "M"),
    ("np.pad(x, {0: (1, 1)}, mode='median')", "M"),
    ("np.pad(x, {-1: 2}, mode='median')", "M"),
    ("np.interp(7.0, y, y * y, left=x[1], right=x[2])", "I"),
    ("np.interp(-7.0, y, y * y, left=x[1] * x[1], right=x[2])", "I"),
    ("np.interp([-7.0, 2.0, 9.0], y, y * y, left=x[1] * x[1], right=x[2])", "I"),
    ("np.interp(x * 1.0, x * x, x, left=None, right=None, period=None)", "I"),
    ("np.interp([-7.0, 2.0, 9.0], [0, 1.0], [2, 3.0], left=x[1] * x[1], right=x[2])", "I"),
    ("np.unwrap(x * 3, period=x[0] + 5)", "V"),
    ("np.unwrap(x * 3, period=x[0, 0] + 5, axis=0)", "M"),
    ("np.pad(x, 2)", "V M"),
    ("np.pad(x, (1, 2), 'edge')", "V M"),
    ("np.pad(x, 2, mode='linear_ramp')", "V M"),
    ("np.pad(x, 2, mode='linear_ramp', end_values=(x[0], 2.0))", "V"),
    ("np.pad(x, 2, mode='maximum')", "V M"),
    ("np.pad(x, 2, mode='minimum', stat_length=2)", "V M"),
    ("np.pad(x, 2, mode='mean')", "V M"),
    ("np.pad(x, 2, mode='mean', stat_length=((2, 3),))", "V"),
    ("np.pad(x, 2, mode='reflect')", "V M"),
    ("np.pad(x, 2, mode='reflect', reflect_type='odd')", "V M"),
    ("np.pad(x, 2, mode='symmetric')", "V M"),
    ("np.pad(x, 2, mode='symmetric', reflect_type='odd')", "V M"),
    ("np.pad(x, 2, mode='wrap')", "V M"),
    ("np.pad(x, 7, mode='reflect')", "V"),
    ("np.pad(x, ((0, 1), (2, 0)), constant_values=((1, 2), (3, x[0, 0])))", "M"),
    ("np.pad(x, 2, constant_values=x[0])", "V"),
    ("np.pad(x, {0: (1, 1)})", "M"),
    ("mode = 'edge' if x[0] > 0 else 'wrap'; return np.pad(x, 2, mode)", "V"),
    ("np.interp(x, xp=[0.0, 1.0, 3.0], fp=[2.0, 3.0, 1.0])", "I n"),
    ("np.interp(x[0], y, y * y, left=x[1], right=x[2])", "I"),
    ("np.unwrap(x * 3, discont=1.0)", "V"),
    ("np.unwrap(x * 3, None, 0)", "M"),
    ("np.unwrap(p=x * 9)", "V"),
]
EINSUMS = [
    ("np.einsum('ij->ji', x, dtype=complex)", "M"),
    ("np.einsum('ij,ij->ij', x, y, out=np.zeros((2, 3)))", "M"),
    ("a = np.zeros((2, 3)); np.einsum('ij,ij->ij', x, y, out=a); return a * x", "M"),
    ("np.einsum('ij,kj', x, y, order='F', casting='safe')", "M"),
    ("np.einsum('ij,jk', x, y, optimize='greedy')", "S"),
    ("np.einsum('ij,jk', x, y, optimize=True)", "S D"),
    ("np.einsum(x, [0, 1], y, [0, 1])", "M"),
    ("np.einsum(x, [0, 1], y, [0, 2], [1, 2])", "M"),
    ("axes = [1, 2]; return np.einsum(x, [0, 1], y, [0, 2], axes)", "M"),
    ("axes = list(range(2)); return np.einsum(x, axes, y, axes)", "M"),
    ("axes = list(range(x.ndim)); return np.einsum(x, axes, y, axes, [])", "M T"),
    ("axes = list(range(x.ndim)); return np.einsum(x, axes, axes[::-1])", "M T"),
    ("np.einsum(x, [Ellipsis, 0], [Ellipsis])", "M T"),
    ("np.einsum(x, (..., 0), y, (..., 0), (...,))", "M T"),
    ("s = 'ij,ij->i'; return np.einsum(s, x, y)", "M"),
    ("s = ','.join(['ij'] * 2) + '->j'; return np.einsum(s, x, x)", "M"),
    ("np.einsum('ii', x)", "S"),
    ("np.einsum('ii->i', x)", "S"),
    ("np.einsum('ij,jk,kl', x, x, x, optimize=True)", "S"),
    ("np.einsum('i...,i...->...', x, y)", "M T"),
    ("np.einsum(*[x, [0, 1], y, [0, 1]])", "M"),
    ("np.einsum('ij,jk', x, y, optimize=['einsum_path', (0, 1)])", "S"),
]


SPELLINGS = REDUCTIONS + DIFFERENCES + POLYNOMIALS + SETS + EMATH + ARGUMENTS + EINSUMS


@pytest.mark.parametrize("case", [pytest.param(c, id=c.name) for c in cases(SPELLINGS)])
def test_spelling(case):
    outcome = reference.check(case)
    assert outcome.kind == "ok", f"{outcome.kind}: {outcome.message}\n\n{outcome.source}"
