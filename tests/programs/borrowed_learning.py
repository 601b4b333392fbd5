"""Machine learning as people write it in NumPy: layers, networks, optimisers, mixtures, kernels."""

import numpy as np

from tests.reference import case

RNG = np.random.default_rng(5)
X = RNG.normal(size=(6, 3))
Y = RNG.normal(size=6)
LABELS = np.array([0, 2, 1, 1, 0, 2])
W3 = RNG.normal(size=(3, 3))


# ------------------------------------------------------------ layers as classes

class Relu:
    def __init__(self):
        self.mask = None

    def forward(self, x):
        self.mask = (x <= 0)
        out = x.copy()
        out[self.mask] = 0
        return out

    def backward(self, dout):
        dout[self.mask] = 0
        return dout


class Sigmoid:
    def __init__(self):
        self.out = None

    def forward(self, x):
        out = 1 / (1 + np.exp(-x))
        self.out = out
        return out

    def backward(self, dout):
        return dout * (1.0 - self.out) * self.out


class Affine:
    def __init__(self, W, b):
        self.W = W
        self.b = b
        self.x = None
        self.original_x_shape = None
        self.dW = None
        self.db = None

    def forward(self, x):
        self.original_x_shape = x.shape
        x = x.reshape(x.shape[0], -1)
        self.x = x
        return np.dot(self.x, self.W) + self.b

    def backward(self, dout):
        dx = np.dot(dout, self.W.T)
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)
        return dx.reshape(*self.original_x_shape)


def softmax_rows(x):
    if x.ndim == 2:
        x = x.T
        x = x - np.max(x, axis=0)
        y = np.exp(x) / np.sum(np.exp(x), axis=0)
        return y.T
    x = x - np.max(x)
    return np.exp(x) / np.sum(np.exp(x))


def cross_entropy(y, t):
    if y.ndim == 1:
        t = t.reshape(1, t.size)
        y = y.reshape(1, y.size)
    if t.size == y.size:
        t = t.argmax(axis=1)
    batch_size = y.shape[0]
    return -np.sum(np.log(y[np.arange(batch_size), t] + 1e-7)) / batch_size


class SoftmaxWithLoss:
    def __init__(self):
        self.loss = None
        self.y = None
        self.t = None

    def forward(self, x, t):
        self.t = t
        self.y = softmax_rows(x)
        self.loss = cross_entropy(self.y, self.t)
        return self.loss

    def backward(self, dout=1):
        batch_size = self.t.shape[0]
        if self.t.size == self.y.size:
            dx = (self.y - self.t) / batch_size
        else:
            dx = self.y.copy()
            dx[np.arange(batch_size), self.t] -= 1
            dx = dx / batch_size
        return dx


class TwoLayerNet:
    def __init__(self, W1, b1, W2, b2):
        self.params = {}
        self.params["W1"] = W1
        self.params["b1"] = b1
        self.params["W2"] = W2
        self.params["b2"] = b2
        self.layers = {}
        self.layers["Affine1"] = Affine(self.params["W1"], self.params["b1"])
        self.layers["Relu1"] = Relu()
        self.layers["Affine2"] = Affine(self.params["W2"], self.params["b2"])
        self.last = SoftmaxWithLoss()

    def predict(self, x):
        for layer in self.layers.values():
            x = layer.forward(x)
        return x

    def loss(self, x, t):
        return self.last.forward(self.predict(x), t)

    def gradient(self, x, t):
        self.loss(x, t)
        dout = self.last.backward(1)
        layers = list(self.layers.values())
        layers.reverse()
        for layer in layers:
            dout = layer.backward(dout)
        return {"W1": self.layers["Affine1"].dW, "b2": self.layers["Affine2"].db}


@case(W3, np.array([0.1, -0.2, 0.3]), wrt=(0, 1))
def two_layer_loss(W, b):
    net = TwoLayerNet(W, b, W.T + 0.5, np.zeros(3))
    return net.loss(X, LABELS)


