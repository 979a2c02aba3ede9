from dataclasses import dataclass

from limpid.graph.tensor import Tensor
from limpid.layers._global_pooling import GlobalPooling
from limpid.ops.max import max


@dataclass(eq=False, repr=False)
class GlobalMaxPooling2D(GlobalPooling):
    """The largest element of each map.

    Args:
        data_format: 'channels_last', the only one.
        keepdims: Whether height and width stay, as axes of size 1.

    Shapes: inputs (batch, height, width, channels); outputs (batch, channels).
    """

    spatial_ndim = 2

    EXAMPLES = (({}, (2, 4, 3, 2)),)

    def call(self, inputs: Tensor) -> Tensor:
        return max(inputs, axis=self.axes, keepdims=self.keepdims)
