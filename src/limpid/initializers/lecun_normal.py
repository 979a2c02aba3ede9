from dataclasses import dataclass
from typing import Any

from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.initializers.initializer import Initializer
from limpid.initializers.variance_scaling import VarianceScaling


@dataclass(eq=False)
class LecunNormal(Initializer):
    """Truncated normal values of variance 1 / fan_in.

    Source: LeCun et al. 1998, "Efficient BackProp".
    """

    seed: int | None = None

    def __call__(self, shape: Shape, dtype: Any = None) -> Tensor:
        """Draw a value."""
        scaling = VarianceScaling(1.0, "fan_in", "truncated_normal", self.seed)
        return scaling(shape, dtype)


# Keras writes both.
lecun_normal = LecunNormal
