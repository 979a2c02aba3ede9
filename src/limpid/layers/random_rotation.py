from dataclasses import dataclass
from math import tau

from limpid.graph.tensor import Tensor
from limpid.layers._affine import places, rotation
from limpid.layers._random_image import RandomWarp, interval


@dataclass(eq=False, repr=False)
class RandomRotation(RandomWarp):
    """While training, turn each image by a random angle.

    Args:
        factor: How far counterclockwise, as a share of a full turn: (lower, upper), or
            a number for both directions.
        fill_mode: What comes in: 'reflect', 'constant', 'nearest' or 'wrap'.
        interpolation: 'bilinear' or 'nearest'.
        seed: Of the draws.
        fill_value: For 'constant'.
        data_format: 'channels_last', the only one.

    Shapes: (batch, height, width, channels).
    """

    factor: float | tuple[float, float]
    fill_mode: str = "reflect"
    interpolation: str = "bilinear"
    seed: int | None = None
    fill_value: float = 0.0
    data_format: str | None = None

    EXAMPLES = (({"factor": 0.1, "seed": 1}, (2, 5, 4, 2)),)

    def check(self) -> None:
        interval(self, "factor")
        super().check()

    def coordinates(self, images: Tensor) -> Tensor:
        (turns,) = self.draw(images, interval(self, "factor"))
        return places(rotation(turns * tau), images.shape[1:3])
