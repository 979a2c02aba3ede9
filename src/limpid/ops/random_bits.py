from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.dtypes import DType
from limpid.graph.op import Array, Op
from limpid.graph.shapes import Shape, product
from limpid.graph.tensor import Tensor, apply

# Multipliers and key increments of Salmon et al. 2011, table 2.
MULTIPLIERS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
INCREMENTS = (np.uint32(0x9E3779B9), np.uint32(0xBB67AE85))
ROUNDS = 10
LOW = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)


def philox(counter: list[Array], key: tuple[Any, Any]) -> list[Array]:
    """Return four random words for each counter: Philox4x32-10.

    Source: Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as
    1, 2, 3".
    """
    a, b, c, d = counter
    for i in range(ROUNDS):
        first, second = a * MULTIPLIERS[0], c * MULTIPLIERS[1]
        keys = [
            np.uint64((int(k) + i * int(n)) & 0xFFFFFFFF)
            for k, n in zip(key, INCREMENTS, strict=True)
        ]
        a, b, c, d = (
            (second >> HALF) ^ b ^ keys[0],
            second & LOW,
            (first >> HALF) ^ d ^ keys[1],
            first & LOW,
        )
    return [a, b, c, d]


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
        blocks = np.arange(-(-count // 4), dtype=np.uint64)
        zero = np.zeros_like(blocks)
        words = [blocks, zero, zero + np.uint64(key[2]), zero + np.uint64(key[3])]
        bits = np.stack(philox(words, (key[0], key[1])), axis=-1)
        return bits.reshape(-1)[:count].astype(np.uint32).reshape(self.target)


def random_bits(key: Any, shape: Shape) -> Tensor:
    """Return random 32-bit words that depend on the key (4 words) alone."""
    return apply(RandomBits(tuple(shape)), key)
