from dataclasses import dataclass

from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.ops.leaky_relu import leaky_relu


@dataclass(eq=False, repr=False)
class LeakyReLU(Layer):
    """x where positive, else negative_slope * x.

    Args:
        negative_slope: Of negative inputs.

    Source: Maas, Hannun & Ng 2013. Keras's slope is 0.3 in the layer, 0.2 in the
    function.
    """

    negative_slope: float = 0.3

    supports_masking = True

    EXAMPLES = (({}, (2, 3)),)

    def call(self, inputs: Tensor) -> Tensor:
        return leaky_relu(inputs, self.negative_slope)
