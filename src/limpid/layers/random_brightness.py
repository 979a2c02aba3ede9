from dataclasses import dataclass

from limpid.graph.tensor import Tensor
from limpid.layers._random_image import RandomImage, interval
from limpid.ops.clip import clip


@dataclass(eq=False, repr=False)
class RandomBrightness(RandomImage):
    """While training, make each image lighter or darker by a random amount.

    Args:
        factor: How much is added, as a share of the value range: (lower, upper), or a
            number for both directions.
        value_range: The lowest and highest pixel value; results are cut off there.
        seed: Of the draws.

    Shapes: (batch, height, width, channels).
    """

    factor: float | tuple[float, float]
    value_range: tuple[float, float] = (0, 255)
    seed: int | None = None

    EXAMPLES = (({"factor": 0.2, "seed": 1}, (2, 3, 2, 1)),)

    def check(self) -> None:
        interval(self, "factor")
        super().check()

    def change(self, images: Tensor) -> Tensor:
        low, high = self.value_range
        (share,) = self.draw(images, interval(self, "factor"))
        added = (share * (high - low))[:, None, None, None]
        return clip(images + added, low, high)
