from dataclasses import dataclass

from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer, require_rank
from limpid.ops.repeat import repeat
from limpid.settings import require_positive


@dataclass(eq=False, repr=False)
class RepeatVector(Layer):
    """Each vector n times, as a sequence.

    Args:
        n: The number of steps.

    Shapes: inputs (batch, features); outputs (batch, n, features).
    """

    n: int

    EXAMPLES = (({"n": 3}, (2, 4)),)

    def check(self) -> None:
        require_positive(self, "n")

    def check_input(self, input_shape: Shape) -> None:
        require_rank(self, input_shape, 2, "(batch, features)")

    def call(self, inputs: Tensor) -> Tensor:
        return repeat(inputs[:, None], self.n, axis=1)
