from dataclasses import dataclass

from limpid.graph.tensor import Tensor
from limpid.layers._pooling import Pooling
from limpid.ops.max_pool import max_pool


@dataclass(eq=False, repr=False)
class MaxPooling1D(Pooling):
    """The largest element of each window, channel by channel.

    Args:
        pool_size: The window's size, for all axes or each.
        strides: The step between windows; the window's size by default.
        padding: 'valid' or 'same'.
        data_format: 'channels_last', the only one.

    Shapes: inputs (batch, steps, channels).
    """

    spatial_ndim = 1

    EXAMPLES = (({"pool_size": 2}, (2, 6, 3)),)

    def call(self, inputs: Tensor) -> Tensor:
        """Return the pooled maps."""
        return max_pool(inputs, self.pool_size, self.strides, self.padding)
