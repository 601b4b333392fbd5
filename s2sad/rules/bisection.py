"""`bisect`: what C does to a sorted list is read from the module's own Python source, which stands beneath it."""

import bisect

from s2sad.rules.heaps import in_python
from s2sad.rules.registry import stands_for

_PYTHON = in_python(bisect)
for _insort in (bisect.insort_left, bisect.insort_right):
    stands_for(_insort)(getattr(_PYTHON, _insort.__name__))
