from typing import Any

from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.ops.full import constant


def zeros(shape: int | Shape, dtype: Any = None, *, device: Any = None) -> Tensor:
    """Return an array of zeros."""
    return constant(shape, 0, dtype, device)
