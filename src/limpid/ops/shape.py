from typing import Any

from limpid.graph.shapes import Shape
from limpid.graph.tensor import as_tensor


def shape(x: Any) -> Shape:
    """Return the sizes of x's axes, by Keras's name."""
    return as_tensor(x).shape
