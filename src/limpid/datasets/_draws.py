"""Numbers drawn from a seed alone: the same on every machine and NumPy version."""

import numpy as np
from numpy.typing import NDArray

from limpid.errors import ConfigError

Numbers = NDArray[np.float64]


class Draws:
    """A stream of random numbers, made of the raw words of a counter-based generator.

    The distributions of `numpy.random.Generator` change between NumPy's versions; raw
    words never do.
    """

    def __init__(self, seed: int) -> None:
        """Start the seed's stream."""
        if seed < 0:
            raise ConfigError(f"A seed of {seed!r} was given; expected 0, 1, 2, ….")
        self._bits = np.random.Philox(key=seed)

    def uniform(self, low: float, high: float, size: int) -> Numbers:
        """Return numbers spread evenly over [low, high)."""
        # 53 of 64 random bits make a double in [0, 1).
        unit = (self._bits.random_raw(size) >> 11) * 2.0**-53
        return np.asarray(low + (high - low) * unit)

    def normal(self, mean: float, variance: float, size: int) -> Numbers:
        """Return normally distributed numbers (Box & Muller 1958)."""
        # 1 minus a number in [0, 1) is never 0, whose logarithm is infinite.
        radius = np.sqrt(-2 * variance * np.log(1 - self.uniform(0, 1, size)))
        return np.asarray(mean + radius * np.cos(self.uniform(0, 2 * np.pi, size)))

    def order(self, size: int) -> NDArray[np.intp]:
        """Return the numbers below `size` in random order."""
        return np.argsort(self._bits.random_raw(size), kind="stable")
