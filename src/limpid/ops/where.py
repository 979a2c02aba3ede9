from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import pair
from limpid.graph.dtypes import DType
from limpid.graph.op import Array, Cotangents, Op
from limpid.graph.shapes import Shape, broadcast
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Where(Op):
    """Take from x where the condition holds, else from y."""

    formula: ClassVar[str] = "where(condition, x, y)"

    def shape(self, condition: Shape, x: Shape, y: Shape) -> Shape:
        return broadcast(condition, x, y)

    def dtype(self, condition: DType, x: DType, y: DType) -> DType:
        return x

    def reference(self, condition: Array, x: Array, y: Array) -> Array:
        return np.where(condition, x, y)

    def vjp(
        self,
        g: Tensor,
        z: Tensor,
        condition: Tensor,
        x: Tensor,
        y: Tensor,
    ) -> Cotangents:
        return None, where(condition, g, 0.0), where(condition, 0.0, g)

    def emit(self, b: Words[V], condition: V, x: V, y: V) -> V:
        return b.select(condition, x, y)


def where(condition: Any, x1: Any, x2: Any, /) -> Tensor:
    """Return x1 where the condition holds and x2 elsewhere, with broadcasting."""
    return apply(Where(), condition, *pair(x1, x2))
