"""An axis of a chart: its range, its round ticks, and where a value lies on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

__all__ = ["Axis", "ticks"]


@dataclass(frozen=True)
class Axis:
    """Maps values from `low` to `high` to places from `start` to `end`.

    Args:
        low, high: The range of the values.
        start, end: Places in the units of the drawing; end may lie before start.
    """

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Return where a value lies.

        Example:
            >>> Axis(0, 10, 100, 200).place(5)
            150.0
        """
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 2)

    def ticks(self, count: int = 5) -> list[float]:
        """Return about so many round values within the range."""
        return ticks(self.low, self.high, count)


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Return about `count` round values from low to high.

    Example:
        >>> ticks(0.0, 1.0)
        [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    """
    step = _round_step((high - low) / count)
    digits = max(0, -floor(log10(step)))
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [round(i * step, digits) for i in range(first, last + 1)]


def _round_step(rough: float) -> float:
    """Return the 1, 2 or 5 times a power of ten that comes next."""
    power = 10.0 ** floor(log10(rough))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= rough * (1 - 1e-9))


def spread(values: Sequence[float]) -> tuple[float, float]:
    """Return a range that holds the values and has some width."""
    low, high = min(values), max(values)
    margin = (high - low) * 0.05 or abs(high) * 0.1 or 1.0
    return low - margin, high + margin
