"""Distance: what lies far from a processor, and what stays near it."""

from collections.abc import Iterable

from limpid.engines.native.nest import Access, Nest
from limpid.graph.shapes import Shape, product

# So many elements, read and written after a reduction, lie beyond the nearest cache;
# a reduction of so many gives time to get them.
FAR_ELEMENTS, TIME_TO_FETCH = 2**14, 64
# Fewer elements than this, read again and again, stay in a processor's own caches.
NEAR_ELEMENTS = 2**17


def is_far(nest: Nest) -> bool:
    """Tell whether what is stored lies in slow memory, and there is time to get it."""
    kept = nest.sizes[: nest.kept]
    reached = _reach({*nest.late_loads, *nest.stores}, kept)
    return reached >= FAR_ELEMENTS and product(nest.sizes[nest.kept :]) >= TIME_TO_FETCH


def is_awaited(nest: Nest) -> bool:
    """Tell whether what follows a reduction has to wait for something far away."""
    kept = nest.sizes[: nest.kept]
    is_read = any(_reach([a], kept) >= FAR_ELEMENTS for a in nest.late_loads)
    return is_read and is_far(nest)


def stays_near(accesses: Iterable[Access], sizes: Shape) -> bool:
    """Tell whether what is walked stays near while it is walked again and again."""
    return _reach(accesses, sizes) < NEAR_ELEMENTS


def _reach(accesses: Iterable[Access], sizes: Shape) -> int:
    """Return how many elements are walked along the first axes, of these sizes."""

    def of(access: Access) -> int:
        pairs = zip(sizes, access.strides, strict=False)
        return product(tuple(n for n, stride in pairs if stride))

    return sum(map(of, accesses))
