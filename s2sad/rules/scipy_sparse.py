"""Rules for scipy.sparse.linalg with a constant matrix; products with one are in analysis/sparse.py."""

from scipy.sparse import linalg

from s2sad.rules.registry import linear

linear(linalg.spsolve, "A, b, permc_spec=None, use_umfpack=True", "b", result="unknown")
linear(linalg.spsolve_triangular, "A, b, lower=True, overwrite_A=False, overwrite_b=False, unit_diagonal=False", "b",
       result="unknown")
