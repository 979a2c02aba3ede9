"""The gradient by the input of a convolution with strides, one phase at a time.

With a stride of 2, an even place of the input meets every second element of the kernel,
an odd place the others. Zeros between the cotangents would make one convolution of it,
in which three in four products of a picture are with zeros. So the places are sorted by
the remainder, their phase: each phase is a convolution of its own, with its elements of
the kernel, and none of the products is in vain.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product as every
from typing import Any, NamedTuple

from limpid.engines.native.nest import Access
from limpid.engines.native.view import View
from limpid.graph.shapes import Shape
from limpid.ops.conv import ConvInput


class Phase(NamedTuple):
    """Places along one axis that meet the same elements of the kernel.

    Attributes:
        first: The first such place.
        num_places: How many there are, one stride apart.
        tap: The first element of the kernel that they meet; others follow in strides.
        num_taps: How many they meet.
        start: Where the first place's window of cotangents begins; before 0 are zeros.
    """

    first: int
    num_places: int
    tap: int
    num_taps: int
    start: int

    @property
    def end(self) -> int:
        """Where the last place's window ends."""
        return self.start + self.num_places + self.num_taps - 1


def phases(size: int, kernel: int, stride: int, before: int) -> list[Phase]:
    """Return the phases along an axis.

    Args:
        size: Of the input.
        kernel: Its size.
        stride: Of the convolution.
        before: The zeros in front of the input.
    """
    found = []
    for tap in range(stride):
        # Counted in strides from the first zero: of the first place and the last.
        low, high = -((tap - before) // stride), (before + size - 1 - tap) // stride
        taps = len(range(tap, kernel, stride))
        first = low * stride + tap - before
        if high >= low:
            found.append(Phase(first, high - low + 1, tap, taps, low - taps + 1))
    return found


class Phases:
    """All phases of a convolution's gradient by its input."""

    def __init__(self, op: ConvInput, kernel: Shape) -> None:
        """Find them along every spatial axis."""
        before = (a for a, _ in op.padding)
        axes = zip(op.size, kernel, op.strides, before, strict=True)
        self._axes = [phases(*axis) for axis in axes]
        self._strides = op.strides

    def all(self) -> list[tuple[Phase, ...]]:
        """Return every combination."""
        return list(every(*self._axes))

    def border(self, spatial: Shape) -> list[tuple[int, int]]:
        """Return how many zeros surround the cotangents: before and after each axis."""
        return [
            (
                max(0, *(-p.start for p in axis)),
                max(0, *(p.end - size for p in axis)),
            )
            for axis, size in zip(self._axes, spatial, strict=True)
        ]

    def windows(
        self, room: View, border: Sequence[Any], chosen: Sequence[Phase]
    ) -> View:
        """Return the cotangents (batch, *places, *taps, filters) that a phase sees."""
        pairs = list(zip(chosen, border, room.strides[1:-1], strict=True))
        start = sum((p.start + before) * step for p, (before, _), step in pairs)
        batch, *spatial, filters = room.strides
        shape = (
            room.shape[0],
            *(p.num_places for p in chosen),
            *(p.num_taps for p in chosen),
            room.shape[-1],
        )
        strides = (batch, *spatial, *spatial, filters)
        return View(room.buffer, room.dtype, shape, strides, room.offset + start)

    def taps(self, kernel: View, chosen: Sequence[Phase]) -> View:
        """Return the kernel's elements that a phase meets, the last of them first."""
        pairs = zip(chosen, self._strides, strict=True)
        met = kernel.part(tuple(slice(p.tap, None, step) for p, step in pairs))
        return met.part((slice(None, None, -1),) * len(chosen))

    def ending(self, end: dict[str, Any], chosen: Sequence[Phase]) -> dict[str, Any]:
        """Return the ending of a nest over all places for those of a phase."""

        def part(access: Access) -> Access:
            batch, *rest = access.strides
            axes = list(zip(chosen, rest, self._strides, strict=False))
            start = sum(p.first * own for p, own, _ in axes)
            moved = (own * step for _, own, step in axes)
            strides = (batch, *moved, *rest[len(axes) :])
            return replace(access, strides=strides, offset=access.offset + start)

        places = {key: tuple(map(part, end[key])) for key in ("late_loads", "stores")}
        return end | places
