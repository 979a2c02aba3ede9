from dataclasses import dataclass

from limpid.layers._spatial_dropout import SpatialDropout
from limpid.ops.conv import channels_last


@dataclass(eq=False, repr=False)
class SpatialDropout2D(SpatialDropout):
    """While training, drop whole feature maps.

    Args:
        rate: The share dropped; what is kept is divided by 1 - rate.
        data_format: 'channels_last', the only one.
        seed: Of the masks.

    Shapes: inputs (batch, height, width, channels).

    Source: Tompson et al. 2014, arXiv:1411.4280.
    """

    rate: float
    data_format: str | None = None
    seed: int | None = None

    spatial_ndim = 2

    supports_masking = True

    EXAMPLES = (({"rate": 0.5, "seed": 1}, (2, 3, 2, 4)),)

    def check(self) -> None:
        channels_last(self.data_format)
        super().check()
