from dataclasses import dataclass

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.ops.relu import relu
from limpid.ops.sigmoid import sigmoid
from limpid.ops.sqrt import sqrt
from limpid.random.normal import normal
from limpid.random.seed_generator import SeedGenerator


@dataclass(eq=False, repr=False)
class NoisyReLU(Layer):
    """max(0, x + noise) while training, max(0, x) otherwise.

    The noise is normal with mean 0 and variance sigmoid(x): a unit like so many binary
    ones with the same weights and biases that follow each other.

    Args:
        seed: Of the noise.

    Source: Nair & Hinton 2010, "Rectified linear units improve restricted Boltzmann
    machines", section 2.
    """

    seed: int | None = None

    supports_masking = True

    EXAMPLES = (({"seed": 1}, (2, 3)),)

    def check(self) -> None:
        self.seed_generator = SeedGenerator(self.seed)

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        inputs = as_float(inputs)
        if not training:
            return relu(inputs)
        noise = normal(inputs.shape, 0.0, 1.0, inputs.dtype, self.seed_generator)
        return relu(inputs + noise * sqrt(sigmoid(inputs)))
