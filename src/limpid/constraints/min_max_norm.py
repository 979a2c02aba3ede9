from dataclasses import dataclass
from typing import Any

from limpid.constraints.constraint import Constraint
from limpid.graph.arithmetic import sum
from limpid.graph.tensor import Tensor
from limpid.ops.clip import clip
from limpid.ops.sqrt import sqrt
from limpid.ops.square import square


@dataclass(eq=False)
class MinMaxNorm(Constraint):
    """Bring the norms of vectors along the axis between two values.

    Args:
        min_value, max_value: The least and the greatest norm.
        rate: Which part of the way to go at each update.
        axis: Along which the vectors lie.
    """

    min_value: float = 0.0
    max_value: float = 1.0
    rate: float = 1.0
    axis: int | tuple[int, ...] = 0

    def __call__(self, w: Any) -> Tensor:
        norms = sqrt(sum(square(w), axis=self.axis, keepdims=True))
        inside = clip(norms, self.min_value, self.max_value)
        desired = inside * self.rate + norms * (1 - self.rate)
        # Keras's guard against a norm of zero.
        return w * (desired / (norms + 1e-7))  # type: ignore[no-any-return]
