"""Tangents of array and linear-algebra functions, where one formula does not say it.

Generated code calls these by name, and its derivative differentiates them in
turn: plain functions of NumPy functions that have rules, and nothing else.

The formulas: M. B. Giles, "An extended collection of matrix derivative results
for forward and reverse mode automatic differentiation" (2008), below "Giles";
for complex matrices with LAPACK's choice of the phase of each vector.
"""

import numpy as np

from s2sad.errors import DifferentiationError
from s2sad.runtime.fitting import like
from s2sad.runtime.quantiles import quantile_tangent

# Array functions

def cast(x, dx, result):
    """`dx`, an array, as the tangent of `result`, in which `x` was converted to another dtype.

    Conversion to an integer or bool type is piecewise constant, unless `x` was
    of integers already.
    """
    if result.dtype.kind in "fc":
        tangent = np.zeros_like(result)
        tangent[...] = dx
        return tangent
    if result.dtype.kind in "iu" and np.asarray(x).dtype.kind in "iu":
        return dx
    return np.zeros(result.shape)


def insert_tangent(values, dvalues, result, arr, obj, axis=None):
    """What np.insert puts among zeros."""
    dvalues = np.asarray(dvalues)
    zeros = np.zeros(np.shape(arr), dvalues.dtype)
    return cast(values, np.insert(zeros, obj, dvalues, axis), result)


def arange_tangent(dstart, result, stop=None, step=1):
    """np.arange(start, stop, step) moves with `start`; np.arange(stop) only gets longer."""
    return like(np.full(len(result), 0 * dstart if stop is None else dstart), result)


def logspace_tangent(result, start, dstart, stop, dstop, num, endpoint, base, dbase, axis):
    """Of base**line, where the line goes from start to stop; the numbers along it have an axis of their own."""
    ndim = max(np.ndim(start), np.ndim(stop), np.ndim(base))
    start, dstart, stop, dstop = (np.array(v, ndmin=ndim) if np.ndim(base) else v for v in (
        start, np.zeros_like(start) if dstart is None else dstart, stop, np.zeros_like(stop) if dstop is None else dstop))
    line = np.linspace(start, stop, num, endpoint, axis=axis)
    dline = np.linspace(dstart, dstop, num, endpoint, axis=axis)
    dbase = np.zeros_like(base) if dbase is None else dbase
    if np.ndim(base):
        base = np.expand_dims(np.array(base, ndmin=ndim), axis)
        dbase = np.expand_dims(np.array(dbase, ndmin=ndim), axis)
    return like(result * (np.log(base) * dline + line / base * dbase), result)


def partition_tangent(a, da, result, axis=-1):
    """The elements of `da` moved as np.partition moved those of `a`.

    The n-th smallest of `a` stands where the n-th smallest of `result` does.
    """
    if axis is None:
        a, da, axis = np.ravel(a), np.ravel(da), -1
    ascending = np.take_along_axis(np.asarray(da), np.argsort(a, axis, "stable"), axis)
    rank = np.argsort(np.argsort(result, axis, "stable"), axis)
    return np.take_along_axis(ascending, rank, axis)


def trim_zeros_tangent(filt, dfilt, trim="fb"):
    """The part of `dfilt` that np.trim_zeros keeps of `filt`."""
    trim = trim.lower()
    kept = dfilt
    inside = np.nonzero(filt)
    for axis in range(len(inside)):
        places = inside[axis]
        length = np.shape(filt)[axis]
        # Without any nonzero, all is cut off.
        first = (places.min() if len(places) else length) if "f" in trim else 0
        last = (places.max() + 1 if len(places) else 0) if "b" in trim else length
        kept = kept[(slice(None),) * axis + (slice(first, last),)] if axis else kept[first:last]
    return kept


