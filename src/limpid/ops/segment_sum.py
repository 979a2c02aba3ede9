from typing import Any

from limpid.errors import DTypeError, ShapeError
from limpid.graph.deferred import deferrable
from limpid.graph.tensor import Tensor, apply, as_tensor
from limpid.ops.take import TakeGradient, check_range


@deferrable
def segment_sum(
    data: Any, segment_ids: Any, num_segments: int | None = None, sorted: bool = False
) -> Tensor:
    """Return, for each segment, the sum of the rows that belong to it.

    Args:
        data: (rows, ...).
        segment_ids: (rows,), integers from 0.
        num_segments: How many; one more than the largest id by default, which
            cannot be traced.
        sorted: Accepted for Keras; nothing depends on it.

    Raises:
        ShapeError: There is not one id for each row.
        DTypeError: The ids are not integers.
        DataError: An id is out of range.
    """
    del sorted
    x, ids = as_tensor(data), as_tensor(segment_ids)
    if ids.shape != x.shape[:1]:
        raise ShapeError(f"segment_sum got ids of shape {ids.shape} for {x.shape}.")
    if ids.dtype.kind not in "iu":
        raise DTypeError(f"segment_sum needs integer ids; got {ids.dtype}.")
    if num_segments is None:
        num_segments = int(ids.value.max(initial=-1)) + 1
    if not ids.is_symbolic:
        check_range(ids.value, num_segments)
    return apply(TakeGradient(0, num_segments), x, ids)
