"""The standard library: statistics, copies, searches, colours, draws."""

import bisect
import colorsys
import copy
import io
import json
import pickle
import random
import re
import statistics

import numpy as np

from tests.reference import case


@case(0.7)
def means(x):
    data = [x, x * x, 3.0]
    return (statistics.mean(data), statistics.fmean(data), statistics.geometric_mean(data),
            statistics.harmonic_mean(data), statistics.median(data))


@case(0.7)
@case(0.7, order=2)
def spreads(x):
    data = [x, x * x, 3.0]
    return statistics.variance(data) * statistics.stdev(data) + statistics.pvariance(data) * statistics.pstdev(data)


@case([0.7, -1.2, 2.5])
def data_handed_in(data):
    return statistics.mean(data) * statistics.variance(data)


@case([1.0, 2.0, 3.0], [0.7, -1.2, 2.5], wrt="y")
def correlations(x, y):
    return statistics.correlation(x, y) + statistics.covariance(x, y)


@case(0.7)
def colours(x):
    return colorsys.hsv_to_rgb(x, x * x, 0.3), colorsys.rgb_to_yiq(x, 0.5, x * x)


@case(1.3)
def searches(x):
    return bisect.bisect([0.0, 1.0, 2.0], x) * x + bisect.bisect_left([0.0, x, 2.0], 1.5) * x * x


@case(0.7)
def shallow_copies(x):
    inner = [x, 2.0]
    d = {"a": x, "b": inner}
    e, l = copy.copy(d), copy.copy([inner, x])
    e["b"][0] *= x
    e["a"] = 0.0
    l[1] = 5.0
    l[0][1] = x * x
    return d, e, l, inner


@case(0.7)
def deep_copies(x):
    inner = [x, 2.0]
    d = {"a": x, "b": [inner, inner]}
    e = copy.deepcopy(d)
    e["b"][0][1] = x * x
    inner[0] *= x
    return d, e


@case(np.array([0.7, 2.0]))
def copies_of_arrays(x):
    a = x * x
    b, c = copy.copy(a), copy.deepcopy((a, 1.0))
    a[0] = 0.0
    b *= x
    c[0][1] = 7.0
    return a, b, c, copy.copy(x[0]) * copy.deepcopy(x[1])


@case(0.7)
def a_constant_list_copied_and_filled(x):
    l = [1.0, 2.0]
    m, n = copy.copy(l), copy.deepcopy([l])
    m[0] = x
    n[0][1] = x * x
    return l, m, n


@case(0.7)
def draws(x):
    rng = random.Random(3)
    return rng.random() * x + rng.uniform(0.0, 1.0) * x * x + rng.gauss(0.0, 1.0) * x


@case(0.7)
@case(2.5)
def normal_distribution(x):
    n = statistics.NormalDist(x, 1.0 + x * x)
    return n.pdf(0.7), n.cdf(0.7), n.mean, n.variance, n.zscore(0.1), (n * 2.0 + 1.0).stdev


class Sorted:
    def __init__(self):
        self.items = []

    def add(self, v):
        bisect.insort(self.items, v)


@case(0.3)
@case(0.3, order=2)
def kept_sorted(x):
    xs = [0.1, x, 0.7]
    bisect.insort(xs, 2 * x)
    bisect.insort_left(xs, 0.4)
    bisect.insort_right(xs, x * x, 1)
    bisect.insort(xs, x / 2, key=lambda v: v)
    known = Sorted()
    for k in (3, 1, 2):
        known.add(x * k)
    return xs, known.items


@case(0.3)
@case(0.3, order=2)
def means_with_weights(x):
    return (statistics.fmean([x, 1.0], [x, 2.0]), statistics.fmean(iter([x, 2.0, 1.0]), iter([1, 2, 3])),
            statistics.fmean([x, 2.0], weights=iter([x, 1.0])), statistics.harmonic_mean([x, 1.0], weights=[x, 2]),
            statistics.harmonic_mean([x, 1.0], iter([1, 2])))


@case(0.3)
@case(0.3, order=2)
def spread_around_a_known_mean(x):
    return (statistics.variance([x, 1.0, 2.0], 1.5), statistics.pvariance([x, 1.0], mu=x), statistics.pstdev([1.0, x], x),
            statistics.stdev(map(lambda v: v * x, [1.0, 2.0]), xbar=x), statistics.variance(iter([1.0, 2.0]), x))


@case(0.3)
@case(0.3, order=2)
def quantiles_of_a_normal_distribution(x):
    return (statistics.NormalDist(x, 2 * x).inv_cdf(0.3), statistics.NormalDist(1.0, 2.0).inv_cdf(x),
            statistics.NormalDist(x, 2 * x).quantiles(3))


SAVED = io.BytesIO()
np.save(SAVED, np.arange(16.0).reshape(4, 4))
PICKLED = pickle.dumps({"w": np.ones(2), "counts": [1, 2.0]})


@case(np.array([0.7, 1.2, 0.4, 1.6]), order=2)
def what_was_read_is_changed(x):
    """What is made of files and texts is new: it may be written into."""
    model = json.loads('{"layers": [{"w": [1.0, 2.0], "b": 0.5}, {"w": [3.0, 4.0], "b": 0.1}], "name": "net"}')
    h = x[:2]
    for layer in model["layers"]:
        layer["w"] = [w * x[2] for w in layer["w"]]
        layer["b"] += x[3]
        h = np.tanh(np.array(layer["w"]) * h + layer["b"])
    kept = pickle.loads(PICKLED)
    kept["w"] += x[:2]
    kept["counts"].append(x[0])
    table = np.load(io.BytesIO(SAVED.getvalue()))
    table[0] = x
    table += table.T
    lines = np.loadtxt(io.StringIO("1 2\n3 4"))
    lines[0, 0] = x[0]
    by_name = re.sub("a", "b", "a") and x[0]
    return h, model, kept, table, np.linalg.inv(lines), by_name, json.loads("null") or x[1]
