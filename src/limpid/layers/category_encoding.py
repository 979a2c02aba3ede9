from dataclasses import dataclass
from typing import Any

from limpid.errors import ConfigError, nearest
from limpid.graph.arithmetic import astype, sum
from limpid.graph.dtypes import is_float
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.ops.minimum import minimum
from limpid.ops.one_hot import one_hot
from limpid.settings import require_positive

MODES = ("multi_hot", "one_hot", "count")


@dataclass(eq=False, repr=False)
class CategoryEncoding(Layer):
    """Category numbers as vectors.

    Args:
        num_tokens: The number of categories; others give zeros.
        output_mode: 'one_hot' (a vector for each number), 'multi_hot' (one for each
            example: which numbers occur) or 'count' (how often).

    Shapes: inputs (batch, numbers); outputs (batch, num_tokens), for 'one_hot' of
        several numbers (batch, numbers, num_tokens).
    """

    num_tokens: int
    output_mode: str = "multi_hot"

    takes_integers = True

    EXAMPLES = (
        ({"num_tokens": 4}, (2, 3)),
        ({"num_tokens": 4, "output_mode": "one_hot"}, (2, 1)),
    )

    def check(self) -> None:
        require_positive(self, "num_tokens")
        if self.output_mode not in MODES:
            raise ConfigError(
                f"CategoryEncoding(output_mode={self.output_mode!r}) is unknown; "
                f"{nearest(self.output_mode, MODES)}."
            )

    def call(self, inputs: Any) -> Tensor:
        numbers = astype(inputs, "int64") if is_float(inputs.dtype) else inputs
        hot = one_hot(numbers, self.num_tokens, dtype=self.dtype)
        if self.output_mode == "one_hot":
            return hot[..., 0, :] if inputs.shape[1:] == (1,) else hot
        counts = sum(hot, axis=-2) if len(inputs.shape) > 1 else hot
        return counts if self.output_mode == "count" else minimum(counts, 1.0)
