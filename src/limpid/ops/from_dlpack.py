from typing import Any

import numpy as np

from limpid.graph.tensor import Tensor, as_array
from limpid.ops.asarray import check_device


def from_dlpack(x: Any, /, *, device: Any = None, copy: bool | None = None) -> Tensor:
    """Return a tensor of another library's array: a copy, unless copy=False."""
    check_device(device)
    return Tensor.make(as_array(np.from_dlpack(x), copy=copy is not False))
