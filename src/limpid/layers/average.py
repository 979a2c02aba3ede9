from dataclasses import dataclass
from typing import Any

from limpid.graph import arithmetic
from limpid.graph.tensor import Tensor
from limpid.layers._merge import Merge


@dataclass(eq=False, repr=False)
class Average(Merge):
    """The mean of several inputs, elementwise."""

    EXAMPLES = (({}, [(2, 3), (2, 3), (2, 1)]),)

    def call(self, inputs: list[Tensor]) -> Tensor:
        return super().call(inputs) / len(inputs)

    def join(self, x: Tensor, y: Tensor) -> Tensor:
        return arithmetic.add(x, y)


def average(inputs: Any, **settings: Any) -> Any:
    """Return the mean of several inputs, elementwise, as `Average` does."""
    return Average(**settings)(inputs)
