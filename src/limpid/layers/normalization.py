from dataclasses import dataclass
from typing import Any

import numpy as np

from limpid.errors import ConfigError, DataError, ShapeError
from limpid.graph.arithmetic import as_float
from limpid.graph.shapes import Shape, normalize_axes, product
from limpid.graph.tensor import Tensor
from limpid.graph.variable import Variable
from limpid.initializers.constant import Constant
from limpid.layers.layer import Layer
from limpid.ops.maximum import maximum
from limpid.ops.sqrt import sqrt

# Keras's guard against a standard deviation of zero.
EPSILON = 1e-7


@dataclass(eq=False, repr=False)
class Normalization(Layer):
    """(inputs - mean) / standard deviation, feature by feature, fixed before training.

    Args:
        axis: The features' axes; None for one mean and variance of everything.
        mean, variance: Known ones; otherwise `adapt` finds them in data.
        invert: Whether to do the opposite.

    Shapes: mean and variance have the sizes of the axes.

    Example:
        >>> layer = Normalization()
        >>> layer.adapt([[0.0], [4.0]])
        >>> layer([[4.0], [2.0]])
        Tensor([[1.],
                [0.]])
    """

    axis: int | tuple[int, ...] | None = -1
    mean: Any = None
    variance: Any = None
    invert: bool = False

    supports_masking = True

    EXAMPLES = (
        ({}, (2, 3)),
        ({"mean": 1.0, "variance": 4.0, "invert": True}, (2, 3)),
        ({"axis": None}, (2, 3)),
    )

    def check(self) -> None:
        if (self.mean is None) != (self.variance is None):
            raise ConfigError("Normalization takes both mean and variance, or neither.")

    def build(self, input_shape: Shape) -> None:
        self.axes = self._axes(len(input_shape))
        self.features = tuple(input_shape[axis] for axis in self.axes)
        self.adapted_mean = self._statistic("mean", self.mean, "zeros")
        self.adapted_variance = self._statistic("variance", self.variance, "ones")

    def _axes(self, ndim: int) -> Shape:
        axes = () if self.axis is None else normalize_axes(self.axis, ndim)
        if 0 in axes:
            raise ConfigError(
                f"{self!r}: axis 0 is the batch; name axes of one example."
            )
        return tuple(sorted(axes))

    def _statistic(self, name: str, known: Any, otherwise: str) -> Variable:
        start = (
            otherwise
            if known is None
            else Constant(np.broadcast_to(known, self.features))
        )
        return self.add_weight(self.features, start, trainable=False, name=name)

    def adapt(self, data: Any) -> None:
        """Set mean and variance to those of the data.

        Raises:
            DataError: The data are empty or not finite.
            ShapeError: They do not have the shape the layer was built for.
        """
        array = np.asarray(data, self.dtype)
        if not array.size or not np.isfinite(array).all():
            raise DataError(
                f"{self!r} cannot adapt to data that are empty or hold NaN or infinite "
                "numbers; remove those first."
            )
        self.ensure_built((Tensor(array),))
        if tuple(array.shape[axis] for axis in self.axes) != self.features:
            raise ShapeError(
                f"{self!r} was built for {self.features} features; got data of shape "
                f"{array.shape}."
            )
        others = tuple(i for i in range(array.ndim) if i not in self.axes)
        exact = array.astype(np.float64)
        self.adapted_mean.assign(exact.mean(axis=others))
        self.adapted_variance.assign(exact.var(axis=others))
        self.mean, self.variance = (
            self.adapted_mean.numpy(),
            self.adapted_variance.numpy(),
        )

    def call(self, inputs: Tensor) -> Tensor:
        x = as_float(inputs)
        along = tuple(n if i in self.axes else 1 for i, n in enumerate(x.shape))
        if product(along) != product(self.features):
            raise ShapeError(
                f"{self!r} was built for {self.features} features; got input of shape "
                f"{x.shape}."
            )
        center = self.adapted_mean.reshape(along)
        spread = maximum(sqrt(self.adapted_variance), EPSILON).reshape(along)
        return x * spread + center if self.invert else (x - center) / spread
