from dataclasses import dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.layers._random_image import RandomImage, interval
from limpid.ops.clip import clip
from limpid.ops.mean import mean


@dataclass(eq=False, repr=False)
class RandomContrast(RandomImage):
    """While training, bring the pixels of each image nearer its mean, or further off.

    Args:
        factor: (lower, upper) between 0 and 1, or a number for both: distances from
            the channel's mean are multiplied by 1 - lower to 1 + upper.
        value_range: The lowest and highest pixel value; results are cut off there.
        seed: Of the draws.

    Shapes: (batch, height, width, channels).
    """

    factor: Any
    value_range: tuple[float, float] = (0, 255)
    seed: int | None = None

    EXAMPLES = (({"factor": 0.2, "seed": 1}, (2, 3, 2, 1)),)

    def check(self) -> None:
        interval(self, "factor", low=0.0)
        super().check()

    def change(self, images: Tensor) -> Tensor:
        number = isinstance(self.factor, (int, float))
        lower, upper = [self.factor] * 2 if number else self.factor
        (stretch,) = self.draw(images, (1.0 - lower, 1.0 + upper))
        center = mean(images, axis=(1, 2), keepdims=True)
        changed = (images - center) * stretch[:, None, None, None] + center
        return clip(changed, *self.value_range)
