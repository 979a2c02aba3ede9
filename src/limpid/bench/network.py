"""Networks as every library can read them: layers by Keras's names, and their weights.

Pictures are channels last. What has an activation applies it itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from math import prod
from typing import Any, Literal

import numpy as np

Shape = tuple[int, ...]
Weights = list[Any]


@dataclass(frozen=True)
class Layer:
    """What makes examples of one shape into examples of another."""

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape of an example behind the layer."""
        return shape

    def weights(self, shape: Shape, random: np.random.Generator) -> Weights:
        """Return the first weights, in Keras's order."""
        del shape, random
        return []

    def __repr__(self) -> str:
        """Return the call that makes the layer; what is as usual is left out."""
        settings = (f for f in fields(self) if getattr(self, f.name) != f.default)
        words = (f"{f.name}={getattr(self, f.name)!r}" for f in settings)
        return f"{type(self).__name__}({', '.join(words)})"


@dataclass(frozen=True, repr=False)
class Dense(Layer):
    """A full connection."""

    units: int
    activation: str | None = None

    def output_shape(self, shape: Shape) -> Shape:
        return (*shape[:-1], self.units)

    def weights(self, shape: Shape, random: np.random.Generator) -> Weights:
        return [_glorot((shape[-1], self.units), random), _zeros(self.units)]


@dataclass(frozen=True, repr=False)
class Conv(Layer):
    """A convolution with as many zeros around as `padding` says.

    All axes have the same kernel size, stride and padding.
    """

    filters: int
    kernel_size: int
    strides: int = 1
    padding: int = 0
    activation: str | None = None
    use_bias: bool = True

    def output_shape(self, shape: Shape) -> Shape:
        lost = self.kernel_size - 2 * self.padding
        sizes = ((n - lost) // self.strides + 1 for n in shape[:-1])
        return (*sizes, self.filters)

    def weights(self, shape: Shape, random: np.random.Generator) -> Weights:
        window = [self.kernel_size] * (len(shape) - 1)
        kernel = _glorot((*window, shape[-1], self.filters), random)
        return [kernel, _zeros(self.filters)] if self.use_bias else [kernel]


@dataclass(frozen=True, repr=False)
class Conv1D(Conv):
    """A convolution over steps."""


@dataclass(frozen=True, repr=False)
class Conv2D(Conv):
    """A convolution over pictures."""


@dataclass(frozen=True, repr=False)
class Pool(Layer):
    """Windows that do not overlap, each made one number."""

    pool_size: int = 2

    def output_shape(self, shape: Shape) -> Shape:
        return (*(n // self.pool_size for n in shape[:-1]), shape[-1])


@dataclass(frozen=True, repr=False)
class MaxPooling2D(Pool):
    """The largest of each window."""


@dataclass(frozen=True, repr=False)
class AveragePooling2D(Pool):
    """The mean of each window."""


@dataclass(frozen=True, repr=False)
class GlobalPool(Layer):
    """Each channel made one number."""

    def output_shape(self, shape: Shape) -> Shape:
        return shape[-1:]


@dataclass(frozen=True, repr=False)
class GlobalMaxPooling1D(GlobalPool):
    """The largest of all steps."""


@dataclass(frozen=True, repr=False)
class GlobalAveragePooling2D(GlobalPool):
    """The mean of each map."""


@dataclass(frozen=True, repr=False)
class Flatten(Layer):
    """Each example made a row."""

    def output_shape(self, shape: Shape) -> Shape:
        return (prod(shape),)


@dataclass(frozen=True, repr=False)
class Activation(Layer):
    """An activation alone."""

    activation: str


@dataclass(frozen=True, repr=False)
class BatchNormalization(Layer):
    """Keras's: momentum 0.99, epsilon 0.001."""

    def weights(self, shape: Shape, random: np.random.Generator) -> Weights:
        del random
        count = shape[-1]
        return [_zeros(count) + 1, _zeros(count), _zeros(count), _zeros(count) + 1]


@dataclass(frozen=True, repr=False)
class Embedding(Layer):
    """A vector for each number."""

    input_dim: int
    output_dim: int

    def output_shape(self, shape: Shape) -> Shape:
        return (*shape, self.output_dim)

    def weights(self, shape: Shape, random: np.random.Generator) -> Weights:
        del shape
        return [_uniform((self.input_dim, self.output_dim), 0.05, random)]


@dataclass(frozen=True, repr=False)
class LSTM(Layer):
    """A long short-term memory that returns every step; gates i, f, c, o."""

    units: int
    return_sequences: Literal[True] = True

    def output_shape(self, shape: Shape) -> Shape:
        return (shape[0], self.units)

    def weights(self, shape: Shape, random: np.random.Generator) -> Weights:
        width = 4 * self.units
        kernels = [_glorot((n, width), random) for n in (shape[-1], self.units)]
        return [*kernels, _zeros(width)]


@dataclass(frozen=True, repr=False)
class Subsampling(Layer):
    """A residual net's shortcut without weights: every other pixel, new maps zero."""

    filters: int

    def output_shape(self, shape: Shape) -> Shape:
        return (-(-shape[0] // 2), -(-shape[1] // 2), self.filters)


@dataclass(frozen=True, repr=False)
class Residual(Layer):
    """What the body makes of the input, plus what the shortcut makes of it."""

    body: tuple[Layer, ...]
    shortcut: tuple[Layer, ...] = ()

    def output_shape(self, shape: Shape) -> Shape:
        return output_shape(self.body, shape)


@dataclass(frozen=True, repr=False)
class Branches(Layer):
    """Several paths from one input, joined along the last axis."""

    paths: tuple[tuple[Layer, ...], ...]

    def output_shape(self, shape: Shape) -> Shape:
        ends = [output_shape(path, shape) for path in self.paths]
        return (*ends[0][:-1], sum(end[-1] for end in ends))


Network = tuple[Layer, ...]


def output_shape(layers: Iterable[Layer], shape: Shape) -> Shape:
    """Return the shape of an example behind the layers."""
    for layer in layers:
        shape = layer.output_shape(shape)
    return shape


def weights(
    layers: Iterable[Layer], shape: Shape, random: np.random.Generator
) -> list[Weights]:
    """Return the first weights of each layer, those inside others in their order."""
    found = []
    for layer in layers:
        for path in parts(layer):
            found += weights(path, shape, random)
        if not parts(layer):
            found.append(layer.weights(shape, random))
        shape = layer.output_shape(shape)
    return found


def parts(layer: Layer) -> tuple[Network, ...]:
    """Return the paths that lie inside a layer."""
    match layer:
        case Residual(body, shortcut):
            return (body, shortcut)
        case Branches(paths):
            return paths
    return ()


def flat(layers: Iterable[Layer]) -> list[Layer]:
    """Return the layers in the order of their weights, those inside others too."""
    return [
        inner
        for layer in layers
        for inner in (
            [one for path in parts(layer) for one in flat(path)]
            if parts(layer)
            else [layer]
        )
    ]


def shapes(layers: Network, shape: Shape) -> list[Shape]:
    """Return the shape of an example before each layer, and behind the last."""
    return [output_shape(layers[:count], shape) for count in range(len(layers) + 1)]


def _glorot(shape: Shape, random: np.random.Generator) -> Any:
    window = prod(shape[:-2])
    return _uniform(shape, (6 / (window * (shape[-2] + shape[-1]))) ** 0.5, random)


def _uniform(shape: Shape, limit: float, random: np.random.Generator) -> Any:
    return random.uniform(-limit, limit, shape).astype(np.float32)


def _zeros(count: int) -> Any:
    return np.zeros(count, np.float32)
