from typing import Any

from limpid.graph.tensor import Tensor
from limpid.ops.silu import silu


def swish(x: Any, /) -> Tensor:
    """Return x * sigmoid(x), elementwise: silu by its other name."""
    return silu(x)
