"""The orthogonal polynomials of scipy.special, which compute their values otherwise than from their coefficients."""


def called(p, val):
    return p(val)
