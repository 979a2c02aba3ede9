from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.dtypes import DType
from limpid.graph.op import Array, Op
from limpid.graph.shapes import Shape, product
from limpid.graph.tensor import Tensor, apply

# Salmon et al. 2011, table 2: of words 2 and 0, in the order in which they are used.
MULTIPLIERS = np.array([[0xCD9E8D57], [0xD2511F53]], np.uint64)
INCREMENTS = np.array([0x9E3779B9, 0xBB67AE85], np.uint64)
ROUNDS = np.arange(10, dtype=np.uint64)
# Counters worked on at a time: their arrays stay in the processor's nearest cache.
BLOCK = 4096
LOW, HALF = np.uint64(0xFFFFFFFF), np.uint64(32)


def philox(counters: Array, key: Array) -> Array:
    """Return four random words for each counter of four words: Philox4x32-10.

    Args:
        counters: (4, counters).
        key: Two words.

    Shapes: the result is (counters, 4), of type uint32.

    Source: Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as
    1, 2, 3".
    """
    even, odd = counters[0::2].astype(np.uint64), counters[1::2].astype(np.uint64)
    keys = (key.astype(np.uint64) + ROUNDS[:, None] * INCREMENTS) & LOW
    product = np.empty_like(even)
    # In place: each fresh array would cost more than the arithmetic on it.
    for round_key in keys[:, :, None]:
        np.multiply(even[::-1], MULTIPLIERS, out=product)
        np.right_shift(product, HALF, out=even)
        even ^= odd
        even ^= round_key
        np.bitwise_and(product, LOW, out=odd)
    return np.stack(
        [even[0], odd[0], even[1], odd[1]], axis=-1, dtype=np.uint32, casting="unsafe"
    )


@dataclass(frozen=True)
class RandomBits(Op):
    """Random 32-bit words from a key: the same key gives the same words.

    The key is (seed, seed, step, stream), four words; word i of the result depends
    on the key and i only, so any engine may compute them in any order.
    """

    target: Shape
    differentiable: ClassVar[bool] = False

    def shape(self, key: Shape) -> Shape:
        return self.target

    def dtype(self, key: DType) -> DType:
        return np.dtype("uint32")

    def reference(self, key: Array) -> Array:
        count = product(self.target)
        counters = np.zeros((4, -(-count // 4)), np.uint64)
        counters[0] = np.arange(counters.shape[1])
        counters[2:] = key[2:, None]
        starts = range(0, counters.shape[1], BLOCK)
        blocks = [philox(counters[:, i : i + BLOCK], key[:2]) for i in starts]
        words = np.concatenate(blocks) if blocks else np.empty((0, 4), np.uint32)
        return words.reshape(-1)[:count].reshape(self.target)


def random_bits(key: Any, shape: Shape) -> Tensor:
    """Return random 32-bit words that depend on the key (4 words) alone."""
    return apply(RandomBits(tuple(shape)), key)
