"""Walk: a scan as one step of a program: its body's nests, run again and again.

The body is lowered like any graph. What differs from one round to the next is only
where its arguments and results lie: each is a slice of a buffer outside, the next one
in each round. So no slice is copied, and all threads run all rounds together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from limpid.engines.native.nest import Nest
from limpid.engines.native.slices import Slices
from limpid.engines.native.view import View

if TYPE_CHECKING:
    from limpid.engines.native.lowering import Lowering


@dataclass(frozen=True)
class Link:
    """Where one of the body's buffers lies: in a buffer outside.

    Attributes:
        inner: The body's buffer.
        outer: The buffer outside.
        start: Where its first slot begins, in bytes.
        stride: How far its slots lie apart, in bytes.
        first: The slot of the first round.
        step: How many slots further the next round's is: 1, -1 or 0.
        turns: After so many rounds it is back where it began; 0: never.
    """

    inner: int
    outer: int
    start: int = 0
    stride: int = 0
    first: int = 0
    step: int = 0
    turns: int = 0


@dataclass(frozen=True, eq=False)
class Walk:
    """A loop over the rounds of a scan.

    Attributes:
        body: What one round does.
        links: Where each of the body's buffers lies.
        rounds: How many there are.
        writes: The buffers outside that are written.
        label: What is computed, for which layer, from which source line.
    """

    body: "Lowering"
    links: tuple[Link, ...]
    rounds: int
    writes: tuple[int, ...]
    label: str = ""

    @property
    def buffers(self) -> list[int]:
        """The memory blocks touched, each once."""
        return list(dict.fromkeys(link.outer for link in self.links))

    @property
    def reads(self) -> list[int]:
        """The memory blocks read, or written in part."""
        return self.buffers

    @property
    def steps(self) -> "Sequence[Nest | Walk | Slices]":
        """What one round runs."""
        return self.body.steps  # type: ignore[return-value]


@dataclass(frozen=True)
class Slots:
    """Room for a sequence of values: one slot each, or a few used in turn.

    Attributes:
        view: The slots, along the first axis.
        count: How many values there are.
    """

    view: View
    count: int

    def slot(self, number: int) -> View:
        """Return where a value lies while it is there."""
        return self.view.part(number % self.view.shape[0])

    @property
    def is_shared(self) -> bool:
        """Whether several values have one slot."""
        return self.view.shape[0] < self.count

    @property
    def seen(self) -> View:
        """All values as a reader sees them; only the last, if slots are shared."""
        if not self.is_shared:
            return self.view
        last = self.slot(self.count - 1)
        shape = (self.count, *last.shape)
        return replace(last, shape=shape, strides=(0, *last.strides))

    def link(self, inner: int, first: int = 0, step: int = 1) -> Link:
        """Return the link that goes from slot to slot, beginning with the first."""
        size = np.dtype(self.view.dtype).itemsize
        start, stride = self.view.offset * size, self.view.strides[0] * size
        turns = self.view.shape[0] if self.is_shared else 0
        return Link(inner, self.view.buffer, start, stride, first, step, turns)


def resting(inner: int, view: View) -> Link:
    """Return the link to what stays where it is."""
    return Link(inner, view.buffer, view.offset * np.dtype(view.dtype).itemsize)
