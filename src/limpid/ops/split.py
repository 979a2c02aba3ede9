from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from limpid.errors import ShapeError
from limpid.graph.deferred import deferrable
from limpid.graph.shapes import normalize_axis
from limpid.graph.tensor import Tensor, as_tensor


@deferrable
def split(
    x: Any, indices_or_sections: int | Sequence[int], axis: int = 0
) -> list[Tensor]:
    """Return the parts of x along an axis.

    Args:
        x: The array.
        indices_or_sections: How many equal parts, or where each but the first begins.
        axis: The axis to cut.

    Raises:
        ShapeError: The axis does not divide into so many equal parts.
    """
    x = as_tensor(x)
    axis = normalize_axis(axis, len(x.shape))
    size, cuts = x.shape[axis], indices_or_sections
    if isinstance(cuts, int):
        if size % cuts:
            raise ShapeError(f"cannot split {size} elements into {cuts} equal parts.")
        cuts = range(size // cuts, size, size // cuts)
    before = (slice(None),) * axis
    edges = pairwise([0, *cuts, size])
    return [x[(*before, slice(first, last))] for first, last in edges]
