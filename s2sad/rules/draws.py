"""NumPy's draws by parameters, and of items, that are differentiated: read as Python functions that hold the numbers
behind them. A permutation of items is that of their positions."""

import functools

from s2sad.custom import stop_gradient
from s2sad.rules.originals import np
from s2sad.runtime.draws import between, lognormal_of, of_the_module, pareto_of, root_of, scaled, shifted, triangular_of, twin


def normal(self, loc=0.0, scale=1.0, size=None):
    same = twin(self)
    drawn = self.normal(stop_gradient(loc), stop_gradient(scale), size)
    loc = np.asarray(loc) if isinstance(loc, (list, tuple)) else loc
    return shifted(drawn, loc, scale, same.standard_normal(np.shape(drawn)))


def laplace(self, loc=0.0, scale=1.0, size=None):
    same = twin(self)
    drawn = self.laplace(stop_gradient(loc), stop_gradient(scale), size)
    loc = np.asarray(loc) if isinstance(loc, (list, tuple)) else loc
    return shifted(drawn, loc, scale, same.laplace(0.0, 1.0, np.shape(drawn)))


def logistic(self, loc=0.0, scale=1.0, size=None):
    same = twin(self)
    drawn = self.logistic(stop_gradient(loc), stop_gradient(scale), size)
    loc = np.asarray(loc) if isinstance(loc, (list, tuple)) else loc
    return shifted(drawn, loc, scale, same.logistic(0.0, 1.0, np.shape(drawn)))


def gumbel(self, loc=0.0, scale=1.0, size=None):
    same = twin(self)
    drawn = self.gumbel(stop_gradient(loc), stop_gradient(scale), size)
    loc = np.asarray(loc) if isinstance(loc, (list, tuple)) else loc
    return shifted(drawn, loc, scale, same.gumbel(0.0, 1.0, np.shape(drawn)))


def uniform(self, low=0.0, high=1.0, size=None):
    same = twin(self)
    drawn = self.uniform(stop_gradient(low), stop_gradient(high), size)
    return between(drawn, low, high, same.uniform(0.0, 1.0, np.shape(drawn)))


def exponential(self, scale=1.0, size=None):
    same = twin(self)
    drawn = self.exponential(stop_gradient(scale), size)
    return scaled(drawn, scale, same.exponential(1.0, np.shape(drawn)))


def gamma(self, shape, scale=1.0, size=None):
    same = twin(self)
    drawn = self.gamma(shape, stop_gradient(scale), size)
    return scaled(drawn, scale, same.gamma(shape, 1.0, np.shape(drawn)))


def multivariate_normal(self, mean, cov, size=None, *args, **options):
    drawn = self.multivariate_normal(stop_gradient(mean), cov, size, *args, **options)
    return shifted(drawn, np.asarray(mean), 1.0, 0.0)


def rayleigh(self, scale=1.0, size=None):
    same = twin(self)
    drawn = self.rayleigh(stop_gradient(scale), size)
    return scaled(drawn, scale, same.rayleigh(1.0, np.shape(drawn)))


def lognormal(self, mean=0.0, sigma=1.0, size=None):
    same = twin(self)
    drawn = self.lognormal(stop_gradient(mean), stop_gradient(sigma), size)
    return lognormal_of(drawn, mean, sigma, same.normal(0.0, 1.0, np.shape(drawn)))


def weibull(self, a, size=None):
    return root_of(self.weibull(stop_gradient(a), size), a)


def power(self, a, size=None):
    return root_of(self.power(stop_gradient(a), size), a)


def pareto(self, a, size=None):
    return pareto_of(self.pareto(stop_gradient(a), size), a)


def triangular(self, left, mode, right, size=None):
    return triangular_of(self.triangular(stop_gradient(left), stop_gradient(mode), stop_gradient(right), size), left, mode, right)


def shuffle(self, x, axis=0):
    if isinstance(x, np.ndarray):
        order = self.permutation(x.shape[axis])
        x[...] = np.take(x, order, axis)
    else:
        order = self.permutation(len(x))
        before = list(x)
        for i, j in enumerate(order):
            x[i] = before[j]


def permutation(self, x, axis=0):
    items = np.asarray(x)
    return np.take(items, self.permutation(items.shape[axis]), axis)


def permuted(self, x, *, axis=None):
    items = np.asarray(x)
    places = np.arange(items.size).reshape(items.shape)
    if axis is None:
        return np.take(items, self.permuted(places))
    return np.take_along_axis(items, self.permuted(np.argsort(places, axis), axis=axis), axis)


def choice(self, a, size=None, replace=True, p=None, axis=0, shuffle=True):
    items = np.asarray(a)
    if isinstance(self, np.random.RandomState):
        if items.ndim != 1:
            raise ValueError("a must be 1-dimensional")
        return items[self.choice(len(items), size, replace, p)]
    return np.take(items, self.choice(items.shape[axis], size, replace, p, 0, shuffle), axis)


_DRAWS = {f.__name__: f for f in (normal, laplace, logistic, gumbel, uniform, exponential, gamma, multivariate_normal,
                                  rayleigh, lognormal, weibull, power, pareto, triangular, shuffle, permutation, permuted, choice)}


def of_generator(name):
    """What stands for this method of a generator, or None."""
    return _DRAWS.get(name)


@functools.cache
def of_module(name):
    """What stands for this function of np.random, or None."""
    if name not in _DRAWS:
        return None
    draw = _DRAWS[name]

    def drawn(*args, **kwargs):
        return draw(of_the_module(), *args, **kwargs)
    return drawn
