"""One small program for each of NumPy's functions. Those that the list of issue 2 does not name may be refused."""

import numpy as np

from tests.reference import case

A = np.array([0.7, -1.2, 2.5])
P = np.array([0.7, 1.2, 2.3])
M = np.array([[1.0, 2.0, -0.5], [0.3, -1.5, 2.2]])
S = np.array([[2.0, 0.3, -0.5], [0.1, 1.5, 0.4], [0.7, -0.2, 3.0]])
T = np.random.default_rng(0).normal(size=(2, 3, 4))


def slogdet_helper(x):
    sign, log = np.linalg.slogdet(x)
    return sign * np.exp(log)


def eigh_helper(x):
    w, v = np.linalg.eigh(x @ x.T + np.diag([1.0, 2.0, 5.0]))
    return v @ np.diag(np.sqrt(w)) @ v.T, w.sum()


# ------------------------------------------------------------ elementwise


@case(A)
def np_negative(x):
    return np.negative(x)


@case(A)
def np_positive(x):
    return np.positive(x)


@case(A)
def np_add(x):
    return np.add(x, 2.0) + np.add(1.0, x)


@case(A)
def np_subtract(x):
    return np.subtract(x, 2.0) * np.subtract(1.0, x)


@case(A)
def np_multiply(x):
    return np.multiply(x, x)


@case(A)
def np_divide(x):
    return np.divide(x, 3.0) + np.divide(1.0, x) + np.true_divide(x, x + 4)


@case(A)
def np_power(x):
    return np.power(x, 3) + np.power(2.0, x)


@case(P, may_refuse=True)
def np_float_power(x):
    return np.float_power(x, 2.5)


@case(A)
def np_square(x):
    return np.square(x)


@case(P)
def np_sqrt(x):
    return np.sqrt(x)


@case(P)
def np_cbrt(x):
    return np.cbrt(x)


@case(P)
def np_reciprocal(x):
    return np.reciprocal(x)


@case(A)
def np_exp(x):
    return np.exp(x)


@case(A)
def np_exp2(x):
    return np.exp2(x)


@case(A)
def np_expm1(x):
    return np.expm1(x)


@case(P)
def np_log(x):
    return np.log(x)


@case(P)
def np_log2(x):
    return np.log2(x)


@case(P)
def np_log10(x):
    return np.log10(x)


@case(P)
def np_log1p(x):
    return np.log1p(x)


@case(A)
def np_logaddexp(x):
    return np.logaddexp(x, 0.3) * np.logaddexp(1.0, x)


@case(A, may_refuse=True)
def np_logaddexp2(x):
    return np.logaddexp2(x, 0.3)


@case(A)
def np_sin(x):
    return np.sin(x)


@case(A)
def np_cos(x):
    return np.cos(x)


@case(A)
def np_tan(x):
    return np.tan(x)


@case(A)
def np_arcsin(x):
    return np.arcsin(x / 4)


@case(A)
def np_arccos(x):
    return np.arccos(x / 4)


@case(A)
def np_arctan(x):
    return np.arctan(x)


@case(A)
def np_sinh(x):
    return np.sinh(x)


@case(A)
def np_cosh(x):
    return np.cosh(x)


@case(A)
def np_tanh(x):
    return np.tanh(x)


@case(A)
def np_arcsinh(x):
    return np.arcsinh(x)


@case(P)
def np_arccosh(x):
    return np.arccosh(x + 1)


@case(A)
def np_arctanh(x):
    return np.arctanh(x / 4)


@case(A)
def np_arctan2(x):
    return np.arctan2(x, 0.7) + np.arctan2(0.3, x)


@case(A)
def np_hypot(x):
    return np.hypot(x, 2.0)


@case(A)
def np_deg2rad(x):
    return np.deg2rad(x) + np.radians(x)


@case(A)
def np_rad2deg(x):
    return np.rad2deg(x) + np.degrees(x)


