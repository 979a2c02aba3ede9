from dataclasses import dataclass

from limpid.graph.tensor import Tensor
from limpid.layers._global_pooling import GlobalPooling
from limpid.ops.mean import mean


@dataclass(eq=False, repr=False)
class GlobalAveragePooling2D(GlobalPooling):
    """The mean of each map.

    Args:
        data_format: 'channels_last', the only one.
        keepdims: Whether height and width stay, as axes of size 1.

    Shapes: inputs (batch, height, width, channels); outputs (batch, channels).

    Source: Lin, Chen & Yan 2013, arXiv:1312.4400, section 3.2.
    """

    spatial_ndim = 2

    EXAMPLES = (({}, (2, 4, 3, 2)), ({"keepdims": True}, (2, 4, 3, 2)))

    def call(self, inputs: Tensor) -> Tensor:
        return mean(inputs, axis=self.axes, keepdims=self.keepdims)
