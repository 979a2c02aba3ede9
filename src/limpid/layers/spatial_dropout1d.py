from dataclasses import dataclass

from limpid.layers._spatial_dropout import SpatialDropout


@dataclass(eq=False, repr=False)
class SpatialDropout1D(SpatialDropout):
    """While training, drop whole channels: the same ones at every step.

    Args:
        rate: The share dropped; what is kept is divided by 1 - rate.
        seed: Of the masks.

    Shapes: inputs (batch, steps, channels).

    Source: Tompson et al. 2014, arXiv:1411.4280.
    """

    rate: float
    seed: int | None = None

    spatial_ndim = 1

    supports_masking = True

    EXAMPLES = (({"rate": 0.5, "seed": 1}, (2, 3, 4)),)
