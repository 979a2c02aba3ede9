"""The surface of a race: its heights over the window, its shape at a place."""

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid import surfaces
from limpid.errors import ConfigError
from limpid.graph.gradient import gradients
from limpid.graph.tensor import Tensor
from limpid.studio.messages import Picture
from limpid.studio.screens._activation_explorer_functions import check_names
from limpid.studio.screens._optimizer_race_state import Curve
from limpid.surfaces import Surface

Array = NDArray[Any]

PIXELS = 96
CURVE_POINTS = 241
# Second derivatives smaller than this count as flat.
FLAT = 1e-9


def surface_of(settings: Any) -> Surface:
    """Return the chosen surface, or the typed one.

    Raises:
        ConfigError: The typed formula is none of x and y.
    """
    if settings.surface != "own":
        found: Surface = getattr(surfaces, settings.surface)
        return found
    check_names(settings.formula, ("x", "y"))
    r = float(settings.reach)
    return Surface(
        settings.formula, (-0.7 * r, 0.6 * r), (-r, r, -r, r), (), "Your own"
    )


def picture(surface: Surface) -> Picture:
    """Return the heights over the window, from the upper left, as logarithms.

    Raises:
        ConfigError: The surface is nowhere a finite number.
    """
    left, right, bottom, top = surface.window
    share = (np.arange(PIXELS) + 0.5) / PIXELS
    x, y = np.meshgrid(left + share * (right - left), top - share * (top - bottom))
    with np.errstate(all="ignore"):
        heights = np.broadcast_to(surface(x, y).numpy(), x.shape).astype(np.float64)
    finite = heights[np.isfinite(heights)]
    if not finite.size:
        raise ConfigError(f"{surface.formula!r} is nowhere a finite number.")
    low = finite.min()
    # A valley's floor and its walls differ by powers of ten.
    scale = max(np.median(finite) - low, 1e-300) / 10
    levels = np.log1p(
        (np.where(np.isfinite(heights), heights, finite.max()) - low) / scale
    )
    return Picture(levels[None], 0.0, max(float(levels.max()), 1e-9))


def curve_of(surface: Surface) -> Curve | None:
    """Return a surface's curve over the window; None if it is of y too."""
    if "y" in re.findall(r"\w+", surface.formula):
        return None
    x = np.linspace(*surface.window[:2], CURVE_POINTS)
    with np.errstate(all="ignore"):
        heights = np.broadcast_to(surface(x, x).numpy(), x.shape)
    return Curve(x, heights.astype(np.float64))


def curvature(surface: Surface, place: Array) -> tuple[float, float]:
    """Return the eigenvalues of the second derivatives at a place, the lower first."""
    x, y = (Tensor(np.float64(number)) for number in place)
    with np.errstate(all="ignore"):
        first = gradients(surface(x, y), [x, y])
        rows = [[float(g.item()) for g in gradients(f, [x, y])] for f in first]
    if not np.isfinite(rows).all():
        return (np.nan, np.nan)
    low, high = np.linalg.eigvalsh(np.array(rows))
    return float(low), float(high)


def in_words(curved: tuple[float, float]) -> str:
    """Return what second derivatives say of a place."""
    low, high = curved
    if not np.isfinite(low):
        return "The second derivatives are not finite here."
    if max(abs(low), abs(high)) < FLAT:
        return "Flat here: the second derivatives say nothing."
    if low > FLAT:
        return "Curved upwards all around, as at a minimum."
    if high < -FLAT:
        return "Curved downwards all around, as at a maximum."
    if low < -FLAT and high > FLAT:
        return "Curved upwards one way and downwards the other, as at a saddle."
    way = "upwards" if high > FLAT else "downwards"
    return f"Curved {way} one way and straight the other."
