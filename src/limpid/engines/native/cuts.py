"""Cuts: how a nest is cut into register tiles, and among threads."""

from dataclasses import dataclass

import numpy as np

from limpid.engines.native.machine import Machine
from limpid.engines.native.nest import Nest
from limpid.graph.shapes import product

# Rounds of a reduced loop written out, so that its overhead is shared.
UNROLL = 4
# Reduced axes shorter than this are walked element by element.
SHORT = 4
# Independent rows from which on they are walked before what depends on each other.
LANES_APART = 4
# Rows of a tile beyond which the code grows and nothing is gained.
MOST_ROWS = 12
# Additions that a processor can have under way: two units, four cycles each.
UNDER_WAY = 8
# Instructions in a loop's body beyond which writing out rounds only costs space.
LARGE_BODY = 24
# Elements computed below which waking other threads costs more than it saves.
SMALL = 8192


@dataclass(frozen=True)
class Tile:
    """What is computed at once: `rows` times `columns` vectors, the last perhaps cut.

    Attributes:
        lane_axis: The axis of the lanes, or None for scalars.
        row_axis: The axis of the rows, or None.
        lanes: Of each vector.
        columns: Vectors side by side.
        rows: Of vectors.
        tail: How many lanes of a cut vector count; None for all.
    """

    lane_axis: int | None
    row_axis: int | None
    lanes: int
    columns: int = 1
    rows: int = 1
    tail: int | None = None

    @property
    def cells(self) -> list[tuple[int, int]]:
        """(row, column) of every vector."""
        return [(r, c) for r in range(self.rows) for c in range(self.columns)]


def is_shared(nest: Nest) -> bool:
    """Tell whether threads share the nest's work; else the first does it all."""
    work = product(nest.sizes) * (1 if nest.product else 4)
    apart = product(nest.sizes[: 1 if nest.sequential else nest.kept])
    return work >= SMALL and apart > 1


