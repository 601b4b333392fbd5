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
for function, signature in ((getattr(integrate, "cumulative_simpson", None), "y, *, x=None, dx=1.0, axis=-1, initial=None"),
                            (getattr(integrate, "romb", None), "y, dx=1.0, axis=-1, show=False")):
    if function is not None:
        multilinear(function, signature, "y", "dx", unless={"dx": "x"} if "x=" in signature.replace("dx=", "") else None)
        ONLY[function] = {"initial": (None, 0)} if "initial" in signature else {}
multilinear(integrate.simpson, "y, *, x=None, dx=1.0, axis=-1", "y", "dx", unless={"dx": "x"})
