"""Rules for products, and for covariances, which are made of them."""

from s2sad.rules.originals import np
from s2sad.rules.registry import formula, linear, multilinear

# np.vdot, np.vecdot and np.correlate conjugate an argument, which is linear over the reals too.
multilinear(np.dot, "a, b, out=None", "a", "b")
multilinear(np.matmul, "x1, x2", "x1", "x2")
multilinear(np.vdot, "a, b", "a", "b")
multilinear(np.inner, "a, b", "a", "b")
multilinear(np.outer, "a, b, out=None", "a", "b")
multilinear(np.kron, "a, b", "a", "b")
multilinear(np.tensordot, "a, b, axes=2", "a", "b", result="unknown")
multilinear(np.cross, "a, b, axisa=-1, axisb=-1, axisc=-1, axis=None", "a", "b", result="unknown")
multilinear(np.convolve, "a, v, mode='full'", "a", "v")
multilinear(np.correlate, "a, v, mode='valid'", "a", "v")
multilinear(np.einsum, "subscripts, *operands, out=None, dtype=None, order='K', casting='safe', optimize=False", "operands",
            view_of="operands", starred="einsum_tangent(operands, doperands, ...)")
linear(np.trace, "a, offset=0, axis1=0, axis2=1, dtype=None, out=None", "a")

if hasattr(np, "vecdot"):  # NumPy 2
    multilinear(np.vecdot, "x1, x2, *, axis=-1", "x1", "x2")
if hasattr(np, "matvec"):  # NumPy 2.2
    multilinear(np.matvec, "x1, x2", "x1", "x2")
    multilinear(np.vecmat, "x1, x2", "x1", "x2")

# Covariances

formula(np.cov, "m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None",
        result="unknown",
        m="cov_tangent(m, dm, ...)",
        y="cov_tangent(..., y=y, dy=dy)",
        aweights="cov_tangent(..., aweights=aweights, daweights=daweights)")
formula(np.corrcoef, "x, y=None, rowvar=True, *, dtype=None", result="unknown",
        x="corrcoef_tangent(x, dx, ..., result=result)",
        y="corrcoef_tangent(..., y=y, dy=dy, result=result)")
