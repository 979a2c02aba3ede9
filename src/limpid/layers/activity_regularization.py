from dataclasses import dataclass

from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.regularizers.l1_l2 import L1L2


@dataclass(eq=False, repr=False)
class ActivityRegularization(Layer):
    """Inputs as they are, with a penalty on them, per example.

    Args:
        l1: Factor of the sum of absolute values.
        l2: Factor of the sum of squares.
    """

    l1: float = 0.0
    l2: float = 0.0

    supports_masking = True

    EXAMPLES = (({"l1": 0.1, "l2": 0.2}, (2, 3)),)

    def call(self, inputs: Tensor) -> Tensor:
        self.add_loss(L1L2(self.l1, self.l2)(inputs) / inputs.shape[0])
        return inputs
