"""Blueprint: all that a program needs when it runs, for the cache to keep."""

import msgspec
import numpy as np

from limpid.engines.native.memory import Buffer, numbers
from limpid.graph.op import Array


class Constant(msgspec.Struct):
    """An array as plain values."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes


class Blueprint(msgspec.Struct):
    """A compiled program, but for its memory.

    Attributes:
        code: The machine code.
        buffers: The blocks of memory it works on, in the order of its table.
        constants: What lies in those that are constants; None where the graph has to
            be lowered for them.
        arena_bytes: The size of the memory for intermediate results.
        is_complete: Whether all operations are in the code, in one segment; else the
            graph has to be lowered to find the others.
        is_shared: Whether more than one thread pays.
        can_repeat: Whether it runs many steps in one call.
        in_place: For each variable that it assigns, whether it may write the new
            value where it reads the old one.
        batches_ahead: How many batches it gathers at a time as it runs many steps.
    """

    code: bytes
    buffers: list[Buffer]
    constants: list[Constant] | None
    arena_bytes: int
    is_complete: bool
    is_shared: bool
    can_repeat: bool
    in_place: list[bool]
    batches_ahead: int

    def numbers(self, kind: str) -> list[int]:
        """Return the buffers of a kind, in the order of what they hold."""
        return numbers(self.buffers, kind)

    def arrays(self) -> list[Array] | None:
        """Return the constants, in memory of their own."""
        if self.constants is None:
            return None
        return [
            np.frombuffer(c.data, c.dtype).reshape(c.shape).copy()
            for c in self.constants
        ]


def unpack(packed: bytes) -> Blueprint:
    """Return a blueprint that was packed."""
    return msgspec.msgpack.decode(packed, type=Blueprint)


def segment_name(number: int) -> str:
    """Return the name of a segment's function."""
    return f"segment_{number}"
