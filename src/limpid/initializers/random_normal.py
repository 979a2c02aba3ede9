from dataclasses import dataclass
from typing import Any

from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.initializers.initializer import Initializer
from limpid.random.normal import normal


@dataclass(eq=False)
class RandomNormal(Initializer):
    """Normal with the given mean and standard deviation."""

    mean: float = 0.0
    stddev: float = 0.05
    seed: int | None = None

    aliases = ("normal",)

    def __call__(self, shape: Shape, dtype: Any = None) -> Tensor:
        """Draw a value."""
        return normal(shape, self.mean, self.stddev, dtype, self.seed)


# Keras writes both.
random_normal = RandomNormal
