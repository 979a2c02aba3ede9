"""Examples: along which axis of each nest the examples of a batch lie.

Arguments have them along their first axis. A nest that reads such a buffer walks them
by one of its axes, or a part of one, and so has what it stores, unless it sums them up.
"""

from collections.abc import Iterator
from typing import TypeAlias

from limpid.engines.native.lowering import Lowering
from limpid.engines.native.nest import Access, Nest
from limpid.engines.native.registers import Unfit
from limpid.graph.shapes import product

# Elements computed beyond which nothing is gained without loops; and examples.
MOST_ELEMENTS, MOST_EXAMPLES = 2**14, 64

NestWithAxis: TypeAlias = tuple[Nest, int | None]


def with_examples(lowering: Lowering) -> list[NestWithAxis]:
    """Return the nests, each with the axis of the examples; None if it has none.

    Raises:
        Unfit: The examples cannot be followed, or there is too much to do.
    """
    graph = lowering.graph
    data = graph.inputs[: len(graph.inputs) - len(graph.variables)]
    sizes = {x.shape[0] if x.shape else 0 for x in data}
    if len(sizes) != 1 or not 1 < min(sizes) <= MOST_EXAMPLES:
        raise Unfit
    examples = Examples(sizes.pop())
    for number, x in zip(lowering.numbers("input"), data, strict=False):
        examples.strides[number] = product(x.shape[1:])
    nests = [s for s in lowering.steps if isinstance(s, Nest) and _is_plain(s)]
    is_small = sum(product(nest.sizes) for nest in nests) <= MOST_ELEMENTS
    if len(nests) < len(lowering.steps) or not is_small:
        raise Unfit
    return [examples.along(nest) for nest in nests]


def _is_plain(nest: Nest) -> bool:
    """Tell whether a nest's places follow from its indices, and it has some work."""
    is_simple = not nest.sequential and not nest.outer and 0 not in nest.sizes
    return is_simple and not any(a.through for a in nest.accesses)


class Examples:
    """Follows the examples of a batch through the nests.

    Attributes:
        strides: How far the examples lie apart, for each buffer that has any.
    """

    def __init__(self, count: int) -> None:
        """Start with no buffers."""
        self.count = count
        self.strides: dict[int, int] = {}

    def along(self, nest: Nest) -> tuple[Nest, int | None]:
        """Return a nest with the axis of the examples; None if it has none."""
        reads = (*nest.loads, *nest.late_loads)
        if not any(self._has(a) for a in reads):
            return nest, None
        for form, axis in self._forms(nest):
            if self._fits(form, axis):
                self._note(form, axis)
                return form, axis
        raise Unfit

    def _forms(self, nest: Nest) -> Iterator[tuple[Nest, int]]:
        """Return each axis; of the longer ones a part, in a nest where it is apart."""
        for i, size in enumerate(nest.sizes):
            if size == self.count:
                yield nest, i
            elif size % self.count == 0:
                yield nest.divided(i, self.count), i
                yield nest.divided(i, size // self.count), i + 1

    def _has(self, access: Access) -> bool:
        return access.buffer in self.strides and type(access) is Access

    def _fits(self, nest: Nest, axis: int) -> bool:
        reads = [a for a in (*nest.loads, *nest.late_loads) if self._has(a)]
        return all(a.strides[axis] == self.strides[a.buffer] for a in reads)

    def _note(self, nest: Nest, axis: int) -> None:
        """Note how far apart a nest stores the examples."""
        for store in nest.stores if axis < nest.kept else ():
            stride = store.strides[axis]
            if not stride or self.strides.setdefault(store.buffer, stride) != stride:
                raise Unfit
