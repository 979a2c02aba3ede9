from typing import Any

from limpid.graph.shapes import Axis
from limpid.graph.tensor import Tensor
from limpid.ops.mean import mean
from limpid.ops.var import var


def moments(x: Any, axes: Axis, keepdims: bool = False) -> tuple[Tensor, Tensor]:
    """Return the mean and the variance over the axes."""
    return mean(x, axis=axes, keepdims=keepdims), var(x, axis=axes, keepdims=keepdims)
