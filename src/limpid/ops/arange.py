from typing import Any

import numpy as np

from limpid.errors import ConfigError
from limpid.graph.dtypes import as_dtype
from limpid.graph.tensor import Tensor
from limpid.ops.asarray import check_device


def arange(
    start: float,
    /,
    stop: float | None = None,
    step: float = 1,
    dtype: Any = None,
    *,
    device: Any = None,
) -> Tensor:
    """Return the numbers from start up to, not including, stop; 0 to start if alone.

    The type is int64 if all are integers, else the default float.

    Raises:
        ConfigError: The step is 0.
    """
    check_device(device)
    if step == 0:
        raise ConfigError("arange got step 0; expected a step that leads to stop.")
    first, last = (0, start) if stop is None else (start, stop)
    if dtype is None and all(isinstance(n, int) for n in (first, last, step)):
        dtype = "int64"
    return Tensor.make(np.arange(first, last, step).astype(as_dtype(dtype)))
