from dataclasses import dataclass

from limpid.graph.shapes import Shape, normalize_axes
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.ops.mean import mean
from limpid.ops.sqrt import sqrt
from limpid.ops.square import square


@dataclass(eq=False, repr=False)
class RMSNormalization(Layer):
    """Divide each example by the root mean square of its features, then scale.

    y = x / sqrt(mean(x**2) + epsilon) * scale

    Args:
        axis: The features' axes.
        epsilon: Added to the mean square; has the unit of x squared.

    Source: Zhang & Sennrich 2019, arXiv:1910.07467.
    """

    axis: int | tuple[int, ...] = -1
    epsilon: float = 1e-6

    supports_masking = True

    EXAMPLES = (({}, (2, 4)), ({"axis": 1}, (3, 2, 4)))

    def build(self, input_shape: Shape) -> None:
        axes = sorted(normalize_axes(self.axis, len(input_shape)))
        shape = tuple(input_shape[axis] for axis in axes)
        self.scale = self.add_weight(shape, "ones", name="scale")

    def call(self, inputs: Tensor) -> Tensor:
        axes = normalize_axes(self.axis, len(inputs.shape))
        along = tuple(n if i in axes else 1 for i, n in enumerate(inputs.shape))
        squares = mean(square(inputs), axis=axes, keepdims=True)
        return inputs / sqrt(squares + self.epsilon) * self.scale.reshape(along)
