from typing import Any

from limpid.graph.deferred import deferrable
from limpid.graph.shapes import normalize_axis
from limpid.graph.tensor import Tensor, as_tensor


@deferrable
def unstack(x: Any, /, *, axis: int = 0) -> tuple[Tensor, ...]:
    """Return the slices of x along an axis, without that axis."""
    x = as_tensor(x)
    before = (slice(None),) * normalize_axis(axis, len(x.shape))
    return tuple(x[(*before, i)] for i in range(x.shape[axis]))