@case(A)
def np_absolute(x):
    return np.abs(x) + np.absolute(x) * np.fabs(x)


@case(A)
def np_sign(x):
    return np.sign(x) * x


@case(A)
def np_maximum(x):
    return np.maximum(x, 0.3) * x


@case(A)
def np_minimum(x):
    return np.minimum(0.3, x) * x


@case(A, may_refuse=True)
def np_fmax_fmin(x):
    return np.fmax(x, 0.3) + np.fmin(x, 0.1)


@case(A)
def np_clip(x):
    return np.clip(x, -1.0, 2.0) * x


@case(A)
def np_mod(x):
    return np.mod(x, 0.9) + np.remainder(x, 0.8)


@case(A, may_refuse=True)
def np_fmod(x):
    return np.fmod(x, 0.9)


@case(A)
def np_floor_divide(x):
    return np.floor_divide(x, 0.9) * x


@case(A, may_refuse=True)
def np_divmod_ufunc(x):
    return np.divmod(x, 0.9)


@case(A, may_refuse=True)
def np_modf(x):
    return np.modf(x)


@case(A + 0.07)
def np_floor_ceil(x):
    return np.floor(x) * x + np.ceil(x) + np.trunc(x) + np.rint(x) + np.fix(x)


@case(A + 0.07)
def np_round(x):
    return np.round(x, 1) + np.around(x) + x.round(2)


@case(A)
def np_sinc(x):
    return np.sinc(x)


@case(A)
def np_copysign(x):
    return np.copysign(x, -1.0)


@case(A, may_refuse=True)
def np_ldexp(x):
    return np.ldexp(x, 2)


@case(A, may_refuse=True)
def np_nan_to_num(x):
    return np.nan_to_num(x) * x


@case(A)
def np_where(x):
    return np.where(x > 0, x ** 2, np.sin(x))


@case(A)
def np_where_scalar(x):
    return np.where(x > 0, x, 0)


@case(A, may_refuse=True)
def np_select(x):
    return np.select([x < -1, x > 1], [x ** 2, x ** 3], 0.5)


@case(A, may_refuse=True)
def np_piecewise_by_choose(x):
    return np.choose([0, 1, 0], [x, x ** 2])


@case(A)
def np_isnan_family(x):
    return np.where(np.isnan(x) | np.isinf(x) | ~np.isfinite(x), 0.0, x * 2)


@case(A)
def np_heaviside(x):
    return np.heaviside(x, 0.5) * x


@case(A)
def np_real_imag(x):
    return np.real(x) + np.imag(x) * 2 + np.conj(x) + np.conjugate(x)


@case(np.array([1.0 + 2.0j, -0.5 - 1.0j]))
def np_angle(x):
    return np.angle(x)


@case(np.array([1.0 + 2.0j, -0.5 - 1.0j]))
def np_complex_elementwise(x):
    return np.exp(x) + np.sin(x) * np.sqrt(x) / np.log(x) + np.tanh(x) + np.square(x)


@case(np.array([1.0 + 2.0j, -0.5 - 1.0j]))
def np_complex_absolute(x):
    return np.abs(x) + np.absolute(x) ** 2


@case(P, may_refuse=True)
def np_interp(x):
    return np.interp(x, [0.0, 1.0, 2.0], [1.0, 3.0, 2.0])


@case(A, may_refuse=True)
def np_interp_values(x):
    return np.interp([0.5, 1.2], [0.0, 1.0, 2.0], x)


# ------------------------------------------------------------ reductions


@case(A)
@case(M)
@case(T)
def np_sum(x):
    return np.sum(x) + x.sum()


@case(M)
@case(T)
def np_sum_axis(x):
    return np.sum(x, axis=1), x.sum(0), np.sum(x, axis=-1, keepdims=True), x.sum(axis=(0, 1))


