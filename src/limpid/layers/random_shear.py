from dataclasses import dataclass

from limpid.graph.tensor import Tensor
from limpid.layers._affine import places, shear
from limpid.layers._random_image import RandomWarp, interval
from limpid.ops.where import where


@dataclass(eq=False, repr=False)
class RandomShear(RandomWarp):
    """While training, slant each image by a random amount.

    Args:
        x_factor: How far the rows slide, as a share of their distance from the center:
            (lower, upper) between 0 and 1, or a number for both directions.
        y_factor: Likewise the columns.
        interpolation: 'bilinear' or 'nearest'.
        fill_mode: What comes in: 'reflect', 'constant', 'nearest' or 'wrap'.
        fill_value: For 'constant'.
        data_format: 'channels_last', the only one.
        seed: Of the draws.

    Shapes: (batch, height, width, channels).

    Each direction is as likely as its opposite. The center stays in its place; in Keras
    the upper left corner does.
    """

    x_factor: float | tuple[float, float] = 0.0
    y_factor: float | tuple[float, float] = 0.0
    interpolation: str = "bilinear"
    fill_mode: str = "reflect"
    fill_value: float = 0.0
    data_format: str | None = None
    seed: int | None = None

    EXAMPLES = (({"x_factor": 0.2, "y_factor": 0.1, "seed": 1}, (2, 5, 4, 2)),)

    def check(self) -> None:
        interval(self, "x_factor", low=0.0)
        interval(self, "y_factor", low=0.0)
        super().check()

    def coordinates(self, images: Tensor) -> Tensor:
        x, y, side = self.draw(
            images,
            interval(self, "x_factor", low=0.0),
            interval(self, "y_factor", low=0.0),
            (0.0, 1.0),
        )
        sign = where(side < 0.5, -1.0, 1.0)
        return places(shear(x * sign, y * sign), images.shape[1:3])
