from dataclasses import dataclass
from typing import Any

from limpid.graph.shapes import Shape, normalize_axes
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.ops.mean import mean
from limpid.ops.sqrt import sqrt
from limpid.ops.square import square


@dataclass(eq=False, repr=False)
class LayerNormalization(Layer):
    """Normalize each example over its features, then scale and shift.

    y = (x - mean(x)) / sqrt(variance(x) + epsilon) * gamma + beta

    Args:
        axis: The features' axes.
        epsilon: Added to the variance; has the unit of x squared.
        center, scale: Whether there is a beta, a gamma.
        beta_initializer, gamma_initializer: How they start.
        beta_regularizer, gamma_regularizer: Penalties.
        beta_constraint, gamma_constraint: Applied after each update.

    Shapes: gamma and beta have the sizes of the axes.

    Source: Ba, Kiros & Hinton 2016, arXiv:1607.06450, eqs. 3 and 4. Differs: epsilon is
    inside the root.
    """

    axis: int | tuple[int, ...] = -1
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

    EXAMPLES = (({}, (2, 4)), ({"axis": (1, 2)}, (3, 2, 4)), ({"axis": 1}, (3, 2, 4)))

    def build(self, input_shape: Shape) -> None:
        axes = sorted(normalize_axes(self.axis, len(input_shape)))
        shape = tuple(input_shape[axis] for axis in axes)
        self.gamma = self.weight_as_set("gamma", shape) if self.scale else None
        self.beta = self.weight_as_set("beta", shape) if self.center else None

    def call(self, inputs: Tensor) -> Tensor:
        axes = normalize_axes(self.axis, len(inputs.shape))
        along = tuple(n if i in axes else 1 for i, n in enumerate(inputs.shape))
        centered = inputs - mean(inputs, axis=axes, keepdims=True)
        variance = mean(square(centered), axis=axes, keepdims=True)
        outputs = centered / sqrt(variance + self.epsilon)
        if self.gamma is not None:
            outputs = outputs * self.gamma.reshape(along)
        return outputs if self.beta is None else outputs + self.beta.reshape(along)
