from dataclasses import dataclass
from typing import Any

from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.ops.relu import relu


@dataclass(eq=False, repr=False)
class PReLU(Layer):
    """x where positive, else alpha * x, with alpha learned.

    Args:
        alpha_initializer: How alpha starts.
        alpha_regularizer: A penalty on it.
        alpha_constraint: Applied after each update.
        shared_axes: Axes along which one alpha serves, such as (1, 2) for images.

    Shapes: alpha as one example, 1 along the shared axes.

    Source: He et al. 2015, arXiv:1502.01852, eq. 1.
    """

    alpha_initializer: Any = "zeros"
    alpha_regularizer: Any = None
    alpha_constraint: Any = None
    shared_axes: int | tuple[int, ...] | None = None

    supports_masking = True

    EXAMPLES = (
        ({"alpha_initializer": "ones"}, (2, 3)),
        ({"shared_axes": (1, 2)}, (2, 3, 4, 2)),
    )

    def build(self, input_shape: Shape) -> None:
        axes = self.shared_axes or ()
        shared = (axes,) if isinstance(axes, int) else axes
        sizes = enumerate(input_shape[1:], start=1)
        shape = tuple(1 if axis in shared else size for axis, size in sizes)
        self.alpha = self.weight_as_set("alpha", shape)

    def call(self, inputs: Tensor) -> Tensor:
        return relu(inputs) - self.alpha * relu(-inputs)
