from collections.abc import Sequence
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.ops.conv import conv
from limpid.ops.depthwise_conv import depthwise_conv


def separable_conv(
    inputs: Any,
    depthwise_kernel: Any,
    pointwise_kernel: Any,
    strides: int | Sequence[int] = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: int | Sequence[int] = 1,
) -> Tensor:
    """Return a convolution in two parts: in space by channel, then across channels.

    Shapes: depthwise kernel (*size, channels, multiplier), pointwise kernel
    (1, ..., channels * multiplier, filters).

    Raises:
        ShapeError: A kernel does not fit.
        ConfigError: A setting is unknown or not positive.
    """
    between = depthwise_conv(
        inputs, depthwise_kernel, strides, padding, data_format, dilation_rate
    )
    return conv(between, pointwise_kernel, 1, "valid", data_format)
