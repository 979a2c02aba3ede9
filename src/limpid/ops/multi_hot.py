from typing import Any

from limpid.graph.deferred import deferrable
from limpid.graph.shapes import normalize_axis
from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.max import max
from limpid.ops.moveaxis import moveaxis
from limpid.ops.one_hot import one_hot


@deferrable
def multi_hot(
    inputs: Any, num_classes: int, axis: int = -1, dtype: Any = None
) -> Tensor:
    """Return, for each row of indices, one vector with a 1 at every index.

    Shapes: (batch, length) gives (batch, num_classes); (length,) one vector.

    Raises:
        DTypeError: The inputs are not integers.
    """
    x = as_tensor(inputs)
    reduced = 1 if x.ndim > 1 else 0
    hot = max(one_hot(x, num_classes, axis=-1, dtype=dtype), axis=reduced)
    return moveaxis(hot, -1, normalize_axis(axis, hot.ndim))
