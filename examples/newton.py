"""Newton's method with the generated derivative, and the derivative of its result.

Kepler's equation  E - e sin(E) = M  gives a planet's position E at time M.
"""

import math

from s2sad import differentiate


@differentiate
def kepler(E, e, M):
    return E - e * math.sin(E) - M


def solve(M, e):
    """The root E of Kepler's equation."""
    E = M
    for _ in range(20):
        v, dv = kepler(E, e, M)
        step = v / dv
        E = E - step
        if abs(step) < 1e-14:
            break
    return E


def main():
    e, M = 0.3, 1.2
    print(f"{'E':>18} {'error':>9}")
    E = M
    for _ in range(5):
        v, dv = kepler(E, e, M)
        print(f"{E:18.15f} {abs(v):9.1e}")
        E = E - v / dv
    E = solve(M, e)
    assert abs(kepler.primal(E, e, M)) < 1e-14

    # How the root moves with M: through all of Newton's steps, derivative included.
    E, dE = differentiate(solve)(M, e)
    by_hand = 1 / (1 - e * math.cos(E))
    assert math.isclose(dE, by_hand, rel_tol=1e-12)
    print(f"\ndE/dM through the iteration       {dE:.12f}")
    print(f"dE/dM by the implicit function    {by_hand:.12f}")


if __name__ == "__main__":
    main()
