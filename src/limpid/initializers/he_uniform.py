from dataclasses import dataclass
from typing import Any

from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.initializers.initializer import Initializer
from limpid.initializers.variance_scaling import VarianceScaling


@dataclass(eq=False)
class HeUniform(Initializer):
    """Uniform values of variance 2 / fan_in.

    Source: He et al. 2015, arXiv:1502.01852.
    """

    seed: int | None = None

    def __call__(self, shape: Shape, dtype: Any = None) -> Tensor:
        """Draw a value."""
        scaling = VarianceScaling(2.0, "fan_in", "uniform", self.seed)
        return scaling(shape, dtype)


# Keras writes both.
he_uniform = HeUniform
