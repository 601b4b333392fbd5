"""How fast generated derivatives are: `python -m benchmarks`."""
