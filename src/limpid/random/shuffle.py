from typing import Any

from limpid.graph.shapes import normalize_axis
from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.argsort import argsort
from limpid.ops.random_bits import random_bits
from limpid.ops.take import take
from limpid.random.seed_generator import SeedGenerator, draw_key


def shuffle(x: Any, axis: int = 0, seed: int | SeedGenerator | None = None) -> Tensor:
    """Return x with its slices along an axis in random order.

    Slices that draw the same random word (two of 2**32) keep their order.
    """
    x = as_tensor(x)
    position = normalize_axis(axis, len(x.shape))
    words = random_bits(draw_key(seed), (x.shape[position],))
    return take(x, argsort(words), axis=position)
