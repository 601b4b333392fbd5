"""SciPy's sparse matrices: constants that are linear maps of arrays.

`A @ x` has the tangent `A @ dx`.  A sparse matrix that depends on what is
differentiated is refused: it has no mirror.
"""

import sys

import gast
import numpy as np

from s2sad.analysis.rulekinds import rule_kind
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import PlainCall, all_arguments, opaque
from s2sad.facts.kinds import Kind
from s2sad.facts.reached import is_active
from s2sad.facts.regions import Region
from s2sad.rules.registry import Rule

DOT = Rule("sparse.dot", "a, other", "linear", linear=("other",), result="unknown")
DENSE = "Make it a NumPy array, or keep the sparse matrix constant and use `A @ x`."
# The methods and attributes that give another sparse matrix of the same flavour.
_SPARSE = {"T", "H", "transpose", "tocsr", "tocsc", "tocoo", "tolil", "todia", "tobsr", "todok", "copy", "conj",
           "conjugate", "astype", "multiply", "power", "asformat"}


def is_sparse(kind):
    """Is this a sparse matrix or sparse array?"""
    return kind.form == "object" and "scipy.sparse" in sys.modules and isinstance(kind.type, type) \
        and issubclass(kind.type, (*_flavours(), _base()))


def _flavours():
    return sys.modules["scipy.sparse"].spmatrix, sys.modules["scipy.sparse"].sparray


def _base():
    """Stands for either flavour."""
    return sys.modules["scipy.sparse"]._base._spbase


def is_matrix(kind):
    """Does `*` of it mean the product of matrices?"""
    return issubclass(kind.type, sys.modules["scipy.sparse"].spmatrix)


def like(kind):
    """Some sparse matrix of the same flavour."""
    flavour = next((f for f in _flavours() if issubclass(kind.type, f)), _base())
    return Kind("object", type=flavour, region=Region())


def compared(kinds):
    """The kind of a comparison of which an operand is sparse: a sparse matrix of booleans, or with an array some array."""
    matrix = next(filter(is_sparse, kinds))
    return like(matrix) if all(is_sparse(k) or k.form == "number" for k in kinds) else K.any_kind()


def binary_kind(run, node, op, left, right):
    """The kind of an operator one of whose operands is sparse."""
    if is_sparse(left) and is_sparse(right):
        return like(left)
    matrix, other = (left, right) if is_sparse(left) else (right, left)
    product = isinstance(op, gast.MatMult) or isinstance(op, gast.Mult) and is_matrix(matrix) and other.form == "array" \
        and other.ndim != 0
    if product and K.is_numeric(other):
        kind = K.array(None, other.ndim) if other.form == "array" else Kind("numeric", region=Region())
        return run.place(node, kind, is_active(other))
    if is_active(other):
        raise run.context.refusal(node, "A sparse matrix that depends on what is differentiated is not supported.",
                                  DENSE, uncertain=isinstance(op, gast.Mult) and other.form != "array")
    return like(matrix) if other.form == "number" and not isinstance(op, gast.Pow) else K.any_kind()


def attribute_kind(kind, name):
    """The kind of an attribute, or None where nothing is known."""
    return like(kind) if name in _SPARSE else None


def method_kind(run, node, owner, name, positional, keywords, rest):
    """The kind of `owner.name(...)`."""
    if name == "dot" and len(positional) == 1 and not keywords and K.is_numeric(run.facts.kind[positional[0]]):
        return rule_kind(run, node, _base().dot, DOT, positional, keywords, rest, node.func.value)
    kind = opaque(run, node, owner, f"the method `{name}` of a sparse matrix has no derivative", DENSE, foreign=False)
    if name == "todense" or name in ("sum", "mean") and (positional or keywords):
        arrays = getattr(sys.modules["scipy.sparse"], "sparray", ())
        return kind if issubclass(owner.type, arrays) else Kind("object", type=np.matrix, region=kind.region)
    known = name in _SPARSE and isinstance(run.facts.call[node], PlainCall)
    return Kind("object", type=like(owner).type, region=kind.region) if known else kind


def constructor_kind(run, node, function):
    """The kind of calling a function or class of scipy.sparse; None if it is not one."""
    module = getattr(function, "__module__", None) or ""
    if not module.startswith("scipy.sparse") or module.startswith(("scipy.sparse.linalg", "scipy.sparse.csgraph")):
        return None
    if any(is_active(run.facts.kind[a]) for a in all_arguments(node)):
        return opaque(run, node, None, "a sparse matrix that depends on what is differentiated is not supported", DENSE,
                      foreign=False)
    kind = opaque(run, node, None, "it is constant")
    if isinstance(function, type) and is_sparse(Kind("object", type=function)):
        return Kind("object", type=function, region=kind.region)
    made = function.__name__ in ("diags", "diags_array", "eye", "eye_array", "identity", "kron", "kronsum", "bmat",
                                 "block_array", "block_diag", "hstack", "vstack", "tril", "triu", "random",
                                 "random_array", "spdiags")
    return Kind("object", type=_base(), region=kind.region) if made else kind