@case(W3, np.array([0.1, -0.2, 0.3]), wrt=(0, 1))
def two_layer_gradient(W, b):
    net = TwoLayerNet(W, b, W.T + 0.5, np.zeros(3))
    grads = net.gradient(X, LABELS)
    return grads["W1"], grads["b2"]


@case(0.1)
def trained_by_hand(rate):
    net = TwoLayerNet(W3.copy(), np.zeros(3), W3.T.copy(), np.zeros(3))
    losses = []
    for epoch in range(3):
        grad = net.gradient(X, LABELS)
        for key in ("W1", "b2"):
            net.params[key] -= rate * grad[key]
        losses.append(net.loss(X, LABELS))
    return losses


# ------------------------------------------------------------------- optimisers

class SGD:
    def __init__(self, lr=0.01):
        self.lr = lr

    def update(self, params, grads):
        for key in params.keys():
            params[key] -= self.lr * grads[key]


class Momentum:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = None

    def update(self, params, grads):
        if self.v is None:
            self.v = {}
            for key, val in params.items():
                self.v[key] = np.zeros_like(val)
        for key in params.keys():
            self.v[key] = self.momentum * self.v[key] - self.lr * grads[key]
            params[key] += self.v[key]


class AdaGrad:
    def __init__(self, lr=0.01):
        self.lr = lr
        self.h = None

    def update(self, params, grads):
        if self.h is None:
            self.h = {}
            for key, val in params.items():
                self.h[key] = np.zeros_like(val)
        for key in params.keys():
            self.h[key] += grads[key] * grads[key]
            params[key] -= self.lr * grads[key] / (np.sqrt(self.h[key]) + 1e-7)


class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
        self.lr = lr
        self.beta1 = beta1
        self.beta2 = beta2
        self.iter = 0
        self.m = None
        self.v = None

    def update(self, params, grads):
        if self.m is None:
            self.m, self.v = {}, {}
            for key, val in params.items():
                self.m[key] = np.zeros_like(val)
                self.v[key] = np.zeros_like(val)
        self.iter += 1
        lr_t = self.lr * np.sqrt(1.0 - self.beta2 ** self.iter) / (1.0 - self.beta1 ** self.iter)
        for key in params.keys():
            self.m[key] += (1 - self.beta1) * (grads[key] - self.m[key])
            self.v[key] += (1 - self.beta2) * (grads[key] ** 2 - self.v[key])
            params[key] -= lr_t * self.m[key] / (np.sqrt(self.v[key]) + 1e-7)


def rosenbrock_gradient(params):
    x, y = params["x"], params["y"]
    return {"x": -2 * (1 - x) - 40 * x * (y - x ** 2), "y": 20 * (y - x ** 2)}


@case(0.01, steps=(1e-4, 1e-5, 1e-6))
def by_sgd(lr):
    params = {"x": np.array([-0.5, 0.2]), "y": np.array([1.0, 0.4])}
    optimizer = SGD(lr)
    for _ in range(4):
        optimizer.update(params, rosenbrock_gradient(params))
    return params


@case(0.01, 0.8, wrt=(0, 1))
def by_momentum(lr, momentum):
    params = {"x": np.array([-0.5, 0.2]), "y": np.array([1.0, 0.4])}
    optimizer = Momentum(lr=lr, momentum=momentum)
    for _ in range(4):
        optimizer.update(params, rosenbrock_gradient(params))
    return params["x"].sum(), params["y"]


@case(0.05)
def by_adagrad(lr):
    params = {"x": np.array([-0.5, 0.2]), "y": np.array([1.0, 0.4])}
    optimizer = AdaGrad(lr)
    for _ in range(4):
        optimizer.update(params, rosenbrock_gradient(params))
    return params["x"]


@case(0.1, 0.9, wrt=(0, 1))
def by_adam(lr, beta1):
    params = {"x": np.array([-0.5, 0.2]), "y": np.array([1.0, 0.4])}
    optimizer = Adam(lr, beta1=beta1)
    for _ in range(4):
        optimizer.update(params, rosenbrock_gradient(params))
    return params["x"], optimizer.m["y"], optimizer.iter


