from math import pi
from typing import Any

from limpid.graph.arithmetic import astype, reshape
from limpid.graph.dtypes import as_dtype
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.ops.cos import cos
from limpid.ops.log import log
from limpid.ops.random_bits import random_bits
from limpid.ops.sqrt import sqrt
from limpid.random.seed_generator import SeedGenerator, draw_key


def normal(
    shape: Shape,
    mean: float = 0.0,
    stddev: float = 1.0,
    dtype: Any = None,
    seed: int | SeedGenerator | None = None,
) -> Tensor:
    """Return numbers drawn from a normal distribution.

    Source: Box & Muller 1958; the radius's uniform number is never 0.
    """
    words = random_bits(draw_key(seed), (2, *shape)) >> 8
    unit = astype(words, as_dtype(dtype)) * 2.0**-24
    radius = sqrt(log(1.0 - unit[0]) * -2.0)
    return reshape(radius * cos(unit[1] * (2 * pi)), tuple(shape)) * stddev + mean