def pad_tangent(array, darray, pad_width, mode="constant", constant_values=0, end_values=0,
                stat_length=None, reflect_type="even"):
    """np.pad of the tangent; whatever is filled in from outside has none."""
    if mode == "empty":
        return np.pad(darray, pad_width)
    if mode == "constant" or mode == "linear_ramp":
        return np.pad(darray, pad_width, mode)
    if mode == "edge" or mode == "wrap":
        return np.pad(darray, pad_width, mode)
    if mode == "reflect" or mode == "symmetric":
        return np.pad(darray, pad_width, mode, reflect_type=reflect_type)
    if mode == "mean" and np.asarray(array).dtype.kind in "fc":
        return np.pad(darray, pad_width, mode, stat_length=stat_length)
    if mode == "maximum" or mode == "minimum":
        # Which elements they are, their ranks say; of equal ones it is the first or the last.
        order = np.argsort(np.ravel(array), kind="stable")
        ranks = np.reshape(np.argsort(order), np.shape(array))
        return np.asarray(np.ravel(darray)[order[np.pad(ranks, pad_width, mode, stat_length=stat_length)]])
    if mode == "median" and np.asarray(array).dtype.kind == "f":
        return median_pad_tangent(array, darray, pad_width, stat_length)
    raise DifferentiationError(f"np.pad with mode={mode!r} has no derivative here",
                               "Make the padded array with np.concatenate, or by assignments.")


def median_pad_tangent(array, darray, pad_width, stat_length=None):
    """Of `np.pad(array, pad_width, "median")`, which goes axis by axis."""
    if isinstance(pad_width, dict):
        widths = [pad_width.get(k, pad_width.get(k - np.ndim(array), 0)) for k in range(np.ndim(array))]
        widths = [np.broadcast_to(width, 2) for width in widths]
    else:
        widths = np.broadcast_to(pad_width, (np.ndim(array), 2))
    for axis in range(np.ndim(array)):
        n = np.shape(array)[axis]
        lengths = (n, n)
        if stat_length is not None:
            lengths = np.minimum(np.broadcast_to(stat_length, (np.ndim(array), 2))[axis], n)
        places = (np.arange(lengths[0]), np.arange(n - lengths[1], n))
        values, tangents = [array], [darray]
        for side in (0, 1):
            part, dpart = np.take(array, places[side], axis), np.take(darray, places[side], axis)
            middle = np.median(part, axis=axis)
            dmiddle = quantile_tangent(part, dpart, middle, 0.5, axis=axis)
            copies = np.repeat(np.expand_dims(middle, axis), widths[axis][side], axis)
            dcopies = np.repeat(np.expand_dims(dmiddle, axis), widths[axis][side], axis)
            values = [copies, *values] if side == 0 else [*values, copies]
            tangents = [dcopies, *tangents] if side == 0 else [*tangents, dcopies]
        array, darray = np.concatenate(values, axis), np.concatenate(tangents, axis)
    return darray


def pad_ends_tangent(array, pad_width, mode, dconstant_values, dend_values):
    """np.pad of zeros with the tangents of what is filled in from outside."""
    zeros = np.zeros_like(array)
    if np.asarray(array).dtype.kind not in "fc":
        zeros = zeros + 0.0
    if mode == "constant" and dconstant_values is not None:
        return np.pad(zeros, pad_width, mode, constant_values=dconstant_values)
    if mode == "linear_ramp" and dend_values is not None:
        return np.pad(zeros, pad_width, mode, end_values=dend_values)
    return np.pad(zeros, pad_width)


def _observations(m, rowvar):
    """`m` as np.cov reads it: one variable in each row."""
    m = np.atleast_2d(m)
    m = m * np.ones(1)  # np.cov makes doubles of singles
    return m if rowvar or m.shape[0] == 1 else m.T


def cov_tangent(m=None, dm=None, y=None, dy=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None,
                dtype=None, daweights=None):
    """The tangent of np.cov(m, y) for tangents of any of its arguments; cov is X W X^H / n, X centred."""
    x = _observations(m, rowvar)
    dx = np.zeros_like(x) if dm is None else _observations(dm, rowvar)
    if y is not None:
        y = _observations(y, rowvar)
        dy = np.zeros_like(y) if dy is None else _observations(dy, rowvar)
        x, dx = np.concatenate((x, y)), np.concatenate((dx, dy))
    if ddof is None:
        ddof = 0 if bias else 1
    w = np.ones(x.shape[1])
    if fweights is not None:
        w = w * fweights
    n = np.sum(w) - ddof
    if aweights is not None:
        w = w * aweights
        n = np.sum(w) - ddof * np.sum(w * aweights) / np.sum(w)
    centred = x - np.sum(x * w, axis=1, keepdims=True) / np.sum(w)
    half = dx @ np.conj(centred * w).T / n
    change = half + np.conj(half).T
    if daweights is not None:  # the change of the mean cancels
        dw = daweights if fweights is None else np.asarray(daweights) * fweights
        spread, total = np.sum(w * aweights), np.sum(w)
        dspread, dtotal = np.sum(2 * w * daweights), np.sum(dw)
        dn = dtotal - ddof * (dspread - spread * dtotal / total) / total
        covariance = centred @ np.conj(centred * w).T / n
        change = change + centred @ np.conj(centred * dw).T / n - covariance * dn / n
    return np.squeeze(change)


