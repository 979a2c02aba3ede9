from typing import Any

import numpy as np

from limpid.graph.dtypes import as_dtype
from limpid.graph.tensor import Tensor
from limpid.ops.asarray import check_device


def linspace(
    start: float,
    stop: float,
    /,
    num: int = 50,
    *,
    endpoint: bool = True,
    dtype: Any = None,
    device: Any = None,
) -> Tensor:
    """Return evenly spaced numbers from start to stop; without stop if no endpoint."""
    check_device(device)
    numbers = np.linspace(start, stop, num, endpoint=endpoint)
    return Tensor.make(numbers.astype(as_dtype(dtype)))
