from dataclasses import dataclass
from math import pi
from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.cos import cos
from limpid.ops.minimum import minimum
from limpid.ops.where import where
from limpid.schedules.learning_rate_schedule import LearningRateSchedule


@dataclass(eq=False)
class CosineDecay(LearningRateSchedule):
    """Half a cosine from the initial rate down to alpha times it.

    Args:
        initial_learning_rate: Where the cosine (or the warm-up) starts.
        decay_steps: How long the fall takes.
        alpha: The final rate as a share of the highest.
        name: Shown in logs.
        warmup_target: With a warm-up, the rate it rises to linearly.
        warmup_steps: How long the warm-up takes.

    Source: Loshchilov & Hutter 2016, arXiv:1608.03983, without restarts.
    """

    initial_learning_rate: float
    decay_steps: int
    alpha: float = 0.0
    name: str = "CosineDecay"
    warmup_target: float | None = None
    warmup_steps: int = 0

    def __call__(self, step: Any) -> Tensor:
        """Return the learning rate at a step."""
        step = as_float(step)
        top = self.warmup_target
        if top is None:
            return self._fall(self.initial_learning_rate, step)
        share = step / max(self.warmup_steps, 1)
        rise = share * (top - self.initial_learning_rate) + self.initial_learning_rate
        fall = self._fall(top, step - self.warmup_steps)
        return where(step < self.warmup_steps, rise, fall)

    def _fall(self, top: float, step: Tensor) -> Tensor:
        share = minimum(step, float(self.decay_steps)) / self.decay_steps
        wave = (cos(share * pi) + 1) * 0.5
        return (wave * (1 - self.alpha) + self.alpha) * top
