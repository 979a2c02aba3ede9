from collections.abc import Sequence
from typing import Any

from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.concat import concat
from limpid.ops.expand_dims import expand_dims


def stack(arrays: Sequence[Any], /, axis: int = 0) -> Tensor:
    """Return arrays of one shape joined along a new axis."""
    return concat([expand_dims(as_tensor(x), axis=axis) for x in arrays], axis=axis)
