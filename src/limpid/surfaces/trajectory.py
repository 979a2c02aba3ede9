from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

# What optimizers call their running direction and their running size of gradients.
_VELOCITY = ("velocity", "momentum", "m")
_SCALE = ("v", "mean_square", "accumulator", "gradients", "u")


@dataclass(frozen=True, eq=False)
class Trajectory:
    """The way of an optimizer over a surface.

    Attributes:
        positions: x and y before the first step and after each: (steps + 1, 2).
        heights: The surface's there: (steps + 1,).
        gradients: The surface's there: (steps + 1, 2).
        rates: The learning rate of each step: (steps,).
        states: What the optimizer keeps, by its name for it: (steps + 1, 2) each, zeros
            before the first step.
        diverged: Whether it left for infinity, which ends the record early.
    """

    positions: Numbers
    heights: Numbers
    gradients: Numbers
    rates: Numbers
    states: dict[str, Numbers]
    diverged: bool

    @property
    def changes(self) -> Numbers:
        """What each step added to the position: (steps, 2)."""
        return np.diff(self.positions, axis=0)

    @property
    def velocity(self) -> Numbers | None:
        """The optimizer's running direction; None if it keeps none."""
        return self._first(_VELOCITY)

    @property
    def scale(self) -> Numbers | None:
        """The optimizer's running size of squared gradients; None if it keeps none."""
        return self._first(_SCALE)

    @property
    def effective_rates(self) -> Numbers:
        """How far each coordinate went per unit of its gradient: (steps, 2).

        NaN where the gradient was 0.
        """
        slopes = self.gradients[:-1]
        known = slopes != 0
        return np.where(known, -self.changes / np.where(known, slopes, 1), np.nan)

    def _first(self, names: tuple[str, ...]) -> Numbers | None:
        return next((self.states[n] for n in names if n in self.states), None)
