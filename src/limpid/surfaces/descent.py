"""Descent: an optimizer's way down a surface, a few steps at a time."""

from functools import lru_cache
from typing import Any

import numpy as np

from limpid import catalog
from limpid.engines import Compiled
from limpid.errors import ConfigError
from limpid.graph.gradient import gradients
from limpid.graph.tensor import Tensor
from limpid.graph.variable import Variable
from limpid.optimizers.optimizer import Optimizer
from limpid.surfaces.surface import Surface
from limpid.surfaces.trajectory import Numbers, Trajectory

# Farther from the origin than this nothing comes back.
FAR = 1e9
KEPT_SURFACES = 16

Record = tuple[Numbers, float, Numbers, float, dict[str, Numbers]]


class Descent:
    """A walk under way.

    Args:
        surface: Any `Surface`.
        optimizer: A name or an optimizer, which is copied: it stays as it is.
        start: x and y; the surface's own start by default.

    Attributes:
        diverged: Whether it has left for infinity, where it stays.

    Raises:
        ConfigError: The start is no pair of finite numbers, or the surface is not
            finite there.

    Example:
        >>> from limpid.surfaces import bowl
        >>> walk = Descent(bowl, "sgd", start=(1, -1))
        >>> walk.advance_to(2)
        >>> len(walk.trajectory().positions)
        3
    """

    def __init__(self, surface: Surface, optimizer: Any, start: Any = None) -> None:
        """Stand at the start."""
        place = _checked(surface.start if start is None else start)
        self._position = Variable(place, dtype="float64")
        self._position.path = "position"
        self._walker = _copied(optimizer)
        self._walker.build([self._position])
        self._look = _looking(surface)
        self._update = Compiled(self._apply)
        self._records: list[Record] = []
        self.diverged = False
        if not self._record():
            raise ConfigError(
                f"The surface is not finite at {tuple(place.tolist())}; "
                "start elsewhere."
            )

    def advance_to(self, steps: int) -> None:
        """Go on until so many steps have been taken, or the walk has diverged."""
        while len(self._records) <= steps and not self.diverged:
            self._update(self._records[-1][2])
            self.diverged = not self._record()

    def trajectory(self, steps: int | None = None) -> Trajectory:
        """Return the way so far, or its first steps."""
        stop = len(self._records) if steps is None else steps + 1
        records = self._records[:stop]
        places, heights, slopes, rates = (
            np.array(column) for column in zip(*(r[:4] for r in records), strict=True)
        )
        states = {
            name: np.array([record[4][name] for record in records])
            for name in records[0][4]
        }
        left = self.diverged and stop >= len(self._records)
        return Trajectory(places, heights, slopes, rates[:-1], states, left)

    def _record(self) -> bool:
        """Note where it stands, unless something there is not finite."""
        place = self._position.numpy()
        height, slope = (np.asarray(found) for found in self._look(place))
        is_finite = np.isfinite(height) and np.isfinite(slope).all()
        if not is_finite or np.abs(place).max() > FAR:
            return False
        states = {n: v.numpy() for n, v in self._walker.states["position"].items()}
        rate = float(self._walker.current_rate())
        self._records.append((place, float(height), slope, rate, states))
        return True

    def _apply(self, slope: Tensor) -> Tensor:
        self._walker.apply([slope], [self._position])
        return slope


def _checked(start: Any) -> Numbers:
    place = np.array(start, np.float64)
    if place.shape != (2,) or not np.isfinite(place).all():
        raise ConfigError(f"start={start!r} was given; expected two finite numbers.")
    return place


def _copied(optimizer: Any) -> Optimizer:
    found = catalog.resolve("optimizers", optimizer)
    copy: Optimizer = type(found).from_config(found.get_config())
    return copy


@lru_cache(KEPT_SURFACES)
def _looking(surface: Surface) -> Compiled:
    """Return a program for the height and the gradient at a place."""

    def look(place: Tensor) -> tuple[Tensor, Tensor]:
        height = surface(place[0], place[1])
        return height, gradients(height, [place])[0]

    return Compiled(look)
