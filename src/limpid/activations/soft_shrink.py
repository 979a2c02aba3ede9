from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.relu import relu


def soft_shrink(x: Any, threshold: float = 0.5) -> Tensor:
    """Return x brought nearer to 0 by the threshold; 0 within it."""
    x = as_float(x)
    return relu(x - threshold) - relu(-x - threshold)
