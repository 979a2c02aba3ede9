from dataclasses import dataclass

from limpid.errors import ConfigError, nearest
from limpid.graph.tensor import Tensor
from limpid.layers._random_image import RandomImage
from limpid.ops.flip import flip
from limpid.ops.where import where

MODES = {"horizontal": (2,), "vertical": (1,), "horizontal_and_vertical": (1, 2)}


@dataclass(eq=False, repr=False)
class RandomFlip(RandomImage):
    """While training, mirror each image with probability one half.

    Args:
        mode: 'horizontal' (left and right), 'vertical', or 'horizontal_and_vertical',
            each drawn apart.
        seed: Of the draws.
        data_format: 'channels_last', the only one.

    Shapes: (batch, height, width, channels).
    """

    mode: str = "horizontal_and_vertical"
    seed: int | None = None
    data_format: str | None = None

    EXAMPLES = (({"seed": 1}, (3, 2, 3, 1)),)

    def check(self) -> None:
        if self.mode not in MODES:
            raise ConfigError(
                f"RandomFlip(mode={self.mode!r}) is unknown; "
                f"{nearest(self.mode, MODES)}."
            )
        super().check()

    def change(self, images: Tensor) -> Tensor:
        axes = MODES[self.mode]
        chances = self.draw(images, *((0.0, 1.0),) * len(axes))
        for axis, chance in zip(axes, chances, strict=True):
            chosen = (chance < 0.5)[:, None, None, None]
            images = where(chosen, flip(images, axis=axis), images)
        return images
