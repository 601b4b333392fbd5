"""How long a call takes."""

import statistics
import time


def seconds_of(call, budget=0.2):
    """The median time of a call, from repetitions that take about `budget` seconds together."""
    start = time.perf_counter()
    call()
    once = max(time.perf_counter() - start, 1e-7)
    number = max(1, int(budget / 9 / once))
    times = []
    for _ in range(7 if once < budget / 3 else 1):
        start = time.perf_counter()
        for _ in range(number):
            call()
        times.append((time.perf_counter() - start) / number)
    return statistics.median(times)
