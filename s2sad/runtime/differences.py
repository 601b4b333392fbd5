"""The tangent of np.gradient, in the values and in their spacing."""

import numpy as np

from s2sad.runtime.fitting import like


def gradient_tangent(result, f, df, varargs, dvarargs, axis=None, edge_order=1):
    """Of `np.gradient(f, *varargs)`: linear in `f`; each spacing has a part of its own."""
    f = np.asarray(f)
    several = isinstance(result, (list, tuple))
    linear = [] if df is None else np.gradient(np.asarray(df), *varargs, axis=axis, edge_order=edge_order)
    axes = list(range(f.ndim)) if axis is None else list(axis) if isinstance(axis, tuple) else [axis]
    tangents = []
    for k in range(len(axes)):
        part = result[k] if several else result
        tangent = np.zeros_like(part) if df is None else linear[k] if several else linear
        if dvarargs is not None:
            i = k if len(varargs) == len(axes) else 0
            tangent = tangent + spacing_tangent(part, f, varargs[i], np.asarray(dvarargs[i]), axes[k], edge_order)
        tangents.append(like(tangent, part))
    if not several:
        return tangents[0]
    return tuple(tangents) if isinstance(result, tuple) else tangents


def spacing_tangent(result, f, spacing, dspacing, axis, edge_order):
    """Of one of the gradients in the distance of the samples, or in their coordinates."""
    if np.ndim(spacing) == 0:
        return -result / spacing * dspacing
    f, spacing = np.moveaxis(f, axis, -1) + 0.0, np.asarray(spacing) + 0.0  # unsigned integers would wrap around
    step, dstep = np.diff(spacing), np.diff(dspacing)
    left, right, dleft, dright = step[:-1], step[1:], dstep[:-1], dstep[1:]
    a, da, b, db, c, dc = weights(left, right, dleft, dright)
    inner = da * f[..., :-2] + db * f[..., 1:-1] + dc * f[..., 2:]
    if edge_order == 1:
        first = -(f[..., 1] - f[..., 0]) / step[0]**2 * dstep[0]
        last = -(f[..., -1] - f[..., -2]) / step[-1]**2 * dstep[-1]
    else:
        first = edge(f[..., 0], f[..., 1], f[..., 2], step[0], step[1], dstep[0], dstep[1])
        last = -edge(f[..., -1], f[..., -2], f[..., -3], step[-1], step[-2], dstep[-1], dstep[-2])
    ends = (first[..., np.newaxis], inner, last[..., np.newaxis])
    return np.moveaxis(np.concatenate(ends, axis=-1), -1, axis)


def weights(left, right, dleft, dright):
    """The weights of three samples in the slope at the middle one, and their tangents."""
    both, dboth = left + right, dleft + dright
    a = -right / (left * both)
    c = left / (right * both)
    da = a * (dright / right - dleft / left - dboth / both)
    dc = c * (dleft / left - dright / right - dboth / both)
    return a, da, -a - c, -da - dc, c, dc


def edge(f0, f1, f2, near, far, dnear, dfar):
    """The tangent, in the distances, of the slope at f0 of the parabola through three samples."""
    both, dboth = near + far, dnear + dfar
    b = both / (near * far)
    c = -near / (far * both)
    db = b * (dboth / both - dnear / near - dfar / far)
    dc = c * (dnear / near - dfar / far - dboth / both)
    return -(db + dc) * f0 + db * f1 + dc * f2
