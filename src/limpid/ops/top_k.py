from typing import Any, NamedTuple

from limpid.errors import ShapeError
from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.argsort import argsort
from limpid.ops.take_along_axis import take_along_axis


class TopK(NamedTuple):
    """The largest elements and where they stood."""

    values: Tensor
    indices: Tensor


def top_k(x: Any, k: int, sorted: bool = True) -> TopK:
    """Return the k largest elements along the last axis, the largest first.

    Raises:
        ShapeError: There are fewer than k elements.
    """
    del sorted  # They always are.
    x = as_tensor(x)
    if not x.shape or x.shape[-1] < k:
        raise ShapeError(f"top_k of {k} elements got shape {x.shape}; it has fewer.")
    indices = argsort(x, axis=-1, descending=True)[..., :k]
    return TopK(take_along_axis(x, indices, axis=-1), indices)