@case(0.1)
def optimisers_by_name(lr):
    optimizers = {"SGD": SGD(lr), "Momentum": Momentum(lr), "AdaGrad": AdaGrad(lr), "Adam": Adam(lr)}
    history = {}
    for name in optimizers:
        params = {"x": np.array([0.3]), "y": np.array([0.5])}
        for i in range(2):
            optimizers[name].update(params, rosenbrock_gradient(params))
        history[name] = params["x"][0]
    return history


# -------------------------------------------------------------- recurrent, attention

class RNN:
    def __init__(self, Wx, Wh, b):
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)]
        self.cache = None

    def forward(self, x, h_prev):
        Wx, Wh, b = self.params
        t = np.dot(h_prev, Wh) + np.dot(x, Wx) + b
        h_next = np.tanh(t)
        self.cache = (x, h_prev, h_next)
        return h_next

    def backward(self, dh_next):
        Wx, Wh, b = self.params
        x, h_prev, h_next = self.cache
        dt = dh_next * (1 - h_next ** 2)
        db = np.sum(dt, axis=0)
        dWh = np.dot(h_prev.T, dt)
        dWx = np.dot(x.T, dt)
        self.grads[0][...] = dWx
        self.grads[1][...] = dWh
        self.grads[2][...] = db
        return np.dot(dt, Wx.T), np.dot(dt, Wh.T)


class TimeRNN:
    def __init__(self, Wx, Wh, b, stateful=False):
        self.params = [Wx, Wh, b]
        self.layers = None
        self.h, self.dh = None, None
        self.stateful = stateful

    def set_state(self, h):
        self.h = h

    def reset_state(self):
        self.h = None

    def forward(self, xs):
        Wx, Wh, b = self.params
        N, T, D = xs.shape
        D, H = Wx.shape
        self.layers = []
        hs = np.empty((N, T, H), dtype="f")
        if not self.stateful or self.h is None:
            self.h = np.zeros((N, H), dtype="f")
        for t in range(T):
            layer = RNN(*self.params)
            self.h = layer.forward(xs[:, t, :], self.h)
            hs[:, t, :] = self.h
            self.layers.append(layer)
        return hs

    def backward(self, dhs):
        Wx, Wh, b = self.params
        N, T, H = dhs.shape
        D, H = Wx.shape
        dxs = np.empty((N, T, D))
        dh = 0
        grads = [0, 0, 0]
        for t in reversed(range(T)):
            layer = self.layers[t]
            dx, dh = layer.backward(dhs[:, t, :] + dh)
            dxs[:, t, :] = dx
            for i, grad in enumerate(layer.grads):
                grads[i] += grad
        return dxs, grads


@case(W3, wrt=0, tol=2e-4, steps=(0.1, 0.05, 0.03))
def time_rnn_forward(Wh):
    rnn = TimeRNN(W3 * 0.3, Wh * 0.1, np.zeros(3))
    return np.float64(rnn.h is None) + rnn.backward(np.float64(rnn.forward(X.reshape(2, 3, 3)) > 9) + 1.0)[0].sum()


@case(W3, np.ones(3), wrt=(0, 1))
def rnn_cell_both_ways(Wx, b):
    cell = RNN(Wx, W3, b)
    h = cell.forward(X, np.zeros((6, 3)))
    dx, dh = cell.backward(h * 0.5)
    return dx.sum(), dh[0], cell.grads


class LSTM:
    def __init__(self, Wx, Wh, b):
        self.params = [Wx, Wh, b]
        self.cache = None

    def forward(self, x, h_prev, c_prev):
        Wx, Wh, b = self.params
        N, H = h_prev.shape
        A = np.dot(x, Wx) + np.dot(h_prev, Wh) + b
        f = A[:, :H]
        g = A[:, H:2 * H]
        i = A[:, 2 * H:3 * H]
        o = A[:, 3 * H:]
        f = 1 / (1 + np.exp(-f))
        g = np.tanh(g)
        i = 1 / (1 + np.exp(-i))
        o = 1 / (1 + np.exp(-o))
        c_next = f * c_prev + g * i
        h_next = o * np.tanh(c_next)
        self.cache = (x, h_prev, c_prev, i, f, g, o, c_next)
        return h_next, c_next


