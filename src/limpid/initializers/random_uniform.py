from dataclasses import dataclass
from typing import Any

from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.initializers.initializer import Initializer
from limpid.random.uniform import uniform


@dataclass(eq=False)
class RandomUniform(Initializer):
    """Uniform between minval and maxval."""

    minval: float = -0.05
    maxval: float = 0.05
    seed: int | None = None

    aliases = ("uniform",)

    def __call__(self, shape: Shape, dtype: Any = None) -> Tensor:
        """Draw a value."""
        return uniform(shape, self.minval, self.maxval, dtype, self.seed)


# Keras writes both.
random_uniform = RandomUniform
