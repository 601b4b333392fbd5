"""Writing into arrays, through every kind of alias."""

import math

import numpy as np

from tests.reference import case

R = np.random.default_rng(11)
SPD = (lambda a: a @ a.T + 4 * np.eye(4))(R.normal(size=(4, 4)))
GEN = R.normal(size=(4, 4)) + 3 * np.eye(4)
B4 = R.normal(size=4)
U = R.normal(size=8)
G = R.normal(size=(5, 6))


def two_views():
    a = np.arange(1.0, 7.0)
    return a[:4], a[2:]


def twice(a):
    return a, a


# ------------------------------------------------------------------ stencils

@case(U, 5, 0.2)
@case(U, 5, 0.2, wrt=("u", "k"))
@case(U, 5, 0.2, wrt="k")
def heat(u, steps, k):
    for _ in range(steps):
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
    return u.sum()


@case(U, 3, 0.2, wrt=("u", "k"))
def heat_no_return(u, steps, k):
    for _ in range(steps):
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])


@case(G, 0.1, wrt=("u", "k"))
@case(np.asfortranarray(G), 0.1, wrt=("u", "k"))
@case(R.normal(size=(10, 12))[::2, ::-2], 0.1, wrt=("u", "k"))
@case(R.normal(size=(6, 5)).T, 0.1, wrt=("u", "k"))
def heat_2d(u, k):
    for _ in range(3):
        lap = u[2:, 1:-1] + u[:-2, 1:-1] + u[1:-1, 2:] + u[1:-1, :-2] - 4 * u[1:-1, 1:-1]
        u[1:-1, 1:-1] += k * lap
    return u


@case(U, np.zeros(8), 0.3, wrt=(0, 1, 2))
@case(U, np.zeros(8), 0.3, wrt=2)
def wave(u, v, c):
    for _ in range(4):
        v[1:-1] += c * (u[2:] - 2 * u[1:-1] + u[:-2])
        u += v
        u[0] = u[-1] = 0.0


@case(U, 0.4, wrt=(0, 1))
def advection_upwind(u, c):
    for _ in range(4):
        u[1:] -= c * (u[1:] - u[:-1])
    return u


@case(U, 0.4, wrt=(0, 1))
def advection_elementwise(u, c):
    n = u.shape[0]
    for _ in range(3):
        for i in range(n - 1, 0, -1):
            u[i] = u[i] - c * (u[i] - u[i - 1])
    return u[-1]


@case(U, wrt=0)
def lax_friedrichs_burgers(u):
    new = np.empty_like(u)
    for _ in range(3):
        f = 0.5 * u ** 2
        new[1:-1] = 0.5 * (u[2:] + u[:-2]) - 0.1 * (f[2:] - f[:-2])
        new[0], new[-1] = u[0], u[-1]
        u, new = new, u
    return u


@case(G, 1.3, wrt=(0, 1))
def jacobi_2d(u, f):
    for _ in range(3):
        old = u.copy()
        u[1:-1, 1:-1] = 0.25 * (old[2:, 1:-1] + old[:-2, 1:-1] + old[1:-1, 2:] + old[1:-1, :-2] + f)
    return np.abs(u - old).max(), u


@case(G, 1.4, wrt=(0, 1))
def sor_2d(u, omega):
    n, m = u.shape
    for _ in range(2):
        for i in range(1, n - 1):
            for j in range(1, m - 1):
                r = (u[i + 1, j] + u[i - 1, j] + u[i, j + 1] + u[i, j - 1]) / 4
                u[i, j] += omega * (r - u[i, j])
    return u


@case(GEN, B4, wrt=(0, 1))
def gauss_seidel(A, b):
    x = np.zeros_like(b)
    for _ in range(5):
        for i in range(len(b)):
            x[i] = (b[i] - A[i, :i] @ x[:i] - A[i, i + 1:] @ x[i + 1:]) / A[i, i]
    return x


# --------------------------------------------------------- linear algebra by hand

@case(np.array([1.0, -1.0, 0.5]), np.array([4.0, 5.0, 6.0, 5.0]), np.array([1.0, 0.5, 1.0]), B4, wrt=(0, 1, 2, 3))
def thomas(a, b, c, d):
    n = len(d)
    cp, dp = np.zeros(n - 1), np.zeros(n)
    cp[0] = c[0] / b[0]
    dp[0] = d[0] / b[0]
    for i in range(1, n):
        m = b[i] - a[i - 1] * cp[i - 1]
        if i < n - 1:
            cp[i] = c[i] / m
        dp[i] = (d[i] - a[i - 1] * dp[i - 1]) / m
    x = np.empty(n)
    x[-1] = dp[-1]
    for i in range(n - 2, -1, -1):
        x[i] = dp[i] - cp[i] * x[i + 1]
    return x


