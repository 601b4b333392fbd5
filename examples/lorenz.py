"""How a trajectory of the Lorenz system depends on its start and on a parameter."""

import numpy as np

from s2sad import differentiate


def velocity(state, rho):
    x, y, z = state
    return np.array([10.0 * (y - x), x * (rho - z) - y, x * y - 8 / 3 * z])


def trajectory(state, rho, dt, steps):
    """The state after some steps of the classical Runge-Kutta method."""
    for _ in range(steps):
        k1 = velocity(state, rho)
        k2 = velocity(state + dt / 2 * k1, rho)
        k3 = velocity(state + dt / 2 * k2, rho)
        k4 = velocity(state + dt * k3, rho)
        state = state + dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return state


def differences(f, x, h=1e-5):
    """Central finite differences."""
    return (f(x + h) - f(x - h)) / (2 * h)


def main():
    start, rho, dt = np.array([1.0, 1.0, 1.0]), 28.0, 0.01
    to_start = differentiate(trajectory, wrt="state")
    to_rho = differentiate(trajectory, wrt="rho")
    direction = np.array([1.0, 0.0, 0.0])

    print(f"{'time':>5} {'|d state / d x(0)|':>20} {'|d state / d rho|':>20}")
    for steps in (25, 50, 100, 200, 400, 800):
        _, d_start = to_start(start, rho, dt, steps, dstate=direction)
        _, d_rho = to_rho(start, rho, dt, steps)
        print(f"{steps * dt:5.2f} {np.linalg.norm(d_start):20.6f} {np.linalg.norm(d_rho):20.6f}")
        if steps <= 200:
            by_x = differences(lambda h: trajectory(start + h * direction, rho, dt, steps), 0.0)
            by_rho = differences(lambda r: trajectory(start, r, dt, steps), rho)
            assert np.allclose(d_start, by_x, rtol=1e-6, atol=1e-7)
            assert np.allclose(d_rho, by_rho, rtol=1e-6, atol=1e-7)
    print("\nThe derivatives agree with finite differences up to time 2.")


if __name__ == "__main__":
    main()
