"""The same function differentiated in four ways: numerically, symbolically, by hand, automatically."""
