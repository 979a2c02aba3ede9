"""Constraint: the abstract base."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.settings import Settings


@dataclass(eq=False)
class Constraint(Settings):
    """Brings a weight back within limits after each update."""

    @abstractmethod
    def __call__(self, w: Any) -> Tensor:
        """Return the weight within the limits."""
