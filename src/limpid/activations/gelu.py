from typing import Any

from limpid import ops
from limpid.graph.tensor import Tensor


def gelu(x: Any, approximate: bool = False) -> Tensor:
    """Return x times the normal distribution's mass below x, elementwise.

    Args:
        x: The array.
        approximate: Whether tanh stands in for the error function; Keras's operation
            does so by default, its activation does not.

    Source: Hendrycks & Gimpel 2016, arXiv:1606.08415, section 2.
    """
    return ops.gelu(x, approximate)
