from dataclasses import dataclass

from limpid.graph.tensor import Tensor
from limpid.layers._affine import places, translation
from limpid.layers._random_image import RandomWarp, interval


@dataclass(eq=False, repr=False)
class RandomTranslation(RandomWarp):
    """While training, move each image by a random amount.

    Args:
        height_factor: How far down, as a share of the height: (lower, upper), or a
            number for both directions.
        width_factor: Likewise to the right.
        fill_mode: What comes in: 'reflect', 'constant', 'nearest' or 'wrap'.
        interpolation: 'bilinear' or 'nearest'.
        seed: Of the draws.
        fill_value: For 'constant'.
        data_format: 'channels_last', the only one.

    Shapes: (batch, height, width, channels).
    """

    height_factor: float | tuple[float, float]
    width_factor: float | tuple[float, float]
    fill_mode: str = "reflect"
    interpolation: str = "bilinear"
    seed: int | None = None
    fill_value: float = 0.0
    data_format: str | None = None

    EXAMPLES = (({"height_factor": 0.2, "width_factor": 0.3, "seed": 1}, (2, 5, 4, 2)),)

    def check(self) -> None:
        interval(self, "height_factor")
        interval(self, "width_factor")
        super().check()

    def coordinates(self, images: Tensor) -> Tensor:
        _, height, width, _ = images.shape
        down, right = self.draw(
            images, interval(self, "height_factor"), interval(self, "width_factor")
        )
        return places(translation(down * height, right * width), (height, width))
