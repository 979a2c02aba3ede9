from typing import Any

from limpid.errors import ConfigError
from limpid.graph.arithmetic import astype
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.ops.random_bits import random_bits
from limpid.random.seed_generator import SeedGenerator, draw_key


def randint(
    shape: Shape,
    minval: int,
    maxval: int,
    dtype: Any = "int32",
    seed: int | SeedGenerator | None = None,
) -> Tensor:
    """Return integers drawn evenly from minval (included) to maxval (excluded).

    Of 2**32 random words, the number that fall to two integers differs by one at most.

    Raises:
        ConfigError: There is no integer in the range, or 2**31 and more.
    """
    if not 0 < maxval - minval <= 2**31:
        raise ConfigError(
            f"randint(minval={minval}, maxval={maxval}): expected maxval above minval, "
            "by 2**31 at most."
        )
    words = astype(random_bits(draw_key(seed), tuple(shape)), "int64")
    return astype((words * (maxval - minval) >> 32) + minval, dtype)
