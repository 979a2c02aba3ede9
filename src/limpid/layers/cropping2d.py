from dataclasses import dataclass
from typing import Any

from limpid.layers._cropping import Cropping
from limpid.ops.conv import channels_last


@dataclass(eq=False, repr=False)
class Cropping2D(Cropping):
    """Images without their borders.

    Args:
        cropping: A number for all sides, (rows, columns), or
            ((top, bottom), (left, right)).
        data_format: 'channels_last', the only one.

    Shapes: inputs (batch, height, width, channels).
    """

    cropping: Any = ((0, 0), (0, 0))
    data_format: str | None = None

    spatial_ndim = 2

    EXAMPLES = (({"cropping": ((1, 0), (1, 2))}, (2, 3, 5, 2)), ({}, (2, 3, 2, 1)))

    def check(self) -> None:
        channels_last(self.data_format)
        super().check()
