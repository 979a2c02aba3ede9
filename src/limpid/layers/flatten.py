from dataclasses import dataclass

from limpid.graph.arithmetic import reshape
from limpid.graph.shapes import product
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.ops.conv import channels_last


@dataclass(eq=False, repr=False)
class Flatten(Layer):
    """Each example as one vector: (batch, ...) to (batch, features)."""

    data_format: str | None = None

    EXAMPLES = (({}, (2, 3, 4)),)

    def check(self) -> None:
        """Refuse other layouts."""
        channels_last(self.data_format)

    def call(self, inputs: Tensor) -> Tensor:
        """Return the flat examples."""
        return reshape(inputs, (inputs.shape[0], product(inputs.shape[1:])))
