from dataclasses import dataclass

from limpid.errors import ShapeError
from limpid.graph.arithmetic import astype
from limpid.graph.shapes import broadcast
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.random.seed_generator import SeedGenerator
from limpid.random.uniform import uniform
from limpid.settings import require_fraction


@dataclass(eq=False, repr=False)
class Dropout(Layer):
    """Set random inputs to zero while training, and scale the others up.

    Args:
        rate: The share dropped; what is kept is divided by 1 - rate.
        noise_shape: Of the mask, to be broadcast: (batch, 1, features) drops the same
            features at every step. None stands for the inputs' size.
        seed: Of the masks.

    Source: Srivastava et al. 2014 (there the weights are scaled instead).
    """

    rate: float
    noise_shape: tuple[int | None, ...] | None = None
    seed: int | None = None

    EXAMPLES = (({"rate": 0.5, "seed": 1}, (2, 3)),)

    def check(self) -> None:
        """Refuse rates outside [0, 1)."""
        require_fraction(self, "rate")
        self.seed_generator = SeedGenerator(self.seed)

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:  # noqa: FBT001, FBT002 - Keras's signature
        """Return the inputs, with a random share dropped while training."""
        if not training or self.rate == 0:
            return inputs
        draws = uniform(self.mask_shape(inputs.shape), dtype=self.dtype, seed=self.seed_generator)
        kept = astype(draws >= self.rate, inputs.dtype)
        return inputs * (kept * (1 / (1 - self.rate)))

    def mask_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Return the mask's shape for inputs of this shape."""
        if self.noise_shape is None:
            return shape
        pairs = zip(self.noise_shape, shape, strict=False)
        mask = tuple(n if m is None else m for m, n in pairs)
        if len(self.noise_shape) != len(shape) or broadcast(mask, shape) != shape:
            raise ShapeError(
                f"{self!r} got input of shape {shape}; each size of noise_shape must be "
                "that of the input, 1 or None."
            )
        return mask
