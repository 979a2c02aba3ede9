"""The products that also stand among the main functions."""

from limpid.ops.matmul import matmul
from limpid.ops.matrix_transpose import matrix_transpose
from limpid.ops.outer import outer
from limpid.ops.tensordot import tensordot
from limpid.ops.vecdot import vecdot

__all__ = ["matmul", "matrix_transpose", "outer", "tensordot", "vecdot"]
