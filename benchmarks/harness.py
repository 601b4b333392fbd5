"""Interleaved timing: A B C A B C ..., many short rounds, medians of ratios.

Two functions timed one after the other are compared under different
conditions: another clock frequency, another neighbour.  Here each round times
every contender, in changing order; a ratio is the median over the rounds of the
ratios within a round.  A difference far smaller than the times themselves is
that of the least times of very many, very short rounds.
"""

import gc
import statistics
import timeit

ROUND_SECONDS = 0.01


def interleaved(call, functions, names, rounds=41, seconds=ROUND_SECONDS):
    """Seconds per call, by function and round.

    Args:
        call: the expression that is timed, a call of `f`.
        functions: label → what `f` is.
        names: the other names in `call`.
        seconds: how long each is timed in a round.
    """
    timers = {label: _timer(call, f, names) for label, f in functions.items()}
    number = max(1, round(seconds / min(_seconds_per_call(t) for t in timers.values())))
    labels, times = list(timers), {label: [] for label in timers}
    enabled = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        for i in range(rounds):
            turn = i % len(labels)
            for label in labels[turn:] + labels[:turn]:
                times[label].append(timers[label].timeit(number) / number)
    finally:
        if enabled:
            gc.enable()
    return times


def _timer(call, function, names):
    setup = "; ".join(f"{name} = _{name}" for name in ["f", *names])
    return timeit.Timer(call, setup, globals={"_f": function, **{"_" + n: v for n, v in names.items()}})


def _seconds_per_call(timer):
    number = 1
    while timer.timeit(number) < ROUND_SECONDS / 4:
        number *= 2
    return min(timer.repeat(3, number)) / number


def ratio(times, base):
    """The median of the ratios within a round."""
    return statistics.median(t / b for t, b in zip(times, base))


def difference(times, base):
    """The difference of the least times, in seconds: what disturbs a run only ever adds to it."""
    return min(times) - min(base)
