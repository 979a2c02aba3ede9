from dataclasses import dataclass
from typing import Any

from limpid.activations._activate import activate
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer, require_rank
from limpid.ops.average_pool import average_pool
from limpid.ops.conv import channels_last
from limpid.settings import require_positive


@dataclass(eq=False, repr=False)
class Subsampling(Layer):
    """LeNet's pooling: activation(gain * mean of the window + bias), map by map.

    Args:
        pool_size: The window's size, for both axes or each.
        strides: The step between windows; the window's size by default.
        activation: Applied to the result; LeNet used a scaled tanh.
        data_format: 'channels_last', the only one.
        gain_initializer, bias_initializer: How the weights start.
        gain_regularizer, bias_regularizer: Penalties.
        gain_constraint, bias_constraint: Applied after each update.

    Shapes: inputs (batch, height, width, maps); gain and bias (maps,): 12 parameters
        for 6 maps.

    Source: LeCun et al. 1998, section II.B, layer S2. Differs: it adds the elements,
    so its coefficients are our gains divided by the window's size.
    """

    pool_size: int | tuple[int, int] = 2
    strides: int | tuple[int, int] | None = None
    activation: Any = None
    data_format: str | None = None
    gain_initializer: Any = "ones"
    bias_initializer: Any = "zeros"
    gain_regularizer: Any = None
    bias_regularizer: Any = None
    gain_constraint: Any = None
    bias_constraint: Any = None

    EXAMPLES = (({}, (2, 4, 4, 3)), ({"activation": "tanh"}, (2, 5, 4, 2)))

    def check(self) -> None:
        require_positive(self, "pool_size", *(["strides"] if self.strides else []))
        channels_last(self.data_format)

    def check_input(self, input_shape: Shape) -> None:
        require_rank(self, input_shape, 4, "(batch, height, width, maps)")

    def build(self, input_shape: Shape) -> None:
        self.gain = self.weight_as_set("gain", input_shape[-1:])
        self.bias = self.weight_as_set("bias", input_shape[-1:])

    def call(self, inputs: Tensor) -> Tensor:
        means = average_pool(inputs, self.pool_size, self.strides)
        return activate(means * self.gain + self.bias, self.activation)
