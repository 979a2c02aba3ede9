from dataclasses import dataclass
from typing import Any

from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers._borders import borders
from limpid.layers.layer import Layer, require_rank
from limpid.ops.conv import channels_last
from limpid.ops.pad import pad


@dataclass(eq=False, repr=False)
class ZeroPadding2D(Layer):
    """Zeros around images.

    Args:
        padding: A number for all sides, (rows, columns), or
            ((top, bottom), (left, right)).
        data_format: 'channels_last', the only one.

    Shapes: inputs (batch, height, width, channels).
    """

    padding: Any = (1, 1)
    data_format: str | None = None

    EXAMPLES = (({}, (2, 3, 2, 1)), ({"padding": ((0, 2), (1, 0))}, (2, 3, 2, 1)))

    def check(self) -> None:
        borders(self, "padding", 2)
        channels_last(self.data_format)

    def check_input(self, input_shape: Shape) -> None:
        require_rank(self, input_shape, 4, "(batch, height, width, channels)")

    def call(self, inputs: Tensor) -> Tensor:
        return pad(inputs, ((0, 0), *borders(self, "padding", 2), (0, 0)))
