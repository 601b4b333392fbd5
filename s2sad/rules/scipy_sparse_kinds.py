"""Questions whether something is a sparse matrix, which no array is."""

from scipy import sparse

from s2sad.rules.registry import zero

zero(*{sparse.issparse, sparse.isspmatrix}, signature="x")
