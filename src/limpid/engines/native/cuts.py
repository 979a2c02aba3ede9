"""Cuts: how a nest is cut into register tiles, and among threads."""

import numpy as np

from limpid.engines.native.distance import is_awaited, is_far, stays_near
from limpid.engines.native.machine import Machine
from limpid.engines.native.nest import Access, Iota, Nest
from limpid.engines.native.sharing import is_shared, used_part
from limpid.engines.native.tile import SCALARS, Tile, even_cuts
from limpid.graph.shapes import product

# Rounds of a reduced loop written out, so that its overhead is shared.
UNROLL = 4
# Reduced axes shorter than this are walked element by element.
SHORT = 4
# Independent rows from which on they are walked before what depends on each other.
LANES_APART = 4
# Rows of a tile beyond which the code grows and nothing is gained.
MOST_ROWS = 12
# Rows of a tile whose lanes are partial results.
ACROSS_ROWS = 6
# Additions that a processor can have under way: two units, four cycles each.
UNDER_WAY = 8
# Instructions in a loop's body beyond which writing out rounds only costs space.
LARGE_BODY = 24
# The part of the threads' time that is as good as all of it.
WELL_BALANCED = 0.9
# Totals of a tile below which multiply-adds wait for one another.
ENOUGH_TOTALS = 10
# Vectors side by side that make a long run in memory: 16 of them are hardly faster.
LONG_RUN = 4


