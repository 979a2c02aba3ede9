from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.sigmoid import sigmoid
from limpid.ops.split import split


def glu(x: Any, /, axis: int = -1) -> Tensor:
    """Return the first half of x along the axis times the sigmoid of the second.

    Source: Dauphin et al. 2017, arXiv:1612.08083.
    """
    values, gates = split(as_float(x), 2, axis=axis)
    return values * sigmoid(gates)