@case(0.3 * RNG.normal(size=(3, 8)), 0.2 * RNG.normal(size=(2, 8)), wrt=(0, 1))
def lstm_over_time(Wx, Wh):
    lstm = LSTM(Wx, Wh, np.zeros(8))
    h, c = np.zeros((2, 2)), np.zeros((2, 2))
    outputs = []
    for t in range(3):
        h, c = lstm.forward(X.reshape(2, 3, 3)[:, t], h, c)
        outputs.append(h)
    return np.stack(outputs, axis=1), c


@case(W3, W3.T, wrt=(0, 1))
def attention(Wq, Wk):
    q, k, v = X @ Wq, X @ Wk, X
    scores = q @ k.T / np.sqrt(k.shape[-1])
    mask = np.triu(np.ones(scores.shape, dtype=bool), k=1)
    scores[mask] = -1e9
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    return weights @ v


@case(RNG.normal(size=(4, 12)))
def multi_head(W):
    x = np.linspace(-1, 1, 20).reshape(1, 5, 4)
    qkv = x @ W
    b, t, _ = qkv.shape
    q, k, v = [part.reshape(b, t, 2, 2).transpose(0, 2, 1, 3) for part in np.split(qkv, 3, axis=-1)]
    att = q @ k.transpose(0, 1, 3, 2) * (1.0 / np.sqrt(k.shape[-1]))
    att = np.where(np.tril(np.ones((t, t))) == 0, -np.inf, att)
    att = np.exp(att - np.max(att, axis=-1, keepdims=True))
    att = att / att.sum(axis=-1, keepdims=True)
    return (att @ v).transpose(0, 2, 1, 3).reshape(b, t, 4)


def layer_norm(x, g, b, eps=1e-5):
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, keepdims=True)
    return g * (x - mean) / np.sqrt(variance + eps) + b


def gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x ** 3)))


def linear(x, w, b):
    return x @ w + b


def ffn(x, c_fc, c_proj):
    return linear(gelu(linear(x, **c_fc)), **c_proj)


def transformer_block(x, mlp, ln_1):
    return x + ffn(layer_norm(x, **ln_1), **mlp)


@case({"mlp": {"c_fc": {"w": W3, "b": np.ones(3)}, "c_proj": {"w": W3.T, "b": np.zeros(3)}},
       "ln_1": {"g": np.ones(3), "b": np.zeros(3)}})
def transformer(block):
    return transformer_block(X, **block)


# ------------------------------------------------------------------ convolutions

def im2col(data, fh, fw, stride=1, pad=0):
    N, C, H, W = data.shape
    out_h = (H + 2 * pad - fh) // stride + 1
    out_w = (W + 2 * pad - fw) // stride + 1
    img = np.pad(data, [(0, 0), (0, 0), (pad, pad), (pad, pad)], "constant")
    col = np.zeros((N, C, fh, fw, out_h, out_w))
    for y in range(fh):
        y_max = y + stride * out_h
        for x in range(fw):
            x_max = x + stride * out_w
            col[:, :, y, x, :, :] = img[:, :, y:y_max:stride, x:x_max:stride]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(N * out_h * out_w, -1)


class Convolution:
    def __init__(self, W, b, stride=1, pad=0):
        self.W = W
        self.b = b
        self.stride = stride
        self.pad = pad

    def forward(self, x):
        FN, C, FH, FW = self.W.shape
        N, C, H, W = x.shape
        out_h = 1 + int((H + 2 * self.pad - FH) / self.stride)
        out_w = 1 + int((W + 2 * self.pad - FW) / self.stride)
        col = im2col(x, FH, FW, self.stride, self.pad)
        col_W = self.W.reshape(FN, -1).T
        out = np.dot(col, col_W) + self.b
        return out.reshape(N, out_h, out_w, -1).transpose(0, 3, 1, 2)


