from dataclasses import dataclass

from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers._borders import borders
from limpid.layers.layer import Layer, require_rank
from limpid.ops.conv import channels_last
from limpid.ops.pad import pad


@dataclass(eq=False, repr=False)
class ZeroPadding1D(Layer):
    """Zeros before and after the steps.

    Args:
        padding: A number for both sides, or (before, after).
        data_format: 'channels_last', the only one.

    Shapes: inputs (batch, steps, channels).
    """

    padding: int | tuple[int, int] = 1
    data_format: str | None = None

    EXAMPLES = (({}, (2, 3, 2)), ({"padding": (0, 2)}, (2, 3, 2)))

    def check(self) -> None:
        borders(self, "padding", 1)
        channels_last(self.data_format)

    def check_input(self, input_shape: Shape) -> None:
        require_rank(self, input_shape, 3, "(batch, steps, channels)")

    def call(self, inputs: Tensor) -> Tensor:
        return pad(inputs, ((0, 0), *borders(self, "padding", 1), (0, 0)))
