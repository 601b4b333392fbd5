"""The generated `__call__` of a derivative: types looked at, then straight to the code."""


def make_dispatcher(derivative, version, arguments):
    return None