class Pooling:
    def __init__(self, pool_h, pool_w, stride=2, pad=0):
        self.pool_h, self.pool_w = pool_h, pool_w
        self.stride, self.pad = stride, pad
        self.arg_max = None

    def forward(self, x):
        N, C, H, W = x.shape
        out_h = int(1 + (H - self.pool_h) / self.stride)
        out_w = int(1 + (W - self.pool_w) / self.stride)
        col = im2col(x, self.pool_h, self.pool_w, self.stride, self.pad)
        col = col.reshape(-1, self.pool_h * self.pool_w)
        self.arg_max = np.argmax(col, axis=1)
        out = np.max(col, axis=1)
        return out.reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)


class Dropout:
    def __init__(self, dropout_ratio=0.5, seed=0):
        self.dropout_ratio = dropout_ratio
        self.mask = None
        self.rng = np.random.default_rng(seed)

    def forward(self, x, train_flg=True):
        if train_flg:
            self.mask = self.rng.random(x.shape) > self.dropout_ratio
            return x * self.mask
        return x * (1.0 - self.dropout_ratio)


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, running_mean=None, running_var=None):
        self.gamma = gamma
        self.beta = beta
        self.momentum = momentum
        self.running_mean = running_mean
        self.running_var = running_var

    def forward(self, x, train_flg=True):
        if self.running_mean is None:
            N, D = x.shape
            self.running_mean = np.zeros(D)
            self.running_var = np.zeros(D)
        if train_flg:
            mu = x.mean(axis=0)
            xc = x - mu
            var = np.mean(xc ** 2, axis=0)
            std = np.sqrt(var + 10e-7)
            xn = xc / std
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mu
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        else:
            xc = x - self.running_mean
            xn = xc / (np.sqrt(self.running_var + 10e-7))
        return self.gamma * xn + self.beta


@case(RNG.normal(size=(2, 1, 3, 3)), np.array([0.1, -0.2]), wrt=(0, 1))
def convolution_and_pooling(W, b):
    image = np.arange(36.0).reshape(1, 1, 6, 6) ** 1.5 / 40
    layers = [Convolution(W, b, 1, 1), Relu(), Pooling(2, 2)]
    x = image
    for layer in layers:
        x = layer.forward(x)
    return x


@case(np.ones(3), X, wrt=(0, 1))
def batch_norm_train_and_test(gamma, x):
    bn = BatchNormalization(gamma, 0.5)
    a = bn.forward(x)
    b = bn.forward(x * 2, train_flg=False)
    return a, b, bn.running_mean


@case(X)
def dropout(x):
    d = Dropout(0.3)
    return d.forward(x), d.forward(x, train_flg=False)


class Sequential:
    def __init__(self, *layers):
        self.layers = list(layers)

    def add(self, layer):
        self.layers.append(layer)
        return self

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def __len__(self):
        return len(self.layers)


class Dense:
    def __init__(self, w, b, activation=None):
        self.w, self.b = w, b
        self.activation = activation or (lambda z: z)

    def __call__(self, x):
        return self.activation(x @ self.w + self.b)


@case(W3, 0.2, wrt=(0, 1))
def sequential(w, b):
    model = Sequential(Dense(w, b, np.tanh))
    model.add(Dense(w.T, -b, activation=lambda z: np.maximum(z, 0.1 * z))).add(Dense(w[:, :1], b))
    return model(X).ravel(), len(model)


# ------------------------------------------------------- functional parameter trees

def init_params(sizes, scale, rng):
    return [(scale * rng.standard_normal((m, n)), scale * rng.standard_normal(n))
            for m, n in zip(sizes[:-1], sizes[1:])]


def predict(params, inputs):
    for W, b in params:
        outputs = np.dot(inputs, W) + b
        inputs = np.tanh(outputs)
    return outputs - logsumexp(outputs, axis=1, keepdims=True)


def logsumexp(x, axis=None, keepdims=False):
    m = np.max(x, axis=axis, keepdims=True)
    out = np.log(np.sum(np.exp(x - m), axis=axis, keepdims=True)) + m
    return out if keepdims else np.squeeze(out, axis=axis)


