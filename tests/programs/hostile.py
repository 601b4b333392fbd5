"""Ways to lose a derivative. Each may be refused; none may come out wrong."""

import array
import collections
import copy
import ctypes
import decimal
import functools
import json
import math
import operator
import pickle
import statistics
import struct

import numpy as np

from tests.reference import case

A3 = np.array([0.7, -1.2, 2.5])
WORK = np.zeros(3)
LOG = []
CACHE = {}


class Box:
    w = 2.0


BOX = Box()
STATE = 0.0


def clean():
    global STATE
    WORK[:] = 0
    LOG.clear()
    CACHE.clear()
    BOX.__dict__.clear()
    cached.cache_clear()
    STATE = 0.0


def maybe(*args, **options):
    return case(*args, may_refuse=True, setup=clean, **options)


@maybe(1.5)
def global_work_array(x):
    WORK[0] = x * x
    return WORK[0] * 2


@maybe(1.5)
def global_work_array_in_helper(x):
    store_in_work(x)
    return WORK.sum() * x


def store_in_work(x):
    WORK[1] = x * 3


@maybe(A3)
def global_work_array_out(x):
    np.multiply(x, 2.0, out=WORK)
    return WORK * x


@maybe(1.5)
def global_list(x):
    LOG.append(x * x)
    return LOG[-1] * 2


@maybe(5, 1.5, wrt="x")
def global_cache(n, x):
    if n in CACHE:
        return CACHE[n]
    r = x if n < 2 else global_cache(n - 1, x) + x * global_cache(n - 2, x)
    CACHE[n] = r
    return r


@maybe(1.5)
def global_variable(x):
    global STATE
    STATE = x * x
    return STATE * 2


@maybe(1.5)
def global_variable_through_helper(x):
    remember(x)
    return STATE * x


def remember(x):
    global STATE
    STATE = x * 3


@maybe(1.5)
def global_instance(x):
    BOX.w = x * x
    return BOX.w * 2


@maybe(1.5)
def local_instance(x):
    b = Box()
    b.w = x * x
    b.w += 1.0
    return b.w * x


@maybe(1.5)
def function_attribute(x):
    function_attribute.last = x * x
    return function_attribute.last * 2


@maybe(1.5)
def set_and_get_attribute(x):
    setattr(BOX, "v", x * 3)
    return getattr(BOX, "v") * x


def stateful_default(x, box=[0.0, 0.0]):
    box[0] = x * x
    return box[0] + 1


@maybe(1.5)
def mutable_default(x):
    return stateful_default(x) * 2


def make_closure():
    kept = [0.0]

    def f(x):
        kept[0] = x * x
        return kept[0] * 2
    return f


case(1.5, may_refuse=True, name="closure_list")(make_closure())


def make_nonlocal():
    total = 0.0

    def f(x):
        nonlocal total
        total = x * x
        return total * 2
    return f


case(1.5, may_refuse=True, name="closure_nonlocal")(make_nonlocal())


@functools.lru_cache
def cached(x):
    return x * x


@maybe(1.5)
def cached_helper(x):
    return cached(x) * 2 + cached(x)


@maybe(1.5)
def through_text(x):
    return float(str(x)) * 2


@maybe(1.5)
def through_formatting(x):
    return float(f"{x!r}") + float("%.17g" % x)


@maybe(1.5)
def through_eval(x):
    return eval("x * x")


@maybe(1.5)
def through_exec(x):
    space = {"x": x}
    exec("y = x * x", space)
    return space["y"]


@maybe(1.5)
def through_locals(x):
    y = x * x
    return locals()["y"] * 2


@maybe(1.5)
def through_json(x):
    return json.loads(json.dumps([x]))[0] * 2


@maybe(A3)
def through_pickle(x):
    return pickle.loads(pickle.dumps(x)) * 2


@maybe(A3)
def through_bytes(x):
    return np.frombuffer(x.tobytes()) * 2


@maybe(1.5)
def through_struct(x):
    return struct.unpack("d", struct.pack("d", x))[0] * 2


@maybe(1.5)
def through_hex(x):
    return float.fromhex(x.hex()) * x


@maybe(1.5)
def through_decimal(x):
    return float(decimal.Decimal(x) * 2)


@maybe(1.5)
def through_ctypes(x):
    return ctypes.c_double(x * 2).value


@maybe(1.5)
def through_array_module(x):
    return array.array("d", [x, x * 2])[1] * x


@maybe(A3)
def through_memoryview(x):
    return memoryview(x)[1] * 2


@maybe(A3)
def write_through_memoryview(x):
    m = memoryview(x)
    m[0] = x[1] * 2
    return x * 1.0


@maybe(A3)
def through_integer_view(x):
    return x.view(np.int64).view(np.float64) * 2


@maybe(A3)
def through_strings_array(x):
    return x.astype("U32").astype(float) * 2


