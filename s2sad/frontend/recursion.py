"""Room for the recursion of the compiler."""

import contextlib
import sys


@contextlib.contextmanager
def deep_recursion(limit=20_000):
    """The compiler follows long chains of calls and deep expressions by recursion."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, limit))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
