"""A heat equation solved in place, differentiated with respect to its conductivity.

The kernel writes its result into its argument. So does the derivative: it
writes the temperature into `u`, and its derivative into the seed `du`.
"""

import numpy as np

from s2sad import differentiate


def diffuse(u, k, steps):
    """Explicit steps of the heat equation, the ends held fixed."""
    for _ in range(steps):
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])


def main():
    n, k, steps = 40, 0.3, 200
    start = np.sin(np.pi * np.arange(n + 1) / n)

    diffuse_dk = differentiate(diffuse, wrt=("u", "k"))
    print(diffuse_dk.source)
    u, du = start.copy(), np.zeros(n + 1)      # the start does not depend on k
    diffuse_dk(u, k, steps, du=du, dk=1.0)

    # A sine keeps its shape: each step multiplies it by 1 - k c.
    c = 4 * np.sin(np.pi / (2 * n))**2
    exact = (1 - k * c)**steps * start
    exact_dk = -steps * c * (1 - k * c)**(steps - 1) * start
    assert np.allclose(u, exact, rtol=1e-11, atol=1e-14)
    assert np.allclose(du, exact_dk, rtol=1e-11, atol=1e-14)
    print(f"{'':8}{'temperature':>13}{'exact':>13}{'its d/dk':>13}{'exact':>13}")
    for i in (5, 10, 20):
        print(f"x={i / n:<6}{u[i]:13.8f}{exact[i]:13.8f}{du[i]:13.8f}{exact_dk[i]:13.8f}")


if __name__ == "__main__":
    main()
