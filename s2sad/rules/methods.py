"""Rules for the methods and attributes of arrays: those of the functions of the same name.

The methods that write in place (sort, fill, put, partition, resize, ...) are the
compiler's; what a method has beyond its function is written out here.
"""

from s2sad.rules import elementwise, products, shape  # noqa: F401  (their functions' rules are used)
from s2sad.rules.originals import np
from s2sad.rules.registry import ATTRIBUTES, BY_LAYOUT, METHODS, ONLY, Rule, method


def own(name, signature, *, view_of=None, result="sample"):
    """A method for which no function stands, linear in its array."""
    METHODS[name] = Rule(f"ndarray.{name}", signature, "linear", linear=("a",),
                         view_of=view_of, result=result)


# Shape

method("reshape", np.reshape, "a, *shape, order='C', copy=None")
method("ravel", np.ravel, "a, order='C'")
method("transpose", np.transpose, "a, *axes")
method("swapaxes", np.swapaxes, "a, axis1, axis2")
method("squeeze", np.squeeze, "a, axis=None")
method("repeat", np.repeat, "a, repeats, axis=None")
own("flatten", "a, order='C'")
ONLY["reshape"] = ONLY["ravel"] = ONLY["flatten"] = {"order": ("C", "F")}

# Selecting

method("take", np.take, "a, indices, axis=None, out=None, mode='raise'")
method("compress", np.compress, "a, condition, axis=None, out=None")
method("choose", np.choose, "a, choices, out=None, mode='raise'")
method("diagonal", np.diagonal, "a, offset=0, axis1=0, axis2=1")
method("trace", np.trace, "a, offset=0, axis1=0, axis2=1, dtype=None, out=None")
method("dot", np.dot, "a, b, out=None")

# Copies

method("copy", np.copy, "a, order='C'")
own("astype", "a, dtype, order='K', casting='unsafe', subok=True, copy=True",
    view_of="a")
own("view", "a, dtype=None", view_of="a")
BY_LAYOUT[np.ndarray.view] = "dtype"
own("item", "a, *args")
own("__getitem__", "a, key", view_of="a")
own("tolist", "a")

# Integers

for name in ("argsort", "argpartition", "nonzero", "searchsorted"):
    method(name, getattr(np, name), "*args, **kwargs")

# Attributes

for name in ("T", "mT"):
    if hasattr(np.ndarray, name):
        ATTRIBUTES[name] = "linear"
for name in ("shape", "ndim", "size", "dtype", "itemsize", "nbytes", "strides", "flags", "base",
             "device"):
    if hasattr(np.ndarray, name):
        ATTRIBUTES[name] = "zero"
