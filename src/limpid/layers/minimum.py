from dataclasses import dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.layers._merge import Merge
from limpid.ops.minimum import minimum as smaller


@dataclass(eq=False, repr=False)
class Minimum(Merge):
    """The smallest of several inputs, elementwise."""

    EXAMPLES = (({}, [(2, 3), (2, 3), (2, 1)]),)

    def join(self, x: Tensor, y: Tensor) -> Tensor:
        return smaller(x, y)


def minimum(inputs: Any, **settings: Any) -> Any:
    """Return the smallest of several inputs, elementwise, as `Minimum` does."""
    return Minimum(**settings)(inputs)
