from dataclasses import dataclass
from math import sqrt

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.random.normal import normal
from limpid.random.seed_generator import SeedGenerator
from limpid.settings import require_fraction


@dataclass(eq=False, repr=False)
class GaussianDropout(Layer):
    """While training, multiply by normal noise of mean 1.

    Its variance is rate / (1 - rate).

    Args:
        rate: The noise has mean and variance of Dropout's masks of this rate.
        seed: Of the noise.

    Source: Srivastava et al. 2014, section 10.
    """

    rate: float
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
        stddev = sqrt(self.rate / (1 - self.rate))
        return inputs * normal(
            inputs.shape, 1.0, stddev, inputs.dtype, self.seed_generator
        )