def corrcoef_tangent(x=None, dx=None, y=None, dy=None, result=None, rowvar=True, dtype=None):
    """The tangent of np.corrcoef: a covariance scaled to a diagonal of ones."""
    covariance = np.cov(x, y, rowvar)
    dcovariance = cov_tangent(x, dx, y, dy, rowvar)
    if np.ndim(covariance) == 0:
        return np.zeros_like(result)[()]
    variance = np.real(np.diag(covariance))
    deviation = np.sqrt(variance)
    relative = np.real(np.diag(dcovariance)) / (2 * variance)
    return (dcovariance / deviation / deviation[:, np.newaxis]
            - result * (relative + relative[:, np.newaxis]))


# Linear algebra

def adjoint(a):
    """The conjugate transpose of a matrix, or of each of a stack."""
    return np.conj(np.swapaxes(a, -1, -2))


def diagonal_part(a):
    """The matrix with the diagonal of `a` and zeros elsewhere."""
    return np.triu(np.tril(a))


def diagonal_of(a):
    """The diagonal of each matrix of a stack, as an array that can be written to."""
    return np.copy(np.diagonal(a, axis1=-2, axis2=-1))


def hermitian(a, upper=False):
    """The Hermitian matrix that LAPACK reads from one triangle of `a`."""
    strict = np.triu(a, 1) if upper else np.tril(a, -1)
    return strict + adjoint(strict) + np.real(diagonal_part(a))


def solve_tangent(a, da, result):
    """-a^-1 da x for the solution x = a^-1 b; x is a vector if it has an axis less than `a`."""
    if np.ndim(result) < np.ndim(a):
        return -np.linalg.solve(a, da @ result[..., np.newaxis])[..., 0]
    return -np.linalg.solve(a, da @ result)


def det_tangent(a, da, result):
    """Jacobi's formula, det(a) tr(a^-1 da), or for a singular matrix tr(adj(a) da)."""
    if np.all(result != 0):
        return result * np.trace(np.linalg.solve(a, da), axis1=-2, axis2=-1)
    u, s, vh = np.linalg.svd(a)
    # adj(s)_i: the product of all singular values but the i-th.
    n = s.shape[-1]
    others = np.prod(np.where(np.eye(n, dtype=bool), 1, s[..., np.newaxis, :]), axis=-1)
    projected = diagonal_of(adjoint(u) @ da @ adjoint(vh))
    return np.linalg.det(u) * np.linalg.det(vh) * np.sum(others * projected, axis=-1)


def slogdet_tangent(a, da, result):
    """d log det = tr(a^-1 da): its real part is logdet's, the imaginary part turns the sign."""
    sign, _ = result
    if np.all(sign != 0):
        growth = np.trace(np.linalg.solve(a, da), axis1=-2, axis2=-1)
    else:
        det = np.linalg.det(a)
        growth = det_tangent(a, da, det) / det
    if np.iscomplexobj(sign):
        return 1j * np.imag(growth) * sign, np.real(growth)
    return np.zeros_like(sign)[()], growth


def cholesky_tangent(da, result, upper=False):
    """L phi(L^-1 da L^-H), phi the lower triangle with half the diagonal (Giles)."""
    lower = adjoint(result) if upper else result
    scaled = np.linalg.solve(lower, adjoint(np.linalg.solve(lower, hermitian(da, upper))))
    tangent = lower @ (np.tril(scaled, -1) + diagonal_part(scaled) / 2)
    return adjoint(tangent) if upper else tangent


def _gaps(w):
    """1 / (w_j - w_i), with zeros on the diagonal."""
    one = np.eye(w.shape[-1], dtype=w.dtype)
    return 1 / (w[..., np.newaxis, :] - w[..., :, np.newaxis] + one) - one


def _turning(v, dv):
    """How fast each number of `v` would turn in the complex plane, as an angle; 0 where v is."""
    return np.imag(dv / np.where(v == 0, 1, v)) * (v != 0)


