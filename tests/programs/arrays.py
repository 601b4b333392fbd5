"""Vectorised NumPy kernels."""

import itertools

import numpy as np

from tests.reference import case

R = np.random.default_rng(7)
X = R.normal(size=(6, 3))
Y = R.normal(size=6)
V = R.normal(size=5)


@case(np.array([1.0, 2.0, -3.0]))
@case(X)
def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@case(V)
def logsumexp(z):
    m = np.max(z)
    return m + np.log(np.sum(np.exp(z - m)))


@case(X, np.array([0.3, -0.2, 0.5]), 0.1, wrt=("w", "b"))
def logistic_regression(X, w, b):
    y = np.array([0, 1, 1, 0, 1, 0])
    p = 1 / (1 + np.exp(-(X @ w + b)))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@case([R.normal(size=(3, 4)), R.normal(size=(4, 4)), R.normal(size=(4, 2))],
      [np.zeros(4), np.ones(4), np.array([0.1, 0.2])], X, wrt=(0, 1))
def mlp(weights, biases, x):
    h = x
    for i, (W, b) in enumerate(zip(weights, biases)):
        h = h @ W + b
        if i < len(weights) - 1:
            h = np.tanh(h)
    return h


@case({"w1": R.normal(size=(3, 4)), "b1": R.normal(size=4), "w2": R.normal(size=4)}, X)
def mlp_dict(p, x):
    h = np.maximum(x @ p["w1"] + p["b1"], 0.0)
    return ((h @ p["w2"]) ** 2).mean()


@case(np.array([-0.5, 0.2]), np.array([[0.0, 1.0, 2.0], [1.0, -1.0, 0.5]]), np.array([-0.1, 0.3]), X, wrt=(0, 1, 2))
def gaussian_mixture(logits, means, logs, x):
    logw = logits - np.log(np.sum(np.exp(logits)))
    d = x[:, None, :] - means[None, :, :]
    quad = np.sum(d ** 2, axis=2) / np.exp(2 * logs)
    comp = logw - 0.5 * quad - x.shape[1] * logs - 0.5 * x.shape[1] * np.log(2 * np.pi)
    m = comp.max(axis=1, keepdims=True)
    return np.sum(m[:, 0] + np.log(np.exp(comp - m).sum(axis=1)))


@case(V, np.array([1.0, -2.0, 0.5]), wrt=(0, 1))
def convolution_loops(x, k):
    n, m = len(x), len(k)
    y = np.zeros(n + m - 1)
    for i in range(n):
        for j in range(m):
            y[i + j] += x[i] * k[j]
    return y


