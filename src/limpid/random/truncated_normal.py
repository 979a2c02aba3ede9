from typing import Any

from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.ops.abs import abs
from limpid.ops.where import where
from limpid.random.normal import normal
from limpid.random.seed_generator import SeedGenerator

# One draw in 22 lies beyond two standard deviations; after 8 more rounds, one in 5e11.
ROUNDS = 8
LIMIT = 2.0


def truncated_normal(
    shape: Shape,
    mean: float = 0.0,
    stddev: float = 1.0,
    dtype: Any = None,
    seed: int | SeedGenerator | None = None,
) -> Tensor:
    """Return normal numbers; those beyond two standard deviations are drawn again."""
    generator = SeedGenerator(seed) if isinstance(seed, int) else seed
    values = normal(shape, 0.0, 1.0, dtype, generator)
    for _ in range(ROUNDS):
        again = normal(shape, 0.0, 1.0, dtype, generator)
        values = where(abs(values) > LIMIT, again, values)
    return values * stddev + mean
