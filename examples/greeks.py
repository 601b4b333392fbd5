"""The Greeks of a European call option: derivatives of the Black-Scholes price."""

import math

from s2sad import differentiate


def cdf(x):
    """The normal distribution function."""
    return (1 + math.erf(x / math.sqrt(2))) / 2


def pdf(x):
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def call(S, K, r, sigma, T):
    """The price of a call: spot, strike, rate, volatility, time to maturity."""
    d1 = (math.log(S / K) + (r + sigma**2 / 2) * T) / (sigma * math.sqrt(T))
    d2 = d1 - sigma * math.sqrt(T)
    return S * cdf(d1) - K * math.exp(-r * T) * cdf(d2)


def greeks(*option):
    """Price and Greeks by differentiation."""
    price, delta = differentiate(call, "S")(*option)
    (_, _), (_, gamma) = differentiate(differentiate(call, "S"), "S")(*option)
    return {
        "price": price,
        "delta": delta,
        "gamma": gamma,
        "vega": differentiate(call, "sigma")(*option)[1],
        "theta": -differentiate(call, "T")(*option)[1],
        "rho": differentiate(call, "r")(*option)[1],
    }


def textbook(S, K, r, sigma, T):
    """The same by the closed formulas."""
    d1 = (math.log(S / K) + (r + sigma**2 / 2) * T) / (sigma * math.sqrt(T))
    d2 = d1 - sigma * math.sqrt(T)
    discounted = K * math.exp(-r * T)
    return {
        "price": S * cdf(d1) - discounted * cdf(d2),
        "delta": cdf(d1),
        "gamma": pdf(d1) / (S * sigma * math.sqrt(T)),
        "vega": S * pdf(d1) * math.sqrt(T),
        "theta": -S * pdf(d1) * sigma / (2 * math.sqrt(T)) - r * discounted * cdf(d2),
        "rho": T * discounted * cdf(d2),
    }


def main():
    option = 100.0, 95.0, 0.05, 0.2, 1.0
    expected = textbook(*option)
    print(f"{'':8}{'s2sad':>16}{'textbook':>16}")
    for name, value in greeks(*option).items():
        assert math.isclose(value, expected[name], rel_tol=1e-12)
        print(f"{name:8}{value:16.10f}{expected[name]:16.10f}")


if __name__ == "__main__":
    main()
