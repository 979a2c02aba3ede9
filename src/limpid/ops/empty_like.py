from typing import Any

from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.full import constant


def empty_like(x: Any, /, dtype: Any = None, *, device: Any = None) -> Tensor:
    """Return zeros in the shape and type of x, as `empty` does."""
    x = as_tensor(x)
    return constant(x.shape, 0, x.dtype if dtype is None else dtype, device)
