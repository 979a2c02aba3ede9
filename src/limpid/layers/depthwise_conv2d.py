from dataclasses import dataclass
from typing import Any

from limpid.activations._activate import activate
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers._conv import check_windows
from limpid.layers.layer import Layer, require_rank
from limpid.ops.conv import every_axis
from limpid.ops.depthwise_conv import depthwise_conv
from limpid.settings import require_positive


@dataclass(eq=False, repr=False)
class DepthwiseConv2D(Layer):
    """Convolution of each channel with filters of its own.

    Args:
        kernel_size: The window's size, for both axes or each.
        strides: The step between windows.
        padding: 'valid' or 'same'.
        depth_multiplier: How many filters each channel has.
        data_format: 'channels_last', the only one.
        dilation_rate: The step between the elements of a window.
        activation: Applied to the result.
        use_bias: Whether to add a bias.
        depthwise_initializer, bias_initializer: How the weights start.
        depthwise_regularizer, bias_regularizer: Penalties.
        depthwise_constraint, bias_constraint: Applied after each update.

    Shapes: inputs (batch, height, width, channels); kernel (*size, channels,
        depth_multiplier); outputs (batch, height', width', channels *
        depth_multiplier).
    """

    kernel_size: int | tuple[int, int]
    strides: int | tuple[int, int] = (1, 1)
    padding: str = "valid"
    depth_multiplier: int = 1
    data_format: str | None = None
    dilation_rate: int | tuple[int, int] = (1, 1)
    activation: Any = None
    use_bias: bool = True
    depthwise_initializer: Any = "glorot_uniform"
    bias_initializer: Any = "zeros"
    depthwise_regularizer: Any = None
    bias_regularizer: Any = None
    depthwise_constraint: Any = None
    bias_constraint: Any = None

    EXAMPLES = (
        ({"kernel_size": 2, "depth_multiplier": 2}, (2, 4, 5, 3)),
        ({"kernel_size": 3, "strides": 2, "padding": "same"}, (2, 5, 4, 2)),
    )

    def check(self) -> None:
        check_windows(self)
        require_positive(self, "depth_multiplier")

    def check_input(self, input_shape: Shape) -> None:
        require_rank(self, input_shape, 4, "(batch, height, width, channels)")

    def build(self, input_shape: Shape) -> None:
        size, channels = every_axis(self.kernel_size, 2), input_shape[-1]
        shape = (*size, channels, self.depth_multiplier)
        self.kernel = self.weight_as_set("depthwise", shape, name="kernel")
        maps = (channels * self.depth_multiplier,)
        self.bias = self.weight_as_set("bias", maps) if self.use_bias else None

    def call(self, inputs: Tensor) -> Tensor:
        outputs = depthwise_conv(
            inputs,
            self.kernel,
            strides=self.strides,
            padding=self.padding,
            dilation_rate=self.dilation_rate,
        )
        if self.bias is not None:
            outputs = outputs + self.bias
        return activate(outputs, self.activation)
