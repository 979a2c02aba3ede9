from dataclasses import dataclass

from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.ops.l2_normalize import l2_normalize


@dataclass(eq=False, repr=False)
class UnitNormalization(Layer):
    """Each vector scaled to length 1.

    Args:
        axis: The axes of a vector.
    """

    axis: int | tuple[int, ...] = -1

    supports_masking = True

    EXAMPLES = (({}, (2, 3)), ({"axis": (1, 2)}, (2, 3, 2)))

    def call(self, inputs: Tensor) -> Tensor:
        return l2_normalize(inputs, axis=self.axis)
