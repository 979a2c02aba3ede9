from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.where import where


def threshold(x: Any, threshold: float, default_value: float) -> Tensor:
    """Return x where it exceeds the threshold, else the default value.

    As an activation of a layer it needs its arguments: use a function of x alone.
    """
    x = as_float(x)
    return where(x > threshold, x, default_value)
