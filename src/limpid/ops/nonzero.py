from typing import Any

import numpy as np

from limpid.errors import ShapeError
from limpid.graph.tensor import Tensor, as_tensor


def nonzero(x: Any, /) -> tuple[Tensor, ...]:
    """Return, for each axis, the indices of the elements that are not 0.

    Their number depends on the values, so it cannot be traced.

    Raises:
        ShapeError: x is a scalar.
        GraphError: x is symbolic.
    """
    x = as_tensor(x)
    if not x.shape:
        raise ShapeError("nonzero got a scalar; expected at least one axis.")
    return tuple(Tensor.make(indices) for indices in np.nonzero(x.value))
