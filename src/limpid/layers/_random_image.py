"""Layers that change images at random while training: what they share."""

from abc import abstractmethod
from typing import Any

from limpid.errors import ConfigError
from limpid.graph.arithmetic import as_float
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer, require_rank
from limpid.ops.conv import channels_last
from limpid.ops.resample import BORDERS, INTERPOLATIONS, require_mode, resample
from limpid.random.seed_generator import SeedGenerator
from limpid.random.uniform import uniform


class RandomImage(Layer):
    """Base of layers that change images while training, each example otherwise.

    A subclass checks its settings, calls this class's check, and defines `change`.
    """

    seed: int | None
    data_format: str | None = None

    def check(self) -> None:
        channels_last(self.data_format)
        self.seed_generator = SeedGenerator(self.seed)

    def check_input(self, input_shape: Shape) -> None:
        require_rank(self, input_shape, 4, "(batch, height, width, channels)")

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        images = as_float(inputs)
        return self.change(images) if training else images

    @abstractmethod
    def change(self, images: Tensor) -> Tensor:
        """Return the images as training sees them."""

    def draw(
        self, images: Tensor, *intervals: tuple[float, float]
    ) -> tuple[Tensor, ...]:
        """Return one number (batch,) for each example from each interval."""
        shape = (len(intervals), images.shape[0])
        draws = uniform(shape, dtype=images.dtype, seed=self.seed_generator)
        pairs = enumerate(intervals)
        return tuple(draws[i] * (high - low) + low for i, (low, high) in pairs)


class RandomWarp(RandomImage):
    """Base of layers that move pixels; a subclass says where each is found."""

    fill_mode: str
    interpolation: str
    fill_value: float

    def check(self) -> None:
        require_mode("fill_mode", self.fill_mode, BORDERS)
        require_mode("interpolation", self.interpolation, INTERPOLATIONS)
        super().check()

    def change(self, images: Tensor) -> Tensor:
        at = self.coordinates(images)
        return resample(images, at, self.fill_mode, self.interpolation, self.fill_value)

    @abstractmethod
    def coordinates(self, images: Tensor) -> Tensor:
        """Return where each pixel of the result is found: (batch, 2, height, width)."""


def interval(
    owner: Any, name: str, low: float = -1.0, high: float = 1.0
) -> tuple[float, float]:
    """Return the interval that a setting means: (a, b), or a number for (-a, a).

    Args:
        owner: The layer whose setting it is.
        name: The setting's name.
        low, high: The bounds; an interval from a number does not pass the lower one.

    Raises:
        ConfigError: The setting is neither, or out of bounds.
    """
    value = getattr(owner, name)
    number = isinstance(value, (int, float))
    pair = (max(-abs(value), low), abs(value)) if number else value
    plain = isinstance(pair, (list, tuple)) and len(pair) == 2
    if not plain or not all(
        isinstance(n, (int, float)) and low <= n <= high for n in pair
    ):
        raise ConfigError(
            f"{type(owner).__name__}({name}={value!r}): expected a number or a pair "
            f"(lower, upper) between {low:g} and {high:g}."
        )
    return min(pair), max(pair)
