from dataclasses import dataclass

import numpy as np

from limpid.errors import ShapeError
from limpid.graph.arithmetic import as_float
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers._affine import places, translation
from limpid.layers._random_image import RandomImage
from limpid.ops.conv import channels_last
from limpid.ops.floor import floor
from limpid.ops.resample import resample
from limpid.settings import require_positive


@dataclass(eq=False, repr=False)
class RandomCrop(RandomImage):
    """A part of each image: at a random place while training, else its middle.

    Args:
        height, width: Of the part.
        seed: Of the draws.
        data_format: 'channels_last', the only one.

    Outside training Keras resizes first; here nothing is resized.

    Shapes: inputs (batch, height, width, channels), not smaller than the part.
    """

    height: int
    width: int
    seed: int | None = None
    data_format: str | None = None

    EXAMPLES = (({"height": 3, "width": 2, "seed": 1}, (2, 5, 4, 2)),)

    def check(self) -> None:
        require_positive(self, "height", "width")
        channels_last(self.data_format)
        super().check()

    def check_input(self, input_shape: Shape) -> None:
        super().check_input(input_shape)
        if input_shape[1] < self.height or input_shape[2] < self.width:
            raise ShapeError(
                f"{self!r} got images of shape {input_shape}; expected them no smaller "
                f"than {self.height} × {self.width}."
            )

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        images = as_float(inputs)
        if training:
            return self.change(images)
        top = (images.shape[1] - self.height) // 2
        left = (images.shape[2] - self.width) // 2
        return images[:, top : top + self.height, left : left + self.width]

    def change(self, images: Tensor) -> Tensor:
        _, height, width, _ = images.shape
        spare = (height - self.height, width - self.width)
        down, right = self.draw(images, *((0.0, n + 1.0) for n in spare))
        # places() counts from the centers, which lie half the spare pixels apart.
        top, left = floor(down) - spare[0] / 2, floor(right) - spare[1] / 2
        at = places(translation(-top, -left), (self.height, self.width))
        half = np.array(spare).reshape(2, 1, 1) / 2
        return resample(images, at + half, "nearest", "nearest")
