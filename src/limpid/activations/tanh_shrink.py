from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.tanh import tanh


def tanh_shrink(x: Any) -> Tensor:
    """Return x - tanh(x), elementwise."""
    x = as_float(x)
    return x - tanh(x)  # type: ignore[no-any-return]
