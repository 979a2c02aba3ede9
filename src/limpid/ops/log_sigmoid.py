from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.softplus import softplus


def log_sigmoid(x: Any, /) -> Tensor:
    """Return log(sigmoid(x)), elementwise, without taking the log of zero."""
    return -softplus(-as_float(x))
