"""Slices: nests that run one after the other on a slice, and then on the next.

What one nest hands to the next is then small enough to stay in a near cache: a thread
has room for one slice, which it uses again for each. Threads share out the parts, and
meet only when all slices are done.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from limpid.engines.native.emission import emit_inner
from limpid.engines.native.llvm import Function, Value
from limpid.engines.native.nest import Nest


@dataclass(frozen=True, eq=False)
class Slices:
    """A loop over parts and, inside, a loop over rounds.

    Attributes:
        nests: What is done in each round; their first two axes are parts and rounds.
        before: What is done once in each part; their first axis is the parts.
        own: Buffers of which each thread uses a piece, and the pieces' bytes.
        pieces: How many there are; so many threads take part at most.
        label: What is computed, for which layer, from which source line.
    """

    nests: tuple[Nest, ...]
    before: tuple[Nest, ...] = ()
    own: Mapping[int, int] = field(default_factory=dict)
    pieces: int = 1
    label: str = ""

    @property
    def parts(self) -> int:
        """How many parts there are, which the threads share out."""
        return self.nests[0].sizes[0]

    @property
    def rounds(self) -> int:
        """How many slices each part has."""
        return self.nests[0].sizes[1]

    @property
    def all_nests(self) -> tuple[Nest, ...]:
        """All nests in the order in which they first run."""
        return (*self.before, *self.nests)

    @property
    def buffers(self) -> list[int]:
        """The memory blocks touched, each once."""
        return list(dict.fromkeys(self.reads))

    @property
    def reads(self) -> list[int]:
        """The memory blocks read, or written in part."""
        return list(chain.from_iterable(nest.reads for nest in self.all_nests))

    @property
    def writes(self) -> list[int]:
        """The memory blocks written."""
        return list(chain.from_iterable(nest.writes for nest in self.all_nests))


def emit_slices(f: Function, pointers: dict[int, Value], slices: Slices) -> None:
    """Write both loops and the nests in them into a function."""
    first, last = f.share_among(slices.pieces, slices.parts)
    own = {
        number: f.address(pointers[number], "i8", f.scale(f.thread, num_bytes))
        for number, num_bytes in slices.own.items()
    }

    def run(nests: tuple[Nest, ...], *at: Value) -> None:
        for nest in nests:
            emit_inner(f, pointers | own, nest, at)

    def part(i: Value) -> None:
        def once(j: Value) -> tuple[Value, ...]:
            run(slices.nests, i, j)
            return ()

        run(slices.before, i)
        f.loop(slices.rounds, once)

    f.range_loop(first, last, part)
