from typing import Any

from limpid.graph.arithmetic import astype
from limpid.graph.dtypes import as_dtype
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.ops.random_bits import random_bits
from limpid.random.seed_generator import SeedGenerator, draw_key

# A float32 holds 24 bits; the lowest 8 of a word are dropped.
DROPPED_BITS = 8


def uniform(
    shape: Shape,
    minval: float = 0.0,
    maxval: float = 1.0,
    dtype: Any = None,
    seed: int | SeedGenerator | None = None,
) -> Tensor:
    """Return numbers drawn uniformly from minval (included) to maxval."""
    bits = random_bits(draw_key(seed), tuple(shape)) >> DROPPED_BITS
    unit = astype(bits, as_dtype(dtype)) * 2.0**-24
    if (minval, maxval) == (0.0, 1.0):
        return unit
    return unit * (maxval - minval) + minval
