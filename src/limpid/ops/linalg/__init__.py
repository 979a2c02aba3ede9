# Written by tools/index.py from the files of this folder; edit those.
"""Linear algebra, by the Array API's names.

Products, norms, `det`, `inv` and `solve` have gradients; the decompositions have none.
"""

from limpid.ops.linalg.cholesky import Cholesky, cholesky
from limpid.ops.linalg.cross import cross
from limpid.ops.linalg.decomposition import Decomposition
from limpid.ops.linalg.det import Det, det
from limpid.ops.linalg.diagonal import diagonal
from limpid.ops.linalg.eigh import Eigh, eigh
from limpid.ops.linalg.eigvalsh import eigvalsh
from limpid.ops.linalg.inv import Inv, inv
from limpid.ops.linalg.matrix_norm import matrix_norm
from limpid.ops.linalg.matrix_power import matrix_power
from limpid.ops.linalg.matrix_rank import matrix_rank
from limpid.ops.linalg.pinv import Pinv, pinv
from limpid.ops.linalg.products import (
    matmul,
    matrix_transpose,
    outer,
    tensordot,
    vecdot,
)
from limpid.ops.linalg.qr import Qr, qr
from limpid.ops.linalg.slogdet import Slogdet, slogdet
from limpid.ops.linalg.solve import Solve, solve
from limpid.ops.linalg.svd import Svd, svd
from limpid.ops.linalg.svdvals import svdvals
from limpid.ops.linalg.trace import trace
from limpid.ops.linalg.vector_norm import vector_norm

__all__ = [
    "Cholesky",
    "Decomposition",
    "Det",
    "Eigh",
    "Inv",
    "Pinv",
    "Qr",
    "Slogdet",
    "Solve",
    "Svd",
    "cholesky",
    "cross",
    "det",
    "diagonal",
    "eigh",
    "eigvalsh",
    "inv",
    "matmul",
    "matrix_norm",
    "matrix_power",
    "matrix_rank",
    "matrix_transpose",
    "outer",
    "pinv",
    "qr",
    "slogdet",
    "solve",
    "svd",
    "svdvals",
    "tensordot",
    "trace",
    "vecdot",
    "vector_norm",
]
