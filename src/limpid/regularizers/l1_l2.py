from dataclasses import dataclass
from typing import Any

from limpid.graph.arithmetic import sum
from limpid.graph.tensor import Tensor
from limpid.ops.abs import abs
from limpid.ops.square import square
from limpid.regularizers.regularizer import Regularizer


@dataclass(eq=False)
class L1L2(Regularizer):
    """l1 * sum(abs(x)) + l2 * sum(x**2), the elastic net."""

    l1: float = 0.0
    l2: float = 0.0

    def __call__(self, x: Any) -> Tensor:
        """Return the penalty."""
        return sum(abs(x)) * self.l1 + sum(square(x)) * self.l2
