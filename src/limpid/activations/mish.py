from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.softplus import softplus
from limpid.ops.tanh import tanh


def mish(x: Any) -> Tensor:
    """Return x * tanh(softplus(x)), elementwise.

    Source: Misra 2019, arXiv:1908.08681.
    """
    x = as_float(x)
    return x * tanh(softplus(x))  # type: ignore[no-any-return]
