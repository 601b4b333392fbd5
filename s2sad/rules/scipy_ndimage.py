"""Rules for the linear filters of scipy.ndimage; registered when the program has imported it.

An `output` array would be written into, and what stands beyond the border must not add to the result.
"""

from scipy import ndimage

from s2sad.rules.registry import linear, multilinear, zero
from s2sad.rules.shape import ONLY

BORDER = "output=None, mode='reflect', cval=0.0"
MOVED = "output=None, order=3, mode='constant', cval=0.0, prefilter=True"
for name, signature in (
        ("gaussian_filter", f"input, sigma, order=0, {BORDER}, truncate=4.0"),
        ("gaussian_filter1d", f"input, sigma, axis=-1, order=0, {BORDER}, truncate=4.0"),
        ("uniform_filter", f"input, size=3, {BORDER}, origin=0"),
        ("uniform_filter1d", f"input, size, axis=-1, {BORDER}, origin=0"),
        ("shift", f"input, shift, {MOVED}"), ("zoom", f"input, zoom, {MOVED}, *, grid_mode=False"),
        ("rotate", f"input, angle, axes=(1, 0), reshape=True, {MOVED}"), ("map_coordinates", f"input, coordinates, {MOVED}"),
        ("affine_transform", f"input, matrix, offset=0.0, output_shape=None, {MOVED}"),
        ("gaussian_laplace", f"input, sigma, {BORDER}"), ("laplace", f"input, {BORDER}"), ("sobel", f"input, axis=-1, {BORDER}"), ("prewitt", f"input, axis=-1, {BORDER}")):
    linear(getattr(ndimage, name), signature, "input")
    ONLY[getattr(ndimage, name)] = {"cval": (0.0,), "output": (None,)}
for name, axis in (("convolve", ""), ("correlate", ""), ("convolve1d", "axis=-1, "), ("correlate1d", "axis=-1, ")):
    multilinear(getattr(ndimage, name), f"input, weights, {axis}{BORDER}, origin=0", "input", "weights")
    ONLY[getattr(ndimage, name)] = {"cval": (0.0,), "output": (None,)}
for name in ("sum", "sum_labels", "mean"):
    linear(getattr(ndimage, name), "input, labels=None, index=None", "input")
zero(ndimage.label)
