from dataclasses import dataclass
from typing import Any

from limpid.activations._activate import activate
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers._conv import check_windows
from limpid.layers.layer import Layer, require_rank
from limpid.ops.conv import every_axis
from limpid.ops.separable_conv import separable_conv
from limpid.settings import require_positive


@dataclass(eq=False, repr=False)
class SeparableConv2D(Layer):
    """Convolution in two parts: in space, channel by channel; then across channels.

    Args:
        filters: The number of feature maps.
        kernel_size: The window's size, for both axes or each.
        strides: The step between windows.
        padding: 'valid' or 'same'.
        data_format: 'channels_last', the only one.
        dilation_rate: The step between the elements of a window.
        depth_multiplier: How many filters in space each channel has.
        activation: Applied to the result.
        use_bias: Whether to add a bias.

    The other settings are those of Dense, for each of the two kernels.

    Shapes: inputs (batch, height, width, channels); depthwise_kernel (*size, channels,
        depth_multiplier); pointwise_kernel (1, 1, channels * depth_multiplier,
        filters).

    Source: Chollet 2016, arXiv:1610.02357.
    """

    filters: int
    kernel_size: int | tuple[int, int]
    strides: int | tuple[int, int] = (1, 1)
    padding: str = "valid"
    data_format: str | None = None
    dilation_rate: int | tuple[int, int] = (1, 1)
    depth_multiplier: int = 1
    activation: Any = None
    use_bias: bool = True
    depthwise_initializer: Any = "glorot_uniform"
    pointwise_initializer: Any = "glorot_uniform"
    bias_initializer: Any = "zeros"
    depthwise_regularizer: Any = None
    pointwise_regularizer: Any = None
    bias_regularizer: Any = None
    depthwise_constraint: Any = None
    pointwise_constraint: Any = None
    bias_constraint: Any = None

    EXAMPLES = (
        ({"filters": 3, "kernel_size": 2, "depth_multiplier": 2}, (2, 4, 5, 2)),
    )

    def check(self) -> None:
        check_windows(self)
        require_positive(self, "filters", "depth_multiplier")

    def check_input(self, input_shape: Shape) -> None:
        require_rank(self, input_shape, 4, "(batch, height, width, channels)")

    def build(self, input_shape: Shape) -> None:
        size, channels = every_axis(self.kernel_size, 2), input_shape[-1]
        between = channels * self.depth_multiplier
        self.depthwise_kernel = self.weight_as_set(
            "depthwise", (*size, channels, self.depth_multiplier), "depthwise_kernel"
        )
        self.pointwise_kernel = self.weight_as_set(
            "pointwise", (1, 1, between, self.filters), "pointwise_kernel"
        )
        maps = (self.filters,)
        self.bias = self.weight_as_set("bias", maps) if self.use_bias else None

    def call(self, inputs: Tensor) -> Tensor:
        outputs = separable_conv(
            inputs,
            self.depthwise_kernel,
            self.pointwise_kernel,
            strides=self.strides,
            padding=self.padding,
            dilation_rate=self.dilation_rate,
        )
        if self.bias is not None:
            outputs = outputs + self.bias
        return activate(outputs, self.activation)