class Cuts:
    """Which axis of a nest becomes lanes, which rows, which the threads share.

    Attributes:
        inner: The kept axes that the nest itself walks.
        reduced: The axes that are reduced.
        width: How many lanes a vector of the nest's widest type has.
        lane_axis: The axis of the lanes, or None for scalars.
        row_axis: The axis of the rows, or None.
        column_axis: Of a tile whose lanes are partial results, the other axis, or None.
        shared_axis: The axis whose rounds the threads share out, or None.
    """

    def __init__(self, nest: Nest, machine: Machine) -> None:
        """Choose the axes."""
        self.nest, self.machine = nest, machine
        self.inner = range(nest.outer, nest.kept)
        self.reduced = list(range(nest.kept, len(nest.sizes)))
        dtypes = [a.dtype for a in (*nest.loads, *nest.stores)] + [nest.accumulator]
        widest = max(np.dtype(d).itemsize for d in dtypes if d)
        self.width = machine.vector_bytes // max(widest, 4)
        self.lane_axis = self._lane_axis()
        self.row_axis = self._row_axis() if nest.reduction else self._turned_axis()
        self.column_axis: int | None = None
        if self.is_across:
            self.row_axis, self.column_axis = self._across_axes()
        is_alone = nest.outer or not is_shared(nest)
        self.shared_axis = None if is_alone else self._shared_axis()

    def _shared_axis(self) -> int | None:
        """Return the axis whose rounds the threads share out: the outermost loop."""
        if self.nest.sequential:
            return 0
        outer = [i for i in range(self.nest.kept) if i not in self.tiled]
        pair = self.lane_axis, self.row_axis
        axes = self.column_axis, *(pair if self._rows_stay_near else reversed(pair))
        inner = [a for a in axes if a is not None]
        # The first of the best: the further out, the fewer times rounds are shared.
        return max([*outer, *inner], key=self._balance, default=None)

    @property
    def _rows_stay_near(self) -> bool:
        """Whether what all lanes share stays near while block after block reads it.

        Then each thread may read all rows, but of a kernel only its own columns: in the
        next step, too, and of the kernel's averages.
        """
        nest, lanes, rows = self.nest, self.lane_axis, self.row_axis
        if lanes is None or rows is None:
            return False
        shared = [a for a in nest.loads if a.stride(rows) and not a.stride(lanes)]
        return stays_near(shared, nest.sizes)

    def _balance(self, axis: int) -> float:
        """Return which part of the threads' time is used if they share the axis."""
        # Beyond this, nearer the outside is better.
        return min(used_part(*self._rounds_of(axis)), WELL_BALANCED)

    def _rounds_of(self, axis: int) -> list[tuple[int, int]]:
        """Return (count, work) of the rounds of the loops over an axis."""
        if axis not in self.tiled:
            return [(self.nest.sizes[axis], 1)]
        if self.is_across:
            return [(count, size) for _, count, size in self.across_cuts(axis)]
        blocks = [] if self.lane_axis is None else self.blocks(self.lane_axis)
        if axis == self.lane_axis:
            return [(count, tile.columns * tile.lanes) for _, count, tile in blocks]
        tile = blocks[0][2] if blocks else SCALARS
        return [(count, rows) for _, count, rows in self.row_cuts(tile)]

    @property
    def tiled(self) -> set[int | None]:
        """The axes that are cut into tiles, in the innermost of the kept loops."""
        return {self.lane_axis, self.row_axis, self.column_axis}

    def _lane_axis(self) -> int | None:
        """Return the last kept axis along which all results are contiguous."""
        nest = self.nest
        # Lanes that each read an index of their own would not lie side by side.
        indices = [a.through.access for a in nest.accesses if a.through]
        fitting = [
            i
            for i in self.inner
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

    def _turned_axis(self) -> int | None:
        """Return the axis along which what the lanes would gather lies side by side."""
        nest = self.nest
        if self.lane_axis is None or nest.sequential:
            return None
        scattered = [
            a
            for a in nest.loads
            if a.strides[self.lane_axis] not in {0, 1} and a.through is None
        ]
        axes = [
            i
            for i in self.inner
            if nest.sizes[i] >= self.width and any(a.strides[i] == 1 for a in scattered)
        ]
        return axes[0] if axes else None

    def is_turned(self, access: Access) -> bool:
        """Tell whether an access is contiguous along the rows and not the lanes."""
        assert self.lane_axis is not None
        assert self.row_axis is not None
        along_lanes, along_rows = (
            access.strides[i] for i in (self.lane_axis, self.row_axis)
        )
        return (
            self.nest.reduction is None
            and access.through is None
            and not isinstance(access, Iota)
            and along_rows == 1
            and along_lanes not in {0, 1}
        )

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

    def _across_axes(self) -> tuple[int | None, int | None]:
        """Return the axes along which results share one factor, and the other."""
        nest = self.nest
        if nest.sequential:
            return None, None
        if not nest.product:
            # Nothing is shared; additions of several results wait for none of them.
            last = self.inner[-1] if self.inner else None
            return (last if len(nest.loads) == 1 else None), None

        def along(moving: Access, resting: Access) -> int | None:
            axes = self.inner
            found = [i for i in axes if moving.stride(i) and not resting.stride(i)]
            return max(found, key=lambda i: (nest.sizes[i] > 2, i), default=None)

        x, y = nest.loads
        return along(y, x), along(x, y)

    def across_cuts(self, axis: int) -> list[tuple[int, int, int]]:
        """Return (start, count, size) of the cuts of a tile's rows, or columns."""
        most = ACROSS_ROWS
        if axis == self.column_axis:
            most = self.machine.vector_registers * 3 // 4 // ACROSS_ROWS
        return even_cuts(self.nest.sizes[axis], most, most * 2 // 3)

    def _row_axis(self) -> int | None:
        """Return the kept axis over which most loads are shared.

        What stays the same for the whole sum is no reason for a tile of rows.
        """
        loads = [a for a in self.nest.loads if any(a.stride(i) for i in self.reduced)]
        shared = {
            i: sum(a.stride(i) == 0 for a in loads)
            for i in self.inner
            if i != self.lane_axis and any(a.stride(i) == 0 for a in loads)
        }
        first = self.nest.outer
        is_apart = first in shared and self.nest.sizes[first] >= LANES_APART
        if self.nest.sequential and is_apart:
            # What is stored for one row is not loaded for the next.
            return first
        return max(shared, key=lambda i: (shared[i], *self._reuse(i), i), default=None)

    def _reuse(self, axis: int) -> tuple[bool, bool]:
        """Tell whether an axis has many rows, and whether they share vectors."""
        lanes = self.lane_axis
        vectors = [a for a in self.nest.loads if lanes is not None and a.strides[lanes]]
        is_shared = any(a.strides[axis] == 0 for a in vectors)
        return self.nest.sizes[axis] > 2, is_shared

    @property
    def is_trailing(self) -> bool:
        """Whether a tile is finished while the next is summed: if it has to wait."""
        is_tiled = None not in {self.lane_axis, self.row_axis}
        return is_tiled and not self.nest.sequential and is_awaited(self.nest)

    @property
    def is_rowwise(self) -> bool:
        """Whether tiles follow one another as memory does, not block after block.

        Then what is far is read and written in long runs; what all rows share, each
        walks all of, so it must stay near.
        """
        nest, lanes, rows = self.nest, self.lane_axis, self.row_axis
        if lanes is None or rows is None or nest.sequential or not is_far(nest):
            return False
        shared = [a for a in nest.loads if a.stride(lanes) and not a.stride(rows)]
        return self.is_trailing or stays_near(shared, nest.sizes)

    def blocks(self, axis: int) -> list[tuple[int, int, Tile]]:
        """Return (start, count, tile): wide blocks, single vectors, a cut vector."""
        row = self.row_axis
        size = self.nest.sizes[axis]
        lanes = self._lanes_for(size)
        blocks, start = [], 0
        for columns in self._widths():
            count = (size - start) // (lanes * columns)
            if count:
                blocks.append((start, count, Tile(axis, row, lanes, columns)))
                start += count * lanes * columns
            cut = size - start - lanes * (columns - 1)
            if columns > 1 and cut > lanes // 2 and not self.nest.sequential:
                # Each of two tiles would load once more what they share.
                return [*blocks, (start, 1, Tile(axis, row, lanes, columns, tail=cut))]
        rest = size - start
        if rest:
            lanes = self._lanes_for(rest)
            tail = None if rest == lanes else rest
            blocks.append((start, 1, Tile(axis, row, lanes, tail=tail)))
        return blocks

    def _widths(self) -> tuple[int, ...]:
        """Return how many vectors are side by side in blocks, the widest first.

        Few rows use a vector but a few times: then it is the way to it that counts, and
        memory is quick where it is read in long runs.
        """
        if not self.nest.reduction:
            return (1,)
        rows = product(self.nest.sizes[: self.nest.outer])
        rows *= 1 if self.row_axis is None else self.nest.sizes[self.row_axis]
        is_low = rows * LONG_RUN <= self._totals and not self.nest.sequential
        return (LONG_RUN, 2, 1) if is_low else (2, 1)

    @property
    def _totals(self) -> int:
        """How many registers hold totals; the others hold what is loaded."""
        return self.machine.vector_registers * 3 // 4

    def _lanes_for(self, size: int) -> int:
        """Return the lanes of the narrowest vector that holds so many."""
        lanes = self.width
        while lanes > 4 and lanes // 2 >= size:
            lanes //= 2
        return lanes

    def row_cuts(self, tile: Tile) -> list[tuple[int, int, int]]:
        """Return (start, count, rows) of a block's tiles along the rows' axis."""
        assert self.row_axis is not None
        if self.nest.reduction is None:
            return self._squares(self.nest.sizes[self.row_axis], tile)
        columns = tile.columns
        if self.nest.sequential and self.lane_axis is not None:
            # Blocks overlap in memory: a thread's rows are the same in all of them.
            columns = self.blocks(self.lane_axis)[0][2].columns
        most = min(self._totals // columns, MOST_ROWS)
        least = max(most * 2 // 3, -(-ENOUGH_TOTALS // columns))
        return even_cuts(self.nest.sizes[self.row_axis], most, least)

    def _squares(self, size: int, tile: Tile) -> list[tuple[int, int, int]]:
        """Return cuts with as many rows as lanes, and single rows for the rest."""
        count = 0 if tile.tail or tile.lanes < self.width else size // tile.lanes
        start = count * tile.lanes
        cuts = [(0, count, tile.lanes), (start, size - start, 1)]
        return [cut for cut in cuts if cut[1]]

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
