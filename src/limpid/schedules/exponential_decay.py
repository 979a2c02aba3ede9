from dataclasses import dataclass
from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.floor import floor
from limpid.schedules.learning_rate_schedule import LearningRateSchedule


@dataclass(eq=False)
class ExponentialDecay(LearningRateSchedule):
    """initial_learning_rate * decay_rate ** (step / decay_steps).

    Args:
        initial_learning_rate: The rate at step 0.
        decay_steps: After so many steps the rate has been multiplied by decay_rate.
        decay_rate: The factor.
        staircase: Whether to fall in steps instead of smoothly.
        name: Shown in logs.
    """

    initial_learning_rate: float
    decay_steps: int
    decay_rate: float
    staircase: bool = False
    name: str = "ExponentialDecay"

    def __call__(self, step: Any) -> Tensor:
        """Return the learning rate at a step."""
        periods = as_float(step) / self.decay_steps
        if self.staircase:
            periods = floor(periods)
        return self.decay_rate**periods * self.initial_learning_rate