def l2_norm(params):
    if isinstance(params, np.ndarray):
        return np.sum(params ** 2)
    return sum(l2_norm(p) for p in params)


@case(init_params([3, 4, 2], 0.5, np.random.default_rng(1)))
def log_posterior(params):
    targets = np.eye(2)[[0, 1, 1, 0, 0, 1]]
    log_prior = -0.1 * l2_norm(params)
    return log_prior + np.sum(predict(params, X) * targets)


@case(np.linspace(-0.5, 0.5, 3 * 2 + 2))
def unpacked_weights(weights):
    def unpack_layers(weights, shapes):
        for m, n in shapes:
            cur = m * n
            yield weights[:cur].reshape((m, n)), weights[cur:cur + n]
            weights = weights[cur + n:]

    inputs = X
    for W, b in unpack_layers(weights, [(3, 2)]):
        inputs = np.tanh(np.dot(inputs, W) + b)
    return inputs.mean(axis=0)


class WeightsParser:
    def __init__(self):
        self.idxs_and_shapes = {}
        self.num_weights = 0

    def add_shape(self, name, shape):
        start = self.num_weights
        self.num_weights += np.prod(shape)
        self.idxs_and_shapes[name] = (slice(start, self.num_weights), shape)

    def get(self, vect, name):
        idxs, shape = self.idxs_and_shapes[name]
        return np.reshape(vect[idxs], shape)


@case(np.linspace(-1, 1, 15))
def weights_parser(vector):
    parser = WeightsParser()
    parser.add_shape("W", (3, 3))
    parser.add_shape("b", (1, 3))
    parser.add_shape("scale", (3,))
    return np.tanh(X @ parser.get(vector, "W") + parser.get(vector, "b")) * parser.get(vector, "scale")


# ------------------------------------------------------------------------ statistics

@case(np.array([0.3, -0.2, 0.5]), 0.1, wrt=(0, 1))
def logistic_regression(w, b):
    y = (LABELS > 0).astype(int)
    z = X.dot(w) + b
    return np.mean(np.logaddexp(0, -(2 * y - 1) * z)) + 0.5 * (w ** 2).sum()


class GMM:
    def __init__(self, weights, means, covs):
        self.weights = weights
        self.means = means
        self.covs = covs
        self.n_components = len(weights)

    def _log_prob(self, X):
        N, D = X.shape
        out = np.empty((N, self.n_components))
        for k in range(self.n_components):
            diff = X - self.means[k]
            L = np.linalg.cholesky(self.covs[k])
            z = np.linalg.solve(L, diff.T)
            out[:, k] = -0.5 * (np.sum(z ** 2, axis=0) + D * np.log(2 * np.pi)) - np.sum(np.log(np.diag(L)))
        return out

    def e_step(self, X):
        logs = self._log_prob(X) + np.log(self.weights)
        norm = np.logaddexp.reduce(logs, axis=1)
        with np.errstate(under="ignore"):
            resp = np.exp(logs - norm[:, np.newaxis])
        return norm.mean(), resp

    def m_step(self, X, resp):
        nk = resp.sum(axis=0) + 10 * np.finfo(resp.dtype).eps
        self.means = np.dot(resp.T, X) / nk[:, np.newaxis]
        self.covs = np.stack([((resp[:, k, None] * (X - self.means[k])).T @ (X - self.means[k])) / nk[k]
                              + 0.1 * np.eye(X.shape[1]) for k in range(self.n_components)])
        self.weights = nk / X.shape[0]


@case(X, tol=1e-5)
def expectation_maximisation(data):
    gmm = GMM(np.array([0.4, 0.6]), data[:2].copy(), np.stack([np.eye(3), 2 * np.eye(3)]))
    history = []
    prev = -np.inf
    for _ in range(3):
        ll, resp = gmm.e_step(data)
        gmm.m_step(data, resp)
        history.append(ll)
        if abs(ll - prev) < 1e-9:
            break
        prev = ll
    return history, gmm.means, gmm.weights


