from dataclasses import dataclass
from typing import Any

from limpid.activations._activate import activate
from limpid.errors import ShapeError
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.ops.matmul import matmul
from limpid.settings import require_positive


@dataclass(eq=False, repr=False)
class Dense(Layer):
    """A fully connected layer: activation(inputs @ kernel + bias).

    Args:
        units: The number of outputs.
        activation: Applied to the result; none by default.
        use_bias: Whether to add a bias.
        kernel_initializer, bias_initializer: How the weights start.
        kernel_regularizer, bias_regularizer: Penalties on the weights.
        kernel_constraint, bias_constraint: Applied after each update.

    Shapes: inputs (batch, ..., features); kernel (features, units); bias (units,);
        outputs (batch, ..., units). Older Keras flattened inputs of more axes first.

    Raises:
        ShapeError: The inputs have no feature axis, or another number of features.

    Example:
        >>> Dense(2, kernel_initializer="ones")([[1.0, 2.0, 3.0]])
        Tensor([[6., 6.]])
    """

    units: int
    activation: Any = None
    use_bias: bool = True
    kernel_initializer: Any = "glorot_uniform"
    bias_initializer: Any = "zeros"
    kernel_regularizer: Any = None
    bias_regularizer: Any = None
    kernel_constraint: Any = None
    bias_constraint: Any = None

    supports_masking = True

    EXAMPLES = (({"units": 3}, (2, 4)), ({"units": 2, "activation": "tanh"}, (2, 3, 4)))

    def check(self) -> None:
        """Refuse units that are no positive integer."""
        require_positive(self, "units")

    def check_input(self, input_shape: Shape) -> None:
        """Refuse inputs without a feature axis."""
        if len(input_shape) < 2:
            raise ShapeError(
                f"Dense({self.units}) got input of shape {tuple(input_shape)}; "
                "expected (batch, features): reshape a single example to (1, features)."
            )

    def build(self, input_shape: Shape) -> None:
        self.kernel = self.weight_as_set("kernel", (input_shape[-1], self.units))
        self.bias = self.weight_as_set("bias", (self.units,)) if self.use_bias else None

    def call(self, inputs: Tensor) -> Tensor:
        """Return the activations."""
        if inputs.shape[-1] != self.kernel.shape[0]:
            raise ShapeError(
                f"Dense({self.units}) was built for {self.kernel.shape[0]} features; "
                f"got input of shape {inputs.shape}."
            )
        outputs = matmul(inputs, self.kernel)
        if self.bias is not None:
            outputs = outputs + self.bias
        return activate(outputs, self.activation)
