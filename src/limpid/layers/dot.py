from dataclasses import dataclass
from typing import Any

from limpid.errors import ShapeError
from limpid.graph.arithmetic import reshape
from limpid.graph.shapes import normalize_axis, product
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.ops.l2_normalize import l2_normalize
from limpid.ops.matmul import matmul
from limpid.ops.moveaxis import moveaxis


@dataclass(eq=False, repr=False)
class Dot(Layer):
    """Scalar products of two inputs, example by example.

    Args:
        axes: Along which axis to multiply and sum, for both inputs or each.
        normalize: Whether to bring the vectors to length 1 first: then the products
            are cosines.

    Shapes: inputs (batch, ..., n, ...) and (batch, ..., n, ...); outputs the batch, the
        other axes of the first and those of the second, or (batch, 1).
    """

    axes: int | tuple[int, int]
    normalize: bool = False

    EXAMPLES = (
        ({"axes": 1}, [(2, 3), (2, 3)]),
        ({"axes": (2, 1), "normalize": True}, [(2, 4, 3), (2, 3, 2)]),
    )

    def check_input(self, input_shape: Any) -> None:
        if not isinstance(input_shape, list) or len(input_shape) != 2:
            raise ShapeError(f"{self!r} expected a list of two tensors.")
        sizes = [s[self._axis(i, s)] for i, s in enumerate(input_shape)]
        if sizes[0] != sizes[1]:
            raise ShapeError(
                f"{self!r} got inputs of shapes {input_shape}; expected equal sizes "
                f"along axes {self.axes}."
            )

    def _axis(self, which: int, shape: tuple[int, ...]) -> int:
        axis = self.axes if isinstance(self.axes, int) else self.axes[which]
        return normalize_axis(axis, len(shape))

    def call(self, inputs: list[Tensor]) -> Tensor:
        vectors = []
        for i, x in enumerate(inputs):
            last = moveaxis(x, self._axis(i, x.shape), -1)
            vectors.append(l2_normalize(last) if self.normalize else last)
        first, second = vectors
        batch, size = first.shape[0], first.shape[-1]
        others = (*first.shape[1:-1], *second.shape[1:-1])
        rows = reshape(first, (batch, product(first.shape[1:-1]), size))
        columns = reshape(second, (batch, product(second.shape[1:-1]), size))
        products = matmul(rows, columns.mT)
        return reshape(products, (batch, *(others or (1,))))


def dot(
    inputs: Any, axes: int | tuple[int, int], normalize: bool = False, **settings: Any
) -> Any:
    """Return scalar products of two inputs, as `Dot` does."""
    return Dot(axes=axes, normalize=normalize, **settings)(inputs)
