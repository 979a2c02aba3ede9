from dataclasses import dataclass

from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.ops.elu import elu


@dataclass(eq=False, repr=False)
class ELU(Layer):
    """x where positive, else alpha * (exp(x) - 1).

    Args:
        alpha: Minus the least output.

    Source: Clevert, Unterthiner & Hochreiter 2015, arXiv:1511.07289.
    """

    alpha: float = 1.0

    supports_masking = True

    EXAMPLES = (({"alpha": 0.5}, (2, 3)),)

    def call(self, inputs: Tensor) -> Tensor:
        return elu(inputs, self.alpha)
