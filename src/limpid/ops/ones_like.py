from typing import Any

from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.full import constant


def ones_like(x: Any, /, dtype: Any = None, *, device: Any = None) -> Tensor:
    """Return ones in the shape and type of x."""
    x = as_tensor(x)
    return constant(x.shape, 1, x.dtype if dtype is None else dtype, device)