@case(R.normal(size=(5, 6)), R.normal(size=(3, 3)), wrt=(0, 1))
def convolution_2d(img, k):
    H, W = img.shape
    h, w = k.shape
    out = np.empty((H - h + 1, W - w + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(img[i:i + h, j:j + w] * k)
    return out


@case(R.normal(size=(4, 4)))
def max_pool(img):
    out = np.zeros((2, 2))
    for i in range(2):
        for j in range(2):
            out[i, j] = img[2 * i:2 * i + 2, 2 * j:2 * j + 2].max()
    return out


@case(np.array([100.0, 90.0, 110.0]), np.array([95.0, 95.0, 100.0]), 0.2, wrt=(0, 1, 2))
def black_scholes_vectorised(S, K, sigma):
    T, r = 0.5, 0.02
    d1 = (np.log(S / K) + (r + sigma ** 2 / 2) * T) / (sigma * np.sqrt(T))
    d2 = d1 - sigma * np.sqrt(T)
    def_cdf = 1 / (1 + np.exp(-1.702 * d1))
    return S * def_cdf - K * np.exp(-r * T) / (1 + np.exp(-1.702 * d2))


@case(100.0, 0.2, wrt=(0, 1), steps=(1e-4, 1e-5, 1e-6))
def monte_carlo(S, sigma):
    rng = np.random.default_rng(42)
    z = rng.standard_normal(50)
    ST = S * np.exp((0.03 - sigma ** 2 / 2) + sigma * z)
    return np.exp(-0.03) * np.maximum(ST - 100.0, 0).mean()


@case(1.2)
def monte_carlo_paths(vol):
    rng = np.random.default_rng(1)
    s = np.ones(10)
    for _ in range(5):
        s = s * (1 + vol * 0.1 * rng.normal(size=10))
    return s.mean(), s.std()


@case(R.normal(size=(4, 3)), wrt=0)
def n_body_forces(pos):
    n = pos.shape[0]
    F = np.zeros_like(pos)
    for i in range(n):
        for j in range(n):
            if i != j:
                r = pos[j] - pos[i]
                F[i] += r / (np.dot(r, r) + 0.1) ** 1.5
    return F


@case(R.normal(size=(3, 2)), R.normal(size=(3, 2)), wrt=(0, 1))
def n_body_leapfrog(q, p):
    m = np.array([1.0, 2.0, 0.5])
    for _ in range(4):
        d = q[None] - q[:, None]
        r2 = (d ** 2).sum(-1) + 0.5
        a = (m[None, :, None] * d / r2[:, :, None] ** 1.5).sum(axis=1)
        p = p + 0.05 * a
        q = q + 0.05 * p
    kinetic = 0.5 * np.sum(m[:, None] * p ** 2)
    return q, p, kinetic


@case(R.normal(size=4), R.normal(size=5), 0.7, wrt=(0, 1))
def soft_dtw(a, b, gamma):
    n, m = len(a), len(b)
    D = np.full((n + 1, m + 1), 1e10)
    D[0, 0] = 0.0
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            r = np.array([D[i - 1, j], D[i, j - 1], D[i - 1, j - 1]])
            low = r.min()
            soft = low - gamma * np.log(np.sum(np.exp(-(r - low) / gamma)))
            D[i, j] = (a[i - 1] - b[j - 1]) ** 2 + soft
    return D[n, m]


@case(np.array([1.0, 3.0, 2.0, 4.0]), np.array([1.5, 2.5, 2.2]), wrt=(0, 1))
def edit_distance(a, b):
    prev = np.arange(len(b) + 1) * 0.7
    for i in range(len(a)):
        cur = np.zeros(len(b) + 1)
        cur[0] = (i + 1) * 0.7
        for j in range(len(b)):
            cur[j + 1] = min(prev[j] + abs(a[i] - b[j]), prev[j + 1] + 0.71, cur[j] + 0.73)
        prev = cur
    return prev[-1]


@case(np.array([[0.7, 0.3], [0.4, 0.6]]), np.array([[0.9, 0.1], [0.2, 0.8]]), np.array([0.5, 0.5]), [0, 1, 1, 0, 1], wrt=(0, 1, 2))
def hmm_forward(A, B, pi, obs):
    alpha = pi * B[:, obs[0]]
    for o in obs[1:]:
        alpha = (alpha @ A) * B[:, o]
    return np.log(alpha.sum())


@case(np.array([[0.7, 0.3], [0.4, 0.6]]), np.array([[0.9, 0.1], [0.2, 0.8]]), [0, 1, 1, 0, 1], wrt=(0, 1))
def viterbi(A, B, obs):
    T = len(obs)
    delta = np.zeros((T, 2))
    back = np.zeros((T, 2), dtype=int)
    delta[0] = np.log(0.5 * B[:, obs[0]])
    for t in range(1, T):
        for j in range(2):
            scores = delta[t - 1] + np.log(A[:, j])
            back[t, j] = np.argmax(scores)
            delta[t, j] = scores[back[t, j]] + np.log(B[j, obs[t]])
    path = [int(np.argmax(delta[-1]))]
    for t in range(T - 1, 0, -1):
        path.insert(0, int(back[t, path[0]]))
    return delta[-1].max(), path


@case(0.3, 0.2, [np.array([1.0, 0.5]), np.array([1.2, 0.4])], wrt=(0, 1))
def kalman_filter(q, r, zs):
    F = np.array([[1.0, 0.1], [0.0, 1.0]])
    H = np.eye(2)
    x, P = np.zeros(2), np.eye(2)
    for z in zs:
        x = F @ x
        P = F @ P @ F.T + q * np.eye(2)
        S = H @ P @ H.T + r * np.eye(2)
        K = P @ H.T @ np.linalg.inv(S)
        x = x + K @ (z - H @ x)
        P = (np.eye(2) - K @ H) @ P
    return x, P


@case(X, Y, wrt=(0, 1))
def least_squares(A, b):
    return np.linalg.solve(A.T @ A, A.T @ b)


@case(X)
def covariance(X):
    c = X - X.mean(axis=0)
    return c.T @ c / (X.shape[0] - 1), np.corrcoef is None


@case(X)
def standardise(X):
    return (X - X.mean(0)) / X.std(0, ddof=1)


@case(X)
def pairwise_distances(X):
    sq = np.sum(X ** 2, axis=1)
    D = sq[:, None] + sq[None, :] - 2 * X @ X.T
    return np.sqrt(np.maximum(D, 0) + 0.1)


@case(X, 0.8, wrt=(0, 1))
def rbf_kernel(X, ell):
    d = X[:, np.newaxis] - X[np.newaxis]
    return np.exp(-0.5 * (d ** 2).sum(-1) / ell ** 2)


@case(X[:4], Y[:4], 0.8, wrt=(0, 1, 2))
def gaussian_process(X, y, ell):
    d = X[:, None] - X[None]
    K = np.exp(-0.5 * (d ** 2).sum(-1) / ell ** 2) + 0.3 * np.eye(len(X))
    L = np.linalg.cholesky(K)
    a = np.linalg.solve(K, y)
    return -0.5 * y @ a - np.log(np.diag(L)).sum() - len(y) / 2 * np.log(2 * np.pi)


@case(V)
def layer_norm(x):
    mu = x.mean()
    var = ((x - mu) ** 2).mean()
    return (x - mu) / np.sqrt(var + 1e-5)


@case(X)
def attention(x):
    q, k, v = x[:, :1] * x, x + 1, x * 2
    s = q @ k.T / np.sqrt(x.shape[1])
    s = np.where(np.tri(len(x), dtype=bool), s, -1e9)
    w = np.exp(s - s.max(axis=1, keepdims=True))
    w /= w.sum(axis=1, keepdims=True)
    return w @ v


@case(R.normal(size=(3, 4)), R.normal(size=(4, 4)) * 0.3, R.normal(size=4), wrt=(0, 1, 2))
def recurrent_network(xs, W, h):
    for x in xs:
        h = np.tanh(W @ h + x)
    return h


@case(np.array([0.2, 0.5, 0.3]), np.array([0.1, 0.4, 0.5]), wrt=(0, 1))
def kl_divergence(p, q):
    return np.sum(p * np.log(p / q)), np.sum(np.abs(p - q))


@case(np.array([1.0, 2.0, 3.0, 4.0]))
def fourier_by_matrix(x):
    n = len(x)
    k = np.arange(n)
    W = np.exp(-2j * np.pi * np.outer(k, k) / n)
    X = W @ x
    return X, np.abs(X[1:]) ** 2, X.real, X.imag


@case(np.array([1.0, 2.0, 0.5]))
def vandermonde(x):
    cols = []
    for p in range(3):
        cols.append(x ** p)
    V = np.stack(cols, axis=1)
    return np.linalg.det(V), V


@case(np.array([2.0, 1.5]))
def rosenbrock(x):
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


@case(np.array([0.5, -1.5, 0.2]))
def rastrigin(x):
    return 10 * x.size + (x ** 2 - 10 * np.cos(2 * np.pi * x)).sum()


@case(np.array([0.5, -1.5, 0.2]))
def gradient_descent(x):
    for _ in range(10):
        g = 2 * (x - 1) + np.cos(x)
        x = x - 0.1 * g
    return x, np.sum((x - 1) ** 2 + np.sin(x))


@case(np.array([0.5, -1.5]), 0.05, wrt=(0, 1))
def adam(x, lr):
    m = np.zeros_like(x)
    v = np.zeros_like(x)
    for t in range(1, 6):
        g = 2 * x + np.sin(x)
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g ** 2
        x = x - lr * (m / (1 - 0.9 ** t)) / (np.sqrt(v / (1 - 0.999 ** t)) + 1e-8)
    return x


@case(np.linspace(0, 1, 6))
def trapezoid(x):
    y = np.exp(x) * x
    return np.sum((x[1:] - x[:-1]) * (y[1:] + y[:-1]) / 2)


@case(np.array([1.0, 2.0, 4.0]), np.array([[1.0, 0.0, 2.0], [0.5, 1.0, 1.0]]), wrt=(0, 1))
def quadratic_forms(x, A):
    out = []
    for row in A:
        out.append(row @ x + np.outer(x, x).trace())
    return np.array(out)


@case(R.normal(size=(2, 3, 4)))
def axes(a):
    return (a.sum(axis=(0, 2)), a.mean(1), a.max(axis=2), np.swapaxes(a, 0, 1).sum(0),
            a.transpose(2, 0, 1)[1], a.prod(axis=-1), a.var(axis=0, keepdims=True), a.cumsum(axis=1)[:, -1])


@case(R.normal(size=(4, 4)))
def image_gradient(img):
    gx = np.diff(img, axis=1)[:-1]
    gy = np.diff(img, axis=0)[:, :-1]
    return np.sqrt(gx ** 2 + gy ** 2 + 1e-3).sum()


@case(R.normal(size=(4, 5)))
def laplacian_roll(u):
    return (np.roll(u, 1, 0) + np.roll(u, -1, 0) + np.roll(u, 1, axis=1) + np.roll(u, -1, axis=1) - 4 * u)


@case(np.array([3.0, -1.0, 2.0, 0.5]))
def ranking(x):
    order = np.argsort(x)
    s = x[order]
    return s, s[-1] - s[0], x[np.argmax(x)], np.sort(x)[1], np.median(x)


@case(np.array([3.0, -1.0, 2.0, 0.5]))
def masked(x):
    m = x > 0
    return x[m].sum(), np.where(m, x ** 2, 0.0), x[~m], np.count_nonzero(m), x[np.array([0, 0, 2])]


@case(0.8, 1.1, wrt=(0, 1))
def rotation_matrix(a, b):
    Rz = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    Rx = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    return Rz @ Rx @ np.array([1.0, 2.0, 3.0])


@case(np.array([0.9, 0.1, 0.3, 0.2]))
def quaternion(q):
    q = q / np.linalg.norm(q)
    w, x, y, z = q
    return np.array([[1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
                     [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
                     [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)]])


@case(np.array([[0.0, 0.0], [1.0, 0.0], [1.2, 1.0], [0.1, 0.8]]))
def polygon_area(p):
    area = 0.0
    n = len(p)
    for i in range(n):
        x0, y0 = p[i]
        x1, y1 = p[(i + 1) % n]
        area += x0 * y1 - x1 * y0
    return abs(area) / 2


@case(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), 0.3, wrt=(0, 1))
def exponential_smoothing(x, alpha):
    out = np.empty(len(x))
    out[0] = x[0]
    for i in range(1, len(x)):
        out[i] = alpha * x[i] + (1 - alpha) * out[i - 1]
    return out


@case(np.array([0.1, -0.2, 0.15, 0.3]), 0.1, 0.8, wrt=(0, 1, 2))
def garch(r, a, b):
    v = 0.04
    ll = 0.0
    for x in r:
        ll += -0.5 * (np.log(v) + x ** 2 / v)
        v = 0.01 + a * x ** 2 + b * v
    return ll


@case(R.uniform(0.5, 1.5, (3, 3)), R.uniform(0.5, 1.5, 3), wrt=(0, 1))
def sinkhorn(C, a):
    K = np.exp(-C)
    a = a / a.sum()
    b = np.ones(3) / 3
    v = np.ones(3)
    for _ in range(20):
        u = a / (K @ v)
        v = b / (K.T @ u)
    P = u[:, None] * K * v[None, :]
    return (P * C).sum()


@case(np.array([1.0, 0.5, 0.2]), wrt=0)
def matrix_exponential(w):
    A = np.array([[0.0, -w[2], w[1]], [w[2], 0.0, -w[0]], [-w[1], w[0], 0.0]])
    E = np.eye(3)
    term = np.eye(3)
    for k in range(1, 20):
        term = term @ A / k
        E = E + term
    return E


@case(R.normal(size=(2, 3)), R.normal(size=(3, 4)), R.normal(size=(2, 4)), wrt=(0, 1, 2))
def einsums(a, b, c):
    return (np.einsum("ij,jk->ik", a, b), np.einsum("ij,jk,ik->", a, b, c), np.einsum("ij->ji", a),
            np.einsum("ii->i", b[:, :3]), np.einsum("ij->j", a), np.tensordot(a, b, axes=1), np.outer(a[0], c[0]))


@case(V)
def total_variation(x):
    return np.sum(np.abs(x[1:] - x[:-1])), np.sum(np.hypot(x[1:], x[:-1]))


@case(V)
def huber(x):
    a = np.abs(x)
    return np.where(a < 0.9, 0.5 * x ** 2, 0.9 * (a - 0.45)).sum()


@case(R.normal(size=(3, 3)))
def permutation_determinant(m):
    s = 0.0
    for i, j, k, sign in ((0, 1, 2, 1), (1, 2, 0, 1), (2, 0, 1, 1), (0, 2, 1, -1), (1, 0, 2, -1), (2, 1, 0, -1)):
        s += sign * m[0, i] * m[1, j] * m[2, k]
    return s


@case(R.normal(size=(3, 3)), 5)
def recursive_determinant(m, depth):
    n = m.shape[0]
    if n == 1:
        return m[0, 0]
    s = 0.0
    for j in range(n):
        minor = np.delete(m[1:], j, axis=1)
        s += (-1) ** j * m[0, j] * recursive_determinant(minor, depth - 1)
    return s


@case(0.6, 41)
def cellular_diffusion(p, n):
    state = np.zeros(n)
    state[n // 2] = 1.0
    for t in range(5):
        left, right = np.roll(state, 1), np.roll(state, -1)
        state = state * (1 - p) + p * 0.5 * (left + right) + 0.1 * state * (1 - state)
    return state.max(), state[18:23]


@case(np.array([[0.3 + 0.2j, -0.5j], [0.1 + 0j, 0.4 - 0.1j]]))
def mandelbrot_grid(c):
    z = np.zeros_like(c)
    for _ in range(6):
        z = z * z + c
    return z, np.abs(z), z.real * z.imag


@case(np.array([0.4, 1.2]), np.array([1.0 + 1.0j, 2.0 - 0.5j]), wrt=(0, 1))
def complex_impedance(R, Z):
    total = R + 1j * Z
    parallel = 1 / np.sum(1 / total)
    return parallel, np.abs(parallel), parallel.real, np.angle(total), np.conj(total) * total


# Ranges in brackets, with a number of points

@case(np.array([1.0, 2.0, 3.0]), order=2)
@case(np.array([1.0, 2.0, 3.0], dtype=np.float32), order=2)
def ranges_with_active_ends(c):
    n = 4
    x, y = np.ogrid[0:c[1]:5j, :c[0]:3j]
    g = np.mgrid[c[0] * 2:c[1]:n * 1j, 0:1:2j]
    g[0] *= c[2]
    line = np.ogrid[-c[1]:c[1]:3j]
    line *= c[0]
    return np.r_[c, c[0]:3:4j, 1:3] * c[1], x * y, g, line


@case(np.array([[1.0, 2.0], [3.0, 4.0]]))
def items_by_a_name(a):
    items = a.flat
    for i in range(len(items)):
        items[i] *= 2
    total = 0.0
    for v in items:
        total += v
    return total, items[1], items[1:3], sum_of(a.flat)


def sum_of(items):
    return sum(items)


@case(np.array([[1.0, 3.0], [4.0, 2.0]]))
def tuples_of_arrays_added_to(a):
    """What these return is a tuple, and no array."""
    rows = tuple(np.split(a, 2)) if not hasattr(np, "unstack") else np.unstack(a)
    quotient = np.polydiv(a[0], a[1])
    return rows + (a[0],), rows * 2, quotient + (a,), isinstance(quotient, tuple), np.median(a, [0, 1])


@case(1.3)
def zeros_trimmed_off_a_list(x):
    """The slice of a list is a list, of which the rest of the program makes what one makes of lists."""
    return np.trim_zeros([0, x, 2 * x, 0.0]) * 2, np.trim_zeros((0, x, x * x), "f") + (x,), np.trim_zeros([0.0, 0.0]), np.trim_zeros(x)


@case(np.array([0.7, 1.2, 1.6]), order=2)
def pools_of_adjacent_violators(y):
    """Records hold a value and how often it counts: the count says how many elements there are."""
    pools = [[v, 1] for v in y[::-1]] + [[y[0] * y[1], 1]]
    i = 0
    while i < len(pools) - 1:
        if pools[i][0] > pools[i + 1][0]:
            (u, m), (v, n) = pools[i:i + 2]
            pools[i:i + 2] = [[(u * m + v * n) / (m + n), m + n]]
            i = max(i - 1, 0)
        else:
            i += 1
    return np.concatenate([np.full(n, v) for v, n in pools]), np.repeat([v for v, _ in pools], [n for _, n in pools])


@case(np.array([0.7, 1.2, 1.6]), order=2)
def whole_numbers_beside_active_ones(x):
    v, n, axis = [x[0] * x[1], 2, 0]
    m = np.outer(x, x)
    m[0, 1] = 3 * v
    put = x.copy()
    np.put(put, [n, axis], [v, 2 * v])
    np.add.at(put, [n, n], v)
    return (np.linspace(v, 2.0, n), np.tile(x, n), np.roll(x, n), np.split(np.append(x, v), n), np.diff(m, n=n - 1, axis=axis),
            np.linalg.matrix_power(m, n), m.sum(axis=axis), x.take([n, axis]), np.pad(x, n), np.triu(m, n - 1), np.fft.rfft(x, n),
            np.partition(x, n), np.vander(x, n), np.insert(x, n, v), np.expand_dims(x, axis), np.trace(m, n), np.rot90(m, n),
            np.broadcast_to(v, (n, n)), np.stack([x, x], axis=n - 1), np.bincount([0, 1], weights=x[:n], minlength=n),
            np.append(x, v).reshape(n, -1), np.polyfit([0.0, 1.0, 2.0], x, n - 1), np.where(n, x, v), np.sort(m, axis=axis), put,
            list(itertools.islice(x, n)), list(itertools.islice(x, axis, 3, n)))


@case(3, expected=(0.0, 0.0, 0.0))
def numbers_of_elements_that_are_differentiated(n):
    return np.full((n, n), 1.0).sum(), np.repeat(1.0, n).sum(), np.linspace(0, 1, n).sum()


@case(np.array([0.7, 1.2, 1.6]), order=2)
def rows_and_repetitions_by_counts(x):
    """Counts in records are indices beside slices, and say how often a list is repeated."""
    records = [[x[0], 1, np.outer(x, x)], [x[1], 2, x]]
    records[1][0] = x[0] * x[2]
    k, n, m = records[0]
    m[n, 1:] *= k
    m[n, :2] += x[:2]
    m[:, n] = k
    repeated = [k, 2.0] * (n + 1)
    repeated *= n + 1
    return m[n, :2] * k, m[:n, None, n], m[n, ::n], repeated, n * (k, 1.0), [k] * n, [0.0] * n + [k]


@case((0.5, 2), seeds={"p": (1.0, 0.0)}, expected=([1.0, 1.0], [1.0, 0, 1.0, 0], (1.0, 1.0)))
def lists_as_long_as_an_argument_says(p):
    k, n = p
    repeated = [k, 1]
    repeated *= n
    return [k] * n, repeated, n * (k,)


@case({"k": 0.5, "n": 2, "u": np.array([1.0, 2.0])}, seeds={"p": {"k": 1.0, "n": 0.0, "u": np.array([0.0, 1.0])}},
      expected=([1.0, 1.0], np.array([1.0, 2.5])))
def lists_times_what_a_dict_holds(p):
    return [p["k"]] * p["n"], ([p["k"]] * 1 + [p["k"]]) * p["u"]
