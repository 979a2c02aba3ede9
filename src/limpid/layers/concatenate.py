from dataclasses import dataclass
from typing import Any

from limpid.graph.arithmetic import broadcast_to, reshape
from limpid.graph.tensor import Tensor
from limpid.layers._merge import require_several
from limpid.layers.layer import Layer
from limpid.ops.any import any as any_of
from limpid.ops.concat import concat
from limpid.ops.ones import ones


@dataclass(eq=False, repr=False)
class Concatenate(Layer):
    """Several inputs joined along an axis; their other sizes are equal.

    Args:
        axis: Along which.
    """

    axis: int = -1

    supports_masking = True

    EXAMPLES = (({}, [(2, 3), (2, 1)]), ({"axis": 1}, [(2, 3, 2), (2, 1, 2)]))

    def check_input(self, input_shape: Any) -> None:
        require_several(self, input_shape)

    def compute_mask(self, inputs: list[Tensor], previous_mask: Any) -> Any:
        """Return where any feature counts."""
        if previous_mask is None:
            return None
        whole = [_whole(m, x) for m, x in zip(previous_mask, inputs, strict=True)]
        return any_of(concat(whole, axis=self.axis), axis=-1)

    def call(self, inputs: list[Tensor]) -> Tensor:
        return concat(inputs, axis=self.axis)


def _whole(mask: Tensor | None, x: Tensor) -> Tensor:
    """Return a mask of x's own shape."""
    if mask is None:
        return ones(x.shape, "bool")
    lacking = (1,) * (len(x.shape) - len(mask.shape))
    return broadcast_to(reshape(mask, (*mask.shape, *lacking)), x.shape)


def concatenate(inputs: Any, axis: int = -1, **settings: Any) -> Any:
    """Return several inputs joined along an axis, as `Concatenate` does."""
    return Concatenate(axis=axis, **settings)(inputs)
