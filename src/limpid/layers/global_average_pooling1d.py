from dataclasses import dataclass

from limpid.graph.tensor import Tensor
from limpid.layers._global_pooling import GlobalPooling
from limpid.ops.mean import mean


@dataclass(eq=False, repr=False)
class GlobalAveragePooling1D(GlobalPooling):
    """The mean of each channel over all steps.

    Args:
        data_format: 'channels_last', the only one.
        keepdims: Whether the steps stay, as an axis of size 1.

    Shapes: inputs (batch, steps, channels); outputs (batch, channels).
    """

    spatial_ndim = 1

    EXAMPLES = (({}, (2, 4, 3)),)

    def call(self, inputs: Tensor) -> Tensor:
        return mean(inputs, axis=self.axes, keepdims=self.keepdims)
