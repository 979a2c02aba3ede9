from dataclasses import dataclass
from typing import Any

from limpid.activations._activate import activate
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers._conv import check_windows
from limpid.layers.layer import Layer, require_rank
from limpid.ops.conv import every_axis
from limpid.ops.conv_transpose import conv_transpose
from limpid.settings import require_positive


@dataclass(eq=False, repr=False)
class Conv2DTranspose(Layer):
    """Convolution backwards: each input element lays down a kernel.

    Args:
        filters: The number of feature maps.
        kernel_size: The kernel's size, for both axes or each.
        strides: The step between kernels laid down.
        padding: 'valid', or 'same' for outputs strides times as large.
        output_padding: Rows and columns added at the end.
        data_format: 'channels_last', the only one.
        dilation_rate: The step between the elements of a kernel.
        activation: Applied to the result.
        use_bias: Whether to add a bias.

    The other settings are those of Dense.

    Shapes: inputs (batch, height, width, channels); kernel (*size, filters, channels).

    Source: Zeiler et al. 2010, "Deconvolutional networks".
    """

    filters: int
    kernel_size: int | tuple[int, int]
    strides: int | tuple[int, int] = (1, 1)
    padding: str = "valid"
    output_padding: int | tuple[int, int] | None = None
    data_format: str | None = None
    dilation_rate: int | tuple[int, int] = (1, 1)
    activation: Any = None
    use_bias: bool = True
    kernel_initializer: Any = "glorot_uniform"
    bias_initializer: Any = "zeros"
    kernel_regularizer: Any = None
    bias_regularizer: Any = None
    kernel_constraint: Any = None
    bias_constraint: Any = None

    EXAMPLES = (
        ({"filters": 2, "kernel_size": 3, "strides": 2}, (2, 3, 2, 3)),
        (
            {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same"},
            (2, 3, 2, 3),
        ),
    )

    def check(self) -> None:
        check_windows(self)
        require_positive(self, "filters")

    def check_input(self, input_shape: Shape) -> None:
        require_rank(self, input_shape, 4, "(batch, height, width, channels)")

    def build(self, input_shape: Shape) -> None:
        size, maps = every_axis(self.kernel_size, 2), (self.filters,)
        self.kernel = self.weight_as_set("kernel", (*size, *maps, input_shape[-1]))
        self.bias = self.weight_as_set("bias", maps) if self.use_bias else None

    def call(self, inputs: Tensor) -> Tensor:
        outputs = conv_transpose(
            inputs,
            self.kernel,
            strides=self.strides,
            padding=self.padding,
            output_padding=self.output_padding,
            dilation_rate=self.dilation_rate,
        )
        if self.bias is not None:
            outputs = outputs + self.bias
        return activate(outputs, self.activation)
