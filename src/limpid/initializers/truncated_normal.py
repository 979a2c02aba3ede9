from dataclasses import dataclass
from typing import Any

from limpid import random
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.initializers.initializer import Initializer


@dataclass(eq=False)
class TruncatedNormal(Initializer):
    """Normal; values beyond two standard deviations are drawn again."""

    mean: float = 0.0
    stddev: float = 0.05
    seed: int | None = None

    def __call__(self, shape: Shape, dtype: Any = None) -> Tensor:
        return random.truncated_normal(shape, self.mean, self.stddev, dtype, self.seed)


# Keras writes both.
truncated_normal = TruncatedNormal
