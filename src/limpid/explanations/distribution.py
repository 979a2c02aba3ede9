from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Distribution:
    """How numbers are spread: a histogram and what sums it up.

    Attributes:
        counts: How many numbers each bin holds: (bins,).
        edges: Between the bins: (bins + 1,).
        mean: Of the finite numbers; NaN if there are none.
        deviation: Their standard deviation.
        zeros: The share of all numbers that are exactly 0.
        not_finite: How many are infinite or NaN.
    """

    counts: NDArray[np.intp]
    edges: NDArray[np.float64]
    mean: float
    deviation: float
    zeros: float
    not_finite: int


def _range(numbers: Any, bins: int) -> tuple[float, float]:
    """Return from where to where the bins go; wider than numbers all but equal."""
    if not numbers.size:
        return 0.0, 1.0
    low, high = float(numbers.min()), float(numbers.max())
    if np.all(np.diff(np.linspace(low, high, bins + 1)) > 0):
        return low, high
    return low - 0.5, high + 0.5


def distribution(numbers: Any, bins: int = 40) -> Distribution:
    """Return how numbers are spread.

    Example:
        >>> distribution([0.0, 0.0, 1.0, 3.0], bins=3).counts.tolist()
        [2, 1, 1]
    """
    values = np.asarray(numbers, np.float64).ravel()
    finite = values[np.isfinite(values)]
    counts, edges = np.histogram(finite, bins, _range(finite, bins))
    return Distribution(
        counts=counts,
        edges=edges,
        mean=float(finite.mean()) if finite.size else np.nan,
        deviation=float(finite.std()) if finite.size else np.nan,
        zeros=float(np.mean(values == 0)) if values.size else 0.0,
        not_finite=int(values.size - finite.size),
    )
