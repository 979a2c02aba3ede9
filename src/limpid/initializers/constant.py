from dataclasses import dataclass
from typing import Any

import numpy as np

from limpid.graph.dtypes import as_dtype
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.initializers.initializer import Initializer


@dataclass(eq=False)
class Constant(Initializer):
    """The same value everywhere (or an array of the weight's shape)."""

    value: Any = 0.0

    def __call__(self, shape: Shape, dtype: Any = None) -> Tensor:
        """Return the value, broadcast to the shape."""
        return Tensor.make(np.full(shape, self.value, as_dtype(dtype)))


# Keras writes both.
constant = Constant
