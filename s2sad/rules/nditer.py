"""Python classes that are read in place of `np.nditer`: they go through the items in the same order."""

from s2sad.errors import DifferentiationError
from s2sad.rules.originals import np
from s2sad.runtime.places import steps_of


def left_out(self):
    raise DifferentiationError("This attribute of np.nditer is not supported in what is differentiated.",
                               "Use np.ndindex(a.shape), and the items by their indices.")


class OverOne:
    """`np.nditer(a)`: the items of one array, as arrays without axes that share its memory."""

    def __init__(self, op, order, empty):
        self.op = np.asarray(op)
        if not empty and self.op.size == 0:
            raise ValueError("Iteration of zero-sized operands is not enabled")
        self.shape = self.op.shape
        self.places = steps_of(self.op, order=order)
        self.at = 0
        self.started = False

    def __iter__(self):
        return self

    def __next__(self):
        if self.started:
            self.at += 1
        self.started = True
        if self.at >= len(self.places):
            raise StopIteration
        return self.value

    def iternext(self):
        self.at += 1
        return self.at < len(self.places)

    def reset(self):
        self.at = 0
        self.started = False

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        pass

    @property
    def finished(self):
        return self.at >= len(self.places)

    @property
    def multi_index(self):
        return self.places[self.at]

    @multi_index.setter
    def multi_index(self, place):
        self.at = self.places.index(tuple(place))

    @property
    def iterindex(self):
        return self.at

    @iterindex.setter
    def iterindex(self, at):
        self.at = at

    @property
    def ndim(self):
        return len(self.shape)

    @property
    def operands(self):
        return (self.op,)

    @property
    def nop(self):
        return 1

    copy = debug_print = dtypes = enable_external_loop = has_delayed_bufalloc = property(left_out)
    has_index = has_multi_index = iterationneedsapi = iterrange = itviews = property(left_out)
    remove_axis = remove_multi_index = property(left_out)

    @property
    def itersize(self):
        return len(self.places)

    @property
    def index(self):
        return int(np.ravel_multi_index(self.places[self.at], self.shape))

    @property
    def value(self):
        return self.op[self.places[self.at] + (...,)]

    def __getitem__(self, k):
        return self.op[self.places[self.at] + (...,)]

    def __setitem__(self, k, value):
        self.op[self.places[self.at]] = value


class OverSeveral(OverOne):
    """`np.nditer([a, b])`: the items of several arrays, broadcast together."""

    def __init__(self, op, order, empty):
        arrays = [np.asarray(a) for a in op]
        self.shape = np.broadcast_shapes(*[a.shape for a in arrays])
        self.op = [a if a.shape == self.shape else np.broadcast_to(a, self.shape) for a in arrays]
        if not empty and 0 in self.shape:
            raise ValueError("Iteration of zero-sized operands is not enabled")
        self.places = steps_of(*arrays, order=order)
        self.at = 0
        self.started = False

    @property
    def operands(self):
        return tuple(self.op)

    @property
    def nop(self):
        return len(self.op)

    @property
    def value(self):
        return tuple([a[self.places[self.at] + (...,)] for a in self.op])

    def __getitem__(self, k):
        return self.op[k][self.places[self.at] + (...,)]

    def __setitem__(self, k, value):
        self.op[k][self.places[self.at]] = value


FLAGS = {"multi_index", "zerosize_ok", "refs_ok", "c_index", "copy_if_overlap"}
OPERAND_FLAGS = {"readonly", "readwrite", "writeonly", "no_broadcast", "nbo", "aligned", "contig"}
