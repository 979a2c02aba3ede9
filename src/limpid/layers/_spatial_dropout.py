"""SpatialDropout: what layers that drop whole maps share."""

from limpid import random
from limpid.graph.arithmetic import as_float
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers._conv import AXES
from limpid.layers.layer import Layer, require_rank
from limpid.random.seed_generator import SeedGenerator
from limpid.settings import require_fraction


class SpatialDropout(Layer):
    """Base of spatial dropout layers; a subclass sets its number of spatial axes."""

    rate: float
    seed: int | None

    spatial_ndim = 0

    def check(self) -> None:
        require_fraction(self, "rate")
        self.seed_generator = SeedGenerator(self.seed)

    def check_input(self, input_shape: Shape) -> None:
        expected = f"(batch, {AXES[self.spatial_ndim]}, channels)"
        require_rank(self, input_shape, self.spatial_ndim + 2, expected)

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        inputs = as_float(inputs)
        if not training or self.rate == 0:
            return inputs
        noise_shape = (inputs.shape[0], *(1,) * self.spatial_ndim, inputs.shape[-1])
        return random.dropout(inputs, self.rate, noise_shape, self.seed_generator)
