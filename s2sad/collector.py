"""The garbage collector waits while a derivative is made.

Nearly all that the compiler makes is kept until the derivative is written, and the collector would look through it
again and again without finding anything.
"""

import contextlib
import gc


@contextlib.contextmanager
def collector_waits():
    """Let no garbage be collected inside, if it is collected at all.

    >>> with collector_waits():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
