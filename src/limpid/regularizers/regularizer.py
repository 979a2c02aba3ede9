"""Regularizer: the abstract base."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.settings import Settings


@dataclass(eq=False)
class Regularizer(Settings):
    """A penalty on a weight."""

    @abstractmethod
    def __call__(self, x: Any) -> Tensor:
        """Return the penalty, one number."""
