from typing import Any

from limpid.graph.tensor import Tensor
from limpid.ops.unique_all import unique_all


def unique_values(x: Any, /) -> Tensor:
    """Return the different elements, sorted.

    Their number depends on the values, so it cannot be traced.

    Raises:
        GraphError: x is symbolic.
    """
    return unique_all(x).values
