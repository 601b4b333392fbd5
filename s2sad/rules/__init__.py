"""The derivative rules; `library` registers those of Python's and NumPy's functions."""
