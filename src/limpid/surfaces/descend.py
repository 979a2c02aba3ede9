from typing import Any

from limpid.errors import ConfigError
from limpid.surfaces.descent import Descent
from limpid.surfaces.surface import Surface
from limpid.surfaces.trajectory import Trajectory


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
    walk = Descent(surface, optimizer, start)
    walk.advance_to(steps)
    return walk.trajectory()
