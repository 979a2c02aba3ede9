from typing import Any

from limpid.graph.arithmetic import broadcast_to
from limpid.graph.deferred import deferrable
from limpid.graph.shapes import broadcast
from limpid.graph.tensor import Tensor, as_tensor


@deferrable
def broadcast_arrays(*arrays: Any) -> list[Tensor]:
    """Return the arrays repeated to their common shape.

    Raises:
        ShapeError: They have no common shape.
    """
    tensors = [as_tensor(x) for x in arrays]
    shape = broadcast(*(x.shape for x in tensors))
    return [broadcast_to(x, shape) for x in tensors]
