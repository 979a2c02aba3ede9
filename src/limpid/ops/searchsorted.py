from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from limpid.errors import ConfigError, ShapeError
from limpid.graph.arithmetic import pair
from limpid.graph.dtypes import DType
from limpid.graph.op import Array, Op
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, apply
from limpid.ops.take import take


@dataclass(frozen=True)
class Searchsorted(Op):
    """Where values would go into a sorted vector."""

    side: Literal["left", "right"] = "left"
    differentiable: ClassVar[bool] = False

    def shape(self, x: Shape, values: Shape) -> Shape:
        if len(x) != 1:
            raise ShapeError(f"the sorted array must be a vector; got shape {x}.")
        return values

    def dtype(self, x: DType, values: DType) -> DType:
        return np.dtype("int64")

    def reference(self, x: Array, values: Array) -> Array:
        return np.asarray(np.searchsorted(x, values, side=self.side))


def searchsorted(
    x1: Any,
    x2: Any,
    /,
    *,
    side: Literal["left", "right"] = "left",
    sorter: Any = None,
) -> Tensor:
    """Return the indices at which the values x2 keep the sorted vector x1 sorted.

    Args:
        x1: The sorted vector.
        x2: The values, of any shape.
        side: Whether a value goes before ('left') or after ('right') its equals.
        sorter: The order that sorts x1, if it is not.

    Raises:
        ShapeError: x1 is no vector.
        ConfigError: The side is unknown.
    """
    if side not in {"left", "right"}:
        raise ConfigError(f"searchsorted got side {side!r}; use 'left' or 'right'.")
    in_order = x1 if sorter is None else take(x1, sorter, axis=0)
    return apply(Searchsorted(side), *pair(in_order, x2))
