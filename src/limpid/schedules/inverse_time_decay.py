from dataclasses import dataclass
from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.floor import floor
from limpid.schedules.learning_rate_schedule import LearningRateSchedule
from limpid.settings import require_positive


@dataclass(eq=False)
class InverseTimeDecay(LearningRateSchedule):
    """initial_learning_rate / (1 + decay_rate * step / decay_steps).

    Args:
        initial_learning_rate: The rate at step 0.
        decay_steps: The unit of time.
        decay_rate: How much the divisor grows in that time.
        staircase: Whether to fall in steps instead of smoothly.
        name: Shown in logs.
    """

    initial_learning_rate: float
    decay_steps: int
    decay_rate: float
    staircase: bool = False
    name: str = "InverseTimeDecay"

    def check(self) -> None:
        require_positive(self, "decay_steps")

    def __call__(self, step: Any) -> Tensor:
        """Return the learning rate at a step."""
        periods = as_float(step) / self.decay_steps
        if self.staircase:
            periods = floor(periods)
        return self.initial_learning_rate / (1 + self.decay_rate * periods)
