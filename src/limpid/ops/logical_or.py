from typing import Any

from limpid.graph.arithmetic import astype
from limpid.graph.tensor import Tensor
from limpid.ops.bitwise_or import bitwise_or


def logical_or(x1: Any, x2: Any, /) -> Tensor:
    """Return whether either holds, elementwise; numbers hold unless they are 0."""
    return bitwise_or(astype(x1, "bool"), astype(x2, "bool"))
