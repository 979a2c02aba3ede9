from typing import Any

from limpid.graph.tensor import Tensor, as_tensor


def linear(x: Any) -> Tensor:
    """Return x unchanged."""
    return as_tensor(x)
