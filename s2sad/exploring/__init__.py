"""A function beside its derivative, and what the compiler makes of it on the way, as a page."""
