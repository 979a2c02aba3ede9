from typing import Any

from limpid.graph.tensor import Tensor
from limpid.ops.linalg.svd import svd


def svdvals(x: Any, /) -> Tensor:
    """Return the singular values of matrices, descending."""
    return svd(x, full_matrices=False).S
