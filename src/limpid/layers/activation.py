from dataclasses import dataclass
from typing import Any

from limpid.activations._activate import activate
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer


@dataclass(eq=False, repr=False)
class Activation(Layer):
    """An activation function as a layer.

    Args:
        activation: A name or a function.
    """

    activation: Any

    supports_masking = True

    EXAMPLES = (({"activation": "relu"}, (2, 3)), ({"activation": "softmax"}, (2, 3)))

    def call(self, inputs: Tensor) -> Tensor:
        """Return the activations."""
        return activate(inputs, self.activation)
