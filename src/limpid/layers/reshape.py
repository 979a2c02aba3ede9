from dataclasses import dataclass

from limpid.graph import arithmetic
from limpid.graph.shapes import resolve_reshape
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer


@dataclass(eq=False, repr=False)
class Reshape(Layer):
    """Each example in another shape.

    Args:
        target_shape: Without the batch; one size may be -1.

    Raises:
        ShapeError: The numbers of elements differ.
    """

    target_shape: tuple[int, ...]

    EXAMPLES = (
        ({"target_shape": (4, 3)}, (2, 3, 4)),
        ({"target_shape": (-1, 2)}, (2, 6)),
    )

    def call(self, inputs: Tensor) -> Tensor:
        """Return the reshaped examples."""
        target = resolve_reshape(inputs.shape[1:], tuple(self.target_shape))
        return arithmetic.reshape(inputs, (inputs.shape[0], *target))
