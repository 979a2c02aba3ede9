from typing import Any

from limpid.graph.arithmetic import reshape
from limpid.graph.tensor import Tensor


def ravel(x: Any) -> Tensor:
    """Return the elements of x in one row."""
    return reshape(x, (-1,))