@case(M)
@case(T)
def np_mean(x):
    return np.mean(x), x.mean(axis=0), x.mean(1, keepdims=True), np.average(x)


@case(M, may_refuse=True)
def np_average_weights(x):
    return np.average(x, axis=1, weights=[1.0, 2.0, 0.5])


@case(M)
def np_prod(x):
    return np.prod(x), x.prod(axis=0), np.prod(x, axis=1, keepdims=True)


@case(M)
def np_std(x):
    return np.std(x), x.std(axis=0), np.std(x, axis=1, ddof=1), x.std(ddof=1, keepdims=True)


@case(M)
def np_var(x):
    return np.var(x), x.var(axis=0), np.var(x, axis=1, ddof=1), x.var(ddof=1, keepdims=True)


@case(M)
def np_max(x):
    return np.max(x), x.max(axis=0), np.amax(x, axis=1, keepdims=True)


@case(M)
def np_min(x):
    return np.min(x), x.min(axis=0), np.amin(x, axis=1, keepdims=True)


@case(M, may_refuse=True)
def np_ptp(x):
    return np.ptp(x), np.ptp(x, axis=0)


@case(M, may_refuse=True)
def np_median(x):
    return np.median(x), np.median(x, axis=1)


@case(M, may_refuse=True)
def np_quantile(x):
    return np.quantile(x, 0.3), np.percentile(x, 40, axis=1)


@case(M)
def np_cumsum(x):
    return np.cumsum(x), x.cumsum(axis=0), np.cumsum(x, axis=1)


@case(M)
def np_cumprod(x):
    return np.cumprod(x), x.cumprod(axis=0), np.cumprod(x, axis=1)


@case(M)
def np_diff(x):
    return np.diff(x), np.diff(x, axis=0), np.diff(x, n=2, axis=1)


@case(A, may_refuse=True)
def np_ediff1d(x):
    return np.ediff1d(x)


@case(A, may_refuse=True)
def np_gradient(x):
    return np.gradient(x)


@case(S)
def np_trace(x):
    return np.trace(x), x.trace()


@case(M, may_refuse=True)
def np_nansum(x):
    return np.nansum(x), np.nanmean(x, axis=0)


@case(A, may_refuse=True)
def np_logsumexp_reduce(x):
    return np.logaddexp.reduce(x)


@case(A, may_refuse=True)
def np_add_reduce(x):
    return np.add.reduce(x), np.multiply.reduce(x), np.maximum.reduce(x), np.add.accumulate(x)


@case(A, may_refuse=True)
def np_trapezoid(x):
    return np.trapezoid(x, dx=0.5) if hasattr(np, "trapezoid") else np.trapz(x, dx=0.5)


@case(A)
def np_count_and_any(x):
    return x * np.count_nonzero(x) + np.any(x > 0) * x + np.all(x > 5) + x * (x > 0).sum()


@case(A)
def np_argmax(x):
    return x[np.argmax(x)], x[x.argmin()], np.argmax(x), np.argmin(x)


# ------------------------------------------------------------ shape


@case(M)
def np_reshape(x):
    return np.reshape(x, (3, 2)), x.reshape(-1), x.reshape(3, 2), x.reshape((1, 6))


@case(M)
def np_ravel(x):
    return np.ravel(x), x.ravel(), x.flatten(), x.ravel("F")


@case(M)
def np_transpose(x):
    return (np.transpose(x), x.T, x.transpose(), x.transpose(1, 0), np.transpose(x, (1, 0)),
            np.permute_dims(x, (1, 0)) if hasattr(np, "permute_dims") else 0)


@case(T)
def np_swapaxes(x):
    return np.swapaxes(x, 0, 2), x.swapaxes(1, 2), np.moveaxis(x, 0, -1), np.rollaxis(x, 2)


@case(M)
def np_expand_squeeze(x):
    return np.expand_dims(x, 1), np.squeeze(x[:, :1]), x[:, :1].squeeze(axis=1), x[None], x[..., np.newaxis]


