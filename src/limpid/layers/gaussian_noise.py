from dataclasses import dataclass

from limpid.errors import ConfigError
from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.random.normal import normal
from limpid.random.seed_generator import SeedGenerator


@dataclass(eq=False, repr=False)
class GaussianNoise(Layer):
    """While training, add normally distributed noise.

    Args:
        stddev: Its standard deviation, in the inputs' unit.
        seed: Of the noise.
    """

    stddev: float
    seed: int | None = None

    supports_masking = True

    EXAMPLES = (({"stddev": 0.5, "seed": 1}, (2, 3)),)

    def check(self) -> None:
        if self.stddev < 0:
            raise ConfigError(
                f"GaussianNoise(stddev={self.stddev!r}): expected a number that is not "
                "negative."
            )
        self.seed_generator = SeedGenerator(self.seed)

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        inputs = as_float(inputs)
        if not training or self.stddev == 0:
            return inputs
        return inputs + normal(
            inputs.shape, 0.0, self.stddev, inputs.dtype, self.seed_generator
        )
