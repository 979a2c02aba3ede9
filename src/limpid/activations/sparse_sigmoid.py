from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.clip import clip


def sparse_sigmoid(x: Any) -> Tensor:
    """Return (x + 1) / 2 between -1 and 1, else 0 or 1: the slope of sparse_plus."""
    return (clip(as_float(x), -1.0, 1.0) + 1.0) * 0.5
