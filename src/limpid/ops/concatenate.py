from collections.abc import Sequence
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.ops.concat import concat


def concatenate(xs: Sequence[Any], axis: int | None = 0) -> Tensor:
    """Return the arrays joined along an axis, by Keras's name."""
    return concat(xs, axis=axis)