@case(A)
@case(1.5)
def np_atleast(x):
    return np.atleast_1d(x), np.atleast_2d(x), np.atleast_3d(x)


@case(A)
def np_broadcast_to(x):
    return np.broadcast_to(x, (2, 3)) * 2


@case(A, may_refuse=True)
def np_broadcast_arrays(x):
    return np.broadcast_arrays(x, np.ones((2, 1)))[0] * 2.0


@case(M)
def np_concatenate(x):
    return (np.concatenate([x, x * 2]), np.concatenate((x, np.ones((1, 3))), axis=0),
            np.concatenate([x, x], axis=1), np.concatenate([x, x], axis=None))


@case(A)
def np_stack(x):
    return np.stack([x, x * 2]), np.stack([x, np.ones(3)], axis=1), np.stack((x, x), axis=-1)


@case(A)
def np_hstack_vstack(x):
    return np.hstack([x, x]), np.vstack([x, np.zeros(3)]), np.dstack([x, x]), np.column_stack([x, x * 2])


@case(A, may_refuse=True)
def np_append_insert_delete(x):
    return np.append(x, 2.0), np.append(x, x), np.insert(x, 1, 5.0), np.delete(x, 0)


@case(M, may_refuse=True)
def np_block(x):
    return np.block([[x, x * 2], [np.ones((2, 3)), x]])


@case(A)
def np_split(x):
    return np.split(x, 3), np.array_split(x, 2), np.split(x, [1])


@case(M)
def np_hsplit_vsplit(x):
    return np.hsplit(x, 3), np.vsplit(x, 2)


@case(A)
def np_tile_repeat(x):
    return np.tile(x, 2), np.tile(x, (2, 1)), np.repeat(x, 2), x.repeat(3), np.repeat(x, [1, 0, 2])


@case(M)
def np_flip(x):
    return np.flip(x), np.flip(x, axis=0), np.fliplr(x), np.flipud(x)


@case(M)
def np_roll_rot(x):
    return np.roll(x, 1), np.roll(x, -1, axis=0), np.rot90(x)


@case(A, may_refuse=True)
def np_pad(x):
    return np.pad(x, 1), np.pad(x, (1, 2), constant_values=3.0), np.pad(x, 1, mode="edge")


@case(M)
def np_triangles(x):
    return np.tril(x), np.triu(x, 1), np.tril(x, -1)


@case(S, may_refuse=True)
def np_diag(x):
    return np.diag(x), np.diagonal(x), np.diag(x[0]), np.diagflat(x[0])


@case(M)
def np_sort(x):
    return np.sort(x), np.sort(x, axis=0), np.sort(x, axis=None)


@case(A)
def np_argsort(x):
    return x[np.argsort(x)], x[x.argsort()[::-1]]


@case(A, may_refuse=True)
def np_partition(x):
    return np.partition(x, 1)[:2].sum(), np.partition(x, 1)[1]


@case(A, may_refuse=True)
def np_unique_values(x):
    return np.unique(x)


@case(A)
def np_take(x):
    return np.take(x, [0, 2]), x.take([1]), np.take(x, 1), np.take_along_axis(x, np.array([1, 0]), axis=0)


@case(M)
def np_take_axis(x):
    return np.take(x, [0, 0], axis=1), x.take([1], axis=0)


@case(A, may_refuse=True)
def np_compress_extract(x):
    return np.compress([True, False, True], x), np.extract(x > 0, x), x.compress([True, True])


@case(A)
def np_nonzero(x):
    return x[np.nonzero(x > 0)], x[np.where(x < 1)], x[np.flatnonzero(x)]


@case(A)
def np_searchsorted(x):
    return np.searchsorted(np.array([0.0, 1.0, 2.0]), 1.3) * x


@case(A, may_refuse=True)
def np_meshgrid(x):
    return np.meshgrid(x, x * 2)[0], np.meshgrid(x, x * 2, indexing="ij")[1]


