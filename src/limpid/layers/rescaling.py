from dataclasses import dataclass

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer


@dataclass(eq=False, repr=False)
class Rescaling(Layer):
    """inputs * scale + offset: such as 1 / 255 for pixels.

    Args:
        scale: The factor.
        offset: What is added after.
    """

    scale: float
    offset: float = 0.0

    supports_masking = True

    EXAMPLES = (({"scale": 1 / 255, "offset": -0.5}, (2, 3, 3, 1)),)

    def call(self, inputs: Tensor) -> Tensor:
        """Return the scaled inputs."""
        return as_float(inputs) * self.scale + self.offset
