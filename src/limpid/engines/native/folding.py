"""Folding: many vectors, each reduced over its lanes, all at once.

A vector alone is folded in half until one lane is left, and most of what is computed
is for nothing. Two vectors are folded into one, the half of each; in the end each lane
holds the total of another vector: n vectors take n - 1 additions.
"""

from collections.abc import Callable, Sequence

from limpid.engines.native.element import Element
from limpid.engines.native.llvm import Function
from limpid.engines.native.registers import lanes_of, shuffled

# Lanes of a part of a register inside which a shuffle takes one cycle.
NEAR = 4

Combine = Callable[[Element, Element], Element]


def folded(f: Function, vectors: Sequence[Element], combine: Combine) -> Element:
    """Return the totals of vectors' lanes, side by side.

    Args:
        f: The function that is written.
        vectors: All with the same number of lanes, a power of two above 1.
        combine: Writes the reduction of two vectors, or numbers, to one.
    """
    count = 1 << (len(vectors) - 1).bit_length()
    lanes = lanes_of(vectors[0])
    slots: list[Element | None] = [None] * count
    for slot, vector in zip(_order(count, lanes), vectors, strict=False):
        slots[slot] = vector
    width = lanes
    while len(slots) > 1:
        pairs = zip(slots[::2], slots[1::2], strict=True)
        if width > 1:
            slots = [_pair(f, x, y, width, combine) for x, y in pairs]
            width //= 2
        else:
            slots = [_joined(f, x, y) for x, y in pairs]
    (total,) = slots
    assert total is not None
    while width > 1:
        width //= 2
        starts = range(0, lanes_of(total), 2 * width)
        low = [start + i for start in starts for i in range(width)]
        halves = (shuffled(f, total, None, [i + d for i in low]) for d in (0, width))
        total = combine(*halves)
    return total


def _pair(
    f: Function, x: Element | None, y: Element | None, width: int, combine: Combine
) -> Element | None:
    """Fold two vectors, whose parts of so many lanes have one total each, into one."""
    x, y = (y, None) if x is None else (x, y)
    if x is None:
        return None
    low, high = _halves(lanes_of(x), width)
    return combine(shuffled(f, x, y, low), shuffled(f, x, y, high))


def _joined(f: Function, x: Element | None, y: Element | None) -> Element | None:
    """Return a vector of the lanes of both; lanes of none hold anything."""
    if x is not None:
        return shuffled(f, x, y, range(2 * lanes_of(x)))
    if y is None:
        return None
    lanes = lanes_of(y)
    return shuffled(f, y, None, [*range(lanes, 2 * lanes), *range(lanes)])


def _halves(lanes: int, width: int) -> tuple[list[int], list[int]]:
    """Return the lanes of the lower and the upper halves of the parts of two vectors.

    Parts of a few lanes stay in the same part of the register.
    """
    block = max(width, min(NEAR, lanes)) if width <= NEAR else lanes
    half = width // 2
    low = [
        vector * lanes + start + part + i
        for start in range(0, lanes, block)
        for vector in (0, 1)
        for part in range(0, block, width)
        for i in range(half)
    ]
    return low, [i + half for i in low]


def _order(count: int, lanes: int) -> list[int]:
    """Return into which slot each vector goes so that the totals come in order."""
    slots = [[i] * lanes for i in range(count)]
    width = lanes
    while len(slots) > 1:
        pairs = zip(slots[::2], slots[1::2], strict=True)
        low = _halves(lanes, width)[0] if width > 1 else range(2 * len(slots[0]))
        slots = [[[*x, *y][i] for i in low] for x, y in pairs]
        width = max(width // 2, 1)
    return slots[0][::width]
