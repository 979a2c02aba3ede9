from dataclasses import dataclass

from limpid.errors import ConfigError
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer, require_rank
from limpid.ops.transpose import transpose


@dataclass(eq=False, repr=False)
class Permute(Layer):
    """Each example with its axes in another order.

    Args:
        dims: The axes in their new order, counted from 1: the batch stays.
    """

    dims: tuple[int, ...]

    EXAMPLES = (({"dims": (2, 1)}, (2, 3, 4)),)

    def check(self) -> None:
        if sorted(self.dims) != list(range(1, len(self.dims) + 1)):
            raise ConfigError(
                f"Permute(dims={self.dims!r}): expected each of the numbers 1 to "
                f"{len(self.dims)} once."
            )

    def check_input(self, input_shape: Shape) -> None:
        ndim = len(self.dims) + 1
        require_rank(self, input_shape, ndim, f"the batch and {ndim - 1} axes")

    def call(self, inputs: Tensor) -> Tensor:
        return transpose(inputs, (0, *self.dims))
