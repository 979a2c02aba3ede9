from dataclasses import dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.layers._merge import require_several
from limpid.layers.layer import Layer
from limpid.ops.concat import concat


@dataclass(eq=False, repr=False)
class Concatenate(Layer):
    """Several inputs joined along an axis; their other sizes are equal.

    Args:
        axis: Along which.
    """

    axis: int = -1

    EXAMPLES = (({}, [(2, 3), (2, 1)]), ({"axis": 1}, [(2, 3, 2), (2, 1, 2)]))

    def check_input(self, input_shape: Any) -> None:
        require_several(self, input_shape)

    def call(self, inputs: list[Tensor]) -> Tensor:
        return concat(inputs, axis=self.axis)


def concatenate(inputs: Any, axis: int = -1, **settings: Any) -> Any:
    """Return several inputs joined along an axis, as `Concatenate` does."""
    return Concatenate(axis=axis, **settings)(inputs)
