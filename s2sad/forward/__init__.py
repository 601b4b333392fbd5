"""The forward pass: each node of the user's program becomes the pair of its value and its tangent.

An expression may hold any other, so its files call each other in a circle.  It is entered here, at `expressions`.
"""

from s2sad.forward import expressions  # noqa: F401
