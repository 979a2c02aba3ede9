from typing import Any

from limpid.graph.arithmetic import astype
from limpid.graph.tensor import Tensor
from limpid.ops.bitwise_xor import bitwise_xor


def logical_xor(x1: Any, x2: Any, /) -> Tensor:
    """Return whether exactly one holds, elementwise; numbers hold unless they are 0."""
    return bitwise_xor(astype(x1, "bool"), astype(x2, "bool"))
