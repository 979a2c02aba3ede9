from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.abs import abs


def softsign(x: Any, /) -> Tensor:
    """Return x / (1 + |x|), elementwise; between -1 and 1."""
    x = as_float(x)
    return x / (abs(x) + 1.0)
