"""The same function differentiated by other tools, where they are installed."""

import importlib.util

from s2sad.comparing import vocabularies
from s2sad.comparing.process import staged
from s2sad.comparing.timing import seconds_of


def tools():
    """Name → (module, what makes of it, and of the function, a function of x that returns the derivative)."""
    return {"autograd": ("autograd", by_autograd), "JAX": ("jax", by_jax), "PyTorch": ("torch", by_torch)}


def by_autograd(make):
    import autograd
    import autograd.numpy
    try:
        import autograd.scipy.special as special
    except ImportError:  # it needs SciPy
        special = None
    return autograd.grad(make(vocabularies.like_numpy("autograd", autograd.numpy, special)))


def by_jax(make):
    import jax
    import jax.numpy
    import jax.scipy.special
    jax.config.update("jax_enable_x64", True)  # this process is for it alone
    f = make(vocabularies.like_numpy("JAX", jax.numpy, jax.scipy.special))

    def plain(x):
        return jax.jvp(f, (jax.numpy.asarray(x),), (jax.numpy.asarray(1.0),))[1]

    def compiled(x):
        return fast(x).block_until_ready()
    fast = jax.jit(plain)
    try:
        compiled(1.0)
    except Exception:  # a loop or condition that depends on the value
        return plain
    return compiled


def by_torch(make):
    import torch
    f = make(vocabularies.torch(torch))

    def derivative(x):
        point = torch.tensor(x, dtype=torch.float64, requires_grad=True)
        return torch.autograd.grad(f(point), point)[0]
    return derivative


def differentiated(name, make, x, seconds):
    """(derivative, seconds, why not) by one of the tools."""
    module, build = tools()[name]
    if importlib.util.find_spec(module) is None:
        return None, None, "not installed"

    def work():
        derivative = build(make)
        yield float(derivative(x))
        yield seconds_of(lambda: derivative(x))
    found, end = staged(work, seconds)
    if not found:
        return None, None, f"not finished in {seconds:g} s" if end == "time" else end
    return found[0], found[1] if len(found) > 1 else None, None
