from dataclasses import dataclass

import numpy as np

from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.graph.variable import require_room
from limpid.layers.layer import Layer, require_rank
from limpid.ops.conv import channels_last, every_axis
from limpid.ops.repeat import repeat
from limpid.ops.resample import INTERPOLATIONS, require_mode, resample
from limpid.settings import require_positive


@dataclass(eq=False, repr=False)
class UpSampling2D(Layer):
    """Images made larger by whole factors.

    Args:
        size: The factor, for both axes or each.
        data_format: 'channels_last', the only one.
        interpolation: 'nearest' repeats pixels; 'bilinear' passes between them.

    Shapes: inputs (batch, height, width, channels).
    """

    size: int | tuple[int, int] = (2, 2)
    data_format: str | None = None
    interpolation: str = "nearest"

    EXAMPLES = (
        ({}, (2, 3, 2, 1)),
        ({"size": (3, 2), "interpolation": "bilinear"}, (2, 3, 2, 2)),
    )

    def check(self) -> None:
        require_positive(self, "size")
        channels_last(self.data_format)
        require_mode("interpolation", self.interpolation, INTERPOLATIONS)

    def check_input(self, input_shape: Shape) -> None:
        require_rank(self, input_shape, 4, "(batch, height, width, channels)")

    def call(self, inputs: Tensor) -> Tensor:
        rows, columns = every_axis(self.size, 2)
        if self.interpolation == "nearest":
            return repeat(repeat(inputs, rows, axis=1), columns, axis=2)
        height, width = inputs.shape[1:3]
        # Of pixels as squares, centers are compared: half a pixel from the edge.
        require_room(max(height * rows, width * columns))
        at_rows = (np.arange(height * rows) + 0.5) / rows - 0.5
        at_columns = (np.arange(width * columns) + 0.5) / columns - 0.5
        grid = np.stack(np.meshgrid(at_rows, at_columns, indexing="ij"))
        coordinates = np.broadcast_to(grid, (inputs.shape[0], *grid.shape))
        return resample(inputs, coordinates.astype(inputs.dtype), "nearest")
