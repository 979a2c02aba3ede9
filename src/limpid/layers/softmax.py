from dataclasses import dataclass

from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.ops.softmax import softmax


@dataclass(eq=False, repr=False)
class Softmax(Layer):
    """Probabilities from scores: exp(x) / sum(exp(x)) along an axis.

    Args:
        axis: Along which they sum to 1.
    """

    axis: int = -1

    supports_masking = True

    EXAMPLES = (({}, (2, 3)), ({"axis": 1}, (2, 3, 2)))

    def call(self, inputs: Tensor) -> Tensor:
        return softmax(inputs, axis=self.axis)
