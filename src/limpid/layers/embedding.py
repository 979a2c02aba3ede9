from dataclasses import dataclass
from typing import Any

from limpid.graph.arithmetic import astype
from limpid.graph.dtypes import is_float
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.ops.take import take
from limpid.settings import require_positive


@dataclass(eq=False, repr=False)
class Embedding(Layer):
    """A learned vector for each number.

    Args:
        input_dim: How many numbers there are: 0 to input_dim - 1.
        output_dim: The vectors' length.
        embeddings_initializer: How they start.
        embeddings_regularizer: A penalty on them.
        embeddings_constraint: Applied after each update.
        mask_zero: Whether 0 is padding, which layers behind this one pass over.

    Shapes: inputs (batch, ...), integers; embeddings (input_dim, output_dim); outputs
        (batch, ..., output_dim).

    Raises:
        DataError: A number is out of range.
    """

    input_dim: int
    output_dim: int
    embeddings_initializer: Any = "uniform"
    embeddings_regularizer: Any = None
    embeddings_constraint: Any = None
    mask_zero: bool = False

    takes_integers = True

    supports_masking = True

    EXAMPLES = (
        ({"input_dim": 5, "output_dim": 2}, (2, 3)),
        ({"input_dim": 5, "output_dim": 2, "mask_zero": True}, (2, 3)),
    )

    def check(self) -> None:
        require_positive(self, "input_dim", "output_dim")

    def build(self, input_shape: Shape) -> None:  # noqa: ARG002 - whatever its shape
        shape = (self.input_dim, self.output_dim)
        self.embeddings = self.weight_as_set("embeddings", shape)

    def compute_mask(self, inputs: Tensor, previous_mask: Any) -> Tensor | None:
        """Return where the numbers are no padding."""
        del previous_mask
        return inputs != 0 if self.mask_zero else None

    def call(self, inputs: Tensor) -> Tensor:
        numbers = astype(inputs, "int64") if is_float(inputs.dtype) else inputs
        return take(self.embeddings, numbers, axis=0)
