from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.hard_sigmoid import hard_sigmoid


def hard_silu(x: Any, /) -> Tensor:
    """Return x * hard_sigmoid(x), elementwise.

    Source: Howard et al. 2019, arXiv:1905.02244, section 5.2.
    """
    x = as_float(x)
    return x * hard_sigmoid(x)
