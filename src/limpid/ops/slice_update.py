from collections.abc import Sequence
from typing import Any

import numpy as np

from limpid.graph.arithmetic import astype
from limpid.graph.deferred import deferrable
from limpid.graph.tensor import Tensor, apply, as_tensor
from limpid.ops.get_item import SetItem
from limpid.ops.slice import block
from limpid.ops.where import where


@deferrable
def slice_update(inputs: Any, start_indices: Sequence[int], updates: Any) -> Tensor:
    """Return the inputs with a block replaced that begins at the given indices.

    Raises:
        ShapeError: The block reaches beyond the inputs.
    """
    x = as_tensor(inputs)
    new = astype(updates, x.dtype, copy=False)
    key = block(x.shape, start_indices, new.shape)
    replaced = np.zeros(x.shape, bool)
    replaced[key] = True
    return where(replaced, apply(SetItem(key, x.shape), new), x)
