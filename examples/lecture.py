"""The lecture's function, as a loop and as a closed form, and the logistic map."""

import inspect
from fractions import Fraction

import s2sad


def f(x):
    v = x
    for i in range(3):
        v = v * (v + 4)
    return v


def f_closed(x):
    """The loop multiplied out: v (v + 4) + 4 is the square of v + 2."""
    return x * (x + 4) * (x + 2)**2 * (x**2 + 4 * x + 2)**2


def f_closed_derivative(x):
    """By hand."""
    w = x**2 + 4 * x + 2
    return 8 * (x + 2) * w * (w**2 - 2)


def logistic(x, n):
    """l_1 = x, l_{n+1} = 4 l_n (1 - l_n)."""
    l = x
    for _ in range(n - 1):
        l = 4 * l * (1 - l)
    return l


# n -> l_n and its derivative, by hand
LOGISTIC = {
    1: (lambda x: x,
        lambda x: 1),
    2: (lambda x: 4*x*(1 - x),
        lambda x: 4*(1 - x) - 4*x),
    3: (lambda x: 16*x*(1 - x)*(1 - 2*x)**2,
        lambda x: 16*(1 - x)*(1 - 2*x)**2 - 16*x*(1 - 2*x)**2 - 64*x*(1 - x)*(1 - 2*x)),
    4: (lambda x: 64*x*(1 - x)*(1 - 2*x)**2*(1 - 8*x + 8*x**2)**2,
        lambda x: 128*x*(1 - x)*(-8 + 16*x)*(1 - 2*x)**2*(1 - 8*x + 8*x**2)
        + 64*(1 - x)*(1 - 2*x)**2*(1 - 8*x + 8*x**2)**2
        - 64*x*(1 - 2*x)**2*(1 - 8*x + 8*x**2)**2
        - 256*x*(1 - x)*(1 - 2*x)*(1 - 8*x + 8*x**2)**2),
}


def main():
    print("The function\n")
    print(inspect.getsource(f))
    print("Its generated derivative\n")
    df = s2sad.differentiate(f)
    s2sad.inspect(df)

    x = 2.0
    loop, closed = df(x), s2sad.differentiate(f_closed)(x)
    by_hand = f_closed(x), f_closed_derivative(x)
    assert loop == closed == by_hand
    print(f"\nf and its derivative at x = {x}")
    print(f"  the loop, by s2sad           {loop}")
    print(f"  the closed form, by s2sad    {closed}")
    print(f"  the closed form, by hand     {by_hand}")

    print("\nThe logistic map, exact with integers and with fractions\n")
    print(f"  n {'l_n(3)':>10} {'derivative':>11} {'l_n(1/5)':>16} {'derivative':>15}")
    dl = s2sad.differentiate(logistic)
    for n, (value, derivative) in LOGISTIC.items():
        row = [*dl(3, n, dx=1), *dl(Fraction(1, 5), n, dx=1)]
        assert row == [value(3), derivative(3), value(Fraction(1, 5)), derivative(Fraction(1, 5))]
        print("  {} {:>10} {:>11} {:>16} {:>15}".format(n, *map(str, row)))


if __name__ == "__main__":
    main()
