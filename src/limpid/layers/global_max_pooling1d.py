from dataclasses import dataclass

from limpid.graph.tensor import Tensor
from limpid.layers._global_pooling import GlobalPooling
from limpid.ops.max import max


@dataclass(eq=False, repr=False)
class GlobalMaxPooling1D(GlobalPooling):
    """The largest element of each channel over all steps.

    Args:
        data_format: 'channels_last', the only one.
        keepdims: Whether the steps stay, as an axis of size 1.

    Shapes: inputs (batch, steps, channels); outputs (batch, channels).
    """

    spatial_ndim = 1

    EXAMPLES = (({}, (2, 4, 3)),)

    def call(self, inputs: Tensor) -> Tensor:
        return max(inputs, axis=self.axes, keepdims=self.keepdims)
