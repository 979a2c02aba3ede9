from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.errors import ShapeError
from limpid.graph.op import Array, Cotangents, Op
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, apply, as_tensor


@dataclass(frozen=True)
class Transpose(Op):
    """Permute the axes."""

    axes: Shape
    formula: ClassVar[str] = "transpose(x)"

    def shape(self, x: Shape) -> Shape:
        if sorted(self.axes) != list(range(len(x))):
            raise ShapeError(
                f"axes {self.axes} are no permutation of the axes of shape {x}."
            )
        return tuple(x[i] for i in self.axes)

    def reference(self, x: Array) -> Array:
        return x.transpose(self.axes)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (transpose(g, tuple(int(i) for i in np.argsort(self.axes))),)


def transpose(x: Any, /, axes: Shape | None = None) -> Tensor:
    """Return x with its axes permuted; reversed if no order is given.

    Raises:
        ShapeError: The axes are no permutation of x's axes.
    """
    x = as_tensor(x)
    ndim = len(x.shape)
    order = tuple(range(ndim))[::-1] if axes is None else tuple(axes)
    return apply(Transpose(tuple(i % ndim for i in order)), x)
