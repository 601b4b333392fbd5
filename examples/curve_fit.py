"""A curve fitted by Gauss-Newton; the columns of the Jacobian come from jvp."""

import numpy as np

from s2sad import jvp


def residual(p, t, y):
    """A damped oscillation minus the data."""
    amplitude, decay, frequency, offset = p
    return amplitude * np.exp(-decay * t) * np.cos(frequency * t) + offset - y


def jacobian(p, t, y):
    """The residual and its derivatives by each parameter."""
    columns = []
    for direction in np.eye(len(p)):
        r, dr = jvp(residual, (p, t, y), (direction, None, None))
        columns.append(dr)
    return r, np.stack(columns, axis=1)


def by_hand(p, t):
    a, b, c, _ = p
    wave = np.exp(-b * t) * np.cos(c * t)
    return np.stack([wave, -t * a * wave, -t * a * np.exp(-b * t) * np.sin(c * t),
                     np.ones(len(t))], axis=1)


def main():
    truth = np.array([2.0, 0.5, 3.0, 1.0])
    t = np.linspace(0.0, 4.0, 60)
    noise = 0.02 * np.random.default_rng(0).standard_normal(len(t))
    y = residual(truth, t, 0.0) + noise

    p = np.array([1.5, 0.3, 2.8, 0.5])
    print(f"step {'|residual|':>12}   parameters")
    for step in range(8):
        r, J = jacobian(p, t, y)
        assert np.allclose(J, by_hand(p, t), rtol=1e-12, atol=1e-12)
        print(f"{step:4} {np.linalg.norm(r):12.8f}   {np.round(p, 5)}")
        p = p - np.linalg.lstsq(J, r, rcond=None)[0]

    r, J = jacobian(p, t, y)
    assert np.allclose(J.T @ r, 0.0, atol=1e-9)         # a minimum
    assert np.allclose(p, truth, atol=0.05)


if __name__ == "__main__":
    main()
