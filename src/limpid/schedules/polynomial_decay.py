from dataclasses import dataclass
from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.ceil import ceil
from limpid.ops.maximum import maximum
from limpid.ops.minimum import minimum
from limpid.schedules.learning_rate_schedule import LearningRateSchedule
from limpid.settings import require_positive


@dataclass(eq=False)
class PolynomialDecay(LearningRateSchedule):
    """From one rate to another along a power of the time left.

    (initial - end) * (1 - step / decay_steps) ** power + end.

    Args:
        initial_learning_rate: The rate at step 0.
        decay_steps: How long the fall takes.
        end_learning_rate: The rate from then on.
        power: 1 for a straight line.
        cycle: Whether to fall again, over the next multiple of decay_steps.
        name: Shown in logs.
    """

    initial_learning_rate: float
    decay_steps: int
    end_learning_rate: float = 0.0001
    power: float = 1.0
    cycle: bool = False
    name: str = "PolynomialDecay"

    def check(self) -> None:
        require_positive(self, "decay_steps")

    def __call__(self, step: Any) -> Tensor:
        """Return the learning rate at a step."""
        step, length = as_float(step), float(self.decay_steps)
        if self.cycle:
            left = 1 - step / (maximum(ceil(step / length), 1.0) * length)
        else:
            left = 1 - minimum(step, length) / length
        fall = self.initial_learning_rate - self.end_learning_rate
        rate: Tensor = left**self.power * fall + self.end_learning_rate
        return rate
