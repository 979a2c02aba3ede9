from typing import Any

from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.full import full


def full_like(
    x: Any, /, fill_value: Any, dtype: Any = None, *, device: Any = None
) -> Tensor:
    """Return one value in the shape and type of x."""
    x = as_tensor(x)
    return full(x.shape, fill_value, x.dtype if dtype is None else dtype, device=device)
