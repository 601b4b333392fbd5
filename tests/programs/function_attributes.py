"""Attributes of functions that are made inside: what a call leaves behind."""

from tests.reference import case


@case(1.5)
def what_was_seen_last(x):
    def f(y):
        f.last = y * y
        f.calls += 1
        return y * x
    f.last = 0.0
    f.calls = 0
    r = f(x) + f(2 * x)
    return r * f.last + f.calls


@case(1.5)
def state_between_calls(x):
    def step():
        step.value = step.value * x
        step.seen.append(step.value)
        return step.value
    step.value = 1.0
    step.seen = [x]
    for _ in range(3):
        step()
    step.value += x
    return step.value * sum(step.seen)


@case(1.5)
def set_by_another_function(x):
    def g(y):
        return y * g.scale

    def change(k):
        g.scale *= k
        return [g.scale for _ in range(2)][0]
    g.scale = x
    g_scale = 7.0
    a = g(2.0)
    return a + change(x) * g(x) + g_scale


@case(1.5)
def several_shapes(x):
    def total(*items):
        total.first = items[0]
        return sum(items)
    total.first = 0.0
    return total(x) + total(x * x, x) * total.first
