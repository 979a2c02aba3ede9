from typing import Any

from limpid.graph.tensor import Tensor
from limpid.ops.clip import clip


def hard_tanh(x: Any, /) -> Tensor:
    """Return x limited to -1..1, elementwise."""
    return clip(x, -1.0, 1.0)
