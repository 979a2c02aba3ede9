from typing import Any

from limpid.graph.shapes import normalize_axis
from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.concat import concat
from limpid.ops.not_equal import not_equal


def diff(
    x: Any, /, *, axis: int = -1, n: int = 1, prepend: Any = None, append: Any = None
) -> Tensor:
    """Return the differences of neighbors along an axis, taken n times."""
    parts = [as_tensor(part) for part in (prepend, x, append) if part is not None]
    x = concat(parts, axis=axis) if len(parts) > 1 else parts[0]
    before = (slice(None),) * normalize_axis(axis, len(x.shape))
    for _ in range(n):
        later, earlier = x[(*before, slice(1, None))], x[(*before, slice(None, -1))]
        x = not_equal(later, earlier) if x.dtype.kind == "b" else later - earlier
    return x
