from dataclasses import dataclass
from typing import Any

from limpid.errors import ShapeError
from limpid.graph.arithmetic import reshape
from limpid.graph.shapes import Shape, normalize_axis
from limpid.graph.tensor import Tensor
from limpid.graph.variable import Variable
from limpid.layers.layer import Layer
from limpid.ops.mean import mean
from limpid.ops.sqrt import sqrt
from limpid.ops.square import square


@dataclass(eq=False, repr=False)
class BatchNormalization(Layer):
    """Normalize each feature over the batch, then scale and shift.

    y = (x - mean) / sqrt(variance + epsilon) * gamma + beta

    While training, mean and (biased) variance are the batch's, and running averages
    follow them: average * momentum + batch's * (1 - momentum). Otherwise the running
    averages are used. A batch of one example normalizes to beta.

    Args:
        axis: The features' axis.
        momentum: How slowly the running averages follow.
        epsilon: Added to the variance; has the unit of x squared.
        center, scale: Whether there is a beta, a gamma.
        beta_initializer, gamma_initializer: How they start.
        moving_mean_initializer, moving_variance_initializer: Likewise.
        beta_regularizer, gamma_regularizer: Penalties.
        beta_constraint, gamma_constraint: Applied after each update.

    Source: Ioffe & Szegedy 2015, arXiv:1502.03167.
    """

    axis: int = -1
    momentum: float = 0.99
    epsilon: float = 1e-3
    center: bool = True
    scale: bool = True
    beta_initializer: Any = "zeros"
    gamma_initializer: Any = "ones"
    moving_mean_initializer: Any = "zeros"
    moving_variance_initializer: Any = "ones"
    beta_regularizer: Any = None
    gamma_regularizer: Any = None
    beta_constraint: Any = None
    gamma_constraint: Any = None

    supports_masking = True

    EXAMPLES = (
        ({}, (4, 3)),
        ({"momentum": 0.5}, (2, 3, 3, 2)),
        ({"axis": 1}, (3, 2, 4)),
    )

    def check_input(self, input_shape: Shape) -> None:
        """Refuse inputs without a feature axis."""
        if len(input_shape) < 2:
            raise ShapeError(
                f"{self!r} got input of shape {tuple(input_shape)}; "
                "expected (batch, ..., features)."
            )

    def build(self, input_shape: Shape) -> None:
        shape = (input_shape[normalize_axis(self.axis, len(input_shape))],)
        self.gamma = self.weight_as_set("gamma", shape) if self.scale else None
        self.beta = self.weight_as_set("beta", shape) if self.center else None
        self.moving_mean = self._average("moving_mean", shape)
        self.moving_variance = self._average("moving_variance", shape)

    def _average(self, name: str, shape: Shape) -> Variable:
        start = getattr(self, f"{name}_initializer")
        return self.add_weight(shape, start, trainable=False, name=name)

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        """Return the normalized inputs; while training, follow the statistics."""
        axis = normalize_axis(self.axis, len(inputs.shape))
        others = tuple(i for i in range(len(inputs.shape)) if i != axis)
        along = tuple(n if i == axis else 1 for i, n in enumerate(inputs.shape))
        if training and self.trainable:
            center = mean(inputs, axis=others)
            centered = inputs - reshape(center, along)
            variance = mean(square(centered), axis=others)
            self._follow(self.moving_mean, center)
            self._follow(self.moving_variance, variance)
        else:
            centered = inputs - reshape(self.moving_mean, along)
            variance = self.moving_variance.read()
        scale = 1.0 / sqrt(variance + self.epsilon)
        if self.gamma is not None:
            scale = scale * self.gamma
        outputs = centered * reshape(scale, along)
        return outputs if self.beta is None else outputs + reshape(self.beta, along)

    def _follow(self, average: Variable, value: Tensor) -> None:
        average.assign(average * self.momentum + value * (1 - self.momentum))