def rbf_kernel(a, b, length, variance):
    sq = np.sum(a ** 2, 1).reshape(-1, 1) + np.sum(b ** 2, 1) - 2 * np.dot(a, b.T)
    return variance ** 2 * np.exp(-0.5 / length ** 2 * sq)


@case(np.log([1.2, 0.8, 0.1]))
def gp_marginal_likelihood(theta):
    length, variance, noise = np.exp(theta)
    K = rbf_kernel(X, X, length, variance) + noise ** 2 * np.eye(len(X))
    L = np.linalg.cholesky(K)
    alpha = np.linalg.solve(L.T, np.linalg.solve(L, Y))
    return 0.5 * Y.dot(alpha) + np.log(np.diagonal(L)).sum() + 0.5 * len(X) * np.log(2 * np.pi)


class GaussianProcess:
    def __init__(self, kernel, noise=1e-2, optimizer=False):
        self.kernel = kernel
        self.noise = noise
        self.is_fit = False
        self.train_X, self.train_y = None, None
        self.params = {"l": 2.0, "sigma_f": 1.0}

    def fit(self, X, y):
        self.train_X = np.asarray(X)
        self.train_y = np.asarray(y)
        self.is_fit = True
        return self

    def predict(self, X):
        if not self.is_fit:
            print("GPR Model not fit yet.")
            return
        X = np.asarray(X)
        Kff = self.kernel(self.train_X, self.train_X, **self.params)
        Kyy = self.kernel(X, X, **self.params)
        Kfy = self.kernel(self.train_X, X, **self.params)
        Kff_inv = np.linalg.inv(Kff + self.noise * np.eye(len(self.train_X)))
        mu = Kfy.T.dot(Kff_inv).dot(self.train_y)
        cov = Kyy - Kfy.T.dot(Kff_inv).dot(Kfy)
        return mu, cov


def gaussian(x1, x2, l, sigma_f):
    dist = np.sum(x1 ** 2, 1).reshape(-1, 1) + np.sum(x2 ** 2, 1) - 2 * np.dot(x1, x2.T)
    return sigma_f ** 2 * np.exp(-0.5 / l ** 2 * dist)


@case(1.7, X[:2], wrt=(0, 1))
def gp_prediction(length, test):
    gpr = GaussianProcess(gaussian)
    gpr.params["l"] = length
    mu, cov = gpr.fit(X, Y.tolist()).predict(test)
    uncertainty = 1.96 * np.sqrt(np.diag(cov))
    return mu.ravel(), uncertainty


@case(np.array([[1.0, 0.2], [0.4, -1.0], [0.3, 2.0]]))
def soft_kmeans(centers):
    data = X[:, :2]
    for _ in range(3):
        d = np.linalg.norm(data[:, None, :] - centers[None, :, :], axis=2)
        w = np.exp(-2 * d)
        w /= w.sum(1)[:, None]
        centers = (w[:, :, None] * data[:, None, :]).sum(0) / w.sum(0)[:, None]
    return centers


@case(X)
def principal_components(data):
    centered = data - data.mean(axis=0)
    cov = np.cov(centered, rowvar=False)
    values, vectors = np.linalg.eigh(cov)
    order = np.argsort(values)[::-1]
    values, vectors = values[order], vectors[:, order]
    projected = centered @ vectors[:, :2]
    return values / values.sum(), np.abs(projected)


@case(X, Y, wrt=(0, 1))
def ridge_and_score(A, y):
    n, p = A.shape
    design = np.hstack([np.ones((n, 1)), A])
    penalty = 0.3 * np.identity(p + 1)
    penalty[0, 0] = 0
    beta = np.linalg.solve(design.T @ design + penalty, design.T @ y)
    residual = y - design @ beta
    return beta, 1 - residual.var() / y.var()


@case(np.array([0.2, 0.5, -0.3]))
def lasso_by_coordinates(beta):
    beta = beta.copy()
    lam = 0.2
    for _ in range(2):
        for j in range(len(beta)):
            r = Y - X @ beta + X[:, j] * beta[j]
            rho = X[:, j] @ r
            z = (X[:, j] ** 2).sum()
            if rho < -lam:
                beta[j] = (rho + lam) / z
            elif rho > lam:
                beta[j] = (rho - lam) / z
            else:
                beta[j] = 0.0
    return beta


