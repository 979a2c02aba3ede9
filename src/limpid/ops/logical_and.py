from typing import Any

from limpid.graph.arithmetic import astype
from limpid.graph.tensor import Tensor
from limpid.ops.bitwise_and import bitwise_and


def logical_and(x1: Any, x2: Any, /) -> Tensor:
    """Return whether both hold, elementwise; numbers hold unless they are 0."""
    return bitwise_and(astype(x1, "bool"), astype(x2, "bool"))
