from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.logsumexp import logsumexp


def log_softmax(x: Any, axis: int = -1) -> Tensor:
    """Return log(softmax(x)) along the axis, without taking the log of zero."""
    x = as_float(x)
    return x - logsumexp(x, axis=axis, keepdims=True)