@maybe(A3)
def through_object_array(x):
    return (x.astype(object) * 2).astype(float)


@maybe(A3)
def through_tolist(x):
    a, b, c = x.tolist()
    return a * b * c


@maybe(A3)
def through_copy_module(x):
    y = copy.copy(x)
    z = copy.deepcopy([x])[0]
    y[0] = 5.0
    return y * z


@maybe(1.5)
def dictionary_keys(x):
    s = 0.0
    for k in {x: 1.0, x * 2: 2.0}:
        s += k * k
    return s


@maybe(1.5)
def set_elements(x):
    s = 0.0
    for k in {x, x * 2}:
        s += k * k
    return s


@maybe(1.5)
def deque_elements(x):
    d = collections.deque([x, 1.0], maxlen=2)
    d.append(x * x)
    return d[0] + d[1]


@maybe(1.5)
def default_dictionary(x):
    d = collections.defaultdict(float)
    d["a"] += x
    d["a"] *= x
    return d["a"]


@maybe(1.5)
def operator_module(x):
    return operator.mul(x, x) + operator.add(x, 1) * operator.neg(x)


@maybe([1.0, 2.0])
def operator_getters(xs):
    return operator.itemgetter(1)(xs) * operator.getitem(xs, 0)


@maybe([1.0, 2.0, 4.0])
def statistics_module(xs):
    return statistics.mean(xs) * 2


@maybe(1.5)
def dunder_methods(x):
    return x.__mul__(x) + float.__add__(x, 1.0) * (2.0).__rmul__(x)


@maybe(1.5)
def partial(x):
    f = functools.partial(pow, x)
    return f(3)


@maybe(1.5)
def partial_of_helper(x):
    f = functools.partial(stateless, x, b=x)
    return f(c=2.0)


def stateless(a, b, c):
    return a * b + c


@maybe([1.0, 2.0])
def map_and_filter(xs):
    s = 0.0
    for v in map(math.sin, xs):
        s += v
    for v in filter(None, xs):
        s += v * v
    return s


@maybe([1.0, 2.0])
def generator_argument(xs):
    return sum(x * x for x in xs)


@maybe([1.0, 2.0])
def comprehension(xs):
    ys = [x * x for x in xs]
    return sum(ys)


@maybe([1.0, 2.0])
def dict_comprehension(xs):
    d = {i: x * x for i, x in enumerate(xs)}
    return d[0] * d[1]


@maybe(1.5)
def lambda_local(x):
    f = lambda y: y * x
    return f(2.0) * f(x)


@maybe(1.5)
def function_as_argument(x):
    return apply(square, x) + apply(math.sin, x)


def apply(f, x):
    return f(x) * 2


def square(x):
    return x * x


def produce(x):
    yield x
    yield x * x


@maybe(1.5)
def generator_helper(x):
    s = 0.0
    for v in produce(x):
        s += v
    return s


@maybe(1.5)
def nested_def_with_nonlocal(x):
    n = x

    def inner():
        nonlocal n
        n = n * x
    inner()
    inner()
    return n


@maybe(1.5)
def local_class(x):
    class P:
        value = x * x
    return P.value * 2


@maybe(1.5, np.random.default_rng(2))
def random_with_active_mean(x, rng):
    return rng.normal(x, 0.5) * 2


@maybe(2.5, np.random.default_rng(2))
def random_with_active_scale(x, rng):
    return rng.exponential(x) + rng.uniform(0, x)


@maybe(A3)
def vectorized_python(x):
    return np.vectorize(square)(x)


@maybe(A3)
def apply_along_axis(x):
    return np.apply_along_axis(np.cumsum, 0, x)


@maybe(A3)
def nditer_writes(x):
    y = np.zeros(3)
    for a, b in np.nditer([x, y], op_flags=[["readonly"], ["writeonly"]]):
        b[...] = a * a
    return y


@maybe(A3)
def ndenumerate(x):
    s = 0.0
    for i, v in np.ndenumerate(x):
        s += v * (i[0] + 1)
    for v in x.flat:
        s += v * v
    return s


@maybe(A3)
def sliding_windows(x):
    w = np.lib.stride_tricks.sliding_window_view(x, 2)
    return w.sum(axis=1) * x[0]


@maybe(A3)
def as_strided_write(x):
    w = np.lib.stride_tricks.as_strided(x, (2, 2), (8, 8))
    w[0, 1] = x[0] * 3
    return x * 1.0


@maybe(A3)
def shape_assignment(x):
    y = x.copy()
    y.shape = (3, 1)
    return y * 2


@maybe(np.arange(4.0))
def structured_array(x):
    r = np.zeros(4, dtype=[("a", float), ("b", float)])
    r["a"] = x
    r["b"] = x * x
    return r["a"] * r["b"]


@maybe(np.arange(4.0) + 1)
def masked_array(x):
    m = np.ma.masked_array(x, mask=[0, 1, 0, 0])
    return m.sum() * 2


