"""s2sad: derivatives you can read.

Source-to-source automatic differentiation for Python and NumPy:

    from s2sad import differentiate

    @differentiate
    def f(x):
        v = x
        for i in range(3):
            v = v * (v + 4)
        return v

    f(2.0)            # the value and its derivative
    print(f.source)   # the generated derivative, as Python source
"""

from s2sad.api import check, check_rule, compare, differentiate, explore, inspect, jacobian, jvp, trace
from s2sad.custom import not_differentiable, rule, rule_for, stop_gradient, zero_derivative
from s2sad.errors import DifferentiationError

# The compiler is imported here and not at the first derivative, which is to be quick.
from s2sad import derivative, pipeline  # noqa: F401
from s2sad.analysis import callees, program  # noqa: F401
from s2sad.backend import printer  # noqa: F401
from s2sad.forward import function  # noqa: F401
from s2sad.simplify import flat_returns  # noqa: F401

__version__ = "0.1.0"
__all__ = ["DifferentiationError", "check", "check_rule", "compare", "differentiate", "explore", "inspect", "jacobian",
           "jvp", "not_differentiable", "rule", "rule_for", "stop_gradient", "trace", "zero_derivative"]
