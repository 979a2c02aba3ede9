"""Memory: one arena, in which buffers that never live at once share their bytes."""

import os
from dataclasses import dataclass

import numpy as np

from limpid.graph.room import ALIGNMENT

# The buffer that says that an index was out of range: the check's number, counted from
# 1, the index, and where in memory it stood.
ERROR_BUFFER, ERROR_WORDS = 0, 3


@dataclass
class Buffer:
    """A block of memory.

    Attributes:
        count: Of elements.
        dtype: Of elements.
        kind: 'input', 'output', 'constant' or 'arena'.
        number: Which input or output, or where in the arena.
        first, last: The steps that use it first and last.
    """

    count: int
    dtype: str
    kind: str
    number: int = -1
    first: int = -1
    last: int = -1

    @property
    def num_bytes(self) -> int:
        """The size."""
        return self.count * np.dtype(self.dtype).itemsize


def numbers(buffers: list[Buffer], kind: str) -> list[int]:
    """Return the buffers of a kind, in the order of what they hold."""
    chosen = [i for i, b in enumerate(buffers) if b.kind == kind]
    return sorted(chosen, key=lambda i: buffers[i].number)


def plan(buffers: list[Buffer]) -> int:
    """Place the arena's buffers; return the arena's size in bytes.

    The largest are placed first, each at the lowest address that no buffer alive at
    the same time covers.
    """
    placed: list[Buffer] = []
    total = 0
    alive = [b for b in buffers if b.kind == "arena" and b.first >= 0]
    if is_debugging():
        return _apart(alive)
    for buffer in sorted(alive, key=lambda b: -b.num_bytes):
        others = [
            b for b in placed if b.first <= buffer.last and buffer.first <= b.last
        ]
        buffer.number = _lowest(buffer, sorted(others, key=lambda b: b.number))
        total = max(total, buffer.number + aligned(buffer.num_bytes))
        placed.append(buffer)
    return total


def is_debugging() -> bool:
    """Tell whether LIMPID_DEBUG asks for memory that is watched."""
    return os.environ.get("LIMPID_DEBUG", "0") not in {"", "0"}


def _apart(buffers: list[Buffer]) -> int:
    """Place buffers one after the other, with a gap behind each."""
    total = 0
    for buffer in buffers:
        buffer.number = total
        total += aligned(buffer.num_bytes) + ALIGNMENT
    return total


def _lowest(buffer: Buffer, others: list[Buffer]) -> int:
    start = 0
    for other in others:
        if start + aligned(buffer.num_bytes) <= other.number:
            break
        start = max(start, other.number + aligned(other.num_bytes))
    return start


def aligned(size: int) -> int:
    """Return the size rounded up to a multiple of the alignment."""
    return -(-size // ALIGNMENT) * ALIGNMENT
