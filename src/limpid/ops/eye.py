from typing import Any

import numpy as np

from limpid.graph.dtypes import as_dtype
from limpid.graph.tensor import Tensor
from limpid.ops.asarray import check_device


def eye(
    n_rows: int,
    n_cols: int | None = None,
    /,
    k: int = 0,
    dtype: Any = None,
    *,
    device: Any = None,
) -> Tensor:
    """Return a matrix with ones on diagonal k, counted upwards, and zeros elsewhere."""
    check_device(device)
    return Tensor.make(np.eye(n_rows, n_cols, k, as_dtype(dtype)))
