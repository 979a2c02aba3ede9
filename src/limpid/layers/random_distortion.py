from dataclasses import dataclass
from math import tau

from limpid.errors import ConfigError
from limpid.graph.arithmetic import astype
from limpid.graph.tensor import Tensor
from limpid.layers._affine import compose, places, rotation, shear, translation, zoom
from limpid.layers._elastic import smooth
from limpid.layers._random_image import RandomWarp, interval
from limpid.ops.random_bits import random_bits
from limpid.ops.stack import stack

HALF_WORD = 1 << 16


@dataclass(eq=False, repr=False)
class RandomDistortion(RandomWarp):
    """While training, shift, turn, zoom, slant and warp each image, all in one go.

    The pixels are looked up once, however many distortions are on: faster, and sharper,
    than one layer after the other. At strength 0 images stay as they are.

    Args:
        shift: Up to which share of the size, down and to the right.
        rotation: Up to which share of a full turn.
        zoom: Up to which share smaller or larger, height and width apart.
        shear: Up to which share of their distance rows slide.
        alpha: Of the elastic distortion: the factor of the displacements, in pixels;
            uniform noise between -1 and 1, smoothed.
        sigma: Of the Gaussian that smooths them, in pixels.
        fill_mode: What comes in: 'constant', 'reflect', 'nearest' or 'wrap'.
        interpolation: 'bilinear' or 'nearest'.
        fill_value: For 'constant'.
        seed: Of the draws.
        data_format: 'channels_last', the only one.

    The first four are numbers a for (-a, a), or pairs (lower, upper).

    Shapes: (batch, height, width, channels).

    Source: Simard, Steinkraus & Platt 2003, "Best practices for convolutional neural
    networks", section 2; they took alpha 34 and sigma 4 for 29 × 29 digits.
    """

    shift: float | tuple[float, float] = 0.0
    rotation: float | tuple[float, float] = 0.0
    zoom: float | tuple[float, float] = 0.0
    shear: float | tuple[float, float] = 0.0
    alpha: float = 0.0
    sigma: float = 4.0
    fill_mode: str = "constant"
    interpolation: str = "bilinear"
    fill_value: float = 0.0
    seed: int | None = None
    data_format: str | None = None

    EXAMPLES = (
        (
            {"shift": 0.1, "rotation": 0.05, "zoom": 0.1, "shear": 0.2, "seed": 1},
            (2, 5, 4, 2),
        ),
        ({"alpha": 8.0, "sigma": 2.0, "seed": 1}, (2, 5, 4, 1)),
        ({}, (2, 3, 4, 1)),
    )

    def check(self) -> None:
        for name in ("shift", "rotation", "zoom", "shear"):
            interval(self, name)
        if self.alpha < 0 or self.sigma <= 0:
            raise ConfigError(
                f"RandomDistortion(alpha={self.alpha!r}, sigma={self.sigma!r}): "
                "expected alpha not negative and sigma positive, in pixels."
            )
        super().check()

    def coordinates(self, images: Tensor) -> Tensor:
        size = images.shape[1:3]
        at = places(self.matrix(images), size)
        return at + self.displacements(images) if self.alpha else at

    def matrix(self, images: Tensor) -> Tensor:
        """Return the affine part: turn, then zoom, slant and shift."""
        _, height, width, _ = images.shape
        shift, zooms = interval(self, "shift"), interval(self, "zoom")
        down, right, angle, rows, columns, slant = self.draw(
            images,
            *(shift, shift, interval(self, "rotation")),
            *(zooms, zooms, interval(self, "shear")),
        )
        sizes = zoom(rows + 1.0, columns + 1.0)
        linear = compose(
            compose(rotation(angle * tau), sizes), shear(slant, slant * 0.0)
        )
        return compose(linear, translation(down * height, right * width))

    def displacements(self, images: Tensor) -> Tensor:
        """Return how far, in pixels, each pixel is displaced by the elastic part."""
        key = self.seed_generator.next()
        words = random_bits(key, images.shape[:3])
        # One word serves both axes: 16 bits are plenty for noise that is smoothed.
        parts = stack([words >> 16, words & (HALF_WORD - 1)], axis=1)
        noise = astype(parts, images.dtype) * (2 / HALF_WORD) + (1 / HALF_WORD - 1)
        return smooth(noise, self.sigma) * self.alpha