def eigh_tangent(da, result, UPLO="L"):
    """Eigenvalues and unit eigenvectors of a Hermitian matrix (Giles); not for repeated ones."""
    w, v = result
    upper = UPLO in "uU"
    projected = adjoint(v) @ hermitian(da, upper) @ v
    dw = np.real(diagonal_of(projected))
    dv = v @ (_gaps(w) * projected)
    if np.iscomplexobj(v):
        # LAPACK makes the first (UPLO="U": last) component of each vector real.
        edge = -1 if upper else 0
        dv = dv - 1j * v * _turning(v[..., edge, :], dv[..., edge, :])[..., np.newaxis, :]
    return dw, dv


def eigvalsh_tangent(a, da, UPLO="L"):
    """The diagonal of v^H da v for the eigenvectors v (Giles)."""
    _, v = np.linalg.eigh(a, UPLO)
    return np.real(diagonal_of(adjoint(v) @ hermitian(da, UPLO in "uU") @ v))


def eig_tangent(da, result):
    """Eigenvalues and eigenvectors of a general matrix (Giles), as LAPACK normalises them."""
    w, v = result
    projected = np.linalg.solve(v, da @ v)
    dv = v @ (_gaps(w) * projected)
    # Each vector has length 1 ...
    dv = dv - v * np.real(np.sum(np.conj(v) * dv, axis=-2, keepdims=True))
    if np.iscomplexobj(v):
        # ... and is turned until its largest component is exactly real.
        largest = np.argmax(np.where(np.imag(v) == 0, np.abs(v), -1), axis=-2)[..., np.newaxis, :]
        pivot = np.take_along_axis(v, largest, axis=-2)
        dpivot = np.take_along_axis(dv, largest, axis=-2)
        dv = dv - 1j * v * _turning(pivot, dpivot)
    return diagonal_of(projected), dv


def eigvals_tangent(a, da, result):
    """The diagonal of v^-1 da v for the eigenvectors v (Giles)."""
    w, v = np.linalg.eig(a)
    dw = diagonal_of(np.linalg.solve(v, da @ v))
    if not np.allclose(w, result):
        # Without eigenvectors LAPACK may find the eigenvalues in another order.
        distance = np.abs(result[..., :, np.newaxis] - w[..., np.newaxis, :])
        dw = np.take_along_axis(dw, np.argmin(distance, axis=-1), axis=-1)
    return dw


def svd_tangent(a, da, result, full_matrices=True, compute_uv=True):
    """Singular values, and vectors as LAPACK turns them (Giles); not for repeated values."""
    if not compute_uv:
        return svdvals_tangent(a, da)
    u, s, vh = result
    m, n = np.shape(a)[-2:]
    if full_matrices and m != n:
        raise DifferentiationError("np.linalg.svd of a matrix that is not square: the vectors of "
                                   "the null space have no derivative; pass full_matrices=False")
    v = adjoint(vh)
    projected = adjoint(u) @ da @ v
    ds = np.real(diagonal_of(projected))
    row, column = s[..., np.newaxis, :], s[..., :, np.newaxis]
    # 1 / (s_j**2 - s_i**2), with zeros on the diagonal.
    one = np.eye(s.shape[-1], dtype=s.dtype)
    gaps = 1 / ((row - column) * (row + column) + one) - one
    right = projected * row
    left = projected * column
    du = u @ (gaps * (right + adjoint(right)))
    dv = v @ (gaps * (left + adjoint(left)))
    if m > n:
        du = du + (da @ v - u @ projected) / row
    if m < n:
        dv = dv + (adjoint(da) @ u - v @ adjoint(projected)) / row
    if np.iscomplexobj(u) and s.size:
        du = du + 1j * u * (np.imag(diagonal_of(projected)) / s)[..., np.newaxis, :]
        # LAPACK makes one component of each pair of vectors real: the first of v, or of u.
        first, dfirst = (v[..., 0, :], dv[..., 0, :]) if m >= n else (u[..., 0, :], du[..., 0, :])
        turning = 1j * _turning(first, dfirst)[..., np.newaxis, :]
        du = du - u * turning
        dv = dv - v * turning
    return du, ds, adjoint(dv)


def svdvals_tangent(a, da):
    """The real diagonal of u^H da v (Giles)."""
    u, _, vh = np.linalg.svd(a, full_matrices=False)
    return np.real(diagonal_of(adjoint(u) @ da @ adjoint(vh)))