@maybe(np.arange(4.0).reshape(2, 2))
def matrix_class(x):
    return np.asarray(np.matrix(x) * np.matrix(x))


@maybe(A3)
def ufunc_where(x):
    y = np.zeros(3)
    np.multiply(x, x, out=y, where=x > 0)
    return y


@maybe(A3)
def ufunc_method_outer(x):
    return np.multiply.outer(x, x), np.add.reduceat(x, [0, 2])


@maybe(A3)
def ufunc_dtype(x):
    return np.add(x, 1, dtype=complex)


@maybe(A3)
def custom_ufunc(x):
    f = np.frompyfunc(square, 1, 1)
    return f(x).astype(float)


@maybe(1.5)
def star_import_inside_call(x):
    return math.exp(*[x]) + math.pow(*(x, 2.0))


@maybe(1.5)
def keyword_to_ufunc(x):
    return np.add(x1 := x, 2.0) * x1


@maybe(A3)
def array_truth_by_sum(x):
    return x * bool(x.sum() > 0) + (x.sum() and x[0])


@maybe(1.5)
def with_own_context_manager(x):
    with Doubling() as d:
        y = x * d
    return y


class Doubling:
    def __enter__(self):
        return 2.0

    def __exit__(self, *_):
        return False


@maybe(1.5)
def with_swallowing_context_manager(x):
    y = x
    with Swallow():
        y = x * x
        raise ValueError
    return y


class Swallow:
    def __enter__(self):
        return None

    def __exit__(self, *_):
        return True


class Number:
    """A user's own number type."""

    def __init__(self, v):
        self.v = v

    def __mul__(self, other):
        return Number(self.v * other)


@maybe(1.5)
def users_number_class(x):
    return (Number(x) * 2.0 * x).v


@maybe(1.5)
def property_of_instance(x):
    return WithProperty(x).double * 2


class WithProperty:
    def __init__(self, v):
        self.v = v

    @property
    def double(self):
        return self.v * self.v


@maybe(1.5)
def exception_carries_value(x):
    try:
        raise ValueError(x * x)
    except ValueError as e:
        return e.args[0] * 2


@maybe([1.0, 2.0])
def sort_with_key(xs):
    return sorted(xs, key=operator.neg)[0] * xs[1]


@maybe([3.0, 2.0])
def iterator_of_active(xs):
    it = iter(xs)
    return next(it) * next(it)


@maybe([3.0, 2.0, 5.0])
def zip_kept(xs):
    pairs = zip(xs, xs[1:])
    s = 0.0
    for a, b in pairs:
        s += a * b
    for a, b in pairs:
        s += 1000.0
    return s


@maybe([3.0, 2.0, 5.0])
def enumerate_kept(xs):
    e = enumerate(xs)
    i, first = next(e)
    s = first
    for i, v in e:
        s = s * v + i
    return s


@maybe({"a": 1.0, "b": 2.0})
def dict_views_kept(d):
    vs = d.values()
    ks = d.items()
    d["c"] = d["a"] * 3
    return sum(vs), len(ks), max(vs)


@maybe([[1.0, 2.0], [3.0, 4.0]])
def zip_star(m):
    out = []
    for col in zip(*m):
        out.append(col[0] * col[1])
    return out


@maybe(1.5)
def chained_functions_in_dict(x):
    ops = {"sq": square, "sin": math.sin}
    for k in ("sq", "sin"):
        x = ops[k](x)
    return x


@maybe(1.5)
def functions_in_loop(x):
    for f in (math.sin, square, np.exp):
        x = f(x)
    return x


@maybe(np.array([1.0, 2.0]), np.array([3.0, 4.0]), wrt=0)
def returned_view_then_written(x, y):
    v = pick(x, y)
    v[0] = 10.0
    return x * y


def pick(a, b):
    return a if a[0] > b[0] else b


@maybe(*(lambda a: (a, a))(np.array([1.0, 2.0])), wrt=0, expected=np.array([1.0, 2.0]))
def same_array_one_of_them_constant(x, y):
    return x * y


@maybe(np.array([[1.0, 2.0], [3.0, 4.0]]))
def real_is_a_view(x):
    r = np.real(x)
    r[0] = 7.0
    return x * 2


@maybe(np.array([1.0, 2.0]))
def broadcast_view(x):
    b = np.broadcast_to(x, (3, 2))
    x[0] = x[1] * 5
    return b * 1.0


@maybe(np.array([1.0, 2.0, 3.0]))
def asarray_of_other_type(x):
    y = np.asarray(x, dtype=np.float32)
    z = np.asarray(x, dtype=float)
    z[0] = 9.0
    return x * 1.0, y.sum() > 0


@maybe(np.array([1.0, 2.0, 3.0]))
def augmented_through_call(x):
    views(x)[0][0] += x[1] * x[2]
    return x


def views(x):
    return [x[:2], x[1:]]
