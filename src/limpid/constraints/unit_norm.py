from dataclasses import dataclass
from typing import Any

from limpid.constraints.constraint import Constraint
from limpid.graph.arithmetic import sum
from limpid.graph.tensor import Tensor
from limpid.ops.sqrt import sqrt
from limpid.ops.square import square


@dataclass(eq=False)
class UnitNorm(Constraint):
    """Scale vectors along the axis to Euclidean norm 1."""

    axis: int | tuple[int, ...] = 0

    def __call__(self, w: Any) -> Tensor:
        # Keras's guard against a norm of zero.
        return w / (sqrt(sum(square(w), axis=self.axis, keepdims=True)) + 1e-7)  # type: ignore[no-any-return]
