import numpy as np

from limpid.graph.op import Array
from limpid.ops.random_bits import RandomBits


def permutation(count: int, seed: int, step: int) -> Array:
    """Return the numbers 0 to count - 1 in an order that follows from seed and step.

    Source: Knuth, "The Art of Computer Programming" 2, section 3.4.2, algorithm P, from
    the front: number i goes to one of the places 0 to i, and what was there to place i.
    """
    key = np.array(key_of(seed, step), np.uint32)
    words = RandomBits((count,)).reference(key).astype(np.uint64)
    choices = np.arange(1, count + 1, dtype=np.uint64)
    places = np.multiply(words, choices) >> np.uint64(32)
    order = list(range(count))
    for i, place in enumerate(places.tolist()):
        order[i] = order[place]
        order[place] = i
    return np.array(order, np.int64)


def key_of(seed: int, step: int) -> tuple[int, int, int, int]:
    """Return the key from which an order's random bits follow."""
    return seed & 0xFFFFFFFF, seed >> 32 & 0xFFFFFFFF, step, 1
