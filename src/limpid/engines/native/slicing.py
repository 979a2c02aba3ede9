"""Slicing: a batch cut into slices, with room for what one slice needs.

What is computed of a slice lies in room that the next slice uses again. What is summed
up over slices has room in each part. The number of parts depends on sizes alone:
whatever the number of threads, the same numbers are added in the same order.
"""

from dataclasses import replace

import numpy as np

from limpid.engines.native.expression import filling
from limpid.engines.native.nest import Nest
from limpid.engines.native.slices import Slices
from limpid.engines.native.splitting import parts
from limpid.engines.native.target import Target
from limpid.engines.native.view import View
from limpid.engines.native.ways import ENOUGH
from limpid.graph.shapes import Shape

# So many bytes of a slice stay in the second cache.
NEAR_BYTES = 2**19


class Slicing:
    """Gathers the nests of one `Slices`, whose views begin with (parts, rounds).

    Attributes:
        parts: Of the batch; threads share them out.
        pieces: Of each room, one for each thread.
        rounds: Slices of each part.
        size: Examples of each slice.
    """

    def __init__(self, target: Target, batch: int, count: int, num_bytes: int) -> None:
        """Cut a batch.

        Args:
            target: Whose memory is used.
            batch: How many examples there are.
            count: Of parts; a divisor of the batch.
            num_bytes: What an example needs room for.
        """
        self.target, self.parts = target, count
        self.pieces = min(count, ENOUGH)
        self.size = parts(batch // count, max(NEAR_BYTES // num_bytes, 1))
        self.rounds = batch // count // self.size
        self._before: list[Nest] = []
        self._nests: list[Nest] = []
        self._own: dict[int, int] = {}

    def of(self, view: View) -> View:
        """Return (batch, …) as (parts, rounds, size, …)."""
        return view.divided(0, self.parts).divided(1, self.rounds)

    def room(self, shape: Shape, dtype: str) -> View:
        """Return (parts, rounds, *shape), the thread's own: room for one slice."""
        view = self.target.new((self.pieces, *shape), dtype)
        step, *strides = view.strides
        self._own[view.buffer] = step * np.dtype(dtype).itemsize
        return self._spread(view, shape, (0, 0, *strides))

    def sums(self, shape: Shape, dtype: str) -> View:
        """Return (parts, rounds, *shape), zeros at first: each part gathers its own."""
        view = self.target.new((self.parts, *shape), dtype)
        step, *strides = view.strides
        room = self._spread(view, shape, (step, 0, *strides))
        self.empty(room)
        return room

    def _spread(self, view: View, shape: Shape, strides: Shape) -> View:
        return replace(view, shape=(self.parts, self.rounds, *shape), strides=strides)

    def add(self, nest: Nest) -> None:
        """Append what is done in each round."""
        self._nests.append(replace(nest, outer=2))

    def empty(self, room: View) -> None:
        """Fill room with zeros before the rounds of each part begin."""
        self._before.append(replace(filling(of_parts(room), 0), outer=1))

    def end(self) -> None:
        """Lower all of it as one step."""
        nests, before = tuple(self._nests), tuple(self._before)
        label = self.target.label()
        self.target.add(Slices(nests, before, self._own, self.pieces, label))


def of_parts(room: View) -> View:
    """Return (parts, rounds, …), the same in all rounds, as (parts, …)."""
    parts_, _, *shape = room.shape
    step, _, *strides = room.strides
    return replace(room, shape=(parts_, *shape), strides=(step, *strides))
