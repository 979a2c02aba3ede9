from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.sigmoid import sigmoid


def silu(x: Any, /) -> Tensor:
    """Return x * sigmoid(x), elementwise.

    Source: Elfwing, Uchibe & Doya 2018; also called swish.
    """
    x = as_float(x)
    return x * sigmoid(x)
