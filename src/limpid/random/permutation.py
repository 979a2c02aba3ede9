import numpy as np

from limpid.graph.op import Array
from limpid.ops.random_bits import RandomBits


def permutation(count: int, seed: int, step: int) -> Array:
    """Return the numbers 0 to count - 1 in an order that follows from seed and step."""
    key = np.array(key_of(seed, step), np.uint32)
    bits = RandomBits((2, count)).reference(key).astype(np.uint64)
    return np.argsort(bits[0] << np.uint64(32) | bits[1], kind="stable")


def key_of(seed: int, step: int) -> tuple[int, int, int, int]:
    """Return the key from which an order's random bits follow."""
    return seed & 0xFFFFFFFF, seed >> 32 & 0xFFFFFFFF, step, 1
