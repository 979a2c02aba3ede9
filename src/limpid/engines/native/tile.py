"""Tiles: what is computed at once, and rows cut into tiles of like height."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tile:
    """What is computed at once: `rows` times `columns` vectors, the last perhaps cut.

    Attributes:
        lane_axis: The axis of the lanes, or None for scalars.
        row_axis: The axis of the rows, or None.
        lanes: Of each vector.
        columns: Vectors side by side.
        rows: Of vectors.
        tail: How many lanes of the last column's vectors count; None for all.
    """

    lane_axis: int | None
    row_axis: int | None
    lanes: int
    columns: int = 1
    rows: int = 1
    tail: int | None = None

    @property
    def is_square(self) -> bool:
        """Whether it has as many rows as lanes, side by side."""
        return self.rows == self.lanes > 1 and self.columns == 1 and not self.tail

    def tail_of(self, column: int) -> int | None:
        """Return how many lanes of a column's vectors count; None for all."""
        return self.tail if column == self.columns - 1 else None

    @property
    def cells(self) -> list[tuple[int, int]]:
        """(row, column) of every vector."""
        return [(r, c) for r in range(self.rows) for c in range(self.columns)]


SCALARS = Tile(None, None, 1)


def even_cuts(size: int, most: int, least: int) -> list[tuple[int, int, int]]:
    """Cut rows into (start, count, rows) of like height: 65 is 5 * 11 + 10.

    If they are all of one height, there is half as much code: 64 is 8 * 8.
    """
    for rows in range(most, least - 1, -1):
        if size % rows == 0:
            return [(0, size // rows, rows)]
    tiles = -(-size // most)
    low, higher = divmod(size, tiles)
    cuts = []
    if higher:
        cuts.append((0, higher, low + 1))
    if tiles > higher:
        cuts.append((higher * (low + 1), tiles - higher, low))
    return cuts
