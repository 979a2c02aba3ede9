from typing import Any

import numpy as np

from limpid.errors import ShapeError
from limpid.graph.deferred import deferrable
from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.where import where


@deferrable
def triu(x: Any, /, k: int = 0) -> Tensor:
    """Return matrices with zeros below diagonal k, counted upwards.

    Raises:
        ShapeError: x has fewer than two axes.
    """
    x = as_tensor(x)
    if len(x.shape) < 2:
        raise ShapeError(f"triu needs matrices; got shape {x.shape}.")
    return where(np.tri(x.shape[-2], x.shape[-1], k - 1, dtype=bool), 0, x)
