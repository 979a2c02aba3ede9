from dataclasses import dataclass

from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer, require_rank
from limpid.ops.repeat import repeat
from limpid.settings import require_positive


@dataclass(eq=False, repr=False)
class UpSampling1D(Layer):
    """Each step several times.

    Args:
        size: How many times.

    Shapes: inputs (batch, steps, channels).
    """

    size: int = 2

    EXAMPLES = (({"size": 3}, (2, 3, 2)),)

    def check(self) -> None:
        require_positive(self, "size")

    def check_input(self, input_shape: Shape) -> None:
        require_rank(self, input_shape, 3, "(batch, steps, channels)")

    def call(self, inputs: Tensor) -> Tensor:
        return repeat(inputs, self.size, axis=1)
