from dataclasses import dataclass

from limpid import random
from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.random.seed_generator import SeedGenerator
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

    supports_masking = True

    EXAMPLES = (({"rate": 0.5, "seed": 1}, (2, 3)),)

    def check(self) -> None:
        require_fraction(self, "rate")
        self.seed_generator = SeedGenerator(self.seed)

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        inputs = as_float(inputs)
        if not training or self.rate == 0:
            return inputs
        return random.dropout(inputs, self.rate, self.noise_shape, self.seed_generator)
