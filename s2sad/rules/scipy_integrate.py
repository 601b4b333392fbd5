"""Rules for the integrals of samples in scipy.integrate; registered when the program has imported it."""

from scipy import integrate

from s2sad.rules.registry import RULES, multilinear
from s2sad.rules.shape import ONLY

# in the step `dx` too, which has a meaning only without `x`
if integrate.trapezoid not in RULES:
    multilinear(integrate.trapezoid, "y, x=None, dx=1.0, axis=-1", "y", "x", "dx", unless={"dx": "x"})
multilinear(integrate.cumulative_trapezoid, "y, x=None, dx=1.0, axis=-1, initial=None", "y", "x", "dx",
            unless={"dx": "x"})
ONLY[integrate.cumulative_trapezoid] = {"initial": (None, 0)}
multilinear(integrate.simpson, "y, *, x=None, dx=1.0, axis=-1", "y", "dx", unless={"dx": "x"})
