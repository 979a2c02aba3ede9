from typing import Any

from limpid import ops
from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.clip import clip
from limpid.ops.where import where


def relu(
    x: Any,
    negative_slope: float = 0.0,
    max_value: float | None = None,
    threshold: float = 0.0,
) -> Tensor:
    """Return max(x, 0), elementwise, with Keras's refinements.

    Args:
        x: The array.
        negative_slope: Below the threshold the result is this times x - threshold.
        max_value: Where the results end; None for nowhere.
        threshold: Below it inputs count as off.

    Source: Nair & Hinton 2010. The derivative at 0 is 0.
    """
    if (negative_slope, threshold) == (0.0, 0.0):
        return clip(ops.relu(x), None, max_value) if max_value else ops.relu(x)
    x = as_float(x)
    on = x if max_value is None else clip(x, None, max_value)
    return where(x >= threshold, on, (x - threshold) * negative_slope)
