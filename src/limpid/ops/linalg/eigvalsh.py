from typing import Any

from limpid.graph.tensor import Tensor
from limpid.ops.linalg.eigh import eigh


def eigvalsh(x: Any, /) -> Tensor:
    """Return the eigenvalues, ascending, of symmetric matrices."""
    return eigh(x).eigenvalues
