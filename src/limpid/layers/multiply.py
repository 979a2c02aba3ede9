from dataclasses import dataclass
from typing import Any

from limpid.graph import arithmetic
from limpid.graph.tensor import Tensor
from limpid.layers._merge import Merge


@dataclass(eq=False, repr=False)
class Multiply(Merge):
    """The product of several inputs, elementwise."""

    EXAMPLES = (({}, [(2, 3), (2, 3), (2, 1)]),)

    def join(self, x: Tensor, y: Tensor) -> Tensor:
        return arithmetic.multiply(x, y)


def multiply(inputs: Any, **settings: Any) -> Any:
    """Return the product of several inputs, elementwise, as `Multiply` does."""
    return Multiply(**settings)(inputs)
