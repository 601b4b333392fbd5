"""The lecture's closing table: a formula grows with n, the program that computes the same does not.

l_1 = x, l_{n+1} = 4 l_n (1 - l_n), the logistic map. SymPy unrolls the loop and
differentiates the formula; s2sad differentiates the loop. It needs SymPy (`pip install 's2sad[compare]'`).
"""

import textwrap
from fractions import Fraction

import sympy

import s2sad


def logistic(x, n):
    l = x
    for _ in range(n - 1):
        l = 4 * l * (1 - l)
    return l


def formulas(n):
    """l_n and its derivative as SymPy has them, and the derivative simplified."""
    x = sympy.Symbol("x")
    l = logistic(x, n)
    derivative = sympy.diff(l, x)
    return l, derivative, sympy.factor(derivative)


def shown(title, formula):
    text = str(formula)
    text = text if len(text) < 400 else f"{text[:100]} ... ({len(text)} characters)"
    print(textwrap.fill(text, 76, initial_indent=f"  {title:<12}", subsequent_indent=" " * 14))


def main():
    dl = s2sad.differentiate(logistic)
    point = Fraction(1, 5)
    sizes = []
    for n in range(1, 7):
        l, derivative, simplified = formulas(n)
        exact = [f.subs("x", sympy.Rational(1, 5)) for f in (l, derivative)]
        value, tangent = dl(point, n, dx=1)
        assert [value, tangent] == [Fraction(int(e.p), int(e.q)) for e in exact]
        sizes.append([sympy.count_ops(f) for f in (l, derivative, simplified)])
        if n <= 4:
            print(f"n = {n}")
            shown("l_n", l)
            shown("derivative", derivative)
            shown("simplified", simplified)
            print()
    print("operations in the formulas\n")
    print("  n       l_n  derivative  simplified")
    for n, row in enumerate(sizes, 1):
        print(f"  {n} {row[0]:>9} {row[1]:>11} {row[2]:>11}")
    print("\nthe derivative as a program, for every n\n")
    print(textwrap.indent(dl.source, "  "))
    print("both give the same fractions at x = 1/5, as for n = 4:", *dl(point, 4, dx=1))


if __name__ == "__main__":
    main()
