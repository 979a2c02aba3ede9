from dataclasses import dataclass
from typing import Any

from limpid.constraints.constraint import Constraint
from limpid.graph.tensor import Tensor
from limpid.ops.relu import relu


@dataclass(eq=False)
class NonNeg(Constraint):
    """Set negative weights to zero."""

    def __call__(self, w: Any) -> Tensor:
        """Return the weight without its negative values."""
        return relu(w)
