from typing import Any

import numpy as np

from limpid.graph.arithmetic import astype, broadcast_to
from limpid.graph.dtypes import as_dtype
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.asarray import check_device


def full(
    shape: int | Shape, fill_value: Any, dtype: Any = None, *, device: Any = None
) -> Tensor:
    """Return an array filled with one value.

    The type follows the value: float32 (the default float) for a Python float, int64
    for an integer, bool for a truth value.
    """
    check_device(device)
    value = as_tensor(fill_value)
    if dtype is not None:
        value = astype(value, dtype, copy=False)
    target = (shape,) if isinstance(shape, int) else tuple(int(n) for n in shape)
    return broadcast_to(value, target)


def constant(
    shape: int | Shape, number: float, dtype: Any, device: Any = None
) -> Tensor:
    """Return an array of one number: of the default float type unless told."""
    check_device(device)
    return Tensor.make(np.full(shape, number, as_dtype(dtype)))
