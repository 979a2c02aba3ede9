from typing import Any

from limpid.graph.arithmetic import astype
from limpid.graph.tensor import Tensor
from limpid.ops.bitwise_invert import bitwise_invert


def logical_not(x: Any, /) -> Tensor:
    """Return whether x does not hold, elementwise; numbers hold unless they are 0."""
    return bitwise_invert(astype(x, "bool"))
