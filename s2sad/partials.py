"""`jacobian`: all partial derivatives, one run of the derivative for each number of the inputs."""

import functools
import inspect

import numpy as np

from s2sad.rules.registry import library_rule
from s2sad.structure import copied, is_number, leaves, mapped, rebuilt


def jacobian_of(differentiate, f, wrt):
    """See `s2sad.jacobian`."""
    level = Jacobian(differentiate, f, wrt)

    @functools.wraps(f, assigned=("__name__", "__qualname__", "__doc__"), updated=())
    def call(*args, **kwargs):
        return level.of(args, kwargs, lambda seeds: level.run(args, kwargs, seeds), {})

    if library_rule(f) is not None:  # the defaults of its options are left to it
        call.__signature__ = level.root._signature
    call.primal = f
    call.__s2sad_jacobian__ = level
    return call


class Jacobian:
    """All partial derivatives of a function, or of the Jacobian `below` of one.

    derivative: that of the function, differentiated once more for each Jacobian.
    """

    def __init__(self, differentiate, f, wrt):
        self.f = f
        self.below = getattr(f, "__s2sad_jacobian__", None)
        self.derivative = differentiate(f if self.below is None else self.below.derivative, wrt=wrt)
        self.state = self.derivative.__s2sad_derivative__
        self.several = isinstance(wrt, (tuple, list))
        self.written = {}  # as a Python function, by the forms of its arguments; see `analysis.jacobians`
        self.depth = 1 if self.below is None else self.below.depth + 1
        self.root = self.state if self.below is None else self.below.root  # that of the function's own derivative
        for n in self.state._wrt:
            if n not in self.root._signature.parameters:
                raise ValueError(f"wrt: {getattr(f, '__name__', f)} has no parameter {n!r}")

    def run(self, args, kwargs, seeds):
        """The function's value, and its tangent along all of the seeds."""
        positional, named = copied(args, kwargs)
        v = dv = self.derivative(*positional, **named, **seeds)
        for _ in range(self.depth):
            v, dv = v[0], dv[1]
        return v, dv

    def of(self, args, kwargs, run, values):
        """The Jacobian, or its tangent along the directions that `run` adds to the seeds that it is given.

        values: what is differentiated, by level, as far as it was computed.
        """
        given = inputs(self.root, args, kwargs, self.state._wrt)
        seeds = {n: Directions(n, given[n]) for n in self.state._wrt}
        runs = {n: [] for n in self.state._wrt}
        for n, directions in seeds.items():
            for leaf, seed in directions.all():
                own = {self.state.seeds[m]: seed if m == n else other.zero() for m, other in seeds.items()}
                if self.below is None:
                    values[self], dv = run(own)
                else:
                    dv = self.below.of(args, kwargs, lambda inner: run({**inner, **own}), values)
                runs[n].append((leaf, dv))
        if self not in values:
            positional, named = copied(args, kwargs)
            values[self] = self.f(*positional, **named)
        blocks = [assembled(values[self], seeds[n], runs[n]) for n in self.state._wrt]
        return regrouped(values[self], blocks if self.several else blocks[0], self.several)


def inputs(state, args, kwargs, wrt=None):
    """The arguments that are differentiated, by parameter."""
    arguments = state._arguments(args, kwargs)
    return {n: arguments[n] if n in arguments else state._signature.parameters[n].default for n in wrt or state._wrt}


class Directions:
    """The basis directions of one argument."""

    def __init__(self, name, value):
        self.value = value
        self.leaves = [leaf for _, leaf in leaves(value)]
        for path, leaf in leaves(value):
            if is_number(leaf) and np.iscomplexobj(leaf):
                raise TypeError(f"jacobian: {name}{path} is complex; take the real and the imaginary part "
                                "as two arguments")

    def zero(self):
        return mapped(zero_seed, self.value)

    def all(self):
        """(leaf's number, seed) for each number that the argument holds."""
        for i, leaf in enumerate(self.leaves):
            for j in range(np.size(leaf) if is_number(leaf) else 0):
                parts = [zero_seed(other) for other in self.leaves]
                if isinstance(leaf, np.ndarray):
                    parts[i].flat[j] = 1
                else:
                    parts[i] = parts[i] + 1
                yield i, rebuilt(self.value, iter(parts))


def zero_seed(leaf):
    """The zero tangent of a leaf; integers are taken for real numbers."""
    if not is_number(leaf):
        return None
    if isinstance(leaf, np.ndarray):
        return np.zeros(leaf.shape, leaf.dtype if leaf.dtype.kind == "f" else float)
    return type(leaf)(0) if isinstance(leaf, np.floating) else 0.0


def assembled(v, directions, runs):
    """For each leaf of the output, the derivatives by each leaf of one argument."""
    columns = [[] for _ in directions.leaves]
    for leaf, dv in runs:
        columns[leaf].append([d for _, d in leaves(dv)])
    result = []
    for k, (_, out) in enumerate(leaves(v)):
        if not is_number(out):
            result.append(mapped(lambda _: None, directions.value))
            continue
        parts = []
        for leaf, column in zip(directions.leaves, columns):
            parts.append(block(out, leaf, [d[k] for d in column]) if is_number(leaf) else None)
        result.append(rebuilt(directions.value, iter(parts)))
    return result


def block(out, leaf, column):
    """The array of shape `out.shape + leaf.shape`; a number for two numbers."""
    shape = np.shape(out) + np.shape(leaf)
    if not column:
        kinds = [np.asarray(x).dtype for x in (out, leaf) if np.asarray(x).dtype.kind in "fc"]
        return np.zeros(shape, np.result_type(*kinds) if kinds else float)
    found = column[0] if not isinstance(leaf, np.ndarray) else np.stack(column, axis=-1).reshape(shape)
    if np.asarray(found).dtype.kind not in "biu":
        return found
    return float(found) if np.ndim(found) == 0 and not isinstance(found, np.ndarray) else found.astype(float)


def regrouped(v, blocks, several):
    """The output's structure outside, the inputs' inside."""
    per_leaf = iter(zip(*blocks)) if several else iter(blocks)
    return mapped(lambda leaf: next(per_leaf), v)
