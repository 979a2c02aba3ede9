from dataclasses import dataclass
from typing import Any

from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.initializers.initializer import Initializer
from limpid.initializers.variance_scaling import VarianceScaling


@dataclass(eq=False)
class GlorotNormal(Initializer):
    """Truncated normal values of variance 1 / fan_avg.

    Source: Glorot & Bengio 2010.
    """

    seed: int | None = None

    def __call__(self, shape: Shape, dtype: Any = None) -> Tensor:
        """Draw a value."""
        scaling = VarianceScaling(1.0, "fan_avg", "truncated_normal", self.seed)
        return scaling(shape, dtype)


# Keras writes both.
glorot_normal = GlorotNormal