def qr_tangent(a, da, result, mode="reduced"):
    """The QR decomposition; r has a real diagonal.

    Walter and Lehmann, "Algorithmic differentiation of linear algebra functions
    with application in optimum experimental design" (2010).
    """
    da = np.asarray(da)
    m, n = np.shape(a)[-2:]
    if mode == "raw" or (mode == "complete" and m > n):
        raise DifferentiationError(f"np.linalg.qr with mode={mode!r} has no derivative here; "
                                   "use mode='reduced'")
    q, r = np.linalg.qr(a) if mode == "r" else result
    # A wide matrix: q is that of its first m columns.
    square = r[..., :, :m]
    scaled = adjoint(np.linalg.solve(adjoint(square), adjoint(da[..., :, :m])))
    projected = adjoint(q) @ scaled
    below = np.tril(projected, -1)
    turn = below - adjoint(below)
    if np.iscomplexobj(q):
        turn = turn + 1j * np.imag(diagonal_part(projected))
    dq = q @ (turn - projected) + scaled
    dr = np.triu(adjoint(q) @ da - turn @ r)
    return dr if mode == "r" else (dq, dr)


def pinv_tangent(a, da, result, hermitian_=False):
    """Golub and Pereyra, "The differentiation of pseudo-inverses ..." (1973); rank held.

    Of a Hermitian matrix one triangle is read.
    """
    if hermitian_:
        a, da = hermitian(a), hermitian(da)
    da_h = adjoint(da)
    result_h = adjoint(result)
    return (result @ result_h @ (da_h - da_h @ a @ result)
            + (da_h - result @ a @ da_h) @ result_h @ result
            - result @ da @ result)


def lstsq_tangent(result, a, da, b, db):
    """x = a^+ b, the residuals, the rank and the singular values; the rank is held."""
    x, residuals, rank, s = result
    da = np.zeros_like(a) if da is None else np.asarray(da)
    db = np.zeros_like(b) if db is None else np.asarray(db)
    inverse = np.linalg.pinv(a)
    dx = pinv_tangent(a, da, inverse) @ b + inverse @ db
    dresiduals = np.zeros_like(residuals)
    if np.size(residuals):
        # The misfit is orthogonal to whatever dx changes.
        change = np.real(np.conj(b - a @ x) * (db - da @ x))
        dresiduals = dresiduals + 2 * np.sum(change, axis=0)
    return dx, dresiduals, 0, svdvals_tangent(a, da)


def matrix_power_tangent(a, da, n):
    """Squares and products of pairs, as np.linalg.matrix_power goes."""
    if n == 0:
        return np.zeros_like(da)
    if n < 0:
        a = np.linalg.inv(a)
        da = -a @ da @ a
        n = -n
    power, dpower = a, da
    n -= 1
    while n:
        if n % 2:
            power, dpower = power @ a, dpower @ a + power @ da
        n //= 2
        if n:
            a, da = a @ a, da @ a + a @ da
    return dpower


def einsum_tangent(operands, doperands, subscripts, **options):
    """The product rule: np.einsum is linear in each operand. Of one operand it may be a view."""
    if len(operands) == 1:
        return np.einsum(subscripts, doperands[0], **options)
    first = np.einsum(subscripts, doperands[0], *operands[1:], **options)
    total = first
    for i in range(1, len(operands)):
        factors = list(operands)
        factors[i] = doperands[i]
        total = total + np.einsum(subscripts, *factors, **options)
    return np.asarray(total) if isinstance(first, np.ndarray) else total  # with `optimize` it may be an array


def multi_dot_tangent(arrays, darrays):
    """The product rule for a chain of matrices."""
    total = 0
    for i in range(len(arrays)):
        factors = list(arrays)
        factors[i] = darrays[i]
        total = total + np.linalg.multi_dot(factors)
    return total


# Norms

def magnitude_tangent(x, dx):
    """The tangent of abs(x); at zero that of +x, and 0 for complex x, as JAX has it."""
    if np.iscomplexobj(x):
        size = np.abs(x)
        return np.real(np.conj(x) * dx) / np.where(size == 0, 1, size)
    return np.where(x < 0, np.negative(dx), dx)


def extreme_norm_tangent(a, da, largest, axis):
    """The tangent of the maximum or minimum of `a`, axis kept: the mean over all ties."""
    if largest:
        extremum = np.max(a, axis=axis, keepdims=True)
    else:
        extremum = np.min(a, axis=axis, keepdims=True)
    tied = a == extremum
    mean = (np.sum(np.where(tied, da, 0), axis=axis, keepdims=True)
            / np.sum(tied, axis=axis, keepdims=True, dtype=a.dtype))
    # A norm is the maximum with 0 too, which takes half at zero, as JAX has it.
    return np.where(extremum == 0, mean / 2, mean) if largest else mean


