"""The derivative rules, one file per domain; importing this registers them all."""

from s2sad.rules import (  # noqa: F401
    elementwise,
    linalg,
    methods,  # noqa: F401  (last: it refers to the others)
    products,
    python,
    reductions,
    runtime,
    shape,
)
