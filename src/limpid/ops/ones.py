from typing import Any

from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.ops.full import constant


def ones(shape: int | Shape, dtype: Any = None, *, device: Any = None) -> Tensor:
    """Return an array of ones."""
    return constant(shape, 1, dtype, device)
