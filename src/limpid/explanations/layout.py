"""Where the gates of a small graph go: layers from left to right, few crossings."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

SWEEPS = 12


@dataclass(frozen=True)
class Layout:
    """A drawing's plan.

    Attributes:
        columns: The column of each node.
        centers: The vertical center of each node, in pixels.
        bends: For each edge (user, position among its inputs) the vertical centers
            at which it passes the columns between its ends, by column.
        height: Of the whole, in pixels.
    """

    columns: list[int]
    centers: list[float]
    bends: dict[tuple[int, int], dict[int, float]]
    height: float


def arrange(
    inputs: Sequence[Sequence[int]], heights: Sequence[float], gap: float
) -> Layout:
    """Plan a drawing of nodes given in topological order.

    Args:
        inputs: For each node its inputs' indices.
        heights: The room each node needs, in pixels.
        gap: The least distance between nodes, in pixels.
    """
    graph = _Layers(inputs, heights, gap)
    graph.untangle()
    graph.place()
    return graph.layout()


def columns_of(inputs: Sequence[Sequence[int]]) -> list[int]:
    """Return each node's distance from the inputs; inputs stand next to users."""
    columns = [0] * len(inputs)
    for node, sources in enumerate(inputs):
        columns[node] = max((columns[s] + 1 for s in sources), default=0)
    for node, sources in enumerate(inputs):
        if not sources:
            users = [columns[u] for u, own in enumerate(inputs) if node in own]
            columns[node] = min(users, default=1) - 1
    return columns


class _Layers:
    """Nodes and the bends of long edges, column by column."""

    def __init__(
        self, inputs: Sequence[Sequence[int]], heights: Sequence[float], gap: float
    ) -> None:
        self.inputs, self.gap = inputs, gap
        self.columns = columns_of(inputs)
        self.count = len(inputs)
        self.heights = list(heights)
        self.left: list[list[int]] = [[] for _ in inputs]
        self.right: list[list[int]] = [[] for _ in inputs]
        self.rows: list[list[int]] = [[] for _ in range(max(self.columns) + 1)]
        for node, column in enumerate(self.columns):
            self.rows[column].append(node)
        self.paths = {
            (user, position): self._path(source, user)
            for user, sources in enumerate(inputs)
            for position, source in enumerate(sources)
        }
        self.y = [0.0] * len(self.heights)

    def _path(self, source: int, user: int) -> dict[int, int]:
        """Link two nodes through a bend in each column between them."""
        bends, last = {}, source
        for column in range(self.columns[source] + 1, self.columns[user]):
            bend = len(self.heights)
            self.heights.append(0.0)
            self.left.append([])
            self.right.append([])
            self.rows[column].append(bend)
            self._link(last, bend)
            bends[column] = last = bend
        self._link(last, user)
        return bends

    def _link(self, a: int, b: int) -> None:
        self.right[a].append(b)
        self.left[b].append(a)

    def untangle(self) -> None:
        """Order each column by where its neighbors are, back and forth."""
        best, fewest = [list(row) for row in self.rows], self.crossings()
        for sweep in range(SWEEPS):
            forwards = sweep % 2 == 0
            order = self.rows if forwards else self.rows[::-1]
            for row in order[1:]:
                self._sort(row, self.left if forwards else self.right)
            if (found := self.crossings()) < fewest:
                best, fewest = [list(row) for row in self.rows], found
        self.rows = best

    def _sort(self, row: list[int], neighbors: list[list[int]]) -> None:
        place = {n: i for line in self.rows for i, n in enumerate(line)}

        def mean(node: int) -> float:
            near = neighbors[node]
            return sum(place[n] for n in near) / len(near) if near else place[node]

        row.sort(key=mean)

    def crossings(self) -> int:
        """Count how often edges between neighboring columns cross."""
        place = {n: i for line in self.rows for i, n in enumerate(line)}
        total = 0
        for row in self.rows:
            edges = [
                (place[a], place[b], self.left[b].index(a))
                for a in row
                for b in self.right[a]
            ]
            total += sum(
                (a - c) * (b - d or i - j) < 0 for a, b, i in edges for c, d, j in edges
            )
        return total // 2

    def place(self) -> None:
        """Move nodes towards their neighbors as far as the gaps allow."""
        for row in self.rows:
            self._spread(row, [0.0] * len(row))
        for sweep in range(SWEEPS):
            order = self.rows if sweep % 2 == 0 else self.rows[::-1]
            for row in order:
                self._spread(row, [self._wish(node) for node in row])
        top = min(y - h / 2 for y, h in zip(self.y, self.heights, strict=True))
        self.y = [y - top for y in self.y]

    def _wish(self, node: int) -> float:
        near = self.left[node] + self.right[node]
        return sum(self.y[n] for n in near) / len(near) if near else self.y[node]

    def _spread(self, row: list[int], wishes: list[float]) -> None:
        """Place a column's nodes in order, nearest to their wishes."""
        self.y += [0.0] * (len(self.heights) - len(self.y))
        offsets = [0.0]
        for a, b in pairwise(row):
            room = (self.heights[a] + self.heights[b]) / 2 + self.gap
            offsets.append(offsets[-1] + room)
        shifted = [wish - offset for wish, offset in zip(wishes, offsets, strict=True)]
        for node, base, offset in zip(row, _increasing(shifted), offsets, strict=True):
            self.y[node] = base + offset

    def layout(self) -> Layout:
        """Return the plan."""
        bends = {
            edge: {column: self.y[bend] for column, bend in path.items()}
            for edge, path in self.paths.items()
        }
        bottom = max(y + h / 2 for y, h in zip(self.y, self.heights, strict=True))
        return Layout(self.columns, self.y[: self.count], bends, bottom)


def _increasing(values: Sequence[float]) -> list[float]:
    """Return the nondecreasing sequence nearest to the values (least squares).

    Example:
        >>> _increasing([1.0, 3.0, 2.0])
        [1.0, 2.5, 2.5]
    """
    pools: list[tuple[float, int]] = []
    for value in values:
        mean, count = value, 1
        while pools and pools[-1][0] > mean:
            other, size = pools.pop()
            mean = (mean * count + other * size) / (count + size)
            count += size
        pools.append((mean, count))
    return [mean for mean, count in pools for _ in range(count)]
