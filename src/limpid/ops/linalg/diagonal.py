from typing import Any

import numpy as np

from limpid.graph.arithmetic import reshape
from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.take import take


def diagonal(x: Any, /, *, offset: int = 0) -> Tensor:
    """Return a diagonal of matrices, `offset` places above the main one."""
    x = as_tensor(x)
    rows, columns = x.shape[-2:]
    places = np.arange(rows * columns).reshape(rows, columns).diagonal(offset)
    flat = reshape(x, (*x.shape[:-2], rows * columns))
    return take(flat, places, axis=-1)