@case(GEN)
def lu_in_place(A):
    n = A.shape[0]
    for k in range(n):
        A[k + 1:, k] /= A[k, k]
        A[k + 1:, k + 1:] -= np.outer(A[k + 1:, k], A[k, k + 1:])
    return A


@case(GEN, B4, wrt=(0, 1))
@case(GEN[::-1], B4, wrt=(0, 1))
def gauss_with_pivoting(A, b):
    n = len(b)
    for k in range(n):
        p = k + np.argmax(np.abs(A[k:, k]))
        if p != k:
            A[[k, p]] = A[[p, k]]
            b[k], b[p] = b[p], b[k]
        for i in range(k + 1, n):
            f = A[i, k] / A[k, k]
            A[i, k:] -= f * A[k, k:]
            b[i] -= f * b[k]
    x = np.zeros(n)
    for i in range(n - 1, -1, -1):
        x[i] = (b[i] - np.dot(A[i, i + 1:], x[i + 1:])) / A[i, i]
    return x


@case(SPD)
def cholesky_by_hand(A):
    n = A.shape[0]
    L = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1):
            s = A[i, j]
            for k in range(j):
                s -= L[i, k] * L[j, k]
            L[i, j] = math.sqrt(s) if i == j else s / L[j, j]
    return L


@case(SPD, B4, wrt=(0, 1))
def conjugate_gradients(A, b):
    x = np.zeros_like(b)
    r = b - A @ x
    p = r.copy()
    rs = r @ r
    for _ in range(3):
        Ap = A @ p
        alpha = rs / (p @ Ap)
        x += alpha * p
        r -= alpha * Ap
        new = r @ r
        if math.sqrt(new) < 1e-12:
            break
        p *= new / rs
        p += r
        rs = new
    return x


@case(SPD)
def power_iteration(A):
    v = np.ones(A.shape[0])
    for _ in range(60):
        w = A @ v
        v = w / np.linalg.norm(w)
    return v @ A @ v


@case(GEN)
def gram_schmidt(A):
    Q = A.copy()
    n = Q.shape[1]
    for j in range(n):
        q = Q[:, j]
        for k in range(j):
            q -= (Q[:, k] @ q) * Q[:, k]
        q /= math.sqrt(q @ q)
    return Q


@case(GEN)
def householder(A):
    R = A.copy()
    m, n = R.shape
    for k in range(n - 1):
        x = R[k:, k].copy()
        x[0] += math.copysign(np.linalg.norm(x), x[0])
        x /= np.linalg.norm(x)
        R[k:, k:] -= 2.0 * np.outer(x, x @ R[k:, k:])
    return np.abs(np.diag(R)), np.triu(R)


@case(GEN[:3, :3])
def gauss_jordan_inverse(A):
    n = len(A)
    M = np.hstack([A, np.eye(n)])
    for i in range(n):
        M[i] /= M[i, i]
        for j in range(n):
            if j != i:
                M[j] -= M[j, i] * M[i]
    return M[:, n:]


@case(GEN, GEN.T.copy(), wrt=(0, 1))
def matmul_triple_loop(A, B):
    n = len(A)
    C = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            for k in range(n):
                C[i, j] += A[i, k] * B[k, j]
    return C


@case(SPD[:3, :3])
def jacobi_rotation(A):
    A = A.copy()
    for p, q in ((0, 1), (0, 2), (1, 2)):
        theta = 0.5 * math.atan2(2 * A[p, q], A[q, q] - A[p, p])
        c, s = math.cos(theta), math.sin(theta)
        rp, rq = A[p].copy(), A[q].copy()
        A[p], A[q] = c * rp - s * rq, s * rp + c * rq
        cp, cq = A[:, p].copy(), A[:, q].copy()
        A[:, p], A[:, q] = c * cp - s * cq, s * cp + c * cq
    return np.diag(A)


@case(np.array([3.0, 1.0, 2.0, -1.0]))
def bubble_sort(a):
    n = len(a)
    for i in range(n):
        for j in range(n - 1 - i):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
    return a


