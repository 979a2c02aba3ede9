from typing import Any

from limpid.graph.tensor import Tensor
from limpid.ops.asarray import asarray


def convert_to_tensor(x: Any, dtype: Any = None) -> Tensor:
    """Return x as a tensor, by Keras's name."""
    return asarray(x, dtype=dtype)
