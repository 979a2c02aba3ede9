from dataclasses import dataclass
from typing import Any

from limpid.graph.arithmetic import sum
from limpid.graph.tensor import Tensor
from limpid.ops.abs import abs
from limpid.regularizers.regularizer import Regularizer


@dataclass(eq=False)
class L1(Regularizer):
    """l1 * sum(abs(x)): drives small weights to zero."""

    l1: float = 0.01

    def __call__(self, x: Any) -> Tensor:
        """Return the penalty."""
        return sum(abs(x)) * self.l1


# Keras writes both.
l1 = L1
