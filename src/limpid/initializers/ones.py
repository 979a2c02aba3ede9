from dataclasses import dataclass
from typing import Any

import numpy as np

from limpid.graph.dtypes import as_dtype
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.initializers.initializer import Initializer


@dataclass(eq=False)
class Ones(Initializer):
    """One everywhere."""

    def __call__(self, shape: Shape, dtype: Any = None) -> Tensor:
        """Return ones."""
        return Tensor.make(np.ones(shape, as_dtype(dtype)))


# Keras writes both.
ones = Ones