class Cuts:
    """Which axis of a nest becomes lanes, which rows, which the threads share.

    Attributes:
        reduced: The axes that are reduced.
        width: How many lanes a vector of the nest's widest type has.
        lane_axis: The axis of the lanes, or None for scalars.
        row_axis: The axis of the rows, or None.
        shared_axis: The axis whose rounds the threads share out, or None.
    """

    def __init__(self, nest: Nest, machine: Machine) -> None:
        """Choose the axes."""
        self.nest, self.machine = nest, machine
        self.reduced = list(range(nest.kept, len(nest.sizes)))
        dtypes = [a.dtype for a in (*nest.loads, *nest.stores)] + [nest.accumulator]
        widest = max(np.dtype(d).itemsize for d in dtypes if d)
        self.width = machine.vector_bytes // max(widest, 4)
        self.lane_axis = self._lane_axis()
        self.row_axis = self._row_axis() if nest.reduction else None
        self.shared_axis = self._shared_axis() if is_shared(nest) else None

    def _shared_axis(self) -> int | None:
        """Return the axis whose rounds the threads share out: the outermost loop."""
        if self.nest.sequential:
            return 0
        special = {self.lane_axis, self.row_axis}
        outer = [i for i in range(self.nest.kept) if i not in special]
        large = [i for i in outer if self.nest.sizes[i] >= 8]
        if large:
            return large[0]
        candidates = [a for a in (self.row_axis, self.lane_axis) if a is not None]
        return max(candidates or outer, key=lambda a: self.nest.sizes[a], default=None)

    def _lane_axis(self) -> int | None:
        """Return the last kept axis along which all results are contiguous."""
        nest = self.nest
        if any(a.through for a in nest.stores):
            return None
        # Lanes that each read an index of their own would not lie side by side.
        indices = [a.through.access for a in nest.loads if a.through]
        fitting = [
            i
            for i in range(nest.kept)
            if all(a.strides[i] == 1 for a in nest.stores)
            and all(a.strides[i] == 0 for a in indices)
        ]
        if nest.sequential:
            fitting = [i for i in fitting if i == nest.kept - 1]
        axis = fitting[-1] if fitting else None
        if nest.reduction and axis is not None and self._along_lanes(axis):
            return None
        return axis

    def _along_lanes(self, axis: int) -> bool:
        """Tell whether to make lanes of the reduced axis, since the kept is short."""
        nest = self.nest
        if (
            nest.reduction != "sum"
            or not self.reduced
            or nest.sizes[axis] > self.width // 2
        ):
            return self.scattered(axis) and bool(self.reduced) and self.contiguous
        return self.contiguous and nest.sizes[self.reduced[-1]] > nest.sizes[axis]

    def scattered(self, axis: int) -> bool:
        """Tell whether some load would gather its lanes one by one along the axis."""
        loads = self.nest.loads
        return any(a.strides[axis] not in {0, 1} for a in loads)

    @property
    def contiguous(self) -> bool:
        """Whether all loads are contiguous or constant along the last reduced axis."""
        last = self.reduced[-1]
        return all(a.strides[last] in {0, 1} and not a.through for a in self.nest.loads)

    @property
    def is_across(self) -> bool:
        """Whether the lanes are partial results of a reduction, in the end combined."""
        across = self.nest.reduction and self.lane_axis is None and self.reduced
        return bool(across) and self.contiguous

    def _row_axis(self) -> int | None:
        """Return the kept axis over which most loads are shared.

        What stays the same for the whole sum is no reason for a tile of rows.
        """
        loads = [a for a in self.nest.loads if any(a.strides[i] for i in self.reduced)]
        shared = {
            i: sum(a.strides[i] == 0 for a in loads)
            for i in range(self.nest.kept)
            if i != self.lane_axis and any(a.strides[i] == 0 for a in loads)
        }
        if self.nest.sequential and 0 in shared and self.nest.sizes[0] >= LANES_APART:
            # What is stored for one row is not loaded for the next.
            return 0
        return max(
            shared, key=lambda i: (shared[i], self.nest.sizes[i] > 2, i), default=None
        )

    def blocks(self, axis: int) -> list[tuple[int, int, Tile]]:
        """Return (start, count, tile): wide blocks, single vectors, a cut vector."""
        row = self.row_axis
        size, lanes = self.nest.sizes[axis], self.width
        while lanes > 4 and lanes // 2 >= size:
            lanes //= 2
        blocks, start = [], 0
        for columns in (2, 1) if self.nest.reduction else (1,):
            count = (size - start) // (lanes * columns)
            if count:
                blocks.append((start, count, Tile(axis, row, lanes, columns)))
                start += count * lanes * columns
        if start < size:
            blocks.append((start, 1, Tile(axis, row, lanes, tail=size - start)))
        return blocks

    def row_cuts(self, columns: int) -> list[tuple[int, int, int]]:
        """Return (start, count, rows) of tiles of so many columns along their axis."""
        assert self.row_axis is not None
        # A quarter of the registers holds what is loaded.
        registers = self.machine.vector_registers * 3 // 4
        most = min(registers // columns, MOST_ROWS)
        return even_cuts(self.nest.sizes[self.row_axis], most)

    def sets(self, count: int) -> int:
        """Return how many partial sums to keep for each result.

        An addition takes several cycles; so many of them must be under way at once.
        """
        if not self.reduced or self.nest.sizes[self.reduced[-1]] < UNROLL:
            return 1
        return min(UNROLL, -(-UNDER_WAY // count))

    def rounds(self, count: int) -> int:
        """Return how many rounds of the last reduced loop to write out, for a tile."""
        return max(self.sets(count), min(UNROLL, LARGE_BODY // count))


def even_cuts(size: int, most: int) -> list[tuple[int, int, int]]:
    """Cut rows into (start, count, rows) of like height: 64 is 4 * 6 + 8 * 5."""
    tiles = -(-size // most)
    low, higher = divmod(size, tiles)
    cuts = []
    if higher:
        cuts.append((0, higher, low + 1))
    if tiles > higher:
        cuts.append((higher * (low + 1), tiles - higher, low))
    return cuts
