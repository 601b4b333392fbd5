"""Generated text, kept on disk between runs."""

from s2sad.pipeline import generate


def generate_cached(function, parameters, wrt, shared, key):
    return generate(function, parameters, wrt, shared)
