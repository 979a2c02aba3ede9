"""The strips of a convolution: which rows each has, and how these are transformed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np

from limpid.engines.native.nest import Body, Nest
from limpid.engines.native.routines.strip_ending import Ending
from limpid.engines.native.slicing import Slicing
from limpid.engines.native.target import Target
from limpid.engines.native.toom_cook import Matrix, ToomCook, times, turned
from limpid.engines.native.view import View, row_major
from limpid.graph.shapes import Shape, product

# Points an even number of a cache's lines apart would fall into half of its places.
LINE = 16


@dataclass(frozen=True)
class Stretch:
    """Strips that are alike.

    Attributes:
        start: The first.
        count: How many there are.
        rows: Those of each strip that exist; the others are zeros, or not wanted.
        above: How far before them strips lie that reach into them; 0 for themselves.
    """

    start: int
    count: int
    rows: tuple[int, ...]
    above: tuple[int, ...]


class Strips:
    """The strips of a convolution's slices.

    Attributes:
        form: How their rows are transformed.
        slices: Of a few pictures each.
        count: Strips of a picture.
    """

    def __init__(
        self, target: Target, form: ToomCook, x: Shape, y: Shape, dtype: str, parts: int
    ) -> None:
        """Cut a batch in so many parts, for inputs x and results, or cotangents, y."""
        self.target, self.form, self.dtype = target, form, dtype
        self.count = -(-y[1] // form.results)
        elements = (product(x[2:]) + product(y[2:])) * self.count * form.points
        num_bytes = elements * np.dtype(dtype).itemsize
        self.slices = Slicing(target, x[0], parts, num_bytes)

    def room(self, shape: Shape) -> View:
        """Return (parts, rounds, points, strips of all pictures, *shape)."""
        whole = (self.slices.size * self.count, *shape)
        lines = -(-product(whole) // LINE) | 1
        room = self.slices.room((self.form.points, lines * LINE), self.dtype)
        *outer, _ = room.strides
        shape = (*room.shape[:3], *whole)
        return replace(room, shape=shape, strides=(*outer, *row_major(whole)))

    def spread(self, matrix: Matrix, source: View, room: View, before: int = 0) -> None:
        """Transform rows into strips.

        Args:
            matrix: (points, rows of a strip).
            source: (batch, rows, …).
            room: (parts, rounds, points, strips of all pictures, …).
            before: Rows of zeros before the first.
        """
        whole, columns = self.slices.of(source), turned(matrix)
        for stretch in self._stretches(len(columns), 1, before, source.shape[1]):
            chosen = turned([columns[i] for i in stretch.rows])
            loads = self._rows([whole], stretch, before)
            stores = self._points(room, stretch.start, stretch.count)
            self._add(loads, stores, self._product(chosen))

    def collect(self, matrix: Matrix, room: View, ending: Ending, before: int) -> None:
        """Transform strips back into rows, and finish these.

        Args:
            matrix: (rows that a strip reaches, points).
            room: (parts, rounds, points, strips of all pictures, …).
            ending: What is made of rows.
            before: Rows before the first that is wanted.
        """
        step = self.form.results
        parts = [matrix[i : i + step] for i in range(0, len(matrix), step)]
        late = [self.slices.of(v) for v in ending.late]
        results = [self.slices.of(v) for v in ending.results]
        for stretch in self._stretches(step, len(parts), before, ending.shape[1]):
            loads = [
                view
                for i in stretch.above
                for view in self._points(room, stretch.start - i, stretch.count)
            ]
            body = ending.after(self._sums(parts, stretch), len(loads))
            loads += self._rows(late, stretch, before)
            self._add(loads, self._rows(results, stretch, before), body)

    def _stretches(
        self, depth: int, reach: int, before: int, size: int
    ) -> list[Stretch]:
        """Cut strips into stretches.

        Args:
            depth: Rows of each.
            reach: Strips that it reaches into, itself included.
            before: Rows before the first that exists.
            size: Rows that exist.
        """

        def likeness(strip: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
            first = strip * self.form.results - before
            rows = (i for i in range(depth) if 0 <= first + i < size)
            above = (i for i in range(reach) if 0 <= strip - i < self.count)
            return tuple(rows), tuple(above)

        strips = range(self.count + reach - 1)
        runs = ((key, list(run)) for key, run in groupby(strips, likeness))
        found = [Stretch(run[0], len(run), *key) for key, run in runs]
        # What is spread must be zero where nothing is; what is collected need not be.
        return [s for s in found if s.rows or reach == 1]

    def _sums(self, parts: Sequence[Matrix], stretch: Stretch) -> Body:
        """Return the body that adds up what strips contribute to each row."""
        points = self.form.points

        def body(b: Any, values: Sequence[Any]) -> list[Any]:
            sums: dict[int, Any] = {}
            for n, i in enumerate(stretch.above):
                rows = [k for k in stretch.rows if k < len(parts[i])]
                own = values[n * points : (n + 1) * points]
                found = times(b, [parts[i][k] for k in rows], own)
                for k, x in zip(rows, found, strict=True):
                    sums[k] = b.add(sums[k], x) if k in sums else x
            return [sums[k] for k in stretch.rows]

        return body

    def _product(self, matrix: Matrix) -> Body:
        """Return the body that multiplies by a matrix; an empty one gives zeros."""
        if matrix:
            return lambda b, values: times(b, matrix, values)
        return lambda b, _: [b.number(0, self.dtype)] * self.form.points

    def _rows(
        self, wholes: Sequence[View], stretch: Stretch, before: int
    ) -> list[View]:
        """Return each row of a stretch's strips, of (parts, rounds, pictures, rows, …).

        (parts, rounds, pictures, strips, …)
        """
        step = self.form.results
        first, length = stretch.start * step - before, (stretch.count - 1) * step + 1
        starts = [first + i for i in stretch.rows]
        rows = [(slice(None),) * 3 + (slice(n, n + length, step),) for n in starts]
        return [whole.part(row) for row in rows for whole in wholes]

    def _points(self, room: View, start: int, count: int) -> list[View]:
        """Return each point of some strips: (parts, rounds, pictures, strips, …)."""
        pictures = room.divided(3, self.slices.size)
        chosen = slice(None), slice(start, start + count)
        return [
            pictures.part((slice(None), slice(None), i, *chosen))
            for i in range(self.form.points)
        ]

    def _add(self, loads: Sequence[View], stores: Sequence[View], body: Body) -> None:
        shape = stores[0].shape
        accesses = tuple(v.all() for v in loads), tuple(v.all() for v in stores)
        self.slices.add(Nest(shape, len(shape), *accesses, body, label="strips"))
