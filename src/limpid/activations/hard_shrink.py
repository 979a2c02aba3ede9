from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.abs import abs
from limpid.ops.where import where


def hard_shrink(x: Any, threshold: float = 0.5) -> Tensor:
    """Return x where its absolute value exceeds the threshold, else 0."""
    x = as_float(x)
    return where(abs(x) > threshold, x, 0.0)