@case(A, may_refuse=True)
def np_array_creation(x):
    return (np.array(x), np.asarray(x), np.array([x, x]), np.copy(x), np.ascontiguousarray(x),
            np.asarray(x, dtype=float), np.array(x, dtype=complex))


@case(A, may_refuse=True)
def np_likes(x):
    return np.zeros_like(x) + x, np.ones_like(x) * x, np.full_like(x, 3.0) * x, np.empty_like(x).shape


@case(1.5, may_refuse=True)
def np_full_active(x):
    return np.full(3, x), np.full((2, 2), x * x), np.full_like(np.zeros(2), x)


@case(1.5)
def np_trim_zeros_of_lists(x):
    y = [0.0, x, 0.0, x * x, 0.0]
    z = np.array(y)
    z[2:] = np.trim_zeros(z)
    return np.trim_zeros(y), np.trim_zeros(tuple(y), "f"), np.trim_zeros(np.array(y), trim="b"), np.trim_zeros([0.0 * x]), z


@case(1.5, may_refuse=True)
def np_linspace(x):
    return np.linspace(0.0, x, 5), np.linspace(x, 3.0, 4), np.arange(3) * x


@case(1.5, may_refuse=True)
def np_logspace_geomspace(x):
    return np.logspace(0.0, 1.0, 3) * x, np.geomspace(1.0, 8.0, 4) ** x


@case(A)
def np_astype(x):
    return x.astype(float) * 2, x.astype(complex), x.astype(int)


@case(A)
def np_methods(x):
    return x.sum() * x.mean() + x.max() - x.min() + x.std() * x.var() + x.prod(), x.dot(x), x.tolist(), x.item(0)


@case(A, may_refuse=True)
def np_scalar_methods(x):
    return x[0].item(), x[0].sum(), x[0].real, x[0].astype(float), x.sum().item()


@case(A, may_refuse=True)
def np_where_keyword(x):
    return np.sum(x, where=[True, False, True]), np.max(x, initial=0.0)


# ------------------------------------------------------------ products


@case(A)
def np_dot(x):
    return np.dot(x, x), x.dot([1.0, 2.0, 3.0]), np.dot(2.0, x), np.dot(np.ones((2, 3)), x)


@case(M)
def np_dot_matrix(x):
    return np.dot(x, x.T), x.dot(np.ones(3)), np.dot(x, x[0])


@case(M)
def np_matmul(x):
    return np.matmul(x, x.T), x @ np.ones(3), np.ones(2) @ x, np.matmul(x, np.ones((3, 2)))


@case(T)
def np_matmul_batched(x):
    return x @ np.swapaxes(x, 1, 2), np.matmul(x, np.ones(4)), np.ones((3, 3)) @ x


@case(A)
def np_inner_outer(x):
    return np.inner(x, x), np.outer(x, x), np.outer(x, [1.0, 2.0]), np.inner(x, 2.0)


@case(A)
def np_vdot_kron(x):
    return np.vdot(x, x), np.kron(x, [1.0, 2.0]), np.kron(np.eye(2), x)


@case(A)
def np_cross(x):
    return np.cross(x, [1.0, 2.0, 3.0]), np.cross([1.0, 0.0, 2.0], x)


@case(T)
def np_tensordot(x):
    return (np.tensordot(x, x, axes=([0, 1, 2], [0, 1, 2])), np.tensordot(x, np.ones((4, 2)), 1),
            np.tensordot(x, x, axes=(0, 0)))


@case(M)
def np_einsum(x):
    return (np.einsum("ij,ij->i", x, x), np.einsum("ij->", x), np.einsum("ij,kj", x, x),
            np.einsum("i,i->", x[0], x[1]), np.einsum("...j,j", x, x[0]))


@case(S)
def np_einsum_three(x):
    return np.einsum("ij,jk,k->i", x, x.T, x[:, 0])


