from dataclasses import dataclass
from typing import Any

from limpid.errors import ShapeError
from limpid.graph import arithmetic
from limpid.graph.tensor import Tensor
from limpid.layers._merge import Merge


@dataclass(eq=False, repr=False)
class Subtract(Merge):
    """The first of two inputs minus the second."""

    EXAMPLES = (({}, [(2, 3), (2, 3)]),)

    def check_input(self, input_shape: Any) -> None:
        super().check_input(input_shape)
        if len(input_shape) != 2:
            raise ShapeError(f"{self!r} got {len(input_shape)} inputs; expected two.")

    def join(self, x: Tensor, y: Tensor) -> Tensor:
        return arithmetic.subtract(x, y)


def subtract(inputs: Any, **settings: Any) -> Any:
    """Return the first of two inputs minus the second, as `Subtract` does."""
    return Subtract(**settings)(inputs)