@case(np.array([3.0, 1.0, 2.0, -1.0]))
def insertion_sort(a):
    for i in range(1, len(a)):
        key = a[i]
        j = i - 1
        while j >= 0 and a[j] > key:
            a[j + 1] = a[j]
            j -= 1
        a[j + 1] = key
    return a[0] * 2


@case(np.array([1.0, 2.0, 3.0, 4.0]))
def prefix_sum(a):
    for i in range(1, len(a)):
        a[i] += a[i - 1]
    return a[-1] * a[0]


@case(np.array([1.0, 2.0, 3.0, 4.0]) + 0j)
def fft_in_place(x):
    n = len(x)
    j = 0
    for i in range(1, n):
        bit = n >> 1
        while j & bit:
            j ^= bit
            bit >>= 1
        j |= bit
        if i < j:
            x[i], x[j] = x[j], x[i]
    size = 2
    while size <= n:
        w = np.exp(-2j * np.pi * np.arange(size // 2) / size)
        for s in range(0, n, size):
            u = x[s:s + size // 2].copy()
            t = x[s + size // 2:s + size] * w
            x[s:s + size // 2] = u + t
            x[s + size // 2:s + size] = u - t
        size *= 2
    return x


# ---------------------------------------------------------- stores of every kind

@case(U)
def element_store(a):
    a[0] = a[1] * a[2]
    a[-1] = 5.0
    a[3] = a[0]
    return a


@case(U, 2.0, wrt=1)
@case(U, 2.0, wrt=0)
@case(U, 2.0, wrt=(0, 1))
def element_augmented(a, x):
    a[0] += x
    a[1] *= x
    a[2] -= a[0]
    a[3] /= a[1]
    a[4] **= 2
    a[5] = -a[5]
    return a[0] * a[1] * a[2]


@case(U)
def slice_store(a):
    a[2:5] = a[0:3] * 2
    a[::3] = 1.0
    a[6:] = a[1]
    return a


@case(G)
def store_broadcast(a):
    a[1] = a[0, 0]
    a[:, 2] = a[:, 3] ** 2
    a[2:4] = a[0]
    a[..., -1] = 7.0
    return a


@case(U)
def boolean_mask_store(a):
    a[a > 0.5] = a[0]
    a[a < -0.3] *= 2
    m = a > 0
    a[m] = a[m] ** 2
    return a


@case(U)
def integer_array_store(a):
    i = np.array([0, 3, 5])
    a[i] = a[i + 1] * 3
    a[[1, 2]] += a[[6, 7]]
    a[[4, 4]] += 1.5 * a[0]
    return a


@case(G)
def mixed_index_store(a):
    a[[0, 2], 1:3] = a[[1, 3], 2:4]
    a[np.arange(3), np.arange(3)] *= 2
    a[np.ix_([0, 1], [4, 5])] = 0.5
    a[1, a[1] > 0] = a[0, 0]
    return a


@case(U)
def ufunc_out(a):
    b = np.empty_like(a)
    np.multiply(a, 3.0, out=b)
    np.add(a, b, a)
    c = np.sin(a, out=b)
    np.exp(a[:4], out=a[4:])
    return a, b, c is b, c


@case(np.array([0.5, 1.5]), np.array([2.0, 3.0]), wrt=1)
@case(np.array([0.5, 1.5]), np.array([2.0, 3.0]), wrt=0)
@case(np.array([0.5, 1.5]), np.array([2.0, 3.0]), wrt=(0, 1))
def out_is_an_argument(a, b):
    np.add(a, b, out=a)
    np.sqrt(b, out=b)
    return a.prod()


# What the tangent of `out=` reads of computed operands is read before the call, since it may be written over.
XYZ = tuple(R.uniform(0.5, 1.5, size=(3, 3)) for _ in range(3))


@case(*XYZ, wrt=(0, 1, 2))
@case(*XYZ, wrt=2)
@case(XYZ[0], XYZ[1], XYZ[0][::-1], wrt=(0, 1, 2))
def out_is_in_a_computed_operand(x, y, z):
    np.divide(x * y, z, out=x)
    np.hypot(x * y, z * x, out=x)
    np.sqrt(x * y + z, out=x)
    np.power(x * y, z * x, out=z)
    np.divide(x * y, z * x, out=x.T, where=y > 1.0)
    return x, y, z


@case(*XYZ, wrt=(0, 1, 2))
@case(*XYZ, wrt=0)
def out_of_reductions_of_computed_operands(x, y, z):
    np.prod(x * y, axis=0, out=x[0])
    np.cumprod(x * z, axis=1, out=x)
    (x * y).std(axis=1, out=y[:, 0])
    np.max(x * y, axis=1, out=x[:, 1])
    np.multiply.reduce(x * y * z, axis=1, out=z[:, 1])
    return x, y, z


@case(6.0, np.arange(24.0).reshape(6, 4) % 7, wrt=(0, 1))
def covariance_over_its_data(n, data):
    np.subtract(data, data.mean(axis=0), out=data)
    np.divide(data.T @ data, n - 1.0, out=data[:4])
    return data


# Library functions that return the array itself, or a view, in some of their calls.
@case(*XYZ[:2], wrt=1)
@case(*XYZ[:2], wrt=(0, 1))
@case(*(z + 0.5j for z in XYZ[:2]), wrt=1)
def conj_of_real_arrays_is_the_array(x, y):
    a, b = x.conj(), x.conjugate()
    a *= y
    b[0] *= 2
    return x, a, b


# Complex numbers read as their parts, and parts as complex numbers: the same memory.
@case(np.arange(1.0, 5.0))
def pairs_turned_in_place(x):
    z = x.copy()
    z.view(np.complex128)[:] *= 1j
    return z * x, np.abs(x.view(complex)**2), x.reshape(2, 2).view(dtype=complex)[:, 0].imag * x[:2]


@case(np.arange(1.0, 5.0))
def parts_scaled_in_place(x):
    z = x + 2j * x[::-1]
    z.view("d")[::2] *= x
    return (z * z).real, (z**2).view(float), x.view() * 2 + x.view(x.dtype)


@case(np.arange(1.0, 5.0))
def written_through_a_complex_view(x):
    y = np.ones(4)
    z = y.view(complex)
    z[0] = x[0] + 1j * x[1]
    return y * x, np.outer(x, x).T.copy().view(complex).sum().imag


@case(*XYZ[:2], wrt=1)
@case(*XYZ[:2], wrt=(0, 1))
def einsum_of_one_operand_is_a_view(x, y):
    a = np.einsum("ii->i", x)
    a *= y[0]
    b = np.einsum(x, [0, 1], [1, 0])
    b[0] *= y[1]
    c = np.einsum("...i->i...", x)
    c[2] = y[2]
    d = np.einsum("ij,j->ij", x, y[1])
    d *= y
    return x, a, b, c, d


@case(*XYZ[:2], 1, 0, wrt=1)
@case(*XYZ[:2], 1, 0, wrt=(0, 1))
@case(*XYZ[:2], 2, 1, wrt=(0, 1))
def of_order_zero_nothing_is_computed(x, y, n, m):
    a = np.linalg.matrix_power(x, n)
    a *= y
    b = np.diff(x, n=m)
    b *= y[:, m:]
    c, d = np.polyder(x[0], m), np.polyint(x[1], m)
    c *= y[0, 0]
    d *= y[0, 1]
    return x, a, b, c, d


@case(*XYZ[:2], wrt=1)
@case(*XYZ[:2], wrt=(0, 1))
def conversions_that_convert_nothing(x, y):
    a, b = np.float64(x), np.real_if_close(x)
    a *= y
    b[1] = y[2]
    c = np.lib.stride_tricks.sliding_window_view(x, 2, axis=1, writeable=True)
    c[:, 0] = y[:, 1:]
    return x, a, b, c


@case(U)
def out_overwrites_with_constant(a):
    b = a * 2
    np.ones(8).sum()
    np.multiply(np.arange(8.0), 2.0, out=b)
    np.copyto(a, b)
    return a, b


@case(U)
def copyto_and_fill(a):
    b = np.zeros(8)
    np.copyto(b, a * a)
    a.fill(b[1])
    b[:3].fill(0.0)
    return a, b


@case(G)
def views_of_views(a):
    r = a[1:4]
    c = r[:, ::2]
    e = c[1]
    e *= 3.0
    e[0] = a[0, 0]
    r[0] += c[2].sum()
    return a.sum(), e


@case(G)
@case(np.asfortranarray(G))
def write_through_transpose(a):
    t = a.T
    t[0] = t[1] * 2
    a.transpose()[2, 1:] += 1.5 * a[0, 0]
    np.swapaxes(a, 0, 1)[3] = 0.0
    return t


@case(U)
def write_through_reshape(a):
    m = a.reshape(2, 4)
    m[1] = m[0] ** 2
    f = m.ravel()
    f[0] = 9.0
    m.reshape(-1)[1] *= 4
    return a, m


@case(G)
@case(np.asfortranarray(G))
@case(G.T)
@case(R.normal(size=(5, 12))[:, ::2])
def ravel_views_or_copies(a):
    f = a.ravel()
    f[0] = f[1] * f[2]
    g = a.flatten()
    g[3] = 100.0
    h = a.reshape(-1)
    h[4] += f[0]
    k = np.ravel(a, order="F")
    k[2] *= 3.0
    m = a.reshape(a.shape[::-1], order="F")
    m[0, 0] += 1.0
    return a.sum(), f, g, k


@case(U)
def write_through_expand(a):
    b = a[:, None]
    b[2, 0] = a[0]
    c = np.squeeze(b)
    c[3] = a[1] ** 2
    d = np.expand_dims(a, 0)
    d[0, 4:] *= 2
    np.atleast_2d(a)[0, 1] = 0.25
    return a


@case(G)
def write_through_split_and_iteration(a):
    top, bottom = np.split(a[:4], 2)
    top *= 2
    bottom[0] = top[1]
    for row in a:
        row[0] = row[1] * row[2]
    for i, row in enumerate(a[:2]):
        row += i
    return a


@case(G[:4, :4], may_refuse=True)
def write_through_diagonal(a):
    a.flat[::5] = a[0] * 2
    np.fill_diagonal(a, a[0, 1])
    return a


@case(U)
def overlapping_slices(a):
    a[1:] += a[:-1]
    a[:-1] = a[1:]
    a[:] = a[::-1]
    a[2:] *= a[:-2]
    return a


@case(U)
def swap_slices_needs_copy(a):
    t = a[:4].copy()
    a[:4] = a[4:]
    a[4:] = t * t
    return a


@case(U)
def swap_slices_wrongly(a):
    a[:4], a[4:] = a[4:], a[:4]
    return a


@case(U)
def two_names(a):
    b = a
    b[0] = a[1] * 3
    a += b
    b = b * 2
    b[1] = 0.0
    return a, b


@case(U)
def not_in_place_after_all(a):
    b = a
    a = a + 1
    a[0] = 100.0
    b[1] *= 2
    return a, b


@case(U)
def plus_equals_is_in_place(a):
    b = a
    a += 1
    a *= a
    return b, b is a


@case(1.5)
def plus_equals_of_number_is_not(x):
    b = x
    x += 1
    return b, x


@case([1.0, 2.0])
def list_plus_equals_is_in_place(a):
    b = a
    a += [a[0] * 3]
    return b, len(b)


@case([np.array([1.0, 2.0]), np.array([3.0, 4.0])])
def arrays_in_a_list(xs):
    xs[0] += xs[1]
    first = xs[0]
    first *= 2
    xs.append(first)
    xs[2][0] = 10.0
    return xs


@case(twice(np.array([1.0, 2.0, 3.0])))
def same_array_in_a_tuple(pair):
    a, b = pair
    a[0] *= 5
    b[0] += 1
    b[1:] = a[:-1] * 2
    return a.sum()


@case(*twice(np.array([1.0, 2.0, 3.0])), wrt=(0, 1))
def same_array_twice(a, b):
    a[0] = b[1] * b[2]
    b *= 2
    return a + b


@case(*two_views(), wrt=(0, 1))
def overlapping_arguments(a, b):
    a[2] = a[0] * a[1]
    b[1:] += b[:-1]
    return a.sum() * b.sum()


@case({"u": np.array([1.0, 2.0, 3.0]), "k": 0.5, "n": 2})
def arrays_in_a_dict(state):
    for _ in range(state["n"]):
        state["u"][1:] *= state["k"]
    state["u"] = state["u"] + state["k"]
    state["u"][0] = 3.0
    return state["u"].sum()


@case(2.0, np.zeros(4), wrt="x")
@case(2.0, np.zeros((4, 2)), wrt="x")
def writes_into_work_array(x, work):
    work[0] = x
    work[1] = work[0] * x
    work += 1.0
    return work[1] * 2


@case(2.0, np.zeros(4), [], {}, wrt="x")
def writes_into_all_work_arguments(x, a, l, d):
    a[1:3] = x * x
    l.append(a[1] * x)
    l.append(a)
    d["x"] = l[0]
    l[1][0] = d["x"]
    return None


@case(1.5)
def empty_filled_later(x):
    a = np.empty(5)
    for i in range(5):
        a[i] = x ** i
    return a


@case(1.5)
def zeros_filled_partly(x):
    a = np.zeros((3, 3))
    a[1] = x
    a[:, 0] += x * x
    b = np.full(3, 2.0)
    b[1] = x
    c = np.ones_like(a)
    c *= x
    d = np.zeros_like(b)
    e = np.array([1.0, 2.0])
    e[0] = x
    f = np.arange(3.0)
    f += x
    return a, b, c, d, e, f


@case(1.5)
def integer_array_truncates(x):
    a = np.zeros(3, dtype=int)
    a[0] = x * 3
    b = np.arange(3)
    b[1] = 7
    return a, b * x


@case(np.array([1.0, 2.0, 3.0]))
def copy_is_a_copy(a):
    b = a.copy()
    c = np.array(a)
    d = a[:]
    e = np.copy(a)
    f = np.asarray(a)
    b[0], c[1], e[2] = 10.0, 20.0, 30.0
    d[0] = a[1] * a[2]
    f[2] *= 2
    return b, c, e


@case(np.array([1.0, 2.0, 3.0]))
def element_is_no_view(a):
    e = a[0]
    a[0] = 50.0
    s = a[1:2]
    a[1] = a[2] * 3
    x, y, z = a
    a[2] = x
    return e, s, z, a.item(1), float(a[2])


@case(np.array([1.0, 2.0, 3.0]))
def plus_constant_is_no_alias(x):
    y = x + 1.0
    y[0] = x[1] * 2
    z = -(-x)
    x *= 3
    z[1] *= 5
    w = +x
    w[2] = 0.0
    return x, y, z, w


@case(np.array([1.0, 2.0, 3.0]))
def linear_functions_are_no_alias(x):
    y = 1.0 * x
    z = x - 0.0
    w = np.where(x > -9, x, 0.0)
    v = x.astype(float)
    u = np.real(x).copy()
    x[0] = 100.0
    y[1] += 1
    return x, y, z, w, v, u


@case(np.array([1.0, 2.0, 3.0]))
def saved_in_list_then_changed(x):
    history = []
    for _ in range(3):
        history.append(x.copy())
        x *= 2
        x[0] = x[1]
    history.append(x)
    x += 1
    return history


@case(np.array([1.0, 2.0, 3.0]))
def saved_without_copy(x):
    history = []
    for _ in range(3):
        history.append(x)
        x *= 2
    return history[0], history[1] is history[2]


@case(np.array([1.0, 2.0, 3.0]), np.array([0.5, 0.5, 0.5]), wrt=(0, 1))
def conditional_alias(a, b):
    c = a if a[0] > b[0] else b
    c *= 2
    d = b
    if a[1] > 0:
        d = a
    d[0] = 7.0
    return a.sum(), b.sum()


@case(np.array([1.0, 2.0, 3.0, 4.0]))
def helper_in_place(a):
    double(a)
    double(a[1:3])
    b = first_half(a)
    b[0] = a[3]
    return a


def double(x):
    x *= 2


def first_half(x):
    return x[:len(x) // 2]


@case(np.array([4.0, 2.0, 3.0, 1.0]), may_refuse=True)
def methods_in_place(a):
    a.sort()
    b = a * 1.0
    b.resize(2, 2)
    c = a.view()
    c[0] *= 3
    a.clip(1.5, 3.5, out=a)
    return a, b


@case(np.array([4.0, 2.0, 3.0, 1.0]), np.array([0.5, 2.0]), wrt=(0, 1), may_refuse=True)
def ufunc_at(a, x):
    np.add.at(a, [0, 0, 1], x[0])
    return a


@case(np.array([4.0, 2.0, 3.0, 1.0]), may_refuse=True)
def put_and_take(a):
    b = a.take([0, 2])
    np.put(a, [0, 1], b)
    return a, b


@case(np.array([[1.0, 2.0], [3.0, 4.0]]))
def reduction_with_out(a):
    s = np.empty(2)
    np.sum(a, axis=0, out=s)
    a.cumsum(axis=1, out=a)
    return s, a


@case(np.array([1.0, 2.0, 3.0]))
def real_and_imag_written(x):
    z = np.zeros(3, dtype=complex)
    z.real = x
    z.imag[1] = x[0] * x[2]
    z.real[2] *= 2
    return z, z * z


@case(np.array([1.0, 2.0, 3.0, 4.0]))
def window_buffer(x):
    buf = np.zeros(2)
    out = []
    for v in x:
        buf[0] = buf[1]
        buf[1] = v
        out.append(buf.mean() * buf[0])
    return np.array(out), buf


@case(np.array([1.0, 2.0, 3.0, 4.0]))
def ring_buffer(x):
    ring = np.zeros(3)
    s = 0.0
    for i in range(len(x)):
        s += ring[i % 3] * x[i]
        ring[i % 3] = x[i] * x[i]
    return s, ring


@case(np.array([1.0, 2.0, 3.0]))
def branch_writes(x):
    y = np.zeros(3)
    for i in range(3):
        if x[i] > 1.5:
            y[i] = x[i] ** 2
        else:
            y[2 - i] += 1.0
    return y


@case(np.array([0.5, 1.0]))
def rotate_buffers(x):
    a, b, c = x.copy(), x * 2, np.zeros(2)
    for _ in range(4):
        c[:] = a + 0.1 * b
        a, b, c = b, c, a
    return a, b, c


# ------------------------------------------- seeds of other layouts, read-only ones

D = R.normal(size=(5, 6))


def layout(a):
    """Writes through a view of the flattened array: wrong wherever the seed's ravel copies."""
    f = a.reshape(-1)
    f[::2] *= 3.0
    a.T[0] += 1.0
    return a * 1.0


def layout_tangent(d):
    d = d.copy()
    d.reshape(-1)[::2] *= 3.0
    return d


READ_ONLY = D.copy()
READ_ONLY.flags.writeable = False
STRIDED = np.zeros((10, 12))
STRIDED[::2, ::2] = D
REVERSED = D[::-1, ::-1].copy()
case(G, seeds={"a": np.asfortranarray(D)}, expected=layout_tangent(D), name="seed_fortran")(layout)
case(G, seeds={"a": STRIDED[::2, ::2]}, expected=layout_tangent(D), name="seed_strided")(layout)
case(G, seeds={"a": REVERSED[::-1, ::-1]}, expected=layout_tangent(D), name="seed_reversed")(layout)
case(G, seeds={"a": D.T.copy().T}, expected=layout_tangent(D), name="seed_transposed")(layout)
case(G, seeds={"a": np.broadcast_to(D[0], (5, 6))}, expected=layout_tangent(np.tile(D[0], (5, 1))),
     name="seed_broadcast")(layout)
case(G, seeds={"a": READ_ONLY}, expected=layout_tangent(D), name="seed_read_only")(layout)


def layout_f(a):
    """The argument is in Fortran order: ravel copies, and so must the seed's."""
    f = a.ravel()
    f[0] = 100.0
    g = a.ravel(order="K")
    g[1] *= 3.0
    return a * 1.0, f * 1.0


def layout_f_tangent(d):
    d = d.copy()
    d[1, 0] *= 3.0
    return d, np.concatenate([[0.0], D.ravel()[1:]])


case(np.asfortranarray(G), seeds={"a": D}, expected=layout_f_tangent(D), name="argument_fortran_seed_c")(layout_f)
case(np.asfortranarray(G), seeds={"a": np.asfortranarray(D)}, expected=layout_f_tangent(D), name="both_fortran")(layout_f)


@case(3.0, (lambda a: (a, a))(np.zeros(2)))
@case(3.0, (lambda a: (a, a[:1]))(np.zeros(2)))
@case(3.0, (lambda a: (a, a))([0.0]))
@case(3.0, ([0.0], [0.0]))
def one_argument_holds_memory_twice(x, pair):
    a, b = pair
    a[0] = x
    return b[0]


@case(3.0, *(lambda a: (a, [a]))([0.0]))
def another_argument_holds_the_list(x, a, b):
    a[0] = x
    return b[0][0]


GLOBAL_LIST = [1.0]


@case(3.0, [1.0])
def writes_a_list_reads_a_global(x, a):
    a[0] = x
    return GLOBAL_LIST[0] + a[0]


@case(U ** 2 + 0.3)
def results_into_what_is_made_on_the_spot(x):
    """What `out` is given has no name, and loses its tangent."""
    floors = np.floor(3 * x, out=2 * x) + np.rint(3 * x, x ** 2) + np.sin(np.ones(x.shape), out=x ** 3)
    parts, whole = np.modf(3 * x, 1 * x, 2 * x)
    return floors, np.greater(x, 1, out=x * x), np.floor(x, out=2 * x, where=x > 1), parts, whole


@case(U ** 2 + 0.3)
def not_numbers_replaced_in_place(x):
    y = x / np.arange(float(x.size))
    np.nan_to_num(y[:2], copy=False, posinf=7.0)
    return y * x, np.nan_to_num(np.log(x - x[0]), False, 0.5, None, -2.0) * x


@case(U ** 2 + 0.3)
def places_chosen_by_what_is_written_over(x):
    y, z = 2 * x, 3 * x
    np.floor_divide(y, x, out=y, where=y > 1)
    np.equal(z, 3 * x, z, where=(z > 1) & (z < 4))
    return y, z, np.floor(x, out=x, where=x > 1)


@case(U)
def clipped_by_nothing(x):
    """A copy, whose tangent is one, too."""
    y = np.clip(2 * x, None, None)
    z = np.clip(y, None, max=None)
    z *= x
    y[0] = 5.0
    return y, z


# ---------------------------------------------------------------- the parts of a decomposition lie in memory as LAPACK leaves them

TALL, SLOPE = R.normal(size=(4, 3)), R.normal(size=(4, 3))


@case(0.3, order=2)
def rows_normed_through_a_flat_view(x):
    U, s, Vt = np.linalg.svd(TALL + x * SLOPE, full_matrices=False)
    Vt *= 2.0
    flat = Vt.ravel()
    flat /= np.linalg.norm(flat)
    return Vt[0], s


@case(0.3, order=2)
def parts_of_decompositions_written_through_flat_views(x):
    w, V = np.linalg.eigh(SPD + x * np.ones((4, 4)))
    V *= np.sign(V[0])
    V.ravel()[1] = 0.0
    q, r = np.linalg.qr(GEN.T * x + GEN)
    r.reshape(-1)[1] = x
    q *= np.sign(np.diagonal(r))
    part, whole = np.modf((SPD * x).T)
    part.ravel()[1] = 0.0
    return V, w, q, r, part, whole


@case(0.7, R.normal(size=(2, 6))[:, ::2], R.normal(size=(2, 3))[::-1], R.normal(size=(2, 3)), order=2)
@case(0.7, R.normal(size=(3, 4))[::-1, 1], R.normal(size=(2, 6))[:, ::2], R.normal(size=(2, 3))[:, ::-1], order=2)
def constants_that_do_not_lie_close(x, a, b, c):
    same, flat, whole, column = np.asarray(a), b.reshape(-1), np.ascontiguousarray(c), np.zeros((3, 3))[:, 1]
    a[...] = x
    flat[1:] += x * x
    b[0] *= x
    c[:1] = x
    tail = column.reshape((3,))
    tail[1:] = x
    return same, a, flat, b, whole, c, column


@case(0.7, np.array([1.0, np.inf, np.nan]))
def infinities_replaced_in_a_constant(x, a):
    np.nan_to_num(a, copy=False, posinf=2.0)[1:] *= x
    return a


@case(np.array([0.4, 1.3]), order=2)
def results_where_they_are_told_to_if_at_all(x):
    """Inner functions and methods whose `out` is None, or an array, or a buffer that is made when it is needed."""
    def scaled(a, k, out=None):
        if out is None:
            out = np.empty_like(a)
        np.multiply(a, k, out=out)
        return out

    def added(a, b, out=None):
        out = np.zeros_like(a) if out is None else out
        return np.add(a, b, out=out)

    class Stepper:
        def __init__(self):
            self.buffer = None

        def step(self, y, out=None):
            if self.buffer is None:
                self.buffer = np.zeros_like(y)
            if out is None:
                out = self.buffer
            np.multiply(y, y[0], out=out)
            np.sin(out, out=self.buffer)
            return out

    y = x.copy()
    kept = scaled(y, y[1])
    scaled(y, 2.0, out=y)
    added(y, kept, out=kept)
    stepper = Stepper()
    first = stepper.step(added(x, y)).copy()
    return y, kept, first, stepper.step(first, out=np.empty(2)), stepper.buffer
