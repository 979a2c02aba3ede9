from dataclasses import dataclass
from typing import Any

import numpy as np

from limpid.errors import ShapeError
from limpid.graph.dtypes import as_dtype
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.initializers.initializer import Initializer


@dataclass(eq=False)
class Identity(Initializer):
    """The identity matrix times gain."""

    gain: float = 1.0

    def __call__(self, shape: Shape, dtype: Any = None) -> Tensor:
        if len(shape) != 2:
            raise ShapeError(
                f"The initializer Identity makes matrices; got shape {tuple(shape)}."
            )
        return Tensor.make((np.eye(*shape) * self.gain).astype(as_dtype(dtype)))


# Keras writes both.
identity = Identity
