from dataclasses import dataclass

from limpid.layers._cropping import Cropping


@dataclass(eq=False, repr=False)
class Cropping1D(Cropping):
    """Steps without their first and last ones.

    Args:
        cropping: A number for both sides, or (before, after).

    Shapes: inputs (batch, steps, channels).
    """

    cropping: int | tuple[int, int] = (1, 1)

    spatial_ndim = 1

    EXAMPLES = (({"cropping": (1, 2)}, (2, 5, 2)),)