@case(A, may_refuse=True)
def np_convolve(x):
    return np.convolve(x, [1.0, -2.0]), np.convolve([1.0, 2.0], x, mode="valid"), np.convolve(x, x, "same")


@case(A, may_refuse=True)
def np_correlate(x):
    return np.correlate(x, [1.0, -2.0], "full")


@case(A, may_refuse=True)
def np_polyval(x):
    return np.polyval(x, 1.3), np.polyval([1.0, 2.0, 3.0], x)


@case(A, may_refuse=True)
def np_vander(x):
    return np.vander(x), np.vander(x, 2, increasing=True)


@case(M, may_refuse=True)
def np_cov(x):
    return np.cov(x)


@case(S, may_refuse=True)
def np_matrix_power(x):
    return np.linalg.matrix_power(x, 3), np.linalg.matrix_power(x, 0)


@case(M, may_refuse=True)
def np_multi_dot(x):
    return np.linalg.multi_dot([x, x.T, x])


# ------------------------------------------------------------ linalg


@case(S)
def np_inv(x):
    return np.linalg.inv(x)


@case(S)
def np_solve(x):
    return (np.linalg.solve(x, np.array([1.0, 2.0, 3.0])), np.linalg.solve(x, np.ones((3, 2))),
            np.linalg.solve(np.eye(3) * 2, x))


@case(S)
def np_det(x):
    return np.linalg.det(x)


@case(S)
def np_slogdet(x):
    return np.linalg.slogdet(x)[1], np.linalg.slogdet(x)[0]


@case(S)
def np_slogdet_unpacked(x):
    return slogdet_helper(x)


@case(A)
def np_norm(x):
    return (np.linalg.norm(x), np.linalg.norm(x, 2), np.linalg.norm(x, 1), np.linalg.norm(x, np.inf),
            np.linalg.norm(x, ord=3))


@case(M)
def np_norm_matrix(x):
    return (np.linalg.norm(x), np.linalg.norm(x, "fro"), np.linalg.norm(x, axis=1),
            np.linalg.norm(x, axis=0, keepdims=True))


@case(S)
def np_cholesky(x):
    return np.linalg.cholesky(x @ x.T + np.eye(3))


@case(S)
def np_eigh(x):
    return (np.linalg.eigh(x @ x.T + np.diag([1.0, 2.0, 5.0]))[0],
            np.linalg.eigvalsh(x + x.T + np.diag([1.0, 5.0, 9.0])))


@case(S)
def np_eigh_vectors(x):
    return eigh_helper(x)


@case(M, may_refuse=True)
def np_svd_values(x):
    return np.linalg.svd(x, compute_uv=False)


@case(S, may_refuse=True)
def np_qr(x):
    return np.linalg.qr(x)[1]


@case(M, may_refuse=True)
def np_pinv(x):
    return np.linalg.pinv(x)


@case(S, may_refuse=True)
def np_lstsq(x):
    return np.linalg.lstsq(x, np.ones(3), rcond=None)[0]


@case(S)
def np_inv_batched(x):
    return np.linalg.inv(np.stack([x, x @ x])), np.linalg.det(np.stack([x, 2 * x]))


@case(A, may_refuse=True)
def np_fft(x):
    return np.fft.fft(x), np.fft.ifft(x), np.fft.rfft(x).real, np.abs(np.fft.fft(x))


@case(np.array([[2.0, 0.5, 0.1], [0.5, 3.0, 0.2], [0.1, 0.2, 1.0]]))
def results_by_their_names(a):
    r = np.linalg.eigh(a)
    return (np.linalg.eigh(a).eigenvalues, np.linalg.svd(a, False).S, np.linalg.slogdet(a).logabsdet, np.linalg.qr(a).R,
            np.linalg.eig(a).eigenvalues.real, r.eigenvectors @ np.diag(r.eigenvalues))
