from collections.abc import Sequence
from typing import Any

from limpid.errors import ShapeError
from limpid.graph.arithmetic import pair, reshape
from limpid.graph.deferred import deferrable
from limpid.graph.tensor import Tensor
from limpid.ops.conv import conv


@deferrable
def depthwise_conv(
    inputs: Any,
    kernel: Any,
    strides: int | Sequence[int] = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: int | Sequence[int] = 1,
) -> Tensor:
    """Return each channel's cross-correlation with kernels of its own.

    Shapes: inputs (batch, *spatial, channels), kernel (*size, channels, multiplier);
    the result has channels * multiplier channels.

    Raises:
        ShapeError: The kernel has another number of channels.
        ConfigError: A setting is unknown or not positive.
    """
    x, k = pair(inputs, kernel)
    if x.shape[-1] != k.shape[-2]:
        raise ShapeError(
            f"depthwise_conv: a kernel for {k.shape[-2]} channels got {x.shape[-1]}."
        )
    # As many groups as channels: each has one input channel.
    grouped = reshape(k, (*k.shape[:-2], 1, k.shape[-2] * k.shape[-1]))
    return conv(x, grouped, strides, padding, data_format, dilation_rate)