def norm_tangent(x, dx, result, ord=None, axis=None, keepdims=False):
    """The tangent of np.linalg.norm: vector norms over one axis, matrix norms over two."""
    x, dx = np.asarray(x), np.asarray(dx)
    if x.size == 0:
        return np.zeros_like(result)[()]
    if axis is None and (ord is None or x.ndim == 2 and ord == "fro"):
        return euclidean_tangent(x, dx, result, None, keepdims)
    if axis is None:
        axis = 0 if x.ndim == 1 else (0, 1)
    if isinstance(axis, tuple) and len(axis) == 1:
        axis = axis[0]
    if isinstance(axis, tuple):
        return matrix_norm_tangent(x, dx, result, ord, axis, keepdims)
    return vector_norm_tangent(x, dx, result, ord, axis, keepdims)


def euclidean_tangent(x, dx, result, axis, keepdims):
    """x^H dx / |x|; not a number at zero, as JAX has it."""
    return np.sum(np.real(np.conj(x) * dx), axis=axis, keepdims=keepdims) / result


def vector_norm_tangent(x, dx, result, ord=2, axis=None, keepdims=False):
    """The tangent of sum(abs(x)**ord)**(1/ord), or of its limit; over all or some axes."""
    if np.size(x) == 0:
        return np.zeros_like(result)[()]
    if ord is None or ord == 2:
        return euclidean_tangent(x, dx, result, axis, keepdims)
    if ord == 0:
        return np.zeros_like(result)[()]
    size = np.abs(x)
    dsize = magnitude_tangent(x, dx)
    if ord == np.inf or ord == -np.inf:
        tangent = extreme_norm_tangent(size, dsize, ord > 0, axis)
        return tangent if keepdims else np.squeeze(tangent, axis)[()]
    if ord == 1:
        return np.sum(dsize, axis=axis, keepdims=keepdims)
    return result ** (1 - ord) * np.sum((1.0 * size) ** (ord - 1) * dsize, axis=axis, keepdims=keepdims)


def matrix_norm_tangent(x, dx, result, ord="fro", axis=(-2, -1), keepdims=False):
    """The tangent of a norm of the matrices that lie along two axes."""
    if np.size(x) == 0:
        return np.zeros_like(result)[()]
    if ord is None or ord == "fro":
        return euclidean_tangent(x, dx, result, axis, keepdims)
    x, dx = np.moveaxis(x, axis, (-2, -1)), np.moveaxis(dx, axis, (-2, -1))
    if ord == "nuc" or ord == 2 or ord == -2:
        size = np.linalg.svd(x, compute_uv=False)
        dsize = svdvals_tangent(x, dx)
    else:
        # 1: the largest sum in a column; inf: in a row.
        along = -2 if ord == 1 or ord == -1 else -1
        size = np.sum(np.abs(x), axis=along)
        dsize = np.sum(magnitude_tangent(x, dx), axis=along)
    if ord == "nuc":
        tangent = np.sum(dsize, axis=-1)
    else:
        tangent = np.squeeze(extreme_norm_tangent(size, dsize, ord > 0, -1), -1)
    return np.reshape(tangent, np.shape(result))[()]


def cond_tangent(x, dx, result, p=None):
    """The tangent of np.linalg.cond: of a ratio of singular values, or of a product of norms."""
    if p is None or p == 2 or p == -2:
        s = np.linalg.svd(x, compute_uv=False)
        ds = svdvals_tangent(x, dx)
        grows, falls = (0, -1) if p != -2 else (-1, 0)
        return result * (ds[..., grows] / s[..., grows] - ds[..., falls] / s[..., falls])
    inverse = np.linalg.inv(x)
    dinverse = -inverse @ dx @ inverse
    size = np.linalg.norm(x, p, (-2, -1))
    other = np.linalg.norm(inverse, p, (-2, -1))
    tangent = matrix_norm_tangent(x, dx, size, p) * other + size * matrix_norm_tangent(inverse, dinverse, other, p)
    return tangent if np.isrealobj(result) else tangent + 0j  # as NumPy 2.0 makes it of a complex matrix
