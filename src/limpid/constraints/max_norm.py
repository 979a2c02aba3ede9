from dataclasses import dataclass
from typing import Any

from limpid.constraints.constraint import Constraint
from limpid.graph.arithmetic import sum
from limpid.graph.tensor import Tensor
from limpid.ops.clip import clip
from limpid.ops.sqrt import sqrt
from limpid.ops.square import square


@dataclass(eq=False)
class MaxNorm(Constraint):
    """Scale down vectors along the axis whose Euclidean norm exceeds max_value.

    Source: Srivastava et al. 2014, section 5.1.
    """

    max_value: float = 2.0
    axis: int | tuple[int, ...] = 0

    def __call__(self, w: Any) -> Tensor:
        """Return the weight within the limit."""
        norms = sqrt(sum(square(w), axis=self.axis, keepdims=True))
        # Keras's guard against a norm of zero.
        return w * (clip(norms, 0.0, self.max_value) / (norms + 1e-7))  # type: ignore[no-any-return]
