from dataclasses import dataclass
from math import pi
from typing import Any

from limpid.errors import ConfigError
from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.cos import cos
from limpid.ops.floor import floor
from limpid.ops.log import log
from limpid.schedules.learning_rate_schedule import LearningRateSchedule
from limpid.settings import require_positive


@dataclass(eq=False)
class CosineDecayRestarts(LearningRateSchedule):
    """Half a cosine from the top down, again and again, each time longer.

    Args:
        initial_learning_rate: The first top.
        first_decay_steps: How long the first fall takes.
        t_mul: The factor from one fall's length to the next.
        m_mul: The factor from one top to the next.
        alpha: The lowest rate as a share of the first top.
        name: Shown in logs.

    Source: Loshchilov & Hutter 2016, arXiv:1608.03983.
    """

    initial_learning_rate: float
    first_decay_steps: int
    t_mul: float = 2.0
    m_mul: float = 1.0
    alpha: float = 0.0
    name: str = "CosineDecayRestarts"

    def check(self) -> None:
        require_positive(self, "first_decay_steps")
        if self.t_mul < 1:
            raise ConfigError(
                f"CosineDecayRestarts(t_mul={self.t_mul}): expected >= 1."
            )

    def __call__(self, step: Any) -> Tensor:
        """Return the learning rate at a step."""
        share = as_float(step) / self.first_decay_steps
        restarts, share = self._place(share)
        top = self.m_mul**restarts
        wave = (cos(share * pi) + 1) * 0.5 * top
        return (wave * (1 - self.alpha) + self.alpha) * self.initial_learning_rate

    def _place(self, share: Tensor) -> tuple[Tensor, Tensor]:
        """Return how many falls are over, and how much of the present one."""
        if self.t_mul == 1.0:
            restarts = floor(share)
            return restarts, share - restarts
        # Falls have lengths 1, t, t**2, ...: n of them take (1 - t**n) / (1 - t).
        restarts = floor(log(1 - share * (1 - self.t_mul)) / log(self.t_mul))
        over = (1 - self.t_mul**restarts) / (1 - self.t_mul)
        return restarts, (share - over) / self.t_mul**restarts
