from typing import Any

from limpid.graph.tensor import Tensor, as_tensor


def positive(x: Any, /) -> Tensor:
    """Return x: what Python's unary plus means."""
    return as_tensor(x)
