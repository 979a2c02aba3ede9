"""LearningRateSchedule: the abstract base."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.settings import Settings


@dataclass(eq=False)
class LearningRateSchedule(Settings):
    """The learning rate as a function of the step, counted from 0."""

    @abstractmethod
    def __call__(self, step: Any) -> Tensor:
        """Return the learning rate at a step."""
