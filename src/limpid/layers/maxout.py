from dataclasses import dataclass
from typing import Any

from limpid.errors import ShapeError
from limpid.graph.arithmetic import reshape
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.ops.matmul import matmul
from limpid.ops.max import max
from limpid.settings import require_positive


@dataclass(eq=False, repr=False)
class Maxout(Layer):
    """The largest of several linear pieces: max over j of inputs @ w_j + b_j.

    Args:
        units: The number of outputs.
        pieces: How many linear functions each output chooses from.
        use_bias: Whether to add a bias to each.

    The other settings are those of Dense.

    Shapes: inputs (batch, ..., features); kernel (features, units * pieces), the pieces
        of a unit side by side; bias (units * pieces,); outputs (batch, ..., units).

    With two pieces of which one is zero a unit is a ReLU.

    Source: Goodfellow et al. 2013, arXiv:1302.4389.
    """

    units: int
    pieces: int = 2
    use_bias: bool = True
    kernel_initializer: Any = "glorot_uniform"
    bias_initializer: Any = "zeros"
    kernel_regularizer: Any = None
    bias_regularizer: Any = None
    kernel_constraint: Any = None
    bias_constraint: Any = None

    EXAMPLES = (({"units": 3}, (2, 4)), ({"units": 2, "pieces": 3}, (2, 3, 4)))

    def check(self) -> None:
        require_positive(self, "units", "pieces")

    def check_input(self, input_shape: Shape) -> None:
        if len(input_shape) < 2:
            raise ShapeError(
                f"Maxout({self.units}) got input of shape {tuple(input_shape)}; "
                "expected (batch, features): reshape a single example to (1, features)."
            )

    def build(self, input_shape: Shape) -> None:
        size = self.units * self.pieces
        self.kernel = self.weight_as_set("kernel", (input_shape[-1], size))
        self.bias = self.weight_as_set("bias", (size,)) if self.use_bias else None

    def call(self, inputs: Tensor) -> Tensor:
        outputs = matmul(inputs, self.kernel)
        if self.bias is not None:
            outputs = outputs + self.bias
        each = (*outputs.shape[:-1], self.units, self.pieces)
        return max(reshape(outputs, each), axis=-1)
