from dataclasses import dataclass
from typing import Any

from limpid.errors import ConfigError, ShapeError
from limpid.graph.arithmetic import reshape
from limpid.graph.shapes import Shape, normalize_axis
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.ops.mean import mean
from limpid.ops.sqrt import sqrt
from limpid.ops.square import square


@dataclass(eq=False, repr=False)
class GroupNormalization(Layer):
    """Normalize each example over groups of channels, then scale and shift.

    y = (x - mean(x)) / sqrt(variance(x) + epsilon) * gamma + beta

    Args:
        groups: How many; -1 makes each channel its own (instance normalization), 1
            puts all into one.
        axis: The channels' axis.
        epsilon: Added to the variance; has the unit of x squared.
        center, scale: Whether there is a beta, a gamma.
        beta_initializer, gamma_initializer: How they start.
        beta_regularizer, gamma_regularizer: Penalties.
        beta_constraint, gamma_constraint: Applied after each update.

    Shapes: gamma and beta (channels,).

    Source: Wu & He 2018, arXiv:1803.08494.
    """

    groups: int = 32
    axis: int = -1
    epsilon: float = 1e-3
    center: bool = True
    scale: bool = True
    beta_initializer: Any = "zeros"
    gamma_initializer: Any = "ones"
    beta_regularizer: Any = None
    gamma_regularizer: Any = None
    beta_constraint: Any = None
    gamma_constraint: Any = None

    supports_masking = True

    EXAMPLES = (
        ({"groups": 2}, (2, 3, 3, 4)),
        ({"groups": -1}, (2, 5, 2)),
        ({"groups": 1, "axis": 1}, (2, 4, 3)),
    )

    def check(self) -> None:
        if self.groups != -1 and self.groups < 1:
            raise ConfigError(
                f"GroupNormalization(groups={self.groups!r}): expected a positive "
                "integer, or -1 for as many groups as channels."
            )

    def check_input(self, input_shape: Shape) -> None:
        channels = input_shape[normalize_axis(self.axis, len(input_shape))]
        if self.groups != -1 and channels % self.groups:
            raise ShapeError(
                f"{self!r}: {channels} channels do not divide into {self.groups} "
                "groups; choose a divisor."
            )

    def build(self, input_shape: Shape) -> None:
        shape = (input_shape[normalize_axis(self.axis, len(input_shape))],)
        self.gamma = self.weight_as_set("gamma", shape) if self.scale else None
        self.beta = self.weight_as_set("beta", shape) if self.center else None

    def call(self, inputs: Tensor) -> Tensor:
        axis = normalize_axis(self.axis, len(inputs.shape))
        channels = inputs.shape[axis]
        groups = channels if self.groups == -1 else self.groups
        before, after = inputs.shape[:axis], inputs.shape[axis + 1 :]
        grouped = reshape(inputs, (*before, groups, channels // groups, *after))
        others = tuple(i for i in range(1, len(grouped.shape)) if i != axis)
        centered = grouped - mean(grouped, axis=others, keepdims=True)
        variance = mean(square(centered), axis=others, keepdims=True)
        outputs = reshape(centered / sqrt(variance + self.epsilon), inputs.shape)
        along = tuple(n if i == axis else 1 for i, n in enumerate(inputs.shape))
        if self.gamma is not None:
            outputs = outputs * self.gamma.reshape(along)
        return outputs if self.beta is None else outputs + self.beta.reshape(along)
