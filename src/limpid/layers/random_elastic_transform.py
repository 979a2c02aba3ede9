from dataclasses import dataclass

from limpid.graph.tensor import Tensor
from limpid.layers._affine import centered_grid
from limpid.layers._elastic import smooth
from limpid.layers._random_image import RandomWarp, interval
from limpid.ops.clip import clip
from limpid.ops.where import where
from limpid.random.normal import normal
from limpid.random.uniform import uniform


@dataclass(eq=False, repr=False)
class RandomElasticTransform(RandomWarp):
    """While training, distort images as if printed on rubber.

    Each pixel moves by normal noise of deviation sigma, smoothed by a Gaussian of sigma
    and multiplied by alpha; with a strength s drawn for each batch, alpha is 0.1 * s of
    the image's longer side and sigma 0.05 * s of the shorter one.

    Args:
        factor: The share of images distorted: (lower, upper), or a number for
            (0, number).
        scale: The strength s, likewise.
        interpolation: 'bilinear' or 'nearest'.
        fill_mode: What comes in: 'reflect', 'constant', 'nearest' or 'wrap'.
        fill_value: For 'constant'.
        value_range: The lowest and highest pixel value; results are cut off there.
        seed: Of the draws.
        data_format: 'channels_last', the only one.

    Shapes: (batch, height, width, channels).

    Source: Simard, Steinkraus & Platt 2003, in Keras's parametrization; in the
    paper's: RandomDistortion.
    """

    factor: float | tuple[float, float] = 1.0
    scale: float | tuple[float, float] = 1.0
    interpolation: str = "bilinear"
    fill_mode: str = "reflect"
    fill_value: float = 0.0
    value_range: tuple[float, float] = (0, 255)
    seed: int | None = None
    data_format: str | None = None

    EXAMPLES = (({"seed": 1}, (2, 5, 4, 2)),)

    def check(self) -> None:
        interval(self, "factor", low=0.0)
        interval(self, "scale", low=0.0)
        super().check()

    def change(self, images: Tensor) -> Tensor:
        share, chance = self.draw(images, interval(self, "factor", low=0.0), (0.0, 1.0))
        chosen = (chance < share)[:, None, None, None]
        return clip(where(chosen, super().change(images), images), *self.value_range)

    def coordinates(self, images: Tensor) -> Tensor:
        batch, height, width, _ = images.shape
        low, high = interval(self, "scale", low=0.0)
        seed, dtype = self.seed_generator, images.dtype
        strength = uniform((), low, high, dtype, seed)
        alpha = strength * (0.1 * max(height, width))
        sigma = strength * (0.05 * min(height, width))
        noise = normal((batch, 2, height, width), dtype=dtype, seed=seed) * sigma
        center = centered_grid((height, width), dtype).reshape(2, height, width)
        start = center - center[:, :1, :1]
        return smooth(noise, sigma) * alpha + start
