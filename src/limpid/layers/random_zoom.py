from dataclasses import dataclass

from limpid.graph.tensor import Tensor
from limpid.layers._affine import places, zoom
from limpid.layers._random_image import RandomWarp, interval


@dataclass(eq=False, repr=False)
class RandomZoom(RandomWarp):
    """While training, make each image smaller or larger by a random amount.

    Args:
        height_factor: How much smaller: 0.2 shows 20 % more of the image, -0.2 shows
            less; (lower, upper), or a number for both.
        width_factor: Likewise; None for the height's, which keeps the shape.
        fill_mode: What comes in: 'reflect', 'constant', 'nearest' or 'wrap'.
        interpolation: 'bilinear' or 'nearest'.
        seed: Of the draws.
        fill_value: For 'constant'.
        data_format: 'channels_last', the only one.

    Shapes: (batch, height, width, channels).
    """

    height_factor: float | tuple[float, float]
    width_factor: float | tuple[float, float] | None = None
    fill_mode: str = "reflect"
    interpolation: str = "bilinear"
    seed: int | None = None
    fill_value: float = 0.0
    data_format: str | None = None

    EXAMPLES = (
        ({"height_factor": 0.2, "seed": 1}, (2, 5, 4, 2)),
        ({"height_factor": 0.2, "width_factor": (0, 0.3), "seed": 1}, (2, 5, 4, 1)),
    )

    def check(self) -> None:
        interval(self, "height_factor")
        if self.width_factor is not None:
            interval(self, "width_factor")
        super().check()

    def coordinates(self, images: Tensor) -> Tensor:
        size = images.shape[1:3]
        rows = interval(self, "height_factor")
        if self.width_factor is None:
            (both,) = self.draw(images, rows)
            return places(zoom(both + 1.0, both + 1.0), size)
        down, right = self.draw(images, rows, interval(self, "width_factor"))
        return places(zoom(down + 1.0, right + 1.0), size)
