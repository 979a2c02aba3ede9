from dataclasses import dataclass
from typing import Any

from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.initializers.initializer import Initializer
from limpid.initializers.variance_scaling import VarianceScaling


@dataclass(eq=False)
class HeNormal(Initializer):
    """Truncated normal values of variance 2 / fan_in.

    Source: He et al. 2015, arXiv:1502.01852.
    """

    seed: int | None = None

    def __call__(self, shape: Shape, dtype: Any = None) -> Tensor:
        """Draw a value."""
        scaling = VarianceScaling(2.0, "fan_in", "truncated_normal", self.seed)
        return scaling(shape, dtype)


# Keras writes both.
he_normal = HeNormal
