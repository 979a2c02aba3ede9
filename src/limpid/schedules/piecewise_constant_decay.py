from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from limpid.errors import ConfigError
from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.where import where
from limpid.schedules.learning_rate_schedule import LearningRateSchedule


@dataclass(eq=False)
class PiecewiseConstantDecay(LearningRateSchedule):
    """One rate up to each boundary, the next one beyond it.

    Args:
        boundaries: The last steps of each rate but the last, rising.
        values: The rates: one more than boundaries.
        name: Shown in logs.

    Example:
        >>> rate = PiecewiseConstantDecay([10, 20], [1.0, 0.5, 0.25])
        >>> [float(rate(step)) for step in (10, 11, 21)]
        [1.0, 0.5, 0.25]
    """

    boundaries: Sequence[float]
    values: Sequence[float]
    name: str = "PiecewiseConstantDecay"

    def check(self) -> None:
        bounds = list(self.boundaries)
        if len(self.values) != len(bounds) + 1 or bounds != sorted(bounds):
            raise ConfigError(
                f"PiecewiseConstantDecay got boundaries={bounds} and "
                f"values={list(self.values)}; expected rising boundaries and one value "
                "more than those."
            )

    def __call__(self, step: Any) -> Tensor:
        """Return the learning rate at a step."""
        step, rate = as_float(step), as_float(float(self.values[-1]))
        pairs = zip(self.boundaries, self.values, strict=False)
        for boundary, value in reversed(list(pairs)):
            rate = where(step <= float(boundary), float(value), rate)
        return rate
