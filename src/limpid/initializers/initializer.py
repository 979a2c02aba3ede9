"""Initializer: the abstract base."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.settings import Settings


@dataclass(eq=False)
class Initializer(Settings):
    """Draws the first value of a weight."""

    @abstractmethod
    def __call__(self, shape: Shape, dtype: Any = None) -> Tensor:
        """Return a value of the shape and type."""