@case(np.array([0.4, -1.0, 0.2]))
def policy_gradient_objective(theta):
    rewards, log_probs = [], []
    rng = np.random.RandomState(3)
    for step in range(4):
        state = rng.randn(3)
        p = 1.0 / (1.0 + np.exp(-state.dot(theta)))
        action = 1 if rng.rand() < 0.5 else 0
        log_probs.append(np.log(p if action else 1 - p))
        rewards.append(float(action) - 0.3)
    returns = []
    R = 0
    for r in rewards[::-1]:
        R = r + 0.9 * R
        returns.insert(0, R)
    returns = np.array(returns)
    returns = (returns - returns.mean()) / (returns.std() + 1e-8)
    return -sum(lp * g for lp, g in zip(log_probs, returns))


@case(np.array([1.0, 2.0, 0.5]), 0.9, wrt=(0, 1))
def value_iteration(rewards, gamma):
    P = np.array([[[0.8, 0.2, 0.0], [0.1, 0.6, 0.3], [0.0, 0.3, 0.7]],
                  [[0.1, 0.8, 0.1], [0.3, 0.3, 0.4], [0.5, 0.1, 0.4]]])
    V = np.zeros(3)
    while True:
        Q = rewards + gamma * np.einsum("aij,j->ai", P, V)
        new = 0.1 * np.log(np.sum(np.exp(Q / 0.1), axis=0))
        if np.max(np.abs(new - V)) < 1e-12:
            break
        V = new
    return V


class Tree:
    """A soft decision tree."""

    def __init__(self, depth, w):
        self.w = w
        self.left = Tree(depth - 1, w * 0.7) if depth > 0 else None
        self.right = Tree(depth - 1, -w * 1.1) if depth > 0 else None
        self.value = depth + 1.0

    def predict(self, x):
        if self.left is None and self.right is None:
            return self.value * np.tanh(self.w @ x)
        gate = 1 / (1 + np.exp(-(self.w @ x)))
        return gate * self.left.predict(x) + (1 - gate) * self.right.predict(x)


@case(np.array([0.3, -0.4, 0.8]))
def soft_tree(w):
    return np.array([Tree(2, w).predict(row) for row in X])


@case(np.array([0.1, 0.7, -0.3]))
def boosted_stumps(weights):
    prediction = np.full(len(Y), Y.mean())
    for feature, weight in enumerate(weights):
        threshold = np.median(X[:, feature])
        mask = X[:, feature] < threshold
        residual = Y - prediction
        left, right = residual[mask].mean(), residual[~mask].mean()
        prediction += weight * np.where(mask, left, right)
    return ((Y - prediction) ** 2).mean() ** 0.5


@case(RNG.normal(size=(4, 2)), RNG.normal(size=(5, 2)), wrt=(0, 1))
def matrix_factorisation(U, V):
    ratings = {(0, 1): 4.0, (2, 3): 1.5, (3, 0): 2.0, (1, 4): 5.0}
    loss = 0
    for (i, j), r in ratings.items():
        loss += (r - U[i] @ V[j]) ** 2
    return loss + 0.01 * (np.linalg.norm(U) + np.linalg.norm(V, "fro"))


@case(RNG.normal(size=(5, 2)))
def t_sne_loss(points):
    n = len(points)
    P = np.abs(np.sin(np.arange(n * n, dtype=float).reshape(n, n))) + 0.1
    P = (P + P.T) / 2
    np.fill_diagonal(P, 0)
    P /= P.sum()
    D = np.square(points[:, None] - points[None]).sum(-1)
    Q = 1 / (1 + D)
    np.fill_diagonal(Q, 0.0)
    Q = np.maximum(Q / np.sum(Q), 1e-12)
    kl = 0.0
    for i in range(n):
        for j in range(n):
            if i != j:
                kl += P[i, j] * np.log(P[i, j] / Q[i, j])
    return kl
