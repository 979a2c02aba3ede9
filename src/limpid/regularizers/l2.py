from dataclasses import dataclass
from typing import Any

from limpid.graph.arithmetic import sum
from limpid.graph.tensor import Tensor
from limpid.ops.square import square
from limpid.regularizers.regularizer import Regularizer


@dataclass(eq=False)
class L2(Regularizer):
    """l2 * sum(x**2): spreads the load over many weights."""

    l2: float = 0.01

    def __call__(self, x: Any) -> Tensor:
        """Return the penalty."""
        return sum(square(x)) * self.l2


# Keras writes both.
l2 = L2
