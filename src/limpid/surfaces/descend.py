from collections.abc import Iterator
from typing import Any

import numpy as np

from limpid import catalog
from limpid.errors import ConfigError
from limpid.graph.gradient import gradients
from limpid.graph.tensor import Tensor
from limpid.graph.variable import Variable
from limpid.optimizers.optimizer import Optimizer
from limpid.surfaces.surface import Surface
from limpid.surfaces.trajectory import Numbers, Trajectory

# Farther from the origin than this nothing comes back.
_FAR = 1e9


def descend(
    surface: Surface, optimizer: Any, start: Any = None, steps: int = 100
) -> Trajectory:
    """Let an optimizer walk down a surface, and record its way.

    Args:
        surface: Any `Surface`.
        optimizer: A name or an optimizer, which is copied: it stays as it is.
        start: x and y; the surface's own start by default.
        steps: How many, unless it diverges before.

    Raises:
        ConfigError: The start is no pair of finite numbers, or there are no steps.

    Example:
        >>> from limpid.optimizers import SGD
        >>> from limpid.surfaces import bowl
        >>> descend(bowl, SGD(0.25), start=(1, -1), steps=2).positions.tolist()
        [[1.0, -1.0], [0.5, -0.5], [0.25, -0.25]]
    """
    if steps < 1:
        raise ConfigError(f"steps={steps} was given; expected 1 or more.")
    place = _checked(surface.start if start is None else start)
    position = Variable(place, dtype="float64")
    position.path = "position"
    walker = _copied(optimizer)
    walker.build([position])
    records = list(_walk(surface, walker, position, steps))
    if not records:
        raise ConfigError(f"The surface is not finite at {start}; start elsewhere.")
    places, heights, slopes, rates = (
        np.array(column) for column in zip(*(r[:4] for r in records), strict=True)
    )
    states = {
        name: np.array([record[4][name] for record in records])
        for name in records[0][4]
    }
    ended_early = len(records) < steps + 1
    return Trajectory(places, heights, slopes, rates[:-1], states, ended_early)


def _checked(start: Any) -> Numbers:
    place = np.array(start, np.float64)
    if place.shape != (2,) or not np.isfinite(place).all():
        raise ConfigError(f"start={start!r} was given; expected two finite numbers.")
    return place


def _copied(optimizer: Any) -> Optimizer:
    found = catalog.resolve("optimizers", optimizer)
    copy: Optimizer = type(found).from_config(found.get_config())
    return copy


Record = tuple[Numbers, float, Numbers, float, dict[str, Numbers]]


def _walk(
    surface: Surface, walker: Optimizer, position: Variable, steps: int
) -> Iterator[Record]:
    """Yield place, height, gradient, rate and states, before and after each step."""
    for step in range(steps + 1):
        place = position.numpy()
        height, slope = _look(surface, place)
        if not np.isfinite([height, *slope]).all() or np.abs(place).max() > _FAR:
            return
        states = {n: v.numpy() for n, v in walker.states["position"].items()}
        yield place, height, slope, float(walker.current_rate()), states
        if step < steps:
            walker.apply([slope], [position])


def _look(surface: Surface, place: Numbers) -> tuple[float, Numbers]:
    x, y = (Tensor(number) for number in place)
    with np.errstate(all="ignore"):
        height = surface(x, y)
        found = gradients(height, [x, y])
    return height.item(), np.array([slope.item() for slope in found])
